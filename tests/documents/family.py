"""A family whose children sleep where their father must not learn it; every confidential thing is a canary."""

from dataclasses import dataclass, field

from people.models import Case, Person
from referrals.models import Referral
from strategy.models import StrategyDiscussion
from tests.strategy.family import enquiry, held
from tests.unit_of_people import Unit, at
from tests.walker import Walker
from workflow.perform import ChildAnswers, perform

DAY = "2027-05-12 10:00"
# What must reach no paper, whoever it is for.
ADDRESS, STREET, POSTCODE, CARER, HOUSEHOLD = (
    "17 Quillfeather Rise",
    "Quillfeather Rise",
    "WX9 4ZZ",
    "Philippa Zandermark",
    "Zandermark, her son Ottokar",
)
REFERRER, REFERRER_PHONE = "Wilhelmina Grackle", "07700 900461"
CANARIES = (
    STREET,
    "WX9 4ZZ",
    "WX94ZZ",
    "Philippa",
    "Zandermark",
    "Ottokar",
    "Grackle",
    "Wilhelmina",
    "900461",
)


@dataclass
class Family:
    """Ivy and Rowan with their mother Leanne; their father Dean, from whom the address is kept; Nell is another's."""

    unit: Unit = field(default_factory=Unit)

    def __post_init__(self):
        unit, when = self.unit, at(DAY)
        self.ivy, self.rowan = (unit.case(unit.child(name, at=when), at=when) for name in ("Ivy", "Rowan"))
        self.leanne, self.dean = (unit.child(name, at=when) for name in ("Leanne", "Dean"))
        for case in (self.ivy, self.rowan):
            for other, kind in ((self.leanne, "mother"), (self.dean, "father")):
                self.do(case.child.relate, other=other, kind=kind)
        self.nell = unit.case(unit.child("Nell", at=when, family_name="Abara"), at=when)
        self.nells_mother = unit.child("Ada", at=when, family_name="Abara")
        self.do(self.nell.child.relate, other=self.nells_mother, kind="mother")

    def do(self, bound, *, by=None, when: str = DAY, **answers):
        record = bound.__self__
        current = type(record)._rows.get(pk=record.pk) if record.pk else record
        return perform(
            getattr(current, bound.declared.name), by=by or self.unit.manager, at=at(when), **answers
        )

    def settle(self, case: Case, where: str = "14 Mill Lane", who: str = "Leanne") -> None:
        self.do(
            case.record_sleeping_place,
            where=where,
            with_whom=who,
            agreed_by="Leanne, and Helen Okoro",
            legal_basis="at-home",
            from_at=at(DAY),
        )

    def wall(self, person: Person, whom: Person) -> None:
        """The person's address, and everything behind it, is kept from somebody."""
        self.do(
            person.add_address,
            lines=f"{ADDRESS}\nWexmoor",
            postcode=POSTCODE,
            carer_name=CARER,
            household=HOUSEHOLD,
        )
        self.do(
            person.keep_address_from,
            address=person.addresses.last(),
            whom=whom,
            reason="He has threatened to come",
            review_on=at("2027-08-12 10:00").date(),
        )

    def hide(self) -> None:
        """Ivy sleeps behind the wall, and everybody wrote it down everywhere."""
        self.wall(self.ivy.child, self.dean)
        self.settle(self.ivy, where=f"{ADDRESS}, Wexmoor", who=f"{CARER}, a friend of Leanne")
        self.settle(self.rowan)

    def referred(self, case: Case) -> Referral:
        """A neighbour raised it, and must stay unnamed."""
        walker = Walker(unit=self.unit, now=at(DAY), siblings=1)
        body = {
            "children": [{}],
            "concern": {"what_happened": "Shouting at night."},
            "referrer": {"name": REFERRER, "phone": REFERRER_PHONE, "type": "member_of_public"},
        }
        from referrals.serializers import ReferralInput

        read = ReferralInput(data=body, context={"now": at(DAY), "trusted_front_door": True})
        read.is_valid(raise_exception=True)
        referral = walker.take(Referral(), "post", body=read.validated_data)
        row = referral.child_rows()[0]
        self.do(
            referral.identify, by=self.unit.front_door, children=[ChildAnswers(row, {"person": case.child})]
        )
        return Referral._rows.get(pk=referral.pk)

    def discussed(self, *cases: Case) -> StrategyDiscussion:
        return held(self.unit, *cases, when=DAY)

    def enquired(self, *cases: Case):
        return enquiry(self.unit, *cases, when=DAY)
