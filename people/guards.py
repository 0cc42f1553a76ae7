"""What must be true before a case is handed over, stepped down or closed. Down is always blocked."""

from django.apps import apps
from django.utils import timezone

from cpu.roles import Permission, Role, can
from cpu.timescales import (
    ASSESSMENT,
    COURT_ORDER,
    PROTECTIVE_CONDITION,
    REFERRAL_DECISION,
    REFERRER_TOLD,
    TIMESCALES,
)
from workflow.guard import guard
from workflow.stage import Stage

# While one of these is open nobody steps a child down.
PROTECTION_WORK = {
    "strategy-discussion",
    "section-47-enquiry",
    "emergency-protection",
    "court-order",
    "pre-proceedings",
    "child-protection-medical",
    "abe-interview",
    "conference",
    "child-protection-plan",
}
GOES_WITH_THE_CHILD = {ASSESSMENT, REFERRAL_DECISION, REFERRER_TOLD, PROTECTIVE_CONDITION, COURT_ORDER}
# After one of these no case closes "after assessment" (census rule 8565).
COUNTED = {"section-47-enquiry", "child-protection-plan", "child-in-need-plan"}


def stages(kinds=None) -> list[type[Stage]]:
    """Every class of stage, floors above included."""
    found = [model for model in apps.get_models() if issubclass(model, Stage)]
    return [each for each in found if kinds is None or each.kind in kinds]


def open_stages(case, kinds=None) -> list[Stage]:
    """Stages in which something is still open for this child."""
    found: list = []
    for stage in stages(kinds):
        rows = stage.rows_of(case).exclude(state__in=stage.child_row().ended)
        found += rows.exclude(stage__state__in=stage.ended).select_related("stage__subject")
    return [row.stage for row in found]


def had_protection_work(case) -> bool:
    return any(stage.rows_of(case).exists() for stage in stages(COUNTED))


def _named(open_ones) -> str:
    return ", ".join(f"{each.kind.replace('-', ' ')} {each.reference}" for each in open_ones)


@guard("End every stage that is open for this child.")
def no_stage_is_open(case):
    """Asks every class of stage, of all floors."""
    still = open_stages(case)
    return f"Still open: {_named(still)}." if still else True


@guard("End every stage of protection that is open for this child.")
def no_protection_work_is_open(case):
    still = open_stages(case, PROTECTION_WORK)
    return f"Still open, so nobody steps this child down: {_named(still)}." if still else True


def _owed(case, but=frozenset()) -> str | bool:
    running = case.clocks.filter(stopped_at__isnull=True).exclude(timescale__in=but).order_by("pk")
    codes = running.values_list("timescale", flat=True)
    owed = dict.fromkeys(TIMESCALES[code].label if code in TIMESCALES else code for code in codes)
    return f"Still owed to this child: {', '.join(owed)}." if owed else True


@guard("Do first what is owed to this child: a clock still runs.")
def nothing_is_owed(case):
    """Bail, or an order whose record is closed, may outlast the case; what is over is asked about by itself."""
    return _owed(case, but={PROTECTIVE_CONDITION, COURT_ORDER})


@guard("Do first what protects this child and is owed: a clock still runs.")
def no_protection_is_owed(case):
    """An assessment may go with the child to family help; being seen, a discussion, a conference may not."""
    return _owed(case, but=GOES_WITH_THE_CHILD)


@guard(
    "Say where the child sleeps, with whom, agreed by whom and on what legal basis.",
    mend="record_sleeping_place",
)
def sleeps_somewhere_known(case):
    return case.child.state == "DIED" or case.sleeping_place is not None


@guard("The hand-over waits for its answer: it is accepted or declined first.", mend="accept")
def no_hand_over_waits(case):
    return case.waiting is None


@guard("Look again at what protects this child.")
def protection_is_looked_at(case):
    """What is past its review, and conditions that are over with nobody saying what protects since."""
    if case.act is None:
        return True
    at, child = case.act.at, case.child
    today = timezone.localdate(at)
    found = [
        f"review the flag “{each.what_to_do}”"
        for each in child.flags.filter(ended_at=None, review_on__lte=today)
    ]
    kept = child.kept_addresses.filter(ended_at=None, review_on__lte=today)
    found += [f"review the address kept from {each.whom.known_as}" for each in kept.select_related("whom")]
    found += [
        f"say what protects the child since the {each.get_kind_display().lower()} is over"
        for each in child.conditions.all()
        if each.asks(at)
    ]
    return f"Before that: {'; '.join(found)}." if found else True


@guard("Record the main need first: the census asks for it.", mend="record_primary_need")
def need_is_recorded(case):
    return bool(case.primary_need)


READY_TO_CLOSE = [
    no_stage_is_open,
    nothing_is_owed,
    no_hand_over_waits,
    sleeps_somewhere_known,
    protection_is_looked_at,
    need_is_recorded,
]


@guard("Nothing waits for an answer: allocate the case first.", mend="allocate")
def hand_over_waits(case):
    return case.waiting is not None


@guard("Nothing is written for the night.", mend="write_for_the_night")
def written_for_the_night(case):
    return bool(case.tonight)


@guard("Only the worker named in the hand-over answers it.")
def offered_to_me(case):
    return case.act is None or case.waiting is None or case.waiting.to == case.act.by


@guard("Somebody else than the person who offered the case must give it.")
def offered_by_another(case):
    """Out of hours one person may act alone: the morning looks at it."""
    if case.act is None or case.waiting is None:
        return True
    alone = Role.OUT_OF_HOURS_WORKER in {each.role for each in case.act.by.memberships_in_force()}
    return alone or case.waiting.offered_by != case.act.by


@guard("This person has a name: correct it, or add to it.", mend="correct")
def nobody_has_said_who(person):
    return person.is_placeholder


@guard("Only the child's lead practitioner or a manager says why something is late.")
def lead_or_manager(case):
    return case.act is None or case.act.by == case.lead or can(case.act.by, Permission.OVERSEE)


# A missing episode


def _in(record, *states: str) -> str:
    return ", ".join(row.child_name for row in record.child_rows() if row.state in states)


@guard("Record first that every child was found, or came back.", mend="record_found")
def every_child_is_found(episode):
    still = _in(episode, "MISSING")
    return f"Still missing: {still}." if still else True


@guard("Hold the return interview, or record that the child declined it.", mend="record_interview")
def interviews_are_settled(episode):
    owed = _in(episode, "FOUND")
    return f"Return interview owed: {owed}. Hold it, or record that the child declined." if owed else True


@guard(
    "Say when the police were told, or why they were not.",
    explain=True,
    step_down=True,
    mend="record_police_told",
)
def police_were_told(episode):
    return episode.reported_at is not None


def conference_before_birth(child):
    """The day of the last conference about a plan made before this child's birth, or on its day, and still open.

    Read through the case: plans come later than people.
    """
    if child.date_of_birth is None:
        return None
    days = [
        row.last_review_on or row.started_on
        for case in child.cases.filter(state="OPEN")
        for row in case.childprotectionplanchild_rows.filter(
            state__in=("OUTLINE", "DETAILED", "AWAY"), started_on__lte=child.date_of_birth
        )
    ]
    return max(days, default=None)
