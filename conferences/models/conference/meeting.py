"""The meeting itself: that it was held, with its quorum, and what each agency's view was."""

from django.db import models

from conferences.models.conference.facts import ConferenceFacts, Purpose, State, no_working_day
from cpu.calendars import london_day
from cpu.deadlines import say_day
from cpu.models import InForce
from cpu.roles import Permission
from cpu.timescales import (
    DECISION_NOTICE,
    FIRST_REVIEW_CONFERENCE,
    INITIAL_CONFERENCE,
    MINUTES,
    POST_BIRTH_REVIEW,
    PRE_BIRTH_CONFERENCE,
    REVIEW_CONFERENCE,
    TRANSFER_IN_CONFERENCE,
)
from partners.models import Attendance
from workflow.step import ANY, step


class Meeting(ConferenceFacts):
    """Held as a fact, never refused; what was not as it is planned is shown and asked about."""

    inquorate_because = models.TextField("why it went on without its quorum", blank=True)
    held_as_it_was_because = models.TextField("why it was held as it was", blank=True)

    class Meta:
        abstract = True

    # What the clocks read

    @property
    def transfer_held_at(self):
        return self.held_at if self.is_transfer else None

    @property
    def pre_birth_held_at(self):
        return self.held_at if self.purpose in (Purpose.PRE_BIRTH, Purpose.INITIAL) else None

    @property
    def review_held_at(self):
        return self.held_at if self.purpose == Purpose.REVIEW else None

    # What was not as it is planned

    def odd(self) -> list[str]:
        """What was not as it is planned. It happened, so it stands; it is shown and asked about."""
        if self.held_at is None:
            return []
        return [*self._odd_day(), *self._odd_room()]

    def _odd_day(self) -> list[str]:
        assert self.held_at is not None
        found, day = [], london_day(self.held_at)
        if why := InForce.now().calendar.why_not(day):
            found.append(f"Held on {say_day(day)}, {no_working_day(why)}: the census cannot carry that date.")
        for row in self.child_rows():
            if row.enquiry_id and self.held_at < row.enquiry.started_at:
                found.append(f"{row.child_name}: held before the enquiry began.")
            plan = self.open_plans.get(row.case_id)
            if self.purpose == Purpose.REVIEW and plan and plan.started_on == day:
                found.append(f"{row.child_name}: a review on the day on which the plan began.")
        return found

    def _odd_room(self) -> list[str]:
        found = [f"The chair is not independent: {part}." for part in self.chairs_other_parts]
        if not self.quorate and not self.inquorate_because:
            found.append("Held without its quorum, and nobody has said why.")
        if missing := [str(each.agency) for each in self.reports if each.is_awaited]:
            found.append(f"No report from {', '.join(missing)}.")
        return found

    def nothing_for(self, user):
        return super().nothing_for(user) | (set() if self.odd() else {"say_why_held_so"})

    # Holding it

    @step(
        "Record that it was held",
        source=(State.REQUESTED, State.SCHEDULED),
        target=State.HELD,
        permission=Permission.CONFERENCE_CHAIR,
        stops={
            INITIAL_CONFERENCE: "enquiry_met_at",
            TRANSFER_IN_CONFERENCE: "transfer_held_at",
            PRE_BIRTH_CONFERENCE: "pre_birth_held_at",
            FIRST_REVIEW_CONFERENCE: "review_held_at",
            REVIEW_CONFERENCE: "review_held_at",
            POST_BIRTH_REVIEW: "review_held_at",
        },
        starts={DECISION_NOTICE: "held_at", MINUTES: "held_at"},
    )
    def hold(self, *, held_at, how, chair=None, here=(), inquorate_because=""):
        """A fact, and never refused: on a Saturday, without its quorum, by whoever chaired. What was not as it is
        planned is shown and asked about."""
        self.held_at, self.how, self.chair = held_at, how, chair or self.chair or self.act.by
        self.inquorate_because = inquorate_because
        for agency in here:
            self._is_here(agency, Attendance.HERE)

    @step(
        "Say why it was held as it was",
        source=(State.HELD, State.CLOSED),
        permission=Permission.CONFERENCE_CHAIR,
    )
    def say_why_held_so(self, *, reason):
        """Everything that is asked about it, answered by the chair."""
        self.held_as_it_was_because = reason

    @step(
        "Write down an agency's own view, as said in the room",
        source=ANY,
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
    )
    def write_down_view(self, *, children, agency, view, said_by, words=""):
        """By whoever keeps the minutes, in the words and under the name of whoever spoke."""
        self._give_view(children, agency, view, words, said_by)
