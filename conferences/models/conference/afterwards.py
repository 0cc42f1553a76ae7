"""What follows a conference: the notice of the decision, the minutes and their corrections, complaints."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q

from conferences.guards import conference as guards
from conferences.models.conference.facts import ConferenceFacts, State, plans
from cpu.deadlines import say_moment
from cpu.roles import Permission
from cpu.timescales import AGENCY_REPORT, CONFERENCE_COMPLAINT, DECISION_NOTICE, MINUTES, MINUTES_CORRECTION
from workflow.record import Detail, Record
from workflow.refusals import BadInput, Reason
from workflow.stage import withdrawing
from workflow.step import ANY, WITHDRAWN, Stop, step

LAST_STAGE_OF_A_COMPLAINT = 3


class ComplaintAbout(models.TextChoices):
    PROCESS = "process", "How the conference was held"
    OUTCOME = "outcome", "The decision"
    CATEGORY = "category", "The category"


class Answered(models.TextChoices):
    AGREED = "agreed", "Agreed"
    IN_PART = "in-part", "Agreed in part"
    NOT_AGREED = "not-agreed", "Not agreed"


class Afterwards(ConferenceFacts):
    """Dated facts with their clocks, side by side; closed when all of it is done."""

    minutescorrection_rows: Any
    conferencecomplaint_rows: Any

    notice_sent_at = models.DateTimeField("notice of the decision sent", null=True)
    notice_to = models.TextField("notice sent to", blank=True)
    minutes = models.TextField(blank=True)
    minutes_drafted_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    minutes_drafted_at = models.DateTimeField(null=True)
    minutes_approved_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    minutes_approved_at = models.DateTimeField(null=True)
    minutes_circulated_at = models.DateTimeField("minutes circulated", null=True)
    minutes_to = models.TextField("minutes circulated to", blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @cached_property
    def corrections(self) -> list["MinutesCorrection"]:
        """Corrections of the minutes asked for, the oldest first."""
        return list(self.minutescorrection_rows.select_related("answered_by"))

    @cached_property
    def complaints(self) -> list["ConferenceComplaint"]:
        """A line for each stage of each complaint, the oldest first."""
        return list(self.conferencecomplaint_rows.select_related("answered_by"))

    def nothing_for(self, user):
        nothing = super().nothing_for(user)
        if not any(not each.answer for each in self.corrections):
            nothing |= {"answer_correction"}
        if not any(each.waits for each in self.complaints):
            nothing |= {"answer_complaint"}
        if not any(each.goes_on for each in self.complaints):
            nothing |= {"raise_complaint"}
        return nothing

    @step(
        "Record that the notice of the decision was sent",
        source=State.HELD,
        permission=Permission.CONFERENCE_ARRANGE,
        guards=[guards.every_child_is_decided],
        stops={DECISION_NOTICE: "notice_sent_at"},
    )
    def send_notice(self, *, sent_at, to_whom):
        """Decision, category, plan, names, dates, and how to complain: to parents, child and agencies."""
        self.notice_sent_at, self.notice_to = sent_at, to_whom

    @step("Draft the minutes", source=State.HELD, permission=Permission.CONFERENCE_ARRANGE)
    def draft_minutes(self, *, words):
        """Drafted again they are approved again."""
        self.minutes, self.minutes_drafted_by, self.minutes_drafted_at = words, self.act.by, self.act.at
        self.minutes_approved_by = self.minutes_approved_at = None

    @step(
        "Approve the minutes",
        source=State.HELD,
        permission=Permission.CONFERENCE_CHAIR,
        other_than="minutes_drafted_by",
        guards=[guards.minutes_are_drafted],
    )
    def approve_minutes(self, *, comment=""):
        self.minutes_approved_by, self.minutes_approved_at = self.act.by, self.act.at

    @step(
        "Record that the minutes were circulated",
        source=State.HELD,
        permission=Permission.CONFERENCE_ARRANGE,
        guards=[guards.minutes_are_approved],
        stops={MINUTES: "minutes_circulated_at"},
    )
    def circulate_minutes(self, *, circulated_at, to_whom):
        """To each who may have them, without what must be kept from that person."""
        self.minutes_circulated_at, self.minutes_to = circulated_at, to_whom

    @step(
        "Ask for the minutes to be corrected",
        source=(State.HELD, State.CLOSED),
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
        starts={MINUTES_CORRECTION: "correction_asked_at"},
    )
    def ask_for_correction(self, *, asked_by, received_at, what):
        """By an agency or somebody of the family; the chair answers."""
        self.add(
            MinutesCorrection(
                asked_by=asked_by, correction_asked_at=received_at, what=what, written_by=self.act.by
            )
        )

    @step(
        "Answer a correction of the minutes",
        source=(State.HELD, State.CLOSED),
        permission=Permission.CONFERENCE_CHAIR,
        adds=True,
        stops={MINUTES_CORRECTION: Stop("answered_at")},
    )
    def answer_correction(self, *, correction, answer, words):
        """What was asked stands beside the minutes, whatever the answer."""
        self._answer(correction, answer, words, "/correction")

    @step(
        "Record a complaint about the conference",
        source=(State.HELD, State.CLOSED),
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
        starts={CONFERENCE_COMPLAINT: "counted_from"},
    )
    def record_complaint(self, *, from_whom, received_at, about, words):
        """The decision stands meanwhile. A complaint about one agency goes to that agency."""
        self.add(
            ConferenceComplaint(
                from_whom=from_whom,
                received_at=received_at,
                stage_entered_at=received_at,
                about=about,
                words=words,
                written_by=self.act.by,
            )
        )

    @step(
        "Answer a complaint about the conference",
        source=(State.HELD, State.CLOSED),
        permission=Permission.MANAGE,
        adds=True,
        other_than="chair",
        stops={CONFERENCE_COMPLAINT: Stop("answered_at")},
    )
    def answer_complaint(self, *, complaint, answer, words):
        """By a manager who did not chair; whoever complained may take it to the next stage."""
        self._answer(complaint, answer, words, "/complaint")

    def _answer(self, asked, answer, words, pointer: str) -> None:
        """Once: what was answered is never overwritten."""
        if asked.answer:
            raise BadInput(Reason(f"{asked.answered}. {asked.and_now}", pointer=pointer))
        asked.answer, asked.answer_words = answer, words
        asked.answered_at, asked.answered_by = self.act.at, self.act.by
        self.keep(asked)

    @step(
        "Take a complaint to its next stage",
        source=(State.HELD, State.CLOSED),
        permission=Permission.CONFERENCE_ARRANGE,
        adds=True,
        stops={CONFERENCE_COMPLAINT: "stage_left_at"},
        starts={CONFERENCE_COMPLAINT: "counted_from"},
    )
    def raise_complaint(self, *, complaint, entered_at, reason):
        """Second a panel of agencies, third the conference again with another chair. What was said and answered at
        each stage stays readable."""
        if complaint.stage_number >= LAST_STAGE_OF_A_COMPLAINT:
            says = "There is no further stage here: the ombudsman, or a court, comes after this one."
            raise BadInput(Reason(says, pointer="/complaint"))
        complaint.stage_left_at = entered_at
        self.keep(complaint)
        self.add(
            ConferenceComplaint(
                from_whom=complaint.from_whom,
                received_at=complaint.received_at,
                about=complaint.about,
                words=reason,
                written_by=self.act.by,
                stage_number=complaint.stage_number + 1,
                stage_entered_at=entered_at,
            )
        )

    @step(
        "Close the conference",
        source=State.HELD,
        target=State.CLOSED,
        permission=Permission.CONFERENCE_ARRANGE,
        guards=guards.TO_CLOSE,
        stops={AGENCY_REPORT: Stop("given_up_at", how="not_needed")},
    )
    def close(self):
        """When all that follows a conference is done. A report that never came stays missing."""
        self.closed_at = self.act.at
        for each in self.reports:
            each.given_up_at = self.act.at
        self.act.rows.extend(self.reports)

    @step(
        "Correct an entry",
        source=ANY,
        permission=Permission.CORRECT,
        opens=("ChildProtectionPlan.follow_the_conference",),
    )
    def correct(self, *, field, value, reason):
        """Old and new value are kept. A plan made here, or reviewed here, follows the day of its conference."""
        Record.correct.__wrapped__(self, field=field, value=value, reason=reason)
        rows = plans().child_row()._rows.exclude(stage__state=WITHDRAWN)
        mine = Q(conference=self.subject) | Q(review_rows__conference=self.subject)
        for plan in {row.stage for row in rows.filter(mine).select_related("stage__subject")}:
            self.consequence(plan.follow_the_conference, cause=self)

    withdraw = withdrawing(
        "Never a way round a decision, nor round a conference that is owed.",
        guards=[guards.no_plan_came_of_it, guards.nothing_was_decided, guards.no_conference_is_owed],
    )


class AskedAfterwards(Detail):
    """What somebody asks of a conference once it was held, and the answer beside it; neither overwrites the other."""

    # Where an answer that is not accepted goes from here.
    and_now = ""

    stage = models.ForeignKey(
        "conferences.Conference", on_delete=models.PROTECT, related_name="%(class)s_rows"
    )
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=Answered, blank=True)
    answer_words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="%(class)s_answered_by_somebody",
            )
        ]

    @property
    def answered(self) -> str:
        """ "Answered by Ruth Amadi, Tuesday 1 June 2027, 10am: not agreed"."""
        if not self.answer or self.answered_at is None:
            return "Not answered yet"
        said = str(self.get_answer_display()).lower()  # type: ignore[attr-defined]
        return f"Answered by {self.answered_by}, {say_moment(self.answered_at)}: {said}"


class MinutesCorrection(AskedAfterwards):
    """A correction of the minutes asked for; it never overwrites what the minutes said."""

    and_now = "Ask for a further correction, or record a complaint, where that is not accepted."

    asked_by = models.CharField(max_length=200)
    correction_asked_at = models.DateTimeField()
    what = models.TextField()

    def __str__(self) -> str:
        return f"{self.asked_by}: {self.what}"


class ConferenceComplaint(AskedAfterwards):
    """A complaint about the conference itself, at one of three stages; the decision stands meanwhile."""

    and_now = "Take it to its next stage where that is not accepted."

    from_whom = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    about = models.CharField(max_length=12, choices=ComplaintAbout)
    words = models.TextField()
    stage_number = models.PositiveSmallIntegerField(default=1)
    stage_entered_at = models.DateTimeField()
    stage_left_at = models.DateTimeField(null=True)

    class Meta(AskedAfterwards.Meta):
        constraints = [
            *AskedAfterwards.Meta.constraints,
            models.CheckConstraint(
                condition=Q(stage_number__range=(1, 3)), name="complaint_has_three_stages"
            ),
        ]

    @property
    def counted_from(self) -> datetime | None:
        """Each stage has its own time; one that was left is counted no more."""
        return None if self.stage_left_at else self.stage_entered_at

    @property
    def goes_on(self) -> bool:
        """Whether it may still be taken to a further stage."""
        return self.stage_left_at is None and self.stage_number < LAST_STAGE_OF_A_COMPLAINT

    @property
    def waits(self) -> bool:
        return not self.answer and self.stage_left_at is None

    def __str__(self) -> str:
        return f"{self.from_whom}, stage {self.stage_number}"
