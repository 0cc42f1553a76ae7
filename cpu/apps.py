from django.apps import AppConfig


class CpuConfig(AppConfig):
    name = "cpu"
