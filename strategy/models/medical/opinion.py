"""What a clinician thinks, the same day and in the report; and what follows from it."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from cpu.roles import Permission
from cpu.timescales import MEDICAL_REPORT, PRELIMINARY_OPINION
from strategy.models.medical.facts import OPEN_STATES, MedicalFact, MedicalFacts, State
from workflow.refusals import BadInput, Reason
from workflow.step import step

# A fracture may show only on the second picture, eleven to fourteen days after the first.
REPEAT_FROM, REPEAT_UNTIL = timedelta(days=11), timedelta(days=14)


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


class Opinions(MedicalFacts):
    """A clinician's, in writing; what was said by telephone waits until a clinician stands by it."""

    preliminary_given_at = models.DateTimeField(
        null=True, verbose_name="preliminary opinion given in writing"
    )
    report_issued_at = models.DateTimeField(null=True, verbose_name="report issued")
    reported_by = models.ForeignKey(
        "cpu.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="who wrote the report"
    )

    class Meta:
        abstract = True

    # The opinion

    def _opine(self, kind, opinion, words, said_by, at, *, told="", telephone=False) -> None:
        self._write_down(
            MedicalOpinion(
                kind=kind,
                opinion=opinion,
                words=words,
                said_by=said_by,
                at=at,
                told=told,
                by_telephone=telephone,
                confirmed_at=None if telephone else self.act.at,
                confirmed_by=None if telephone else self.act.by,
            )
        )

    def _in_writing(self, kind, at, by) -> None:
        """The first that a clinician stands by in writing is the one the clock waits for. A report is an opinion
        too."""
        self.preliminary_given_at = self.preliminary_given_at or at
        if kind == OpinionKind.REPORT:
            self.report_issued_at, self.reported_by = self.report_issued_at or at, by

    @step(
        "Give the preliminary opinion",
        source=State.ATTENDED,
        permission=Permission.MEDICAL_OPINION,
        adds=True,
        stops={PRELIMINARY_OPINION: "preliminary_given_at"},
    )
    def give_preliminary_opinion(self, *, opinion, words, given_at, told):
        """In writing, the same day, before the child leaves, to social care and police; given again where it
        changes. Source: RCPCH service delivery standards."""
        self._opine(OpinionKind.PRELIMINARY, opinion, words, self.act.by.name, given_at, told=told)
        self._in_writing(OpinionKind.PRELIMINARY, given_at, self.act.by)

    @step(
        "Write down an opinion given by telephone",
        source=State.ATTENDED,
        permission=Permission.MEDICAL_WORK,
        adds=True,
    )
    def write_down_opinion(self, *, opinion_kind, opinion, words, clinician_name, given_at):
        """As a named clinician said it; it waits for a clinician to confirm it, and until then no clock ends."""
        self._opine(opinion_kind, opinion, words, clinician_name, given_at, telephone=True)

    @step(
        "Issue the medical report",
        source=State.ATTENDED,
        permission=Permission.MEDICAL_OPINION,
        stops={MEDICAL_REPORT: "report_issued_at", PRELIMINARY_OPINION: "preliminary_given_at"},
    )
    def issue_report(self, *, opinion, words, issued_at, told):
        """A later report takes the place of an earlier one; both are kept."""
        self._opine(OpinionKind.REPORT, opinion, words, self.act.by.name, issued_at, told=told)
        self._in_writing(OpinionKind.REPORT, issued_at, self.act.by)

    @step(
        "Confirm an opinion given by telephone",
        source=State.ATTENDED,
        permission=Permission.MEDICAL_OPINION,
        adds=True,
        stops={PRELIMINARY_OPINION: "preliminary_given_at", MEDICAL_REPORT: "report_issued_at"},
    )
    def confirm_opinion(self, *, entry, words=""):
        """A clinician stands by what was written down, and not whoever wrote it down."""
        if not entry.by_telephone or entry.confirmed_at:
            raise BadInput(Reason("Choose an opinion that waits to be confirmed.", pointer="/entry"))
        if entry.written_by_id == self.act.by.pk:
            raise BadInput(Reason("Somebody else than who wrote it down confirms it.", pointer="/entry"))
        entry.confirmed_at, entry.confirmed_by, entry.confirmed_words = self.act.at, self.act.by, words
        self.keep(entry)
        self._in_writing(entry.kind, self.act.at, self.act.by)

    # What has still to be done

    @step(
        "Add an action after the medical",
        source=(*OPEN_STATES, State.ATTENDED),
        permission=Permission.MEDICAL_WORK,
        adds=True,
    )
    def plan_action(self, *, action_kind, who, words="", first_on=None, due_on=None):
        """Repeat imaging falls eleven to fourteen days after the first; everything else has the day it is given."""
        from_on = None
        if action_kind == ActionKind.REPEAT_IMAGING:
            if first_on is None:
                says = "Say when the first picture was taken: the repeat falls eleven to fourteen days later."
                raise BadInput(Reason(says, pointer="/first_on"))
            from_on, due_on = first_on + REPEAT_FROM, due_on or first_on + REPEAT_UNTIL
        elif due_on is None:
            raise BadInput(Reason("Say by when it is done.", pointer="/due_on"))
        self._write_down(
            MedicalAction(
                kind=action_kind,
                words=words,
                who=who,
                from_on=from_on,
                due_on=due_on,
            )
        )

    @step(
        "Record what came of an action",
        source=(*OPEN_STATES, State.ATTENDED),
        permission=Permission.MEDICAL_WORK,
        adds=True,
    )
    def record_action_done(self, *, action, done_on, outcome):
        action.done_on, action.outcome = done_on, outcome
        self.keep(action)


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
