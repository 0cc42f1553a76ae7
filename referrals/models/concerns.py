"""Concerns: who raised them, who was spoken to, and the earlier ones, read together."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cpu.calendars import add_months, london_day
from cpu.codes import ReferralSource
from people.models import Address, Relationship
from unit.models import LocalPolicy, Policy
from workflow.record import Detail
from workflow.step import WITHDRAWN

# Whoever is not known to write for an agency counts as family or public: a mistyped code lowers no guard.
PROFESSIONAL = frozenset(
    {
        ReferralSource.SCHOOL,
        ReferralSource.EDUCATION,
        ReferralSource.GP,
        ReferralSource.HEALTH_VISITOR,
        ReferralSource.SCHOOL_NURSE,
        ReferralSource.PRIMARY_HEALTH,
        ReferralSource.EMERGENCY_DEPARTMENT,
        ReferralSource.OTHER_HEALTH,
        ReferralSource.HOUSING,
        ReferralSource.LA_SOCIAL_CARE,
        ReferralSource.LA_OTHER_INTERNAL,
        ReferralSource.LA_EXTERNAL,
        ReferralSource.EARLY_HELP,
        ReferralSource.POLICE,
        ReferralSource.OTHER_LEGAL,
        ReferralSource.OTHER,
    }
)


class Urgent(models.TextChoices):
    """How soon a strategy discussion must be held; nothing chosen is one working day."""

    TODAY = "urgent", "Today: the harm may be immediate"


def a_year_before(moment: datetime) -> datetime:
    """The same day a year earlier; 29 February answers with the 28th."""
    return datetime.combine(add_months(moment.date(), -12), moment.timetz())


def _related(persons: set[int]) -> set[int]:
    """Keys of whoever is related to one of them, whichever way round it was written."""
    ties = Relationship._rows.filter(Q(person__in=persons) | Q(other__in=persons)).values_list(
        "person", "other"
    )
    return {key for tie in ties for key in tie}


def household_of(persons: set[int]) -> set[int]:
    """Keys of these persons and their household.

    Related (parents, and through them brothers and sisters), at the same address, or named in one referral.
    """
    if not persons:
        return set()
    child = apps.get_model("referrals", "ReferralChild")
    together = child._rows.exclude(stage__state=WITHDRAWN).filter(person__in=persons).values("stage")
    places = Address._rows.filter(person__in=persons).values("place")
    found = persons | _related(persons | _related(persons))
    found |= set(
        child._rows.filter(stage__in=together, person__isnull=False).values_list("person", flat=True)
    )
    return found | set(Address._rows.filter(place__in=places).values_list("person", flat=True))


def concerns_about(persons: set[int]) -> models.QuerySet:
    """Every referral about these persons' household, oldest first; a withdrawn one is no concern."""
    rows = apps.get_model("referrals", "ReferralChild")._rows.filter(person__in=household_of(persons))
    found = apps.get_model("referrals", "Referral")._rows.filter(pk__in=rows.values("stage"))
    return found.exclude(state=WITHDRAWN).order_by("received_at", "pk")


class ReferrerHeard(Detail):
    """A conversation with a referrer, or a dated attempt; written by the referral or the assessment."""

    belongs_to = "record_id"

    record = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="contacts")
    happened_at = models.DateTimeField()
    reached = models.BooleanField()
    words = models.TextField()
    why_impossible = models.TextField(blank=True)
    by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "happened_at"],
                name="one_contact_with_the_referrer_at_a_time",
                violation_error_message="This conversation or attempt is recorded already.",
            )
        ]


class AnswersConcerns(models.Model):
    """For a stage that answers a concern: the referrer is heard, all earlier ones are read together."""

    earlier_read_at = models.DateTimeField(null=True)
    earlier_read_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    earlier_read = ArrayField(models.BigIntegerField(), default=list)
    earlier_read_words = models.TextField(blank=True)

    # Given by the stage; `persons()`: keys of the children, as far as it is known who they are; `own_concerns()`: the
    # referrals that this stage itself answers.
    persons: Any
    own_concerns: Any
    received_at: Any
    subject: Any
    act: Any
    add: Any

    class Meta:
        abstract = True

    @property
    def concerns(self) -> list:
        """Every concern about child and household, its own among them; read once for guards and page."""
        if not hasattr(self, "_concerns"):
            found = concerns_about(self.persons()).prefetch_related("children", "contacts")
            self._concerns = list({each.pk: each for each in [*found, *self.own_concerns()]}.values())
        return self._concerns

    @property
    def latest_at(self) -> datetime:
        """When the latest of its own concerns came: twelve months and sixty days count back from it."""
        return max((each.received_at for each in self.own_concerns()), default=self.received_at)

    @property
    def earlier_concerns(self) -> list:
        own = {each.pk for each in self.own_concerns()}
        return [each for each in self.concerns if each.pk not in own and each.received_at <= self.latest_at]

    def unread_concerns(self) -> list:
        return [each for each in self.earlier_concerns if each.pk not in self.earlier_read]

    def concerns_within_a_year(self) -> list:
        since = a_year_before(self.latest_at)
        return [each for each in self.concerns if since < each.received_at <= self.latest_at]

    def pattern(self) -> str:
        """Why a second manager must agree, or nothing: concerns are counted, not referrers.

        From which concern on, within which months and days, is the partnership's signed policy on the day of the
        latest concern.
        """
        many, months, days = LocalPolicy.numbers(
            Policy.SECOND_MANAGER_CONCERNS,
            Policy.SECOND_MANAGER_MONTHS,
            Policy.SECOND_MANAGER_DAYS,
            on=london_day(self.latest_at),
        )
        day = add_months(london_day(self.latest_at), -months)
        recent = [each for each in self.concerns if day < london_day(each.received_at)]
        voices = [
            each for each in recent if each.from_family_or_public and each.received_at <= self.latest_at
        ]
        if len(voices) >= many:
            return f"{len(voices)} concerns from family or public in {months} months"
        since = self.latest_at - timedelta(days=days)
        ended = [
            each for each in self.earlier_concerns if any(at >= since for at in each.ended_without_action())
        ]
        return f"a repeat within {days} days of no action" if ended else ""

    def _read_earlier(self, words) -> None:
        self.earlier_read_at, self.earlier_read_by = self.act.at, self.act.by
        self.earlier_read, self.earlier_read_words = [each.pk for each in self.earlier_concerns], words

    def _contact(self, referral, happened_at, words, *, reached, why_impossible="") -> None:
        self.add(
            ReferrerHeard(
                record=self.subject,
                referral=referral,
                happened_at=happened_at,
                reached=reached,
                words=words,
                why_impossible=why_impossible,
                by=self.act.by,
            )
        )
