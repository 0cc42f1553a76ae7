from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class WorkflowConfig(AppConfig):
    name = "workflow"

    def ready(self):
        """The forms of every app's steps are made known, as Django's admin finds what is registered with it."""
        autodiscover_modules("forms")
        post_migrate.connect(lay_protection, dispatch_uid="protect")


def lay_protection(sender, using, **kwargs):
    """After the last app has migrated, as the owner of the tables."""
    from django.apps import apps
    from django.db import connections

    if sender is not list(apps.get_app_configs())[-1]:
        return
    from workflow.protect import protect

    with connections[using].cursor() as cursor:
        protect(cursor)
