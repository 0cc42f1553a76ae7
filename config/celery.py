"""The worker and the beat. A task carries ids only, and does its work safely twice or at once."""

import os

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("config")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def before_the_first_task(**_: object) -> None:
    from config.durability import refuse_to_forget

    refuse_to_forget()
