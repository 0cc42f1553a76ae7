"""The invented families, told one after the other; each module holds those at one part of the pathway."""

from collections.abc import Callable

from config.demo.families import assessments, discussions, enquiries, front_door, nights
from config.demo.tell import Tell

STORIES: list[Callable[[Tell], None]] = [
    *assessments.STORIES,
    *enquiries.STORIES,
    *discussions.STORIES,
    *nights.STORIES,
    *front_door.STORIES,
]
