"""A child who moves here with a plan, and a burn that is dealt with here."""

from config.demo import later
from config.demo.tell import AGREED, HELD, Tell, a_child, answer, professional
from strategy.models import ChildProtectionMedical


def tolland(t: Tell) -> None:
    """On a plan of the next authority, moved here; a conference is due this week. A new burn is this unit’s to deal
    with."""
    lead, at = "samir", t.back(9, "11:00")
    referral = t.refer(
        at,
        source="5C",
        kind="child_protection",
        referrer=professional(
            "Abi Lorne", "Social worker", "Nethercombe Children’s Services", "01632 960195"
        ),
        consent=AGREED,
        children=[
            a_child("Evie", "Tolland", t.born(5, 2), "F"),
            a_child("Mason", "Tolland", t.born(3, 1), "M"),
        ],
        concern={
            "what_happened": "Both children are subject of a plan of ours for neglect, since last winter. "
            "Their mother moved with them to 2 Bellfield Yard on Friday and means to stay. We ask for a "
            "conference here.",
            "worried_about": "That nobody sees them between two authorities.",
            "harm_types": ["neglect"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "likely",
        },
    )
    referral = t.screened(
        referral,
        "hazel",
        at + t.minutes(30),
        "Abi Lorne saw both yesterday at the new flat: fed, cold, no beds yet.",
    )
    rows = t.rows(referral)
    referral = t.do(
        "fern",
        at + t.minutes(80),
        referral.decide_assessment,
        team=t.team("moor"),
        reason="On a plan elsewhere, and living here now.",
        children=[
            answer(
                rows[0], decided_why="On a plan there; starts a school here on Monday without one friend."
            ),
            answer(rows[1], decided_why="On a plan there; three, speech delayed, no nursery yet."),
        ],
    )
    t.told(
        referral,
        "hazel",
        at + t.minutes(120),
        "Told Abi Lorne, who goes on visiting until the conference.",
        "Krista Tolland told on the telephone, and asks for beds.",
    )
    cases = t.cases(referral)
    evie, mason = cases
    t.allocate(
        cases,
        lead,
        "tariq",
        t.back(9, "14:00"),
        "Nethercombe keeps the plan until our conference. Visit together with Abi once.",
    )
    at = t.back(8, "10:00")
    (krista,) = later.family_of(
        t,
        lead,
        at,
        cases,
        (
            "Krista",
            "Tolland",
            "mother",
            HELD,
            "Nethercombe’s file",
            True,
            {"sex": "F", "telephone": "01632 960455"},
        ),
        gp="surgery",
    )
    t.serve(lead, at, evie.child, school="primary", other_authority="nethercombe")
    t.serve(lead, at, mason.child, nursery="nursery", other_authority="nethercombe")
    for case in cases:
        t.sleeps(
            lead,
            at,
            case,
            "2 Bellfield Yard, a mattress on the floor",
            "Their mother",
            "Krista Tolland; Tariq Bellamy",
        )
        t.do(lead, at, case.record_primary_need, primary_need="N1")
    made = later.conference(
        t,
        lead,
        t.back(8, "11:00"),
        cases,
        "transfer-in",
        "On a plan for neglect in Nethercombe; the family lives here now and means to stay.",
        t.ahead(3, "10:00"),
        agencies=("police", "community", "primary", "nethercombe"),
        people=[
            {"name": "Krista Tolland", "role": "parent", "relationship": "Mother"},
            {"name": "Abi Lorne", "role": "supporter", "relationship": "Social worker of Nethercombe"},
        ],
        told_on=t.back(9, "11:00").date(),
        origin="Nethercombe Children’s Services",
        origin_plan="Neglect, since last winter; one review, going on. Lead: Abi Lorne.",
        origin_started_on=t.day(days=-230),
        meanwhile_visits="Abi Lorne each week; Samir Dallow joined her once",
        last_visited_on=t.back(10, "15:00").date(),
    )
    later.reported(
        t,
        t.back(2, "10:00"),
        made,
        nethercombe="Chronology of three years, core group notes, last review. Some change: food and "
        "routine; none in bedding and safety.",
    )
    t.do(
        lead,
        t.back(4, "16:00"),
        evie.note,
        happened_at=t.back(4, "14:30"),
        with_whom="Abi Lorne, Krista, both children",
        how="visit",
        words="Seen together with Abi at the flat. Beds came on Tuesday. Evie showed me her drawer. Mason "
        "pointed, and said “hot” at the cooker.",
    )
    discussion = t.held(
        "tariq",
        "moor",
        (2, "15:30"),
        (1, "09:30"),
        [mason],
        "A burn of the hand; a plan for neglect elsewhere.",
        ("", "police", "community", "hospital", "nethercombe"),
        injury_or_sexual_harm=True,
        urgency="urgent",
    )
    at = t.back(1, "09:50")
    t.said(
        "simeon",
        at,
        discussion,
        [mason],
        "hospital",
        "Brought to us yesterday evening by his mother: a burn of the left palm, 3 cm, red and blistered on "
        "fair skin.",
        by_name="Dr Simeon Vance",
    )
    t.do(
        "tariq",
        at + t.minutes(5),
        discussion.record_facts,
        children=[
            answer(
                mason,
                threshold_why="A burn of the palm at three, in a flat without a guard, under a plan for "
                "neglect.",
                sleeps_where="2 Bellfield Yard; the cooker is fenced off since last night",
                sleeps_with="His mother and Evie",
                legal_basis="at-home",
                safety_agreed_by="Krista Tolland; Tariq Bellamy; Abi Lorne told",
                lives_with_source=True,
                who_sees="Samir Dallow and DC Stroud",
                to_be_seen_at=t.back(1, "14:00"),
                medical="needed",
                parents_told="Krista told on the ward, by Samir Dallow.",
            )
        ],
    )
    medical = t.do(
        "tariq",
        at + t.minutes(8),
        ChildProtectionMedical().request,
        case=mason,
        type="acute-physical",
        allegation="Touched the cooker door, his mother says; a burn of the whole palm.",
        discussion=discussion,
        last_incident_at=t.back(2, "17:00"),
        brought_by="His mother, with Samir Dallow",
        asked_of=t.agency("hospital"),
    )
    t.do("tariq", at + t.minutes(10), discussion.agree_enquiries, enquirers="joint", children=[answer(mason)])
    medical = t.do(
        "simeon",
        t.back(1, "11:15"),
        medical.record_consent,
        parts=["examination", "photographs", "sharing"],
        given=True,
        by_right="responsibility",
        who="Krista Tolland, mother",
        how="In writing, on the ward",
        happened_at=t.back(1, "11:10"),
    )
    medical = t.do(
        "simeon",
        t.back(1, "12:10"),
        medical.attend,
        examined_at=t.back(1, "11:20"),
        examined_until=t.back(1, "12:00"),
        clinician="Dr Simeon Vance, consultant paediatrician",
        place="Children’s assessment unit",
        chaperone="Sister Moorcroft",
        who_was_there="His mother for half of it; Samir Dallow outside",
        assent="Held out the other hand first.",
        photographs_taken=True,
        samples_taken=False,
    )
    t.do(
        "simeon",
        t.back(1, "12:15"),
        medical.record_mark,
        site="Left palm",
        size="31 mm by 24 mm",
        shape="Oval, even edge",
        colour="Red, pale centre, blistered, on fair skin",
        feel="Warm, painful to touch",
        explanation="Touched the cooker door",
        explained_by="His mother",
        development="Reaches and climbs: fits",
        photograph="P1 to P3",
    )
    t.do(
        "simeon",
        t.back(1, "12:20"),
        medical.record_findings,
        findings="One burn of the palm. Weight on the 9th centile. Otherwise well.",
        not_examined="None: the whole child was examined",
        causes_considered="Impetigo, friction",
    )
    t.do(
        "simeon",
        t.back(1, "12:30"),
        medical.give_preliminary_opinion,
        opinion="explained",
        words="A contact burn as described. That it could happen is a question of supervision.",
        given_at=t.back(1, "12:30"),
        told="Samir Dallow, DC Amara Stroud",
    )
    enquiry = t.enquiry(lead, mason)
    t.do(
        lead,
        t.back(1, "15:30"),
        enquiry.record_seen,
        happened_at=t.back(1, "14:00"),
        how="elsewhere",
        place="Children’s assessment unit",
        by_whom="Samir Dallow, DC Amara Stroud",
        children=[
            answer(mason, seen="alone", observed="Bandaged hand; lined up every car on the windowsill.")
        ],
    )


STORIES = [tolland]
