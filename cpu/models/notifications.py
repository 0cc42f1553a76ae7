"""What the worker told whom. Holds no name of a child: who may open the case reads that there."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cpu.deadlines import Tell


class Notification(models.Model):
    """One message in somebody's or a team's inbox: `text` says it, `clock`, `case` and `record` lead there.

    `stands_in_for` is the absent colleague whose message this is.
    """

    class Kind(models.TextChoices):
        WARNING = "warning", "Due soon"
        LATE = "late", "Late"
        MOVED = "moved", "Date moved"
        CALENDAR = "calendar", "Bank holidays missing"
        EVENT = "event", "Happened to the child"
        NOT_SEEN = "not-seen", "Not seen on a visit"
        DISPUTE = "dispute", "Professional disagreement"

    class Level(models.TextChoices):
        OWNER = Tell.OWNER.value, "Owner"
        MANAGER = Tell.MANAGER.value, "Supervising manager"
        HEAD = Tell.HEAD.value, "Head of service"

    user = models.ForeignKey(
        "cpu.User", on_delete=models.PROTECT, null=True, blank=True, related_name="notifications"
    )
    team = models.ForeignKey(
        "cpu.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="notifications"
    )
    stands_in_for = models.ForeignKey(
        "cpu.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    level = models.CharField(max_length=20, choices=Level, default=Level.OWNER)
    text = models.CharField(max_length=300)
    clock = models.ForeignKey(
        "cpu.Clock", on_delete=models.PROTECT, null=True, blank=True, related_name="notifications"
    )
    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    record = models.ForeignKey(
        "cpu.Subject", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What it tells of, where it must be told once however often the subscriber runs.
    once = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)

    _rows = models.Manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["once", "user", "team"],
                condition=~Q(once=""),
                nulls_distinct=False,
                name="notification_told_once",
            )
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notification_unread_user"),
            models.Index(fields=["team"], condition=Q(read_at__isnull=True), name="notification_unread_team"),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def visible_to(cls, user) -> models.QuerySet["Notification"]:
        """One's own and those in the inbox of one's teams."""
        if not user.is_authenticated:
            return cls._rows.none()
        return cls._rows.filter(Q(user=user) | Q(team__in=user.teams))

    @classmethod
    def read(cls, user, at: datetime, *keys: int) -> int:
        """Mark messages of this person's inbox as read; without keys all of them."""
        mine = cls.visible_to(user).filter(read_at__isnull=True)
        return (mine.filter(pk__in=keys) if keys else mine).order_by().update(read_at=at)
