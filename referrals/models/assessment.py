"""Child and family assessment: 45 working days from receipt, authorised by a manager for each child."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cpu.codes import AssessmentFactor
from cpu.roles import Permission
from cpu.timescales import ASSESSMENT, STRATEGY_DISCUSSION
from partners.models import FindingChild, FindingStage
from referrals import guards
from referrals.models.child import ReferralChild
from referrals.models.concerns import AnswersConcerns, Urgent
from workflow.paired import who_and_when
from workflow.record import FollowsCorrections
from workflow.refusals import BadInput, Reason
from workflow.stage import withdrawing
from workflow.step import WITHDRAWN, Start, step


class Outcome(models.TextChoices):
    CHILD_IN_NEED = "child-in-need", "Child in need plan"
    FAMILY_HELP = "family-help", "Family help"
    NO_ACTION = "no-action", "No further action"
    STRATEGY = "strategy", "Child protection: a strategy discussion, or the enquiry or plan that runs already"
    INCONCLUSIVE = "inconclusive", "Inconclusive: it could not be found out"
    NOT_SUBSTANTIATED = "not-substantiated", "Not substantiated. This does not mean it did not happen."


def factor_says(factor: AssessmentFactor) -> str:
    """A factor as people say it: the census's own label stands in the return alone."""
    words = {"violence": "abuse", "Violence": "Abuse"} if factor.value in ("3A", "3B", "3C") else {}
    said = str(factor.label)
    for theirs, ours in words.items():
        said = said.replace(theirs, ours)
    return f"{factor.value} {said}"


class Assessment(FollowsCorrections, AnswersConcerns, FindingStage):
    """Opened by a decision on a referral, or by an enquiry; its date counts from receipt, never reset."""

    kind, prefix, resource = "assessment", "A", "assessments"
    answered_apart = True
    correctable = ("started_at", "review_on")
    ahead = ("review_on",)
    begins = "received_at"
    # Outcomes with which a concern of harm ends: nobody goes on holding the child because of it.
    ENDS = (Outcome.NO_ACTION, Outcome.FAMILY_HELP, Outcome.INCONCLUSIVE, Outcome.NOT_SUBSTANTIATED)

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        CLOSED = "CLOSED", "Closed"

    cause = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="assessments_begun")
    received_at = models.DateTimeField()
    started_at = models.DateTimeField()
    harm_allegation = models.BooleanField()
    review_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *who_and_when("earlier_read", of="assessment"),
            models.CheckConstraint(
                condition=Q(started_at__gte=F("received_at")),
                name="assessment_starts_after_receipt",
                violation_error_message="An assessment does not start before the referral.",
            ),
        ]

    # What guards read

    def persons(self) -> set[int]:
        return {row.case.child_id for row in self.children.all()}

    @classmethod
    def standing_on(cls, cause, field, value):
        """Opened from the referral, or from a discussion about the cases that it opened: its 45 days are the same."""
        about = cls.child_row()._rows.filter(case__in=cause.covered_cases()).values("stage")
        return cls._rows.filter(pk__in=about, **{field: value})

    def own_concerns(self) -> list:
        """The referrals of these children's cases: the one that began it, and what came in since."""
        if not hasattr(self, "_own"):
            cases = [row.case_id for row in self.children.all()]
            rows = ReferralChild._rows.filter(case__in=cases).exclude(state=WITHDRAWN)
            rows = rows.select_related("stage__subject").order_by("case", "pk")
            self._own = list({each.stage_id: each.stage for each in rows}.values())
        return self._own

    def seen_counts_from(self):
        return self.received_at

    # Steps

    @step(
        "Open the assessment",
        source="",
        target=State.OPEN,
        permission=Permission.CONSEQUENCE,
        starts={ASSESSMENT: "received_at"},
    )
    def open(self, *, cause, children, received_at, harm_allegation=True):
        """For the cases of these children's rows. A clock that runs for a child already is not put back."""
        self.cause, self.received_at, self.started_at = cause.subject, received_at, self.act.at
        self.harm_allegation = harm_allegation
        self.cover(*[row.case for row in children])

    @step(
        "Set the day of the internal review",
        source=State.OPEN,
        permission=Permission.ASSESSMENT_WORK,
        adds=True,
    )
    def set_review(self, *, review_on):
        self.review_on = review_on

    @step(
        "Record facts for the children chosen",
        source=State.OPEN,
        permission=Permission.ASSESSMENT_WORK,
        adds=True,
        each_child=(("OPEN", "PROPOSED"), None),
    )
    def record_facts(self, *, children):
        """What the parents say, the home, where the child sleeps, what identity and culture mean here."""

    @step(
        "Record that a referrer was spoken to, or could not be",
        source=State.OPEN,
        permission=Permission.ASSESSMENT_WORK,
        adds=True,
    )
    def record_referrer_contact(self, *, concern, happened_at, reached, words, why_impossible=""):
        """The referrer of this concern, or of an earlier one about the household, by its reference."""
        referral = next((each for each in self.concerns if each.reference == concern.strip()), None)
        if referral is None:
            raise BadInput(Reason("Choose a concern about this child or household.", pointer="/concern"))
        self._contact(referral, happened_at, words, reached=reached, why_impossible=why_impossible)

    @step(
        "Record that the earlier concerns were read together",
        source=State.OPEN,
        permission=Permission.ASSESSMENT_WORK,
        adds=True,
    )
    def record_earlier_concerns(self, *, children):
        """Concerns are counted, not referrers: what they show together, for each child."""
        FindingStage.record_earlier_concerns.__wrapped__(self, children=children)
        self._read_earlier("\n".join(dict.fromkeys(row.answers["shows"] for row in children)))

    @step(
        "Step up to a strategy discussion",
        source=State.OPEN,
        permission=Permission.ASSESSMENT_WORK,
        adds=True,
        each_child=(("OPEN", "PROPOSED", "AUTHORISED"), None),
        starts={STRATEGY_DISCUSSION: Start("stepped_up_at", variant="urgency")},
    )
    def step_up(self, *, children, team, reason, urgency=""):
        """At any time, by whoever works with the child, never blocked. The assessment goes on."""
        for row in children:
            row.stepped_up_at, row.stepped_up_why, row.urgency = self.act.at, reason, urgency
        self._bring_in([row.case for row in children], team)

    @step(
        "Propose the outcome",
        source=State.OPEN,
        permission=Permission.ASSESSMENT_WORK,
        each_child=(("OPEN", "PROPOSED"), "PROPOSED"),
        guards=guards.ASSESSED,
    )
    def propose(self, *, children):
        """For each child: outcome, factors and the child's own reasons."""
        for row in children:
            row.proposed_by, row.proposed_at = self.act.by, self.act.at
            row.second_manager, row.second_agreed_at, row.second_words = None, None, ""

    @step(
        "Send back to the worker",
        source=State.OPEN,
        permission=Permission.ASSESSMENT_AUTHORISE,
        each_child=("PROPOSED", "OPEN"),
        other_than="proposed_by",
    )
    def send_back(self, *, children, reason):
        """There is more to find out before this can be authorised."""

    @step(
        "Agree as the second manager",
        source=State.OPEN,
        permission=Permission.ASSESSMENT_AUTHORISE,
        each_child=("PROPOSED", None),
        other_than="proposed_by",
    )
    def second_manager_agrees(self, *, children, words):
        """For a third concern of family or public in a year, or a repeat within 60 days of no action."""
        for row in children:
            row.second_manager, row.second_agreed_at, row.second_words = self.act.by, self.act.at, words

    @step(
        "Authorise the assessment",
        source=State.OPEN,
        permission=Permission.ASSESSMENT_AUTHORISE,
        each_child=("PROPOSED", "AUTHORISED"),
        other_than=("proposed_by", "second_manager"),
        guards=guards.AUTHORISED,
        stops={ASSESSMENT: "authorised_at"},
    )
    def authorise(self, *, children):
        """Not substantiated only with the whole set: views, referrers, the child heard alone, all read."""
        for row in children:
            row.authorised_by, row.authorised_at = self.act.by, self.act.at

    @step(
        "Close the assessment",
        source=State.OPEN,
        target=State.CLOSED,
        permission=Permission.ASSESSMENT_WORK,
        guards=[guards.every_child_is_authorised],
    )
    def close(self):
        self.closed_at = self.act.at

    withdraw = withdrawing(
        "A concern of harm does not end by being withdrawn.",
        guards=[guards.referrer_is_heard, guards.earlier_concerns_are_read, guards.second_manager_of_all],
    )


class AssessmentChild(FindingChild):
    """One child in an assessment: seen, heard, and what was found to bear on this child."""

    class State(models.TextChoices):
        OPEN = "OPEN", "Being assessed"
        PROPOSED = "PROPOSED", "Outcome proposed"
        AUTHORISED = "AUTHORISED", "Authorised"

    ended = ("AUTHORISED", WITHDRAWN)

    stage = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="children")
    parents_seen_at = models.DateTimeField(null=True)
    parents_views = models.TextField(blank=True)
    home_seen_at = models.DateTimeField(null=True)
    home = models.TextField(blank=True)
    sleeping_place = models.TextField(blank=True)
    identity_and_culture = models.TextField(blank=True)
    stepped_up_at = models.DateTimeField(null=True)
    stepped_up_why = models.TextField(blank=True)
    urgency = models.CharField(max_length=8, choices=Urgent, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    factors = ArrayField(models.CharField(max_length=4), default=list)
    proposed_why = models.TextField(blank=True)
    proposed_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    second_manager = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    second_agreed_at = models.DateTimeField(null=True)
    second_words = models.TextField(blank=True)
    authorised_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *who_and_when("proposed", of="assessment_child"),
            models.UniqueConstraint(
                fields=["stage", "case"],
                name="child_once_in_an_assessment",
                violation_error_message="This child is already part of the assessment.",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["OPEN", "PROPOSED"]),
                name="one_open_assessment_per_child",
                violation_error_message="An assessment has just been opened for this child.",
            ),
            models.CheckConstraint(
                condition=Q(factors__contained_by=AssessmentFactor.values),
                name="assessment_factors_are_the_census_codes",
                violation_error_message="Choose factors of the census; 18A and 19A are no longer used.",
            ),
            models.CheckConstraint(
                condition=~Q(factors__contains=[AssessmentFactor.NONE_IDENTIFIED]) | Q(factors__len=1),
                name="none_identified_stands_alone",
                violation_error_message="“None identified” (21) cannot stand beside a factor.",
            ),
            models.CheckConstraint(
                condition=~Q(state="AUTHORISED")
                | (
                    Q(
                        authorised_by__isnull=False,
                        authorised_at__isnull=False,
                        proposed_by__isnull=False,
                        factors__len__gte=1,
                    )
                    & ~Q(authorised_by=F("proposed_by"))
                    & ~Q(outcome="")
                ),
                name="authorised_by_somebody_else_with_factors",
            ),
            models.CheckConstraint(
                condition=Q(second_manager__isnull=True)
                | (
                    ~Q(second_manager=F("proposed_by"))
                    & (Q(authorised_by__isnull=True) | ~Q(second_manager=F("authorised_by")))
                ),
                name="second_manager_is_a_third_person",
            ),
        ]


__all__ = ["Assessment", "AssessmentChild"]
