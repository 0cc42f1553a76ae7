"""What the pages of discussions, enquiries, medicals and orders share."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied

from cpu.models import User
from cpu.roles import Permission, can
from partners.views import as_asked, taking_part
from people.models import Case
from strategy.models import (
    ChildProtectionMedical,
    StrategyDiscussion,
)
from workflow import document
from workflow.forms import moment_of_the_door
from workflow.views import Document, StepPage


class Page(Document):
    def more(self, record) -> dict[str, Any]:
        reader = cast(User, self.request.user)
        whole = record.opens_to(reader)
        children = {"children": self.cards(record)} if whole else as_asked(record, reader, self.rows(record))
        return taking_part(record, reader) | children

    def cards(self, record) -> list[dict[str, Any]]:
        rows = self.rows(record)
        cards = document.child_cards(record, rows, self.today(), self.request.user)
        for row, card in zip(rows, cards, strict=True):
            self.fill(row, card)
        return cards

    def fill(self, row, card) -> None:
        """What this kind of stage shows of a child besides its facts."""

    def medicals(self, row) -> list[dict[str, Any]]:
        """How far each medical of this child is; linked where the reader may open it."""
        stages = row.stage.medicals_of(row) if row.case_id else []
        if stages and not hasattr(self, "_open_medicals"):
            cases = [each.case_id for each in row.stage.child_rows() if each.case_id]
            seen = ChildProtectionMedical.visible_to(self.request.user).filter(children__case__in=cases)
            self._open_medicals = set(seen.values_list("pk", flat=True))
        return [
            {
                "label": f"Medical, {each.get_type_display().lower()}",
                "value": each.state_label,
                "url": document.url_of(each) if each.pk in self._open_medicals else "",
                "action": "Read it",
            }
            for each in stages
        ]

    @staticmethod
    def today():
        from cpu.calendars import london_day

        return london_day(moment_of_the_door())


class Step(StepPage):
    """What the steps of discussions, enquiries, medicals and orders know beforehand."""

    def find(self, reference):
        """A page that shows what stands is not opened by whoever does not read it."""
        record = super().find(reference)
        name = self.kwargs["step"].replace("-", "_")
        if record.pk and name in record.nothing_for(self.request.user):
            raise PermissionDenied
        return record

    def initial(self, record, declared) -> dict[str, Any]:
        """A page opened from a child's case has that child chosen already."""
        asked = super().initial(record, declared)
        case = asked.pop("case", "")
        if case and "cases" in declared.parameters:
            chosen = Case.visible_to(self.request.user).filter(subject__reference=case).first()
            asked |= {"cases": [chosen]} if chosen else {}
        if declared.permission == Permission.CONTRIBUTE and "agency" in declared.parameters:
            asked = self._own_agency() | asked
        return asked

    def _own_agency(self) -> dict[str, Any]:
        """A member of one agency speaks for it; whoever convenes also writes down what others said, and says whose."""
        reader = cast(User, self.request.user)
        agencies = {each.agency for each in reader.memberships_in_force()}
        if can(reader, Permission.DISCUSSION_CONVENE) or len(agencies) != 1:
            return {}
        return {"agency": agencies.pop(), "said_by": reader.name}


class OfOneChild(Step):
    """A stage of one child: opened from the child's page or from the discussion, with both chosen already."""

    def initial(self, record, declared) -> dict[str, Any]:
        return StepPage.initial(self, record, declared)

    def near(self, declared) -> dict[str, Any]:
        """Only what belongs to the child from which the page was opened."""
        found = super().near(declared)
        if case := self.request.GET.get("case", ""):
            rows = StrategyDiscussion.visible_to(self.request.user)
            found[StrategyDiscussion.kind] = rows.filter(children__case__subject__reference=case)
        return found


def own_clocks(record, reader) -> list[dict[str, Any]]:
    """Its own clocks; those of the child too where the reader works with the child, and was not only asked in."""
    rows = record.rows_visible_to(reader)
    known = document.open_to(reader, rows)
    clocks = document.clocks_of(record, [row for row in rows if row.case_id in known])
    names = {row.case_id: row.child_name for row in rows if row.case_id} if len(rows) > 1 else {}
    return document.clocks_together(clocks, moment_of_the_door(), names | record.who_owes())


def asked_first(reader, record, found) -> list[dict[str, Any]]:
    """What it was recorded without: before everything else."""
    return [
        {
            "label": "Asked about",
            "missing": says,
            "url": document.url_where_one_may(record, mend, reader),
            "action": "Answer now",
        }
        for says, mend in found
    ]


def link_to(record, reader) -> list[dict[str, Any]]:
    """The record it comes from, where the reader may open it."""
    if record is None or not type(record).visible_to(reader).filter(pk=record.pk).exists():
        return []
    label = record.noun()
    return [{"label": label, "value": record.reference, "url": document.url_of(record), "action": "Read it"}]
