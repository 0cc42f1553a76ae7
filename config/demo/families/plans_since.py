"""The Quennell children on their plans: three months of work, the first review, and what has happened since."""

from conferences.models import Conference
from config.demo import later
from config.demo.families.in_need import pearl_oduya
from config.demo.tell import Tell, answer
from partners.models import Disagreement

HERE = ("", "community", "primary", "high", "nursery")
FLAT = "8 Tallow Court"
MEMBERS = "Leon, Bev, Beth Arrowsmith, Ruth Abara, Gwen Ashby, D. Foyle, Tilly Broome"


def worked(t: Tell, lead: str, cases: list, plan, leon) -> None:
    """Core groups, actions and visits until the first review; a half-sister comes alongside."""
    skye, ash, robin, wren = cases
    everyone = {
        skye: {"risk": "same"},
        ash: {"risk": "same"},
        robin: {"risk": "same"},
        wren: {"risk": "same"},
    }
    later.core_group(
        t,
        lead,
        t.back(72, "13:30"),
        plan,
        {
            skye: {"detail": "College form by March; Bev has the mornings."},
            ash: {"detail": "Home by nine; boxing club on Tuesdays; weekends at his grandmother’s."},
            robin: {"detail": "Breakfast at school; bed by eight, read to by his father."},
            wren: {"detail": "Nursery five days; weighed each fortnight; bed, bedding, night light."},
        },
        HERE,
        "Leon saw the drug and alcohol service once, and has a second appointment.",
        first=True,
        parents="Leon. Dawn on the telephone.",
        next_on=t.back(44, "13:30").date(),
    )
    actions = later.acts(
        t,
        lead,
        t.back(71, "10:00"),
        plan,
        cases,
        {
            "risk": "Nobody is up in the morning",
            "outcome": "Fed, dressed and in school on time",
            "action": "Is up by seven each school day",
            "owner": "Leon Quennell",
            "due_on": t.back(60, "09:00").date(),
            "contingency": "Bev comes at seven",
        },
        {
            "risk": "Drink",
            "outcome": "A father who is awake",
            "action": "Weekly key work, and a plan for Sundays",
            "agency": "substance misuse",
            "due_on": t.back(20, "09:00").date(),
        },
        {
            "risk": "Wren does not grow",
            "outcome": "Back on the 9th centile",
            "action": "Weighs Wren each fortnight and writes it in the red book",
            "agency": "community",
            "due_on": t.ahead(12, "09:00").date(),
        },
        {
            "risk": "Cold and damp",
            "outcome": "Warm, light, dry rooms",
            "action": "Boiler, two windows, the hall",
            "agency": "housing",
            "due_on": t.back(40, "09:00").date(),
        },
    )
    t.do(
        lead,
        t.back(45, "11:00"),
        plan.end_action,
        action=next(each for each in actions if each.action.startswith("Boiler")),
        ended="done",
        because="Warm since the first week of the holidays; Robin reads the meter.",
    )
    t.do(
        lead,
        t.back(38, "16:00"),
        plan.record_progress,
        action=next(each for each in actions if each.action.startswith("Is up")),
        words="Three days of five; Bev on the other two.",
    )
    pearl = pearl_oduya(t, lead, leon)
    t.do(lead, t.back(66, "12:00"), plan.take_alongside, cases=[pearl])
    visits = (
        (
            77,
            "Cleaned the stove.",
            "Out; seen at school next day.",
            "Showed the list on his hand.",
            "Dry, sleepy.",
        ),
        (
            70,
            "Form half filled in.",
            "Asked what boxing costs.",
            "Ate before his sister, once.",
            "Gained 200 g.",
        ),
        (
            61,
            "Slept until nine on Saturday.",
            "New gloves; knuckles clean.",
            "Reads to Bev’s dog.",
            "Walks to the door for her shoes.",
        ),
        (
            52,
            "An interview at college.",
            "In by ten, he says; Leon nods.",
            "Cough gone.",
            "Own bed, a night light.",
        ),
        (
            40,
            "Offered a place.",
            "Two nights out last week.",
            "Upset: Dad “went flat” on Sunday.",
            "Gained 300 g since the last weighing.",
        ),
        (
            31,
            "Asked what happens when she leaves.",
            "Wants to stay at his gran’s.",
            "Wet the bed twice.",
            "Says “no” and laughs.",
        ),
    )
    for days, *observed in visits:
        seen: dict = dict(zip((skye, ash, robin, wren), observed, strict=True))
        if days <= 61:
            seen[pearl] = "Here for the weekend; slept in Skye’s corner."
        if days == 77:
            seen[ash] = {
                "seen": "not-seen",
                "what_next": "Seen at school tomorrow by Beth.",
                "manager_told": "Rosalind Keane",
                "observed": observed[1],
            }
        if days == 31:
            seen[robin] = {
                "seen": "alone",
                "observed": observed[2],
                "words": "When Dad’s flat I do the list again.",
                "question": "What is different on Sundays?",
            }
        later.visited(t, lead, t.back(days, "16:00"), plan, seen, FLAT, announced=days % 2 == 0)
    t.do(
        lead,
        t.back(75, "09:00"),
        plan.note,
        children=[ash],
        happened_at=t.back(76, "12:00"),
        with_whom="Ash, in school",
        how="visit",
        words="Seen by me in the library: well, and would rather talk about boxing.",
    )
    later.core_group(
        t,
        lead,
        t.back(38, "13:30"),
        plan,
        everyone
        | {
            wren: {"risk": "less", "risk_words": "Half a kilo in ten weeks."},
            ash: {"risk": "more", "risk_words": "Two nights out; a second telephone."},
        },
        HERE,
        "Late by a week: Leon was in hospital with his liver. Wren grows; Ash does not come home.",
        parents="Leon, thin and sober.",
        next_on=t.back(10, "13:30").date(),
    )


def reviewed(t: Tell, lead: str, cases: list, plan) -> None:
    """All four go on, one under another category."""
    skye, ash, robin, wren = cases
    at = t.back(20, "10:00")
    review = later.conference(
        t,
        lead,
        t.back(34, "10:00"),
        [skye, ash, robin, wren],
        "review",
        "First review.",
        at,
        agencies=("community", "primary", "high", "nursery", "substance misuse"),
        people=[
            {"name": "Leon Quennell", "role": "parent", "relationship": "Father"},
            {"name": "Skye Quennell", "role": "child", "relationship": "Herself"},
        ],
    )
    later.reported(
        t,
        t.back(28, "10:00"),
        review,
        community="Wren on the 6th centile.",
        primary="Robin is late, fed, anxious on Mondays.",
        high="Ash excluded for three days.",
        nursery="Wren comes every day.",
        substance_misuse="Six of eight appointments kept.",
    )
    later.shared(t, lead, t.back(25, "11:00"), review, Leon="Whole", Skye="Her own part")
    for days, saw in (
        (
            22,
            (
                "Bag packed for the open day.",
                "At his gran’s since Friday; seen there.",
                "Asked to sit in on the meeting.",
                "Two words together: “my bed”.",
            ),
        ),
    ):
        later.visited(
            t,
            lead,
            t.back(days, "15:30"),
            plan,
            dict(zip((skye, ash, robin, wren), saw, strict=True)),
            FLAT,
        )
    review = later.held(
        t,
        at,
        review,
        [skye, ash, robin, wren],
        ("", "community", "primary", "high", "nursery"),
        {
            "": ("Beth Arrowsmith", "Better for Wren; not yet enough."),
            "community": ("Ruth Abara", "Goes on."),
            "primary": ("Gwen Ashby", "Goes on: for Robin it is fear now, not food."),
            "high": ("D. Foyle", "Goes on."),
            "nursery": ("Tilly Broome", "Goes on."),
        },
    )
    later.attended(t, at + t.minutes(50), review, "Leon", "“Forty-one days.”")
    goes_on = {
        "lead_practitioner": t.cast.users[lead],
        "core_group": MEMBERS,
        "core_group_on": t.back(10, "13:30").date(),
    }
    t.do(
        "patience",
        at + t.minutes(90),
        review.continue_plans,
        children=[
            answer(
                skye,
                category="EMO",
                why="Skye still runs the home on Sundays, and turns eighteen before the next review.",
                outline="Leaving care of the others to adults before her birthday.",
                contingency="Bev.",
                **goes_on,
            ),
            answer(
                ash,
                category="NEG",
                why="Ash stays away at night; his grandmother offers him a bed.",
                outline="Weekdays at his grandmother’s, school kept.",
                contingency="Strategy discussion if he is missing again.",
                visiting="every 5 working days",
                **goes_on,
            ),
            answer(
                robin,
                category="EMO",
                why="Robin is fed now; what harms him is fear of his father’s bad days.",
                outline="Somebody of his own; Sundays at Bev’s.",
                contingency="Bev.",
                **goes_on,
            ),
            answer(
                wren,
                category="NEG",
                why="Wren has grown for ten weeks; half a year is needed.",
                outline="Weight, nursery, bed.",
                contingency="Bev.",
                **goes_on,
            ),
        ],
    )
    later.followed_up(
        t, 20, review, "Each child; a category changed for Robin, and why; Leon’s forty-one days."
    )


def since(t: Tell, lead: str, cases: list, plan) -> None:
    """A child away, one not seen, a disagreement about visits."""
    skye, ash, robin, wren = cases
    t.do(
        lead,
        t.back(18, "10:00"),
        plan.record_away,
        children=[ash],
        away_from=t.back(18, "09:00").date(),
        away_where="His grandmother’s, 2 Shore Road, Nethercombe",
        away_who_visits="Beth Arrowsmith weekly; Nethercombe Children’s Services told",
        away_until=t.day(days=40),
    )
    later.visited(
        t,
        lead,
        t.back(14, "17:00"),
        plan,
        {
            ash: {
                "seen": "alone",
                "observed": "Fed, bored, safe. Beats his gran at cards.",
                "words": "There’s nobody to go out with here. It’s alright.",
                "question": "How is it?",
            }
        },
        "2 Shore Road, Nethercombe",
        how="elsewhere",
    )
    later.visited(
        t,
        lead,
        t.back(11, "17:30"),
        plan,
        {
            skye: "College said yes. Asked whether she may ring me after her birthday.",
            robin: {
                "seen": "alone",
                "observed": "No list on his hand.",
                "words": "Bev does Sundays. I do Lego.",
                "question": "What is new?",
            },
            wren: {
                "seen": "not-seen",
                "observed": "Leon said that she was asleep behind a closed door and should not be woken.",
                "what_next": "Tilly Broome looks at her when she comes in tomorrow; I come again this week, "
                "unannounced.",
                "manager_told": "Rosalind Keane, by telephone at 6pm",
            },
        },
        FLAT,
        announced=False,
        written=60,
    )
    later.visited(
        t,
        lead,
        t.back(7, "16:30"),
        plan,
        {ash: "At table with his gran; school by bus, two days late this week."},
        "2 Shore Road, Nethercombe",
        how="elsewhere",
    )
    later.core_group(
        t,
        lead,
        t.back(5, "13:30"),
        plan,
        {
            skye: {"risk": "less"},
            robin: {"risk": "less", "risk_words": "Sundays at Bev’s."},
            wren: {"risk": "same", "risk_words": "Weight steady; not seen on the last visit."},
            ash: {"risk": "less", "risk_words": "Home by dark, in another town."},
        },
        HERE,
        "Five working days late: the school had closed. Leon sober for two months, and short with everybody.",
        parents="Leon, Bev.",
        next_on=t.ahead(20, "13:30").date(),
    )
    t.do(
        "ruth",
        t.back(4, "10:00"),
        Disagreement().raise_disagreement,
        about=plan,
        decision="Wren is visited every ten working days.",
        why="A child of two who was not seen, in a home where the drink may be back, needs a visit each "
        "week.",
        agency=t.agency("community"),
        interim_safety="Nursery sees her each weekday and rings Beth if she does not come.",
    )
    dispute = Disagreement.visible_to(t.cast.users["ruth"]).get(about=plan.subject)
    t.do(
        "marcus",
        t.back(3, "15:00"),
        dispute.answer,
        words="Agreed in substance: Beth sees Wren twice before the end of next week, once unannounced; the "
        "review decides the interval.",
    )
    t.do(
        lead,
        t.back(2, "16:00"),
        Conference().request,
        cases=[skye, robin, wren, ash],
        purpose="review",
        reason="Skye turns eighteen next week, Wren was not seen, Ash lives with his grandmother: look at "
        "all four sooner.",
    )
    for case, home, whom in (
        (skye, FLAT, "Her father"),
        (robin, FLAT, "His father; Sundays at Bev’s"),
        (wren, FLAT, "Her father"),
        (ash, "2 Shore Road, Nethercombe", "His grandmother"),
    ):
        t.sleeps(
            lead,
            t.back(17, "16:00"),
            case,
            home,
            whom,
            "Leon Quennell; Rosalind Keane",
            "family-arrangement" if case == ash else "at-home",
            carer_checks="Grandmother: police and Nethercombe checked, nothing known." if case == ash else "",
        )
        t.do(lead, t.back(17, "16:10"), case.record_primary_need, primary_need="N1")
    t.do(
        lead,
        t.back(18, "10:20"),
        ash.record_move,
        moved_on=t.back(18, "09:00").date(),
        where_to="2 Shore Road, Nethercombe",
        kind="temporary",
        authority="Nethercombe Children’s Services",
        told_at=t.back(18, "10:00"),
        told_whom="Duty desk, R. Pole",
    )
