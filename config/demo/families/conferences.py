"""A conference two days ago: notice and minutes due, parents apart, agencies of two minds."""

from typing import Any

from config.demo import later
from config.demo.later import comes_in
from config.demo.tell import HELD, NOT_HELD, Tell, a_child, answer, professional
from partners.models import Disagreement
from people.models import ConditionKind, LegalBasis


def brockhurst(t: Tell) -> None:
    """Three children, two plans of different categories, a child in need offered to a worker who has not yet accepted;
    parents who attend apart; a school that dissents, now at level 2."""
    lead = "callum"
    cases = comes_in(
        t,
        15,
        source="6",
        referrer=professional("PC 3340 Vale", "Response officer", "Wexmoor Police", "01632 960100"),
        children=[
            a_child("Maisie", "Brockhurst", t.born(10, 5), "F"),
            a_child("Toby", "Brockhurst", t.born(7, 1), "M"),
            a_child("Lexi", "Brockhurst", t.born(2, 3), "F"),
        ],
        concern={
            "what_happened": "Shane Brockhurst threw a pan at Carly across the kitchen. It hit Toby above "
            "the left eye: a cut of 3 cm, swollen, closed with strips by the ambulance. Lexi was in her "
            "high chair. Maisie was at her father’s. Shane was arrested.",
            "worried_about": "It is the fifth call in a year. Carly has asked him back each time.",
            "harm_types": ["physical_abuse", "emotional_abuse"],
            "contextual_factors": ["domestic_abuse"],
            "childs_own_words": "Toby, in the ambulance: “I always stand in front. I’m the biggest when "
            "Maisie isn’t there.”",
            "police_notification": {"grading": "high", "incident_number": "0831"},
        },
        looked="Toby and Lexi with Carly at the hospital; Shane in custody until tomorrow at least.",
        why=[
            "Half her week in that home, and she rings it every night to hear whether it is quiet.",
            "Cut by a pan thrown at his mother; he stands between them.",
            "Two years old and in the room each time.",
        ],
        reason="A child cut in an assault on his mother; five calls in a year.",
        team="moor",
        lead=lead,
        words="Carly wants help and fears losing them. Toby has taken the part of the grown-up. See him "
        "first.",
    )
    maisie, toby, lexi = cases
    at = t.back(15, "14:00")
    carly, shane = later.family_of(
        t,
        lead,
        at,
        (toby, lexi),
        (
            "Carly",
            "Brockhurst",
            "mother",
            HELD,
            "Birth certificates seen",
            True,
            {"sex": "F", "telephone": "01632 960450"},
        ),
        ("Shane", "Brockhurst", "father", HELD, "Married at both births", False, {"sex": "M"}),
        gp="surgery",
    )
    ryan = t.person(lead, at, "Ryan", "Teale", sex="M", telephone="01632 960451")
    t.relate(lead, at, maisie.child, ryan, "father", HELD, "Court order of 2019 seen", lives_there=True)
    t.relate(lead, at, maisie.child, carly, "mother", HELD, "Birth certificate seen", lives_there=False)
    t.relate(
        lead, at, maisie.child, shane, "stepfather", NOT_HELD, "No order, no agreement", lives_there=False
    )
    for case, where in (
        (maisie, {"school": ("primary", "Gwen Ashby")}),
        (toby, {"school": ("primary", "Gwen Ashby")}),
        (lexi, {"nursery": ("nursery", "Tilly Broome")}),
    ):
        t.serve(lead, at, case.child, **where)
    t.serve(lead, at, carly, domestic_abuse="domestic abuse")
    enquiry = later.enquired(
        t,
        14,
        cases,
        lead=lead,
        team="moor",
        reason="Toby cut by a thrown pan; five calls in a year; parents who part and come together.",
        here=("", "police", "community", "primary", "nursery", "domestic abuse"),
        threshold=[
            "Not in the room this time; four times before she was, and hid her sister in the wardrobe.",
            "Injured; places himself between his parents and expects to be hurt.",
            "Cannot leave a room, and flinches at a raised arm.",
        ],
        tonight={
            "sleeps_where": "Toby and Lexi at 6 Weir Street with Carly, Shane bailed to his brother’s; "
            "Maisie at Ryan’s",
            "sleeps_with": "Toby and Lexi: their mother. Maisie: her father",
            "legal_basis": LegalBasis.BAIL_CONDITION,
            "safety_agreed_by": "Carly Brockhurst, Ryan Teale; Tariq Bellamy",
            "parents_told": "Carly and Ryan told by Callum Verity, each alone. Shane told by his solicitor.",
        },
        facts={"medical": "done"},
        injury_or_sexual_harm=True,
        seen=[
            {
                "seen": "alone",
                "observed": "Polite, watchful. Keeps a bag packed with Lexi’s things at her father’s.",
            },
            {
                "seen": "alone",
                "observed": "Strips above the eye. Sat between his mother and the door, and moved when she "
                "moved.",
            },
            {
                "seen": "not-alone",
                "not_alone_because": "Two years old; her mother held her.",
                "observed": "Flinched when I lifted my bag. Fed well, clean.",
            },
        ],
        words=[
            ("What happens when it is loud?", "I put Lexi in the wardrobe and sing. Nobody told me to."),
            ("What did you do when the pan came?", "I stood in front. It’s my job on Mum’s days."),
            None,
        ],
        home={
            "place": "6 Weir Street",
            "home": "Two doors with holes at knee height. Food in, beds made, a rota of chores.",
            "who_was_there": "Carly, Toby, Lexi; Maisie had been fetched for the visit",
            "sleeps": [
                "A mattress beside Lexi’s cot, on her mother’s days.",
                "Top bunk, a torch under the pillow.",
                "Cot by the wall that has the hole.",
            ],
        },
        parent=("Carly Brockhurst, mother", "“I know what it does. I say never again, and then he cries.”"),
        harm=("emotional", "Violence against their mother, over a year, and one of them hurt in it."),
        knows=[
            (
                "police",
                "DC Amara Stroud",
                "Five calls since last autumn; one withdrawn complaint. Bail: no contact with Carly, not to "
                "go to Weir Street.",
            ),
            (
                "community",
                "Ruth Abara",
                "Carly seen with bruises at two of Lexi’s reviews. Asked alone both times, said that she "
                "fell.",
            ),
            (
                "primary",
                "Gwen Ashby",
                "Toby rings home at lunch. Maisie asks to leave lessons on Thursdays, when she goes back to "
                "her mother’s.",
            ),
        ],
        outcome=[
            (
                "Frightened, and a carer to the younger two.",
                "Her father’s home, school, a grandmother.",
                "Emotional harm through four assaults that she was in; half of each week she is safe, and "
                "half not.",
            ),
            (
                "Injured once; frightened every week.",
                "His mother’s honesty; Gwen Ashby.",
                "Hurt, and likely to be hurt again if his father is back: he goes where the danger is.",
            ),
            (
                "Two years of fear before she has words.",
                "Nursery three days a week.",
                "Flinching at two shows what she lives in; likely as long as her parents come together "
                "again.",
            ),
        ],
        outcome_after=5,
        medical="Toby’s cut was closed in the emergency department; Dr Vance looked at Lexi there: no "
        "injury, which does not exclude any.",
        identity=[
            "Wants to be asked before things are decided.",
            "Football; the team’s scarf goes to bed with him.",
            "Called Lexi-Lou at home.",
        ],
    )
    for case in (toby, lexi):
        t.do(
            lead,
            t.back(13, "17:20"),
            case.child.record_condition,
            kind=ConditionKind.BAIL,
            against=shane,
            reference="WX/0831",
            from_at=t.back(13, "18:00"),
            expires_at=t.ahead(40, "18:00"),
            what="No contact with Carly Brockhurst, nor with the children but through the service. Not to "
            "enter Weir Street.",
        )
        t.sleeps(
            lead,
            t.back(13, "17:30"),
            case,
            "6 Weir Street",
            "Their mother",
            "Carly Brockhurst; Tariq Bellamy",
            LegalBasis.BAIL_CONDITION,
        )
    t.sleeps(
        lead,
        t.back(13, "17:30"),
        maisie,
        "Ryan Teale’s, 31 Tenter Croft",
        "Her father",
        "Ryan Teale; Tariq Bellamy",
    )
    for case in cases:
        t.do(lead, t.back(13, "17:40"), case.record_primary_need, primary_need="N1")
    made = later.conference(
        t,
        lead,
        t.back(13, "09:00"),
        cases,
        "initial",
        "Five assaults on their mother in a year, one child injured: agencies must plan together.",
        t.back(2, "10:00"),
        enquiry=enquiry,
        agencies=("police", "community", "primary", "nursery", "domestic abuse"),
        distant=("probation",),
        people=[
            {
                "name": "Carly Brockhurst",
                "role": "parent",
                "relationship": "Mother of all three",
                "comes_from": "10:00",
                "comes_until": "11:20",
                "apart_because": "He is bailed away from her.",
            },
            {
                "name": "Shane Brockhurst",
                "role": "parent",
                "relationship": "Father of Toby and Lexi",
                "comes_from": "11:30",
                "comes_until": "12:00",
                "apart_because": "By video from his solicitor’s, after she has left.",
            },
            {
                "name": "Ryan Teale",
                "role": "parent",
                "relationship": "Father of Maisie",
                "comes_from": "10:00",
                "comes_until": "12:00",
            },
            {
                "name": "Maisie Brockhurst",
                "role": "child",
                "relationship": "Herself; her advocate reads her letter",
            },
        ],
    )
    t.do(
        lead,
        t.back(13, "11:30"),
        made.say_who_must_not_meet,
        words="Carly and Shane: she comes by the front at 9:45, he is on the screen from 11:30 only, when "
        "she has left. Bail forbids contact.",
    )
    for person, as_what in ((carly, "Mother of Maisie, Toby and Lexi"), (shane, "Father of Toby and Lexi")):
        later.letter(
            t, "dev", t.back(12, "09:30"), made, "invitation", person, as_what=as_what, reaches="post"
        )
    later.reported(
        t,
        t.back(8, "10:00"),
        made,
        police="Five calls, injuries, bail. We support a plan for all who live in Weir Street.",
        community="Growth well; Lexi’s startle noted at two reviews.",
        primary="Toby rings home daily. Maisie writes of “the loud days”.",
        domestic_abuse="Carly has met us four times and made a plan of her own. High risk at the last "
        "assessment.",
    )
    for case, victim in (
        (maisie, "Maisie rings every night to hear whether it is quiet."),
        (toby, "Toby stands in front of his mother."),
        (lexi, "Lexi was in her high chair each time."),
    ):
        t.do(
            lead,
            t.back(8, "10:30"),
            case.record_link,
            kind="domestic-abuse-risk",
            their_reference="Lantern 4471",
            on=t.back(9, "11:00").date(),
            words=f"High risk. {victim}",
            child_is_victim=True,
        )
    later.reported(
        t, t.back(3, "15:30"), made, nursery="Lexi hides her face when a chair falls. Attends every day."
    )
    t.do(
        "dev",
        t.back(3, "16:30"),
        made.say_why_no_report,
        agency=t.agency("probation"),
        reason="Shane is not known to them; they wrote so by mail.",
    )
    later.letter(
        t,
        lead,
        t.back(5, "09:00"),
        made,
        "conference-report",
        ryan,
        as_what="Father of Maisie",
        reaches="by-hand",
    )
    later.shared(
        t,
        lead,
        t.back(5, "10:00"),
        made,
        Carly="Her own part and the children’s; nothing of where Shane lives",
        Ryan="Maisie’s part alone",
    )
    later.shared(
        t,
        lead,
        t.back(5, "15:00"),
        made,
        Shane="The children’s part, without Carly’s plan",
        Maisie="Read to her by her advocate",
    )
    at = t.back(2, "10:00")
    here = ("", "police", "community", "primary", "nursery", "domestic abuse")
    made = later.held(
        t,
        at,
        made,
        [toby, lexi],
        here,
        {
            "": ("Callum Verity", "Both are likely to be harmed while their parents come together again."),
            "police": (
                "DC Amara Stroud",
                "The fifth call had a child’s blood on the floor. A plan for both.",
            ),
            "community": ("Ruth Abara", "Lexi’s fear shows in her body. Both need a plan."),
            "primary": ("Gwen Ashby", "For Toby, yes: he is on duty all day."),
            "nursery": ("Tilly Broome", "For Lexi, yes."),
            "domestic abuse": (
                "Amber Rix",
                "Carly asks for a plan herself: it gives her a reason to say no to him.",
            ),
        },
    )
    later.viewed(
        t,
        at + t.minutes(60),
        made,
        [maisie],
        "against",
        {
            "": ("Callum Verity", "Her father keeps her safe and has asked for more days."),
            "police": ("DC Amara Stroud", "Not needed while she sleeps at her father’s."),
            "community": ("Ruth Abara", "A child in need: she needs somebody for herself."),
            "nursery": ("Tilly Broome", "We know her at the gate only; a plan for help is right."),
            "domestic abuse": ("Amber Rix", "With Ryan she is safe."),
        },
    )
    later.viewed(
        t,
        at + t.minutes(62),
        made,
        [maisie],
        "for",
        {
            "primary": (
                "Gwen Ashby",
                "She carries the other two in her head all day. She goes back every Thursday. She is as "
                "harmed as they are.",
            )
        },
    )
    later.attended(
        t,
        at + t.minutes(70),
        made,
        "Carly",
        "“I want it written down that he may not come. Then I can show it to him.”",
        here_from="10:00",
        here_until="11:15",
    )
    later.attended(
        t,
        at + t.minutes(110),
        made,
        "Shane",
        "“I never meant to hit the boy.” He agrees to the course.",
        here_from="11:30",
        here_until="11:55",
    )
    later.attended(
        t,
        at + t.minutes(111),
        made,
        "Ryan",
        "“She can live with me all week if the court says so.”",
        here_from="10:00",
        here_until="12:00",
    )
    plan: Any = {
        "lead_practitioner": t.cast.users[lead],
        "core_group": "Carly, Callum Verity, Ruth Abara, Lantern; Shane by letter",
        "core_group_on": t.ahead(6, "10:00").date(),
        "contingency": "If he is in the home: police, and legal planning the same day.",
        "previous_plans": 0,
    }
    made = t.do(
        "patience",
        at + t.minutes(125),
        made.make_plans,
        children=[
            answer(
                toby,
                category="PHY",
                further_categories=["EMO"],
                why="Toby was cut by a thrown pan and places himself where the next one lands.",
                outline="Shane stays away; Toby hears from grown-ups that keeping watch is not his job; "
                "Carly rings Lantern before she answers him.",
                visiting="every 5 working days",
                **plan,
            ),
            answer(
                lexi,
                category="EMO",
                why="Lexi is two and her body already expects blows: she lives in fear more than in danger "
                "of being hit.",
                outline="Quiet days: no shouting within her hearing; nursery five mornings; her health "
                "visitor looks at her startle each month.",
                **plan,
            ),
        ],
    )
    made = t.do(
        "patience",
        at + t.minutes(130),
        made.decide_child_in_need,
        children=[
            answer(
                maisie,
                why="With her father Maisie is safe, and he asks for more of her week; she needs somebody "
                "of her own, and a say.",
                safety_plan="Maisie sleeps at Ryan’s every night until the review. She sees her mother on "
                "Saturdays at her gran’s. She can ring Owen or Gwen any day.",
                outline="Somebody of her own to talk to; no more looking after Toby and Lexi.",
                next_step_for=t.cast.users["owen"],
            )
        ],
    )
    row = made.children.get(case=maisie)
    dispute = t.do(
        "gwen",
        t.back(2, "15:40"),
        Disagreement().raise_disagreement,
        about=made,
        decision="No child protection plan for Maisie.",
        why="She was in the room four times, and goes back every Thursday. A plan for two of three tells "
        "her that she does not count.",
        children_of_it=[row],
        interim_safety="She sleeps at her father’s every night; school rings Callum Verity if that changes.",
    )
    dispute = t.do(
        "tariq",
        t.back(1, "11:00"),
        dispute.answer,
        words="I read the minutes’ draft and spoke with the chair. Maisie’s plan is seen weekly by Owen; we "
        "look again in four weeks.",
    )
    t.do(
        "gwen",
        t.back(1, "16:20"),
        dispute.go_up,
        reason="Four weeks are four Thursdays. Nobody has asked Maisie what she wants.",
    )
    plan = later.plan_of(t, lead, toby)
    later.visited(
        t,
        lead,
        t.back(1, "15:45"),
        plan,
        {
            toby: {
                "seen": "alone",
                "observed": "Strips are off; a thin red line, dry. Asked who has read the plan.",
                "words": "So is it Callum’s job now?",
                "question": "What do you think of it?",
                "sleeping_place_seen": True,
                "sleeping_place": "Top bunk; the torch is still there.",
            },
            lexi: {
                "seen": "not-alone",
                "not_alone_because": "Two years old; on her mother’s lap.",
                "observed": "Brought me every shoe in the hall.",
            },
        },
        "6 Weir Street",
        written=60,
    )
    later.letter(
        t,
        lead,
        t.back(1, "17:00"),
        made,
        "safety-plan",
        carly,
        as_what="Mother of Maisie, Toby and Lexi",
        reaches="by-hand",
        words="If Shane rings, comes to the door or sends somebody, you ring 999 first and Callum after. Nobody "
        "will blame you for having answered him.",
    )


STORIES = [brockhurst]
