"""Pre-proceedings: the letter, the family's own meeting, the meetings with parents, until it ends in court or not.

Legal advice is privileged and is not kept here.
"""

from django.db import models
from django.db.models import Q

from court import guards
from cpu.models import Involvement, InvolvementRole, Team, TeamKind
from cpu.roles import Permission
from cpu.timescales import PRE_PROCEEDINGS
from strategy.models.enquiry import refuse_copied_reasons
from workflow.owes import Owes
from workflow.paired import who_and_when
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.rows import write
from workflow.stage import ChildRow, Stage, withdrawing
from workflow.step import WITHDRAWN, step


class FamilyMeeting(models.TextChoices):
    """Family group decision-making: section 31ZA of the Children Act 1989."""

    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted, not yet held"
    HELD = "held", "Held"
    DECLINED = "declined", "Declined by the family"
    NOT_IN_INTERESTS = "not-in-interests", "Not offered: not in this child's best interests"


class Ended(models.TextChoices):
    STEPPED_DOWN = "stepped-down", "Stepped down"
    ISSUED = "issued", "Application issued"


ALL = ("UNDER_WAY", "PROPOSED", "DECIDED", "ISSUED", "STEPPED_DOWN")
ENDING = ("application_on", "outcome", "decided_on", "ended_by", "ended_at")
GOING_ON = ("UNDER_WAY", "PROPOSED", "DECIDED")


class PreProceedings(Stage):
    """One for the household; what is sent, held and decided stands for each child."""

    kind, prefix, resource = "pre-proceedings", "PP", "pre-proceedings"
    correctable = ("decided_on",)

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        CLOSED = "CLOSED", "Closed"

    owes = (
        Owes(
            "Send the letter before proceedings",
            Q(stage__state="OPEN", state="UNDER_WAY", letter_on__isnull=True),
            "record_letter",
        ),
        Owes(
            "Record whether family group decision-making was offered",
            Q(stage__state="OPEN", state__in=(*GOING_ON, "ISSUED"), family_meeting=""),
            "record_family_meeting",
        ),
        Owes(
            "Hold the first meeting with the parents",
            Q(stage__state="OPEN", state="UNDER_WAY", first_meeting_on__isnull=True),
            "record_first_meeting",
        ),
        Owes("Agree to step down, or not", Q(stage__state="OPEN", state="PROPOSED"), "agree_step_down"),
        Owes(
            "Issue the application decided on", Q(stage__state="OPEN", state="DECIDED"), "record_application"
        ),
        Owes(
            "Close the pre-proceedings", Q(stage__state="OPEN", state__in=("STEPPED_DOWN", "ISSUED")), "close"
        ),
    )

    decided_on = models.DateField("when pre-proceedings were decided on")
    decided_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    why = models.TextField("why", blank=True)
    urgent = models.BooleanField("begun by an application made without pre-proceedings", default=False)
    closed_at = models.DateTimeField(null=True)

    @step(
        "Decide on pre-proceedings",
        source="",
        target=State.OPEN,
        permission=Permission.PRE_PROCEEDINGS_DECIDE,
        starts={PRE_PROCEEDINGS: "begun_on"},
    )
    def decide(self, *, cases, decided_on, why, team=None):
        """For the children of one household, born or not; their time counts from this day."""
        self.decided_on, self.decided_by, self.why = decided_on, self.act.by, why
        self._begin(cases, team)

    @step(
        "Record an application made without pre-proceedings",
        source="",
        target=State.OPEN,
        permission=Permission.ORDER_RECORD,
    )
    def record_urgent_application(self, *, cases, application_on, why, team=None):
        """The child's safety went first: never refused. What the law asks before it is said afterwards."""
        self.decided_on, self.decided_by, self.why = application_on, self.act.by, why
        self.urgent = True
        rows = self._begin(cases, team)
        for row in rows:
            row.application_on, row.urgent = application_on, True
            row.end(Ended.ISSUED, application_on, self.act)
            row.moves_to("ISSUED")
        write(rows, ["state", "urgent", *ENDING])

    def _begin(self, cases, team) -> list:
        if not cases:
            raise BadInput(Reason("Choose the children.", pointer="/cases"))
        rows = self.cover(*cases)
        team = team or Team.objects.filter(kind=TeamKind.UNIT).order_by("pk").first()
        legal = Team.objects.filter(kind=TeamKind.LEGAL).order_by("pk")
        here = {"record": self.subject, "from_at": self.act.at}
        self.add(
            Involvement(user=self.act.by, role=InvolvementRole.INVITED, **here),
            *[Involvement(team=each, role=InvolvementRole.TEAM, **here) for each in (team, *legal) if each],
        )
        return rows

    @step(
        "Take in another child of the household",
        source=State.OPEN,
        permission=Permission.PRE_PROCEEDINGS_DECIDE,
        adds=True,
        starts={PRE_PROCEEDINGS: "begun_on"},
    )
    def take_in(self, *, cases, begun_on, why):
        """A brother or sister, each with dates of their own; a baby who is expected."""
        known = {row.case_id for row in self.children.all()}
        self.cover(*[case for case in cases if case.pk not in known], joined_on=begun_on, joined_why=why)

    # What is done, once for the children chosen

    @step(
        "Record the letter before proceedings",
        source=State.OPEN,
        permission=Permission.PRE_PROCEEDINGS_WORK,
        each_child=(GOING_ON, None),
    )
    def record_letter(self, *, children, sent_on, offered):
        """The day it was sent, and whether the offer of family group decision-making stands in it."""
        for row in children:
            row.letter_on, row.offered_in_letter = sent_on, offered
            if offered and not row.family_meeting:
                row.family_meeting, row.family_meeting_offered_on = FamilyMeeting.OFFERED, sent_on

    @step(
        "Record family group decision-making",
        source=State.OPEN,
        permission=Permission.PRE_PROCEEDINGS_WORK,
        each_child=(ALL, None),
    )
    def record_family_meeting(self, *, children, family_meeting, happened_on=None):
        """Offered, accepted, held, declined; or for this child not offered, and why."""
        refuse_copied_reasons(self.children.all(), children, "family_meeting_why")
        for row in children:
            row.take_family_meeting(FamilyMeeting(family_meeting), happened_on)

    @step(
        "Record the first meeting with the parents",
        source=State.OPEN,
        permission=Permission.PRE_PROCEEDINGS_WORK,
        each_child=(GOING_ON, None),
    )
    def record_first_meeting(self, *, children, held_on, agreed=""):
        for row in children:
            row.first_meeting_on, row.agreed = held_on, agreed

    @step(
        "Record a review meeting",
        source=State.OPEN,
        permission=Permission.PRE_PROCEEDINGS_WORK,
        each_child=(GOING_ON, None),
        adds=True,
    )
    def record_review(self, *, children, held_on, words):
        """Each is kept with its day, and counted for each child."""
        self.add(
            *[
                PreProceedingsReview(case=row.case, held_on=held_on, words=words, written_by=self.act.by)
                for row in children
            ]
        )

    # How it ends

    @step(
        "Propose to step down",
        source=State.OPEN,
        permission=Permission.PRE_PROCEEDINGS_WORK,
        each_child=("UNDER_WAY", "PROPOSED"),
    )
    def propose_step_down(self, *, children):
        """For each child why, and what comes next with whom."""
        refuse_copied_reasons(self.children.all(), children, "step_down_why")
        for row in children:
            row.proposed_by, row.proposed_at = self.act.by, self.act.at

    @step(
        "Agree to step down",
        source=State.OPEN,
        permission=Permission.PRE_PROCEEDINGS_DECIDE,
        each_child=("PROPOSED", "STEPPED_DOWN"),
        other_than="proposed_by",
        guards=guards.TO_STEP_DOWN,
        stops={PRE_PROCEEDINGS: "over_on"},
    )
    def agree_step_down(self, *, children, decided_on, comment):
        """By somebody else than who proposed it; the next plan's worker accepts the child there."""
        for row in children:
            row.end(Ended.STEPPED_DOWN, decided_on, self.act)

    @step(
        "Not agreed: pre-proceedings go on",
        source=State.OPEN,
        permission=Permission.PRE_PROCEEDINGS_DECIDE,
        each_child=("PROPOSED", "UNDER_WAY"),
    )
    def go_on(self, *, children, reason):
        """The proposal and the answer stand in the history."""
        for row in children:
            row.proposed_by, row.proposed_at, row.step_down_why = None, None, ""

    @step(
        "Decide to apply to court",
        source=State.OPEN,
        permission=Permission.PRE_PROCEEDINGS_DECIDE,
        each_child=(("UNDER_WAY", "PROPOSED"), "DECIDED"),
        guards=[guards.family_meeting_was_offered_in_the_letter],
    )
    def decide_to_apply(self, *, children, decided_on):
        """The offer stands in the letter, or it stands why not (section 31ZA). In an emergency, apply and record
        it."""
        for row in children:
            row.decided_on = decided_on

    @step(
        "Record the letter that an application will be made",
        source=State.OPEN,
        permission=Permission.PRE_PROCEEDINGS_WORK,
        each_child=(GOING_ON, None),
    )
    def record_letter_of_intent(self, *, children, sent_on):
        for row in children:
            row.intent_letter_on = sent_on

    @step(
        "Record that the application was issued",
        source=State.OPEN,
        permission=Permission.ORDER_RECORD,
        each_child=(GOING_ON, "ISSUED"),
        stops={PRE_PROCEEDINGS: "over_on"},
    )
    def record_application(self, *, children, application_on, emergency=False):
        """A fact is never refused, in an emergency least of all; what it went without is owed."""
        for row in children:
            row.application_on, row.urgent = application_on, row.urgent or bool(emergency)
            row.end(Ended.ISSUED, row.decided_on or application_on, self.act)

    @step(
        "Close",
        source=State.OPEN,
        target=State.CLOSED,
        permission=Permission.PRE_PROCEEDINGS_WORK,
        guards=[guards.every_child_is_answered, guards.nothing_is_owed_since],
    )
    def close(self):
        self.closed_at = self.act.at

    withdraw = withdrawing(
        "Never a way round saying why it was stepped down.", guards=[guards.nothing_was_done_here]
    )


class PreProceedingsChild(ChildRow):
    """One child's own dates, as the census asks for them."""

    class State(models.TextChoices):
        UNDER_WAY = "UNDER_WAY", "In pre-proceedings"
        PROPOSED = "PROPOSED", "Stepping down proposed"
        STEPPED_DOWN = "STEPPED_DOWN", "Stepped down"
        DECIDED = "DECIDED", "Application decided on"
        ISSUED = "ISSUED", "Application issued"

    stage = models.ForeignKey(PreProceedings, on_delete=models.PROTECT, related_name="children")
    joined_on = models.DateField("taken in on", null=True)
    joined_why = models.TextField("why this child was taken in", blank=True)
    letter_on = models.DateField("letter before proceedings", null=True)
    offered_in_letter = models.BooleanField("offer of family group decision-making in the letter", null=True)
    family_meeting = models.CharField(
        "family group decision-making", max_length=20, choices=FamilyMeeting, blank=True
    )
    family_meeting_why = models.TextField("why not, for this child", blank=True)
    family_meeting_offered_on = models.DateField("offered on", null=True)
    family_meeting_held_on = models.DateField("family's meeting held on", null=True)
    first_meeting_on = models.DateField("first meeting with the parents", null=True)
    agreed = models.TextField("what was agreed there", blank=True)
    intent_letter_on = models.DateField("letter that an application will be made", null=True)
    proposed_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("stepping down proposed", null=True)
    step_down_why = models.TextField("why it is stepped down", blank=True)
    next_plan = models.CharField("what comes next", max_length=300, blank=True)
    next_lead = models.CharField("who leads it", max_length=200, blank=True)
    decided_on = models.DateField("decided on", null=True)
    outcome = models.CharField("how it ended", max_length=12, choices=Ended, blank=True)
    application_on = models.DateField("application issued on", null=True)
    urgent = models.BooleanField("applied for in an emergency", default=False)
    ended_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("ended", null=True)

    ended = ("STEPPED_DOWN", "ISSUED", WITHDRAWN)

    class Meta:
        constraints = [
            *who_and_when("proposed", "ended", of="pre_proceedings_child"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["UNDER_WAY", "PROPOSED", "DECIDED"]),
                name="one_pre_proceedings_at_a_time",
                violation_error_message="This child is in pre-proceedings already: record what follows there.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["STEPPED_DOWN", "ISSUED"])
                | (~Q(outcome="") & Q(decided_on__isnull=False, ended_at__isnull=False)),
                name="ended_pre_proceedings_say_how_and_when",
                violation_error_message="Say how pre-proceedings ended, and when that was decided.",
            ),
            models.CheckConstraint(
                condition=~Q(family_meeting="not-in-interests") | ~Q(family_meeting_why=""),
                name="no_family_meeting_says_why",
                violation_error_message="Say why it would not be in this child's best interests.",
            ),
            models.CheckConstraint(
                condition=~Q(family_meeting="held") | Q(family_meeting_held_on__isnull=False),
                name="family_meeting_held_on_a_day",
                violation_error_message="Say when the family met.",
            ),
        ]

    @property
    def begun_on(self):
        return self.joined_on or self.stage.decided_on

    @property
    def over_on(self):
        """The day of the application, or of the decision to step down."""
        return self.application_on or (self.decided_on if self.outcome else None)

    @property
    def family_meeting_settled(self) -> bool:
        """Offered in the letter; or for this child's own reasons not offered."""
        if self.family_meeting == FamilyMeeting.NOT_IN_INTERESTS:
            return bool(self.family_meeting_why)
        return bool(self.letter_on and self.offered_in_letter)

    def owed(self) -> list[tuple[str, str]]:
        """(sentence, step that mends it) of what an application went without."""
        if self.state != "ISSUED" or self.family_meeting_settled or self.family_meeting:
            return []
        says = "Family group decision-making was not offered in a letter before the application: say what was done."
        return [(says, "record_family_meeting")]

    def take_family_meeting(self, found: FamilyMeeting, on) -> None:
        self.family_meeting = found
        if found == FamilyMeeting.HELD:
            self.family_meeting_held_on = on
        elif found == FamilyMeeting.OFFERED:
            self.family_meeting_offered_on = on
        if found != FamilyMeeting.NOT_IN_INTERESTS and self.family_meeting_offered_on is None:
            self.family_meeting_offered_on = on

    def end(self, how: Ended, decided_on, act) -> None:
        self.outcome, self.decided_on, self.ended_by, self.ended_at = how, decided_on, act.by, act.at

    def reviews(self) -> list["PreProceedingsReview"]:
        return [each for each in self.stage.preproceedingsreview_rows.all() if each.case_id == self.case_id]


class PreProceedingsReview(Detail):
    """One review meeting about one child."""

    stage = models.ForeignKey(PreProceedings, on_delete=models.PROTECT, related_name="%(class)s_rows")
    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="%(class)s_rows")
    held_on = models.DateField()
    words = models.TextField()
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["held_on", "pk"]
