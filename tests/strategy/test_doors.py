"""Discussion, enquiry and emergency protection through both doors: the same rules, the same refusals."""

import pytest

from strategy.models import Section47Enquiry, StrategyDiscussion
from tests.journeys.doors import DOORS, Refusal, due, due_of
from tests.strategy.family import child
from tests.unit_of_people import Unit, at

pytestmark = pytest.mark.usefixtures("committing")

SD, S47, EP = "strategy-discussions", "section-47-enquiries", "emergency-protections"


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


def ask_for(door, unit, *cases, **more):
    return door.open(
        SD,
        unit.practitioner,
        cases=[each.reference for each in cases],
        team=unit.team("unit"),
        reason="Marks on her arm, and what she said",
        injury_or_sexual_harm=False,
        **more,
    )


def test_s3_from_the_request_to_an_outcome_approved(door, unit):
    ivy, rowan = child(unit, "Ivy"), child(unit, "Rowan")
    lead, manager = unit.practitioner, unit.manager
    agencies = {kind: unit.agency(kind) for kind in ("social-care", "police", "health", "education")}
    door.on("2027-04-29 15:00")
    discussion = ask_for(door, unit, ivy, rowan)
    door.on("2027-04-30 10:30")
    door.take(
        SD,
        discussion,
        "hold",
        manager,
        held_at=at("2027-04-30 10:00"),
        how="meeting",
        here=[agencies[kind].reference for kind in ("social-care", "police", "health")],
    )
    rows = door.rows(SD, discussion, manager)
    ivy_row, rowan_row = (
        next(ref for name, ref in rows.items() if name.startswith(each)) for each in ("Ivy", "Rowan")
    )
    door.take(
        SD,
        discussion,
        "agree_enquiries",
        manager,
        enquirers="joint",
        children={ivy_row: {"threshold_why": "Her account, and the medical"}},
    )
    assert due(ivy.reference, "initial-conference") == "2027-05-24"
    with pytest.raises(Refusal) as refused:
        door.take(SD, discussion, "agree_no_enquiries", manager, children={rowan_row: {}})
    assert refused.value.status == 409 and "Say what the parents are told" in refused.value.said
    facts = {
        "threshold_why": "Never in the house",
        "sleeps_where": "At home",
        "sleeps_with": "Leanne",
        "legal_basis": "at-home",
        "safety_agreed_by": "Helen Okoro",
        "who_sees": "Nadia Rahim",
        "to_be_seen_at": at("2027-04-30 15:00"),
        "parents_told": "Leanne, today",
    }
    door.take(SD, discussion, "record_facts", lead, children={rowan_row: facts})
    # A second answer leaves the first as it stood.
    door.take(SD, discussion, "record_facts", lead, children={rowan_row: {"medical": "not-raised"}})
    door.take(SD, discussion, "invite", lead, agency=agencies["education"].reference)
    door.take(SD, discussion, "agree_no_enquiries", manager, children={rowan_row: {}})
    assert due_of(discussion, "strategy-record") == ["2027-05-04"]

    enquiry = Section47Enquiry._rows.get().reference
    row = next(iter(door.rows(S47, enquiry, lead).values()))
    door.on("2027-05-04 16:00")
    with pytest.raises(Refusal, match="why the child was not seen alone"):
        door.take(
            S47,
            enquiry,
            "record_seen",
            lead,
            happened_at=at("2027-05-04 13:15"),
            how="home",
            place="Home",
            by_whom="Nadia Rahim",
            children={row: {"seen": "not-alone"}},
        )
    door.take(
        S47,
        enquiry,
        "record_seen",
        lead,
        happened_at=at("2027-05-04 13:15"),
        how="home",
        place="Home",
        by_whom="Nadia Rahim",
        children={row: {"seen": "alone"}},
    )
    with pytest.raises(Refusal, match="future"):
        door.take(
            S47,
            enquiry,
            "record_own_words",
            lead,
            happened_at=at("2027-05-04 18:00"),
            words="I",
            question="?",
            to_whom="Nadia Rahim",
            place="School",
            alone=True,
            children=[row],
        )
    door.take(
        S47,
        enquiry,
        "record_own_words",
        lead,
        happened_at=at("2027-05-04 13:20"),
        words="I don't want Mummy cross",
        question="What would you like?",
        to_whom="Nadia Rahim",
        place="School",
        alone=True,
        children=[row],
    )
    outcome = {
        "outcome": "likely",
        "outcome_why": "Her account is the same to two people",
        "conference": "needed",
        "rests_on": ["own-words", "medical"],
    }
    with pytest.raises(Refusal) as refused:
        door.take(
            S47, enquiry, "propose_outcome", lead, children={row: {**outcome, "conference": "not-needed"}}
        )
    assert refused.value.status == 409 and "See the home" in refused.value.said
    door.take(S47, enquiry, "propose_outcome", lead, children={row: outcome})
    door.on("2027-05-05 09:00")
    door.take(S47, enquiry, "approve_outcome", manager, comment="Agreed", children=[row])
    assert due(ivy.reference, "initial-conference") == "2027-05-24"
    said = door.read(S47, enquiry, lead)
    assert said["children"][0]["state"] == "APPROVED"
    assert any("view of police" in each["says"] for each in said["owed"])
    page = door.client(lead).get(f"/{S47}/{enquiry}/")
    assert page.status_code == 200 and "I don&#x27;t want Mummy cross" in page.content.decode()


def test_police_protection_at_two_in_the_morning(door, unit):
    door.on("2027-05-16 02:00")
    reference = door.open(
        EP,
        unit.police,
        taken_at=at("2027-05-16 01:20"),
        reason="Found alone, crying",
        officer="PC 4417 Shah",
        held_where="Wexmoor General",
        unnamed="Baby, flat 3, name unknown",
    )
    assert due_of(reference, "police-protection") == ["2027-05-19T00:20:00+00:00"]
    owed = StrategyDiscussion._rows.get()
    assert owed.state == "REQUESTED"
    for reader in (unit.police, unit.manager):
        assert door.client(reader).get(f"/{EP}/{reference}/").status_code == 200
        assert door.client(reader).get(f"/{SD}/{owed.reference}/").status_code == 200
    row = next(iter(door.rows(EP, reference, unit.police).values()))
    door.on("2027-05-16 10:00")
    with pytest.raises(Refusal, match="why not"):
        door.take(EP, reference, "record_told", unit.police, whom="child", children=[row])
    door.take(
        EP, reference, "record_told", unit.police, whom="child", children=[row], not_told_because="A baby"
    )
    with pytest.raises(Refusal, match="Say what protects the child now"):
        door.take(
            EP,
            reference,
            "end_protection",
            unit.police,
            ended_at=at("2027-05-16 09:00"),
            children={row: {"how_ended": "released"}},
        )
    door.take(
        EP,
        reference,
        "end_protection",
        unit.police,
        ended_at=at("2027-05-16 09:00"),
        children={row: {"how_ended": "section-20", "protects_now": "With foster carers"}},
    )


def test_somebody_without_involvement_finds_nothing(door, unit):
    discussion = ask_for(door.on("2027-04-29 15:00"), unit, child(unit, "Ivy"))
    stranger = unit.user("agency-professional", agency="housing", team=None)
    with pytest.raises(Refusal) as refused:
        door.take(
            SD,
            discussion,
            "give_view",
            stranger,
            agency=unit.agency("housing").reference,
            view="no-view",
            children=[],
        )
    assert refused.value.status == 404
