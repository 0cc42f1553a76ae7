"""What was done, by whom, as what; and the promise that others are told."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q


class AuditEvent(models.Model):
    """One act, one event: append-only, and no foreign key into what may change.

    The table lies in partitions by month of `recorded_at` (`cpu.audit_months`); the sweep `make_audit_months`
    makes the coming ones. A unique index holds within one partition key: across all of them a trigger says the same.
    """

    subject_id = models.BigIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_reference = models.CharField(max_length=24)
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=60)
    label = models.CharField(max_length=120)
    cases = ArrayField(models.BigIntegerField(), default=list)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=200)
    agency = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=80, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    answers = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    explained = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    cause_id = models.BigIntegerField(null=True)
    cause_version = models.PositiveIntegerField(null=True)

    _rows = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "version", "recorded_at"], name="one_act_one_event"
            ),
        ]
        indexes = [
            GinIndex(fields=["cases"], name="audit_by_case", fastupdate=False),
            models.Index(fields=["recorded_at"], name="audit_by_transaction"),
            # Written in the order of time: a few pages tell where the last day lies.
            BrinIndex(fields=["occurred_at"], name="audit_by_moment", autosummarize=True),
        ]

    @classmethod
    def of(cls, record) -> models.QuerySet["AuditEvent"]:
        return cls._rows.filter(subject_id=record.pk).order_by("version")


class OutboxEvent(models.Model):
    """A promise, made in the act's own transaction, that subscribers will be told. Holds no personal data."""

    audit_event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, db_constraint=False)
    topic = models.CharField(max_length=100)
    created_at = models.DateTimeField(db_default=TransactionNow())
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    _rows = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(done_at__isnull=True), name="outbox_open")]
