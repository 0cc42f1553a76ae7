"""What every plan of a child shares: actions with an owner, meetings, and visits at which the child is seen."""

from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from conferences.models.visits import VisitedChild, VisitingStage
from cpu.deadlines import say_day
from cpu.models import opaque
from cpu.roles import Permission
from partners.models import Attendance, ChildSeen, FindingChild, HearingStage, Seen
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.step import ANY, step


class ActionEnded(models.TextChoices):
    DONE = "done", "Done"
    DROPPED = "dropped", "No longer part of the plan"


class MeetingKind(models.TextChoices):
    CORE_GROUP = "core-group", "Core group"
    PLAN_MEETING = "plan-meeting", "Meeting about the plan"
    REVIEW = "review", "Review of the plan"


class RiskChange(models.TextChoices):
    LESS = "less", "Less than before"
    SAME = "same", "The same"
    MORE = "more", "More than before"


# Steps that are about one action that is still to be done.
ON_AN_ACTION = {"change_action", "record_progress", "end_action"}


class PlanFact(Detail):
    """A fact kept with the plan in which it was written down."""

    belongs_to = "record_id"

    record = models.ForeignKey("cpu.Subject", on_delete=models.PROTECT, related_name="%(class)s_rows")
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["pk"]


class PlanAction(PlanFact):
    """One action: the risk, the outcome wanted for the child, who does what by when, and what if it is not done.

    Without `case` it is for every child of the plan. The owner may be an agency, or somebody who never signs in.
    """

    case = models.ForeignKey(
        "people.Case", null=True, on_delete=models.PROTECT, related_name="planaction_rows"
    )
    reference = models.CharField(max_length=24, unique=True, default=opaque, editable=False)
    risk = models.TextField()
    outcome = models.TextField()
    action = models.TextField()
    agency = models.ForeignKey("cpu.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    contingency = models.TextField(blank=True)
    ended = models.CharField(max_length=8, choices=ActionEnded, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True)

    class Meta(PlanFact.Meta):
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(owner=""),
                name="plan_action_has_an_owner",
                violation_error_message="Say who does it: an agency, or a person by name.",
            ),
            models.CheckConstraint(
                condition=Q(ended="", ended_at__isnull=True)
                | (~Q(ended="") & Q(ended_at__isnull=False) & ~Q(ended_because="")),
                name="ended_plan_action_says_why",
                violation_error_message="Say what came of the action, or why it is no longer part of the plan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} ({self.owned_by})"

    @property
    def owned_by(self) -> str:
        return ", ".join(filter(None, [self.owner, self.agency.name if self.agency else ""]))


class PlanMeeting(PlanFact):
    """A core group or another meeting about a plan: who was there, what has moved, when it meets next."""

    reference = models.CharField(max_length=24, unique=True, default=opaque, editable=False)
    kind = models.CharField(max_length=16, choices=MeetingKind)
    held_at = models.DateTimeField()
    agencies = ArrayField(models.CharField(max_length=200), default=list)
    who_was_there = models.TextField(blank=True)
    parents = models.TextField(blank=True)
    progress = models.TextField(blank=True)
    next_on = models.DateField(null=True)
    bring_forward = models.TextField(blank=True)
    inquorate_because = models.TextField(blank=True)

    class Meta(PlanFact.Meta):
        ordering = ["held_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {timezone.localdate(self.held_at)}"


class PlanMeetingChild(PlanFact):
    """A child whom a meeting was about: whether the risk has changed for this child."""

    meeting = models.ForeignKey(PlanMeeting, on_delete=models.PROTECT, related_name="children")
    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="planmeetingchild_rows")
    risk = models.CharField(max_length=8, choices=RiskChange, blank=True)
    risk_words = models.TextField(blank=True)

    class Meta(PlanFact.Meta):
        constraints = [models.UniqueConstraint(fields=["meeting", "case"], name="child_once_in_a_meeting")]


class ActionProgress(PlanFact):
    """What has become of an action, as said at a meeting or between two."""

    action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="progress")
    meeting = models.ForeignKey(
        PlanMeeting, null=True, on_delete=models.PROTECT, related_name="progress_rows"
    )
    at = models.DateTimeField()
    words = models.TextField()

    class Meta(PlanFact.Meta):
        ordering = ["at", "pk"]


class WorkedPlanChild(VisitedChild, FindingChild):
    """One child in a plan that is worked: visits, what was said, and the clocks that a visit meets."""

    class Meta:
        abstract = True

    @property
    def visits(self) -> list[ChildSeen]:
        """Visits of this plan to this child, counted or not, the oldest first."""
        return [each for each in self.times_seen if each.visit]

    @property
    def calls(self) -> list[ChildSeen]:
        """Contact at a distance that was no visit, the oldest first."""
        return [each for each in self.times_seen if not each.visit]

    @property
    def visits_seen(self) -> list[ChildSeen]:
        return [each for each in self.visits if each.counts]

    @property
    def last_visit(self) -> ChildSeen | None:
        """The last visit that counts: its day and whether the child was seen alone go to the returns."""
        return max(self.visits_seen, key=lambda each: each.at, default=None)

    def owed_of_visits(self) -> list[tuple[str, str]]:
        """What the last visit left open: the child not seen, or never yet alone with whoever visits."""
        last = max(self.visits, key=lambda each: each.at, default=None)
        if last and last.seen == Seen.NOT_SEEN:
            says = f"Not seen at the last visit, on {say_day(timezone.localdate(last.at))}: {last.what_next}"
            return [(says, "record_visit")]
        if self.last_visit and self.last_visit.seen == Seen.NOT_ALONE:
            return [("Seen, but not alone, at the last visit that counts.", "record_visit")]
        return []

    @property
    def actions(self) -> list[PlanAction]:
        """This child's own actions, and those for every child of the plan."""
        return [each for each in self.stage.actions if each.case_id in (None, self.case_id)]

    @property
    def open_actions(self) -> list[PlanAction]:
        return [each for each in self.actions if not each.ended]

    @property
    def meetings(self) -> list[PlanMeeting]:
        return [each.meeting for each in self.stage.met_children if each.case_id == self.case_id]


class WorkedPlan(VisitingStage, HearingStage):
    """A plan that people work: actions, meetings, and visits of which one recording serves the siblings chosen."""

    class Meta:
        abstract = True

    def _read(self, name: str, *joined: str) -> list:
        read = self.__dict__.setdefault("_plan_facts", {})
        if name not in read:
            read[name] = list(getattr(self.subject, name).select_related("written_by", *joined))
        return read[name]

    @property
    def actions(self) -> list[PlanAction]:
        """The actions, the first due first; read once for guards and page."""
        return self._read("planaction_rows", "agency")

    @property
    def meetings(self) -> list[PlanMeeting]:
        return self._read("planmeeting_rows")

    @property
    def met_children(self) -> list[PlanMeetingChild]:
        return self._read("planmeetingchild_rows", "meeting")

    def nothing_for(self, user):
        going_on = any(not each.ended for each in self.actions)
        return super().nothing_for(user) | (set() if going_on else ON_AN_ACTION)

    def last_visited(self) -> set[int]:
        """Cases of the children of the last recorded visit: the next is offered with the same children."""
        visits = [each for each in self.about_children("childseen_rows") if each.visit]
        last = max(visits, key=lambda each: (each.recorded_at, each.pk), default=None)
        return {each.case_id for each in visits if last and each.recorded_at == last.recorded_at}

    # Actions

    @step("Add an action to the plan", source=ANY, permission=Permission.PLAN_WORK, adds=True)
    def add_action(self, *, children, risk, outcome, action, due_on, agency=None, owner="", contingency=""):
        """For each child chosen; chosen for all of them, it is one action for every child of the plan."""
        if agency is None and not owner:
            raise BadInput(Reason("Say who does it: an agency, or a person by name.", pointer="/owner"))
        everybody = {row.case_id for row in children} == {row.case_id for row in self.child_rows()}
        cases = [None] if everybody else [row.case for row in children]
        said = {"risk": risk, "outcome": outcome, "action": action, "agency": agency, "owner": owner}
        said |= {"due_on": due_on, "contingency": contingency}
        self.add(*[PlanAction(case=case, **said, **self._written()) for case in cases])

    @step("Change when an action is due", source=ANY, permission=Permission.PLAN_WORK, adds=True)
    def change_action(self, *, action, due_on, reason):
        """The old day stays readable, with the reason."""
        words = f"Due {action.due_on:%-d %B %Y}, now {due_on:%-d %B %Y}: {reason}"
        action.due_on = due_on
        self.keep(self._still_open(action))
        self.add(ActionProgress(action=action, at=self.act.at, words=words, **self._written()))

    @step("Say what has become of an action", source=ANY, permission=Permission.CONTRIBUTE, adds=True)
    def record_progress(self, *, action, words, meeting=None):
        """At a meeting or between two; kept beside what was said before."""
        at = meeting.held_at if meeting else self.act.at
        self.add(ActionProgress(action=action, meeting=meeting, at=at, words=words, **self._written()))

    @step("End an action: done, or no longer part of the plan", source=ANY, permission=Permission.PLAN_WORK)
    def end_action(self, *, action, ended, because):
        """It stays readable, with what came of it."""
        action.ended, action.ended_at, action.ended_because = ended, self.act.at, because
        self.keep(self._still_open(action))

    @staticmethod
    def _still_open(action: PlanAction) -> PlanAction:
        ended = PlanAction._rows.filter(pk=action.pk).exclude(ended="").exists()
        if ended:
            raise BadInput(Reason("This action has ended: choose one that is open.", pointer="/action"))
        return action

    # Meetings

    def _met(self, kind: str, children, held_at, here=(), **said: Any) -> PlanMeeting:
        """A meeting and the children it was about: for the steps of a plan that hold one."""
        self._refuse_future(held_at, "/held_at")
        for agency in here:
            self._is_here(agency, Attendance.HERE)
        names = [each.name for each in here]
        meeting = self.add(
            PlanMeeting(
                record=self.subject, kind=kind, held_at=held_at, agencies=names, **said, **self._stamp()
            )
        )
        self.add(
            *[
                PlanMeetingChild(
                    meeting=meeting,
                    case=row.case,
                    risk=row.answers.get("risk", ""),
                    risk_words=row.answers.get("risk_words", ""),
                    **self._written(),
                )
                for row in children
            ]
        )
        return meeting


def plans() -> list[type[WorkedPlan]]:
    """Every kind of plan that is worked for a child."""
    return [each for each in apps.get_models() if issubclass(each, WorkedPlan)]


def paces_of_other_plans(but: type[WorkedPlan], cases: list[int]) -> dict[int, str]:
    """Case to the visiting interval of a plan of another kind that is worked for the child now."""
    found: dict[int, str] = {}
    for model in plans():
        if model is not but:
            rows: Any = model.child_row()._rows.filter(case__in=cases, state__in=("RUNNING", "ENDING"))
            found |= dict(rows.exclude(stage__state__in=model.ended).values_list("case", "visiting"))
    return found
