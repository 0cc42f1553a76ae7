"""A section 47 enquiry of yesterday, and what is asked first."""

from config.demo.families.front_door import DECLARED, SCHOOL
from config.demo.tell import HELD, NOT_HELD, Tell, a_child, answer
from people.models import LegalBasis


def oyelaran(t: Tell) -> None:
    """She said that she was hit; no mark was seen. Enquiries run since yesterday."""
    referral = t.refer(
        t.back(2, "15:10"),
        "portal",
        source="2A",
        referrer=SCHOOL,
        consent={
            "parents_aware": "no",
            "consent_to_refer": "not_sought",
            "consent_to_share": "not_needed",
            "reason_not_sought_or_overridden": "She named her stepfather, who collects her.",
        },
        children=[
            a_child(
                "Zadie",
                "Oyelaran-Finch",
                t.born(8, 7),
                "F",
                "BAFR",
                nhs_number=t.nhs_number(),
                religion="Christian",
                first_language="en",
                address={"lines": ["6 Glover’s Mews"], "town": "Wexmoor", "postcode": "ZZ99 3DA"},
            )
        ],
        concern={
            "what_happened": "In circle time Zadie said that she was hit with a belt on Tuesday. In the "
            "medical room, by window light, the backs of her legs and her lower back: no mark that we could "
            "see on her dark brown skin; she winced when she sat.",
            "worried_about": "That no mark is taken for no harm.",
            "harm_types": ["physical_abuse"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "actual",
            "childs_own_words": "“He hit me with the belt on Tuesday because of the milk.” Nothing was "
            "asked before it.",
            "injuries": [
                {
                    "child": "C1",
                    "body_site": "backs of legs, lower back",
                    "description": "No colour change seen; she winced when sitting. Not touched.",
                    "seen_by": "Gwen Ashby",
                    "medical_needed": "yes",
                }
            ],
        },
        declaration=DECLARED,
        external_reference="LARK-0414",
    )
    referral = t.screened(
        referral,
        "hazel",
        t.back(2, "15:25"),
        "Zadie stays with Gwen Ashby; her grandmother collects at 4pm and agreed to keep her tonight.",
        "danger",
    )
    child = t.rows(referral)[0].person
    at = t.back(2, "15:40")
    mother = t.person(
        "hazel", at, "Abigail", "Oyelaran", date_of_birth=t.born(34), sex="F", telephone="01632 960390"
    )
    finch = t.person("hazel", at, "Peter", "Finch", date_of_birth=t.born(41), sex="M")
    granny = t.person("hazel", at, "Folake", "Oyelaran", sex="F", telephone="01632 960391")
    t.relate("hazel", at, child, mother, "mother", HELD, "Birth certificate seen at school", lives_there=True)
    t.relate(
        "hazel",
        at,
        child,
        finch,
        "stepfather",
        NOT_HELD,
        "Married her mother last year; no agreement or order",
        lives_there=True,
    )
    t.relate("hazel", at, child, granny, "maternal_grandmother", lives_there=False)
    t.serve("hazel", at, child, school=("primary", "Gwen Ashby"), gp="surgery", school_nurse="community")
    referral = t.do(
        "fern",
        t.back(2, "16:00"),
        referral.decide_strategy,
        team=t.team("heath"),
        urgency="",
        reason="She says what happened, when, and with what.",
        children=[
            answer(
                t.rows(referral)[0], decided_why="Her own words, a wince, and a stepfather who collects her."
            )
        ],
    )
    t.told(
        referral,
        "hazel",
        t.back(2, "16:20"),
        "Told Gwen Ashby.",
        "Abigail Oyelaran told by Hazel Dimmock at 4:10pm that Zadie sleeps at her grandmother’s; Peter "
        "Finch not told before the discussion.",
    )
    case = t.cases(referral)[0]
    t.allocate(
        [case],
        "beth",
        "rosalind",
        t.back(2, "16:30"),
        "Believe what she said enough to look properly. See her at her grandmother’s tonight.",
    )
    t.sleeps(
        "beth",
        t.back(2, "18:30"),
        case,
        "11 Kiln Street, her grandmother’s",
        "Her grandmother",
        "Abigail Oyelaran; Rosalind Keane",
        LegalBasis.FAMILY_ARRANGEMENT,
        carer_checks="Police and social care: nothing known. Seen by Beth Arrowsmith.",
    )
    discussion = t.held(
        "rosalind",
        "heath",
        (2, "16:40"),
        (1, "09:30"),
        [case],
        "Said that she was hit with a belt.",
        ("", "police", "community", "primary", "hospital"),
        injury_or_sexual_harm=True,
    )
    at = t.back(1, "10:00")
    t.said(
        "gwen",
        at,
        discussion,
        [case],
        "primary",
        "She does not make things up. Since he moved in she eats everything and asks for more milk.",
        own_words="“Because of the milk.”",
    )
    t.said(
        "simeon",
        at,
        discussion,
        [case],
        "hospital",
        "A belt over clothes may leave nothing to see after two days, least of all on dark skin. A normal "
        "examination does not tell that it did not happen. I see her today.",
    )
    t.do(
        "rosalind",
        at,
        discussion.record_facts,
        children=[
            answer(
                case,
                threshold_why="A clear account to her teacher, pain on sitting, and a new adult who "
                "punishes.",
                sleeps_where="11 Kiln Street, her grandmother’s",
                sleeps_with="Her grandmother",
                legal_basis="family-arrangement",
                safety_agreed_by="Abigail Oyelaran; Rosalind Keane",
                parental_agreement="Her mother agrees.",
                carer_checks="Police and social care: nothing known.",
                lives_with_source=True,
                who_sees="Beth Arrowsmith with DC Stroud",
                to_be_seen_at=t.back(1, "14:00"),
                medical="needed",
                interview_planned="Recorded interview considered: DC Stroud plans it; an intermediary is "
                "asked about.",
                parents_told="Abigail Oyelaran: told of the enquiry today. Peter Finch: by the police.",
                identity_and_culture="Nigerian and English family; church on Sundays matters to her. Skin: "
                "asked Dr Vance for a light source.",
            )
        ],
    )
    for who, agency in (("amara", "police"), ("ruth", "community"), ("gwen", "primary")):
        t.view(
            who,
            at,
            discussion,
            [case],
            agency,
            "for",
            {
                "police": "An offence is described.",
                "community": "Harm is described by the child herself.",
                "primary": "We believe that she tells what happened.",
            }[agency],
        )
    t.do(
        "rosalind", t.back(1, "10:30"), discussion.agree_enquiries, enquirers="joint", children=[answer(case)]
    )
    enquiry = t.enquiry("beth", case)
    t.do(
        "beth",
        t.back(1, "15:00"),
        enquiry.record_seen,
        happened_at=t.back(1, "14:05"),
        how="elsewhere",
        place="11 Kiln Street",
        by_whom="Beth Arrowsmith, DC Amara Stroud",
        children=[
            answer(
                case,
                seen="alone",
                observed="Sat on one side. Arms, face, neck seen by daylight: no colour change, swelling or "
                "warmth; legs and back are Dr Vance’s to look at. Interpreter offered, not wanted.",
            )
        ],
    )
    t.do(
        "beth",
        t.back(1, "15:10"),
        enquiry.record_own_words,
        children=[case],
        happened_at=t.back(1, "14:15"),
        question="You told Miss about Tuesday. Tell me about Tuesday.",
        words="I spilled the milk and he said count. I counted to six. It was the belt with the buckle.",
        to_whom="Beth Arrowsmith",
        place="Her grandmother’s kitchen",
        alone=True,
    )
    t.do(
        "beth",
        t.back(1, "15:15"),
        enquiry.record_harm,
        children=[case],
        harm="physical",
        where="inside",
        setting="home",
        words="Belt with a buckle, six times, by her stepfather.",
    )
    t.ask(
        "beth",
        t.back(1, "15:30"),
        enquiry,
        "surgery",
        "Injuries, attendances, anything her mother said.",
        whom="Maeve Corrigan",
    )
    t.invite("beth", t.back(1, "15:35"), enquiry, "hospital")
    t.do(
        "simeon",
        t.back(1, "17:40"),
        enquiry.note,
        children=[case],
        happened_at=t.back(1, "17:20"),
        with_whom="Zadie, her grandmother",
        how="visit",
        words="Examined under two light sources. Tender on firm touch over the sacrum; no mark. Report to "
        "follow. This neither confirms nor excludes what she said.",
    )


STORIES = [oyelaran]
