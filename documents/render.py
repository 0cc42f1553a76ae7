"""A document as a file: PDF/UA by WeasyPrint, from text alone. Nothing is fetched from anywhere while it is made."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from workflow.refusals import Conflict

MISSING = (
    "A PDF cannot be made on this server: the library pango is missing (Debian: libpango-1.0-0, libpangoft2-1.0-0, "
    "libharfbuzz-subset0). Print the page instead."
)


class FetchRefused(Exception):
    """A document asked for something from outside itself."""


def refuse(url: str, *args: Any, **kwargs: Any):
    """The one answer to every address that a document might name."""
    raise FetchRefused(url)


def pdf(content: dict[str, Any], reference: str, check: str, made_at: datetime) -> bytes:
    """The bytes of a tagged PDF with its title and language. Raises `Conflict` where the library is missing."""
    try:
        from weasyprint import HTML
    except OSError as error:
        raise Conflict(MISSING) from error
    html = render_to_string(
        "documents/letter.html",
        {"letter": content, "reference": reference, "check": check, "made_at": made_at},
    )
    return HTML(string=html, url_fetcher=refuse).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


__all__ = ["FetchRefused", "pdf", "refuse"]
