"""Person: a child born or not yet, an adult, or somebody not yet named; and what stands about them."""

from datetime import date, timedelta

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils import timezone

from cpu import codes
from cpu.models import Involvement, InvolvementRole
from cpu.roles import Permission, can
from cpu.timescales import POST_BIRTH_REVIEW, PROTECTIVE_CONDITION
from people import guards
from people.models.around import Address, AddressKeptFrom, Relationship, ServiceAround
from people.models.choices import HoldsResponsibility
from people.models.identity import Disability, Identifier
from people.models.protection import Flag, ProtectiveCondition
from workflow.notes import Noted
from workflow.record import Record
from workflow.refusals import BadInput, NotAllowed, Reason
from workflow.step import ANY, WITHDRAWN, Start, Stop, step

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


class Person(Noted, Record):
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

    def shown_in_case(self) -> int | None:
        """Bail that protects a child is the business of whoever works with the child: the latest case."""
        cases = self.cases.exclude(state=WITHDRAWN).order_by("-pk")
        return cases.values_list("pk", flat=True).first()

    def age_on(self, day: date) -> int | None:
        """Completed years, or nothing where the date of birth is not known."""
        if self.date_of_birth is None or day < self.date_of_birth:
            return None
        born = self.date_of_birth
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

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

    def _own(self, row, pointer: str):
        """A row of this person, or a refusal."""
        if row.person_id != self.pk:
            raise BadInput(Reason("Choose an entry of this person.", pointer=pointer))
        return row

    def _standing(self, row, pointer: str):
        """A row of this person that nobody has ended."""
        if self._own(row, pointer).ended_at:
            raise BadInput(Reason("This has been ended already.", pointer=pointer))
        return row

    def _end(self, row, reason: str) -> None:
        row.ended_at, row.ended_by, row.ended_because = self.act.at, self.act.by, reason
        self.keep(row)

    def _fill(self, **entries) -> None:
        for name, value in entries.items():
            if value not in (None, ""):
                setattr(self, name, value)

    def _appear(self, *, identifiers=(), lines="", postcode="", **entries) -> None:
        """What is known at first sight; whoever recorded a person may go on with the record."""
        self._fill(**entries)
        self._refuse_impossible()
        for each in identifiers:
            self.add(Identifier.written(person=self, from_at=self.act.at, **each))
        if lines:
            self.add(Address.written(lines, postcode, person=self))
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
    ):
        """Named in a referral or found in an emergency. `identifiers`: mappings of kind, value and issuer."""
        self._appear(
            given_name=given_name,
            family_name=family_name,
            also_known_as=also_known_as,
            placeholder=placeholder,
            date_of_birth=date_of_birth,
            date_of_birth_estimated=date_of_birth_estimated,
            sex=sex,
            telephone=telephone,
            identifiers=identifiers,
            lines=lines,
            postcode=postcode,
        )

    @step(
        "Record an unborn child named elsewhere",
        source="",
        target=State.UNBORN,
        permission=Permission.CONSEQUENCE,
    )
    def come_to_notice_unborn(
        self, *, mother=None, expected_on=None, given_name="", family_name="", placeholder=""
    ):
        self._expect(
            mother,
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

    @step(
        "Record disabilities",
        source=(State.UNBORN, State.LIVING, State.DIED),
        permission=Permission.PERSON_RECORD,
    )
    def record_disabilities(self, *, disabilities):
        """All that hold now, by the census's codes; what is not named ends. "No disability" stands alone."""
        now = set(disabilities)
        if codes.Disability.NONE in now and len(now) > 1:
            raise BadInput(Reason("“No disability” stands alone.", pointer="/disabilities"))
        held = {each.code: each for each in self.disabilities.filter(until_at__isnull=True)}
        for code in held.keys() - now:
            held[code].until_at = self.act.at
            self.keep(held[code])
        for code in sorted(now - held.keys()):
            self.add(Disability(person=self, code=code, from_at=self.act.at))

    @step("Add a number", source=ANY, permission=Permission.PERSON_RECORD, adds=True)
    def add_identifier(self, *, kind, value, issuer="", verified_at=None):
        """Kept as written; a check digit that does not fit is shown, never a reason to refuse."""
        self.add(
            Identifier.written(
                kind,
                value,
                person=self,
                issuer=issuer,
                from_at=self.act.at,
                verified_at=verified_at,
                verified_by=self.act.by if verified_at else None,
            )
        )

    @step("Record that a number was traced", source=ANY, permission=Permission.PERSON_RECORD, adds=True)
    def verify_identifier(self, *, identifier, verified_at):
        self._standing(identifier, "/identifier")
        identifier.verified_at, identifier.verified_by = verified_at, self.act.by
        self.keep(identifier)

    @step("End a number: wrong, or replaced", source=ANY, permission=Permission.PERSON_RECORD)
    def end_identifier(self, *, identifier, reason):
        """Kept and marked: another agency may still write to us under it."""
        self._standing(identifier, "/identifier")
        identifier.ended_at, identifier.ended_because = self.act.at, reason
        self.keep(identifier)

    # Who is around

    @step("Add a relationship", source=ANY, permission=Permission.PERSON_RECORD, adds=True)
    def relate(
        self,
        *,
        other,
        kind,
        responsibility=HoldsResponsibility.NOT_CHECKED,
        responsibility_why="",
        same_household=None,
        from_on=None,
    ):
        """`other` is the `kind` (mother, lodger) of this person. Responsibility is for this child alone."""
        if other.pk == self.pk:
            raise BadInput(
                Reason("Choose another person: nobody is related to themselves.", pointer="/other")
            )
        self.add(
            Relationship(
                person=self,
                other=other,
                kind=kind,
                responsibility=responsibility,
                responsibility_why=responsibility_why,
                same_household=same_household,
                from_on=from_on,
            )
        )

    @step("Say who holds parental responsibility", source=ANY, permission=Permission.PERSON_RECORD)
    def check_responsibility(self, *, relationship, responsibility, why):
        """Held and not held are findings: say how it was checked (birth certificate, order, agreement)."""
        self._own(relationship, "/relationship")
        relationship.responsibility, relationship.responsibility_why = responsibility, why
        self.keep(relationship)

    @step("End a relationship", source=ANY, permission=Permission.PERSON_RECORD)
    def end_relationship(self, *, relationship, until_on):
        self._own(relationship, "/relationship").until_on = until_on
        self.keep(relationship)

    @step("Add a service that knows this person", source=ANY, permission=Permission.PERSON_RECORD, adds=True)
    def add_service(self, *, kind, agency=None, name="", contact="", from_on=None):
        """School, GP, health visitor, an adult's probation: from this comes who should be asked."""
        if not (agency or name):
            raise BadInput(Reason("Choose the agency, or write the service's name.", pointer="/name"))
        self.add(
            ServiceAround(person=self, kind=kind, agency=agency, name=name, contact=contact, from_on=from_on)
        )

    @step("End a service", source=ANY, permission=Permission.PERSON_RECORD)
    def end_service(self, *, service, until_on):
        self._own(service, "/service").until_on = until_on
        self.keep(service)

    # Where they live, and from whom that is kept

    @step("Add an address", source=ANY, permission=Permission.PERSON_RECORD, adds=True)
    def add_address(self, *, lines, postcode="", carer_name="", household="", from_on=None, until_on=None):
        """A new address is kept from whomever the others are kept from: a move never opens a wall."""
        new = Address.written(lines, postcode, person=self, carer_name=carer_name, household=household)
        new.from_on, new.until_on = from_on, until_on
        self.add(new)
        walls = {each.whom_id: each for each in self.kept_addresses.filter(ended_at__isnull=True)}
        for each in walls.values():
            self._wall(new, each.whom, each.reason, each.review_on)

    def _wall(self, address: Address, whom: "Person", reason: str, review_on: date) -> None:
        wall = AddressKeptFrom(person=self, address=address, whom=whom, reason=reason, review_on=review_on)
        wall.since_at, wall.set_by = self.act.at, self.act.by
        self.add(wall)

    @step("Record that somebody no longer lives there", source=ANY, permission=Permission.PERSON_RECORD)
    def end_address(self, *, address, until_on):
        """From whom it was kept stays so: whoever searched there once may search again."""
        self._own(address, "/address").until_on = until_on
        self.keep(address)

    @step("Keep an address from somebody", source=ANY, permission=Permission.PERSON_RECORD, adds=True)
    def keep_address_from(self, *, address, whom, reason, review_on):
        """Covers the lines, the carer's name and who lives there. The review date ends nothing."""
        self._own(address, "/address")
        if whom.pk == self.pk:
            says = "An address is kept from somebody else than who lives there."
            raise BadInput(Reason(says, pointer="/whom"))
        self._wall(address, whom, reason, review_on)

    @step("Review a confidential address: it goes on", source=ANY, permission=Permission.PERSON_RECORD)
    def review_kept_address(self, *, kept, review_on, reason):
        self._standing(kept, "/kept")
        kept.review_on, kept.reason = review_on, reason
        self.keep(kept)

    @step("End keeping an address from somebody", source=ANY, permission=Permission.PERSON_PROTECT)
    def end_kept_address(self, *, kept, reason):
        """Only a named person with a reason opens a wall."""
        self._end(self._standing(kept, "/kept"), reason)

    # What protects

    @step("Raise a flag", source=ANY, permission=Permission.PERSON_RECORD, adds=True)
    def raise_flag(self, *, kind, what_to_do, source, review_on):
        """What whoever opens this record must do, who says so, and when that is looked at again."""
        self.add(
            Flag(
                person=self,
                kind=kind,
                what_to_do=what_to_do,
                source=source,
                review_on=review_on,
                raised_at=self.act.at,
                raised_by=self.act.by,
            )
        )

    @step("Review a flag: it goes on", source=ANY, permission=Permission.PERSON_RECORD)
    def review_flag(self, *, flag, what_to_do, review_on):
        self._standing(flag, "/flag")
        flag.what_to_do, flag.review_on = what_to_do, review_on
        self.keep(flag)

    @step("End a flag", source=ANY, permission=Permission.PERSON_PROTECT)
    def end_flag(self, *, flag, reason):
        self._end(self._standing(flag, "/flag"), reason)

    @step(
        "Record a condition that protects",
        source=ANY,
        permission=Permission.PERSON_RECORD,
        adds=True,
        starts={PROTECTIVE_CONDITION: Start("from_at", given="expires_at")},
    )
    def record_condition(self, *, kind, against, what, from_at, expires_at=None, reference=""):
        """Bail, an order, a licence: this person is protected from `against`."""
        self.add(
            ProtectiveCondition(
                person=self,
                kind=kind,
                against=against,
                what=what,
                reference=reference,
                from_at=from_at,
                expires_at=expires_at,
            )
        )

    @step(
        "Record that a condition was extended or changed",
        source=ANY,
        permission=Permission.PERSON_RECORD,
        stops={PROTECTIVE_CONDITION: Stop("varied_at", how="not_needed")},
        starts={PROTECTIVE_CONDITION: Start("from_at", given="expires_at")},
    )
    def vary_condition(self, *, condition, what, expires_at=None, reference=""):
        """Bail extended to six or nine months, an order varied: copied from the paper."""
        self._standing(condition, "/condition")
        condition.what, condition.expires_at, condition.varied_at = what, expires_at, self.act.at
        condition.reference = reference or condition.reference
        self.keep(condition)

    @step(
        "Record that a condition was ended",
        source=ANY,
        permission=Permission.PERSON_PROTECT,
        stops={PROTECTIVE_CONDITION: "answered_when_over"},
        starts={PROTECTIVE_CONDITION: Start("from_at", given="asks_since")},
    )
    def end_condition(self, *, condition, reason, protects_now=""):
        """Discharged or lifted before its time. Until somebody says what protects the child now, it is late."""
        self._standing(condition, "/condition")
        if protects_now:
            self._answer(condition, protects_now)
        self._end(condition, reason)

    @step(
        "Say what protects the child now",
        source=ANY,
        permission=Permission.PERSON_RECORD,
        adds=True,
        stops={PROTECTIVE_CONDITION: "answered_when_over"},
    )
    def say_what_protects(self, *, condition, words):
        """The answer owed when bail, an order or a licence is over."""
        self._answer(self._own(condition, "/condition"), words)
        self.keep(condition)

    def _answer(self, condition, words: str) -> None:
        condition.protects_now, condition.answered_at, condition.answered_by = words, self.act.at, self.act.by

    @step("Withdraw: entered in error", source=ANY, target=WITHDRAWN, permission=Permission.WITHDRAW)
    def withdraw(self, *, reason):
        """Kept and marked, out of the story. Nobody with a case disappears."""
        if self.cases.exclude(state=WITHDRAWN).exists():
            raise NotAllowed("This person has a case: withdraw the case first.")
        Record.withdraw.__wrapped__(self, reason=reason)
