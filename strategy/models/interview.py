"""Achieving Best Evidence interview: decided on, planned with its needs, held, and evaluated by somebody else."""

from typing import Any

from django.db import models
from django.db.models import Q

from cpu.models import Clock, Involvement, InvolvementRole
from cpu.roles import Permission, Role
from cpu.timescales import ABE_INTERVIEW
from strategy.guards import interview as guards
from strategy.models.discussion import StrategyDiscussion
from strategy.models.one_child import TheOneChild, refuse_another_childs
from workflow.owes import Asked
from workflow.paired import who_and_when
from workflow.record import Detail
from workflow.refusals import BadInput, Reason
from workflow.stage import Stage, withdrawing
from workflow.step import WITHDRAWN, Stop, step

POLICE = {Role.POLICE_OFFICER, Role.POLICE_SUPERVISOR}
# Who of those that work with the child reads what was planned and said.
OF_THE_CASE = {Role.LEAD_PRACTITIONER, Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER}


class Intermediary(models.TextChoices):
    ASKED_FOR = "asked-for", "Considered: one is asked for"
    TAKES_PART = "takes-part", "Considered: one takes part"
    NOT_NEEDED = "not-needed", "Considered, and not needed"
    NOT_CONSIDERED = "not-considered", "Not considered"


class Order(models.TextChoices):
    MEDICAL_FIRST = "medical-first", "The medical first: forensic evidence would be lost"
    INTERVIEW_FIRST = "interview-first", "The interview first"
    SAME_DAY = "same-day", "Both on the same day, in the order that suits the child"
    NO_MEDICAL = "no-medical", "There is no medical"


class GenderChoice(models.TextChoices):
    """Victims' Code, right 1: the child chooses."""

    WOMAN = "woman", "A woman"
    MAN = "man", "A man"
    EITHER = "either", "Either: the child was asked"
    NOT_ASKED = "not-asked", "The child was not asked"


OPEN_STATES = ("DECIDED", "PLANNED")
AT_WORK = (*OPEN_STATES, "HELD")


class AbeInterview(Stage):
    """The interview of one child; a brother or sister who saw or heard it has one of their own, linked to this.

    On the record stands what everybody may know who works with the child: that it was held, when, and the
    safeguarding summary. Everything else is its content, for those of `content_open_to`.
    """

    kind, prefix, resource = "abe-interview", "AI", "abe-interviews"
    correctable = ("decided_at", "held_at")
    ended = ("CLOSED", "DECLINED", "NONE_HELD", WITHDRAWN)
    in_hand_of = ("content_row__interviewer", "content_row__second_interviewer")
    asked_by = (Asked("held_recorded_by", "held, to be evaluated"),)

    class State(models.TextChoices):
        DECIDED = "DECIDED", "Decided on, to be planned"
        PLANNED = "PLANNED", "Planned"
        HELD = "HELD", "Held"
        EVALUATED = "EVALUATED", "Evaluated"
        CLOSED = "CLOSED", "Closed"
        DECLINED = "DECLINED", "The child declines"
        NONE_HELD = "NONE_HELD", "No interview now: decided, with reasons"

    discussion = models.ForeignKey(
        StrategyDiscussion, null=True, on_delete=models.PROTECT, related_name="interviews"
    )
    linked = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="linked_to")
    decided_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, verbose_name="when the interview was decided on")
    held_at = models.DateTimeField(null=True, verbose_name="when the interview was held")
    held_recorded_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    held_recorded_at = models.DateTimeField(null=True)
    safeguarding_summary = models.TextField(blank=True)
    refused_at = models.DateTimeField(null=True)
    refusal_recorded_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    evaluated_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    evaluated_at = models.DateTimeField(null=True)
    none_decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *who_and_when("held_recorded", "evaluated", of="interview"),
            models.CheckConstraint(
                condition=~Q(state__in=["HELD", "EVALUATED"]) | Q(held_at__isnull=False),
                name="held_interview_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(evaluated_by__isnull=True) | ~Q(evaluated_by=models.F("held_recorded_by")),
                name="interview_evaluated_by_another",
                violation_error_message="Somebody else than the interviewer evaluates the interview.",
            ),
        ]

    # Who reads what

    @property
    def content(self) -> "InterviewContent":
        """What was planned and said; an empty one, not stored, where nothing is yet."""
        if "_content" not in self.__dict__:
            found = InterviewContent._rows.filter(stage=self.pk) if self.pk else None
            names = ("interviewer", "second_interviewer")
            self._content = (found and found.select_related(*names).first()) or InterviewContent(stage=self)
        return self._content

    @property
    def interviewers(self) -> list:
        people = [self.content.interviewer_id, self.content.second_interviewer_id]
        return [each for each in people if each]

    @property
    def interviewing(self) -> list:
        return [each for each in (self.content.interviewer, self.content.second_interviewer) if each]

    def content_open_to(self, user) -> bool:
        """Police who are in it; the lead practitioner, social workers and managers who work with this child; and
        whoever decided on it, held or evaluated it. Everybody else: held, date, safeguarding summary."""
        named = {self.decided_by_id, self.held_recorded_by_id, self.evaluated_by_id, *self.interviewers}
        if user.pk in named:
            return True
        roles = {each.role for each in user.memberships_in_force()}
        if not roles & (POLICE | OF_THE_CASE):
            return False
        lines = Involvement.of_user(user)
        at_work = Q(case__in=self.covered_cases()) & ~Q(role=InvolvementRole.INVITED)
        if roles & POLICE:
            return lines.filter(at_work | Q(record=self.pk) | Q(case__in=self.covered_cases())).exists()
        return lines.filter(at_work).exists()

    # What is asked about

    @property
    def before_discussion(self) -> bool:
        """Held, and no strategy discussion about this child had been held by then."""
        if self.held_at is None:
            return False
        return not any(
            row.case.strategydiscussionchild_rows.exclude(state=WITHDRAWN)
            .filter(stage__held_at__lte=self.held_at)
            .exists()
            for row in self.child_rows()
        )

    def delayed(self, now) -> bool:
        """More than five working days from the decision: by the clock, at the interview or, until then, now."""
        clocks = Clock._rows.filter(record=self.pk, timescale=ABE_INTERVIEW).exclude(ended="superseded")
        clock = clocks.order_by("-pk").first()
        return bool(clock and clock.is_late(self.held_at or now))

    # Deciding on it

    @step(
        "Decide on an ABE interview",
        source="",
        target=State.DECIDED,
        permission=Permission.INTERVIEW_WORK,
        starts={ABE_INTERVIEW: "decided_at"},
    )
    def decide(self, *, case, purpose, discussion=None, linked=None, decided_at=None):
        """Police and social care together, at the strategy discussion as a rule. A child who saw or heard it is
        asked for as well, with an interview of its own. Source: Achieving Best Evidence in Criminal Proceedings."""
        self.decided_at = decided_at or self.act.at
        self._begin(case, discussion, linked)
        self._write(purpose=purpose)

    @step(
        "Record an interview that was held before it was decided on",
        source="",
        target=State.HELD,
        permission=Permission.INTERVIEW_WORK,
    )
    def record_held(
        self,
        *,
        case,
        held_at,
        recording_reference="",
        safeguarding_summary="",
        discussion=None,
        interviewer=None,
    ):
        """What happened is never refused: it is stored, shown as such, and asked about."""
        self._begin(case, discussion, None)
        self._held(held_at, safeguarding_summary)
        self._write(recording_reference=recording_reference, interviewer=interviewer)
        self._let_see(interviewer)

    def _begin(self, case, discussion, linked) -> None:
        refuse_another_childs(discussion, case)
        self.discussion, self.linked, self.decided_by = discussion, linked, self.act.by
        self.cover(case)
        self._let_see(self.act.by)

    def _let_see(self, user) -> None:
        """From now on this person sees the interview, whoever the child's worker is."""
        lines = Involvement.in_force(self.act.at).filter(record=self.subject, user=user)
        if user and not lines.exists():
            self.add(
                Involvement(record=self.subject, user=user, role=InvolvementRole.OFFICER, from_at=self.act.at)
            )

    def _write(self, **facts) -> None:
        """What was answered now; what was left open stays as it stood."""
        content = self.content
        for name, value in facts.items():
            if value not in (None, ""):
                setattr(content, name, value)
        content.written_by, content.written_at = self.act.by, self.act.at
        content.stage = self
        self.keep(content)

    # Planning it

    @step(
        "Plan the interview",
        source=OPEN_STATES,
        target=State.PLANNED,
        permission=Permission.INTERVIEW_WORK,
    )
    def plan(
        self,
        *,
        planned_for,
        place,
        interviewer=None,
        second_interviewer=None,
        people="",
        gender_choice="",
        topics="",
        order="",
        order_why="",
        delay_why="",
    ):
        """Planned anew as often as need be. A time fitted to the child: not when it sleeps, eats or is in pain."""
        self._write(
            planned_for=planned_for,
            place=place,
            interviewer=interviewer,
            second_interviewer=second_interviewer,
            people=people,
            gender_choice=gender_choice,
            topics=topics,
            order=order,
            order_why=order_why,
            delay_why=delay_why,
        )
        for each in (interviewer, second_interviewer):
            self._let_see(each)

    @step(
        "Record what the child needs to be understood",
        source=(*AT_WORK, State.EVALUATED),
        permission=Permission.INTERVIEW_WORK,
        adds=True,
    )
    def record_needs(
        self,
        *,
        language,
        intermediary,
        intermediary_why="",
        interpreter="",
        interpreter_is_family=None,
        communication="",
    ):
        """Language, interpreter (never family), disability; an intermediary is considered for every child, and why
        not is said. Source: Youth Justice and Criminal Evidence Act 1999, ss16 and 29."""
        if interpreter_is_family and self.state in OPEN_STATES:
            raise BadInput(
                Reason("Family never interprets in an interview: find another.", pointer="/interpreter")
            )
        self._write(
            language=language,
            intermediary=intermediary,
            intermediary_why=intermediary_why,
            interpreter=interpreter,
            interpreter_is_family=interpreter_is_family,
            communication=communication,
        )

    @step(
        "Record the child's agreement, and what the carer was told",
        source=(*AT_WORK, State.EVALUATED),
        permission=Permission.INTERVIEW_WORK,
        adds=True,
    )
    def record_agreement(self, *, agrees, agreement, carer_informed, carer_words, eyewitnesses=""):
        """The child's own agreement, after an explanation that fits the child; the carer told, or why not: never
        asked of somebody who is suspected."""
        self._write(
            agrees=agrees,
            agreement=agreement,
            carer_informed=carer_informed,
            carer_words=carer_words,
            eyewitnesses=eyewitnesses,
        )

    # Holding it

    @step(
        "Record that the interview was held",
        source=OPEN_STATES,
        target=State.HELD,
        permission=Permission.INTERVIEW_WORK,
        stops={ABE_INTERVIEW: "held_at"},
    )
    def hold(
        self,
        *,
        held_at,
        who_was_there="",
        recording_reference="",
        safeguarding_summary="",
        interviewer=None,
        second_interviewer=None,
    ):
        """Never refused. The recording is with the police: its reference is kept here, and no log of who had it."""
        self._held(held_at, safeguarding_summary)
        self._write(
            who_was_there=who_was_there,
            recording_reference=recording_reference,
            interviewer=interviewer,
            second_interviewer=second_interviewer,
        )
        for each in (interviewer, second_interviewer):
            self._let_see(each)

    def _held(self, held_at, summary) -> None:
        self.held_at, self.held_recorded_by, self.held_recorded_at = held_at, self.act.by, self.act.at
        self.safeguarding_summary = summary

    @step(
        "Write the safeguarding summary",
        source=(State.HELD, State.EVALUATED),
        permission=Permission.INTERVIEW_WORK,
        adds=True,
    )
    def write_summary(self, *, safeguarding_summary):
        """What everybody needs to know who keeps this child safe, and nothing that only the court needs."""
        self.safeguarding_summary = safeguarding_summary

    @step(
        "Say where the recording is, and why it was late or early",
        source=(*AT_WORK, State.EVALUATED),
        permission=Permission.INTERVIEW_WORK,
        adds=True,
    )
    def give_reasons(self, *, recording_reference="", delay_why="", before_discussion_why=""):
        """Later than five working days, or before the strategy discussion: it stands why."""
        self._write(
            recording_reference=recording_reference,
            delay_why=delay_why,
            before_discussion_why=before_discussion_why,
        )

    @step(
        "Evaluate the interview",
        source=State.HELD,
        target=State.EVALUATED,
        permission=Permission.INTERVIEW_EVALUATE,
        other_than=("interviewing", "held_recorded_by"),
    )
    def evaluate(
        self, *, information, action_now, safeguarding_summary, next_step, second_interview, second_why=""
    ):
        """By a supervisor who did not interview: what was learnt, what protects the child now, what follows. A
        second interview is decided anew, and has its own record."""
        if second_interview and not second_why:
            raise BadInput(Reason("Say why a second interview is needed, and when.", pointer="/second_why"))
        self.safeguarding_summary = safeguarding_summary
        self.evaluated_by, self.evaluated_at = self.act.by, self.act.at
        self._write(
            information=information,
            action_now=action_now,
            next_step=next_step,
            second_interview=second_interview,
            second_why=second_why,
        )

    # Not held: down

    @step(
        "Record that the child does not want it",
        source=OPEN_STATES,
        permission=Permission.INTERVIEW_WORK,
        adds=True,
    )
    def record_refusal(self, *, happened_at, refusal, to_whom, offered="", how_heard=""):
        """A fact, and no end: another day, place, person or way is offered first."""
        self.refused_at, self.refusal_recorded_by = happened_at, self.act.by
        self._write(refusal=refusal, to_whom=to_whom, offered=offered, how_heard=how_heard)

    @step(
        "End it: the child declines",
        source=OPEN_STATES,
        target=State.DECLINED,
        permission=Permission.INTERVIEW_EVALUATE,
        other_than="refusal_recorded_by",
        guards=[guards.child_said_no, guards.other_ways_were_offered, guards.child_is_heard_otherwise],
        stops={ABE_INTERVIEW: Stop("refused_at", how="not_needed")},
    )
    def decline(self, *, none_why):
        """No child is interviewed against its will; the child is heard another way, and may ask for it later."""
        self._write(none_why=none_why)

    @step(
        "Decide that there is no interview now",
        source=OPEN_STATES,
        target=State.NONE_HELD,
        permission=Permission.INTERVIEW_EVALUATE,
        other_than="decided_by",
        guards=[guards.police_and_social_care_agree],
        stops={ABE_INTERVIEW: Stop("none_decided_at", how="not_needed")},
    )
    def decide_none(self, *, none_why, how_heard):
        """By another than who decided on it, with police and social care of one mind."""
        self.none_decided_at = self.act.at
        self._write(none_why=none_why, how_heard=how_heard)

    @step(
        "Record who agrees that there is no interview now",
        source=OPEN_STATES,
        permission=Permission.INTERVIEW_WORK,
        adds=True,
    )
    def record_agrees_to_none(self, *, police_agrees="", social_care_agrees=""):
        """The officer and the social worker, by name."""
        self._write(police_agrees=police_agrees, social_care_agrees=social_care_agrees)

    @step(
        "Close the interview",
        source=State.EVALUATED,
        target=State.CLOSED,
        permission=Permission.INTERVIEW_WORK,
        guards=[
            guards.recording_is_found,
            guards.intermediary_was_considered,
            guards.agreement_is_recorded,
            guards.early_interview_is_explained,
            guards.delay_is_explained,
            guards.eyewitnesses_are_asked_for,
        ],
    )
    def close(self):
        """Once everything that is asked about has its answer."""
        self.closed_at = self.act.at

    withdraw = withdrawing(
        "Never a way round saying why there is no interview.", guards=[guards.no_interview_was_held]
    )


class AbeInterviewChild(TheOneChild):
    stage = models.ForeignKey(AbeInterview, on_delete=models.PROTECT, related_name="children")


class InterviewContent(Detail):
    """What was planned, asked about and learnt: a row of its own, so that it stands in no answer about the record
    that somebody else may get."""

    stage: Any = models.OneToOneField(AbeInterview, on_delete=models.PROTECT, related_name="content_row")
    purpose = models.TextField(blank=True, verbose_name="what it is to find out")
    planned_for = models.DateTimeField(null=True, verbose_name="planned for")
    place = models.CharField(max_length=200, blank=True, verbose_name="where")
    interviewer = models.ForeignKey(
        "cpu.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="lead interviewer"
    )
    second_interviewer = models.ForeignKey(
        "cpu.User", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="second interviewer"
    )
    people = models.TextField(blank=True, verbose_name="others who take part")
    gender_choice = models.CharField(
        max_length=12,
        choices=GenderChoice,
        blank=True,
        verbose_name="by whom the child chose to be interviewed",
    )
    topics = models.TextField(blank=True, verbose_name="topics")
    order = models.CharField(
        max_length=16, choices=Order, blank=True, verbose_name="order against the medical"
    )
    order_why = models.TextField(blank=True, verbose_name="why in this order")
    language = models.CharField(max_length=200, blank=True, verbose_name="language")
    interpreter = models.CharField(max_length=200, blank=True, verbose_name="interpreter")
    interpreter_is_family = models.BooleanField(null=True, verbose_name="interpreter is family")
    communication = models.TextField(blank=True, verbose_name="disability, and how the child communicates")
    intermediary = models.CharField(
        max_length=16, choices=Intermediary, blank=True, verbose_name="intermediary"
    )
    intermediary_why = models.TextField(blank=True, verbose_name="intermediary: who, or why not")
    agrees = models.BooleanField(null=True, verbose_name="the child agrees")
    agreement = models.TextField(blank=True, verbose_name="what the child was told and said")
    carer_informed = models.BooleanField(null=True, verbose_name="carer informed")
    carer_words = models.TextField(blank=True, verbose_name="who was informed, or why not")
    eyewitnesses = models.TextField(blank=True, verbose_name="brothers and sisters who saw or heard it")
    who_was_there = models.TextField(blank=True, verbose_name="who was there, or listened")
    recording_reference = models.CharField(
        max_length=100, blank=True, verbose_name="police reference of the recording"
    )
    before_discussion_why = models.TextField(blank=True, verbose_name="why before the strategy discussion")
    delay_why = models.TextField(blank=True, verbose_name="why later than five working days")
    information = models.TextField(blank=True, verbose_name="information obtained")
    action_now = models.TextField(blank=True, verbose_name="safeguarding action now")
    next_step = models.TextField(blank=True, verbose_name="next step")
    second_interview = models.BooleanField(null=True, verbose_name="a second interview is needed")
    second_why = models.TextField(blank=True, verbose_name="second interview: why, and when")
    refusal = models.TextField(blank=True, verbose_name="how the child said no")
    to_whom = models.CharField(max_length=200, blank=True, verbose_name="said to")
    offered = models.TextField(blank=True, verbose_name="what else was offered")
    how_heard = models.TextField(blank=True, verbose_name="how the child is heard instead")
    police_agrees = models.CharField(max_length=200, blank=True, verbose_name="officer who agrees to none")
    social_care_agrees = models.CharField(
        max_length=200, blank=True, verbose_name="social worker who agrees to none"
    )
    none_why = models.TextField(blank=True, verbose_name="why there is none")
    written_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()


__all__ = ["AbeInterview", "AbeInterviewChild", "InterviewContent"]
