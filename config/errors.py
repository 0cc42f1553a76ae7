"""Answers when there is no page to answer: not found, not allowed, not understood, not working, not
reachable.

None of them touches the database. Under /api/ each is `application/problem+json` (RFC 9457), elsewhere a
page.
"""

import sys
from http import HTTPStatus

import structlog
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

log = structlog.get_logger("errors")
RETRY_SECONDS = 30
SAID = {
    400: "What was sent is not in a form that this service can read. Nothing was recorded.",
    403: "Your role here does not allow it. Nothing was recorded.",
    404: "The address may be wrong, or it is a record that you do not work with.",
    500: "Something went wrong on our side. Nothing was recorded; the fault has been logged.",
    503: "The record cannot be reached just now. Nothing was recorded; try again in a few minutes.",
}
TOO_LARGE = "It is larger than this service reads (2.5 MB). Nothing was recorded."
PAGE_TOO_OLD = "The page was open too long, or cookies are switched off. Go back, open it again and resend."


def answer(
    request: HttpRequest, status: int, *, detail: str = "", page: str = "", **context: object
) -> HttpResponse:
    """The problem of `status` for a machine; for a person the template `page`, by default `<status>.html`.

    The page is rendered without the request: its reader is in a session, and that is in the database.
    """
    if request.path.startswith("/api/"):
        title, detail = HTTPStatus(status).phrase, detail or SAID[status]
        return JsonResponse(
            {"type": "about:blank", "title": title, "status": status, "detail": detail},
            status=status,
            content_type="application/problem+json",
        )
    html = render_to_string(page or f"{status}.html", {"reason": detail, **context})
    return HttpResponse(html, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 400, detail=TOO_LARGE if isinstance(exception, RequestDataTooBig) else "")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, 403, detail=PAGE_TOO_OLD)


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Too many wrong passwords: the sign-in page again, which says so and not whether the name exists."""
    form = AuthenticationForm(request)
    return render(request, "registration/login.html", {"form": form, "locked": True}, status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours is 500; a database that is away, too busy or locked is 503, and worth another try."""
    fault = sys.exc_info()[1]
    if not isinstance(fault, OperationalError | InterfaceError):
        log.error("failed", exc_info=True)
        return answer(request, 500)
    log.error("database unreachable", exc_info=True)
    typed = what_was_typed(request)
    page = "unsaved.html" if typed else ""
    response = answer(request, 503, page=page, typed=typed, again=request.get_full_path())
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def what_was_typed(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The fields of the form that could not be saved; none of a form with a password."""
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return None
    if any("password" in name for name in request.POST):
        return None
    return [(name, value) for name, values in request.POST.lists() for value in values]
