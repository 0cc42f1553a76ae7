"""The state of a record or of a child's row: changed by steps alone."""

from typing import Any

from django_fsm import FSMField


class StateField(FSMField):
    """Protected: a step moves it, an assignment raises. In a migration it is the plain text that it is in the table,
    since the models of a migration's history have no steps (and listening for some made migrating twice as slow).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": "", "protected": True, "max_length": 24, **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, "django.db.models.CharField", args, {"max_length": self.max_length, **kwargs}
