"""What is known of a child protection medical, and what its guards and its page read of it."""

from functools import cached_property
from typing import Any

from django.db import models

from strategy.models.discussion import StrategyDiscussion
from workflow.record import Detail
from workflow.stage import Stage


class MedicalType(models.TextChoices):
    ACUTE_PHYSICAL = "acute-physical", "Physical, recent: an injury, or what the child said"
    NON_RECENT_PHYSICAL = "non-recent-physical", "Physical, non-recent"
    SEXUAL_ACUTE = "sexual-acute", "Sexual abuse, recent or possibly recent: forensic"
    SEXUAL_NON_RECENT = "sexual-non-recent", "Sexual abuse, non-recent"
    NEGLECT = "neglect", "Neglect"
    INFANT_MARK = "infant-mark", "A mark on an infant not moving independently, or on an immobile child"


class State(models.TextChoices):
    REQUESTED = "REQUESTED", "Asked for"
    ACCEPTED = "ACCEPTED", "Accepted by the paediatric service"
    BOOKED = "BOOKED", "Booked"
    ATTENDED = "ATTENDED", "Attended"
    CLOSED = "CLOSED", "Closed"
    DECLINED = "DECLINED", "The child refuses, as the law allows"
    NOT_NEEDED = "NOT_NEEDED", "Not needed: a clinician of suitable expertise decided so"


# Asked for, and the child not examined yet.
OPEN_STATES = (State.REQUESTED, State.ACCEPTED, State.BOOKED)


class MedicalFacts(Stage):
    """What is asked for, of whom, for when; and what was written down, read once."""

    State = State
    notbrought_rows: Any
    medicalconsent_rows: Any
    medicalmark_rows: Any
    medicalopinion_rows: Any
    medicalaction_rows: Any

    discussion = models.ForeignKey(
        StrategyDiscussion,
        null=True,
        on_delete=models.PROTECT,
        related_name="medicals",
        verbose_name="strategy discussion that asked for it",
    )
    type = models.CharField(max_length=20, choices=MedicalType, verbose_name="kind of medical")
    requested_by = models.ForeignKey(
        "cpu.User", on_delete=models.PROTECT, related_name="+", verbose_name="who asked for it"
    )
    requested_at = models.DateTimeField(verbose_name="when it was asked for")
    allegation = models.TextField(verbose_name="what is said to have happened")
    last_incident_at = models.DateTimeField(null=True, verbose_name="last time it may have happened")
    last_incident = models.TextField(blank=True, verbose_name="what is known of when it happened")
    siblings = models.TextField(blank=True, verbose_name="brothers and sisters to be examined too")
    interpreter = models.CharField(max_length=200, blank=True, verbose_name="interpreter")
    brought_by = models.CharField(max_length=200, blank=True, verbose_name="who brings the child")
    asked_of = models.ForeignKey(
        "cpu.Agency", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="service asked"
    )
    sarc_called_at = models.DateTimeField(
        null=True, verbose_name="when the sexual assault referral centre was called"
    )
    sarc_spoke_to = models.CharField(max_length=200, blank=True, verbose_name="spoken to there")
    sarc_advice = models.TextField(blank=True, verbose_name="what the centre advised")
    early_samples = models.TextField(blank=True, verbose_name="early samples: taken, or why not")
    accepted_by = models.CharField(max_length=200, blank=True, verbose_name="accepted by")
    accepted_words = models.TextField(blank=True, verbose_name="advice until then")
    booked_for = models.DateTimeField(null=True, verbose_name="booked for")
    place = models.CharField(max_length=200, blank=True, verbose_name="where")
    clinician = models.CharField(max_length=200, blank=True, verbose_name="clinician")
    why_not_sooner = models.TextField(blank=True, verbose_name="why not sooner")

    class Meta:
        abstract = True

    @cached_property
    def times_not_brought(self) -> list[Any]:
        return _written(self.notbrought_rows)

    @cached_property
    def answers_about_consent(self) -> list[Any]:
        return _written(self.medicalconsent_rows)

    @cached_property
    def marks(self) -> list[Any]:
        return _written(self.medicalmark_rows)

    @cached_property
    def opinions(self) -> list[Any]:
        return _written(self.medicalopinion_rows)

    @cached_property
    def actions(self) -> list[Any]:
        return _written(self.medicalaction_rows)

    def nothing_for(self, user):
        waiting = any(each.waits for each in self.opinions)
        to_do = any(each.done_on is None for each in self.actions)
        nothing = {"confirm_opinion": waiting, "record_action_done": to_do}
        return super().nothing_for(user) | {name for name, something in nothing.items() if not something}

    def _write_down(self, *rows: "MedicalFact") -> None:
        for row in rows:
            row.written_by, row.written_at = self.act.by, self.act.at
        self.add(*rows)


def _written(rows) -> list[Any]:
    return list(rows.select_related("written_by"))


class MedicalFact(Detail):
    """A dated fact of a medical, and who wrote it down when."""

    stage = models.ForeignKey(
        "strategy.ChildProtectionMedical", on_delete=models.PROTECT, related_name="%(class)s_rows"
    )
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["pk"]
