"""What was decided in a stage when something happened in a child's life."""

from django.db import models

from workflow.record import Detail


class EventAnswer(Detail):
    """One stage's answer to one event of one child, in words; kept with the occasion that asked for it."""

    belongs_to = "record_id"

    record = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="event_answers")
    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="event_answers")
    event = models.CharField(max_length=20)
    occasion = models.CharField(max_length=60)
    words = models.TextField()
    answered_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "case", "occasion"],
                name="event_answered_once_in_a_stage",
                violation_error_message="This has been answered just now: add what else there is as a note.",
            ),
            models.CheckConstraint(
                condition=~models.Q(words=""),
                name="event_answer_has_words",
                violation_error_message="Say what follows for this child.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}, {self.answered_at:%d %B %Y}"
