"""One child of a referral: who it is, what was asked about it, what was proposed and decided for it."""

from typing import cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cpu import codes
from people.models import Case, Person
from referrals import guards, intake, named
from referrals.models.choices import DOWN, Course, Decision, Discipline, Ground, InfantMark
from referrals.models.concerns import Urgent
from workflow.paired import who_and_when
from workflow.stage import ChildRow
from workflow.step import WITHDRAWN


class ReferralChild(ChildRow):
    """One child of a referral, from receipt; who it is, and whose case, is found out later."""

    State = Course
    ended = (*[state for state in State.values if state != "NONE"], WITHDRAWN)

    # The name stands above; what the sender called the child is for the sender.
    kept_for_machines = (
        "sender_ref",
        "given_name",
        "family_name",
        "infant_mark_asked",
        "unborn",
        "about_this_child",
    )
    coded_by = {"sex": codes.Sex, "mobility": codes.Mobility}

    stage = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="children")
    case = models.ForeignKey(  # type: ignore[assignment]  # a child not yet identified has none
        "people.Case", null=True, on_delete=models.PROTECT, related_name="referralchild_rows"
    )
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="referral_rows"
    )
    sender_ref = models.CharField(max_length=64)
    about_this_child = models.BooleanField(default=True)
    unborn = models.BooleanField(default=False)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    date_of_birth = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    sex = models.CharField(max_length=64, blank=True, verbose_name="sex")
    nhs_number = models.CharField("NHS number", max_length=64, blank=True)
    mobility = models.CharField(max_length=64, blank=True, verbose_name="how the child moves")
    views = models.TextField(blank=True, verbose_name="what the child says")

    infant_mark_asked = models.BooleanField(default=False)
    infant_mark = models.CharField(
        max_length=12, choices=InfantMark, blank=True, verbose_name="mark on an infant"
    )
    clinician = models.CharField(max_length=200, blank=True, verbose_name="clinician asked")
    clinician_discipline = models.CharField(
        max_length=20, choices=Discipline, blank=True, verbose_name="of which discipline"
    )
    clinician_at = models.DateTimeField(null=True, verbose_name="when the clinician was asked")
    clinician_said = models.TextField(blank=True, verbose_name="what the clinician said")
    heard_alone_at = models.DateTimeField(null=True)
    heard_alone_by = models.CharField(max_length=200, blank=True)
    own_words = models.TextField(blank=True)

    proposed = models.CharField(max_length=24, choices=Decision, blank=True)
    proposed_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    proposed_why = models.TextField(blank=True, verbose_name="why it is proposed")
    grounds = ArrayField(models.CharField(max_length=24, choices=Ground), default=list)
    history = models.TextField(blank=True, verbose_name="what the history tells")
    second_manager = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    second_agreed_at = models.DateTimeField(null=True)
    second_words = models.TextField(blank=True)
    decided_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True, verbose_name="why, for this child")
    confirmed_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    urgency = models.CharField(max_length=8, choices=Urgent, blank=True)
    handed_to = models.CharField(max_length=300, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *who_and_when("proposed", "decided", "confirmed", of="referral_child"),
            models.UniqueConstraint(
                fields=["stage", "person"],
                name="child_once_in_a_referral",
                violation_error_message="This child is already one of this referral's.",
            ),
            models.CheckConstraint(
                condition=~Q(grounds=[guards.NO_INJURY]),
                name="no_visible_injury_is_never_alone",
                violation_error_message="“No visible injury” is never the only ground.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DOWN)
                | (
                    Q(decided_by__isnull=False, proposed_by__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                    & ~Q(decided_why="")
                ),
                name="nobody_ends_a_concern_alone",
                violation_error_message="Somebody else than the proposer decides, and says why.",
            ),
            models.CheckConstraint(
                condition=Q(second_manager__isnull=True) | ~Q(second_manager=F("proposed_by")),
                name="second_manager_did_not_propose",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["NONE", *DOWN, WITHDRAWN]) | Q(case__isnull=False),
                name="a_child_going_up_has_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(infant_mark__in=["done", "not-needed", "no-mark"])
                | (Q(clinician_at__isnull=False) & ~Q(clinician="") & ~Q(clinician_discipline="")),
                name="a_mark_is_a_clinicians_to_judge",
                violation_error_message="Only a clinician of suitable expertise decides this.",
            ),
        ]

    def sent(self) -> dict:
        """The part of the body that is about this child."""
        return next(
            (each for each in self.stage.as_received["children"] if each["ref"] == self.sender_ref), {}
        )

    def more_as_sent(self) -> dict:
        """What else the sender knew of a born child."""
        sent = self.sent()
        return {
            "date_of_birth_estimated": bool(self.date_of_birth and sent.get("date_of_birth_estimated")),
            "identifiers": named.numbers(sent),
            "services": named.services(sent),
            "more": named.details(sent),
            **named.home(sent),
        }

    @property
    def as_written(self) -> str:
        """How the sender names the child."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def child_name(self) -> str:
        if self.person_id:
            return cast(Person, self.person).known_as
        if self.unborn and not self.given_name:
            return f"Unborn baby {self.family_name}".strip()
        return self.as_written or "Child not yet identified"

    def open_case(self):
        """The open case of the person this child is, if there is one; read for all children of the referral at once."""
        if not self.person_id:
            return None
        known = vars(self.stage).setdefault("_cases_read", {})
        if self.person_id not in known:
            persons = self.stage.persons() | {self.person_id}
            known |= dict.fromkeys(persons)
            known |= {
                each.child_id: each for each in Case._rows.filter(child__in=persons, state=Case.State.OPEN)
            }
        return known[self.person_id]

    def is_being_assessed(self) -> bool:
        """Whether an assessment of this child is open; read for all children of the referral at once."""
        return self.person_id in self.stage.being_assessed

    def ask_about_mark(self) -> None:
        """Once it is known who the child is, age decides whether the question about a mark is asked."""
        person = cast(Person, self.person)
        born = person.date_of_birth or self.date_of_birth
        child = {**self.sent(), "date_of_birth": born, "unborn": person.state == Person.State.UNBORN}
        on = timezone.localdate(self.stage.received_at)
        self.infant_mark_asked = intake.infant_mark(self.stage.as_received, child, on=on)
