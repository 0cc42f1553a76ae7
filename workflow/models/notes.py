"""A plain note: the commonest act of the day, on every child and every stage."""

from django.db import models

from workflow.record import Detail


class Note(Detail):
    """What was said or seen, when, with whom: about one child (`case`), or about the record alone."""

    belongs_to = "record_id"

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        OVERSIGHT = "oversight", "Manager's oversight"
        SUPERVISION = "supervision", "Supervision"

    class How(models.TextChoices):
        CALL = "call", "Telephone call"
        MESSAGE = "message", "Message or e-mail"
        DOORSTEP = "doorstep", "On the doorstep"
        VISIT = "visit", "Seen at home or elsewhere"
        MEETING = "meeting", "Meeting"
        LETTER = "letter", "Letter"
        OTHER = "other", "Other"

    record = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="notes")
    case = models.ForeignKey("people.Case", null=True, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NOTE)
    words = models.TextField()
    happened_at = models.DateTimeField()
    with_whom = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=12, choices=How, blank=True)
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words=""),
                name="a_note_has_words",
                violation_error_message="Write what was said or seen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_at:%d %B %Y}"
