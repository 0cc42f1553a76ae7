"""Pages of documents: the copies made of a record, one document to read, and its file."""

from typing import Any, cast

from django import forms as fields
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from cpu.deadlines import say_moment
from cpu.models import User
from cpu.roles import Permission, can
from documents import files, letter
from documents.models import IssuedDocument
from workflow import document
from workflow.refusals import BadInput, Refused
from workflow.views import Document, RecordView, StepPage


class IssuedDocumentPage(Document):
    """The document as it reads, with what may be done with it."""

    model = IssuedDocument
    template_name = "documents/document.html"

    def found(self):
        return super().found().select_related("record", "made_by")

    def about(self, record) -> str:
        return str(record.get_letter_display())

    def more(self, record) -> dict[str, Any]:
        content, kept_since = record.as_it_may_be_read()
        source = document.records()[record.record.kind]
        unseen = not source.visible_to(self.request.user).filter(pk=record.record_id).exists()
        given = f" Given {say_moment(record.given_at)} by {record.given_by}." if record.given_at else ""
        return {
            "title": record.get_letter_display(),
            "letter": content,
            "check": record.checksum,
            "state_sentence": f"{record.state_label}. For {record.recipient}, {record.as_what}.{given}",
            "kept_since": files.KEPT_SINCE if kept_since else "",
            "recalled": record.recalled_because if record.state == record.State.RECALLED else "",
            "recalled_at": record.recalled_at and say_moment(record.recalled_at),
            "pdf_url": f"/documents/{record.reference}/pdf/"
            if record.may_be_printed and not kept_since
            else "",
            "source_url": "" if unseen else document.url_of_subject(record.record),
            "copies_url": "" if unseen else f"/documents/of/{record.record.reference}/",
        }


class IssuedDocumentStep(StepPage):
    """Making one is asked of a record: whom it may be for, and about which children, is read from there."""

    model = IssuedDocument

    def about(self, record) -> str:
        return str(record.get_letter_display())

    def more(self, record, declared, asked) -> dict[str, Any]:
        if declared.name == "make":
            self._offer(asked.form)
        return {}

    def _offer(self, form) -> None:
        """Choices instead of references, once the record is known."""
        reference = str(form["record"].value() or "")
        reader = cast(User, self.request.user)
        try:
            source = letter.record_of(reference, reader)
        except BadInput:
            return
        cases = letter.cases_in(source, reader)
        family = letter.family_of(cases)
        form.fields["record"].widget = fields.HiddenInput()
        form.fields["recipient"].widget = fields.Select(
            choices=[("", ""), *[(each.reference, each.known_as) for each in family]]
        )
        form.fields["for_children"].widget = fields.CheckboxSelectMultiple(
            choices=[(each.reference, each.child.known_as) for each in cases]
        )
        kinds = [(str(each.kind), str(each.kind.label)) for each in letter.letters_for(source)]
        form.fields["letter"].choices = kinds


class DocumentFile(RecordView, View):
    """The file of one document."""

    model = IssuedDocument

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.record(reference)
        try:
            return files.as_file(cast(IssuedDocument, record))
        except Refused as refused:
            context = {"sentence": refused.reasons[0].says, "back_url": document.url_of(record)}
            return render(request, "documents/refused.html", context, status=refused.status)


class Copies(View):
    """The copies made of a record, and what can be made of it."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        if not can(request.user, Permission.DOCUMENT_ISSUE):
            raise Http404
        try:
            source = letter.record_of(reference, cast(User, request.user))
        except BadInput:
            raise Http404
        copies = IssuedDocument.visible_to(request.user).filter(record=source.pk).order_by("-made_at", "-pk")
        return render(
            request,
            "documents/copies.html",
            {
                "crumbs": [
                    {"label": "My work", "url": "/"},
                    {"label": source.kind.replace("-", " ").capitalize(), "url": document.url_of(source)},
                    {"label": "Documents", "url": ""},
                ],
                "columns": ["Document", "For whom", "Made", "Given"],
                "rows": [_row(each) for each in copies.select_related("subject", "made_by")],
                "kinds": [
                    {
                        "label": each.kind.label,
                        "url": f"/documents/open/make/?record={source.reference}&letter={each.kind}",
                    }
                    for each in letter.letters_for(source)
                ],
            },
        )


def _row(copy: IssuedDocument) -> list[Any]:
    given = say_moment(copy.given_at) if copy.given_at else "Not yet"
    recalled = {"tag": "Recalled", "tone": "late"} if copy.state == IssuedDocument.State.RECALLED else {}
    return [
        {"text": copy.get_letter_display(), "url": document.url_of(copy), "note": copy.reference, **recalled},
        {"text": copy.recipient, "note": copy.as_what},
        {"text": say_moment(copy.made_at), "note": f"by {copy.made_by.name}"},
        given,
    ]


def beside(record, user) -> list[dict[str, str]]:
    """The way from a record to its documents, for whoever may make them."""
    if not letter.letters_for(record) or not can(user, Permission.DOCUMENT_ISSUE):
        return []
    return [
        {"label": "Documents for the family and for agencies", "url": f"/documents/of/{record.reference}/"}
    ]
