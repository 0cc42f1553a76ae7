"""A document as a file of the web's answer, for page and API alike."""

from django.http import HttpResponse

from documents import render
from documents.models import IssuedDocument
from workflow.refusals import WrongState

NO_LONGER = "This document was recalled: it is not printed again. Make a new one."
KEPT_SINCE = (
    "Something on this document has come to be kept from somebody since it was made: recall it, and make a new one."
)


def pdf_of(document: IssuedDocument) -> bytes:
    """The file of a copy that may be given. Raises `WrongState` where it may not."""
    content, kept_since = document.as_it_may_be_read()
    if not document.may_be_printed:
        raise WrongState(NO_LONGER)
    if kept_since:
        raise WrongState(KEPT_SINCE)
    return render.pdf(content, document.reference, document.checksum, document.made_at)


def as_file(document: IssuedDocument) -> HttpResponse:
    """Named by its reference alone: neither the file nor its address says whom it is about."""
    response = HttpResponse(pdf_of(document), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{document.reference}.pdf"'
    return response
