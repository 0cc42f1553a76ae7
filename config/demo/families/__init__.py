"""The invented families, told one after the other; each module holds those at one point of the pathway."""

from collections.abc import Callable

from config.demo.families import (
    assessments,
    assessments_ended,
    births,
    conferences,
    court,
    discussions,
    discussions_held,
    enquiries_begun,
    enquiries_decided,
    enquiries_ended,
    enquiries_proposed,
    enquiries_running,
    front_door,
    front_door_ended,
    interviews,
    medicals,
    nights,
    outside_home,
    plans,
    transfers,
    years,
)
from config.demo.tell import Tell

STORIES: list[Callable[[Tell], None]] = [
    *assessments_ended.STORIES,
    *assessments.STORIES,
    *years.STORIES,
    *outside_home.STORIES,
    *court.STORIES,
    *plans.STORIES,
    *births.STORIES,
    *medicals.STORIES,
    *interviews.STORIES,
    *conferences.STORIES,
    *transfers.STORIES,
    *enquiries_ended.STORIES,
    *enquiries_decided.STORIES,
    *enquiries_proposed.STORIES,
    *enquiries_running.STORIES,
    *enquiries_begun.STORIES,
    *discussions_held.STORIES,
    *discussions.STORIES,
    *nights.STORIES,
    *front_door_ended.STORIES,
    *front_door.STORIES,
]
