"""The area's own lengths, closing time and bank holidays. Open clocks move by the next sweep, never here."""

from django.core.exceptions import ValidationError
from django.db import models

from cpu.deadlines import Length, Unit
from cpu.models import BankHoliday, LocalLength
from cpu.roles import Permission
from cpu.timescales import TIMESCALES
from unit.models.proposal import Proposal
from workflow.refusals import BadInput, Reason
from workflow.step import step


class LocalTimescale(Proposal):
    """The area's own length of one timescale, for events from a day on."""

    kind, prefix, resource = "local-timescale", "LT", "local-timescales"

    code = models.CharField(
        max_length=40,
        choices=[(each.code, each.label) for each in TIMESCALES.values()],
        verbose_name="which date",
    )
    variant = models.CharField(max_length=40, blank=True, verbose_name="which kind of it")
    number = models.PositiveSmallIntegerField(verbose_name="how long")
    unit_of_time = models.CharField(
        max_length=24, choices=[(each.value, each.value) for each in Unit], verbose_name="counted in"
    )
    from_on = models.DateField(verbose_name="in force from")
    also_running = models.BooleanField(default=True, verbose_name="also for dates that run already")

    @property
    def what_it_says(self) -> str:
        kind = f" ({self.variant})" if self.variant else ""
        return f"{self.get_code_display()}{kind}: {self.number} {self.unit_of_time}"

    @property
    def length(self) -> Length:
        """As many of the unit as proposed, before or after the event as the rule itself counts."""
        own = TIMESCALES[self.code].length(self.variant)
        return Length(self.number, Unit(self.unit_of_time), own.before if own else False)

    @step(
        "Propose a local length",
        source="",
        target=Proposal.State.PROPOSED,
        permission=Permission.SETTING_PROPOSE,
    )
    def propose(self, *, code, number, unit_of_time, from_on, reason, variant="", also_running=True):
        """What statute or guidance sets can only be shortened. It may hold for dates that run already, too."""
        self._put_forward(
            reason,
            code=code,
            variant=variant,
            number=number,
            unit_of_time=unit_of_time,
            from_on=from_on,
            also_running=also_running,
        )
        self._refuse_what_the_rule_does_not_allow()

    def _refuse_what_the_rule_does_not_allow(self) -> None:
        try:
            refusal = TIMESCALES[self.code].refuses(self.length, self.variant)
        except KeyError:
            raise BadInput(Reason(f"There is no timescale called {self.code}.", pointer="/code"))
        except ValueError as error:
            raise BadInput(Reason(str(error), pointer="/variant"))
        if refusal:
            raise BadInput(Reason(refusal, pointer="/number"))

    def take_effect(self) -> None:
        try:
            LocalLength.set(
                self.code,
                self.length,
                from_on=self.from_on,
                reason=self.reason,
                variant=self.variant,
                also_running=self.also_running,
            )
        except ValidationError as error:
            # The rule was changed between the proposal and its approval.
            raise BadInput(Reason(" ".join(error.messages), pointer="/number"))


class ClosingTime(Proposal):
    """When the office closes: what reminders say. A day's clock runs until midnight whatever this says."""

    kind, prefix, resource = "closing-time", "CT", "closing-times"

    closes_at = models.TimeField()
    from_on = models.DateField(verbose_name="in force from")

    @property
    def what_it_says(self) -> str:
        return f"The office closes at {self.closes_at:%H:%M}"

    @step(
        "Propose a closing time",
        source="",
        target=Proposal.State.PROPOSED,
        permission=Permission.SETTING_PROPOSE,
    )
    def propose(self, *, closes_at, from_on, reason):
        self._put_forward(reason, closes_at=closes_at, from_on=from_on)

    def take_effect(self) -> None:
        LocalLength.set_closing(self.closes_at, from_on=self.from_on, reason=self.reason)


class HolidayNotice(Proposal):
    """A day proclaimed as a bank holiday before the published list has it, or struck from the list."""

    kind, prefix, resource = "holiday-notice", "HN", "holiday-notices"

    class What(models.TextChoices):
        ADD = "add", "Add this day to the bank holidays"
        STRIKE = "strike", "Strike this day from the bank holidays"

    what = models.CharField(max_length=8, choices=What, default=What.ADD, verbose_name="what is to be done")
    on = models.DateField(verbose_name="which day")
    title = models.CharField(max_length=100, verbose_name="what it is called")

    @property
    def what_it_says(self) -> str:
        return f"{self.title}, {self.on:%d %B %Y}" + (": struck" if self.what == self.What.STRIKE else "")

    @step(
        "Propose a bank holiday",
        source="",
        target=Proposal.State.PROPOSED,
        permission=Permission.SETTING_PROPOSE,
    )
    def propose(self, *, on, title, reason, what=What.ADD):
        """The reason names the proclamation."""
        self._put_forward(reason, what=what, on=on, title=title)

    def take_effect(self) -> None:
        if self.what == self.What.ADD:
            BankHoliday.declare({self.on: self.title}, self.reason)
        else:
            BankHoliday.cancel([self.on], self.reason)
