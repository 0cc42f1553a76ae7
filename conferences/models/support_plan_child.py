"""One child in a plan that is offered and accepted: who works it, who agrees, what it waits for, and its end."""

from django.db import models
from django.db.models import F, Q

from conferences.models.worked_plan import PlanFact, WorkedPlanChild
from people.models import Person
from workflow.paired import who_and_when
from workflow.step import WITHDRAWN


class SeenEvery(models.TextChoices):
    """How often the child is seen; the value chooses the length of the clock of visits."""

    TWENTY_DAYS = "every 20 working days", "Every 20 working days"
    FIFTEEN_DAYS = "every 15 working days", "Every 15 working days"
    TEN_DAYS = "every 10 working days", "Every 10 working days"
    FIVE_DAYS = "every 5 working days", "Every 5 working days"


class After(models.TextChoices):
    """What comes after a plan."""

    FAMILY_HELP = "family-help", "Family help: the case is stepped down to a worker who accepts"
    UNIVERSAL = "universal", "What every family has: school, health visitor, GP"
    ANOTHER_PLAN = "another-plan", "Another plan of this child goes on"
    PROTECTION = "protection", "A child protection plan"
    LOOKED_AFTER = "looked-after", "The child is looked after: the care plan"
    OTHER_AUTHORITY = "other-authority", "Another authority has taken it on"
    NOTHING = "nothing", "Nothing more: the child died, or is 18"


class EndEvent(models.TextChoices):
    """What ends a plan by itself."""

    DIED = "died", "The child died"
    TURNED_18 = "turned-18", "The child is 18"
    MOVED = "moved", "The child moved, and another authority has taken the plan on"


AFTER_EVENT = {
    EndEvent.DIED: After.NOTHING,
    EndEvent.TURNED_18: After.NOTHING,
    EndEvent.MOVED: After.OTHER_AUTHORITY,
}


class Consent(models.TextChoices):
    AGREES = "agrees", "Agrees to the plan"
    REFUSES = "refuses", "Does not agree"
    TAKEN_BACK = "taken-back", "Takes the agreement back"


OPEN = ("OFFERED", "RUNNING", "ENDING")
WORKED_ON = ("RUNNING", "ENDING")


class PlanConsent(PlanFact):
    """What a holder of parental responsibility says to the plan for one child; the latest answer counts."""

    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="planconsent_rows")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=Consent)
    given_at = models.DateTimeField()
    how = models.CharField(max_length=200)
    words = models.TextField(blank=True)

    class Meta(PlanFact.Meta):
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.holder.known_as}: {self.get_answer_display().lower()}"


class SupportPlanChild(WorkedPlanChild):
    """One child's plan: to whom it was offered, who works it, from when until when, and what came after."""

    class State(models.TextChoices):
        OFFERED = "OFFERED", "Offered, not yet accepted: until then the unit holds the child"
        RUNNING = "RUNNING", "Running"
        ENDING = "ENDING", "Running, its end is proposed"
        ENDED = "ENDED", "Ended"

    offered_to = models.ForeignKey(
        "cpu.User",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="offered to, and not yet answered",
    )
    declined_because = models.TextField("last declined", blank=True)
    worker = models.ForeignKey(
        "cpu.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="worker of the plan"
    )
    accepted_at = models.DateTimeField(null=True)
    aim = models.TextField("what should be different for the child", blank=True)
    visiting = models.CharField(
        "how often the child is seen",
        max_length=24,
        choices=SeenEvery,
        default=SeenEvery.TWENTY_DAYS,
        blank=True,
    )
    started_on = models.DateField("start of the plan", null=True)
    reviewed_on = models.DateField("last review", null=True)
    end_proposed_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    end_proposed_at = models.DateTimeField(null=True)
    end_reason = models.TextField("what has changed for the child", blank=True)
    family_says = models.TextField("what the child and the family say to ending it", blank=True)
    after = models.CharField("what comes after it", max_length=16, choices=After, blank=True)
    after_words = models.TextField("who does that, from when", blank=True)
    goes_on_because = models.TextField("why it goes on", blank=True)
    ended_by_event = models.CharField("ended by", max_length=12, choices=EndEvent, blank=True)
    ended_on = models.DateField("end of the plan", null=True)
    ended_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")

    ended = ("ENDED", WITHDRAWN)
    # Set by the step that does so, for its clocks alone.
    reviewed_at = None
    ended_now_at = None

    class Meta:
        abstract = True
        constraints = [
            *who_and_when("end_proposed", of="%(class)s"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=OPEN),
                name="one_open_%(class)s_per_child",
                violation_error_message="A plan of this kind is open for this child already: it goes on.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WORKED_ON) | Q(worker__isnull=False, started_on__isnull=False),
                name="running_%(class)s_was_accepted",
                violation_error_message="A plan runs once its worker has accepted it.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="%(class)s_ends_after_it_starts",
                violation_error_message="A plan cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDED")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(after="")),
                name="ended_%(class)s_says_what_comes_after",
                violation_error_message="Say what comes after the plan.",
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDED")
                | Q(end_proposed_by__isnull=True)
                | Q(after="protection")
                | ~Q(ended_by=F("end_proposed_by")),
                name="%(class)s_ended_by_another",
                violation_error_message="Somebody else than who proposed it ends a plan.",
            ),
        ]

    @property
    def visits_from(self):
        """The clock of visits begins with the plan; one that runs already, of a shorter plan, is not put off."""
        return None if self.case_id in self.stage.running_visits else self.accepted_at

    @property
    def seen_anew_from(self):
        """Another interval counts from the last visit; never while another plan sets the pace."""
        running = self.stage.running_visits.get(self.case_id)
        own = self.state in WORKED_ON and self.case_id not in self.stage.worked_elsewhere
        return running.started_at if running and own else None

    @property
    def reviews_from(self):
        return self.accepted_at

    @property
    def nothing_more_since(self):
        """Visits end with the plan, unless another plan of this child goes on."""
        return None if self.case_id in self.stage.worked_elsewhere else self.ended_now_at

    @property
    def consents(self) -> list["PlanConsent"]:
        return [each for each in self.stage.consents if each.case_id == self.case_id]

    def agreed_by(self) -> list[str]:
        """Holders of parental responsibility whose last answer is yes."""
        last = {each.holder_id: each for each in self.consents}
        return [each.holder.known_as for each in last.values() if each.answer == Consent.AGREES]

    def owed(self) -> list[tuple[str, str]]:
        """What this child's plan still waits for: a sentence, and the step that answers it."""
        if self.state in self.ended:
            return []
        if self.state == self.State.OFFERED and self.offered_to is None:
            return [("Nobody is asked: the unit holds the child. Name a worker.", "offer_to")]
        if self.state == self.State.OFFERED and self.offered_to is not None:
            return [(f"{self.offered_to.name} has not yet accepted: the unit holds the child.", "offer_to")]
        found = self.owed_of_visits()
        if not self.agreed_by():
            says = "Nobody with parental responsibility has agreed: this plan rests on agreement."
            found.append((says, "record_consent"))
        if not self.actions:
            found.append(("No action stands in the plan.", "add_action"))
        if self.stage.excludes_protection and self.case_id in self.stage.protected_elsewhere:
            found.append(("A child protection plan is open: both never run together.", "propose_end"))
        return found
