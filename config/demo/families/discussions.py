"""Strategy discussions: asked for, called for today, refused and challenged."""

from config.demo.families.front_door import DECLARED, SCHOOL
from config.demo.tell import HELD, NOT_CHECKED, NOT_HELD, Tell, a_child, answer, professional
from people.models import FlagKind, LegalBasis


def linley(t: Tell) -> None:
    """A girl of two and her mother's unborn child, both due: the discussion is asked for and not yet called."""
    referral = t.refer(
        t.back(1, "10:10"),
        "portal",
        source="3F",
        referrer=professional(
            "Sunita Varma", "Community midwife", "Wexmoor General Hospital Trust", "01632 960121"
        ),
        consent={
            "parents_aware": "no",
            "consent_to_refer": "not_sought",
            "consent_to_share": "not_needed",
            "reason_not_sought_or_overridden": "Her partner answers her telephone and comes to every "
            "appointment.",
        },
        children=[
            a_child(
                "Lila",
                "Linley",
                t.born(2, 2),
                "F",
                living_with=["P1", "P2"],
                address={"lines": ["Flat 4", "Malthouse Court"], "town": "Wexmoor", "postcode": "ZZ99 3CA"},
            ),
            {
                "family_name": "Linley",
                "unborn": True,
                "expected_date_of_delivery": t.day(days=61).isoformat(),
                "sex": "U",
                "mother_ref": "P1",
                "gestation_weeks": 31,
                "named_midwife": {
                    "name": "Sunita Varma",
                    "trust": "Wexmoor General Hospital Trust",
                    "phone": "01632 960121",
                },
            },
        ],
        people=[
            {
                "ref": "P1",
                "name": "Corinne Linley",
                "in_household": True,
                "safe_contact": {
                    "safe_times": "Tuesday mornings, when he is at work",
                    "may_leave_message": False,
                },
            },
            {"ref": "P2", "name": "Darren Voss", "in_household": True, "suspected_source_of_harm": True},
        ],
        concern={
            "what_happened": "Alone with me for two minutes, Corinne said that Darren held her by the "
            "throat on Saturday while Lila stood in the cot and screamed. Finger-shaped marks, three on the "
            "left and one on the right of her neck.",
            "worried_about": "Lila, the baby, and that he finds out that she spoke.",
            "childs_own_words": "",
            "harm_types": ["emotional_abuse", "physical_abuse"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "actual",
            "contextual_factors": ["domestic_abuse"],
        },
        declaration={"name": "Sunita Varma", "role": "Community midwife", "true_to_best_of_knowledge": True},
        external_reference="MAT-20771",
    )
    referral = t.screened(
        referral,
        "hazel",
        t.back(1, "10:30"),
        "Mother and Lila at her sister’s until 6pm. Midwife stays in touch by the sister’s telephone only.",
        "danger",
    )
    lila, unborn = (row.person for row in t.rows(referral))
    at = t.back(1, "10:50")
    corinne = t.person("hazel", at, "Corinne", "Linley", date_of_birth=t.born(24, 8), sex="F")
    darren = t.person("hazel", at, "Darren", "Voss", date_of_birth=t.born(30, 2), sex="M")
    t.relate(
        "hazel", at, lila, corinne, "mother", HELD, "Birth certificate, by the midwife", lives_there=True
    )
    t.relate(
        "hazel",
        at,
        lila,
        darren,
        "stepfather",
        NOT_HELD,
        "Not on the birth certificate; no order known",
        lives_there=True,
    )
    t.relate("hazel", at, unborn, corinne, "expectant_mother", lives_there=True)
    t.relate("hazel", at, unborn, darren, "expected_father", NOT_CHECKED, lives_there=True)
    t.serve("hazel", at, lila, nursery="nursery", gp="surgery", health_visitor=("surgery", "Maeve Corrigan"))
    t.serve("hazel", at, unborn, midwife=("hospital", "Sunita Varma, 01632 960121"))
    t.serve("hazel", at, darren, probation="probation")
    t.do(
        "hazel",
        at,
        corinne.raise_flag,
        kind=FlagKind.CONTACT,
        source="Midwife",
        review_on=t.day(days=14),
        what_to_do="Never ring or text her own telephone: he reads it. Tuesday mornings at her sister’s, "
        "01632 960350.",
    )
    rows = t.rows(referral)
    referral = t.do(
        "hazel",
        t.back(1, "11:30"),
        referral.decide_strategy_and_assessment,
        team=t.team("heath"),
        reason="Both children are at risk from the same man.",
        children=[
            answer(
                rows[0], decided_why="Lila saw and heard her mother held by the throat, and lives with him."
            ),
            answer(
                rows[1],
                decided_why="An assault on the throat in pregnancy: the baby is at risk before and after "
                "birth.",
            ),
        ],
    )
    referral = t.do("fern", t.back(1, "12:00"), referral.confirm, children=t.rows(referral))
    referral = t.do(
        "hazel",
        t.back(1, "12:20"),
        referral.tell_referrer,
        told_at=t.back(1, "12:15"),
        words="Told Sunita Varma at work.",
    )
    t.do(
        "hazel",
        t.back(1, "12:25"),
        referral.tell_parents,
        told_at=t.back(1, "12:25"),
        words="Not told yet: it would put Corinne and Lila at risk. Looked at again at the discussion.",
    )
    cases = t.cases(referral)
    at = t.back(1, "14:00")
    t.sleeps(
        "rosalind",
        at,
        cases[0],
        "Her aunt’s, 8 Kiln Street, until Sunday",
        "Her mother and her aunt",
        "Corinne Linley; Rosalind Keane",
        LegalBasis.FAMILY_ARRANGEMENT,
        carer_checks="Her aunt: known to us for two years, nothing against her.",
    )
    discussion = t.ask_for_discussion(
        "rosalind",
        t.back(1, "14:10"),
        cases,
        "heath",
        "Non-fatal strangulation of a pregnant mother in front of a child of two; a partner on licence.",
    )
    t.said(
        "amara",
        t.back(1, "16:05"),
        discussion,
        cases,
        "police",
        "Darren Voss: four call-outs by a former partner, two arrests, one conviction for assault eighteen "
        "months ago. On licence. Not yet arrested for Saturday: we wait for the discussion, so that she is "
        "safe first.",
        family_may_know="no",
        handling="not-for-minutes",
        about_whom="Darren Voss, mother’s partner",
    )


def okafor_dean(t: Tell) -> None:
    """Called for today; everyone is asked, two have said already what they know."""
    referral = t.refer(
        t.back(1, "14:20"),
        source="2A",
        by="portal",
        referrer=SCHOOL,
        immediate_safety={
            "immediate_danger": "no",
            "emergency_services_called": "no",
            "where_is_each_child_now": "Ada in school, Felix and Remi at nursery, all until 4pm.",
        },
        consent={
            "parents_aware": "yes",
            "consent_to_refer": "refused",
            "consent_to_share": "refused",
            "reason_not_sought_or_overridden": "A burn in the shape of an iron on a girl of nine.",
        },
        children=[
            a_child("Ada", "Okafor-Dean", t.born(9, 3), "F", "MWBA", nhs_number=t.nhs_number()),
            a_child("Felix", "Okafor-Dean", t.born(4, 11), "M", "MWBA"),
            a_child("Remi", "Okafor-Dean", t.born(1, 3), "F", "MWBA", mobility="cruising"),
        ],
        concern={
            "what_happened": "At PE a pink-brown raised mark on Ada’s upper left arm, pointed at one end, 6 "
            "cm by 3 cm, shiny, warm to the touch; seen in the medical room with the blinds up. She said "
            "that she leaned on the iron. Her mother came, said that Ada “irons her own shirts” and took "
            "the younger two home early.",
            "worried_about": "The mark is where nobody leans.",
            "harm_types": ["physical_abuse"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "actual",
            "childs_own_words": "Asked “How did this happen?” Ada said: “I leaned. Mum says I leaned.”",
            "injuries": [
                {
                    "child": "C1",
                    "body_site": "upper left arm, outside",
                    "seen_by": "Gwen Ashby",
                    "medical_needed": "yes",
                    "description": "6 cm by 3 cm, pink-brown on her brown skin, raised, shiny, warm",
                }
            ],
        },
        declaration=DECLARED,
        external_reference="LARK-0416",
    )
    referral = t.screened(
        referral,
        "leo",
        t.back(1, "14:40"),
        "Ada stays in after-school club until 5:30pm; her grandfather collects and knows us.",
        "danger",
    )
    ada, felix, remi = (row.person for row in t.rows(referral))
    at = t.back(1, "15:00")
    mother = t.person(
        "leo", at, "Joanne", "Dean", date_of_birth=t.born(35), sex="F", telephone="01632 960360"
    )
    father = t.person(
        "leo", at, "Emeka", "Okafor", date_of_birth=t.born(37), sex="M", telephone="01632 960361"
    )
    for child in (ada, felix, remi):
        t.relate("leo", at, child, mother, "mother", HELD, "Married at each birth", lives_there=True)
        t.relate("leo", at, child, father, "father", HELD, "Married at each birth", lives_there=True)
        t.serve(
            "leo",
            at,
            child,
            gp="surgery",
            **({"school": "primary"} if child == ada else {"nursery": "nursery"}),
        )
    rows = t.rows(referral)
    referral = t.do(
        "fern",
        t.back(1, "15:20"),
        referral.decide_strategy,
        team=t.team("moor"),
        reason="A burn with a shape, and an account that does not fit it.",
        children=[
            answer(rows[0], decided_why="A patterned burn; her words are her mother’s."),
            answer(rows[1], decided_why="Lives in the same home; four, and at home from noon."),
            answer(rows[2], decided_why="Fifteen months: cannot say what happens to her."),
        ],
    )
    t.told(
        referral,
        "leo",
        t.back(1, "15:40"),
        "Told Gwen Ashby: a discussion, and who sees Ada.",
        "Told by Leo Marchetti on the telephone, 3:30pm, with Tariq Bellamy’s agreement.",
    )
    cases = t.cases(referral)
    discussion = t.ask_for_discussion(
        "tariq",
        t.back(1, "15:45"),
        cases,
        "moor",
        "Burn in the shape of an iron; younger children in the home.",
        injury_or_sexual_harm=True,
    )
    discussion = t.do(
        "tariq",
        t.back(1, "16:00"),
        discussion.convene,
        convened_for=t.later_today("15:00", "09:30"),
        how="video",
        chair=t.cast.users["tariq"],
    )
    t.invite(
        "tariq",
        t.back(1, "16:05"),
        discussion,
        "police",
        "community",
        "primary",
        "nursery",
        "hospital",
        "surgery",
    )
    t.ask(
        "tariq", t.back(1, "16:15"), discussion, "surgery", "Earlier injuries or burns of any of the three?"
    )
    t.said(
        "gwen",
        t.back(1, "16:40"),
        discussion,
        cases[:1],
        "primary",
        "Ada is quick, kind and never late. Since September she changes for PE in the toilets. In May a "
        "long sleeve in the heat; I asked, she said eczema. I did not look, and I should have.",
        known_since=t.day(days=-190),
    )
    t.said(
        "tilly",
        t.back(1, "17:10"),
        discussion,
        cases[1:],
        "nursery",
        "Felix plays “hot hot, stay back” with the toy iron and puts dolls in the corner. Remi is seen bare "
        "at every nappy: no mark until Friday.",
        own_words="Felix: “Hot hot. Naughty hands.”",
    )
    t.do(
        "simeon",
        t.back(1, "17:40"),
        discussion.note,
        children=cases[:1],
        happened_at=t.back(1, "17:30"),
        with_whom="Tariq Bellamy",
        how="call",
        words="I can see Ada on the children’s ward an hour after the discussion. No cream on it before, "
        "please.",
    )


def brightwell(t: Tell) -> None:
    """Asked for by the police, refused by one manager, challenged: another manager answers today."""
    referral = t.refer(
        t.back(6, "13:00"),
        source="6",
        referrer=professional("PC D. Lark", "Response officer", "Wexmoor Police", "01632 960100"),
        consent={
            "parents_aware": "yes",
            "consent_to_refer": "not_sought",
            "consent_to_share": "not_needed",
            "reason_not_sought_or_overridden": "Police notification.",
        },
        children=[a_child("Isaac", "Brightwell", t.born(6, 6), "M", "BCRB")],
        concern={
            "what_happened": "Called by a passer-by: father shouting at Isaac in the car park, held him by "
            "the hood. Father said that Isaac ran into the road.",
            "worried_about": "How he was held.",
            "harm_types": ["physical_abuse"],
            "likely_or_actual": "likely",
            "police_notification": {"grading": "standard", "incident_number": "311"},
        },
    )
    referral = t.screened(
        referral, "leo", t.back(6, "13:30"), "Isaac at home with his mother; PC Lark saw him, calm."
    )
    referral = t.do(
        "leo",
        t.back(5, "09:30"),
        referral.record_referrer_contact,
        happened_at=t.back(5, "09:20"),
        reached=True,
        words="PC Lark was not there for the start of it.",
    )
    referral = t.do("leo", t.back(5, "09:40"), referral.record_earlier_concerns, shows="None before.")
    referral = t.do(
        "fern",
        t.back(5, "10:30"),
        referral.decide_assessment,
        team=t.team("moor"),
        reason="One event, two accounts: speak with all three.",
        children=[
            answer(
                t.rows(referral)[0],
                decided_why="Held by the hood beside a road; the father was frightened too.",
            )
        ],
    )
    t.told(referral, "leo", t.back(5, "11:00"), "Told PC Lark.", "Both parents told by telephone.")
    case = t.cases(referral)[0]
    t.allocate(
        [case], "samir", "tariq", t.back(5, "14:00"), "A car park, a hood, a fright. Hear Isaac first."
    )
    at = t.back(4, "15:45")
    father = t.person("samir", at, "Leroy", "Brightwell", sex="M", telephone="01632 960380")
    t.relate("samir", at, case.child, father, "father", HELD, "Birth certificate seen", lives_there=True)
    t.serve("samir", at, case.child, school="primary", gp="surgery")
    t.sleeps("samir", at, case, "40 Hoppers Way", "Both parents", "Both parents; Tariq Bellamy")
    discussion = t.ask_for_discussion(
        "amara",
        t.back(2, "10:00"),
        [case],
        "moor",
        "A second call today: neighbours heard a child cry and a slap.",
        injury_or_sexual_harm=True,
    )
    discussion = t.do(
        "tariq",
        t.back(2, "15:30"),
        discussion.refuse,
        reason="Samir Dallow saw Isaac alone at 1pm today: no mark on arms, legs, back or face by daylight; "
        "he says that he fell off the sofa and cried.",
    )
    t.do(
        "moira",
        t.back(1, "09:20"),
        discussion.challenge_refusal,
        reason="Two calls in a week, and nobody has asked health. We ask another manager to look.",
    )


STORIES = [brightwell, linley, okafor_dean]
