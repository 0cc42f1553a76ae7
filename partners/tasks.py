"""Who is told now: of a child who was not seen, and of a disagreement that waits for an answer."""

from cpu.deadlines import Tell
from cpu.models import Notification
from cpu.outbox import SUBSCRIBERS
from cpu.owners import Concern
from cpu.sweeps import Telling, tell_once
from cpu.timescales import CHILD_SEEN, ESCALATION, TIMESCALES
from partners import queries
from partners.models import Disagreement

NOT_SEEN = (
    "A child was not seen. You are named as the manager who was told: what happens next stands in the record."
)


@SUBSCRIBERS.add("*.record_*")
def tell_of_not_seen(event) -> None:
    """Wherever a visit is recorded. By the name written down; where nobody is called so, the child's own manager.

    Safe to run twice; the messages hold no name of a child.
    """
    act = event.audit_event
    rows = queries.not_seen_in(act.subject_id)
    if not rows:
        return
    named = queries.managers_called({row.manager_told for row in rows})
    tell_once(
        [
            Telling(
                Concern(row.case_id, row.record_id, TIMESCALES[CHILD_SEEN]),
                Tell.MANAGER,
                Notification.Kind.NOT_SEEN,
                NOT_SEEN,
                f"not-seen/{row.pk}",
                named.get(row.manager_told.strip().casefold()),
            )
            for row in rows
        ],
        act.occurred_at,
    )


ANSWERED = "Your disagreement is answered: say whether that settles it, or take it up a level."
RESOLVED = "The disagreement that you raised is resolved: what was decided, and why, stands in it."


@SUBSCRIBERS.add("disagreement.raise_disagreement")
@SUBSCRIBERS.add("disagreement.follow")
@SUBSCRIBERS.add("disagreement.go_up")
def tell_who_may_answer(event) -> None:
    """The managers outside the dispute who can answer it at the level that it is on. Safe to run twice."""
    dispute, concern, once = _dispute_of(event)
    if dispute.state == Disagreement.State.RAISED:
        today = " today" if dispute.same_day else ""
        text = f"A professional disagreement at level {dispute.level} waits for your answer{today}."
        people = queries.who_may_answer(dispute, concern, event.audit_event.occurred_at)
        _tell_of_dispute(event, concern, once, text, people)


@SUBSCRIBERS.add("disagreement.answer")
@SUBSCRIBERS.add("disagreement.decide_*")
@SUBSCRIBERS.add("disagreement.settle")
def tell_whoever_raised_it(event) -> None:
    """Safe to run twice."""
    dispute, concern, once = _dispute_of(event)
    text = ANSWERED if event.audit_event.step == "answer" else RESOLVED
    _tell_of_dispute(event, concern, once, text, [dispute.raised_by_id])


def _dispute_of(event) -> tuple[Disagreement, Concern, str]:
    act = event.audit_event
    dispute = Disagreement.unscoped("whoever has to answer is told").get(pk=act.subject_id)
    case = next((row.case_id for row in dispute.child_rows()), None)
    concern = Concern(case, dispute.pk, TIMESCALES[ESCALATION])
    return dispute, concern, f"dispute/{dispute.pk}/{act.version}"


def _tell_of_dispute(event, concern: Concern, once: str, text: str, people: list[int]) -> None:
    kind = Notification.Kind.DISPUTE
    tell_once(
        [Telling(concern, Tell.MANAGER, kind, text, once, user) for user in people],
        event.audit_event.occurred_at,
    )
