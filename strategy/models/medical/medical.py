"""Child protection medical: asked for, booked, attended; a preliminary opinion the same day, and a report."""

from django.db import models
from django.db.models import Q

from cpu.roles import Permission
from strategy.guards import medical as guards
from strategy.models.medical.examination import ConsentPart, Examination, MedicalConsent
from strategy.models.medical.facts import State
from strategy.models.medical.not_examined import NotExamined
from strategy.models.medical.opinion import Opinions
from strategy.models.medical.request import Request
from strategy.models.one_child import TheOneChild
from workflow.owes import Asked
from workflow.paired import who_and_when
from workflow.stage import withdrawing
from workflow.step import WITHDRAWN, step


class ChildProtectionMedical(Request, Examination, Opinions, NotExamined):
    """The medical of one child; a brother or sister has one of their own. What is found stands on the record."""

    kind, prefix, resource = "child-protection-medical", "MD", "medicals"
    correctable = ("requested_at", "examined_at", "sarc_called_at")
    ended = ("CLOSED", "DECLINED", "NOT_NEEDED", WITHDRAWN)
    meets_at, meeting_asked, meeting_called = "booked_for", (), ("BOOKED",)
    asked_by = (
        Asked("advised_by", "a clinician decided that none is needed"),
        Asked("reported_by", "the report is written, to be read"),
    )
    kept_for_machines = ("examined_recorded_at",)

    closed_at = models.DateTimeField(null=True, verbose_name="closed")

    class Meta:
        constraints = [
            *who_and_when("advised", of="medical"),
            models.CheckConstraint(
                condition=~Q(state__in=["ATTENDED", "CLOSED"]) | Q(examined_at__isnull=False),
                name="attended_medical_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="BOOKED") | Q(booked_for__isnull=False),
                name="booked_medical_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="NOT_NEEDED")
                | (Q(advised_by__isnull=False) & ~Q(expertise="") & ~Q(advice="")),
                name="no_medical_is_a_clinicians_to_decide",
                violation_error_message="Only a clinician of suitable expertise decides that none is needed.",
            ),
            models.CheckConstraint(
                condition=~Q(state="DECLINED") | ~Q(refused_by=""),
                name="declined_medical_says_who_refused",
            ),
            models.CheckConstraint(
                condition=Q(examined_until__isnull=True) | Q(examined_until__gte=models.F("examined_at")),
                name="examination_ends_after_it_starts",
                violation_error_message="The examination cannot end before it starts.",
            ),
        ]

    # Who agreed to it

    @property
    def consents(self) -> dict[str, MedicalConsent]:
        """The latest answer about each part."""
        return {each.part: each for each in self.answers_about_consent}

    def parts_done(self) -> list[str]:
        """What was done for which somebody's consent is owed."""
        if self.examined_at is None:
            return []
        done = [
            (ConsentPart.EXAMINATION, True),
            (ConsentPart.PHOTOGRAPHS, self.photographs_taken),
            (ConsentPart.SAMPLES, self.samples_taken),
            (ConsentPart.SHARING, self.report_issued_at),
        ]
        return [part for part, yes in done if yes]

    def without_consent(self) -> list[str]:
        """Parts that were done, and for which no consent stands: in words, for whoever is asked."""
        found = []
        for part in self.parts_done():
            answer = self.consents.get(part)
            label = str(ConsentPart(part).label).lower()
            if answer is None:
                found.append(label)
            elif not answer.given:
                found.append(f"{label} (refused by {answer.who})")
        return found

    @step(
        "Close the medical",
        source=State.ATTENDED,
        target=State.CLOSED,
        permission=Permission.MEDICAL_WORK,
        other_than="reported_by",
        guards=[
            guards.report_is_issued,
            guards.telephone_opinions_are_confirmed,
            guards.findings_are_recorded,
            guards.consent_stands,
            guards.actions_are_done,
            guards.centre_was_called,
        ],
    )
    def close(self):
        """By somebody else than who wrote the report: it has been read."""
        self.closed_at = self.act.at

    withdraw = withdrawing(
        "Never a way round the clinician's decision that no medical is needed.",
        guards=[guards.nothing_came_of_the_request],
    )


class ChildProtectionMedicalChild(TheOneChild):
    stage = models.ForeignKey(ChildProtectionMedical, on_delete=models.PROTECT, related_name="children")
