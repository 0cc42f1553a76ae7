"""No examination: the child refuses, as the law allows; or a clinician of suitable expertise decides so."""

from django.db import models

from cpu.roles import Permission
from cpu.timescales import MEDICAL_ACUTE, MEDICAL_PLANNED
from strategy.guards import medical as guards
from strategy.models.medical.facts import OPEN_STATES, MedicalFacts, State
from workflow.step import Stop, step


class Refuser(models.TextChoices):
    CHILD = "child", "The child"
    ADULT = "adult", "A person with parental responsibility"


class NotExamined(MedicalFacts):
    """Down: a fact first, or a clinician's decision; a second person ends the request."""

    refused_by = models.CharField(max_length=8, choices=Refuser, blank=True, verbose_name="who refuses")
    refused_at = models.DateTimeField(null=True, verbose_name="when it was refused")
    refusal_words = models.TextField(blank=True, verbose_name="what was said in refusing")
    refusal_heard_by = models.CharField(max_length=200, blank=True, verbose_name="who heard it")
    understanding_found_by = models.CharField(
        max_length=200, blank=True, verbose_name="clinician who found that the child understands enough"
    )
    offered_again = models.TextField(blank=True, verbose_name="what was offered instead, and again")
    refusal_recorded_by = models.ForeignKey(
        "cpu.User",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="who recorded the refusal",
    )
    advised_by = models.ForeignKey(
        "cpu.User",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="clinician who decided that none is needed",
    )
    advised_at = models.DateTimeField(null=True, verbose_name="when that was decided")
    expertise = models.CharField(max_length=300, blank=True, verbose_name="that clinician's expertise")
    advice = models.TextField(blank=True, verbose_name="why no medical is needed")
    advice_rests_on = models.TextField(blank=True, verbose_name="what that rests on")

    class Meta:
        abstract = True

    @step(
        "Record a refusal",
        source=OPEN_STATES,
        permission=Permission.MEDICAL_WORK,
        adds=True,
    )
    def record_refusal(
        self, *, refused_by, happened_at, words, heard_by, understanding_found_by="", offered_again=""
    ):
        """A fact, and no end: the request stands until somebody else has weighed it."""
        self.refused_by, self.refused_at, self.refusal_words = refused_by, happened_at, words
        self.refusal_heard_by, self.understanding_found_by = heard_by, understanding_found_by
        self.offered_again, self.refusal_recorded_by = offered_again, self.act.by

    @step(
        "End it: the child refuses, as the law allows",
        source=OPEN_STATES,
        target=State.DECLINED,
        permission=Permission.MANAGE,
        other_than="refusal_recorded_by",
        guards=[guards.refusal_is_recorded, guards.child_understands, guards.medical_was_offered_again],
        stops={
            MEDICAL_ACUTE: Stop("refused_at", how="not_needed"),
            MEDICAL_PLANNED: Stop("refused_at", how="not_needed"),
        },
    )
    def decline(self, *, why):
        """A child of sufficient understanding may refuse to be examined, whatever a court or parent says: Children
        Act 1989 ss38(6), 43(8), 44(7). A parent's refusal ends nothing. It can be asked for again at any time."""

    @step(
        "Decide as a clinician that no medical is needed",
        source=OPEN_STATES,
        permission=Permission.MEDICAL_OPINION,
        adds=True,
    )
    def advise_not_needed(self, *, expertise, why, rests_on, decided_at):
        """Only a clinician whose expertise fits, and says which. It ends nothing until a manager has agreed."""
        self.advised_by, self.advised_at = self.act.by, decided_at
        self.expertise, self.advice, self.advice_rests_on = expertise, why, rests_on

    @step(
        "Agree as a manager that no medical is needed",
        source=OPEN_STATES,
        target=State.NOT_NEEDED,
        permission=Permission.MANAGE,
        other_than=("advised_by", "requested_by"),
        guards=[guards.clinician_advises_no_medical, guards.infant_policy_allows_no_medical],
        stops={
            MEDICAL_ACUTE: Stop("advised_at", how="not_needed"),
            MEDICAL_PLANNED: Stop("advised_at", how="not_needed"),
        },
    )
    def agree_not_needed(self, *, why):
        """For a mark on an infant or an immobile child the partnership's signed policy is read first."""
