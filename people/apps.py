from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import queries, tasks  # noqa: F401  makes the subscribers known
        from people.models import happened
        from workflow.events import SOURCES
        from workflow.forms import TOGETHER

        TOGETHER["case"] = queries.together_with
        if happened.in_the_lives_of not in SOURCES:
            SOURCES.append(happened.in_the_lives_of)
