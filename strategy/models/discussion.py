"""Strategy discussion: the meeting, or the call, at which agencies decide whether section 47 enquiries are
needed."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cpu.calendars import london_day
from cpu.models import AgencyKind, Clock, Involvement, InvolvementRole
from cpu.roles import Permission, Role
from cpu.timescales import (
    ENQUIRY_OUTCOME,
    INITIAL_CONFERENCE,
    MANAGER_CONFIRMATION,
    REVIEW_STRATEGY,
    STRATEGY_DISCUSSION,
    STRATEGY_RECORD,
)
from partners.models import (
    AgencyView,
    Attendance,
    Disagreement,
    MultiAgencyStage,
    Outcome,
    Point,
    disagreements_of,
)
from people.models import SleepingPlace
from people.models.choices import LegalBasis
from referrals.models import Assessment
from strategy.guards import discussion as guards
from strategy.models.enquiry import Enquirers, ReadsMedicals, Section47Enquiry, refuse_copied_reasons
from workflow.owes import Asked
from workflow.paired import who_and_when
from workflow.stage import ChildRow, withdrawing
from workflow.step import ANY, WITHDRAWN, Start, Stop, step

UNDER_TWO = 2


class How(models.TextChoices):
    MEETING = "meeting", "Meeting in one room"
    VIDEO = "video", "Video call"
    TELEPHONE = "telephone", "Telephone"


class Urgent(models.TextChoices):
    URGENT = "urgent", "Today: the harm may be immediate"


class Threshold(models.TextChoices):
    MET = "met", "Yes: reasonable cause to suspect significant harm, or likely significant harm"
    NOT_MET = "not-met", "No"


class Medical(models.TextChoices):
    NEEDED = "needed", "Needed"
    DONE = "done", "Already done"
    NOT_NEEDED = "not-needed", "Not needed: a clinician of suitable expertise advised so"
    NOT_RAISED = "not-raised", "No injury, and no sexual harm, is said or suspected"


UNDECIDED_OR_UP = ("NONE", "ENQUIRIES", "CONTINUES")


class StrategyDiscussion(ReadsMedicals, MultiAgencyStage):
    """Requested by anyone, convened, held, closed; what is decided is decided for each child on the child's
    own row."""

    kind, prefix, resource = "strategy-discussion", "SD", "strategy-discussions"
    correctable = ("held_at",)
    carried = {"held_at": ("Section47Enquiry.started_at",)}
    QUORUM = frozenset({AgencyKind.SOCIAL_CARE, AgencyKind.POLICE, AgencyKind.HEALTH})
    meets_at, meeting_asked, meeting_called = "convened_for", ("REQUESTED",), ("CONVENED",)
    in_hand_of = ("chair",)
    asked_by = (Asked("requested_by"),)
    begins = "requested_at"
    answered_apart = True

    class State(models.TextChoices):
        REQUESTED = "REQUESTED", "Requested"
        CONVENED = "CONVENED", "Convened"
        HELD = "HELD", "Held"
        CLOSED = "CLOSED", "Closed"
        REFUSED = "REFUSED", "Refused"

    requested_by = models.ForeignKey(
        "cpu.User", on_delete=models.PROTECT, related_name="+", verbose_name="asked for by"
    )
    requested_at = models.DateTimeField(verbose_name="when the discussion was asked for")
    reason = models.TextField(verbose_name="why a discussion is needed")
    urgency = models.CharField(max_length=8, blank=True, choices=Urgent, verbose_name="how soon")
    injury_or_sexual_harm = models.BooleanField(
        default=False, verbose_name="injury or sexual harm, said or suspected"
    )
    review = models.BooleanField(default=False, verbose_name="a review of an earlier discussion")
    chair = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    convened_for = models.DateTimeField(null=True, verbose_name="called for")
    how = models.CharField(max_length=12, choices=How, blank=True)
    held_at = models.DateTimeField(null=True, verbose_name="when the discussion was held")
    refused_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    refused_because = models.TextField(blank=True, verbose_name="why it was refused")
    record_issued_at = models.DateTimeField(null=True, verbose_name="record issued to the agencies")
    confirmed_by = models.ForeignKey(
        "cpu.User",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="decision confirmed by",
    )
    confirmed_at = models.DateTimeField(null=True, verbose_name="decision confirmed")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at__isnull=False) | ~Q(state__in=["HELD", "CLOSED"]),
                name="held_discussion_has_its_moment",
            ),
            *who_and_when("confirmed", of="discussion"),
        ]

    @property
    def known_as(self) -> str:
        """Where it is chosen from a list: which one it is, and no child's name."""
        if self.held_at:
            return f"{self.reference}, held {timezone.localtime(self.held_at):%-d %B %Y}"
        return f"{self.reference}, {self.state_label.lower()}"

    # What the clocks read

    @property
    def chaired_by_manager(self) -> bool:
        return bool(self.chair and self.chair.is_manager)

    @property
    def awaits_manager_since(self):
        """A manager chairs, or confirms the same day; what was agreed out of hours, the next morning."""
        return None if self.chaired_by_manager or self.confirmed_at else self.held_at

    @property
    def decided_against_alone(self) -> bool:
        """Whoever chaired decided against enquiries too: up takes one person, down takes two."""
        return any(
            row.state == "NO_ENQUIRIES" and row.decided_against_by_id == self.chair_id
            for row in self.child_rows()
        )

    @property
    def awaits_second_manager_since(self):
        return self.act.at if self.act.by.pk == self.chair_id else None

    @property
    def confirmation_variant(self) -> str:
        roles = {each.role for each in self.chair.memberships_in_force()} if self.chair else set()
        return "out of hours" if Role.OUT_OF_HOURS_WORKER in roles else ""

    @property
    def reconvene_from(self):
        """By telephone, or without its quorum: it comes back together, without health on the next working
        day."""
        whole = self.kinds_here() >= self.QUORUM and self.how != How.TELEPHONE
        return None if whole else self.held_at

    @property
    def reconvene_variant(self) -> str:
        return "without health" if AgencyKind.HEALTH not in self.kinds_here() else ""

    @property
    def turned_out_whole_at(self):
        """Somebody was there after all, and is entered in the list later."""
        return self.act.at if self.state == self.State.HELD and self.reconvene_from is None else None

    # What stands beside it

    def rows_beside(self, name, **where) -> list[ChildRow]:
        """Rows of these children in another kind of stage, a later one too, by their cases: one statement."""
        cases = [row.case for row in self.child_rows() if row.case_id]
        if not cases:
            return []
        found = getattr(cases[0], name).model._rows.filter(case__in=cases, **where)
        return list(found.exclude(state=WITHDRAWN).exclude(stage__state=WITHDRAWN))

    @property
    def under_enquiry(self) -> set[int]:
        """The cases of which a section 47 enquiry is open, read once for all the children."""
        if not hasattr(self, "_under_enquiry"):
            rows = self.rows_beside("section47child_rows", state__in=("OPEN", "PROPOSED"))
            self._under_enquiry = {each.case_id for each in rows}
        return self._under_enquiry

    def nothing_for(self, user) -> set[str]:
        """What stands about the children is shown where it is recorded: to whoever reads the discussion."""
        kept = set() if self.opens_to(user) else {"record_facts", "record_facts_once"}
        return super().nothing_for(user) | kept

    # Where agencies differ: what the discussion reads of the disagreements about it

    @property
    def disagreements(self) -> list[Disagreement]:
        """With their children's rows, read once for guards and steps."""
        if not hasattr(self, "_disagreements"):
            found = disagreements_of(self).select_related("raised_by").prefetch_related("children")
            self._disagreements = list(found)
        return self._disagreements

    def cannot_wait(self, rows) -> bool:
        """The youngest, and those who live with the suspected source: decided that day."""
        on = timezone.localdate(self.held_at) if self.held_at else london_day(self.requested_at)
        return any(row.youngest_or_exposed(on) for row in rows)

    @property
    def challenges(self) -> list[Disagreement]:
        """Challenges of the refusal that nobody has answered."""
        return [
            each for each in self.disagreements if each.point == Point.REFUSAL and each.state != "RESOLVED"
        ]

    @property
    def refusal_challenged_by(self) -> list:
        return [each.raised_by for each in self.challenges]

    # asking for it

    @step(
        "Ask for a strategy discussion",
        source="",
        target=State.REQUESTED,
        permission=Permission.DISCUSSION_REQUEST,
        starts={STRATEGY_DISCUSSION: Start("owed_from", variant="urgency")},
    )
    def request(self, *, cases, team, reason, urgency="", injury_or_sexual_harm=False, review=False):
        """Any agency may ask. The unit's team holds the request until it is convened."""
        self.review, self.injury_or_sexual_harm = bool(review), bool(injury_or_sexual_harm)
        self._ask_for(cases, team, reason, urgency)

    @step(
        "Owe a strategy discussion",
        source="",
        target=State.REQUESTED,
        permission=Permission.CONSEQUENCE,
        starts={STRATEGY_DISCUSSION: Start("owed_from", variant="urgency")},
    )
    def owe(self, *, cases, team, reason):
        """Protection first, the discussion straight after."""
        self._ask_for(cases, team, reason, "urgent")

    def _ask_for(self, cases, team, reason, urgency) -> None:
        self.requested_by, self.requested_at = self.act.by, self.act.at
        self.reason, self.urgency = reason, urgency
        self.cover(*cases)
        self.add(Involvement(record=self.subject, team=team, role=InvolvementRole.TEAM, from_at=self.act.at))
        self._let_in_person(self.act.by)
        self._bring_in(cases, team)

    @step(
        "Add a child of the household",
        source=(State.REQUESTED, State.CONVENED, State.HELD),
        permission=Permission.DISCUSSION_REQUEST,
        adds=True,
        starts={STRATEGY_DISCUSSION: Start("owed_from", variant="urgency")},
    )
    def add_children(self, *, cases, team):
        """A brother or sister who turns out to be affected joins the discussion that is going on."""
        known = {row.case_id for row in self.children.all()}
        self.cover(*[case for case in cases if case.pk not in known])
        self._bring_in(cases, team)

    @step(
        "Refuse the request",
        source=State.REQUESTED,
        target=State.REFUSED,
        permission=Permission.DISCUSSION_REFUSE,
        other_than="requested_by",
        guards=[guards.no_child_is_in_police_protection],
        stops={STRATEGY_DISCUSSION: Stop(how="not_needed")},
    )
    def refuse(self, *, reason):
        """Only a manager refuses; whoever asked may challenge it."""
        self.refused_by, self.refused_because = self.act.by, reason

    @step(
        "Challenge the refusal",
        source=State.REFUSED,
        permission=Permission.CONTRIBUTE,
        adds=True,
        opens="Disagreement.follow",
    )
    def challenge_refusal(self, *, reason):
        """Any agency may, and another manager answers: a disagreement at level 1; challenged again, it is the same."""
        if self.challenges:
            return
        self.consequence(
            Disagreement().follow,
            about=self,
            cases=[row.case for row in self.child_rows()],
            point=Point.REFUSAL,
            decision=f"The request was refused: {self.refused_because}",
            why=reason,
            raised_by=self.act.by,
        )

    def _settle(self, disputes, outcome, words) -> None:
        for each in disputes:
            self.consequence(each.settle, outcome=outcome, words=words)

    @step(
        "Overturn the refusal: the discussion is owed",
        source=State.REFUSED,
        target=State.REQUESTED,
        permission=Permission.DISCUSSION_REFUSE,
        other_than="refused_by",
        opens="Disagreement.settle",
        starts={STRATEGY_DISCUSSION: Start("owed_from", variant="urgency")},
    )
    def overturn_refusal(self, *, reason):
        """The time counts from the first request: a wrong refusal gives nobody more of it."""
        self._settle(self.challenges, Outcome.CHANGES, reason)

    @step(
        "Uphold the refusal, as another manager",
        source=State.REFUSED,
        permission=Permission.DISCUSSION_REFUSE,
        other_than=("refused_by", "refusal_challenged_by"),
        opens="Disagreement.settle",
    )
    def uphold_refusal(self, *, reason):
        """The challenge is answered; the request can be made again whenever something new is known."""
        self._settle(self.challenges, Outcome.STANDS, reason)

    # holding it

    @step(
        "Accept and convene",
        source=State.REQUESTED,
        target=State.CONVENED,
        permission=Permission.DISCUSSION_REQUEST,
    )
    def convene(self, *, convened_for, how, chair):
        self.convened_for, self.how, self.chair = convened_for, how, chair

    @step(
        "Record who is here",
        source=ANY,
        permission=Permission.CONTRIBUTE,
        adds=True,
        stops={REVIEW_STRATEGY: Stop("turned_out_whole_at", how="not_needed")},
    )
    def record_attendance(self, *, agency, attendance, whom=""):
        self._is_here(agency, attendance, whom)

    @step(
        "Record that it was held",
        source=(State.REQUESTED, State.CONVENED),
        target=State.HELD,
        permission=Permission.DISCUSSION_CHAIR,
        stops={STRATEGY_DISCUSSION: "held_at", REVIEW_STRATEGY: "held_at"},
        starts={
            STRATEGY_RECORD: "held_at",
            REVIEW_STRATEGY: Start("reconvene_from", variant="reconvene_variant"),
        },
    )
    def hold(self, *, held_at, how, chair=None, here=()):
        """Never blocked: by telephone in an emergency, straight from the request. Who was there stands in
        the list."""
        self.held_at, self.how, self.chair = held_at, how, chair or self.chair or self.act.by
        self._are_here(here, Attendance.HERE)

    @step(
        "Record facts for the children chosen",
        source=(State.CONVENED, State.HELD),
        permission=Permission.CONTRIBUTE,
        adds=True,
        each_child=(UNDECIDED_OR_UP, None),
    )
    def record_facts(self, *, children):
        """Each child's own facts, and the reasons about the threshold in words for that child alone."""
        refuse_copied_reasons(self.children.all(), children, "threshold_why")
        self._share_sleeping_places(children)

    @step(
        "Record the same facts for the children chosen",
        source=(State.CONVENED, State.HELD),
        permission=Permission.CONTRIBUTE,
        adds=True,
        each_child=(UNDECIDED_OR_UP, None),
    )
    def record_facts_once(
        self,
        *,
        children,
        sleeps_where="",
        sleeps_with="",
        legal_basis="",
        safety_agreed_by="",
        parental_agreement="",
        carer_checks="",
        lives_with_source=None,
        who_sees="",
        to_be_seen_at=None,
        parents_told="",
        police_officer="",
        police_reason="",
        crime_reference="",
    ):
        """Facts may be put on several children at once; reasons may not. What is left open stays as it
        stood."""
        for row in children:
            row.take(
                {
                    "sleeps_where": sleeps_where,
                    "sleeps_with": sleeps_with,
                    "legal_basis": legal_basis,
                    "safety_agreed_by": safety_agreed_by,
                    "parental_agreement": parental_agreement,
                    "carer_checks": carer_checks,
                    "lives_with_source": lives_with_source,
                    "who_sees": who_sees,
                    "to_be_seen_at": to_be_seen_at,
                    "parents_told": parents_told,
                    "police_officer": police_officer,
                    "police_reason": police_reason,
                    "crime_reference": crime_reference,
                }
            )
        self._share_sleeping_places(children)

    def _share_sleeping_places(self, children) -> None:
        """Where a child sleeps is asked once: the child's own page says it too."""
        known = SleepingPlace.latest_of([row.case_id for row in children])
        told = [row.sleeping_place(self.act, known.get(row.case_id)) for row in children]
        self.add(*[place for place in told if place])

    @step(
        "Agree section 47 enquiries",
        source=State.HELD,
        permission=Permission.DISCUSSION_CHAIR,
        each_child=(("NONE", "NO_ENQUIRIES"), "ENQUIRIES"),
        guards=[guards.no_enquiry_is_open],
        starts={
            INITIAL_CONFERENCE: "held_at",
            MANAGER_CONFIRMATION: Start("awaits_manager_since", variant="confirmation_variant"),
        },
        opens=("Section47Enquiry.open", "Section47Enquiry.take_in", "Assessment.open"),
    )
    def agree_enquiries(self, *, children, enquirers):
        """Up is never blocked: what is missing is owed with the record. In law the enquiry starts here."""
        self._begin_enquiries(children, enquirers)

    def _begin_enquiries(self, children, enquirers) -> None:
        refuse_copied_reasons(self.children.all(), children, "threshold_why")
        for row in children:
            row.threshold, row.enquirers = Threshold.MET, enquirers
        begun = Section47Enquiry._rows.filter(cause=self.subject, state="OPEN", enquirers=enquirers).first()
        if begun:
            self.consequence(begun.take_in, rows=children)
        else:
            self.consequence(
                Section47Enquiry().open,
                cause=self,
                children=children,
                started_at=self.held_at,
                enquirers=enquirers,
                urgency=self.urgency,
            )
        self._begin_assessments(children)

    def _begin_assessments(self, children) -> None:
        """The enquiry sits inside an assessment; its 45 days count from the referral, and are never reset."""
        known: dict[int, set[str]] = {}
        for each in self.rows_beside("assessmentchild_rows"):
            known.setdefault(each.case_id, set()).add(each.state)
        counted: dict = {}
        for row in children:
            if from_when := row.assessment_counts_from(known.get(row.case_id, set())):
                counted.setdefault(from_when, []).append(row)
        for received_at, rows in counted.items():
            self.consequence(Assessment().open, cause=self, children=rows, received_at=received_at)

    @step(
        "Record that enquiries go on",
        source=State.HELD,
        permission=Permission.DISCUSSION_CHAIR,
        each_child=("NONE", "CONTINUES"),
        guards=[guards.enquiry_is_open],
        starts={MANAGER_CONFIRMATION: Start("awaits_manager_since", variant="confirmation_variant")},
    )
    def continue_enquiries(self, *, children):
        """A review discussion. It never moves the date of the conference."""
        refuse_copied_reasons(self.children.all(), children, "threshold_why")
        for row in children:
            row.threshold = Threshold.MET

    @step(
        "Decide against enquiries",
        source=State.HELD,
        permission=Permission.DISCUSSION_DECLINE,
        each_child=("NONE", "NO_ENQUIRIES"),
        guards=[
            guards.quorate,
            guards.education_is_heard,
            *guards.READY_PER_CHILD,
            guards.dissent_is_decided,
            guards.no_enquiry_is_open,
        ],
        starts={MANAGER_CONFIRMATION: "awaits_second_manager_since"},
    )
    def agree_no_enquiries(self, *, children):
        """Down is always blocked until everyone was heard and every required answer stands; and takes two: where the
        manager who chaired decides so, another confirms it the same day, before the record goes out."""
        for row in children:
            row.threshold, row.decided_against_by = Threshold.NOT_MET, self.act.by
        if self.act.by.pk == self.chair_id:
            self.confirmed_by = self.confirmed_at = None

    # where agencies differ

    @step(
        "Ask a manager outside the room to decide today",
        source=State.HELD,
        permission=Permission.CONTRIBUTE,
        each_child=(("NONE", "NO_ENQUIRIES"), None),
        adds=True,
        opens="Disagreement.follow",
    )
    def raise_dissent(self, *, children):
        """A statutory partner says met, the chair says not. Where the child is under two or lives with the source,
        it starts at level 3, the same day; else at level 1."""
        self._dispute({row: self.act.by for row in children if not row.open_dissents})

    def _dispute(self, raised_by: dict) -> dict:
        """A disagreement for each of these children, by whom it is raised: they are settled one by one."""
        opened = self.consequences(
            (Disagreement().follow, self._dispute_of(*each)) for each in raised_by.items()
        )
        return dict(zip(raised_by, opened, strict=True))

    def _dispute_of(self, row, raised_by) -> dict:
        said = "; ".join(f"{view.agency}: {view.words}" for view in row.met_views())
        return {
            "about": self,
            "cases": [row.case],
            "point": Point.THRESHOLD,
            "decision": "The chair says that the threshold is not met.",
            "why": said or "A partner says that the threshold is met.",
            "raised_by": raised_by,
            "fast": self.cannot_wait([row]),
        }

    def _decide_dissents(self, children, outcome, words) -> None:
        """The open disagreements about these children, or those that a view asks for, are settled by this manager."""
        standing = {row: row.open_dissents for row in children}
        asked = {row: row.views_unanswered() for row in children if not standing[row]}
        opened = self._dispute({row: views[-1].given_by for row, views in asked.items() if views})
        disputes = {each.pk: each for found in standing.values() for each in found}
        self._settle([*disputes.values(), *opened.values()], outcome, words)

    @step(
        "Decide as a manager outside the room: the threshold is met",
        source=State.HELD,
        permission=Permission.MANAGE,
        each_child=(("NONE", "NO_ENQUIRIES"), "ENQUIRIES"),
        guards=[guards.no_enquiry_is_open],
        starts={INITIAL_CONFERENCE: "held_at"},
        opens=(
            "Section47Enquiry.open",
            "Section47Enquiry.take_in",
            "Assessment.open",
            "Disagreement.follow",
            "Disagreement.settle",
        ),
    )
    def decide_threshold_is_met(self, *, children, enquirers):
        """The partner who dissented was right to: the enquiry starts at the discussion, not at this
        decision."""
        self._decide_dissents(children, Outcome.CHANGES, "The threshold is met: enquiries begin.")
        self._begin_enquiries(children, enquirers)

    @step(
        "Decide as a manager outside the room: the chair's view stands",
        source=State.HELD,
        permission=Permission.MANAGE,
        each_child=(("NONE", "NO_ENQUIRIES"), None),
        other_than=("chair", "requested_by", "dissent_raised_by"),
        guards=[guards.not_in_the_room],
        opens=("Disagreement.follow", "Disagreement.settle"),
    )
    def decide_chair_stands(self, *, children, why):
        """The dissent stays as it was said."""
        self._decide_dissents(children, Outcome.STANDS, why)

    # What follows the discussion

    @step(
        "Confirm the decision, as a manager",
        source=(State.HELD, State.CLOSED),
        permission=Permission.DISCUSSION_CONFIRM,
        other_than="chair",
        stops={MANAGER_CONFIRMATION: "confirmed_at"},
    )
    def confirm(self, *, comment):
        self.confirmed_by, self.confirmed_at = self.act.by, self.act.at

    @step(
        "Issue the record to the agencies",
        source=State.HELD,
        permission=Permission.DISCUSSION_CONVENE,
        guards=[
            guards.every_child_is_decided,
            guards.second_manager_agrees,
            *guards.OWED_WITH_THE_RECORD,
        ],
        stops={STRATEGY_RECORD: "record_issued_at"},
    )
    def issue_record(self, *, issued_at):
        self.record_issued_at = issued_at

    @step(
        "Close the discussion",
        source=State.HELD,
        target=State.CLOSED,
        permission=Permission.DISCUSSION_CONVENE,
        guards=[guards.every_child_is_decided, guards.record_is_issued, guards.manager_has_confirmed],
    )
    def close(self):
        self.closed_at = self.act.at

    withdraw = withdrawing(
        "By a manager who took no part. Never a way round the decision against enquiries, nor round a refusal.",
        other_than=("opened_by", "who_wrote"),
        guards=[
            guards.no_enquiry_came_of_it,
            guards.nobody_holds_that_it_is_met,
            guards.no_child_is_in_police_protection,
        ],
    )


class StrategyDiscussionChild(ChildRow):
    """One child in a strategy discussion: what was decided, why, and where this child is safe tonight."""

    class State(models.TextChoices):
        NONE = "NONE", "Not yet decided"
        ENQUIRIES = "ENQUIRIES", "Section 47 enquiries agreed"
        NO_ENQUIRIES = "NO_ENQUIRIES", "No section 47 enquiries"
        CONTINUES = "CONTINUES", "Enquiries go on"

    stage = models.ForeignKey(StrategyDiscussion, on_delete=models.PROTECT, related_name="children")
    threshold = models.CharField(
        max_length=8,
        choices=Threshold,
        blank=True,
        verbose_name="reasonable cause to suspect significant harm",
    )
    threshold_why = models.TextField(blank=True, verbose_name="why, for this child")
    decided_against_by = models.ForeignKey(
        "cpu.User",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="who decided against enquiries",
    )
    enquirers = models.CharField(
        max_length=12, choices=Enquirers, blank=True, verbose_name="who makes the enquiries"
    )
    police_officer = models.CharField(
        max_length=200, blank=True, verbose_name="one agency alone: the officer who agreed"
    )
    police_reason = models.TextField(blank=True, verbose_name="why alone")
    crime_reference = models.CharField(max_length=60, blank=True)
    sleeps_where = models.CharField(max_length=300, blank=True, verbose_name="where the child sleeps tonight")
    sleeps_with = models.CharField(max_length=200, blank=True, verbose_name="with whom")
    legal_basis = models.CharField(max_length=20, choices=LegalBasis, blank=True)
    safety_agreed_by = models.CharField(max_length=300, blank=True, verbose_name="who agreed to that")
    parental_agreement = models.TextField(
        blank=True, verbose_name="what holders of parental responsibility say"
    )
    carer_checks = models.TextField(blank=True, verbose_name="checks on the carer")
    lives_with_source = models.BooleanField(null=True, verbose_name="lives with the suspected source of harm")
    who_sees = models.CharField(max_length=200, blank=True, verbose_name="who sees the child")
    to_be_seen_at = models.DateTimeField(null=True, verbose_name="when the child is seen")
    medical = models.CharField(max_length=12, choices=Medical, blank=True, verbose_name="medical examination")
    medical_clinician = models.CharField(
        max_length=200, blank=True, verbose_name="clinician who advised none is needed"
    )
    medical_why = models.TextField(blank=True, verbose_name="why, of the medical")
    interview_planned = models.TextField(blank=True, verbose_name="how the child will be heard")
    parents_told = models.TextField(blank=True, verbose_name="what the parents are told")
    identity_and_culture = models.TextField(blank=True, verbose_name="identity and culture")
    legal_advice = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "case"],
                name="child_once_in_a_discussion",
                violation_error_message="This child is already part of the discussion.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ENQUIRIES", "CONTINUES"]) | Q(threshold="met"),
                name="enquiries_mean_threshold_met",
            ),
            models.CheckConstraint(
                condition=~Q(state="NO_ENQUIRIES") | Q(threshold="not-met"),
                name="no_enquiries_mean_threshold_not_met",
            ),
        ]

    @property
    def owed_from(self):
        """A first discussion is due from the day it was asked for; a review by the clock of what it reviews, and where
        none runs for this child, as a first one: whatever was ticked, no request is without its date."""
        stage = self.stage
        if stage.state == StrategyDiscussion.State.HELD:
            return None
        reviewed = stage.review and Clock._rows.filter(
            case=self.case_id, timescale__in=(REVIEW_STRATEGY, ENQUIRY_OUTCOME), stopped_at__isnull=True
        )
        return None if reviewed and reviewed.exists() else stage.requested_at

    def assessment_counts_from(self, known: set[str]):
        """From when an assessment would count that is to be opened now; None where one is open.

        The referral that opened the case; if that one was answered by an assessment already, this discussion.
        known: the states of the assessments there are of this child.
        """
        if known & {"OPEN", "PROPOSED"}:
            return None
        return self.stage.held_at if known else self.case.referred_at

    def sleeping_place(self, act, known: SleepingPlace | None) -> SleepingPlace | None:
        """The answer about tonight, once it is whole and other than the place known, for the child's case as well."""
        said = [self.sleeps_where, self.sleeps_with, self.safety_agreed_by, self.legal_basis]
        if not all(said) or (
            known and said == [known.where, known.with_whom, known.agreed_by, known.legal_basis]
        ):
            return None
        return SleepingPlace(
            case=self.case,
            where=self.sleeps_where,
            with_whom=self.sleeps_with,
            agreed_by=self.safety_agreed_by,
            legal_basis=self.legal_basis,
            carer_checks=self.carer_checks,
            from_at=act.at,
            recorded_by=act.by,
        )

    def take(self, facts: dict) -> None:
        """Facts as answered; what was left open stays as it stood."""
        for name, value in facts.items():
            if value not in (None, ""):
                setattr(self, name, value)

    def youngest_or_exposed(self, on: date) -> bool:
        """Under two, not yet born or of an age nobody knows, or living with the suspected source: decided
        that day."""
        born = self.case.child.date_of_birth
        if born is None or self.lives_with_source:
            return True
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < UNDER_TWO

    def met_views(self) -> list[AgencyView]:
        """Police and health who say that the threshold is met for this child."""
        statutory = {AgencyKind.POLICE, AgencyKind.HEALTH}
        return [
            view
            for (case_id, _), view in self.stage.latest_views().items()
            if case_id == self.case_id and view.view == AgencyView.View.FOR and view.agency.kind in statutory
        ]

    @property
    def dissents(self) -> list[Disagreement]:
        """Disagreements about the threshold for this child."""
        return [
            each
            for each in self.stage.disagreements
            if each.point == Point.THRESHOLD and self.case_id in {row.case_id for row in each.children.all()}
        ]

    @property
    def open_dissents(self) -> list[Disagreement]:
        return [each for each in self.dissents if each.state != "RESOLVED"]

    @property
    def dissent_raised_by(self) -> list:
        return [each.raised_by for each in self.open_dissents]

    def views_unanswered(self) -> list[AgencyView]:
        """Views that the threshold is met, which no manager outside the room has answered since, oldest first."""
        decided = [
            each.resolved_at for each in self.dissents if each.outcome == Outcome.STANDS and each.resolved_at
        ]
        found = [view for view in self.met_views() if not decided or view.given_at > max(decided)]
        return sorted(found, key=lambda view: view.given_at)


__all__ = ["Attendance", "StrategyDiscussion", "StrategyDiscussionChild"]
