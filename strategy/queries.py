"""What a court's order leaves to ask about: flagged, never refused."""

from dataclasses import dataclass

from cpu.deadlines import say_moment
from cpu.models import Clock, InForce
from strategy.models.order import AT_MOST, FOLLOWS_PROTECTION, CourtOrder, CourtOrderChild
from strategy.models.protection import EmergencyProtectionChild
from workflow.clocks import about


@dataclass(frozen=True)
class Doubt:
    """Something to look at again in one child's order, and the step that answers it."""

    row: CourtOrderChild
    says: str
    mend: str


def doubts(order: CourtOrder, rows: list[CourtOrderChild]) -> list[Doubt]:
    """What the computed day says of the typed one, what is missing, what the Act does not know.

    A constant number of queries, whatever the number of children.
    """
    rows = [row for row in rows if row.state != "WITHDRAWN"]
    running = {
        each.about: each
        for each in Clock._rows.filter(
            record=order.pk, about__in=[about(row) for row in rows], stopped_at__isnull=True
        )
    }
    grounds = InForce.behind(list(running.values()), InForce.now()) if running else {}
    ran_out, twice = _ran_out_before(order, rows), _recorded_twice(order, rows)
    found = []
    for row in rows:
        clock = running.get(about(row))
        if clock and (says := clock.why(grounds[clock.calendar_version, clock.rule_version]).doubt):
            found.append(Doubt(row, says, "correct"))
        found += [Doubt(row, *each) for each in _of_row(order, row)]
        if row.case_id in ran_out:
            taken = say_moment(ran_out[row.case_id].taken_at)
            says = (
                f"Police protection of {taken} had run out before. What protected the child until the order?"
            )
            found.append(Doubt(row, says, "note"))
        if row.case_id in twice:
            says = (
                f"{twice[row.case_id]} records an order of this kind for this child too: is it the same one?"
            )
            found.append(Doubt(row, says, "withdraw"))
    return found


def _of_row(order: CourtOrder, row: CourtOrderChild) -> list[tuple[str, str]]:
    found = []
    if row.state == "IN_FORCE" and order.expires_at is None:
        if order.is_emergency:
            found.append(("The end is only computed: copy it from the sealed order.", "copy_end"))
        elif order.what in AT_MOST:
            says = "The longest that the Act allows is counted: copy the date from the order."
            found.append((says, "copy_end"))
    if order.is_emergency and row.times_extended > 1:
        says = (
            "Extended a second time: the Act knows one extension. Look at the sealed order, ask legal advice."
        )
        found.append((says, "note"))
    if order.is_emergency and row.state == "IN_FORCE" and not row.accommodated_where:
        found.append(("Say where the child is accommodated.", "record_accommodation"))
    return found


def _ran_out_before(order: CourtOrder, rows: list[CourtOrderChild]) -> dict[int, EmergencyProtectionChild]:
    """Police protection still open here from which this order did not follow in time."""
    if order.what not in FOLLOWS_PROTECTION:
        return {}
    open_ones = EmergencyProtectionChild._rows.filter(
        case__in=[row.case_id for row in rows], state="PROTECTED", taken_at__lte=order.made_at
    )
    return {each.case_id: each for each in open_ones.exclude(stage__state="WITHDRAWN")}


def _recorded_twice(order: CourtOrder, rows: list[CourtOrderChild]) -> dict[int, str]:
    """Another record of an order of this kind, in force for the same child."""
    others = CourtOrderChild._rows.filter(
        case__in=[row.case_id for row in rows if row.state == "IN_FORCE"],
        state="IN_FORCE",
        stage__what=order.what,
    )
    others = others.exclude(stage=order.pk).exclude(stage__state="WITHDRAWN")
    return dict(others.values_list("case_id", "stage__subject__reference"))
