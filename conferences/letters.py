"""The documents that leave the system for a family or an agency, composed from what was recorded, in plain words."""

from collections.abc import Iterable

from conferences.models import PlanAction
from cpu.codes import YesNoUnknown
from cpu.deadlines import say_day, say_moment
from cpu.models import AgencyKind, Team, TeamKind
from cpu.timescales import VISIT
from documents.kept import REFERRERS
from documents.letter import Letter, LetterKind, Section, letter_of
from people.models import Case
from people.models.choices import LegalBasis
from referrals.models.concerns import PROFESSIONAL, concerns_about
from strategy.models import Section47Enquiry, StrategyDiscussion
from workflow.step import WITHDRAWN

# On what legal basis a child sleeps somewhere, as one says it to a parent.
IN_PLAIN_WORDS = {
    LegalBasis.AT_HOME: "At home.",
    LegalBasis.FAMILY_ARRANGEMENT: "The family arranged this itself. Whoever has parental responsibility can end it; "
    "tell the social worker first.",
    LegalBasis.SECTION_20: "The council looks after {child} with the agreement of whoever has parental responsibility. "
    "You may take your agreement back: tell the social worker, and take advice from a solicitor.",
    LegalBasis.POLICE_PROTECTION: "The police protect {child}, for 72 hours at most.",
    LegalBasis.ORDER: "A court has ordered it.",
    LegalBasis.BAIL_CONDITION: "At home. Bail conditions keep somebody away.",
    LegalBasis.HOSPITAL: "In hospital.",
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


REFERRERS.append(referrers)


def to_call(letter: Letter) -> Section:
    """Whom to ring: in danger, by day, by night."""
    rows = [("If somebody is in danger now", "Ring 999. Nobody will mind that you rang.")]
    for case in letter.cases:
        lead, team = case.lead, case.team
        by_day = ", ".join(
            filter(None, [lead.name if lead else "", lead.telephone if lead else "", team.name if team else ""])
        )
        telephone = team.agency.telephone if team else ""
        said = f"{by_day}{f', {telephone}' if telephone else ''}."
        label = "By day" if len(letter.cases) == 1 else f"By day, for {case.child.given_name or 'the child'}"
        if said != "." and said not in [text for _, text in rows]:
            rows.append((label, said))
    night = Team.objects.filter(kind=TeamKind.OUT_OF_HOURS).select_related("agency").order_by("pk").first()
    if night is not None:
        rows.append(("Evenings, nights and weekends", ", ".join(filter(None, [night.name, night.agency.telephone])) + "."))
    rows.append(("If it is not urgent and you want the police", "Ring 101."))
    return Section("Whom to ring", rows=rows)


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
    from conferences.models import plans

    rows = [row for model in plans() for row in model.rows_of(case).select_related("stage__subject")]
    return [row.stage for row in rows if row.state not in row.ended and row.stage.state not in row.stage.ended]


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
        names = ", ".join(each.child.known_as for each in self.cases)
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

    def _of_child(self, case: Case) -> Section:
        child = case.child
        return Section(
            child.known_as,
            rows=[
                *self._sleeping(case),
                *self._protection(case),
                *self._kept_away(case),
                *self._seen(case),
            ],
        )

    def _sleeping(self, case: Case) -> list[tuple[str, str]]:
        place = case.sleeping_place
        if place is None:
            return [("Where the child sleeps", "Nothing is recorded: ask the social worker to say it with you.")]
        name = case.child.given_name or "the child"
        basis = IN_PLAIN_WORDS[LegalBasis(place.legal_basis)].format(child=name)
        if case.pk in self.walled:
            return [(f"Where {name} sleeps", NOT_ON_PAPER)]
        return [
            (f"Where {name} sleeps", self.fact(f"{place.where}, with {place.with_whom}.")),
            ("What that rests on", basis),
            ("Agreed by", self.fact(place.agreed_by)),
        ]

    def _protection(self, case: Case) -> list[tuple[str, str]]:
        rows = Section47Enquiry.rows_of(case).exclude(protection="").order_by("protection_decided_at", "pk")
        last = rows.last()
        return [("What keeps the child safe", self.free(last.protection))] if last else []

    def _kept_away(self, case: Case) -> list[tuple[str, str]]:
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
            return [("Next visit", f"By {say_day(clock.last_usable_on or clock.due_on)} at the latest.")]
        row = StrategyDiscussion.rows_of(case).exclude(who_sees="").order_by("pk").last()
        if row is None or row.to_be_seen_at is None or row.to_be_seen_at < self.at:
            return []
        return [("Who sees the child next", self.fact(f"{row.who_sees}, {say_moment(row.to_be_seen_at)}."))]


__all__ = ["AgencyKind", "SafetyPlan", "WITHDRAWN", "actions_of", "referrers", "to_call"]
