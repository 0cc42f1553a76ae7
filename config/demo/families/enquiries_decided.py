"""A section 47 enquiry whose outcome is approved, and the conference of this week that it led to."""

from config.demo import later
from config.demo.tell import HELD, Tell, a_child, answer
from people.models import LegalBasis
from strategy.models import EmergencyProtection


def qadir(t: Tell) -> None:
    """Taken into police protection, then to their grandmother; outcome approved, a conference due in days."""
    referral = t.refer(
        t.back(13, "12:40"),
        source="1A",
        referrer={
            "type": "family",
            "name": "Rukhsana Qadir",
            "phone": "01632 960420",
            "relationship_to_child": "Grandmother",
        },
        children=[
            a_child("Imran", "Qadir-Moss", t.born(6, 10), "M", "APKN"),
            a_child("Sana", "Qadir-Moss", t.born(1, 6), "F", "APKN"),
        ],
        concern={
            "what_happened": "Her daughter Amina rang and said that “they would all be better off asleep”. "
            "The gas was on when the grandmother came; both children drowsy.",
            "worried_about": "That she does it.",
            "harm_types": ["physical_abuse", "emotional_abuse"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "actual",
            "contextual_factors": ["parental_mental_health"],
        },
        immediate_safety={
            "immediate_danger": "yes",
            "emergency_services_called": "yes",
            "where_is_each_child_now": "In the street with their grandmother; ambulance there.",
        },
    )
    referral = t.do(
        "hazel",
        t.back(13, "12:45"),
        referral.look_for_danger,
        look="danger",
        words="Ambulance and police are there. DC Stroud goes now.",
    )
    rows = t.rows(referral)
    referral = t.do(
        "hazel",
        t.back(13, "12:55"),
        referral.decide_emergency,
        team=t.team("moor"),
        reason="Gas, a mother who speaks of dying with them.",
        children=[
            answer(rows[0], decided_why="Drowsy from gas; told his grandmother that Mummy said bye-bye."),
            answer(rows[1], decided_why="Eighteen months, drowsy from gas."),
        ],
    )
    referral = t.do("fern", t.back(13, "13:10"), referral.confirm, children=t.rows(referral))
    t.told(
        referral,
        "hazel",
        t.back(13, "18:30"),
        "Told Rukhsana Qadir on the ward.",
        "Daniel Moss reached at 5:30pm. Amina Qadir is too ill to be told; her ward knows.",
    )
    cases = t.cases(referral)
    protection = t.do(
        "gideon",
        t.back(13, "13:40"),
        EmergencyProtection().record_police_protection,
        taken_at=t.back(13, "13:20"),
        reason="Gas left on; mother detained for her own safety; nobody else with responsibility reached.",
        officer="PC 3071 Naylor",
        held_where="Wexmoor General, children’s ward",
        cases=cases,
        designated_officer="Insp. V. Thorne",
        police_reference="LOG 188",
        team=t.team("moor"),
    )
    imran, sana = (case.child for case in cases)
    at = t.back(13, "15:00")
    mother = t.person("hazel", at, "Amina", "Qadir", date_of_birth=t.born(29), sex="F")
    moss = t.person("hazel", at, "Daniel", "Moss", date_of_birth=t.born(33), sex="M")
    granny = t.person(
        "hazel", at, "Rukhsana", "Qadir", date_of_birth=t.born(57), sex="F", telephone="01632 960420"
    )
    for child in (imran, sana):
        t.relate("hazel", at, child, mother, "mother", HELD, "Birth certificates", lives_there=True)
        t.relate("hazel", at, child, moss, "father", HELD, "On both birth certificates", lives_there=False)
        t.relate("hazel", at, child, granny, "maternal_grandmother", lives_there=False)
        t.serve(
            "hazel",
            at,
            child,
            gp="surgery",
            **(
                {"school": "primary"}
                if child == imran
                else {"health_visitor": ("surgery", "Maeve Corrigan"), "nursery": "nursery"}
            ),
        )
    t.relate("hazel", at, imran, sana, "sister", lives_there=True)
    t.serve("hazel", at, mother, adult_mental_health="adult mental health")
    t.allocate(
        cases,
        "samir",
        "tariq",
        t.back(13, "15:30"),
        "Ward, then grandmother. Father works offshore: reach him.",
    )
    later.told_of(
        t,
        "samir",
        t.back(13, "18:00"),
        protection,
        cases,
        ("child", t.back(13, "16:00"), "PC Naylor"),
        ("parents", t.back(13, "17:30"), "Samir Dallow"),
        ("authority-found", t.back(13, "13:40"), "PC Naylor"),
        ("authority-lives", None, "", "The same authority."),
    )
    discussion = protection.discussion
    t.invite(
        "tariq",
        t.back(13, "15:40"),
        discussion,
        "police",
        "community",
        "hospital",
        "adult mental health",
        "primary",
        "nursery",
    )
    discussion = t.do(
        "tariq",
        t.back(12, "09:30"),
        discussion.hold,
        held_at=t.back(12, "09:30"),
        how="video",
        chair=t.cast.users["tariq"],
        here=[
            t.agency(key) for key in ("", "police", "community", "hospital", "primary", "adult mental health")
        ],
    )
    t.said(
        "tariq",
        t.back(12, "10:00"),
        discussion,
        cases,
        "adult mental health",
        "Amina is on our ward, detained for assessment. Postnatal depression was named at six weeks and "
        "nobody followed it.",
        by_name="Dr L. Farrant, ward psychiatrist",
        about_whom="Amina Qadir, mother",
        family_may_know="ask-first",
    )
    t.do(
        "tariq",
        t.back(12, "10:10"),
        discussion.record_facts_once,
        children=cases,
        sleeps_where="12 Linden Close, their grandmother’s",
        sleeps_with="Their grandmother",
        legal_basis="family-arrangement",
        safety_agreed_by="Daniel Moss by telephone; Tariq Bellamy",
        parental_agreement="Daniel Moss agrees; Amina Qadir too ill to be asked.",
        carer_checks="Police, health and social care: nothing known. Home seen.",
        lives_with_source=False,
        who_sees="Samir Dallow",
        to_be_seen_at=t.back(12, "15:00"),
        parents_told="Daniel Moss by telephone, 9am. Amina when her doctor says.",
    )
    t.do(
        "tariq",
        t.back(12, "10:15"),
        discussion.record_facts,
        children=[
            answer(cases[0], threshold_why="Breathed gas; was told goodbye by his mother.", medical="done"),
            answer(
                cases[1],
                threshold_why="Breathed gas at eighteen months, wholly dependent on her mother’s state.",
                medical="done",
            ),
        ],
    )
    discussion = t.do(
        "tariq",
        t.back(12, "10:20"),
        discussion.agree_enquiries,
        enquirers="joint",
        children=[answer(each) for each in cases],
    )
    t.recorded("tariq", discussion, t.back(11, "16:00"))
    protection = t.do(
        "samir",
        t.back(12, "11:10"),
        protection.end_protection,
        ended_at=t.back(12, "11:00"),
        children=[
            answer(
                each,
                how_ended="released",
                protects_now="With their grandmother by family arrangement; mother on a ward; father agrees "
                "and comes home Friday.",
            )
            for each in cases
        ],
    )
    t.do("samir", t.back(12, "11:30"), protection.close)
    enquiry = t.enquiry("samir", cases[0])
    at = t.back(12, "16:00")
    t.do(
        "samir",
        at,
        enquiry.record_seen,
        happened_at=t.back(12, "15:00"),
        how="elsewhere",
        place="12 Linden Close",
        by_whom="Samir Dallow",
        children=[
            answer(cases[0], seen="alone", observed="Built a hospital out of bricks. Coughs."),
            answer(
                cases[1],
                seen="not-alone",
                not_alone_because="Eighteen months; her grandmother held her.",
                who_else="Rukhsana Qadir",
                observed="Clung, then played.",
            ),
        ],
    )
    t.do(
        "samir",
        at,
        enquiry.record_own_words,
        children=cases[:1],
        happened_at=t.back(12, "15:20"),
        question="What happened before Nani came?",
        words="Mummy said bye bye darling and it smelled of eggs.",
        to_whom="Samir Dallow",
        place="His grandmother’s",
        alone=True,
    )
    t.do(
        "samir",
        at,
        enquiry.record_home,
        children=[
            answer(cases[0], sleeping_place_seen=True, sleeping_place="Bed in his uncle’s old room."),
            answer(cases[1], sleeping_place_seen=True, sleeping_place="Cot beside her grandmother."),
        ],
        happened_at=t.back(12, "15:00"),
        place="12 Linden Close",
        by_whom="Samir Dallow",
        home="Warm, full of cousins.",
        who_was_there="Grandmother, an aunt, both children",
    )
    t.do(
        "samir",
        t.back(10, "11:00"),
        enquiry.record_parents_spoken,
        children=[answer(each, responsibility="held") for each in cases],
        who="Daniel Moss, father",
        happened_at=t.back(10, "10:00"),
        by_whom="Samir Dallow",
        told=True,
        words="Flew home. Did not know how ill she was; wants to stay ashore.",
    )
    for key, question in (
        ("adult mental health", "Diagnosis, plan, likely length of stay."),
        ("surgery", "The six-week check and after."),
    ):
        t.ask("samir", t.back(11, "09:00"), enquiry, key, question, about_whom="Amina Qadir, mother")
    t.said(
        "samir",
        t.back(9, "14:00"),
        enquiry,
        cases,
        "adult mental health",
        "Severe depression with psychosis after birth; treatable. Four to six weeks on the ward.",
        by_name="Dr L. Farrant, ward psychiatrist",
        about_whom="Amina Qadir, mother",
        family_may_know="ask-first",
    )
    t.said(
        "ruth",
        t.back(10, "15:00"),
        enquiry,
        cases,
        "surgery",
        "Health visitor’s letter of concern in spring was filed unread; the surgery is looking at how.",
        by_name="Maeve Corrigan, health visitor",
        about_whom="Amina Qadir, mother",
    )
    t.do(
        "samir",
        t.back(6, "10:00"),
        enquiry.record_harm,
        children=cases,
        harm="physical",
        where="inside",
        setting="home",
        words="Gas, while their mother was very ill.",
    )
    t.do("samir", t.back(6, "10:05"), enquiry.read_chronology, children=cases, by_whom="Samir Dallow")
    t.do(
        "samir",
        t.back(6, "10:10"),
        enquiry.record_identity,
        children=[
            answer(
                cases[0],
                identity_and_culture="Urdu with his grandmother; mosque school on Saturdays, which he "
                "misses.",
            ),
            answer(cases[1], identity_and_culture="First words in Urdu and English."),
        ],
    )
    t.do(
        "samir",
        t.back(5, "09:30"),
        enquiry.analyse,
        children=[
            answer(
                cases[0],
                harm_analysis="A near death he remembers. Likely while his mother is untreated.",
                protective_factors="Grandmother, father ashore.",
                avoidance="None.",
                medical_outcome="Carbon monoxide and gas excluded as lasting harm.",
            ),
            answer(
                cases[1],
                harm_analysis="A near death; wholly dependent.",
                protective_factors="Grandmother, father ashore.",
                avoidance="None.",
                medical_outcome="Well on discharge; recheck in a month.",
            ),
        ],
    )
    t.do(
        "samir",
        t.back(5, "10:00"),
        enquiry.propose_outcome,
        children=[
            answer(
                cases[0],
                outcome="likely",
                outcome_why="Imran nearly died and knows it. Until his mother is well and the plan tried, "
                "harm is likely.",
                rests_on=["own-words", "agencies", "medical"],
                conference="needed",
                legal_advice="taken",
                protection="With his grandmother.",
            ),
            answer(
                cases[1],
                outcome="likely",
                outcome_why="Sana nearly died at eighteen months and depends on whoever holds her: a plan "
                "for her first years.",
                rests_on=["observed", "agencies", "medical"],
                conference="needed",
                legal_advice="taken",
                protection="With her grandmother.",
            ),
        ],
    )
    t.do(
        "tariq",
        t.back(4, "15:00"),
        enquiry.approve_outcome,
        children=cases,
        comment="Agreed. Police and health write their views before the conference.",
    )
    t.do(
        "samir",
        t.back(4, "15:30"),
        enquiry.book_conference_provisionally,
        children=cases,
        planned_on=t.ahead(2, "10:00").date(),
        chair="Patience Lindqvist",
    )
    made = later.conference(
        t,
        "samir",
        t.back(8, "09:00"),
        cases,
        "initial",
        "Two children who nearly died; their mother on a ward, their father ashore: agencies plan together.",
        t.ahead(2, "10:00"),
        agencies=("police", "community", "hospital", "primary", "nursery", "adult mental health"),
        people=[
            {"name": "Daniel Moss", "role": "parent", "relationship": "Father"},
            {
                "name": "Amina Qadir",
                "role": "parent",
                "relationship": "Mother; from her ward by video, if her doctor agrees",
            },
            {"name": "Rukhsana Qadir", "role": "carer", "relationship": "Grandmother"},
        ],
    )
    later.reported(
        t,
        t.back(3, "09:00"),
        made,
        police="The gas was opened by hand. No charge now; her health comes first.",
        hospital="Both well. Sana is seen again in a month.",
        primary="Imran asks each day who fetches him.",
    )
    t.do(
        "dev",
        t.back(1, "09:10"),
        made.say_why_no_report,
        agency=t.agency("nursery"),
        reason="Sana has not been there since; they wrote so.",
    )
    later.shared(t, "samir", t.back(1, "15:00"), made, Daniel="Whole", Rukhsana="The children’s part")
    t.sleeps(
        "samir",
        t.back(12, "16:10"),
        cases[0],
        "12 Linden Close",
        "His grandmother and sister",
        "Daniel Moss; Tariq Bellamy",
        LegalBasis.FAMILY_ARRANGEMENT,
        carer_checks="Nothing known.",
    )
    t.do(
        "samir",
        t.back(3, "16:00"),
        cases[1].note,
        happened_at=t.back(3, "15:00"),
        with_whom="Sana, her grandmother",
        how="visit",
        words="Three new words. Daniel changed her while I was there.",
    )


STORIES = [qadir]
