"""Section 47 enquiries whose outcome is proposed and waits for a manager."""

from conferences.models import RiskOutsideTheHomePlan
from config.demo.tell import HELD, Tell, a_child, answer, professional
from people.models import FlagKind


def achterberg(t: Tell) -> None:
    """Harm outside the home, and parents who protect: told of everything, part of every plan."""
    referral = t.refer(
        t.back(8, "10:00"),
        source="5B",
        referrer=professional("K. Sandling", "Youth worker", "Wexmoor Youth Justice Service", "01632 960175"),
        consent={
            "parents_aware": "yes",
            "consent_to_refer": "given",
            "consent_to_share": "given",
            "given_by": "Both parents",
            "child_aware": "yes",
        },
        children=[
            a_child(
                "Reuben",
                "Achterberg",
                t.born(15, 3),
                "M",
                "WOTH",
                address={"lines": ["52 Orchard Terrace"], "town": "Wexmoor", "postcode": "ZZ99 3DB"},
            )
        ],
        concern={
            "what_happened": "Missing two nights, found at a bus station forty miles away with two "
            "telephones and a train ticket that was not his. A cut to his hand. He owes “a man called Unc” "
            "for a bag that the police took.",
            "worried_about": "That he is made to work the debt off.",
            "harm_types": ["physical_abuse"],
            "harm_location": "outside_family",
            "harm_setting": ["peers", "neighbourhood", "online"],
            "likely_or_actual": "actual",
            "contextual_factors": ["child_criminal_exploitation", "gangs", "missing"],
            "childs_own_words": "“I can’t stop. They know where my sister goes.”",
        },
    )
    referral = t.screened(
        referral,
        "leo",
        t.back(8, "10:25"),
        "At home with both parents; his father took leave from work.",
        "danger",
    )
    child = t.rows(referral)[0].person
    at = t.back(8, "11:00")
    mother = t.person("leo", at, "Hanneke", "Achterberg", sex="F", telephone="01632 960401")
    father = t.person("leo", at, "Joost", "Achterberg", sex="M", telephone="01632 960402")
    t.relate("leo", at, child, mother, "mother", HELD, "Birth certificate seen", lives_there=True)
    t.relate("leo", at, child, father, "father", HELD, "Married at his birth", lives_there=True)
    t.serve(
        "leo",
        at,
        child,
        school=("high", "D. Foyle"),
        youth_justice="youth justice",
        gp="surgery",
        voluntary="voluntary",
    )
    t.do(
        "leo",
        at,
        child.raise_flag,
        kind=FlagKind.MISSING,
        source="Police, after the second episode",
        review_on=t.day(days=21),
        what_to_do="Missing for an hour is missing: ring DC Stroud and his father. Ask for the second "
        "telephone’s number. He was exploited: he is not a suspect first.",
    )
    referral = t.do(
        "fern",
        t.back(8, "12:00"),
        referral.decide_strategy_and_assessment,
        team=t.team("moor"),
        reason="Criminal exploitation; threats.",
        children=[
            answer(
                t.rows(referral)[0],
                decided_why="Harmed by those who exploit him; his parents do all that they can.",
            )
        ],
    )
    t.told(
        referral,
        "leo",
        t.back(8, "13:00"),
        "Told K. Sandling.",
        "Both parents told, and asked what would help.",
    )
    case = t.cases(referral)[0]
    t.allocate(
        [case],
        "callum",
        "tariq",
        t.back(8, "14:00"),
        "Plan with the parents, not about them. Sister Lotte is 12: think of her.",
    )
    discussion = t.held(
        "tariq",
        "moor",
        (8, "14:20"),
        (7, "11:00"),
        [case],
        "County lines; a debt; threats to the family.",
        ("", "police", "community", "high", "youth justice"),
    )
    at = t.back(7, "11:30")
    t.said(
        "amara",
        at,
        discussion,
        [case],
        "police",
        "“Unc” is known to us. Referral to the national referral mechanism made by youth justice yesterday. "
        "Address flagged for immediate response.",
        handling="not-for-minutes",
        family_may_know="ask-first",
    )
    t.said(
        "tariq",
        at,
        discussion,
        [case],
        "high",
        "Three fixed exclusions we would not give again. His form tutor holds a place for him each morning.",
        by_name="D. Foyle, safeguarding lead",
    )
    t.said(
        "delphine",
        at,
        discussion,
        [case],
        "education",
        "A managed return with a later start and the side gate is agreed with the head.",
    )
    t.do(
        "tariq",
        at,
        discussion.record_facts,
        children=[
            answer(
                case,
                threshold_why="Made to carry, cut, in debt, threatened with harm to his sister.",
                sleeps_where="At home, 52 Orchard Terrace",
                sleeps_with="Both parents and his sister",
                legal_basis="at-home",
                safety_agreed_by="Both parents; Tariq Bellamy",
                lives_with_source=False,
                who_sees="Callum Verity with K. Sandling",
                to_be_seen_at=t.back(6, "12:00"),
                medical="done",
                parents_told="Everything; they sat in for the second half.",
                identity_and_culture="Dutch at home. Football was his; nobody asked him back.",
            )
        ],
    )
    discussion = t.do(
        "tariq", t.back(7, "12:00"), discussion.agree_enquiries, enquirers="joint", children=[answer(case)]
    )
    t.recorded("tariq", discussion, t.back(6, "10:00"))
    enquiry = t.enquiry("callum", case)
    at = t.back(6, "13:00")
    t.do(
        "callum",
        at,
        enquiry.record_seen,
        happened_at=t.back(6, "12:10"),
        how="elsewhere",
        place="Youth centre",
        by_whom="Callum Verity",
        children=[
            answer(
                case,
                seen="alone",
                observed="Bandaged hand. Jumped at each message. Laughed once, about a dog.",
            )
        ],
    )
    t.do(
        "callum",
        at,
        enquiry.record_own_words,
        children=[case],
        happened_at=t.back(6, "12:20"),
        question="What would make it stop?",
        words="If I was paid up. Or if I was, like, eight again.",
        to_whom="Callum Verity",
        place="Youth centre",
        alone=True,
    )
    t.do(
        "callum",
        at,
        enquiry.record_harm,
        children=[case],
        harm="physical",
        where="outside",
        setting="neighbourhood",
        exploitation="criminal",
        words="Cut to the hand; made to carry.",
    )
    t.do(
        "callum",
        at,
        enquiry.record_harm,
        children=[case],
        harm="emotional",
        where="outside",
        setting="online",
        exploitation="trafficking",
        words="Threats by telephone, to him and about his sister.",
    )
    t.do(
        "callum",
        t.back(5, "17:00"),
        enquiry.record_parents_spoken,
        children=[answer(case, responsibility="held")],
        who="Hanneke and Joost Achterberg, parents",
        happened_at=t.back(5, "16:00"),
        by_whom="Callum Verity",
        told=True,
        words="They collect him from everywhere. Joost would move house tomorrow; Hanneke asks for someone "
        "who was in it and got out.",
    )
    t.do(
        "callum",
        t.back(5, "17:10"),
        enquiry.record_home,
        children=[
            answer(
                case,
                sleeping_place_seen=True,
                sleeping_place="Attic room; his father sleeps on the landing since.",
            )
        ],
        happened_at=t.back(5, "16:20"),
        place="52 Orchard Terrace",
        by_whom="Callum Verity",
        home="Warm, full of bicycles. A camera at the door since last week.",
        who_was_there="Parents, Reuben, Lotte",
        siblings="Lotte, 12: seen, quiet, walks to school another way now.",
    )
    t.ask(
        "callum",
        t.back(4, "09:30"),
        enquiry,
        "youth justice",
        "Who else is around him; the referral’s number.",
    )
    t.said(
        "callum",
        t.back(3, "10:20"),
        enquiry,
        [case],
        "youth justice",
        "Reasonable grounds decision expected this week. Two boys of his year are named with him.",
        by_name="K. Sandling, youth worker",
    )
    review = t.ask_for_discussion(
        "callum",
        t.back(3, "11:00"),
        [case],
        "moor",
        "Two more boys are named; the plan is looked at again.",
        review=True,
    )
    t.invite("tariq", t.back(3, "11:10"), review, "police", "community", "high", "youth justice")
    review = t.do(
        "tariq",
        t.back(2, "14:00"),
        review.hold,
        held_at=t.back(2, "14:00"),
        how="video",
        chair=t.cast.users["tariq"],
        here=[t.agency(key) for key in ("", "police", "community", "high", "youth justice")],
    )
    t.do(
        "tariq",
        t.back(2, "14:40"),
        review.continue_enquiries,
        children=[
            answer(case, threshold_why="The threats go on, to a new number; his parents hold, and are tired.")
        ],
    )
    t.do(
        "callum",
        t.back(2, "09:00"),
        enquiry.decide_protection,
        children=[
            answer(
                case,
                protection="Parents, camera, flagged address, new number; a mentor from Monday.",
                legal_advice="not-needed",
            )
        ],
    )
    t.do(
        "tariq",
        t.back(1, "15:00"),
        RiskOutsideTheHomePlan().offer,
        cases=[case],
        to=t.cast.users["callum"],
        why="Harmed outside the home, with parents who protect him: a plan with them, whatever the enquiry "
        "finds.",
        aim="The debt is lifted, and Reuben walks to school.",
    )


def halloran(t: Tell) -> None:
    """Outcome proposed for a conference; the manager’s approval is due, and health has still to give its view."""
    referral = t.refer(
        t.back(10, "11:20"),
        source="3D",
        referrer=professional(
            "Ruth Abara", "Safeguarding nurse", "Wexmoor Community Health Trust", "01632 960110"
        ),
        consent={
            "parents_aware": "yes",
            "consent_to_refer": "not_sought",
            "consent_to_share": "not_needed",
            "reason_not_sought_or_overridden": "Diabetes not treated for three weeks.",
        },
        children=[a_child("Wren", "Halloran", t.born(13, 5), "F", "WROM", disabilities=["DDA"])],
        concern={
            "what_happened": "Wren was not brought to four diabetic clinics. On the ward twice since summer "
            "with blood sugars that could have killed her. Insulin was in the shed.",
            "worried_about": "The third time.",
            "harm_types": ["neglect"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "actual",
        },
    )
    referral = t.screened(
        referral, "hazel", t.back(10, "11:45"), "On the ward until tomorrow at least.", "danger"
    )
    referral = t.do(
        "hazel",
        t.back(10, "12:30"),
        referral.record_referrer_contact,
        happened_at=t.back(10, "12:20"),
        reached=True,
        words="Ruth Abara: Wren knows her doses better than anybody at home.",
    )
    child = t.rows(referral)[0].person
    at = t.back(10, "13:00")
    father = t.person("hazel", at, "Tam", "Halloran", sex="M", telephone="01632 960410")
    t.relate(
        "hazel",
        at,
        child,
        father,
        "father",
        HELD,
        "Residence order of 2019, copy in the file",
        lives_there=True,
    )
    t.serve("hazel", at, child, school="high", hospital=("hospital", "Diabetes team"), gp="surgery")
    t.do(
        "hazel",
        at,
        child.raise_flag,
        kind=FlagKind.HEALTH,
        source="Diabetes team",
        review_on=t.day(days=-2),
        what_to_do="Drowsy, thirsty or sick: 999 at once. Insulin four times a day; ask to see it.",
    )
    referral = t.do(
        "fern",
        t.back(10, "14:00"),
        referral.decide_strategy_and_assessment,
        team=t.team("heath"),
        reason="Life-threatening neglect of an illness.",
        children=[answer(t.rows(referral)[0], decided_why="Twice near death with her medicine in the shed.")],
    )
    t.told(referral, "hazel", t.back(10, "15:00"), "Told Ruth Abara.", "Tam Halloran told on the ward.")
    case = t.cases(referral)[0]
    t.allocate(
        [case], "nadia", "rosalind", t.back(10, "15:30"), "She is the expert on her illness: start there."
    )
    discussion = t.held(
        "rosalind",
        "heath",
        (10, "15:40"),
        (8, "10:00"),
        [case],
        "Diabetes left untreated.",
        ("", "police", "community", "hospital", "high"),
        injury_or_sexual_harm=True,
    )
    t.do(
        "rosalind",
        t.back(8, "10:30"),
        discussion.record_facts,
        children=[
            answer(
                case,
                threshold_why="Two near-fatal admissions, four clinics to which she was not brought, "
                "insulin out of reach.",
                sleeps_where="Children’s ward",
                sleeps_with="Nurses; her father until 8pm",
                legal_basis="hospital",
                safety_agreed_by="Tam Halloran; Rosalind Keane",
                lives_with_source=True,
                who_sees="Nadia Okonjo-Pell",
                to_be_seen_at=t.back(8, "16:00"),
                medical="done",
                parents_told="Tam Halloran, on the ward, by Nadia.",
            )
        ],
    )
    discussion = t.do(
        "rosalind",
        t.back(8, "10:40"),
        discussion.agree_enquiries,
        enquirers="social-care",
        children=[
            answer(
                case,
                police_officer="DC Amara Stroud",
                police_reason="No offence to investigate now; reviewed at the discussion.",
                crime_reference="WX/1120",
            )
        ],
    )
    t.recorded("rosalind", discussion, t.back(7, "12:00"))
    enquiry = t.enquiry("nadia", case)
    at = t.back(8, "17:00")
    t.do(
        "nadia",
        at,
        enquiry.record_seen,
        happened_at=t.back(8, "16:10"),
        how="elsewhere",
        place="Children’s ward",
        by_whom="Nadia Okonjo-Pell",
        children=[answer(case, seen="alone", observed="Drip in, drawing horses. Explained her pump to me.")],
    )
    t.do(
        "nadia",
        at,
        enquiry.record_own_words,
        children=[case],
        happened_at=t.back(8, "16:20"),
        question="What is it like at home when you need your insulin?",
        words="Dad says the shed’s the cold place so that’s right. But the shed’s locked nights.",
        to_whom="Nadia Okonjo-Pell",
        place="Children’s ward",
        alone=True,
    )
    t.do(
        "nadia",
        at,
        enquiry.record_harm,
        children=[case],
        harm="neglect",
        where="inside",
        setting="home",
        words="An illness not treated.",
    )
    t.do(
        "nadia",
        t.back(5, "16:00"),
        enquiry.record_home,
        children=[
            answer(case, sleeping_place_seen=True, sleeping_place="Caravan bunk, dry, far from the shed.")
        ],
        happened_at=t.back(5, "15:00"),
        place="The yard, Mill Track",
        by_whom="Nadia Okonjo-Pell",
        home="Two caravans, tidy, cold at night. Fridge broken since July.",
        who_was_there="Tam Halloran, his brother",
    )
    t.do(
        "nadia",
        t.back(5, "16:10"),
        enquiry.record_parents_spoken,
        children=[answer(case, responsibility="held")],
        who="Tam Halloran, father",
        happened_at=t.back(5, "15:20"),
        by_whom="Nadia Okonjo-Pell",
        told=True,
        words="Nobody showed him, he says; he cannot read the sheet. He would come to the ward to learn.",
    )
    t.do(
        "nadia",
        t.back(4, "10:00"),
        enquiry.record_identity,
        children=[
            answer(
                case,
                identity_and_culture="Romany family; asked that a woman nurse comes. Reading is Wren’s job "
                "at home.",
            )
        ],
    )
    t.do(
        "nadia",
        t.back(4, "10:05"),
        enquiry.read_chronology,
        children=[case],
        by_whom="Nadia Okonjo-Pell and Rosalind Keane",
    )
    t.view(
        "amara",
        t.back(3, "11:00"),
        enquiry,
        [case],
        "police",
        "for",
        "Significant harm by neglect; no criminal enquiry now.",
    )
    t.do(
        "nadia",
        t.back(2, "15:00"),
        enquiry.analyse,
        children=[
            answer(
                case,
                harm_analysis="Twice within hours of death in four months. Likely to go on while the "
                "insulin is locked away and nobody reads the sheet.",
                protective_factors="Wren herself; a father who wants to learn; a nurse she likes.",
                avoidance="Not brought to four clinics; each letter went to an address they left. Looked "
                "for, and not avoidance.",
                medical_outcome="Ketoacidosis twice; recovered. Diabetes team’s letter in the file.",
            )
        ],
    )
    t.do(
        "nadia",
        t.back(1, "16:00"),
        enquiry.propose_outcome,
        children=[
            answer(
                case,
                outcome="likely",
                outcome_why="Substantiated: her illness was left untreated and nearly killed her twice; "
                "without a plan it is likely to go on, however willing her father is.",
                rests_on=["own-words", "medical", "agencies", "parents"],
                conference="needed",
                legal_advice="not-needed",
                protection="Fridge bought today; nurse daily; Wren keeps the key of the shed until it is "
                "moved.",
            )
        ],
    )
    t.do(
        "nadia",
        t.back(1, "16:10"),
        enquiry.book_conference_provisionally,
        children=[case],
        planned_on=t.ahead(5, "10:00").date(),
        chair="Patience Lindqvist",
    )


STORIES = [halloran, achterberg]
