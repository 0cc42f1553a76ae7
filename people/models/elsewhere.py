"""Processes of other bodies about a child: linked to the case, never merged with it."""

from django.db import models
from django.db.models import Q

from people.models.choices import Elsewhere
from workflow.record import Detail

OF_DOMESTIC_ABUSE = (Elsewhere.DOMESTIC_ABUSE_RISK, Elsewhere.MARAC)


class LinkElsewhere(Detail):
    """Where a risk assessment, a MARAC, a referral to the LADO is kept, and what it says of this child.

    `child_is_victim`: the child sees, hears or lives with the effects of domestic abuse by or of somebody they are
    related to, and so is a victim in their own right (Domestic Abuse Act 2021, section 3); None: nobody was asked.
    """

    belongs_to = "case_id"

    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="links_elsewhere")
    kind = models.CharField(max_length=24, choices=Elsewhere)
    reference = models.CharField(max_length=100, blank=True)
    on = models.DateField()
    words = models.TextField(blank=True)
    child_is_victim = models.BooleanField(null=True)
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reference="") | ~Q(words=""),
                name="link_elsewhere_leads_somewhere",
                violation_error_message="Give their reference, or say in words why there is none.",
            ),
            models.CheckConstraint(
                condition=Q(child_is_victim__isnull=True) | Q(kind__in=OF_DOMESTIC_ABUSE),
                name="victim_is_said_where_the_abuse_is",
                violation_error_message="That is answered with the risk assessment or the MARAC.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="link_elsewhere_ended_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return ": ".join(filter(None, [self.get_kind_display(), self.reference]))
