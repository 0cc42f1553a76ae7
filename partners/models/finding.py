"""What stands before any finding about harm: the child seen and heard, the referrer spoken to, earlier
concerns read.

Shared by every stage that may end in such a finding: the assessment, and the section 47 enquiry.
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cpu.roles import Permission
from cpu.timescales import CHILD_SEEN
from partners.models.participation import MultiAgencyStage
from unit.models import LocalPolicy, Policy
from workflow.record import Detail
from workflow.stage import ChildRow
from workflow.step import ANY, step


class SeenHow(models.TextChoices):
    HOME = "home", "In person, at home"
    ELSEWHERE = "elsewhere", "In person, somewhere else"
    DOORSTEP = "doorstep", "On the doorstep: counts as seen only where this area has signed so"
    VIDEO = "video", "By video: does not count as seen"
    TELEPHONE = "telephone", "By telephone: does not count as seen"


IN_PERSON = (SeenHow.HOME, SeenHow.ELSEWHERE)
AT_A_DISTANCE = (SeenHow.VIDEO, SeenHow.TELEPHONE)


class Counted(models.TextChoices):
    """What an occasion counts as, by what the area had signed on that day."""

    SEEN = "seen", "Counts as seen"
    APART = "apart", "Contact at a distance in exceptional circumstances: counted apart, never as seen"
    NOT = "not", "Does not count as seen"


class Seen(models.TextChoices):
    ALONE = "alone", "Seen, and alone"
    NOT_ALONE = "not-alone", "Seen, not alone"
    NOT_SEEN = "not-seen", "Not seen"


class AboutChild(Detail):
    """A fact about one child, kept with the record in which it was written down."""

    belongs_to = "record_id"

    record = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="%(class)s_rows")
    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="%(class)s_rows")
    at = models.DateTimeField()
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["at", "pk"]


class ChildSeen(AboutChild):
    """One occasion on which a child was to be seen: alone, not alone and why, or not seen and what next."""

    seen = models.CharField(max_length=10, choices=Seen)
    how = models.CharField(max_length=12, choices=SeenHow)
    place = models.CharField(max_length=200)
    by_whom = models.CharField(max_length=200)
    not_alone_because = models.TextField(blank=True)
    who_else = models.CharField(max_length=300, blank=True)
    observed = models.TextField(blank=True)
    what_next = models.TextField(blank=True)
    manager_told = models.CharField(max_length=200, blank=True)
    # A visit of a plan; of any other occasion these stay open.
    visit = models.BooleanField(default=False)
    announced = models.BooleanField(null=True)
    sleeping_place_seen = models.BooleanField(null=True)
    sleeping_place = models.TextField(blank=True)
    counted = models.CharField(max_length=8, choices=Counted, blank=True)
    recorded_at = models.DateTimeField(null=True)

    class Meta(AboutChild.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(counted="seen")
                | Q(seen__in=["alone", "not-alone"], how__in=["home", "elsewhere", "doorstep"]),
                name="contact_at_a_distance_is_never_seen",
                violation_error_message="Contact at a distance never counts as seen.",
            ),
            models.CheckConstraint(
                condition=~Q(seen="not-alone") | ~Q(not_alone_because=""),
                name="child_not_seen_alone_has_its_reason",
                violation_error_message="Seen, not alone: say why the child was not seen alone.",
            ),
            models.CheckConstraint(
                condition=~Q(seen="not-seen") | (~Q(what_next="") & ~Q(manager_told="")),
                name="child_not_seen_says_what_next",
                violation_error_message="Not seen: say what happens next, and which manager was told.",
            ),
        ]

    @property
    def counts(self) -> bool:
        """Contact at a distance never counts as seen; on the doorstep only where the area has signed so."""
        if self.counted:
            return self.counted == Counted.SEEN
        return self.seen != Seen.NOT_SEEN and self.how in IN_PERSON

    @property
    def counts_apart(self) -> bool:
        return self.counted == Counted.APART


class OwnWords(AboutChild):
    """What a child said, exactly, and the question that was asked before it."""

    words = models.TextField()
    question = models.TextField()
    to_whom = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    alone = models.BooleanField()


class ReferrerContact(AboutChild):
    """A conversation with whoever raised the concern, or a dated attempt and why it did not succeed."""

    whom = models.CharField(max_length=200)
    reached = models.BooleanField()
    words = models.TextField()


class EarlierConcerns(AboutChild):
    """Earlier concerns about child and household, from whomever, read together by somebody: what they
    show."""

    shows = models.TextField()


class FindingChild(ChildRow):
    """One child in a stage that may find about harm: reads what stands in this record about this child
    alone."""

    stage: Any

    # Set by `record_seen` for a child who was seen in person on this occasion; else no clock stops.
    counted_as_seen_at = None

    class Meta:
        abstract = True

    def _about(self, name: str) -> list:
        rows = self.stage.about_children(name)
        return [each for each in rows if each.case_id == self.case_id]

    @property
    def times_seen(self) -> list[ChildSeen]:
        return self._about("childseen_rows")

    @property
    def own_words(self) -> list[OwnWords]:
        return self._about("ownwords_rows")

    @property
    def referrer_contacts(self) -> list[ReferrerContact]:
        return self._about("referrercontact_rows")

    @property
    def earlier_concerns(self) -> list[EarlierConcerns]:
        return self._about("earlierconcerns_rows")


def counted_as(seen: str, how: str, on: date) -> str:
    """What an occasion counts as on a day: in person always; doorstep and distance by what the area signed."""
    if seen == Seen.NOT_SEEN:
        return Counted.NOT
    if how in IN_PERSON:
        return Counted.SEEN
    if how == SeenHow.DOORSTEP:
        return Counted.SEEN if LocalPolicy.decided(Policy.DOORSTEP, on) == "yes" else Counted.NOT
    return Counted.APART if LocalPolicy.decided(Policy.REMOTE_CONTACT, on) == "yes" else Counted.NOT


class HearingStage(MultiAgencyStage):
    """A stage in which children are seen and heard. One recording serves the siblings chosen; the facts are
    each child's own."""

    class Meta:
        abstract = True

    def about_children(self, name: str) -> list:
        """The rows of one kind about the children of this record, read once for guards and page."""
        read = self.__dict__.setdefault("_about_children", {})
        if name not in read:
            read[name] = list(getattr(self.subject, name).select_related("written_by"))
        return read[name]

    @step("Record a child's own words", source=ANY, permission=Permission.CONTRIBUTE, adds=True)
    def record_own_words(self, *, children, happened_at, words, question, to_whom, place, alone):
        """Exactly as said, with the question before it; of one child, or of those who said it together."""
        self.add(
            *[
                OwnWords(
                    record=self.subject,
                    case=row.case,
                    at=happened_at,
                    words=words,
                    question=question,
                    to_whom=to_whom,
                    place=place,
                    alone=alone,
                    written_by=self.act.by,
                )
                for row in children
            ]
        )


class FindingStage(HearingStage):
    """A stage that may end in a finding about harm."""

    class Meta:
        abstract = True

    def seen_counts_from(self):
        """From when a child must be seen: being seen before it answers no duty that came later. None:
        always."""
        return

    def _counts_here(self, seen: ChildSeen) -> bool:
        since = self.seen_counts_from()
        return seen.counts and (since is None or timezone.localdate(seen.at) >= timezone.localdate(since))

    @step(
        "Record whether the children were seen",
        source=ANY,
        permission=Permission.CONTRIBUTE,
        adds=True,
        stops={CHILD_SEEN: "counted_as_seen_at"},
    )
    def record_seen(self, *, children, happened_at, how, place, by_whom):
        """Seen alone, seen not alone, not seen: for each child. Stops the clock of a child seen in person
        alone."""
        every = []
        for row in children:
            seen = ChildSeen(
                record=self.subject,
                case=row.case,
                at=happened_at,
                how=how,
                place=place,
                by_whom=by_whom,
                written_by=self.act.by,
                recorded_at=self.act.at,
                **row.answers,
            )
            seen.counted = counted_as(seen.seen, how, timezone.localdate(happened_at))
            every.append(seen)
            row.counted_as_seen_at = happened_at if self._counts_here(seen) else None
        self.add(*every)

    @step(
        "Record that the referrer was spoken to, or could not be",
        source=ANY,
        permission=Permission.CONTRIBUTE,
        adds=True,
    )
    def record_referrer_contact(self, *, children, happened_at, whom, reached, words):
        """What the referrer said; or an attempt, and why nobody was reached."""
        self.add(
            *[
                ReferrerContact(
                    record=self.subject,
                    case=row.case,
                    at=happened_at,
                    whom=whom,
                    reached=reached,
                    words=words,
                    written_by=self.act.by,
                )
                for row in children
            ]
        )

    @step(
        "Record that the earlier concerns were read together",
        source=ANY,
        permission=Permission.CONTRIBUTE,
        adds=True,
    )
    def record_earlier_concerns(self, *, children):
        """Concerns are counted, not referrers: what they show together, for each child."""
        self.add(
            *[
                EarlierConcerns(
                    record=self.subject, case=row.case, at=self.act.at, written_by=self.act.by, **row.answers
                )
                for row in children
            ]
        )
