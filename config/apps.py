from django.apps import AppConfig, apps
from django.core import checks
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "config"
    label = "ground"

    def ready(self) -> None:
        """Once every app has migrated, its tables get their rights; a forgetful database is refused."""
        from config import schema  # noqa: F401  registers how the API is signed in to
        from config.durability import what_is_saved_stays
        from config.privileges import grant
        from cpu.audit_months import lay_audit_months

        # In this order: a table that is laid anew gets its rights like every other.
        for lay in (lay_audit_months, grant):
            post_migrate.connect(lay, sender=apps.get_app_config("cpu"))
        checks.register(what_is_saved_stays, checks.Tags.database)
