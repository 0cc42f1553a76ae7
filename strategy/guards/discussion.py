"""What must be true in strategy discussions: up is never blocked, down always is."""

from django.db.models import Q
from django.utils import timezone

from cpu.models import AgencyKind, AuditEvent
from partners.guards import EDUCATION
from referrals.guards import infant_mark_needs_examination
from workflow.guard import guard

QUORUM = {
    AgencyKind.SOCIAL_CARE: "children's social care",
    AgencyKind.POLICE: "police",
    AgencyKind.HEALTH: "health",
}


@guard(
    "A section 47 enquiry is already open: record that it goes on.",
    each_child=True,
    mend="continue_enquiries",
)
def no_enquiry_is_open(record, row):
    return row.case_id not in record.under_enquiry


@guard(
    "No section 47 enquiry is open: agree one, or decide against it.", each_child=True, mend="agree_enquiries"
)
def enquiry_is_open(record, row):
    return row.case_id in record.under_enquiry


@guard(
    "Social care, police and health must all be here to decide against enquiries.", mend="record_attendance"
)
def quorate(discussion):
    """A discussion without its quorum can decide to protect; it can never decide not to."""
    missing = [label for kind, label in QUORUM.items() if kind not in discussion.kinds_here()]
    return (
        True
        if not missing
        else f"Not here: {', '.join(missing)}. Without them nobody can decide against enquiries."
    )


NONE_YET = (
    "Invite the school or nursery, or say why not. A child who goes to none: record so among the services "
    "around the child, and the health visitor is asked instead."
)


@guard(NONE_YET, explain=True, mend="invite")
def education_is_heard(discussion):
    """Of a child who goes to none yet the health visitor knows most: health is asked then, and that stands."""
    kinds = EDUCATION if discussion.goes_to_a_setting else {AgencyKind.HEALTH}
    if kinds & (discussion.kinds_asked() | discussion.kinds_here() | discussion.kinds_explained()):
        return True
    return False if discussion.goes_to_a_setting else "Invite the health visitor, or say why not."


@guard("Say whether the threshold is met, and why for this child.", each_child=True, mend="record_facts")
def threshold_is_reasoned(discussion, row):
    return bool(row.threshold_why)


@guard(
    "Say where the child sleeps tonight, with whom, agreed by whom and on what legal basis.",
    each_child=True,
    mend="record_facts",
)
def safe_tonight(discussion, row):
    return all([row.sleeps_where, row.sleeps_with, row.safety_agreed_by, row.legal_basis])


@guard("Say who sees the child, and when.", each_child=True, mend="record_facts")
def child_will_be_seen(discussion, row):
    return bool(row.who_sees and row.to_be_seen_at)


@guard(
    "Say whether a medical is needed; “not needed” names the clinician who advised.",
    each_child=True,
    mend="record_facts",
)
def medical_question_is_answered(discussion, row):
    """Where there is injury or sexual harm. No visible mark is never a reason to leave it open."""
    if not discussion.injury_or_sexual_harm and row.medical in ("", "not-raised"):
        return True
    if row.medical == "not-raised":
        return "Injury or sexual harm is said or suspected here: answer whether a medical is needed."
    if row.medical == "not-needed" and not (row.medical_clinician and row.medical_why):
        return "Name the clinician of suitable expertise who advised that no medical is needed, and why."
    if row.medical == "not-needed" and _marked_infant(row):
        on = timezone.localdate(discussion.held_at or discussion.requested_at)
        return infant_mark_needs_examination(on) or True
    return bool(row.medical)


def _marked_infant(row) -> bool:
    """Whether the question about a mark on an infant, or on an immobile child, was asked at a referral of this
    child."""
    asked = Q(infant_mark_asked=True) | Q(infant_mark="needed")
    return row.case.referralchild_rows.exclude(state="WITHDRAWN").filter(asked).exists()


@guard("Say what the parents are told, or why not.", each_child=True, mend="record_facts")
def parents_are_told(discussion, row):
    return bool(row.parents_told)


@guard(
    "Social care or police alone: give the officer's name, the reason and the crime reference.",
    each_child=True,
    mend="record_facts",
)
def single_agency_is_reasoned(discussion, row):
    if row.enquirers not in ("social-care", "police"):
        return True
    return all([row.police_officer, row.police_reason, row.crime_reference])


READY_PER_CHILD = [
    threshold_is_reasoned,
    safe_tonight,
    child_will_be_seen,
    medical_question_is_answered,
    parents_are_told,
]


@guard("", each_child=True, mend="decide_chair_stands")
def dissent_is_decided(discussion, row):
    """A statutory partner says met for the youngest, the chair not: a manager outside the room decides that
    day."""
    if not row.youngest_or_exposed(timezone.localdate(discussion.held_at)):
        return True
    said = ", ".join(sorted({view.agency.name for view in row.views_unanswered()}))
    if said:
        return f"{said} says that the threshold is met: a manager outside the room decides today."
    if row.open_dissents:
        return "The threshold is disputed for this child: a manager outside the room decides today."
    return True


# What only somebody does who takes part in the discussion.
IN_THE_ROOM = (
    "hold",
    "agree_enquiries",
    "continue_enquiries",
    "contribute",
    "give_view",
    "record_facts",
    "record_facts_once",
    "record_threshold",
    "raise_dissent",
)


@guard("Whoever was in the room does not decide the dissent: ask a manager outside it.")
def not_in_the_room(discussion):
    """By name in the list, as the chair, or by having written in the discussion."""
    if discussion.act is None:
        return True
    by = discussion.act.by
    named = by.name in {each.whom for each in discussion.participations if each.whom}
    wrote = AuditEvent.of(discussion).filter(actor_id=by.pk, step__in=IN_THE_ROOM).exists()
    return not (named or wrote or discussion.chair_id == by.pk)


@guard(
    "A child is in police protection, or under an emergency protection order: the discussion is owed in law, "
    "and cannot be refused or withdrawn.",
    mend="hold",
)
def no_child_is_in_police_protection(discussion):
    orders = discussion.rows_beside(
        "courtorderchild_rows", state="IN_FORCE", stage__what="emergency-protection"
    )
    return not (orders or discussion.rows_beside("emergencyprotectionchild_rows", state="PROTECTED"))


@guard("Decide for each child.", each_child=False, mend="agree_enquiries")
def every_child_is_decided(discussion):
    open_for = [row.child_name for row in discussion.children.all() if row.state == "NONE"]
    return True if not open_for else f"Not yet decided: {', '.join(open_for)}."


def _owed_by_every_child(check):
    """A guard of each child, asked of all children of the discussion at once."""

    def all_children(discussion):
        rows = [row for row in discussion.children.all() if row.state != "WITHDRAWN"]
        owing = [(row, check.unmet(discussion, row)) for row in rows]
        return " ".join(f"{row.child_name}: {says}" for row, says in owing if says) or True

    all_children.__name__ = check.name
    return guard(check.says, explain=True, mend=check.mend)(all_children)


@guard("Nobody has asked for the medical that is needed.", each_child=True)
def needed_medical_is_asked_for(discussion, row):
    """The answer "needed" is owed until the medical is asked for: a former one that is over does not answer it."""
    return row.medical != "needed" or any(
        each.state not in each.ended or each.requested_at >= discussion.requested_at
        for each in discussion.medicals_of(row)
    )


def medicals_owed(discussion) -> list[tuple]:
    """(row, sentence) for each child who needs a medical that nobody has asked for."""
    rows = [row for row in discussion.child_rows() if row.medical == "needed" and row.case_id]
    return [(row, says) for row in rows if (says := needed_medical_is_asked_for.unmet(discussion, row))]


OWED_WITH_THE_RECORD = [
    _owed_by_every_child(each)
    for each in [*READY_PER_CHILD, single_agency_is_reasoned, needed_medical_is_asked_for]
]


@guard("Issue the record to the agencies first.", mend="issue_record")
def record_is_issued(discussion):
    return discussion.record_issued_at is not None


@guard("A manager confirms the decision first.", mend="confirm")
def manager_has_confirmed(discussion):
    return discussion.confirmed_at is not None or (
        discussion.chaired_by_manager and not discussion.decided_against_alone
    )


@guard("Another manager confirms the decision against enquiries first.", mend="confirm")
def second_manager_agrees(discussion):
    """The manager who chaired decided so alone; the agencies hear of it once two hold it."""
    return discussion.confirmed_at is not None or not discussion.decided_against_alone


@guard("Enquiries run from this discussion: end them by their outcome. It is not withdrawn from under them.")
def no_enquiry_came_of_it(discussion):
    """Withdrawn as entered in error itself, an enquiry holds up nothing."""
    return not discussion.rows_beside("section47child_rows", stage__cause=discussion.pk)


@guard(
    "Somebody holds that the threshold is met: decide for each child. A view does not leave by withdrawal."
)
def nobody_holds_that_it_is_met(discussion):
    """Said by police or health, or disputed, and not yet answered by a manager outside the room."""
    undecided = [row for row in discussion.child_rows() if row.state in ("NONE", "NO_ENQUIRIES")]
    return not any(row.views_unanswered() or row.open_dissents for row in undecided)
