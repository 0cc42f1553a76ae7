"""Two sisters: the referral centre called within the hour, an interview after it, and a witness of six."""

from config.demo import later
from config.demo.later import comes_in
from config.demo.tell import HELD, NOT_HELD, Tell, a_child, answer, professional
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
        referrer=professional(
            "Gwen Ashby", "Designated safeguarding lead", "Larkfield Primary School", "01632 960140"
        ),
        children=[
            a_child("Willow", "Mercer", t.born(9, 4), "F"),
            a_child("Poppy", "Mercer", t.born(6, 1), "F"),
        ],
        concern={
            "what_happened": "Willow wrote in her worry book that her uncle Craig, who sleeps on their "
            "sofa, touches her under her clothes when their mother is on nights. The last time was on the "
            "night before last.",
            "worried_about": "That he is at home tonight, and Poppy shares her room.",
            "harm_types": ["sexual_abuse"],
            "childs_own_words": "In her book: “Uncle Craig dus the tickel game in my night dress and I dont "
            "like it.”",
        },
        looked="Both in school until 3:30pm; their mother fetches them herself, and was spoken to alone.",
        why=[
            "She has said what he does, and when.",
            "Shares the room and the sofa’s house; has not been asked.",
        ],
        reason="Sexual abuse, as she wrote it, two nights ago.",
        team="heath",
        lead=lead,
        words="Medical first, then the interview: two days at most. Their mother believes her. Poppy is a "
        "witness too.",
    )
    willow, poppy = cases
    at = t.back(4, "13:45")
    (jess,) = later.family_of(
        t,
        lead,
        at,
        cases,
        (
            "Jess",
            "Mercer",
            "mother",
            HELD,
            "Birth certificates seen",
            True,
            {"sex": "F", "telephone": "01632 960460"},
        ),
        school=("primary", "Gwen Ashby"),
        gp="surgery",
    )
    craig = t.person(lead, at, "Craig", "Mercer", date_of_birth=t.born(27), sex="M")
    for case in cases:
        t.relate(lead, at, case.child, craig, "uncle", NOT_HELD, "None in law", lives_there=False)
    t.relate(lead, at, willow.child, poppy.child, "sister", lives_there=True)
    discussion = t.held(
        "rosalind",
        "heath",
        (4, "13:50"),
        (4, "14:30"),
        cases,
        "Abused two nights ago by an uncle in the home.",
        ("", "police", "community", "hospital", "primary"),
        injury_or_sexual_harm=True,
        urgency="urgent",
    )
    at = t.back(4, "14:45")
    t.said(
        "simeon",
        at,
        discussion,
        cases,
        "hospital",
        "Within the window for samples from Willow: call the centre now; she should not wash or change "
        "first.",
        by_name="Dr Simeon Vance",
    )
    t.do(
        "rosalind",
        at,
        discussion.record_facts_once,
        children=cases,
        sleeps_where="At home, 5 Sallow Walk; Craig Mercer was arrested at 2:20pm and does not return",
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
            answer(
                willow,
                threshold_why="She wrote what he does in words of her own, with night and place.",
                medical="needed",
                interview_planned="Visually recorded, by DC Stroud, in two days.",
            ),
            answer(
                poppy,
                threshold_why="Shares the room in which it happened; six, and goes quiet at his name.",
                medical="needed",
                interview_planned="As a witness, and heard for herself.",
            ),
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
    t.do(
        "rosalind",
        at + t.minutes(10),
        discussion.agree_enquiries,
        enquirers="joint",
        children=[answer(case) for case in cases],
    )
    t.recorded("rosalind", discussion, t.back(3, "10:00"))
    first = t.do(
        lead,
        at + t.minutes(20),
        first.record_sarc_called,
        called_at=at + t.minutes(15),
        spoke_to="Dr I. Petrie, forensic physician, Wexmoor SARC",
        advice="Come at 6pm. Bring the night dress and the bedding in paper bags.",
        early_samples="Mouth swab and urine by DC Stroud at 2:55pm, with Willow’s agreement; night dress "
        "bagged.",
    )
    first = t.do(
        "simeon",
        at + t.minutes(30),
        first.accept,
        accepted_by="Dr Vance, jointly with Dr Petrie",
        advice="No bath. Her own blanket may come.",
    )
    first = t.do(
        "simeon",
        at + t.minutes(40),
        first.book,
        booked_for=t.back(4, "18:00"),
        place="Wexmoor SARC, the children’s room",
        clinician="Dr I. Petrie and Dr Simeon Vance",
    )
    for parts, by_right, who in (
        (["examination", "samples", "sharing"], "responsibility", "Jess Mercer, mother"),
        (["photographs"], "responsibility", "Jess Mercer, mother"),
    ):
        first = t.do(
            "simeon",
            t.back(4, "18:05"),
            first.record_consent,
            parts=parts,
            given=True,
            by_right=by_right,
            who=who,
            how="In writing, after Willow had asked her own questions",
            happened_at=t.back(4, "18:00"),
        )
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
    first = t.do(
        "simeon",
        t.back(4, "20:05"),
        first.record_findings,
        findings="No injury. Samples sent. Growth and general health good.",
        not_examined="None: the whole child was examined",
        causes_considered="None needed",
    )
    first = t.do(
        "simeon",
        t.back(4, "20:10"),
        first.give_preliminary_opinion,
        opinion="normal",
        words="A normal examination is what is found in most children who were abused so. It takes nothing "
        "from what she says.",
        given_at=t.back(4, "20:10"),
        told="Nadia Okonjo-Pell, DC Amara Stroud",
    )
    t.do(
        "simeon",
        t.back(4, "20:15"),
        first.plan_action,
        action_kind="care",
        who="Dr Vance",
        words="Infection screen and follow-up at the centre; counselling offered to Willow and to her "
        "mother.",
        due_on=t.ahead(7, "10:00").date(),
    )
    second = t.do(
        "simeon",
        t.back(3, "09:30"),
        second.accept,
        accepted_by="Dr Vance",
        advice="When Poppy is ready; nothing is lost by two days.",
    )
    t.do(
        "simeon",
        t.back(3, "09:40"),
        second.book,
        booked_for=t.ahead(2, "10:30"),
        place="Wexmoor SARC, the children’s room",
        clinician=DR_VANCE,
    )
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
        children=[
            answer(
                willow, seen="alone", observed="Spoke to the rabbit rather than to us. Ate a whole orange."
            ),
            answer(poppy, seen="alone", observed="Asked if Craig is cross. Would not sit on the sofa."),
        ],
    )
    for case, words in (
        (willow, "Is my book in trouble?"),
        (poppy, "He sits on Willow’s bed. I do my snoring."),
    ):
        later.heard(
            t,
            lead,
            at,
            enquiry,
            case,
            t.back(4, "16:20"),
            ("Nothing was asked: the child spoke first", words),
            "5 Sallow Walk",
            alone=True,
        )
    for case in cases:
        t.sleeps(lead, at, case, "5 Sallow Walk", "Their mother", "Jess Mercer; Rosalind Keane")
        t.do(lead, at, case.record_primary_need, primary_need="N1")
        t.do(
            lead,
            t.back(3, "11:00"),
            case.child.record_condition,
            kind=ConditionKind.BAIL,
            against=craig,
            reference="WX/0902",
            from_at=t.back(3, "10:30"),
            expires_at=t.now + t.minutes(60 * 41),
            what="Not within 100 metres of 5 Sallow Walk or the school. No contact by any means.",
        )
    interview = t.do(
        "amara",
        t.back(4, "15:10"),
        AbeInterview().decide,
        case=willow,
        purpose="What happens at night, who, since when; what she fears now.",
        discussion=discussion,
        decided_at=t.back(4, "14:50"),
    )
    interview = t.do(
        "amara",
        t.back(4, "16:40"),
        interview.plan,
        planned_for=t.back(2, "10:00"),
        place="The Maple Room suite",
        interviewer=t.cast.users["amara"],
        second_interviewer=t.cast.users[lead],
        people="Nadia watches from the monitor room. Her mother waits outside.",
        gender_choice="woman",
        topics="The worry book; nights; the sofa; Poppy.",
        order="medical-first",
        order_why="Samples are lost with every hour.",
    )
    interview = t.do(
        "amara",
        t.back(3, "09:00"),
        interview.record_needs,
        language="English",
        intermediary="not-needed",
        intermediary_why="Speaks and understands beyond her age; her teacher agrees.",
        communication="None; likes to draw while she speaks.",
    )
    interview = t.do(
        "amara",
        t.back(3, "09:10"),
        interview.record_agreement,
        agrees=True,
        agreement="Told that only DC Stroud asks, that she may stop, and that she is not in trouble. “Can "
        "the rabbit be on the film?”",
        carer_informed=True,
        carer_words="Jess, told by Nadia; she brings her and asks nothing.",
        eyewitnesses="Poppy: an interview of her own.",
    )
    interview = t.do(
        "amara",
        t.back(2, "12:00"),
        interview.hold,
        held_at=t.back(2, "10:05"),
        who_was_there="Nadia at the monitor; the rabbit",
        recording_reference="WX-VRI-2291",
        safeguarding_summary="She named one adult, who is on bail. Her sister may have been present. She is "
        "afraid that her mother loses her job.",
        interviewer=t.cast.users["amara"],
    )
    sister = t.do(
        "amara",
        t.back(2, "12:20"),
        AbeInterview().decide,
        case=poppy,
        purpose="What she saw and heard; whether anything happened to her.",
        discussion=discussion,
        linked=interview,
        decided_at=t.back(4, "14:50"),
    )
    sister = t.do(
        "amara",
        t.back(2, "12:40"),
        sister.record_needs,
        language="English",
        intermediary="asked-for",
        intermediary_why="Six, whispers, answers with one word: R. Yarrow assesses her tomorrow.",
        communication="Speech therapy since September",
    )
    t.do(
        "amara",
        t.back(2, "12:45"),
        sister.plan,
        planned_for=t.ahead(1, "10:00"),
        place="The Maple Room suite",
        interviewer=t.cast.users["amara"],
        people="Intermediary R. Yarrow; Nadia at the monitor",
        gender_choice="woman",
        topics="Her drawing of the sofa; bedtime.",
        order="interview-first",
        order_why="Nothing recent is described: her words first, at her own pace.",
    )


STORIES = [mercer]
