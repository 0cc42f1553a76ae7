"""Assessments that are authorised, and one not substantiated; and what became of the child afterwards."""

from conferences.models import ChildInNeedPlan
from config.demo.families.assessments import assessed
from config.demo.families.front_door import SCHOOL
from config.demo.tell import AGREED, HELD, Tell, a_child, answer

LINES = {"lines": ["17 Ropewalk"], "town": "Wexmoor", "postcode": "ZZ99 3BA"}


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
        children=[a_child("Tobias", "Prior", t.born(3, 10), "M", address=LINES)],
        concern={
            "what_happened": "Through the wall he hears a boy scream at bedtime and a man shout “right, "
            "that’s it”. Then there is a bang.",
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
        words="Mr Dunmore has heard it six or seven times in a month. He has not seen the boy hurt.",
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
                observed="Showed his room and his owl. Face, arms, back and legs seen with his mother as he "
                "changed into the owl: skin clear, by daylight.",
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
        "weekly and have never seen a mark that he could not explain. Runs to his father at pick-up.",
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
                "an unannounced visit at bedtime; nursery, health and police know of nothing. This does not "
                "mean that a worry was wrong to raise.",
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
        consent=AGREED,
        children=[
            a_child("Cyrus", "Bane", t.born(9, 2), "M", "MOTH", school={"name": "Larkfield Primary School"}),
            a_child("Edie", "Bane", t.born(6, 1), "F", "MOTH", school={"name": "Larkfield Primary School"}),
        ],
        concern={
            "what_happened": "Cyrus makes the packed lunches, brings Edie and collects her. Their father "
            "has been in hospital for his mental health twice this year. Cyrus fell asleep in class four "
            "times.",
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
                "relapse signs and who comes when.",
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
    plan = t.do(
        "rosalind",
        t.back(6, "10:00"),
        ChildInNeedPlan().offer,
        cases=[cyrus],
        to=t.cast.users["nadia"],
        why="A young carer: relapse signs, and who comes when.",
        aim="Cyrus goes to school and to football, and knows who comes when his father is ill.",
        assessment=assessment,
    )
    plan = t.do("nadia", t.back(5, "09:15"), plan.accept, children=t.rows(plan))
    t.do(
        "nadia",
        t.back(4, "17:00"),
        plan.record_consent,
        children=[cyrus],
        holder=father,
        answer="agrees",
        given_at=t.back(4, "16:00"),
        how="At home, read together, signed",
        words="“He should be a boy.”",
    )
    t.do(
        "nadia",
        t.back(4, "17:05"),
        plan.add_action,
        children=[cyrus],
        risk="Two or three days of relapse that nobody knows of",
        outcome="Cyrus is never alone with it",
        action="Rings Zora and the care co-ordinator on the first day of three signs",
        owner="Farid Bane",
        due_on=t.day(days=7),
    )
    t.do(
        "nadia",
        t.back(4, "17:10"),
        plan.record_visit,
        happened_at=t.back(4, "16:00"),
        how="home",
        place="22 Ferry Lane",
        by_whom="Nadia Okonjo-Pell",
        announced=True,
        children=[
            answer(
                cyrus,
                seen="alone",
                observed="Showed the list on the fridge with everybody’s number.",
                question="What is different?",
                words="If Dad’s not Dad I ring Zora and then I go to school.",
            )
        ],
    )


STORIES = [prior, bane]
