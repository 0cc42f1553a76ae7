"""A child moves here with a plan of another authority: who keeps the plan, who visits, until the conference here."""

from datetime import date, datetime

from django.db import models

from conferences.guards import conference as guards
from conferences.models.conference.facts import ConferenceFacts, State
from conferences.models.visits import VisitingStage
from cpu.roles import Permission
from cpu.timescales import VISIT
from workflow.step import Start, declared_anew, step

UNTIL_DECIDED = (State.REQUESTED, State.SCHEDULED, State.HELD)


class Transfer(VisitingStage, ConferenceFacts):
    """The authority of origin keeps its plan until then, and the visits never stop."""

    told_on = models.DateField("when this authority was told of the move", null=True)
    origin = models.CharField("authority that keeps the plan until then", max_length=200, blank=True)
    origin_plan = models.TextField("their plan", blank=True)
    origin_started_on = models.DateField("their plan began", null=True)
    meanwhile_visits = models.TextField("who visits meanwhile", blank=True)
    last_visited_on = models.DateField("last visit, as that authority says", null=True)

    class Meta:
        abstract = True

    # What the clocks read

    @property
    def told_of_the_move(self) -> date | datetime | None:
        """A transfer counts from the day this authority was told; not said, from the day it was asked for."""
        return (self.told_on or self.requested_at) if self.is_transfer else None

    @property
    def visits_go_on_from(self) -> date | datetime | None:
        """The visits never stop while a child moves."""
        return self.told_of_the_move and (self.last_visited_on or self.told_of_the_move)

    def nothing_for(self, user):
        of_a_transfer = {"record_origin", "record_visit", "record_call"}
        return super().nothing_for(user) | (set() if self.is_transfer else of_a_transfer)

    @step(
        "Say who keeps the plan until then, and who visits",
        source=UNTIL_DECIDED,
        permission=Permission.PLAN_WORK,
        adds=True,
        guards=[guards.a_child_moves_here],
    )
    def record_origin(self, *, origin="", origin_plan="", origin_started_on=None, meanwhile_visits=""):
        """What was not known when the conference was asked for, or has changed; what is left open stands."""
        self.origin, self.origin_plan = origin or self.origin, origin_plan or self.origin_plan
        self.origin_started_on = origin_started_on or self.origin_started_on
        self.meanwhile_visits = meanwhile_visits or self.meanwhile_visits

    record_visit = declared_anew(
        VisitingStage.record_visit,
        label="Record a visit until the plan begins here",
        doc="By whoever visits meanwhile, of that authority or of this one. It meets the clock of visits, which counts "
        "anew from it; what an enquiry here owes the child is not met by it.",
        source=UNTIL_DECIDED,
        each_child=("UNDECIDED", None),
        guards=[guards.a_child_moves_here],
        stops={VISIT: "visit_met_at"},
        starts={VISIT: Start("visit_met_at", variant="visiting_now")},
    )
    record_call = declared_anew(
        VisitingStage.record_call,
        source=UNTIL_DECIDED,
        each_child=("UNDECIDED", None),
        guards=[guards.a_child_moves_here],
    )
