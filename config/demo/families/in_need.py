"""A child in need whose plan has done its work: its end is proposed."""

from conferences.models import ChildInNeedPlan
from config.demo import later
from config.demo.tell import AGREED, HELD, Tell, a_child, answer, professional
from people.models import Case, Person


def pearl_oduya(t: Tell, lead: str, leon: Person) -> Case:
    """Their half-sister, four, who is there at weekends: a child in need, and no plan; what helped has done so."""
    referral = t.refer(
        t.back(100, "10:00"),
        source="3B",
        kind="child_in_need",
        referrer=professional("Maeve Corrigan", "Health visitor", "Tanner’s Yard Surgery", "01632 960130"),
        consent=AGREED,
        children=[a_child("Pearl", "Oduya", t.born(4, 2), "F", "MWBC")],
        concern={
            "what_happened": "Pearl’s speech is behind; her mother, Grace Oduya, is alone with her and ill "
            "often.",
            "worried_about": "That nobody plays with her.",
            "harm_types": ["neglect"],
            "likely_or_actual": "likely",
        },
    )
    referral = t.screened(
        referral, "leo", t.back(100, "11:00"), "At home with her mother; seen by Maeve Corrigan this week."
    )
    referral = t.do(
        "fern",
        t.back(100, "14:00"),
        referral.decide_assessment,
        team=t.team("heath"),
        reason="A mother alone and ill, a child who speaks little.",
        children=[
            answer(
                t.rows(referral)[0], decided_why="Four, few words, and long hours alone with an ill mother."
            )
        ],
    )
    t.told(referral, "leo", t.back(100, "15:00"), "Told Maeve Corrigan.", "Grace Oduya told, and glad.")
    (pearl,) = t.cases(referral)
    t.allocate(
        [pearl],
        lead,
        "rosalind",
        t.back(100, "16:00"),
        "Speech, play, and who comes when Grace is ill.",
        police=False,
    )
    at = t.back(97, "15:00")
    grace = t.person(lead, at, "Grace", "Oduya", sex="F", telephone="01632 960495")
    t.relate(lead, at, pearl.child, grace, "mother", HELD, "Birth certificate seen", lives_there=True)
    t.relate(lead, at, pearl.child, leon, "father", "not-checked", lives_there=False)
    t.sleeps(
        lead,
        at,
        pearl,
        "15 Tallow Court; weekends at her father’s",
        "Her mother",
        "Grace Oduya; Rosalind Keane",
    )
    t.do(lead, at, pearl.record_primary_need, primary_need="N3")
    later.assessed(
        t,
        84,
        [pearl],
        lead,
        "heath",
        ["Pearl’s speech needs help now, and her mother somebody who comes when she is ill."],
        "1A",
    )
    plan = t.do(
        "rosalind",
        t.back(82, "10:00"),
        ChildInNeedPlan().offer,
        cases=[pearl],
        to=t.cast.users["owen"],
        why="Speech, play, and help when her mother is ill.",
        aim="Pearl speaks so that other children answer.",
    )
    plan = t.do("owen", t.back(81, "09:30"), plan.accept, children=[answer(row) for row in t.rows(plan)])
    t.do(
        "owen",
        t.back(80, "15:00"),
        plan.record_consent,
        children=[pearl],
        holder=grace,
        answer="agrees",
        given_at=t.back(80, "14:00"),
        how="At home, signed",
        words="“Anything that gets her talking.”",
    )
    later.acts(
        t,
        "owen",
        t.back(80, "15:30"),
        plan,
        [pearl],
        {
            "risk": "Few words",
            "outcome": "Sentences",
            "action": "Speech group on Thursdays",
            "agency": "community",
            "due_on": t.back(20, "09:00").date(),
        },
    )
    for days, observed in (
        (74, "Points, says “dat”. Loves the drum."),
        (57, "Three words in a row. Sang."),
        (41, "Told me about a fox."),
        (24, "Spoke to the neighbour’s girl over the fence."),
        (8, "Sentences. Corrected mine."),
    ):
        later.visited(t, "owen", t.back(days, "11:00"), plan, {pearl: observed}, "15 Tallow Court")
    t.do(
        "owen",
        t.back(22, "14:00"),
        plan.hold_review,
        children=[answer(pearl, risk="less", risk_words="Speech nearly of her age.")],
        held_at=t.back(22, "13:00"),
        here=[t.agency("community"), t.agency("nursery")],
        parents="Grace Oduya",
        progress="Speech group done; a neighbour comes when Grace is ill.",
    )
    t.do(
        "owen",
        t.back(6, "10:00"),
        plan.propose_end,
        children=[
            answer(
                pearl,
                end_reason="Pearl speaks in sentences, has a nursery place, and her mother somebody to ring.",
                family_says="Grace: “We’re alright now.” Pearl: “Owen can come to my party.”",
                after="universal",
                after_words="Nursery and Maeve Corrigan, from now",
            )
        ],
    )
    return pearl
