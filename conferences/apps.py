from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    name = "conferences"

    def ready(self) -> None:
        from conferences import queries
        from people import hooks

        hooks.READERS += [queries.conferences_of, queries.plans_of]
