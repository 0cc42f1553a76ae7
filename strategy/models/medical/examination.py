"""The examination: who agreed to it, part by part, and what was found."""

from django.db import models

from cpu.roles import Permission
from cpu.timescales import MEDICAL_ACUTE, MEDICAL_PLANNED, MEDICAL_REPORT, PRELIMINARY_OPINION
from strategy.models.medical.facts import OPEN_STATES, MedicalFact, MedicalFacts, MedicalType, State
from workflow.step import Start, step

PHYSICAL = (MedicalType.ACUTE_PHYSICAL, MedicalType.NON_RECENT_PHYSICAL, MedicalType.INFANT_MARK)


class ConsentPart(models.TextChoices):
    EXAMINATION = "examination", "Examination"
    PHOTOGRAPHS = "photographs", "Photographs"
    SAMPLES = "samples", "Samples"
    SHARING = "sharing", "Sharing the report"


class ConsentBy(models.TextChoices):
    RESPONSIBILITY = "responsibility", "A person with parental responsibility"
    COMPETENT_CHILD = "competent-child", "The child, competent to decide"
    OWN_16_17 = "own-16-17", "The young person of 16 or 17, own consent"
    COURT = "court", "A court's direction"
    AUTHORITY = "authority", "The local authority, which holds parental responsibility"
    EMERGENCY = "emergency", "Emergency treatment, which does not wait"


class Examination(MedicalFacts):
    """What happened is never refused: without recorded consent it is stored, shown and asked about."""

    examined_at = models.DateTimeField(null=True, verbose_name="when the child was examined")
    examined_recorded_at = models.DateTimeField(null=True)
    examined_until = models.DateTimeField(null=True, verbose_name="when the examination ended")
    supervised_by = models.CharField(max_length=200, blank=True, verbose_name="supervised by")
    chaperone = models.CharField(max_length=200, blank=True, verbose_name="chaperone")
    who_was_there = models.TextField(blank=True, verbose_name="who was there")
    assent = models.TextField(blank=True, verbose_name="what the child said to being examined")
    photographs_taken = models.BooleanField(null=True, verbose_name="photographs were taken")
    samples_taken = models.BooleanField(null=True, verbose_name="samples were taken")
    findings = models.TextField(blank=True, verbose_name="findings")
    not_examined = models.TextField(blank=True, verbose_name="areas not examined, and why")
    causes_considered = models.TextField(blank=True, verbose_name="medical causes considered")

    class Meta:
        abstract = True

    @property
    def report_variant(self) -> str:
        return "physical" if self.type in PHYSICAL else "complex"

    @step(
        "Record that the child was examined",
        source=OPEN_STATES,
        target=State.ATTENDED,
        permission=Permission.MEDICAL_WORK,
        stops={MEDICAL_ACUTE: "examined_at", MEDICAL_PLANNED: "examined_at"},
        starts={
            PRELIMINARY_OPINION: "examined_at",
            MEDICAL_REPORT: Start("examined_at", variant="report_variant"),
        },
    )
    def attend(
        self,
        *,
        examined_at,
        clinician,
        place="",
        examined_until=None,
        brought_by="",
        supervised_by="",
        chaperone="",
        who_was_there="",
        assent="",
        photographs_taken=None,
        samples_taken=None,
    ):
        """Opinion and report count from here; whoever brought the child, and whoever was there, is said."""
        self.examined_at, self.clinician, self.examined_until = examined_at, clinician, examined_until
        self.examined_recorded_at = self.act.at
        self.place, self.brought_by = place or self.place, brought_by or self.brought_by
        self.supervised_by, self.chaperone = supervised_by, chaperone
        self.who_was_there, self.assent = who_was_there, assent
        self.photographs_taken, self.samples_taken = photographs_taken, samples_taken

    @step(
        "Record consent, part by part",
        source=(*OPEN_STATES, State.ATTENDED),
        permission=Permission.MEDICAL_WORK,
        adds=True,
    )
    def record_consent(self, *, parts, given, by_right, who, how, happened_at):
        """Examination, photographs, samples and sharing are four questions: each may be answered otherwise.
        The latest answer counts, all are kept. Source: RCPCH standard 3; Gillick; Family Law Reform Act 1969
        s8."""
        self._write_down(
            *[
                MedicalConsent(
                    part=part,
                    given=given,
                    by_right=by_right,
                    who=who,
                    how=how,
                    at=happened_at,
                )
                for part in parts
            ]
        )

    @step(
        "Record what was found",
        source=State.ATTENDED,
        permission=Permission.MEDICAL_WORK,
        adds=True,
    )
    def record_findings(self, *, findings, not_examined, causes_considered=""):
        """ "No findings" is a finding. What was not looked at, and why, is said too."""
        self.findings, self.not_examined = findings, not_examined
        self.causes_considered = causes_considered or self.causes_considered

    @step("Record a mark", source=State.ATTENDED, permission=Permission.MEDICAL_WORK, adds=True)
    def record_mark(
        self,
        *,
        site,
        size,
        shape,
        colour,
        feel,
        explanation="",
        explained_by="",
        development="",
        photograph="",
    ):
        """One row a mark, as it is seen and felt. Nobody can tell the age of a bruise by its colour."""
        self._write_down(
            MedicalMark(
                site=site,
                size=size,
                shape=shape,
                colour=colour,
                feel=feel,
                explanation=explanation,
                explained_by=explained_by,
                development=development,
                photograph=photograph,
            )
        )


class MedicalConsent(MedicalFact):
    """Somebody's answer about one part of a medical."""

    part = models.CharField(max_length=12, choices=ConsentPart)
    given = models.BooleanField()
    by_right = models.CharField(max_length=16, choices=ConsentBy)
    who = models.CharField(max_length=200)
    how = models.CharField(max_length=300)
    at = models.DateTimeField()


class MedicalMark(MedicalFact):
    """One mark as it was seen and felt. No age: it cannot be told from the colour."""

    site = models.CharField(max_length=200)
    size = models.CharField(max_length=100)
    shape = models.CharField(max_length=200)
    colour = models.TextField()
    feel = models.TextField()
    explanation = models.TextField(blank=True)
    explained_by = models.CharField(max_length=200, blank=True)
    development = models.TextField(blank=True)
    photograph = models.CharField(max_length=100, blank=True)
