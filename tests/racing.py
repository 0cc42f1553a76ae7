"""Several people at once, each on a connection of their own; and PostgreSQL's own count of deadlocks."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

from django.db import connections

from tests import servers

THREADS = 32


def race(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all acts at the same moment, each in its thread; what each returned, or the exception it met."""
    line = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            connections["default"].ensure_connection()
            line.wait(60)
            outcomes[number] = act()
        except Exception as error:
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads), "a thread hangs"
    return outcomes


def deadlocks() -> int:
    """Deadlocks that PostgreSQL has counted in this database, once every racer's connection is gone."""
    with closing(servers.connect("superuser")) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for _ in range(200):
            cursor.execute(
                "select count(*) from pg_stat_activity where datname = current_database() and usename = %s",
                ["cpu_app"],
            )
            if cursor.fetchone()[0] <= 1:  # the test's own connection
                break
            time.sleep(0.02)
        cursor.execute("select pg_stat_clear_snapshot()")
        cursor.execute("select deadlocks from pg_stat_database where datname = current_database()")
        return cursor.fetchone()[0]
