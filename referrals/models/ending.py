"""How a referral ends: whoever raised it is told, the parents are told or it is said why not, and it is closed."""

from django.db import models

from cpu.models import Clock
from cpu.roles import Permission
from cpu.timescales import REFERRER_TOLD
from partners.models import MultiAgencyStage
from referrals import guards
from referrals.models.choices import OPEN, State
from workflow.refusals import BadInput, Reason
from workflow.stage import withdrawing
from workflow.step import ANY, step


class ToldAndClosed(MultiAgencyStage):
    """The last steps of a referral, and its own clocks where they are late."""

    referrer_told_at = models.DateTimeField(null=True)
    referrer_told = models.TextField(blank=True)
    parents_told_at = models.DateTimeField(null=True)
    parents_told = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

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
