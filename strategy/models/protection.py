"""Emergency protection: police protection as the fact it is, and the duties that begin with it."""

from django.db import models
from django.db.models import Q

from cpu.roles import Permission
from cpu.timescales import POLICE_PROTECTION
from strategy.guards import protection as guards
from strategy.models.discussion import StrategyDiscussion
from strategy.models.protecting import ProtectedChild, Protecting, TellWhom, Told, told_when_or_why_not
from workflow.paired import who_and_when
from workflow.stage import withdrawing
from workflow.step import WITHDRAWN, step


class ProtectionEnded(models.TextChoices):
    RELEASED = "released", "Released: the officer found no further reason"
    ORDER = "order", "A court made an order"
    SECTION_20 = "section-20", "Accommodated with agreement, section 20"
    RAN_OUT = "ran-out", "The 72 hours ended"
    OTHER_FORCE = "other-force", "Handed to another force or authority"


class EmergencyProtection(Protecting):
    """Police protection (section 46) of one or several children. Recorded as it happened, also late."""

    kind, prefix, resource = "emergency-protection", "EP", "emergency-protections"
    correctable = ("officer", "designated_officer")
    why_not_before_birth = "There is no police protection before birth: make a birth response plan."

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        CLOSED = "CLOSED", "Closed"

    reason = models.TextField()
    officer = models.CharField(max_length=200)
    designated_officer = models.CharField(max_length=200, blank=True)
    police_reference = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    discussion = models.ForeignKey(StrategyDiscussion, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    @step(
        "Record police protection",
        source="",
        target=State.OPEN,
        permission=Permission.PROTECT,
        starts={POLICE_PROTECTION: "taken_at"},
        opens=("Person.come_to_notice", "Case.open", "StrategyDiscussion.owe"),
    )
    def record_police_protection(
        self,
        *,
        taken_at,
        reason,
        officer,
        held_where,
        cases=(),
        references=(),
        unnamed="",
        designated_officer="",
        police_reference="",
        team=None,
    ):
        """In a minute, by anyone on duty, for children known or not (one a line: "baby, flat 3, name
        unknown").

        The section 47 duty opens with it: a strategy discussion is owed at once.
        """
        self.reason, self.officer, self.designated_officer = reason, officer, designated_officer
        self.police_reference, self.recorded_by = police_reference, self.act.by
        team = self._unit(team)
        children = self._children(cases, references, unnamed, team)
        self.cover(*children, taken_at=taken_at, held_where=held_where)
        self._let_in([team], children)
        self._owe_discussion(children, team, f"Police protection: {self.reason}")

    @step(
        "Record that the protection ended",
        source=State.OPEN,
        permission=Permission.PROTECT,
        each_child=("PROTECTED", "ENDED"),
        guards=[guards.something_protects_now],
        stops={POLICE_PROTECTION: "ended_at"},
    )
    def end_protection(self, *, children, ended_at):
        """For each child: how it ended, and what protects the child now. After 72 hours it stays owed until
        this stands."""
        for row in children:
            row.ended_at, row.ended_by = ended_at, self.act.by

    @step(
        "End the protection: a court made an order",
        source=State.OPEN,
        permission=Permission.CONSEQUENCE,
        each_child=("PROTECTED", "ENDED"),
        stops={POLICE_PROTECTION: "ended_at"},
    )
    def end_by_order(self, *, cause, children):
        """The order takes its place from the moment it was made."""
        for row in children:
            row.ended_at, row.ended_by, row.how_ended = cause.made_at, self.act.by, ProtectionEnded.ORDER
            row.protects_now = f"{cause.get_what_display()}, {cause.reference}"

    @step(
        "Close",
        source=State.OPEN,
        target=State.CLOSED,
        permission=Permission.ENQUIRY_WORK,
        guards=[guards.protection_has_ended, guards.everyone_was_told],
    )
    def close(self):
        self.closed_at = self.act.at

    withdraw = withdrawing(
        "Never a way round saying what protects the child now.", guards=[guards.nobody_is_protected_by_it]
    )


class EmergencyProtectionChild(ProtectedChild):
    """One child in police protection: since when, where, until when, and what protects the child then."""

    class State(models.TextChoices):
        PROTECTED = "PROTECTED", "In police protection"
        ENDED = "ENDED", "Police protection ended"

    stage = models.ForeignKey(EmergencyProtection, on_delete=models.PROTECT, related_name="children")
    taken_at = models.DateTimeField()
    held_where = models.CharField(max_length=300)
    how_ended = models.CharField(max_length=12, choices=ProtectionEnded, blank=True)

    ended = ("ENDED", WITHDRAWN)

    class Meta:
        constraints = [
            *who_and_when("ended", of="protected_child"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="PROTECTED"),
                name="one_police_protection_at_a_time",
                violation_error_message="This child is in police protection already.",
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDED")
                | (Q(ended_at__isnull=False) & ~Q(how_ended="") & ~Q(protects_now="")),
                name="ended_protection_says_what_protects_now",
                violation_error_message="Say how the protection ended, and what protects the child now.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("taken_at")),
                name="protection_ends_after_it_began",
                violation_error_message="The protection cannot end before it began.",
            ),
        ]


class ToldOfProtection(Told):
    stage = models.ForeignKey(EmergencyProtection, on_delete=models.PROTECT, related_name="%(class)s_rows")

    class Meta:
        ordering = ["pk"]
        constraints = [told_when_or_why_not("told_when_and_by_whom_or_why_not")]


EmergencyProtection.told_of = ToldOfProtection

__all__ = [
    "EmergencyProtection",
    "EmergencyProtectionChild",
    "ProtectionEnded",
    "TellWhom",
    "ToldOfProtection",
]
