from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CpuConfig(AppConfig):
    name = "cpu"

    def ready(self) -> None:
        """The published bank holidays and the version of the rules' table follow every migrate."""
        from cpu.models.calendar import load_published

        post_migrate.connect(load_published, sender=self)
