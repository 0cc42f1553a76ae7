"""Referral: from a concern posted or telephoned to a decision about each child, and the referrer told."""

import hashlib
import json
from typing import cast

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cpu import codes
from cpu.codes import Consent, ReferralSource, ReferrerType, Sex
from cpu.models import Clock, Involvement
from cpu.roles import Permission, Role, can
from cpu.timescales import (
    FIRST_RISK_LOOK,
    INFORMATION_REQUEST,
    MANAGER_CONFIRMATION,
    REFERRAL_DECISION,
    REFERRER_TOLD,
    SAFE_BEFORE,
    STRATEGY_DISCUSSION,
)
from partners.models import MultiAgencyStage
from people.models import Case, Person
from people.models.choices import IdentifierKind
from referrals import guards, intake
from referrals.models.assessment import Assessment
from referrals.models.concerns import PROFESSIONAL, AnswersConcerns, Urgent
from workflow.owes import Owes
from workflow.refusals import BadInput, Reason
from workflow.stage import ChildRow, Stage
from workflow.step import ANY, WITHDRAWN, Start, Stop, step


class Look(models.TextChoices):
    NOTHING_SEEN = "nothing-seen", "No immediate danger seen"
    DANGER = "danger", "Danger: acted on"


class Decision(models.TextChoices):
    """What may be proposed for a child. A finding about what happened is an assessment's, not screening's."""

    STRATEGY = "STRATEGY", "Strategy discussion"
    ASSESSMENT = "ASSESSMENT", "Child and family assessment"
    STRATEGY_AND_ASSESSMENT = "STRATEGY_AND_ASSESSMENT", "Strategy discussion and assessment"
    FAMILY_HELP = "FAMILY_HELP", "Family help"
    ADVICE = "ADVICE", "Information and advice"
    PASSED_ON = "PASSED_ON", "Passed to another authority"
    NO_ACTION = "NO_ACTION", "No further action"


class Ground(models.TextChoices):
    NO_VISIBLE_INJURY = guards.NO_INJURY, "No visible injury (never the only ground)"
    NO_HARM_DESCRIBED = "no-harm-described", "What is described is no harm, and no harm is likely"
    ANOTHER_ACCOUNT = "another-account", "Another account explains it, checked with those named"
    PROTECTED = "protected", "Those who care for the child protect the child"
    NEEDS_MET = "needs-met", "The child's needs are met by family and services already there"
    IN_HAND = "in-hand", "The same concern is being worked on already"
    ELSEWHERE = "elsewhere", "The child lives in another authority's area, which takes it over"
    ANOTHER_CHILD = "another-child", "Another child is meant, and that child is referred"


class InfantMark(models.TextChoices):
    """A bruise or mark on an infant who is not moving independently, or on an immobile disabled child."""

    NEEDED = "needed", "A medical is needed"
    DONE = "done", "A medical has been done"
    NOT_NEEDED = "not-needed", "A clinician of suitable expertise decided that no medical is needed"
    NO_MARK = "no-mark", "A clinician has looked at the whole child: there is no mark"


class Discipline(models.TextChoices):
    PAEDIATRICIAN = "paediatrician", "Paediatrician"
    OTHER_DOCTOR = "other-doctor", "Another doctor of suitable expertise"
    SPECIALIST_NURSE = "specialist-nurse", "Specialist nurse of suitable expertise"


def digest_of(body) -> str:
    """What a referral says, in 64 letters, the same when sent again; when it was sent does not count."""
    said = {name: value for name, value in body.items() if name != "sent_at"}
    return hashlib.sha256(json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


class Referral(AnswersConcerns, MultiAgencyStage):
    """A concern about the children of one home. Received, screened, decided for each child, told, closed."""

    kind, prefix, resource = "referral", "R", "referrals"
    correctable = ("received_at",)
    carried = {"received_at": ("Case.referred_at", "Assessment.received_at")}
    # What the page leaves out, and what it says in words: codes are kept as the sender wrote them.
    kept_for_machines = ("client", "external_reference", "digest", "harm_allegation", "is_anonymous")
    coded_by = {
        "source": codes.ReferralSource,
        "referral_kind": codes.ReferralKind,
        "immediate_danger": codes.YesNoUnknown,
        "parents_aware": codes.YesNoUnknown,
        "consent_to_share": codes.Consent,
    }
    UP = ("STRATEGY", "ASSESSMENT", "STRATEGY_AND_ASSESSMENT", "EMERGENCY")
    DOWN = ("NO_ACTION", "ADVICE", "FAMILY_HELP", "PASSED_ON")

    owes = (
        Owes("Begin to screen", Q(stage__state="RECEIVED"), "screen"),
        Owes("Propose what should happen", Q(stage__state="SCREENING", state="NONE", proposed=""), "propose"),
        Owes(
            "Say who the child is, and open a case",
            Q(stage__state="SCREENING", state="NONE", case__isnull=True),
            "open_cases",
        ),
    )

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", "Received"
        SCREENING = "SCREENING", "Being considered"
        CLOSED = "CLOSED", "Closed"

    OPEN = (State.RECEIVED, State.SCREENING)

    recorded_by = models.ForeignKey("cpu.User", on_delete=models.PROTECT, related_name="+")
    client = models.CharField(max_length=100, blank=True)
    external_reference = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    needs_response_by = models.DateTimeField(null=True)
    response_at = models.DateTimeField(null=True)
    response = models.TextField(blank=True)
    source = models.CharField("who raised it", max_length=64, blank=True)
    referral_kind = models.CharField("kind of referral", max_length=64, blank=True)
    harm_allegation = models.BooleanField()
    immediate_danger = models.CharField("in danger now", max_length=64, blank=True)
    concern = models.TextField()
    childs_own_words = models.TextField("in the child's own words", blank=True)
    referrer_name = models.CharField(max_length=200, blank=True)
    referrer_role = models.CharField(max_length=200, blank=True)
    referrer_agency = models.CharField(max_length=200, blank=True)
    referrer_phone = models.CharField("referrer's telephone", max_length=64, blank=True)
    is_anonymous = models.BooleanField(default=False)
    hide_referrer_from_family = models.BooleanField("referrer is kept from the family", default=False)
    parents_aware = models.CharField("parents know of this", max_length=64, blank=True)
    consent_to_share = models.CharField("agreement to share", max_length=64, blank=True)
    as_received = models.JSONField(encoder=DjangoJSONEncoder)
    missing = models.JSONField(default=list)

    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    look = models.CharField(max_length=16, choices=Look, blank=True)
    look_words = models.TextField(blank=True)
    consent_by = models.CharField(max_length=200, blank=True)
    consent_at = models.DateTimeField(null=True)
    consent_how = models.TextField(blank=True)
    checks_without_consent_by = models.ForeignKey(
        "cpu.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    checks_without_consent_why = models.TextField(blank=True)
    referrer_told_at = models.DateTimeField(null=True)
    referrer_told = models.TextField(blank=True)
    parents_told_at = models.DateTimeField(null=True)
    parents_told = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["received_at"], condition=~Q(state="CLOSED"), name="referral_inbox")]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "external_reference"],
                condition=~Q(external_reference="") & ~Q(client=""),
                name="one_referral_per_reference_of_a_client",
                violation_error_message="A referral with this reference has just been received.",
            ),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True, looked_by__isnull=True, look="")
                | (Q(looked_at__isnull=False, looked_by__isnull=False) & ~Q(look="")),
                name="a_look_has_its_person_and_moment",
            ),
            models.CheckConstraint(
                condition=Q(checks_without_consent_by__isnull=True) | ~Q(checks_without_consent_why=""),
                name="checks_without_consent_have_a_reason",
                violation_error_message="Give the reason for checks without consent.",
            ),
            models.CheckConstraint(
                condition=~Q(state="CLOSED")
                | Q(closed_at__isnull=False, looked_at__isnull=False, referrer_told_at__isnull=False),
                name="closed_referral_was_looked_at_and_told",
            ),
        ]

    # Who may know of it

    @classmethod
    def visible_to(cls, user):
        """The front door's inbox; through a child one works with; a system sees what it posted."""
        if not user.is_authenticated:
            return cls._rows.none()
        if user.is_service:
            return cls._rows.filter(recorded_by=user)
        return cls._rows.all() if can(user, Permission.SEE_REFERRALS) else super().visible_to(user)

    def rows_visible_to(self, user):
        """Whoever sees the inbox decides for each child of the home; others see the children they work with."""
        if can(user, Permission.SEE_REFERRALS):
            return list(self.children.all())
        found = super().rows_visible_to(user)
        asked_in = Involvement.of_user(user).filter(record=self.pk).exists()
        return found if asked_in else [row for row in found if row.case_id]

    def covered_cases(self):
        """Cases opened or attached here, and open ones of the children known: attaching holds them."""
        rows = ReferralChild._rows.filter(stage=self.pk)
        known = Q(pk__in=rows.filter(case__isnull=False).values("case"))
        return Case._rows.filter(known | Q(child__in=rows.values("person"), state=Case.State.OPEN)).values(
            "pk"
        )

    @property
    def status(self) -> str:
        """All that the sender may know: received, being considered, decided, closed."""
        if self.state in (self.State.CLOSED, WITHDRAWN):
            return "closed"
        if all(row.state != "NONE" for row in self.children.all()):
            return "decided"
        return "received" if self.state == self.State.RECEIVED else "being considered"

    # What guards and clocks read

    @property
    def asked_from(self):
        """The time that the sender gave stands, even where the moment of receipt is corrected."""
        return self.received_at

    @property
    def from_family_or_public(self) -> bool:
        return self.source not in PROFESSIONAL

    def persons(self) -> set[int]:
        return {row.person_id for row in self.children.all() if row.person_id}

    def own_concerns(self) -> list:
        return [self]

    def ended_without_action(self) -> list:
        """Moments at which the concern was ended for a child with nothing done."""
        rows = [row for row in self.children.all() if row.state in ("NO_ACTION", "ADVICE", "PASSED_ON")]
        return [row.decided_at for row in rows]

    @property
    def awaits_manager_since(self):
        """Whoever protects without a manager owes one's confirmation."""
        return None if self.act.by.is_manager else self.act.at

    @property
    def confirmation_variant(self) -> str:
        roles = {each.role for each in self.act.by.memberships_in_force()}
        return "out of hours" if Role.OUT_OF_HOURS_WORKER in roles else ""

    # Receipt

    @step(
        "Post a referral",
        source="",
        target=State.RECEIVED,
        permission=Permission.REFER,
        starts={
            FIRST_RISK_LOOK: "received_at",
            SAFE_BEFORE: Start("asked_from", given="needs_response_by"),
            REFERRAL_DECISION: "received_at",
        },
    )
    def post(self, *, body, client):
        """By a front door's system. A weak referral is received with the list of what is missing."""
        self._receive(body, client)

    @step(
        "Key in a referral",
        source="",
        target=State.RECEIVED,
        permission=Permission.REFERRAL_SCREEN,
        starts={
            FIRST_RISK_LOOK: "received_at",
            SAFE_BEFORE: Start("asked_from", given="needs_response_by"),
            REFERRAL_DECISION: "received_at",
        },
    )
    def key_in(self, *, body):
        """By a front-door worker, on the telephone or from a letter: the same body."""
        self._receive(body, "")

    def _receive(self, body, client) -> None:
        safety, referrer, consent = (
            body.get(part) or {} for part in ("immediate_safety", "referrer", "consent")
        )
        concern = body.get("concern") or {}
        self.recorded_by, self.client, self.digest = self.act.by, client, digest_of(body)
        self.external_reference = body.get("external_reference") or ""
        self.received_at = min(body.get("received_at") or self.act.at, self.act.at)
        self.needs_response_by = safety.get("needs_response_by")
        self.immediate_danger = safety.get("immediate_danger") or ""
        self.source, self.referral_kind = (
            referrer.get("cin_source_code") or "",
            body.get("referral_kind") or "",
        )
        self.harm_allegation = intake.is_harm_allegation(body)
        self.concern = "\n\n".join(filter(None, [concern.get("what_happened"), concern.get("worried_about")]))
        self.childs_own_words = concern.get("childs_own_words") or ""
        self.referrer_name, self.referrer_role = referrer.get("name") or "", referrer.get("role") or ""
        self.referrer_agency = (referrer.get("agency") or {}).get("name") or ""
        self.referrer_phone = referrer.get("phone") or ""
        self.is_anonymous = (
            referrer.get("type") == ReferrerType.ANONYMOUS or self.source == ReferralSource.ANONYMOUS
        )
        self.hide_referrer_from_family = bool(referrer.get("wishes_to_stay_anonymous_to_family"))
        self.parents_aware = consent.get("parents_aware") or ""
        self.consent_to_share = consent.get("consent_to_share") or ""
        self.as_received = body
        self.missing = [
            {"pointer": each.pointer, "says": each.says} for each in intake.missing(body, now=self.act.at)
        ]
        self.cover_each(*[self._as_written(body, child) for child in body["children"]])

    def _as_written(self, body, child) -> dict:
        """A child's row: what the sender wrote, as far as the work needs it."""
        on = timezone.localdate(self.received_at)
        return {
            "sender_ref": child["ref"],
            "about_this_child": child.get("subject_of_referral") is not False,
            "unborn": intake.is_unborn(child),
            **{
                name: child.get(name) or ""
                for name in ("given_name", "family_name", "sex", "nhs_number", "mobility")
            },
            "date_of_birth": child.get("date_of_birth"),
            "expected_on": child.get("expected_date_of_delivery"),
            "views": child.get("views") or "",
            "infant_mark_asked": intake.infant_mark(body, child, on=on),
        }

    @step(
        "Add a child of the home",
        source=OPEN,
        permission=Permission.REFERRAL_SCREEN,
        adds=True,
        starts={REFERRAL_DECISION: "received_at"},
    )
    def add_sibling(
        self, *, given_name="", family_name="", date_of_birth=None, unborn=False, expected_on=None
    ):
        """Every child of the home is considered, also one whom the sender did not name."""
        child = {
            "ref": f"C{len(self.children.all()) + 1}+",
            "subject_of_referral": False,
            "given_name": given_name,
            "family_name": family_name,
            "date_of_birth": date_of_birth,
            "unborn": unborn,
            "expected_date_of_delivery": expected_on,
        }
        self.add_child(**self._as_written(self.as_received, child))

    # Late

    def open_clocks(self) -> models.QuerySet[Clock]:
        """Open clocks of the referral itself: those that run before anybody knows whose case it is."""
        return Clock._rows.filter(record=self.pk, stopped_at__isnull=True).order_by("late_from", "pk")

    @step("Say why something is late", source=ANY, permission=Permission.REFERRAL_SCREEN, adds=True)
    def explain_lateness(self, *, clock, reason):
        """Those above are told no longer. The clock runs on: only the event it waits for ends it."""
        if not self.open_clocks().filter(pk=clock.pk).exists() or not clock.is_late(self.act.at):
            raise BadInput(Reason("Choose something of this referral that is late.", pointer="/clock"))
        clock.acknowledge(by=self.act.by, at=self.act.at, reason=reason)

    # Danger first

    @step(
        "Look at it for danger",
        source=OPEN,
        permission=Permission.REFERRAL_LOOK,
        adds=True,
        stops={FIRST_RISK_LOOK: "looked_at", SAFE_BEFORE: "response_at"},
    )
    def look_for_danger(self, *, look, words, is_the_response=False):
        """One click and a sentence, within the hour, day and night. It waits for no name, no consent."""
        self._looked(look, words)
        if is_the_response:
            self.response_at, self.response = self.act.at, words

    def _looked(self, look, words) -> None:
        self.looked_at, self.looked_by = self.looked_at or self.act.at, self.looked_by or self.act.by
        self.look, self.look_words = look, f"{self.look_words}\n{words}".strip()

    @step(
        "Record the response that was needed",
        source=ANY,
        permission=Permission.REFERRAL_LOOK,
        adds=True,
        stops={SAFE_BEFORE: "response_at"},
    )
    def record_response(self, *, responded_at, words):
        """What was done before the time by which the sender said a child must be safe."""
        self.response_at, self.response = responded_at, words

    # Who the children are

    @step(
        "Begin to screen",
        source=State.RECEIVED,
        target=State.SCREENING,
        permission=Permission.REFERRAL_SCREEN,
    )
    def screen(self):
        """From now on somebody is working on it."""

    @step(
        "Say who each child is",
        source=OPEN,
        permission=Permission.REFERRAL_SCREEN,
        each_child=((), None),
        guards=[guards.has_no_case_yet],
        opens=("Person.come_to_notice", "Person.come_to_notice_unborn"),
    )
    def identify(self, *, children):
        """A known person, confirmed by you; or, with nobody chosen, a new one as written or a placeholder."""
        self._take_people([row for row in children if not row.answers.get("person")])
        for row in children:
            row.ask_about_mark()

    def _take_people(self, rows) -> None:
        """Each child as written: whoever looks for earlier concerns later finds what the sender knew."""
        for unborn in (True, False):
            new = [row for row in rows if row.unborn is unborn]
            people = self.consequences(self._as_person(row) for row in new)
            for row, person in zip(new, people, strict=True):
                row.person = person

    def _as_person(self, row) -> tuple:
        said = {"given_name": row.given_name[:100], "family_name": row.family_name[:100]}
        if not any(said.values()):
            child = "Unborn baby" if row.unborn else "Child"
            said["placeholder"] = row.answers.get("placeholder") or f"{child} of referral {self.reference}"
        if row.unborn:
            return Person().come_to_notice_unborn, {"expected_on": row.expected_on, **said}
        born = {"date_of_birth": row.date_of_birth}
        return Person().come_to_notice, {**born, **said, **row.more_as_sent()}

    @step(
        "Open a case",
        source=OPEN,
        target=State.SCREENING,
        permission=Permission.CASE_OPEN,
        each_child=((), None),
        guards=[guards.is_identified, guards.no_case_is_open],
        opens="Case.open",
    )
    def open_cases(self, *, children, team):
        """For each child who has none open. The team holds it until it is allocated."""
        self._open_cases(children, team)

    def _open_cases(self, rows, team) -> None:
        rows = sorted(rows, key=lambda each: each.person_id)
        known = {"source": self.source if self.source in ReferralSource.values else ""}
        said = {"referred_at": self.received_at, "team": team, **known}
        opened = self.consequences((Case().open, {"child": row.person, **said}) for row in rows)
        for row, case in zip(rows, opened, strict=True):
            row.case = case

    @step(
        "Attach to the open case: new information",
        source=OPEN,
        target=State.SCREENING,
        permission=Permission.CASE_OPEN,
        each_child=("NONE", "NEW_INFORMATION"),
        guards=[guards.is_identified, guards.case_is_open],
        stops={REFERRAL_DECISION: Stop(how="not_needed")},
        starts={REFERRER_TOLD: ""},
    )
    def attach(self, *, children):
        """Whoever works with the child has it from now on. It starts no clock anew; up is open as before."""
        for row in children:
            row.case = row.open_case()
            row.decided_by, row.decided_at = self.act.by, self.act.at

    # What is asked and found out

    @step(
        "Record the answer about a mark",
        source=OPEN,
        permission=Permission.REFERRAL_SCREEN,
        each_child=((), None),
        guards=[guards.clinician_decided],
    )
    def record_infant_mark(self, *, children):
        """Only a clinician of suitable expertise decides that a mark on an infant needs no medical."""

    @step(
        "Record facts for the children chosen",
        source=OPEN,
        permission=Permission.REFERRAL_SCREEN,
        adds=True,
        each_child=((), None),
    )
    def record_facts(self, *, children):
        """A clinician's advice; when the child was heard alone, and by whom."""

    @step(
        "Record that the referrer was spoken to, or could not be",
        source=ANY,
        permission=Permission.REFERRAL_SCREEN,
        adds=True,
    )
    def record_referrer_contact(self, *, happened_at, reached, words, why_impossible=""):
        """What the referrer said; or an attempt: two dated ones, and why it is impossible, stand for it."""
        self._contact(self, happened_at, words, reached=reached, why_impossible=why_impossible)

    @step(
        "Record that the earlier concerns were read together",
        source=OPEN,
        permission=Permission.REFERRAL_SCREEN,
        adds=True,
    )
    def record_earlier_concerns(self, *, shows):
        """All that stands about child and household, side by side, and what they show together."""
        self._read_earlier(shows)

    @step("Record consent to checks", source=OPEN, permission=Permission.REFERRAL_SCREEN, adds=True)
    def record_consent(self, *, given_by, given_at, how):
        self.consent_by, self.consent_at, self.consent_how = given_by, given_at, how
        self.consent_to_share = Consent.GIVEN

    @step(
        "Allow checks without consent, as a manager",
        source=OPEN,
        permission=Permission.REFERRAL_DECIDE,
        adds=True,
    )
    def allow_checks(self, *, reason):
        self.checks_without_consent_by, self.checks_without_consent_why = self.act.by, reason

    @step(
        "Ask an agency what it knows",
        source=OPEN,
        permission=Permission.ASK,
        adds=True,
        guards=[guards.checks_are_allowed],
        starts={INFORMATION_REQUEST: Start("asked_at", variant="urgency")},
    )
    def ask(self, *, agency, question, urgency, whom="", about_whom=""):
        """Checks at the front door need the family's consent, or a manager's recorded reason."""
        MultiAgencyStage.ask.__wrapped__(
            self, agency=agency, question=question, urgency=urgency, whom=whom, about_whom=about_whom
        )

    @step(
        "Say what your agency knows",
        source=ANY,
        permission=Permission.CONTRIBUTE,
        adds=True,
        guards=[guards.has_a_case],
        stops={INFORMATION_REQUEST: Stop("answered_at")},
    )
    def contribute(
        self,
        *,
        children,
        agency,
        said_by,
        text,
        family_may_know,
        own_words="",
        known_since=None,
        handling="",
        about_whom="",
    ):
        """Kept as said, about a child whose case is open: it is shown wherever the child's stages are."""
        MultiAgencyStage.contribute.__wrapped__(
            self,
            children=children,
            agency=agency,
            said_by=said_by,
            text=text,
            family_may_know=family_may_know,
            own_words=own_words,
            known_since=known_since,
            handling=handling,
            about_whom=about_whom,
        )

    @step(
        "Give your agency's own view",
        source=ANY,
        permission=Permission.CONTRIBUTE,
        adds=True,
        guards=[guards.has_a_case],
    )
    def give_view(self, *, children, agency, view, words="", said_by=""):
        """Whether the threshold is met for a child whose case is open, kept as said."""
        MultiAgencyStage.give_view.__wrapped__(
            self, children=children, agency=agency, view=view, words=words, said_by=said_by
        )

    # The decision: up

    @step(
        "Decide: strategy discussion",
        source=OPEN,
        target=State.SCREENING,
        permission=Permission.REFERRAL_SCREEN,
        each_child=(("NONE", "NEW_INFORMATION", "EMERGENCY", *DOWN), "STRATEGY"),
        opens=("Person.come_to_notice", "Person.come_to_notice_unborn", "Case.open"),
        stops={REFERRAL_DECISION: "decided_at", FIRST_RISK_LOOK: "looked_at"},
        starts={
            STRATEGY_DISCUSSION: Start("decided_at", variant="urgency"),
            REFERRER_TOLD: "",
            MANAGER_CONFIRMATION: Start("awaits_manager_since", variant="confirmation_variant"),
        },
    )
    def decide_strategy(self, *, children, team, reason, urgency=""):
        """Never blocked, by anybody on duty, for a child without a name: the unit has the child now."""
        self._protect(children, team, reason, urgency)

    @step(
        "Decide: strategy discussion and assessment",
        source=OPEN,
        target=State.SCREENING,
        permission=Permission.REFERRAL_SCREEN,
        each_child=(
            ("NONE", "NEW_INFORMATION", "EMERGENCY", "STRATEGY", "ASSESSMENT", *DOWN),
            "STRATEGY_AND_ASSESSMENT",
        ),
        opens=("Person.come_to_notice", "Person.come_to_notice_unborn", "Case.open", "Assessment.open"),
        stops={REFERRAL_DECISION: "decided_at", FIRST_RISK_LOOK: "looked_at"},
        starts={
            STRATEGY_DISCUSSION: Start("decided_at", variant="urgency"),
            REFERRER_TOLD: "",
            MANAGER_CONFIRMATION: Start("awaits_manager_since", variant="confirmation_variant"),
        },
    )
    def decide_strategy_and_assessment(self, *, children, team, reason, urgency=""):
        """Both at once; an assessment that is open already goes on, with its own date."""
        self._protect(children, team, reason, urgency)
        self._assess([row for row in children if not row.is_being_assessed()])

    @step(
        "Record emergency action",
        source=OPEN,
        target=State.SCREENING,
        permission=Permission.REFERRAL_SCREEN,
        each_child=(
            ("NONE", "NEW_INFORMATION", "STRATEGY", "ASSESSMENT", "STRATEGY_AND_ASSESSMENT", *DOWN),
            "EMERGENCY",
        ),
        opens=("Person.come_to_notice", "Person.come_to_notice_unborn", "Case.open"),
        stops={REFERRAL_DECISION: "decided_at", FIRST_RISK_LOOK: "looked_at"},
        starts={
            STRATEGY_DISCUSSION: Start("decided_at", variant="urgency"),
            REFERRER_TOLD: "",
            MANAGER_CONFIRMATION: Start("awaits_manager_since", variant="confirmation_variant"),
        },
    )
    def decide_emergency(self, *, children, team, reason):
        """Protection first, the discussion straight after: the same day."""
        self._protect(children, team, reason, "urgent")

    @step(
        "Decide: assessment",
        source=OPEN,
        target=State.SCREENING,
        permission=Permission.REFERRAL_DECIDE,
        each_child=(("NONE", "NEW_INFORMATION", *DOWN), "ASSESSMENT"),
        other_than="proposed_by",
        guards=[guards.no_assessment_is_open],
        opens=("Person.come_to_notice", "Person.come_to_notice_unborn", "Case.open", "Assessment.open"),
        stops={REFERRAL_DECISION: "decided_at", FIRST_RISK_LOOK: "looked_at"},
        starts={REFERRER_TOLD: ""},
    )
    def decide_assessment(self, *, children, team, reason):
        """The assessment is due 45 working days from receipt, whenever this is decided."""
        self._hold(children, team, reason)
        self._assess(children)

    def _protect(self, rows, team, reason, urgency) -> None:
        for row in rows:
            row.urgency = urgency
        self._hold(rows, team, reason)

    def _hold(self, rows, team, reason) -> None:
        """Whoever the child is, the team has the child from now on; what is not known is owed, and shown."""
        self._take_people([row for row in rows if row.person_id is None])
        people = [row.person_id for row in rows if row.case is None]
        known = {case.child_id: case for case in Case._rows.filter(child__in=people, state=Case.State.OPEN)}
        for row in rows:
            row.case = row.case or known.get(row.person_id)
        self._bring_in([row.case for row in rows if row.case], team)
        self._open_cases([row for row in rows if row.case is None], team)
        self._decided(rows, reason)
        if self.looked_at is None:
            self._looked(Look.DANGER, reason)

    def _assess(self, rows) -> None:
        if rows:
            self.consequence(
                Assessment().open,
                cause=self,
                children=rows,
                received_at=self.received_at,
                harm_allegation=self.harm_allegation,
            )

    def _decided(self, rows, reason="") -> None:
        for row in rows:
            row.decided_by, row.decided_at = self.act.by, self.act.at
            row.decided_why = row.decided_why or reason
            row.confirmed_by, row.confirmed_at = (
                (self.act.by, self.act.at) if self.act.by.is_manager else (None, None)
            )

    @step(
        "Confirm, as a manager",
        source=OPEN,
        permission=Permission.REFERRAL_DECIDE,
        other_than="decided_by",
        each_child=((*UP, "NEW_INFORMATION"), None),
        stops={MANAGER_CONFIRMATION: "all_confirmed_at"},
    )
    def confirm(self, *, children):
        """What was done without a manager: protecting alone, or merging a concern into an open case."""
        for row in children:
            row.confirmed_by, row.confirmed_at = self.act.by, self.act.at

    @property
    def all_confirmed_at(self):
        """The clock ends when a manager has confirmed for every child who was protected without one."""
        waiting = [row for row in self.children.all() if row.state in self.UP and row.confirmed_at is None]
        return None if waiting else self.act.at

    # The decision: down

    @step(
        "Propose what should happen",
        source=State.SCREENING,
        permission=Permission.REFERRAL_SCREEN,
        each_child=("NONE", None),
        guards=guards.PROPOSAL,
    )
    def propose(self, *, children):
        """For each child with grounds, history and reasons of the child's own; somebody else decides."""
        for row in children:
            row.proposed_by, row.proposed_at = self.act.by, self.act.at
            row.second_manager, row.second_agreed_at, row.second_words = None, None, ""

    @step(
        "Agree as the second manager",
        source=State.SCREENING,
        permission=Permission.REFERRAL_DECIDE,
        each_child=("NONE", None),
        other_than="proposed_by",
    )
    def second_manager_agrees(self, *, children, words):
        """For a third concern of family or public in a year, or a repeat within 60 days of no action."""
        for row in children:
            row.second_manager, row.second_agreed_at, row.second_words = self.act.by, self.act.at, words

    @step(
        "Decide: no further action",
        source=State.SCREENING,
        permission=Permission.REFERRAL_DECIDE,
        each_child=("NONE", "NO_ACTION"),
        guards=guards.DOWN,
        other_than=("proposed_by", "second_manager"),
        stops={REFERRAL_DECISION: "decided_at"},
        starts={REFERRER_TOLD: ""},
    )
    def decide_no_action(self, *, children):
        self._decided(children)

    @step(
        "Decide: information and advice",
        source=State.SCREENING,
        permission=Permission.REFERRAL_DECIDE,
        each_child=("NONE", "ADVICE"),
        guards=guards.DOWN,
        other_than=("proposed_by", "second_manager"),
        stops={REFERRAL_DECISION: "decided_at"},
        starts={REFERRER_TOLD: ""},
    )
    def decide_advice(self, *, children):
        """Advice is no way out: the same must be true as for no further action."""
        self._decided(children)

    @step(
        "Decide: family help",
        source=State.SCREENING,
        permission=Permission.REFERRAL_DECIDE,
        each_child=("NONE", "FAMILY_HELP"),
        guards=[*guards.DOWN, guards.somebody_takes_it_over],
        other_than=("proposed_by", "second_manager"),
        stops={REFERRAL_DECISION: "decided_at"},
        starts={REFERRER_TOLD: ""},
    )
    def decide_family_help(self, *, children):
        """Handed to somebody who accepts; until then the front door holds the child."""
        self._decided(children)

    @step(
        "Pass on to another authority",
        source=State.SCREENING,
        permission=Permission.REFERRAL_DECIDE,
        each_child=("NONE", "PASSED_ON"),
        guards=[*guards.DOWN, guards.somebody_takes_it_over],
        other_than=("proposed_by", "second_manager"),
        stops={REFERRAL_DECISION: "decided_at"},
        starts={REFERRER_TOLD: ""},
    )
    def pass_on(self, *, children):
        """Sending is not enough: somebody there, by name, accepts."""
        self._decided(children)

    @step(
        "Record who has accepted",
        source=OPEN,
        permission=Permission.REFERRAL_SCREEN,
        adds=True,
        each_child=(("FAMILY_HELP", "PASSED_ON"), None),
    )
    def record_acceptance(self, *, children):
        """The person, by name, who has taken the child over, and when."""

    @step(
        "Give a child's own reasons",
        source=OPEN,
        permission=Permission.REFERRAL_SCREEN,
        adds=True,
        each_child=((*UP, "NEW_INFORMATION"), None),
    )
    def record_reasons(self, *, children):
        """Owed after protecting first."""

    # Told and closed

    @step(
        "Tell the referrer",
        source=OPEN,
        permission=Permission.REFERRAL_SCREEN,
        guards=[guards.every_child_is_decided],
        stops={REFERRER_TOLD: "referrer_told_at"},
    )
    def tell_referrer(self, *, told_at, words):
        """What was decided, as far as it may be shared; or, from when on, why nobody can be told."""
        self.referrer_told_at, self.referrer_told = told_at, words

    @step("Tell the parents", source=OPEN, permission=Permission.REFERRAL_SCREEN)
    def tell_parents(self, *, told_at, words):
        """What they were told, or why telling them must wait."""
        self.parents_told_at, self.parents_told = told_at, words

    @step(
        "Close the referral",
        source=State.SCREENING,
        target=State.CLOSED,
        permission=Permission.REFERRAL_SCREEN,
        guards=guards.CLOSING,
    )
    def close(self):
        self.closed_at = self.act.at

    @step(
        "Withdraw: entered in error, or on the wrong child",
        source=ANY,
        target=WITHDRAWN,
        permission=Permission.WITHDRAW,
        other_than="recorded_by",
        guards=guards.WITHDRAWAL,
    )
    def withdraw(self, *, reason):
        """A concern of harm does not end by withdrawing: what ends any concern must be true here too."""
        Stage.withdraw.__wrapped__(self, reason=reason)


class ReferralChild(ChildRow):
    """One child of a referral, from receipt; who it is, and whose case, is found out later."""

    class State(models.TextChoices):
        NONE = "NONE", "Not yet decided"
        STRATEGY = "STRATEGY", "Strategy discussion"
        ASSESSMENT = "ASSESSMENT", "Child and family assessment"
        STRATEGY_AND_ASSESSMENT = "STRATEGY_AND_ASSESSMENT", "Strategy discussion and assessment"
        EMERGENCY = "EMERGENCY", "Emergency action"
        FAMILY_HELP = "FAMILY_HELP", "Family help"
        ADVICE = "ADVICE", "Information and advice"
        PASSED_ON = "PASSED_ON", "Passed to another authority"
        NEW_INFORMATION = "NEW_INFORMATION", "New information on the open case"
        NO_ACTION = "NO_ACTION", "No further action"

    ended = (*[state for state in State.values if state != "NONE"], WITHDRAWN)

    # The name stands above; what the sender called the child is for the sender.
    kept_for_machines = (
        "sender_ref",
        "given_name",
        "family_name",
        "infant_mark_asked",
        "unborn",
        "about_this_child",
    )
    coded_by = {"sex": codes.Sex, "mobility": codes.Mobility}

    stage = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="children")
    case = models.ForeignKey(  # type: ignore[assignment]  # a child not yet identified has none
        "people.Case", null=True, on_delete=models.PROTECT, related_name="referralchild_rows"
    )
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="referral_rows"
    )
    sender_ref = models.CharField(max_length=64)
    about_this_child = models.BooleanField(default=True)
    unborn = models.BooleanField(default=False)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    date_of_birth = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    sex = models.CharField(max_length=64, blank=True)
    nhs_number = models.CharField("NHS number", max_length=64, blank=True)
    mobility = models.CharField(max_length=64, blank=True)
    views = models.TextField(blank=True)

    infant_mark_asked = models.BooleanField(default=False)
    infant_mark = models.CharField(max_length=12, choices=InfantMark, blank=True)
    clinician = models.CharField(max_length=200, blank=True)
    clinician_discipline = models.CharField(max_length=20, choices=Discipline, blank=True)
    clinician_at = models.DateTimeField(null=True)
    clinician_said = models.TextField(blank=True)
    heard_alone_at = models.DateTimeField(null=True)
    heard_alone_by = models.CharField(max_length=200, blank=True)
    own_words = models.TextField(blank=True)

    proposed = models.CharField(max_length=24, choices=Decision, blank=True)
    proposed_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    proposed_why = models.TextField(blank=True)
    grounds = ArrayField(models.CharField(max_length=24, choices=Ground), default=list)
    history = models.TextField(blank=True)
    second_manager = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    second_agreed_at = models.DateTimeField(null=True)
    second_words = models.TextField(blank=True)
    decided_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)
    confirmed_by = models.ForeignKey("cpu.User", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    urgency = models.CharField(max_length=8, choices=Urgent, blank=True)
    handed_to = models.CharField(max_length=300, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "person"],
                name="child_once_in_a_referral",
                violation_error_message="This child is already one of this referral's.",
            ),
            models.CheckConstraint(
                condition=~Q(grounds=[guards.NO_INJURY]),
                name="no_visible_injury_is_never_alone",
                violation_error_message="“No visible injury” is never the only ground.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=Referral.DOWN)
                | (
                    Q(decided_by__isnull=False, proposed_by__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                    & ~Q(decided_why="")
                ),
                name="nobody_ends_a_concern_alone",
                violation_error_message="Somebody else than the proposer decides, and says why.",
            ),
            models.CheckConstraint(
                condition=Q(second_manager__isnull=True) | ~Q(second_manager=F("proposed_by")),
                name="second_manager_did_not_propose",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["NONE", *Referral.DOWN, WITHDRAWN]) | Q(case__isnull=False),
                name="a_child_going_up_has_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(infant_mark__in=["done", "not-needed", "no-mark"])
                | (Q(clinician_at__isnull=False) & ~Q(clinician="") & ~Q(clinician_discipline="")),
                name="a_mark_is_a_clinicians_to_judge",
                violation_error_message="Only a clinician of suitable expertise decides this.",
            ),
        ]

    def sent(self) -> dict:
        """The part of the body that is about this child."""
        return next(
            (each for each in self.stage.as_received["children"] if each["ref"] == self.sender_ref), {}
        )

    def more_as_sent(self) -> dict:
        """What else the sender knew of a born child; an address to be kept from somebody is not copied."""
        sent, address = self.sent(), self.sent().get("address") or {}
        open_to_all = bool(address.get("lines")) and not address.get("sensitive")
        numbers = [(IdentifierKind.NHS, self.nhs_number), (IdentifierKind.UPN, sent.get("upn") or "")]
        return {
            "sex": self.sex if self.sex in Sex.values else "",
            "date_of_birth_estimated": bool(self.date_of_birth and sent.get("date_of_birth_estimated")),
            "identifiers": [{"kind": kind.value, "value": value} for kind, value in numbers if value.strip()],
            "lines": "\n".join(filter(None, [*address["lines"], address.get("town")])) if open_to_all else "",
            "postcode": (address.get("postcode") or "")[:12] if open_to_all else "",
        }

    @property
    def as_written(self) -> str:
        """How the sender names the child."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def child_name(self) -> str:
        if self.person_id:
            return cast(Person, self.person).known_as
        return self.as_written or ("Unborn baby" if self.unborn else "Child not yet identified")

    def open_case(self):
        """The open case of the person this child is, if there is one."""
        return (
            Case._rows.filter(child=self.person_id, state=Case.State.OPEN).first() if self.person_id else None
        )

    def is_being_assessed(self) -> bool:
        return bool(
            self.case and self.case.assessmentchild_rows.filter(state__in=["OPEN", "PROPOSED"]).exists()
        )

    def ask_about_mark(self) -> None:
        """Once it is known who the child is, age decides whether the question about a mark is asked."""
        person = cast(Person, self.person)
        born = person.date_of_birth or self.date_of_birth
        child = {**self.sent(), "date_of_birth": born, "unborn": person.state == Person.State.UNBORN}
        on = timezone.localdate(self.stage.received_at)
        self.infant_mark_asked = intake.infant_mark(self.stage.as_received, child, on=on)


__all__ = ["Referral", "ReferralChild"]
