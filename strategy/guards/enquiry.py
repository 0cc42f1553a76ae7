"""What must be true in section 47 enquiries: up is never blocked, down always is."""

from datetime import timedelta

from cpu.models import AgencyKind
from partners.guards import (
    EDUCATION,
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

# A child may be examined before the discussion at which the enquiry starts.
BEFORE_THE_ENQUIRY = timedelta(days=7)


SETTLED = {AgencyKind.POLICE: "police", AgencyKind.HEALTH: "health"}


@guard(
    "Ask police, health and the school or nursery, or say why not.", explain=True, step_down=True, mend="ask"
)
def agencies_were_asked(enquiry):
    """Who should have been asked is a positive list: an agency never asked leaves no trace of its own."""
    known = (
        enquiry.kinds_asked() | enquiry.kinds_here() | enquiry.kinds_explained() | enquiry.kinds_answered()
    )
    spared = [{AgencyKind.SOCIAL_CARE}, *([] if enquiry.goes_to_a_setting else [EDUCATION])]
    needed = [(kinds, label) for kinds, label in VIEWS_NEEDED if kinds not in spared]
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
    "Speak to every referrer; or record each attempt with its date (two at least), and why nobody could be reached.",
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


@guard("An outcome is proposed or approved: return or reopen it first.", mend="return_outcome")
def no_outcome_stands(enquiry):
    return not any(row.state in ("PROPOSED", "APPROVED") for row in enquiry.child_rows())


@guard(
    "Something was found out here: end the enquiry by its outcome, or say why it is withdrawn all the same.",
    explain=True,
    step_down=True,
    mend="propose_outcome",
)
def nothing_was_found_out(enquiry):
    """Seen, heard, told by an agency: what is known of a child does not leave by withdrawal."""
    found = any(enquiry.about_children(name) for name in ("childseen_rows", "ownwords_rows"))
    return not (found or enquiry.subject.contributions.exists())
