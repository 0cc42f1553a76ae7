"""A section 47 enquiry that is closed without a conference; its medical, and why there was no interview."""

from config.demo.tell import AGREED, HELD, NOT_HELD, Tell, a_child, answer, professional
from strategy.models import AbeInterview, ChildProtectionMedical


def lindgren(t: Tell) -> None:
    """Substantiated, not likely to go on: no conference; the enquiry is closed and the assessment goes on."""
    referral = t.refer(
        t.back(17, "10:00"),
        source="3E",
        referrer=professional(
            "Dr C. Amoah", "Emergency doctor", "Wexmoor General Hospital Trust", "01632 960120"
        ),
        consent=AGREED,
        children=[
            a_child(
                "Theo",
                "Lindgren",
                t.born(5, 8),
                "M",
                address={"lines": ["19 Quay Walk"], "town": "Wexmoor", "postcode": "ZZ99 3DC"},
            )
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
    _examined(t, case, discussion)
    interview = t.do(
        "amara",
        t.back(16, "11:00"),
        AbeInterview().decide,
        case=case,
        purpose="Whether more happened than the slap.",
        discussion=discussion,
        decided_at=t.back(16, "10:30"),
    )
    interview = t.do(
        "amara",
        t.back(14, "15:00"),
        interview.record_agrees_to_none,
        police_agrees="DC Amara Stroud",
        social_care_agrees="Beth Arrowsmith",
    )
    t.do(
        "moira",
        t.back(14, "16:00"),
        interview.decide_none,
        none_why="Adam Cole admitted it and took a caution; Theo’s account to Beth and DC Stroud agrees "
        "with his.",
        how_heard="At home, alone, by both, the same day; asked again in the assessment.",
    )
    t.sleeps(
        "beth", t.back(16, "17:20"), case, "19 Quay Walk", "His mother", "Freya Lindgren; Rosalind Keane"
    )
    t.do("beth", t.back(7, "10:00"), case.record_primary_need, primary_need="N1")


def _examined(t: Tell, case, discussion) -> None:
    """On the ward, while he was there; the report was there the next day."""
    medical = t.do(
        "rosalind",
        t.back(17, "14:30"),
        ChildProtectionMedical().request,
        case=case,
        type="acute-physical",
        allegation="Slapped on the cheek by an adult who minded him.",
        brought_by="His mother",
        asked_of=t.agency("hospital"),
    )
    medical = t.do(
        "simeon",
        t.back(17, "15:00"),
        medical.record_consent,
        parts=["examination", "photographs", "sharing"],
        given=True,
        by_right="responsibility",
        who="Freya Lindgren, mother",
        how="In writing, on the ward",
        happened_at=t.back(17, "14:55"),
    )
    medical = t.do(
        "simeon",
        t.back(17, "16:00"),
        medical.attend,
        examined_at=t.back(17, "15:05"),
        clinician="Dr Simeon Vance, consultant paediatrician",
        place="Children’s assessment unit",
        chaperone="Sister Moorcroft",
        assent="Counted the lights.",
        photographs_taken=True,
        samples_taken=False,
    )
    medical = t.do(
        "simeon",
        t.back(17, "16:05"),
        medical.record_mark,
        site="Right cheek",
        size="70 mm by 40 mm",
        shape="Four parallel lines",
        colour="Pink on fair skin",
        feel="Swollen, warm, sore",
        explanation="Slapped",
        explained_by="Theo; his mother",
        development="Fits the account",
        photograph="P1 to P2",
    )
    medical = t.do(
        "simeon",
        t.back(17, "16:10"),
        medical.record_findings,
        findings="A hand mark. Nothing else found.",
        not_examined="None: the whole child was examined",
    )
    medical = t.do(
        "simeon",
        t.back(17, "16:20"),
        medical.give_preliminary_opinion,
        opinion="inflicted",
        words="The mark of an adult’s open hand.",
        given_at=t.back(17, "16:20"),
        told="Beth Arrowsmith, DC Amara Stroud",
    )
    medical = t.do(
        "simeon",
        t.back(15, "10:00"),
        medical.issue_report,
        opinion="inflicted",
        words="One slap, with the force to leave four fingers. No other injury, old or new.",
        issued_at=t.back(15, "10:00"),
        told="Beth Arrowsmith, DC Stroud, the surgery",
    )
    t.do("beth", t.back(9, "09:40"), medical.close)


STORIES = [lindgren]
