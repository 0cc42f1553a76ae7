from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from partners import queries, tasks  # noqa: F401  makes the subscribers known
        from people import hooks
        from workflow import document

        hooks.TELLINGS.extend(queries.TELLINGS)
        hooks.PARTS.append(queries.parts)
        hooks.ASKED_OF.append(queries.asked_of)
        document.PARTS.append(queries.disputed)
