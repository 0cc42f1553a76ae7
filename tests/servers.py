"""Real servers for the tests: one PostgreSQL and one Valkey for a run, one database for each process of it.

Loaded by `-p tests.servers` (pyproject.toml): pytest-django reads DATABASES before any conftest, so the
addresses must stand in the environment earlier. The first process starts the servers, migrates a template
database as its owner, and ends them; it and each worker of pytest-xdist then work on a clone of their own,
as the application's role, which owns nothing.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import sql

from config import embedded

ADDRESSES = "CPU_TEST_SERVERS"
TEMPLATE = "migrated"
ROOT = Path(__file__).resolve().parent.parent


def database_of_this_process() -> str:
    return f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def addresses() -> dict[str, str]:
    """ "app", "owner", "superuser" (each up to the database's name) and "redis", as started."""
    return json.loads(os.environ[ADDRESSES])


def connect(role: str, database: str | None = None) -> "psycopg2.extensions.connection":
    """A connection of its own, as "app", "owner" or "superuser", to this process's database."""
    return psycopg2.connect(addresses()[role] + (database or database_of_this_process()))


def start() -> tuple[embedded.Postgres, embedded.Valkey, Path]:
    """Start both servers on a folder that is thrown away, and fill the template by the migrations."""
    folder = Path(tempfile.mkdtemp(prefix="cpu-tests-"))
    folder.chmod(0o755)
    postgres = embedded.start_postgres(folder, durable=False)
    valkey = embedded.start_valkey(folder)
    embedded.set_up(postgres, TEMPLATE)
    os.environ[ADDRESSES] = json.dumps(
        {
            "app": postgres.url(embedded.APP, ""),
            "owner": postgres.url(embedded.OWNER, ""),
            "superuser": postgres.url("postgres", ""),
            "redis": valkey.url,
        }
    )
    use(TEMPLATE)
    try:
        migrate()
    except BaseException:
        stop(postgres, valkey, folder)
        raise
    return postgres, valkey, folder


# The tables as the models have them, without a step of their history: `makemigrations --check` holds both in step.
FROM_MODELS = """
import os
import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

class NoHistory:
    def __contains__(self, app):
        return True

    def __getitem__(self, app):
        return None

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["DATABASE_URL"] = os.environ["MIGRATION_DATABASE_URL"]
settings.MIGRATION_MODULES = NoHistory()
django.setup()
MigrationRecorder(connection).ensure_schema()
call_command("migrate", run_syncdb=True, verbosity=0, skip_checks=True)
"""


def migrate() -> None:
    """Build the template as the owner, and keep beside it what the migrations put into the tables.

    In CI by the migrations, one after the other; elsewhere from the models, which takes a fraction of the time.
    """
    by_migrations = ["manage.py", "migrate", "--verbosity=0", "--skip-checks"]
    done = subprocess.run(  # noqa: S603
        [sys.executable, *(by_migrations if os.environ.get("CI") == "true" else ["-c", FROM_MODELS])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise pytest.UsageError(f"The tests' database could not be migrated:\n{done.stderr}")
    with closing(connect("superuser", TEMPLATE)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA as_migrated")
        for table in tables_of(cursor):
            cursor.execute(sql.SQL("SELECT 1 FROM public.{} LIMIT 1").format(sql.Identifier(table)))
            if cursor.fetchone():
                cursor.execute(
                    sql.SQL("CREATE TABLE as_migrated.{0} AS TABLE public.{0}").format(sql.Identifier(table))
                )
        connection.commit()


def tables_of(cursor: "psycopg2.extensions.cursor") -> list[str]:
    """Every table that the application may write to, as the database has them."""
    cursor.execute(
        """SELECT relname FROM pg_class
           WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
           AND has_table_privilege(%s, oid, 'INSERT') ORDER BY relname""",
        [embedded.APP],
    )
    return [name for (name,) in cursor]


def use(database: str) -> None:
    """Point the settings, which read the environment, at `database`."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ.update(
        SECRET_KEY="for-tests-only-and-long-enough-to-please-the-checks",
        DATABASE_URL=addresses()["app"] + database,
        MIGRATION_DATABASE_URL=addresses()["owner"] + database,
        REDIS_URL=f"{addresses()['redis']}/{int(worker) % 16}",
        INSECURE_HTTP="1",
        STATIC_MANIFEST="0",
        LOG_LEVEL="WARNING",
        # However slow the machine is, the races are decided by the rules and not by these limits.
        STATEMENT_SECONDS="90",
        LOCK_SECONDS="80",
    )


def clone() -> None:
    """Give this process its own copy of the template."""
    with closing(connect("superuser", "postgres")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                    sql.Identifier(database_of_this_process()),
                    sql.Identifier(TEMPLATE),
                    sql.Identifier(embedded.OWNER),
                )
            )
    use(database_of_this_process())


def stop(postgres: embedded.Postgres, valkey: embedded.Valkey, folder: Path) -> None:
    valkey.stop()
    postgres.stop()
    shutil.rmtree(folder)


@cache
def _emptier() -> "psycopg2.extensions.connection":
    """The connection that empties this process's database after each test: kept, with its statement prepared."""
    connection = connect("superuser")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '10s'")
        # Neither triggers nor foreign keys have a say here: all tables are put back together.
        cursor.execute("SET session_replication_role = replica")
        asked = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM public.{})").format(
                sql.Literal(table), sql.Identifier(table)
            )
            for table in tables_of(cursor)
        )
        cursor.execute(sql.SQL("PREPARE with_rows AS {}").format(asked))
    connection.commit()
    return connection


def empty() -> None:
    """Bring every table of this process's database back to what the migrations left in it."""
    connection = _emptier()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'as_migrated'::regnamespace")
        filled = [name for (name,) in cursor]
        cursor.execute("EXECUTE with_rows")
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("DELETE FROM public.{}").format(sql.Identifier(table)))
        for table in filled:
            cursor.execute(
                sql.SQL(
                    "INSERT INTO public.{0} OVERRIDING SYSTEM VALUE SELECT * FROM as_migrated.{0}"
                ).format(sql.Identifier(table))
            )
        connection.commit()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """A wrapper, because these run before pytest-django's own hook, which reads the settings."""
    if ADDRESSES not in os.environ:
        early_config.add_cleanup(lambda: os.environ.__delitem__(ADDRESSES))
        servers = start()
        early_config.add_cleanup(lambda: stop(*servers))
    clone()
    return (yield)
