"""A strategy discussion that was held, and what it asked for: enquiries, a medical, an interview."""

from config.demo.families.front_door import DECLARED, SCHOOL
from config.demo.tell import HELD, Tell, a_child, answer
from strategy.models import AbeInterview, ChildProtectionMedical


def hale(t: Tell) -> None:
    """Held three working days ago: enquiries for her, none for her brother; the record is two days late."""
    referral = t.refer(
        t.back(4, "09:30"),
        "portal",
        source="2A",
        referrer=SCHOOL,
        consent={
            "parents_aware": "no",
            "consent_to_refer": "not_sought",
            "consent_to_share": "not_needed",
            "reason_not_sought_or_overridden": "Tamsin’s stepbrother lives in the home.",
        },
        children=[
            a_child("Tamsin", "Hale", t.born(10, 1), "F"),
            a_child("Rory", "Hale", t.born(13, 6), "M"),
        ],
        concern={
            "what_happened": "Tamsin wrote in her reading diary that she sleeps in the bath with the door "
            "locked when Connor is there at weekends. Asked by her teacher, she said that he comes in at "
            "night.",
            "worried_about": "Saturday.",
            "harm_types": ["sexual_abuse"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "likely",
            "childs_own_words": "Asked “What makes you sleep there?” she said: “He comes and sits. The bath "
            "has a lock.”",
        },
        declaration=DECLARED,
        external_reference="LARK-0409",
    )
    referral = t.screened(
        referral, "hazel", t.back(4, "09:55"), "Connor is with his own mother until Friday evening.", "danger"
    )
    tamsin, rory = (row.person for row in t.rows(referral))
    at = t.back(4, "10:20")
    mother = t.person(
        "hazel", at, "Kerry", "Hale", date_of_birth=t.born(36), sex="F", telephone="01632 960370"
    )
    connor = t.person("hazel", at, "Connor", "Birkin", date_of_birth=t.born(17, 2), sex="M")
    for child in (tamsin, rory):
        t.relate(
            "hazel", at, child, mother, "mother", HELD, "Birth certificates seen at school", lives_there=True
        )
        t.relate("hazel", at, child, connor, "step_sibling", lives_there=False)
        t.serve("hazel", at, child, school="primary" if child == tamsin else "high", gp="surgery")
    t.relate("hazel", at, tamsin, rory, "brother", lives_there=True)
    rows = t.rows(referral)
    referral = t.do(
        "fern",
        t.back(4, "11:00"),
        referral.decide_strategy,
        team=t.team("heath"),
        reason="What Tamsin said about nights.",
        children=[
            answer(rows[0], decided_why="She locks herself in to sleep."),
            answer(rows[1], decided_why="Shares the landing; may know more than he says."),
        ],
    )
    t.told(
        referral,
        "hazel",
        t.back(4, "11:30"),
        "Told Gwen Ashby.",
        "Not told before the discussion: Kerry Hale rings Connor daily.",
    )
    cases = t.cases(referral)
    t.allocate(
        cases,
        "beth",
        "rosalind",
        t.back(4, "12:00"),
        "See Tamsin at school tomorrow with DC Stroud. No question beyond her own words.",
    )
    discussion = t.ask_for_discussion(
        "rosalind",
        t.back(4, "12:10"),
        cases,
        "heath",
        "Sexual harm by a stepbrother may be going on.",
        injury_or_sexual_harm=True,
    )
    t.invite("rosalind", t.back(4, "12:20"), discussion, "police", "community", "primary", "high")
    discussion = t.do(
        "rosalind",
        t.back(3, "10:00"),
        discussion.hold,
        held_at=t.back(3, "10:00"),
        how="meeting",
        chair=t.cast.users["rosalind"],
        here=[t.agency(key) for key in ("", "police", "community", "primary")],
    )
    at = t.back(3, "10:40")
    t.do(
        "rosalind",
        at,
        discussion.record_attendance,
        agency=t.agency("high"),
        attendance="sent-information",
        whom="D. Foyle, safeguarding lead",
    )
    t.said(
        "gwen",
        at,
        discussion,
        cases[:1],
        "primary",
        "Tamsin’s diary has “bath” eleven times since the summer, always after a weekend.",
    )
    t.said(
        "amara",
        at,
        discussion,
        cases,
        "police",
        "Connor Birkin: one complaint by a girl of his year, no action at the time. We would like to speak "
        "with her again.",
        handling="not-for-minutes",
        family_may_know="no",
        about_whom="Connor Birkin, stepbrother",
    )
    t.said(
        "rosalind",
        at,
        discussion,
        cases[1:],
        "high",
        "Rory is settled. Says that he and Connor “don’t talk”.",
        by_name="D. Foyle, safeguarding lead",
    )
    t.do(
        "rosalind",
        at,
        discussion.record_facts,
        children=[
            answer(
                cases[0],
                threshold="met",
                threshold_why="Tamsin locks herself in to sleep when he is there, and says why.",
                sleeps_where="At home, 3 Chandler’s Hill; Connor does not come",
                sleeps_with="Her mother and Rory",
                legal_basis="at-home",
                safety_agreed_by="Kerry Hale on the telephone; Rosalind Keane",
                lives_with_source=False,
                who_sees="Beth Arrowsmith and DC Stroud",
                to_be_seen_at=t.back(2, "09:30"),
                medical="needed",
                interview_planned="Visually recorded interview, planned with DC Stroud; intermediary not "
                "needed.",
                parents_told="Kerry Hale is told at 3pm today by Beth Arrowsmith: that Tamsin said "
                "something about weekends.",
            ),
            answer(
                cases[1],
                threshold="not-met",
                threshold_why="Nothing said or seen points to harm to Rory; he is 13 and will be heard by "
                "Beth.",
                sleeps_where="At home, 3 Chandler’s Hill",
                sleeps_with="His mother and Tamsin",
                legal_basis="at-home",
                safety_agreed_by="Kerry Hale; Rosalind Keane",
                lives_with_source=False,
                who_sees="Beth Arrowsmith",
                to_be_seen_at=t.back(2, "15:30"),
                medical="not-needed",
                medical_clinician="Dr Simeon Vance",
                medical_why="No harm to Rory is described; a check-up is offered with his GP.",
                parents_told="At 3pm today, as for Tamsin.",
            ),
        ],
    )
    for who, agency, words in (
        ("amara", "police", "We investigate what Tamsin said."),
        ("ruth", "community", "Her account and sleep point to harm."),
    ):
        t.view(who, t.back(3, "10:45"), discussion, cases[:1], agency, "for", words)
        t.view(
            who,
            t.back(3, "10:45"),
            discussion,
            cases[1:],
            agency,
            "against",
            f"For Rory nothing is known to {t.agency(agency).name} now.",
        )
    discussion = t.do(
        "rosalind",
        t.back(3, "10:50"),
        discussion.agree_enquiries,
        enquirers="joint",
        children=[answer(cases[0])],
    )
    discussion = t.do(
        "rosalind", t.back(3, "10:55"), discussion.agree_no_enquiries, children=[answer(cases[1])]
    )
    t.do(
        "marcus",
        t.back(3, "12:30"),
        discussion.confirm,
        comment="Read for Rory; Beth hears him alone tomorrow, and says so if that changes anything.",
    )
    enquiry = t.enquiry("beth", cases[0])
    t.do(
        "beth",
        t.back(2, "11:00"),
        enquiry.record_seen,
        happened_at=t.back(2, "09:40"),
        how="elsewhere",
        place="Larkfield Primary School",
        by_whom="Beth Arrowsmith, DC Amara Stroud",
        children=[
            answer(
                cases[0],
                seen="alone",
                observed="Pulled her sleeves over her hands; spoke freely once the door was shut.",
            )
        ],
    )
    t.do(
        "beth",
        t.back(2, "11:10"),
        enquiry.record_own_words,
        children=cases[:1],
        happened_at=t.back(2, "09:45"),
        question="Tell me about the bath.",
        words="It’s cold but it’s got a lock. If I’m in there he goes back to bed.",
        to_whom="Beth Arrowsmith",
        place="School, the quiet room",
        alone=True,
    )
    t.do(
        "beth",
        t.back(2, "11:15"),
        enquiry.record_harm,
        children=cases[:1],
        harm="sexual",
        where="inside",
        setting="home",
        words="By her stepbrother, at night, at weekends.",
    )
    medical = t.do(
        "rosalind",
        t.back(3, "11:00"),
        ChildProtectionMedical().request,
        case=cases[0],
        type="sexual-non-recent",
        allegation="By her stepbrother at weekends, over months; she sleeps in the bath.",
        discussion=discussion,
        last_incident="Not last weekend: he did not come",
        brought_by="Her mother, if Tamsin wants her there",
        asked_of=t.agency("hospital"),
    )
    t.do(
        "simeon",
        t.back(2, "09:15"),
        medical.accept,
        accepted_by="Dr Simeon Vance",
        advice="She chooses the day and who comes. Nothing is lost by a week.",
    )
    t.do(
        "amara",
        t.back(3, "11:20"),
        AbeInterview().decide,
        case=cases[0],
        purpose="What happens at weekends, since when; who else knows.",
        discussion=discussion,
        decided_at=t.back(3, "10:50"),
    )


STORIES = [hale]
