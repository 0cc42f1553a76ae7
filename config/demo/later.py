"""What the stories of the later pathway share: how a child comes in, conferences, plans, visits and what follows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from conferences.models import ChildProtectionPlan, Conference
from config.demo.tell import AGREED, Tell, Told, answer
from documents.letter import family_of as everyone_around
from documents.models import IssuedDocument
from people.models import Case, Person
from referrals.models import Assessment
from strategy.models import Section47Enquiry

# Agencies of which somebody signs in here, and reports to a conference in person.
REPORTS_ITSELF = {
    "police": "amara",
    "community": "ruth",
    "hospital": "simeon",
    "surgery": "maeve",
    "primary": "gwen",
    "nursery": "tilly",
}
# Who is told of a decision and gets the minutes.
EVERYBODY = "Each parent in a letter of their own; the agencies of the core group."
# What workers write in words that differ little from family to family.
PARENTS_TOLD = (
    "Told by telephone what the worry is, and who comes.",
    "Both rung and told what was reported, by whom where that may be said, and what happens next.",
    "Told at home by the worker who visits today.",
    "Told on the telephone; asked what would help, and who else should be there.",
)
HARM_GOES_ON = (
    "without a plan the harm goes on.",
    "what is known points one way; agencies must plan together.",
    "likely to go on: nothing that caused it has changed.",
)
APPROVED = (
    "Agreed: read with the chronology. On to the conference.",
    "I have read each child’s own words and the agencies’ views. Agreed.",
    "Agreed. The reasons are each child’s own, and they hold.",
)
NOTHING_WRITTEN = (
    "Asked; nothing that the family wants written down.",
    "Asked; they say that there is nothing we need to know, and to ask again.",
    "Asked at the second visit. They would rather tell it again when they know us.",
)


POLICE_ADD_NOTHING = (
    "Nothing beyond what stands in the discussion’s record.",
    "Checked again today: no new calls to the address, nobody newly linked to it.",
    "No further call since the discussion. The officer in the case stays the same.",
    "Intelligence searched again for each adult of the household: nothing to add.",
)
NO_WORDS_YET = (
    "The youngest has no words yet: what was observed stands instead.",
    "Too young to be asked; how the child settled, fed and was held is written down.",
    "No words at this age. The health visitor and I watched and wrote down the same.",
)
SEEN_IN_THE_ENQUIRY = (
    "Seen alone in the enquiry, which stands beside this.",
    "Seen and heard in the section 47 enquiry at the same time; not put through it twice.",
    "The enquiry’s visits are this assessment’s too: seen there, alone.",
)
PLAN_AS_BEFORE = (
    "The detailed plan goes on as the core group works it; of that nothing changes.",
    "What is not repeated here stands in the core group’s plan, and holds.",
    "Outline and contingency as before: the conference read them and left them.",
)


def of(sentences: Sequence[str], days: int) -> str:
    """One of these, by the day: families told on other days get other words."""
    return sentences[days % len(sentences)]


def comes_in(
    t: Tell,
    days: int,
    *,
    source: str,
    referrer: Told,
    children: list[Told],
    concern: Told,
    looked: str,
    why: Sequence[str],
    reason: str,
    team: str,
    lead: str,
    words: str,
    look: str = "danger",
    by: str = "hazel",
    parents: str = "",
    **body: Any,
) -> list[Case]:
    """Referred so many working days ago, decided on by noon, and taken by a lead practitioner the same day."""
    manager = MANAGER_OF[team]
    referral = t.refer(
        t.back(days, "09:05"),
        source=source,
        referrer=referrer,
        children=children,
        consent=AGREED,
        concern={"harm_location": "inside_family", "harm_setting": ["home"], "likely_or_actual": "actual"}
        | concern,
        **body,
    )
    referral = t.screened(referral, by, t.back(days, "09:40"), looked, look)
    chosen = [answer(row, decided_why=said) for row, said in zip(t.rows(referral), why, strict=True)]
    referral = t.do(
        "fern",
        t.back(days, "11:00"),
        referral.decide_strategy,
        team=t.team(team),
        reason=reason,
        children=chosen,
    )
    t.told(
        referral, by, t.back(days, "12:10"), f"Told {referrer['name']}.", parents or of(PARENTS_TOLD, days)
    )
    cases = t.cases(referral)
    t.allocate(cases, lead, manager, t.back(days, "13:30"), words)
    return cases


MANAGER_OF = {"heath": "rosalind", "moor": "tariq"}


def family_of(
    t: Tell, by: str, at: datetime, cases: Iterable[Case], *parents: tuple, **services: str | tuple[str, str]
) -> list:
    """Parents of these children, each (given, family, kind, responsibility, why, lives there), and their services."""
    people = []
    cases = list(cases)
    for given, family, kind, held, why, lives_there, *more in parents:
        one = t.person(by, at, given, family, **(more[0] if more else {}))
        people.append(one)
        for case in cases:
            t.relate(by, at, case.child, one, kind, held, why, lives_there=lives_there)
    for case in cases:
        t.serve(by, at, case.child, **services)
    return people


# The enquiry, on its shortest way to a conference


def enquired(
    t: Tell,
    days: int,
    cases: list[Case],
    *,
    lead: str,
    team: str,
    reason: str,
    here: tuple[str, ...],
    threshold: Sequence[str],
    tonight: Told,
    seen: Sequence[Told],
    words: Sequence[tuple[str, str] | None],
    home: Told,
    parent: tuple[str, str],
    harm: tuple[str, str],
    knows: Sequence[tuple[str, str, str]],
    outcome: Sequence[tuple[str, str, str]],
    identity: Sequence[str] = (),
    medical: str = "None was asked for: no injury is described.",
    outcome_after: int = 6,
    place: str = "",
    facts: Told | None = None,
    close: bool = True,
    **asked: Any,
) -> Section47Enquiry:
    """Discussed so many working days ago, enquired jointly, and for every child on to a conference.

    threshold, seen, words, outcome: one a child; outcome: (harm weighed, what protects, why). knows: (agency, who
    said it, text).
    """
    manager, worker = MANAGER_OF[team], t.name(lead)
    discussion = t.held(manager, team, (days, "13:50"), (days, "15:00"), cases, reason, here, **asked)
    at = t.back(days, "15:20")
    around: Told = {
        "lives_with_source": False,
        "who_sees": worker,
        "to_be_seen_at": t.back(days - 1, "15:30"),
    }
    t.do(manager, at, discussion.record_facts_once, children=cases, **around | tonight)
    rows = [
        answer(case, threshold_why=why, **facts or {}) for case, why in zip(cases, threshold, strict=True)
    ]
    t.do(manager, at, discussion.record_facts, children=rows)
    chosen = [answer(case) for case in cases]
    discussion = t.do(
        manager, at + t.minutes(10), discussion.agree_enquiries, enquirers="joint", children=chosen
    )
    t.recorded(manager, discussion, t.back(days - 1, "11:00"))
    enquiry = t.enquiry(lead, cases[0])
    at, written = t.back(days - 1, "15:30"), t.back(days - 1, "17:00")
    occasion: Told = {"happened_at": at, "by_whom": worker}
    where = place or home["place"]
    t.do(
        lead,
        written,
        enquiry.record_seen,
        how="home",
        place=where,
        children=[answer(case, **said) for case, said in zip(cases, seen, strict=True)],
        **occasion,
    )
    for case, said in zip(cases, words, strict=True):
        if said:
            heard(t, lead, written, enquiry, case, at, said, where, alone=True)
    sleeps = home.pop("sleeps")
    t.do(
        lead,
        written,
        enquiry.record_home,
        children=[
            answer(case, sleeping_place_seen=True, sleeping_place=one)
            for case, one in zip(cases, sleeps, strict=True)
        ],
        **occasion,
        **home,
    )
    t.do(
        lead,
        written,
        enquiry.record_parents_spoken,
        children=[answer(case, responsibility="held") for case in cases],
        who=parent[0],
        words=parent[1],
        told=True,
        **occasion,
    )
    kind, said_of = harm
    t.do(
        lead,
        written,
        enquiry.record_harm,
        children=cases,
        harm=kind,
        where="inside",
        setting="home",
        words=said_of,
    )
    if not any(agency == "police" for agency, *_ in knows):
        knows = [
            *knows,
            ("police", "DC Amara Stroud", of(POLICE_ADD_NOTHING, days)),
        ]
    for agency, who, text in knows:
        t.said(lead, t.back(days - 3, "14:00"), enquiry, cases, agency, text, by_name=who)
    asked_of = [*identity, *[of(NOTHING_WRITTEN, days)] * len(cases)]
    t.do(
        lead,
        t.back(days - 3, "14:30"),
        enquiry.record_identity,
        children=[
            answer(case, identity_and_culture=said) for case, said in zip(cases, asked_of, strict=False)
        ],
    )
    for who, agency in (("amara", "police"), ("ruth", "community")):
        sees = f"{t.agency(agency).name}: {of(HARM_GOES_ON, days)}"
        t.view(who, t.back(days - outcome_after, "09:30"), enquiry, cases, agency, "for", sees)
    _concluded(t, days - outcome_after, cases, enquiry, lead, manager, outcome, medical)
    if close:
        little = {"what_is_owed_is_done": of(NO_WORDS_YET, days)}
        at = t.back(days - outcome_after - 1, "12:00")
        if None in words:
            t.do(manager, at, enquiry.close, explained=little)
        else:
            t.do(lead, at, enquiry.close)
    return enquiry


def heard(
    t: Tell,
    lead: str,
    at: datetime,
    record: Any,
    case: Case,
    happened: datetime,
    said: tuple[str, str],
    where: str,
    *,
    alone: bool,
) -> None:
    """What a child said, with the question before it."""
    t.do(
        lead,
        at,
        record.record_own_words,
        children=[case],
        happened_at=happened,
        question=said[0],
        words=said[1],
        to_whom=t.name(lead),
        place=where,
        alone=alone,
    )


def _concluded(
    t: Tell,
    days: int,
    cases: list[Case],
    enquiry: Section47Enquiry,
    lead: str,
    manager: str,
    outcome: Sequence[tuple[str, str, str]],
    medical: str,
) -> None:
    """Read, weighed, proposed by the lead, approved by the manager the next day: to a conference."""
    at = t.back(days, "10:00")
    t.do(lead, at, enquiry.read_chronology, children=cases, by_whom=t.name(lead))
    weighed = [
        answer(
            case,
            harm_analysis=harm,
            protective_factors=protects,
            avoidance="Nobody keeps us away.",
            medical_outcome=medical,
        )
        for case, (harm, protects, _) in zip(cases, outcome, strict=True)
    ]
    t.do(lead, at, enquiry.analyse, children=weighed)
    proposed = [
        answer(
            case,
            outcome="likely",
            outcome_why=why,
            rests_on=["observed", "agencies", "history"],
            conference="needed",
            legal_advice="not-needed",
        )
        for case, (_, _, why) in zip(cases, outcome, strict=True)
    ]
    t.do(lead, at + t.minutes(40), enquiry.propose_outcome, children=proposed)
    t.do(
        manager,
        t.back(days - 1, "11:30"),
        enquiry.approve_outcome,
        children=cases,
        comment=of(APPROVED, days),
    )


def assessed(t: Tell, days: int, cases: list[Case], lead: str, team: str, why: Sequence[str], *factors: str):
    """The assessment in which the enquiry sat is authorised, and done."""
    found: dict[int, list[Case]] = {}
    rows = Assessment.visible_to(t.cast.users[lead])
    for case in cases:
        found.setdefault(rows.filter(children__case=case).latest("pk").pk, []).append(case)
    said = dict(zip([case.pk for case in cases], why, strict=True))
    for key, its in found.items():
        record = rows.get(pk=key)
        chosen = [
            answer(case, outcome="child-in-need", factors=list(factors), proposed_why=said[case.pk])
            for case in its
        ]
        record = t.do(lead, t.back(days, "09:30"), record.propose, children=chosen)
        record = t.do(
            MANAGER_OF[team],
            t.back(days - 1, "16:00"),
            record.authorise,
            children=its,
            explained={"child_was_seen_or_why_not": of(SEEN_IN_THE_ENQUIRY, days)},
        )
        t.do(lead, t.back(days - 1, "16:30"), record.close)


# Conferences


def conference(
    t: Tell,
    lead: str,
    asked: datetime,
    cases: list[Case],
    purpose: str,
    reason: str,
    planned_for: datetime,
    *,
    place: str = "Conference Service, room 2",
    agencies: Iterable[str] = (),
    distant: Iterable[str] = (),
    people: Iterable[Told] = (),
    booked: datetime | None = None,
    **more: Any,
) -> Conference:
    """Asked for by the lead, booked by the conference service, agencies and family invited."""
    made = t.do(lead, asked, Conference().request, cases=cases, purpose=purpose, reason=reason, **more)
    at = booked or asked + t.minutes(90)
    made = t.do(
        "dev",
        at,
        made.schedule,
        planned_for=planned_for,
        how="both",
        chair=t.cast.users["patience"],
        place=place,
    )
    for number, key in enumerate([*agencies, *distant]):
        when = at + t.minutes(5 + number)
        t.do("dev", when, made.invite, agency=t.agency(key), knows_directly=key not in distant)
    known = {each.known_as: each.reference for each in everyone_around(cases)}
    for number, who in enumerate(people):
        person = known.get(who["name"], "")
        t.do("dev", at + t.minutes(20 + number), made.invite_person, person=person, **who)
    return made


def reported(t: Tell, at: datetime, made: Conference, **points: str) -> None:
    """Written reports, by the agency's key (with _ for a blank): given by the agency's own member where one signs in
    here, else as they came to the service."""
    for number, (key, text) in enumerate(points.items()):
        when = at + t.minutes(7 * number)
        agency, member = t.agency(key.replace("_", " ")), REPORTS_ITSELF.get(key)
        if member is None:
            t.do("dev", when, made.receive_report, agency=agency, received_at=when, main_points=text)
            continue
        t.do(
            member,
            when,
            made.contribute,
            children=made.child_rows(),
            agency=agency,
            said_by=t.name(member),
            text=text,
            family_may_know="yes",
        )


def letter(t: Tell, who: str, at: datetime, record: Any, kind: str, person: Person, **more: Any) -> None:
    """Made of a record for one of the family, and given within the hour."""
    made = t.do(
        who,
        at,
        IssuedDocument().make,
        record=record.reference,
        letter=kind,
        recipient=person.reference,
        **more,
    )
    given = at + t.minutes(40)
    t.do(who, given, made.give, given_at=given, given_by=t.name(who))


def shared(t: Tell, lead: str, at: datetime, made: Conference, **parts: str) -> None:
    """The report given to each parent, by the first word of the name: what part of it."""
    for given, part in parts.items():
        person = made.invitedperson_rows.get(name__startswith=given)
        t.do(lead, at, made.share_report, person=person, shared_at=at, by_whom=t.name(lead), part=part)


def held(
    t: Tell,
    at: datetime,
    made: Conference,
    cases: list[Case],
    here: Iterable[str],
    views: Mapping[str, tuple[str, str]],
    **more: Any,
) -> Conference:
    """Held with these agencies; each one's own view (said by, words), on all children, that a plan is needed."""
    made = t.do(
        "patience", at, made.hold, held_at=at, how="both", here=[t.agency(key) for key in here], **more
    )
    viewed(t, at + t.minutes(50), made, cases, "for", views)
    return made


def viewed(
    t: Tell,
    at: datetime,
    made: Any,
    cases: list[Case],
    view: str,
    views: Mapping[str, tuple[str, str]],
) -> None:
    """Views as said in the room, written down by whoever keeps the minutes."""
    for key, (who, words) in views.items():
        t.do(
            "dev",
            at,
            made.write_down_view,
            children=cases,
            agency=t.agency(key),
            view=view,
            said_by=who,
            words=words,
        )


def attended(t: Tell, at: datetime, made: Conference, given: str, said: str, **more: Any) -> None:
    person = made.invitedperson_rows.get(name__startswith=given)
    t.do("dev", at, made.record_person_attendance, person=person, attendance="here", said=said, **more)


def followed_up(t: Tell, days: int, made: Conference, minutes: str, *, odd: str = "") -> None:
    """Notice the next working day, minutes within three weeks, closed: a conference held so many days ago."""
    made = t.do(
        "dev",
        t.back(days - 1, "10:00"),
        made.send_notice,
        sent_at=t.back(days - 1, "10:00"),
        to_whom=EVERYBODY,
    )
    t.do("dev", t.back(days - 5, "15:00"), made.draft_minutes, words=minutes)
    t.do("patience", t.back(days - 7, "09:30"), made.approve_minutes)
    sent = t.back(days - 8, "11:00")
    made = t.do("dev", sent, made.circulate_minutes, circulated_at=sent, to_whom=EVERYBODY)
    if made.odd():
        words = (
            odd
            or "The report that did not come was given by word of mouth in the room, and is in the minutes."
        )
        made = t.do("patience", sent + t.minutes(20), made.say_why_held_so, reason=words)
    unsaid = any(row.still_to_say() for row in made.child_rows())
    why = {"plans_are_whole": of(PLAN_AS_BEFORE, days)}
    t.do("dev", sent + t.minutes(30), made.close, explained=why if unsaid else None)


# Orders and powers


def told_of(t: Tell, who: str, at: datetime, record: Any, cases: list[Case], *told: tuple) -> None:
    """Who was told of an order or of protection: (whom, when, by whom), or (whom, None, "", why not)."""
    for whom, happened_at, by_whom, *why_not in told:
        t.do(
            who,
            at,
            record.record_told,
            children=cases,
            whom=whom,
            happened_at=happened_at,
            by_whom=by_whom,
            not_told_because="".join(why_not),
        )


# Plans


def plan_of(t: Tell, who: str, case: Case) -> ChildProtectionPlan:
    """The child protection plan that is open for this child, as whoever works on it finds it."""
    states = ("OUTLINE", "DETAILED", "AWAY")
    rows = ChildProtectionPlan.visible_to(t.cast.users[who])
    found = rows.filter(children__case=case, children__state__in=states).distinct().last()
    if found is None:
        raise LookupError(f"No plan for {case.child.known_as}")
    return found


def visited(
    t: Tell,
    lead: str,
    at: datetime,
    plan: Any,
    children: Mapping[Case, str | Told],
    place: str,
    *,
    announced: bool = True,
    written: float = 150,
    **more: Any,
) -> None:
    """A visit, written down later that day; a child's facts, or in short what was observed, alone."""
    rows = [
        answer(case, **({"seen": "alone", "observed": said} if isinstance(said, str) else said))
        for case, said in children.items()
    ]
    t.do(
        lead,
        at + t.minutes(written),
        plan.record_visit,
        children=rows,
        happened_at=at,
        how=more.pop("how", "home"),
        place=place,
        by_whom=more.pop("by_whom", t.name(lead)),
        announced=announced,
        **more,
    )


def core_group(
    t: Tell,
    lead: str,
    at: datetime,
    plan: ChildProtectionPlan,
    children: Mapping[Case, Told],
    here: Iterable[str],
    progress: str,
    *,
    next_on: date | None = None,
    parents: str = "",
    first: bool = False,
    **more: Any,
) -> None:
    """A core group; the first makes the detailed plan."""
    t.do(
        lead,
        at + t.minutes(180),
        plan.make_detailed_plan if first else plan.hold_core_group,
        children=[answer(case, **said) for case, said in children.items()],
        held_at=at,
        here=[t.agency(key) for key in here],
        parents=parents,
        progress=progress,
        next_on=next_on,
        **more,
    )


def acts(t: Tell, lead: str, at: datetime, plan: Any, cases: list[Case], *actions: Told) -> list:
    """Actions of a plan: risk, outcome, action, due_on, and agency (by key) or owner."""
    for said in actions:
        said = {**said, "agency": t.agency(said["agency"])} if "agency" in said else said
        t.do(lead, at, plan.add_action, children=cases, **said)
    return list(plan.subject.planaction_rows.order_by("pk"))
