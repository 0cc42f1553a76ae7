"""How a family's story is told: moments relative to the day it is told on, and the sentences that all stories share."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import count
from typing import Any

from config.demo.people import Cast
from cpu.calendars import Calendar, add_months, london, london_day
from cpu.models import Agency, InForce, InvolvementRole, Team
from people.models import Case, HoldsResponsibility, IdentifierKind, LegalBasis, Person
from referrals.models import Referral
from referrals.serializers import ReferralInput
from strategy.models import Section47Enquiry, StrategyDiscussion
from workflow.perform import ChildAnswers, perform

HELD, NOT_HELD, NOT_CHECKED = (
    HoldsResponsibility.HELD,
    HoldsResponsibility.NOT_HELD,
    HoldsResponsibility.NOT_CHECKED,
)


Told = dict[str, Any]
# What most referrers say of the parents.
AGREED: Told = {"parents_aware": "yes", "consent_to_refer": "given", "consent_to_share": "given"}


def a_child(given: str, family: str, born: date, sex: str, ethnicity: str = "WBRI", **more: Any) -> Told:
    """A child as a referral names one: well, and on its feet, where nothing else is said."""
    said = {"given_name": given, "family_name": family, "date_of_birth": born.isoformat(), "sex": sex}
    return {**said, "ethnicity": ethnicity, "mobility": "walking", "disabilities": ["NONE"], **more}


def professional(name: str, role: str, agency: str, phone: str) -> Told:
    return {
        "type": "professional",
        "name": name,
        "role": role,
        "phone": phone,
        "agency": {"name": agency},
    }


def answer(child: Any, **facts: Any) -> ChildAnswers:
    """What is said about one child of a record: a case or a row, and the facts."""
    return ChildAnswers(child, facts)


class Tell:
    """Tells stories about the people of `cast`, as they stand at `now`. All moments but plans lie before it."""

    def __init__(self, cast: Cast, now: datetime) -> None:
        self.cast, self.now, self.today = cast, now, london_day(now)
        self._numbers = count(9_994_120)

    @cached_property
    def calendar(self) -> Calendar:
        return InForce.now().calendar

    # When

    @staticmethod
    def founded(now: datetime) -> datetime:
        """Three years and more before: no story reaches back beyond the unit itself."""
        return now - timedelta(days=1200)

    def back(self, working_days: int, clock: str) -> datetime:
        """At `clock` ("14:30") on the working day that lies so many before today."""
        return london(self.calendar.add_working_days(self.today, -working_days), time.fromisoformat(clock))

    def ahead(self, working_days: int, clock: str) -> datetime:
        """At `clock` on the working day that lies so many after today."""
        return london(self.calendar.add_working_days(self.today, working_days), time.fromisoformat(clock))

    @staticmethod
    def minutes(number: float) -> timedelta:
        return timedelta(minutes=number)

    def ago(self, minutes: float) -> datetime:
        return self.now - timedelta(minutes=minutes)

    def night(self, clock: str) -> datetime:
        """The last time that it was `clock`, at least an hour ago: by day, the night that has just been."""
        moment = london(self.today, time.fromisoformat(clock))
        return (
            moment
            if moment <= self.ago(60)
            else london(self.today - timedelta(days=1), time.fromisoformat(clock))
        )

    def tonight(self, clock: str) -> datetime:
        """At `clock` today, or tomorrow where that has passed."""
        moment = london(self.today, time.fromisoformat(clock))
        return (
            moment if moment > self.now else london(self.today + timedelta(days=1), time.fromisoformat(clock))
        )

    def soon(self, clock: str) -> datetime:
        """At `clock` today, or in two hours where that has passed."""
        moment = london(self.today, time.fromisoformat(clock))
        return moment if moment > self.now else self.now + timedelta(hours=2)

    def later_today(self, clock: str, otherwise: str) -> datetime:
        """At `clock` today, while that is a plan and today a working day; else the next working day, `otherwise`."""
        moment = london(self.today, time.fromisoformat(clock))
        planned = moment > self.now and self.calendar.is_working(self.today)
        return moment if planned else self.ahead(1, otherwise)

    def day(self, **ahead: float) -> date:
        return self.today + timedelta(**ahead)

    def born(self, years: int, months: int = 0, days: int | None = None) -> date:
        """The date of birth of somebody who is so old today; where no days are told, one of those that fit the age."""
        if days is None:
            fit = 27 if months or years < 18 else 330
            days = 1 + (years * 53 + months * 37) % fit
        return add_months(self.today, -12 * years - months) - timedelta(days=days)

    # Who and where

    def agency(self, key: str) -> Agency:
        return self.cast.agencies[key]

    def team(self, key: str) -> Team:
        return self.cast.teams[key]

    def name(self, who: str) -> str:
        return self.cast.users[who].name

    def nhs_number(self) -> str:
        """A number of the range that the NHS keeps for tests, with the check digit that fits."""
        for number in self._numbers:
            nine = f"99{number}"
            digit = -sum(int(each) * weight for each, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
            if digit < 10:
                return f"{nine}{digit}"
        raise AssertionError("unreachable")

    # What happens

    def do(
        self,
        who: str,
        at: datetime,
        bound: Any,
        /,
        *,
        explained: Mapping[str, str] | None = None,
        **answers: Any,
    ):
        """One step, by one person, at one moment. `explained`: guard name to the reason that stands in for it."""
        reasons = {guard: {"reason": reason} for guard, reason in (explained or {}).items()}
        return perform(bound, by=self.cast.users[who], at=at, explained=reasons, **answers)

    # A referral

    def body(
        self,
        *,
        source: str,
        kind: str = "child_protection",
        referrer: dict,
        children: list[dict],
        concern: dict,
        at: datetime,
        **more: Any,
    ) -> dict[str, Any]:
        """What a sender sends, read as the front door's door reads it. `more`: further sections of the body."""
        sent = {
            "referral_kind": kind,
            "referrer": {"cin_source_code": source, **referrer},
            "children": [{"ref": f"C{number}", **child} for number, child in enumerate(children, 1)],
            "concern": concern,
            **more,
        }
        read = ReferralInput(data=sent, context={"now": at, "trusted_front_door": True})
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def refer(self, at: datetime, by: str = "hazel", **body: Any) -> Referral:
        """Posted by the portal, or keyed in by whoever took the call."""
        read = self.body(at=at, **body)
        if by == "portal":
            return self.do(by, at, Referral().post, body=read, client=self.cast.client)
        return self.do(by, at, Referral().key_in, body=read)

    def screened(
        self, referral: Referral, by: str, at: datetime, words: str, look: str = "nothing-seen"
    ) -> Referral:
        """Looked at for danger, taken up, and each child put down as a person new to us."""
        referral = self.do(by, at, referral.look_for_danger, look=look, words=words)
        if referral.state == "RECEIVED":
            referral = self.do(by, at, referral.screen)
        return self.do(by, at, referral.identify, children=self.rows(referral))

    def rows(self, record: Any) -> list:
        return list(record.children.order_by("pk"))

    def cases(self, record: Any) -> list[Case]:
        return [
            row.case
            for row in record.children.select_related("case__child__subject", "case__subject").order_by("pk")
        ]

    def told(
        self, referral: Referral, by: str, at: datetime, referrer: str, parents: str, *, close: bool = True
    ):
        """Referrer and parents told; the referral is done."""
        referral = self.do(by, at, referral.tell_referrer, told_at=at, words=referrer)
        referral = self.do(by, at, referral.tell_parents, told_at=at, words=parents)
        return self.do(by, at, referral.close) if close else referral

    # The people around a child

    def person(self, by: str, at: datetime, given: str, family: str, **facts: Any) -> Person:
        return self.do(by, at, Person().record, given_name=given, family_name=family, **facts)

    def relate(
        self,
        by: str,
        at: datetime,
        child: Person,
        other: Person,
        kind: str,
        responsibility: str = NOT_CHECKED,
        why: str = "",
        *,
        lives_there: bool | None = None,
    ) -> None:
        self.do(
            by,
            at,
            child.relate,
            other=other,
            kind=kind,
            responsibility=responsibility,
            responsibility_why=why,
            same_household=lives_there,
        )

    def detail(self, by: str, at: datetime, child: Person, *, numbered: bool = True, **facts: Any) -> Person:
        """What was asked about the child; a number of the NHS where one is known."""
        if numbered and not child.identifiers.exists():
            self.do(
                by,
                at,
                child.add_identifier,
                kind=IdentifierKind.NHS,
                value=self.nhs_number(),
                issuer="NHS",
                verified_at=at,
            )
        return self.do(by, at, child.change_details, **facts) if facts else child

    def serve(self, by: str, at: datetime, person: Person, **kinds: str | tuple[str, str]) -> None:
        """Services around a person: kind (with _ for -) to the agency's key, or (key, contact); "=" starts a name."""
        for kind, which in kinds.items():
            key, contact = which if isinstance(which, tuple) else (which, "")
            who = {"name": key[1:]} if key.startswith("=") else {"agency": self.agency(key)}
            self.do(by, at, person.add_service, kind=kind.replace("_", "-"), contact=contact, **who)

    def sleeps(
        self,
        by: str,
        at: datetime,
        case: Case,
        where: str,
        with_whom: str,
        agreed_by: str,
        basis: str = LegalBasis.AT_HOME,
        **more: Any,
    ) -> None:
        """`agreed_by`: of the family, and after a semicolon the manager who agreed."""
        family, _, last = agreed_by.rpartition("; ")
        if manager := next((each for each in self.cast.users.values() if each.name == last), None):
            agreed_by, more = family, {"manager": manager, **more}
        self.do(
            by,
            at,
            case.record_sleeping_place,
            where=where,
            with_whom=with_whom,
            agreed_by=agreed_by,
            legal_basis=basis,
            from_at=at,
            **more,
        )

    # The unit takes a child on

    def allocate(
        self,
        cases: list[Case],
        to: str,
        by: str,
        at: datetime,
        words: str,
        *,
        police: bool = True,
        health: bool = True,
        accepted: datetime | None = None,
    ) -> None:
        """A lead practitioner who has read and accepted, the manager who supervises, the officer, the nurse."""
        for case in cases:
            self.do(by, at, case.allocate, to=self.cast.users[to], words=words)
            self.do(to, accepted or at + timedelta(minutes=25), case.accept)
            self.do(by, at, case.involve, role=InvolvementRole.SUPERVISOR, user=self.cast.users[by])
            if police:
                self.do(by, at, case.involve, role=InvolvementRole.OFFICER, user=self.cast.users["amara"])
            if health:
                self.do(by, at, case.involve, role=InvolvementRole.HEALTH, user=self.cast.users["ruth"])

    # A discussion and what follows it

    def ask_for_discussion(
        self, by: str, at: datetime, cases: list[Case], team: str, reason: str, **more: Any
    ):
        return self.do(
            by, at, StrategyDiscussion().request, cases=cases, team=self.team(team), reason=reason, **more
        )

    def invite(self, by: str, at: datetime, record: Any, *agencies: str) -> None:
        for key in agencies:
            self.do(by, at, record.invite, agency=self.agency(key))

    def said(
        self,
        who: str,
        at: datetime,
        record: Any,
        children: list,
        agency: str,
        text: str,
        *,
        by_name: str = "",
        family_may_know: str = "yes",
        **more: Any,
    ) -> None:
        """What an agency says it knows, in its own voice; written by `who`, said by whoever is named."""
        self.do(
            who,
            at,
            record.contribute,
            children=children,
            agency=self.agency(agency),
            text=text,
            said_by=by_name or self.name(who),
            family_may_know=family_may_know,
            **more,
        )

    def view(
        self,
        who: str,
        at: datetime,
        record: Any,
        children: list,
        agency: str,
        view: str,
        words: str,
        by_name: str = "",
    ) -> None:
        self.do(
            who,
            at,
            record.give_view,
            children=children,
            agency=self.agency(agency),
            view=view,
            words=words,
            said_by=by_name,
        )

    def ask(
        self,
        who: str,
        at: datetime,
        record: Any,
        agency: str,
        question: str,
        urgency: str = "section 47",
        **more: Any,
    ) -> None:
        self.do(who, at, record.ask, agency=self.agency(agency), question=question, urgency=urgency, **more)

    def held(
        self,
        manager: str,
        team: str,
        asked: tuple[int, str],
        at: tuple[int, str],
        cases: list[Case],
        reason: str,
        here: tuple[str, ...],
        **more,
    ):
        """Asked for, agencies invited, held by a manager who chairs."""
        discussion = self.ask_for_discussion(manager, self.back(*asked), cases, team, reason, **more)
        self.invite(manager, self.back(*asked) + self.minutes(10), discussion, *(key for key in here if key))
        return self.do(
            manager,
            self.back(*at),
            discussion.hold,
            held_at=self.back(*at),
            how="meeting",
            chair=self.cast.users[manager],
            here=[self.agency(key) for key in here],
        )

    def recorded(self, manager: str, discussion: StrategyDiscussion, at: datetime) -> None:
        """The record goes out, and the discussion is done."""
        discussion = self.do(manager, at, discussion.issue_record, issued_at=at)
        self.do(manager, at + self.minutes(15), discussion.close)

    def enquiry(self, by: str, case: Case) -> Section47Enquiry:
        """The enquiry that runs for this child, as whoever works on it finds it."""
        found = (
            Section47Enquiry.visible_to(self.cast.users[by]).filter(children__case=case).order_by("pk").last()
        )
        if found is None:
            raise LookupError(f"No enquiry for {case.child.known_as}")
        return found
