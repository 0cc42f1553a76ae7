"""A plan in its fifth month: a category changed, a child away, one not seen, a sister alongside, one nearly of age."""

from typing import Any

from config.demo import later
from config.demo.families.plans_since import reviewed, since, worked
from config.demo.tell import HELD, Tell, a_child, answer, professional


def quennell(t: Tell) -> None:
    """Visits on time and late, a core group five days over its day, the youngest asleep behind a door; the review is
    asked for and not yet booked; Skye turns eighteen next week."""
    lead = "beth"
    cases = later.comes_in(
        t,
        92,
        source="4",
        referrer=professional("Mo Farran", "Housing officer", "Wexmoor Homes", "01632 960185"),
        children=[
            a_child("Skye", "Quennell", t.born(17, 11, 21), "F"),
            a_child("Ash", "Quennell", t.born(12, 3), "M"),
            a_child("Robin", "Quennell", t.born(6, 7), "M", "MWBC"),
            a_child("Wren", "Quennell", t.born(2, 1), "F", "MWBC"),
        ],
        concern={
            "what_happened": "A gas check could not be made for the third time. Through the open door: dog "
            "mess in the hall, no light in two rooms, Wren in a wet nappy on a bare mattress, Robin making "
            "toast for her. Skye said that Dad is “in bed again”.",
            "worried_about": "Nobody but Skye does anything, and Skye leaves at eighteen.",
            "harm_types": ["neglect"],
            "contextual_factors": ["parental_alcohol_misuse"],
        },
        looked="All four at home; the health visitor goes this afternoon; food is in.",
        why=[
            "Does a parent’s work at seventeen.",
            "Out until midnight; nobody asks.",
            "Cooks for a two-year-old at six.",
            "Two, wet, cold, and behind in her weight.",
        ],
        reason="Neglect of four, one of them two years old.",
        team="heath",
        lead=lead,
        words="Leon drinks since Dawn left. He is not unkind. Skye holds it together and must not be left "
        "to.",
    )
    skye, ash, robin, wren = cases
    at = t.back(92, "14:00")
    leon, dawn = later.family_of(
        t,
        lead,
        at,
        cases,
        (
            "Leon",
            "Quennell",
            "father",
            HELD,
            "On every birth certificate",
            True,
            {"sex": "M", "telephone": "01632 960490"},
        ),
        ("Dawn", "Marsh", "mother", HELD, "Birth certificates seen", False, {"sex": "F"}),
        gp="surgery",
    )
    for case, where in (
        (skye, {"school": "high"}),
        (ash, {"school": ("high", "D. Foyle")}),
        (robin, {"school": ("primary", "Gwen Ashby")}),
        (wren, {"nursery": ("nursery", "Tilly Broome"), "health_visitor": ("surgery", "Maeve Corrigan")}),
    ):
        t.serve(lead, at, case.child, **where)
    t.serve(lead, at, leon, substance_misuse="substance misuse")
    later.enquired(
        t,
        91,
        cases,
        lead=lead,
        team="heath",
        reason="Four children, a father in bed, a flat without light.",
        here=("", "police", "community", "primary", "high", "nursery", "housing"),
        threshold=[
            "Seventeen, and the only adult in the home.",
            "Twelve, in the streets at night, with older boys.",
            "Six, and goes hungry so that his sister eats.",
            "Two, underweight, alone in a room for hours.",
        ],
        tonight={
            "sleeps_where": "At home, 8 Tallow Court; lights mended today",
            "sleeps_with": "Their father, and his sister Bev until Sunday",
            "legal_basis": "at-home",
            "safety_agreed_by": "Leon Quennell; Rosalind Keane",
            "parents_told": "Leon told in person; Dawn by telephone.",
        },
        seen=[
            {"seen": "alone", "observed": "Quick, tired, cleaned while she spoke."},
            {"seen": "alone", "observed": "New trainers that nobody bought him. Shrugs."},
            {"seen": "alone", "observed": "Thin arms, a cough, a list of what Wren eats on his hand."},
            {
                "seen": "not-alone",
                "not_alone_because": "Two; Skye held her.",
                "observed": "Wet, sore; ate two bananas.",
            },
        ],
        words=[
            ("What do you want to happen?", "I want to go to college and not feel like a murderer."),
            ("Who do you go with?", "Just people."),
            ("What did you have today?", "I’m not hungry till Wren’s had hers."),
            None,
        ],
        home={
            "place": "8 Tallow Court",
            "home": "Mess and no light in two rooms; bottles under the sink; a clean corner that is Skye’s.",
            "who_was_there": "Leon, asleep until noon; all four",
            "sleeps": [
                "A curtain off the front room, tidy.",
                "A sofa.",
                "Bare mattress with Wren.",
                "Bare mattress, wet.",
            ],
        },
        parent=("Leon Quennell, father", "“She went and I lay down. I keep meaning to get up.”"),
        harm=("neglect", "Food, warmth, health and watching, for months."),
        knows=[
            ("primary", "Gwen Ashby", "Robin takes two breakfasts and pockets one."),
            ("community", "Ruth Abara", "Wren fell from the 25th to the 2nd centile."),
            ("high", "D. Foyle", "Ash: attendance half. Skye: top of her year."),
        ],
        outcome=[
            (
                "A carer’s life at seventeen.",
                "Her school, her aunt Bev.",
                "Until she is of age and after, she carries three children; she is harmed by it.",
            ),
            (
                "Nobody watches a boy of twelve at night.",
                "His grandmother in Nethercombe.",
                "Older boys feed and dress him; likely to be drawn in.",
            ),
            (
                "Hunger and a parent’s worry at six.",
                "School.",
                "Goes without so that his sister eats; likely while his father lies down.",
            ),
            ("Growth fails at two.", "Nursery, her aunt.", "Her body shows what months of neglect do."),
        ],
        identity=[
            "Wants to be asked as an adult.",
            "His mother’s father came from Barbados; he asks about him.",
            "As for Ash; proud of his curls.",
            "As for Robin.",
        ],
    )
    later.assessed(
        t,
        50,
        cases,
        lead,
        "heath",
        [
            "Skye needs her own future kept apart from her brothers’ and sister’s care.",
            "Ash needs somebody awake at night, and boys of his age.",
            "Robin needs to be six.",
            "Wren needs to grow.",
        ],
        "1A",
        "4A",
    )
    _four_plans(t, lead, cases)
    plan = later.plan_of(t, lead, wren)
    worked(t, lead, cases, plan, leon)
    reviewed(t, lead, cases, plan)
    since(t, lead, cases, plan)


def _four_plans(t: Tell, lead: str, cases: list) -> None:
    """The conference, and why each of the four."""
    skye, ash, robin, wren = cases
    made = later.conference(
        t,
        lead,
        t.back(88, "10:00"),
        cases,
        "initial",
        "Neglect of four children by a father who drinks and despairs.",
        t.back(80, "10:00"),
        agencies=("community", "primary", "high", "nursery", "housing", "substance misuse"),
        people=[
            {"name": "Leon Quennell", "role": "parent", "relationship": "Father"},
            {"name": "Dawn Marsh", "role": "parent", "relationship": "Mother"},
            {"name": "Skye Quennell", "role": "child", "relationship": "Herself"},
        ],
    )
    later.reported(
        t,
        t.back(86, "10:00"),
        made,
        community="Wren’s growth.",
        primary="Robin’s breakfasts.",
        high="Ash’s attendance.",
        nursery="Wren comes two days of five.",
        housing="Repairs done; the door was never closed to us again.",
        substance_misuse="Leon came once.",
    )
    later.shared(t, lead, t.back(85, "11:00"), made, Leon="Whole", Dawn="Whole, by post", Skye="Her own part")
    at = t.back(80, "10:00")
    made = later.held(
        t,
        at,
        made,
        cases,
        ("", "community", "primary", "high", "nursery"),
        {
            "": ("Beth Arrowsmith", "A plan for all four."),
            "community": ("Ruth Abara", "A plan."),
            "primary": ("Gwen Ashby", "A plan."),
            "high": ("D. Foyle", "A plan."),
            "nursery": ("Tilly Broome", "A plan."),
        },
    )
    later.attended(t, at + t.minutes(60), made, "Leon", "“Write down that I said yes.”")
    later.attended(
        t,
        at + t.minutes(61),
        made,
        "Skye",
        "“I’ll be eighteen before the year is out. Ask me then what I want.”",
    )
    plan: Any = {
        "lead_practitioner": t.cast.users[lead],
        "core_group": "Leon, Bev, Beth Arrowsmith, Ruth Abara, Gwen Ashby, D. Foyle, Tilly Broome",
        "core_group_on": t.back(72, "13:30").date(),
        "contingency": "Children to Bev and their grandmother by agreement; legal planning.",
        "previous_plans": 0,
    }
    why = [
        (
            skye,
            "EMO",
            "Skye is harmed by being their parent, more than by what she lacks.",
            "Skye studies; others do her work.",
        ),
        (
            ash,
            "NEG",
            "At twelve nobody knows where he is at midnight.",
            "Ash is in by nine, and somebody is up.",
        ),
        (
            robin,
            "NEG",
            "Six and hungry by choice, so that his sister is not.",
            "Robin eats first, and plays.",
        ),
        (wren, "NEG", "Two and not growing.", "Wren gains weight, is dry and warm."),
    ]
    t.do(
        "patience",
        at + t.minutes(90),
        made.make_plans,
        children=[
            answer(case, category=category, why=because, outline=outline, **plan)
            for case, category, because, outline in why
        ],
    )
    later.followed_up(
        t, 80, made, "What each agency said of each of the four; Leon’s and Skye’s words; four plans."
    )


STORIES = [quennell]
