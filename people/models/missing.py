"""Missing episode: from when a child was missing until found, and the return interview after it."""

from django.db import models
from django.db.models import Q

from cpu.roles import Permission
from cpu.timescales import RETURN_INTERVIEW
from people import guards
from people.models.choices import FoundHow, MissingRisk
from workflow.events import Event
from workflow.owes import Owes
from workflow.refusals import BadInput, Reason
from workflow.stage import ChildRow, Stage
from workflow.step import Stop, step


class MissingEpisode(Stage):
    """Recorded by anyone on duty, for one child or for those who went together; each child's return is its own."""

    kind, prefix, resource = "missing-episode", "ME", "missing-episodes"
    correctable = ("missing_since", "reported_at", "police_reference")
    danger_in = ("MISSING",)
    asks_at = {Event.EIGHTEEN: "Who looks for this young person after the 18th birthday, and who is told?"}

    owes = (
        Owes(
            "Tell the police, and write down when",
            Q(state="MISSING", stage__reported_at=None),
            "record_police_told",
        ),
        Owes("Find the child; record the return", Q(state="MISSING"), "record_found"),
        Owes("Hold the return interview", Q(state="FOUND"), "record_interview"),
    )

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        CLOSED = "CLOSED", "Closed"

    missing_since = models.DateTimeField(verbose_name="missing since")
    last_seen = models.CharField(max_length=300, blank=True, verbose_name="last seen where, and with whom")
    circumstances = models.TextField(blank=True, verbose_name="what is known")
    recorded_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(verbose_name="written down")
    reported_at = models.DateTimeField(null=True, verbose_name="reported to the police")
    police_reference = models.CharField(max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True)
    what_changes = models.TextField(blank=True, verbose_name="what changes because of it")

    @step("Record that a child is missing", source="", target=State.OPEN, permission=Permission.MISSING)
    def record_missing(
        self,
        *,
        cases,
        missing_since,
        last_seen="",
        circumstances="",
        reported_at=None,
        police_reference="",
        risk="",
    ):
        """Two answers are enough. Whoever is told first writes it down; what is not known yet is owed."""
        if any(case.child.state == "UNBORN" for case in cases):
            raise BadInput(
                Reason("An unborn child is not missing: write about the mother.", pointer="/cases")
            )
        self.missing_since, self.last_seen, self.circumstances = missing_since, last_seen, circumstances
        self.reported_at, self.police_reference = reported_at, police_reference
        self.recorded_by, self.recorded_at = self.act.by, self.act.at
        self.cover(*cases, risk=risk)

    @step("Record that the police were told", source=State.OPEN, permission=Permission.MISSING, adds=True)
    def record_police_told(self, *, reported_at, police_reference=""):
        """The time and the police's own reference."""
        self.reported_at = reported_at
        self.police_reference = police_reference or self.police_reference

    @step(
        "Record the danger, and what pushes or pulls the child away",
        source=State.OPEN,
        permission=Permission.MISSING,
        adds=True,
        each_child=(("MISSING", "FOUND", "INTERVIEWED", "DECLINED"), None),
    )
    def record_push_and_pull(self, *, children):
        """For each child: the police's assessment, what drives the child away, what or who draws the child."""

    @step(
        "Record that a child was found, or came back",
        source=State.OPEN,
        permission=Permission.MISSING,
        adds=True,
        each_child=("MISSING", "FOUND"),
        starts={RETURN_INTERVIEW: "found_at"},
    )
    def record_found(self, *, children, found_at, how, where=""):
        """The return interview is owed within 72 hours, nights and weekends too."""
        if found_at < self.missing_since:
            raise BadInput(
                Reason("Nobody is found before being missing: check the time.", pointer="/found_at")
            )
        for row in children:
            row.found_at, row.found_how, row.found_where = found_at, how, where
            row.found_written_at = self.act.at

    @step(
        "Record the return interview",
        source=State.OPEN,
        permission=Permission.MISSING,
        adds=True,
        each_child=(("FOUND", "DECLINED"), "INTERVIEWED"),
        stops={RETURN_INTERVIEW: "interviewed_at"},
    )
    def record_interview(self, *, children, happened_at, by_whom, independent, not_independent_because=""):
        """By somebody independent of those who care for and work with the child; else it is said why."""
        for row in children:
            row.interviewed_at, row.interviewed_by, row.independent = happened_at, by_whom, independent
            row.not_independent_because = "" if independent else not_independent_because

    @step(
        "Record that the child declined the return interview",
        source=State.OPEN,
        permission=Permission.MISSING,
        adds=True,
        each_child=("FOUND", "DECLINED"),
        stops={RETURN_INTERVIEW: Stop("declined_at", how="not_needed")},
    )
    def decline_interview(self, *, children, offered_by, reason):
        """In the child's own words where there are any. It can be held all the same, whenever the child will."""
        for row in children:
            row.declined_at, row.offered_by, row.declined_because = self.act.at, offered_by, reason

    @step(
        "Close the missing episode",
        source=State.OPEN,
        target=State.CLOSED,
        permission=Permission.MANAGE,
        other_than="opened_by",
        guards=[guards.every_child_is_found, guards.police_were_told, guards.interviews_are_settled],
    )
    def close(self, *, what_changes):
        """Nothing is left open: what was learnt, and what changes in the work because of it."""
        self.closed_at, self.what_changes = self.act.at, what_changes


class MissingEpisodeChild(ChildRow):
    """One child who was missing: the danger, the return, the interview."""

    class State(models.TextChoices):
        MISSING = "MISSING", "Missing"
        FOUND = "FOUND", "Found: return interview owed"
        INTERVIEWED = "INTERVIEWED", "Found, return interview held"
        DECLINED = "DECLINED", "Found, return interview declined"

    stage = models.ForeignKey(MissingEpisode, on_delete=models.PROTECT, related_name="children")
    risk = models.CharField(
        max_length=20, choices=MissingRisk, blank=True, verbose_name="danger, as the police see it"
    )
    push = models.TextField(blank=True, verbose_name="what pushes the child away")
    pull = models.TextField(blank=True, verbose_name="what or who draws the child")
    found_at = models.DateTimeField(null=True, verbose_name="found, or came back")
    found_written_at = models.DateTimeField(null=True, verbose_name="return written down")
    found_how = models.CharField(max_length=16, choices=FoundHow, blank=True, verbose_name="how")
    found_where = models.CharField(max_length=300, blank=True, verbose_name="where found")
    interviewed_at = models.DateTimeField(null=True, verbose_name="return interview held")
    interviewed_by = models.CharField(max_length=200, blank=True, verbose_name="by whom")
    independent = models.BooleanField(null=True, verbose_name="by somebody independent")
    not_independent_because = models.TextField(blank=True, verbose_name="why not by somebody independent")
    said = models.TextField(blank=True, verbose_name="what the child said")
    declined_at = models.DateTimeField(null=True, verbose_name="return interview declined")
    offered_by = models.CharField(max_length=200, blank=True, verbose_name="interview offered by")
    declined_because = models.TextField(blank=True, verbose_name="why the child declined")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="MISSING"),
                name="child_missing_once_at_a_time",
                violation_error_message="This child is recorded as missing already.",
            ),
            models.CheckConstraint(
                condition=Q(found_at__isnull=False) | ~Q(state__in=["FOUND", "INTERVIEWED", "DECLINED"]),
                name="found_child_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(independent=False) | ~Q(not_independent_because=""),
                name="interview_by_whom_it_was_not_independent",
                violation_error_message="Say why nobody independent held the interview.",
            ),
        ]
