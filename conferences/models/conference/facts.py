"""What is known of a conference, and what its guards, its steps and its page read of it."""

from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models

from conferences.guards import conference as guards
from cpu.calendars import london_day
from cpu.models import AgencyKind, Clock
from cpu.timescales import AGENCY_REPORT
from partners.models import Attendance, ChildSeen, MultiAgencyStage
from unit.models import LocalPolicy, Policy
from workflow.step import WITHDRAWN


class State(models.TextChoices):
    REQUESTED = "REQUESTED", "Requested"
    SCHEDULED = "SCHEDULED", "Scheduled"
    HELD = "HELD", "Held"
    CLOSED = "CLOSED", "Closed"


class Purpose(models.TextChoices):
    INITIAL = "initial", "Initial: after an enquiry"
    REVIEW = "review", "Review of a plan"
    PRE_BIRTH = "pre-birth", "Before the birth"
    TRANSFER_IN = "transfer-in", "Transfer in: a child with a plan moves here"


class How(models.TextChoices):
    MEETING = "meeting", "Meeting in one room"
    VIDEO = "video", "Video call"
    BOTH = "both", "In one room, some by video"
    TELEPHONE = "telephone", "Telephone"


# States of a child's row in a child protection plan that is open.
OPEN_PLAN = ("OUTLINE", "DETAILED", "AWAY")


class ConferenceFacts(MultiAgencyStage):
    """Why it is held, when, how and who chairs; and what is read once of it, however often it is asked."""

    State = State
    invitedperson_rows: Any
    agencyreport_rows: Any

    purpose = models.CharField("kind of conference", max_length=12, choices=Purpose)
    requested_by = models.ForeignKey(
        "cpu.User", on_delete=models.PROTECT, related_name="+", verbose_name="asked for by"
    )
    requested_at = models.DateTimeField("when it was asked for")
    reason = models.TextField("why it was asked for")
    planned_for = models.DateTimeField("planned for", null=True)
    how = models.CharField("how", max_length=12, choices=How, blank=True)
    place = models.CharField("where", max_length=300, blank=True)
    chair = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField("when the conference was held", null=True)

    class Meta:
        abstract = True

    @property
    def is_transfer(self) -> bool:
        return self.purpose == Purpose.TRANSFER_IN

    @property
    def held_on(self) -> date | None:
        return london_day(self.held_at) if self.held_at else None

    @classmethod
    def rows_to_read(cls) -> models.Prefetch:
        """The children's rows with the enquiry that leads here and whoever is named in them, in one statement."""
        named = ("enquiry__subject", "lead_practitioner", "next_step_for", "decided_by")
        rows = cls.child_row()._rows.select_related("case__subject", "case__child__subject", *named)
        return models.Prefetch("children", rows.order_by("pk"))

    def _cases(self) -> list[int]:
        return [row.case_id for row in self.child_rows()]

    @cached_property
    def people(self) -> list[Any]:
        """Everyone of the family who is invited, and who supports them."""
        return list(self.invitedperson_rows.select_related("person__subject").order_by("pk"))

    @cached_property
    def reports(self) -> list[Any]:
        """The report that each agency owes, come or not."""
        return list(self.agencyreport_rows.select_related("agency").order_by("pk"))

    @cached_property
    def clocks_of_reports(self) -> dict[int, Clock]:
        """Key of a report to the clock that counts it, the last where the conference was moved."""
        clocks = Clock._rows.filter(record=self.pk, timescale=AGENCY_REPORT).exclude(ended="superseded")
        return {int(each.about.partition(":")[2]): each for each in clocks.order_by("pk")}

    @cached_property
    def open_plans(self) -> dict[int, Any]:
        """Case to the child's row in the child protection plan that is open for it."""
        rows = plans().child_row()._rows.filter(case__in=self._cases(), state__in=OPEN_PLAN)
        rows = rows.exclude(stage__state=WITHDRAWN).select_related("stage__subject")
        return {each.case_id: each for each in rows}

    @cached_property
    def times_seen(self) -> dict[int, list[ChildSeen]]:
        """Case to the occasions at which the child was seen in person, wherever they are recorded."""
        found: dict[int, list[ChildSeen]] = {}
        for each in ChildSeen._rows.filter(case__in=self._cases()).order_by("at"):
            if each.counts:
                found.setdefault(each.case_id, []).append(each)
        return found

    @cached_property
    def reviewed_before(self) -> dict[int, datetime | None]:
        """Case to the last conference held before this one."""
        rows = self.child_row()._rows.filter(case__in=self._cases())
        rows = rows.exclude(stage=self.pk).exclude(state=WITHDRAWN).filter(stage__held_at__isnull=False)
        if self.held_at:
            rows = rows.filter(stage__held_at__lt=self.held_at)
        return dict(rows.order_by("stage__held_at").values_list("case_id", "stage__held_at"))

    @cached_property
    def chairs_other_parts(self) -> list[str]:
        return guards.parts_in(self.chair, self._cases()) if self.chair else []

    def agencies_here(self) -> dict[int, str]:
        """Agencies in the room, or on the line, by key, with their kind."""
        return {
            each.agency_id: each.agency.kind
            for each in self.participations
            if each.attendance == Attendance.HERE
        }

    @cached_property
    def others_for_quorum(self) -> int:
        """How many agencies beside children's social care, as the partnership had signed it on the day."""
        day = london_day(self.held_at or self.planned_for or self.requested_at)
        return LocalPolicy.numbers(Policy.CONFERENCE_QUORUM, on=day)[0]

    @property
    def quorum(self) -> str:
        many = self.others_for_quorum
        others = "1 further agency that knows" if many == 1 else f"{many} further agencies that know"
        return f"children's social care and {others} the children"

    @property
    def quorate(self) -> bool:
        """Children's social care, and as many further agencies that know the children as the area asks for."""
        distant = {each.agency_id for each in self.reports if each.knows_directly is False}
        here = self.agencies_here()
        others = [key for key, kind in here.items() if kind != AgencyKind.SOCIAL_CARE and key not in distant]
        return AgencyKind.SOCIAL_CARE in here.values() and len(others) >= self.others_for_quorum

    def child_rows(self) -> list[Any]:
        return super().child_rows()


def plans() -> Any:
    """The plan's class: it refers to the conference, so the conference looks it up when it is asked."""
    return apps.get_model("conferences", "ChildProtectionPlan")


def support_plans() -> Any:
    return apps.get_model("conferences", "ChildInNeedPlan")


def no_working_day(why: str) -> str:
    return "no working day" if why in ("Saturday", "Sunday") else f"no working day ({why})"
