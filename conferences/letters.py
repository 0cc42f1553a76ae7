"""The documents that leave the system for a family or an agency, composed from what was recorded, in plain words."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.utils import timezone

from conferences.models import PlanAction, plans
from cpu.codes import YesNoUnknown
from cpu.deadlines import say_day, say_moment, say_time
from cpu.models import Clock, Team, TeamKind
from cpu.timescales import FIRST_REVIEW_CONFERENCE, MINUTES, PARENTS_REPORT, REVIEW_CONFERENCE, VISIT
from documents.kept import REFERRERS, is_kept_away, telling_of
from documents.letter import Letter, LetterKind, Section, letter_of
from govuk.templatetags.govuk import listed
from partners.models import Contribution
from people.models import Case
from people.models.choices import LegalBasis
from referrals.models.concerns import PROFESSIONAL, concerns_about
from strategy.models import Section47Enquiry, StrategyDiscussion
from workflow.step import WITHDRAWN

# On what legal basis a child sleeps somewhere, as one says it to a parent.
IN_PLAIN_WORDS = {
    LegalBasis.AT_HOME: "{child} lives there.",
    LegalBasis.FAMILY_ARRANGEMENT: "The family arranged this itself. Whoever has parental responsibility can end it; "
    "tell the social worker first.",
    LegalBasis.SECTION_20: "The council looks after {child} with the agreement of whoever has parental responsibility. "
    "You may take your agreement back: tell the social worker, and take advice from a solicitor.",
    LegalBasis.POLICE_PROTECTION: "The police protect {child}, for 72 hours at most.",
    LegalBasis.ORDER: "A court has ordered it.",
    LegalBasis.BAIL_CONDITION: "{child} lives there. Bail conditions keep somebody away.",
    LegalBasis.HOSPITAL: "{child} is in hospital.",
    LegalBasis.UNBORN: "{child} is not yet born.",
}
NOT_ON_PAPER = "It is not written on papers like this one."


def referrers(cases: Iterable[Case]) -> list[str]:
    """Names and numbers of whoever raised a concern about these children and must stay unnamed.

    A professional who wrote openly, with the parents knowing of it, is named like anybody else.
    """
    found = []
    for each in concerns_about({case.child_id for case in cases}):
        openly = (
            each.source in PROFESSIONAL
            and not each.hide_referrer_from_family
            and each.parents_aware == YesNoUnknown.YES
        )
        found += [] if openly else [each.referrer_name, each.referrer_phone]
    return [each for each in found if each]


def register() -> None:
    """The letters are known once this room is read; whoever raised a concern is read from here."""
    if referrers not in REFERRERS:
        REFERRERS.append(referrers)


def day_of(clock: Clock) -> str:
    """The last day on which what a clock waits for can be done."""
    day = clock.last_usable_on or clock.due_on
    return say_day(day) if day else ""


def to_call(letter: Letter) -> Section:
    """Whom to ring: in danger, by day, by night."""
    rows = [("If somebody is in danger now", "Ring 999. Nobody will mind that you rang.")]
    whom: dict[str, list[str]] = {}
    for case in letter.cases:
        if by_day := _by_day(case.lead, case.team):
            whom.setdefault(by_day, []).append(case.child.given_name or "the child")
    for by_day, names in whom.items():
        rows.append(("By day" if len(whom) == 1 else f"By day, for {listed(names)}", by_day))
    night = Team.objects.filter(kind=TeamKind.OUT_OF_HOURS).select_related("agency").order_by("pk").first()
    if night is not None:
        rows.append(
            (
                "Evenings, nights and weekends",
                ", ".join(filter(None, [night.name, night.agency.telephone])) + ".",
            )
        )
    rows.append(("If it is not urgent and you want the police", "Ring 101."))
    return Section("Whom to ring", rows=rows)


def _by_day(lead: Any, team: Any) -> str:
    """Who works with the child, and the number of the team where that person is not there."""
    named = [lead.name, lead.telephone] if lead else []
    named += [team.name, team.agency.telephone] if team else []
    said = ", ".join(each for each in named if each)
    return f"{said}." if said else ""


def actions_of(letter: Letter, cases: Iterable[Case]) -> list[str]:
    """What is still to be done in the open plans of these children: who does what by when."""
    found = []
    for case in cases:
        for stage in _open_plans(case):
            rows = PlanAction._rows.filter(record=stage.subject, ended="").select_related("agency")
            for each in rows:
                if each.case_id in (None, case.pk):
                    found.append(letter.free(f"{each.owned_by}: {each.action} By {say_day(each.due_on)}."))
    return list(dict.fromkeys(found))


def _open_plans(case: Case) -> list:
    rows = [row for model in plans() for row in model.rows_of(case).select_related("stage__subject")]
    return [
        row.stage for row in rows if row.state not in row.ended and row.stage.state not in row.stage.ended
    ]


@letter_of(LetterKind.SAFETY_PLAN)
class SafetyPlan(Letter):
    """What keeps the children safe now, who does what, whom to ring: to hand to the family."""

    of = (
        "case",
        "strategy-discussion",
        "section-47-enquiry",
        "conference",
        "child-protection-plan",
        "child-in-need-plan",
        "risk-outside-the-home-plan",
    )

    def sections(self) -> Iterable[Section]:
        names = listed(each.child.known_as for each in self.cases)
        if self.kept_away:
            yield from self._for_somebody_kept_away(names)
            return
        yield Section(
            "What this is",
            [
                f"It says how {names} {'is' if len(self.cases) == 1 else 'are'} kept safe, who does what, and whom to "
                f"ring. It holds what was recorded on {say_day(self.at.date())}.",
                "It goes on until somebody who is named here tells you that it has ended or changed. It does not "
                "end by itself.",
            ],
        )
        if self.words:
            yield Section("What we agreed with you", [self.free(self.words)])
        for case in self.cases:
            yield self._of_child(case)
        yield Section("Who does what", items=actions_of(self, self.cases))
        yield to_call(self)
        yield Section(
            "If this does not hold",
            [
                "If something on this paper is not kept, or does not work, or you are worried, ring at once. Do not "
                "wait for the next visit or meeting. Asking for help is part of keeping to it.",
            ],
        )

    def _for_somebody_kept_away(self, names: str) -> Iterable[Section]:
        """What this person must keep to, and nothing of what protects the children from them."""
        yield Section(
            "What this is",
            [
                f"It says what you must keep to for {names} to be safe. It holds what was recorded on "
                f"{say_day(self.at.date())}, and goes on until you are told in writing that it has ended or changed."
            ],
        )
        if self.words:
            yield Section("What we agreed with you", [self.free(self.words)])
        for case in self.cases:
            yield self._of_child(case)
        yield Section(
            "If you cannot keep to this",
            [
                "Ring before, not after. If there is an order or a condition, only the court or the police change it."
            ],
        )
        yield to_call(self)

    def _of_child(self, case: Case) -> Section:
        child = case.child
        return Section(
            child.known_as,
            rows=[
                *([] if self.kept_away else self._sleeping(case)),
                *self._protection(case),
                *self._conditions(case),
                *([] if self.kept_away else self._seen(case)),
            ],
        )

    def _sleeping(self, case: Case) -> list[tuple[str, str]]:
        place = case.sleeping_place
        if place is None:
            return [
                (
                    "Where the child sleeps",
                    "It is not yet written down. Ask the social worker to write it down with you.",
                )
            ]
        name = case.child.given_name or "the child"
        basis = IN_PLAIN_WORDS[LegalBasis(place.legal_basis)].format(child=name)
        if case.pk in self.walled:
            return [(f"Where {name} sleeps", NOT_ON_PAPER)]
        return [
            (f"Where {name} sleeps", self.fact(place.where)),
            ("With whom", self.fact(place.with_whom)),
            ("On what basis", basis),
            ("Agreed by", self.free(place.agreed_by)),
        ]

    def _protection(self, case: Case) -> list[tuple[str, str]]:
        rows = Section47Enquiry.rows_of(case).exclude(protection="").order_by("protection_decided_at", "pk")
        last = rows.last()
        return [("What keeps the child safe", self.protecting(last.protection))] if last else []

    def _conditions(self, case: Case) -> list[tuple[str, str]]:
        found = []
        for each in case.child.conditions.select_related("against__subject"):
            if not each.protects(self.at):
                continue
            until = f" Until {say_moment(each.expires_at)}." if each.expires_at else ""
            whom = "You" if self.recipient.person == each.against else each.against.known_as
            found.append((f"{each.get_kind_display()}: {whom}", f"{self.free(each.what)}{until}"))
        return found

    def _seen(self, case: Case) -> list[tuple[str, str]]:
        clock = case.open_clocks().filter(timescale=VISIT).first()
        if clock is not None:
            return [("Next visit", f"By {day_of(clock)} at the latest.")]
        row = StrategyDiscussion.rows_of(case).exclude(who_sees="").order_by("pk").last()
        if row is None or row.to_be_seen_at is None or row.to_be_seen_at < self.at:
            return []
        return [("Who sees the child next", self.free(f"{row.who_sees}, {say_moment(row.to_be_seen_at)}."))]


class OfConference(Letter):
    """What the letters about a conference share: whom the recipient is there, and who must not meet."""

    of = ("conference",)

    @cached_property
    def rows(self) -> list[Any]:
        """The children's rows at the conference, of those whom this letter is about."""
        cases = {each.pk for each in self.cases}
        return [row for row in self.record.child_rows() if row.case_id in cases and row.state != WITHDRAWN]

    @cached_property
    def invited(self) -> Any:
        """The line under which a person of the family was invited; nobody for an agency."""
        person = self.recipient.person
        if person is None:
            return None
        mine = (each for each in self.record.people if each.person_id == person.pk)
        names = {self.recipient.name.casefold(), person.known_as.casefold()}
        by_name = (
            each for each in self.record.people if each.person_id is None and each.name.casefold() in names
        )
        return next(mine, None) or next(by_name, None)

    @property
    def keeps_apart(self) -> bool:
        """Somebody at this conference must not meet somebody else."""
        return bool(self.record.must_not_meet or any(each.apart_because for each in self.record.people))

    @property
    def names(self) -> str:
        return listed(row.child_name for row in self.rows)

    def in_their_own_words(self) -> Section:
        """What whoever makes the letter adds for this very recipient."""
        return Section(f"{self.by.name} adds", [self.free(self.apart(self.words))])

    def last_day_of(self, code: str) -> str:
        """Until when something of this conference is due, where its clock is known and the day has not passed."""
        clock = Clock._rows.filter(record=self.record.pk, timescale=code).order_by("pk").last()
        return day_of(clock) if clock and clock.late_from > self.at else ""

    @cached_property
    def _others(self) -> tuple[list[Any], list[Any]]:
        """The other parents at the conference: those from whom these children are protected, and the rest."""
        parents = [each for each in self.record.people if each.role == "parent" and each is not self.invited]
        away = [each for each in parents if is_kept_away(each.person, self.cases, self.at)]
        return away, [each for each in parents if each not in away]

    @property
    def is_told_apart(self) -> bool:
        """Of the family where some must not meet; somebody who is protected from another is told all the same."""
        return self.recipient.is_family and self.keeps_apart and (self.kept_away or not self._others[0])

    @cached_property
    def _others_apart(self) -> list[re.Pattern[str]]:
        """What is about the other parents, where somebody must not meet somebody: their names, homes and numbers. From
        whom one is protected, one may read."""
        person = self.recipient.person
        if not (person and self.keeps_apart):
            return []
        away, rest = self._others
        return [
            pattern
            for each in ([*away, *rest] if self.kept_away else rest)
            for pattern in telling_of(
                each.name,
                each.person,
                to=[person, *(case.child for case in self.cases)],
                known_as=self.recipient.name,
            )
        ]

    def apart(self, text: str) -> str:
        """What is about somebody whom the recipient must not meet stays out whole: a gap would still tell."""
        if any(each.search(text or "") for each in self._others_apart):
            self.leave_out("What is about somebody whom you do not meet: it stands in a paper of their own.")
            return ""
        return text


PURPOSES = {
    "initial": "A first child protection conference, after an enquiry.",
    "review": "A review of the child protection plan.",
    "pre-birth": "A child protection conference before the birth.",
    "transfer-in": "A child protection conference because the family has moved here.",
}


@letter_of(LetterKind.INVITATION)
class Invitation(OfConference):
    """When, where, by whom, what for, what to bring; to each with a time of their own where they must not meet."""

    def why_not(self) -> str:
        if self.record.planned_for is None or self.record.state != "SCHEDULED":
            return "Book the conference first: an invitation names its day, its place and its chair."
        if (
            self.recipient.is_family
            and self.keeps_apart
            and not (self.invited and self._own_time(self.invited))
        ):
            return (
                "Somebody must not meet somebody else here. Record first when this very person comes, under the same "
                "name: an invitation with the common time could bring them together."
            )
        return ""

    def sections(self) -> Iterable[Section]:
        if self.invited is not None and self.invited.excluded_at:
            yield self._excluded()
            return
        yield Section(
            "You are invited", [f"{PURPOSES[self.record.purpose]} It is about {self.names}."], self._when()
        )
        yield Section(
            "What a conference is",
            [
                "The people who know the children and the family come together: you, the social worker, school or "
                "nursery, health, police and others. Each says what they know and what they think. For each child the "
                "chair then decides whether a child protection plan is needed, and what should be different. The chair "
                "does not work with your family.",
            ],
        )
        if self.recipient.is_family:
            yield self._for_family()
        else:
            yield self._for_agency()
        yield self.in_their_own_words()

    def _when(self) -> list[tuple[str, str]]:
        record, own = self.record, self._own_time(self.invited)
        day = say_day(timezone.localdate(record.planned_for))
        if own:
            self.leave_out("Who else comes, and when: each has an invitation of their own.")
        return [
            ("When", f"{day}, {own}." if own else f"{say_moment(record.planned_for)}."),
            ("Where", self.fact(record.place) or "You will be told before the day."),
            ("How", f"{record.get_how_display()}." if record.how else ""),
            ("Chair", f"{record.chair.name}." if record.chair else ""),
        ]

    @staticmethod
    def _own_time(invited) -> str:
        if invited is None or invited.comes_from is None:
            return ""
        until = f" until {say_time(invited.comes_until)}" if invited.comes_until else ""
        return f"from {say_time(invited.comes_from)}{until}"

    def _excluded(self) -> Section:
        return Section(
            "About the conference",
            [
                f"{PURPOSES[self.record.purpose]} It is about {self.names}.",
                "The chair has decided that you do not come to it. The reason: "
                f"{self.free(self.invited.excluded_because)}",
                f"You are heard all the same: {self.free(self.invited.heard_how)}",
            ],
        )

    def _for_family(self) -> Section:
        by = self.last_day_of(PARENTS_REPORT)
        return Section(
            "Before you come",
            [
                f"You will be given the report {f'by {by}' if by else 'before the day'}, and the social worker will "
                "read it with you. Say what is wrong in it: that is told to the conference."
            ],
            items=[
                "You may bring somebody to support you, or an advocate, or a solicitor. Tell us who.",
                "If you need an interpreter, childcare, help with the way there or a different time, ring us now.",
                "If you cannot come, or it does not feel safe to come, ring us: you can say what you think in "
                "another way.",
                "The children are asked what they want, and can have an advocate of their own.",
            ],
        )

    def _for_agency(self) -> Section:
        report = next((each for each in self.record.reports if each.agency == self.recipient.agency), None)
        clock = self.record.clocks_of_reports.get(report.pk) if report else None
        by = f" It is due by {day_of(clock)}." if clock and clock.stopped_at is None else ""
        apart = "Some of the family must not meet: ask the conference service before you speak to any of them about it."
        return Section(
            "What we ask of you",
            items=[
                f"A written report about each child, also if you cannot come.{by}",
                "Say in it what you know, how you know it, and what of it the family may know. Share it with the "
                "family before, unless that would put somebody at risk.",
                "Come able to give your agency’s own view for each child.",
                *([apart] if self.keeps_apart else []),
            ],
        )


DECIDED = {
    "PLAN": "{name} is now the subject of a child protection plan.",
    "CONTINUES": "{name}’s child protection plan goes on.",
    "ENDS": "{name}’s child protection plan has ended.",
    "NO_PLAN_CIN": "{name} does not need a child protection plan. A child-in-need plan is offered to the family.",
    "NO_PLAN_FAMILY_HELP": "{name} does not need a child protection plan. Family help is offered to the family.",
    "NO_PLAN": "{name} does not need a child protection plan, and no further services are planned.",
}
CATEGORIES = {
    "NEG": "neglect",
    "PHY": "physical abuse",
    "SAB": "sexual abuse",
    "EMO": "emotional abuse",
    "MUL": "several kinds of abuse",
}


@letter_of(LetterKind.DECISION_NOTICE)
class DecisionNotice(OfConference):
    """What was decided for each child and why, who does what next, by when, and how to complain."""

    def why_not(self) -> str:
        if self.record.held_at is None:
            return "Record first that the conference was held."
        waiting = [row.child_name for row in self.rows if row.state == "UNDECIDED"]
        return f"Not yet decided: {', '.join(waiting)}. The notice follows the decision." if waiting else ""

    def sections(self) -> Iterable[Section]:
        held = say_moment(self.record.held_at)
        chair = f" It was chaired by {self.record.chair.name}." if self.record.chair else ""
        yield Section("The conference", [f"{PURPOSES[self.record.purpose]} It was held at {held}.{chair}"])
        for row in self.rows:
            yield self._of_child(row)
        yield self.in_their_own_words()
        by = self.last_day_of(MINUTES)
        yield Section(
            "What happens next",
            items=[
                f"The minutes are sent to those who may have them{f', by {by}' if by else ''}. If something in them "
                "is wrong, say so: your correction is kept with them.",
                *self._agreement(),
            ],
        )
        yield to_call(self)
        if any(row.legal_route for row in self.rows):
            self.leave_out("Legal advice is between the council and its lawyers.")
        self.leave_out("What each agency said, word for word, stands in the minutes.")

    def complain(self) -> list[str]:
        if not self.recipient.is_family:
            return super().complain()
        return [
            "You may complain about how the conference was held, about the decision, or about the category. Tell the "
            "chair or write to them; you need no special form. First a manager who did not chair answers; then a "
            "panel of several agencies; then the conference may be held again with another chair.",
            "What was decided holds meanwhile. A complaint about one agency’s own work goes to that agency. "
            "Complaining never counts against you. You may take advice from a solicitor.",
        ]

    def _agreement(self) -> list[str]:
        if not any(row.state in ("NO_PLAN_CIN", "NO_PLAN_FAMILY_HELP") for row in self.rows):
            return []
        return ["A child-in-need plan and family help rest on your agreement: the worker named asks you."]

    def _of_child(self, row) -> Section:
        said = DECIDED[row.state].format(name=row.child_name)
        rows = [("Why", self.free(self.apart(row.why)))]
        if row.state in ("PLAN", "CONTINUES"):
            rows = [("Category", self._category(row)), *rows, *self._plan(row)]
        elif row.next_step_for is not None:
            rows.append(("Who goes on with you", f"{row.next_step_for.name}, who is asked to take this on."))
        if row.state == "ENDS" and row.ends_as:
            rows.append(("What comes after it", str(row.get_ends_as_display())))
        rows.append(("What keeps the child safe", self.protecting(self.apart(row.safety_plan))))
        return Section(row.child_name, [said], rows)

    def _category(self, row) -> str:
        every = [
            CATEGORIES.get(each, each) for each in dict.fromkeys([row.category, *row.further_categories])
        ]
        kinds = listed(every).capitalize()
        return f"{kinds}. A category says what kind of harm is likely; it accuses nobody of a crime."

    def _plan(self, row) -> list[tuple[str, str]]:
        lead = row.lead_practitioner.name if row.lead_practitioner else ""
        review = (
            Clock.running_for(row.case)
            .filter(timescale__in=(FIRST_REVIEW_CONFERENCE, REVIEW_CONFERENCE))
            .first()
        )
        if row.birth_call and self.recipient.is_family:
            self.leave_out("What hospital and social worker have arranged between them for the birth.")
        return [
            ("The plan starts", say_day(self.record.held_on) if row.state == "PLAN" else ""),
            ("Lead practitioner", lead or "Not yet named: you will be told who it is."),
            ("What is a risk, and what should be different", self.protecting(self.apart(row.outline))),
            ("If that does not happen", self.protecting(self.apart(row.contingency))),
            ("Core group: you and those who work the plan", self._core_group(row)),
            ("How often the child is seen", f"{row.get_visiting_display()}."),
            ("Next conference", f"By {day_of(review)}." if review else ""),
            (
                "At the birth",
                ""
                if self.recipient.is_family
                else self.free(f"{row.birth_call} {row.birth_meeting}".strip()),
            ),
        ]

    def _core_group(self, row) -> str:
        """Where somebody must not meet somebody, a common day and a list of names could bring them together."""
        if self.is_told_apart:
            self.leave_out("Who else is in the core group, and when it meets: each is told apart.")
            return "You will be told when and where you come."
        day = f"{say_day(row.core_group_on)}. " if row.core_group_on else ""
        return f"{day}{self.free(row.core_group)}".strip()


# An enquiry's outcome, as one says it to a parent.
FOUND = {
    "likely": "The child was harmed or was about to be, and is likely to be harmed if nothing changes.",
    "not-likely": "The child was harmed or was about to be, and is not likely to be harmed again.",
    "inconclusive": "It could not be established either way.",
    "not-substantiated": "The concern could not be confirmed. This does not mean that nothing happened.",
}


@letter_of(LetterKind.CONFERENCE_REPORT)
class ConferenceReport(OfConference):
    """What the conference will hear: the social worker's analysis for each child, and what agencies say that the
    recipient may know."""

    def why_not(self) -> str:
        if any(self._analysis(row) for row in self.rows) or self._may_be_told():
            return ""
        return "Nothing is recorded yet that this recipient may be told: neither an analysis nor an agency’s report."

    def sections(self) -> Iterable[Section]:
        planned = (
            f" It is planned for {say_moment(self.record.planned_for)}." if self.record.planned_for else ""
        )
        yield Section(
            "What this is",
            [
                f"{PURPOSES[self.record.purpose]} It is about {self.names}.{planned} This is what the conference is "
                "told. "
                "If something is wrong or missing, say so: that is told to the conference too."
            ],
        )
        for row in self.rows:
            yield Section(row.child_name, rows=self._analysis(row))
        told: dict[str, list[str]] = {}
        for each in self._may_be_told():
            told.setdefault(f"{each.agency.name}, {each.said_by}", []).append(self._said(each))
        for who, said in told.items():
            yield Section(f"What {who} says", said)
        yield self.in_their_own_words()

    def _analysis(self, row) -> list[tuple[str, str]]:
        """The social worker's, from the enquiry that led here."""
        found = Section47Enquiry.rows_of(row.case).order_by("pk").last()
        if found is None:
            return []
        return [
            (
                label,
                self.protecting(text)
                if text in (found.protection, found.protective_factors)
                else self.free(text),
            )
            for label, text in (
                ("What harm, how severe, how likely to go on", found.harm_analysis),
                ("What protects this child", found.protective_factors),
                ("What the enquiry found", FOUND.get(found.outcome, "") if found.approved_at else ""),
                ("Why", found.outcome_why if found.approved_at else ""),
                (
                    "What matters to this child: race, culture, faith, language, identity",
                    found.identity_and_culture,
                ),
                ("What keeps the child safe now", found.protection),
            )
            if text and self.apart(text)
        ]

    def _may_be_told(self) -> list[Contribution]:
        rows = Contribution._rows.filter(record=self.record.pk, replaced_by__isnull=True).select_related(
            "agency"
        )
        return [each for each in rows.prefetch_related("children") if self._may_have(each)]

    def _may_have(self, said: Contribution) -> bool:
        cases, about = {each.pk for each in self.cases}, {each.case_id for each in said.children.all()}
        if said.handling:
            self.leave_out(
                "What was given on condition that it is told only to those named, or not written down."
            )
            return False
        if not about <= cases:
            self.leave_out("What an agency said about other children in the same words.")
            return False
        if not self.recipient.is_family:
            return True
        if said.family_may_know != Contribution.FamilyMayKnow.YES:
            self.leave_out("What an agency has not agreed to have told to the family.")
            return False
        if said.about_whom and said.about_whom.casefold() != self.recipient.name.casefold():
            self.leave_out("What is about another adult.")
            return False
        return bool(self.apart(said.text))

    def _said(self, said: Contribution) -> str:
        words = f" In their own words: “{said.own_words}”" if said.own_words else ""
        silent = not self.recipient.is_family and said.family_may_know != Contribution.FamilyMayKnow.YES
        return self.free(f"{'Not to be told to the family. ' if silent else ''}{said.text}{words}")


__all__ = [
    "ConferenceReport",
    "DecisionNotice",
    "Invitation",
    "SafetyPlan",
    "actions_of",
    "referrers",
    "register",
    "to_call",
]
