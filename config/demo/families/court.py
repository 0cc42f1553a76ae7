"""Orders and what comes before them: an emergency protection order that runs out tonight, an interim care order, a
family in pre-proceedings, a boy missing since last night."""

from typing import Any

from config.demo import later
from config.demo.later import child, professional
from config.demo.tell import HELD, NOT_CHECKED, Tell, answer
from court.models import PreProceedings
from people.models import LegalBasis, MissingEpisode
from strategy.models import AbeInterview, CourtOrder


def penrose(t: Tell) -> None:
    """A baby looked after under an interim care order since the spring, a girl of two under an emergency order whose
    eighth day is today, a boy of thirteen at his aunt’s who did not come home."""
    lead, adviser = "callum", "helena"
    cases = later.comes_in(
        t,
        118,
        source="3E",
        referrer=professional(
            "Dr C. Amoah", "Emergency doctor", "Wexmoor General Hospital Trust", "01632 960120"
        ),
        children=[
            child("Arlo", "Penrose", t.born(0, 6, 10), "M", mobility="not_mobile"),
            child("Nell", "Penrose", t.born(2, 4), "F"),
            child("Jasper", "Penrose", t.born(13, 2), "M"),
        ],
        concern={
            "what_happened": "Arlo was brought at three weeks with two broken ribs, found by chance on a "
            "chest picture. Neither parent can say how. "
            "Nell and Jasper live in the home.",
            "worried_about": "All three.",
            "harm_types": ["physical_abuse"],
            "injuries": [
                {
                    "child": "C1",
                    "body_site": "left ribs",
                    "description": "Two healing fractures; nothing to see on the skin",
                    "seen_by": "Dr C. Amoah",
                    "explanation_given": "None",
                    "medical_needed": "yes",
                }
            ],
        },
        looked="Arlo stays on the ward; a nurse is with him. Nell and Jasper at their aunt’s.",
        why=[
            "Broken ribs at three weeks that nobody explains.",
            "Two, in the same hands.",
            "Thirteen, and says that he heard nothing, before he is asked.",
        ],
        reason="Unexplained fractures in a newborn.",
        team="moor",
        lead=lead,
        words="Ward, aunt, parents, in that order. Legal advice today.",
    )
    arlo, nell, jasper = cases
    at = t.back(118, "14:00")
    gemma, lewis = later.family_of(
        t,
        lead,
        at,
        cases,
        (
            "Gemma",
            "Penrose",
            "mother",
            HELD,
            "Birth certificates seen",
            True,
            {"sex": "F", "telephone": "01632 960510"},
        ),
        ("Lewis", "Crane", "father", NOT_CHECKED, "", True, {"sex": "M"}),
        gp="surgery",
    )
    aunt = t.person(lead, at, "Lorna", "Penrose", sex="F", telephone="01632 960511")
    for case, where in (
        (arlo, {"health_visitor": ("surgery", "Maeve Corrigan")}),
        (nell, {"nursery": "nursery"}),
        (jasper, {"school": ("high", "D. Foyle")}),
    ):
        t.relate(lead, at, case.child, aunt, "aunt", lives_there=False)
        t.serve(lead, at, case.child, **where)
    enquiry = later.enquired(
        t,
        117,
        cases,
        lead=lead,
        team="moor",
        reason="Unexplained fractures at three weeks.",
        here=("", "police", "hospital", "community", "nursery", "high"),
        threshold=[
            "Two broken ribs.",
            "Two years old in the same home.",
            "Thirteen in the same home, and silent.",
        ],
        tonight={
            "sleeps_where": "Arlo on the ward; Nell and Jasper at Lorna Penrose’s, 6 Quarry View",
            "sleeps_with": "A nurse; their aunt",
            "legal_basis": "family-arrangement",
            "safety_agreed_by": "Gemma Penrose; Tariq Bellamy",
            "parents_told": "Both told on the ward by Callum Verity and DC Stroud.",
        },
        facts={"medical": "done"},
        injury_or_sexual_harm=True,
        seen=[
            {
                "seen": "not-alone",
                "not_alone_because": "Three weeks old, with a nurse.",
                "observed": "Cries when his left side is touched.",
            },
            {"seen": "alone", "observed": "Clings to Lorna."},
            {"seen": "alone", "observed": "Looked at his shoes. Asked when Arlo comes home."},
        ],
        words=[None, None, ("What is home like?", "It’s fine. I had headphones on.")],
        home={
            "place": "6 Quarry View",
            "home": "Lorna’s: small, calm.",
            "who_was_there": "Lorna, Nell, Jasper",
            "sleeps": ["Ward cot.", "Travel cot beside Lorna.", "Sofa bed."],
        },
        parent=("Gemma Penrose, mother", "“I was asleep. I’m always asleep.”"),
        harm=("physical", "Broken ribs at three weeks, not explained."),
        knows=[
            ("hospital", "Dr Simeon Vance", "Squeezed: no other cause fits."),
            ("high", "D. Foyle", "Jasper sleeps in lessons."),
        ],
        outcome=[
            (
                "Squeezed until ribs broke.",
                "The ward; his aunt.",
                "Injured in the care of two adults who give no account.",
            ),
            ("None found; wholly dependent.", "Her aunt.", "The same two adults, and she is two."),
            (
                "Knows more than he says.",
                "His aunt, his school.",
                "He keeps a secret that is too heavy for thirteen.",
            ),
        ],
        medical="Two healing rib fractures in Arlo; Nell and Jasper examined: nothing found, which does "
        "not exclude abuse.",
    )
    later.assessed(
        t,
        85,
        cases,
        lead,
        "moor",
        [
            "Arlo needs carers who can say what happens to him.",
            "Nell needs to be where somebody watches.",
            "Jasper needs somebody to tell.",
        ],
        "1B",
    )
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
    removed = t.do(
        lead,
        t.back(116, "17:30"),
        CourtOrder().record,
        what="interim-supervision",
        made_at=t.back(116, "16:10"),
        cases=[arlo],
        expires_at=t.back(110, "16:00"),
        reason="Until the contested hearing: Arlo stays on the ward, and his parents visit with a nurse.",
        without_notice=False,
        applied_by="authority",
        accommodated_where="Wexmoor General, children’s ward",
        court="Wexmoor Family Court",
        case_number="WX26C0031",
        team=t.team("moor"),
    )
    for whom, at_, by_whom, why in (
        ("child", None, "", "Three weeks old."),
        ("parents", t.back(116, "17:00"), "Callum Verity", ""),
    ):
        t.do(
            lead,
            t.back(116, "18:00"),
            removed.record_told,
            children=[arlo],
            whom=whom,
            happened_at=at_,
            by_whom=by_whom,
            not_told_because=why,
        )
    stage = t.do(
        "marcus",
        t.back(112, "10:00"),
        PreProceedings().decide,
        cases=[nell, jasper],
        decided_on=t.back(112, "09:00").date(),
        why="Proceedings are issued for Arlo; Nell and Jasper stay with their aunt by agreement while "
        "their parents are assessed.",
        team=t.team("moor"),
    )
    t.do(
        "marcus",
        t.back(112, "10:10"),
        stage.take_in,
        cases=[arlo],
        begun_on=t.back(112, "09:00").date(),
        why="So that one record says where each of the three stands.",
    )
    stage = t.do(
        adviser,
        t.back(111, "12:00"),
        stage.record_application,
        children=[answer(arlo)],
        application_on=t.back(111, "11:00").date(),
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
    for whom, at_, by_whom, why in (
        ("child", None, "", "A baby."),
        ("parents", t.back(111, "15:00"), "In court", ""),
    ):
        t.do(
            lead,
            t.back(111, "17:00"),
            ordered.record_told,
            children=[arlo],
            whom=whom,
            happened_at=at_,
            by_whom=by_whom,
            not_told_because=why,
        )
    t.do(lead, t.back(110, "10:00"), removed.close)
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
    for case in cases:
        t.do(lead, t.back(110, "11:30"), case.record_primary_need, primary_need="N1")
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
                why="Arlo is looked after under an interim order: his care plan protects him, and is reviewed.",
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
    for days, one, two in (
        (101, "Sat in Lorna’s lap.", "Headphones in."),
        (92, "Slept at noon, dry, warm.", "Showed a drawing of the old flat."),
        (83, "Says “Lo-lo”.", "Slept eight hours."),
        (74, "Runs.", "Counsellor once."),
        (64, "A cold.", "Back row, front row now, says D. Foyle."),
        (54, "Words in pairs.", "Asked whether Arlo knows him."),
        (45, "Well.", "Well, and hungry."),
        (36, "Asked for Mum.", "Would not speak of Mum."),
        (27, "Well.", "Late twice."),
        (18, "Well; a bump from the slide, seen by Lorna.", "Angry: Mum asks him to come home."),
    ):
        later.visited(
            t,
            lead,
            t.back(days, "16:00"),
            work,
            {
                nell: {
                    "seen": "not-alone",
                    "not_alone_because": "Two; her aunt was in the next room.",
                    "observed": one,
                },
                jasper: two,
            },
            "6 Quarry View",
            announced=days % 2 == 0,
        )
    for days, what in (
        (68, "Steady at Lorna’s; parents see both twice a week."),
        (42, "Lewis has left; Gemma says that she is alone."),
        (14, "Gemma asks for both back; Lorna is tired."),
    ):
        later.core_group(
            t,
            lead,
            t.back(days, "10:00"),
            work,
            {nell: {"risk": "same"}, jasper: {"risk": "same"}},
            ("", "community", "high"),
            what,
            parents="Gemma, Lorna",
        )
    for days, step, said in (
        (111, "record_letter", {"sent_on": 111, "offered": True}),
        (
            102,
            "record_first_meeting",
            {
                "held_on": 102,
                "agreed": "Assessment of both parents; no unsupervised time; Lorna cares for both.",
            },
        ),
    ):
        facts: Any = {**said, next(key for key in said if key.endswith("_on")): t.back(days, "09:00").date()}
        t.do(
            "tariq",
            t.back(days, "15:00"),
            getattr(stage, step),
            children=[answer(nell), answer(jasper)],
            **facts,
        )
    t.do(
        "tariq",
        t.back(90, "16:00"),
        stage.record_family_meeting,
        children=[answer(nell), answer(jasper)],
        family_meeting="held",
        happened_on=t.back(91, "09:00").date(),
    )
    for days, words in (
        (72, "Assessment under way; both parents came."),
        (40, "Lewis has stopped coming. Gemma came to four of six."),
        (9, "Gemma took Nell overnight without asking. The assessor advises against a return."),
    ):
        t.do(
            "tariq",
            t.back(days, "16:00"),
            stage.record_review,
            children=[answer(nell), answer(jasper)],
            held_on=t.back(days, "09:00").date(),
            words=words,
        )
    review = later.conference(
        t,
        lead,
        t.back(60, "10:00"),
        [nell, jasper],
        "review",
        "First review.",
        t.back(46, "10:00"),
        agencies=("community", "high", "nursery"),
        people=[{"name": "Gemma Penrose", "role": "parent", "relationship": "Mother"}],
    )
    later.reported(
        t, t.back(54, "10:00"), review, community="Nell well.", high="Jasper better.", nursery="Nell settled."
    )
    later.shared(t, lead, t.back(51, "15:00"), review, Gemma="Whole")
    review = later.held(
        t,
        t.back(46, "10:00"),
        review,
        [nell, jasper],
        ("", "community", "high"),
        {
            "": ("Callum Verity", "Goes on."),
            "community": ("Ruth Abara", "Goes on."),
            "high": ("D. Foyle", "Goes on."),
        },
    )
    t.do(
        "patience",
        t.back(46, "11:30"),
        review.continue_plans,
        children=[
            answer(
                nell,
                category="PHY",
                why="Nothing is explained, and Nell is two.",
                lead_practitioner=t.cast.users[lead],
            ),
            answer(
                jasper,
                category="EMO",
                why="Better with Lorna; pulled home by his mother each week.",
                lead_practitioner=t.cast.users[lead],
            ),
        ],
    )
    later.followed_up(t, 46, review, "What is known since; both go on; the aunt’s own words.")
    # The order whose last day is today: eight days, and the first of them counts.
    made_at = t.now.replace(hour=15, minute=20, second=0, microsecond=0) - t.minutes(60 * 24 * 7)
    t.do(
        "marcus",
        made_at - t.minutes(150),
        stage.decide_to_apply,
        children=[answer(nell)],
        decided_on=made_at.date(),
    )
    order = t.do(
        lead,
        made_at + t.minutes(60),
        CourtOrder().record,
        what="emergency-protection",
        made_at=made_at,
        cases=[nell],
        expires_at=t.tonight("23:59"),
        reason="Nell was taken from her aunt’s at night by her mother; found at Lewis Crane’s with a "
        "bruise on her back.",
        grounds="removed",
        without_notice=True,
        applied_by="authority",
        accommodated_where="Emergency foster carers (address kept)",
        medical_direction="Examination by Dr Vance, done the same evening",
        court="Wexmoor Family Court",
        case_number="WX26C0077",
        team=t.team("moor"),
    )
    for whom, at_, by_whom, why in (
        ("child", made_at + t.minutes(120), "Callum Verity, with her bear", ""),
        ("parents", made_at + t.minutes(130), "DC Amara Stroud", ""),
        ("authority-found", made_at + t.minutes(70), "Callum Verity", ""),
        ("authority-lives", None, "", "The same authority."),
    ):
        t.do(
            lead,
            made_at + t.minutes(180),
            order.record_told,
            children=[nell],
            whom=whom,
            happened_at=at_,
            by_whom=by_whom,
            not_told_because=why,
        )
    _discussed_again(t, lead, order, nell)
    at = made_at + t.minutes(60 * 19)
    t.do(
        lead,
        at + t.minutes(90),
        t.enquiry(lead, nell).record_seen,
        happened_at=at,
        how="elsewhere",
        place="The foster carers’",
        by_whom="Callum Verity, DC Amara Stroud",
        children=[
            answer(
                nell,
                seen="not-alone",
                not_alone_because="Two, and new there; her foster carer held her.",
                observed="A bruise on her back, 2 cm, brown-yellow on fair skin, seen with Dr Vance’s note. Ate.",
            )
        ],
    )
    t.do(
        lead,
        made_at + t.minutes(200),
        nell.become_looked_after,
        basis="emergency-protection-order",
        from_on=made_at.date(),
        words="Emergency foster carers; contact daily for an hour, supervised.",
    )
    t.sleeps(
        lead,
        made_at + t.minutes(205),
        nell,
        "Emergency foster carers (address kept)",
        "Her foster carers",
        "The court; Tariq Bellamy",
        LegalBasis.ORDER,
    )
    t.do(
        adviser,
        t.back(1, "16:30"),
        order.plan_extension,
        children=[answer(nell)],
        hearing_at=t.soon("15:30"),
        asked_until=t.tonight("23:59") + t.minutes(60 * 24 * 6),
    )
    later.visited(
        t,
        lead,
        t.back(2, "10:00"),
        work,
        {
            nell: {
                "seen": "not-alone",
                "not_alone_because": "Two, and new there; her foster carer stayed.",
                "observed": "Slept through. Bruise yellow. Asked for Lo-lo.",
            },
            jasper: {
                "seen": "alone",
                "observed": "Asked where she is. Would not eat.",
                "words": "If I’d told, she’d still be here.",
                "question": "What are you thinking?",
            },
        },
        "The foster carers’, then 6 Quarry View",
        how="elsewhere",
    )
    gone = t.night("19:30")
    t.do(
        "gideon",
        gone + t.minutes(170),
        MissingEpisode().record_missing,
        cases=[jasper],
        missing_since=gone,
        last_seen="Lorna’s gate, with his school bag",
        circumstances="Left a note: “gone to get Nell”. His mother does not answer.",
        reported_at=gone + t.minutes(150),
        police_reference="MIS-3402",
        risk="high",
    )


def _discussed_again(t: Tell, lead: str, order, case) -> None:
    """The duty that an emergency order opens: police, health and social care spoke the same evening."""
    discussion = order.discussion
    if discussion is None:
        return
    at = order.made_at + t.minutes(220)
    for key in ("police", "hospital"):
        t.do("tariq", at - t.minutes(20), discussion.invite, agency=t.agency(key))
    discussion = t.do(
        "tariq",
        at,
        discussion.hold,
        held_at=at,
        how="telephone",
        chair=t.cast.users["tariq"],
        here=[t.agency(key) for key in ("", "police", "hospital")],
    )
    t.do(
        "tariq",
        at + t.minutes(10),
        discussion.record_facts,
        children=[
            answer(
                case,
                threshold_why="The court found that harm is likely unless the child is removed.",
                sleeps_where=order.children.get().accommodated_where,
                sleeps_with="Carers",
                legal_basis="order",
                safety_agreed_by="The court; Tariq Bellamy",
                lives_with_source=False,
                who_sees=t.name(lead),
                to_be_seen_at=at + t.minutes(60 * 16),
                medical="done",
                parents_told="Told of the order and of the enquiry.",
            )
        ],
    )
    rows = case.section47child_rows.filter(state__in=("OPEN", "PROPOSED"))
    step = discussion.continue_enquiries if rows.exists() else discussion.agree_enquiries
    more: Any = {} if rows.exists() else {"enquirers": "joint"}
    discussion = t.do("tariq", at + t.minutes(15), step, children=[answer(case)], **more)
    t.recorded("tariq", discussion, at + t.minutes(60 * 15))


STORIES = [penrose]
