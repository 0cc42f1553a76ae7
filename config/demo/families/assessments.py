"""Assessments: near their day, authorised, not substantiated; and what became of the child afterwards."""

from config.demo.families.front_door import SCHOOL
from config.demo.tell import HELD, NOT_CHECKED, Tell, answer
from people.models import LegalBasis
from referrals.models import Assessment

LINES = {"lines": ["17 Ropewalk"], "town": "Wexmoor", "postcode": "ZZ99 3BA"}


def assessed(t: Tell, by: str, case) -> Assessment:
    """The assessment that was opened for this child."""
    return Assessment.visible_to(t.cast.users[by]).filter(children__case=case).latest("pk")


def prior(t: Tell) -> None:
    """Not substantiated, with the whole set: four views, the child heard alone, the caller heard, all read. Closed."""
    referral = t.refer(
        t.back(52, "10:20"),
        source="1B",
        referrer={
            "type": "public",
            "name": "Mr H. Dunmore",
            "phone": "01632 960310",
            "relationship_to_child": "Neighbour",
        },
        children=[
            {
                "given_name": "Tobias",
                "family_name": "Prior",
                "date_of_birth": t.born(4, 8).isoformat(),
                "sex": "M",
                "ethnicity": "WBRI",
                "mobility": "walking",
                "disabilities": ["NONE"],
                "address": LINES,
            }
        ],
        concern={
            "what_happened": "Through the wall he hears a boy scream at bedtime and a man shout “right, "
            "that’s it”. "
            "Then there is a bang.",
            "worried_about": "That the boy is hit.",
            "harm_types": ["physical_abuse"],
            "likely_or_actual": "likely",
            "harm_location": "inside_family",
            "harm_setting": ["home"],
        },
    )
    referral = t.screened(
        referral, "hazel", t.back(52, "10:50"), "At nursery today. The manager looked in on him: playing."
    )
    referral = t.do(
        "hazel",
        t.back(52, "14:00"),
        referral.record_referrer_contact,
        happened_at=t.back(52, "13:50"),
        reached=True,
        words="Mr Dunmore has heard it six or seven times since the clocks changed. He has not seen the boy "
        "hurt.",
    )
    referral = t.do(
        "hazel",
        t.back(52, "14:10"),
        referral.record_earlier_concerns,
        shows="Nothing before about child or household.",
    )
    referral = t.do(
        "fern",
        t.back(51, "11:00"),
        referral.decide_assessment,
        team=t.team("moor"),
        children=[
            answer(
                t.rows(referral)[0],
                decided_why="A child who screams nightly, and a bang: find out what it is.",
            )
        ],
        reason="Find out what happens at bedtime.",
    )
    t.told(
        referral,
        "hazel",
        t.back(51, "15:00"),
        "Told Mr Dunmore that a social worker looks into it.",
        "Both parents told by telephone, before the first visit.",
    )
    case = t.cases(referral)[0]
    t.allocate(
        [case],
        "samir",
        "tariq",
        t.back(51, "16:00"),
        "A neighbour hears screams at bedtime. Parents know we come.",
    )
    assessment = assessed(t, "samir", case)
    at = t.back(50, "15:30")
    mother = t.person(
        "samir", at, "Lynne", "Prior", date_of_birth=t.born(31), sex="F", telephone="01632 960311"
    )
    father = t.person(
        "samir", at, "Stuart", "Prior", date_of_birth=t.born(34), sex="M", telephone="01632 960312"
    )
    t.relate("samir", at, case.child, mother, "mother", HELD, "Birth certificate seen", lives_there=True)
    t.relate("samir", at, case.child, father, "father", HELD, "On the birth certificate", lives_there=True)
    t.serve(
        "samir", at, case.child, nursery="nursery", gp="surgery", health_visitor=("surgery", "Maeve Corrigan")
    )
    t.detail("samir", at, case.child, first_language="English", nationality="British", religion="None")
    t.sleeps("samir", at, case, "17 Ropewalk, his own room", "Both parents", "Both parents; Tariq Bellamy")
    t.do(
        "samir",
        at,
        assessment.record_seen,
        happened_at=at,
        how="home",
        place="17 Ropewalk",
        by_whom="Samir Dallow",
        children=[
            answer(
                case,
                seen="alone",
                observed="Showed his room and his owl. Face, arms, back and legs seen at bath time "
                "with his mother: skin clear, by bright light.",
            )
        ],
    )
    t.do(
        "samir",
        at,
        assessment.record_own_words,
        children=[case],
        happened_at=at,
        question="What happens at bedtime?",
        words="I’m the owl and I screech and Daddy says right that’s it and he jumps on the bed. Bang!",
        to_whom="Samir Dallow",
        place="His room",
        alone=True,
    )
    t.do(
        "samir",
        at,
        assessment.record_facts,
        children=[
            answer(
                case,
                parents_seen_at=at,
                home_seen_at=at,
                sleeping_place="A bed of his own, broken slat at the foot end.",
                parents_views="Stuart showed the bed: two slats broken from jumping. Both were shaken that "
                "it sounds so next door.",
                home="Warm, untidy with toys, food in.",
                identity_and_culture="Nothing that he or they want us to know beyond owls.",
            )
        ],
    )
    t.ask(
        "samir",
        t.back(49, "09:00"),
        assessment,
        "nursery",
        "How is Tobias, and what have you seen?",
        "child in need",
    )
    t.ask(
        "samir",
        t.back(49, "09:05"),
        assessment,
        "police",
        "Is anything known about the address or the adults?",
        "child in need",
    )
    t.ask(
        "samir",
        t.back(49, "09:10"),
        assessment,
        "community",
        "What is known to health visitor and GP?",
        "child in need",
    )
    t.said(
        "tilly",
        t.back(48, "12:15"),
        assessment,
        [case],
        "nursery",
        "Tobias has been with us since he was two. Talks of owls all day. We change him for water play "
        "weekly and have never "
        "seen a mark that he could not explain. Runs to his father at pick-up.",
    )
    t.do(
        "amara",
        t.back(48, "10:40"),
        assessment.answer_nothing_known,
        agency=t.agency("police"),
        where_looked="Local and national systems, address and both adults",
    )
    t.said(
        "ruth",
        t.back(47, "14:20"),
        assessment,
        [case],
        "community",
        "Seen at the two-year review and once for a cough. No injury recorded at surgery or hospital.",
    )
    t.do(
        "samir",
        t.back(45, "10:00"),
        assessment.record_earlier_concerns,
        children=[
            answer(
                case,
                shows="This is the only one, from one household; nothing from nursery, health or police.",
            )
        ],
    )
    for who, agency, words, name in (
        ("samir", "", "Seen twice, once unannounced at bedtime: a game, loud, and enjoyed.", ""),
        ("amara", "police", "Nothing in our systems or in the account points to an offence.", ""),
        ("ruth", "community", "Growth, health and attendance as one would wish.", ""),
        (
            "samir",
            "nursery",
            "We see a happy child who is not afraid of anybody.",
            "Tilly Broome, nursery manager",
        ),
    ):
        t.view(who, t.back(22, "11:00"), assessment, [case], agency, "against", words, name)
    assessment = t.do(
        "samir",
        t.back(21, "10:00"),
        assessment.propose,
        children=[
            answer(
                case,
                outcome="not-substantiated",
                factors=["21"],
                proposed_why="What was heard is the owl game. Tobias showed it himself, alone; I saw it at "
                "an unannounced visit at "
                "bedtime; nursery, health and police know of nothing. This does not mean that a worry was "
                "wrong to raise.",
            )
        ],
    )
    assessment = t.do("tariq", t.back(20, "15:00"), assessment.authorise, children=[case])
    t.do("samir", t.back(20, "16:00"), assessment.close)
    t.do("samir", t.back(19, "10:00"), case.record_primary_need, primary_need="N9")
    t.do(
        "tariq",
        t.back(18, "11:00"),
        case.close,
        reason="RC8",
        words="Not substantiated after an assessment by all agencies. Mr Dunmore was told what may be "
        "shared.",
    )


def bane(t: Tell) -> None:
    """Authorised for two: a plan for him, family help for her, offered to a named worker who has still to accept."""
    referral = t.refer(
        t.back(40, "09:15"),
        "portal",
        source="2A",
        kind="child_in_need",
        referrer=SCHOOL,
        consent={"parents_aware": "yes", "consent_to_refer": "given", "consent_to_share": "given"},
        children=[
            {
                "given_name": "Cyrus",
                "family_name": "Bane",
                "date_of_birth": t.born(9, 2).isoformat(),
                "sex": "M",
                "ethnicity": "MOTH",
                "mobility": "walking",
                "school": {"name": "Larkfield Primary School"},
            },
            {
                "given_name": "Edie",
                "family_name": "Bane",
                "date_of_birth": t.born(6, 1).isoformat(),
                "sex": "F",
                "ethnicity": "MOTH",
                "mobility": "walking",
                "school": {"name": "Larkfield Primary School"},
            },
        ],
        concern={
            "what_happened": "Cyrus makes the packed lunches, brings Edie and collects her. Their father "
            "has been in "
            "hospital for his mental health twice this year. Cyrus fell asleep in class four times.",
            "worried_about": "A boy of nine who carries a home.",
            "contextual_factors": ["parental_mental_health"],
            "harm_types": ["neglect"],
            "likely_or_actual": "likely",
        },
        declaration={"name": "Gwen Ashby", "true_to_best_of_knowledge": True},
        external_reference="LARK-0352",
    )
    referral = t.screened(
        referral, "hazel", t.back(40, "09:50"), "Both in school. Their aunt is in the home this week."
    )
    referral = t.do(
        "hazel",
        t.back(40, "13:00"),
        referral.record_referrer_contact,
        happened_at=t.back(40, "12:40"),
        reached=True,
        words="Gwen Ashby: the children love their father; he asks for help on good days.",
    )
    referral = t.do(
        "hazel",
        t.back(40, "13:10"),
        referral.record_earlier_concerns,
        shows="One early help plan two years ago, ended when he was well.",
    )
    rows = t.rows(referral)
    referral = t.do(
        "fern",
        t.back(39, "10:00"),
        referral.decide_assessment,
        team=t.team("heath"),
        children=[
            answer(rows[0], decided_why="Cyrus carries what an adult should."),
            answer(rows[1], decided_why="Edie depends on her brother for her care."),
        ],
        reason="Understand both children’s days.",
    )
    t.told(
        referral,
        "hazel",
        t.back(39, "15:30"),
        "Told Gwen Ashby: an assessment, by Nadia Okonjo-Pell.",
        "Mr Bane told at home.",
    )
    cyrus, edie = t.cases(referral)
    t.allocate(
        [cyrus, edie],
        "nadia",
        "rosalind",
        t.back(39, "16:00"),
        "A father who asks for help on good days. See the children at school first.",
        police=False,
    )
    at = t.back(36, "15:45")
    father = t.person(
        "nadia", at, "Farid", "Bane", date_of_birth=t.born(38), sex="M", telephone="01632 960320"
    )
    aunt = t.person("nadia", at, "Zora", "Bane", sex="F", telephone="01632 960321")
    for case in (cyrus, edie):
        t.relate("nadia", at, case.child, father, "father", HELD, "Birth certificates seen", lives_there=True)
        t.relate("nadia", at, case.child, aunt, "aunt", lives_there=False)
        t.serve("nadia", at, case.child, school=("primary", "Gwen Ashby, 01632 960140"), gp="surgery")
        t.sleeps(
            "nadia", at, case, "22 Ferry Lane, a shared room", "Their father", "Farid Bane; Rosalind Keane"
        )
        t.do("nadia", at, case.record_primary_need, primary_need="N3")
    t.relate("nadia", at, cyrus.child, edie.child, "sister", lives_there=True)
    t.serve("nadia", at, father, adult_mental_health="adult mental health")
    assessment = assessed(t, "nadia", cyrus)
    t.do(
        "nadia",
        at,
        assessment.record_seen,
        happened_at=at,
        how="elsewhere",
        place="School",
        by_whom="Nadia Okonjo-Pell",
        children=[
            answer(cyrus, seen="alone", observed="Tired, careful with words, proud of his pancakes."),
            answer(edie, seen="alone", observed="Chatty; looked for her brother at the door."),
        ],
    )
    t.do(
        "nadia",
        at,
        assessment.record_own_words,
        children=[cyrus],
        happened_at=at,
        question="Who looks after you?",
        words="I do. And Dad when he’s Dad.",
        to_whom="Nadia Okonjo-Pell",
        place="School",
        alone=True,
    )
    t.do(
        "nadia",
        at,
        assessment.record_own_words,
        children=[edie],
        happened_at=at,
        question="Tell me about mornings.",
        words="Cyrus wakes me up with the spoon song.",
        to_whom="Nadia Okonjo-Pell",
        place="School",
        alone=True,
    )
    t.ask(
        "nadia",
        t.back(35, "09:00"),
        assessment,
        "adult mental health",
        "What is planned for Mr Bane, and what do you know of the children’s days?",
        "child in need",
        about_whom="Farid Bane, father",
    )
    t.said(
        "nadia",
        t.back(33, "11:30"),
        assessment,
        [cyrus, edie],
        "adult mental health",
        "Care co-ordinator weekly. When he relapses it takes two to three days before anybody knows.",
        by_name="P. Osgood, care co-ordinator",
        about_whom="Farid Bane, father",
        family_may_know="ask-first",
    )
    t.do(
        "nadia",
        t.back(30, "10:00"),
        assessment.record_earlier_concerns,
        children=[
            answer(
                cyrus,
                shows="Twice before a school wrote of Cyrus as a carer; twice it ended when his father was "
                "well.",
            ),
            answer(edie, shows="Edie was named beside her brother; nobody asked her."),
        ],
    )
    assessment = t.do(
        "nadia",
        t.back(9, "10:00"),
        assessment.propose,
        children=[
            answer(
                cyrus,
                outcome="child-in-need",
                factors=["4B", "7A"],
                proposed_why="Cyrus is a young carer whose days depend on his father’s illness: a plan with "
                "relapse signs and "
                "who comes when.",
            ),
            answer(
                edie,
                outcome="family-help",
                factors=["4B"],
                proposed_why="With Cyrus relieved and their aunt in the mornings, Edie’s needs are met with "
                "family help.",
            ),
        ],
    )
    assessment = t.do("rosalind", t.back(7, "14:00"), assessment.authorise, children=[cyrus, edie])
    t.do("nadia", t.back(7, "15:00"), assessment.close)
    t.do(
        "rosalind",
        t.back(6, "09:30"),
        edie.oversight,
        happened_at=t.back(6, "09:30"),
        words="Agreed. Step down only with a named worker, and the relapse plan for the father in both "
        "files.",
    )
    t.do(
        "rosalind",
        t.back(1, "11:00"),
        edie.step_down,
        team=t.team("family help"),
        to=t.cast.users["owen"],
        words="Mornings: aunt Zora comes at 7am. Watch for: curtains shut, no reply at the door. Cyrus "
        "stays with us.",
    )


def ostler(t: Tell) -> None:
    """Due in two working days: her outcome is proposed, his brother has still to be seen alone."""
    referral = t.refer(
        t.back(43, "14:10"),
        source="3C",
        referrer={
            "type": "professional",
            "name": "Nurse B. Ellwand",
            "role": "School nurse",
            "phone": "01632 960110",
            "agency": {"name": "Wexmoor Community Health Trust"},
        },
        consent={"parents_aware": "yes", "consent_to_refer": "given", "consent_to_share": "given"},
        children=[
            {
                "given_name": "Marnie",
                "family_name": "Ostler",
                "date_of_birth": t.born(11, 5).isoformat(),
                "sex": "F",
                "ethnicity": "WBRI",
                "mobility": "walking",
                "disabilities": ["NONE"],
            },
            {
                "given_name": "Jude",
                "family_name": "Ostler",
                "date_of_birth": t.born(8).isoformat(),
                "sex": "M",
                "ethnicity": "WBRI",
                "mobility": "walking",
                "disabilities": ["AUT", "COMM"],
            },
        ],
        concern={
            "what_happened": "Marnie told the school nurse that there is often no food at the end of the "
            "month and that "
            "her mother sleeps all day. Jude’s tablets have not been collected since spring.",
            "worried_about": "Both have lost weight.",
            "harm_types": ["neglect"],
            "likely_or_actual": "actual",
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "contextual_factors": ["substance_misuse"],
        },
    )
    referral = t.screened(
        referral, "leo", t.back(43, "14:45"), "Both in school until 3:30pm; their grandmother collects today."
    )
    referral = t.do(
        "leo",
        t.back(42, "09:30"),
        referral.record_referrer_contact,
        happened_at=t.back(42, "09:20"),
        reached=True,
        words="Nurse Ellwand weighed both: each dropped a centile since last year.",
    )
    referral = t.do(
        "leo",
        t.back(42, "09:40"),
        referral.record_earlier_concerns,
        shows="Housing wrote of arrears in winter. Nothing else.",
    )
    rows = t.rows(referral)
    referral = t.do(
        "fern",
        t.back(42, "10:30"),
        referral.decide_assessment,
        team=t.team("heath"),
        children=[
            answer(rows[0], decided_why="Marnie goes without food and says so."),
            answer(rows[1], decided_why="Jude goes without his medicine and cannot say so."),
        ],
        reason="Assess both children’s care.",
    )
    t.told(
        referral,
        "leo",
        t.back(42, "12:00"),
        "Told Nurse Ellwand: Beth Arrowsmith assesses.",
        "Ms Ostler told by telephone.",
    )
    marnie, jude = t.cases(referral)
    t.allocate(
        [marnie, jude],
        "beth",
        "rosalind",
        t.back(42, "15:00"),
        "Two children who lose weight. Jude needs time and pictures: plan the visit with his school.",
        police=False,
    )
    at = t.back(38, "16:00")
    mother = t.person(
        "beth", at, "Dawn", "Ostler", date_of_birth=t.born(33), sex="F", telephone="01632 960330"
    )
    granny = t.person("beth", at, "Pauline", "Ostler", sex="F", telephone="01632 960331")
    for case in (marnie, jude):
        t.relate("beth", at, case.child, mother, "mother", HELD, "Birth certificates seen", lives_there=True)
        t.relate("beth", at, case.child, granny, "maternal_grandmother", lives_there=False)
        t.serve("beth", at, case.child, school="high" if case == marnie else "primary", gp="surgery")
        t.sleeps("beth", at, case, "9 Brewer’s Steps", "Their mother", "Dawn Ostler; Rosalind Keane")
    t.serve("beth", at, jude.child, child_mental_health=("=Wexmoor Child Development Centre", "01632 960126"))
    t.do("beth", at, jude.child.record_disabilities, disabilities=["AUT", "COMM"])
    t.detail(
        "beth",
        at,
        jude.child,
        communication_needs="Few words. Uses picture cards; tell him a day before who comes.",
    )
    assessment = assessed(t, "beth", marnie)
    t.do(
        "beth",
        at,
        assessment.record_seen,
        happened_at=at,
        how="home",
        place="9 Brewer’s Steps",
        by_whom="Beth Arrowsmith",
        children=[
            answer(
                marnie, seen="alone", observed="Thin, hair unwashed, glad to talk. Kitchen: bread, ketchup."
            ),
            answer(
                jude,
                seen="not-alone",
                not_alone_because="He would not leave his sister’s side; no picture cards with me.",
                who_else="Marnie",
                observed="Under the table with a torch, humming.",
            ),
        ],
    )
    t.do(
        "beth",
        at,
        assessment.record_own_words,
        children=[marnie],
        happened_at=at,
        question="What do you do when there’s no tea?",
        words="I say I’ve eaten at Nan’s and then Jude gets mine.",
        to_whom="Beth Arrowsmith",
        place="At home, in the yard",
        alone=True,
    )
    t.ask(
        "beth",
        t.back(37, "10:00"),
        assessment,
        "substance misuse",
        "Is Ms Ostler known to you, and how is she?",
        "child in need",
        about_whom="Dawn Ostler, mother",
    )
    t.ask(
        "beth",
        t.back(4, "10:05"),
        assessment,
        "surgery",
        "Weights of both; what became of Jude’s prescription?",
        "child in need",
    )
    t.said(
        "beth",
        t.back(34, "14:00"),
        assessment,
        [marnie, jude],
        "substance misuse",
        "Seen weekly since summer, misses one in three. Says that she drinks when the children sleep.",
        by_name="C. Hartigan, key worker",
        about_whom="Dawn Ostler, mother",
        family_may_know="ask-first",
    )
    t.do(
        "beth",
        t.back(1, "09:40"),
        assessment.chase,
        agency=t.agency("surgery"),
        how="Rang 9:35am: on the practice manager’s desk.",
    )
    t.do("beth", t.back(25, "10:00"), assessment.set_review, review_on=t.back(15, "10:00").date())
    t.do(
        "rosalind",
        t.back(15, "10:30"),
        marnie.oversight,
        happened_at=t.back(15, "10:30"),
        supervision=True,
        words="Jude has not been seen alone. With his cards, at school, this week or next; the date does "
        "not move.",
    )
    t.do(
        "beth",
        t.back(2, "16:20"),
        assessment.propose,
        children=[
            answer(
                marnie,
                outcome="child-in-need",
                factors=["1B", "16A", "7A"],
                proposed_why="Marnie feeds her brother before herself. Her mother takes help and loses it "
                "again; a plan with food, "
                "treatment and her grandmother’s part.",
            )
        ],
    )


def quill(t: Tell) -> None:
    """Two working days over its day, and the reason is not yet written."""
    referral = t.refer(
        t.back(47, "11:00"),
        source="2B",
        referrer={
            "type": "professional",
            "name": "F. Larwood",
            "role": "Attendance officer",
            "phone": "01632 960145",
            "agency": {"name": "Wexmoor Education Safeguarding Service"},
        },
        consent={"parents_aware": "yes", "consent_to_refer": "given", "consent_to_share": "given"},
        children=[
            {
                "given_name": "Saoirse",
                "family_name": "Quill",
                "date_of_birth": t.born(14, 3).isoformat(),
                "sex": "F",
                "ethnicity": "WIRI",
                "mobility": "walking",
            }
        ],
        concern={
            "what_happened": "Saoirse has been in school eleven days this term. On two visits she answered "
            "the door in "
            "her coat and said that her mother was asleep.",
            "worried_about": "Self-harm: an old friend told a teacher.",
            "contextual_factors": ["self_harm", "school_absence"],
            "harm_types": ["emotional_abuse"],
            "likely_or_actual": "likely",
        },
    )
    referral = t.screened(
        referral, "leo", t.back(47, "11:30"), "Attendance officer saw her this morning, at the door."
    )
    referral = t.do(
        "leo",
        t.back(46, "10:00"),
        referral.record_referrer_contact,
        happened_at=t.back(46, "09:45"),
        reached=True,
        words="F. Larwood: nobody from school has been inside the home for a year.",
    )
    referral = t.do(
        "leo",
        t.back(46, "10:10"),
        referral.record_earlier_concerns,
        shows="Two letters about attendance last year; no other.",
    )
    referral = t.do(
        "fern",
        t.back(46, "11:00"),
        referral.decide_assessment,
        team=t.team("moor"),
        reason="See and hear her.",
        children=[
            answer(t.rows(referral)[0], decided_why="A girl whom nobody sees, and a word about self-harm.")
        ],
    )
    t.told(
        referral, "leo", t.back(46, "14:00"), "Told F. Larwood.", "Ms Quill told by letter and at the door."
    )
    case = t.cases(referral)[0]
    t.allocate(
        [case],
        "callum",
        "tariq",
        t.back(46, "15:00"),
        "Get in, and see her alone. Mother opens after 3pm.",
        police=False,
    )
    at = t.back(41, "15:20")
    mother = t.person("callum", at, "Bríd", "Quill", sex="F", telephone="01632 960340")
    t.relate("callum", at, case.child, mother, "mother", NOT_CHECKED, lives_there=True)
    t.serve("callum", at, case.child, school="high", gp="surgery")
    t.sleeps(
        "callum",
        at,
        case,
        "Flat 2, 60 Weir Street",
        "Her mother",
        "Bríd Quill; Tariq Bellamy",
        LegalBasis.AT_HOME,
    )
    assessment = assessed(t, "callum", case)
    t.do(
        "callum",
        at,
        assessment.record_seen,
        happened_at=at,
        how="doorstep",
        place="Flat 2, 60 Weir Street",
        by_whom="Callum Verity",
        children=[
            answer(
                case,
                seen="not-alone",
                not_alone_because="Door half open, her mother behind her.",
                who_else="Her mother",
                observed="Coat on, pale, would not look up.",
            )
        ],
    )
    at = t.back(20, "13:10")
    t.do(
        "callum",
        at,
        assessment.record_seen,
        happened_at=at,
        how="elsewhere",
        place="Fallow Hill High School",
        by_whom="Callum Verity",
        children=[
            answer(
                case,
                seen="alone",
                observed="Long sleeves. Would talk about her cat and nothing else; asked me to come again.",
            )
        ],
    )
    t.do(
        "callum",
        at,
        assessment.record_own_words,
        children=[case],
        happened_at=at,
        question="What would you change?",
        words="That it’s so quiet at ours.",
        to_whom="Callum Verity",
        place="School",
        alone=True,
    )
    t.do(
        "callum",
        t.back(5, "11:15"),
        case.note,
        happened_at=t.back(5, "11:00"),
        with_whom="GP surgery",
        how="call",
        words="Mother’s depression was last reviewed two years ago. An appointment is offered for both next "
        "week.",
    )


STORIES = [quill, prior, ostler, bane]
