"""What is decided for each child of a referral: up at once and never blocked, down by a second person."""

from typing import Any

from cpu.roles import Permission, Role
from cpu.timescales import (
    FIRST_RISK_LOOK,
    MANAGER_CONFIRMATION,
    REFERRAL_DECISION,
    REFERRER_TOLD,
    STRATEGY_DISCUSSION,
)
from partners.models import MultiAgencyStage
from people.models import Case
from referrals import guards
from referrals.models.assessment import Assessment
from referrals.models.choices import DOWN, OPEN, UP, Look, State
from workflow.step import Start, step


class Decided(MultiAgencyStage):
    """For each child: up by anybody on duty, down by a manager who did not propose it."""

    # Given by receipt and screening.
    received_at: Any
    harm_allegation: Any
    looked_at: Any
    _looked: Any
    _take_people: Any
    _open_cases: Any

    class Meta:
        abstract = True

    @property
    def awaits_manager_since(self):
        """Whoever protects without a manager owes one's confirmation."""
        return None if self.act.by.is_manager else self.act.at

    @property
    def confirmation_variant(self) -> str:
        roles = {each.role for each in self.act.by.memberships_in_force()}
        return "out of hours" if Role.OUT_OF_HOURS_WORKER in roles else ""

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
            # Never the reasons of an earlier decision. One sentence for several children is the act's; each child's
            # own is owed (`record_reasons`).
            row.decided_why = row.answers.get("decided_why") or (reason if len(rows) == 1 else "")
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
        waiting = [row for row in self.children.all() if row.state in UP and row.confirmed_at is None]
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
        guards=[guards.reasons_are_own],
    )
    def record_reasons(self, *, children):
        """Owed after protecting first."""
