from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "strategy"

    def ready(self) -> None:
        from people import hooks
        from strategy import queries

        hooks.TELLINGS.extend(queries.TELLINGS)
