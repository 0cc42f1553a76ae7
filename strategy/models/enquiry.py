"""Section 47 enquiry: from the decision to an outcome about significant harm, for each child."""

from django.db import models
from django.db.models import Q

from cpu.roles import Permission
from cpu.timescales import CHILD_SEEN, ENQUIRY_OUTCOME
from partners.models import MultiAgencyStage
from workflow.stage import ChildRow
from workflow.step import step


class Section47Enquiry(MultiAgencyStage):
    """Runs from the decision that started it; one open for a child, siblings together."""

    kind, prefix, resource = "section-47-enquiry", "S47", "section-47-enquiries"

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        CLOSED = "CLOSED", "Closed"

    started_at = models.DateTimeField()
    enquirers = models.CharField(max_length=12)
    cause = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="enquiries_begun")

    @step("Open the section 47 enquiry", source="", target=State.OPEN, permission=Permission.CONSEQUENCE,
          starts={ENQUIRY_OUTCOME: "started_at", CHILD_SEEN: "started_at"})  # fmt: skip
    def open(self, *, cause, children, started_at, enquirers):
        self.cause, self.started_at, self.enquirers = cause.subject, started_at, enquirers
        self.cover(*[row.case for row in children])


class Section47Child(ChildRow):
    """One child in a section 47 enquiry."""

    class State(models.TextChoices):
        OPEN = "OPEN", "Enquiry open"
        PROPOSED = "PROPOSED", "Outcome proposed"
        APPROVED = "APPROVED", "Outcome approved"

    stage = models.ForeignKey(Section47Enquiry, on_delete=models.PROTECT, related_name="children")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["OPEN", "PROPOSED"]),
                name="one_open_enquiry_per_child",
                violation_error_message="An enquiry has just been opened for this child.",
            )
        ]
