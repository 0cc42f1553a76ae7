"""Professional disagreement: raised on any decision by anybody in it, level by level, closed by nobody alone."""

from datetime import date

import pytest
from django.test import Client

from cpu.models import AuditEvent, Clock, Notification
from cpu.roles import Role
from cpu.sweeps import deliver_outbox
from partners.models import Disagreement
from strategy.models import StrategyDiscussion
from tests.journeys.doors import DOORS, Refusal, due_of
from tests.strategy.family import child, held, says
from tests.unit_of_people import Unit, at
from tests.walker import Walker, records
from unit.models import LocalPolicy
from workflow.perform import ChildAnswers, perform
from workflow.refusals import BadInput, NotAllowed, NotFound, Unmet
from workflow.stage import Stage

pytestmark = pytest.mark.usefixtures("committing")
# Wednesday after the late May bank holiday.
RAISED = at("2027-06-02 10:00")
WHY = "He has been seen once, with his mother in the room"


@pytest.fixture
def unit():
    made = Unit()
    made.team("unit")
    return made


@pytest.fixture
def jonah(unit):
    return child(unit, "Jonah", when="2027-05-28 09:00", born=date(2023, 2, 3))


@pytest.fixture
def discussion(unit, jonah) -> StrategyDiscussion:
    made = held(unit, jonah, when="2027-06-01 10:00", here=("social-care", "police", "health"))
    perform(
        made.record_facts,
        by=unit.practitioner,
        at=at("2027-06-01 10:00"),
        children=[ChildAnswers(jonah, {"lives_with_source": False})],
    )
    return made


@pytest.fixture
def visitor(unit):
    """A health visitor who knows the family and works in none of the unit's teams."""
    return unit.user(Role.AGENCY_PROFESSIONAL, agency="health", team=None, name="Ruth Amadi")


@pytest.fixture(params=DOORS, ids=lambda door: door.name)
def door(request, unit):
    return request.param(unit)


def raised(discussion, by, **answers) -> Disagreement:
    said = {"decision": "Not to make enquiries", "why": WHY, **answers}
    return perform(Disagreement().raise_disagreement, by=by, at=RAISED, about=discussion, **said)


def outside(unit, name="Amir Sadiq", role=Role.TEAM_MANAGER):
    return unit.user(role, name=name)


def settled_children(dispute) -> list[ChildAnswers]:
    return [ChildAnswers(row, {"interim_safety": "Stays with his aunt"}) for row in dispute.children.all()]


def test_no_side_of_a_dispute_withdraws_it(unit, discussion, visitor):
    """Nor the manager whose decision is disputed: one outside it, who finds that it was entered in error."""
    dispute = raised(discussion, visitor)
    with pytest.raises(NotAllowed):
        perform(dispute.withdraw, by=unit.manager, at=RAISED, reason="Settled by telephone")
    assert (
        perform(dispute.withdraw, by=outside(unit), at=RAISED, reason="About another boy").state
        == "WITHDRAWN"
    )


# Levels and their clocks


@pytest.mark.parametrize(("level", "due"), [(None, "2027-06-03"), (2, "2027-06-04"), (3, "2027-06-09")])
def test_each_level_has_its_time_counted_from_entering_it(door, unit, discussion, visitor, level, due):
    """Scenario 10: raised on 2 June at level 1, due Thursday 3 June; straight to level 3, Wednesday 9 June."""
    door.on("2027-06-02 10:00")
    reference = door.open(
        "disagreements",
        visitor,
        about=discussion.reference,
        decision="Not to make enquiries",
        why=WHY,
        **({"level": level} if level else {}),
    )
    assert due_of(reference, "escalation") == [due]
    said = door.read("disagreements", reference, visitor)
    assert (said["level"], said["state"], said["raised_by"]) == (level or 1, "RAISED", "Ruth Amadi")
    assert said["about"] == discussion.reference and [row["name"] for row in said["children"]] == [
        "Jonah Harcastle"
    ]


def test_going_up_counts_anew_and_the_lower_levels_time_was_used(door, unit, discussion, visitor):
    door.on("2027-06-02 10:00")
    dispute = door.open(
        "disagreements", visitor, about=discussion.reference, decision="No enquiries", why=WHY
    )
    door.on("2027-06-04 09:00").take("disagreements", dispute, "go_up", visitor, reason="Nobody answered")
    assert due_of(dispute, "escalation") == ["2027-06-03", "2027-06-08"]
    first, second = Clock._rows.filter(record__reference=dispute).order_by("pk")
    assert (first.ended, second.ended) == ("met", "")
    with pytest.raises(Refusal) as refused:
        door.take("disagreements", dispute, "go_up", visitor, reason="Again", level=2)
    assert refused.value.status == 400 and "choose a level above" in refused.value.said


def test_an_area_with_three_levels_has_no_fourth(unit, discussion, visitor):
    policy = perform(
        LocalPolicy().propose,
        by=unit.manager,
        at=at("2027-05-01 09:00"),
        policy="disagreement-levels",
        value="3",
        signed_by="The three partners",
        from_on=date(2027, 5, 1),
        reason="Our escalation policy",
    )
    perform(policy.approve, by=unit.service_manager, at=at("2027-05-01 10:00"))
    with pytest.raises(BadInput, match="levels 1 to 3"):
        raised(discussion, visitor, level=4)
    dispute = raised(discussion, visitor, level=3)
    with pytest.raises(BadInput, match="levels 1 to 3"):
        perform(dispute.go_up, by=visitor, at=RAISED, reason="Still not safe")


def test_where_a_child_is_in_danger_it_starts_at_level_three_that_day(unit, discussion, visitor):
    dispute = raised(discussion, visitor, unsafe=True)
    assert (dispute.level, dispute.same_day) == (3, True)
    assert Clock._rows.get(timescale="escalation").due_on == RAISED.date()


def test_the_threshold_for_an_infant_cannot_wait_wherever_it_is_raised(unit, visitor):
    fenn = child(unit, "Fenn", when="2027-05-28 09:00", born=date(2027, 3, 1))
    discussion = held(unit, fenn, when="2027-06-01 10:00")
    dispute = raised(discussion, visitor, point="threshold")
    assert (dispute.level, dispute.same_day) == (3, True)
    assert not raised(discussion, visitor, point="other").same_day


# Raising is never blocked


def test_whoever_was_asked_into_a_record_raises_it_and_a_stranger_does_not_know_of_it(
    unit, discussion, visitor
):
    dispute = raised(discussion, visitor)
    assert Disagreement.visible_to(visitor).filter(pk=dispute.pk).exists()
    stranger = unit.user(Role.AGENCY_PROFESSIONAL, agency="housing", team=None, name="Tom Bell")
    with pytest.raises(NotFound):
        raised(discussion, stranger)
    assert not Disagreement.visible_to(stranger).exists()


def test_it_may_be_about_one_of_the_children_and_the_others_stay_out_of_it(door, unit, jonah, visitor):
    mia = child(unit, "Mia", when="2027-05-28 09:00", born=date(2020, 2, 3))
    discussion = held(unit, jonah, mia, when="2027-06-01 10:00")
    row = discussion.children.get(case=mia).reference
    dispute = door.on("2027-06-02 10:00").open(
        "disagreements",
        visitor,
        about=discussion.reference,
        decision="No enquiries for Mia",
        why=WHY,
        children_of_it=[row],
    )
    said = door.read("disagreements", dispute, visitor)
    assert [each["name"] for each in said["children"]] == ["Mia Harcastle"]


def test_a_record_that_one_does_not_see_cannot_be_named(door, unit, discussion):
    stranger = unit.user(Role.AGENCY_PROFESSIONAL, agency="housing", team=None, name="Tom Bell")
    with pytest.raises(Refusal) as refused:
        door.on("2027-06-02 10:00").open(
            "disagreements", stranger, about=discussion.reference, decision="No", why=WHY
        )
    assert refused.value.status == 400 and "a record that you work with" in refused.value.said


def test_the_decision_about_a_case_itself_is_disputed_too(unit, jonah):
    dispute = perform(
        Disagreement().raise_disagreement,
        by=unit.practitioner,
        at=RAISED,
        about=jonah,
        decision="To hand the case over",
        why="Nobody there knows him",
    )
    assert [row.case for row in dispute.children.all()] == [jonah]


# Nobody in the dispute closes it alone


def test_nobody_in_the_dispute_decides_it(unit, discussion, visitor):
    dispute = raised(discussion, visitor, level=5)
    # Chaired it; wrote in it.
    for party in (unit.manager,):
        with pytest.raises(NotAllowed):
            perform(dispute.decide_it_stands, by=party, at=RAISED, words="It stands")
    perform(
        dispute.give_side, by=outside(unit), at=RAISED, agency=unit.agency("social-care"), words="Seen twice"
    )
    with pytest.raises(NotAllowed):
        perform(dispute.decide_it_stands, by=outside(unit), at=RAISED, words="It stands")
    decided = perform(
        dispute.decide_it_changes, by=unit.service_manager, at=RAISED, words="Enquiries begin today"
    )
    assert (decided.state, decided.outcome) == ("RESOLVED", "changes")
    assert Clock._rows.get(timescale="escalation").ended == "met"


def test_whoever_answered_below_does_not_decide_above(unit, discussion, visitor):
    below = outside(unit)
    dispute = raised(discussion, visitor)
    perform(dispute.answer, by=below, at=RAISED, words="He was seen twice since")
    perform(dispute.go_up, by=visitor, at=RAISED, reason="Not alone", level=5)
    for name in ("answer", "decide_it_stands", "decide_it_changes"):
        with pytest.raises(NotAllowed):
            perform(getattr(dispute, name), by=below, at=RAISED, words="As before")


def test_the_agency_that_raised_it_does_not_close_its_own(unit, discussion):
    supervisor = unit.user(Role.POLICE_SUPERVISOR, agency="police", name="Insp Ade Cole")
    dispute = raised(discussion, unit.police, level=5, interim_safety="At his aunt's")
    with pytest.raises(Unmet, match="manager of another agency"):
        perform(dispute.decide_it_stands, by=supervisor, at=RAISED, words="We were wrong")
    assert (
        perform(dispute.decide_it_stands, by=unit.service_manager, at=RAISED, words="Seen to fall").outcome
        == "stands"
    )


def test_below_the_highest_level_it_is_answered_and_settled_by_those_who_raised_it(
    door, unit, discussion, visitor
):
    door.on("2027-06-02 10:00")
    dispute = door.open(
        "disagreements", visitor, about=discussion.reference, decision="No enquiries", why=WHY
    )
    answerer = unit.service_manager
    with pytest.raises(Refusal) as refused:
        door.take("disagreements", dispute, "decide_it_stands", answerer, words="It stands")
    assert "Below the highest level" in refused.value.said and "safe meanwhile" in refused.value.said
    door.take("disagreements", dispute, "answer", answerer, words="He is seen alone on Friday, with you")
    with pytest.raises(Refusal) as refused:
        door.take("disagreements", dispute, "accept_answer", answerer, words="Good")
    assert refused.value.status == 403
    door.take("disagreements", dispute, "accept_answer", visitor, words="That answers it", learning="Ask us")
    said = door.read("disagreements", dispute, visitor)
    assert (said["state"], said["outcome"], said["learning"]) == ("RESOLVED", "agreed", "Ask us")
    assert [each["level"] for each in said["answers"]] == [1]
    assert due_of(dispute, "escalation") == ["2027-06-03"]


def test_an_answer_ends_the_managers_time_and_begins_that_of_whoever_raised_it(
    door, unit, discussion, visitor
):
    door.on("2027-06-02 10:00")
    dispute = door.open(
        "disagreements", visitor, about=discussion.reference, decision="No enquiries", why=WHY
    )
    answerer = unit.service_manager
    door.take("disagreements", dispute, "answer", answerer, words="He is seen alone on Friday")
    assert {each.timescale: each.ended for each in clocks_of(dispute)} == {
        "escalation": "met",
        "escalation-reply": "",
    }
    assert due_of(dispute, "escalation-reply") == ["2027-06-03"]
    # Nobody is offered what could only be refused to them.
    offered = {who: door.read("disagreements", dispute, who)["steps"] for who in (visitor, answerer)}
    assert "accept-answer" in offered[visitor] and "accept-answer" not in offered[answerer]
    assert "accept-answer" not in door.read("disagreements", dispute, unit.practitioner)["steps"]
    door.take("disagreements", dispute, "go_up", visitor, reason="Friday is too late")
    assert {each.timescale for each in clocks_of(dispute) if not each.ended} == {"escalation"}


def clocks_of(dispute: str):
    return Clock._rows.filter(record__reference=dispute)


# Meanwhile


def test_how_each_child_is_safe_meanwhile_is_owed_and_never_in_the_way(door, unit, discussion, visitor):
    door.on("2027-06-02 10:00")
    dispute = door.open(
        "disagreements", visitor, about=discussion.reference, decision="No enquiries", why=WHY, level=5
    )
    with pytest.raises(Refusal) as refused:
        door.take("disagreements", dispute, "decide_it_stands", unit.service_manager, words="It stands")
    assert "Jonah Harcastle" in refused.value.said
    row = door.rows("disagreements", dispute, visitor)["Jonah Harcastle"]
    door.take(
        "disagreements",
        dispute,
        "agree_interim_safety",
        visitor,
        children={row: {"interim_safety": "Sleeps at his aunt's"}},
        agreed_with="Helen Okoro, team manager",
    )
    door.take("disagreements", dispute, "decide_it_stands", unit.service_manager, words="It stands")


def test_a_suspended_decision_stays_so_until_another_manager_ends_it(unit, discussion, visitor):
    dispute = raised(discussion, visitor, level=5, interim_safety="At his aunt's")
    perform(dispute.suspend, by=unit.service_manager, at=RAISED, reason="He is not to go home tonight")
    head = unit.user(Role.HEAD_OF_SERVICE)
    with pytest.raises(Unmet, match="suspended for safety"):
        perform(dispute.decide_it_stands, by=head, at=RAISED, words="It stands")
    with pytest.raises(NotAllowed):
        perform(dispute.end_suspension, by=unit.service_manager, at=RAISED, reason="Safe again")
    perform(dispute.end_suspension, by=head, at=RAISED, reason="His aunt keeps him")
    kept = AuditEvent.of(dispute).filter(step="suspend").get()
    assert kept.answers["reason"] == "He is not to go home tonight"


# One way: the discussion's own steps open and settle it


def test_a_dissent_in_the_discussion_is_a_disagreement_and_its_decision_settles_it(unit, discussion, jonah):
    perform(
        discussion.give_view,
        by=unit.health,
        at=at("2027-06-01 10:30"),
        children=[jonah],
        agency=unit.agency("health"),
        view="for",
        words="Three injuries in a month",
    )
    perform(discussion.raise_dissent, by=unit.health, at=RAISED, children=[jonah])
    # Asked twice, it is one dispute.
    perform(discussion.raise_dissent, by=unit.health, at=RAISED, children=[jonah])
    dispute = Disagreement._rows.get()
    assert (dispute.point, dispute.level, dispute.raised_by) == ("threshold", 1, unit.health)
    assert "Three injuries in a month" in dispute.why
    perform(
        discussion.decide_chair_stands,
        by=unit.service_manager,
        at=at("2027-06-02 15:00"),
        children=[jonah],
        why="Each was seen by others",
    )
    dispute = Disagreement._rows.get()
    assert (dispute.state, dispute.outcome, dispute.resolution) == (
        "RESOLVED",
        "stands",
        "Each was seen by others",
    )
    settled = AuditEvent.of(dispute).last()
    assert (settled.step, settled.cause_id) == ("settle", discussion.pk)


def test_while_the_threshold_is_disputed_for_an_infant_nobody_decides_against_enquiries(unit, visitor):
    fenn = child(unit, "Fenn", when="2027-05-28 09:00", born=date(2027, 3, 1))
    discussion = held(unit, fenn, when="2027-06-01 10:00")
    dispute = raised(discussion, visitor, point="threshold", interim_safety="On the ward")
    with pytest.raises(Unmet) as refused:
        perform(discussion.agree_no_enquiries, by=unit.manager, at=RAISED, children=[fenn])
    assert "disputed for this child" in says(refused)
    perform(dispute.decide_it_stands, by=unit.service_manager, at=RAISED, words="Examined, and explained")
    with pytest.raises(Unmet) as refused:
        perform(discussion.agree_no_enquiries, by=unit.manager, at=RAISED, children=[fenn])
    assert "disputed" not in says(refused)


def test_the_challenge_of_a_refusal_waits_as_a_disagreement_for_another_manager(unit, jonah):
    asked = perform(
        StrategyDiscussion().request,
        by=unit.practitioner,
        at=RAISED,
        cases=[jonah],
        team=unit.team("unit"),
        reason="A new mark",
    )
    perform(asked.refuse, by=unit.manager, at=RAISED, reason="Known, and safe")
    perform(asked.challenge_refusal, by=unit.practitioner, at=RAISED, reason="It is a new mark")
    dispute = Disagreement._rows.get()
    assert (dispute.point, dispute.decided_by) == ("refusal", unit.manager)
    offered = Disagreement.offered_to(unit.service_manager)[0]
    assert list(offered) == [dispute]
    assert not Disagreement.offered_to(unit.manager)[0].exists()
    perform(asked.uphold_refusal, by=unit.service_manager, at=RAISED, reason="The doctor saw it")
    assert Disagreement._rows.get().outcome == "stands"


# The pages


def test_every_stage_and_the_childs_page_offer_to_raise_it_and_list_what_is_open(
    unit, discussion, jonah, visitor
):
    client = Client()
    client.force_login(unit.practitioner)
    link = f"/disagreements/open/raise-disagreement/?about={discussion.reference}"
    page = client.get(f"/strategy-discussions/{discussion.reference}/").content.decode()
    assert "Do you disagree? Raise it" in page and link in page
    asked = client.get(link).content.decode()
    assert discussion.reference in asked and "Jonah Harcastle" in asked
    dispute = raised(discussion, visitor)
    for url in (f"/strategy-discussions/{discussion.reference}/", f"/cases/{jonah.reference}/"):
        assert f"/disagreements/{dispute.reference}/" in client.get(url).content.decode()
    document = client.get(f"/disagreements/{dispute.reference}/").content.decode()
    assert "The decision stands meanwhile" in document and "How the child is safe meanwhile" in document
    client.force_login(unit.service_manager)
    assert f"/disagreements/{dispute.reference}/" in client.get("/").content.decode()


# Who is told


def told(text: str) -> set[str]:
    return {each.user.name for each in Notification._rows.filter(kind="dispute", text__contains=text)}


def test_whoever_can_answer_is_told_once_and_then_whoever_raised_it(unit, discussion, visitor):
    """The manager who chaired is in the dispute: another of the child's managers hears of it, then senior ones."""
    amir = outside(unit)
    dispute = raised(discussion, visitor)
    for _ in range(2):
        deliver_outbox(RAISED)
    assert told("level 1 waits for your answer.") == {amir.name}
    dispute = perform(dispute.answer, by=amir, at=RAISED, words="She is seen tomorrow, alone")
    deliver_outbox(RAISED)
    assert told("is answered") == {visitor.name}
    senior = unit.service_manager
    perform(dispute.go_up, by=visitor, at=RAISED, reason="Nobody sees her today", unsafe=True)
    deliver_outbox(RAISED)
    assert told("level 3 waits for your answer today") == {senior.name}
    assert not Notification._rows.filter(text__contains="Jonah").exists()


def test_where_every_manager_near_the_child_is_in_the_dispute_another_is_told(unit, discussion, visitor):
    senior = unit.service_manager
    raised(discussion, visitor)
    deliver_outbox(RAISED)
    assert told("waits for your answer") == {senior.name}


# On any decision


def stages():
    return [each for each in records() if issubclass(each, Stage) and each is not Disagreement]


@pytest.mark.parametrize("model", [pytest.param(each, id=each.kind) for each in stages()])
def test_it_is_raised_on_any_stage_about_its_children_and_by_whoever_is_in_it(model):
    walker = Walker()
    about = walker.walk(model, lambda state, child: True)
    dispute = perform(
        Disagreement().raise_disagreement,
        by=walker.anybody(),
        at=walker.now,
        about=about,
        decision="It",
        why=WHY,
    )
    cases = {row.case_id for row in about.child_rows() if row.case_id}
    assert {row.case_id for row in dispute.child_rows()} == cases
    assert Clock._rows.filter(record=dispute.pk, timescale="escalation", stopped_at=None).count() == 1
