"""The Penrose children since: months at their aunt’s, the night on which one was taken, the boy who went after her."""

from typing import Any

from config.demo import later
from config.demo.tell import Tell, answer
from people.models import LegalBasis, MissingEpisode
from strategy.models import CourtOrder


def months(t: Tell, lead: str, cases: list, work, stage) -> None:
    """Visits, core groups, what pre-proceedings ask, and the first review conference."""
    _, nell, jasper = cases
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


def taken_at_night(t: Tell, lead: str, cases: list, work, stage) -> None:
    """The emergency protection order whose last day is today."""
    _, nell, jasper = cases
    # Eight days, and the first of them counts.
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
        reason="Nell was taken from her aunt’s at night by her mother; found at Lewis Crane’s with a bruise "
        "on her back.",
        grounds="removed",
        without_notice=True,
        applied_by="authority",
        accommodated_where="Emergency foster carers (address kept)",
        medical_direction="Examination by Dr Vance, done the same evening",
        court="Wexmoor Family Court",
        case_number="WX26C0077",
        team=t.team("moor"),
    )
    later.told_of(
        t,
        lead,
        made_at + t.minutes(180),
        order,
        [nell],
        ("child", made_at + t.minutes(120), "Callum Verity, with her bear"),
        ("parents", made_at + t.minutes(130), "DC Amara Stroud"),
        ("authority-found", made_at + t.minutes(70), "Callum Verity"),
        ("authority-lives", None, "", "The same authority."),
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
                observed="A bruise on her back, 2 cm, brown-yellow on fair skin, seen with Dr Vance’s note. "
                "Ate.",
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
        "helena",
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


def gone_to_get_her(t: Tell, jasper) -> None:
    """Missing since last night."""
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
    discussion = t.do(
        "tariq",
        at + t.minutes(15),
        discussion.agree_enquiries,
        enquirers="joint",
        children=[answer(case)],
    )
    t.recorded("tariq", discussion, at + t.minutes(60 * 15))
