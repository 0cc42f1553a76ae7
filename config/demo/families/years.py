"""One family over three years: a plan that ended, a child-in-need plan, a second plan that lasts too long."""

from config.demo import later
from config.demo.families.years_first import first_plan, in_need
from config.demo.families.years_second import second_plan
from config.demo.families.years_words import HOME
from config.demo.tell import HELD, NOT_HELD, Tell, a_child


def winterbourne(t: Tell) -> None:
    """Three years: neglect by drink, better, worse again; fifteen months on a second plan and no senior review; pre-
    proceedings, of which one child may step out because he lives with his father."""
    lead = "nadia"
    start = 760
    cases = later.comes_in(
        t,
        start,
        source="1A",
        referrer={
            "type": "family",
            "name": "Marnie Holt",
            "phone": "01632 960520",
            "relationship_to_child": "Aunt",
        },
        children=[
            a_child("Esme", "Winterbourne", t.born(9, 7), "F"),
            a_child("Jonah", "Winterbourne", t.born(5, 1), "M"),
            a_child("Reece", "Winterbourne", t.born(19, 10), "M"),
            a_child("Lacey", "Holt", t.born(13, 9), "F"),
        ],
        concern={
            "what_happened": "Tess Winterbourne was found asleep on the stairs with Jonah, two, in the "
            "street. Esme had put on his shoes. It is the third time since the summer. Reece, Esme’s "
            "half-brother, and Lacey, her cousin, stay there at weekends.",
            "worried_about": "That the next time nobody passes.",
            "harm_types": ["neglect"],
            "contextual_factors": ["parental_alcohol_misuse"],
            "childs_own_words": "Esme: “I do his shoes because Mummy’s legs go funny.”",
        },
        looked="Both with their aunt Marnie tonight.",
        why=[
            "Six, and minds a toddler.",
            "Two, in the street alone.",
            "Sixteen; there at weekends.",
            "Ten; there at weekends.",
        ],
        reason="A child of two in the street, for the third time.",
        team="heath",
        lead=lead,
        words="Tess is ashamed and hides it. Marnie is the one to ring.",
    )
    esme, jonah, reece, lacey = cases
    both = [esme, jonah]
    at = t.back(start, "14:30")
    tess, col = later.family_of(
        t,
        lead,
        at,
        both,
        (
            "Tess",
            "Winterbourne",
            "mother",
            HELD,
            "Birth certificates seen",
            True,
            {"sex": "F", "telephone": "01632 960521"},
        ),
        (
            "Col",
            "Ashby-Reid",
            "father",
            NOT_HELD,
            "Not on the birth certificates",
            False,
            {"sex": "M", "telephone": "01632 960522"},
        ),
        gp="surgery",
    )
    marnie = t.person(lead, at, "Marnie", "Holt", sex="F", telephone="01632 960520")
    t.relate(lead, at, lacey.child, marnie, "mother", HELD, "Birth certificate seen", lives_there=True)
    t.relate(lead, at, reece.child, tess, "mother", HELD, "Birth certificate seen", lives_there=False)
    for case in both:
        t.relate(lead, at, case.child, marnie, "aunt", lives_there=False)
    t.serve(lead, at, esme.child, school=("primary", "Gwen Ashby"))
    t.serve(lead, at, jonah.child, nursery=("nursery", "Tilly Broome"))
    t.serve(lead, at, tess, substance_misuse="substance misuse")
    for case, where, whom in (
        (esme, HOME, "Her mother"),
        (jonah, HOME, "His mother"),
        (reece, "His grandfather’s, 4 Mill End", "His grandfather"),
        (lacey, "22 Brook Street", "Her mother"),
    ):
        t.sleeps(lead, t.back(start - 1, "10:00"), case, where, whom, "Tess Winterbourne; Rosalind Keane")
        t.do(
            lead,
            t.back(start - 1, "10:05"),
            case.record_primary_need,
            primary_need="N1" if case in both else "N4",
        )
    enquiry = later.enquired(
        t,
        start - 1,
        cases,
        lead=lead,
        team="heath",
        reason="A toddler in the street; a mother who drinks.",
        here=("", "police", "community", "primary", "nursery"),
        threshold=[
            "Six, and in charge of a toddler.",
            "Two, in the road.",
            "Sixteen, and there when it happens.",
            "Ten, and there when it happens.",
        ],
        tonight={
            "sleeps_where": "Esme and Jonah at Marnie Holt’s until Friday",
            "sleeps_with": "Their aunt",
            "legal_basis": "family-arrangement",
            "safety_agreed_by": "Tess Winterbourne; Rosalind Keane",
            "parents_told": "Tess told by Nadia, sober, the next morning.",
        },
        seen=[
            {"seen": "alone", "observed": "Serious; tied my shoe."},
            {
                "seen": "not-alone",
                "not_alone_because": "Two; his aunt held him.",
                "observed": "Thin, cheerful.",
            },
            {"seen": "alone", "observed": "Wants to be left out of it."},
            {"seen": "alone", "observed": "Likes weekends there, not the nights."},
        ],
        words=[
            ("What do you do in the morning?", "Shoes, milk, Mummy’s water."),
            None,
            ("What is it like there?", "She’s alright till six."),
            ("And at night?", "We lock ourselves in with Jonah."),
        ],
        home={
            "place": HOME,
            "home": "Bottles behind the boiler; a full fridge; a gate that does not shut.",
            "who_was_there": "Tess, Marnie, all four",
            "sleeps": [
                "Own room.",
                "Cot in his mother’s room.",
                "Sofa, at weekends.",
                "With Esme, at weekends.",
            ],
        },
        parent=("Tess Winterbourne, mother", "“I have it from six to ten and I’ve lost those hours.”"),
        harm=("neglect", "A mother who is not awake in the evening."),
        knows=[
            ("primary", "Gwen Ashby", "Esme brings herself."),
            ("nursery", "Tilly Broome", "Jonah comes in yesterday’s nappy on Mondays."),
        ],
        outcome=[
            (
                "A parent’s work at six.",
                "Marnie, school.",
                "Evenings without an adult who is awake; likely until the drink stops.",
            ),
            ("The street at two.", "Marnie, nursery.", "He is two, and the gate does not shut."),
            (
                "Little: he can leave.",
                "His grandfather.",
                "There at weekends: the conference should hear it of him too.",
            ),
            (
                "Frightened at nights.",
                "Her mother.",
                "Her mother has stopped the weekends; the conference should hear it.",
            ),
        ],
        identity=[
            "Her father’s family is from Cork; she sings.",
            "Called Jo.",
            "Wants no one told at college.",
            "Guides on Thursdays.",
        ],
    )
    later.assessed(
        t,
        start - 40,
        cases,
        lead,
        "heath",
        [
            "Esme needs evenings in which she is a child.",
            "Jonah needs somebody awake, and a gate.",
            "Reece needs a say, and little else.",
            "Lacey needs somebody to talk to about the nights.",
        ],
        "1A",
        "4A",
    )
    first_plan(t, lead, start, cases, enquiry)
    in_need(t, lead, both, tess)
    second_plan(t, lead, both, col)


STORIES = [winterbourne]
