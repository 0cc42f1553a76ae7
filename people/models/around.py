"""Who is who to whom, where people live and from whom that is kept, and which services know them."""

from django.db import models
from django.db.models import F, Q

from cpu.codes import RelationshipType
from cpu.roles import Permission
from people.models.choices import HoldsResponsibility, ServiceKind
from people.models.own import OwnEntries
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.step import ANY, step


class Relationship(Detail):
    """`other` is the `kind` of `person`: the mother of this child. Responsibility is for this child alone."""

    belongs_to = "person_id"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="related_to")
    kind = models.CharField(max_length=24, choices=RelationshipType)
    responsibility = models.CharField(
        max_length=12, choices=HoldsResponsibility, default=HoldsResponsibility.NOT_CHECKED
    )
    responsibility_why = models.CharField(max_length=300, blank=True)
    same_household = models.BooleanField(null=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("other")),
                name="nobody_is_related_to_themselves",
                violation_error_message="Choose another person: nobody is related to themselves.",
            ),
            models.UniqueConstraint(
                fields=["person", "other", "kind"],
                condition=Q(until_on__isnull=True),
                name="relationship_once",
                violation_error_message="This relationship is recorded already.",
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="relationship_ends_after_it_starts",
                violation_error_message="A relationship cannot end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.other.known_as}: {self.get_kind_display().lower()} of {self.person.known_as}"


def living_with(persons: set[int]) -> set[int]:
    """Keys of these persons and of whoever is recorded as living with them, if only through a parent of both."""
    ties = Relationship._rows.filter(same_household=True, until_on__isnull=True)
    found = set(persons)
    for _ in range(2):
        lines = ties.filter(Q(person__in=found) | Q(other__in=found)).values_list("person", "other")
        found |= {key for line in lines for key in line}
    return found


class ServiceAround(Detail):
    """A school, GP, worker or service that knows this person: who should be asked."""

    belongs_to = "person_id"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="services")
    kind = models.CharField(max_length=24, choices=ServiceKind)
    agency = models.ForeignKey("cpu.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(name=""),
                name="service_is_called_something",
                violation_error_message="Choose the agency, or write the service's name.",
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="service_ends_after_it_starts",
                violation_error_message="A service cannot end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name or self.agency}"


class AmongPeople(OwnEntries):
    """Steps about who is around a person, and which services."""

    class Meta:
        abstract = True

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
        """Who the other is to this person: mother, lodger. Responsibility is for this child alone."""
        if other.pk == self.pk:
            raise BadInput(
                Reason("Choose another person: nobody is related to themselves.", pointer="/other")
            )
        self._enter(
            Relationship,
            other=other,
            kind=kind,
            responsibility=responsibility,
            responsibility_why=responsibility_why,
            same_household=same_household,
            from_on=from_on,
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
        self._enter(ServiceAround, kind=kind, agency=agency, name=name, contact=contact, from_on=from_on)

    @step("End a service", source=ANY, permission=Permission.PERSON_RECORD)
    def end_service(self, *, service, until_on):
        self._own(service, "/service").until_on = until_on
        self.keep(service)
