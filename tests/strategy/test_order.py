"""What a court ordered: the sealed order's day wins, day 1 counts, and nothing ends without what protects then."""

import pytest

from cpu.models import Clock, InForce, TeamKind
from cpu.roles import Role
from people.models import Case, Person
from strategy import queries
from strategy.models import CourtOrder, EmergencyProtection, StrategyDiscussion
from tests.journeys.doors import DOORS, Refusal, due_of
from tests.strategy.family import child, row_of, running, says
from tests.strategy.test_protection import protect
from tests.unit_of_people import Unit, at
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, NotAllowed, Unmet

pytestmark = pytest.mark.usefixtures("committing")

NIGHT = at("2027-05-16 02:00")  # a Sunday
EPO, EXTENSION, ORDER = "emergency-protection-order", "emergency-protection-extension", "court-order"


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


def ordered(unit, *cases, when="2027-05-17 15:00", made_at=None, by=None, **answers):
    answers = {"what": "emergency-protection", "made_at": made_at or at(when), **answers}
    return perform(CourtOrder().record, by=by or unit.manager, at=at(when), cases=list(cases), **answers)


def clock(record, code):
    return Clock._rows.get(record=record.pk, timescale=code, stopped_at__isnull=True)


def doubts(record) -> str:
    record = CourtOrder._rows.get(pk=record.pk)
    return " ".join(each.says for each in queries.doubts(record, record.child_rows()))


# The eight days


def test_the_day_of_the_order_is_day_one_of_eight(unit):
    order = ordered(unit, child(unit, "Ivy"), when="2027-05-17 15:00")
    assert clock(order, EPO).due_on.isoformat() == "2027-05-24"
    assert [f"{day:%d}" for day in clock(order, EPO).why().counted][0] == "17"


def test_the_date_in_the_sealed_order_wins_and_the_computed_day_only_checks_it(unit):
    order = ordered(unit, child(unit, "Ivy"), expires_at=at("2027-05-24 16:00"))
    assert clock(order, EPO).due_at == at("2027-05-24 16:00")
    assert "check the sealed order" not in doubts(order)
    wrong = ordered(unit, child(unit, "Teal"), expires_at=at("2027-05-25 16:00"))
    assert clock(wrong, EPO).due_at == at("2027-05-25 16:00")
    assert "By the rule it would be Monday 24 May" in doubts(wrong) and "check the sealed order" in doubts(
        wrong
    )


def test_a_last_day_on_a_bank_holiday_may_run_to_noon_of_the_next_day_that_is_none(unit):
    # Eight days from Monday 24 May 2027 end on the spring bank holiday, Monday 31 May.
    order = ordered(unit, child(unit, "Ivy"), when="2027-05-24 15:00", expires_at=at("2027-06-01 12:00"))
    assert clock(order, EPO).due_at == at("2027-06-01 12:00") and "sealed" not in doubts(order)
    # Eight days from Friday 19 March 2027 end on Good Friday: Saturday noon, since a Saturday is no holiday.
    friday = ordered(unit, child(unit, "Teal"), when="2027-03-19 15:00", expires_at=at("2027-03-27 12:00"))
    assert "sealed" not in doubts(friday)
    sunday = ordered(unit, child(unit, "Moss"), when="2027-05-16 15:00", made_at=at("2027-05-16 11:00"))
    assert clock(sunday, EPO).due_on.isoformat() == "2027-05-23"
    assert "noon on Monday 24 May" in clock(sunday, EPO).why().rule


def test_where_the_designated_officer_applied_day_one_is_the_first_day_of_police_protection(unit):
    taken = at("2027-05-15 23:30")
    protection = protect(unit, unnamed="Baby, flat 3", taken_at=taken)
    baby = Case._rows.get()
    order = ordered(
        unit, baby, when="2027-05-17 16:00", made_at=at("2027-05-17 15:00"), applied_by="designated-officer"
    )
    assert clock(order, EPO).due_on.isoformat() == "2027-05-22"
    # Had the authority applied, the eight days would begin with the order.
    assert order.children.get().follows.stage == protection
    over = row_of(protection, baby)
    assert (over.state, over.how_ended, over.ended_at) == ("ENDED", "order", at("2027-05-17 15:00"))
    assert order.reference in over.protects_now
    stopped = Clock._rows.get(timescale="police-protection")
    assert stopped.stopped_at == at("2027-05-17 15:00") and stopped.ended == "met"


def test_the_authority_applied_in_police_protection_day_one_is_the_order(unit):
    protect(unit, unnamed="Baby, flat 3", taken_at=at("2027-05-15 23:30"))
    order = ordered(unit, Case._rows.get(), applied_by="authority")
    assert clock(order, EPO).due_on.isoformat() == "2027-05-24"


def test_police_protection_known_only_from_the_order_still_counts(unit):
    order = ordered(
        unit,
        child(unit, "Ivy"),
        applied_by="designated-officer",
        protected_since=at("2027-05-15 01:00"),
    )
    assert clock(order, EPO).due_on.isoformat() == "2027-05-22"


def test_what_had_run_out_before_the_order_is_not_covered_up(unit):
    protection = protect(unit, unnamed="Baby, flat 3", taken_at=at("2027-05-13 02:00"))
    baby = Case._rows.get()
    order = ordered(unit, baby, applied_by="authority")
    assert row_of(protection, baby).state == "PROTECTED"
    assert clock(protection, "police-protection").is_late(at("2027-05-17 16:00"))
    assert "What protected the child until the order?" in doubts(order)


def test_an_order_without_its_date_is_counted_by_the_rule_until_somebody_copies_it(unit):
    order = ordered(unit, child(unit, "Ivy"))
    assert "copy it from the sealed order" in doubts(order)
    order = perform(
        order.copy_end, by=unit.practitioner, at=at("2027-05-18 09:00"), expires_at=at("2027-05-24 12:00")
    )
    assert clock(order, EPO).due_at == at("2027-05-24 12:00") and doubts(order).count("copy") == 0
    with pytest.raises(BadInput, match="correct it"):
        perform(order.copy_end, by=unit.manager, at=at("2027-05-18 09:00"), expires_at=at("2027-05-23 12:00"))


def test_a_date_copied_wrongly_is_corrected_and_counted_anew(unit):
    order = ordered(unit, child(unit, "Ivy"), expires_at=at("2027-05-25 12:00"))
    perform(
        order.correct,
        by=unit.manager,
        at=at("2027-05-18 09:00"),
        field="expires_at",
        value="2027-05-24 12:00",
        reason="Read the order again",
    )
    assert clock(order, EPO).due_at == at("2027-05-24 12:00")
    assert Clock._rows.filter(record=order.pk, timescale=EPO, ended="superseded").count() == 1


# The duty that opens


def test_an_emergency_order_opens_the_duty_for_a_child_nobody_can_name_by_one_worker_at_night(unit):
    order = perform(
        CourtOrder().record,
        by=unit.out_of_hours,
        at=NIGHT,
        what="emergency-protection",
        made_at=at("2027-05-16 01:20"),
        unnamed="Baby, flat 3, name unknown",
    )
    baby = Case._rows.get()
    discussion = StrategyDiscussion._rows.get()
    assert running(baby, "strategy-discussion") == "2027-05-16" and order.discussion == discussion
    with pytest.raises(Unmet, match="cannot be refused"):
        perform(discussion.refuse, by=unit.manager, at=NIGHT, reason="Known family")
    for reader in (unit.out_of_hours, unit.manager):
        assert CourtOrder.visible_to(reader).filter(pk=order.pk).exists()


def test_the_discussion_that_police_protection_owed_stands_for_the_order_too(unit):
    protection = protect(unit, unnamed="Baby")
    owed = protection.discussion
    perform(
        owed.hold, by=unit.manager, at=at("2027-05-16 03:00"), held_at=at("2027-05-16 03:00"), how="telephone"
    )
    order = ordered(unit, Case._rows.get())
    assert order.discussion == owed and StrategyDiscussion._rows.count() == 1


@pytest.mark.parametrize("what", ["care", "special-guardianship", "direction-37"])
def test_other_orders_owe_no_discussion_by_themselves(unit, what):
    ordered(unit, child(unit, "Ivy"), what=what)
    assert not StrategyDiscussion._rows.exists()


def test_there_is_no_order_before_birth(unit):
    unborn = perform(
        Person().expect, by=unit.manager, at=at("2027-05-01 09:00"), placeholder="Baby Harcastle"
    )
    case = unit.case(unborn, at=at("2027-05-01 09:00"))
    with pytest.raises(BadInput, match="no order before birth"):
        ordered(unit, case)
    with pytest.raises(BadInput, match="no police protection before birth"):
        protect(unit, by=unit.manager, cases=[case])


def test_whoever_may_not_record_orders_is_told_so_and_legal_services_see_them(unit):
    ivy = child(unit, "Ivy")
    lawyer = unit.user(Role.LEGAL_ADVISER, team=TeamKind.LEGAL)
    with pytest.raises(NotAllowed):
        ordered(unit, ivy, by=unit.police)
    order = ordered(unit, ivy)
    assert CourtOrder.visible_to(lawyer).filter(pk=order.pk).exists()
    perform(order.copy_end, by=lawyer, at=at("2027-05-18 09:00"), expires_at=at("2027-05-24 12:00"))


# Its one extension


def extend(order, by, until, when="2027-05-24 11:00", extended_at=None):
    return perform(
        order.record_extension,
        by=by,
        at=at(when),
        children=list(order.children.all()),
        extended_at=extended_at or at(when),
        extended_until=at(until),
    )


def test_it_is_extended_once_by_at_most_seven_days(unit):
    order = ordered(unit, child(unit, "Ivy"), expires_at=at("2027-05-24 12:00"))
    with pytest.raises(BadInput, match="at most seven days"):
        perform(
            order.plan_extension,
            by=unit.practitioner,
            at=at("2027-05-20 09:00"),
            children=list(order.children.all()),
            hearing_at=at("2027-05-24 10:00"),
            asked_until=at("2027-06-01 12:00"),
        )
    order = extend(order, unit.manager, "2027-05-31 12:00")
    assert not Clock._rows.filter(record=order.pk, timescale=EPO, stopped_at=None).exists()
    assert clock(order, EXTENSION).due_at == at("2027-05-31 12:00")
    assert clock(order, EXTENSION).started_at == at("2027-05-24 12:00") and "rule" not in doubts(order)
    with pytest.raises(Unmet, match="only once"):
        perform(
            order.plan_extension,
            by=unit.practitioner,
            at=at("2027-05-25 09:00"),
            children=list(order.children.all()),
            hearing_at=at("2027-05-30 10:00"),
            asked_until=at("2027-06-02 12:00"),
        )


def test_a_second_extension_copied_from_a_sealed_order_is_recorded_and_asked_about(unit):
    order = ordered(unit, child(unit, "Ivy"), expires_at=at("2027-05-24 12:00"))
    order = extend(order, unit.manager, "2027-05-31 12:00")
    order = extend(order, unit.manager, "2027-06-03 12:00", when="2027-05-31 10:00")
    assert clock(order, EXTENSION).due_at == at("2027-06-03 12:00")
    assert order.orderextended_rows.count() == 2
    assert "Extended a second time" in doubts(order) and "By the rule" in doubts(order)


# When it ends


def test_past_its_end_it_shouts_until_somebody_says_what_protects_the_child_now(unit):
    order = ordered(unit, child(unit, "Ivy"), child(unit, "Teal"), expires_at=at("2027-05-24 12:00"))
    later = at("2027-06-01 09:00")
    assert all(each.is_late(later) for each in Clock._rows.filter(record=order.pk, timescale=EPO))
    ivy, teal = order.children.order_by("pk")
    with pytest.raises(Unmet, match="Say what protects the child now"):
        perform(
            order.end_order,
            by=unit.manager,
            at=later,
            ended_at=at("2027-05-24 12:00"),
            children=[ChildAnswers(ivy, {"how_ended": "ran-out"})],
        )
    order = perform(
        order.end_order,
        by=unit.manager,
        at=later,
        ended_at=at("2027-05-24 12:00"),
        children=[ChildAnswers(ivy, {"how_ended": "ran-out", "protects_now": "With her aunt, section 20"})],
    )
    open_for = Clock._rows.filter(record=order.pk, timescale=EPO, stopped_at=None)
    assert [each.about for each in open_for] == [f"courtorderchild:{teal.pk}"]
    with pytest.raises(Unmet) as refused:
        perform(order.close, by=unit.practitioner, at=later)
    assert "Still in force: Teal" in says(refused) and "Not yet told" in says(refused)


def test_it_is_warned_of_ahead(unit):
    order = ordered(unit, child(unit, "Ivy"), expires_at=at("2027-05-24 12:00"))
    marks = clock(order, EPO).thresholds(InForce.now().calendar)
    assert sum(each.at < at("2027-05-24 12:00") for each in marks) >= 2


def test_an_interim_care_order_takes_the_place_of_the_emergency_order(unit):
    ivy = child(unit, "Ivy")
    emergency = ordered(unit, ivy, expires_at=at("2027-05-24 12:00"))
    interim = ordered(
        unit, ivy, what="interim-care", when="2027-05-24 11:00", expires_at=at("2027-08-20 23:59")
    )
    row = row_of(emergency, ivy)
    assert (row.state, row.how_ended) == ("ENDED", "replaced") and interim.reference in row.protects_now
    assert clock(interim, ORDER).due_at == at("2027-08-20 23:59")
    # Made after the emergency order had run out: what protected the child in between is still asked.
    teal = child(unit, "Teal")
    late = ordered(unit, teal, expires_at=at("2027-05-24 12:00"))
    ordered(unit, teal, what="interim-care", when="2027-05-26 11:00")
    assert row_of(late, teal).state == "IN_FORCE"


def test_an_order_without_an_end_runs_no_clock_and_a_direction_to_investigate_eight_weeks(unit):
    care = ordered(unit, child(unit, "Ivy"), what="care")
    assert not Clock._rows.filter(record=care.pk).exists()
    direction = ordered(unit, child(unit, "Teal"), what="direction-37")
    assert clock(direction, ORDER).due_on.isoformat() == "2027-07-12"
    assert "copy the date from the order" in doubts(direction)
    given = ordered(unit, child(unit, "Moss"), what="direction-37", expires_at=at("2027-06-14 16:00"))
    assert clock(given, ORDER).due_at == at("2027-06-14 16:00")
    # The date arrives later.
    interim = ordered(unit, child(unit, "Fern"), what="interim-supervision")
    assert not Clock._rows.filter(record=interim.pk).exists()
    perform(interim.copy_end, by=unit.manager, at=at("2027-05-18 09:00"), expires_at=at("2027-09-01 12:00"))
    assert clock(interim, ORDER).due_at == at("2027-09-01 12:00")


def test_an_interim_order_is_renewed_as_often_as_the_court_does(unit):
    order = ordered(unit, child(unit, "Ivy"), what="interim-care", expires_at=at("2027-08-20 12:00"))
    for until in ("2027-09-20 12:00", "2027-10-20 12:00"):
        order = extend(order, unit.manager, until, when="2027-08-19 10:00")
    assert clock(order, ORDER).due_at == at("2027-10-20 12:00") and "second time" not in doubts(order)


def test_an_order_cannot_end_before_it_was_made(unit):
    with pytest.raises(BadInput, match="before it was made"):
        ordered(unit, child(unit, "Ivy"), expires_at=at("2027-05-16 12:00"))


def test_nobody_steps_a_child_down_under_an_order_and_it_is_not_withdrawn_to_get_round_it(unit):
    ivy = child(unit, "Ivy")
    order = ordered(unit, ivy)
    assert "court order" in " ".join(each.says for each in ivy.unmet("step_down"))
    with pytest.raises(Unmet, match="stands under this order"):
        perform(order.withdraw, by=unit.service_manager, at=at("2027-05-18 09:00"), reason="Mistake")


# Through both doors


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


def test_seventy_two_hours_then_an_emergency_order_then_an_interim_one(door, unit):
    door.on("2027-05-16 02:00")
    protection = door.open(
        "emergency-protections",
        unit.police,
        taken_at=at("2027-05-16 01:20"),
        reason="Found alone, crying",
        officer="PC 4417 Shah",
        held_where="Wexmoor General",
        unnamed="Baby, flat 3, name unknown",
    )
    baby = Case._rows.get().reference
    door.on("2027-05-17 16:00")
    asked = {
        "what": "emergency-protection",
        "made_at": at("2027-05-17 15:00"),
        "cases": [baby],
        "applied_by": "designated-officer",
        "grounds": "removed",
        "without_notice": True,
        "medical_direction": "Skeletal survey, by the hospital's paediatrician",
        "contact_direction": "Mother, supervised, three times a week",
        "accommodated_where": "With foster carers",
    }
    with pytest.raises(Refusal) as refused:
        door.open("orders", unit.practitioner, **{**asked, "made_at": at("2027-05-18 15:00")})
    assert refused.value.status == 400 and "future" in refused.value.said
    order = door.open("orders", unit.practitioner, **asked, expires_at=at("2027-05-25 12:00"))
    # Typed as if day 1 were the day after: it stands, and is asked about in both doors.
    assert due_of(order, EPO) == ["2027-05-25T11:00:00+00:00"]
    said = door.read("orders", order, unit.practitioner)
    assert any("Sunday 23 May" in each["says"] for each in said["doubts"])
    page = door.client(unit.practitioner).get(f"/orders/{order}/").content.decode()
    assert "check the sealed order" in page and "Skeletal survey" in page
    assert door.read("emergency-protections", protection, unit.police)["children"][0]["state"] == "ENDED"

    row = next(iter(door.rows("orders", order, unit.practitioner).values()))
    for whom in ("child", "parents", "authority-found", "authority-lives"):
        door.take(
            "orders",
            order,
            "record_told",
            unit.practitioner,
            children=[row],
            whom=whom,
            happened_at=at("2027-05-17 15:30"),
            by_whom="Nadia Rahim",
        )
    door.on("2027-05-24 13:00")
    with pytest.raises(Refusal, match="what protects the child now"):
        door.take(
            "orders",
            order,
            "end_order",
            unit.manager,
            ended_at=at("2027-05-24 12:00"),
            children={row: {"how_ended": "ran-out"}},
        )
    door.take(
        "orders",
        order,
        "end_order",
        unit.manager,
        ended_at=at("2027-05-24 11:30"),
        children={row: {"how_ended": "replaced", "protects_now": "Interim care order of this morning"}},
    )
    door.take("orders", order, "close", unit.practitioner)
    assert not Clock._rows.filter(record__reference=order, stopped_at=None).exists()
    assert EmergencyProtection._rows.get().state == "OPEN"


def test_an_order_about_two_sisters_costs_as_many_statements_as_about_five(unit):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(number):
        cases = [child(unit, f"Child {number} {each}") for each in range(number)]
        with CaptureQueriesContext(connection) as found:
            ordered(unit, *cases)
        return len(found)

    cost(1)
    assert cost(5) == cost(2)


# Who brings the sealed order


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_legal_adviser_records_the_order_of_a_case_in_which_she_has_no_line_by_its_number(unit, door):
    """She reads the order from then on, and not the child's case; a wrong number makes no second child."""
    ivy = child(unit, "Ivy")
    unit.team("legal")
    helena = unit.user(Role.LEGAL_ADVISER, agency="legal", team=None, name="Helena Crake")
    door = door(unit).on("2027-05-17 18:00")
    said = {"what": "interim-care", "made_at": at("2027-05-17 16:10"), "court": "Wexmoor Family Court"}
    with pytest.raises(Refusal) as refused:
        door.open("orders", helena, references=["C-NOSUCHNO"], **said)
    assert refused.value.status == 400 and "No open case has the number C-NOSUCHNO" in refused.value.said
    order = door.open("orders", helena, references=[ivy.reference], **said)
    read = door.read("orders", order, helena)
    assert [row["name"] for row in read["children"]] == ["Ivy Harcastle"]
    assert Case.visible_to(helena).count() == 0 and Case._rows.count() == 1
    assert CourtOrder._rows.get().children.get().case == ivy


def test_the_order_shows_the_childs_own_clocks_only_to_those_who_work_with_the_child(unit, client):
    """Whoever brought the sealed order sees when it ends, and not how far the enquiry is."""
    ivy = child(unit, "Ivy")
    helena = unit.user(Role.LEGAL_ADVISER, agency="legal", team=None, name="Helena Crake")
    order = ordered(unit, what="emergency-protection", by=helena, references=[ivy.reference])
    page = {}
    for reader in (helena, unit.practitioner):
        client.force_login(reader)
        page[reader] = client.get(f"/orders/{order.reference}/").content.decode()
        assert "Emergency protection order ends" in page[reader]
    assert page[unit.practitioner].count("Strategy discussion") > page[helena].count("Strategy discussion")
