"""What comes before a court: pre-proceedings."""

from django.apps import AppConfig


class CourtConfig(AppConfig):
    name = "court"
