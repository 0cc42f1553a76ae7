"""Where people live, and from whom that is kept."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from cpu.roles import Permission
from people.models.own import OwnEntries
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.step import ANY, step


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


class LivesSomewhere(OwnEntries):
    """Steps about addresses, and the walls around them."""

    # Given by the person.
    kept_addresses: Any

    class Meta:
        abstract = True

    @step("Add an address", source=ANY, permission=Permission.PERSON_RECORD, adds=True)
    def add_address(self, *, lines, postcode="", carer_name="", household="", from_on=None, until_on=None):
        """A new address is kept from whomever the others are kept from: a move never opens a wall."""
        new = Address.written(lines, postcode, person=self, carer_name=carer_name, household=household)
        new.from_on, new.until_on = from_on, until_on
        self.add(new)
        walls = {each.whom_id: each for each in self.kept_addresses.filter(ended_at__isnull=True)}
        for each in walls.values():
            self._wall(new, each.whom, each.reason, each.review_on)

    def _wall(self, address: Address, whom: Any, reason: str, review_on: date) -> None:
        self._enter(
            AddressKeptFrom,
            address=address,
            whom=whom,
            reason=reason,
            review_on=review_on,
            since_at=self.act.at,
            set_by=self.act.by,
        )

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
