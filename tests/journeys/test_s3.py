"""S3, three siblings and two discussions: Ivy, Rowan and Teal, from the grandmother's call to the end of the plans.

Each child has its own threshold, target, decision and category; one conference, one plan and one visit serve all.
"""

from datetime import date

import pytest

from conferences.models import ChildInNeedPlan
from tests.journeys import families
from tests.journeys.doors import Door, Refusal, due, due_of, met, met_of, running
from tests.journeys.families import referral
from tests.journeys.onwards import (
    ALONE,
    accept_plan,
    act_on,
    approve,
    ask_for_conference,
    ask_for_medical,
    book_provisionally,
    chair_of,
    core_group,
    decide_at_conference,
    examine,
    facts,
    family_worker,
    hold_conference,
    invite_parent,
    invite_school,
    office_of,
    paediatrician,
    plan_of,
    report_medical,
    report_to_conference,
    schedule,
    send_notice,
    share_report,
    subject_of_a_plan,
    visit,
    write_minutes,
)
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
from tests.unit_of_people import at

pytestmark = pytest.mark.usefixtures("committing")

SD, S47, MD, CF, PL, CN = (
    "strategy-discussions",
    "section-47-enquiries",
    "medicals",
    "conferences",
    "plans",
    "child-in-need-plans",
)


def test_s3_three_siblings_from_the_referral_to_the_end_of_their_plans(door):
    door.on("2027-04-29 10:00")
    reference = receive(
        door, referral("S3", "Ivy told me that he hurt her", families.IVY, families.ROWAN, families.TEAL)
    )
    assert due_of(reference, "referral-decision") == ["2027-04-30"] * 3
    case = screen(door, reference)
    decide(door, reference, "Ivy", "Rowan", "Teal")
    assert {due(case[name], "assessment") for name in case} == {"2027-07-05"}

    enquiry = two_of_three_are_enquired_into(door, case)
    ivy_is_not_brought_and_then_examined(door, case, enquiry)
    conference = to_the_conference_table(door, case, enquiry)
    plan = decided_for_each_child(door, case, conference)
    help_for_rowan = handed_to_a_worker_who_accepts(door, case)
    worked_by_the_core_group(door, case, plan, help_for_rowan)
    write_it_up(door, conference)
    reviewed_until_it_ends(door, case, plan)


def two_of_three_are_enquired_into(door: Door, case: dict[str, str]) -> str:
    """Fifteen working days count from the first discussion for Ivy and Rowan; a review of it resets nothing."""
    unit = door.unit
    door.on("2027-04-30 11:00")
    first = discuss(door, list(case.values()))
    contribute(door, SD, first, ["Ivy", "Rowan"])
    agree(door, first, "Ivy", "Rowan")
    assert due(case["Ivy"], "initial-conference") == due(case["Rowan"], "initial-conference") == "2027-05-24"
    enquiry = enquiry_of(case["Ivy"])
    assert enquiry == enquiry_of(case["Rowan"])
    book_provisionally(door, enquiry, "2027-05-24", "Ivy", "Rowan")

    # For Teal the decision goes the other way: everything is asked for before anybody decides so.
    teal = rows(door, SD, first)["Teal"]
    with pytest.raises(Refusal) as refused:
        door.take(
            SD, first, "agree_no_enquiries", unit.manager, children={teal: {"threshold_why": "Seen well"}}
        )
    assert refused.value.status == 409 and "where the child sleeps tonight" in refused.value.said
    views(door, SD, first, ["Teal"], "against", "Nothing known that reaches the threshold")
    door.take(
        SD,
        first,
        "record_facts",
        unit.practitioner,
        children={teal: {**ready(door, "Seen well at nursery", medical="done"), "lives_with_source": False}},
    )
    door.take(
        SD,
        first,
        "agree_no_enquiries",
        unit.manager,
        children={teal: {"threshold_why": "Seen well at nursery, and apart from him"}},
    )
    # Down takes two: the manager who chaired decided so, and another confirms it.
    door.take(
        SD, first, "confirm", unit.service_manager, comment="Read with the nursery's account, and agreed"
    )
    for name in ("Ivy", "Rowan"):
        ask_for_medical(door, case[name], first)
    issue(door, first, "Ivy", "Rowan")
    assert met_of(first, "strategy-record") == ["2027-04-30"]

    door.on("2027-05-12 14:00")
    review = discuss(door, [case["Ivy"], case["Rowan"]], review=True)
    known = rows(door, SD, review)
    door.take(
        SD,
        review,
        "continue_enquiries",
        unit.manager,
        children={row: {"threshold_why": f"{name}: nothing has changed"} for name, row in known.items()},
    )
    assert due(case["Ivy"], "initial-conference") == due(case["Rowan"], "initial-conference") == "2027-05-24"
    return enquiry


def ivy_is_not_brought_and_then_examined(door: Door, case: dict[str, str], enquiry: str) -> None:
    """Not brought: the request stands and its time runs on. Both are examined the next day, and reported on."""
    doctor = paediatrician(door.unit)
    medicals = {name: medical_of(case[name]) for name in ("Ivy", "Rowan")}
    door.on("2027-04-30 12:00")
    for medical in medicals.values():
        assert due_of(medical, "medical-acute") == ["2027-05-01T10:00:00+00:00"]
        door.take(MD, medical, "accept", doctor, accepted_by=doctor.name)
    booked = {"booked_for": at("2027-04-30 15:00"), "place": "Wexmoor General"}
    door.take(MD, medicals["Ivy"], "book", doctor, **booked, brought_by="Leanne Harcastle")
    door.on("2027-04-30 16:00")
    door.take(
        MD,
        medicals["Ivy"],
        "record_not_brought",
        doctor,
        happened_at=at("2027-04-30 15:00"),
        what_next="The practitioner fetches her tomorrow at nine",
        manager_told="Helen Okoro, at four",
    )
    assert door.read(MD, medicals["Ivy"], doctor)["state"] == "REQUESTED"
    door.on("2027-05-01 10:30")
    for medical in medicals.values():
        examine(door, medical)
        assert met_of(medical, "medical-acute") == ["2027-05-01"]
        assert met_of(medical, "preliminary-opinion") == ["2027-05-01"]
        assert due_of(medical, "medical-report") == ["2027-05-06"], "3 May is a holiday"
    door.on("2027-05-06 12:00")
    for medical in medicals.values():
        report_medical(door, medical)
    door.on("2027-05-13 10:00")
    enquire(door, enquiry, "Ivy", "Rowan")
    invite_school(door, S47, enquiry)
    views(door, S47, enquiry, ["Ivy", "Rowan"], "for", "The account is clear, and he is still there")
    propose(door, enquiry, "likely", "Ivy", "Rowan")
    found = rows(door, S47, enquiry)
    with pytest.raises(Refusal) as refused:
        door.take(
            S47,
            enquiry,
            "approve_outcome",
            door.unit.practitioner,
            children=[found["Ivy"]],
            comment="I agree with myself",
        )
    assert refused.value.status == 403
    approve(door, enquiry, "Ivy", "Rowan")
    assert met(case["Ivy"], "enquiry-outcome") == "2027-05-13"


def medical_of(case: str) -> str:
    from strategy.models import ChildProtectionMedical

    return ChildProtectionMedical._rows.get(children__case__subject__reference=case).reference


def to_the_conference_table(door: Door, case: dict[str, str], enquiry: str) -> str:
    """Asked for two, joined by the third; two parents apart, each with a report of their own, in time."""
    unit = door.unit
    door.on("2027-05-13 15:00")
    conference = ask_for_conference(door, case["Ivy"], case["Rowan"])
    assert door.read(CF, conference, chair_of(unit))["provisional_on"] == "2027-05-24"
    for wrong, says in (
        ("2027-05-22 10:00", "Saturday 22 May 2027"),
        ("2027-05-25 10:00", "Monday 24 May 2027"),
    ):
        with pytest.raises(Refusal) as refused:
            schedule(door, conference, wrong, kinds=())
        assert refused.value.status == 400 and says in refused.value.said
    schedule(door, conference, "2027-05-24 10:00")
    assert due_of(conference, "agency-report") == ["2027-05-17"] * 4
    assert due_of(conference, "parents-report") == ["2027-05-19"]
    apart = "Dean must not meet Leanne, nor read where she stays"
    leanne = invite_parent(
        door, conference, "Leanne Harcastle", relationship="Mother", comes_from="10:00", comes_until="11:15"
    )
    dean = invite_parent(
        door,
        conference,
        "Dean Harcastle",
        relationship="Father",
        comes_from="11:30",
        comes_until="12:15",
        apart_because=apart,
    )
    words = f"{apart}: he comes at 11:30, by the other door."
    door.take(CF, conference, "say_who_must_not_meet", unit.practitioner, words=words)
    door.on("2027-05-17 14:00")
    report_to_conference(door, conference, "Ivy", "Rowan")
    assert met_of(conference, "agency-report") == ["2027-05-17"] * 4
    door.on("2027-05-19 11:00")
    share_report(door, conference, leanne)
    assert not every_parent_has_it(conference), "one parent has it, the other not yet"
    share_report(door, conference, dean, part="Without the mother's address, and her account")
    assert met_of(conference, "parents-report") == ["2027-05-19"]

    # A new injury: Teal's own enquiry, with a target of her own, and no other moves.
    door.on("2027-05-20 10:00")
    second = discuss(door, [case["Teal"]])
    agree(door, second, "Teal")
    assert due(case["Teal"], "initial-conference") == "2027-06-11"
    assert due(case["Ivy"], "initial-conference") == due(case["Rowan"], "initial-conference") == "2027-05-24"
    door.shows(case["Teal"], initial_conference="2027-06-11", assessment="2027-07-05")
    door.shows(case["Ivy"], initial_conference="2027-05-24", assessment="2027-07-05")
    assert due_of(second, "strategy-record") == ["2027-05-21"]
    medical = ask_for_medical(door, case["Teal"], second)
    door.on("2027-05-20 15:00")
    examine(door, medical)
    issue(door, second, "Teal")
    own = enquiry_of(case["Teal"])
    enquire(door, own, "Teal")
    invite_school(door, S47, own)
    views(door, S47, own, ["Teal"], "for", "A burn that nobody explains")
    propose(door, own, "likely", "Teal")
    door.take(CF, conference, "add_children", unit.practitioner, cases=[case["Teal"]])
    door.on("2027-05-21 09:30")
    approve(door, own, "Teal")
    report_to_conference(door, conference, "Teal")

    door.on("2027-05-24 12:30")
    hold_conference(door, conference)
    for person, start, end, said in (
        (leanne, "10:00", "11:15", "I want him gone"),
        (dean, "11:30", "12:05", "It was never like that"),
    ):
        door.take(
            CF,
            conference,
            "record_person_attendance",
            office_of(unit),
            person=person,
            attendance="here",
            here_from=start,
            here_until=end,
            said=said,
        )
    for name in case:
        assert met(case[name], "initial-conference") == "2027-05-24", "fifteen working days: on time"
    assert due_of(conference, "decision-notice") == ["2027-05-25"]
    assert due_of(conference, "minutes") == ["2027-06-22"]
    return conference


def every_parent_has_it(conference: str) -> bool:
    from cpu.models import Clock

    clocks = Clock._rows.filter(record__reference=conference, timescale="parents-report")
    return clocks.filter(stopped_at__isnull=False).exists()


def decided_for_each_child(door: Door, case: dict[str, str], conference: str) -> str:
    """Each agency's view is kept, the dissent too; the chair decides: two plans, and one child in need."""
    unit = door.unit
    views(door, CF, conference, ["Ivy", "Teal"], "for", "Hurt, and it would go on")
    with pytest.raises(Refusal) as refused:
        decide_at_conference(
            door, conference, "decide_child_in_need", Rowan={"why": "Never hit, and elsewhere in the week"}
        )
    assert refused.value.status == 409
    for sentence in ("No view on this child yet", "Say what keeps the child safe", "Name the worker"):
        assert sentence in refused.value.said
    views(door, CF, conference, ["Rowan"], "against", "He was never hit, and is with his aunt in the week")
    known = rows(door, CF, conference)
    dissent = {
        "view": "for",
        "words": "He hears everything through the wall",
        "agency": unit.agency("education"),
    }
    door.take(CF, conference, "give_view", unit.school, children=[known["Rowan"]], **dissent)
    more = {"core_group_on": date(2027, 6, 7), "previous_plans": 0}
    decide_at_conference(
        door,
        conference,
        "make_plans",
        Ivy=subject_of_a_plan(
            door, "PHY", "Ivy: gripped and hit, and she tells it", further_categories=["EMO"], **more
        ),
        Teal=subject_of_a_plan(door, "PHY", "Teal: a burn before she can say a word", **more),
    )
    decide_at_conference(
        door,
        conference,
        "decide_child_in_need",
        Rowan={
            "why": "Never hit, and with his aunt from Monday to Friday",
            "safety_plan": "The aunt has the key; he rings her",
            "next_step_for": family_worker(unit),
        },
    )
    said = facts(door, CF, conference)
    decided = {name: (row["state"], row.get("category")) for name, row in said.items()}
    assert decided == {"Ivy": ("PLAN", "PHY"), "Teal": ("PLAN", "PHY"), "Rowan": ("NO_PLAN_CIN", None)}
    page = door.page(f"/{CF}/{conference}/", chair_of(unit))
    assert "He hears everything through the wall" in page and "I want him gone" in page
    for name in ("Ivy", "Teal"):
        assert due(case[name], "first-core-group") == due(case[name], "visit") == "2027-06-08"
        assert due(case[name], "first-review-conference") == "2027-08-24"
        door.shows(case[name], first_core_group="2027-06-08", first_review_conference="2027-08-24")
    assert not {"first-core-group", "first-review-conference"} & running(case["Rowan"])
    plan = plan_of(case["Ivy"])
    assert plan == plan_of(case["Teal"])
    door.on("2027-05-25 10:00")
    send_notice(door, conference)
    assert met_of(conference, "decision-notice") == ["2027-05-25"]
    return plan


def handed_to_a_worker_who_accepts(door: Door, case: dict[str, str]) -> str:
    """For Rowan alone, and nobody's until the worker accepts."""
    tom, help_for_rowan = family_worker(door.unit), plan_of(case["Rowan"], ChildInNeedPlan)
    assert due_of(help_for_rowan, "support-plan-accepted") == ["2027-06-01"]
    assert list(rows(door, CN, help_for_rowan)) == ["Rowan"]
    door.on("2027-05-26 09:00")
    accept_plan(door, CN, help_for_rowan, tom)
    assert met_of(help_for_rowan, "support-plan-accepted") == ["2027-05-26"]
    assert (
        due(case["Rowan"], "visit") == "2027-06-24"
        and due(case["Rowan"], "support-plan-review") == "2027-08-26"
    )
    with pytest.raises(Refusal) as refused:  # none overlaps a child protection plan
        door.open(CN, door.unit.manager, cases=[case["Ivy"]], to=tom, why="As well")
    assert "subject of a child protection plan" in refused.value.said
    return help_for_rowan


def worked_by_the_core_group(door: Door, case: dict[str, str], plan: str, help_for_rowan: str) -> None:
    """The detailed plan within ten working days; three siblings visited, recorded once."""
    unit = door.unit
    door.take(PL, plan, "take_alongside", unit.practitioner, cases=[case["Rowan"]])
    act_on(door, plan, "Ivy", "2027-06-11", "Leanne Harcastle, mother")
    door.on("2027-06-07 16:30")
    core_group(door, plan, "Ivy", "Teal", detail=True)
    for name in ("Ivy", "Teal"):
        assert met(case[name], "first-core-group") == "2027-06-07"
        assert due(case[name], "core-group") == "2027-07-19"
    states = {name: row["state"] for name, row in facts(door, PL, plan).items()}
    assert states == {"Ivy": "DETAILED", "Teal": "DETAILED", "Rowan": "ALONGSIDE"}
    door.on("2027-06-08 17:00")
    visit(
        door,
        plan,
        Ivy={**ALONE, "words": "I sleep good now", "question": "How are the nights?"},
        Rowan={"seen": "not-alone", "not_alone_because": "He asked for Ivy"},
        Teal={"seen": "not-seen", "what_next": "Tomorrow at nursery", "manager_told": "Helen Okoro, at five"},
    )
    assert met(case["Ivy"], "visit") == "2027-06-08" and due(case["Ivy"], "visit") == "2027-06-22"
    assert due(case["Teal"], "visit") == "2027-06-08", "not seen: nothing is met, for her alone"
    assert met(case["Rowan"], "visit") == "2027-06-08" and due(case["Rowan"], "visit") == "2027-07-06"
    door.on("2027-06-09 10:00")
    visit(door, plan, Teal=ALONE)
    assert met(case["Teal"], "visit") == "2027-06-09, late" and due(case["Teal"], "visit") == "2027-06-23"


def write_it_up(door: Door, conference: str) -> None:
    door.on("2027-06-22 10:00")
    write_minutes(door, conference)
    assert met_of(conference, "minutes") == ["2027-06-22"]


def reviewed_until_it_ends(door: Door, case: dict[str, str], plan: str) -> None:
    """The first review changes what each plan is about; the second ends one, the third the other."""
    unit = door.unit
    door.on("2027-08-17 10:00")
    visit(door, plan, Ivy=ALONE, Teal=ALONE)
    review = review_conference(door, "2027-08-24 10:00", case["Ivy"], case["Teal"])
    views(door, CF, review, ["Ivy", "Teal"], "for", "Safer, and not yet safe")
    decide_at_conference(
        door,
        review,
        "continue_plans",
        Ivy=subject_of_a_plan(door, "EMO", "Ivy: not hit since May, and still frightened"),
        Teal=subject_of_a_plan(door, "NEG", "Teal: three appointments missed"),
    )
    for name in ("Ivy", "Teal"):
        assert met(case[name], "first-review-conference") == "2027-08-24"
        assert due(case[name], "review-conference") == "2028-02-24"
    said = facts(door, PL, plan)
    categories = {
        name: (said[name]["initial_category"], said[name]["latest_category"]) for name in ("Ivy", "Teal")
    }
    assert categories == {"Ivy": ("PHY", "EMO"), "Teal": ("PHY", "NEG")}

    door.on("2028-02-08 16:00")
    visit(door, plan, Ivy=ALONE, Teal=ALONE)
    second = review_conference(door, "2028-02-24 10:00", case["Ivy"], case["Teal"])
    views(door, CF, second, ["Ivy"], "against", "She is safe, and says so")
    decide_at_conference(
        door, second, "continue_plans", Teal=subject_of_a_plan(door, "NEG", "Teal: weighed less than in May")
    )
    ends = {"why": "Ivy: no fear at home or at school since the summer", "safety_plan": "She rings Marta"}
    handed_on = {"ends_as": "child-in-need", "next_step_for": family_worker(unit)}
    decide_at_conference(door, second, "end_plans", Ivy={**ends, **handed_on})
    assert not protecting(case["Ivy"])
    after = plan_of(case["Ivy"], ChildInNeedPlan)
    accept_plan(door, CN, after, family_worker(unit))
    assert due(case["Teal"], "review-conference") == "2028-08-24"
    assert {"visit", "support-plan-review"} <= running(case["Ivy"])

    door.on("2028-08-10 16:00")
    visit(door, plan, Teal=ALONE)
    third = review_conference(door, "2028-08-24 10:00", case["Teal"])
    views(door, CF, third, ["Teal"], "against", "Growing as she should, brought to every appointment")
    with pytest.raises(Refusal):
        door.take(PL, plan, "close", unit.manager)
    decide_at_conference(
        door,
        third,
        "end_plans",
        Teal={"why": "Teal: fed, brought and seen", "safety_plan": "Nursery rings", "ends_as": "no-services"},
    )
    assert not protecting(case["Teal"])
    door.take(PL, plan, "close", unit.manager)
    assert door.read(PL, plan, unit.manager)["state"] == "CLOSED"


def review_conference(door: Door, moment: str, *cases: str) -> str:
    """Asked for, reported to, held: all by the day it is held."""
    review = ask_for_conference(door, *cases, purpose="review")
    schedule(door, review, moment)
    report_to_conference(door, review, *rows(door, CF, review))
    door.on(moment)
    hold_conference(door, review)
    return review


def protecting(case: str) -> set[str]:
    """What only a child protection plan keeps running."""
    return running(case) & {
        "core-group",
        "first-core-group",
        "review-conference",
        "first-review-conference",
        "long-plan-review",
    }
