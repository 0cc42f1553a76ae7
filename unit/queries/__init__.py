"""What is due to whom, what waits for a decision, what came in: each read in a number of queries that rows
do not move.
"""

from unit.queries.children import Children
from unit.queries.due import (
    Counts,
    Family,
    Piece,
    count,
    families,
    new_risk,
    on_top,
    owed,
    pieces,
    to_confirm,
)
from unit.queries.figures import Bent, bent
from unit.queries.meetings import MOST_MEETINGS, Meeting, meetings
from unit.queries.news import arrived, since, told
from unit.queries.night import Night, done_in_the_night, written_for_the_night
from unit.queries.to_do import MOST_TO_DO, Todo, by_subject, happened, meeting, to_do
from unit.queries.waiting import Waiting, waiting_for
from unit.queries.whose import Whose, by_name, covering, has_own_work, of_teams, own

__all__ = [
    "Bent",
    "Children",
    "Counts",
    "Family",
    "MOST_MEETINGS",
    "MOST_TO_DO",
    "Meeting",
    "Night",
    "Piece",
    "Todo",
    "Waiting",
    "Whose",
    "arrived",
    "bent",
    "by_name",
    "by_subject",
    "count",
    "covering",
    "done_in_the_night",
    "families",
    "happened",
    "has_own_work",
    "meeting",
    "meetings",
    "new_risk",
    "of_teams",
    "on_top",
    "owed",
    "own",
    "pieces",
    "since",
    "to_confirm",
    "to_do",
    "told",
    "waiting_for",
    "written_for_the_night",
]
