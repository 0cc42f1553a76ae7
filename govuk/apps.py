from django.apps import AppConfig
from django.forms import Field


class GovukConfig(AppConfig):
    name = "govuk"

    def ready(self) -> None:
        # "This field is required" is a computer's sentence; a form's own message still goes before this one
        Field.default_error_messages["required"] = "Answer this."
