"""Case: one child's episode of involvement, the census's CINdetails."""

from django.db import models
from django.db.models import F, Q

from cpu import codes
from cpu.models import AuditEvent, Clock, Involvement, InvolvementRole, TeamKind
from cpu.roles import Permission, can
from people import guards
from people.models.choices import AFTER_ASSESSMENT
from people.models.elsewhere import OF_DOMESTIC_ABUSE, LinkElsewhere
from people.models.holding import HandOver, SleepingPlace, SleepingPlaceAgreement
from people.models.life import LookedAfter, MovedAway
from workflow.models import Note
from workflow.notes import Noted
from workflow.record import FollowsCorrections, Record
from workflow.refusals import BadInput, Reason, WrongState
from workflow.step import ANY, WITHDRAWN, step

WHO_WORKS = (
    InvolvementRole.CO_WORKER,
    InvolvementRole.SUPERVISOR,
    InvolvementRole.OFFICER,
    InvolvementRole.HEALTH,
)


class Case(FollowsCorrections, Noted, Record):
    """From a referral until it is closed with a reason; one open at a time for a child."""

    kind, prefix, resource = "case", "C", "cases"
    lock_order = 2
    correctable = ("referred_at", "primary_need", "closed_at", "closing_reason")

    class State(models.TextChoices):
        OPEN = "OPEN", "Open"
        CLOSED = "CLOSED", "Closed"

    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="cases")
    referred_at = models.DateTimeField("date of referral")
    source = models.CharField(max_length=2, choices=codes.ReferralSource, blank=True)
    primary_need = models.CharField(max_length=2, choices=codes.PrimaryNeed, blank=True)
    closed_at = models.DateTimeField(null=True)
    closing_reason = models.CharField(max_length=3, choices=codes.ReasonForClosure, blank=True)
    closing_words = models.TextField(blank=True)
    closed_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    tonight = models.TextField("if someone rings tonight", blank=True)
    tonight_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    tonight_at = models.DateTimeField(null=True)
    tonight_review_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    tonight="",
                    tonight_by__isnull=True,
                    tonight_at__isnull=True,
                    tonight_review_on__isnull=True,
                )
                | (
                    ~Q(tonight="")
                    & Q(tonight_by__isnull=False, tonight_at__isnull=False, tonight_review_on__isnull=False)
                ),
                name="words_for_the_night_have_writer_and_review",
            ),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(state="OPEN"),
                name="one_open_case_per_child",
                violation_error_message="A case is already open for this child: attach the referral to it.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(closed_at__isnull=True, closed_by__isnull=True, closing_reason="") & ~Q(state="CLOSED")
                )
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(closing_reason="")
                    & ~Q(state="OPEN")
                ),
                name="closed_case_has_date_reason_and_name",
                violation_error_message="A closed case has a date, a reason and who closed it.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("referred_at")),
                name="case_closed_after_referral",
                violation_error_message="A case cannot close before its referral.",
            ),
        ]

    @classmethod
    def visible_to(cls, user):
        """Cases that one works with, by name, team or agency."""
        if not user.is_authenticated:
            return cls._rows.none()
        if can(user, Permission.SEE_EVERY_CASE):
            return cls._rows.all()
        return cls._rows.filter(pk__in=Involvement.of_user(user).filter(case__isnull=False).values("case"))

    @classmethod
    def standing_on(cls, cause, field, value):
        """Opened by the record that is corrected; a case to which it was attached has its own first referral."""
        covered = cls._rows.filter(pk__in=cause.covered_cases(), **{field: value}).values_list(
            "pk", flat=True
        )
        opened = AuditEvent._rows.filter(subject_id__in=list(covered), version=1, cause_id=cause.pk)
        return cls._rows.filter(pk__in=list(opened.values_list("subject_id", flat=True)))

    @classmethod
    def offered_to(cls, user):
        waiting = HandOver._rows.filter(to=user, accepted_at__isnull=True, ended_at__isnull=True)
        return cls.visible_to(user).filter(
            pk__in=waiting.values("case")
        ), "Read the hand-over, and accept the case"

    def covered_cases(self):
        return [self.pk] if self.pk else []

    def noted_case(self):
        return self

    def open_clocks(self) -> models.QuerySet[Clock]:
        """Open clocks of this child: of the case, and of the stages that cover it."""
        wanted = Q(case=self)
        for stage in guards.stages():
            wanted |= Q(case__isnull=True, record__in=stage.rows_of(self).order_by().values("stage"))
        return Clock._rows.filter(wanted, stopped_at__isnull=True).order_by("late_from", "pk")

    # Who holds it

    def _at_work(self, **which) -> models.QuerySet[Involvement]:
        """Lines of who works with this child that nobody has ended."""
        return self.involvements.filter(until_at__isnull=True, **which)

    @property
    def lead(self):
        """The lead practitioner now, or nobody."""
        line = self._at_work(role=InvolvementRole.LEAD).select_related("user").first()
        return line.user if line else None

    @property
    def team(self):
        """The team that has held it longest, or nobody."""
        line = (
            self._at_work(role=InvolvementRole.TEAM).select_related("team").order_by("from_at", "pk").first()
        )
        return line.team if line else None

    @property
    def waiting(self) -> HandOver | None:
        """The hand-over that waits for its answer."""
        return (
            self.hand_overs.filter(accepted_at__isnull=True, ended_at__isnull=True)
            .select_related("to")
            .first()
        )

    @property
    def sleeping_place(self) -> SleepingPlace | None:
        """Where the child sleeps, as last recorded."""
        return self.sleeping_places.last()

    def agreements_owed(self) -> list:
        """Holders of parental responsibility who have not been heard on where the child sleeps."""
        place = self.sleeping_place
        heard = set(place.agreements.values_list("holder", flat=True)) if place else set()
        held = self.child.relationships.filter(responsibility="held", until_on__isnull=True).select_related(
            "other"
        )
        return [each.other for each in held if each.other_id not in heard]

    def _let(self, role: str, **whom) -> None:
        if not self._at_work(role=role, **whom).exists():
            self.add(Involvement(case=self, role=role, from_at=self.act.at, **whom))

    def _end(self, lines) -> None:
        for line in lines:
            # A line that began this very moment ends with it.
            line.until_at = max(self.act.at, line.from_at)
            self.keep(line)

    # Steps

    @step("Open a case", source="", target=State.OPEN, permission=Permission.CONSEQUENCE)
    def open(self, *, child, referred_at, team, source=""):
        """The team that opens the case holds it until it is allocated. An emergency needs no referral."""
        self.child, self.referred_at, self.source = child, referred_at, source
        self.add(Involvement(case=self, role=InvolvementRole.TEAM, from_at=self.act.at, team=team))

    @classmethod
    def opened_together(cls, cases):
        """What runs by the record of each child goes with the child."""
        Clock.take_along({each.child_id: each.pk for each in cases})

    @step("Give the case to a worker", source=State.OPEN, permission=Permission.CASE_ALLOCATE)
    def allocate(self, *, to, words):
        """With what must be known now; the worker reads it and accepts."""
        self._offer(HandOver.Kind.ALLOCATION, to, words)

    @step("Hand the case over to another team", source=State.OPEN, permission=Permission.CASE_ALLOCATE)
    def hand_over(self, *, team, to, words):
        """To a named worker of the other team, who accepts; until then this team holds the child."""
        if team.kind == TeamKind.FAMILY_HELP:
            raise BadInput(Reason("To family help a case is stepped down: take that step.", pointer="/team"))
        self._offer(HandOver.Kind.TO_TEAM, to, words, team)

    @step(
        "Step the case down to family help",
        source=State.OPEN,
        permission=Permission.CASE_CLOSE,
        other_than="lead",
        guards=[
            guards.no_protection_work_is_open,
            guards.no_protection_is_owed,
            guards.protection_is_looked_at,
            guards.sleeps_somewhere_known,
        ],
    )
    def step_down(self, *, team, to, words):
        """Never while an enquiry, a plan or another stage of protection is open. A named worker accepts."""
        if team.kind != TeamKind.FAMILY_HELP:
            raise BadInput(Reason("Choose a family help team.", pointer="/team"))
        self._offer(HandOver.Kind.STEP_DOWN, to, words, team)

    def _offer(self, kind, to, words, team=None) -> None:
        """Takes the place of an offer not yet answered. The named worker may read the case from now on."""
        self._answer(ended_because="Another hand-over took its place.")
        self.add(
            HandOver(
                case=self,
                kind=kind,
                to=to,
                team=team,
                words=words,
                offered_by=self.act.by,
                offered_at=self.act.at,
            )
        )
        self._let(InvolvementRole.INVITED, user=to)

    def _answer(self, ended_because="") -> HandOver | None:
        waiting = self.waiting
        if waiting is None:
            return None
        self._end(self._at_work(role=InvolvementRole.INVITED, user=waiting.to))
        if ended_because:
            waiting.ended_at, waiting.ended_because = self.act.at, ended_because
        else:
            waiting.accepted_at = self.act.at
        self.keep(waiting)
        return waiting

    @step(
        "Accept: I have read the hand-over",
        source=State.OPEN,
        permission=Permission.CASE_ACCEPT,
        guards=[guards.hand_over_waits, guards.offered_to_me, guards.offered_by_another],
    )
    def accept(self):
        """From now on the child has this lead practitioner."""
        accepted = self._answer()
        if accepted is None:
            raise WrongState("Nothing waits for an answer: somebody else was quicker.")
        self._end(self._at_work(role=InvolvementRole.LEAD))
        self._let(InvolvementRole.LEAD, user=accepted.to)
        if accepted.team:
            self._end(self._at_work(role=InvolvementRole.TEAM).exclude(team=accepted.team))
            self._let(InvolvementRole.TEAM, team=accepted.team)

    @step(
        "Decline the hand-over",
        source=State.OPEN,
        permission=Permission.CASE_ACCEPT,
        guards=[guards.hand_over_waits, guards.offered_to_me],
    )
    def decline(self, *, reason):
        """Whoever held the child goes on holding the child, and sees why."""
        self._answer(ended_because=reason)

    @step(
        "Bring somebody in to work with the child",
        source=State.OPEN,
        permission=Permission.CASE_ALLOCATE,
        adds=True,
    )
    def involve(self, *, role, user=None, team=None, agency=None):
        """A person, a team or an agency: from now on they see this case."""
        whom = {
            name: value for name, value in {"user": user, "team": team, "agency": agency}.items() if value
        }
        if len(whom) != 1:
            raise BadInput(Reason("Choose a person, a team or an agency: one of them.", pointer="/user"))
        if role not in (*WHO_WORKS, InvolvementRole.TEAM) or (role == InvolvementRole.TEAM) != bool(team):
            says = "A lead practitioner comes by a hand-over; “team” is for a team."
            raise BadInput(Reason(says, pointer="/role"))
        self._let(role, **whom)

    @step("End somebody's work with the child", source=State.OPEN, permission=Permission.CASE_ALLOCATE)
    def end_involvement(self, *, involvement, reason):
        """Not the lead practitioner's, nor the last team's: a child is never without somebody."""
        if involvement.case_id != self.pk or involvement.until_at:
            raise BadInput(Reason("Choose somebody who works with this child.", pointer="/involvement"))
        if involvement.role == InvolvementRole.LEAD:
            raise BadInput(Reason("Hand the case over instead.", pointer="/involvement"))
        if involvement.role == InvolvementRole.TEAM and self._at_work(role=InvolvementRole.TEAM).count() == 1:
            says = "This team holds the child: hand the case over instead."
            raise BadInput(Reason(says, pointer="/involvement"))
        self._end([involvement])

    @step("Write a manager's oversight", source=ANY, permission=Permission.OVERSEE, adds=True)
    def oversight(self, *, words, happened_at, supervision=False):
        """What the manager has looked at, thinks and asks for; or the record of supervision."""
        kind = Note.Kind.SUPERVISION if supervision else Note.Kind.OVERSIGHT
        self.write_note(words, happened_at, cases=[self], kind=kind)

    @step(
        "Say why something is late",
        source=ANY,
        permission=Permission.CASE_ACCEPT,
        adds=True,
        guards=[guards.lead_or_manager],
    )
    def explain_lateness(self, *, clock, reason):
        """Those above are told no longer. The clock runs on: only the event it waits for ends it."""
        if not self.open_clocks().filter(pk=clock.pk).exists() or not clock.is_late(self.act.at):
            raise BadInput(Reason("Choose something of this child that is late.", pointer="/clock"))
        clock.acknowledge(by=self.act.by, at=self.act.at, reason=reason)

    @step("Record the main need", source=ANY, permission=Permission.PERSON_RECORD)
    def record_primary_need(self, *, primary_need):
        """The census's primary need, owed unless the referral came to no further action."""
        self.primary_need = primary_need

    @step("Say where the child sleeps", source=State.OPEN, permission=Permission.PERSON_RECORD, adds=True)
    def record_sleeping_place(
        self, *, where, with_whom, agreed_by, legal_basis, from_at, carer_checks="", manager=None
    ):
        """The latest counts, all are kept. If the authority arranged it, it may be section 20."""
        self.add(
            SleepingPlace(
                case=self,
                where=where,
                with_whom=with_whom,
                agreed_by=agreed_by,
                legal_basis=legal_basis,
                from_at=from_at,
                carer_checks=carer_checks,
                manager=manager,
                recorded_by=self.act.by,
            )
        )

    @step(
        "Record what a holder of parental responsibility says to it",
        source=State.OPEN,
        permission=Permission.PERSON_RECORD,
        adds=True,
    )
    def record_agreement(self, *, holder, answer, words=""):
        place = self.sleeping_place
        if place is None:
            raise BadInput(Reason("Say first where the child sleeps.", pointer="/holder"))
        self.add(
            SleepingPlaceAgreement(
                case=self, place=place, holder=holder, answer=answer, words=words, given_at=self.act.at
            )
        )

    @step(
        "Write what to do if someone rings tonight",
        source=State.OPEN,
        permission=Permission.NOTE,
        adds=True,
    )
    def write_for_the_night(self, *, words, review_on):
        """For the worker of the night, who reads it first. Past its review it stays, and says so."""
        self.tonight, self.tonight_review_on = words, review_on
        self.tonight_by, self.tonight_at = self.act.by, self.act.at

    @step(
        "End what was written for the night",
        source=State.OPEN,
        permission=Permission.PERSON_PROTECT,
        guards=[guards.written_for_the_night],
    )
    def end_for_the_night(self, *, reason):
        """It ends by a named person's reason, never by its date."""
        self.tonight, self.tonight_review_on, self.tonight_by, self.tonight_at = "", None, None, None

    @step(
        "Record a link to another process",
        source=State.OPEN,
        permission=Permission.PERSON_RECORD,
        adds=True,
    )
    def record_link(self, *, kind, on, their_reference="", words="", child_is_victim=None):
        """Risk assessment, MARAC, LADO, NRM, MACE, MAPPA: their record stays theirs; ours says where it is."""
        if not (their_reference or words):
            says = "Give their reference, or say in words why there is none."
            raise BadInput(Reason(says, pointer="/their_reference"))
        if child_is_victim is not None and kind not in OF_DOMESTIC_ABUSE:
            says = "That is answered with the domestic abuse risk assessment or the MARAC."
            raise BadInput(Reason(says, pointer="/child_is_victim"))
        self.add(
            LinkElsewhere(
                case=self,
                kind=kind,
                reference=their_reference,
                on=on,
                words=words,
                child_is_victim=child_is_victim,
                written_by=self.act.by,
                written_at=self.act.at,
            )
        )

    @step("End a link to another process", source=State.OPEN, permission=Permission.PERSON_PROTECT)
    def end_link(self, *, link, reason):
        """A manager's, with a reason; it stays readable with who ended it and why."""
        if link.case_id != self.pk or link.ended_at:
            raise BadInput(Reason("Choose a link of this child that nobody has ended.", pointer="/link"))
        link.ended_at, link.ended_by, link.ended_because = self.act.at, self.act.by, reason
        self.keep(link)

    # What changes the child's life: every open stage is asked what follows

    @step(
        "Record that the child became looked after",
        source=State.OPEN,
        permission=Permission.PERSON_RECORD,
        adds=True,
    )
    def become_looked_after(self, *, basis, from_on, words=""):
        """A fact, with its legal basis. Nothing else of this child ends with it."""
        self.add(
            LookedAfter(
                case=self,
                basis=basis,
                from_on=from_on,
                words=words,
                recorded_by=self.act.by,
                recorded_at=self.act.at,
            )
        )

    @step(
        "Record that the child is no longer looked after",
        source=State.OPEN,
        permission=Permission.PERSON_RECORD,
        adds=True,
    )
    def end_looked_after(self, *, until_on, words):
        """From when, and what protects the child from then on."""
        basis = self.looked_after.filter(until_on__isnull=True).last()
        if basis is None:
            raise WrongState("This child is not recorded as looked after.")
        basis.until_on, basis.ended_words = until_on, words
        self.keep(basis)

    @step(
        "Record that the child moved out of the area",
        source=State.OPEN,
        permission=Permission.PERSON_RECORD,
        adds=True,
    )
    def record_move(self, *, moved_on, where_to, kind, authority="", told_at=None, told_whom=""):
        """For a time or for good. This authority goes on until the receiving one has taken over."""
        self.add(
            MovedAway(
                case=self,
                moved_on=moved_on,
                where_to=where_to,
                kind=kind,
                authority=authority,
                told_at=told_at,
                told_whom=told_whom,
                recorded_by=self.act.by,
                recorded_at=self.act.at,
            )
        )

    def _last_move(self) -> MovedAway:
        move = self.moves_away.filter(back_on__isnull=True).last()
        if move is None:
            raise WrongState("No move out of the area is recorded for this child.")
        return move

    @step(
        "Record that the receiving authority was told",
        source=State.OPEN,
        permission=Permission.PERSON_RECORD,
        adds=True,
    )
    def record_authority_told(self, *, authority, told_whom, told_at):
        """By name, and when: telling a switchboard tells nobody."""
        move = self._last_move()
        move.authority, move.told_whom, move.told_at = authority, told_whom, told_at
        self.keep(move)

    @step(
        "Record that the child is back in the area",
        source=State.OPEN,
        permission=Permission.PERSON_RECORD,
        adds=True,
    )
    def record_back(self, *, back_on):
        move = self._last_move()
        move.back_on = back_on
        self.keep(move)

    @step(
        "Close the case",
        source=State.OPEN,
        target=State.CLOSED,
        permission=Permission.CASE_CLOSE,
        other_than="lead",
        guards=guards.READY_TO_CLOSE,
    )
    def close(self, *, reason, words):
        """Blocked by any open stage, by what is owed, by protection nobody has looked at again."""
        if reason in AFTER_ASSESSMENT and guards.had_protection_work(self):
            says = "Not after a section 47 enquiry or a plan: choose another reason."
            raise BadInput(Reason(says, pointer="/reason"))
        if (reason == codes.ReasonForClosure.DIED) != (self.child.state == "DIED"):
            says = "“Died” is the reason where the child's death is recorded, and only there."
            raise BadInput(Reason(says, pointer="/reason"))
        self.closed_at, self.closed_by = self.act.at, self.act.by
        self.closing_reason, self.closing_words = reason, words
        self.tonight, self.tonight_review_on, self.tonight_by, self.tonight_at = "", None, None, None
        self._end(self._at_work().exclude(role=InvolvementRole.TEAM))

    @step(
        "Withdraw: opened in error, or for the wrong child",
        source=ANY,
        target=WITHDRAWN,
        permission=Permission.WITHDRAW,
        other_than="opened_by",
        guards=[guards.no_stage_is_open, guards.nothing_is_owed],
    )
    def withdraw(self, *, reason):
        """Kept and marked, out of the story; never a way to close what is open for a child."""
        Record.withdraw.__wrapped__(self, reason=reason)
        self._end(self._at_work().exclude(role=InvolvementRole.TEAM))

    @step("Reopen the case", source=State.CLOSED, target=State.OPEN, permission=Permission.CASE_CLOSE)
    def reopen(self, *, reason, team=None):
        """Closed in error, or too early. The former closing stays in the history."""
        self.closed_at, self.closed_by, self.closing_reason, self.closing_words = None, None, "", ""
        if team:
            self._let(InvolvementRole.TEAM, team=team)
