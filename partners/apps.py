from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from partners import queries
        from people import hooks

        hooks.READERS.append(queries.seen_and_said)
        hooks.PARTS.append(queries.parts)
        hooks.ASKED_OF.append(queries.asked_of)
