"""Referral: from a concern posted or telephoned to a decision about each child, and the referrer told."""

from django.db import models
from django.db.models import Q

from cpu import codes
from cpu.models import Clock, Involvement
from cpu.roles import Permission, can
from cpu.timescales import REFERRER_TOLD
from people.models import Case
from referrals import guards
from referrals.models import choices
from referrals.models.child import ReferralChild
from referrals.models.concerns import PROFESSIONAL
from referrals.models.decision import Decided
from referrals.models.receipt import Received
from referrals.models.screening import Screened
from workflow.owes import Owes
from workflow.refusals import BadInput, Reason
from workflow.stage import withdrawing
from workflow.step import ANY, WITHDRAWN, step


class Referral(Received, Screened, Decided):
    """A concern about the children of one home. Received, screened, decided for each child, told, closed."""

    kind, prefix, resource = "referral", "R", "referrals"
    correctable = ("received_at",)
    carried = {"received_at": ("Case.referred_at", "Assessment.received_at")}
    # What the page leaves out, and what it says in words: codes are kept as the sender wrote them.
    kept_for_machines = ("client", "external_reference", "digest", "harm_allegation", "is_anonymous")
    coded_by = {
        "source": codes.ReferralSource,
        "referral_kind": codes.ReferralKind,
        "immediate_danger": codes.YesNoUnknown,
        "parents_aware": codes.YesNoUnknown,
        "consent_to_share": codes.Consent,
    }
    State, OPEN, UP, DOWN = choices.State, choices.OPEN, choices.UP, choices.DOWN

    owes = (
        Owes("Begin to screen", Q(stage__state="RECEIVED"), "screen"),
        Owes("Propose what should happen", Q(stage__state="SCREENING", state="NONE", proposed=""), "propose"),
        Owes(
            "Say who the child is, and open a case",
            Q(stage__state="SCREENING", state="NONE", case__isnull=True),
            "open_cases",
        ),
    )

    referrer_told_at = models.DateTimeField(null=True)
    referrer_told = models.TextField(blank=True)
    parents_told_at = models.DateTimeField(null=True)
    parents_told = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["received_at"], condition=~Q(state="CLOSED"), name="referral_inbox")]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "external_reference"],
                condition=~Q(external_reference="") & ~Q(client=""),
                name="one_referral_per_reference_of_a_client",
                violation_error_message="A referral with this reference has just been received.",
            ),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True, looked_by__isnull=True, look="")
                | (Q(looked_at__isnull=False, looked_by__isnull=False) & ~Q(look="")),
                name="a_look_has_its_person_and_moment",
            ),
            models.CheckConstraint(
                condition=Q(checks_without_consent_by__isnull=True) | ~Q(checks_without_consent_why=""),
                name="checks_without_consent_have_a_reason",
                violation_error_message="Give the reason for checks without consent.",
            ),
            models.CheckConstraint(
                condition=~Q(state="CLOSED")
                | Q(closed_at__isnull=False, looked_at__isnull=False, referrer_told_at__isnull=False),
                name="closed_referral_was_looked_at_and_told",
            ),
        ]

    # Who may know of it

    @classmethod
    def visible_to(cls, user):
        """The front door's inbox; through a child one works with; a system sees what it posted."""
        if not user.is_authenticated:
            return cls._rows.none()
        if user.is_service:
            return cls._rows.filter(recorded_by=user)
        return cls._rows.all() if can(user, Permission.SEE_REFERRALS) else super().visible_to(user)

    def rows_visible_to(self, user):
        """Whoever sees the inbox decides for each child of the home; others see the children they work with."""
        if can(user, Permission.SEE_REFERRALS):
            return list(self.children.all())
        found = super().rows_visible_to(user)
        asked_in = Involvement.of_user(user).filter(record=self.pk).exists()
        return found if asked_in else [row for row in found if row.case_id]

    def covered_cases(self):
        """Cases opened or attached here, and open ones of the children known: attaching holds them."""
        rows = ReferralChild._rows.filter(stage=self.pk)
        known = Q(pk__in=rows.filter(case__isnull=False).values("case"))
        return Case._rows.filter(known | Q(child__in=rows.values("person"), state=Case.State.OPEN)).values(
            "pk"
        )

    @property
    def status(self) -> str:
        """All that the sender may know: received, being considered, decided, closed."""
        if self.state in (self.State.CLOSED, WITHDRAWN):
            return "closed"
        if all(row.state != "NONE" for row in self.children.all()):
            return "decided"
        return "received" if self.state == self.State.RECEIVED else "being considered"

    # What guards and clocks read

    @property
    def from_family_or_public(self) -> bool:
        return self.source not in PROFESSIONAL

    def persons(self) -> set[int]:
        return {row.person_id for row in self.children.all() if row.person_id}

    def own_concerns(self) -> list:
        return [self]

    def ended_without_action(self) -> list:
        """Moments at which the concern was ended for a child with nothing done."""
        rows = [row for row in self.children.all() if row.state in ("NO_ACTION", "ADVICE", "PASSED_ON")]
        return [row.decided_at for row in rows]

    # Told and closed

    @step(
        "Tell the referrer",
        source=OPEN,
        permission=Permission.REFERRAL_SCREEN,
        guards=[guards.every_child_is_decided],
        stops={REFERRER_TOLD: "referrer_told_at"},
    )
    def tell_referrer(self, *, told_at, words):
        """What was decided, as far as it may be shared; or, from when on, why nobody can be told."""
        self.referrer_told_at, self.referrer_told = told_at, words

    @step("Tell the parents", source=OPEN, permission=Permission.REFERRAL_SCREEN)
    def tell_parents(self, *, told_at, words):
        """What they were told, or why telling them must wait."""
        self.parents_told_at, self.parents_told = told_at, words

    @step(
        "Close the referral",
        source=State.SCREENING,
        target=State.CLOSED,
        permission=Permission.REFERRAL_SCREEN,
        guards=guards.CLOSING,
    )
    def close(self):
        self.closed_at = self.act.at

    withdraw = withdrawing(
        "A concern of harm does not end by withdrawing: what ends any concern must be true here too.",
        guards=guards.WITHDRAWAL,
        other_than="recorded_by",
    )

    # Late

    def open_clocks(self) -> models.QuerySet[Clock]:
        """Open clocks of the referral itself: those that run before anybody knows whose case it is."""
        return Clock._rows.filter(record=self.pk, stopped_at__isnull=True).order_by("late_from", "pk")

    @step("Say why something is late", source=ANY, permission=Permission.REFERRAL_SCREEN, adds=True)
    def explain_lateness(self, *, clock, reason):
        """Those above are told no longer. The clock runs on: only the event it waits for ends it."""
        if not self.open_clocks().filter(pk=clock.pk).exists() or not clock.is_late(self.act.at):
            raise BadInput(Reason("Choose something of this referral that is late.", pointer="/clock"))
        clock.acknowledge(by=self.act.by, at=self.act.at, reason=reason)
