"""The invented families, told one after the other; each module holds those at one part of the pathway."""

from collections.abc import Callable

from config.demo.families import assessments, front_door
from config.demo.tell import Tell

STORIES: list[Callable[[Tell], None]] = [
    *assessments.STORIES,
    *front_door.STORIES,
]
