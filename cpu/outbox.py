"""Who is told of what was done. Each floor registers its own subscribers; nobody imports upwards."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

Subscriber = Callable[[Any], None]


class Subscribers:
    """Functions by topic ("referral.decide", "referral.*"). A subscriber takes the OutboxEvent, writes to the
    database alone, and is safe to run twice: a failed event comes again to all of its subscribers.
    """

    def __init__(self) -> None:
        self._by_topic: list[tuple[str, Subscriber]] = []

    def add(self, topic: str) -> Callable[[Subscriber], Subscriber]:
        def register(subscriber: Subscriber) -> Subscriber:
            if (topic, subscriber) not in self._by_topic:
                self._by_topic.append((topic, subscriber))
            return subscriber

        return register

    def to(self, topic: str) -> list[Subscriber]:
        return [subscriber for pattern, subscriber in self._by_topic if fnmatchcase(topic, pattern)]


SUBSCRIBERS = Subscribers()
