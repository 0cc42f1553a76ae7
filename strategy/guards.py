"""What must be true in strategy discussions and enquiries: up is never blocked, down always is."""

from datetime import timedelta

from django.db.models import Q
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
from referrals.guards import heard, infant_mark_needs_examination
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
# A child may be examined before the discussion at which the enquiry starts.
BEFORE_THE_ENQUIRY = timedelta(days=7)


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
    "A child is in police protection, or under an emergency protection order: the discussion is owed in law and "
    "cannot be refused.",
    mend="hold",
)
def no_child_is_in_police_protection(discussion):
    for row in discussion.children.all():
        orders = row.case.courtorderchild_rows.filter(state="IN_FORCE", stage__what="emergency-protection")
        if (
            row.case.emergencyprotectionchild_rows.filter(state="PROTECTED").exists()
            or orders.exclude(stage__state="WITHDRAWN").exists()
        ):
            return False
    return True


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
    """Read from the medicals themselves, those open and those of this enquiry; in words only where there was
    none."""
    since = enquiry.started_at - BEFORE_THE_ENQUIRY
    medicals = [
        each
        for each in enquiry.medicals_of(row)
        if each.state not in ("NOT_NEEDED", "DECLINED")
        and (
            each.state not in each.ended
            or each.discussion_id == enquiry.cause_id
            or each.requested_at >= since
        )
    ]
    waiting = [each for each in medicals if each.examined_at is None]
    silent = [each for each in medicals if each.examined_at and not each.preliminary_given_at]
    if waiting:
        return f"A medical is asked for and has not been held: {_named(waiting)}."
    if silent:
        return f"The medical was held, and no opinion is given in writing: {_named(silent)}."
    return bool(medicals or row.medical_outcome)


def _named(records) -> str:
    return ", ".join(each.reference for each in records)


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


# Court orders

# These last by themselves, and the work on the record may be done while they stand.
LASTS = ("special-guardianship", "child-arrangements", "placement", "high-court", "other")


@guard("Say what protects the child now.", each_child=True, mend="end_order")
def something_protects_after_the_order(order, row):
    return bool(row.protects_now)


@guard(
    "Only an emergency protection order is extended, and only once: ask for another order.", each_child=True
)
def may_still_be_extended(order, row):
    """Section 45(6): once. An interim order is not extended but made again."""
    return order.what == "emergency-protection" and row.times_extended == 0


@guard("Record for each child how the order ended.", mend="end_order")
def order_has_ended(order):
    if order.what in LASTS:
        return True
    under = [row.child_name for row in order.children.all() if row.state == "IN_FORCE"]
    return True if not under else f"Still in force: {', '.join(under)}."


@guard(
    "A child stands under this order: say what protects the child now, and why this is withdrawn.",
    explain=True,
    step_down=True,
    mend="end_order",
)
def nobody_is_under_the_order(order):
    return not any(row.state == "IN_FORCE" for row in order.child_rows())


# Child protection medical

DOES_NOT_EXCLUDE = "A normal examination does not exclude abuse."


@guard("Record who refuses, when and in which words.", mend="record_refusal")
def refusal_is_recorded(medical):
    return bool(medical.refused_by and medical.refusal_words and medical.refusal_heard_by)


@guard("A clinician says that the child understands enough to refuse, and is named.", mend="record_refusal")
def child_understands(medical):
    """The right to refuse is the child's: a parent's refusal is answered by legal advice, never by ending it."""
    if medical.refused_by == "adult":
        return "A parent's refusal does not end a medical: take legal advice, and say what protects the child now."
    return bool(medical.understanding_found_by)


@guard(
    "Offer another day, place, clinician or companion first, and say what was offered.", mend="record_refusal"
)
def medical_was_offered_again(medical):
    return bool(medical.offered_again)


@guard(
    "A clinician of suitable expertise decides that none is needed, and names the expertise, why, and what it "
    "rests on.",
    mend="advise_not_needed",
)
def clinician_advises_no_medical(medical):
    return all([medical.advised_by_id, medical.expertise, medical.advice, medical.advice_rests_on])


@guard("The partnership's signed policy on infants' marks is read first.")
def infant_policy_allows_no_medical(medical):
    """Asked of a mark on an infant not moving independently, or an immobile child; of nothing else."""
    if medical.type != "infant-mark":
        return True
    on = timezone.localdate(medical.act.at if medical.act else medical.advised_at or medical.requested_at)
    return infant_mark_needs_examination(on) or True


@guard("Issue the report first.", mend="issue_report")
def report_is_issued(medical):
    return medical.report_issued_at is not None


@guard("A clinician confirms what was written down by telephone.", mend="confirm_opinion")
def telephone_opinions_are_confirmed(medical):
    waiting = [str(each) for each in medical.opinions if each.waits]
    return f"Not yet confirmed by a clinician: {'; '.join(waiting)}." if waiting else True


@guard("Record what was found, “no findings” too, and what was not examined.", mend="record_findings")
def findings_are_recorded(medical):
    return bool(medical.findings and medical.not_examined)


@guard("Recorded without consent: record who agreed to it, or say why.", explain=True, mend="record_consent")
def consent_stands(medical):
    """What happened stays recorded; whoever closes it answers for it."""
    parts = medical.without_consent()
    return f"Recorded without consent: {', '.join(parts)}. Record it, or say why." if parts else True


@guard("Say what came of each action, or who has it from here.", explain=True, mend="record_action_done")
def actions_are_done(medical):
    open_ones = [str(each) for each in medical.actions if each.done_on is None]
    return f"Not yet done: {'; '.join(open_ones)}. Do it, or say who has it from here." if open_ones else True


@guard(
    "Record that the sexual assault referral centre was called, or say why not.",
    explain=True,
    mend="record_sarc_called",
)
def centre_was_called(medical):
    return medical.sarc_from is None or medical.sarc_called_at is not None


@guard(
    "Something came of this request: end it by the report, or by a clinician's decision; or say why it is "
    "withdrawn all the same.",
    explain=True,
    step_down=True,
)
def nothing_came_of_the_request(medical):
    """A mark on an infant does not leave by withdrawal, nor a child who was booked, not brought or examined."""
    touched = medical.examined_at or medical.state == "BOOKED" or medical.notbrought_rows.exists()
    return not (touched or medical.type == "infant-mark")


# ABE interview


@guard("Record how the child said no, and to whom.", mend="record_refusal")
def child_said_no(interview):
    return bool(interview.content.refusal and interview.content.to_whom)


@guard("Offer another day, place, person or way first, and say what was offered.", mend="record_refusal")
def other_ways_were_offered(interview):
    return bool(interview.content.offered)


@guard("Say how the child is heard instead.", mend="record_refusal")
def child_is_heard_otherwise(interview):
    return bool(interview.content.how_heard)


@guard("Police and social care agree, each by name.", mend="record_agrees_to_none")
def police_and_social_care_agree(interview):
    return bool(interview.content.police_agrees and interview.content.social_care_agrees)


@guard("Say where the recording is: the police reference.", mend="give_reasons")
def recording_is_found(interview):
    return bool(interview.content.recording_reference)


@guard("Say whether an intermediary was considered, and why not.", mend="record_needs")
def intermediary_was_considered(interview):
    content = interview.content
    return content.intermediary in ("takes-part", "asked-for") or bool(
        content.intermediary and content.intermediary_why
    )


@guard("Record the child's agreement, and what the carer was told or why not.", mend="record_agreement")
def agreement_is_recorded(interview):
    return bool(interview.content.agreement and interview.content.carer_words)


@guard("Held before the strategy discussion: say who decided so, and why.", mend="give_reasons")
def early_interview_is_explained(interview):
    return not interview.before_discussion or bool(interview.content.before_discussion_why)


@guard("More than five working days after the decision: say why.", mend="give_reasons")
def delay_is_explained(interview):
    return not interview.delayed(interview.held_at) or bool(interview.content.delay_why)


@guard(
    "An interview was held, or the child said no: end it as what it was, or say why it is withdrawn all the same.",
    explain=True,
    step_down=True,
)
def no_interview_was_held(interview):
    return interview.held_at is None and interview.refused_at is None


def asked_of_interview(interview, now) -> list[tuple[str, str]]:
    """(sentence, step that mends it) of all that is asked about an interview that was held, or is late."""
    held = [
        recording_is_found,
        intermediary_was_considered,
        agreement_is_recorded,
        early_interview_is_explained,
    ]
    found = [(says, each.mend) for each in held if interview.held_at and (says := each.unmet(interview))]
    if interview.delayed(now) and not interview.content.delay_why:
        found.append((delay_is_explained.says, delay_is_explained.mend))
    if interview.content.interpreter_is_family:
        found.append(
            ("The interpreter was family: say in the evaluation what that does to it.", "record_needs")
        )
    return found


def asked_of_medical(medical) -> list[tuple[str, str]]:
    """(sentence, step that mends it) of all that is asked about a medical at which the child was examined."""
    asked = [findings_are_recorded, consent_stands, telephone_opinions_are_confirmed, centre_was_called]
    if medical.examined_at is None:
        asked = [centre_was_called]
    return [(says, each.mend) for each in asked if (says := each.unmet(medical))]


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
