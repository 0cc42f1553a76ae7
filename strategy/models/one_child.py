"""What the stages of one child share: a brother or sister has one of their own."""

from django.db import models

from workflow.refusals import BadInput, Reason
from workflow.stage import ChildRow


def refuse_another_childs(discussion, case) -> None:
    """The discussion that asked for it, where one is named, is about this child."""
    if discussion and not discussion.children.filter(case=case).exists():
        says = "That discussion is not about this child: choose another, or leave it open."
        raise BadInput(Reason(says, pointer="/discussion"))


class TheOneChild(ChildRow):
    """The one child of a medical or an interview: how far it is stands on the record."""

    class State(models.TextChoices):
        COVERED = "COVERED", "This child's"

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["stage"],
                name="one_child_in_%(class)s",
                violation_error_message="Each child has one of their own.",
            )
        ]

    @property
    def state_label(self) -> str:
        return self.stage.state_label
