"""Several people at one moment: threads, each with a connection of its own."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections


def at_once(attempts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run each in its own thread, as near to one moment as can be; what each returned or raised."""
    answers: list[Any] = []
    start = threading.Barrier(len(attempts))

    def run(attempt: Callable[[], Any]) -> None:
        try:
            start.wait()
            answers.append(attempt())
        except Exception as error:
            answers.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[each]) for each in attempts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers
