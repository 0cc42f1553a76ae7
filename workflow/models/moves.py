"""The moves that declarations allow, as the database reads them."""

from django.db import models


class Move(models.Model):
    """A move that a declaration allows: filled after each migration, read by the trigger."""

    table_name = models.CharField(max_length=63)
    source = models.CharField(max_length=24, blank=True)
    target = models.CharField(max_length=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table_name", "source", "target"], name="move_once")]
