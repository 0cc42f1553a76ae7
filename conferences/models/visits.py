"""Visits at which a child is seen: one recording for the siblings chosen, each child's words and clocks its own."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from cpu.models import Clock
from cpu.roles import Permission
from cpu.timescales import CHILD_SEEN, VISIT
from partners.models import AT_A_DISTANCE, ChildSeen, Counted, MultiAgencyStage, OwnWords, Seen, counted_as
from workflow.refusals import BadInput, Reason
from workflow.step import ANY, Start, step

A_CALL_IS_NO_VISIT = (
    "A call is no visit: no exceptional circumstances are signed for that day. See the child in person; what was said "
    "on the call is kept by “Record a call with a child”."
)


class VisitedChild:
    """A child's row in a stage that records visits: what this occasion alone has met."""

    visit_met_at: datetime | None = None
    seen_met_at: datetime | None = None
    visiting_now = ""


class VisitingStage(MultiAgencyStage):
    """A stage under which children are visited, and the clock of visits is met."""

    class Meta:
        abstract = True

    @step(
        "Record a visit",
        source=ANY,
        permission=Permission.PLAN_WORK,
        adds=True,
        stops={VISIT: "visit_met_at", CHILD_SEEN: "seen_met_at"},
        starts={VISIT: Start("visit_met_at", variant="visiting_now")},
    )
    def record_visit(self, *, children, happened_at, how, place, by_whom, announced=None, who_else=""):
        """For each child: seen alone, not alone, not seen; each child's words and clocks are its own.

        Contact at a distance is a visit only while exceptional circumstances are signed for that day, and then it is
        counted apart, never as seen. A visit recorded late moves no clock that a later one has met.
        """
        self._refuse_future(happened_at, "/happened_at")
        counted = counted_as(Seen.ALONE, how, timezone.localdate(happened_at))
        if how in AT_A_DISTANCE and counted == Counted.NOT:
            raise BadInput(Reason(A_CALL_IS_NO_VISIT, pointer="/how", mend="record_call"))
        occasion = {"at": happened_at, "how": how, "place": place, "by_whom": by_whom, "announced": announced}
        running = self._running(children)
        seen = [self._met_child(row, {**occasion, "who_else": who_else}, visit=True) for row in children]
        for row, each in zip(children, seen, strict=True):
            each.counted = Counted.NOT if each.seen == Seen.NOT_SEEN else counted
            self._meet(row, each, running)
        self.add(*seen)
        self.add(*[words for row in children if (words := self._said(row, occasion))])

    @step("Record a call with a child", source=ANY, permission=Permission.PLAN_WORK, adds=True)
    def record_call(self, *, children, happened_at, how, place, by_whom, who_else=""):
        """By video or telephone: what was said and seen is kept. It is no visit, and stops no clock."""
        self._refuse_future(happened_at, "/happened_at")
        occasion = {"at": happened_at, "how": how, "place": place, "by_whom": by_whom}
        facts = {**occasion, "who_else": who_else, "counted": Counted.NOT}
        self.add(*[self._met_child(row, facts, visit=False) for row in children])
        self.add(*[words for row in children if (words := self._said(row, occasion))])

    def _met_child(self, row, occasion: dict, *, visit: bool) -> ChildSeen:
        facts = {name: said for name, said in row.answers.items() if name not in ("words", "question")}
        return ChildSeen(case=row.case, visit=visit, **occasion, **facts, **self._written())

    def _said(self, row, occasion: dict) -> OwnWords | None:
        """What this child said on this occasion, with the question before it."""
        if not (words := row.answers.get("words")):
            return None
        return OwnWords(
            record=self.subject,
            case=row.case,
            at=occasion["at"],
            words=words,
            question=row.answers.get("question", ""),
            to_whom=occasion["by_whom"],
            place=occasion["place"],
            alone=row.answers.get("seen") == Seen.ALONE,
            written_by=self.act.by,
        )

    @staticmethod
    def _running(children) -> dict[tuple[int, str], Clock]:
        """What runs for these children and a visit may meet: one query for all of them."""
        cases = [row.case_id for row in children]
        clocks = Clock._rows.filter(
            case__in=cases, timescale__in=[VISIT, CHILD_SEEN], stopped_at__isnull=True
        )
        return {(each.case_id, each.timescale): each for each in clocks if each.case_id}

    @staticmethod
    def _meet(row, seen: ChildSeen, running: dict[tuple[int, str], Clock]) -> None:
        """Only a clock that began before this visit is met by it: a late entry puts none back."""
        visit, first = running.get((row.case_id, VISIT)), running.get((row.case_id, CHILD_SEEN))
        if visit and visit.started_at <= seen.at and seen.counted in (Counted.SEEN, Counted.APART):
            row.visit_met_at, row.visiting_now = seen.at, visit.variant
        if first and timezone.localdate(first.started_at) <= timezone.localdate(seen.at) and seen.counts:
            row.seen_met_at = seen.at

    def _refuse_future(self, moment, pointer: str) -> None:
        if moment > self.act.at:
            says = "This lies in the future. Record what happened once it has happened."
            raise BadInput(Reason(says, pointer=pointer))

    def _stamp(self) -> dict[str, Any]:
        return {"written_by": self.act.by, "recorded_at": self.act.at}

    def _written(self) -> dict[str, Any]:
        return {"record": self.subject, **self._stamp()}
