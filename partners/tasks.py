"""A child who was not seen: the manager named in the record is told now."""

from cpu.deadlines import Tell
from cpu.models import Notification
from cpu.outbox import SUBSCRIBERS
from cpu.owners import Concern
from cpu.sweeps import Telling, tell_once
from cpu.timescales import CHILD_SEEN, TIMESCALES
from partners import queries

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
