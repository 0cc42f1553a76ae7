"""Policies that each partnership signs. There is no silent default: unsigned means not decided."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from cpu.roles import Permission
from unit.models.proposal import Proposal
from workflow.refusals import BadInput, Reason
from workflow.step import step


class Policy(models.TextChoices):
    """What may be decided here."""

    INFANT_MARK = "infant-mark", "Marks on infants who do not move independently"
    DOORSTEP = "doorstep-contact", "Does seeing a child on the doorstep count as seen?"
    REMOTE_CONTACT = "remote-contact", "Exceptional circumstances: is remote contact counted (apart)?"
    SECOND_MANAGER_CONCERNS = "second-manager-concerns", "From which concern on a second manager decides"
    SECOND_MANAGER_MONTHS = "second-manager-months", "Within how many months concerns are counted together"
    SECOND_MANAGER_DAYS = (
        "second-manager-days",
        "A repeat within how many days of no action needs a second manager",
    )
    REFERRER_ATTEMPTS = (
        "referrer-attempts",
        "How many dated attempts to reach a referrer stand in place of a conversation?",
    )
    DISAGREEMENT_LEVELS = "disagreement-levels", "How many levels has a professional disagreement?"
    CONFERENCE_QUORUM = (
        "conference-quorum",
        "How many agencies that know the children, beside children's social care, are a conference's quorum?",
    )


class InfantMark(models.TextChoices):
    ALWAYS_EXAMINED = "always-examined", "Always examined by a paediatrician"
    CLINICIAN_DECIDES = "clinician-decides", "A clinician of suitable expertise decides, and is named"


YES_NO = {"yes": "Yes", "no": "No"}
# The values a policy may take; a policy that is not listed here takes a whole number from 1.
VALUES: dict[str, dict[str, str]] = {
    Policy.INFANT_MARK: dict(InfantMark.choices),
    Policy.DOORSTEP: YES_NO,
    Policy.REMOTE_CONTACT: YES_NO,
    # A partnership may ask for more than two, never for fewer (domain.md 2.1.1).
    Policy.REFERRER_ATTEMPTS: {"2": "Two", "3": "Three", "4": "Four"},
    Policy.DISAGREEMENT_LEVELS: {"3": "Three", "4": "Four", "5": "Five"},
}
# What holds where a partnership has signed nothing else: the rulings of practice.
UNSIGNED = {
    Policy.SECOND_MANAGER_CONCERNS: 3,
    Policy.SECOND_MANAGER_MONTHS: 12,
    Policy.SECOND_MANAGER_DAYS: 60,
    Policy.REFERRER_ATTEMPTS: 2,
    Policy.DISAGREEMENT_LEVELS: 5,
    # Children's social care and at least two other agencies in direct contact (domain.md 2.6, local default).
    Policy.CONFERENCE_QUORUM: 2,
}
# An exception that has no end is no exception.
MUST_END = {Policy.REMOTE_CONTACT}


class LocalPolicy(Proposal):
    """One signed decision, from a day on; the latest in force counts, all are kept."""

    kind, prefix, resource = "local-policy", "LP", "local-policies"

    policy = models.CharField(max_length=32, choices=Policy)
    value = models.CharField(max_length=40)
    signed_by = models.CharField(max_length=300)
    from_on = models.DateField(verbose_name="in force from")
    until_on = models.DateField(null=True, verbose_name="in force until")

    class Meta(Proposal.Meta):
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="policy_ends_after_it_starts",
                violation_error_message="A policy cannot end before it starts.",
            ),
        ]

    @property
    def what_it_says(self) -> str:
        return f"{self.get_policy_display()} {VALUES.get(self.policy, {}).get(self.value, self.value)}"

    @classmethod
    def decided(cls, policy: str, on: date) -> str | None:
        """The value in force on a day, or None where the partnership has not decided."""
        rows = cls._rows.filter(policy=policy, state=cls.State.IN_FORCE, from_on__lte=on)
        latest = (
            rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))
            .order_by("-from_on", "-decided_at")
            .first()
        )
        return latest.value if latest else None

    @classmethod
    def numbers(cls, *policies: Policy, on: date) -> list[int]:
        """The whole numbers in force on a day, in the order asked for; unsigned ones as practice rules them."""
        rows = cls._rows.filter(policy__in=policies, state=cls.State.IN_FORCE, from_on__lte=on)
        rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=on)).order_by("from_on", "pk")
        signed = dict(rows.values_list("policy", "value"))
        return [int(signed.get(each, UNSIGNED[each])) for each in policies]

    @step(
        "Propose a policy", source="", target=Proposal.State.PROPOSED, permission=Permission.SETTING_PROPOSE
    )
    def propose(self, *, policy, value, signed_by, from_on, reason, until_on=None):
        """Say who of the partners signed it, and when."""
        self._put_forward(
            reason, policy=policy, value=value, signed_by=signed_by, from_on=from_on, until_on=until_on
        )
        known = VALUES.get(policy)
        if known is not None and value not in known:
            raise BadInput(Reason(f"Choose one of: {', '.join(known)}.", pointer="/value"))
        if known is None and not (value.isdecimal() and int(value) > 0):
            raise BadInput(Reason("Give a whole number from 1.", pointer="/value"))
        if policy in MUST_END and until_on is None:
            raise BadInput(Reason("An exception has an end: give its last day.", pointer="/until_on"))
