from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "strategy"

    def ready(self) -> None:
        from people import hooks
        from strategy import queries

        hooks.READERS.append(queries.examined_and_interviewed)
