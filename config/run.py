"""`make run`: the whole system on this machine, from nothing, until Ctrl-C.

Without DATABASE_URL, MIGRATION_DATABASE_URL and REDIS_URL it brings its own PostgreSQL and Valkey, and keeps
all that it makes (data, secrets, logs) in ./.run. The demo speaks plain HTTP on 127.0.0.1: it is for
invented families only.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg2

from config import embedded

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".run"
ACCOUNTS = FOLDER / "accounts.txt"
# Stands while our own database is being filled: where that was cut off, it is begun anew.
FILLING = FOLDER / "filling"
SERVERS = ("DATABASE_URL", "MIGRATION_DATABASE_URL", "REDIS_URL")
START_SECONDS = 60
STOP_SECONDS = 20
SETTLED_SECONDS = 10


class Stopped(Exception):
    """Ctrl-C, or a request to end."""


@dataclass
class Server:
    """An embedded server, begun again on the same port where it ends by itself."""

    name: str
    begin: Callable[..., embedded.Postgres | embedded.Valkey]
    running: embedded.Postgres | embedded.Valkey

    def keep_alive(self) -> None:
        if self.running.process is None or self.running.process.poll() is None:
            return
        print(f"{self.name} ended and is started again; see .run/{self.name.lower()}.log.", flush=True)
        self.running = self.begin(FOLDER, port=self.running.port)

    def finish(self) -> None:
        self.running.stop()


@dataclass
class Process:
    """One of our own processes, its words in .run/<name>.log, begun again where it ends by itself."""

    name: str
    command: list[str]
    environment: dict[str, str]
    running: "subprocess.Popen[bytes] | None" = None
    began: float = 0

    @property
    def log(self) -> Path:
        return FOLDER / f"{self.name}.log"

    def begin(self) -> None:
        self.began = time.monotonic()
        with self.log.open("ab") as log:
            self.running = embedded.spawn(
                self.command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def keep_alive(self) -> None:
        """Begin it again if it has ended; one that ends at once has a lasting fault."""
        if self.running is None or self.running.poll() is None:
            return
        if time.monotonic() - self.began < SETTLED_SECONDS:
            sys.exit(f"The {self.name} process ended. {self.log} ends:\n{self.log.read_text()[-2000:]}")
        print(f"The {self.name} process ended and is started again; see {self.log}.", flush=True)
        self.begin()

    def finish(self) -> None:
        if self.running is None:
            return
        self.running.terminate()
        try:
            self.running.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "lock").open("w") as lock, ExitStack() as running:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("It is running already from this folder (.run/lock is held).")
        try:
            start(running)
        except Stopped:
            print("\nStopping.")
        except embedded.CannotStart as failed:
            sys.exit(str(failed))
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C does not leave half of it running


def stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def start(running: ExitStack) -> None:
    """Start everything, each with its end put on `running`, and return only by an exception or an exit."""
    environment = os.environ | {"INSECURE_HTTP": "1", "STATIC_MANIFEST": "0", "PYTHONUNBUFFERED": "1"}
    embedded_servers, addresses = servers(running)
    environment |= addresses
    environment.setdefault("SECRET_KEY", embedded.passwords(FOLDER, "secret_key")["secret_key"])
    port = int(os.environ.get("PORT", "0")) or usual_port()
    address = f"http://127.0.0.1:{port}"
    manage(environment, "migrate", "--verbosity=0")
    seed(environment, ours=bool(embedded_servers))
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--app=config"]
    processes = [
        Process(
            "web",
            [*python, "gunicorn", "--config=python:config.gunicorn", "config.wsgi"],
            environment | {"BIND": f"127.0.0.1:{port}"},
        ),
        Process("worker", [*celery, "worker", "--concurrency=2", "--loglevel=WARNING"], environment),
        Process(
            "beat",
            [*celery, "beat", f"--schedule={FOLDER / 'beat-schedule'}", "--pidfile=", "--loglevel=WARNING"],
            environment,
        ),
    ]
    for process in processes:
        process.begin()
        running.callback(process.finish)
    wait_for(address + "/health/", processes)
    print(f"\nThe unit is open at {address}  (plain HTTP on this machine only; invented families only)\n")
    if ACCOUNTS.exists():
        print(ACCOUNTS.read_text().replace("{address}", address))
    print("Logs are in .run/*.log. Ctrl-C stops everything; the data stays.")
    sys.stdout.flush()
    kept: list[Server | Process] = [*embedded_servers, *processes]
    while True:
        time.sleep(1)
        for each in kept:
            each.keep_alive()


def servers(running: ExitStack) -> tuple[list[Server], dict[str, str]]:
    """Our own servers and the addresses of all: PostgreSQL as application and as owner, and Redis."""
    given = {name: os.environ[name] for name in SERVERS if os.environ.get(name)}
    if len(given) == len(SERVERS):
        return [], given
    if given:
        sys.exit(f"Set all of {', '.join(SERVERS)}, or none; only {', '.join(given)} is set.")
    print("Starting PostgreSQL and Valkey.")
    postgres = embedded.start_postgres(FOLDER)
    kept = [Server("PostgreSQL", embedded.start_postgres, postgres)]
    running.callback(kept[0].finish)
    valkey = embedded.start_valkey(FOLDER)
    kept.append(Server("Valkey", embedded.start_valkey, valkey))
    running.callback(kept[1].finish)
    if FILLING.exists():
        print("The last start was stopped while it filled the database: it is begun anew.")
        embedded.drop(postgres, "cpu")
        FILLING.unlink()
    embedded.set_up(postgres, "cpu")
    if FOLDER not in postgres.data.parents:
        print(
            f"PostgreSQL keeps its data in {postgres.data}: it may not run as root, nor enter root's folders."
        )
    return kept, {
        "DATABASE_URL": postgres.url(embedded.APP, "cpu"),
        "MIGRATION_DATABASE_URL": postgres.url(embedded.OWNER, "cpu"),
        "REDIS_URL": f"{valkey.url}/0",
    }


def usual_port() -> int:
    """8000, or where that is taken any other."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", 8000))
        except OSError:
            return embedded.free_port()
        return 8000


def manage(
    environment: dict[str, str], *arguments: str, **options: Any
) -> "subprocess.CompletedProcess[str]":
    """Run a management command to its end; a failure ends the start with its own words."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        text=True,
        check=False,
        **options,
    )
    if done.returncode:
        sys.exit(f"manage.py {arguments[0]} failed; the reason stands above.")
    return done


def seed(environment: dict[str, str], *, ours: bool) -> None:
    """Fill an empty database with invented families, and keep what the seed says of its accounts."""
    if not is_empty(environment["DATABASE_URL"]):
        return
    print("Filling the database with invented families.", flush=True)
    if ours:
        FILLING.touch()
    said = manage(environment, "seed", stdout=subprocess.PIPE).stdout
    ACCOUNTS.touch(mode=0o600)
    ACCOUNTS.write_text(said)
    FILLING.unlink(missing_ok=True)


def is_empty(database: str) -> bool:
    with closing(psycopg2.connect(database)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM cpu_user)")
        return cursor.fetchone() == (True,)


def wait_for(address: str, processes: list[Process]) -> None:
    """Return once `address` answers; end the start where a process ended or the time is up."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        for process in processes:
            process.keep_alive()
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  (our own address)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    sys.exit(f"{address} did not answer within {START_SECONDS} seconds; see .run/web.log.")


if __name__ == "__main__":
    main()
