"""Orders and what comes before them: an emergency protection order that runs out tonight, an interim care order, a
family in pre-proceedings, a boy missing since last night."""

from config.demo import later
from config.demo.families.court_first import interviewed, to_court, two_plans
from config.demo.families.court_since import gone_to_get_her, months, taken_at_night
from config.demo.tell import HELD, NOT_CHECKED, Tell, a_child, professional


def penrose(t: Tell) -> None:
    """A baby looked after under an interim care order since the spring, a girl of two under an emergency order whose
    eighth day is today, a boy of thirteen at his aunt’s who did not come home."""
    lead = "callum"
    cases = later.comes_in(
        t,
        118,
        source="3E",
        referrer=professional(
            "Dr C. Amoah", "Emergency doctor", "Wexmoor General Hospital Trust", "01632 960120"
        ),
        children=[
            a_child("Arlo", "Penrose", t.born(0, 6, 10), "M", mobility="not_mobile"),
            a_child("Nell", "Penrose", t.born(2, 4), "F"),
            a_child("Jasper", "Penrose", t.born(13, 2), "M"),
        ],
        concern={
            "what_happened": "Arlo was brought at three weeks with two broken ribs, found by chance on a "
            "chest picture. Neither parent can say how. Nell and Jasper live in the home.",
            "worried_about": "All three.",
            "harm_types": ["physical_abuse"],
            "injuries": [
                {
                    "child": "C1",
                    "body_site": "left ribs",
                    "description": "Two healing fractures; nothing to see on the skin",
                    "seen_by": "Dr C. Amoah",
                    "explanation_given": "None",
                    "medical_needed": "yes",
                }
            ],
        },
        looked="Arlo stays on the ward; a nurse is with him. Nell and Jasper at their aunt’s.",
        why=[
            "Broken ribs at three weeks that nobody explains.",
            "Two, in the same hands.",
            "Thirteen, and says that he heard nothing, before he is asked.",
        ],
        reason="Unexplained fractures in a newborn.",
        team="moor",
        lead=lead,
        words="Ward, aunt, parents, in that order. Legal advice today.",
    )
    arlo, nell, jasper = cases
    at = t.back(118, "14:00")
    gemma, lewis = later.family_of(
        t,
        lead,
        at,
        cases,
        (
            "Gemma",
            "Penrose",
            "mother",
            HELD,
            "Birth certificates seen",
            True,
            {"sex": "F", "telephone": "01632 960510"},
        ),
        ("Lewis", "Crane", "father", NOT_CHECKED, "", True, {"sex": "M"}),
        gp="surgery",
    )
    aunt = t.person(lead, at, "Lorna", "Penrose", sex="F", telephone="01632 960511")
    for case, where in (
        (arlo, {"health_visitor": ("surgery", "Maeve Corrigan")}),
        (nell, {"nursery": "nursery"}),
        (jasper, {"school": ("high", "D. Foyle")}),
    ):
        t.relate(lead, at, case.child, aunt, "aunt", lives_there=False)
        t.serve(lead, at, case.child, **where)
    enquiry = later.enquired(
        t,
        117,
        cases,
        lead=lead,
        team="moor",
        reason="Unexplained fractures at three weeks.",
        here=("", "police", "hospital", "community", "nursery", "high"),
        threshold=[
            "Two broken ribs.",
            "Two years old in the same home.",
            "Thirteen in the same home, and silent.",
        ],
        tonight={
            "sleeps_where": "Arlo on the ward; Nell and Jasper at Lorna Penrose’s, 6 Quarry View",
            "sleeps_with": "A nurse; their aunt",
            "legal_basis": "family-arrangement",
            "safety_agreed_by": "Gemma Penrose; Tariq Bellamy",
            "parents_told": "Both told on the ward by Callum Verity and DC Stroud.",
        },
        facts={"medical": "done"},
        injury_or_sexual_harm=True,
        seen=[
            {
                "seen": "not-alone",
                "not_alone_because": "Three weeks old, with a nurse.",
                "observed": "Cries when his left side is touched.",
            },
            {"seen": "alone", "observed": "Clings to Lorna."},
            {"seen": "alone", "observed": "Looked at his shoes. Asked when Arlo comes home."},
        ],
        words=[None, None, ("What is home like?", "It’s fine. I had headphones on.")],
        home={
            "place": "6 Quarry View",
            "home": "Lorna’s: small, calm.",
            "who_was_there": "Lorna, Nell, Jasper",
            "sleeps": ["Ward cot.", "Travel cot beside Lorna.", "Sofa bed."],
        },
        parent=("Gemma Penrose, mother", "“I was asleep. I’m always asleep.”"),
        harm=("physical", "Broken ribs at three weeks, not explained."),
        knows=[
            ("hospital", "Dr Simeon Vance", "Squeezed: no other cause fits."),
            ("high", "D. Foyle", "Jasper sleeps in lessons."),
        ],
        outcome=[
            (
                "Squeezed until ribs broke.",
                "The ward; his aunt.",
                "Injured in the care of two adults who give no account.",
            ),
            ("None found; wholly dependent.", "Her aunt.", "The same two adults, and she is two."),
            (
                "Knows more than he says.",
                "His aunt, his school.",
                "He keeps a secret that is too heavy for thirteen.",
            ),
        ],
        medical="Two healing rib fractures in Arlo; Nell and Jasper examined: nothing found, which does not "
        "exclude abuse.",
    )
    later.assessed(
        t,
        85,
        cases,
        lead,
        "moor",
        [
            "Arlo needs carers who can say what happens to him.",
            "Nell needs to be where somebody watches.",
            "Jasper needs somebody to tell.",
        ],
        "1B",
    )
    interviewed(t, jasper)
    stage = to_court(t, lead, cases)
    for case in cases:
        t.do(lead, t.back(110, "11:30"), case.record_primary_need, primary_need="N1")
    work = two_plans(t, lead, cases, enquiry)
    months(t, lead, cases, work, stage)
    taken_at_night(t, lead, cases, work, stage)
    gone_to_get_her(t, jasper)


STORIES = [penrose]
