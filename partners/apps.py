from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from partners import queries, tasks  # noqa: F401  makes the subscribers known
        from people import hooks
        from workflow import document

        hooks.READERS.append(queries.seen_and_said)
        document.PARTS.append(queries.disputed)
