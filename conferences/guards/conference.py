"""What must be true at a conference. Towards a plan nothing blocks; away from one everything does."""

from collections.abc import Iterable

from cpu.models import InvolvementRole, Membership
from cpu.roles import GRANTS, Permission
from people.models import Case
from workflow.guard import guard

WORKS_WITH_THE_CHILD = {
    InvolvementRole.LEAD: "works with the child",
    InvolvementRole.CO_WORKER: "works with the child",
    InvolvementRole.SUPERVISOR: "manages the work with the child",
}
MANAGES = [role for role, granted in GRANTS.items() if Permission.MANAGE in granted]
HANDED_ON = ("child-in-need", "family-help")


def parts_in(user, cases: Iterable[int]) -> list[str]:
    """What a chair has had to do with these children, in words; empty where the chair is independent.

    Hard rule of practice: not the allocated worker, the line manager, the chair of a strategy discussion or the
    approver of an outcome, for any of the brothers and sisters. Read through the cases.
    """
    found: dict[str, None] = {}
    rows = Case.unscoped("whether a chair is independent").filter(pk__in=list(cases))
    lines = rows.filter(involvements__user=user).values_list("involvements__role", flat=True)
    found |= {said: None for role in lines if (said := WORKS_WITH_THE_CHILD.get(role))}
    teams = rows.filter(involvements__role=InvolvementRole.TEAM, involvements__until_at__isnull=True)
    mine = Membership.in_force().filter(user=user, role__in=MANAGES)
    if mine.filter(team__in=teams.values("involvements__team")).exists():
        found["manages the team that works with the child"] = None
    if rows.filter(strategydiscussionchild_rows__stage__chair=user).exists():
        found["chaired the strategy discussion"] = None
    if rows.filter(section47child_rows__approved_by=user).exists():
        found["approved the outcome of the enquiry"] = None
    return list(found)


# Booking


@guard("A manager agrees first that it is held later, with a reason.", mend="agree_later_as_manager")
def manager_agreed_to_later(conference):
    return conference.late_manager_id is not None


# A child who moves here


@guard(
    "No child moves here by this conference: a visit is recorded in the child's plan, enquiry or assessment."
)
def a_child_moves_here(conference):
    return conference.is_transfer


# A plan that stands


@guard(
    "A child protection plan is already open for this child: decide whether it goes on.",
    each_child=True,
    mend="continue_plans",
)
def no_plan_is_open(conference, row):
    return row.case_id not in conference.open_plans


@guard("No child protection plan is open for this child.", each_child=True, mend="make_plans")
def plan_is_open(conference, row):
    return row.case_id in conference.open_plans


@guard("The plan began on the day of this conference: it cannot end on the same day.", each_child=True)
def plan_began_earlier(conference, row):
    """Census rule 8840: a plan does not start and end on one day."""
    plan = conference.open_plans.get(row.case_id)
    return plan is None or conference.held_on is None or plan.started_on < conference.held_on


# Before a plan is refused or ended


@guard("The quorum of a conference must be here.", mend="record_attendance")
def quorum_was_here(conference):
    """Without its quorum a conference can decide to protect; it can never decide not to."""
    return conference.quorate or f"The quorum must be here: {conference.quorum}."


@guard("The chair must be independent of the children.", mend="rebook")
def chair_was_independent(conference):
    parts = conference.chairs_other_parts
    return True if not parts else f"The chair is not independent: {'; '.join(parts)}."


@guard("Only the chair of this conference decides so.")
def decided_by_its_chair(conference):
    return conference.act is None or conference.act.by.pk == conference.chair_id


@guard("Every agency invited has reported, or it stands why not.", explain=True, mend="receive_report")
def every_report_has_come(conference):
    missing = sorted(
        str(each.agency) for each in conference.reports if each.is_awaited and not each.missing_because
    )
    return True if not missing else f"No report from {', '.join(missing)}."


@guard(
    "Record the view of every agency that was here, on this child.", each_child=True, mend="write_down_view"
)
def every_agency_gave_its_view(conference, row):
    """Of each agency that was here, and of each that sent its report without coming, if it gave one."""
    here = {
        each.agency_id: str(each.agency) for each in conference.participations if each.attendance == "here"
    }
    given = {view.agency_id for view in conference.views_of(row.case_id)}
    missing = sorted(name for key, name in here.items() if key not in given)
    if not here:
        return "Nobody is recorded as here: without the views of the agencies nobody decides against a plan."
    return True if not missing else f"No view on this child yet from {', '.join(missing)}."


@guard("The child must have been seen in person first.", each_child=True)
def child_was_seen_lately(conference, row):
    """Since the enquiry began; at a review, since the last conference. Unborn: the mother seen."""
    return bool(row.times_seen)


@guard("Say what keeps the child safe, in words that the family can keep to.", each_child=True)
def safety_plan_is_said(conference, row):
    return bool(row.safety_plan)


@guard("Name the worker who goes on with the family.", each_child=True)
def next_worker_is_named(conference, row):
    return row.next_step_for_id is not None


@guard("Name the worker who goes on with the family.", each_child=True)
def next_worker_is_named_where_one_follows(conference, row):
    return row.ends_as not in HANDED_ON or row.next_step_for_id is not None


HEARD = [
    quorum_was_here,
    chair_was_independent,
    decided_by_its_chair,
    every_report_has_come,
    every_agency_gave_its_view,
    child_was_seen_lately,
    safety_plan_is_said,
]
TO_DECIDE_AGAINST = [no_plan_is_open, *HEARD]
TO_END_A_PLAN = [*HEARD, next_worker_is_named_where_one_follows]


# What follows


@guard("Decide for each child.", mend="make_plans")
def every_child_is_decided(conference):
    open_for = [row.child_name for row in conference.child_rows() if row.state == "UNDECIDED"]
    return True if not open_for else f"Not yet decided: {', '.join(open_for)}."


@guard("Draft the minutes first.", mend="draft_minutes")
def minutes_are_drafted(conference):
    return bool(conference.minutes)


@guard("The chair approves the minutes first.", explain=True, mend="approve_minutes")
def minutes_are_approved(conference):
    return conference.minutes_approved_at is not None


@guard("Send the notice of the decision first.", mend="send_notice")
def notice_was_sent(conference):
    return conference.notice_sent_at is not None


@guard("Circulate the minutes first.", mend="circulate_minutes")
def minutes_were_circulated(conference):
    return conference.minutes_circulated_at is not None


@guard("Say why it was held as it was.", mend="say_why_held_so")
def what_was_odd_is_answered(conference):
    odd = conference.odd()
    return True if not odd or conference.held_as_it_was_because else " ".join(odd)


@guard("Each plan says what it needs.", explain=True, mend="complete_decision")
def plans_are_whole(conference):
    owed = [(row, row.still_to_say()) for row in conference.child_rows()]
    said = " ".join(f"{row.child_name}: not said {', '.join(what)}." for row, what in owed if what)
    return said or True


@guard("Answer what was asked about the minutes.", mend="answer_correction")
def corrections_are_answered(conference):
    return all(each.answer for each in conference.corrections)


@guard("Answer the complaint first.", mend="answer_complaint")
def complaints_are_answered(conference):
    return not any(each.waits for each in conference.complaints)


TO_CLOSE = [
    every_child_is_decided,
    notice_was_sent,
    minutes_were_circulated,
    what_was_odd_is_answered,
    plans_are_whole,
    corrections_are_answered,
    complaints_are_answered,
]


# Withdrawing: never a way round a decision, nor round a conference that is owed


@guard("A child protection plan began here and is open: withdraw the plan first, or end it by a review.")
def no_plan_came_of_it(conference):
    return not any(plan.conference_id == conference.pk for plan in conference.open_plans.values())


@guard(
    "Something was decided here: say why it is withdrawn all the same, and what becomes of it.",
    explain=True,
    step_down=True,
)
def nothing_was_decided(conference):
    return not any(row.state not in ("UNDECIDED", "WITHDRAWN") for row in conference.child_rows())


@guard(
    "A conference is owed to these children: say why this one is withdrawn, and what comes instead.",
    explain=True,
    step_down=True,
    mend="schedule",
)
def no_conference_is_owed(conference):
    """Asked for is owed, until it is decided or a manager says what comes instead."""
    return conference.state == "CLOSED"
