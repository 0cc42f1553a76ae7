"""TEMPORARY"""
from datetime import datetime
from django.db import models
from django.db.models import Q

class Clock(models.Model):
    case = models.ForeignKey("people.Case", null=True, on_delete=models.PROTECT, related_name="clocks")
    record = models.ForeignKey("cpu.Subject", null=True, on_delete=models.PROTECT, related_name="clocks")
    timescale = models.CharField(max_length=40)
    of = models.CharField(max_length=16)
    about = models.CharField(max_length=64, blank=True)
    variant = models.CharField(max_length=24, blank=True)
    started_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=12, blank=True)
    _rows = models.Manager()
    class Meta:
        constraints=[models.UniqueConstraint(fields=["case","timescale"],condition=Q(of="case",stopped_at__isnull=True),name="tmp1")]

    @classmethod
    def start_many(cls, code, *, event_at, rows):
        from cpu.timescales import TIMESCALES
        from cpu.deadlines import due
        from cpu.calendars import calendar_of, packaged_holidays
        t=TIMESCALES[code]
        cal=calendar_of(packaged_holidays())
        out=[]
        for r in rows:
            d=due(t, event_at, cal, variant=r["variant"], given=r["given"])
            out.append(cls(case_id=r["case_id"], record_id=r["record_id"], about=r["about"], variant=r["variant"], timescale=code, of=t.of, started_at=event_at, due_on=d.due_on, due_at=d.due_at))
        return cls._rows.bulk_create(out, ignore_conflicts=True)

    @classmethod
    def stop(cls, code, *, at, how="met", cases=None, record=None, about=None):
        q=cls._rows.filter(timescale=code, stopped_at__isnull=True)
        if cases is not None: q=q.filter(case__in=cases)
        if record is not None: q=q.filter(record=record)
        if about is not None: q=q.filter(about__in=about)
        return q.update(stopped_at=at, ended=how)
