"""The embedded servers: data outlives a stop and a launcher that was killed; a password is asked."""

import signal
from contextlib import closing

import psycopg2
import pytest
import redis

from config import embedded


@pytest.fixture
def folder(tmp_path_factory):
    """A folder that `nobody` may reach, as PostgreSQL runs as nobody where the tests run as root."""
    import shutil
    import tempfile
    from pathlib import Path

    made = Path(tempfile.mkdtemp(prefix="cpu-embedded-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def ask(server: embedded.Postgres, statement: str) -> list:
    with (
        closing(psycopg2.connect(server.url("postgres", "postgres"))) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
        connection.commit()
        return cursor.fetchall() if cursor.description else []


def test_data_outlives_a_stop_and_a_server_left_behind(folder):
    first = embedded.start_postgres(folder)
    try:
        ask(first, "CREATE TABLE kept AS SELECT 1 AS one")
        assert ask(first, "SHOW fsync") == ask(first, "SHOW synchronous_commit") == [("on",)]
        second = embedded.start_postgres(folder)  # as after a launcher that was killed: the first still runs
        assert first.process is not None and first.process.wait(30) == 0
    finally:
        first.stop()
    try:
        assert ask(second, "SELECT one FROM kept") == [(1,)]
        embedded.set_up(second, "cpu")
        embedded.set_up(second, "cpu")  # a second time changes nothing
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(second.url(embedded.APP, "cpu").replace(second.secrets[embedded.APP], "guessed"))
        embedded.drop(second, "cpu")
        assert not ask(second, "SELECT 1 FROM pg_database WHERE datname = 'cpu'")
    finally:
        second.stop()
    assert not (second.data / "postmaster.pid").exists()


def test_valkey_wants_its_password_and_keeps_nothing_on_disk(folder):
    server = embedded.start_valkey(folder)
    try:
        assert redis.from_url(server.url).ping()
        with pytest.raises(redis.AuthenticationError):
            redis.from_url(server.url.replace(server.url.split("@")[0], "redis://")).ping()
    finally:
        server.stop()
    assert server.process.returncode == 0 or server.process.returncode == -signal.SIGTERM
    assert {path.name for path in folder.iterdir()} == {"secrets.json", "valkey.log"}


def test_secrets_are_made_once_and_for_their_owner_alone(folder):
    first = embedded.passwords(folder, "one")
    both = embedded.passwords(folder, "one", "two")
    assert both["one"] == first["one"] != both["two"]
    assert (folder / "secrets.json").stat().st_mode & 0o077 == 0
