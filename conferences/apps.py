from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    name = "conferences"

    def ready(self) -> None:
        from conferences import letters, queries
        from people import hooks

        hooks.TELLINGS.extend(queries.TELLINGS)
        hooks.PARTS.append(queries.reports_in)
        hooks.ASKED_OF.append(queries.reports_asked_of)
        letters.register()
