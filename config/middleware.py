"""What holds for every request, whatever page or endpoint it is for."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

log = structlog.get_logger("request")
Respond = Callable[[HttpRequest], HttpResponse]


def address_of(request: HttpRequest) -> str:
    """The caller's network address, as the outermost of our own proxies saw it."""
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.PROXY_COUNT and len(seen) >= settings.PROXY_COUNT:
        return seen[-settings.PROXY_COUNT]
    return request.META.get("REMOTE_ADDR", "")


def one_log_line(respond: Respond) -> Respond:
    """Log each request once: the pattern of its address, not the address; a user's number, no name."""

    def middleware(request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=uuid.uuid4().hex)
        started = time.monotonic()
        response = respond(request)
        match = request.resolver_match
        who = getattr(request, "_cached_user", None)  # only if somebody asked: no query for a log line
        log.info(
            "answered",
            method=request.method,
            address=match.route if match else None,
            status=response.status_code,
            user=who.pk if who else None,
            milliseconds=round((time.monotonic() - started) * 1000),
        )
        return response

    return middleware


def nothing_is_kept(respond: Respond) -> Respond:
    """Browsers and proxies keep no page: it may speak of a child, and the next reader is another."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def size_is_bounded(respond: Respond) -> Respond:
    """Refuse a huge body before anything reads it (JSON is read from the stream, past Django's own limit)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdigit() and int(said) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("The request is larger than this system reads.")
        return respond(request)

    return middleware
