"""Before and after a birth: a plan made for a child not yet born, the birth in the same record, the review booked."""

from datetime import time

from config.demo import later
from config.demo.tell import NOT_CHECKED, Tell, answer, professional
from cpu.calendars import london
from people.models import LegalBasis


def naismith(t: Tell) -> None:
    """Conference three months before the date, a birth response plan, the mother visited; born last week."""
    lead, born = "callum", t.day(days=-6)
    cases = later.comes_in(
        t,
        68,
        source="3F",
        referrer=professional(
            "Sunita Varma", "Community midwife", "Wexmoor General Hospital Trust", "01632 960121"
        ),
        children=[
            {
                "family_name": "Naismith",
                "unborn": True,
                "expected_date_of_delivery": t.day(days=18).isoformat(),
                "sex": "U",
                "mother_ref": "P1",
                "gestation_weeks": 24,
                "named_midwife": {
                    "name": "Sunita Varma",
                    "trust": "Wexmoor General Hospital Trust",
                    "phone": "01632 960121",
                },
            }
        ],
        people=[{"ref": "P1", "name": "Tamara Naismith", "in_household": True}],
        concern={
            "what_happened": "Booked at 24 weeks. Tamara’s first child was adopted two years ago in another "
            "county after heroin use and a fractured arm. She is on a script now, lives with Dale Purvis, "
            "and missed two scans.",
            "worried_about": "That she disappears before the birth.",
            "harm_types": ["neglect", "physical_abuse"],
            "likely_or_actual": "likely",
            "contextual_factors": ["parental_substance_misuse"],
        },
        looked="Seen by the midwife this morning, alone: well, frightened, agrees that we ring.",
        why=["An earlier child hurt and adopted; a late booking; a partner whom nobody has asked about."],
        reason="Significant harm is likely after the birth unless a plan is made before it.",
        team="moor",
        lead=lead,
        words="She trusts Sunita. Go together. Ask about Dale alone.",
    )
    (case,) = cases
    baby, at = case.child, t.back(68, "14:30")
    tamara = t.person(
        lead, at, "Tamara", "Naismith", date_of_birth=t.born(26), sex="F", telephone="01632 960480"
    )
    dale = t.person(lead, at, "Dale", "Purvis", date_of_birth=t.born(34), sex="M")
    t.relate(lead, at, baby, tamara, "expectant_mother", lives_there=True)
    t.relate(lead, at, baby, dale, "expected_father", NOT_CHECKED, lives_there=True)
    t.serve(lead, at, baby, midwife=("hospital", "Sunita Varma, 01632 960121"), gp="surgery")
    t.serve(lead, at, tamara, substance_misuse="substance misuse")
    t.serve(lead, at, dale, probation="probation")
    enquiry = later.enquired(
        t,
        67,
        cases,
        lead=lead,
        team="moor",
        reason="A child due in three months; the first was hurt.",
        here=("", "police", "community", "hospital", "substance misuse", "probation"),
        threshold=[
            "Likely after the birth: heroin in the spring, a first child with a broken arm, a partner with "
            "a conviction for assault."
        ],
        tonight={
            "sleeps_where": "Not yet born",
            "sleeps_with": "Not yet born",
            "legal_basis": LegalBasis.UNBORN,
            "safety_agreed_by": "Tamara Naismith; Tariq Bellamy",
            "parents_told": "Tamara told by Callum with Sunita; Dale told a week later, with her agreement.",
        },
        seen=[{"seen": "alone", "observed": "Tamara, alone: thin, clear-eyed, a scan picture in her purse."}],
        words=[None],
        home={
            "place": "Flat 3, Cinder Lane",
            "home": "One room, clean, damp by the window. Nothing for a baby yet.",
            "who_was_there": "Tamara; Dale came in later",
            "sleeps": ["Nothing yet; there is room for a crib beside her bed."],
        },
        parent=(
            "Tamara Naismith, expectant mother",
            "“Tell me what I have to do, and I’ll do it. Don’t take this one without telling me.”",
        ),
        harm=("neglect", "Likely after the birth."),
        knows=[
            ("substance misuse", "J. Orrin, key worker", "On 40 mg since May, two clean tests of three."),
            ("probation", "S. Ware", "Dale Purvis: assault on a former partner, licence until next spring."),
        ],
        outcome=[
            (
                "An earlier injury, drugs this year, a partner’s violence.",
                "Her midwife, her script, her wish.",
                "Without daily help and somebody else in the home at night, a newborn is likely to be hurt "
                "or missed.",
            )
        ],
        medical="None: not yet born.",
        close=False,
    )
    t.do(
        "tariq",
        t.back(60, "12:00"),
        enquiry.close,
        explained={"what_is_owed_is_done": "Not yet born: her mother was seen and heard."},
    )
    later.assessed(
        t,
        42,
        cases,
        lead,
        "moor",
        [
            "A first child lost, drugs this year, and a mother who asks for a plan: it stands, and goes on "
            "after the birth."
        ],
        "4A",
        "5A",
    )
    made = later.conference(
        t,
        lead,
        t.back(63, "10:00"),
        cases,
        "pre-birth",
        "Likely significant harm from the day of birth.",
        t.back(55, "13:00"),
        agencies=("police", "community", "hospital", "substance misuse"),
        distant=("probation",),
        people=[
            {"name": "Tamara Naismith", "role": "parent", "relationship": "Expectant mother"},
            {"name": "Dale Purvis", "role": "parent", "relationship": "Expected father"},
        ],
    )
    later.reported(
        t,
        t.back(60, "15:00"),
        made,
        police="Dale Purvis: two call-outs by a former partner.",
        community="Health visitor named: Maeve Corrigan.",
        hospital="Growth on the 20th centile; two scans caught up.",
        substance_misuse="As at the discussion; a clean test since.",
        probation="Meets us weekly; a course until February.",
    )
    later.shared(t, lead, t.back(59, "11:00"), made, Tamara="Whole", Dale="His own part, and the plan")
    at = t.back(55, "13:00")
    made = t.do(
        lead,
        t.back(56, "10:00"),
        made.plan_for_birth,
        children=[
            answer(
                case,
                birth_call="On admission the ward rings Callum by day, out of hours by night; the police "
                "where somebody is in danger.",
                birth_meeting="No discharge before a meeting of ward, Callum, Maeve Corrigan and Tamara.",
            )
        ],
    )
    made = later.held(
        t,
        at,
        made,
        cases,
        ("", "police", "community", "hospital", "substance misuse"),
        {
            "": ("Callum Verity", "A plan, with her in it."),
            "police": ("DC Amara Stroud", "A plan."),
            "community": ("Ruth Abara", "A plan; daily visits at first."),
            "hospital": ("Sunita Varma", "A plan. She came today by herself."),
            "substance misuse": ("J. Orrin", "A plan; weekly tests."),
        },
    )
    later.attended(
        t, at + t.minutes(60), made, "Tamara", "“I came because nobody told me last time that I could.”"
    )
    t.do(
        "patience",
        at + t.minutes(80),
        made.make_plans,
        children=[
            answer(
                case,
                category="NEG",
                further_categories=["PHY"],
                why="A first child hurt and adopted, drugs this year, and a late booking: likely from the "
                "first day, and she can change it.",
                lead_practitioner=t.cast.users[lead],
                core_group="Tamara, Callum Verity, Sunita Varma, J. Orrin, Maeve Corrigan",
                core_group_on=t.back(47, "10:00").date(),
                outline="Clean weekly tests; every scan; a place where somebody is awake at night; Dale not "
                "alone with the baby.",
                contingency="No agreement at the birth: legal advice the same day; the ward keeps mother "
                "and baby.",
                previous_plans=0,
            )
        ],
    )
    later.followed_up(
        t, 55, made, "Each agency in turn; Tamara’s own words; the plan before and after the birth."
    )
    plan = later.plan_of(t, lead, case)
    here = ("", "community", "hospital", "substance misuse")
    later.core_group(
        t,
        lead,
        t.back(47, "10:00"),
        plan,
        {
            case: {
                "risk": "same",
                "detail": "Test each Monday. Mother and baby place at Alder House from 34 weeks. Crib by "
                "week 30. Dale sees the baby there.",
            }
        },
        here,
        "Script steady; Alder House visited.",
        first=True,
        parents="Tamara. Dale worked; Callum rings him.",
        next_on=t.back(20, "10:00").date(),
    )
    t.do(
        lead,
        t.back(46, "10:00"),
        plan.record_birth_response,
        children=[
            answer(
                case,
                birth_response="Ward rings Callum by day, out of hours by night. No discharge before the "
                "meeting. Dale visits with a nurse in the room.",
            )
        ],
    )
    later.acts(
        t,
        lead,
        t.back(46, "10:30"),
        plan,
        cases,
        {
            "risk": "Drugs",
            "outcome": "A baby whose mother is awake and well",
            "action": "Test each Monday, result to Callum the same day",
            "agency": "substance misuse",
            "due_on": t.ahead(10, "10:00").date(),
        },
        {
            "risk": "Nobody awake at night",
            "outcome": "Fed and safe through the night",
            "action": "A place at Alder House from 34 weeks",
            "agency": "",
            "due_on": t.back(10, "10:00").date(),
            "contingency": "Tamara’s sister, checked by us",
        },
        {
            "risk": "Dale’s temper",
            "outcome": "No fear in the home",
            "action": "Finishes the course before he lives with them",
            "owner": "Dale Purvis",
            "due_on": t.day(days=90),
        },
    )
    for days, seen, where in (
        (
            53,
            "Tamara, alone: ate, tested clean on Monday. Showed the crib that her sister gave.",
            "Flat 3, Cinder Lane",
        ),
        (
            44,
            "Tamara, alone. Tearful on the day her first child turned three; rang J. Orrin herself.",
            "Flat 3, Cinder Lane",
        ),
        (35, "Tamara, alone. Scan on time, growth good.", "The antenatal clinic"),
        (
            25,
            "Tamara with her bag packed for Alder House. One test missed, made up next day.",
            "Flat 3, Cinder Lane",
        ),
        (16, "Tamara at Alder House since Friday; sleeps, knits.", "Alder House"),
        (7, "Tamara, alone. Tired, swollen ankles; the ward knows her name.", "Alder House"),
    ):
        later.visited(t, lead, t.back(days, "14:00"), plan, {case: seen}, where)
    later.core_group(
        t,
        lead,
        t.back(19, "10:00"),
        plan,
        {case: {"risk": "less", "risk_words": "Seven clean tests of eight; at Alder House."}},
        here,
        "Alder House began on Friday. Dale has done half his course.",
        parents="Both.",
        next_on=t.ahead(6, "10:00").date(),
    )
    action = plan.subject.planaction_rows.get(action__startswith="A place at")
    t.do(
        lead,
        t.back(15, "12:00"),
        plan.end_action,
        action=action,
        ended="done",
        because="Tamara moved in on the first day of her 34th week.",
    )
    t.do(
        "gideon",
        london(born, time(4, 20)),
        case.note,
        happened_at=london(born, time(4, 10)),
        with_whom="Night sister, maternity",
        how="call",
        words="A girl, 2.6 kg, three weeks early, born ten past two, well. Tamara held her first. Dale "
        "waits downstairs.",
    )
    baby = t.do(
        lead,
        t.back(3, "09:30"),
        baby.be_born,
        date_of_birth=born,
        sex="F",
        given_name="Isla",
        family_name="Naismith",
    )
    t.relate(lead, t.back(3, "09:40"), baby, tamara, "mother", "held", "Gave birth to her", lives_there=True)
    t.sleeps(
        lead,
        t.back(3, "10:00"),
        case,
        "Wexmoor General, maternity ward",
        "Her mother",
        "Tamara Naismith; Tariq Bellamy",
        LegalBasis.HOSPITAL,
    )
    later.visited(
        t,
        lead,
        t.back(3, "11:00"),
        plan,
        {
            case: {
                "seen": "not-alone",
                "not_alone_because": "Days old, in her mother’s arms.",
                "observed": "Slept, woke, rooted. No sign of withdrawal by the ward’s chart.",
                "sleeping_place_seen": True,
                "sleeping_place": "Ward cot beside her mother’s bed.",
            }
        },
        "Maternity ward",
        how="elsewhere",
        written=60,
    )
    t.do(
        lead,
        t.back(2, "15:00"),
        plan.note,
        children=[case],
        happened_at=t.back(2, "13:30"),
        with_whom="Discharge meeting: ward, Tamara, Maeve Corrigan, Alder House",
        how="meeting",
        words="Home to Alder House tomorrow with a night worker. Midwife daily for ten days. Dale visits "
        "from two to five.",
    )
    t.sleeps(
        lead,
        t.back(1, "15:00"),
        case,
        "Alder House, room 4",
        "Her mother; a worker is awake at night",
        "Tamara Naismith; Tariq Bellamy",
        carer_checks="Placed by us with her agreement; our residential service.",
    )
    review = later.conference(
        t,
        lead,
        t.back(2, "16:00"),
        cases,
        "review",
        "Born on a plan: the review after the birth.",
        t.ahead(7, "13:00"),
        agencies=("police", "community", "hospital", "substance misuse"),
        people=[
            {"name": "Tamara Naismith", "role": "parent", "relationship": "Mother"},
            {"name": "Dale Purvis", "role": "parent", "relationship": "Father"},
        ],
    )
    later.reported(t, t.back(1, "10:00"), review, hospital="Well, 2.6 kg, feeding. No withdrawal.")


STORIES = [naismith]
