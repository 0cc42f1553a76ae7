"""Plan for risk outside the home: with parents who protect, about places, people and groups as much as the child."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from conferences.models.support_plan import SupportPlan
from conferences.models.support_plan_child import SupportPlanChild
from conferences.models.worked_plan import PlanFact
from cpu.roles import Permission
from strategy.models.enquiry import Exploitation
from workflow.refusals import BadInput, Reason
from workflow.step import ANY, step


class RiskKind(models.TextChoices):
    PLACE = "place", "A place"
    PERSON = "person", "A person"
    GROUP = "group", "A group, or other young people"
    ONLINE = "online", "Online, or by telephone"
    TRAVEL = "travel", "A way there, or transport"


class LinkedTo(models.TextChoices):
    NRM = "nrm", "National Referral Mechanism"
    MACE = "mace", "Multi-agency child exploitation meeting"
    YOUTH_JUSTICE = "youth-justice", "Youth justice"
    POLICE = "police", "Police operation or crime"


class RiskOutsideTheHomePlan(SupportPlan):
    """For a child harmed outside the home whose parents protect: they are partners in it. Runs beside a conference, a
    child protection plan or a child-in-need plan, and replaces none of them."""

    kind, prefix, resource = "risk-outside-the-home-plan", "RH", "risk-outside-the-home-plans"

    @classmethod
    def noun(cls) -> str:
        return "Plan for risk outside the home"

    exploitation = ArrayField(
        models.CharField(max_length=16, choices=Exploitation),
        default=list,
        verbose_name="how the child is exploited",
    )
    parents_protect = models.TextField("what the parents do to protect", blank=True)
    parents_need = models.TextField("what the parents need for that", blank=True)

    @property
    def all_contexts(self) -> list["RiskContext"]:
        """Places, people and groups of risk, those that are over among them."""
        return self._read("riskcontext_rows", "agency")

    def nothing_for(self, user):
        going_on = any(each.ended_at is None for each in self.all_contexts)
        return super().nothing_for(user) | (set() if going_on else {"end_context"})

    @property
    def links(self) -> list["PlanLink"]:
        return self._read("planlink_rows")

    @step(
        "Say how the child is exploited, and what parents do",
        source=(SupportPlan.State.OFFERED, SupportPlan.State.RUNNING),
        permission=Permission.PLAN_WORK,
        adds=True,
    )
    def describe_risk(self, *, parents_protect, exploitation=(), parents_need=""):
        """Parents who protect are partners in the plan, not its subject."""
        self.exploitation = list(exploitation)
        self.parents_protect, self.parents_need = parents_protect, parents_need

    @step(
        "Add a place, person or group of risk",
        source=(SupportPlan.State.OFFERED, SupportPlan.State.RUNNING),
        permission=Permission.PLAN_WORK,
        adds=True,
    )
    def add_context(self, *, kind, what, action, agency=None, owner=""):
        """What makes it dangerous, and who changes the place or stops the person: the plan is about them, too."""
        if agency is None and not owner:
            raise BadInput(Reason("Say who does it: an agency, or a person by name.", pointer="/owner"))
        said = {"kind": kind, "what": what, "action": action, "agency": agency, "owner": owner}
        self.add(RiskContext(**said, **self._written()))

    @step(
        "End a place, person or group of risk",
        source=(SupportPlan.State.OFFERED, SupportPlan.State.RUNNING),
        permission=Permission.PLAN_WORK,
    )
    def end_context(self, *, context, because):
        """It stays readable, with why it is no longer a risk."""
        context.ended_at, context.ended_because = self.act.at, because
        self.keep(context)

    @step(
        "Note a reference of another meeting or referral",
        source=ANY,
        permission=Permission.PLAN_WORK,
        adds=True,
    )
    def link(self, *, to, their_reference, on, words=""):
        """National Referral Mechanism, exploitation meeting, youth justice: linked, never merged."""
        self.add(PlanLink(to=to, reference=their_reference, on=on, words=words, **self._written()))


class RiskOutsideTheHomePlanChild(SupportPlanChild):
    """One child in a plan for risk outside the home."""

    stage = models.ForeignKey(RiskOutsideTheHomePlan, on_delete=models.PROTECT, related_name="children")


class RiskContext(PlanFact):
    """A place, a person, a group: what makes it a risk, and what is done about it, by whom."""

    kind = models.CharField(max_length=8, choices=RiskKind)
    what = models.TextField()
    action = models.TextField()
    agency = models.ForeignKey("cpu.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True)

    class Meta(PlanFact.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(owner=""),
                name="risk_context_has_an_owner",
                violation_error_message="Say who does it: an agency, or a person by name.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_because=""),
                name="ended_risk_context_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what}"

    @property
    def owned_by(self) -> str:
        return ", ".join(filter(None, [self.owner, self.agency.name if self.agency else ""]))


class PlanLink(PlanFact):
    """A reference elsewhere: the other body's own number and day."""

    to = models.CharField(max_length=16, choices=LinkedTo)
    reference = models.CharField(max_length=100)
    on = models.DateField()
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.get_to_display()}: {self.reference}"
