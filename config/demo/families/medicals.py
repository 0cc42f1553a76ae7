"""Medicals and interviews: the sexual assault referral centre called within the hour, a sister interviewed as well;
a mark on an infant, and a young person who says no."""

from config.demo import later
from config.demo.later import child, comes_in, professional
from config.demo.tell import HELD, NOT_HELD, Tell, answer
from people.models import ConditionKind
from strategy.models import AbeInterview, ChildProtectionMedical

DR_VANCE = "Dr Simeon Vance, consultant paediatrician"


def mercer(t: Tell) -> None:
    """Two sisters: one examined and interviewed, the other booked for both; the report and the evaluation are owed."""
    lead = "nadia"
    cases = comes_in(
        t,
        4,
        source="2A",
        referrer=professional("Gwen Ashby", "Designated safeguarding lead", "Larkfield Primary School", "01632 960140"),
        children=[child("Willow", "Mercer", t.born(9, 4), "F"), child("Poppy", "Mercer", t.born(6, 1), "F")],
        concern={
            "what_happened": "Willow wrote in her worry book that her uncle Craig, who sleeps on their sofa, touches her under "
            "her clothes when their mother is on nights. The last time was on the night before last.",
            "worried_about": "That he is at home tonight, and Poppy shares her room.",
            "harm_types": ["sexual_abuse"],
            "childs_own_words": "In her book: “Uncle Craig dus the tickel game in my night dress and I dont like it.”",
        },
        looked="Both in school until 3:30pm; their mother fetches them herself, and was spoken to alone.",
        why=["She has said what he does, and when.", "Shares the room and the sofa’s house; has not been asked."],
        reason="Sexual abuse, as she wrote it, two nights ago.",
        team="heath",
        lead=lead,
        words="Medical first, then the interview: two days at most. Their mother believes her. Poppy is a witness too.",
    )
    willow, poppy = cases
    at = t.back(4, "13:45")
    (jess,) = later.family_of(t, lead, at, cases, ("Jess", "Mercer", "mother", HELD, "Birth certificates seen", True, {"sex": "F", "telephone": "01632 960460"}), school=("primary", "Gwen Ashby"), gp="surgery")
    craig = t.person(lead, at, "Craig", "Mercer", date_of_birth=t.born(27), sex="M")
    for case in cases:
        t.relate(lead, at, case.child, craig, "uncle", NOT_HELD, "None in law", lives_there=False)
    t.relate(lead, at, willow.child, poppy.child, "sister", lives_there=True)
    discussion = t.held("rosalind", "heath", (4, "13:50"), (4, "14:30"), cases, "Abused two nights ago by an uncle in the home.", ("", "police", "community", "hospital", "primary"), injury_or_sexual_harm=True, urgency="urgent")
    at = t.back(4, "14:45")
    t.said("simeon", at, discussion, cases, "hospital", "Within the window for samples from Willow: call the centre now; she should not wash or change first.", by_name="Dr Simeon Vance")
    t.do(
        "rosalind",
        at,
        discussion.record_facts_once,
        children=cases,
        sleeps_where="At home, 5 Sallow Walk; Craig Mercer was arrested at 3pm and does not return",
        sleeps_with="Their mother, who has left her night shifts",
        legal_basis="at-home",
        safety_agreed_by="Jess Mercer; Rosalind Keane",
        lives_with_source=False,
        who_sees="Nadia Okonjo-Pell and DC Stroud",
        to_be_seen_at=t.back(4, "16:00"),
        parents_told="Jess told by Nadia at 2pm, alone, and not asked to question the girls.",
    )
    t.do(
        "rosalind",
        at + t.minutes(3),
        discussion.record_facts,
        children=[
            answer(willow, threshold_why="She wrote what he does in words of her own, with night and place.", medical="needed", interview_planned="Visually recorded, by DC Stroud, in two days."),
            answer(poppy, threshold_why="Shares the room in which it happened; six, and goes quiet at his name.", medical="needed", interview_planned="As a witness, and heard for herself."),
        ],
    )
    first = t.do(
        "rosalind",
        at + t.minutes(5),
        ChildProtectionMedical().request,
        case=willow,
        type="sexual-acute",
        allegation="Touched under her clothes by an adult, two nights ago, and before.",
        discussion=discussion,
        last_incident_at=t.back(6, "23:00"),
        last_incident="The night before last, when her mother was at work",
        siblings="Poppy, asked for separately",
        brought_by="Her mother, with Nadia Okonjo-Pell",
        asked_of=t.agency("hospital"),
    )
    second = t.do(
        "rosalind",
        at + t.minutes(7),
        ChildProtectionMedical().request,
        case=poppy,
        type="sexual-non-recent",
        allegation="Shared the room; has said nothing, and is offered an examination as well.",
        discussion=discussion,
        brought_by="Her mother",
        asked_of=t.agency("hospital"),
    )
    t.do("rosalind", at + t.minutes(10), discussion.agree_enquiries, enquirers="joint", children=[answer(case) for case in cases])
    t.recorded("rosalind", discussion, t.back(3, "10:00"))
    first = t.do(lead, at + t.minutes(20), first.record_sarc_called, called_at=at + t.minutes(15), spoke_to="Dr I. Petrie, forensic physician, Wexmoor SARC", advice="Come at 6pm. Bring the night dress and the bedding in paper bags.", early_samples="Mouth swab and urine by DC Stroud at 3:20pm, with Willow’s agreement; night dress bagged.")
    first = t.do("simeon", at + t.minutes(30), first.accept, accepted_by="Dr Vance, jointly with Dr Petrie", advice="No bath. Her own blanket may come.")
    first = t.do("simeon", at + t.minutes(40), first.book, booked_for=t.back(4, "18:00"), place="Wexmoor SARC, the children’s room", clinician="Dr I. Petrie and Dr Simeon Vance")
    for parts, by_right, who in ((["examination", "samples", "sharing"], "responsibility", "Jess Mercer, mother"), (["photographs"], "responsibility", "Jess Mercer, mother")):
        first = t.do("simeon", t.back(4, "18:05"), first.record_consent, parts=parts, given=True, by_right=by_right, who=who, how="In writing, after Willow had asked her own questions", happened_at=t.back(4, "18:00"))
    first = t.do(
        "simeon",
        t.back(4, "20:00"),
        first.attend,
        examined_at=t.back(4, "18:15"),
        examined_until=t.back(4, "19:20"),
        clinician="Dr I. Petrie and Dr Simeon Vance",
        chaperone="Nurse A. Dunmore",
        who_was_there="Her mother behind the curtain, as Willow wished",
        assent="Chose the order; said stop once, and it was stopped for a while.",
        photographs_taken=True,
        samples_taken=True,
    )
    first = t.do("simeon", t.back(4, "20:05"), first.record_findings, findings="No injury. Samples sent. Growth and general health good.", not_examined="None: the whole child was examined", causes_considered="None needed")
    first = t.do("simeon", t.back(4, "20:10"), first.give_preliminary_opinion, opinion="normal", words="A normal examination is what is found in most children who were abused so. It takes nothing from what she says.", given_at=t.back(4, "20:10"), told="Nadia Okonjo-Pell, DC Amara Stroud")
    t.do("simeon", t.back(4, "20:15"), first.plan_action, action_kind="care", who="Dr Vance", words="Infection screen and follow-up at the centre; counselling offered to Willow and to her mother.", due_on=t.ahead(7, "10:00").date())
    second = t.do("simeon", t.back(3, "09:30"), second.accept, accepted_by="Dr Vance", advice="When Poppy is ready; nothing is lost by two days.")
    t.do("simeon", t.back(3, "09:40"), second.book, booked_for=t.ahead(2, "10:30"), place="Wexmoor SARC, the children’s room", clinician=DR_VANCE)
    enquiry = t.enquiry(lead, willow)
    at = t.back(4, "17:00")
    t.do(
        lead,
        at,
        enquiry.record_seen,
        happened_at=t.back(4, "16:00"),
        how="home",
        place="5 Sallow Walk",
        by_whom="Nadia Okonjo-Pell, DC Amara Stroud",
        children=[answer(willow, seen="alone", observed="Spoke to the rabbit rather than to us. Ate a whole orange."), answer(poppy, seen="alone", observed="Asked if Craig is cross. Would not sit on the sofa.")],
    )
    for case, words in ((willow, "Is my book in trouble?"), (poppy, "He sits on Willow’s bed. I do my snoring.")):
        later.heard(t, lead, at, enquiry, case, t.back(4, "16:20"), ("Nothing was asked: the child spoke first", words), "5 Sallow Walk", alone=True)
    for case in cases:
        t.sleeps(lead, at, case, "5 Sallow Walk", "Their mother", "Jess Mercer; Rosalind Keane")
        t.do(lead, at, case.record_primary_need, primary_need="N1")
        t.do(lead, t.back(3, "11:00"), case.child.record_condition, kind=ConditionKind.BAIL, against=craig, reference="WX/0902", from_at=t.back(3, "10:30"), expires_at=t.now + t.minutes(60 * 41), what="Not within 100 metres of 5 Sallow Walk or the school. No contact by any means.")
    interview = t.do("amara", t.back(4, "15:10"), AbeInterview().decide, case=willow, purpose="What happens at night, who, since when; what she fears now.", discussion=discussion, decided_at=t.back(4, "14:50"))
    interview = t.do("amara", t.back(4, "16:40"), interview.plan, planned_for=t.back(2, "10:00"), place="The Maple Room suite", interviewer=t.cast.users["amara"], second_interviewer=t.cast.users[lead], people="Nadia watches from the monitor room. Her mother waits outside.", gender_choice="woman", topics="The worry book; nights; the sofa; Poppy.", order="medical-first", order_why="Samples are lost with every hour.")
    interview = t.do("amara", t.back(3, "09:00"), interview.record_needs, language="English", intermediary="not-needed", intermediary_why="Speaks and understands beyond her age; her teacher agrees.", communication="None; likes to draw while she speaks.")
    interview = t.do("amara", t.back(3, "09:10"), interview.record_agreement, agrees=True, agreement="Told that only DC Stroud asks, that she may stop, and that she is not in trouble. “Can the rabbit be on the film?”", carer_informed=True, carer_words="Jess, told by Nadia on Monday; she brings her and asks nothing.", eyewitnesses="Poppy: an interview of her own.")
    interview = t.do("amara", t.back(2, "12:00"), interview.hold, held_at=t.back(2, "10:05"), who_was_there="Nadia at the monitor; the rabbit", recording_reference="WX-VRI-2291", safeguarding_summary="She named one adult, who is on bail. Her sister may have been present. She is afraid that her mother loses her job.", interviewer=t.cast.users["amara"])
    sister = t.do("amara", t.back(2, "12:20"), AbeInterview().decide, case=poppy, purpose="What she saw and heard; whether anything happened to her.", discussion=discussion, linked=interview, decided_at=t.back(4, "14:50"))
    sister = t.do("amara", t.back(2, "12:40"), sister.record_needs, language="English", intermediary="asked-for", intermediary_why="Six, whispers, answers with one word: R. Yarrow assesses her tomorrow.", communication="Speech therapy since September")
    t.do("amara", t.back(2, "12:45"), sister.plan, planned_for=t.ahead(1, "10:00"), place="The Maple Room suite", interviewer=t.cast.users["amara"], people="Intermediary R. Yarrow; Nadia at the monitor", gender_choice="woman", topics="Her drawing of the sofa; bedtime.", order="interview-first", order_why="Nothing recent is described: her words first, at her own pace.")


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
            child("Noah", "Yardley", t.born(0, 3, 20), "M", mobility="not_mobile"),
            child("Eli", "Yardley", t.born(4, 2), "M"),
            child("Keira", "Yardley", t.born(15, 6), "F"),
        ],
        concern={
            "what_happened": "At the weigh-in a mark on Noah’s left cheek, 1 cm, blue-grey on fair skin, not there a week ago. "
            "His father said that he lay on a rattle. Eli has marks on both shins. Keira has a scratch on her arm.",
            "worried_about": "Noah does not roll. A rattle does not do that.",
            "harm_types": ["physical_abuse"],
            "injuries": [{"child": "C1", "body_site": "left cheek", "description": "1 cm, round, blue-grey on fair skin, not swollen", "seen_by": "Maeve Corrigan", "explanation_given": "Lay on a rattle", "medical_needed": "yes"}],
        },
        looked="Noah is in the surgery with both parents and Maeve Corrigan, until we have called back.",
        why=["A mark on a baby who cannot roll.", "Marks too; four, and in the same home.", "Fifteen; lives there, and minds both."],
        reason="A mark on an infant who does not move independently.",
        team="heath",
        lead=lead,
        words="The ward today. Both parents are frightened and willing. Ask about nights: he works, she sleeps badly.",
    )
    noah, eli, keira = cases
    at = t.back(19, "13:40")
    dana, luke = later.family_of(t, lead, at, cases, ("Dana", "Yardley", "mother", HELD, "Birth certificates seen", True, {"sex": "F", "telephone": "01632 960470"}), ("Luke", "Yardley", "father", HELD, "Birth certificates seen", True, {"sex": "M"}), gp="surgery")
    for case, where in ((noah, {"health_visitor": ("surgery", "Maeve Corrigan")}), (eli, {"nursery": "nursery"}), (keira, {"school": "high"})):
        t.serve(lead, at, case.child, **where)
    medicals = {}
    for case, kind, what in (
        (noah, "infant-mark", "A round mark on the left cheek of a baby who does not roll; a rattle is named."),
        (eli, "acute-physical", "Marks on both shins at four."),
        (keira, "acute-physical", "A scratch along the forearm; says the cat."),
    ):
        medicals[case] = t.do(lead, t.back(19, "14:00") - t.minutes(2), ChildProtectionMedical().request, case=case, type=kind, allegation=what, brought_by="Both parents", asked_of=t.agency("hospital"), siblings="All three are asked for")
    baby = medicals[noah]
    baby = t.do("simeon", t.back(19, "14:00"), baby.book, booked_for=t.back(19, "15:00"), place="Children’s assessment unit", clinician=DR_VANCE)
    baby = t.do("simeon", t.back(19, "15:50"), baby.record_not_brought, happened_at=t.back(19, "15:00"), what_next="Beth drives there now and brings them; police know.", manager_told="Rosalind Keane", words="His father on the telephone: the car did not start, and nobody had told them that it was today.")
    baby = t.do("simeon", t.back(19, "16:00"), baby.book, booked_for=t.back(19, "17:00"), place="Children’s assessment unit", clinician=DR_VANCE, brought_by="Beth Arrowsmith, with both parents")
    enquiry = later.enquired(
        t,
        18,
        cases,
        lead=lead,
        team="heath",
        reason="A mark on a baby who does not roll; two more children in the home.",
        here=("", "police", "community", "hospital", "surgery", "nursery", "high"),
        threshold=["A mark that a rattle does not explain, on a baby who lies where he is put.", "In the same care; his shins are looked at today.", "Minds both boys in the evenings, and is fifteen."],
        tonight={"sleeps_where": "Noah on the ward; Eli and Keira with their grandmother at 9 Fuller Row", "sleeps_with": "Noah: his mother and a nurse. Eli and Keira: their grandmother", "legal_basis": "hospital", "safety_agreed_by": "Both parents; Rosalind Keane", "parents_told": "Both told on the ward by Dr Vance and Beth Arrowsmith."},
        facts={"medical": "needed"},
        injury_or_sexual_harm=True,
        seen=[
            {"seen": "not-alone", "not_alone_because": "Three months old; his mother held him.", "observed": "Follows a face, smiles. The mark has gone yellow at its edge."},
            {"seen": "alone", "observed": "Climbed the bed frame twice while we spoke. Old marks on both shins, none elsewhere seen on arms, face, back."},
            {"seen": "alone", "observed": "Arms folded, then not. The scratch is thin and dry."},
        ],
        words=[None, ("What happened to your legs?", "The scooter did them. It bites."), ("How are the evenings?", "I do bath and bottles. Mum cries when she thinks I’m out. Don’t make me undress for anybody.")],
        home={"place": "9 Fuller Row, their grandmother’s", "home": "Warm, small, a travel cot ready.", "who_was_there": "Grandmother, Eli, Keira; Noah on the ward", "sleeps": ["Cot on the ward; a travel cot is ready.", "His uncle’s old bed.", "Sofa bed in the front room."]},
        parent=("Dana and Luke Yardley, each alone", "Dana sleeps two hours a night. Luke held him by the face to give a bottle, “because he turned away”."),
        harm=("physical", "A mark on a baby who does not move by himself."),
        knows=[("surgery", "Maeve Corrigan", "Dana scored high for low mood at six weeks; the second visit was missed by us."), ("hospital", "Dr Simeon Vance", "Nothing known before. Skeletal survey on the ward.")],
        outcome=[("A grip mark by a tired father.", "His grandmother; help at nights.", "Gripped by the face at three months; until nights are shared and seen, it is likely again."), ("None found; lives with the same tiredness.", "Nursery, his grandmother.", "The same two adults, and nobody else after six in the evening."), ("Carries what her parents cannot.", "School, her grandmother.", "She does the work of a parent each evening, and covers for both.")],
        outcome_after=11,
        medical="Examined or looked at by Dr Vance; see the medicals.",
        close=False,
    )
    baby = t.do("simeon", t.back(19, "17:05"), baby.record_consent, parts=["examination", "photographs", "samples", "sharing"], given=True, by_right="responsibility", who="Dana Yardley, mother", how="In writing", happened_at=t.back(19, "17:00"))
    baby = t.do("simeon", t.back(19, "18:30"), baby.attend, examined_at=t.back(19, "17:10"), examined_until=t.back(19, "18:10"), clinician=DR_VANCE, chaperone="Sister Moorcroft", assent="Cried, was fed, and slept.", photographs_taken=True, samples_taken=True)
    baby = t.do("simeon", t.back(19, "18:35"), baby.record_mark, site="Left cheek", size="11 mm", shape="Round", colour="Blue-grey, on fair skin", feel="Flat, not warm, no pain seen", explanation="Lay on a rattle; later: held by the face", explained_by="His father", development="Does not roll: a rattle does not fit", photograph="P1 to P4")
    baby = t.do("simeon", t.back(19, "18:40"), baby.record_findings, findings="One mark. Eyes, mouth, ears seen: nothing else. Weight on the 25th centile.", not_examined="None: the whole child was examined", causes_considered="Slate-grey spot, bleeding disorder: bloods normal")
    baby = t.do("simeon", t.back(19, "18:50"), baby.give_preliminary_opinion, opinion="inflicted", words="Fits the grip of an adult’s fingers. Keep him here for the survey.", given_at=t.back(19, "18:50"), told="Beth Arrowsmith, DC Amara Stroud")
    baby = t.do("simeon", t.back(19, "18:55"), baby.plan_action, action_kind="repeat-imaging", who="Dr Vance, radiology", first_on=t.back(18, "09:00").date(), words="Second survey")
    baby = t.do("simeon", t.back(15, "15:00"), baby.issue_report, opinion="inflicted", words="A grip mark by an adult hand; first survey normal. A tired parent, and a baby who turned from the bottle.", issued_at=t.back(15, "15:00"), told="Beth Arrowsmith, DC Stroud, the surgery; both parents in person")
    action = baby.medicalaction_rows.get()
    baby = t.do("simeon", t.back(8, "16:00"), baby.record_action_done, action=action, done_on=t.back(9, "10:00").date(), outcome="No fracture on the second survey.")
    t.do(lead, t.back(7, "09:30"), baby.close)
    shins = t.do("simeon", t.back(18, "17:30"), medicals[eli].advise_not_needed, expertise="Consultant paediatrician, named doctor", why="Marks on the front of both shins at four, seen by me on the ward and in photographs: play, and nowhere that play does not reach.", rests_on="Seen by me with his grandmother, undressed to vest and pants; health record; Eli’s own account.", decided_at=t.back(18, "17:20"))
    t.do("rosalind", t.back(17, "10:00"), shins.agree_not_needed, why="Agreed: seen by the consultant himself. Noah’s examination says what matters here.")
    refusal = t.do("beth", t.back(18, "18:00"), medicals[keira].record_refusal, refused_by="child", happened_at=t.back(18, "17:40"), words="“It’s the cat. I’m not taking my top off for a scratch.”", heard_by="Beth Arrowsmith, Nurse A. Dunmore", understanding_found_by="Dr Simeon Vance", offered_again="A woman doctor, another day, her arm alone, her grandmother beside her: three times in a week.")
    t.do("rosalind", t.back(13, "10:00"), refusal.decline, why="Fifteen, understands, and was offered every way. The scratch was shown to Beth; she can ask again whenever she wants.")
    interview = t.do("amara", t.back(18, "15:30"), AbeInterview().decide, case=keira, purpose="What the evenings are like; how Noah was held.", decided_at=t.back(18, "15:10"))
    interview = t.do("amara", t.back(16, "16:00"), interview.record_refusal, happened_at=t.back(16, "15:30"), refusal="“I’ll tell Beth. I’m not going on film about my dad.”", to_whom="DC Amara Stroud", offered="Another day, a written account, her school’s counsellor beside her.", how_heard="By Beth, at her grandmother’s, in her own words; twice.")
    t.do("moira", t.back(14, "11:00"), interview.decline, none_why="Nobody is filmed against her will. Her account to Beth stands; DC Stroud’s card is with her.")
    for case, where, whom in ((noah, "17 Gorse Lane", "His parents; his grandmother stays at nights"), (eli, "17 Gorse Lane", "His parents and grandmother"), (keira, "9 Fuller Row", "Her grandmother")):
        t.sleeps(lead, t.back(12, "16:00"), case, where, whom, "Both parents; Rosalind Keane")
        t.do(lead, t.back(12, "16:10"), case.record_primary_need, primary_need="N1")
    t.do("rosalind", t.back(6, "12:00"), enquiry.close, explained={"what_is_owed_is_done": "Noah has no words; what was observed and examined stands instead."})
    made = later.conference(t, lead, t.back(13, "12:00"), cases, "initial", "A grip mark on a baby; two exhausted parents; a daughter who carries them.", t.back(4, "10:00"), agencies=("police", "community", "hospital", "surgery", "nursery", "high"), enquiry=enquiry, people=[{"name": "Dana Yardley", "role": "parent", "relationship": "Mother"}, {"name": "Luke Yardley", "role": "parent", "relationship": "Father"}])
    later.reported(t, t.back(10, "10:00"), made, police="Luke Yardley interviewed under caution; he said how he held him.", community="Night nursery offered for six weeks.", hospital="As in the medical report.", surgery="Dana has begun treatment.", nursery="Eli is well, tired on Mondays.", high="Keira’s homework stops in March.")
    later.shared(t, lead, t.back(8, "15:00"), made, Dana="Whole", Luke="Whole")
    at = t.back(4, "10:00")
    made = later.held(t, at, made, cases, ("", "police", "community", "hospital", "surgery"), {"": ("Beth Arrowsmith", "A plan for all three, short and practical."), "police": ("DC Amara Stroud", "A plan."), "community": ("Ruth Abara", "A plan: nights are the danger."), "hospital": ("Dr Simeon Vance", "For Noah without question."), "surgery": ("Maeve Corrigan", "A plan, with Dana’s treatment in it.")})
    later.attended(t, at + t.minutes(60), made, "Dana", "“I didn’t know that I was allowed to say I can’t.”")
    later.attended(t, at + t.minutes(61), made, "Luke", "“I see my thumb in that photograph.”")
    plan = {"lead_practitioner": t.cast.users[lead], "core_group": "Both parents, grandmother, Beth Arrowsmith, Maeve Corrigan, Ruth Abara", "core_group_on": t.ahead(2, "13:30").date(), "contingency": "Noah to his grandmother by agreement the same night; else legal planning.", "previous_plans": 0}
    t.do(
        "patience",
        at + t.minutes(90),
        made.make_plans,
        children=[
            answer(noah, category="PHY", why="Gripped by the face at three months: nights must be shared and seen.", outline="No adult alone with him between ten and six; his grandmother or the night nursery is there.", visiting="every 5 working days", **plan),
            answer(eli, category="NEG", why="Eli falls out of sight while his parents cannot stay awake; nobody counts where he is.", outline="Nursery each day; somebody awake when he is.", **plan),
            answer(keira, category="EMO", why="Keira is a parent to her brothers and hides it; she gives up school for it.", outline="No evening care by her; school and friends back.", **plan),
        ],
    )
    t.do("dev", t.back(3, "10:00"), made.send_notice, sent_at=t.back(3, "10:00"), to_whom=later.EVERYBODY)
    t.do("dev", t.back(1, "16:00"), made.draft_minutes, words="Each child in turn: what is known, each view, decision and reasons. Draft for the chair.")
    plan_ = later.plan_of(t, lead, noah)
    later.visited(
        t,
        lead,
        t.back(2, "19:30"),
        plan_,
        {noah: {"seen": "not-alone", "not_alone_because": "Three months old; his grandmother held him.", "observed": "Cheek clear. Fed in a chair with his head free.", "sleeping_place_seen": True, "sleeping_place": "Cot beside his grandmother’s bed."}, eli: {"seen": "alone", "observed": "In bed by seven, scooter beside it.", "words": "Nan is awake all night like an owl.", "question": "Who is here at night?"}, keira: {"seen": "alone", "observed": "Doing French. Laughed."}},
        "17 Gorse Lane",
        announced=False,
        written=60,
    )


STORIES = [yardley, mercer]
