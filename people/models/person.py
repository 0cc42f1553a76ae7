"""Person: a child born or not yet, an adult, or somebody not yet named; and what stands about them."""

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils import timezone

from cpu import codes
from cpu.calendars import age_on
from cpu.models import Involvement, InvolvementRole
from cpu.roles import Permission, can
from cpu.timescales import POST_BIRTH_REVIEW
from people import guards
from people.models.addresses import Address, LivesSomewhere
from people.models.around import AmongPeople, Relationship, ServiceAround
from people.models.identity import Identifier, Numbered
from people.models.protection import Protected
from workflow.notes import Noted
from workflow.record import Record
from workflow.refusals import BadInput, NotAllowed, Reason
from workflow.step import ANY, WITHDRAWN, Start, step

LONGEST_PREGNANCY = timedelta(weeks=42)
LONGEST_LIFE = 115
# What a person is called anywhere, for finding them again.
EVERY_NAME = Lower(
    Concat(
        "given_name",
        Value(" "),
        "family_name",
        Value(" "),
        "also_known_as",
        Value(" "),
        "placeholder",
        output_field=models.TextField(),
    )
)


# Entries of a person, and the steps that are taken of one that stands.
TAKEN_OF = {
    "identifiers": ("verify_identifier", "end_identifier"),
    "relationships": ("check_responsibility", "end_relationship"),
    "services": ("end_service",),
    "addresses": ("end_address",),
    "kept_addresses": ("review_kept_address", "end_kept_address"),
    "flags": ("review_flag", "end_flag"),
    "conditions": ("vary_condition", "end_condition"),
}


class Person(Numbered, AmongPeople, LivesSomewhere, Protected, Noted, Record):
    """One human being, once. A placeholder ("baby, flat 3") becomes the person later, in the same record."""

    kind, prefix, resource = "person", "P", "people"
    lock_order = 1
    correctable = (
        "given_name",
        "family_name",
        "also_known_as",
        "date_of_birth",
        "expected_on",
        "died_on",
        "sex",
        "gender_identity",
        "ethnicity",
        "religion",
        "first_language",
        "interpreter",
        "communication_needs",
        "nationality",
        "immigration_status",
        "upn_unknown",
        "telephone",
    )

    class State(models.TextChoices):
        UNBORN = "UNBORN", "Unborn"
        LIVING = "LIVING", "Living"
        DIED = "DIED", "Died"

    given_name = models.CharField("given name", max_length=100, blank=True)
    family_name = models.CharField("family name", max_length=100, blank=True)
    also_known_as = models.CharField("also known as", max_length=300, blank=True)
    placeholder = models.CharField(max_length=200, blank=True)
    date_of_birth = models.DateField("date of birth", null=True, blank=True)
    date_of_birth_estimated = models.BooleanField(default=False)
    expected_on = models.DateField("expected date of birth", null=True, blank=True)
    died_on = models.DateField("date of death", null=True, blank=True)
    sex = models.CharField(max_length=1, choices=codes.Sex, default=codes.Sex.UNKNOWN)
    gender_identity = models.CharField(max_length=100, blank=True)
    ethnicity = models.CharField(
        max_length=4, choices=codes.Ethnicity, default=codes.Ethnicity.NOT_YET_OBTAINED
    )
    religion = models.CharField(max_length=100, blank=True)
    first_language = models.CharField(max_length=100, blank=True)
    interpreter = models.CharField("interpreter needed", max_length=8, choices=codes.YesNoUnknown, blank=True)
    communication_needs = models.TextField(blank=True)
    nationality = models.CharField(max_length=100, blank=True)
    immigration_status = models.CharField(max_length=200, blank=True)
    upn_unknown = models.CharField("why there is no UPN", max_length=3, choices=codes.UpnUnknown, blank=True)
    telephone = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [GinIndex(OpClass(EVERY_NAME, name="gin_trgm_ops"), name="person_by_every_name")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="UNBORN") | Q(date_of_birth__isnull=True),
                name="unborn_has_no_date_of_birth",
                violation_error_message="An unborn child has an expected date, not a date of birth.",
            ),
            models.CheckConstraint(
                condition=~Q(state="UNBORN") | Q(sex="U"),
                name="unborn_has_no_sex",
                violation_error_message="The sex of an unborn child is recorded as unknown.",
            ),
            models.CheckConstraint(
                condition=~Q(state="DIED") | Q(died_on__isnull=False),
                name="died_on_a_day",
                violation_error_message="Give the date of death.",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(state__in=["DIED", WITHDRAWN]),
                name="nobody_alive_has_a_date_of_death",
                violation_error_message="Record the death: the date of it is corrected once it is recorded.",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True)
                | Q(date_of_birth__isnull=True)
                | Q(died_on__gte=F("date_of_birth")),
                name="died_after_birth",
                violation_error_message="Nobody dies before birth: check both dates.",
            ),
            models.CheckConstraint(
                condition=~Q(given_name="", family_name="", placeholder=""),
                name="person_is_called_something",
                violation_error_message="Give a name, or say who is meant (“baby, flat 3, name unknown”).",
            ),
        ]

    @property
    def known_as(self) -> str:
        if self.state == self.State.UNBORN and not self.given_name:
            return self.placeholder or f"Unborn baby {self.family_name}".strip()
        return f"{self.given_name} {self.family_name}".strip() or self.placeholder

    @property
    def is_placeholder(self) -> bool:
        """Nobody has said yet who this is."""
        return not (self.given_name or self.family_name)

    @classmethod
    def visible_to(cls, user):
        """Children one works with, the people around them, and whom one has recorded oneself."""
        if not user.is_authenticated:
            return cls._rows.none()
        if can(user, Permission.SEE_EVERY_CASE) or can(user, Permission.SEE_REFERRALS):
            return cls._rows.all()
        mine = Involvement.of_user(user)
        children = cls._rows.filter(cases__in=mine.filter(case__isnull=False).values("case")).values("pk")
        return cls._rows.filter(
            Q(pk__in=children)
            | Q(pk__in=Relationship._rows.filter(person__in=children).values("other"))
            | Q(pk__in=Relationship._rows.filter(other__in=children).values("person"))
            | Q(pk__in=mine.filter(record__isnull=False).values("record"))
        )

    def nothing_for(self, user):
        """No flag to end where none is in force."""
        named = set() if self.is_placeholder else {"name_placeholder"}
        kept = dict(zip(TAKEN_OF, self._standing_entries(), strict=True))
        return named | {step for entries, steps in TAKEN_OF.items() if not kept[entries] for step in steps}

    def _standing_entries(self) -> tuple[bool, ...]:
        """Whether this person has any such entry that nobody has ended: one query."""
        found: list[Any] = []
        for entries in TAKEN_OF:
            row: Any = Person._meta.get_field(entries).related_model
            over = "ended_at" if any(each.name == "ended_at" for each in row._meta.fields) else "until_on"
            found.append(Exists(row._rows.filter(person=OuterRef("pk"), **{f"{over}__isnull": True})))
        return Person._rows.filter(pk=self.pk).order_by().values_list(*found).get()

    def shown_in_case(self) -> int | None:
        """Bail that protects a child is the business of whoever works with the child: the latest case."""
        cases = self.cases.exclude(state=WITHDRAWN).order_by("-pk")
        return cases.values_list("pk", flat=True).first()

    def age_on(self, day: date) -> int | None:
        """Completed years, or nothing where the date of birth is not known."""
        if self.date_of_birth is None or day < self.date_of_birth:
            return None
        return age_on(self.date_of_birth, day)

    def doubts(self, today: date, numbers: list | None = None) -> list[str]:
        """What is kept as recorded and can hardly be right, or is not known yet: a sentence for each.

        `numbers`: this person's identifiers, where they were read already.
        """
        found = []
        if self.is_placeholder:
            found.append("The name is not known yet.")
        if self.state == self.State.UNBORN:
            if self.expected_on is None:
                found.append("The expected date is not known yet.")
            elif self.expected_on < today:
                found.append("The expected date has passed: ask the midwife, and record the birth.")
            elif self.expected_on > today + LONGEST_PREGNANCY:
                found.append("The expected date is more than 42 weeks ahead.")
        elif self.date_of_birth is None:
            found.append("The date of birth is not known yet.")
        elif self.date_of_birth_estimated:
            found.append("The date of birth is an estimate.")
        if (self.age_on(self.died_on or today) or 0) > LONGEST_LIFE:
            found.append(f"This date of birth gives an age over {LONGEST_LIFE}.")
        return found + [
            f"{each}: {each.doubt}"
            for each in (self.identifiers.all() if numbers is None else numbers)
            if each.doubt and not each.ended_at
        ]

    # For the bodies of steps

    def _refuse_impossible(self) -> None:
        """A date that cannot be is refused; one that is merely odd is kept, and stands in `doubts`."""
        today = timezone.localdate(self.act.at)
        wrong = []
        if self.date_of_birth and self.date_of_birth > today:
            says = (
                "A date of birth cannot be in the future. For a child not yet born record the expected date."
            )
            wrong.append(Reason(says, pointer="/date_of_birth"))
        if self.died_on and self.died_on > today:
            wrong.append(Reason("A date of death cannot be in the future.", pointer="/died_on"))
        if self.date_of_birth and self.died_on and self.died_on < self.date_of_birth:
            wrong.append(Reason("Nobody dies before birth: check both dates.", pointer="/died_on"))
        if not self.known_as:
            says = "Give a name, or say who is meant (“baby, flat 3, name unknown”)."
            wrong.append(Reason(says, pointer="/given_name"))
        if wrong:
            raise BadInput(*wrong)

    def _fill(self, **entries) -> None:
        for name, value in entries.items():
            if value not in (None, ""):
                setattr(self, name, value)

    def _appear(self, *, identifiers=(), lines="", postcode="", services=(), **entries) -> None:
        """What is known at first sight; whoever recorded a person may go on with the record."""
        self._fill(**entries)
        self._refuse_impossible()
        for each in identifiers:
            self.add(Identifier.written(person=self, from_at=self.act.at, **each))
        if lines:
            self.add(Address.written(lines, postcode, person=self))
        self.add(*[ServiceAround(person=self, **each) for each in services])
        self.add(
            Involvement(
                record=self.subject, user=self.act.by, role=InvolvementRole.CO_WORKER, from_at=self.act.at
            )
        )

    # Who it is

    @step("Record a person", source="", target=State.LIVING, permission=Permission.PERSON_RECORD)
    def record(
        self,
        *,
        given_name="",
        family_name="",
        also_known_as="",
        placeholder="",
        date_of_birth=None,
        date_of_birth_estimated=False,
        sex="",
        telephone="",
    ):
        """A name, or words for who is meant: identity never holds up protection."""
        self._appear(
            given_name=given_name,
            family_name=family_name,
            also_known_as=also_known_as,
            placeholder=placeholder,
            date_of_birth=date_of_birth,
            date_of_birth_estimated=date_of_birth_estimated,
            sex=sex,
            telephone=telephone,
        )

    @step("Record an unborn child", source="", target=State.UNBORN, permission=Permission.PERSON_RECORD)
    def expect(self, *, mother=None, expected_on=None, given_name="", family_name="", placeholder=""):
        """Before birth: an expected date, the mother, no sex. A past date is kept and flagged."""
        self._expect(
            mother,
            expected_on=expected_on,
            given_name=given_name,
            family_name=family_name,
            placeholder=placeholder,
        )

    def _expect(self, mother, *, placeholder="", **entries) -> None:
        placeholder = placeholder or (f"Unborn child of {mother.known_as}" if mother else "")
        self._appear(placeholder=placeholder, **entries)
        if mother:
            self.add(Relationship(person=self, other=mother, kind=codes.RelationshipType.EXPECTANT_MOTHER))

    @step(
        "Record a person named elsewhere", source="", target=State.LIVING, permission=Permission.CONSEQUENCE
    )
    def come_to_notice(
        self,
        *,
        given_name="",
        family_name="",
        also_known_as="",
        placeholder="",
        date_of_birth=None,
        date_of_birth_estimated=False,
        sex="",
        telephone="",
        identifiers=(),
        lines="",
        postcode="",
        services=(),
        more=None,
    ):
        """Named in a referral or found in an emergency. `identifiers`: mappings of kind, value and issuer;
        `services`: of kind, name and contact; `more`: further entries by their names."""
        self._appear(
            given_name=given_name,
            family_name=family_name,
            placeholder=placeholder,
            date_of_birth=date_of_birth,
            date_of_birth_estimated=date_of_birth_estimated,
            telephone=telephone,
            identifiers=identifiers,
            lines=lines,
            postcode=postcode,
            services=services,
            **{"also_known_as": also_known_as, "sex": sex, **(more or {})},
        )

    @step(
        "Record who is around this person, as somebody else named them",
        source=ANY,
        permission=Permission.CONSEQUENCE,
    )
    def come_to_know(self, *, other, kind, responsibility_why="", same_household=None):
        """`other` is the `kind` of this person; what is recorded already is not recorded again."""
        known = self.relationships.filter(other=other, kind=kind, until_on__isnull=True)
        if not known.exists():
            self._enter(
                Relationship,
                other=other,
                kind=kind,
                responsibility_why=responsibility_why,
                same_household=same_household,
            )

    @step(
        "Record an unborn child named elsewhere",
        source="",
        target=State.UNBORN,
        permission=Permission.CONSEQUENCE,
    )
    def come_to_notice_unborn(
        self, *, mother=None, expected_on=None, given_name="", family_name="", placeholder="", services=()
    ):
        self._expect(
            mother,
            services=services,
            expected_on=expected_on,
            given_name=given_name,
            family_name=family_name,
            placeholder=placeholder,
        )

    @step(
        "Say who this is",
        source=(State.UNBORN, State.LIVING),
        permission=Permission.PERSON_RECORD,
        guards=[guards.nobody_has_said_who],
    )
    def name_placeholder(
        self, *, given_name, family_name="", date_of_birth=None, date_of_birth_estimated=False, sex=""
    ):
        """The placeholder becomes the person, in the same record; what it was first called is kept."""
        self._fill(
            given_name=given_name,
            family_name=family_name,
            date_of_birth=date_of_birth,
            date_of_birth_estimated=date_of_birth_estimated,
            sex=sex,
        )
        self._refuse_impossible()

    @property
    def case_id(self) -> int | None:
        """The open case: a clock that the birth starts runs there."""
        return self.cases.filter(state="OPEN").values_list("pk", flat=True).first() if self.pk else None

    @property
    def conference_before_birth(self):
        """The last conference about a plan made before the birth that still stands; None where there is none."""
        return guards.conference_before_birth(self)

    @property
    def born_on_a_plan(self):
        """The day of birth, where a plan was made before it: a review conference follows."""
        return self.date_of_birth if self.conference_before_birth else None

    @step(
        "Record the birth",
        source=State.UNBORN,
        target=State.LIVING,
        permission=Permission.PERSON_RECORD,
        starts={POST_BIRTH_REVIEW: Start("born_on_a_plan", other="conference_before_birth")},
    )
    def be_born(self, *, date_of_birth, sex="", given_name="", family_name=""):
        """The same record goes on; the expected date is kept."""
        self._fill(date_of_birth=date_of_birth, sex=sex, given_name=given_name, family_name=family_name)
        self._refuse_impossible()

    @step(
        "Record a death",
        source=(State.UNBORN, State.LIVING),
        target=State.DIED,
        permission=Permission.PERSON_RECORD,
    )
    def record_death(self, *, died_on):
        """Nothing closes by itself: the case asks what is to be done."""
        self.died_on = died_on
        self._refuse_impossible()

    @step(
        "Take back a death recorded in error",
        source=State.DIED,
        target=State.LIVING,
        permission=Permission.WITHDRAW,
    )
    def take_back_death(self, *, reason):
        self.died_on = None

    @step(
        "Add to the details",
        source=(State.UNBORN, State.LIVING, State.DIED),
        permission=Permission.PERSON_RECORD,
    )
    def change_details(
        self,
        *,
        given_name="",
        family_name="",
        also_known_as="",
        date_of_birth=None,
        date_of_birth_estimated=None,
        expected_on=None,
        sex="",
        gender_identity="",
        ethnicity="",
        religion="",
        first_language="",
        interpreter="",
        communication_needs="",
        nationality="",
        immigration_status="",
        upn_unknown="",
        telephone="",
    ):
        """What is left empty stays as it is: to take an entry away, correct it. Old values are kept."""
        self._fill(
            given_name=given_name,
            family_name=family_name,
            also_known_as=also_known_as,
            sex=sex,
            date_of_birth=date_of_birth,
            date_of_birth_estimated=date_of_birth_estimated,
            expected_on=expected_on,
            gender_identity=gender_identity,
            ethnicity=ethnicity,
            religion=religion,
            nationality=nationality,
            first_language=first_language,
            interpreter=interpreter,
            communication_needs=communication_needs,
            immigration_status=immigration_status,
            upn_unknown=upn_unknown,
            telephone=telephone,
        )
        self._refuse_impossible()

    @step("Correct an entry", source=ANY, permission=Permission.CORRECT)
    def correct(self, *, field, value, reason):
        """Old and new value are kept, with the reason. A corrected date must be possible too."""
        Record.correct.__wrapped__(self, field=field, value=value, reason=reason)
        self._refuse_impossible()

    @step("Withdraw: entered in error", source=ANY, target=WITHDRAWN, permission=Permission.WITHDRAW)
    def withdraw(self, *, reason):
        """Kept and marked, out of the story. Nobody with a case disappears."""
        if self.cases.exclude(state=WITHDRAWN).exists():
            raise NotAllowed("This person has a case: withdraw the case first.")
        Record.withdraw.__wrapped__(self, reason=reason)
