"""Discussion, enquiry and emergency protection through both doors: the same rules, the same refusals."""

import pytest

from cpu.models import AgencyKind
from cpu.roles import Role
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


MD, AI = "medicals", "abe-interviews"


def test_s7_and_s8_a_medical_from_the_discussion_to_its_report(door, unit):
    """Bruised infant: asked for by the discussion, not brought, examined in the night, a report within three days."""
    fenn = child(unit, "Fenn", when="2027-08-27 16:40")
    doctor = unit.user(Role.PAEDIATRICIAN, agency=AgencyKind.HEALTH, team=None)
    lead = unit.practitioner
    door.on("2027-08-28 10:00")
    discussion = ask_for(door, unit, fenn)
    door.on("2027-08-28 10:40")
    door.take(SD, discussion, "hold", unit.manager, held_at=at("2027-08-28 10:00"), how="video")
    row = next(iter(door.rows(SD, discussion, lead).values()))
    door.take(SD, discussion, "record_facts", lead, children={row: {"medical": "needed"}})
    assert "Nobody has asked for the medical" in door.read(SD, discussion, lead)["owed"][0]["says"]
    page = door.client(lead).get(f"/{SD}/{discussion}/").content.decode()
    assert f"/{MD}/open/request/?case={fenn.reference}&amp;discussion={discussion}" in page
    door.on("2027-08-28 14:00")
    with pytest.raises(Refusal, match="Choose one of"):
        door.open(MD, lead, case=fenn.reference, type="born-again", allegation="A mark")
    medical = door.open(
        MD,
        lead,
        case=fenn.reference,
        type="infant-mark",
        allegation="A mark of 15 mm on the cheek, darker than his skin, warm",
        discussion=discussion,
        brought_by="His mother",
        asked_of=unit.agency("health").reference,
    )
    assert due_of(medical, "medical-acute") == ["2027-08-29T13:00:00+00:00"]
    assert door.read(SD, discussion, lead)["owed"] == []
    with pytest.raises(Refusal, match="past"):
        door.take(MD, medical, "book", doctor, booked_for=at("2027-08-27 18:00"), place="Wexmoor General")
    door.take(MD, medical, "book", doctor, booked_for=at("2027-08-28 18:00"), place="Wexmoor General")
    door.on("2027-08-28 19:00")
    with pytest.raises(Refusal):
        door.take(MD, medical, "record_not_brought", doctor, happened_at=at("2027-08-28 18:00"))
    door.take(
        MD,
        medical,
        "record_not_brought",
        doctor,
        happened_at=at("2027-08-28 18:00"),
        what_next="Officers go to the flat",
        manager_told="Helen Okoro",
    )
    door.on("2027-08-28 22:00")
    with pytest.raises(Refusal, match="future"):
        door.take(MD, medical, "attend", doctor, examined_at=at("2027-08-29 09:00"), clinician="Dr Made-Up")
    door.take(
        MD,
        medical,
        "attend",
        doctor,
        examined_at=at("2027-08-28 21:00"),
        clinician="Dr Made-Up",
        photographs_taken=True,
    )
    said = door.read(MD, medical, lead)
    assert said["state"] == "ATTENDED" and said["detail"]["reminder"].endswith("does not exclude abuse.")
    assert any(
        "without consent: examination, photographs" in each["says"] for each in said["detail"]["asked"]
    )
    consent = {
        "given": True,
        "by_right": "responsibility",
        "who": "Dana Tarrow, mother",
        "how": "In writing",
        "happened_at": at("2027-08-28 21:00"),
    }
    door.take(
        MD, medical, "record_consent", doctor, parts=["examination", "photographs", "sharing"], **consent
    )
    with pytest.raises(Refusal) as refused:
        door.take(
            MD,
            medical,
            "advise_not_needed",
            lead,
            expertise="None",
            why="No mark",
            rests_on="Me",
            decided_at=at("2027-08-28 21:00"),
        )
    assert refused.value.status in (403, 409)
    door.take(
        MD,
        medical,
        "record_mark",
        doctor,
        site="Left cheek",
        size="15 mm",
        shape="Round",
        colour="Darker than his own brown skin, purple by daylight lamp",
        feel="Warm, swollen",
    )
    door.take(
        MD, medical, "record_findings", doctor, findings="One mark", not_examined="None: the whole child"
    )
    opinion = {"opinion": "normal", "words": "Nothing else to be seen", "told": "Nadia Rahim"}
    with pytest.raises(Refusal) as refused:
        door.take(MD, medical, "issue_report", lead, issued_at=at("2027-08-28 21:40"), **opinion)
    assert refused.value.status == 403
    door.take(MD, medical, "give_preliminary_opinion", doctor, given_at=at("2027-08-28 21:40"), **opinion)
    assert due_of(medical, "medical-report") == ["2027-09-02"]
    door.on("2027-09-02 16:00")
    door.take(MD, medical, "issue_report", doctor, issued_at=at("2027-09-02 15:00"), **opinion)
    for reader in (doctor, lead, unit.police):
        shown = door.client(reader).get(f"/{MD}/{medical}/").content.decode()
        assert "does not exclude abuse" in shown and "Officers go to the flat" in shown
        assert "Darker than his own brown skin" in shown
    assert discussion not in door.client(doctor).get(f"/{MD}/{medical}/").content.decode()
    assert "does not exclude abuse" in door.client(lead).get(f"/cases/{fenn.reference}/").content.decode()
    door.take(MD, medical, "close", lead)
    assert door.read(MD, medical, lead)["state"] == "CLOSED"


def test_an_interview_from_the_decision_to_its_end(door, unit):
    ivy = child(unit, "Ivy")
    supervisor = unit.user(Role.POLICE_SUPERVISOR, agency=AgencyKind.POLICE)
    lead, officer = unit.practitioner, unit.police
    door.on("2027-04-30 11:00")
    interview = door.open(AI, lead, case=ivy.reference, purpose="What happened at home")
    assert due_of(interview, "abe-interview") == ["2027-05-10"]
    door.take(
        AI,
        interview,
        "plan",
        officer,
        planned_for=at("2027-05-04 10:00"),
        place="The suite at Mill Lane",
        interviewer=officer,
        gender_choice="woman",
        order="medical-first",
    )
    needs = {"language": "Romani", "intermediary": "not-needed", "interpreter": "Her uncle"}
    with pytest.raises(Refusal, match="never interprets"):
        door.take(AI, interview, "record_needs", lead, interpreter_is_family=True, **needs)
    door.take(
        AI,
        interview,
        "record_needs",
        lead,
        language="Romani",
        intermediary="not-needed",
        intermediary_why="Fluent",
    )
    door.take(
        AI,
        interview,
        "record_agreement",
        lead,
        agrees=True,
        agreement="“I tell it once”",
        carer_informed=True,
        carer_words="Her aunt, by Nadia Rahim",
    )
    door.on("2027-05-04 12:00")
    door.take(
        AI,
        interview,
        "hold",
        officer,
        held_at=at("2027-05-04 10:10"),
        recording_reference="WX/27/114",
        safeguarding_summary="Not to be alone with Craig",
    )
    evaluation = {
        "information": "She drew the belt",
        "action_now": "Bail condition asked for",
        "safeguarding_summary": "Not to be alone with Craig",
        "next_step": "The teacher's statement",
        "second_interview": False,
    }
    with pytest.raises(Refusal) as refused:
        door.take(AI, interview, "evaluate", officer, **evaluation)
    assert refused.value.status == 403
    door.take(AI, interview, "evaluate", supervisor, **evaluation)
    assert door.read(AI, interview, lead)["content"]["information"] == "She drew the belt"
    assert door.read(AI, interview, unit.health)["content"] is None
    # Nobody held a discussion about her: the interview stands, and is asked about.
    with pytest.raises(Refusal, match="Held before the strategy discussion"):
        door.take(AI, interview, "close", lead)
    door.take(
        AI, interview, "give_reasons", lead, before_discussion_why="The inspector: he was on his way to her"
    )
    door.take(AI, interview, "close", lead)
    assert door.read(AI, interview, lead)["state"] == "CLOSED"
