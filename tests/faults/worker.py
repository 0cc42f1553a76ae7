"""The project's own worker on the tests' PostgreSQL, which runs with fsync off: a worker refuses that."""

from celery.signals import worker_init

from config.celery import app, before_the_first_task

worker_init.disconnect(before_the_first_task)

__all__ = ["app"]
