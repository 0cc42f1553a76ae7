"""The Penrose children in their first weeks with the unit: an interview, the court for the baby, two plans."""

from config.demo import later
from config.demo.tell import Tell, answer
from court.models import PreProceedings
from people.models import LegalBasis
from strategy.models import AbeInterview, CourtOrder


def interviewed(t: Tell, jasper) -> None:
    """What he heard at night, told once."""
    talk = t.do(
        "amara", t.back(116, "15:00"), AbeInterview().decide, case=jasper, purpose="What he heard at night."
    )
    talk = t.do(
        "amara",
        t.back(115, "09:00"),
        talk.record_needs,
        language="English",
        intermediary="not-needed",
        intermediary_why="Thirteen; asked, and declined one.",
    )
    talk = t.do(
        "amara",
        t.back(115, "09:10"),
        talk.record_agreement,
        agrees=True,
        agreement="“If Lorna drives.”",
        carer_informed=True,
        carer_words="Lorna Penrose, by Callum Verity.",
    )
    talk = t.do(
        "amara",
        t.back(114, "14:00"),
        talk.hold,
        held_at=t.back(114, "11:00"),
        recording_reference="WX-VRI-2107",
        safeguarding_summary="He heard shouting and a baby who stopped. He must not be asked about it by "
        "family.",
        interviewer=t.cast.users["amara"],
    )
    talk = t.do(
        "moira",
        t.back(112, "15:00"),
        talk.evaluate,
        information="Heard, not seen.",
        action_now="Lorna is told not to ask.",
        safeguarding_summary="He heard shouting and a baby who stopped. He must not be asked about it by "
        "family.",
        next_step="Counsellor, and a second talk when he asks for it.",
        second_interview=False,
    )
    t.do("amara", t.back(111, "09:00"), talk.close)


def to_court(t: Tell, lead: str, cases: list):
    """Two orders for the baby; pre-proceedings for the two at their aunt’s."""
    arlo, nell, jasper = cases
    at_first = t.do(
        lead,
        t.back(116, "17:30"),
        CourtOrder().record,
        what="interim-supervision",
        made_at=t.back(116, "16:10"),
        cases=[arlo],
        expires_at=t.back(110, "16:00"),
        reason="First hearing, at short notice: until the contested one Arlo stays on the ward, and his "
        "parents visit with a nurse.",
        without_notice=False,
        applied_by="authority",
        accommodated_where="Wexmoor General, children’s ward",
        court="Wexmoor Family Court",
        case_number="WX26C0031",
        team=t.team("moor"),
    )
    later.told_of(
        t,
        lead,
        t.back(116, "18:00"),
        at_first,
        [arlo],
        ("child", None, "", "Three weeks old."),
        ("parents", t.back(116, "17:00"), "Callum Verity"),
    )
    stage = t.do(
        "marcus",
        t.back(112, "10:00"),
        PreProceedings().decide,
        cases=[nell, jasper],
        decided_on=t.back(112, "09:00").date(),
        why="Proceedings are issued for Arlo; Nell and Jasper stay with their aunt by agreement while their "
        "parents are assessed.",
        team=t.team("moor"),
    )
    t.do(
        "marcus",
        t.back(112, "10:10"),
        stage.take_in,
        cases=[arlo],
        begun_on=t.back(116, "09:00").date(),
        why="So that one record says where each of the three stands.",
    )
    stage = t.do(
        "helena",
        t.back(111, "12:00"),
        stage.record_application,
        children=[answer(arlo)],
        application_on=t.back(116, "11:00").date(),
        emergency=True,
    )
    t.do(
        "tariq",
        t.back(110, "12:00"),
        stage.record_family_meeting,
        children=[answer(arlo)],
        family_meeting="offered",
        happened_on=t.back(110, "09:00").date(),
    )
    ordered = t.do(
        lead,
        t.back(111, "16:30"),
        CourtOrder().record,
        what="interim-care",
        made_at=t.back(111, "15:00"),
        cases=[arlo],
        expires_at=t.ahead(70, "16:00"),
        reason="Threshold crossed for an interim order; no account of the fractures.",
        applied_by="authority",
        accommodated_where="Foster carers (address kept)",
        court="Wexmoor Family Court",
        case_number="WX26C0031",
        contact_direction="Three times a week, supervised",
        team=t.team("moor"),
    )
    later.told_of(
        t,
        lead,
        t.back(111, "17:00"),
        ordered,
        [arlo],
        ("child", None, "", "A baby."),
        ("parents", t.back(111, "15:00"), "In court"),
    )
    t.do(lead, t.back(110, "10:00"), at_first.close)
    t.do(
        lead,
        t.back(110, "11:00"),
        arlo.become_looked_after,
        basis="interim-care-order",
        from_on=t.back(111, "09:00").date(),
        words="Foster carers in Wexmoor; contact three times a week.",
    )
    t.sleeps(
        lead,
        t.back(110, "11:10"),
        arlo,
        "Foster carers (address kept)",
        "His foster carers",
        "The court; Tariq Bellamy",
        LegalBasis.ORDER,
    )
    for case, home in ((nell, "6 Quarry View"), (jasper, "6 Quarry View")):
        t.sleeps(
            lead,
            t.back(110, "11:20"),
            case,
            home,
            "Their aunt Lorna",
            "Gemma Penrose; Tariq Bellamy",
            LegalBasis.FAMILY_ARRANGEMENT,
            carer_checks="Police and health checked; viability assessment positive.",
        )
    return stage


def two_plans(t: Tell, lead: str, cases: list, enquiry):
    """A conference: plans for two of the three, their first core group and what is to be done."""
    arlo, nell, jasper = cases
    made = later.conference(
        t,
        lead,
        t.back(112, "09:00"),
        cases,
        "initial",
        "Two children at their aunt’s, a brother in care: a plan for both until the court decides.",
        t.back(104, "10:00"),
        agencies=("police", "community", "nursery", "high"),
        people=[
            {"name": "Gemma Penrose", "role": "parent", "relationship": "Mother"},
            {"name": "Lorna Penrose", "role": "carer", "relationship": "Aunt"},
        ],
        enquiry=enquiry,
    )
    later.reported(
        t,
        t.back(110, "15:00"),
        made,
        police="Nobody charged; both released under investigation.",
        community="Nell well grown.",
        nursery="Nell settled at her aunt’s.",
        high="Jasper awake again since he lives with Lorna.",
    )
    later.shared(t, lead, t.back(108, "15:00"), made, Gemma="Whole, without the police’s part")
    made = later.held(
        t,
        t.back(104, "10:00"),
        made,
        [nell, jasper],
        ("", "police", "community", "high"),
        {
            "": ("Callum Verity", "A plan for both."),
            "police": ("DC Amara Stroud", "A plan."),
            "community": ("Ruth Abara", "A plan."),
            "high": ("D. Foyle", "A plan."),
        },
    )
    plan = {
        "lead_practitioner": t.cast.users[lead],
        "core_group": "Gemma, Lorna, Callum Verity, Ruth Abara, D. Foyle",
        "core_group_on": t.back(96, "10:00").date(),
        "contingency": "If Lorna cannot go on, or Gemma takes one of them home: court the same day.",
        "previous_plans": 0,
    }
    later.viewed(
        t,
        t.back(104, "11:00"),
        made,
        [arlo],
        "against",
        {
            "": ("Callum Verity", "The interim order and his care plan protect him."),
            "police": ("DC Amara Stroud", "Not needed while he is in care."),
            "community": ("Ruth Abara", "His reviews as a looked-after child are the place."),
            "high": ("D. Foyle", "Not for a school to say; no objection."),
        },
    )
    made = t.do(
        "patience",
        t.back(104, "11:20"),
        made.decide_no_plan,
        children=[
            answer(
                arlo,
                why="Arlo is looked after under an interim order: his care plan protects him, and is "
                "reviewed.",
                safety_plan="He stays with his foster carers; parents see him with a worker in the room.",
            )
        ],
    )
    t.do(
        "patience",
        t.back(104, "11:30"),
        made.make_plans,
        children=[
            answer(
                nell,
                category="PHY",
                why="Nell is two, and her brother’s ribs were broken beside her cot.",
                outline="Lives with Lorna; her parents see her there.",
                **plan,
            ),
            answer(
                jasper,
                category="EMO",
                why="Jasper carries what he heard, and has nobody to tell.",
                outline="Somebody to tell; school; sleep.",
                **plan,
            ),
        ],
    )
    later.followed_up(t, 104, made, "Each view; the aunt’s offer; two plans.")
    work = later.plan_of(t, lead, nell)
    later.core_group(
        t,
        lead,
        t.back(96, "10:00"),
        work,
        {
            nell: {"detail": "With Lorna; parents on Tuesdays and Saturdays, never alone."},
            jasper: {"detail": "Counsellor at school; boxing; a door that he can lock."},
        },
        ("", "community", "high"),
        "Lorna’s kitchen table.",
        first=True,
        parents="Gemma; Lorna",
        next_on=t.back(70, "10:00").date(),
    )
    later.acts(
        t,
        lead,
        t.back(95, "10:00"),
        work,
        [nell, jasper],
        {
            "risk": "No account of the ribs",
            "outcome": "Safe hands",
            "action": "Parenting assessment of both",
            "agency": "",
            "due_on": t.ahead(15, "09:00").date(),
        },
    )
    return work
