from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self) -> None:
        from partners import queries
        from people import hooks

        hooks.TELLINGS.extend(queries.TELLINGS)
        hooks.PARTS.append(queries.parts)
        hooks.ASKED_OF.append(queries.asked_of)
