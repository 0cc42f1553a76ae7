"""What must be true in strategy discussions and enquiries: up is never blocked, down always is."""

from django.utils import timezone

from cpu.models import AgencyKind
from workflow.guard import guard

QUORUM = {
    AgencyKind.SOCIAL_CARE: "children's social care",
    AgencyKind.POLICE: "police",
    AgencyKind.HEALTH: "health",
}
EDUCATION = {AgencyKind.EDUCATION, AgencyKind.EARLY_YEARS}


def _enquiry_rows(row):
    """Rows of this child in section 47 enquiries; read through the case, since enquiries come later than discussions."""
    return row.case.section47child_rows.all()


@guard("A section 47 enquiry is already open: record that it goes on.", each_child=True, mend="continue_enquiries")
def no_enquiry_is_open(record, row):
    return not _enquiry_rows(row).filter(state__in=OPEN_ENQUIRY).exists()


@guard("No section 47 enquiry is open: agree one, or decide against it.", each_child=True, mend="agree_enquiries")
def enquiry_is_open(record, row):
    return _enquiry_rows(row).filter(state__in=OPEN_ENQUIRY).exists()


OPEN_ENQUIRY = ("OPEN", "PROPOSED")


@guard("Social care, police and health must all be here to decide against enquiries.", mend="record_attendance")
def quorate(discussion):
    """A discussion without its quorum can decide to protect; it can never decide not to."""
    missing = [label for kind, label in QUORUM.items() if kind not in discussion.kinds_here()]
    return True if not missing else f"Not here: {', '.join(missing)}. Without them nobody can decide against enquiries."


@guard("Invite the school or nursery, or say why not.", explain=True, mend="invite")
def education_is_heard(discussion):
    return bool(EDUCATION & (discussion.kinds_asked() | discussion.kinds_here() | discussion.kinds_explained()))


@guard("Say whether the threshold is met, and why for this child.", each_child=True, mend="record_facts")
def threshold_is_reasoned(discussion, row):
    return bool(row.threshold_why)


@guard("Say where the child sleeps tonight, with whom, agreed by whom and on what legal basis.", each_child=True,
       mend="record_facts")  # fmt: skip
def safe_tonight(discussion, row):
    return all([row.sleeps_where, row.sleeps_with, row.safety_agreed_by, row.legal_basis])


@guard("Say who sees the child, and when.", each_child=True, mend="record_facts")
def child_will_be_seen(discussion, row):
    return bool(row.who_sees and row.to_be_seen_at)


@guard("Say whether a medical is needed; “not needed” names the clinician who advised.", each_child=True,
       mend="record_facts")  # fmt: skip
def medical_question_is_answered(discussion, row):
    """Where there is injury or sexual harm. No visible mark is never a reason to leave it open."""
    if not discussion.injury_or_sexual_harm and row.medical in ("", "not-raised"):
        return True
    if row.medical == "not-raised":
        return "Injury or sexual harm is alleged here: answer whether a medical is needed."
    if row.medical == "not-needed" and not (row.medical_clinician and row.medical_why):
        return "Name the clinician of suitable expertise who advised that no medical is needed, and why."
    return bool(row.medical)


@guard("Say what the parents are told, or why not.", each_child=True, mend="record_facts")
def parents_are_told(discussion, row):
    return bool(row.parents_told)


@guard("Social care or police alone: give the officer's name, the reason and the crime reference.", each_child=True,
       mend="record_facts")  # fmt: skip
def single_agency_is_reasoned(discussion, row):
    if row.enquirers not in ("social-care", "police"):
        return True
    return all([row.police_officer, row.police_reason, row.crime_reference])


READY_PER_CHILD = [
    threshold_is_reasoned, safe_tonight, child_will_be_seen, medical_question_is_answered, parents_are_told,
]  # fmt: skip


@guard("", each_child=True, mend="decide_dissent")
def dissent_is_decided(discussion, row):
    """A statutory partner says met for the youngest, the chair not: a manager outside the room decides that day."""
    if not row.met_views() or not row.youngest_or_exposed(timezone.localdate(discussion.held_at)):
        return True
    said = ", ".join(sorted({view.agency.name for view in row.met_views()}))
    if not row.dissent_decided_at:
        return f"{said} says that the threshold is met: a manager outside the room decides today."
    if row.dissent_decision == "met":
        return "The manager outside the room decided that the threshold is met: agree enquiries."
    return True


@guard("Whoever was in the room does not decide the dissent.")
def not_in_the_room(discussion):
    if discussion.act is None:
        return True
    return discussion.act.by.name not in {each.whom for each in discussion.participations if each.whom}


@guard("Decide for each child.", each_child=False, mend="agree_enquiries")
def every_child_is_decided(discussion):
    open_for = [row.child_name for row in discussion.children.all() if row.state == "NONE"]
    return True if not open_for else f"Not yet decided: {', '.join(open_for)}."


def _owed_by_every_child(check):
    """A guard of each child, asked of all children of the discussion at once."""

    def all_children(discussion):
        owing = [(row, check.unmet(discussion, row)) for row in discussion.children.all() if row.state != "WITHDRAWN"]
        owing = [f"{row.child_name}: {says}" for row, says in owing if says]
        return " ".join(owing) or True

    all_children.__name__ = check.name
    return guard(check.says, explain=True, mend=check.mend)(all_children)


OWED_WITH_THE_RECORD = [_owed_by_every_child(each) for each in [*READY_PER_CHILD, single_agency_is_reasoned]]


@guard("Issue the record to the agencies first.", mend="issue_record")
def record_is_issued(discussion):
    return discussion.record_issued_at is not None


@guard("A manager confirms the decision first.", mend="confirm")
def manager_has_confirmed(discussion):
    return discussion.chaired_by_manager or discussion.confirmed_at is not None
