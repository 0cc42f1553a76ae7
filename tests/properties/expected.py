"""What the law expects next while something is open for a child, written by hand from the rulings and the guidance.

For each kind, of a child's row that is not ended: a clock that must run, or the dated fact in its place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from cpu import timescales as t
from cpu.models import Clock
from workflow.step import WITHDRAWN

MEETINGS = (
    t.INITIAL_CONFERENCE,
    t.TRANSFER_IN_CONFERENCE,
    t.PRE_BIRTH_CONFERENCE,
    t.FIRST_REVIEW_CONFERENCE,
    t.REVIEW_CONFERENCE,
    t.POST_BIRTH_REVIEW,
)
ON_PLAN = ("OUTLINE", "DETAILED", "AWAY")


@dataclass(frozen=True)
class Expected:
    """In these states of the record and of the child's row one of these clocks runs, unless `fact` holds."""

    what: str
    states: tuple[str, ...]
    rows: tuple[str, ...]
    clocks: tuple[str, ...]
    fact: Callable[[Any, Any], Any] = lambda stage, row: False


def conference_since(case: Any, moment: datetime) -> bool:
    """One was held for the child since then: an earlier one answers nothing that happened later."""
    from conferences.models import Conference

    held = Conference.rows_of(case).filter(stage__state__in=("HELD", "CLOSED"), stage__held_at__gte=moment)
    return held.exclude(state=WITHDRAWN).exists()


def conference_decides(case: Any) -> bool:
    """One is held, and has yet to decide for this child."""
    from conferences.models import Conference

    return Conference.rows_of(case).filter(stage__state="HELD", state="UNDECIDED").exists()


def discussed_since(case: Any, moment: datetime) -> bool:
    """A discussion was held for the child since then, or a manager refused it with a reason."""
    from strategy.models import StrategyDiscussion

    found = StrategyDiscussion.rows_of(case).exclude(state=WITHDRAWN)
    held = Q(stage__state__in=("HELD", "CLOSED"), stage__held_at__gte=moment)
    return found.filter(held | Q(stage__state="REFUSED", stage__requested_at__gte=moment)).exists()


REFERRED = ("RECEIVED", "SCREENING")
EXPECTED: dict[str, tuple[Expected, ...]] = {
    "referral": (
        Expected("its decision", REFERRED, ("NONE",), (t.REFERRAL_DECISION,)),
        Expected(
            "a strategy discussion",
            REFERRED,
            ("STRATEGY", "STRATEGY_AND_ASSESSMENT", "EMERGENCY"),
            (t.STRATEGY_DISCUSSION,),
            lambda stage, row: discussed_since(row.case, stage.received_at),
        ),
    ),
    "assessment": (Expected("its end", ("OPEN",), ("OPEN", "PROPOSED"), (t.ASSESSMENT,)),),
    "strategy-discussion": (
        Expected(
            "to be held",
            ("REQUESTED", "CONVENED"),
            (),
            # A review of an enquiry that runs stands on the enquiry's own dates.
            (t.STRATEGY_DISCUSSION, t.REVIEW_STRATEGY, t.ENQUIRY_OUTCOME),
            lambda stage, row: stage.convened_for,
        ),
        Expected(
            "its record", ("HELD",), (), (t.STRATEGY_RECORD,), lambda stage, row: stage.record_issued_at
        ),
    ),
    "section-47-enquiry": (
        Expected("an outcome", ("OPEN",), ("OPEN", "PROPOSED"), (t.ENQUIRY_OUTCOME,)),
        Expected(
            "a conference, until the outcome says that none is needed",
            ("OPEN",),
            ("OPEN", "PROPOSED"),
            (t.INITIAL_CONFERENCE,),
            lambda stage, row: conference_since(row.case, stage.started_at),
        ),
        Expected(
            "the conference it decided on",
            ("OPEN", "CLOSED"),
            ("APPROVED",),
            (t.INITIAL_CONFERENCE,),
            lambda stage, row: row.conference != "needed" or conference_since(row.case, stage.started_at),
        ),
        Expected(
            "the child to be seen",
            ("OPEN",),
            ("OPEN", "PROPOSED"),
            (t.CHILD_SEEN,),
            lambda stage, row: Clock._rows.filter(
                case=row.case_id, timescale=t.CHILD_SEEN, ended="met", stopped_at__gte=stage.started_at
            ).exists(),
        ),
    ),
    "emergency-protection": (Expected("its end", ("OPEN",), ("PROTECTED",), (t.POLICE_PROTECTION,)),),
    "court-order": (
        Expected(
            "its end",
            ("OPEN", "CLOSED"),
            ("IN_FORCE",),
            (t.EMERGENCY_PROTECTION_ORDER, t.EMERGENCY_PROTECTION_EXTENSION, t.COURT_ORDER),
            lambda stage, row: stage.what != "emergency-protection" and stage.expires_at is None,
        ),
    ),
    "child-protection-medical": (
        Expected(
            "the examination",
            ("REQUESTED", "ACCEPTED", "BOOKED"),
            (),
            (t.MEDICAL_ACUTE, t.MEDICAL_PLANNED),
        ),
        Expected(
            "the report", ("ATTENDED",), (), (t.MEDICAL_REPORT,), lambda stage, row: stage.reported_by_id
        ),
    ),
    "abe-interview": (Expected("the interview", ("DECIDED", "PLANNED"), (), (t.ABE_INTERVIEW,)),),
    "conference": (
        Expected(
            "to be held",
            ("REQUESTED", "SCHEDULED"),
            (),
            MEETINGS,
            # One that follows no enquiry and no plan has no date in law: it stands on the conference service's list.
            lambda stage, row: stage.planned_for or (stage.purpose == "initial" and row.enquiry_id is None),
        ),
        Expected("its notice", ("HELD",), (), (t.DECISION_NOTICE,), lambda stage, row: stage.notice_sent_at),
        Expected("its minutes", ("HELD",), (), (t.MINUTES,), lambda stage, row: stage.minutes_circulated_at),
    ),
    "child-protection-plan": (
        Expected("a visit", ("OPEN",), ON_PLAN, (t.VISIT,)),
        Expected("a core group", ("OPEN",), ON_PLAN, (t.FIRST_CORE_GROUP, t.CORE_GROUP)),
        Expected(
            "a review",
            ("OPEN",),
            ON_PLAN,
            (t.FIRST_REVIEW_CONFERENCE, t.REVIEW_CONFERENCE, t.POST_BIRTH_REVIEW),
            lambda stage, row: conference_decides(row.case),
        ),
    ),
    "disagreement": (
        Expected("an answer", ("RAISED",), (), (t.ESCALATION,)),
        Expected("a reply to it", ("ANSWERED",), (), (t.ESCALATION_REPLY,)),
    ),
    "missing-episode": (Expected("a return interview", ("OPEN",), ("FOUND",), (t.RETURN_INTERVIEW,)),),
    "pre-proceedings": (
        Expected("their end", ("OPEN",), ("UNDER_WAY", "PROPOSED", "DECIDED"), (t.PRE_PROCEEDINGS,)),
    ),
    **dict.fromkeys(
        ("child-in-need-plan", "risk-outside-the-home-plan"),
        (
            Expected(
                "somebody to accept it", ("OFFERED", "RUNNING"), ("OFFERED",), (t.SUPPORT_PLAN_ACCEPTED,)
            ),
            Expected("a review", ("RUNNING",), ("RUNNING", "ENDING"), (t.SUPPORT_PLAN_REVIEW,)),
            Expected("a visit", ("RUNNING",), ("RUNNING", "ENDING"), (t.VISIT,)),
        ),
    ),
}

# States of a child's row from which nothing need lead on, besides those in which the row has ended.
DECIDED: dict[str, tuple[str, ...]] = {
    "strategy-discussion": ("ENQUIRIES", "NO_ENQUIRIES", "CONTINUES"),
    "missing-episode": ("INTERVIEWED", "DECLINED"),
    # Their children stand or fall with the record.
    "abe-interview": ("COVERED",),
    "child-protection-medical": ("COVERED",),
    "disagreement": ("DISPUTED",),
}
