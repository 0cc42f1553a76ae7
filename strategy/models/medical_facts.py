"""What is written down about a medical, each with its writer: consent, marks, opinions, what follows."""

from django.db import models
from django.db.models import Q

from workflow.record import Detail


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


class Opinion(models.TextChoices):
    INFLICTED = "inflicted", "Consistent with inflicted injury or abuse"
    EXPLAINED = "explained", "Consistent with the explanation given"
    INCONSISTENT = "inconsistent", "Not consistent with the explanation given"
    UNDETERMINED = "undetermined", "Undetermined"
    FURTHER_TESTS = "further-tests", "Further tests are needed"
    # The reminder is part of the answer: wherever the answer is read, it is read.
    NORMAL = "normal", "Normal examination. This does not exclude abuse"


class OpinionKind(models.TextChoices):
    PRELIMINARY = "preliminary", "Preliminary opinion"
    REPORT = "report", "Report"


class ActionKind(models.TextChoices):
    REPEAT_IMAGING = "repeat-imaging", "Repeat imaging, 11 to 14 days after the first"
    EYES = "eyes", "Examination of the eyes"
    BLOODS = "bloods", "Blood tests, bleeding disorders among them"
    REVIEW = "review", "Look at the child again"
    PEER_REVIEW = "peer-review", "Peer review of the opinion"
    CARE = "care", "Care that the child needs: referral, treatment, support"
    OTHER = "other", "Something else, said in the words"


class MedicalFact(Detail):
    """A dated fact of a medical, and who wrote it down when."""

    stage = models.ForeignKey(
        "strategy.ChildProtectionMedical", on_delete=models.PROTECT, related_name="%(class)s_rows"
    )
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["pk"]


class NotBrought(MedicalFact):
    """A time at which the child was expected and was not brought."""

    at = models.DateTimeField()
    expected_at = models.DateTimeField(null=True)
    who = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    what_next = models.TextField()
    manager_told = models.CharField(max_length=200)


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


class MedicalOpinion(MedicalFact):
    """What a clinician thinks; the latest counts, all are kept."""

    kind = models.CharField(max_length=12, choices=OpinionKind)
    opinion = models.CharField(max_length=16, choices=Opinion)
    words = models.TextField()
    said_by = models.CharField(max_length=200)
    at = models.DateTimeField()
    told = models.TextField(blank=True)
    by_telephone = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_words = models.TextField(blank=True)

    class Meta(MedicalFact.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(by_telephone=True) | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="an_opinion_is_a_clinicians",
                violation_error_message="A clinician gives an opinion, or confirms what was written down.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.said_by}: {self.get_opinion_display()}"

    @property
    def waits(self) -> bool:
        return self.by_telephone and self.confirmed_at is None


class MedicalAction(MedicalFact):
    """Something that follows from a medical, by whom and by when."""

    kind = models.CharField(max_length=16, choices=ActionKind)
    words = models.TextField(blank=True)
    who = models.CharField(max_length=200)
    from_on = models.DateField(null=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.who}"

    def late_on(self, day) -> bool:
        return self.done_on is None and self.due_on < day
