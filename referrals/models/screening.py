"""A referral being considered: looked at for danger, the children identified, the household asked about."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cpu.codes import Consent, ReferralSource
from cpu.roles import Permission
from cpu.timescales import FIRST_RISK_LOOK, REFERRAL_DECISION, REFERRER_TOLD, SAFE_BEFORE
from partners.models import MultiAgencyStage
from people.models import Case, Person
from referrals import guards, named
from referrals.models.choices import OPEN, Look, State
from referrals.models.concerns import AnswersConcerns
from workflow.refusals import BadInput, Reason, WrongState
from workflow.step import ANY, Stop, declared_anew, step


class Screened(AnswersConcerns, MultiAgencyStage):
    """Danger first, then who the children are, and what is asked and found out about them."""

    # Given by the receipt.
    source: Any
    consent_to_share: Any
    as_received: Any

    people_recorded = ArrayField(models.CharField(max_length=64), default=list)
    response_at = models.DateTimeField(null=True)
    response = models.TextField(blank=True)
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

    class Meta:
        abstract = True

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
            services = named.services(row.sent())
            return Person().come_to_notice_unborn, {
                "expected_on": row.expected_on,
                "services": services,
                **said,
            }
        born = {"date_of_birth": row.date_of_birth}
        return Person().come_to_notice, {**born, **said, **row.more_as_sent()}

    @step(
        "Record a person around the children",
        source=OPEN,
        permission=Permission.REFERRAL_SCREEN,
        adds=True,
        guards=[guards.a_child_is_identified],
        opens=("Person.come_to_notice", "Person.come_to_know"),
    )
    def record_person_around(self, *, who, person=None):
        """Somebody whom the referral names: a known person, confirmed by you, or a new one as sent."""
        if who in self.people_recorded:
            raise WrongState("This person is recorded already.")
        sent = self.named_and_not_recorded().get(who)
        if sent is None:
            raise BadInput(Reason("Choose somebody whom this referral names.", pointer="/who"))
        other = person or self.consequence(Person().come_to_notice, **named.adult(sent))
        children = {row.sender_ref: row.person for row in self.children.all() if row.person_id}
        for child, tie in named.ties(sent, children):
            self.consequence(child.come_to_know, other=other, **tie)
        self.people_recorded = [*self.people_recorded, who]

    def named_and_not_recorded(self) -> dict[str, dict]:
        """People of the body by their reference, those without a name left out."""
        return {
            each["ref"]: each
            for each in self.as_received.get("people") or []
            if (each.get("name") or "").strip() and each["ref"] not in self.people_recorded
        }

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
        """What the referrer said; or an attempt: at least two dated ones, and why it is impossible, stand for it."""
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

    ask = declared_anew(
        MultiAgencyStage.ask,
        doc="Checks at the front door need the family's consent, or a manager's recorded reason.",
        source=OPEN,
        guards=[guards.checks_are_allowed],
    )
    contribute = declared_anew(
        MultiAgencyStage.contribute,
        doc="Kept as said, about a child whose case is open: it is shown wherever the child's stages are.",
        guards=[guards.has_a_case],
    )
    give_view = declared_anew(
        MultiAgencyStage.give_view,
        doc="Whether the threshold is met for a child whose case is open, kept as said.",
        guards=[guards.has_a_case],
    )
