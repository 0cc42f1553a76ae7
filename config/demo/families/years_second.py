"""The second plan of that family, which lasts too long; pre-proceedings; a court order."""

from itertools import count

from conferences.models import ChildInNeedPlan
from config.demo import later
from config.demo.families.years_words import HOME, MET, reviewed, visits
from config.demo.tell import Tell, a_child, answer
from court.models import PreProceedings
from strategy.models import CourtOrder

SECOND = 352
FEAR = {
    169: "Esme is fed; fear for her mother harms her more than what she lacks.",
    47: "Esme still sleeps lightly, and asks each day whether her mother is awake.",
}


def second_plan(t: Tell, lead: str, both: list, col) -> None:
    """Sixteen months: three reviews, categories changed, a review by a senior manager owed, pre-proceedings."""
    esme, jonah = both
    news = t.refer(
        t.back(371, "19:40"),
        "gideon",
        source="1B",
        referrer={
            "type": "public",
            "name": "Mr H. Pratley",
            "phone": "01632 960523",
            "relationship_to_child": "Lives next door",
        },
        children=[
            a_child("Esme", "Winterbourne", esme.child.date_of_birth, "F"),
            a_child("Jonah", "Winterbourne", jonah.child.date_of_birth, "M"),
        ],
        concern={
            "what_happened": "Esme came to his door in her night dress: “Mummy won’t wake up”. Jonah was at "
            "the top of the stairs.",
            "worried_about": "That it is as it was.",
            "harm_types": ["neglect"],
            "likely_or_actual": "actual",
        },
    )
    news = t.do(
        "gideon",
        t.back(371, "19:50"),
        news.look_for_danger,
        look="danger",
        words="Ambulance for Tess; Marnie has both.",
    )
    rows = t.rows(news)
    news = t.do(
        "hazel",
        t.back(370, "08:40"),
        news.identify,
        children=[answer(row, person=case.child) for row, case in zip(rows, both, strict=True)],
    )
    t.do(
        "hazel",
        t.back(370, "08:50"),
        news.attach,
        children=[
            answer(row, decided_why=why)
            for row, why in zip(
                t.rows(news),
                ("Esme fetched help in the dark, at eight.", "Jonah stood at the top of the stairs."),
                strict=True,
            )
        ],
    )
    news = t.do("fern", t.back(370, "09:10"), news.confirm, children=t.rows(news))
    news = t.do(
        "hazel",
        t.back(370, "09:30"),
        news.record_referrer_contact,
        happened_at=t.back(370, "09:20"),
        reached=True,
        words="Mr Pratley: she rang his bell twice, and had put on Jonah’s shoes first.",
    )
    news = t.do(
        "hazel",
        t.back(370, "09:40"),
        news.record_earlier_concerns,
        shows="As the first of three years ago: a mother who does not wake, a girl who fetches help.",
    )
    t.told(
        news,
        "hazel",
        t.back(370, "10:00"),
        "Told Mr Pratley on his doorstep, and thanked him.",
        "Tess told on the ward by her nurse; Col by telephone.",
    )
    enquiry = later.enquired(
        t,
        366,
        both,
        lead=lead,
        team="heath",
        reason="As three years ago: a mother who does not wake, and Esme who fetches help.",
        here=("", "police", "community", "primary"),
        threshold=["Eight, and back in charge.", "Four, at the top of the stairs."],
        tonight={
            "sleeps_where": "With Marnie, 22 Brook Street",
            "sleeps_with": "Their aunt",
            "legal_basis": "family-arrangement",
            "safety_agreed_by": "Tess Winterbourne on the ward; Rosalind Keane",
            "parents_told": "Tess and Col told by Nadia, each alone.",
        },
        seen=[
            {"seen": "alone", "observed": "Would not cry. Knew Owen’s number by heart."},
            {"seen": "alone", "observed": "Played hospital with every bear."},
        ],
        words=[
            ("What happened?", "I counted to a hundred first, like Owen said, and then I ran."),
            ("What happened?", "Mummy was off."),
        ],
        home={
            "place": "22 Brook Street, then " + HOME,
            "home": "As clean as ever; bottles in the washing machine.",
            "who_was_there": "Marnie; Tess came home on Friday",
            "sleeps": ["With Lacey.", "With Marnie."],
        },
        parent=("Tess Winterbourne, mother", "“It was never gone. I got good at it.”"),
        harm=("neglect", "Drink again, hidden for months."),
        knows=[
            ("primary", "Gwen Ashby", "Esme had been early every day: she did not want to be home."),
            ("community", "Ruth Abara", "As we said when the plan ended."),
        ],
        outcome=[
            (
                "A second time, and older.",
                "Marnie, Owen’s number.",
                "It came back behind a clean door; likely as long as it can be hidden.",
            ),
            (
                "Danger in his own home.",
                "Marnie; his father on Sundays.",
                "Four, and nobody wakes; likely, as it has been before.",
            ),
        ],
    )
    made = later.conference(
        t,
        lead,
        t.back(360, "10:00"),
        both,
        "initial",
        "As before, hidden better.",
        t.back(SECOND, "10:00"),
        agencies=("police", "community", "primary"),
        people=[
            {"name": "Tess Winterbourne", "role": "parent", "relationship": "Mother"},
            {"name": "Col Ashby-Reid", "role": "parent", "relationship": "Father"},
        ],
        enquiry=enquiry,
    )
    later.reported(
        t,
        t.back(358, "10:00"),
        made,
        police="One call.",
        community="We asked for longer.",
        primary="Early each day.",
    )
    for case, whom in zip(both, ("Her mother", "His mother"), strict=True):
        t.sleeps(
            lead, t.back(357, "14:00"), case, HOME, whom, "Tess Winterbourne and Marnie Holt; Rosalind Keane"
        )
    later.shared(t, lead, t.back(357, "15:00"), made, Tess="Whole", Col="The children’s part")
    at = t.back(SECOND, "10:00")
    made = later.held(
        t,
        at,
        made,
        both,
        ("", "police", "community", "primary"),
        {
            "": (t.name(lead), "A plan."),
            "police": ("DC Amara Stroud", "A plan."),
            "community": ("Ruth Abara", "A plan, and a long one."),
            "primary": ("Gwen Ashby", "A plan."),
        },
    )
    plan = {
        "lead_practitioner": t.cast.users[lead],
        "core_group": "Tess, Col, Marnie, Nadia Okonjo-Pell, Ruth Abara, Gwen Ashby",
        "core_group_on": t.back(SECOND - 8, "10:00").date(),
        "contingency": "Marnie, Col; legal planning at the first test that is not clear.",
        "previous_plans": 1,
    }
    t.do(
        "patience",
        at + t.minutes(80),
        made.make_plans,
        children=[
            answer(
                esme,
                category="NEG",
                why="Esme fetched help at eight as she did at six.",
                outline="Tests that are seen; evenings at Marnie’s.",
                **plan,
            ),
            answer(
                jonah,
                category="NEG",
                why="Jonah is four and lives with somebody who does not wake.",
                outline="Tests; nights at Col’s twice a week.",
                **plan,
            ),
        ],
    )
    later.followed_up(t, SECOND, made, "Why the first plan ended, and what was not measured.")
    later.assessed(
        t,
        330,
        both,
        lead,
        "heath",
        [
            "Esme needs evenings that she does not have to watch over, and tests that others see.",
            "Jonah needs a father who is known to us, and nights with somebody awake.",
        ],
        "1A",
        "4A",
    )
    old = ChildInNeedPlan.visible_to(t.cast.users["owen"]).filter(children__case=esme).latest("pk")
    t.do("owen", t.back(SECOND - 2, "10:00"), old.close)
    for case in both:
        t.do(
            "rosalind",
            t.back(SECOND - 3, "09:30"),
            case.end_involvement,
            involvement=case.involvements.get(user=t.cast.users["owen"], until_at=None),
            reason="His plan has given way to the child protection plan.",
        )
    record = later.plan_of(t, lead, esme)
    later.core_group(
        t,
        lead,
        t.back(SECOND - 8, "10:00"),
        record,
        {
            esme: {"detail": "Evenings at Marnie’s; choir; a number for the night."},
            jonah: {"detail": "Two nights at Col’s; nursery, then school."},
        },
        ("", "community", "primary"),
        "Tests twice a week, seen by the service.",
        first=True,
        parents="Tess, Col",
    )
    t.do(
        "marcus",
        t.back(SECOND - 20, "15:00"),
        record.record_senior_review,
        what="second",
        children=[
            answer(
                esme,
                senior_review="Second plan within two years: the first ended on a mother’s own count. Tests "
                "are seen this time, and Esme is asked.",
            ),
            answer(jonah, senior_review="His father was never assessed. He is now."),
        ],
    )
    later.acts(
        t,
        lead,
        t.back(SECOND - 9, "10:00"),
        record,
        both,
        {
            "risk": "Drink that is hidden",
            "outcome": "Evenings in which somebody is awake",
            "action": "Tests twice a week, result to Nadia",
            "agency": "substance misuse",
            "due_on": t.ahead(15, "09:00").date(),
        },
        {
            "risk": "Esme in charge",
            "outcome": "Esme is a child in the evening",
            "action": "Esme at Marnie’s from four to seven",
            "owner": "Marnie Holt",
            "due_on": t.ahead(15, "09:00").date(),
        },
    )
    numbers = count(23)
    reviews = (
        (291, "“I’m trying, and I’m tired.”", "same"),
        (169, "“It’s not the same as before.”", "same"),
        (47, "“Jonah is happier there. I know that.”", "less"),
    )
    for number, day in enumerate(range(SECOND - 37, 8, -29)):
        later.core_group(
            t,
            lead,
            t.back(day, "10:00"),
            record,
            {case: {"risk": "same" if number % 3 else "less"} for case in both},
            ("", "community", "primary"),
            MET[number % 12],
            parents="Tess" if number % 2 else "Tess, Col",
            next_on=t.back(max(day - 29, -10), "10:00").date(),
        )
    previous = SECOND - 6
    for days, said, risk in reviews:
        visits(t, lead, record, range(previous, days, -10), both, numbers)
        review = reviewed(
            t,
            lead,
            days,
            both,
            {"community": "Growth well.", "primary": "Esme tired, fed.", "nursery": "Jonah settled."},
            said,
        )
        later.viewed(
            t,
            t.back(days, "11:10"),
            review,
            both,
            "for",
            {
                "": (t.name(lead), "Goes on."),
                "community": ("Ruth Abara", "Goes on."),
                "primary": ("Gwen Ashby", "Goes on."),
            },
        )
        esme_now = "EMO" if days < 200 else "NEG"
        t.do(
            "patience",
            t.back(days, "11:40"),
            review.continue_plans,
            children=[
                answer(
                    esme,
                    category=esme_now,
                    why=FEAR[days] if esme_now == "EMO" else "Esme sleeps, and listens.",
                    lead_practitioner=t.cast.users[lead],
                ),
                answer(
                    jonah,
                    category="NEG",
                    why="Nights at his father’s are safe; those at home are not yet."
                    if risk == "same"
                    else "Jonah has lived with his father since the summer; the plan waits for the court.",
                    lead_practitioner=t.cast.users[lead],
                ),
            ],
        )
        later.followed_up(t, days, review, "What moved, what did not; tests; each view.")
        previous = days - 5
    visits(t, lead, record, range(previous - 2, 4, -10), both, numbers)
    stage = t.do(
        "marcus",
        t.back(85, "10:00"),
        PreProceedings().decide,
        cases=both,
        decided_on=t.back(85, "09:00").date(),
        why="A year on a second plan; tests are clear three weeks of four.",
        team=t.team("heath"),
    )
    chosen = [answer(case) for case in both]
    t.do(
        "helena",
        t.back(83, "15:00"),
        stage.record_letter,
        children=chosen,
        sent_on=t.back(83, "09:00").date(),
        offered=True,
    )
    t.do(
        "rosalind",
        t.back(75, "15:00"),
        stage.record_first_meeting,
        children=chosen,
        held_on=t.back(75, "09:00").date(),
        agreed="Hair-strand test; Jonah stays at Col’s; Marnie is assessed as carer for Esme.",
    )
    t.do(
        "rosalind",
        t.back(62, "15:00"),
        stage.record_family_meeting,
        children=chosen,
        family_meeting="held",
        happened_on=t.back(62, "09:00").date(),
    )
    for days, words in (
        (52, "Hair test: three months without."),
        (24, "Marnie’s assessment positive; Col has applied to the court for Jonah."),
    ):
        t.do(
            "rosalind",
            t.back(days, "16:00"),
            stage.record_review,
            children=chosen,
            held_on=t.back(days, "09:00").date(),
            words=words,
        )
    order = t.do(
        lead,
        t.back(12, "16:00"),
        CourtOrder().record,
        what="child-arrangements",
        made_at=t.back(12, "12:00"),
        cases=[jonah],
        reason="Jonah lives with his father.",
        applied_by="other",
        court="Wexmoor Family Court",
        case_number="WX26P0140",
        team=t.team("heath"),
    )
    later.told_of(
        t,
        lead,
        t.back(11, "17:00"),
        order,
        [jonah],
        ("child", t.back(11, "16:00"), "Nadia Okonjo-Pell, with the bears"),
        ("parents", t.back(12, "12:00"), "In court"),
    )
    t.sleeps(
        lead,
        t.back(11, "17:20"),
        jonah,
        "Col Ashby-Reid’s, 3 Alder Terrace",
        "His father",
        "The court; Rosalind Keane",
        "order",
    )
    t.do(
        "rosalind",
        t.back(5, "11:00"),
        stage.propose_step_down,
        children=[
            answer(
                jonah,
                step_down_why="Jonah lives with his father by order of the court; nothing is asked of a "
                "court for him.",
                next_plan="The plan until the next review, then help for his father",
                next_lead="Nadia Okonjo-Pell",
            )
        ],
    )
