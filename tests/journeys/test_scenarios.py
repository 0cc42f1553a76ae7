"""The worked cases with their exact dates, walked through both doors with time moved.

S1 Christmas, S3 siblings with several discussions, S5 harm outside the family: as far as the enquiry's outcome.
"""

import pytest

from tests.journeys import families
from tests.journeys.doors import DOORS, Door, Refusal, due, due_of
from tests.journeys.families import referral
from tests.journeys.working import (
    agree,
    contribute,
    decide,
    discuss,
    enquire,
    enquiry_of,
    issue,
    propose,
    ready,
    receive,
    rows,
    screen,
    views,
)
from tests.unit_of_people import Unit

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request) -> Door:
    return request.param(Unit())


def test_s1_christmas_moves_the_conference_by_three_holidays(door):
    door.on("2026-12-23 11:40")
    milo = receive(door, referral("S1", "He said his stepfather hit him", families.MILO, source="2A"))
    assert due_of(milo, "referral-decision") == ["2026-12-24"]
    case = screen(door, milo)["Milo"]
    door.on("2026-12-24 10:00")
    decide(door, milo, "Milo")
    assert due(case, "assessment") == "2027-03-01"
    door.on("2026-12-24 15:00")
    discussion = discuss(door, [case])
    agree(door, discussion, "Milo")
    assert due_of(discussion, "strategy-record") == ["2026-12-29"]
    assert due(case, "initial-conference") == "2027-01-19"


def test_s3_a_review_never_moves_the_conference_and_each_sibling_has_its_own(door):
    door.on("2027-04-29 10:00")
    unit = door.unit
    reference = receive(
        door, referral("S3", "Ivy told me that he hurt her", families.IVY, families.ROWAN, families.TEAL)
    )
    assert due_of(reference, "referral-decision") == ["2027-04-30"] * 3
    case = screen(door, reference)
    decide(door, reference, "Ivy", "Rowan", "Teal")
    assert {due(case[name], "assessment") for name in case} == {"2027-07-05"}

    door.on("2027-04-30 11:00")
    first = discuss(door, list(case.values()))
    contribute(door, "strategy-discussions", first, ["Ivy", "Rowan"])
    agree(door, first, "Ivy", "Rowan")
    assert due(case["Ivy"], "initial-conference") == due(case["Rowan"], "initial-conference") == "2027-05-24"
    enquiry = enquiry_of(case["Ivy"])
    assert enquiry == enquiry_of(case["Rowan"])

    # For Teal the decision goes the other way: everything is asked for, and one of three agencies away stops it.
    teal = rows(door, "strategy-discussions", first)["Teal"]
    with pytest.raises(Refusal) as refused:
        door.take(
            "strategy-discussions",
            first,
            "agree_no_enquiries",
            unit.manager,
            children={teal: {"threshold_why": "Seen well at nursery"}},
        )
    assert refused.value.status == 409 and "where the child sleeps tonight" in refused.value.said
    views(
        door, "strategy-discussions", first, ["Teal"], "against", "Nothing known that reaches the threshold"
    )
    door.take(
        "strategy-discussions",
        first,
        "record_facts",
        unit.practitioner,
        children={teal: {**ready(door, "Seen well at nursery", medical="done"), "lives_with_source": False}},
    )
    door.take(
        "strategy-discussions",
        first,
        "agree_no_enquiries",
        unit.manager,
        children={teal: {"threshold_why": "Seen well at nursery, and apart from him"}},
    )
    issue(door, first, "Ivy", "Rowan")

    door.on("2027-05-12 14:00")
    review = discuss(door, [case["Ivy"], case["Rowan"]], review=True)
    known = rows(door, "strategy-discussions", review)
    door.take(
        "strategy-discussions",
        review,
        "continue_enquiries",
        unit.manager,
        children={row: {"threshold_why": f"{name}: nothing has changed"} for name, row in known.items()},
    )
    assert due(case["Ivy"], "initial-conference") == due(case["Rowan"], "initial-conference") == "2027-05-24"

    enquire(door, enquiry, "Ivy", "Rowan")
    propose(door, enquiry, "likely", "Ivy", "Rowan")
    found = rows(door, "section-47-enquiries", enquiry)
    with pytest.raises(Refusal) as refused:
        door.take(
            "section-47-enquiries",
            enquiry,
            "approve_outcome",
            unit.practitioner,
            children=[found["Ivy"]],
            comment="I agree with myself",
        )
    assert refused.value.status == 403
    door.take(
        "section-47-enquiries",
        enquiry,
        "approve_outcome",
        unit.manager,
        children=list(found.values()),
        comment="The account is consistent",
    )

    door.on("2027-05-20 10:00")
    second = discuss(door, [case["Teal"]])
    agree(door, second, "Teal")
    assert due(case["Teal"], "initial-conference") == "2027-06-11"
    assert due(case["Ivy"], "initial-conference") == "2027-05-24"
    assert due_of(second, "strategy-record") == ["2027-05-21"]


def test_s5_exploitation_outside_the_family_starts_the_same_clocks_with_parents_as_partners(door):
    door.on("2027-08-26 10:00")
    dario = receive(
        door,
        referral(
            "S5",
            "Carries packages for older boys",
            families.DARIO,
            source="5B",
            concern={
                "harm_types": ["emotional_abuse"],
                "contextual_factors": ["child_criminal_exploitation"],
            },
            consent={"parents_aware": "yes"},
        ),
    )
    assert due_of(dario, "referral-decision") == ["2027-08-27"]
    case = screen(door, dario)["Dario"]
    door.on("2027-08-27 09:30")
    decide(door, dario, "Dario")
    assert due(case, "assessment") == "2027-10-29"
    discussion = discuss(door, [case])
    agree(door, discussion, "Dario")
    assert due(case, "initial-conference") == "2027-09-20"
    enquiry = enquiry_of(case)
    row = rows(door, "section-47-enquiries", enquiry)["Dario"]
    door.take(
        "section-47-enquiries",
        enquiry,
        "record_harm",
        door.unit.practitioner,
        children=[row],
        harm="emotional",
        where="outside",
        setting="neighbourhood",
        exploitation="criminal",
        words="Made to carry for others",
    )
