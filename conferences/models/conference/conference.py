"""Child protection conference: initial, review, before birth, or for a child who moves here with a plan."""

from django.db import models
from django.db.models import Q

from conferences.models.conference.afterwards import Afterwards
from conferences.models.conference.booking import Booking
from conferences.models.conference.decision import Decision
from conferences.models.conference.invitations import Invitations
from conferences.models.conference.meeting import Meeting
from conferences.models.conference.transfer import Transfer
from workflow.owes import Asked, Owes
from workflow.paired import who_and_when


class Conference(Booking, Transfer, Invitations, Meeting, Decision, Afterwards):
    """Requested, scheduled, held, closed. Each agency says its own view of each child; the chair decides per child."""

    kind, prefix, resource = "conference", "CF", "conferences"
    correctable = ("held_at", "told_on")
    meets_at, meeting_asked, meeting_called = "planned_for", ("REQUESTED",), ("SCHEDULED",)
    in_hand_of = ("chair",)
    asked_by = (
        Asked(
            "late_manager",
            "a manager agrees that it is held later, and asks the chair",
            Q(late_chair__isnull=True),
        ),
        Asked(
            "minutes_drafted_by",
            "the minutes are drafted, to be approved",
            Q(minutes_approved_at__isnull=True),
        ),
    )
    owes = (
        Owes("Schedule the conference", Q(stage__state="REQUESTED"), "schedule", by="the conference service"),
        Owes(
            "Say which authority keeps the plan until the conference, and who visits",
            Q(stage__purpose="transfer-in", stage__state__in=("REQUESTED", "SCHEDULED"))
            & (Q(stage__origin="") | Q(stage__meanwhile_visits="")),
            "record_origin",
        ),
        Owes("Record that the conference was held", Q(stage__state="SCHEDULED"), "hold", by="the chair"),
        Owes(
            "Decide for this child", Q(stage__state="HELD", state="UNDECIDED"), "make_plans", by="the chair"
        ),
        Owes(
            "Close the conference",
            Q(
                stage__state="HELD",
                stage__notice_sent_at__isnull=False,
                stage__minutes_circulated_at__isnull=False,
            )
            & ~Q(state="UNDECIDED"),
            "close",
            by="the conference service",
        ),
    )

    class Meta:
        constraints = [
            *who_and_when("minutes_drafted", of="conference"),
            models.CheckConstraint(
                condition=Q(held_at__isnull=False) | ~Q(state__in=["HELD", "CLOSED"]),
                name="held_conference_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(planned_for__isnull=False, chair__isnull=False) | ~Q(state="SCHEDULED"),
                name="scheduled_conference_has_day_and_chair",
            ),
            models.CheckConstraint(
                condition=Q(minutes_approved_at__isnull=True, minutes_approved_by__isnull=True)
                | (
                    Q(minutes_approved_at__isnull=False, minutes_approved_by__isnull=False)
                    & ~Q(minutes_approved_by=models.F("minutes_drafted_by"))
                ),
                name="minutes_approved_by_another",
                violation_error_message="Somebody else than the writer approves the minutes.",
            ),
        ]
