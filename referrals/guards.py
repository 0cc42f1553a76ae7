"""What must be true of referrals and assessments: up is never blocked, down always is."""

from dataclasses import replace

from django.utils import timezone

from cpu.codes import Consent
from cpu.timescales import STRATEGY_DISCUSSION
from partners.guards import (
    all_four_gave_their_view,
    attempts_suffice,
    child_was_heard,
    child_was_seen,
    child_was_seen_alone,
    earlier_concerns_were_read,
    every_agency_answered,
    when,
)
from referrals import words
from unit.models import InfantMark, LocalPolicy, Policy
from workflow.guard import guard

NO_INJURY = "no-visible-injury"

# Heard, read, considered


def heard(referral) -> bool:
    """Spoken to; or tried as often as the partnership asks, each attempt dated, and it stands why it is impossible."""
    contacts = list(referral.contacts.all())
    tried = {each.happened_at for each in contacts if not each.reached}
    impossible = any(each.why_impossible for each in contacts)
    return any(each.reached for each in contacts) or (impossible and attempts_suffice(tried))


@guard("Look at it for danger first.", mend="look_for_danger")
def danger_was_looked_for(referral):
    return referral.looked_at is not None


@guard(
    "Speak with the referrer, or record each attempt with its date (two at least) and why it is impossible.",
    mend="record_referrer_contact",
)
def referrer_is_heard(stage):
    return not stage.harm_allegation or all(heard(each) for each in stage.own_concerns())


@guard("Read all earlier concerns about child and household together.", mend="record_earlier_concerns")
def earlier_concerns_are_read(stage):
    unread = stage.unread_concerns()
    if unread:
        names = ", ".join(each.reference for each in unread)
        return f"Read these earlier concerns about child and household together: {names}."
    return not stage.harm_allegation or stage.earlier_read_at is not None


@guard("Consider every child of the home: propose, decide or attach for each.", mend="propose")
def every_child_is_considered(referral):
    left = [row.child_name for row in referral.children.all() if row.state == "NONE" and not row.proposed]
    return True if not left else f"Not yet considered, and of the same home: {', '.join(left)}."


@guard("A second manager agrees first.", mend="second_manager_agrees", each_child=True)
def second_manager_has_agreed(stage, row):
    """The third concern of family or public within a year, or a repeat within 60 days of no action."""
    if not stage.harm_allegation or row.second_manager_id or not (why := stage.pattern()):
        return True
    return f"A second manager agrees first: this is {_a(why)}."


def _a(why: str) -> str:
    return f"one of {why}" if why[0].isdigit() else why


# A step down, for each child


@guard(
    "Say who the child is: earlier concerns cannot be read for a child without a name.",
    each_child=True,
    explain=True,
    step_down=True,
    mend="identify",
)
def child_is_known(referral, row):
    return bool(row.person_id and (row.person.given_name or row.person.family_name))


@guard("Somebody else proposes this first: nobody ends a concern alone.", each_child=True, mend="propose")
def another_proposed_it(referral, row):
    return row.proposed in referral.DOWN


@guard(
    "“No visible injury” is never the only ground. Say what else is known, and how.",
    each_child=True,
    mend="propose",
)
def more_than_no_injury(referral, row):
    return set(row.grounds) != {NO_INJURY}


@guard(
    "Where no injury was seen: a clinician's advice, by name, and the child heard alone.",
    each_child=True,
    mend="record_facts",
)
def no_injury_was_looked_into(referral, row):
    """A mark may not show, on dark skin least of all; what a child says counts without one."""
    if NO_INJURY not in row.grounds:
        return True
    missing = []
    if not (row.clinician and row.clinician_at and row.clinician_said):
        missing.append("ask a clinician of suitable expertise, and give name, date and advice")
    if not row.heard_alone_at:
        missing.append("see the child and hear the child alone, and say when and by whom")
    return True if not missing else f"“No visible injury” is among the grounds: {'; '.join(missing)}."


@guard("Say on which grounds.", each_child=True, mend="propose")
def grounds_are_given(referral, row):
    return bool(row.grounds)


@guard("Say what this child's history tells.", each_child=True, mend="propose")
def history_is_considered(referral, row):
    return bool(row.history.strip())


@guard("Say why, for this child.", each_child=True)
def reasons_are_given(stage, row):
    return bool(row.decided_why.strip())


@guard("The reasons are a brother's or sister's, word for word: give this child's own.", each_child=True)
def reasons_are_own(stage, row):
    same = [each for each in stage.children.all() if each.pk != row.pk and each.decided_why.strip()]
    return row.decided_why.strip() not in {each.decided_why.strip() for each in same}


@guard("", each_child=True, explain=True)
def proposal_in_our_words(stage, row):
    return words.to_mend(row.proposed_why) or True


@guard("", each_child=True, explain=True)
def decision_in_our_words(stage, row):
    return words.to_mend(row.decided_why) or True


@guard(
    "Answer the question about a mark on an infant or a child who does not move alone.",
    each_child=True,
    mend="record_infant_mark",
)
def infant_mark_is_answered(referral, row):
    if not row.infant_mark_asked and not row.infant_mark:
        return True
    if row.infant_mark == "needed":
        return "A medical is needed for the mark: that is no reason to end this, but to act."
    if row.infant_mark == "not-needed":
        return (
            infant_mark_needs_examination(timezone.localdate(row.clinician_at or referral.received_at))
            or True
        )
    return bool(row.infant_mark)


def infant_mark_needs_examination(on) -> str:
    """Why a mark on an infant needs its medical by the partnership's signed policy of that day; empty where a
    clinician may decide. There is no default: unsigned, every mark is examined."""
    decided = LocalPolicy.decided(Policy.INFANT_MARK, on)
    if decided == InfantMark.CLINICIAN_DECIDES:
        return ""
    if decided == InfantMark.ALWAYS_EXAMINED:
        return "Here every such mark is examined by a paediatrician, as the partnership has signed."
    return (
        "Nobody has signed what holds here for marks on infants: sign the policy first, until then examine."
    )


@guard(
    "Only a clinician of suitable expertise decides this: name, discipline, moment and reason.",
    each_child=True,
)
def clinician_decided(referral, row):
    """Whether a mark in an infant needs no medical, or is none, is never the front door's to say."""
    if row.infant_mark in ("", "needed"):
        return True
    return all([row.clinician, row.clinician_discipline, row.clinician_at, row.clinician_said])


@guard("Say to whom this is handed.", each_child=True)
def somebody_takes_it_over(referral, row):
    return bool(row.handed_to.strip())


PROPOSAL = [more_than_no_injury, no_injury_was_looked_into, proposal_in_our_words]
DOWN = [
    danger_was_looked_for,
    referrer_is_heard,
    earlier_concerns_are_read,
    every_child_is_considered,
    child_is_known,
    another_proposed_it,
    grounds_are_given,
    more_than_no_injury,
    no_injury_was_looked_into,
    history_is_considered,
    infant_mark_is_answered,
    reasons_are_given,
    reasons_are_own,
    decision_in_our_words,
    second_manager_has_agreed,
]


# Identity and case


@guard("A case stands on this child's record already: name the person there.", each_child=True)
def has_no_case_yet(referral, row):
    return row.case_id is None


@guard("Open a case for the child, or attach to the open one.", each_child=True, mend="open_cases")
def has_a_case(referral, row):
    return row.case_id is not None


@guard("Say who the child is, or take a placeholder.", each_child=True, mend="identify")
def is_identified(referral, row):
    return row.person_id is not None


@guard("Say who the children are first.", mend="identify")
def a_child_is_identified(referral):
    return any(row.person_id for row in referral.children.all())


@guard("A case is already open for this child: attach the referral to it.", each_child=True, mend="attach")
def no_case_is_open(referral, row):
    return row.open_case() is None


@guard("No case is open for this child: open one.", each_child=True, mend="open_cases")
def case_is_open(referral, row):
    return row.person_id is None or row.open_case() is not None


@guard("An assessment of this child is open already: it goes on, and its date stays.", each_child=True)
def no_assessment_is_open(referral, row):
    return not row.is_being_assessed()


@guard(
    "Record the family's consent to these checks, or a manager's reason to go without.", mend="record_consent"
)
def checks_are_allowed(referral):
    """At the front door; in a section 47 enquiry the duty itself allows them."""
    agreed = referral.consent_to_share == Consent.GIVEN or referral.consent_at
    return bool(agreed or referral.checks_without_consent_by_id)


# The end of a referral


def _of_every_child(check, mend=""):
    """A guard of each child, asked of all the record's children at once."""

    def all_children(stage):
        owing = [(row, check.unmet(stage, row)) for row in stage.children.all() if row.state != "WITHDRAWN"]
        return " ".join(f"{row.child_name}: {says}" for row, says in owing if says) or True

    all_children.__name__ = check.name
    return guard(check.says, explain=check.explain, step_down=check.step_down, mend=mend or check.mend)(
        all_children
    )


@guard("Decide for each child.", mend="propose")
def every_child_is_decided(referral):
    left = [row.child_name for row in referral.children.all() if row.state == "NONE"]
    return True if not left else f"Not yet decided: {', '.join(left)}."


@guard(
    "Tell the referrer what was decided, as far as it may be shared, or say why not.", mend="tell_referrer"
)
def referrer_is_told(referral):
    return referral.referrer_told_at is not None


@guard("Tell the parents, or say why not.", mend="tell_parents")
def parents_are_told(referral):
    return referral.parents_told_at is not None


@guard("A manager confirms what was decided without one.", each_child=True, mend="confirm")
def manager_has_confirmed(referral, row):
    """New information on an open case as well: a concern of harm does not end by being merged."""
    return row.confirmed_at is not None or not (
        row.decided_at and (row.state != "NEW_INFORMATION" or referral.harm_allegation)
    )


@guard("Say why, for this child.", each_child=True, mend="record_reasons")
def decision_has_its_reasons(referral, row):
    return bool(row.decided_why.strip()) or row.state == "NONE"


@guard("Record who has accepted this child.", each_child=True, mend="record_acceptance")
def somebody_has_accepted(referral, row):
    return row.state not in ("FAMILY_HELP", "PASSED_ON") or row.accepted_at is not None


@guard("This referral set protection in motion for a child: decide there, do not withdraw.")
def nothing_protective_stands_on_it(referral):
    going = [row.child_name for row in referral.children.all() if row.state in referral.UP]
    return (
        True
        if not going
        else f"In motion because of this referral: {', '.join(going)}. Decide there, do not withdraw it."
    )


def _only_harm(check):
    """A guard that holds for an allegation of harm alone."""

    def harm_alone(stage):
        return not stage.harm_allegation or check.unmet(stage) or True

    harm_alone.__name__ = check.name
    return guard(check.says, mend=check.mend)(harm_alone)


def _merged(check):
    """A guard of a step down, asked of the children whose allegation of harm became new information."""

    def when_merged(stage):
        merged = any(row.state == "NEW_INFORMATION" for row in stage.children.all())
        return not (stage.harm_allegation and merged) or check.unmet(stage) or True

    when_merged.__name__ = check.name
    return guard(check.says, mend=check.mend)(when_merged)


WITHDRAWAL = [
    nothing_protective_stands_on_it,
    _only_harm(danger_was_looked_for),
    referrer_is_heard,
    earlier_concerns_are_read,
    _of_every_child(second_manager_has_agreed),
]
CLOSING = [
    danger_was_looked_for,
    every_child_is_decided,
    _of_every_child(decision_has_its_reasons),
    _of_every_child(manager_has_confirmed),
    _of_every_child(somebody_has_accepted),
    referrer_is_told,
    parents_are_told,
    _merged(referrer_is_heard),
    _merged(earlier_concerns_are_read),
    _merged(_of_every_child(second_manager_has_agreed)),
]


# Assessment

second_manager_of_all = _of_every_child(second_manager_has_agreed)


def _not_substantiated(assessment, row) -> bool:
    return row.outcome == "not-substantiated"


@guard("Choose what was found to bear on this child: at least one factor.", each_child=True, mend="propose")
def factors_are_given(assessment, row):
    if "21" in row.factors and len(row.factors) > 1:
        return "“None identified” (21) cannot stand beside a factor."
    return bool(row.factors)


@guard("Say which outcome, for this child.", each_child=True, mend="propose")
def outcome_is_given(assessment, row):
    return bool(row.outcome)


@guard("Say why, for this child.", each_child=True, mend="propose")
def proposal_is_reasoned(assessment, row):
    return bool(row.proposed_why.strip())


@guard(
    "The reasons are a brother's or sister's, word for word: give this child's own.",
    each_child=True,
    mend="propose",
)
def proposal_is_own(assessment, row):
    others = [
        each.proposed_why.strip()
        for each in assessment.children.all()
        if each.pk != row.pk and each.proposed_why
    ]
    return row.proposed_why.strip() not in others


@guard("Hand the child to the unit first.", each_child=True, mend="step_up")
def unit_holds_the_child(assessment, row):
    """Stepped up from here, or the discussion was asked for beside this assessment: nobody asks for it twice."""
    if row.outcome != "strategy" or row.stepped_up_at is not None:
        return True
    asked = row.case.clocks.filter(timescale=STRATEGY_DISCUSSION, started_at__gte=assessment.received_at)
    return asked.filter(ended__in=["", "met"]).exists()


@guard("", each_child=True, mend="record_referrer_contact")
def every_known_referrer_is_heard(assessment, row):
    """The referrer of this concern, and the known ones of the linked concerns of family and public."""
    own = {each.pk for each in assessment.own_concerns()}
    linked = [
        each
        for each in assessment.concerns_within_a_year()
        if each.from_family_or_public and not each.is_anonymous
    ]
    wanted = {each.pk: each for each in [*assessment.own_concerns(), *linked]}.values()
    unheard = [each for each in wanted if not heard(each)]
    said = [
        f"{each.reference} ({'this concern' if each.pk in own else 'an earlier one'})" for each in unheard
    ]
    return (
        True
        if not said
        else (
            f"Speak with the referrer of {', '.join(said)}, or record each attempt with its date (two at least), "
            "and why not."
        )
    )


@guard("Authorise the assessment of each child first.", mend="authorise")
def every_child_is_authorised(assessment):
    left = [row.child_name for row in assessment.children.all() if row.state in ("OPEN", "PROPOSED")]
    return True if not left else f"Not yet authorised: {', '.join(left)}."


@guard("", mend="record_earlier_concerns")
def none_came_since(stage):
    """What came in after the reading is read as well."""
    return earlier_concerns_are_read.unmet(stage) if stage.earlier_read_at else True


def _ends_here(assessment, row) -> bool:
    return row.outcome in assessment.ENDS


def _ends_otherwise(assessment, row) -> bool:
    return row.outcome in assessment.ENDS and not _not_substantiated(assessment, row)


def _rests_on_seeing(assessment, row) -> bool:
    """Up is never blocked; not substantiated asks it without exception."""
    return row.outcome not in ("strategy", "not-substantiated")


# `domain.md` 2.1.1, whole: the partners' set, with every known referrer by name, and nothing left unread.
FULL_SET = [
    all_four_gave_their_view,
    child_was_seen,
    child_was_seen_alone,
    child_was_heard,
    earlier_concerns_were_read,
    none_came_since,
    every_known_referrer_is_heard,
]
ASSESSED = [outcome_is_given, factors_are_given, proposal_is_reasoned, proposal_is_own, proposal_in_our_words]
AUTHORISED = [
    *ASSESSED,
    unit_holds_the_child,
    *when(
        _rests_on_seeing,
        replace(child_was_seen, name="child_was_seen_or_why_not", explain=True, step_down=True),
    ),
    *when(_ends_otherwise, referrer_is_heard, earlier_concerns_are_read),
    *when(_ends_here, every_agency_answered, second_manager_has_agreed),
    *when(_not_substantiated, *FULL_SET),
]
