"""Who is who to whom, where people live and from whom that is kept, and which services know them."""

from django.db import models
from django.db.models import F, Q

from cpu.codes import RelationshipType
from people.models.choices import HoldsResponsibility, ServiceKind
from workflow.record import Detail


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


class Address(Detail):
    """Where a person lives or stays, with whom, and who cares for them there."""

    belongs_to = "person_id"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="addresses")
    lines = models.TextField()
    postcode = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=300, editable=False)
    carer_name = models.CharField(max_length=200, blank=True)
    household = models.TextField(blank=True)
    # Set for a reader by `queries.addresses_for`.
    confidential: bool
    kept_by: "list[AddressKeptFrom]"
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["place"], name="address_by_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="address_ends_after_it_starts",
                violation_error_message="Somebody cannot leave an address before moving in.",
            )
        ]

    def __str__(self) -> str:
        """Wherever an address is merely named, in a list of choices or a log, the wall stands."""
        if self.is_confidential:
            since = f", since {self.from_on:%d %B %Y}" if self.from_on else ""
            return f"Confidential address{since}"
        return ", ".join([*self.lines.splitlines(), self.postcode]).strip(", ")

    @property
    def is_confidential(self) -> bool:
        """Kept from somebody, for whoever lives there."""
        return AddressKeptFrom._rows.filter(ended_at__isnull=True, address__place=self.place).exists()

    @classmethod
    def written(cls, lines: str, postcode: str = "", **facts) -> "Address":
        """An address as typed; `place` is the same for everybody who lives there, however it was typed."""
        place = "".join(each for each in f"{lines}{postcode}".lower() if each.isalnum())[:300]
        return cls(lines=lines, postcode=postcode, place=place, **facts)


class AddressKeptFrom(Detail):
    """Somebody who must not learn this address, the carer's name or who lives there.

    Stays in force past its review, until a named person ends it with a reason.
    """

    belongs_to = "person_id"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="kept_addresses")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="kept_from")
    whom = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="addresses_kept_from_them"
    )
    reason = models.TextField()
    since_at = models.DateTimeField()
    set_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address", "whom"],
                condition=Q(ended_at__isnull=True),
                name="address_kept_once_from_a_person",
                violation_error_message="This address is kept from this person already.",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("whom")),
                name="address_kept_from_somebody_else",
                violation_error_message="An address is kept from somebody else than who lives there.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="kept_address_ended_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Kept from {self.whom.known_as}"


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
