"""Bad input and bad days, in both doors: a plan that cannot be is refused in a sentence; a fact never is."""

from datetime import date

import pytest
import time_machine

from cpu.models import Clock
from cpu.roles import Role
from tests.conferences import plans
from tests.conferences.meeting import asked, booked, chair, office, seen
from tests.conferences.meeting import held as conference_held
from tests.conferences.plans import plan
from tests.journeys.doors import Door, Refusal, due
from tests.strategy.family import child, enquiry, held
from tests.unit_of_people import Unit, at

pytestmark = pytest.mark.usefixtures("committing")

CF, PL, MD, AI = "conferences", "plans", "medicals", "abe-interviews"
DAY = "2027-05-24 11:00"
VISIT = {"how": "home", "place": "4 Mill Lane", "by_whom": "Nadia Rahim"}


@pytest.fixture
def unit(unit) -> Unit:
    for kind in ("unit", "conferences"):
        unit.team(kind)
    return unit


@pytest.fixture
def ivy(unit):
    return child(unit, "Ivy", born=date(2018, 2, 14))


def row_in(door: Door, resource: str, record, user=None) -> str:
    rows = door.rows(resource, getattr(record, "reference", record), user or door.unit.service_manager)
    return next(iter(rows.values()))


def page_of(door: Door, path: str, user) -> str:
    with time_machine.travel(door.now, tick=False):
        return door.client(user).get(path).content.decode()


# Refused as a plan, with what to do instead


@pytest.mark.parametrize(
    ("planned", "chaired_by", "says"),
    [
        ("2027-05-22 10:00", "chair", "Saturday 22 May 2027 is no working day: choose a working day"),
        ("2027-05-31 10:00", "chair", "bank holiday"),
        ("2027-05-24 10:00", "manager", "is not independent"),
        ("2027-06-04 10:00", "chair", "due by Monday 24 May"),
    ],
)
def test_a_conference_that_cannot_be_is_not_booked(door, unit, ivy, planned, chaired_by, says):
    enquiry(unit, ivy)
    conference = asked(unit, ivy)
    door.on("2027-05-10 11:00")
    who = unit.manager if chaired_by == "manager" else chair(unit)
    with pytest.raises(Refusal) as refused:
        door.take(
            CF,
            conference.reference,
            "schedule",
            office(unit),
            planned_for=at(planned),
            how="meeting",
            chair=who,
        )
    assert refused.value.status == 400 and says in refused.value.said
    assert "choose" in refused.value.said.lower(), "it says what to do"
    assert door.read(CF, conference.reference, office(unit))["state"] == "REQUESTED"


def test_a_conference_is_not_booked_before_its_enquiry(door, unit, ivy):
    """The enquiry was written up as begun later than the day that somebody wants to book."""
    enquiry(unit, ivy, when="2027-04-30 10:00")
    conference = asked(unit, ivy, when="2027-04-30 10:30")
    door.on("2027-04-30 09:00")
    with pytest.raises(Refusal, match="the enquiry began on Friday 30 April 2027. Choose a later day"):
        door.take(
            CF,
            conference.reference,
            "schedule",
            office(unit),
            planned_for=at("2027-04-30 09:30"),
            how="meeting",
            chair=chair(unit),
        )


@pytest.mark.parametrize(
    "facts", [{"why": "Hit twice", "category": "EXT"}, {"why": "Hit twice"}, {"category": "PHY"}]
)
def test_no_category_is_preset_and_none_is_invented(door, unit, ivy, facts):
    enquiry(unit, ivy)
    conference = conference_held(unit, booked(unit, ivy), DAY)
    row = row_in(door, CF, conference)
    door.on("2027-05-24 12:00")
    with pytest.raises(Refusal) as refused:
        door.take(CF, conference.reference, "make_plans", chair(unit), children={row: facts})
    assert refused.value.status == 400 and len(refused.value.said.split()) > 3
    assert not ivy.childprotectionplanchild_rows.exists()


def test_a_plan_begins_on_the_day_of_its_conference_and_on_no_other(door, unit, ivy):
    """Nobody is asked for it; a system that sends a day of its own is not believed."""
    enquiry(unit, ivy)
    conference = conference_held(unit, booked(unit, ivy), DAY)
    row = row_in(door, CF, conference)
    door.on("2027-05-26 12:00")
    facts = {"why": "Hit twice", "category": "PHY"}
    if door.name == "api":
        with pytest.raises(Refusal) as refused:
            sent = {row: {**facts, "started_on": "2027-05-26"}}
            door.take(CF, conference.reference, "make_plans", chair(unit), children=sent)
        assert refused.value.status == 400 and "“started_on” here: leave it out" in refused.value.said
    page = page_of(door, f"/{CF}/{conference.reference}/make-plans/", chair(unit))
    assert "started_on" not in page
    door.take(CF, conference.reference, "make_plans", chair(unit), children={row: facts})
    assert ivy.childprotectionplanchild_rows.get().started_on == date(2027, 5, 24)
    made = ivy.childprotectionplanchild_rows.get().stage
    with pytest.raises(Refusal) as refused:
        door.take(
            PL,
            made.reference,
            "correct",
            unit.manager,
            field="started_on",
            value="2027-05-26",
            reason="Typed wrongly",
        )
    assert refused.value.status == 400


def test_no_review_is_booked_for_the_day_on_which_the_plan_began(door, unit, ivy):
    plan(unit, ivy, when="2027-05-24 10:00")
    review = asked(unit, ivy, when="2027-05-24 10:30", purpose="review")
    door.on("2027-05-24 11:00")
    with pytest.raises(Refusal, match="the plan began on Monday 24 May 2027. A review is on a later day"):
        door.take(
            CF,
            review.reference,
            "schedule",
            office(unit),
            planned_for=at("2027-05-24 15:00"),
            how="meeting",
            chair=chair(unit),
        )


def test_one_child_has_one_open_plan(door, unit, ivy):
    made = plan(unit, ivy, when="2027-05-24 10:00")
    again = conference_held(unit, asked(unit, ivy, when="2027-06-07 10:00"), "2027-06-08 10:00")
    row = row_in(door, CF, again)
    door.on("2027-06-08 11:00")
    with pytest.raises(Refusal) as refused:
        door.take(
            CF,
            again.reference,
            "make_plans",
            chair(unit),
            children={row: {"category": "EMO", "why": "Shouted at, all day"}},
        )
    assert refused.value.status in (400, 409)
    assert ivy.childprotectionplanchild_rows.get().stage == made


def test_no_visit_lies_in_the_future(door, unit, ivy):
    made = plan(unit, ivy, when="2027-05-24 10:00")
    row = row_in(door, PL, made)
    door.on("2027-05-27 10:00")
    with pytest.raises(Refusal) as refused:
        door.take(
            PL,
            made.reference,
            "record_visit",
            unit.practitioner,
            happened_at=at("2027-05-27 16:00"),
            children={row: {"seen": "alone"}},
            **VISIT,
        )
    assert refused.value.status == 400 and "future" in refused.value.said


def test_a_video_call_is_refused_as_a_visit_and_stands_as_a_call(door, unit, ivy):
    made = plan(unit, ivy, when="2027-05-24 10:00")
    row = row_in(door, PL, made)
    door.on("2027-05-27 17:00")
    call = {**VISIT, "how": "video", "happened_at": at("2027-05-27 16:00")}
    said = {"children": {row: {"seen": "alone"}}, **call}
    with pytest.raises(Refusal) as refused:
        door.take(PL, made.reference, "record_visit", unit.practitioner, **said)
    assert refused.value.status == 400 and "See the child in person" in refused.value.said
    door.take(PL, made.reference, "record_call", unit.practitioner, **said)
    assert due(ivy.reference, "visit") == "2027-06-08", "the clock that ran runs on"
    assert "A call: no visit" in page_of(door, f"/{PL}/{made.reference}/", unit.practitioner)


def test_no_plan_ends_with_the_child_not_seen(door, unit, ivy):
    made = plan(unit, ivy, when="2027-05-24 10:00")
    review = plans.held(unit, ivy, when="2027-08-20 10:00", purpose="review")
    row = row_in(door, CF, review)
    door.on("2027-08-20 12:00")
    with pytest.raises(Refusal) as refused:
        door.take(
            CF,
            review.reference,
            "end_plans",
            plans.chair(unit),
            children={row: {"why": "He has gone", "safety_plan": "Aunt", "ends_as": "no-services"}},
        )
    assert refused.value.status == 409 and "must have been seen" in refused.value.said
    assert ivy.childprotectionplanchild_rows.get().state == "OUTLINE"
    assert door.read(PL, made.reference, unit.practitioner)["state"] == "OPEN"


# A fact that happened is never refused: it stands, it is flagged, it is asked about


def test_a_conference_held_on_a_saturday_by_nobody_independent_stands_and_is_asked_about(door, unit, ivy):
    enquiry(unit, ivy)
    conference = asked(unit, ivy)
    door.on("2027-05-24 09:00")
    door.take(
        CF,
        conference.reference,
        "hold",
        chair(unit),
        held_at=at("2027-05-22 10:00"),
        how="video",
        chair=unit.manager,
        here=[unit.agency("social-care")],
    )
    told = door.read(CF, conference.reference, chair(unit))["asked_about"]
    for sentence in (
        "Held on Saturday 22 May 2027, no working day: the census cannot carry that date",
        "The chair is not independent",
        "without its quorum",
    ):
        assert any(sentence in each for each in told), sentence
        assert sentence in page_of(door, f"/{CF}/{conference.reference}/", chair(unit))
    assert Clock._rows.get(case=ivy, timescale="initial-conference").ended == "met"
    # It can decide to protect; it can never decide not to.
    row = row_in(door, CF, conference)
    door.take(
        CF,
        conference.reference,
        "make_plans",
        chair(unit),
        children={row: {"category": "PHY", "why": "Hit twice"}},
    )
    assert ivy.childprotectionplanchild_rows.get().started_on == date(2027, 5, 22)
    with pytest.raises(Refusal) as refused:
        door.take(CF, conference.reference, "close", office(unit))
    assert "the census cannot carry that date" in refused.value.said


def test_a_medical_without_recorded_consent_stands_and_is_asked_about(door, unit, ivy):
    door.on("2027-04-30 10:00")
    medical = door.open(
        MD, unit.practitioner, case=ivy.reference, type="acute-physical", allegation="A bruise on the arm"
    )
    door.on("2027-04-30 15:00")
    door.take(
        MD,
        medical,
        "attend",
        unit.health,
        examined_at=door.now,
        clinician="Dr Osei",
        photographs_taken=True,
    )
    asked_for = door.read(MD, medical, unit.health)["detail"]["asked"]
    assert any("consent" in each["says"].lower() for each in asked_for)
    assert "onsent" in page_of(door, f"/{MD}/{medical}/", unit.health)
    with pytest.raises(Refusal) as refused:
        door.take(MD, medical, "close", unit.practitioner)
    assert "consent" in refused.value.said.lower()


def test_an_interview_before_its_discussion_stands_and_is_asked_about(door, unit, ivy):
    door.on("2027-04-30 09:00")
    interview = door.open(
        AI,
        unit.police,
        "record_held",
        case=ivy.reference,
        held_at=at("2027-04-29 22:00"),
        recording_reference="WX/27/9",
        safeguarding_summary="She says who, and is at her aunt's",
    )
    held(unit, ivy, when="2027-04-30 10:00")
    door.on("2027-04-30 11:00")
    page = page_of(door, f"/{AI}/{interview}/", unit.police)
    assert "before the strategy discussion" in page
    inspector = unit.user(Role.POLICE_SUPERVISOR, agency="police")
    needs = {"language": "English", "intermediary": "not-needed", "intermediary_why": "Speaks freely"}
    door.take(AI, interview, "record_needs", unit.practitioner, **needs)
    door.take(
        AI,
        interview,
        "record_agreement",
        unit.practitioner,
        agrees=True,
        agreement="“Yes”",
        carer_informed=False,
        carer_words="She lives with the suspect",
    )
    door.take(
        AI,
        interview,
        "evaluate",
        inspector,
        information="As she said",
        action_now="He keeps away",
        safeguarding_summary="She says who",
        next_step="Statement of the aunt",
        second_interview=False,
    )
    with pytest.raises(Refusal, match="before the"):
        door.take(AI, interview, "close", unit.police)
    door.take(
        AI,
        interview,
        "give_reasons",
        unit.police,
        before_discussion_why="The duty inspector: she was to leave the country that night",
    )
    door.take(AI, interview, "close", unit.police)


def test_what_is_late_is_recorded_as_it_was(door, unit, ivy):
    """Held after its last day, visited after its last day: on record, met, and late for ever."""
    begun = enquiry(unit, ivy)
    seen(unit, ivy)
    conference = asked(unit, ivy)
    door.on("2027-06-03 12:00")
    door.take(
        CF, conference.reference, "hold", chair(unit), held_at=door.now, how="meeting",
        here=[unit.agency(kind) for kind in ("social-care", "police", "health")],
    )  # fmt: skip
    initial = Clock._rows.get(case=ivy, timescale="initial-conference")
    assert initial.ended == "met" and initial.stopped_at > initial.late_from
    row = row_in(door, CF, conference)
    door.take(
        CF,
        conference.reference,
        "make_plans",
        chair(unit),
        children={row: {"category": "PHY", "why": "Hit twice"}},
    )
    made = ivy.childprotectionplanchild_rows.get().stage.reference
    own = row_in(door, PL, made)
    door.on("2027-07-01 17:00")
    door.take(
        PL,
        made,
        "record_visit",
        unit.practitioner,
        happened_at=at("2027-06-30 16:00"),
        children={own: {"seen": "alone"}},
        **VISIT,
    )
    first = Clock._rows.filter(case=ivy, timescale="visit").order_by("pk").first()
    assert first.ended == "met" and first.stopped_at == at("2027-06-30 16:00") > first.late_from
    assert due(ivy.reference, "visit") == "2027-07-14"
    assert begun.state == "OPEN"
