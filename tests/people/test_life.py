"""What happens in a child's life asks every open stage what follows; nothing closes or ends by itself."""

from datetime import date

import pytest
from django.test import Client

from cpu.models import Clock, Notification, OutboxEvent
from cpu.sweeps import deliver_outbox, sweep_days
from people.models import MissingEpisode, Person
from strategy.models import StrategyDiscussion
from tests.journeys.doors import DOORS, Refusal
from tests.strategy.family import child, enquiry, held
from tests.unit_of_people import Unit, at
from workflow.document import stages
from workflow.events import ASKS, Event
from workflow.perform import ChildAnswers, perform
from workflow.refusals import WrongState

pytestmark = pytest.mark.usefixtures("committing")
NOW = at("2027-05-05 10:00")


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


def led(unit, case):
    perform(case.allocate, by=unit.manager, at=NOW, to=unit.practitioner, words="Visit today")
    perform(case.accept, by=unit.practitioner, at=NOW)
    return case


def asked(record, when=NOW) -> list[str]:
    record = type(record)._rows.get(pk=record.pk)
    return [each.occurrence.event for each in record.prompts(when)]


def moved(unit, case, when=NOW, **answers):
    said = {"moved_on": when.date(), "where_to": "Leeds", "kind": "temporary", **answers}
    return perform(case.record_move, by=unit.practitioner, at=when, **said)


def test_no_stage_is_silent_at_any_event():
    for model in stages():
        for event in Event:
            assert (model.asks_at.get(event) or ASKS[event]).endswith(("?", "."))


def test_a_move_asks_every_open_stage_of_that_child_and_no_other(unit):
    ivy, rowan = child(unit, "Ivy"), child(unit, "Rowan")
    begun = enquiry(unit, ivy)
    discussion = held(unit, rowan)
    moved(unit, ivy)
    assert asked(begun) == ["moved"] and asked(discussion) == []
    # It asks; it ends nothing.
    assert begun.state == "OPEN" and Clock._rows.filter(case=ivy, stopped_at__isnull=True).exists()


def test_a_stage_opened_afterwards_knew_of_it(unit):
    ivy = child(unit, "Ivy")
    moved(unit, ivy, when=at("2027-04-29 12:00"))
    assert asked(held(unit, ivy)) == []


def test_birth_and_death_are_asked_where_work_was_open_before(unit):
    baby = perform(Person().expect, by=unit.manager, at=at("2027-04-29 09:00"), placeholder="Baby Reeve")
    case = unit.case(baby, at=at("2027-04-29 09:00"))
    discussion = held(unit, case)
    assert asked(discussion) == []
    born = perform(baby.be_born, by=unit.manager, at=NOW, date_of_birth=date(2027, 5, 4))
    assert asked(discussion) == ["birth"]
    assert asked(held(unit, case, when="2027-05-06 10:00"), at("2027-05-06 11:00")) == []
    perform(born.record_death, by=unit.manager, at=at("2027-05-07 10:00"), died_on=date(2027, 5, 7))
    assert asked(discussion, at("2027-05-07 11:00")) == ["death"]
    assert StrategyDiscussion._rows.get(pk=discussion.pk).state == "HELD"


@pytest.mark.parametrize(
    ("born", "today", "asks"),
    [
        (date(2009, 6, 2), "2027-05-05 10:00", True),  # 28 days before
        (date(2009, 6, 3), "2027-05-05 10:00", False),
        (date(2009, 5, 5), "2027-05-05 10:00", True),  # the day itself
        (date(2009, 4, 20), "2027-05-05 10:00", True),  # past, and nobody has said
        (date(2008, 2, 29), "2026-02-01 10:00", True),  # 29 February counts as 1 March
        (date(2008, 2, 29), "2026-01-31 10:00", False),
    ],
)
def test_the_eighteenth_birthday_is_asked_from_four_weeks_before(unit, born, today, asks):
    started = at("2026-01-05 10:00") if today.startswith("2026") else at("2027-04-30 10:00")
    case = child(unit, "Noor", when=f"{started:%Y-%m-%d %H:%M}", born=born)
    discussion = held(unit, case, when=f"{started:%Y-%m-%d %H:%M}")
    assert asked(discussion, at(today)) == (["eighteen"] if asks else [])


def test_looked_after_missing_and_found_ask_and_a_missing_episode_does_not_ask_itself(unit):
    ivy = child(unit, "Ivy")
    begun = enquiry(unit, ivy)
    perform(ivy.become_looked_after, by=unit.practitioner, at=NOW, basis="section-20", from_on=NOW.date())
    episode = perform(
        MissingEpisode().record_missing,
        by=unit.police,
        at=NOW,
        cases=[ivy],
        missing_since=at("2027-05-05 08:00"),
    )
    assert sorted(asked(begun)) == ["looked-after", "missing"]
    perform(episode.record_found, by=unit.police, at=NOW, children=[ivy], found_at=NOW, how="police")
    # Once the child is found, that is what is asked about.
    assert sorted(asked(begun)) == ["found", "looked-after"]
    assert asked(episode) == ["looked-after"]
    # Withdrawn, entered on the wrong child: it asks nobody any more.
    perform(episode.withdraw, by=unit.manager, at=NOW, reason="It was her cousin")
    assert asked(begun) == ["looked-after"]


def test_an_event_is_answered_for_each_child_in_words(door, unit):
    ivy, rowan = child(unit, "Ivy"), child(unit, "Rowan")
    begun = enquiry(unit, ivy, rowan)
    for case in (ivy, rowan):
        moved(unit, case)
    rows = {row.case_id: row.reference for row in begun.children.all()}
    door.on("2027-05-05 11:00")
    answer = {"event": "moved", "words": "Leeds sees her on Friday; we hold until they accept"}
    door.take(
        "section-47-enquiries",
        begun.reference,
        "answer_event",
        unit.practitioner,
        children=[rows[ivy.pk]],
        **answer,
    )
    waiting = begun.prompts(at("2027-05-05 11:30"))
    assert [each.where.case_id for each in waiting] == [rowan.pk]
    with pytest.raises(Refusal) as refused:
        door.take(
            "section-47-enquiries",
            begun.reference,
            "answer_event",
            unit.practitioner,
            children=[rows[ivy.pk]],
            **answer,
        )
    assert refused.value.status == 409 and "Nothing of this kind waits" in refused.value.said


def test_what_waits_stands_on_the_stage_the_childs_page_and_the_leads_work(unit):
    ivy = led(unit, child(unit, "Ivy"))
    begun = enquiry(unit, ivy)
    moved(unit, ivy)
    client = Client()
    client.force_login(unit.practitioner)
    link = f"/section-47-enquiries/{begun.reference}/answer-event/?event=moved"
    for url in (f"/section-47-enquiries/{begun.reference}/", f"/cases/{ivy.reference}/", "/"):
        page = client.get(url).content.decode()
        assert link in page and "Moved out of the area" in page or "moved out of the area" in page, url
    assert client.get(f"/api/v1/cases/{ivy.reference}/").json()["more"]["prompts"][0]["event"] == "moved"
    perform(
        begun.answer_event,
        by=unit.practitioner,
        at=NOW,
        children=[ivy],
        event="moved",
        words="Leeds sees her",
    )
    assert link not in client.get("/").content.decode()


def test_the_lead_is_told_once_and_the_message_names_nobody(unit):
    ivy = led(unit, child(unit, "Ivy"))
    begun = enquiry(unit, ivy)
    moved(unit, ivy)
    deliver_outbox(NOW)
    told = Notification._rows.filter(kind="event", record=begun.pk)
    assert [each.user for each in told] == [unit.practitioner]
    assert "Ivy" not in told[0].text and "Harcastle" not in told[0].text
    OutboxEvent._rows.filter(topic="case.record_move").update(done_at=None, claimed_until=None)
    deliver_outbox(at("2027-05-05 12:00"))
    assert told.count() == 1


def test_a_birthday_that_nobody_recorded_is_found_by_the_days_sweep(unit):
    noor = led(unit, child(unit, "Noor", born=date(2009, 5, 20)))
    begun = enquiry(unit, noor)
    sweep_days(NOW)
    sweep_days(NOW)
    told = Notification._rows.filter(kind="event", record=begun.pk)
    assert [each.user for each in told] == [unit.practitioner]


def test_not_seen_tells_the_manager_named_in_the_record(unit):
    ivy = led(unit, child(unit, "Ivy"))
    begun = enquiry(unit, ivy)
    seen = {"seen": "not-seen", "what_next": "Again at 5pm", "manager_told": f" {unit.service_manager.name} "}
    for name in (unit.service_manager.name, "somebody on duty"):
        perform(
            begun.record_seen,
            by=unit.practitioner,
            at=NOW,
            happened_at=NOW,
            how="home",
            place="At home",
            by_whom="Nadia Rahim",
            children=[ChildAnswers(ivy, {**seen, "manager_told": name})],
        )
    assert unit.manager
    deliver_outbox(NOW)
    deliver_outbox(NOW)
    told = list(Notification._rows.filter(kind="not-seen").order_by("pk"))
    assert told[0].user == unit.service_manager and "Ivy" not in told[0].text
    # Nobody is called so: the managers of the child's team hear of it.
    assert len(told) == 2 and (told[1].user == unit.manager or told[1].team == unit.team("unit"))


def test_moving_away_and_being_looked_after_are_kept_with_their_dates(door, unit):
    ivy, by = child(unit, "Ivy").reference, unit.practitioner
    door.on("2027-05-05 10:00")
    with pytest.raises(Refusal) as refused:
        door.take("cases", ivy, "record_authority_told", by, authority="Leeds", told_whom="MASH", told_at=NOW)
    assert "No move out of the area" in refused.value.said
    door.take("cases", ivy, "record_move", by, moved_on=date(2027, 5, 4), where_to="Leeds", kind="permanent")
    door.take("cases", ivy, "record_authority_told", by, authority="Leeds", told_whom="P. Ash", told_at=NOW)
    door.take("cases", ivy, "become_looked_after", by, basis="section-20", from_on=date(2027, 5, 4))
    with pytest.raises(Refusal) as refused:
        door.take("cases", ivy, "become_looked_after", by, basis="care-order", from_on=date(2027, 5, 5))
    assert "looked after already" in refused.value.said
    door.take("cases", ivy, "end_looked_after", by, until_on=date(2027, 5, 5), words="Home with her aunt")
    door.take("cases", ivy, "record_back", by, back_on=date(2027, 5, 5))
    said = door.read("cases", ivy, by)["more"]
    assert said["moves_away"][0]["told_whom"] == "P. Ash" and said["moves_away"][0]["back_on"] == "2027-05-05"
    assert said["looked_after"][0]["until_on"] == "2027-05-05"


def test_nothing_is_answered_that_did_not_happen(unit):
    begun = enquiry(unit, child(unit, "Ivy"))
    case = begun.children.get().case
    with pytest.raises(WrongState, match="Nothing of this kind"):
        perform(
            begun.answer_event, by=unit.practitioner, at=NOW, children=[case], event="birth", words="Nothing"
        )
