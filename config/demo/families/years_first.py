"""The first plan of that family, which ended, and the child-in-need plan after it."""

from itertools import count

from conferences.models import ChildInNeedPlan
from config.demo import later
from config.demo.families.years_words import MET, reviewed, visits
from config.demo.tell import Tell, answer
from court.models import PreProceedings
from partners.models import Disagreement

IN_NEED = 564


def first_plan(t: Tell, lead: str, start: int, cases: list, enquiry) -> None:
    """Ten months: two on a plan, family help for a cousin, nothing more for a brother; then it ends."""
    esme, jonah, reece, lacey = cases
    both, numbers = [esme, jonah], count()
    made = later.conference(
        t,
        lead,
        t.back(start - 6, "10:00"),
        cases,
        "initial",
        "Neglect by drink; four children who see it.",
        t.back(start - 14, "10:00"),
        agencies=("police", "community", "primary", "nursery"),
        people=[
            {"name": "Tess Winterbourne", "role": "parent", "relationship": "Mother"},
            {"name": "Marnie Holt", "role": "carer", "relationship": "Aunt; mother of Lacey"},
        ],
        enquiry=enquiry,
    )
    later.reported(
        t,
        t.back(start - 8, "10:00"),
        made,
        police="Two calls.",
        community="Jonah’s checks missed.",
        primary="Esme brings herself.",
        nursery="As at the discussion.",
    )
    later.shared(t, lead, t.back(start - 10, "15:00"), made, Tess="Whole", Marnie="Lacey’s part")
    at, here = t.back(start - 14, "10:00"), ("", "police", "community", "primary")
    made = later.held(
        t,
        at,
        made,
        both,
        here,
        {
            "": (t.name(lead), "A plan."),
            "police": ("DC Amara Stroud", "A plan."),
            "community": ("Ruth Abara", "A plan."),
            "primary": ("Gwen Ashby", "A plan."),
        },
    )
    later.viewed(
        t,
        at + t.minutes(55),
        made,
        [reece, lacey],
        "against",
        {
            "": (t.name(lead), "No plan is needed."),
            "police": ("DC Amara Stroud", "Not needed."),
            "community": ("Ruth Abara", "Help, not a plan."),
            "primary": ("Gwen Ashby", "Not needed."),
        },
    )
    plan = {
        "lead_practitioner": t.cast.users[lead],
        "core_group": "Tess, Marnie, Nadia Okonjo-Pell, Ruth Abara, Gwen Ashby",
        "core_group_on": t.back(start - 22, "10:00").date(),
        "contingency": "To Marnie the same night.",
        "previous_plans": 0,
    }
    made = t.do(
        "patience",
        at + t.minutes(80),
        made.make_plans,
        children=[
            answer(
                esme,
                category="NEG",
                why="Esme is six and runs the evening.",
                outline="An adult awake until both sleep.",
                **plan,
            ),
            answer(
                jonah,
                category="NEG",
                why="Jonah walks out of an open gate at two.",
                outline="Gate, nursery, somebody awake.",
                **plan,
            ),
        ],
    )
    made = t.do(
        "patience",
        at + t.minutes(85),
        made.decide_family_help,
        children=[
            answer(
                lacey,
                why="Lacey no longer sleeps there, and her mother sees what happened.",
                safety_plan="No nights at Tess’s. Lacey rings her mother, who comes.",
                next_step_for=t.cast.users["owen"],
            )
        ],
    )
    made = t.do(
        "patience",
        at + t.minutes(88),
        made.decide_no_plan,
        children=[
            answer(
                reece,
                why="Reece lives with his grandfather and comes and goes as he wishes.",
                safety_plan="He leaves if she drinks, and takes Esme and Jonah to Marnie.",
            )
        ],
    )
    later.followed_up(t, start - 14, made, "Four children, four decisions, and why.")
    t.do(
        "rosalind",
        t.back(start - 16, "10:00"),
        lacey.step_down,
        team=t.team("family help"),
        to=t.cast.users["owen"],
        words="Somebody for Lacey to talk to about the nights.",
    )
    t.do("owen", t.back(start - 17, "09:30"), lacey.accept)
    for case, days, words in (
        (reece, 24, "Lives safely with his grandfather; knows whom to ring."),
        (lacey, 90, "Six meetings; sleeps well; her mother keeps the weekends."),
    ):
        t.do("rosalind", t.back(start - days, "16:00"), case.close, reason="RC7", words=words)
    record = later.plan_of(t, lead, esme)
    later.core_group(
        t,
        lead,
        t.back(start - 22, "10:00"),
        record,
        {
            esme: {"detail": "Home reading with Marnie; bed at eight."},
            jonah: {"detail": "Nursery five days; a gate that shuts."},
        },
        here,
        MET[0],
        first=True,
        parents="Tess",
    )
    later.acts(
        t,
        lead,
        t.back(start - 23, "10:00"),
        record,
        both,
        {
            "risk": "Drink",
            "outcome": "A mother who is awake at eight",
            "action": "Weekly key work",
            "agency": "substance misuse",
            "due_on": t.back(start - 100, "09:00").date(),
        },
        {
            "risk": "The gate",
            "outcome": "No child in the road",
            "action": "Mends the gate",
            "owner": "Marnie Holt",
            "due_on": t.back(start - 30, "09:00").date(),
        },
    )
    gate = record.subject.planaction_rows.get(action="Mends the gate")
    t.do(
        lead,
        t.back(start - 31, "10:00"),
        record.end_action,
        action=gate,
        ended="done",
        because="It shuts; Jonah cannot reach the latch.",
    )
    end = start - 196
    for number, day in enumerate(range(start - 50, end + 20, -29)):
        later.core_group(
            t,
            lead,
            t.back(day, "10:00"),
            record,
            {case: {"risk": "less" if number > 2 else "same"} for case in both},
            ("", "community", "primary"),
            MET[1 + number],
            parents="Tess" if number % 3 else "Tess, Marnie",
        )
    visits(t, lead, record, [day for day in range(start - 20, end, -10) if day > start - 76], both, numbers)
    review = reviewed(
        t,
        lead,
        start - 76,
        both,
        {"community": "Checks caught up.", "primary": "Esme is brought.", "nursery": "Clean on Mondays."},
        "“Eleven weeks.”",
    )
    later.viewed(
        t,
        t.back(start - 76, "11:10"),
        review,
        both,
        "for",
        {
            "": (t.name(lead), "Goes on."),
            "community": ("Ruth Abara", "Goes on."),
            "primary": ("Gwen Ashby", "Goes on."),
        },
    )
    t.do(
        "patience",
        t.back(start - 76, "11:40"),
        review.continue_plans,
        children=[
            answer(
                esme,
                category="NEG",
                why="Better evenings, and eleven weeks are few.",
                lead_practitioner=t.cast.users[lead],
            ),
            answer(
                jonah,
                category="NEG",
                why="Jonah is safe from the road; not yet from long evenings.",
                lead_practitioner=t.cast.users[lead],
            ),
        ],
    )
    later.followed_up(t, start - 76, review, "What moved, what did not.")
    visits(t, lead, record, range(start - 80, end, -10), both, numbers)
    stage = t.do(
        "marcus",
        t.back(start - 90, "10:00"),
        PreProceedings().decide,
        cases=both,
        decided_on=t.back(start - 90, "09:00").date(),
        why="A relapse in the spring; the plan is not enough by itself.",
        team=t.team("heath"),
    )
    chosen = [answer(case) for case in both]
    t.do(
        "helena",
        t.back(start - 93, "15:00"),
        stage.record_letter,
        children=chosen,
        sent_on=t.back(start - 93, "09:00").date(),
        offered=True,
    )
    t.do(
        "rosalind",
        t.back(start - 101, "15:00"),
        stage.record_first_meeting,
        children=chosen,
        held_on=t.back(start - 101, "09:00").date(),
        agreed="Key work weekly; Marnie holds a key.",
    )
    t.do(
        "rosalind",
        t.back(start - 130, "15:00"),
        stage.record_review,
        children=chosen,
        held_on=t.back(start - 130, "09:00").date(),
        words="Twelve weeks without a call.",
    )
    t.do(
        "rosalind",
        t.back(start - 160, "15:00"),
        stage.propose_step_down,
        children=[
            answer(
                esme,
                step_down_why="Esme’s evenings are hers again.",
                next_plan="The plan goes on to its review",
                next_lead="Nadia Okonjo-Pell",
            ),
            answer(
                jonah,
                step_down_why="Jonah is watched, and the gate shuts.",
                next_plan="The plan goes on to its review",
                next_lead="Nadia Okonjo-Pell",
            ),
        ],
    )
    stage = t.do(
        "marcus",
        t.back(start - 164, "11:00"),
        stage.agree_step_down,
        children=chosen,
        decided_on=t.back(start - 164, "09:00").date(),
        comment="Agreed, with tests kept up.",
    )
    t.do("rosalind", t.back(start - 165, "10:00"), stage.close)
    review = reviewed(
        t,
        lead,
        end,
        both,
        {"community": "Well.", "primary": "Never late since Easter.", "nursery": "Ready for school."},
        "“Thirty-four weeks. Marnie has a key.”",
    )
    later.viewed(
        t,
        t.back(end, "11:10"),
        review,
        both,
        "against",
        {
            "": (t.name(lead), "Can end."),
            "community": ("Ruth Abara", "Can end, with help."),
            "primary": ("Gwen Ashby", "Can end, with help."),
        },
    )
    t.do(
        "patience",
        t.back(end, "11:40"),
        review.end_plans,
        children=[
            answer(
                case,
                why=why,
                safety_plan="Marnie has a key and comes at seven. Esme rings her, and nobody is cross.",
                ends_as="child-in-need",
                next_step_for=t.cast.users["owen"],
            )
            for case, why in (
                (esme, "Esme has evenings of a child; her aunt holds the key."),
                (jonah, "Jonah grows, speaks, and is watched."),
            )
        ],
    )
    later.followed_up(t, end, review, "The plan ends for both; a child-in-need plan follows.")
    t.do("rosalind", t.back(end - 9, "15:00"), record.close)
    dispute = t.do(
        "ruth",
        t.back(end - 1, "10:00"),
        Disagreement().raise_disagreement,
        about=review,
        decision="The plans end.",
        why="Thirty-four weeks by her own count; nobody tested. Health asks for a review in three months.",
        agency=t.agency("community"),
        interim_safety="Marnie’s key; Owen each week.",
    )
    dispute = t.do(
        "marcus",
        t.back(end - 1, "16:00"),
        dispute.answer,
        words="A review of the child-in-need plan in six weeks, with tests agreed by Tess.",
    )
    t.do(
        "ruth",
        t.back(end - 2, "09:30"),
        dispute.accept_answer,
        words="Tests and six weeks: settled.",
        learning="Say in the minutes what sobriety was measured by.",
    )


def in_need(t: Tell, lead: str, both: list, tess) -> None:
    """Nine months of a child-in-need plan, worked by family help; reviewed each quarter."""
    esme, jonah = both
    owen = t.cast.users["owen"]
    record = ChildInNeedPlan.visible_to(owen).filter(children__case=esme).latest("pk")
    record = t.do("owen", t.back(IN_NEED - 2, "09:30"), record.accept, children=t.rows(record))
    t.do(
        "owen",
        t.back(IN_NEED - 4, "15:00"),
        record.record_consent,
        children=both,
        holder=tess,
        answer="agrees",
        given_at=t.back(IN_NEED - 4, "14:00"),
        how="At home, signed",
        words="“As long as it’s Owen.”",
    )
    later.acts(
        t,
        "owen",
        t.back(IN_NEED - 4, "15:30"),
        record,
        both,
        {
            "risk": "Drink again",
            "outcome": "Evenings with an adult awake",
            "action": "A test each fortnight, seen by Owen",
            "agency": "substance misuse",
            "due_on": t.back(IN_NEED - 150, "09:00").date(),
        },
    )
    visits(t, "owen", record, range(IN_NEED - 10, 372, -18), both, count(5))
    for days, words in (
        (IN_NEED - 34, "Tests clear; Esme in the choir."),
        (IN_NEED - 95, "Clear; Col sees Jonah on Sundays."),
        (IN_NEED - 155, "Two tests missed; Tess says that she was ill."),
    ):
        t.do(
            "owen",
            t.back(days, "16:00"),
            record.hold_review,
            children=[answer(case, risk="same") for case in both],
            held_at=t.back(days, "15:00"),
            here=[t.agency("community"), t.agency("primary")],
            parents="Tess",
            progress=words,
        )
