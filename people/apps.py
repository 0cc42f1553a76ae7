from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import queries
        from workflow.forms import TOGETHER

        TOGETHER["case"] = queries.together_with
