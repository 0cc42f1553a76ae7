"""Logs as one JSON object a line, of what the system did: never of whom it is about.

No bodies, no query strings, no names, no e-mail addresses: a user is a number, an address of a page is its
pattern. An exception is logged by its kind and the lines it passed, without its message, which may quote a
record.
"""

import sys
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

QUIET = {
    "django.request": "CRITICAL",  # holds whole paths; `one_log_line` and `errors` say what is needed
    "django.security.csrf": "ERROR",
    "axes": "CRITICAL",  # names the e-mail address that failed to sign in
    "django.db.backends": "WARNING",
    "celery.app.trace": "ERROR",
    "weasyprint": "ERROR",  # what it makes a file of is confidential, and its progress is nobody's news
    "fontTools": "ERROR",
}


def exception_without_message(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Put the kind of an exception and where it passed in place of the exception itself."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    if isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    if found and found[0]:
        event["exception"] = f"{found[0].__module__}.{found[0].__qualname__}"
        event["passed"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(found[2])
        ]
    return event


BEFORE: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    exception_without_message,
]


def logging_settings(*, level: str) -> dict[str, Any]:
    """Django's LOGGING; also sets structlog itself up, so that both kinds of logger write the same lines."""
    structlog.configure(
        processors=[*BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": BEFORE,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            **{name: {"level": quiet} for name, quiet in QUIET.items()},
        },
    }
