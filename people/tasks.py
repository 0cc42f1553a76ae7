"""Who is told when something happens in a child's life: the lead of each open piece of work, once."""

from collections.abc import Collection
from datetime import datetime

from cpu.deadlines import Tell
from cpu.models import Notification
from cpu.outbox import SUBSCRIBERS
from cpu.owners import Concern
from cpu.sweeps import DAYS, Telling, tell_once
from cpu.timescales import CHILD_SEEN, TIMESCALES
from people import queries
from people.models import happened

TOPICS = (
    "person.be_born",
    "person.record_death",
    "case.become_looked_after",
    "case.record_move",
    "missing-episode.record_missing",
    "missing-episode.record_found",
)


def tell_what_happened(event) -> None:
    """Subscriber: safe to run twice, and the messages hold no name."""
    act = event.audit_event
    tell(set(act.cases) or queries.open_cases_of(act.subject_id), act.occurred_at)


for _topic in TOPICS:
    SUBSCRIBERS.add(_topic)(tell_what_happened)


def birthdays(at: datetime) -> int:
    """Young people whose 18th birthday comes within four weeks, or has passed with work still open."""
    return tell(set(happened.turning_eighteen(at).values_list("pk", flat=True)), at)


if birthdays not in DAYS:
    DAYS.append(birthdays)


def tell(cases: Collection[int], at: datetime) -> int:
    """A message for each open piece of work that has not answered: to its lead, the cover, else the team."""
    return tell_once(
        [
            Telling(
                Concern(each.where.case_id, each.where.record_id, TIMESCALES[CHILD_SEEN]),
                Tell.OWNER,
                Notification.Kind.EVENT,
                f"{each.label}. {each.where.model.kind.replace('-', ' ').capitalize()}: say what follows.",
                f"{each.occurrence.occasion}/{each.where.record_id}/{each.where.case_id}",
            )
            for each in queries.waiting_answers(cases, at)
        ],
        at,
    )
