"""Whatever way a family goes through the unit, these hold after every step and after every night.

The walks are the same in every run; `PATHWAYS=500` takes that many in all, each another one every time.
"""

import os
import re
from collections import Counter
from math import ceil
from typing import Any

import pytest
import time_machine
from django.db import connection
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from cpu.models import AuditEvent, Clock, Involvement, InvolvementRole
from cpu.roles import GRANTS, Role
from cpu.sweeps import deliver_outbox, recompute_clocks, sweep_clocks, sweep_days
from people.models import Case
from people.models.addresses import AddressKeptFrom
from people.models.protection import Flag, ProtectiveCondition
from people.queries import for_the_page
from referrals.models import Referral
from tests import servers
from tests.properties.expected import DECIDED, EXPECTED
from tests.properties.pathway import BEGINNINGS, FAMILIES, GAPS, KINDS, Pathway, Turn
from tests.walker import guards_met
from workflow.perform import _is_named
from workflow.record import Record
from workflow.refusals import Refused
from workflow.stage import Stage
from workflow.step import WITHDRAWN

pytestmark = pytest.mark.usefixtures("committing")

MANY = int(os.environ.get("PATHWAYS", "0"))
TURNS = st.lists(
    st.builds(
        Turn,
        way=st.sampled_from(["owed", "owed", "on", "either", "any", "rare"]),
        pick=st.integers(0, 997),
        who=st.integers(0, 9),
        full=st.booleans(),
        children=st.integers(0, 3),
        gap=st.sampled_from(GAPS),
    ),
    min_size=3,
    max_size=24 if MANY else 9,
)


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_what_holds_on_every_pathway(beginning):
    """Each walk begins in an empty unit. A failure is shrunk only where many were asked for: it takes minutes."""

    @settings(
        max_examples=ceil(MANY / len(BEGINNINGS)) or 2,
        derandomize=not MANY,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink] if MANY else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(TURNS)
    def walks(turns: list[Turn]) -> None:
        walk_along(beginning, turns)

    walks()


def test_from_every_state_a_step_leads_on_that_somebody_may_take():
    """As declared, and for every state: a walk meets only some. A legal consequence is no way on by itself."""
    for model in (each for each in KINDS if issubclass(each, Stage)):
        steps = [
            each
            for each in model.steps().values()
            if each.name != "withdraw" and any(each.permission in GRANTS[role] for role in Role)
        ]
        for state in set(model.State.values) - set(model.ended):
            on = [each for each in steps if each.target not in (None, state) and each.possible_from(state)]
            assert on, f"{model.kind} {state}: no step leads on"
        row = model.child_row()
        for state in set(row.State.values) - {*row.ended, *DECIDED.get(model.kind, ())}:
            on = [each for each in steps if each.child_target and state in each.child_sources]
            assert on, f"{model.kind}, child {state}: no step leads on"


def walk_along(beginning: str, turns: list[Turn]) -> None:
    servers.empty()
    walk = Pathway(family=FAMILIES.get(beginning, [{}, {}]))
    with time_machine.travel(walk.now, tick=False) as clock:
        note(f"Begins with {beginning}")
        walk.open(Referral)
        BEGINNINGS[beginning](walk)
        holds(walk)
        for turn in turns:
            one_turn(walk, turn)
            holds(walk)
            up_is_not_blocked(walk, turn)
            down_is_blocked(walk, turn)
            walk.now += turn.gap
            clock.move_to(walk.now)
            time_alone_changes_nothing(walk)


def one_turn(walk: Pathway, turn: Turn) -> None:
    """The first of the open steps, from the one drawn on, that is not refused; a refusal leaves all as it was."""
    choices = walk.open_steps(turn.way) or walk.open_steps("any")
    for number in range(min(6, len(choices))):
        record, declared = choices[(turn.pick + number) % len(choices)]
        before = states(walk)
        try:
            walk.attempt(record, declared, walk.somebody(declared, turn.who), turn)
        except (Refused, LookupError) as error:
            note(f"{walk.now:%d %b %H:%M} {record.kind}.{declared.name}: {error}")
            continue
        note(f"{walk.now:%d %b %H:%M} {record.kind}.{declared.name} {turn}")
        moved_by_their_own_acts(before, states(walk))
        return


# What is looked at


def states(walk: Pathway) -> dict[int, tuple[str, int, tuple]]:
    """Of every record: its state, its version, and the state of each child's row."""
    return {
        record.pk: (
            record.state,
            record.version,
            tuple((row.reference, row.state) for row in record.child_rows()),
        )
        for record in walk.everything()
    }


def moved_by_their_own_acts(before: dict, after: dict) -> None:
    for key, (state, version, rows) in after.items():
        was = before.get(key, ("", 0, ()))
        if (state, rows) != (was[0], was[2]):
            assert version > was[1], f"{key} moved from {was} to {(state, version, rows)} without an act"
    assert before.keys() <= after.keys(), "a record is gone"


def holds(walk: Pathway) -> None:
    somebody_owns_every_case(walk)
    stages = open_rows(walk)
    expected_runs(stages)
    nothing_is_a_dead_end(stages)
    one_of_a_kind(stages)
    histories_are_whole(walk)


def open_rows(walk: Pathway) -> list[tuple[Stage, Any]]:
    """Each child's row that is not ended in a stage that is not over, of a case that is open."""
    return [
        (record, row)
        for record in walk.everything()
        if isinstance(record, Stage)
        for row in record.child_rows()
        if WITHDRAWN not in (record.state, row.state)
    ]


def somebody_owns_every_case(walk: Pathway) -> None:
    for case in walk.cases():
        lines = Involvement.in_force(walk.now).filter(
            case=case, role__in=(InvolvementRole.LEAD, InvolvementRole.TEAM)
        )
        assert lines.exists(), f"nobody owns {case}"


def expected_runs(stages: list[tuple[Stage, Any]]) -> None:
    """What the law expects next has a running clock, or its dated fact."""
    running = list(Clock._rows.filter(stopped_at__isnull=True))
    for record, row in stages:
        mine = {
            each.timescale
            for each in running
            if (each.case_id is not None and each.case_id == row.case_id)
            or (each.record_id == record.pk and each.about in ("", f"{row._meta.model_name}:{row.pk}"))
        }
        for each in EXPECTED.get(record.kind, ()):
            if record.state in each.states and (not each.rows or row.state in each.rows):
                assert mine & set(each.clocks) or each.fact(record, row), (
                    f"{record.noun()} {record.state}, child {row.state}: {each.what} is owed and no clock runs"
                )
    for condition in ProtectiveCondition._rows.filter(expires_at__isnull=False):
        if condition.answered_when_over is None:
            assert any(
                each.timescale == "protective-condition" and each.about.endswith(f":{condition.pk}")
                for each in running
            ), f"{condition} ends, and nobody is told"


def nothing_is_a_dead_end(stages: list[tuple[Stage, Any]]) -> None:
    """From every open state some step leads on that somebody may take; a child's own, until it is decided."""
    for record, row in stages:
        if record.state in record.ended:
            continue
        decided = row.state in (*row.ended, *DECIDED.get(record.kind, ()))
        on = [
            each.name
            for each in Pathway.open_to_somebody(record)
            if each.name != "withdraw"
            and (
                (each.child_target is not None and row.state in each.child_sources)
                or (each.target is not None and (decided or each.target not in record.ended))
            )
        ]
        assert on, f"{record.noun()} {record.state}, child {row.state}: no step leads on"


def one_of_a_kind(stages: list[tuple[Stage, Any]]) -> None:
    found: Counter = Counter()
    for record, row in stages:
        if record.kind == "child-protection-plan" and row.state in ("OUTLINE", "DETAILED", "AWAY"):
            found["plan", row.case.child_id] += 1
        if record.kind == "child-in-need-plan" and row.state in ("RUNNING", "ENDING"):
            found["plan", row.case.child_id] += 1
        if record.kind == "section-47-enquiry" and row.state in ("OPEN", "PROPOSED"):
            found["enquiry", row.case.child_id] += 1
    twice = {what for what, times in found.items() if times > 1}
    assert not twice, f"more than one open: {twice}"


def histories_are_whole(walk: Pathway) -> None:
    """Versions without a gap, and the states in them are a way that the declarations know."""
    events: dict[int, list[AuditEvent]] = {}
    for event in AuditEvent._rows.order_by("version"):
        events.setdefault(event.subject_id, []).append(event)
    for record in walk.everything():
        mine = events.get(record.pk, [])
        assert [each.version for each in mine] == list(range(1, record.version + 1)), record
        state, rows = "", {}
        for event in mine:
            declared = record.steps()[event.step]
            for name, (old, new) in event.changes.items():
                if name == "state":
                    assert (old or "") == state, f"{record}: {event.step} moved from {old}, not {state}"
                    assert declared.possible_from(state) or declared.opening
                    assert new == declared.target, f"{record}: {event.step} moved to {new}"
                    state = new
                elif name.endswith(".state"):
                    row = name.removesuffix(".state")
                    assert rows.get(row, old) == old, f"{record}: {row} moved from {old}, not {rows[row]}"
                    rows[row] = new
            if declared.target is not None:
                assert state == declared.target, f"{record}: {event.step} left it {state}"
        assert state == record.state, f"{record} is {record.state}; its history says {state}"
        for row in record.child_rows():
            assert rows.get(row.reference, row.state) == row.state, f"{record}: {row.reference}"


# Up and down, where the walk stands


def up_is_not_blocked(walk: Pathway, turn: Turn) -> None:
    night = walk.unit.out_of_hours
    choices = walk.open_steps("up")
    protecting = [each for each in choices if each[1].name in PROTECTS and each[0].pk] or choices
    for among in (protecting, choices):
        record, declared = among[turn.pick * 7 % len(among)]
        with walk.tried():
            try:
                walk.attempt(record, declared, night, Turn(children=turn.children))
            except LookupError:
                continue
            except Refused as refused:
                says = str(refused)
                if not impossible_in_law(record, declared.name, says):
                    raise AssertionError(f"Up is blocked: {record.kind}.{declared.name}: {says}") from refused


# Emergency action, threshold met, conference and plan: of these one is tried in every turn.
PROTECTS = {
    *("decide_emergency", "decide_strategy", "decide_strategy_and_assessment", "hold", "agree_enquiries"),
    *("continue_enquiries", "decide_conference", "decide_protection", "make_plans", "continue_plans"),
}
# A step up that has nothing to do: refused as impossible, not for what is missing.
IMPOSSIBLE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("child-in-need-plan.offer", "risk-outside-the-home-plan.offer"),
        ("of this kind is open and goes on", "subject of a child protection plan"),
    ),
    "emergency-protection.record_police_protection": ("in police protection already", "before birth"),
    "court-order.record": ("no order before birth", "before it was made"),
    "court-order.plan_extension": ("and only once",),
    # Brothers and sisters who are born are brought in by an initial conference, which covers the unborn too.
    "conference.add_children": ("Already born",),
    "strategy-discussion.continue_enquiries": ("No section 47 enquiry is open",),
    "missing-episode.record_missing": ("recorded as missing already", "An unborn child is not missing"),
    "pre-proceedings.record_urgent_application": ("record what follows there",),
    "case.become_looked_after": ("looked after already",),
    "person.name_placeholder": ("This person has a name",),
    "case.record_authority_told": ("No move out of the area is recorded",),
    "referral.identify": ("A case stands on this child's record already",),
    # `identify`, which goes up as well, comes first; deciding to protect does both by itself.
    "referral.open_cases": ("A case is already open for this child", "Say who the child is"),
    "conference.request": ("A conference is already asked for this child",),
    # A plan, not a fact: the walker's day may fall on a weekend.
    **dict.fromkeys(
        (
            "section-47-enquiry.book_conference_provisionally",
            "conference.schedule",
            "conference.rebook",
            "conference.adjourn",
        ),
        ("no working day",),
    ),
}


def impossible_in_law(record: Record, name: str, says: str) -> bool:
    return any(words in says for words in IMPOSSIBLE.get(f"{record.kind}.{name}", ()))


def down_is_blocked(walk: Pathway, turn: Turn) -> None:
    """Nobody steps down at night what needs a second person; nor, were all of it ready, what is their own."""
    choices = [each for each in walk.open_steps("down") if each[0].pk and each[1].other_than]
    for number in range(min(2, len(choices))):
        record, declared = choices[(turn.pick + number) % len(choices)]
        with walk.tried():
            try:
                walk.attempt(record, declared, walk.unit.out_of_hours, Turn(children=0))
            except (LookupError, Refused):
                pass
            else:
                raise AssertionError(f"One worker at night took {record.kind}.{declared.name}")
        rows = record.eligible(declared) if declared.takes_children else record.child_rows()
        party = [
            by
            for by in list(walk.unit.people.values())
            if any(_is_named(by, each, name) for each in [record, *rows] for name in declared.other_than)
        ]
        for by in party:
            with walk.tried(), guards_met():
                try:
                    walk.attempt(record, declared, by, Turn(children=0))
                except (LookupError, Refused):
                    continue
                raise AssertionError(f"{by.name} alone took {record.kind}.{declared.name}")


# Time


# What goes by itself may tell, and mark what it told. Everything else that is written is written by an act.
MAY_BE_WRITTEN = {
    "cpu_clock",
    "cpu_clockmark",
    "cpu_clockchange",
    "cpu_notification",
    "cpu_outboxevent",
    "cpu_sweeprun",
}
WRITES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)", re.IGNORECASE)


def only_tells(execute: Any, sql: str, *more: Any) -> Any:
    if not sql.lstrip().upper().startswith("SELECT"):
        touched = set(WRITES.findall(sql)) - MAY_BE_WRITTEN
        assert not touched, f"nobody did it, and it was written: {touched}"
    return execute(sql, *more)


def time_alone_changes_nothing(walk: Pathway) -> None:
    """The sweeps tell; they end, move and lift nothing. What is late is said, and what protects is still shown."""
    running = set(Clock._rows.filter(stopped_at__isnull=True).values_list("pk", flat=True))
    with connection.execute_wrapper(only_tells):
        sweep_clocks(walk.now)
        recompute_clocks(walk.now)
        sweep_days(walk.now)
        deliver_outbox(walk.now)
    walk.look_again()
    what_protects_is_shown(walk)
    still = Clock._rows.filter(stopped_at__isnull=True)
    assert running <= set(still.values_list("pk", flat=True)), "a clock ended by itself"
    late = still.filter(late_from__lte=walk.now).exclude(marks__voided_at__isnull=True, marks__isnull=False)
    assert not late.exists(), f"late, and nobody was told: {list(late)}"


def what_protects_is_shown(walk: Pathway) -> None:
    """Past its review or its end: it stands on the child's page until a named person has ended it with a reason."""
    cases = list(for_the_page(Case._rows.filter(state="OPEN"), walk.unit.service_manager))
    for model, shown in ((Flag, "flags"), (AddressKeptFrom, "walls")):
        stand = Counter(model._rows.filter(ended_at__isnull=True).values_list("person_id", flat=True))
        for case in cases:
            assert len(getattr(case, shown)) == stand[case.child_id], f"{case}: {shown} are gone"
    for condition in ProtectiveCondition._rows.filter(ended_at__isnull=True):
        on = condition.protects(walk.now) or condition.asks(walk.now) or condition.answered_when_over
        assert on, f"{condition} is over, and nobody is asked what protects now"
