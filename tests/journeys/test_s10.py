"""S10, a concern that is not substantiated, and concerns that come again: whole, through both doors, every date."""

from datetime import timedelta

import pytest
import time_machine

from cpu.roles import Role
from referrals.models import Referral
from tests.journeys import families
from tests.journeys.doors import Door, Refusal, due, due_of
from tests.journeys.families import referral
from tests.journeys.working import assessment_of, receive, rows, safe_tonight, screen, views
from tests.unit_of_people import at

pytestmark = pytest.mark.usefixtures("committing")


def test_s10_a_third_concern_needs_everyone_heard_and_two_managers(door):
    unit = door.unit
    for number, (day, closed) in enumerate((("2027-01-11", "2027-01-12"), ("2027-03-01", "2027-03-02")), 1):
        door.on(f"{day} 10:00")
        earlier = receive(
            door, referral(f"S10-{number}", "The aunt rang: he is shut in his room", families.JONAH)
        )
        close_without_action(door, earlier, f"{closed} 10:00", again=number > 1)
    door.on("2027-05-28 16:00")
    third = receive(
        door,
        referral(
            "S10-3",
            "A child is locked in",
            families.JONAH,
            source="9",
            referrer={"type": "anonymous", "name": "", "phone": ""},
        ),
    )
    assert due_of(third, "referral-decision") == ["2027-06-01"]
    case = screen_again(door, third)
    row = rows(door, "referrals", third)["Jonah"]
    choices = door.read("referrals", third, unit.manager)["steps"]
    assert not [step for step in choices if "substantiated" in step or "malicious" in step]
    seen_the_same_day(door, third, row)
    door.on("2027-06-01 10:00")
    closing_needs_a_second_manager(door, third, row)
    door.take(
        "referrals",
        third,
        "decide_assessment",
        unit.manager,
        team=unit.team("unit"),
        reason="A third concern within the year",
        children={row: {"decided_why": "Seen well; the pattern is not"}},
    )
    assert due(case, "assessment") == "2027-08-02"
    assessment = assessment_of(case)
    child = rows(door, "assessments", assessment)["Jonah"]
    finding = {"outcome": "not-substantiated", "factors": ["21"], "proposed_why": "Doors have no locks"}
    with pytest.raises(Refusal, match="malicious"):  # the word is asked about wherever it is written
        judged = {child: {**finding, "proposed_why": "A malicious call"}}
        door.take("assessments", assessment, "propose", unit.practitioner, children=judged)
    door.take("assessments", assessment, "propose", unit.practitioner, children={child: finding})
    with pytest.raises(Refusal) as refused:
        door.take("assessments", assessment, "authorise", unit.manager, children=[child])
    assert refused.value.status == 409
    for words in ("second manager", "seen", "Police"):
        assert words.lower() in refused.value.said.lower()

    the_health_visitor_disagrees(door, assessment, third)
    meet_the_whole_set(door, assessment, child, third)
    with pytest.raises(Refusal) as refused:  # nobody authorises alone, nor agrees to an own proposal
        door.take("assessments", assessment, "authorise", unit.manager, children=[child])
    assert "second manager" in refused.value.said
    door.take(
        "assessments",
        assessment,
        "second_manager_agrees",
        unit.service_manager,
        children=[child],
        words="Read whole, with the aunt's account",
    )
    door.take("assessments", assessment, "authorise", unit.manager, children=[child])
    assert rows_state(door, "assessments", assessment) == {"AUTHORISED"}
    with time_machine.travel(door.now, tick=False):
        page = door.client(unit.practitioner).get(f"/assessments/{assessment}/").content.decode()
    assert "This does not mean it did not happen" in page
    first = Referral._rows.order_by("pk").first()
    door.take(
        "assessments",
        assessment,
        "record_referrer_contact",
        unit.practitioner,
        concern=first.reference,
        happened_at=door.now,
        reached=True,
        words="The aunt: told that he was seen, that it was read with her two calls, and to ring again.",
    )
    tell_who_called(door, third)

    door.on("2027-09-06 09:15")
    again = receive(door, referral("S10-5", "He flinches when doors close", families.JONAH, source="2A"))
    assert due_of(again, "referral-decision") == ["2027-09-07"]
    screen_again(door, again, attached=True)
    [jonah] = door.read("referrals", again, unit.front_door)["children"]
    assert [each[:10] for each in jonah["earlier_referrals"]] == ["2027-01-11", "2027-03-01", "2027-05-28"]
    with time_machine.travel(door.now, tick=False):
        page = door.client(unit.front_door).get(f"/referrals/{again}/").content.decode()
    for earlier in Referral._rows.exclude(subject__reference=again).values_list(
        "subject__reference", flat=True
    ):
        assert earlier in page  # all earlier concerns about the child stand together
    assert "Referred before" in page and "Friday 28 May 2027" in page
    assert "3 in the twelve months before, 3 of them from family or public" in page
    assert page.count("not yet spoken to") == 1, (
        "marked by who raised them; nobody could reach the anonymous one"
    )


def closing_needs_a_second_manager(door: Door, concern: str, row: str) -> None:
    """Whoever wants to end the third concern within a year here: one manager alone cannot."""
    nothing = {
        "proposed": "NO_ACTION",
        "proposed_why": "Seen on Friday, well",
        "history": "The aunt rang twice",
        "grounds": ["another-account"],
    }
    door.take("referrals", concern, "propose", door.unit.front_door, children={row: nothing})
    with pytest.raises(Refusal) as refused:
        alone = {row: {"decided_why": "He can open it himself"}}
        door.take("referrals", concern, "decide_no_action", door.unit.manager, children=alone)
    assert refused.value.status == 409 and "second manager" in refused.value.said
    choices = ("not-substantiated", "NOT_SUBSTANTIATED")
    for choice in choices:  # no outcome of screening
        with pytest.raises(Refusal) as refused:
            wrong = {row: {**nothing, "proposed": choice}}
            door.take("referrals", concern, "propose", door.unit.front_door, children=wrong)
        assert refused.value.status == 400


def seen_the_same_day(door: Door, concern: str, row: str) -> None:
    """Somebody went at once: he is seen and heard alone, and it stands in the referral."""
    door.on("2027-05-28 18:00")
    door.take(
        "referrals",
        concern,
        "record_facts",
        door.unit.front_door,
        children={
            row: {
                "heard_alone_at": at("2027-05-28 17:15"),
                "heard_alone_by": "The duty social worker",
                "own_words": "I can open it myself.",
            }
        },
    )


def the_health_visitor_disagrees(door: Door, assessment: str, concern: str) -> None:
    """Raised on 2 June at level 1, due on the 3rd; straight to level 3, due on the 9th. Two sides close each."""
    unit = door.unit
    visitor = unit.user(Role.AGENCY_PROFESSIONAL, agency="health", team=None, name="Ruth Bell")
    outside = unit.user(Role.TEAM_MANAGER, name="Amir Sadiq")
    door.take("assessments", assessment, "invite", unit.practitioner, agency=unit.agency("health"))
    door.on("2027-06-02 10:00")

    def raised(**more) -> str:
        return door.open(
            "disagreements",
            visitor,
            about=assessment,
            decision="That it is not substantiated",
            why="He has been seen once, with his mother in the room",
            **more,
        )

    first, third = raised(), raised(level=3)
    assert due_of(first, "escalation") == ["2027-06-03"]
    assert due_of(third, "escalation") == ["2027-06-09"]
    for disagreement, answered_by in ((first, outside), (third, unit.user(Role.HEAD_OF_SERVICE))):
        for party in (visitor, unit.practitioner):  # nobody in the dispute answers it
            with pytest.raises(Refusal) as refused:
                door.take("disagreements", disagreement, "answer", party, words="It stands")
            assert refused.value.status == 403
        door.take(
            "disagreements", disagreement, "answer", answered_by, words="He is heard alone before it ends"
        )
        with pytest.raises(Refusal) as refused:
            door.take("disagreements", disagreement, "accept_answer", answered_by, words="Settled")
        assert refused.value.status == 403
        door.take("disagreements", disagreement, "accept_answer", visitor, words="That settles it")
        assert door.read("disagreements", disagreement, visitor)["state"] == "RESOLVED"


def tell_who_called(door: Door, concern: str) -> None:
    """Nobody can tell a caller without name or number; why not stands there."""
    door.take(
        "referrals",
        concern,
        "tell_referrer",
        door.unit.front_door,
        told_at=door.now,
        words="Cannot be told: no name and no number was given.",
    )


def meet_the_whole_set(door: Door, assessment: str, child: str, concern: str) -> None:
    """Everyone heard: the child alone, four agencies, the known referrers, the unknown one tried for twice."""
    unit = door.unit

    def take(step, **answers):
        door.take("assessments", assessment, step, unit.practitioner, **answers)

    take(
        "record_seen",
        happened_at=door.now,
        how="home",
        place="At home",
        by_whom=unit.practitioner.name,
        children={child: {"seen": "alone", "observed": "Showed his room; the door has no lock."}},
    )
    take(
        "record_own_words",
        children=[child],
        happened_at=door.now,
        words="I like my room.",
        question="Tell me about your room.",
        to_whom=unit.practitioner.name,
        place="Nursery",
        alone=True,
    )
    take("invite", agency=unit.agency("education"), whom=unit.school.name)
    views(door, "assessments", assessment, ["Jonah"], "against", "Nothing points to harm")
    for day in (1, 2):
        take(
            "record_referrer_contact",
            concern=concern,
            happened_at=door.now - timedelta(hours=day),
            reached=False,
            words="The number is withheld",
            why_impossible="No name and no number was given",
        )
    take(
        "record_earlier_concerns", children={child: {"shows": "The same worry, three times; each seen well."}}
    )


def rows_state(door: Door, resource: str, reference: str) -> set[str]:
    return {row["state"] for row in door.read(resource, reference, door.unit.service_manager)["children"]}


def screen_again(door: Door, reference: str, *, attached: bool = False) -> str:
    """The same child again: chosen among the known people, and the case opened anew or attached to."""
    from people.models import Person

    unit = door.unit
    jonah = Person._rows.get(given_name="Jonah")
    row = rows(door, "referrals", reference)["Jonah"]
    door.take(
        "referrals", reference, "identify", unit.front_door, children={row: {"person": jonah.reference}}
    )
    if attached:
        door.take("referrals", reference, "attach", unit.front_door, children=[row])
    else:
        team = unit.team("front-door")
        door.take("referrals", reference, "open_cases", unit.front_door, children=[row], team=team)
    case = door.read("referrals", reference, unit.manager)["children"][0]["case"]
    if not attached:
        safe_tonight(door, case)
    return case


def close_without_action(door: Door, reference: str, moment: str, *, again: bool) -> None:
    """An earlier concern of the aunt, ended as practice asks: heard, read together, decided by another."""
    unit = door.unit
    case = screen_again(door, reference) if again else screen(door, reference)["Jonah"]
    row = rows(door, "referrals", reference)["Jonah"]
    if "screen" in door.read("referrals", reference, unit.manager)["steps"]:
        door.take("referrals", reference, "screen", unit.front_door)

    def take(step, by=unit.front_door, **answers):
        door.take("referrals", reference, step, by, **answers)

    take(
        "record_referrer_contact",
        happened_at=door.now,
        reached=True,
        words="She hears him cry in the evenings.",
    )
    take(
        "record_earlier_concerns",
        shows="The first concern about him." if not again else "The aunt said the same in January.",
    )
    take(
        "propose",
        children={
            row: {
                "proposed": "NO_ACTION",
                "proposed_why": "Seen by the health visitor last week, well",
                "history": "None before this year",
                "grounds": ["another-account", "needs-met"],
            }
        },
    )
    door.on(moment)
    if again:  # a repeat within 60 days of no action
        take("second_manager_agrees", unit.service_manager, children=[row], words="Read with the first")
    take(
        "decide_no_action",
        unit.manager,
        children={row: {"decided_why": "Explained, and the health visitor goes again"}},
    )
    take("tell_referrer", told_at=door.now, words="Told what was decided, as far as may be said.")
    take("tell_parents", told_at=door.now, words="Told of the call; not by whom.")
    take("close")
    if case:
        end_case(door, case)


def end_case(door: Door, case: str) -> None:
    """Closed by a manager, once it stands where the child sleeps and what was needed."""
    manager = door.unit.service_manager
    door.take("cases", case, "record_primary_need", manager, primary_need="N5")
    door.take("cases", case, "close", manager, reason="RC7", words="Nothing is open for him.")
