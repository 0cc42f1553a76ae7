"""`python -m bench`: what the commonest acts cost, beside a bare Django view and a bare DRF POST.

`--write` puts the table into docs/performance.md. `--rounds N` (default 15).
"""

import argparse
import itertools
import json
import sys

from bench import ground
from bench.ground import ROOT, Row

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SMALL, LARGE, OTHERS, DUE = 10, 10_000, 2_000, 15_000
SAMPLE = ROOT / "referrals" / "samples" / "referral.json"


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    asked.add_argument("--rounds", type=int, default=15)
    options = asked.parse_args()
    before = ground.machine()
    with ground.servers():
        said = run(options.rounds, before)
    print(said)
    if options.write:
        top, rest = PAGE.read_text().split(BEGIN)
        PAGE.write_text(f"{top}{BEGIN}\n\n{said}\n\n{rest[rest.index(END) :]}")


def run(rounds: int, before: str) -> str:
    """Fill a database, measure on it, and say what was found, in markdown."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    settings.ALLOWED_HOSTS = ["testserver"]  # under which Django's test client calls
    say("Filling the database.")
    rows = to_measure(rounds)
    say(f"Measuring, {rounds} rounds.")
    ground.measure(rows, rounds)
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        version = cursor.fetchone()[0]
    after = ground.machine().rpartition("load average ")[2]
    return (
        f"Measured on {timezone.localtime():%-d %B %Y}: {before} before, {after} after "
        "(others were at work on it). "
        f"PostgreSQL {version} on the same machine, fsync on; "
        f"{LARGE + SMALL + OTHERS:,} children with open cases. "
        f"Medians of {rounds} rounds, for the sweeps of {len(rows[-1].cpu)}.\n\n{ground.table(rows)}"
    )


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def to_measure(rounds: int) -> list[Row]:
    """Each line of the table, on a database filled for it."""
    from django.db import connection
    from django.test import Client

    from bench import bare, fill
    from bench.world import World
    from cpu.sweeps import sweep_clocks
    from tests.conferences import plans

    world = World(rounds + 2, small=SMALL, large=LARGE, others=OTHERS, due=DUE)
    alone, outside, token = without_middleware(), Client(), world.token()
    manager, small, large = (signed_in(each) for each in (world.manager, world.small, world.large))
    chair = signed_in(plans.chair(world.unit))
    sample, numbers = json.loads(SAMPLE.read_text()), itertools.count(1)

    def five():
        return good(alone.post("/five/", bare.BODY, content_type="application/json"), 201)

    first = five().json()["id"]

    def refer():
        body = {**sample, "external_reference": f"BENCH-{next(numbers)}"}
        good(outside.post("/api/v1/referrals/", body, content_type="application/json", headers=token), 201)

    def get(client, url):
        return lambda: good(client.get(url), 200)

    def step(bodies, client=manager):
        def take():
            url, body = next(bodies)
            good(client.post(url, body, content_type="application/json"), 200)

        return take

    def by_hand():
        with connection.cursor() as cursor:
            cursor.execute(fill.BY_HAND)

    def sweep(act):
        def spoken():
            act()
            if world.due.spoken() != (DUE, DUE):
                raise SystemExit(f"{world.due.spoken()} marks and messages for {DUE} clocks")

        return spoken

    view, post, read = "bare Django view", "bare DRF POST of five rows", "bare DRF read of them"
    mine, hand = f"My work, a team of {SMALL} cases", f"one SQL statement by hand, {DUE:,} clocks due"
    return [
        Row(view, get(alone, "/bare/")),
        Row(post, five),
        Row(read, get(alone, f"/five/{first}/")),
        Row("a full referral posted", refer, beside=post),
        Row("a plain step: a note on two children", step(world.notes()), beside=post),
        Row("a step: hold the discussion of two children", step(world.holds()), beside=post),
        Row("a deciding step: agree enquiries for two children", step(world.agreements()), beside=post),
        Row("a conference decides: plans for three siblings", step(world.decisions(), chair), beside=post),
        Row("read a record: a discussion of two children", get(manager, world.record_url), beside=read),
        Row("the case page", get(manager, world.case_url), beside=view),
        Row(
            "the case page after three years on a plan",
            get(manager, world.long_case_url),
            beside="the case page",
        ),
        Row(mine, get(small, "/?whose=team"), beside=view),
        Row(f"My work, a team of {LARGE:,} cases", get(large, "/?whose=team"), beside=mine),
        Row(hand, sweep(by_hand), world.due.again, every=5, handles=DUE),
        Row(
            f"the sweep, {DUE:,} clocks due",
            sweep(sweep_clocks),
            world.due.again,
            every=5,
            handles=DUE,
            beside=hand,
        ),
    ]


def good(response, status: int):
    if response.status_code != status:
        raise SystemExit(
            f"{response.request['PATH_INFO']}: {response.status_code} {response.content[:2000]!r}"
        )
    return response


def signed_in(user):
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client


def without_middleware():
    """A client of the bare views: other addresses, no middleware at all."""
    from django.test import Client
    from django.test.utils import override_settings

    client = Client()
    with override_settings(MIDDLEWARE=[]):
        client.handler.load_middleware()
    answer = client.handler.get_response

    def with_bare_addresses(request):
        request.urlconf = "bench.bare"
        return answer(request)

    client.handler.get_response = with_bare_addresses
    return client


if __name__ == "__main__":
    main()
