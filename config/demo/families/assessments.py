"""Assessments: two working days before their day, and two over it."""

from config.demo.tell import AGREED, HELD, NOT_CHECKED, Tell, a_child, answer, professional
from people.models import LegalBasis
from referrals.models import Assessment

LINES = {"lines": ["17 Ropewalk"], "town": "Wexmoor", "postcode": "ZZ99 3BA"}


def assessed(t: Tell, by: str, case) -> Assessment:
    """The assessment that was opened for this child."""
    return Assessment.visible_to(t.cast.users[by]).filter(children__case=case).latest("pk")


def ostler(t: Tell) -> None:
    """Due in two working days: her outcome is proposed, his brother has still to be seen alone."""
    referral = t.refer(
        t.back(43, "14:10"),
        source="3C",
        referrer=professional(
            "Nurse B. Ellwand", "School nurse", "Wexmoor Community Health Trust", "01632 960110"
        ),
        consent=AGREED,
        children=[
            a_child("Marnie", "Ostler", t.born(12, 5), "F"),
            a_child("Jude", "Ostler", t.born(8), "M", disabilities=["AUT", "COMM"]),
        ],
        concern={
            "what_happened": "Marnie told the school nurse that there is often no food at the end of the "
            "month and that her mother sleeps all day. Jude’s tablets have not been collected since spring.",
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
                "again; a plan with food, treatment and her grandmother’s part.",
            )
        ],
    )


def quill(t: Tell) -> None:
    """Two working days over its day, and the reason is not yet written."""
    referral = t.refer(
        t.back(47, "11:00"),
        source="2B",
        referrer=professional(
            "F. Larwood", "Attendance officer", "Wexmoor Education Safeguarding Service", "01632 960145"
        ),
        consent=AGREED,
        children=[a_child("Saoirse", "Quill", t.born(14, 3), "F", "WIRI")],
        concern={
            "what_happened": "Saoirse has been in school eleven days this term. On two visits she answered "
            "the door in her coat and said that her mother was asleep.",
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


STORIES = [quill, ostler]
