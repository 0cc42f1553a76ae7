"""A long weekend by one out-of-hours worker alone: Good Friday night, the clocks going forward, until Tuesday.

Protection waits for nobody; nothing is stepped down; each hour is an elapsed hour and each working day a Tuesday.
"""

import pytest

from cpu.models import Clock
from tests.journeys.doors import Refusal, due, due_of, met
from tests.journeys.families import referral
from tests.journeys.working import enquiry_of, rows
from tests.unit_of_people import at

pytestmark = pytest.mark.usefixtures("committing")

R, SD, S47, EP, CO = (
    "referrals",
    "strategy-discussions",
    "section-47-enquiries",
    "emergency-protections",
    "orders",
)
NAMELESS = {"ref": "BABY", "subject_of_referral": True}


def test_easter_by_one_worker_alone_from_the_call_to_the_managers_tuesday(door):
    unit, night = door.unit, door.unit.out_of_hours
    unit.team("unit"), unit.team("front-door")
    door.on("2027-03-26 23:20")
    call = door.refer(referral("EASTER", "A baby cries alone behind a locked door", NAMELESS, source="3F"))
    assert due_of(call, "first-risk-look") == ["2027-03-27T00:20:00+00:00"]
    assert due_of(call, "referral-decision") == ["2027-03-30"], "Good Friday, two days and Easter Monday"

    # Minutes later: looked at, taken into police protection, nobody's name known.
    door.on("2027-03-26 23:30")
    door.take(R, call, "look_for_danger", night, look="danger", words="Officers are at the door")
    [row] = door.rows(R, call, night).values()
    with pytest.raises(Refusal) as refused:
        door.take(R, call, "decide_no_action", night, children={row: {"decided_why": "Quiet again"}})
    assert refused.value.status == 403, "nobody steps down at night"
    door.take(
        R,
        call,
        "decide_emergency",
        night,
        team=unit.team("unit"),
        reason="Alone, crying, and nobody answers",
        children={row: {"decided_why": "A baby alone at night"}},
    )
    case = door.read(R, call, night)["children"][0]["case"]
    protection = door.open(
        EP,
        night,
        cases=[case],
        taken_at=at("2027-03-26 23:15"),
        reason="Found alone",
        officer="PC 4417 Shah",
        held_where="Wexmoor General",
    )
    # Seventy-two elapsed hours over the night that has twenty-three: a quarter past midnight on Tuesday.
    assert due_of(protection, "police-protection") == ["2027-03-29T23:15:00+00:00"]
    assert due(case, "strategy-discussion") == "2027-03-26"

    # A telephone discussion with the police, without health, agrees the enquiry.
    door.on("2027-03-27 00:40")
    discussion = discussion_of(case)
    here = [unit.agency("social-care"), unit.agency("police")]
    door.take(SD, discussion, "hold", night, held_at=door.now, how="telephone", here=here)
    own = rows(door, SD, discussion)
    with pytest.raises(Refusal) as refused:
        door.take(
            SD,
            discussion,
            "agree_no_enquiries",
            night,
            children={each: {"threshold_why": "Asleep now"} for each in own.values()},
        )
    assert refused.value.status == 403
    door.take(
        SD,
        discussion,
        "agree_enquiries",
        night,
        enquirers="joint",
        children={each: {"threshold_why": "Left alone at night"} for each in own.values()},
    )
    assert due(case, "initial-conference") == "2027-04-19"
    assert due(case, "review-strategy") == "2027-03-30", "without health: the next working day"
    assert due_of(discussion, "strategy-record") == ["2027-03-30"]
    assert due_of(discussion, "manager-confirmation") == ["2027-03-30"]
    enquiry = enquiry_of(case)
    door.on("2027-03-27 01:30")
    seen = {each: {"seen": "alone"} for each in rows(door, S47, enquiry).values()}
    door.take(
        S47,
        enquiry,
        "record_seen",
        night,
        happened_at=door.now,
        how="elsewhere",
        place="Wexmoor General",
        by_whom=night.name,
        children=seen,
    )
    assert met(case, "child-seen") == "2027-03-27"

    # On Sunday the court orders; its designated officer applied, so Friday night was day one.
    door.on("2027-03-28 15:00")
    order = door.open(
        CO,
        night,
        what="emergency-protection",
        made_at=at("2027-03-28 14:00"),
        cases=[case],
        applied_by="designated-officer",
        expires_at=at("2027-04-02 12:00"),
        grounds="removed",
        accommodated_where="With foster carers",
    )
    assert due_of(order, "emergency-protection-order") == ["2027-04-02T11:00:00+00:00"]
    assert not door.read(CO, order, night)["doubts"], "the eighth day is Friday 2 April"
    assert {row["state"] for row in door.read(EP, protection, night)["children"]} == {"ENDED"}

    # Tuesday: one page says what was done, and a manager confirms it.
    door.on("2027-03-30 08:30")
    page = door.page("/night/", unit.manager)
    for done in (discussion, call):
        assert done in page, "what waits for a manager stands on the page of the night"
    door.take(SD, discussion, "confirm", unit.manager, comment="Read, and agreed")
    door.take(R, call, "confirm", unit.manager, children=[row])
    waiting = Clock._rows.filter(timescale="manager-confirmation", stopped_at=None)
    assert not waiting.exists()


def discussion_of(case: str) -> str:
    from strategy.models import StrategyDiscussion

    return StrategyDiscussion._rows.get(children__case__subject__reference=case).reference
