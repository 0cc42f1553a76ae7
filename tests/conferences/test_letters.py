"""What leaves a conference: each letter for one recipient, from what was recorded, and nothing that is kept."""

from datetime import time

import pytest

from documents.models import IssuedDocument
from documents.render import pdf
from partners.models import Contribution
from people.models import Case
from tests.conferences.meeting import asked as asked_for
from tests.conferences.meeting import book, chair, held, office
from tests.documents.family import ADDRESS, CANARIES, CARER, REFERRER, Family
from tests.documents.test_letters import words_of
from tests.strategy.family import says
from tests.unit_of_people import at
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput

pytestmark = pytest.mark.usefixtures("committing")

BOOKED, HELD = "2027-05-13 10:00", "2027-05-24 10:00"


@pytest.fixture
def family():
    return Family()


@pytest.fixture
def conference(family):
    """Of Ivy and Rowan, after an enquiry; the school and health have reported."""
    family.enquired(family.ivy, family.rowan)
    asked = asked_for(family.unit, family.ivy, family.rowan, when=BOOKED)
    return book(family.unit, asked, HELD, BOOKED, place="Town Hall, room 4")


def fresh(record):
    return type(record)._rows.get(pk=record.pk)


def do(family, record, taken, by=None, when=BOOKED, **answers):
    return perform(getattr(fresh(record), taken), by=by or office(family.unit), at=at(when), **answers)


def letter(family, conference, kind, to, *, by=None, when=BOOKED, **answers):
    whom = {"recipient": to.reference} if hasattr(to, "known_as") else {"agency": to, "name": "Dr Osei"}
    document = perform(
        IssuedDocument().make,
        by=by or office(family.unit),
        at=at(when),
        record=conference.reference,
        letter=kind,
        as_what="one of those invited",
        reaches="post",
        **{**whom, **answers},
    )
    return document, str(document.content)


def invite(family, conference, name, **more):
    do(family, conference, "invite_person", name=name, role="parent", **more)


def contribute(family, conference, text, *, kind="health", may_know="yes", children=None, **more):
    do(
        family,
        conference,
        "contribute",
        by=family.unit.health,
        agency=family.unit.agency(kind),
        said_by="Dr Osei",
        text=text,
        family_may_know=may_know,
        children=children or [family.ivy, family.rowan],
        **more,
    )


def test_the_office_invites_the_person_known_here_and_the_letter_finds_the_line_whatever_name_stands_there(
    family, conference
):
    assert not Case.visible_to(office(family.unit)).exists(), "it works with the conference alone"
    do(family, conference, "say_who_must_not_meet", words="Leanne and Dean")
    invite(family, conference, "Leanne Harcastle")
    assert conference.invitedperson_rows.get().person is None
    # Known as a person meanwhile, and to come at a time of her own: the same line, not a second one.
    invite(family, conference, "Leanne Harcastle", person=family.leanne.reference)
    invite(family, conference, "Mum", person=family.leanne.reference, comes_from=time(10, 15))
    (row,) = conference.invitedperson_rows.all()
    assert (row.person, row.name) == (family.leanne, "Mum")
    assert "from 10:15am" in letter(family, conference, "invitation", family.leanne)[1]
    with pytest.raises(BadInput, match="related to them"):
        invite(family, conference, "", person=family.nells_mother.reference)


def test_an_invitation_says_when_where_who_chairs_and_what_it_is(family, conference):
    invite(family, conference, "Leanne Harcastle")
    document, said = letter(family, conference, "invitation", family.leanne)
    for each in (
        "Monday 24 May 2027",
        "10am",
        "Town Hall, room 4",
        chair(family.unit).name,
        "Ivy Harcastle and Rowan",
    ):
        assert each in said, each
    assert "interpreter" in said and "999" not in said
    document, said = letter(family, conference, "invitation", family.unit.agency("health"))
    assert "A written report about each child" in said


def test_no_invitation_before_the_conference_is_booked(family):
    family.enquired(family.ivy)
    asked = asked_for(family.unit, family.ivy, when=BOOKED)
    with pytest.raises(BadInput) as refused:
        letter(family, asked, "invitation", family.leanne)
    assert "Book the conference first" in says(refused)


def test_who_must_not_meet_get_times_of_their_own_and_not_each_others(family, conference):
    from datetime import time

    invite(
        family,
        conference,
        "Leanne Harcastle",
        comes_from=time(10, 0),
        comes_until=time(11, 0),
        apart_because="Bail",
    )
    with pytest.raises(BadInput) as refused:
        letter(family, conference, "invitation", family.dean)
    assert "must not meet" in says(refused)
    invite(family, conference, "Dean Harcastle", comes_from=time(11, 30), apart_because="Bail")
    _, to_leanne = letter(family, conference, "invitation", family.leanne)
    _, to_dean = letter(family, conference, "invitation", family.dean)
    assert "from 10am until 11am" in to_leanne and "11:30" not in to_leanne
    assert "from 11:30am" in to_dean and "from 10am" not in to_dean and "11am" not in to_dean
    assert "Leanne" not in to_dean and "Dean" not in to_leanne and "Bail" not in to_dean + to_leanne


def test_somebody_excluded_reads_why_and_how_they_are_heard(family, conference):
    invite(family, conference, "Dean Harcastle")
    person = fresh(conference).invitedperson_rows.get()
    do(
        family,
        conference,
        "exclude_person",
        by=chair(family.unit),
        person=person,
        reason="You threatened a worker",
        heard_how="The chair rings you the day before.",
    )
    _, said = letter(family, conference, "invitation", family.dean)
    assert "You threatened a worker" in said and "The chair rings you" in said and "Town Hall" not in said


def test_a_report_holds_only_what_this_recipient_may_know(family, conference):
    contribute(family, conference, "Ivy has missed three appointments.")
    contribute(family, conference, "SECRET-NO about the father.", may_know="no")
    contribute(family, conference, "SECRET-ASK for now.", may_know="ask-first")
    contribute(family, conference, "SECRET-POLICE line.", handling="not-for-minutes")
    contribute(family, conference, "SECRET-NAMED line.", handling="named-only")
    contribute(family, conference, "SECRET-ADULT drinks.", about_whom="Dean Harcastle")
    document, said = letter(family, conference, "conference-report", family.leanne)
    assert "Ivy has missed three appointments." in said and "SECRET" not in said
    left_out = " ".join(document.content["left_out"])
    for each in ("has not agreed to have told to the family", "on condition", "another adult"):
        assert each in left_out, each
    _, to_agency = letter(family, conference, "conference-report", family.unit.agency("education"))
    assert "Not to be told to the family. SECRET-NO" in to_agency
    assert "SECRET-POLICE" not in to_agency and "SECRET-NAMED" not in to_agency
    _, to_dean = letter(family, conference, "conference-report", family.dean)
    assert "SECRET-ADULT" in to_dean, "what is about the recipient"


def test_whoever_must_not_meet_reads_nothing_about_the_other(family, conference):
    from datetime import time

    for name, hour in (("Leanne Harcastle", 10), ("Dean Harcastle", 12)):
        invite(family, conference, name, comes_from=time(hour, 0), apart_because="Bail")
    contribute(family, conference, "Leanne told us that she is afraid of him.")
    contribute(family, conference, "Ivy sleeps badly.")
    document, said = letter(family, conference, "conference-report", family.dean)
    assert "afraid" not in said and "Ivy sleeps badly." in said
    assert any("do not meet" in each for each in document.content["left_out"])


@pytest.mark.parametrize(
    "tells",
    [
        "Mrs Osborne told us that she is afraid.",
        "Lee is afraid.",
        "The flat at 3 Weir Court is damp.",
        "Ring her on 01632-960 777.",
    ],
)
def test_neither_the_other_names_nor_the_home_nor_the_number_of_whom_one_must_not_meet_are_told(
    family, conference, tells
):
    family.do(family.leanne.correct, field="family_name", value="Osborne", reason="Married name")
    family.do(family.leanne.correct, field="also_known_as", value="Lee", reason="So called at school")
    family.do(family.leanne.correct, field="telephone", value="01632 960777", reason="New")
    family.do(family.leanne.add_address, lines="3 Weir Court", postcode="WX4 1AA")
    for person, hour in ((family.leanne, 10), (family.dean, 12)):
        invite(family, conference, "", person=person.reference, comes_from=time(hour), apart_because="Bail")
    contribute(family, conference, tells)
    contribute(family, conference, "Ivy Harcastle is tired.")
    _, to_dean = letter(family, conference, "conference-report", family.dean)
    assert tells not in to_dean and "Ivy Harcastle is tired." in to_dean
    _, to_leanne = letter(family, conference, "conference-report", family.leanne)
    assert tells in to_leanne


def test_a_correction_of_what_an_agency_said_takes_the_place_of_the_first(family, conference):
    contribute(family, conference, "Missed five appointments.")
    first = Contribution._rows.get()
    do(
        family,
        conference,
        "amend_contribution",
        by=family.unit.health,
        contribution=first,
        text="Missed three appointments.",
    )
    _, said = letter(family, conference, "conference-report", family.leanne)
    assert "Missed three" in said and "Missed five" not in said


def decided(family, conference, **facts):
    conference = held(family.unit, fresh(conference), HELD)
    answers = {
        "category": "PHY",
        "lead_practitioner": family.unit.practitioner,
        "outline": "Hurt twice; nobody could say how",
        "contingency": "Legal advice",
        "core_group_on": at("2027-06-03 10:00").date(),
        **facts,
    }
    children = [
        ChildAnswers(family.ivy, {**answers, "why": facts.get("why", "Two injuries in a month.")}),
        ChildAnswers(family.rowan, {**answers, "category": "EMO", "why": "Rowan saw and heard it."}),
    ]
    return perform(conference.make_plans, by=chair(family.unit), at=at(HELD), children=children)


def test_a_notice_says_for_each_child_what_was_decided_why_who_leads_and_how_to_complain(family, conference):
    with pytest.raises(BadInput, match="was held"):
        letter(family, conference, "decision-notice", family.leanne)
    done = decided(family, conference)
    document, said = letter(family, done, "decision-notice", family.leanne, when="2027-05-25 09:00")
    for each in (
        "Ivy Harcastle is now the subject of a child protection plan.",
        "Physical abuse.",
        "Emotional abuse.",
        "Two injuries in a month.",
        "Rowan saw and heard it.",
        family.unit.practitioner.name,
        "Thursday 3 June 2027",
        "24 August 2027",
    ):
        assert each in said, each
    assert "with another chair" in " ".join(document.content["complain"])
    text = words_of(pdf(document.content, document.reference, document.checksum, document.made_at))
    assert "Two injuries in a month." in text and "Notice of what a conference decided" in text


def test_a_notice_tells_whoever_must_not_meet_neither_the_common_day_nor_what_is_about_the_other(
    family, conference
):
    for person, hour in ((family.leanne, 10), (family.dean, 12)):
        invite(
            family,
            conference,
            "",
            person=person.reference,
            comes_from=time(hour),
            apart_because="Bail",
        )
    done = decided(
        family,
        conference,
        outline="Leanne rings Lantern before she answers him",
        core_group="Leanne, Lantern, the school",
    )
    document, to_dean = letter(family, done, "decision-notice", family.dean, when="2027-05-25 09:00")
    for each in ("Leanne", "Lantern", "3 June"):
        assert each not in to_dean, each
    assert "Two injuries in a month." in to_dean and "You will be told when and where you come." in to_dean
    assert any("each is told apart" in each for each in document.content["left_out"])
    _, to_school = letter(
        family, done, "decision-notice", family.unit.agency("education"), when="2027-05-25 09:00"
    )
    assert "Lantern" in to_school and "3 June" in to_school
    # Once bail says from whom she is protected, she reads the whole of the plan, and he still does not.
    family.do(
        family.ivy.child.record_condition,
        kind="bail",
        against=family.dean,
        what="Not to come to the house",
        from_at=at(BOOKED),
        expires_at=at("2027-08-12 23:59"),
    )
    for whom, reads in ((family.leanne, True), (family.dean, False)):
        _, said = letter(family, done, "decision-notice", whom, when="2027-05-25 09:00")
        assert ("Lantern" in said, "3 June" in said) == (reads, reads), whom


@pytest.mark.parametrize("kind", ["invitation", "decision-notice", "conference-report", "safety-plan"])
@pytest.mark.parametrize("whom", ["dean", "leanne", "health"])
def test_no_letter_of_a_conference_gives_away_what_is_kept(family, kind, whom):
    """Written into every free field by everybody, it reaches no paper."""
    family.hide()
    family.referred(family.ivy)
    leak = f"Seen at {ADDRESS}. {CARER} opened the door. {REFERRER} rang again. Ivy laughed a lot."
    enquiry = family.enquired(family.ivy, family.rowan)
    family.do(
        enquiry.analyse,
        children=[
            ChildAnswers(case, {"harm_analysis": f"{case.reference}. {leak}", "protective_factors": leak})
            for case in (family.ivy, family.rowan)
        ],
    )
    family.do(
        enquiry.decide_protection,
        children=[ChildAnswers(case, {"protection": leak}) for case in (family.ivy, family.rowan)],
    )
    asked = asked_for(family.unit, family.ivy, family.rowan, when=BOOKED)
    booked = book(family.unit, asked, HELD, BOOKED, place=f"At {ADDRESS}")
    contribute(family, booked, leak, own_words=leak)
    if kind == "decision-notice":
        facts = dict.fromkeys(("why", "outline", "contingency", "core_group", "safety_plan"), leak)
        booked = decided(family, booked, **facts)
    to = {"dean": family.dean, "leanne": family.leanne, "health": family.unit.agency("health")}[whom]
    document, said = letter(
        family, booked, kind, to, by=family.unit.manager, when="2027-05-25 09:00", words=leak
    )
    for canary in CANARIES:
        assert canary.casefold() not in said.casefold(), canary
    if kind != "invitation":
        assert "Ivy laughed a lot." in said
