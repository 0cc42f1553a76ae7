"""Child protection medical: asked for, booked, attended; a preliminary opinion the same day, and a report."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from cpu.models import Involvement, InvolvementRole
from cpu.roles import Permission
from cpu.timescales import MEDICAL_ACUTE, MEDICAL_PLANNED, MEDICAL_REPORT, PRELIMINARY_OPINION, SARC_CALLED
from strategy.guards import medical as guards
from strategy.models.discussion import StrategyDiscussion
from strategy.models.medical_facts import (
    ActionKind,
    ConsentPart,
    MedicalAction,
    MedicalConsent,
    MedicalMark,
    MedicalOpinion,
    NotBrought,
    OpinionKind,
)
from workflow.owes import Asked
from workflow.refusals import BadInput, Reason
from workflow.stage import ChildRow, Stage, withdrawing
from workflow.step import WITHDRAWN, Start, Stop, step

# A fracture may show only on the second picture, eleven to fourteen days after the first.
REPEAT_FROM, REPEAT_UNTIL = timedelta(days=11), timedelta(days=14)


class MedicalType(models.TextChoices):
    ACUTE_PHYSICAL = "acute-physical", "Physical, recent: an injury, or what the child said"
    NON_RECENT_PHYSICAL = "non-recent-physical", "Physical, non-recent"
    SEXUAL_ACUTE = "sexual-acute", "Sexual abuse, recent or possibly recent: forensic"
    SEXUAL_NON_RECENT = "sexual-non-recent", "Sexual abuse, non-recent"
    NEGLECT = "neglect", "Neglect"
    INFANT_MARK = "infant-mark", "A mark on an infant not moving independently, or on an immobile child"


ACUTE = (MedicalType.ACUTE_PHYSICAL, MedicalType.SEXUAL_ACUTE, MedicalType.INFANT_MARK)
PHYSICAL = (MedicalType.ACUTE_PHYSICAL, MedicalType.NON_RECENT_PHYSICAL, MedicalType.INFANT_MARK)


class Refuser(models.TextChoices):
    CHILD = "child", "The child"
    ADULT = "adult", "A person with parental responsibility"


OPEN_STATES = ("REQUESTED", "ACCEPTED", "BOOKED")


class ChildProtectionMedical(Stage):
    """The medical of one child; a brother or sister has one of their own. What is found stands on the record
    itself, since there is one child."""

    kind, prefix, resource = "child-protection-medical", "MD", "medicals"
    correctable = ("requested_at", "examined_at", "sarc_called_at")
    ended = ("CLOSED", "DECLINED", "NOT_NEEDED", WITHDRAWN)
    meets_at, meeting_asked, meeting_called = "booked_for", (), ("BOOKED",)
    asked_by = (
        Asked("advised_by", "a clinician decided that none is needed"),
        Asked("reported_by", "the report is written, to be read"),
    )
    kept_for_machines = ("examined_recorded_at",)

    class State(models.TextChoices):
        REQUESTED = "REQUESTED", "Asked for"
        ACCEPTED = "ACCEPTED", "Accepted by the paediatric service"
        BOOKED = "BOOKED", "Booked"
        ATTENDED = "ATTENDED", "Attended"
        CLOSED = "CLOSED", "Closed"
        DECLINED = "DECLINED", "The child refuses, as the law allows"
        NOT_NEEDED = "NOT_NEEDED", "Not needed: a clinician of suitable expertise decided so"

    discussion = models.ForeignKey(
        StrategyDiscussion,
        null=True,
        on_delete=models.PROTECT,
        related_name="medicals",
        verbose_name="strategy discussion that asked for it",
    )
    type = models.CharField(max_length=20, choices=MedicalType, verbose_name="kind of medical")
    requested_by = models.ForeignKey(
        "cpu.User", on_delete=models.PROTECT, related_name="+", verbose_name="who asked for it"
    )
    requested_at = models.DateTimeField(verbose_name="when it was asked for")
    allegation = models.TextField(verbose_name="what is said to have happened")
    last_incident_at = models.DateTimeField(null=True, verbose_name="last time it may have happened")
    last_incident = models.TextField(blank=True, verbose_name="what is known of when it happened")
    siblings = models.TextField(blank=True, verbose_name="brothers and sisters to be examined too")
    interpreter = models.CharField(max_length=200, blank=True, verbose_name="interpreter")
    brought_by = models.CharField(max_length=200, blank=True, verbose_name="who brings the child")
    asked_of = models.ForeignKey(
        "cpu.Agency", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="service asked"
    )
    sarc_called_at = models.DateTimeField(
        null=True, verbose_name="when the sexual assault referral centre was called"
    )
    sarc_spoke_to = models.CharField(max_length=200, blank=True, verbose_name="spoken to there")
    sarc_advice = models.TextField(blank=True, verbose_name="what the centre advised")
    early_samples = models.TextField(blank=True, verbose_name="early samples: taken, or why not")
    accepted_by = models.CharField(max_length=200, blank=True, verbose_name="accepted by")
    accepted_words = models.TextField(blank=True, verbose_name="advice until then")
    booked_for = models.DateTimeField(null=True, verbose_name="booked for")
    place = models.CharField(max_length=200, blank=True, verbose_name="where")
    clinician = models.CharField(max_length=200, blank=True, verbose_name="clinician")
    why_not_sooner = models.TextField(blank=True, verbose_name="why not sooner")
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
    preliminary_given_at = models.DateTimeField(
        null=True, verbose_name="preliminary opinion given in writing"
    )
    report_issued_at = models.DateTimeField(null=True, verbose_name="report issued")
    reported_by = models.ForeignKey(
        "cpu.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="who wrote the report"
    )
    refused_by = models.CharField(max_length=8, choices=Refuser, blank=True, verbose_name="who refuses")
    refused_at = models.DateTimeField(null=True, verbose_name="when it was refused")
    refusal_words = models.TextField(blank=True, verbose_name="in the words of who refuses")
    refusal_heard_by = models.CharField(max_length=200, blank=True, verbose_name="who heard it")
    understanding_found_by = models.CharField(
        max_length=200, blank=True, verbose_name="clinician who found that the child understands enough"
    )
    offered_again = models.TextField(blank=True, verbose_name="what was offered instead, and again")
    refusal_recorded_by = models.ForeignKey(
        "cpu.User",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="who recorded the refusal",
    )
    advised_by = models.ForeignKey(
        "cpu.User",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="clinician who decided that none is needed",
    )
    advised_at = models.DateTimeField(null=True, verbose_name="when that was decided")
    expertise = models.CharField(max_length=300, blank=True, verbose_name="that clinician's expertise")
    advice = models.TextField(blank=True, verbose_name="why no medical is needed")
    advice_rests_on = models.TextField(blank=True, verbose_name="what that rests on")
    closed_at = models.DateTimeField(null=True, verbose_name="closed")

    class Meta:
        constraints = [
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

    # What the clocks read

    @property
    def acute_from(self):
        return self.requested_at if self.type in ACUTE else None

    @property
    def planned_from(self):
        return None if self.type in ACUTE else self.requested_at

    @property
    def planned_variant(self) -> str:
        return "neglect" if self.type == MedicalType.NEGLECT else ""

    @property
    def sarc_from(self):
        """Where sexual abuse may be recent the centre is called within the hour: it decides what is still possible."""
        return self.requested_at if self.type == MedicalType.SEXUAL_ACUTE else None

    @property
    def report_variant(self) -> str:
        return "physical" if self.type in PHYSICAL else "complex"

    # What was recorded, read once for guards and page

    def _read(self, name: str) -> list:
        read = self.__dict__.setdefault("_rows_read", {})
        if name not in read:
            read[name] = list(getattr(self, name).select_related("written_by"))
        return read[name]

    def nothing_for(self, user):
        nothing = super().nothing_for(user)
        if not any(each.waits for each in self.opinions):
            nothing |= {"confirm_opinion"}
        if all(each.done_on for each in self.actions):
            nothing |= {"record_action_done"}
        return nothing

    @property
    def opinions(self) -> list["MedicalOpinion"]:
        return self._read("medicalopinion_rows")

    @property
    def actions(self) -> list["MedicalAction"]:
        return self._read("medicalaction_rows")

    @property
    def marks(self) -> list["MedicalMark"]:
        return self._read("medicalmark_rows")

    @property
    def times_not_brought(self) -> list["NotBrought"]:
        return self._read("notbrought_rows")

    @property
    def answers_about_consent(self) -> list["MedicalConsent"]:
        return self._read("medicalconsent_rows")

    @property
    def consents(self) -> dict[str, "MedicalConsent"]:
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

    # Asking for it

    @step(
        "Ask for a child protection medical",
        source="",
        target=State.REQUESTED,
        permission=Permission.MEDICAL_REQUEST,
        starts={
            MEDICAL_ACUTE: "acute_from",
            MEDICAL_PLANNED: Start("planned_from", variant="planned_variant"),
            SARC_CALLED: "sarc_from",
        },
    )
    def request(
        self,
        *,
        case,
        type,
        allegation,
        discussion=None,
        last_incident_at=None,
        last_incident="",
        siblings="",
        interpreter="",
        brought_by="",
        asked_of=None,
        requested_at=None,
    ):
        """From a strategy discussion, an enquiry, or straight: nobody waits for the discussion to examine a
        child. The time counts from the request. Source: RCPCH service delivery standards for child
        protection medicals."""
        if discussion and not discussion.children.filter(case=case).exists():
            raise BadInput(Reason("That discussion is not about this child.", pointer="/discussion"))
        self.discussion, self.type, self.allegation = discussion, type, allegation
        self.last_incident_at, self.last_incident = last_incident_at, last_incident
        self.siblings, self.interpreter, self.brought_by = siblings, interpreter, brought_by
        self.requested_by, self.requested_at = self.act.by, requested_at or self.act.at
        self.cover(case)
        self._let_in(user=self.act.by)
        if asked_of:
            self._ask_of(asked_of)

    def _let_in(self, **whom) -> None:
        self.add(Involvement(record=self.subject, role=InvolvementRole.INVITED, from_at=self.act.at, **whom))

    def _ask_of(self, agency) -> None:
        """Whoever is asked sees this medical, and nothing else of the child."""
        self.asked_of = agency
        lines = Involvement.in_force(self.act.at)
        if not lines.filter(record=self.subject, agency=agency).exists():
            self._let_in(agency=agency)

    @step(
        "Ask a service for it",
        source=(*OPEN_STATES, State.ATTENDED),
        permission=Permission.MEDICAL_REQUEST,
        adds=True,
    )
    def ask_service(self, *, asked_of):
        """Where the request did not name it, or another is asked: its clinicians see the medical from now on."""
        self._ask_of(asked_of)

    @step(
        "Record that the sexual assault referral centre was called",
        source=(*OPEN_STATES, State.ATTENDED),
        permission=Permission.MEDICAL_REQUEST,
        adds=True,
        stops={SARC_CALLED: "sarc_called_at"},
    )
    def record_sarc_called(self, *, called_at, spoke_to, advice, early_samples):
        """The same hour: mouth, urine, skin and clothes are lost with each hour that passes. The centre's
        clinician decides what is still worth taking."""
        self.sarc_called_at, self.sarc_spoke_to = called_at, spoke_to
        self.sarc_advice, self.early_samples = advice, early_samples

    @step(
        "Accept for the paediatric service",
        source=State.REQUESTED,
        target=State.ACCEPTED,
        permission=Permission.MEDICAL_WORK,
    )
    def accept(self, *, accepted_by, advice=""):
        self.accepted_by, self.accepted_words = accepted_by, advice

    @step(
        "Book the medical",
        source=OPEN_STATES,
        target=State.BOOKED,
        permission=Permission.MEDICAL_WORK,
    )
    def book(self, *, booked_for, place, clinician="", brought_by="", why_not_sooner="", asked_of=None):
        """Straight from the request too; booked anew as often as need be. The clock runs until the child is
        examined."""
        self.booked_for, self.place, self.why_not_sooner = booked_for, place, why_not_sooner
        self.clinician, self.brought_by = clinician or self.clinician, brought_by or self.brought_by
        if asked_of:
            self._ask_of(asked_of)

    @step(
        "Record that the child was not brought",
        source=(State.ACCEPTED, State.BOOKED),
        target=State.REQUESTED,
        permission=Permission.MEDICAL_WORK,
    )
    def record_not_brought(self, *, happened_at, what_next, manager_told, words=""):
        """Children are brought or not brought. The request stands, its time runs on, and a manager knows now."""
        self.add(
            NotBrought(
                stage=self,
                at=happened_at,
                expected_at=self.booked_for,
                who=self.brought_by,
                words=words,
                what_next=what_next,
                manager_told=manager_told,
                written_by=self.act.by,
                written_at=self.act.at,
            )
        )
        self.booked_for = None

    # The examination

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
        """What happened is never refused: without recorded consent it is stored, shown and asked about."""
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
        self.add(
            *[
                MedicalConsent(
                    stage=self,
                    part=part,
                    given=given,
                    by_right=by_right,
                    who=who,
                    how=how,
                    at=happened_at,
                    written_by=self.act.by,
                    written_at=self.act.at,
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
        self.add(
            MedicalMark(
                stage=self,
                site=site,
                size=size,
                shape=shape,
                colour=colour,
                feel=feel,
                explanation=explanation,
                explained_by=explained_by,
                development=development,
                photograph=photograph,
                written_by=self.act.by,
                written_at=self.act.at,
            )
        )

    # The opinion

    def _opine(self, kind, opinion, words, said_by, at, *, told="", telephone=False) -> None:
        self.add(
            MedicalOpinion(
                stage=self,
                kind=kind,
                opinion=opinion,
                words=words,
                said_by=said_by,
                at=at,
                told=told,
                by_telephone=telephone,
                confirmed_at=None if telephone else self.act.at,
                confirmed_by=None if telephone else self.act.by,
                written_by=self.act.by,
                written_at=self.act.at,
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
        if action_kind == ActionKind.REPEAT_IMAGING and first_on:
            from_on, due_on = first_on + REPEAT_FROM, due_on or first_on + REPEAT_UNTIL
        if due_on is None:
            raise BadInput(Reason("Say by when it is done.", pointer="/due_on"))
        self.add(
            MedicalAction(
                stage=self,
                kind=action_kind,
                words=words,
                who=who,
                from_on=from_on,
                due_on=due_on,
                written_by=self.act.by,
                written_at=self.act.at,
            )
        )

    @step(
        "Record what came of an action",
        source=State.ATTENDED,
        permission=Permission.MEDICAL_WORK,
        adds=True,
    )
    def record_action_done(self, *, action, done_on, outcome):
        action.done_on, action.outcome = done_on, outcome
        self.keep(action)

    # Not examined: down

    @step(
        "Record a refusal",
        source=OPEN_STATES,
        permission=Permission.MEDICAL_WORK,
        adds=True,
    )
    def record_refusal(
        self, *, refused_by, happened_at, words, heard_by, understanding_found_by="", offered_again=""
    ):
        """A fact, and no end: the request stands until somebody else has weighed it."""
        self.refused_by, self.refused_at, self.refusal_words = refused_by, happened_at, words
        self.refusal_heard_by, self.understanding_found_by = heard_by, understanding_found_by
        self.offered_again, self.refusal_recorded_by = offered_again, self.act.by

    @step(
        "End it: the child refuses, as the law allows",
        source=OPEN_STATES,
        target=State.DECLINED,
        permission=Permission.MANAGE,
        other_than="refusal_recorded_by",
        guards=[guards.refusal_is_recorded, guards.child_understands, guards.medical_was_offered_again],
        stops={
            MEDICAL_ACUTE: Stop("refused_at", how="not_needed"),
            MEDICAL_PLANNED: Stop("refused_at", how="not_needed"),
        },
    )
    def decline(self, *, why):
        """A child of sufficient understanding may refuse to be examined, whatever a court or parent says: Children
        Act 1989 ss38(6), 43(8), 44(7). A parent's refusal ends nothing. It can be asked for again at any time."""

    @step(
        "Decide as a clinician that no medical is needed",
        source=OPEN_STATES,
        permission=Permission.MEDICAL_OPINION,
        adds=True,
    )
    def advise_not_needed(self, *, expertise, why, rests_on, decided_at):
        """Only a clinician whose expertise fits, and says which. It ends nothing until a manager has agreed."""
        self.advised_by, self.advised_at = self.act.by, decided_at
        self.expertise, self.advice, self.advice_rests_on = expertise, why, rests_on

    @step(
        "Agree as a manager that no medical is needed",
        source=OPEN_STATES,
        target=State.NOT_NEEDED,
        permission=Permission.MANAGE,
        other_than=("advised_by", "requested_by"),
        guards=[guards.clinician_advises_no_medical, guards.infant_policy_allows_no_medical],
        stops={
            MEDICAL_ACUTE: Stop("advised_at", how="not_needed"),
            MEDICAL_PLANNED: Stop("advised_at", how="not_needed"),
        },
    )
    def agree_not_needed(self, *, why):
        """For a mark on an infant or an immobile child the partnership's signed policy is read first."""

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


class ChildProtectionMedicalChild(ChildRow):
    """The one child of a medical: how far it is stands on the record."""

    class State(models.TextChoices):
        COVERED = "COVERED", "Medical of this child"

    stage = models.ForeignKey(ChildProtectionMedical, on_delete=models.PROTECT, related_name="children")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage"],
                name="one_child_in_a_medical",
                violation_error_message="Each child has a medical of its own.",
            )
        ]

    @property
    def state_label(self) -> str:
        return self.stage.state_label


__all__ = ["ChildProtectionMedical", "ChildProtectionMedicalChild"]
