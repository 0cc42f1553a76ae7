"""What a court ordered for a child, as the sealed order says it, and what protects the child when it ends."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from cpu.calendars import london_day
from cpu.models import Team, TeamKind
from cpu.roles import Permission
from cpu.timescales import COURT_ORDER, EMERGENCY_PROTECTION_EXTENSION, EMERGENCY_PROTECTION_ORDER
from strategy.guards import order as guards
from strategy.guards.protection import everyone_was_told
from strategy.models.discussion import StrategyDiscussion
from strategy.models.protecting import ProtectedChild, Protecting, TellWhom, Told, told_when_or_why_not
from strategy.models.protection import EmergencyProtectionChild
from workflow import clocks
from workflow.owes import Owes
from workflow.paired import who_and_when
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.stage import withdrawing
from workflow.step import WITHDRAWN, Start, step

POLICE_PROTECTION_LASTS = timedelta(hours=72)
EXTENSION_AT_MOST = timedelta(days=7)
# Where the order gives no day: the longest that the Act allows, sections 37(4) and 43(5).
AT_MOST = {"direction-37": timedelta(weeks=8), "child-assessment": timedelta(days=7)}


class OrderKind(models.TextChoices):
    EMERGENCY_PROTECTION = "emergency-protection", "Emergency protection order (section 44)"
    INTERIM_CARE = "interim-care", "Interim care order (section 38)"
    INTERIM_SUPERVISION = "interim-supervision", "Interim supervision order (section 38)"
    CHILD_ASSESSMENT = "child-assessment", "Child assessment order (section 43)"
    RECOVERY = "recovery", "Recovery order (section 50)"
    DIRECTION_37 = "direction-37", "Direction to investigate (section 37)"
    CARE = "care", "Care order (section 31)"
    SUPERVISION = "supervision", "Supervision order (section 31)"
    SPECIAL_GUARDIANSHIP = "special-guardianship", "Special guardianship order"
    CHILD_ARRANGEMENTS = "child-arrangements", "Child arrangements order (section 8)"
    PLACEMENT = "placement", "Placement order"
    SECURE_ACCOMMODATION = "secure-accommodation", "Secure accommodation order (section 25)"
    HIGH_COURT = "high-court", "Order of the High Court"
    OTHER = "other", "Another order"


class OrderGrounds(models.TextChoices):
    """Section 44(1) of the Children Act 1989."""

    REMOVED = "removed", "Significant harm is likely unless the child is removed"
    REMAINS = "remains", "Significant harm is likely unless the child stays where the child is"
    FRUSTRATED = "frustrated", "Enquiries are frustrated: access is unreasonably refused, and needed at once"


class AppliedBy(models.TextChoices):
    AUTHORITY = "authority", "The local authority"
    DESIGNATED_OFFICER = (
        "designated-officer",
        "The designated officer of the police, during police protection",
    )
    OTHER = "other", "Somebody else"


class OrderEnded(models.TextChoices):
    RAN_OUT = "ran-out", "It ran out"
    DISCHARGED = "discharged", "The court discharged it"
    REPLACED = "replaced", "Another order took its place"
    DONE = "done", "What was ordered is done"
    EIGHTEEN = "eighteen", "The young person turned 18"


K = OrderKind
# Orders that follow police protection and end it; what each order ends of those that ran before it.
FOLLOWS_PROTECTION = (K.EMERGENCY_PROTECTION, K.INTERIM_CARE)
REPLACES: dict[str, tuple[str, ...]] = {
    K.INTERIM_CARE: (K.EMERGENCY_PROTECTION, K.INTERIM_SUPERVISION),
    K.INTERIM_SUPERVISION: (K.EMERGENCY_PROTECTION, K.INTERIM_CARE),
    **dict.fromkeys(
        (K.CARE, K.SUPERVISION, K.SPECIAL_GUARDIANSHIP),
        (K.EMERGENCY_PROTECTION, K.INTERIM_CARE, K.INTERIM_SUPERVISION),
    ),
}


class CourtOrder(Protecting):
    """Recorded from the sealed order: its date wins, a computed one only checks it."""

    kind, prefix, resource = "court-order", "CO", "orders"
    correctable = ("made_at", "expires_at", "court", "case_number", "reason")
    why_not_before_birth = "There is no order before birth: make a birth response plan, or record the birth."

    owes = (
        Owes(
            "Copy the end of the emergency protection order from the sealed order",
            Q(stage__state="OPEN", state="IN_FORCE", stage__what="emergency-protection")
            & Q(stage__expires_at__isnull=True),
            "copy_end",
        ),
        Owes(
            "Say where the child is accommodated under the order",
            Q(stage__state="OPEN", state="IN_FORCE", stage__what__in=("emergency-protection", "interim-care"))
            & Q(accommodated_where=""),
            "record_accommodation",
        ),
        Owes("Close the record of the order", Q(stage__state="OPEN", state="ENDED"), "close"),
    )

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        CLOSED = "CLOSED", "Closed"

    what = models.CharField("which order", max_length=24, choices=OrderKind)
    made_at = models.DateTimeField("when the court made it")
    expires_at = models.DateTimeField("when it ends, as the sealed order says", null=True, blank=True)
    reason = models.TextField("what the court found", blank=True)
    grounds = models.CharField(max_length=12, choices=OrderGrounds, blank=True)
    without_notice = models.BooleanField("made without notice", null=True)
    applied_by = models.CharField("who applied", max_length=20, choices=AppliedBy, blank=True)
    medical_direction = models.TextField("direction about examination or assessment", blank=True)
    contact_direction = models.TextField("direction about contact", blank=True)
    other_directions = models.TextField(blank=True)
    court = models.CharField(max_length=200, blank=True)
    case_number = models.CharField("the court's case number", max_length=60, blank=True)
    recorded_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    discussion = models.ForeignKey(StrategyDiscussion, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("made_at")),
                name="order_ends_after_it_was_made",
                violation_error_message="An order cannot end before it was made: look at the sealed order.",
            )
        ]

    @property
    def is_emergency(self) -> bool:
        return self.what == OrderKind.EMERGENCY_PROTECTION

    def nothing_for(self, user) -> set[str]:
        """The end is copied once, and corrected afterwards; only an emergency protection order is extended so."""
        found = super().nothing_for(user)
        if self.expires_at:
            found.add("copy_end")
        if not self.is_emergency:
            found.add("plan_extension")
        return found

    def to_tell(self) -> list[TellWhom]:
        """An emergency order is news to everybody; of other orders child and parents hear here."""
        return list(TellWhom) if self.is_emergency else [TellWhom.CHILD, TellWhom.PARENTS]

    @step(
        "Record what a court ordered",
        source="",
        target=State.OPEN,
        permission=Permission.ORDER_RECORD,
        starts={
            EMERGENCY_PROTECTION_ORDER: Start("emergency_from", given="expires_at"),
            COURT_ORDER: Start("order_from", given="order_until"),
        },
        opens=(
            "Person.come_to_notice",
            "Case.open",
            "StrategyDiscussion.owe",
            "EmergencyProtection.end_by_order",
            "CourtOrder.give_way",
        ),
    )
    def record(
        self,
        *,
        what,
        made_at,
        cases=(),
        references=(),
        unnamed="",
        expires_at=None,
        reason="",
        grounds="",
        without_notice=None,
        applied_by="",
        protected_since=None,
        accommodated_where="",
        medical_direction="",
        contact_direction="",
        other_directions="",
        court="",
        case_number="",
        team=None,
    ):
        """From the sealed order, or in a minute from the telephone: what is missing is owed.

        An emergency protection order opens the section 47 duty (section 47(1)): a discussion is owed at once.
        Police protection from which it follows ends here, and so does the order whose place it takes.
        """
        self.what, self.made_at, self.expires_at, self.reason = what, made_at, expires_at, reason
        self.grounds, self.without_notice, self.applied_by = grounds, without_notice, applied_by
        self.medical_direction, self.contact_direction = medical_direction, contact_direction
        self.other_directions, self.court, self.case_number = other_directions, court, case_number
        self.recorded_by, self.recorded_at, team = self.act.by, self.act.at, self._unit(team)
        children = self._children(cases, references, unnamed, team)
        followed = self._police_protection_of(children)
        self._cover(children, followed, protected_since, accommodated_where)
        self._let_in([team, *Team.objects.filter(kind=TeamKind.LEGAL).order_by("pk")], children)
        self._end_what_ran_before(children, followed)
        if self.is_emergency:
            self._open_the_duty(children, followed, team)

    def _police_protection_of(self, children) -> dict[int, EmergencyProtectionChild]:
        """Police protection during which this order was made, by case."""
        if self.what not in FOLLOWS_PROTECTION:
            return {}
        rows = EmergencyProtectionChild._rows.filter(
            Q(ended_at__isnull=True) | Q(ended_at__gte=self.made_at),
            case__in=children,
            taken_at__range=(self.made_at - POLICE_PROTECTION_LASTS, self.made_at),
        )
        rows = rows.exclude(state=WITHDRAWN).exclude(stage__state=WITHDRAWN)
        return {row.case_id: row for row in rows.select_related("stage__discussion").order_by("taken_at")}

    def _cover(self, children, followed, protected_since, accommodated_where) -> None:
        self.cover_each(
            *[
                {
                    "case": case,
                    "follows": followed.get(case.pk),
                    "protected_since": followed[case.pk].taken_at if case.pk in followed else protected_since,
                    "accommodated_where": accommodated_where,
                }
                for case in children
            ]
        )

    def _end_what_ran_before(self, children, followed) -> None:
        """Each by a step of its own. What had run out before is not covered up: it stays owed there."""
        protected: dict[Any, list] = {}
        for row in followed.values():
            if row.state == "PROTECTED":
                protected.setdefault(row.stage, []).append(row)
        for stage, rows in protected.items():
            self.consequence(stage.end_by_order, cause=self, children=rows)
        earlier = CourtOrderChild._rows.filter(
            case__in=children, state="IN_FORCE", stage__what__in=REPLACES.get(self.what, ())
        )
        replaced: dict[Any, list] = {}
        for old in earlier.exclude(stage__state=WITHDRAWN).select_related("stage__subject").order_by("pk"):
            if old.stage.made_at <= self.made_at and (old.ends_at is None or self.made_at <= old.ends_at):
                replaced.setdefault(old.stage, []).append(old)
        for stage, rows in replaced.items():
            self.consequence(stage.give_way, cause=self, children=rows)

    def _open_the_duty(self, children, followed, team) -> None:
        """Where police protection opened the duty, its discussion stands for this order as well."""
        begun = [
            row
            for row in followed.values()
            if row.stage.discussion and row.stage.discussion.state not in ("REFUSED", WITHDRAWN)
        ]
        if begun:
            self.discussion = begun[0].stage.discussion
        opened = {row.case_id for row in begun}
        owing = [case for case in children if case.pk not in opened]
        self._owe_discussion(owing, team, f"{self.get_what_display()}. {self.reason}".strip())

    @step(
        "Copy the end from the sealed order",
        source=State.OPEN,
        permission=Permission.ORDER_RECORD,
        starts={COURT_ORDER: Start("order_from", given="order_until")},
    )
    def copy_end(self, *, expires_at):
        """Where the order was first recorded without it. What was computed gives way."""
        if self.expires_at:
            says = "The end stands here already: correct it if it was copied wrongly."
            raise BadInput(Reason(says, pointer="/expires_at"))
        was = clocks.standing(self)
        self.expires_at = expires_at
        clocks.recount(self, was, self.act.at)

    @step(
        "Say where the child is accommodated",
        source=State.OPEN,
        permission=Permission.PROTECT,
        each_child=("IN_FORCE", None),
        adds=True,
    )
    def record_accommodation(self, *, children, accommodated_where):
        """Siblings may be in one place, or be recorded apart."""
        for row in children:
            row.accommodated_where = accommodated_where

    @step(
        "Plan to ask for the extension",
        source=State.OPEN,
        permission=Permission.ORDER_RECORD,
        each_child=("IN_FORCE", None),
        guards=[guards.may_still_be_extended],
    )
    def plan_extension(self, *, children, hearing_at, asked_until):
        """Once, and by at most seven days (section 45(5) and (6)). The order ends when it ends meanwhile."""
        for row in children:
            if row.ends_at and asked_until > row.ends_at + EXTENSION_AT_MOST:
                raise BadInput(Reason("An extension is for at most seven days.", pointer="/asked_until"))
            row.extension_hearing_at, row.extension_asked_until = hearing_at, asked_until

    @step(
        "Record that the court extended it",
        source=State.OPEN,
        permission=Permission.ORDER_RECORD,
        each_child=("IN_FORCE", None),
        stops={
            EMERGENCY_PROTECTION_ORDER: "extended_at",
            EMERGENCY_PROTECTION_EXTENSION: "extended_at",
            COURT_ORDER: "extended_at",
        },
        starts={
            EMERGENCY_PROTECTION_EXTENSION: Start("emergency_extended_from", given="extended_until"),
            COURT_ORDER: Start("order_extended_from", given="extended_until"),
        },
    )
    def record_extension(self, *, children, extended_at, extended_until):
        """As the sealed order says. A second extension of an emergency order is recorded, and asked about."""
        for row in children:
            row.extended_at, row.extended_until, row.times_extended = (
                extended_at,
                extended_until,
                row.times_extended + 1,
            )
        self.add(
            *[
                OrderExtended(case=row.case, at=extended_at, until=extended_until, written_by=self.act.by)
                for row in children
            ]
        )

    @step(
        "Record that the order ended",
        source=(State.OPEN, State.CLOSED),
        permission=Permission.ORDER_RECORD,
        each_child=("IN_FORCE", "ENDED"),
        guards=[guards.something_protects_after_the_order],
        stops=dict.fromkeys(
            (EMERGENCY_PROTECTION_ORDER, EMERGENCY_PROTECTION_EXTENSION, COURT_ORDER), "ended_at"
        ),
    )
    def end_order(self, *, children, ended_at):
        """For each child: how it ended, and what protects the child now. Past its end it stays owed until this
        stands."""
        if ended_at < self.made_at:
            raise BadInput(Reason("An order cannot end before it was made.", pointer="/ended_at"))
        for row in children:
            row.ended_at, row.ended_by = ended_at, self.act.by

    @step(
        "Give way to another order",
        source=State.OPEN,
        permission=Permission.CONSEQUENCE,
        each_child=("IN_FORCE", "ENDED"),
        stops=dict.fromkeys(
            (EMERGENCY_PROTECTION_ORDER, EMERGENCY_PROTECTION_EXTENSION, COURT_ORDER), "ended_at"
        ),
    )
    def give_way(self, *, cause, children):
        """The order made in its place protects the child from that moment."""
        for row in children:
            row.ended_at, row.ended_by, row.how_ended = cause.made_at, self.act.by, OrderEnded.REPLACED
            row.protects_now = f"{cause.get_what_display()}, {cause.reference}"

    @step(
        "Close",
        source=State.OPEN,
        target=State.CLOSED,
        permission=Permission.ENQUIRY_WORK,
        guards=[guards.order_has_ended, everyone_was_told],
    )
    def close(self):
        """What lasts by itself (a special guardian) may be closed while it stands."""
        self.closed_at = self.act.at

    withdraw = withdrawing(
        "Never a way round saying what protects the child now.", guards=[guards.nobody_is_under_the_order]
    )


class CourtOrderChild(ProtectedChild):
    """One child under the order: where the child is, until when, and what protects the child then."""

    class State(models.TextChoices):
        IN_FORCE = "IN_FORCE", "In force"
        ENDED = "ENDED", "Ended"

    stage = models.ForeignKey(CourtOrder, on_delete=models.PROTECT, related_name="children")
    follows = models.ForeignKey(
        EmergencyProtectionChild, null=True, on_delete=models.PROTECT, related_name="orders"
    )
    protected_since = models.DateTimeField("in police protection since", null=True)
    accommodated_where = models.CharField("where the child is accommodated", max_length=300, blank=True)
    extension_hearing_at = models.DateTimeField("hearing about the extension", null=True)
    extension_asked_until = models.DateTimeField("extension asked until", null=True)
    extended_at = models.DateTimeField(null=True)
    extended_until = models.DateTimeField(null=True)
    times_extended = models.PositiveSmallIntegerField(default=0)
    how_ended = models.CharField(max_length=12, choices=OrderEnded, blank=True)

    ended = ("ENDED", WITHDRAWN)
    kept_for_machines = ("follows", "times_extended")

    class Meta:
        constraints = [
            *who_and_when("ended", of="order_child"),
            models.UniqueConstraint(
                fields=["stage", "case"],
                name="child_once_in_an_order",
                violation_error_message="This child is named in the order already.",
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDED")
                | (Q(ended_at__isnull=False) & ~Q(how_ended="") & ~Q(protects_now="")),
                name="ended_order_says_what_protects_now",
                violation_error_message="Say how the order ended, and what protects the child now.",
            ),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True) | Q(extended_until__gt=models.F("extended_at")),
                name="order_extended_forwards",
                violation_error_message="An extension ends after it was made: look at the sealed order.",
            ),
        ]

    # What the clocks read

    @property
    def emergency_from(self) -> datetime | None:
        """Day 1: the order, or the first day of police protection when its designated officer applied
        (section 45(3))."""
        if not self.stage.is_emergency:
            return None
        since = self.protected_since if self.stage.applied_by == AppliedBy.DESIGNATED_OFFICER else None
        return since or self.stage.made_at

    @property
    def order_from(self) -> datetime | None:
        return None if self.stage.is_emergency or self.state != "IN_FORCE" else self.stage.made_at

    @property
    def order_until(self) -> date | None:
        """The date in the order; without one, the longest that the Act allows where it says so."""
        longest = AT_MOST.get(self.stage.what)
        return self.stage.expires_at or (london_day(self.stage.made_at) + longest if longest else None)

    @property
    def emergency_extended_from(self) -> datetime | None:
        """An extension counts from the end of the first order."""
        first = self.stage.expires_at or self.extended_at
        return first if self.stage.is_emergency and self.extended_until else None

    @property
    def order_extended_from(self) -> datetime | None:
        return None if self.stage.is_emergency else self.extended_at

    @property
    def ends_at(self) -> datetime | None:
        """When it ends as far as the papers say."""
        return self.extended_until or self.stage.expires_at


class OrderExtended(Detail):
    """One extension as the court made it; the latest counts, all are kept."""

    stage = models.ForeignKey(CourtOrder, on_delete=models.PROTECT, related_name="%(class)s_rows")
    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="%(class)s_rows")
    at = models.DateTimeField()
    until = models.DateTimeField()
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class ToldOfOrder(Told):
    stage = models.ForeignKey(CourtOrder, on_delete=models.PROTECT, related_name="%(class)s_rows")

    class Meta:
        ordering = ["pk"]
        constraints = [told_when_or_why_not("told_of_order_when_and_by_whom_or_why_not")]


CourtOrder.told_of = ToldOfOrder
