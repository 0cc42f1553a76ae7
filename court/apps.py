"""What comes before a court: pre-proceedings."""

from django.apps import AppConfig


class CourtConfig(AppConfig):
    name = "court"

    def ready(self) -> None:
        from court import queries
        from people import hooks

        hooks.READERS.append(queries.before_court)
