from django.apps import AppConfig


class UnitConfig(AppConfig):
    name = "unit"
