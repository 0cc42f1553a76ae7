"""Harm outside the home, with parents who protect: a plan with them, missing twice, the return interview owed."""

from conferences.models import RiskOutsideTheHomePlan
from config.demo import later
from config.demo.tell import HELD, Tell, a_child, answer, professional
from people.models import FlagKind, MissingEpisode


def delacourt(t: Tell) -> None:
    """A boy of fifteen who was used to carry, found last night after two nights; his sister, for whom it is over."""
    lead = "samir"
    cases = later.comes_in(
        t,
        170,
        source="2B",
        referrer=professional("D. Foyle", "Safeguarding lead", "Fallow Hill High School", "01632 960141"),
        children=[
            a_child("Kai", "Delacourt", t.born(15, 8), "M", "MWBC"),
            a_child("Mika", "Delacourt", t.born(13, 4), "F", "MWBC"),
        ],
        concern={
            "what_happened": "Kai has a second telephone, new trainers, and left school in a silver car "
            "with a man of about thirty. Mika went along “for the ride” and was given forty pounds to hold "
            "a bag.",
            "worried_about": "That it has begun.",
            "harm_types": ["physical_abuse"],
            "harm_location": "outside_family",
            "harm_setting": ["peers", "neighbourhood"],
            "contextual_factors": ["child_criminal_exploitation"],
        },
        looked="Both at home with their parents, who rang the police themselves.",
        why=["Driven by an adult to carry for him.", "Given a bag to hold at thirteen."],
        reason="Two children drawn into carrying.",
        team="moor",
        lead=lead,
        words="Renata and Marcel know more than we do. Sit at their table first.",
    )
    kai, mika = cases
    at = t.back(169, "10:00")
    renata, marcel = later.family_of(
        t,
        lead,
        at,
        cases,
        (
            "Renata",
            "Delacourt",
            "mother",
            HELD,
            "Birth certificates seen",
            True,
            {"sex": "F", "telephone": "01632 960500"},
        ),
        ("Marcel", "Delacourt", "father", HELD, "Married at both births", True, {"sex": "M"}),
        school=("high", "D. Foyle"),
        gp="surgery",
        youth_justice="youth justice",
    )
    for case in cases:
        t.sleeps(lead, at, case, "27 Dyer’s Hill", "Both parents", "Both parents; Tariq Bellamy")
        t.do(lead, at, case.record_primary_need, primary_need="N1")
    discussion = t.held(
        "tariq",
        "moor",
        (170, "13:45"),
        (169, "14:00"),
        cases,
        "Criminal exploitation of a brother and a sister.",
        ("", "police", "community", "high", "youth justice"),
    )
    at = t.back(169, "14:30")
    t.do(
        "tariq",
        at,
        discussion.record_facts_once,
        children=cases,
        sleeps_where="27 Dyer’s Hill",
        sleeps_with="Both parents",
        legal_basis="at-home",
        safety_agreed_by="Both parents; Tariq Bellamy",
        lives_with_source=False,
        who_sees="Samir Dallow",
        to_be_seen_at=t.back(168, "16:00"),
        parents_told="Told of everything, and part of it.",
    )
    t.do(
        "tariq",
        at,
        discussion.record_facts,
        children=[
            answer(
                kai,
                threshold="not-met",
                threshold_why="Harm is real and outside; his parents protect him, and a plan with them is "
                "stronger than an enquiry about them.",
            ),
            answer(
                mika,
                threshold="not-met",
                threshold_why="Once, with her brother; she told her mother the same evening.",
            ),
        ],
    )
    for who, agency in (("tariq", ""), ("amara", "police"), ("ruth", "community")):
        t.view(
            who,
            at + t.minutes(5),
            discussion,
            cases,
            agency,
            "against",
            f"{t.agency(agency).name}: a plan for the risk outside, with the parents, now.",
        )
    discussion = t.do(
        "tariq", at + t.minutes(10), discussion.agree_no_enquiries, children=[answer(case) for case in cases]
    )
    discussion = t.do(
        "marcus",
        at + t.minutes(90),
        discussion.confirm,
        comment="Read with the parents’ and the school’s words. The plan outside the home starts today.",
    )
    t.recorded("tariq", discussion, t.back(168, "11:00"))
    first = t.do(
        "tariq",
        t.back(168, "14:00"),
        RiskOutsideTheHomePlan().offer,
        cases=cases,
        to=t.cast.users[lead],
        why="A man in a silver car; a bag; two children and two parents who want it to stop.",
        aim="Kai and Mika come home from school by themselves, and nobody waits.",
    )
    first = t.do(lead, t.back(167, "09:30"), first.accept, children=t.rows(first))
    _work(t, lead, first, cases, renata, 166)
    for days, one, two in (
        (158, "Says that he was bored, and then that he was scared.", "Drew the car, with its number."),
        (140, "At boxing. No second telephone seen.", "Has a new friend, and a dog to walk."),
        (121, "Asked whether the man knows where he lives.", "Sings. Does not speak of it."),
    ):
        later.visited(t, lead, t.back(days, "16:30"), first, {kai: one, mika: two}, "27 Dyer’s Hill")
    t.do(
        lead,
        t.back(118, "16:00"),
        first.hold_review,
        children=[answer(kai, risk="less"), answer(mika, risk="less")],
        held_at=t.back(118, "15:00"),
        here=[t.agency("police"), t.agency("high")],
        parents="Both",
        progress="The driver was arrested; the park gate is locked at dusk; both at home by nine.",
    )
    _ended(
        t,
        lead,
        first,
        {
            kai: "The man is remanded; nobody has come near him for two months.",
            mika: "It was once, and it is over; she says so herself.",
        },
        112,
        {kai: "another-plan", mika: "another-plan"},
    )
    episode = t.do(
        "samir",
        t.back(96, "23:10"),
        MissingEpisode().record_missing,
        cases=cases,
        missing_since=t.back(96, "17:00"),
        last_seen="The bus station, with an older girl",
        circumstances="Neither came home from school. Mika’s telephone is off.",
        reported_at=t.back(96, "21:30"),
        police_reference="MIS-3301",
        risk="medium",
    )
    episode = t.do(
        lead,
        t.back(95, "09:00"),
        episode.record_push_and_pull,
        children=[
            answer(kai, push="A debt that he did not tell", pull="“Unc’s” cousin"),
            answer(mika, push="", pull="Would not leave her brother"),
        ],
    )
    episode = t.do(
        lead,
        t.back(95, "09:30"),
        episode.record_found,
        children=[answer(case) for case in cases],
        found_at=t.back(95, "03:40"),
        how="police",
        where="A flat in Nethercombe, both unhurt",
    )
    episode = t.do(
        lead,
        t.back(93, "12:00"),
        episode.record_interview,
        children=[answer(kai, said="“It was the money for the bag. They said Mika would have to.”")],
        happened_at=t.back(93, "10:30"),
        by_whom="N. Prowse, missing children’s project",
        independent=True,
    )
    episode = t.do(
        lead,
        t.back(93, "12:10"),
        episode.decline_interview,
        children=[answer(mika)],
        offered_by="N. Prowse",
        reason="“Kai said it all. I want to go to school.”",
    )
    t.do(
        "tariq",
        t.back(91, "10:00"),
        episode.close,
        what_changes="The debt is named: police and youth justice act on the cousin. A new plan with the "
        "parents for both.",
    )
    again = t.do(
        "tariq",
        t.back(91, "11:00"),
        RiskOutsideTheHomePlan().offer,
        cases=cases,
        to=t.cast.users[lead],
        why="It has begun again, through a cousin: a debt, and a threat to Mika.",
        aim="The debt is gone, and nobody can use one of them against the other.",
        visiting="every 15 working days",
    )
    again = t.do(lead, t.back(90, "09:30"), again.accept, children=t.rows(again))
    _work(t, lead, again, cases, renata, 89)
    t.do(
        lead,
        t.back(88, "10:00"),
        again.link,
        to="nrm",
        their_reference="NRM-0417",
        on=t.back(88, "09:00").date(),
        words="Reasonable grounds decided for Kai.",
    )
    t.do(
        lead,
        t.back(88, "10:05"),
        again.link,
        to="mace",
        their_reference="MACE 7",
        on=t.back(80, "09:00").date(),
    )
    t.do(
        lead,
        t.back(88, "11:00"),
        kai.child.raise_flag,
        kind=FlagKind.MISSING,
        source="Police",
        review_on=t.day(days=20),
        what_to_do="Missing for an hour is missing. Ring Marcel first, then DC Stroud. He is exploited: not "
        "a suspect first.",
    )
    for days, one, two in (
        (82, "Would not sit with his back to the window.", "At choir."),
        (68, "Ate. Asked about apprenticeships.", "Walks home with three friends."),
        (54, "Second telephone handed over to his father.", "Well."),
        (41, "Boxing twice a week.", "Won a prize; hid it."),
        (27, "Jumped when a car slowed.", "Laughs at him for it, kindly."),
        (14, "Quiet. Two new messages, shown to his father.", "Has not thought of it for weeks."),
    ):
        later.visited(t, lead, t.back(days, "16:30"), again, {kai: one, mika: two}, "27 Dyer’s Hill")
    t.do(
        lead,
        t.back(33, "16:00"),
        again.hold_review,
        children=[answer(kai, risk="same"), answer(mika, risk="less")],
        held_at=t.back(33, "15:00"),
        here=[t.agency("police"), t.agency("high"), t.agency("youth justice")],
        parents="Both",
        progress="Cousin charged; the debt is not spoken of; Mika is free of it.",
    )
    t.do(
        lead,
        t.back(6, "10:00"),
        again.propose_end,
        children=[
            answer(
                mika,
                end_reason="Nobody has come near Mika for three months; she has friends, and walks home "
                "with them.",
                family_says="Mika: “I’m fine, ask Kai.” Her parents agree.",
                after="universal",
                after_words="School; her parents know whom to ring.",
            )
        ],
    )
    gone = t.now - t.minutes(60 * 50)
    episode = t.do(
        "gideon",
        gone + t.minutes(200),
        MissingEpisode().record_missing,
        cases=[kai],
        missing_since=gone,
        last_seen="Outside boxing, getting into a grey van",
        circumstances="Left his telephone at home. Marcel drove round for two hours.",
        reported_at=gone + t.minutes(65),
        police_reference="MIS-3388",
        risk="high",
    )
    t.do(
        "amara",
        t.ago(60 * 14),
        episode.record_found,
        children=[answer(kai)],
        found_at=t.ago(60 * 15),
        how="family",
        where="By his father, at a service station thirty miles away; cold, hungry, a bruise on his arm",
    )
    t.do(
        "gideon",
        t.ago(60 * 13),
        kai.note,
        happened_at=t.ago(60 * 13 + 30),
        with_whom="Marcel Delacourt",
        how="call",
        words="Asleep in his parents’ bed. Marcel sits at the door. Kai said: “They took my shoes.”",
    )


def _work(t: Tell, lead: str, plan, cases: list, holder, days: int) -> None:
    """What the family agreed to, what parents do, the place and the person of risk, and who changes them."""
    t.do(
        lead,
        t.back(days, "15:00"),
        plan.record_consent,
        children=cases,
        holder=holder,
        answer="agrees",
        given_at=t.back(days, "14:00"),
        how="At the kitchen table, signed",
        words="“With us, not about us.”",
    )
    t.do(
        lead,
        t.back(days, "15:10"),
        plan.describe_risk,
        parents_protect="They drive, ring, wait up, tell police at once, and keep the second telephone.",
        exploitation=["criminal"],
        parents_need="Somebody to ring at two in the morning; an employer’s letter for Marcel.",
    )
    t.do(
        lead,
        t.back(days, "15:20"),
        plan.add_context,
        kind="place",
        what="The bus station and the car park behind it: no light, no staff after seven",
        action="Lights, a warden until ten, patrols on Fridays",
        agency=t.agency("police"),
    )
    t.do(
        lead,
        t.back(days, "15:25"),
        plan.add_context,
        kind="person",
        what="The man with the silver car, and who collects for him",
        action="Arrest and disruption; a warning notice",
        agency=t.agency("police"),
    )
    later.acts(
        t,
        lead,
        t.back(days, "15:40"),
        plan,
        cases,
        {
            "risk": "The way home",
            "outcome": "Comes home by himself, and unafraid",
            "action": "Meets them at the gate until further notice",
            "owner": "Marcel Delacourt",
            "due_on": t.back(days - 5, "09:00").date(),
        },
        {
            "risk": "Debt",
            "outcome": "Owes nobody",
            "action": "Names the debt to police without his being a suspect",
            "agency": "youth justice",
            "due_on": t.back(days - 20, "09:00").date(),
        },
    )


def _ended(t: Tell, lead: str, plan, why: dict, days: int, after: dict) -> None:
    """Proposed for each child, ended by another manager, closed."""
    rows = [
        answer(
            case,
            end_reason=said,
            family_says="Both parents and both children agree.",
            after=after[case],
            after_words="Youth justice’s own plan, until spring.",
        )
        for case, said in why.items()
    ]
    plan = t.do(lead, t.back(days, "10:00"), plan.propose_end, children=rows)
    later.visited(
        t,
        lead,
        t.back(days - 1, "16:30"),
        plan,
        dict.fromkeys(why, "Well; said goodbye, and that he would ring."),
        "27 Dyer’s Hill",
    )
    plan = t.do("tariq", t.back(days - 2, "15:00"), plan.end, children=[answer(case) for case in why])
    t.do(lead, t.back(days - 2, "16:00"), plan.close)


STORIES = [delacourt]
