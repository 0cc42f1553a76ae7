"""What the application's database role may do is what `config.privileges` says, and nothing else."""

import pytest
from psycopg2 import errors

from config.privileges import APPEND_ONLY, MAY_DELETE, READ_ONLY
from tests import servers

pytestmark = pytest.mark.usefixtures("django_db_setup")


@pytest.fixture
def application():
    """A connection as the application's role, to ask the database itself."""
    connection = servers.connect("app")
    yield connection
    connection.close()


@pytest.fixture
def tables(owner_connection) -> list[str]:
    with owner_connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [name for (name,) in cursor]


def may(connection, right: str, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s)", [f"public.{table}", right])
        return cursor.fetchone()[0]


def test_every_table_that_the_policy_names_exists(tables):
    assert set(tables) >= READ_ONLY | APPEND_ONLY | MAY_DELETE


def test_only_what_is_listed_can_be_deleted(application, tables):
    assert {table for table in tables if may(application, "DELETE", table)} == MAY_DELETE


def test_no_table_can_be_emptied_or_given_triggers(application, tables):
    assert not [
        table for table in tables if may(application, "TRUNCATE", table) or may(application, "TRIGGER", table)
    ]


@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
def test_what_was_audited_cannot_be_changed(application, table):
    assert may(application, "INSERT", table)
    assert not may(application, "UPDATE", table)


@pytest.mark.parametrize("table", sorted(READ_ONLY))
def test_what_the_migrations_declare_can_only_be_read(application, table):
    assert may(application, "SELECT", table)
    assert not may(application, "INSERT", table)
    assert not may(application, "UPDATE", table)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "ALTER TABLE cpu_auditevent DISABLE TRIGGER ALL",
        "ALTER TABLE cpu_auditevent OWNER TO cpu_app",
        "DROP TABLE cpu_auditevent",
        "TRUNCATE cpu_auditevent",
        "CREATE INDEX mine ON cpu_auditevent (id)",
        "SET session_replication_role = replica",
        "SET ROLE cpu_owner",
    ],
)
def test_the_application_cannot_change_the_tables_or_its_own_rights(application, statement):
    with application.cursor() as cursor, pytest.raises(errors.InsufficientPrivilege):
        cursor.execute(statement)


def test_a_database_that_the_application_owns_is_not_migrated(django_db_blocker):
    from django.db import connection

    from config.privileges import grant

    with django_db_blocker.unblock(), pytest.raises(RuntimeError, match="must not own tables"):
        grant()
    connection.close()
