"""The unit that is measured: teams and readers, one child with a story, fresh records for each step."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from bench import bare, fill
from conferences.models import ChildProtectionPlan, Conference
from cpu.models import TeamKind
from cpu.roles import Role
from cpu.sweeps import sweep_clocks
from people.models import Case, Person
from strategy.models import Section47Enquiry, StrategyDiscussion
from tests.conferences import plans
from tests.unit_of_people import Unit
from workflow.perform import ChildAnswers, perform

Body = tuple[str, dict[str, Any]]
SD = "/api/v1/strategy-discussions"


def _said(moment: datetime) -> str:
    """As the tests' people say a moment: London's time, to the minute."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


class World:
    """`small` and `large` manage teams of so many cases; `manager` the team in which the steps are taken."""

    def __init__(self, fresh: int, *, small: int, large: int, others: int, due: int) -> None:
        self.now, self.unit, self.fresh = timezone.now() - timedelta(minutes=5), Unit(), fresh
        for kind in (TeamKind.UNIT, TeamKind.FRONT_DOOR):
            self.unit.team(kind)
        self.agencies = [self.unit.agency(kind) for kind in ("social-care", "police", "health")]
        self.manager = self.unit.manager
        filling = fill.Filling()
        town = fill.Town(filling, self.unit, self.now)
        few, self.small = town.team("The small team")
        many, self.large = town.team("The large team")
        town.story(town.cases(few, small), self.small)
        children = town.cases(many, large)
        town.story(children, self.large)
        mine = town.cases(self.unit.team(TeamKind.UNIT), others)
        town.story(mine[: others // 2], self.manager)
        # Brothers and sisters about whom nothing was recorded yet: with them the steps are taken.
        self._free = iter(zip(*[iter(mine[others // 2 :])] * 2, strict=True))
        filling.run(bare.TABLES, "analyze")
        self._told()
        self._asked = [self._ask() for _ in range(fresh)]
        self._held = [self._hold(self._ask()) for _ in range(fresh)]
        self._met = [self._meet() for _ in range(fresh)]
        self._three_years()
        sweep_clocks()
        self.due = fill.Due(town, children, due)

    def _do(self, record, step: str, by=None, **answers):
        found = type(record)._rows.get(pk=record.pk)
        return perform(getattr(found, step), by=by or self.manager, at=self.now, **answers)

    def _ask(self) -> StrategyDiscussion:
        return perform(
            StrategyDiscussion().request,
            by=self.unit.practitioner,
            at=self.now - timedelta(minutes=30),
            cases=list(next(self._free)),
            team=self.unit.team(TeamKind.UNIT),
            reason="Marks, and what was said",
        )

    def _hold(self, discussion: StrategyDiscussion) -> StrategyDiscussion:
        return self._do(discussion, "hold", held_at=self.now, how="meeting", here=self.agencies)

    def _told(self) -> None:
        """A child with all that her page has to say: family, warnings, protection, evidence, a month of notes."""
        discussion = self._hold(self._ask())
        chosen = [
            ChildAnswers(row, {"threshold_why": f"What {row.reference} said"})
            for row in discussion.children.all()
        ]
        self._do(discussion, "agree_enquiries", children=chosen, enquirers="joint")
        case = Case._rows.get(pk=discussion.children.order_by("pk").first().case_id)
        mother, lodger = (
            perform(Person().record, by=self.manager, at=self.now, given_name=name, family_name="Dunmore")
            for name in ("Leanne", "Craig")
        )
        child = case.child
        self._do(child, "add_identifier", kind="nhs", value="999 061 3729")
        self._do(
            child,
            "relate",
            other=mother,
            kind="mother",
            responsibility="held",
            responsibility_why="birth certificate",
        )
        self._do(child, "relate", other=lodger, kind="lodger", same_household=True)
        self._do(
            child,
            "raise_flag",
            kind="danger-to-staff",
            what_to_do="Two workers to visit.",
            source="Wexmoor Police",
            review_on=timezone.localdate() + timedelta(days=30),
        )
        self._do(
            child,
            "record_condition",
            kind="bail",
            against=lodger,
            what="Not to contact her",
            from_at=self.now,
            expires_at=self.now + timedelta(days=7),
        )
        self._do(
            case,
            "record_sleeping_place",
            where="14 Alder Close",
            with_whom="Marta Wilk",
            agreed_by="Leanne",
            legal_basis="family-arrangement",
            from_at=self.now,
        )
        for day in range(30):
            self._do(
                case,
                "note",
                words=f"Rang the school, day {day}: she was in.",
                happened_at=self.now - timedelta(days=day),
            )
        enquiry = Section47Enquiry._rows.get(children__case=case)
        row = [each for each in enquiry.children.all() if each.case_id == case.pk]
        self._do(
            enquiry,
            "record_seen",
            happened_at=self.now,
            how="elsewhere",
            place="School",
            by_whom="Noor Oakes",
            children=[
                ChildAnswers(each, {"seen": "alone", "observed": "She drew while talking."}) for each in row
            ],
        )
        self._do(
            enquiry,
            "record_own_words",
            children=row,
            happened_at=self.now,
            words="I want it to stop.",
            question="Tell me about home.",
            to_whom="Noor Oakes",
            place="School",
            alone=True,
        )
        self.case_url = f"/cases/{case.reference}/"
        self.record_url, self.record_page = (
            f"{SD}/{discussion.reference}/",
            f"/strategy-discussions/{discussion.reference}/",
        )

    def _meet(self) -> Conference:
        """A conference of three siblings that has been held, and not yet decided."""
        siblings = [*next(self._free), next(self._free)[0]]
        return plans.held(self.unit, *siblings, when=_said(self.now - timedelta(minutes=10)))

    def _three_years(self) -> None:
        """A child on a plan since three years: visited every ten working days, met every six weeks, reviewed, noted."""
        start = self.now - timedelta(days=3 * 365)
        child = self.unit.child("Wren", at=start, date_of_birth=(start - timedelta(days=1500)).date())
        case = self.unit.case(child, at=start)
        made = plans.plan(self.unit, case, when=_said(start + timedelta(days=20)))
        step = "make_detailed_plan"
        for number, day in enumerate(range(25, 3 * 365 - 10, 14)):
            moment = start + timedelta(days=day)
            said = {"facts": {"observed": f"Visit {number}: she drew while talking."}}
            plans.visit(
                ChildProtectionPlan._rows.get(pk=made.pk), self.unit, case, when=_said(moment), **said
            )
            if number % 3 == 0:
                later = _said(moment + timedelta(days=1))
                plans.core_group(
                    ChildProtectionPlan._rows.get(pk=made.pk), self.unit, case, when=later, step=step
                )
                step = "hold_core_group"
            if number % 12 == 6:
                plans.review(self.unit, case, when=_said(moment + timedelta(days=2)))
            for words in ("Rang the school: she was in.", "Her mother rang about Thursday."):
                at = moment + timedelta(days=3)
                perform(
                    Case._rows.get(pk=case.pk).note,
                    by=self.unit.practitioner,
                    at=at,
                    words=words,
                    happened_at=at,
                )
        self.long_case_url = f"/cases/{case.reference}/"

    def decisions(self) -> Iterator[Body]:
        """The chair decides for three siblings at once."""
        for each in self._met:
            rows = [
                {"child": row.reference, "category": "PHY", "why": f"What {row.reference} suffered"}
                for row in each.children.all()
            ]
            url = f"/api/v1/conferences/{each.reference}/make-plans/"
            yield url, {"version": each.version, "children": rows}

    def notes(self) -> Iterator[Body]:
        for each in self._asked:
            rows = [row.reference for row in each.children.all()]
            yield (
                f"{SD}/{each.reference}/note/",
                {"children": rows, "words": "Rang the school.", "happened_at": self.now.isoformat()},
            )

    def holds(self) -> Iterator[Body]:
        for each in self._asked:
            version = StrategyDiscussion._rows.get(pk=each.pk).version
            yield (
                f"{SD}/{each.reference}/hold/",
                {
                    "version": version,
                    "held_at": self.now.isoformat(),
                    "how": "meeting",
                    "here": [each.reference for each in self.agencies],
                },
            )

    def agreements(self) -> Iterator[Body]:
        for each in self._held:
            rows = [
                {"child": row.reference, "threshold_why": f"What {row.reference} said"}
                for row in each.children.all()
            ]
            yield (
                f"{SD}/{each.reference}/agree-enquiries/",
                {"version": each.version, "enquirers": "joint", "children": rows},
            )

    def token(self) -> dict[str, str]:
        """The header with which a front door's system sends."""
        user = self.unit.user(Role.FRONT_DOOR_SYSTEM, team=TeamKind.FRONT_DOOR, name="A front door")
        user.is_service = True
        user.save()
        client = Application.objects.create(
            name="A front door",
            user=user,
            client_type=Application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        )
        token = AccessToken.objects.create(
            application=client,
            token="for-the-bench",
            scope="referrals:write referrals:read",
            expires=timezone.now() + timedelta(hours=2),
        )
        return {"authorization": f"Bearer {token.token}"}
