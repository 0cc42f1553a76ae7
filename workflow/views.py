"""The web's door to `perform`: a record as a document, a step as a page. Subclasses name a model and what to add."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View

from cpu.models import AuditEvent
from cpu.roles import Permission, can
from govuk.templatetags.govuk import problems
from workflow import document
from workflow.clocks import about
from workflow.forms import EXPLAINED, REGISTRY, TOGETHER, Asked, moment_of_the_door
from workflow.perform import perform
from workflow.record import Record
from workflow.refusals import NotFound, Reason, Refused, Stale, Unmet
from workflow.stage import Stage
from workflow.step import Declared

HISTORY = 50
MOST_CRUMBS = 4
PRESSING = timedelta(days=1)
# What a link may answer beforehand: references and codes, never words that would stand under the reader's name.
LINKED = {"about", "case", "clock", "discussion", "event", "letter", "link", "linked", "record", "who"}


class RecordView(View):
    """What every page of a record shares. 404 for what one may not know of; 403 for what one's role may not do."""

    model: type[Record]

    def found(self):
        """What the reader may see of this kind, with what its pages read of every row."""
        rows = self.model.visible_to(self.request.user).select_related("subject")
        if issubclass(self.model, Stage):
            rows = rows.prefetch_related(self.model.rows_to_read())
        return rows

    def record(self, reference: str) -> Record:
        found = self.found().filter(subject__reference=reference).first()
        if found is None:
            raise Http404
        return found

    def rows(self, record: Record) -> list:
        return record.rows_visible_to(self.request.user) if isinstance(record, Stage) else []

    @cached_property
    def protect_url(self) -> str:
        """Where "Someone needs protecting now" leads: for this child, where the page is about one."""
        return document.url_to_protect(self.request.user, self.case)

    @cached_property
    def case(self) -> str:
        """The reference of the case from which the page was opened, or of the record's one child; else empty."""
        return self.request.GET.get("case", "") or getattr(self, "only_case", "")

    def crumbs(self, record: Record | None) -> list[dict[str, str]]:
        """The way back: the family where the record is about children whom the reader may see."""
        found = [{"label": "My work", "url": "/"}]
        rows = [row for row in self.rows(record) if row.case_id] if record is not None and record.pk else []
        if len(rows) == 1:
            self.only_case = rows[0].case.reference
        known = document.open_to(self.request.user, rows)
        family = [row for row in rows if row.case_id in known][:MOST_CRUMBS]
        return found + [{"label": row.child_name, "url": document.url_of(row.case)} for row in family]

    def about(self, record: Record) -> str:
        return document.heading_of(record, self.rows(record))


class Document(RecordView):
    """A record to read, with the steps open to the reader and what stands in their way."""

    template_name = "workflow/record.html"
    # Fields that lead the page: why there is this record at all.
    first: tuple[str, ...] = ()
    # And those that lead each child's card: what was decided for the child, and why.
    first_of_child: tuple[str, ...] = ()

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        record = self.record(reference)
        return render(request, self.template_name, self.context(record))

    def context(self, record: Any) -> dict[str, Any]:
        now, rows = moment_of_the_door(), self.rows(record)
        names = {key: row.child_name for row in rows for key in (row.case_id, about(row)) if key}
        names |= record.who_owes()
        history = AuditEvent.of(record).order_by("-version")[:HISTORY]
        clocks = list(document.clocks_of(record, rows))
        found = {
            "title": record.noun(),
            "heading": self.about(record),
            "crumbs": [
                *self.crumbs(record),
                {"label": record.noun(), "url": ""},
            ],
            "state_sentence": f"{record.state_label}.",
            "reference": record.reference,
            "version": record.version,
            "withdrawn": "Entered in error, or on the wrong child." if record.state == "WITHDRAWN" else "",
            "facts": document.facts(record),
            "children": document.child_cards(record, rows, timezone.localdate(now), self.request.user)
            if rows
            else [],
            "views": [],
            "participation": None,
            "over": isinstance(record, Stage) and record.state in record.ended,
            "events": document.events(history),
            "steps": document.step_links(
                record,
                self.request.user,
                running=[each.timescale for each in clocks],
                pressing=[each.timescale for each in clocks if each.late_from - now <= PRESSING],
            ),
            "beside": document.beside(record, self.request.user),
            "clocks": document.clocks_together(clocks, now, names),
            "here": None,
            "prompts": document.prompt_shapes(
                record.prompts(now, rows), timezone.localdate(now), self.request.user
            )
            if isinstance(record, Stage)
            else [],
            "parts": document.parts_of(record, self.request.user),
            "protect_url": self.protect_url,
            "print_name": "",
            "read_recorded": False,
            **self.more(record),
        }
        first, facts = document.parted_facts(record, found["facts"], self.first)
        if self.first_of_child:
            row = self.model.child_row()  # type: ignore[attr-defined]
            for card in found["children"]:
                card["facts"] = sum(document.parted_facts(row, card["facts"], self.first_of_child), [])
        return {**found, "first": first, "facts": facts}

    def more(self, record: Any) -> dict[str, Any]:
        """What this kind of record adds to its document."""
        return {}


class StepPage(RecordView):
    """One step: its questions, what stands in the way, and everything typed kept whatever happens."""

    template_name = "workflow/step.html"

    def declared(self, name: str) -> Declared:
        declared = self.model.steps().get(name.replace("-", "_"))
        if declared is None or declared.permission == Permission.CONSEQUENCE:
            raise Http404
        return declared

    def find(self, reference: str | None) -> Record:
        return self.record(reference) if reference else self.model()

    def get(self, request: HttpRequest, step: str, reference: str | None = None) -> HttpResponse:
        declared = self.declared(step)
        record = self._allowed(self.find(reference), declared)
        asked = Asked(
            record, declared, request.user, initial=self.initial(record, declared), near=self.near(declared)
        )
        asked.chosen = asked.chosen or self.chosen(record, declared)
        reasons = self.in_the_way(record, declared, asked)
        return self.page(record, declared, asked, reasons, version=record.version)

    def post(self, request: HttpRequest, step: str, reference: str | None = None) -> HttpResponse:
        declared = self.declared(step)
        record = self._allowed(self.find(reference), declared)
        asked = Asked(record, declared, request.user, data=request.POST, near=self.near(declared))
        typed: dict[str, Any] = {
            name.removeprefix(EXPLAINED): said
            for name, said in request.POST.items()
            if name.startswith(EXPLAINED)
        }
        version = _whole(request.POST.get("version"))
        if not asked.is_valid():
            reasons = self.in_the_way(record, declared, asked)
            return self.page(record, declared, asked, reasons, typed, version, status=400)
        try:
            changed = perform(
                getattr(record, declared.name),
                by=request.user,
                at=moment_of_the_door(),
                version=None if declared.opening else version,
                explained={guard: {"reason": said} for guard, said in typed.items() if said.strip()},
                **asked.answers(),
            )
        except NotFound:
            raise Http404
        except Stale as stale:
            return self.page(
                record, declared, asked, stale.reasons, typed, stale.version, refused=stale, status=409
            )
        except Refused as refused:
            return self.page(
                record,
                declared,
                asked,
                refused.reasons,
                typed,
                version,
                refused=refused,
                status=refused.status,
            )
        return redirect(self.after(changed, declared))

    def _allowed(self, record: Record, declared: Declared) -> Record:
        if not can(self.request.user, declared.permission):
            from django.core.exceptions import PermissionDenied

            raise PermissionDenied
        return record

    def in_the_way(self, record: Record, declared: Declared, asked: Asked) -> list[Reason]:
        """What stands before the step, for those children alone whom the reader may see."""
        if declared.opening:
            return []
        return record.unmet_for(
            self.request.user, declared.name, [row for row in asked.rows if row.may_be_chosen]
        )

    def near(self, declared: Declared) -> dict[str, Any]:
        """Opened from a child's case, a page offers this child and the household."""
        asked = self.request.GET.get("case", "")
        if not (asked and declared.opening and "case" in TOGETHER):
            return {}
        rows = TOGETHER["case"](asked, self.request.user)
        return {} if rows is None else {"case": rows}

    def initial(self, record: Record, declared: Declared) -> dict[str, Any]:
        """What the system already knows, so that nobody types it again: the case from which the page was opened."""
        known: dict[str, Any] = {name: said for name, said in self.request.GET.items() if name in LINKED}
        fields: dict[str, Any] = REGISTRY[type(record)][declared.name].base_fields
        for name, field in fields.items():
            if known.get("case") and getattr(getattr(field, "model", None), "kind", "") == "case":
                known[name] = [known["case"]] if field.many else known["case"]
        return known

    def chosen(self, record: Record, declared: Declared) -> list[str]:
        """The children ticked already when the page is opened, by the references of their rows."""
        return []

    def after(self, record: Record, declared: Declared) -> str:
        """Back to the record where one may read it; else to one's own work."""
        if self.model.visible_to(self.request.user).filter(pk=record.pk).exists():
            return document.url_of(record) or "/"
        return "/"

    def page(
        self, record, declared, asked, reasons, typed=None, version=None, *, refused=None, status=200
    ) -> HttpResponse:
        now = moment_of_the_door()
        self._offer_the_family(record, asked)
        found = problems(asked.form, *asked.child_forms.values())
        explainable = isinstance(refused, Unmet) or refused is None
        context = {
            "title": declared.label,
            "heading": declared.label,
            "about": self.about(record) if record.pk else declared.doc,
            "crumbs": [*self.crumbs(record if record.pk else None), *self._crumb(record)],
            "version": None if declared.opening else (version if version is not None else record.version),
            "form": asked.form if asked.form.fields else None,
            "children": (children := document.children_asked(asked, timezone.localdate(now))),
            "nobody": bool(declared.takes_children and not declared.opening and not children),
            "children_error": asked.children_error if asked.form.is_bound else "",
            "unmet": document.unmet_shapes(
                record, reasons, typed, named=len(asked.rows) != 1, reader=self.request.user
            )
            if explainable
            else [],
            "refused": refused,
            "problem": bool(found or asked.children_error and asked.form.is_bound),
            "problems": [*found, *self._refusal(refused)],
            "follows": document.follows(record, declared),
            "clocks": [],
            "submit_label": declared.label,
            "back_url": document.url_of(record) if record.pk else "/",
            "protect_url": self.protect_url,
            **self.more(record, declared, asked),
        }
        template = self.template_name
        if isinstance(refused, Stale):
            template, context["since"] = (
                "workflow/conflict.html",
                document.changes_since(record, refused.events, self.rows(record)),
            )
        return render(self.request, template, context, status=status)

    def more(self, record: Record, declared: Declared, asked: Asked) -> dict[str, Any]:
        return {}

    def _offer_the_family(self, record: Record, asked: Asked) -> None:
        """Who may join those here is offered among family, household and whoever is worked with together; where
        nobody is known, among all whom the reader may see."""
        field: Any = asked.form.fields.get("cases")
        here = [row for row in self.rows(record) if row.case_id] if record.pk else []
        if field is None or not here or "case" not in TOGETHER:
            return
        field.narrow(field.queryset.exclude(pk__in=[row.case_id for row in here]))
        known = TOGETHER["case"](here[0].case.reference, self.request.user)
        if known is not None and field.queryset.filter(pk__in=known.values("pk")).exists():
            field.narrow(known)

    @staticmethod
    def _crumb(record: Record) -> list[dict[str, str]]:
        if not record.pk:
            return []
        return [{"label": record.noun(), "url": document.url_of(record)}]

    @staticmethod
    def _refusal(refused: Refused | None) -> list[dict[str, str]]:
        if refused is None or isinstance(refused, Unmet):
            return []
        if isinstance(refused, Stale):  # told at the top of the page, with what was written
            return []
        return [{"text": each.sentence(), "url": ""} for each in refused.reasons]


def _whole(text: str | None) -> int | None:
    try:
        return int(text) if text else None
    except ValueError:
        return None


def pages(document_view: type[Document], step_view: type[StepPage]) -> list:
    """The addresses of one kind of record: open, read, and a page for each step."""
    resource = document_view.model.resource
    return [
        path(f"{resource}/open/<slug:step>/", step_view.as_view(), name=f"{resource}-open"),
        path(f"{resource}/<str:reference>/", document_view.as_view(), name=f"{resource}-page"),
        path(f"{resource}/<str:reference>/<slug:step>/", step_view.as_view(), name=f"{resource}-step"),
    ]


def pages_of(model: type[Record]) -> list:
    """The addresses of a kind of record that adds nothing of its own."""
    name = model.__name__
    return pages(
        type(f"{name}Document", (Document,), {"model": model}),
        type(f"{name}Step", (StepPage,), {"model": model}),
    )
