"""Referral: from a concern posted or telephoned to a decision about each child, and the referrer told."""

from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q

from cpu import codes
from cpu.roles import Permission, can
from people.models import Case
from referrals.models import choices
from referrals.models.child import ReferralChild
from referrals.models.concerns import PROFESSIONAL
from referrals.models.decision import Decided
from referrals.models.ending import ToldAndClosed
from referrals.models.receipt import Received
from referrals.models.screening import Screened
from workflow.owes import Asked, Owes
from workflow.paired import who_and_when
from workflow.stage import Seeing
from workflow.step import WITHDRAWN


class Referral(Received, Screened, Decided, ToldAndClosed):
    """A concern about the children of one home. Received, screened, decided for each child, told, closed."""

    kind, prefix, resource = "referral", "R", "referrals"
    answered_apart = True
    correctable = ("received_at",)
    carried = {"received_at": ("Case.referred_at", "Assessment.received_at")}
    # What the page leaves out, and what it says in words: codes are kept as the sender wrote them.
    kept_for_machines = (
        "people_recorded",
        "client",
        "external_reference",
        "digest",
        "harm_allegation",
        "is_anonymous",
    )
    coded_by = {
        "source": codes.ReferralSource,
        "referral_kind": codes.ReferralKind,
        "immediate_danger": codes.YesNoUnknown,
        "parents_aware": codes.YesNoUnknown,
        "consent_to_share": codes.Consent,
    }
    State, OPEN, UP, DOWN = choices.State, choices.OPEN, choices.UP, choices.DOWN

    asked_by = (Asked("proposed_by", "a decision is proposed"),)
    owes = (
        Owes("Look at it for danger", Q(stage__looked_at__isnull=True), "look_for_danger"),
        Owes("Begin to screen", Q(stage__state="RECEIVED"), "screen"),
        Owes(
            "Say who each child is",
            Q(stage__state="SCREENING", state="NONE", person__isnull=True),
            "identify",
        ),
        Owes(
            "Answer the question about a mark",
            Q(stage__state="SCREENING", infant_mark_asked=True, infant_mark=""),
            "record_infant_mark",
        ),
        Owes("Propose what should happen", Q(stage__state="SCREENING", state="NONE", proposed=""), "propose"),
        Owes(
            "Open a case, or attach to the open one",
            Q(stage__state="SCREENING", state="NONE", person__isnull=False, case__isnull=True),
            "open_cases",
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["received_at"], condition=~Q(state="CLOSED"), name="referral_inbox")]
        constraints = [
            *who_and_when("earlier_read", of="referral"),
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
        if self.seeing is None or self.seeing.user != user:
            self.seeing = Seeing(user, [self])
        return found if self.pk in self.seeing.records else [row for row in found if row.case_id]

    @classmethod
    def rows_to_read(cls):
        """With the person whom a child without a case turned out to be: the page names the child by it."""
        rows: Any = super().rows_to_read()
        rows.queryset = rows.queryset.select_related("person__subject")
        return rows

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

    def nothing_for(self, user):
        """Who a child is, whose case it is, and who is around it are asked until they are answered."""
        done = {"identify", "open_cases"} if all(row.case_id for row in self.children.all()) else set()
        return done if self.named_and_not_recorded() else {*done, "record_person_around"}

    # What guards and clocks read

    @property
    def from_family_or_public(self) -> bool:
        return self.source not in PROFESSIONAL

    def persons(self) -> set[int]:
        return {row.person_id for row in self.children.all() if row.person_id}

    @cached_property
    def being_assessed(self) -> set[int]:
        """Keys of the children of whom an assessment is open."""
        going_on = Case._rows.filter(assessmentchild_rows__state__in=["OPEN", "PROPOSED"])
        return set(going_on.filter(child__in=self.persons()).values_list("child", flat=True))

    def own_concerns(self) -> list:
        return [self]

    def ended_without_action(self) -> list:
        """Moments at which the concern was ended for a child with nothing done."""
        rows = [row for row in self.children.all() if row.state in ("NO_ACTION", "ADVICE", "PASSED_ON")]
        return [row.decided_at for row in rows]
