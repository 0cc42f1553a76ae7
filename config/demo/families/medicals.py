"""Medicals: a mark on an infant, a brother’s shins, a sister who does not want to be examined; on to a conference."""

from config.demo import later
from config.demo.later import comes_in
from config.demo.tell import HELD, Tell, a_child, answer, professional
from strategy.models import AbeInterview, ChildProtectionMedical

DR_VANCE = "Dr Simeon Vance, consultant paediatrician"


def yardley(t: Tell) -> None:
    """A mark on a baby who does not roll: not brought, then examined, the pictures repeated; his brother’s shins; a
    sister of fifteen who does not want to be examined or filmed."""
    lead = "beth"
    cases = comes_in(
        t,
        19,
        source="3B",
        by="leo",
        referrer=professional("Maeve Corrigan", "Health visitor", "Tanner’s Yard Surgery", "01632 960130"),
        children=[
            a_child("Noah", "Yardley", t.born(0, 3, 20), "M", mobility="not_mobile"),
            a_child("Eli", "Yardley", t.born(4, 2), "M"),
            a_child("Keira", "Yardley", t.born(15, 6), "F"),
        ],
        concern={
            "what_happened": "At the weigh-in a mark on Noah’s left cheek, 1 cm, blue-grey on fair skin, "
            "not there a week ago. His father said that he lay on a rattle. Eli has marks on both shins. "
            "Keira has a scratch on her arm.",
            "worried_about": "Noah does not roll. A rattle does not do that.",
            "harm_types": ["physical_abuse"],
            "injuries": [
                {
                    "child": "C1",
                    "body_site": "left cheek",
                    "description": "1 cm, round, blue-grey on fair skin, not swollen",
                    "seen_by": "Maeve Corrigan",
                    "explanation_given": "Lay on a rattle",
                    "medical_needed": "yes",
                }
            ],
        },
        looked="Noah is in the surgery with both parents and Maeve Corrigan, until we have called back.",
        why=[
            "A mark on a baby who cannot roll.",
            "Marks too; four, and in the same home.",
            "Fifteen; lives there, and minds both.",
        ],
        reason="A mark on an infant who does not move independently.",
        team="heath",
        lead=lead,
        words="The ward today. Both parents are frightened and willing. Ask about nights: he works, she "
        "sleeps badly.",
    )
    noah, eli, keira = cases
    at = t.back(19, "13:40")
    dana, luke = later.family_of(
        t,
        lead,
        at,
        cases,
        (
            "Dana",
            "Yardley",
            "mother",
            HELD,
            "Birth certificates seen",
            True,
            {"sex": "F", "telephone": "01632 960470"},
        ),
        ("Luke", "Yardley", "father", HELD, "Birth certificates seen", True, {"sex": "M"}),
        gp="surgery",
    )
    for case, where in (
        (noah, {"health_visitor": ("surgery", "Maeve Corrigan")}),
        (eli, {"nursery": "nursery"}),
        (keira, {"school": "high"}),
    ):
        t.serve(lead, at, case.child, **where)
    medicals = {}
    for case, kind, what in (
        (
            noah,
            "infant-mark",
            "A round mark on the left cheek of a baby who does not roll; a rattle is named.",
        ),
        (eli, "acute-physical", "Marks on both shins at four."),
        (keira, "acute-physical", "A scratch along the forearm; says the cat."),
    ):
        medicals[case] = t.do(
            lead,
            t.back(19, "14:00") - t.minutes(2),
            ChildProtectionMedical().request,
            case=case,
            type=kind,
            allegation=what,
            brought_by="Both parents",
            asked_of=t.agency("hospital"),
            siblings="All three are asked for",
        )
    baby = medicals[noah]
    baby = t.do(
        "simeon",
        t.back(19, "14:00"),
        baby.book,
        booked_for=t.back(19, "15:00"),
        place="Children’s assessment unit",
        clinician=DR_VANCE,
    )
    baby = t.do(
        "simeon",
        t.back(19, "15:50"),
        baby.record_not_brought,
        happened_at=t.back(19, "15:00"),
        what_next="Beth drives there now and brings them; police know.",
        manager_told="Rosalind Keane",
        words="His father on the telephone: the car did not start, and nobody had told them that it was "
        "today.",
    )
    baby = t.do(
        "simeon",
        t.back(19, "16:00"),
        baby.book,
        booked_for=t.back(19, "17:00"),
        place="Children’s assessment unit",
        clinician=DR_VANCE,
        brought_by="Beth Arrowsmith, with both parents",
    )
    enquiry = later.enquired(
        t,
        18,
        cases,
        lead=lead,
        team="heath",
        reason="A mark on a baby who does not roll; two more children in the home.",
        here=("", "police", "community", "hospital", "surgery", "nursery", "high"),
        threshold=[
            "A mark that a rattle does not explain, on a baby who lies where he is put.",
            "In the same care; his shins are looked at today.",
            "Minds both boys in the evenings, and is fifteen.",
        ],
        tonight={
            "sleeps_where": "Noah on the ward; Eli and Keira with their grandmother at 9 Fuller Row",
            "sleeps_with": "Noah: his mother and a nurse. Eli and Keira: their grandmother",
            "legal_basis": "hospital",
            "safety_agreed_by": "Both parents; Rosalind Keane",
            "parents_told": "Both told on the ward by Dr Vance and Beth Arrowsmith.",
        },
        facts={"medical": "needed"},
        injury_or_sexual_harm=True,
        seen=[
            {
                "seen": "not-alone",
                "not_alone_because": "Three months old; his mother held him.",
                "observed": "Follows a face, smiles. The mark has gone yellow at its edge.",
            },
            {
                "seen": "alone",
                "observed": "Climbed the bed frame twice while we spoke. Old marks on both shins, none "
                "elsewhere seen on arms, face, back.",
            },
            {"seen": "alone", "observed": "Arms folded, then not. The scratch is thin and dry."},
        ],
        words=[
            None,
            ("What happened to your legs?", "The scooter did them. It bites."),
            (
                "How are the evenings?",
                "I do bath and bottles. Mum cries when she thinks I’m out. Don’t make me undress for "
                "anybody.",
            ),
        ],
        home={
            "place": "9 Fuller Row, their grandmother’s",
            "home": "Warm, small, a travel cot ready.",
            "who_was_there": "Grandmother, Eli, Keira; Noah on the ward",
            "sleeps": [
                "Cot on the ward; a travel cot is ready.",
                "His uncle’s old bed.",
                "Sofa bed in the front room.",
            ],
        },
        parent=(
            "Dana and Luke Yardley, each alone",
            "Dana sleeps two hours a night. Luke held him by the face to give a bottle, “because he turned "
            "away”.",
        ),
        harm=("physical", "A mark on a baby who does not move by himself."),
        knows=[
            (
                "surgery",
                "Maeve Corrigan",
                "Dana scored high for low mood at six weeks; the second visit was missed by us.",
            ),
            ("hospital", "Dr Simeon Vance", "Nothing known before. Skeletal survey on the ward."),
        ],
        outcome=[
            (
                "A grip mark by a tired father.",
                "His grandmother; help at nights.",
                "Gripped by the face at three months; until nights are shared and seen, it is likely again.",
            ),
            (
                "None found; lives with the same tiredness.",
                "Nursery, his grandmother.",
                "The same two adults, and nobody else after six in the evening.",
            ),
            (
                "Carries what her parents cannot.",
                "School, her grandmother.",
                "She does the work of a parent each evening, and covers for both.",
            ),
        ],
        outcome_after=11,
        medical="Examined or looked at by Dr Vance; see the medicals.",
        close=False,
    )
    baby = t.do(
        "simeon",
        t.back(19, "17:05"),
        baby.record_consent,
        parts=["examination", "photographs", "samples", "sharing"],
        given=True,
        by_right="responsibility",
        who="Dana Yardley, mother",
        how="In writing",
        happened_at=t.back(19, "17:00"),
    )
    baby = t.do(
        "simeon",
        t.back(19, "18:30"),
        baby.attend,
        examined_at=t.back(19, "17:10"),
        examined_until=t.back(19, "18:10"),
        clinician=DR_VANCE,
        chaperone="Sister Moorcroft",
        assent="Cried, was fed, and slept.",
        photographs_taken=True,
        samples_taken=True,
    )
    baby = t.do(
        "simeon",
        t.back(19, "18:35"),
        baby.record_mark,
        site="Left cheek",
        size="11 mm",
        shape="Round",
        colour="Blue-grey, on fair skin",
        feel="Flat, not warm, no pain seen",
        explanation="Lay on a rattle; later: held by the face",
        explained_by="His father",
        development="Does not roll: a rattle does not fit",
        photograph="P1 to P4",
    )
    baby = t.do(
        "simeon",
        t.back(19, "18:40"),
        baby.record_findings,
        findings="One mark. Eyes, mouth, ears seen: nothing else. Weight on the 25th centile.",
        not_examined="None: the whole child was examined",
        causes_considered="Slate-grey spot, bleeding disorder: bloods normal",
    )
    baby = t.do(
        "simeon",
        t.back(19, "18:50"),
        baby.give_preliminary_opinion,
        opinion="inflicted",
        words="Fits the grip of an adult’s fingers. Keep him here for the survey.",
        given_at=t.back(19, "18:50"),
        told="Beth Arrowsmith, DC Amara Stroud",
    )
    baby = t.do(
        "simeon",
        t.back(19, "18:55"),
        baby.plan_action,
        action_kind="repeat-imaging",
        who="Dr Vance, radiology",
        first_on=t.back(18, "09:00").date(),
        words="Second survey",
    )
    baby = t.do(
        "simeon",
        t.back(15, "15:00"),
        baby.issue_report,
        opinion="inflicted",
        words="A grip mark by an adult hand; first survey normal. A tired parent, and a baby who turned "
        "from the bottle.",
        issued_at=t.back(15, "15:00"),
        told="Beth Arrowsmith, DC Stroud, the surgery; both parents in person",
    )
    action = baby.medicalaction_rows.get()
    baby = t.do(
        "simeon",
        t.back(8, "16:00"),
        baby.record_action_done,
        action=action,
        done_on=t.back(9, "10:00").date(),
        outcome="No fracture on the second survey.",
    )
    t.do(lead, t.back(7, "09:30"), baby.close)
    shins = t.do(
        "simeon",
        t.back(18, "17:30"),
        medicals[eli].advise_not_needed,
        expertise="Consultant paediatrician, named doctor",
        why="Marks on the front of both shins at four, seen by me on the ward and in photographs: play, and "
        "nowhere that play does not reach.",
        rests_on="Seen by me with his grandmother, undressed to vest and pants; health record; Eli’s own "
        "account.",
        decided_at=t.back(18, "17:20"),
    )
    t.do(
        "rosalind",
        t.back(17, "10:00"),
        shins.agree_not_needed,
        why="Agreed: seen by the consultant himself. Noah’s examination says what matters here.",
    )
    refusal = t.do(
        "beth",
        t.back(18, "18:00"),
        medicals[keira].record_refusal,
        refused_by="child",
        happened_at=t.back(18, "17:40"),
        words="“It’s the cat. I’m not taking my top off for a scratch.”",
        heard_by="Beth Arrowsmith, Nurse A. Dunmore",
        understanding_found_by="Dr Simeon Vance",
        offered_again="A woman doctor, another day, her arm alone, her grandmother beside her: three times "
        "in a week.",
    )
    t.do(
        "rosalind",
        t.back(13, "10:00"),
        refusal.decline,
        why="Fifteen, understands, and was offered every way. The scratch was shown to Beth; she can ask "
        "again whenever she wants.",
    )
    interview = t.do(
        "amara",
        t.back(18, "15:30"),
        AbeInterview().decide,
        case=keira,
        purpose="What the evenings are like; how Noah was held.",
        decided_at=t.back(18, "15:10"),
    )
    interview = t.do(
        "amara",
        t.back(16, "16:00"),
        interview.record_refusal,
        happened_at=t.back(16, "15:30"),
        refusal="“I’ll tell Beth. I’m not going on film about my dad.”",
        to_whom="DC Amara Stroud",
        offered="Another day, a written account, her school’s counsellor beside her.",
        how_heard="By Beth, at her grandmother’s, in her own words; twice.",
    )
    t.do(
        "moira",
        t.back(14, "11:00"),
        interview.decline,
        none_why="Nobody is filmed against her will. Her account to Beth stands; DC Stroud’s card is with "
        "her.",
    )
    for case, home, whom in (
        (noah, "17 Gorse Lane", "His parents; his grandmother stays at nights"),
        (eli, "17 Gorse Lane", "His parents and grandmother"),
        (keira, "9 Fuller Row", "Her grandmother"),
    ):
        t.sleeps(lead, t.back(12, "16:00"), case, home, whom, "Both parents; Rosalind Keane")
        t.do(lead, t.back(12, "16:10"), case.record_primary_need, primary_need="N1")
    t.do(
        "rosalind",
        t.back(6, "12:00"),
        enquiry.close,
        explained={
            "what_is_owed_is_done": "Noah has no words; what was observed and examined stands instead."
        },
    )
    made = later.conference(
        t,
        lead,
        t.back(13, "12:00"),
        cases,
        "initial",
        "A grip mark on a baby; two exhausted parents; a daughter who carries them.",
        t.back(4, "10:00"),
        agencies=("police", "community", "hospital", "surgery", "nursery", "high"),
        enquiry=enquiry,
        people=[
            {"name": "Dana Yardley", "role": "parent", "relationship": "Mother"},
            {"name": "Luke Yardley", "role": "parent", "relationship": "Father"},
        ],
    )
    later.reported(
        t,
        t.back(10, "10:00"),
        made,
        police="Luke Yardley interviewed under caution; he said how he held him.",
        community="Night nursery offered for six weeks.",
        hospital="As in the medical report.",
        surgery="Dana has begun treatment.",
        nursery="Eli is well, tired on Mondays.",
        high="Keira’s homework stops in March.",
    )
    later.shared(t, lead, t.back(8, "15:00"), made, Dana="Whole", Luke="Whole")
    at = t.back(4, "10:00")
    made = later.held(
        t,
        at,
        made,
        cases,
        ("", "police", "community", "hospital", "surgery"),
        {
            "": ("Beth Arrowsmith", "A plan for all three, short and practical."),
            "police": ("DC Amara Stroud", "A plan."),
            "community": ("Ruth Abara", "A plan: nights are the danger."),
            "hospital": ("Dr Simeon Vance", "For Noah without question."),
            "surgery": ("Maeve Corrigan", "A plan, with Dana’s treatment in it."),
        },
    )
    later.attended(t, at + t.minutes(60), made, "Dana", "“I didn’t know that I was allowed to say I can’t.”")
    later.attended(t, at + t.minutes(61), made, "Luke", "“I see my thumb in that photograph.”")
    plan = {
        "lead_practitioner": t.cast.users[lead],
        "core_group": "Both parents, grandmother, Beth Arrowsmith, Maeve Corrigan, Ruth Abara",
        "core_group_on": t.ahead(2, "13:30").date(),
        "contingency": "All three to their grandmother by agreement the same night; else legal planning.",
        "previous_plans": 0,
    }
    t.do(
        "patience",
        at + t.minutes(90),
        made.make_plans,
        children=[
            answer(
                noah,
                category="PHY",
                why="Gripped by the face at three months: nights must be shared and seen.",
                outline="No adult alone with him between ten and six; his grandmother or the night nursery "
                "is there.",
                visiting="every 5 working days",
                **plan,
            ),
            answer(
                eli,
                category="NEG",
                why="Eli falls out of sight while his parents cannot stay awake; nobody counts where he is.",
                outline="Nursery each day; somebody awake when he is.",
                **plan,
            ),
            answer(
                keira,
                category="EMO",
                why="Keira is a parent to her brothers and hides it; she gives up school for it.",
                outline="No evening care by her; school and friends back.",
                **plan,
            ),
        ],
    )
    t.do("dev", t.back(3, "10:00"), made.send_notice, sent_at=t.back(3, "10:00"), to_whom=later.EVERYBODY)
    for person, whose in ((dana, "Mother"), (luke, "Father")):
        later.letter(
            t,
            "dev",
            t.back(3, "09:00"),
            made,
            "decision-notice",
            person,
            as_what=f"{whose} of Noah, Eli and Keira",
            reaches="post",
        )
    t.do(
        "dev",
        t.back(2, "16:00"),
        made.draft_minutes,
        words="Noah: Dr Vance took the conference through the pictures; Luke said how he held him. Every agency "
        "for a plan. Eli: well at nursery, out of sight at home; every agency for a plan. Keira: fifteen, heard "
        "through Beth Arrowsmith; the school wrote. Every agency for a plan. Maeve Corrigan weighed Noah on "
        "Monday: 5.9 kg. Decisions and reasons as in the notice.",
    )
    t.do("patience", t.back(1, "09:15"), made.approve_minutes)
    sent = t.back(1, "10:00")
    made = t.do("dev", sent, made.circulate_minutes, circulated_at=sent, to_whom=later.EVERYBODY)
    asked = t.back(1, "11:30")
    made = t.do(
        "dev",
        asked + t.minutes(10),
        made.ask_for_correction,
        asked_by="Maeve Corrigan, Tanner’s Yard Surgery",
        received_at=asked,
        what="I weighed Noah on Tuesday, not on Monday.",
    )
    made = t.do(
        "patience",
        t.back(1, "13:00"),
        made.answer_correction,
        correction=made.minutescorrection_rows.get(),
        answer="agreed",
        words="Tuesday. Corrected beside the minutes.",
    )
    made = t.do(
        "dev",
        t.back(1, "15:20"),
        made.ask_for_correction,
        asked_by="Luke Yardley, father",
        received_at=t.back(1, "15:00"),
        what="It says that I said how I held him. I also said that I had slept three hours in two days.",
    )
    t.do(
        "dev",
        t.back(1, "15:30"),
        made.record_complaint,
        from_whom="Luke Yardley, father",
        received_at=t.back(1, "15:00"),
        about="process",
        words="The school’s letter about Keira was read out while she sat in the corridor and could hear it.",
    )
    plan_ = later.plan_of(t, lead, noah)
    later.visited(
        t,
        lead,
        t.back(2, "19:30"),
        plan_,
        {
            noah: {
                "seen": "not-alone",
                "not_alone_because": "Three months old; his grandmother held him.",
                "observed": "Cheek clear. Fed in a chair with his head free.",
                "sleeping_place_seen": True,
                "sleeping_place": "Cot beside his grandmother’s bed.",
            },
            eli: {
                "seen": "alone",
                "observed": "In bed by seven, scooter beside it.",
                "words": "Nan is awake all night like an owl.",
                "question": "Who is here at night?",
            },
            keira: {"seen": "alone", "observed": "Doing French. Laughed."},
        },
        "17 Gorse Lane",
        announced=False,
        written=60,
    )


STORIES = [yardley]
