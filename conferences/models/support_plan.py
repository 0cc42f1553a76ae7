"""Child-in-need plan, and plan for risk outside the home: offered to a named worker, who accepts; then worked."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from conferences.guards import support as guards
from conferences.models.worked_plan import MeetingKind, PlanFact, WorkedPlan, WorkedPlanChild, plans
from cpu.models import Clock, Involvement, InvolvementRole, Team
from cpu.roles import Permission
from cpu.timescales import SUPPORT_PLAN_ACCEPTED, SUPPORT_PLAN_REVIEW, VISIT
from people.models import Person
from strategy.models.enquiry import Exploitation, refuse_copied_reasons
from workflow.owes import Owes
from workflow.refusals import BadInput, Reason
from workflow.stage import Stage
from workflow.step import ANY, WITHDRAWN, Start, Stop, step


class SeenEvery(models.TextChoices):
    """How often the child is seen; the value chooses the length of the clock of visits."""

    TWENTY_DAYS = "every 20 working days", "Every 20 working days"
    FIFTEEN_DAYS = "every 15 working days", "Every 15 working days"
    TEN_DAYS = "every 10 working days", "Every 10 working days"
    FIVE_DAYS = "every 5 working days", "Every 5 working days"


class After(models.TextChoices):
    """What comes after a plan."""

    FAMILY_HELP = "family-help", "Family help: the case is stepped down to a worker who accepts"
    UNIVERSAL = "universal", "What every family has: school, health visitor, GP"
    ANOTHER_PLAN = "another-plan", "Another plan of this child goes on"
    PROTECTION = "protection", "A child protection plan"
    LOOKED_AFTER = "looked-after", "The child is looked after: the care plan"
    OTHER_AUTHORITY = "other-authority", "Another authority has taken it on"
    NOTHING = "nothing", "Nothing more: the child died, or is 18"


class EndEvent(models.TextChoices):
    """What ends a plan by itself."""

    DIED = "died", "The child died"
    TURNED_18 = "turned-18", "The child is 18"
    MOVED = "moved", "The child moved, and another authority has taken the plan on"


AFTER_EVENT = {
    EndEvent.DIED: After.NOTHING,
    EndEvent.TURNED_18: After.NOTHING,
    EndEvent.MOVED: After.OTHER_AUTHORITY,
}


class Consent(models.TextChoices):
    AGREES = "agrees", "Agrees to the plan"
    REFUSES = "refuses", "Does not agree"
    TAKEN_BACK = "taken-back", "Takes the agreement back"


OPEN = ("OFFERED", "RUNNING", "ENDING")
WORKED_ON = ("RUNNING", "ENDING")


class SupportPlanChild(WorkedPlanChild):
    """One child's plan: to whom it was offered, who works it, from when until when, and what came after."""

    class State(models.TextChoices):
        OFFERED = "OFFERED", "Offered, not yet accepted: until then the unit holds the child"
        RUNNING = "RUNNING", "Running"
        ENDING = "ENDING", "Running, its end is proposed"
        ENDED = "ENDED", "Ended"

    offered_to = models.ForeignKey(
        "cpu.User",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="offered to, and not yet answered",
    )
    declined_because = models.TextField("last declined", blank=True)
    worker = models.ForeignKey(
        "cpu.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="worker of the plan"
    )
    accepted_at = models.DateTimeField(null=True)
    aim = models.TextField("what should be different for the child", blank=True)
    visiting = models.CharField(
        "how often the child is seen",
        max_length=24,
        choices=SeenEvery,
        default=SeenEvery.TWENTY_DAYS,
        blank=True,
    )
    started_on = models.DateField("start of the plan", null=True)
    reviewed_on = models.DateField("last review", null=True)
    end_proposed_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    end_proposed_at = models.DateTimeField(null=True)
    end_reason = models.TextField("what has changed for the child", blank=True)
    family_says = models.TextField("what the child and the family say to ending it", blank=True)
    after = models.CharField("what comes after it", max_length=16, choices=After, blank=True)
    after_words = models.TextField("who does that, from when", blank=True)
    goes_on_because = models.TextField("why it goes on", blank=True)
    ended_by_event = models.CharField("ended by", max_length=12, choices=EndEvent, blank=True)
    ended_on = models.DateField("end of the plan", null=True)
    ended_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")

    ended = ("ENDED", WITHDRAWN)
    # Set by the step that does so, for its clocks alone.
    reviewed_at = None
    ended_now_at = None

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=OPEN),
                name="one_open_%(class)s_per_child",
                violation_error_message="A plan of this kind is open for this child already: it goes on.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WORKED_ON) | Q(worker__isnull=False, started_on__isnull=False),
                name="running_%(class)s_was_accepted",
                violation_error_message="A plan runs once its worker has accepted it.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="%(class)s_ends_after_it_starts",
                violation_error_message="A plan cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDED")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(after="")),
                name="ended_%(class)s_says_what_comes_after",
                violation_error_message="Say what comes after the plan.",
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDED")
                | Q(end_proposed_by__isnull=True)
                | Q(after="protection")
                | ~Q(ended_by=F("end_proposed_by")),
                name="%(class)s_ended_by_another",
                violation_error_message="Somebody else than who proposed it ends a plan.",
            ),
        ]

    @property
    def visits_from(self):
        """The clock of visits begins with the plan; one that runs already, of a shorter plan, is not put off."""
        running = Clock._rows.filter(case=self.case_id, timescale=VISIT, stopped_at__isnull=True)
        return None if running.exists() else self.accepted_at

    @property
    def seen_anew_from(self):
        """Another interval counts from the last visit; never while another plan sets the pace."""
        running = Clock._rows.filter(case=self.case_id, timescale=VISIT, stopped_at__isnull=True).first()
        own = running and self.state in WORKED_ON and not _other_plan_of(self)
        return running.started_at if running and own else None

    @property
    def reviews_from(self):
        return self.accepted_at

    @property
    def nothing_more_since(self):
        """The clocks of the plan end with it, unless another plan of this child goes on."""
        if self.ended_now_at is None or _other_plan_of(self):
            return None
        return self.ended_now_at

    @property
    def consents(self) -> list["PlanConsent"]:
        return [each for each in self.stage.consents if each.case_id == self.case_id]

    def agreed_by(self) -> list[str]:
        """Holders of parental responsibility whose last answer is yes."""
        last = {each.holder_id: each for each in self.consents}
        return [each.holder.known_as for each in last.values() if each.answer == Consent.AGREES]

    def owed(self) -> list[tuple[str, str]]:
        """What this child's plan still waits for: a sentence, and the step that answers it."""
        if self.state in self.ended:
            return []
        if self.state == self.State.OFFERED and self.offered_to is None:
            return [("Nobody is asked: the unit holds the child. Name a worker.", "offer_to")]
        if self.state == self.State.OFFERED and self.offered_to is not None:
            return [(f"{self.offered_to.name} has not yet accepted: the unit holds the child.", "offer_to")]
        found = []
        if not self.agreed_by():
            says = "Nobody with parental responsibility has agreed: this plan rests on agreement."
            found.append((says, "record_consent"))
        if not any(each.case_id in (None, self.case_id) for each in self.stage.actions):
            found.append(("No action stands in the plan.", "add_action"))
        if self.stage.excludes_protection and guards.protected(self.case):
            found.append(("A child protection plan is open: both never run together.", "propose_end"))
        return found


def _other_plan_of(row: SupportPlanChild) -> bool:
    """Whether another plan that is worked goes on for this child."""
    return any(
        model.rows_of(row.case)
        .exclude(state__in=model.child_row().ended)
        .exclude(stage__state__in=model.ended)
        .exclude(stage=row.stage.pk)
        .exists()
        for model in plans()
    )


def _protected_among(cases) -> set[int]:
    """Keys of those of these cases whose child is subject of an open child protection plan: one query."""
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

    @property
    def consents(self) -> list["PlanConsent"]:
        return self._read("planconsent_rows", "holder__subject")

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
        self._refuse_beside_protection(cases)
        self._put_forward(why, enquiry or assessment)
        self.cover_each(
            *[{"case": case, "offered_to": to, "aim": aim, "visiting": visiting} for case in cases]
        )
        self._let_in_workers([to], cases)

    def _refuse_beside_protection(self, cases) -> None:
        """A plan is refused, under the lock of the cases: rules 4001, 4016, 4017."""
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
            self._take(row)

    @step(
        "Take the plan over: I have read it",
        source=State.RUNNING,
        permission=Permission.CASE_ACCEPT,
        each_child=(WORKED_ON, None),
        guards=[guards.offered_to_me],
    )
    def take_over(self, *, children):
        """From whoever worked it until now."""
        for row in children:
            self._take(row)

    def _take(self, row) -> None:
        row.worker, row.offered_to, row.declined_because = self.act.by, None, ""
        lines = Involvement.in_force(self.act.at)
        if not lines.filter(case=row.case_id, user=self.act.by).exists():
            self.add(
                Involvement(
                    case=row.case, user=self.act.by, role=InvolvementRole.CO_WORKER, from_at=self.act.at
                )
            )

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
        self._refuse_beside_protection(cases)
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
        for row in children:
            self.add(
                PlanConsent(
                    case=row.case,
                    holder=holder,
                    answer=answer,
                    given_at=given_at,
                    how=how,
                    words=words,
                    **self._written(),
                )
            )

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
            SUPPORT_PLAN_REVIEW: Stop("nothing_more_since", how="not_needed"),
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
            SUPPORT_PLAN_REVIEW: Stop("nothing_more_since", how="not_needed"),
        },
    )
    def end_by_event(self, *, children):
        """Read from what is recorded of the child; a move ends it once the other authority has taken it on."""
        for row in children:
            row.after, row.end_proposed_by = AFTER_EVENT[EndEvent(row.ended_by_event)], None
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

    @step(
        "Withdraw: entered in error, or on the wrong child",
        source=ANY,
        target=WITHDRAWN,
        permission=Permission.WITHDRAW,
        other_than="opened_by",
        guards=[guards.nothing_was_worked],
    )
    def withdraw(self, *, reason):
        """Never a way round ending a plan that was worked."""
        Stage.withdraw.__wrapped__(self, reason=reason)


class PlanConsent(PlanFact):
    """What a holder of parental responsibility says to the plan for one child; the latest answer counts."""

    case = models.ForeignKey("people.Case", on_delete=models.PROTECT, related_name="planconsent_rows")
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=Consent)
    given_at = models.DateTimeField()
    how = models.CharField(max_length=200)
    words = models.TextField(blank=True)

    class Meta(PlanFact.Meta):
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.holder.known_as}: {self.get_answer_display().lower()}"


class ChildInNeedPlan(SupportPlan):
    """Help under section 17 of the Children Act 1989. Never beside a child protection plan."""

    kind, prefix, resource = "child-in-need-plan", "CN", "child-in-need-plans"
    excludes_protection = True

    @step(
        "Offer a plan after a conference",
        source="",
        target=SupportPlan.State.OFFERED,
        permission=Permission.CONSEQUENCE,
        starts={SUPPORT_PLAN_ACCEPTED: "offered_at"},
    )
    def offer_after_conference(self, *, cause, children):
        """For the children of whom the conference decided so, each to the worker named for that child."""
        self._put_forward(f"Conference {cause.reference} decided that there is a child-in-need plan.", cause)
        self.cover_each(
            *[
                {
                    "case": row.case,
                    "offered_to": row.next_step_for,
                    "aim": row.outline or row.safety_plan,
                    "visiting": row.visiting or SeenEvery.TWENTY_DAYS,
                }
                for row in children
            ]
        )
        workers = [row.next_step_for for row in children if row.next_step_for]
        self._let_in_workers(workers, [row.case for row in children])

    @step(
        "End it: a child protection plan takes its place",
        source=(SupportPlan.State.OFFERED, SupportPlan.State.RUNNING),
        permission=Permission.CONSEQUENCE,
        each_child=(OPEN, "ENDED"),
        stops={
            SUPPORT_PLAN_ACCEPTED: Stop("every_offer_is_answered_at", how="not_needed"),
            VISIT: Stop("nothing_more_since", how="not_needed"),
            SUPPORT_PLAN_REVIEW: Stop("nothing_more_since", how="not_needed"),
        },
    )
    def end_for_protection(self, *, cause, children):
        """On the day of the conference: both never run together (census rules 4001, 4016, 4017)."""
        for row in children:
            row.after, row.after_words = After.PROTECTION, f"Decided by conference {cause.reference}"
            row.ended_on = max(filter(None, [row.started_on, timezone.localdate(cause.held_at)]))
            self._end(row)


class ChildInNeedPlanChild(SupportPlanChild):
    """One child in need: CINPlanStartDate and CINPlanEndDate of the census."""

    stage = models.ForeignKey(ChildInNeedPlan, on_delete=models.PROTECT, related_name="children")


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
