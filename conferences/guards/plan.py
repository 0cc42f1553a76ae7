"""What must be true of a plan: going on with it is never blocked, ending it always is."""

from datetime import date

from django.utils import timezone

from cpu.models import Discipline, Membership
from cpu.roles import Role
from partners.models import Attendance
from workflow.guard import guard
from workflow.step import WITHDRAWN

OPEN_PLAN = ("OUTLINE", "DETAILED", "AWAY")
DIED, EIGHTEEN, MOVED, LEFT = "died", "eighteen", "moved", "left-country"
NOT_A_SOCIAL_WORKER = {Role.FAMILY_HELP_PRACTITIONER, Role.UNIT_ADMINISTRATOR, Role.CONFERENCE_ADMINISTRATOR}


def is_social_worker(record, user_id: int) -> bool:
    """A qualified social worker, by what this person is here today; read once for all who lead this plan."""
    leads = frozenset(row.lead_practitioner_id for row in record.child_rows() if row.lead_practitioner_id)
    known = record.__dict__.setdefault("_social_workers", {})
    if leads not in known:
        rows = Membership.in_force().filter(user__in=leads, discipline=Discipline.SOCIAL_WORK)
        known[leads] = set(rows.exclude(role__in=NOT_A_SOCIAL_WORKER).values_list("user", flat=True))
    return user_id in known[leads]


@guard(
    "The lead practitioner of a child protection plan is a qualified social worker.",
    explain=True,
    each_child=True,
)
def lead_is_a_social_worker(record, row):
    return row.lead_practitioner_id is None or is_social_worker(record, row.lead_practitioner_id)


@guard(
    "The child is born: what the ward was to do stands as it was said. Add an action, or write a note.",
    each_child=True,
)
def child_is_not_yet_born(record, row):
    return row.is_unborn


# Before a plan ends


def seen_since_the_last_conference(row) -> bool:
    since = row.last_conference_on
    seen = [timezone.localdate(each.at) for each in row.visits_seen]
    return since is None or any(day >= since for day in seen)


@guard("See the child: nobody has since the last conference.", each_child=True, mend="record_visit")
def child_was_seen_since_the_last_conference(record, row):
    """Where the child has moved or left for good, the authority there may have seen the child."""
    if row.end_reason == DIED or seen_since_the_last_conference(row):
        return True
    there = row.end_reason in (MOVED, LEFT) and row.seen_there_by and row.seen_there_on
    return bool(there) and (row.last_conference_on is None or row.seen_there_on >= row.last_conference_on)


@guard("Each agency's own view is recorded first.", each_child=True, mend="give_view")
def each_agency_gave_its_view(record, row):
    """At a conference those who were at it; between two, those who work the plan, social care among them."""
    if row.end_reason == DIED:
        return True
    cause = record.act.cause if record.act else None
    meeting = cause if cause is not None and hasattr(cause, "participations") else record
    given = {view.agency_id for view in meeting.views_of(row.case_id)}
    here = {each.agency_id: each.agency.name for each in meeting.participations if _works_here(each)}
    missing = sorted(name for key, name in here.items() if key not in given)
    if missing:
        return f"Each agency's own view is recorded first. Not given: {', '.join(missing)}."
    return bool(given)


def _works_here(participation) -> bool:
    return participation.attendance in (Attendance.HERE, Attendance.SENT_INFORMATION)


@guard("Say who works with the child or the family now, and who has accepted it.", each_child=True)
def what_comes_after_is_named(record, row):
    return row.end_reason == DIED or bool(row.after)


@guard("A plan ends outside a conference only by one of the listed events.", each_child=True)
def the_event_has_happened(record, row):
    child = row.case.child
    if row.end_reason == DIED:
        return child.state == "DIED" or "Record the death on the child's own page first."
    if row.end_reason == EIGHTEEN:
        return _is_eighteen(child.date_of_birth, row.end_on) or "The child is not yet 18 on that day."
    if row.end_reason == MOVED:
        said = row.receiving_authority and row.receiving_conference_on
        return bool(said) or "Name the receiving authority, and the day on which it has held its conference."
    return row.end_reason == LEFT or "Choose one of the listed events."


def _is_eighteen(born: date | None, day: date | None) -> bool:
    return (
        born is not None
        and day is not None
        and (day.year - born.year, day.month, day.day) >= (18, born.month, born.day)
    )


@guard("A plan does not begin and end on one day.", each_child=True)
def ends_after_it_began(record, row):
    """Census rule 8840."""
    return row.end_on is not None and row.started_on is not None and row.end_on > row.started_on


@guard("Nobody has proposed to end this plan.", each_child=True, mend="propose_end")
def an_end_is_proposed(record, row):
    return row.end_proposed_by_id is not None


@guard("A child is still subject of this plan: a review conference ends it.")
def every_plan_has_ended(record):
    still = [row.child_name for row in record.child_rows() if row.state in OPEN_PLAN]
    return f"Still subject of this plan: {', '.join(still)}. A review conference ends it." if still else True


@guard("This plan was worked: it ends by conference, and is never withdrawn.")
def nothing_was_done_under_it(record):
    worked = record.meetings or record.actions or [each for row in record.child_rows() for each in row.visits]
    return not worked and not any(row.reviews for row in record.child_rows())


@guard("The conference that made this plan stands: a review conference ends what it decided.")
def its_conference_was_withdrawn(record):
    """Otherwise one manager could end a plan by calling it an error."""
    made = [row.case.conferencechild_rows.filter(stage=record.cause_id) for row in record.child_rows()[:1]]
    return not any(rows.exclude(state=WITHDRAWN).exists() for rows in made)


@guard("The core group has not yet made this child's detailed plan.", each_child=True)
def has_a_detailed_plan(record, row):
    return row.detailed_at is not None


@guard("This child's detailed plan stands: it goes on.", each_child=True)
def has_no_detailed_plan(record, row):
    return row.detailed_at is None


TO_END = [
    ends_after_it_began,
    child_was_seen_since_the_last_conference,
    each_agency_gave_its_view,
    what_comes_after_is_named,
    the_event_has_happened,
]
# The conference has its own guards on what comes after.
TO_END_BY_CONFERENCE = [child_was_seen_since_the_last_conference, each_agency_gave_its_view]


# What going on went without


def owed_by(record, row) -> list[tuple[str, str]]:
    """(what is owed for this child, the step that mends it)."""
    if row.state not in OPEN_PLAN:
        return []
    found = []
    if row.lead_practitioner_id is None:
        found.append(("Name the lead practitioner.", "name_lead_practitioner"))
    elif not is_social_worker(record, row.lead_practitioner_id):
        found.append(("The lead practitioner is not a qualified social worker.", "name_lead_practitioner"))
    if not row.outline and not row.detail:
        meeting = "make_detailed_plan" if row.state == "OUTLINE" else "hold_core_group"
        found.append(("Say what must change for this child.", meeting))
    if row.state == "DETAILED" and not row.open_actions:
        found.append(("No action is open for this child.", "add_action"))
    if row.is_unborn and not row.birth_response:
        found.append(
            ("Say what happens at the birth: who is called, and who meets first.", "record_birth_response")
        )
    found.extend(row.owed_of_visits())
    if row.end_proposed_by_id:
        found.append(
            ("A manager proposes to end this plan: a conference chair agrees, or says why not.", "agree_end")
        )
    return found


def all_owed(record) -> list[tuple]:
    return [(row, says, mend) for row in record.child_rows() for says, mend in owed_by(record, row)]
