"""Section 47 enquiries whose outcome is approved: towards a conference, and without one."""

from config.demo.tell import HELD, NOT_HELD, Tell, answer
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
            {
                "given_name": "Imran",
                "family_name": "Qadir-Moss",
                "date_of_birth": t.born(6, 10).isoformat(),
                "sex": "M",
                "ethnicity": "APKN",
                "mobility": "walking",
                "disabilities": ["NONE"],
            },
            {
                "given_name": "Sana",
                "family_name": "Qadir-Moss",
                "date_of_birth": t.born(1, 6).isoformat(),
                "sex": "F",
                "ethnicity": "APKN",
                "mobility": "walking",
                "disabilities": ["NONE"],
            },
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
    for whom, told_at, by_whom, why in (
        ("child", t.back(13, "16:00"), "PC Naylor", ""),
        ("parents", t.back(13, "17:30"), "Samir Dallow", ""),
        ("authority-found", t.back(13, "13:40"), "PC Naylor", ""),
        ("authority-lives", None, "", "The same authority."),
    ):
        t.do(
            "samir",
            t.back(13, "18:00"),
            protection.record_told,
            children=cases,
            whom=whom,
            happened_at=told_at,
            by_whom=by_whom,
            not_told_because=why,
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


def lindgren(t: Tell) -> None:
    """Substantiated, not likely to go on: no conference; the enquiry is closed and the assessment goes on."""
    referral = t.refer(
        t.back(17, "10:00"),
        source="3E",
        referrer={
            "type": "professional",
            "name": "Dr C. Amoah",
            "role": "Emergency doctor",
            "phone": "01632 960120",
            "agency": {"name": "Wexmoor General Hospital Trust"},
        },
        consent={"parents_aware": "yes", "consent_to_refer": "given", "consent_to_share": "given"},
        children=[
            {
                "given_name": "Theo",
                "family_name": "Lindgren",
                "date_of_birth": t.born(5, 8).isoformat(),
                "sex": "M",
                "ethnicity": "WBRI",
                "mobility": "walking",
                "disabilities": ["NONE"],
                "address": {"lines": ["19 Quay Walk"], "town": "Wexmoor", "postcode": "ZZ99 3DC"},
            }
        ],
        concern={
            "what_happened": "Theo has a hand mark on his cheek. His mother’s boyfriend, who was minding "
            "him for the first time, says that he slapped him.",
            "worried_about": "That he minds him again.",
            "harm_types": ["physical_abuse"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "actual",
            "injuries": [
                {
                    "child": "C1",
                    "body_site": "right cheek",
                    "description": "Four parallel lines, pink on fair skin, swollen, warm",
                    "seen_by": "Dr C. Amoah",
                    "explanation_given": "Slapped",
                    "medical_needed": "yes",
                }
            ],
        },
    )
    referral = t.screened(
        referral, "leo", t.back(17, "10:20"), "With his mother on the ward; the boyfriend has left.", "danger"
    )
    referral = t.do(
        "leo",
        t.back(17, "11:00"),
        referral.record_referrer_contact,
        happened_at=t.back(17, "10:50"),
        reached=True,
        words="Dr Amoah: mother was angry with him, not with Theo.",
    )
    child = t.rows(referral)[0].person
    at = t.back(17, "11:10")
    mother = t.person(
        "leo", at, "Freya", "Lindgren", date_of_birth=t.born(30), sex="F", telephone="01632 960430"
    )
    cole = t.person("leo", at, "Adam", "Cole", sex="M")
    t.relate("leo", at, child, mother, "mother", HELD, "Birth certificate seen", lives_there=True)
    t.relate("leo", at, child, cole, "not_related", NOT_HELD, "Mother’s former boyfriend", lives_there=False)
    t.serve("leo", at, child, school="primary", gp="surgery")
    referral = t.do(
        "fern",
        t.back(17, "12:00"),
        referral.decide_strategy_and_assessment,
        team=t.team("heath"),
        reason="An adult slapped him.",
        children=[answer(t.rows(referral)[0], decided_why="A hand mark by an adult who had charge of him.")],
    )
    t.told(referral, "leo", t.back(17, "13:00"), "Told Dr Amoah.", "Freya Lindgren told on the ward.")
    case = t.cases(referral)[0]
    t.allocate(
        [case], "beth", "rosalind", t.back(17, "13:30"), "Mother acted at once. See them both this week."
    )
    discussion = t.held(
        "rosalind",
        "heath",
        (17, "13:40"),
        (16, "10:00"),
        [case],
        "Slapped by an adult.",
        ("", "police", "community", "hospital", "primary"),
        injury_or_sexual_harm=True,
    )
    t.do(
        "rosalind",
        t.back(16, "10:20"),
        discussion.record_facts,
        children=[
            answer(
                case,
                threshold_why="A mark of an adult’s hand on a boy of five.",
                sleeps_where="At home, 19 Quay Walk",
                sleeps_with="His mother",
                legal_basis="at-home",
                safety_agreed_by="Freya Lindgren; Rosalind Keane",
                lives_with_source=False,
                who_sees="Beth Arrowsmith and DC Stroud",
                to_be_seen_at=t.back(16, "15:30"),
                medical="done",
                parents_told="Freya Lindgren told of the enquiry.",
            )
        ],
    )
    discussion = t.do(
        "rosalind",
        t.back(16, "10:30"),
        discussion.agree_enquiries,
        enquirers="joint",
        children=[answer(case)],
    )
    t.recorded("rosalind", discussion, t.back(15, "11:00"))
    enquiry = t.enquiry("beth", case)
    at = t.back(16, "17:00")
    t.do(
        "beth",
        at,
        enquiry.record_seen,
        happened_at=t.back(16, "15:40"),
        how="home",
        place="19 Quay Walk",
        by_whom="Beth Arrowsmith, DC Amara Stroud",
        children=[
            answer(case, seen="alone", observed="Mark fading, yellow at the edges. Showed every tooth.")
        ],
    )
    t.do(
        "beth",
        at,
        enquiry.record_own_words,
        children=[case],
        happened_at=t.back(16, "15:50"),
        question="Tell me about your cheek.",
        words="Adam slapped it. He’s not my friend now. Mummy shouted him out the door.",
        to_whom="Beth Arrowsmith",
        place="His room",
        alone=True,
    )
    t.do(
        "beth",
        at,
        enquiry.record_harm,
        children=[case],
        harm="physical",
        where="inside",
        setting="home",
        words="One slap, by an adult minding him.",
    )
    t.do(
        "beth",
        at,
        enquiry.record_home,
        children=[answer(case, sleeping_place_seen=True, sleeping_place="Own bed under a map of planets.")],
        happened_at=t.back(16, "15:40"),
        place="19 Quay Walk",
        by_whom="Beth Arrowsmith",
        home="Warm, tidy, school things by the door.",
        who_was_there="Freya, Theo",
    )
    t.do(
        "beth",
        at,
        enquiry.record_parents_spoken,
        children=[answer(case, responsibility="held")],
        who="Freya Lindgren, mother",
        happened_at=t.back(16, "16:10"),
        by_whom="Beth Arrowsmith",
        told=True,
        words="Ended it that night, changed the lock. Asks how to talk about it with Theo.",
    )
    for key, question in (
        ("police", "Adam Cole: anything known?"),
        ("surgery", "Earlier injuries?"),
        ("primary", "How is Theo?"),
    ):
        t.ask("beth", t.back(16, "17:10"), enquiry, key, question)
    t.said(
        "amara",
        t.back(15, "11:30"),
        enquiry,
        [case],
        "police",
        "Adam Cole accepted a caution. Nothing known before.",
    )
    t.said(
        "ruth",
        t.back(15, "12:00"),
        enquiry,
        [case],
        "surgery",
        "No earlier injury; brought to every appointment.",
        by_name="Maeve Corrigan, health visitor",
    )
    t.said(
        "gwen",
        t.back(15, "15:00"),
        enquiry,
        [case],
        "primary",
        "Himself again by Thursday. Told the class that slaps are not allowed.",
    )
    for who, agency, words in (
        ("amara", "police", "One assault, admitted, dealt with; he is out of the home."),
        ("ruth", "community", "No further harm likely as things stand."),
    ):
        t.view(who, t.back(10, "11:00"), enquiry, [case], agency, "against", words)
    t.do("beth", t.back(10, "12:00"), enquiry.read_chronology, children=[case], by_whom="Beth Arrowsmith")
    t.do(
        "beth",
        t.back(10, "12:05"),
        enquiry.record_identity,
        children=[
            answer(
                case, identity_and_culture="Swedish grandfather on Sundays; wants to be called an astronaut."
            )
        ],
    )
    t.do(
        "beth",
        t.back(9, "10:00"),
        enquiry.analyse,
        children=[
            answer(
                case,
                harm_analysis="One slap with a mark, by a man who is gone.",
                protective_factors="His mother acted within the hour and has held to it.",
                avoidance="Nobody keeps him from being seen.",
                medical_outcome="Hand mark, healed; nothing else found by Dr Vance.",
            )
        ],
    )
    t.do(
        "beth",
        t.back(9, "10:20"),
        enquiry.propose_outcome,
        children=[
            answer(
                case,
                outcome="not-likely",
                outcome_why="Substantiated: Adam Cole slapped him. He has left the home, his mother "
                "protects him, no agency knows of more.",
                rests_on=["own-words", "medical", "agencies", "parents", "observed"],
                conference="not-needed",
                legal_advice="not-needed",
                protection="His mother; the lock is changed; school knows who collects.",
            )
        ],
    )
    enquiry = t.do(
        "rosalind",
        t.back(8, "14:00"),
        enquiry.approve_outcome,
        children=[case],
        comment="Agreed after reading what Theo said. The assessment goes on, for help with talking about "
        "it.",
    )
    t.do("beth", t.back(8, "15:00"), enquiry.close)
    t.do(
        "rosalind",
        t.back(7, "09:30"),
        case.oversight,
        happened_at=t.back(7, "09:30"),
        words="Good work. Finish the assessment by half term; no need to wait for the last day.",
    )
    t.sleeps(
        "beth", t.back(16, "17:20"), case, "19 Quay Walk", "His mother", "Freya Lindgren; Rosalind Keane"
    )
    t.do("beth", t.back(7, "10:00"), case.record_primary_need, primary_need="N1")


STORIES = [lindgren, qadir]
