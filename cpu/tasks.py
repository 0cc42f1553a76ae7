"""The worker's ticks: one call each, without arguments, safe to run twice and at once."""

from celery import shared_task

from cpu import sweeps


@shared_task(acks_late=True, ignore_result=True)
def sweep_clocks() -> None:
    sweeps.sweep_clocks()


@shared_task(acks_late=True, ignore_result=True)
def recompute_clocks() -> None:
    sweeps.recompute_clocks()


@shared_task(acks_late=True, ignore_result=True)
def deliver_outbox() -> None:
    sweeps.deliver_outbox()


@shared_task(acks_late=True, ignore_result=True)
def make_audit_months() -> None:
    sweeps.make_audit_months()


@shared_task(acks_late=True, ignore_result=True)
def sweep_days() -> None:
    sweeps.sweep_days()
