"""What must stand before a concern is found not substantiated, or an agency is passed over: in every stage
alike."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from cpu.calendars import london_day
from cpu.models import AgencyKind
from unit.models import LocalPolicy, Policy
from unit.models.policy import UNSIGNED
from workflow.guard import Guard, guard

# `domain.md` 2.1.1 (a): the least that a full multi-agency assessment is made of.
EDUCATION = {AgencyKind.EDUCATION, AgencyKind.EARLY_YEARS}
VIEWS_NEEDED = [
    ({AgencyKind.SOCIAL_CARE}, "children's social care"),
    ({AgencyKind.POLICE}, "police"),
    ({AgencyKind.HEALTH}, "health"),
    (EDUCATION, "school or nursery"),
]


def attempts_suffice(moments: Collection[datetime]) -> bool:
    """Whether these dated attempts to reach a referrer are as many as the partnership had signed by the last."""
    if len(moments) < UNSIGNED[Policy.REFERRER_ATTEMPTS]:
        return False
    return len(moments) >= LocalPolicy.numbers(Policy.REFERRER_ATTEMPTS, on=london_day(max(moments)))[0]


@guard("Every agency asked has answered, or it stands why not.", explain=True, step_down=True, mend="chase")
def every_agency_answered(record):
    waiting = sorted(str(each) for each in record.participations if each.asked_at and not each.is_settled)
    return (
        True
        if not waiting
        else f"Not answered: {', '.join(waiting)}. Chase, or say why the work goes on without."
    )


def missing_views(record, row, needed=VIEWS_NEEDED) -> list[str]:
    """The agencies whose own view on this child is not recorded."""
    given = {view.agency.kind for view in record.views_of(row.case_id)}
    return [
        label
        for kinds, label in needed
        if not kinds & given and not (kinds == EDUCATION and row.case_id in record.without_setting)
    ]


@guard(
    "Not substantiated needs the views of social care, police, health and school or nursery.",
    each_child=True,
    mend="give_view",
)
def all_four_gave_their_view(record, row):
    missing = missing_views(record, row)
    return (
        True
        if not missing
        else f"Not substantiated needs each agency's own view. Not given: {', '.join(missing)}."
    )


def referrers_heard(row) -> set[str]:
    """Whoever was spoken to, or tried often enough at different times, by the name they go by in this record."""
    reached: set[str] = set()
    tried: dict[str, set[datetime]] = {}
    for each in row.referrer_contacts:
        whom = each.whom.strip().casefold()
        reached |= {whom} if each.reached else set()
        tried.setdefault(whom, set()).update(() if each.reached else (each.at,))
    return reached | {whom for whom in tried.keys() - reached if attempts_suffice(tried[whom])}


@guard(
    "Speak to the referrer; or record each attempt with its date (two at least), and why nobody could be reached.",
    each_child=True,
    mend="record_referrer_contact",
)
def referrer_was_heard(record, row):
    return bool(referrers_heard(row))


@guard(
    "Read the earlier concerns about child and household together, and say what they show.",
    each_child=True,
    mend="record_earlier_concerns",
)
def earlier_concerns_were_read(record, row):
    return bool(row.earlier_concerns)


@guard("See the child in person, and alone; or say why not alone.", each_child=True, mend="record_seen")
def child_was_seen(record, row):
    """Each occasion "not alone" holds its reason already: what is left is a child whom nobody saw."""
    return any(each.counts for each in row.times_seen)


@guard(
    "The child has not been seen alone.", each_child=True, explain=True, step_down=True, mend="record_seen"
)
def child_was_seen_alone(record, row):
    return any(each.counts and each.seen == "alone" for each in row.times_seen)


@guard(
    "Record what the child said, in the child's own words, and the question asked.",
    each_child=True,
    explain=True,
    step_down=True,
    mend="record_own_words",
)
def child_was_heard(record, row):
    """Explained where a child has no words yet: what was observed instead."""
    return bool(row.own_words)


def when(applies, *guards: Guard) -> list[Guard]:
    """The same guards, asked only where `applies(record, row)`; a guard of the record is asked of each child
    then."""

    def of(each: Guard) -> Guard:
        def check(record, row):
            if not applies(record, row):
                return True
            return each.check(record, row) if each.each_child else each.check(record)

        return replace(each, check=check, each_child=True)

    return [of(each) for each in guards]


def proposed(*guards: Guard) -> list[Guard]:
    """As a worker is asked who proposes: a reason may stand; the manager who approves explains it again, in
    person."""
    return [replace(each, step_down=False) for each in guards]


NOT_SUBSTANTIATED = [
    all_four_gave_their_view,
    referrer_was_heard,
    child_was_seen,
    child_was_seen_alone,
    child_was_heard,
    earlier_concerns_were_read,
]


# A professional disagreement


@guard("The side that raised the disagreement does not close it: a manager of another agency does.")
def not_the_side_that_raised_it(dispute):
    """Between two agencies; within one agency, any manager outside the dispute."""
    if dispute.act is None or not dispute.between_agencies:
        return True
    return not dispute.raised_on_the_side_of(dispute.act.by)


@guard("Only whoever raised it, or a manager of that agency, says that it is settled.")
def raised_by_my_side(dispute):
    return dispute.act is None or dispute.may_call_it_settled(dispute.act.by)


@guard(
    "Below the highest level it is answered; those who raised it say whether that settles it.", mend="answer"
)
def at_the_highest_level_or_today(dispute):
    return dispute.same_day or dispute.level == dispute.levels


@guard(
    "Say how each child is safe meanwhile.",
    explain=True,
    step_down=True,
    mend="agree_interim_safety",
)
def everyone_is_safe_meanwhile(dispute):
    unsaid = [row.child_name for row in dispute.child_rows() if not row.interim_safety]
    return f"Not said how each child is safe meanwhile: {', '.join(unsaid)}." if unsaid else True


@guard("The decision is not suspended.", mend="suspend")
def decision_is_suspended(dispute):
    return dispute.suspended_at is not None


@guard("The decision is suspended for safety: end the suspension first.", mend="end_suspension")
def nothing_is_suspended(dispute):
    return dispute.suspended_at is None
