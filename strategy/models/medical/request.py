"""A medical is asked for, of a service that sees it from then on; booked; and the child was not brought."""

from django.db import models

from cpu.models import Involvement, InvolvementRole
from cpu.roles import Permission
from cpu.timescales import MEDICAL_ACUTE, MEDICAL_PLANNED, SARC_CALLED
from strategy.models.medical.facts import OPEN_STATES, MedicalFact, MedicalFacts, MedicalType, State
from strategy.models.one_child import refuse_another_childs
from workflow.step import Start, step

ACUTE = (MedicalType.ACUTE_PHYSICAL, MedicalType.SEXUAL_ACUTE, MedicalType.INFANT_MARK)


class Request(MedicalFacts):
    """Asked for, the centre called, accepted, booked. The time runs from the request until the child is examined."""

    class Meta:
        abstract = True

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
        refuse_another_childs(discussion, case)
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
        source=OPEN_STATES,
        target=State.REQUESTED,
        permission=Permission.MEDICAL_WORK,
    )
    def record_not_brought(self, *, happened_at, what_next, manager_told, words=""):
        """Children are brought or not brought. The request stands, its time runs on, and a manager knows now."""
        self._write_down(
            NotBrought(
                at=happened_at,
                expected_at=self.booked_for,
                who=self.brought_by,
                words=words,
                what_next=what_next,
                manager_told=manager_told,
            )
        )
        self.booked_for = None


class NotBrought(MedicalFact):
    """A time at which the child was expected and was not brought."""

    at = models.DateTimeField()
    expected_at = models.DateTimeField(null=True)
    who = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    what_next = models.TextField()
    manager_told = models.CharField(max_length=200)
