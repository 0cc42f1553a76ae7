"""Invented children, cases and clocks in number, written past every rule by the superuser: for the bench.

Shaped like a unit's own rows (families, referrals, assessments, discussions, enquiries, clocks running and
ended, what was recorded last month and last night), not written by steps: that would take an hour.
"""

import itertools
import os
import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import environ
from django.db import connection, connections

from cpu.deadlines import Tell, Threshold
from cpu.models import (
    AuditEvent,
    Clock,
    ClockMark,
    InForce,
    Involvement,
    InvolvementRole,
    Membership,
    Subject,
    Team,
    TeamKind,
    User,
    opaque,
)
from cpu.roles import Role
from cpu.timescales import (
    ASSESSMENT,
    CHILD_SEEN,
    CORE_GROUP,
    ENQUIRY_OUTCOME,
    INITIAL_CONFERENCE,
    REFERRAL_DECISION,
    STRATEGY_DISCUSSION,
    STRATEGY_RECORD,
    TIMESCALES,
    VISIT,
)
from people.models import Case, Person
from referrals.models import Assessment, AssessmentChild, Referral, ReferralChild
from strategy.models import Section47Child, Section47Enquiry, StrategyDiscussion, StrategyDiscussionChild

GIVEN = [
    "Ada",
    "Ben",
    "Cleo",
    "Dov",
    "Elif",
    "Finn",
    "Gwen",
    "Hana",
    "Idris",
    "Jude",
    "Kaya",
    "Leo",
    "Mina",
    "Noor",
    "Otis",
    "Pia",
    "Quin",
    "Rosa",
    "Sam",
    "Tove",
]
FAMILY = [
    "Alder",
    "Birch",
    "Cedar",
    "Dunn",
    "Elm",
    "Firth",
    "Grove",
    "Hurst",
    "Ivers",
    "Jarrow",
    "Kerr",
    "Larch",
    "Moss",
    "Nunn",
    "Oakes",
    "Pell",
    "Rowe",
]
HOURS, DAYS = timedelta(hours=1), timedelta(days=1)
EACH_LEADS = 25


class Filling:
    """The superuser's connection, on which neither triggers nor foreign keys have a say."""

    alias = "filling"

    def __init__(self) -> None:
        found = environ.Env.db_url_config(os.environ["SUPERUSER_DATABASE_URL"])
        connections.databases[self.alias] = {
            **connections.databases["default"],
            **found,
            "OPTIONS": {"options": "-c session_replication_role=replica"},
        }

    def keep(self, rows: Iterable[Any]) -> list[Any]:
        rows = list(rows)
        if not rows:
            return []
        manager = getattr(type(rows[0]), "_rows", None) or type(rows[0]).objects
        made = manager.using(self.alias).bulk_create(rows, batch_size=2000)
        for each in made:
            each._state.db = "default"  # from here on it is read and changed like any other
        return made

    def subjects(self, kind: str, prefix: str, number: int) -> list[Subject]:
        return self.keep(Subject(kind=kind, reference=f"{prefix}-{opaque()}") for _ in range(number))

    def run(self, *statements: str) -> None:
        with connections[self.alias].cursor() as cursor:
            for each in statements:
                cursor.execute(each)


class Town:
    """Cases of several teams, all open, with what stands about them."""

    def __init__(self, filling: Filling, unit, now: datetime) -> None:
        self.filling, self.unit, self.now = filling, unit, now
        self.ground, self.chance = InForce.now(), random.Random(4)
        self._templates: dict[tuple, Clock] = {}

    def team(self, name: str) -> tuple[Team, User]:
        """A team of the unit and its manager."""
        team = Team.objects.create(agency=self.unit.agency("social-care"), kind=TeamKind.UNIT, name=name)
        (manager,) = self._workers(team, 1, Role.TEAM_MANAGER)
        return team, manager

    def _workers(self, team: Team, number: int, role: str) -> list[User]:
        users = self.filling.keep(
            User(
                email=f"{opaque()}@wexmoor.example".lower(),
                name=f"{self.chance.choice(GIVEN)} {self.chance.choice(FAMILY)}",
            )
            for _ in range(number)
        )
        self.filling.keep(
            Membership(
                user=each,
                agency=team.agency,
                team=team,
                role=role,
                discipline="social-work",
                from_on=date(2020, 1, 1),
            )
            for each in users
        )
        return users

    def cases(self, team: Team, number: int) -> list[Case]:
        """Open cases of two brothers or sisters each, held by the team, most with a lead practitioner."""
        keep, subjects, now = self.filling.keep, self.filling.subjects, self.now
        workers = self._workers(team, number // EACH_LEADS + 1, Role.LEAD_PRACTITIONER)
        people = keep(
            Person(
                subject=subject,
                state="LIVING",
                version=2,
                given_name=self.chance.choice(GIVEN),
                family_name=FAMILY[n // 2 % len(FAMILY)],
                sex=self.chance.choice("FM"),
                date_of_birth=date(2009, 1, 1) + timedelta(days=self.chance.randrange(6200)),
            )
            for n, subject in enumerate(subjects("person", "P", number))
        )
        cases = keep(
            Case(
                subject=subject,
                state="OPEN",
                version=2,
                child=child,
                source="2A",
                referred_at=now - timedelta(days=20 + n // 2 % 40, hours=3),
            )
            for n, (subject, child) in enumerate(zip(subjects("case", "C", number), people, strict=True))
        )
        lines = [
            Involvement(case=each, role=InvolvementRole.TEAM, team=team, from_at=each.referred_at)
            for each in cases
        ]
        lines += [
            Involvement(
                case=each, role=InvolvementRole.LEAD, user=workers[n // EACH_LEADS], from_at=each.referred_at
            )
            for n, each in enumerate(cases)
            if n % 10
        ]
        keep(lines)
        return cases

    def story(self, cases: list[Case], manager: User) -> None:
        """What happened to these children: referrals, assessments, discussions, enquiries, clocks."""
        pairs = [cases[n : n + 2] for n in range(0, len(cases), 2)]
        referrals = self._stage(
            Referral,
            ReferralChild,
            pairs,
            "SCREENING",
            "STRATEGY_AND_ASSESSMENT",
            per_child=self._referred,
            recorded_by=manager,
            digest="",
            harm_allegation=True,
            concern="Marks on an arm, and what was said.",
            as_received={"children": []},
            looked_at=self.now,
            looked_by=manager,
            look="nothing-seen",
            received_at=lambda pair: pair[0].referred_at,
        )
        clocks = [
            self._ended(
                REFERRAL_DECISION, case.referred_at, case=case, record=stage, about=f"child:{case.pk}"
            )
            for stage, pair in zip(referrals, pairs, strict=True)
            for case in pair
        ]
        assessed = pairs[: len(pairs) * 3 // 5]
        self._stage(
            Assessment,
            AssessmentChild,
            assessed,
            "OPEN",
            "OPEN",
            cause=lambda pair: pair[0].subject,
            received_at=lambda pair: pair[0].referred_at,
            started_at=lambda pair: pair[0].referred_at,
            harm_allegation=True,
        )
        clocks += [
            self._running(ASSESSMENT, case.referred_at, case=case) for pair in assessed for case in pair
        ]
        held = pairs[::3]
        moment = {pair[0].pk: self.now - timedelta(days=2 + n % 12) for n, pair in enumerate(held)}
        discussions = self._stage(
            StrategyDiscussion,
            StrategyDiscussionChild,
            held,
            "HELD",
            "ENQUIRIES",
            per_child=lambda case: {
                "threshold": "met",
                "threshold_why": f"What was said about {case.reference}",
            },
            requested_by=manager,
            chair=manager,
            how="meeting",
            reason="Marks on an arm",
            requested_at=lambda pair: moment[pair[0].pk] - DAYS,
            held_at=lambda pair: moment[pair[0].pk],
        )
        enquiries = self._stage(
            Section47Enquiry,
            Section47Child,
            held,
            "OPEN",
            "OPEN",
            enquirers="joint",
            cause=lambda pair: pair[0].subject,
            started_at=lambda pair: moment[pair[0].pk],
        )
        for discussion, enquiry, pair in zip(discussions, enquiries, held, strict=True):
            at = moment[pair[0].pk]
            clocks.append(self._running(STRATEGY_RECORD, at, record=discussion))
            for case in pair:
                clocks.append(self._running(INITIAL_CONFERENCE, at, case=case, record=discussion))
                clocks.append(self._ended(CHILD_SEEN, at, case=case, record=enquiry))
                clocks.append(
                    self._running(ENQUIRY_OUTCOME, at, case=case, record=enquiry, about=f"child:{case.pk}")
                )
        asked = pairs[1::30]
        requests = self._stage(
            StrategyDiscussion,
            StrategyDiscussionChild,
            asked,
            "REQUESTED",
            "NONE",
            requested_by=manager,
            requested_at=self.now - 2 * HOURS,
            reason="He was not in school, and his sister says why.",
        )
        clocks += [
            self._running(STRATEGY_DISCUSSION, self.now - 2 * HOURS, case=case, record=stage)
            for stage, pair in zip(requests, asked, strict=True)
            for case in pair
        ]
        self._stage(
            StrategyDiscussion,
            StrategyDiscussionChild,
            pairs[2::200],
            "CONVENED",
            "NONE",
            requested_by=manager,
            requested_at=self.now - DAYS,
            reason="A call at night.",
            chair=manager,
            how="video",
            convened_for=self.now + HOURS,
        )
        self.filling.keep(clocks)
        self._history(cases, manager)

    @staticmethod
    def _referred(case: Case) -> dict[str, Any]:
        return {
            "person": case.child,
            "sender_ref": "C1",
            "given_name": case.child.given_name,
            "family_name": case.child.family_name,
        }

    def _stage(self, stage, row, pairs, state, row_state, *, per_child=lambda case: {}, **facts) -> list[Any]:
        """A stage for each pair; a fact that is a function is asked for each pair."""
        made = self.filling.keep(
            stage(
                subject=subject,
                state=state,
                version=2,
                **{name: fact(pair) if callable(fact) else fact for name, fact in facts.items()},
            )
            for subject, pair in zip(
                self.filling.subjects(stage.kind, stage.prefix, len(pairs)), pairs, strict=True
            )
        )
        self.filling.keep(
            row(stage=one, case=case, state=row_state, **per_child(case))
            for one, pair in zip(made, pairs, strict=True)
            for case in pair
        )
        return made

    def _clock(self, code: str, at: datetime, *, case=None, record=None, about="") -> Clock:
        """A clock as the rules compute it; those of one rule and moment are computed once."""
        if (code, at) not in self._templates:
            self._templates[code, at] = Clock._started(TIMESCALES[code], self.ground, at, {}, None)
        facts = {
            field.attname: getattr(self._templates[code, at], field.attname)
            for field in Clock._meta.concrete_fields
        }
        facts |= {"id": None, "case_id": case and case.pk, "record_id": record and record.pk, "about": about}
        return Clock(**facts)

    def _running(self, code: str, at: datetime, **whose) -> Clock:
        """An open clock that has spoken of everything up to now."""
        clock = self._clock(code, at, **whose)
        clock.next_mark_at = min(
            (one.at for one in self._thresholds(clock) if one.at > self.now + DAYS), default=None
        )
        return clock

    def _ended(self, code: str, at: datetime, **whose) -> Clock:
        clock = self._clock(code, at, **whose)
        clock.stopped_at, clock.ended, clock.next_mark_at = at + 5 * HOURS, Clock.Ended.MET, None
        return clock

    def _thresholds(self, clock: Clock) -> list[Threshold]:
        return clock.thresholds(self.ground.calendar)

    def _history(self, cases: list[Case], manager: User) -> None:
        """Four acts a case in the last six weeks; of every fiftieth case one since yesterday."""
        acts = [
            ("note", "Write a note"),
            ("record_seen", "Record that a child was seen"),
            ("invite", "Invite an agency"),
            ("oversight", "Write a manager's oversight"),
        ]
        rows = []
        for n, (case, (number, (step, label))) in enumerate(itertools.product(cases, enumerate(acts, 3))):
            at = self.now - (timedelta(hours=1 + n % 9) if n % 200 == 0 else timedelta(days=3 + n % 40))
            rows.append(
                AuditEvent(
                    subject_id=case.pk,
                    subject_kind="case",
                    subject_reference=case.reference,
                    version=number,
                    step=step,
                    label=label,
                    cases=[case.pk],
                    actor_id=0,
                    actor_name="Noor Oakes",
                    agency="Wexmoor Health",
                    role="Health practitioner of the unit",
                    occurred_at=at,
                    recorded_at=at,
                )
            )
        self.filling.keep(sorted(rows, key=lambda each: each.occurred_at))


class Due:
    """Clocks that all come due for a word to one person at once; the same again before every round."""

    def __init__(self, town: Town, cases: list[Case], number: int) -> None:
        self.filling, self.now, self.number = town.filling, town.now, number
        kinds = [kind for code in (VISIT, CORE_GROUP) for kind in self._kinds(town, code)]
        by_code = {
            code: [kind for kind in kinds if kind[0].timescale == code] for code in (VISIT, CORE_GROUP)
        }
        clocks, marks = [], []
        whose = itertools.islice(((code, case) for code in (VISIT, CORE_GROUP) for case in cases), number)
        for n, (code, case) in enumerate(whose):
            template, passed, coming = by_code[code][n % len(by_code[code])]
            clock = town._clock(code, template.started_at, case=case)
            clock.next_mark_at = passed[-1].at
            clocks.append(clock)
            marks.append(passed[:-1])
        self.clocks = self.filling.keep(clocks)
        assert len(self.clocks) == number, "too few cases for so many clocks"
        self.filling.keep(
            ClockMark(clock=clock, threshold=one.name, reached_at=one.at, made_at=one.at)
            for clock, passed in zip(self.clocks, marks, strict=True)
            for one in passed
        )
        self.filling.run("create table bench_due as select id, next_mark_at from cpu_clock where false")
        self.filling.run(
            "insert into bench_due select id, next_mark_at from cpu_clock "
            f"where id between {self.clocks[0].pk} and {self.clocks[-1].pk}"
        )
        self.last_mark, self.last_message = self._last("cpu_clockmark"), self._last("cpu_notification")
        self._rules(kinds, town.ground.calendar)
        self.filling.run("vacuum analyze")

    @staticmethod
    def _kinds(town: Town, code: str) -> list[tuple[Clock, list[Threshold], list[Threshold]]]:
        """Clocks of one rule whose last word was for the owner, by day of their event."""
        found = []
        for days in range(4, 60):
            clock = town._clock(code, town.now - days * DAYS)
            every = town._thresholds(clock)
            passed = [one for one in every if one.at <= town.now]
            coming = [one for one in every if one.at > town.now + DAYS]
            if passed and passed[-1].tell == (Tell.OWNER,) and len(passed) + len(coming) == len(every):
                found.append((clock, passed, coming))
        assert found, f"no {code} speaks to its owner today"
        return found

    @staticmethod
    def _last(table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"select coalesce(max(id), 0) from {table}")
            return cursor.fetchone()[0]

    def again(self) -> None:
        """As before the sweep: nothing else is due."""
        first, last = self.clocks[0].pk, self.clocks[-1].pk
        self.filling.run(
            f"delete from cpu_notification where id > {self.last_message}",
            f"delete from cpu_clockmark where id > {self.last_mark}",
            "update cpu_clock c set next_mark_at = d.next_mark_at from bench_due d where d.id = c.id",
            "update cpu_clock set next_mark_at = null "
            f"where stopped_at is null and next_mark_at <= now() and id not between {first} and {last}",
            "vacuum analyze cpu_clock, cpu_clockmark, cpu_notification",
        )

    def spoken(self) -> tuple[int, int]:
        """How many marks and messages the last sweep wrote."""
        with connection.cursor() as cursor:
            cursor.execute(
                "select (select count(*) from cpu_clockmark where id > %s),"
                " (select count(*) from cpu_notification where id > %s)",
                [self.last_mark, self.last_message],
            )
            return cursor.fetchone()

    def _rules(self, kinds, calendar) -> None:
        """What the sweep computes for each clock, computed beforehand for the statement written by hand."""
        from cpu.deadlines import sentence

        self.filling.run(
            "create table bench_rule (timescale text, started_at timestamptz, threshold text, next_at timestamptz, "
            "kind text, words text); grant select on bench_rule to cpu_app"
        )
        with connections[self.filling.alias].cursor() as cursor:
            for clock, passed, coming in kinds:
                cursor.execute(
                    "insert into bench_rule values (%s, %s, %s, %s, %s, %s)",
                    [
                        clock.timescale,
                        clock.started_at,
                        passed[-1].name,
                        min((one.at for one in coming), default=None),
                        "late" if self.now >= clock.late_from else "warning",
                        f"{clock.label}. {sentence(clock, self.now, calendar)}.",
                    ],
                )


BY_HAND = """
with due as (
    select c.id, c.case_id, c.record_id, c.next_mark_at, r.threshold, r.next_at, r.kind, r.words
    from cpu_clock c join bench_rule r on r.timescale = c.timescale and r.started_at = c.started_at
    where c.stopped_at is null and c.next_mark_at <= now()
    for no key update of c skip locked
), marked as (
    insert into cpu_clockmark (clock_id, threshold, reached_at, made_at)
    select id, threshold, next_mark_at, now() from due
), told as (
    insert into cpu_notification (user_id, team_id, kind, level, text, clock_id, case_id, record_id, made_at, once)
    select lead.user_id, case when lead.user_id is null then team.team_id end, due.kind, 'owner', due.words, due.id,
           due.case_id, due.record_id, now(), ''
    from due
    left join cpu_involvement lead on lead.case_id = due.case_id and lead.role = 'lead' and lead.until_at is null
    left join cpu_involvement team on team.case_id = due.case_id and team.role = 'team' and team.until_at is null
)
update cpu_clock c set next_mark_at = due.next_at from due where due.id = c.id
"""
