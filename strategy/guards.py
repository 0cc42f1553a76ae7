"""What must be true in strategy discussions and enquiries: up is never blocked, down always is."""

from django.utils import timezone

from cpu.models import AgencyKind, AuditEvent
from partners.guards import (
    NOT_SUBSTANTIATED,
    VIEWS_NEEDED,
    child_was_heard,
    child_was_seen,
    child_was_seen_alone,
    every_agency_answered,
    missing_views,
    proposed,
    referrer_was_heard,
    referrers_heard,
    when,
)
from referrals.guards import heard
from workflow.guard import guard

QUORUM = {
    AgencyKind.SOCIAL_CARE: "children's social care",
    AgencyKind.POLICE: "police",
    AgencyKind.HEALTH: "health",
}
EDUCATION = {AgencyKind.EDUCATION, AgencyKind.EARLY_YEARS}


def _enquiry_rows(row):
    """Rows of this child in section 47 enquiries; read through the case, since enquiries come later than
    discussions."""
    return row.case.section47child_rows.all()


@guard(
    "A section 47 enquiry is already open: record that it goes on.",
    each_child=True,
    mend="continue_enquiries",
)
def no_enquiry_is_open(record, row):
    return not _enquiry_rows(row).filter(state__in=OPEN_ENQUIRY).exists()


@guard(
    "No section 47 enquiry is open: agree one, or decide against it.", each_child=True, mend="agree_enquiries"
)
def enquiry_is_open(record, row):
    return _enquiry_rows(row).filter(state__in=OPEN_ENQUIRY).exists()


OPEN_ENQUIRY = ("OPEN", "PROPOSED")


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


@guard("Invite the school or nursery, or say why not.", explain=True, mend="invite")
def education_is_heard(discussion):
    return bool(
        EDUCATION & (discussion.kinds_asked() | discussion.kinds_here() | discussion.kinds_explained())
    )


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
    return bool(row.medical)


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


@guard("A child is in police protection: the discussion is owed in law and cannot be refused.", mend="hold")
def no_child_is_in_police_protection(discussion):
    rows = [
        row.case.emergencyprotectionchild_rows.filter(state="PROTECTED") for row in discussion.children.all()
    ]
    return not any(each.exists() for each in rows)


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


OWED_WITH_THE_RECORD = [_owed_by_every_child(each) for each in [*READY_PER_CHILD, single_agency_is_reasoned]]


@guard("Issue the record to the agencies first.", mend="issue_record")
def record_is_issued(discussion):
    return discussion.record_issued_at is not None


@guard("A manager confirms the decision first.", mend="confirm")
def manager_has_confirmed(discussion):
    return discussion.chaired_by_manager or discussion.confirmed_at is not None


# Section 47 enquiry: before an outcome without a conference

SETTLED = {AgencyKind.POLICE: "police", AgencyKind.HEALTH: "health"}


@guard(
    "Ask police, health and the school or nursery, or say why not.", explain=True, step_down=True, mend="ask"
)
def agencies_were_asked(enquiry):
    """Who should have been asked is a positive list: an agency never asked leaves no trace of its own."""
    known = (
        enquiry.kinds_asked() | enquiry.kinds_here() | enquiry.kinds_explained() | enquiry.kinds_answered()
    )
    needed = [(kinds, label) for kinds, label in VIEWS_NEEDED if AgencyKind.SOCIAL_CARE not in kinds]
    missing = [label for kinds, label in needed if not kinds & known]
    return True if not missing else f"Never asked: {', '.join(missing)}. Ask, or say why not."


@guard(
    "See the home, and the place where the child sleeps.",
    each_child=True,
    explain=True,
    step_down=True,
    mend="record_home",
)
def home_and_sleeping_place_were_seen(enquiry, row):
    return any(each.sleeping_place_seen for each in row.homes_seen)


@guard(
    "Speak to the parents or carers, and record whether they were told of the enquiry.",
    each_child=True,
    explain=True,
    step_down=True,
    mend="record_parents_spoken",
)
def parents_were_spoken_to(enquiry, row):
    return bool(row.parents_spoken)


@guard("Read the chronology, and say who read it.", each_child=True, mend="read_chronology")
def chronology_was_read(enquiry, row):
    return bool(row.chronology_read_by)


@guard(
    "Weigh the harm, what protects, and whether somebody keeps the child from being seen.",
    each_child=True,
    mend="analyse",
)
def harm_was_weighed(enquiry, row):
    return all([row.harm_analysis, row.protective_factors, row.avoidance])


@guard(
    "Say what the medical found, or why there was none.",
    each_child=True,
    explain=True,
    step_down=True,
    mend="analyse",
)
def medical_question_is_settled(enquiry, row):
    return bool(row.medical_outcome)


@guard("Ask about the child's identity and culture.", each_child=True, explain=True, mend="record_identity")
def identity_was_asked(enquiry, row):
    return bool(row.identity_and_culture)


@guard(
    "No visible mark can never be the only evidence: say what else this rests on.",
    each_child=True,
    mend="propose_outcome",
)
def more_than_no_visible_mark(enquiry, row):
    return bool(set(row.rests_on) - {"no-visible-mark"})


@guard(
    "Likely to go on suffering significant harm: a conference is needed, or a manager says why not.",
    each_child=True,
    explain=True,
    step_down=True,
    mend="propose_outcome",
)
def likely_harm_has_its_conference(enquiry, row):
    return row.outcome != "likely" or row.conference == "needed"


@guard("Record the views of police and health first.", each_child=True, mend="give_view")
def police_and_health_gave_their_views(enquiry, row):
    missing = missing_views(enquiry, row, [({kind}, label) for kind, label in SETTLED.items()])
    return True if not missing else f"Record the view of {' and of '.join(missing)} first."


@guard(
    "Speak to every referrer; or record two dated attempts, and why nobody could be reached.",
    each_child=True,
    mend="record_referrer_contact",
)
def every_referrer_was_heard(enquiry, row):
    """Those whose conversation stands at the referral are not rung again."""
    rows = row.case.referralchild_rows.exclude(state="WITHDRAWN").select_related("stage")
    referrals = {each.stage for each in rows}
    waiting = [each for each in referrals if not heard(each)]
    return len(referrers_heard(row)) >= (len(waiting) if referrals else 1)


def _without_conference(enquiry, row) -> bool:
    return row.steps_down or row.outcome == "not-substantiated"


def _not_substantiated(enquiry, row) -> bool:
    return row.outcome == "not-substantiated"


FOUND_OUT = [
    every_agency_answered,
    agencies_were_asked,
    child_was_seen,
    child_was_seen_alone,
    child_was_heard,
    home_and_sleeping_place_were_seen,
    parents_were_spoken_to,
    chronology_was_read,
    medical_question_is_settled,
    identity_was_asked,
    harm_was_weighed,
]
ONLY_NOT_SUBSTANTIATED = [
    every_referrer_was_heard if each is referrer_was_heard else each
    for each in NOT_SUBSTANTIATED
    if each not in FOUND_OUT
]
CONCLUDED = [more_than_no_visible_mark, likely_harm_has_its_conference]

TO_PROPOSE = [
    *when(_without_conference, *proposed(*FOUND_OUT, *CONCLUDED)),
    *when(_not_substantiated, *proposed(*ONLY_NOT_SUBSTANTIATED)),
]
TO_APPROVE = [
    *when(_without_conference, *FOUND_OUT, *CONCLUDED, police_and_health_gave_their_views),
    *when(_not_substantiated, *ONLY_NOT_SUBSTANTIATED),
]

# What a step up goes without is owed: shown at once, asked before the enquiry is closed.
OWED_AFTER_STEPPING_UP = [*FOUND_OUT, police_and_health_gave_their_views]


def owed_by(enquiry, row) -> list[tuple[str, str]]:
    """(sentence, step that mends it) of all that is still owed for a child whose outcome stepped up."""
    found = []
    for each in OWED_AFTER_STEPPING_UP:
        if says := each.unmet(enquiry, row) if each.each_child else each.unmet(enquiry):
            found.append((says, each.mend))
    return found


def all_owed(enquiry) -> list[tuple]:
    """(row, sentence, step that mends it) of all that is owed in an enquiry."""
    up = [
        row
        for row in enquiry.children.all()
        if row.state in ("PROPOSED", "APPROVED") and not _without_conference(enquiry, row)
    ]
    return [(row, says, mend) for row in up for says, mend in owed_by(enquiry, row)]


@guard("Propose and approve an outcome for each child first.", mend="propose_outcome")
def every_outcome_is_approved(enquiry):
    waiting = [row.child_name for row in enquiry.children.all() if row.state not in ("APPROVED", "WITHDRAWN")]
    return True if not waiting else f"No approved outcome yet: {', '.join(waiting)}."


@guard(
    "What is owed since the step up is done, or it stands why not.",
    explain=True,
    step_down=True,
    mend="give_view",
)
def what_is_owed_is_done(enquiry):
    return " ".join(f"{row.child_name}: {says}" for row, says, _ in all_owed(enquiry)) or True


# Emergency protection


@guard("Say what protects the child now.", each_child=True, mend="end_protection")
def something_protects_now(protection, row):
    return bool(row.protects_now)


@guard("End the protection of each child first.", mend="end_protection")
def protection_has_ended(protection):
    held = [row.child_name for row in protection.children.all() if row.state == "PROTECTED"]
    return True if not held else f"Still in police protection: {', '.join(held)}."


@guard("Tell the child, the parents and both authorities, or say why not.", explain=True, mend="record_told")
def everyone_was_told(protection):
    missing = [
        f"{row.child_name}: {', '.join(names)}"
        for row in protection.children.all()
        if (names := row.not_yet_told())
    ]
    return True if not missing else f"Not yet told. {'; '.join(missing)}."


# Withdrawing: entered in error, or on the wrong child; never a way round an outcome


@guard(
    "Enquiries run from this discussion: say why it is withdrawn all the same, and what becomes of them.",
    explain=True,
    step_down=True,
)
def no_enquiry_came_of_it(discussion):
    return not any(row.state in ("ENQUIRIES", "CONTINUES") for row in discussion.child_rows())


@guard(
    "Something was found out here: end the enquiry by its outcome, or say why it is withdrawn all the same.",
    explain=True,
    step_down=True,
    mend="propose_outcome",
)
def nothing_was_found_out(enquiry):
    """Seen, heard, told by an agency, proposed or approved: what is known of a child does not leave by withdrawal."""
    moved = any(row.state != "OPEN" for row in enquiry.child_rows())
    found = any(enquiry.about_children(name) for name in ("childseen_rows", "ownwords_rows"))
    return not (moved or found or enquiry.subject.contributions.exists())


@guard(
    "A child stands under police protection here: say what protects the child now, and why this is withdrawn.",
    explain=True,
    step_down=True,
    mend="end_protection",
)
def nobody_is_protected_by_it(protection):
    return not any(row.state == "PROTECTED" for row in protection.child_rows())
