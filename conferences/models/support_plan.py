"""A plan offered to a named worker, who accepts, and then worked: for a child in need, or risk outside the home."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from conferences.guards import support as guards
from conferences.models.support_plan_child import (
    AFTER_EVENT,
    OPEN,
    WORKED_ON,
    EndEvent,
    PlanConsent,
    SeenEvery,
    SupportPlanChild,
)
from conferences.models.worked_plan import MeetingKind, WorkedPlan, plans
from cpu.models import Clock, Involvement, InvolvementRole, Team
from cpu.roles import Permission
from cpu.timescales import SUPPORT_PLAN_ACCEPTED, SUPPORT_PLAN_REVIEW, VISIT
from partners.models import ChildSeen
from strategy.models import Section47Child
from strategy.models.enquiry import refuse_copied_reasons
from workflow.owes import Owes
from workflow.refusals import BadInput, Reason
from workflow.stage import withdrawing
from workflow.step import WITHDRAWN, Start, Stop, step


def _protected_among(cases) -> set[int]:
    """Keys of those of these cases (or keys) whose child is subject of an open child protection plan: one query."""
    rows = apps.get_model("conferences", "ChildProtectionPlanChild")._rows.filter(
        case__in=cases, state__in=guards.SUBJECT_OF_PROTECTION
    )
    return set(rows.exclude(stage__state__in=("CLOSED", WITHDRAWN)).values_list("case", flat=True))


def _teams_holding(cases) -> set[Team]:
    """The team that has held each child longest, of all children in one query."""
    lines = Involvement._rows.filter(case__in=cases, role=InvolvementRole.TEAM, until_at__isnull=True)
    found: dict[int, Team] = {}
    for line in lines.select_related("team").order_by("from_at", "pk"):
        if line.case_id and line.team:
            found.setdefault(line.case_id, line.team)
    return set(found.values())


class SupportPlan(WorkedPlan):
    """Offered to a worker for each child; nobody's until accepted. Rests on the agreement of the family."""

    excludes_protection = False
    in_hand_of = ("worker", "offered_to")
    # Who offered it and when stand in the first sentence of the page.
    kept_for_machines = ("offered_by", "offered_at")
    owes = (
        Owes(
            "Accept the plan, or say why not",
            Q(offered_to__isnull=False, state="OFFERED"),
            "accept",
            by="the worker asked; until then the unit holds the child",
        ),
        Owes(
            "Take the plan over, or say why not",
            Q(offered_to__isnull=False, state__in=WORKED_ON),
            "take_over",
        ),
        Owes(
            "Ask a worker to take the plan: until then the unit holds the child",
            Q(offered_to__isnull=True, state="OFFERED"),
            "offer_to",
            by="the unit's manager",
        ),
        Owes("Decide on the end that is proposed", Q(state="ENDING"), "end", by="a manager"),
    )

    class State(models.TextChoices):
        OFFERED = "OFFERED", "Offered"
        RUNNING = "RUNNING", "Running"
        CLOSED = "CLOSED", "Closed"

    why = models.TextField("why there is a plan")
    offered_by = models.ForeignKey(
        "cpu.User", on_delete=models.PROTECT, related_name="+", verbose_name="offered by"
    )
    offered_at = models.DateTimeField("when it was offered")
    cause = models.ForeignKey(
        "cpu.Subject", null=True, on_delete=models.PROTECT, related_name="%(class)s_begun"
    )
    closed_at = models.DateTimeField(null=True)

    # Set by the step that offers it for a further child.
    offered_again_at = None

    class Meta:
        abstract = True

    @classmethod
    def open_rows(cls) -> models.QuerySet:
        """The children's rows of every plan of this kind that is offered or runs."""
        return cls.child_row()._rows.filter(state__in=OPEN).exclude(stage__state__in=cls.ended)

    @classmethod
    def open_for(cls, children) -> dict["SupportPlan", list]:
        """Each open plan of this kind with its own rows of these children (rows of any stage, with a case)."""
        rows = cls.open_rows().filter(case__in=[row.case_id for row in children])
        found: dict[SupportPlan, list] = {}
        for row in rows.select_related("stage__subject").order_by("pk"):
            found.setdefault(row.stage, []).append(row)
        return found

    @classmethod
    def offered_to(cls, user):
        rows = cls.open_rows().filter(offered_to=user)
        waiting = cls.visible_to(user).filter(pk__in=rows.values("stage"))
        return waiting, "Read the plan, and accept it or say why not"

    def nothing_for(self, user):
        """Whoever is asked answers, and nobody else."""
        rows: list[Any] = self.child_rows()
        mine = {row.state for row in rows if row.offered_to_id == user.pk}
        nothing = {"accept": {"OFFERED"}, "take_over": {*WORKED_ON}, "decline": {*OPEN}}
        return super().nothing_for(user) | {name for name, states in nothing.items() if not mine & states}

    @property
    def consents(self) -> list["PlanConsent"]:
        return self._read("planconsent_rows", "holder__subject")

    # What stands elsewhere about its children, each read once for all of them

    def _cases(self) -> list[int]:
        return [row.case_id for row in self.child_rows()]

    @cached_property
    def running_visits(self) -> dict[int, Clock]:
        """Case to the clock of visits that runs for it, of whichever plan."""
        running = Clock._rows.filter(case__in=self._cases(), timescale=VISIT, stopped_at__isnull=True)
        return {each.case_id: each for each in running if each.case_id}

    @cached_property
    def worked_elsewhere(self) -> set[int]:
        """Cases of children for whom another plan is open."""
        found: set[int] = set()
        for model in plans():
            child = model.child_row()
            rows = child._rows.filter(case__in=self._cases()).exclude(state__in=child.ended)
            rows = rows.exclude(stage__state__in=model.ended).exclude(stage=self.pk)
            found |= set(rows.values_list("case", flat=True))
        return found

    @cached_property
    def protected_elsewhere(self) -> set[int]:
        """Cases of children who are subject of an open child protection plan."""
        return _protected_among(self._cases())

    @cached_property
    def under_enquiry(self) -> set[int]:
        """Cases of children about whom a section 47 enquiry goes on."""
        rows = Section47Child._rows.filter(case__in=self._cases(), state__in=("OPEN", "PROPOSED"))
        return set(rows.exclude(stage__state=WITHDRAWN).values_list("case", flat=True))

    @cached_property
    def seen_anywhere(self) -> dict[int, list[date]]:
        """Case to the days on which the child was seen in person, by whomever and in whichever record."""
        found: dict[int, list[date]] = {}
        for each in ChildSeen._rows.filter(case__in=self._cases()):
            if each.counts:
                found.setdefault(each.case_id, []).append(timezone.localdate(each.at))
        return found

    @property
    def every_offer_is_answered_at(self):
        """The moment of the last acceptance; while a child still waits, nothing."""
        waiting = any(row.state == SupportPlanChild.State.OFFERED for row in self.child_rows())
        return None if waiting else self.act.at

    # Offered

    @step(
        "Offer a plan",
        source="",
        target=State.OFFERED,
        permission=Permission.CASE_ALLOCATE,
        starts={SUPPORT_PLAN_ACCEPTED: "offered_at"},
    )
    def offer(self, *, cases, to, why, aim="", visiting=SeenEvery.TWENTY_DAYS, enquiry=None, assessment=None):
        """By a manager, after the outcome of an enquiry or an assessment. Until the worker accepts, the unit holds
        the child (Children Act 1989, section 17)."""
        self._refuse_where_a_plan_is_open(cases)
        self._put_forward(why, enquiry or assessment)
        self.cover_each(
            *[{"case": case, "offered_to": to, "aim": aim, "visiting": visiting} for case in cases]
        )
        self._let_in_workers([to], cases)

    def _refuse_where_a_plan_is_open(self, cases) -> None:
        """One plan of a kind for a child; of a child in need never beside protection (rules 4001, 4016, 4017)."""
        rows = type(self).open_rows().filter(case__in=cases).exclude(stage=self.pk)
        going_on = dict(rows.values_list("case", "stage__subject__reference"))
        for case in cases:
            if case.pk in going_on:
                says = (
                    f"{case.child.known_as}: plan {going_on[case.pk]} of this kind is open and goes on. "
                    "Ask another worker to take it, or end it first."
                )
                raise BadInput(Reason(says, pointer="/cases"))
        if not self.excludes_protection:
            return
        protected = _protected_among(cases)
        names = [case.child.known_as for case in cases if case.pk in protected]
        if names:
            says = (
                f"{', '.join(names)}: subject of a child protection plan. Only a review conference puts another plan "
                "in its place."
            )
            raise BadInput(Reason(says, pointer="/cases"))

    def _put_forward(self, why, cause) -> None:
        self.why, self.offered_by, self.offered_at = why, self.act.by, self.act.at
        self.cause = cause.subject if cause else None

    def _let_in_workers(self, workers, cases) -> None:
        """Whoever is asked may read the plan; the team that holds the child goes on holding it, and sees that."""
        teams = _teams_holding(cases)
        lines = [{"user": each, "role": InvolvementRole.INVITED} for each in dict.fromkeys(workers)]
        lines += [
            {"team": each, "role": InvolvementRole.TEAM} for each in sorted(teams, key=lambda one: one.pk)
        ]
        known = {
            (line.user_id, line.team_id) for line in Involvement.in_force(self.act.at).filter(record=self.pk)
        }
        new = [
            each
            for each in lines
            if (getattr(each.get("user"), "pk", None), getattr(each.get("team"), "pk", None)) not in known
        ]
        self.add(*[Involvement(record=self.subject, from_at=self.act.at, **each) for each in new])

    @step(
        "Ask a worker to take the plan",
        source=(State.OFFERED, State.RUNNING),
        permission=Permission.CASE_ALLOCATE,
        each_child=(OPEN, None),
    )
    def offer_to(self, *, children, to, words):
        """Again after somebody declined, or to hand it on. Whoever works it goes on until this worker accepts."""
        for row in children:
            row.offered_to = to
        self._let_in_workers([to], [row.case for row in children])
        self.write_note(words, self.act.at, cases=[row.case for row in children], with_whom=to.name)

    @step(
        "Accept: I have read the plan",
        source=(State.OFFERED, State.RUNNING),
        target=State.RUNNING,
        permission=Permission.CASE_ACCEPT,
        each_child=("OFFERED", "RUNNING"),
        guards=[guards.offered_to_me, guards.no_protection_plan_is_open],
        stops={SUPPORT_PLAN_ACCEPTED: "every_offer_is_answered_at"},
        starts={
            SUPPORT_PLAN_REVIEW: "reviews_from",
            VISIT: Start("visits_from", variant="visiting"),
        },
    )
    def accept(self, *, children):
        """The plan starts on this day, and this worker works with the child."""
        for row in children:
            row.accepted_at, row.started_on = self.act.at, timezone.localdate(self.act.at)
        self._take(children)

    @step(
        "Take the plan over: I have read it",
        source=State.RUNNING,
        permission=Permission.CASE_ACCEPT,
        each_child=(WORKED_ON, None),
        guards=[guards.offered_to_me],
    )
    def take_over(self, *, children):
        """From whoever worked it until now."""
        self._take(children)

    def _take(self, children) -> None:
        for row in children:
            row.worker, row.offered_to, row.declined_because = self.act.by, None, ""
        cases = [row.case for row in children]
        lines = Involvement.in_force(self.act.at).filter(case__in=cases, user=self.act.by)
        known = set(lines.values_list("case", flat=True))
        joining = {"user": self.act.by, "role": InvolvementRole.CO_WORKER, "from_at": self.act.at}
        self.add(*[Involvement(case=case, **joining) for case in cases if case.pk not in known])

    @step(
        "Decline the plan",
        source=(State.OFFERED, State.RUNNING),
        permission=Permission.CASE_ACCEPT,
        each_child=(OPEN, None),
        guards=[guards.offered_to_me],
    )
    def decline(self, *, children, reason):
        """With a reason. Whoever held the child goes on holding the child, and a manager asks somebody else."""
        for row in children:
            row.offered_to, row.declined_because = None, f"{self.act.by.name}: {reason}"

    @step(
        "Take the offer back",
        source=(State.OFFERED, State.RUNNING),
        permission=Permission.PLAN_END,
        each_child=("OFFERED", "ENDED"),
        other_than="offered_by",
        guards=[guards.no_enquiry_goes_on, guards.what_comes_after_is_said],
        stops={SUPPORT_PLAN_ACCEPTED: Stop("every_offer_is_answered_at", how="not_needed")},
    )
    def take_back(self, *, children, reason):
        """By another manager than who offered it: what comes instead, for each child."""
        for row in children:
            row.end_reason = reason
            self._end(row)

    # Worked

    @step(
        "Add a child of the household",
        source=(State.OFFERED, State.RUNNING),
        permission=Permission.CASE_ALLOCATE,
        adds=True,
        starts={SUPPORT_PLAN_ACCEPTED: "offered_again_at"},
    )
    def add_children(self, *, cases, to, aim="", visiting=SeenEvery.TWENTY_DAYS):
        """A brother or sister joins; offered like the first."""
        self._refuse_where_a_plan_is_open(cases)
        known = {row.case_id for row in self.child_rows()}
        new = [case for case in cases if case.pk not in known]
        self.offered_again_at = self.act.at
        self.cover_each(*[{"case": case, "offered_to": to, "aim": aim, "visiting": visiting} for case in new])
        self._let_in_workers([to], new)

    @step(
        "Say what should be different, and how often the child is seen",
        source=(State.OFFERED, State.RUNNING),
        permission=Permission.PLAN_WORK,
        adds=True,
        each_child=(OPEN, None),
        starts={VISIT: Start("seen_anew_from", variant="visiting")},
    )
    def set_out(self, *, children):
        """For each child, in words for that child alone; another interval counts from the last visit."""

    @step(
        "Record who agrees to the plan",
        source=(State.OFFERED, State.RUNNING),
        permission=Permission.PLAN_WORK,
        adds=True,
    )
    def record_consent(self, *, children, holder, answer, given_at, how, words=""):
        """Whoever has parental responsibility, each for themselves; the latest answer counts, all are kept."""
        said = {"holder": holder, "answer": answer, "given_at": given_at, "how": how, "words": words}
        self.add(*[PlanConsent(case=row.case, **said, **self._written()) for row in children])

    @step(
        "Record that the plan's meeting was held",
        source=State.RUNNING,
        permission=Permission.PLAN_WORK,
        adds=True,
        each_child=(WORKED_ON, None),
    )
    def hold_meeting(
        self, *, children, held_at, here=(), who_was_there="", parents="", progress="", next_on=None
    ):
        """Who was there, what has moved, and for each child whether the risk is less."""
        said = {"who_was_there": who_was_there, "parents": parents, "progress": progress, "next_on": next_on}
        self._met(MeetingKind.PLAN_MEETING, children, held_at, here, **said)

    @step(
        "Record that the plan was reviewed",
        source=State.RUNNING,
        permission=Permission.PLAN_WORK,
        adds=True,
        each_child=(WORKED_ON, None),
        stops={SUPPORT_PLAN_REVIEW: "reviewed_at"},
        starts={SUPPORT_PLAN_REVIEW: "reviewed_at"},
    )
    def hold_review(
        self, *, children, held_at, here=(), who_was_there="", parents="", progress="", next_on=None
    ):
        """The next is due three months on. A review ends nothing by itself."""
        said = {"who_was_there": who_was_there, "parents": parents, "progress": progress, "next_on": next_on}
        self._met(MeetingKind.REVIEW, children, held_at, here, **said)
        for row in children:
            row.reviewed_at = held_at
            row.reviewed_on = max(filter(None, [row.reviewed_on, timezone.localdate(held_at)]))

    # Ended

    @step(
        "Propose to end the plan",
        source=State.RUNNING,
        permission=Permission.PLAN_WORK,
        each_child=("RUNNING", "ENDING"),
    )
    def propose_end(self, *, children):
        """What has changed, what the family says, what comes after, for each child. Until it is ended it runs."""
        refuse_copied_reasons(self.child_rows(), children, "end_reason")
        for row in children:
            row.end_proposed_by, row.end_proposed_at, row.goes_on_because = self.act.by, self.act.at, ""

    @step(
        "Let the plan go on",
        source=State.RUNNING,
        permission=Permission.PLAN_END,
        each_child=("ENDING", "RUNNING"),
    )
    def let_go_on(self, *, children, reason):
        """The proposal to end it was not agreed to."""
        for row in children:
            row.goes_on_because, row.end_proposed_by, row.end_proposed_at = reason, None, None

    @step(
        "End the plan",
        source=State.RUNNING,
        permission=Permission.PLAN_END,
        each_child=("ENDING", "ENDED"),
        other_than=("end_proposed_by", "worker"),
        guards=guards.READY_TO_END,
        stops={
            VISIT: Stop("nothing_more_since", how="not_needed"),
            SUPPORT_PLAN_REVIEW: Stop("ended_now_at", how="not_needed"),
        },
    )
    def end(self, *, children):
        """By a manager who neither proposed it nor works it: the child seen since the last review, and what comes
        after it said. To family help the case itself is stepped down, and a worker there accepts."""
        for row in children:
            self._end(row)

    @step(
        "End it: the child died, is 18, or moved away",
        source=State.RUNNING,
        permission=Permission.PLAN_END,
        each_child=(WORKED_ON, "ENDED"),
        other_than="worker",
        guards=[guards.the_event_is_recorded],
        stops={
            VISIT: Stop("nothing_more_since", how="not_needed"),
            SUPPORT_PLAN_REVIEW: Stop("ended_now_at", how="not_needed"),
        },
    )
    def end_by_event(self, *, children):
        """Read from what is recorded of the child; a move ends it once the other authority has taken it on."""
        for row in children:
            row.after = AFTER_EVENT[EndEvent(row.ended_by_event)]
            row.end_proposed_by = row.end_proposed_at = None
            self._end(row)

    def _end(self, row) -> None:
        row.ended_by, row.ended_now_at = self.act.by, self.act.at
        row.ended_on, row.offered_to = row.ended_on or timezone.localdate(self.act.at), None

    @step(
        "Close the plan",
        source=(State.OFFERED, State.RUNNING),
        target=State.CLOSED,
        permission=Permission.PLAN_WORK,
        guards=[guards.it_has_ended_for_every_child],
    )
    def close(self):
        """When it has ended for every child."""
        self.closed_at = self.act.at

    withdraw = withdrawing(
        "Never a way round ending a plan that was worked.", guards=[guards.nothing_was_worked]
    )
