"""What follows a step of a plan: whoever must be told now is told."""

from typing import Any

from conferences import queries
from cpu.deadlines import Tell
from cpu.models import Clock, Notification
from cpu.outbox import SUBSCRIBERS
from cpu.owners import Owners
from cpu.timescales import VISIT

NOT_SEEN = "A child was not seen on a visit: read what happens next."


@SUBSCRIBERS.add("*.record_visit")
def tell_manager_of_a_child_not_seen(event: Any) -> None:
    """The supervising manager of each child who was not seen, or who stands in; else the team's inbox.

    Its writes and the event's mark "done" commit together: run twice, nobody is told twice.
    """
    act = event.audit_event
    owed = [Clock(case_id=case, record_id=act.subject_id, timescale=VISIT) for case in queries.not_seen(act)]
    if not owed:
        return
    owners = Owners(owed, act.occurred_at)
    Notification.tell(
        Notification(
            user_id=to.user_id,
            team_id=to.team_id,
            stands_in_for_id=to.stands_in_for_id,
            kind=Notification.Kind.NOT_SEEN,
            level=Notification.Level.MANAGER,
            text=NOT_SEEN,
            case_id=clock.case_id,
            record_id=clock.record_id,
        )
        for clock in owed
        for to in owners.told(clock, Tell.MANAGER)
    )
