"""Section 47 enquiries: running, proposed, approved towards a conference, approved without one."""

from config.demo.families.front_door import DECLARED, SCHOOL
from config.demo.tell import HELD, NOT_CHECKED, NOT_HELD, Tell, answer
from people.models import Case, ConditionKind, FlagKind, LegalBasis
from strategy.models import EmergencyProtection


def held(
    t: Tell,
    manager: str,
    team: str,
    asked: tuple[int, str],
    at: tuple[int, str],
    cases: list[Case],
    reason: str,
    here: tuple[str, ...],
    **more,
):
    """Asked for, agencies invited, held by a manager who chairs."""
    discussion = t.ask_for_discussion(manager, t.back(*asked), cases, team, reason, **more)
    t.invite(manager, t.back(*asked) + t.minutes(10), discussion, *(key for key in here if key))
    return t.do(
        manager,
        t.back(*at),
        discussion.hold,
        held_at=t.back(*at),
        how="meeting",
        chair=t.cast.users[manager],
        here=[t.agency(key) for key in here],
    )


def recorded(t: Tell, manager: str, discussion, at) -> None:
    """The record goes out, and the discussion is done."""
    discussion = t.do(manager, at, discussion.issue_record, issued_at=at)
    t.do(manager, at + t.minutes(15), discussion.close)


def devlin(t: Tell) -> None:
    """At an address that must not reach him; some agencies answered, one is late, one was never asked."""
    referral = t.refer(
        t.back(6, "08:50"),
        source="6",
        referrer={
            "type": "professional",
            "name": "PS R. Hallam",
            "role": "Custody sergeant",
            "phone": "01632 960100",
            "agency": {"name": "Wexmoor Police"},
        },
        consent={
            "parents_aware": "yes",
            "consent_to_refer": "given",
            "consent_to_share": "given",
            "given_by": "Siobhan Devlin",
        },
        children=[
            {
                "given_name": "Orla",
                "family_name": "Devlin",
                "date_of_birth": t.born(8, 2).isoformat(),
                "sex": "F",
                "ethnicity": "WIRI",
                "mobility": "walking",
                "disabilities": ["NONE"],
                "address": {"lines": ["(kept)"], "town": "Wexmoor", "sensitive": True},
            },
            {
                "given_name": "Finn",
                "family_name": "Devlin",
                "date_of_birth": t.born(3, 4).isoformat(),
                "sex": "M",
                "ethnicity": "WIRI",
                "mobility": "walking",
                "disabilities": ["HEAR"],
                "address": {"lines": ["(kept)"], "town": "Wexmoor", "sensitive": True},
            },
        ],
        concern={
            "what_happened": "At 1:20am Orla rang 999 from a cupboard: “he is breaking Mummy”. Officers "
            "found Siobhan Devlin unconscious in the "
            "kitchen, Orla holding Finn. Michael Rudge arrested.",
            "worried_about": "Where he goes when he is bailed.",
            "childs_own_words": "On the 999 line: “He is breaking Mummy. Finn’s got no ears in. Please come "
            "in the back.”",
            "harm_types": ["emotional_abuse", "physical_abuse"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "actual",
            "contextual_factors": ["domestic_abuse", "substance_misuse"],
            "police_notification": {
                "grading": "high",
                "incident_number": "0074",
                "attending_officer": "PC 2290",
            },
        },
    )
    referral = t.screened(
        referral,
        "hazel",
        t.back(6, "09:05"),
        "Both children on the ward beside their mother, a constable at the door.",
        "danger",
    )
    orla, finn = (row.person for row in t.rows(referral))
    at = t.back(6, "09:40")
    mother = t.person("hazel", at, "Siobhan", "Devlin", date_of_birth=t.born(32), sex="F")
    rudge = t.person("hazel", at, "Michael", "Rudge", date_of_birth=t.born(36), sex="M")
    for child in (orla, finn):
        t.relate(
            "hazel",
            at,
            child,
            mother,
            "mother",
            HELD,
            "Birth certificates seen by the police",
            lives_there=True,
        )
        t.serve(
            "hazel",
            at,
            child,
            gp="surgery",
            **(
                {"school": ("primary", "Gwen Ashby")}
                if child == orla
                else {"nursery": ("nursery", "Tilly Broome")}
            ),
        )
        t.detail("hazel", at, child, first_language="English", nationality="Irish")
    t.relate("hazel", at, orla, rudge, "stepfather", NOT_HELD, "Not her father; no order", lives_there=False)
    t.relate("hazel", at, finn, rudge, "father", NOT_CHECKED, lives_there=False)
    t.relate("hazel", at, orla, finn, "half_sibling", lives_there=True)
    t.serve("hazel", at, finn, hospital=("hospital", "Audiology"))
    t.serve("hazel", at, mother, domestic_abuse="domestic abuse")
    t.serve("hazel", at, rudge, probation="probation", substance_misuse="substance misuse")
    t.do("hazel", at, finn.record_disabilities, disabilities=["HEAR"])
    rows = t.rows(referral)
    referral = t.do(
        "fern",
        t.back(6, "10:15"),
        referral.decide_strategy,
        team=t.team("heath"),
        urgency="urgent",
        reason="A mother beaten unconscious before two children.",
        children=[
            answer(rows[0], decided_why="Orla called for help, and is a victim herself."),
            answer(rows[1], decided_why="Finn, deaf without his aids, was in his sister’s arms."),
        ],
    )
    t.told(
        referral,
        "hazel",
        t.back(6, "11:00"),
        "Told PS Hallam.",
        "Siobhan Devlin told on the ward. Michael Rudge told nothing of where they go.",
    )
    cases = t.cases(referral)
    t.allocate(
        cases,
        "nadia",
        "rosalind",
        t.back(6, "11:20"),
        "Ward side room 3. The address they go to stands in the file and nowhere else.",
    )
    discussion = held(
        t,
        "rosalind",
        "heath",
        (6, "11:30"),
        (6, "14:00"),
        cases,
        "Assault on their mother; he will be bailed tonight.",
        ("", "police", "community", "primary", "domestic abuse", "hospital"),
        urgency="urgent",
    )
    at = t.back(6, "14:30")
    t.said(
        "amara",
        at,
        discussion,
        cases,
        "police",
        "Charge of section 18 sought. Bail with conditions expected at 8pm: no contact, not within 200 "
        "metres of school or nursery.",
        about_whom="Michael Rudge",
    )
    t.said(
        "ruth",
        at,
        discussion,
        cases,
        "community",
        "Siobhan attended twice this year with “falls”. Finn’s aids were replaced three times.",
    )
    t.do(
        "rosalind",
        at,
        discussion.record_facts_once,
        children=cases,
        sleeps_where="With their mother, at the place that Lantern found",
        sleeps_with="Their mother",
        legal_basis="at-home",
        safety_agreed_by="Siobhan Devlin; Rosalind Keane",
        lives_with_source=False,
        who_sees="Nadia Okonjo-Pell and DC Stroud",
        to_be_seen_at=t.back(6, "16:30"),
        parents_told="Siobhan Devlin is part of every plan. Michael Rudge is told by the police, of the "
        "charge alone.",
    )
    t.do(
        "rosalind",
        at,
        discussion.record_facts,
        children=[
            answer(
                cases[0],
                threshold_why="Orla saw and heard her mother nearly killed, and has acted as the one who "
                "calls.",
                interview_planned="Recorded interview by DC Stroud when she has slept.",
            ),
            answer(
                cases[1],
                threshold_why="Finn cannot hear danger at night; he was carried out of it by a child of "
                "eight.",
            ),
        ],
    )
    discussion = t.do(
        "rosalind",
        at,
        discussion.agree_enquiries,
        enquirers="joint",
        children=[answer(each) for each in cases],
    )
    recorded(t, "rosalind", discussion, t.back(5, "12:00"))
    enquiry = t.enquiry("nadia", cases[0])
    at = t.back(6, "17:10")
    t.do(
        "nadia",
        at,
        enquiry.record_seen,
        happened_at=t.back(6, "16:40"),
        how="elsewhere",
        place="Children’s ward",
        by_whom="Nadia Okonjo-Pell, DC Amara Stroud",
        children=[
            answer(
                cases[0],
                seen="alone",
                observed="Would not put the telephone down. No injury seen on arms, legs, back or face; "
                "evening light.",
            ),
            answer(
                cases[1],
                seen="not-alone",
                not_alone_because="Three years old, without his aids; his sister signed for him.",
                who_else="Orla",
                observed="Watched mouths. Ate well.",
            ),
        ],
    )
    t.do(
        "nadia",
        at,
        enquiry.record_own_words,
        children=cases[:1],
        happened_at=t.back(6, "16:50"),
        question="Is there anything you want me to know?",
        words="I put Finn’s ears in my pocket so he wouldn’t hear it. Is that bad?",
        to_whom="Nadia Okonjo-Pell",
        place="Children’s ward",
        alone=True,
    )
    t.do(
        "nadia",
        at,
        enquiry.record_harm,
        children=cases,
        harm="emotional",
        where="inside",
        setting="home",
        words="Living with an assault on their mother, over months.",
    )
    for child, whom, lines in ((orla, rudge, "Lantern house"), (finn, rudge, "Lantern house")):
        changed = t.do(
            "nadia",
            t.back(5, "10:00"),
            child.add_address,
            lines=f"{lines}, Room 6\nWexmoor",
            postcode="ZZ99 3XX",
            carer_name="Siobhan Devlin",
            household="Their mother; other families",
        )
        t.do(
            "nadia",
            t.back(5, "10:05"),
            changed.keep_address_from,
            address=changed.addresses.last(),
            whom=whom,
            review_on=t.day(days=30),
            reason="He said in custody that he will find them. A refuge: other families live there too.",
        )
        t.do(
            "nadia",
            t.back(5, "10:10"),
            changed.record_condition,
            kind=ConditionKind.BAIL,
            against=rudge,
            reference="WX/0074",
            from_at=t.back(6, "20:05"),
            expires_at=t.now + t.minutes(60 * 24 * 4),
            what="No contact by any means. Not within 200 metres of Larkfield Primary School, the nursery "
            "or the ward.",
        )
    t.do(
        "nadia",
        t.back(5, "10:15"),
        orla.raise_flag,
        kind=FlagKind.DANGER_TO_STAFF,
        source="Police",
        review_on=t.day(days=20),
        what_to_do="Nobody visits his flat alone. He keeps an air rifle; police hold it now.",
    )
    for case in cases:
        t.sleeps(
            "nadia",
            t.back(5, "10:20"),
            case,
            "The refuge that Lantern found (address kept)",
            "Their mother",
            "Siobhan Devlin; Rosalind Keane",
            LegalBasis.AT_HOME,
            carer_checks="Lantern’s worker on site by day and night.",
        )
    holder = mother
    t.do(
        "nadia",
        t.back(5, "10:25"),
        cases[0].record_agreement,
        holder=holder,
        answer="agrees",
        words="“As long as he can’t park outside.”",
    )
    for key, question, more in (
        ("police", "All call-outs to any address of his; the bail paper.", {"about_whom": "Michael Rudge"}),
        ("primary", "How is Orla; who collects; what has she said?", {}),
        ("nursery", "How is Finn; who may collect?", {}),
        (
            "probation",
            "Licence, conditions, who supervises, was he recalled?",
            {"about_whom": "Michael Rudge", "whom": "Duty officer"},
        ),
        ("surgery", "Attendances of mother and children since last year.", {"whom": "Practice manager"}),
    ):
        t.ask("nadia", t.back(4, "09:10"), enquiry, key, question, **more)
    t.said(
        "amara",
        t.back(4, "15:30"),
        enquiry,
        cases,
        "police",
        "Nine call-outs in three years at two addresses; two former partners. Bailed with the conditions we "
        "asked for, until the date on the paper.",
        about_whom="Michael Rudge",
        handling="not-for-minutes",
        family_may_know="no",
    )
    t.said(
        "gwen",
        t.back(4, "16:10"),
        enquiry,
        cases[:1],
        "primary",
        "Orla came in yesterday by the side gate with Lantern’s worker. She asked where the telephone is in "
        "every room. Nobody but her mother or "
        "Lantern collects; the office has his photograph.",
    )
    t.do(
        "tilly",
        t.back(3, "09:20"),
        enquiry.answer_nothing_known,
        agency=t.agency("nursery"),
        where_looked="Finn’s file, accident book and the key worker’s diary since he started",
    )
    t.do(
        "nadia",
        t.back(2, "08:50"),
        enquiry.chase,
        agency=t.agency("surgery"),
        how="Rang 8:45am: the practice manager is away until tomorrow, a partner will look.",
    )
    t.do(
        "nadia",
        t.back(1, "08:40"),
        enquiry.chase,
        agency=t.agency("probation"),
        about_whom="Michael Rudge",
        how="Left a message with the duty officer, second time.",
    )
    t.do(
        "nadia",
        t.back(3, "15:00"),
        enquiry.record_home,
        children=[
            answer(
                cases[0], sleeping_place_seen=True, sleeping_place="Top bunk, her telephone under the pillow."
            ),
            answer(
                cases[1],
                sleeping_place_seen=True,
                sleeping_place="Lower bunk, vibrating alarm lent by Lantern.",
            ),
        ],
        happened_at=t.back(3, "14:10"),
        place="The refuge (address kept)",
        by_whom="Nadia Okonjo-Pell",
        home="One room, warm, clean. Shared kitchen. Locked gate, camera.",
        who_was_there="Siobhan, both children, Lantern’s worker",
    )
    t.do(
        "nadia",
        t.back(3, "15:05"),
        enquiry.record_parents_spoken,
        children=[answer(each, responsibility="held") for each in cases],
        who="Siobhan Devlin, mother",
        happened_at=t.back(3, "14:30"),
        by_whom="Nadia Okonjo-Pell",
        told=True,
        words="Wants him never to know where. Asks when Finn can have his ears checked.",
    )
    t.do(
        "amara",
        t.back(2, "14:00"),
        cases[0].note,
        happened_at=t.back(2, "13:30"),
        with_whom="Siobhan Devlin",
        how="call",
        words="He sent a message through his sister: “tell the kids I’m sorry”. A breach; officers go to "
        "him today.",
    )
    news = t.refer(
        t.ago(190),
        "portal",
        source="8",
        referrer={
            "type": "professional",
            "name": "Amber Rix",
            "role": "Helpline worker",
            "phone": "01632 960165",
            "agency": {"name": "Lantern Domestic Abuse Service"},
        },
        consent={"parents_aware": "yes", "consent_to_refer": "given", "consent_to_share": "given"},
        children=[
            {
                "given_name": "Orla",
                "family_name": "Devlin",
                "date_of_birth": orla.date_of_birth.isoformat(),
                "sex": "F",
                "mobility": "walking",
            }
        ],
        concern={
            "what_happened": "A woman who said she is “Auntie Jan” rang the helpline and asked which of our "
            "houses Orla is in. She was told nothing.",
            "worried_about": "That he looks for them.",
            "harm_types": ["emotional_abuse"],
            "likely_or_actual": "likely",
            "contextual_factors": ["domestic_abuse"],
        },
        declaration={"name": "Amber Rix", "role": "Helpline worker", "true_to_best_of_knowledge": True},
        external_reference="LANTERN-77",
    )
    news = t.do(
        "hazel",
        t.ago(165),
        news.look_for_danger,
        look="danger",
        words="Rang the lead practitioner and DC Stroud at once. Lantern keeps the gate locked and staffed.",
    )
    news = t.do("hazel", t.ago(160), news.identify, children=[answer(t.rows(news)[0], person=orla)])
    t.do(
        "hazel",
        t.ago(155),
        news.attach,
        children=[
            answer(t.rows(news)[0], decided_why="A risk of being found: for those who work with Orla, today.")
        ],
    )


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
            {
                "given_name": "Zadie",
                "family_name": "Oyelaran-Finch",
                "date_of_birth": t.born(8, 7).isoformat(),
                "sex": "F",
                "ethnicity": "BAFR",
                "mobility": "walking",
                "disabilities": ["NONE"],
                "nhs_number": t.nhs_number(),
                "religion": "Christian",
                "first_language": "en",
                "address": {"lines": ["6 Glover’s Mews"], "town": "Wexmoor", "postcode": "ZZ99 3DA"},
            }
        ],
        concern={
            "what_happened": "In circle time Zadie said that she was hit with a belt on Tuesday. In the "
            "medical room, by window light, the backs of her legs and her lower back: no mark that "
            "we could see on her dark brown skin; she winced when she sat.",
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
    discussion = held(
        t,
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


def achterberg(t: Tell) -> None:
    """Harm outside the home, and parents who protect: told of everything, part of every plan."""
    referral = t.refer(
        t.back(8, "10:00"),
        source="5B",
        referrer={
            "type": "professional",
            "name": "K. Sandling",
            "role": "Youth worker",
            "phone": "01632 960175",
            "agency": {"name": "Wexmoor Youth Justice Service"},
        },
        consent={
            "parents_aware": "yes",
            "consent_to_refer": "given",
            "consent_to_share": "given",
            "given_by": "Both parents",
            "child_aware": "yes",
        },
        children=[
            {
                "given_name": "Reuben",
                "family_name": "Achterberg",
                "date_of_birth": t.born(15, 3).isoformat(),
                "sex": "M",
                "ethnicity": "WOTH",
                "mobility": "walking",
                "disabilities": ["NONE"],
                "address": {"lines": ["52 Orchard Terrace"], "town": "Wexmoor", "postcode": "ZZ99 3DB"},
            }
        ],
        concern={
            "what_happened": "Missing two nights, found at a bus station forty miles away with two "
            "telephones and a train ticket that was not his. A cut to his hand. He owes “a man called Unc” "
            "for a bag "
            "that the police took.",
            "worried_about": "That he is made to work the debt off.",
            "harm_types": ["physical_abuse"],
            "harm_location": "outside_family",
            "harm_setting": ["peers", "neighbourhood", "online"],
            "likely_or_actual": "actual",
            "contextual_factors": ["child_criminal_exploitation", "gangs", "missing"],
            "childs_own_words": "“I can’t stop. They know where my sister goes.”",
        },
    )
    referral = t.screened(
        referral,
        "leo",
        t.back(8, "10:25"),
        "At home with both parents; his father took leave from work.",
        "danger",
    )
    child = t.rows(referral)[0].person
    at = t.back(8, "11:00")
    mother = t.person("leo", at, "Hanneke", "Achterberg", sex="F", telephone="01632 960401")
    father = t.person("leo", at, "Joost", "Achterberg", sex="M", telephone="01632 960402")
    t.relate("leo", at, child, mother, "mother", HELD, "Birth certificate seen", lives_there=True)
    t.relate("leo", at, child, father, "father", HELD, "Married at his birth", lives_there=True)
    t.serve(
        "leo",
        at,
        child,
        school=("high", "D. Foyle"),
        youth_justice="youth justice",
        gp="surgery",
        voluntary="voluntary",
    )
    t.do(
        "leo",
        at,
        child.raise_flag,
        kind=FlagKind.MISSING,
        source="Police, after the second episode",
        review_on=t.day(days=21),
        what_to_do="Missing for an hour is missing: ring DC Stroud and his father. Ask for the second "
        "telephone’s number. He was exploited: he is not a suspect first.",
    )
    referral = t.do(
        "fern",
        t.back(8, "12:00"),
        referral.decide_strategy_and_assessment,
        team=t.team("moor"),
        reason="Criminal exploitation; threats.",
        children=[
            answer(
                t.rows(referral)[0],
                decided_why="Harmed by those who exploit him; his parents do all that they can.",
            )
        ],
    )
    t.told(
        referral,
        "leo",
        t.back(8, "13:00"),
        "Told K. Sandling.",
        "Both parents told, and asked what would help.",
    )
    case = t.cases(referral)[0]
    t.allocate(
        [case],
        "callum",
        "tariq",
        t.back(8, "14:00"),
        "Plan with the parents, not about them. Sister Lotte is 12: think of her.",
    )
    discussion = held(
        t,
        "tariq",
        "moor",
        (8, "14:20"),
        (7, "11:00"),
        [case],
        "County lines; a debt; threats to the family.",
        ("", "police", "community", "high", "youth justice"),
    )
    at = t.back(7, "11:30")
    t.said(
        "amara",
        at,
        discussion,
        [case],
        "police",
        "“Unc” is known to us. Referral to the national referral mechanism made by youth justice yesterday. "
        "Address flagged for immediate response.",
        handling="not-for-minutes",
        family_may_know="ask-first",
    )
    t.said(
        "tariq",
        at,
        discussion,
        [case],
        "high",
        "Three fixed exclusions we would not give again. His form tutor holds a place for him each morning.",
        by_name="D. Foyle, safeguarding lead",
    )
    t.said(
        "delphine",
        at,
        discussion,
        [case],
        "education",
        "A managed return with a later start and the side gate is agreed with the head.",
    )
    t.do(
        "tariq",
        at,
        discussion.record_facts,
        children=[
            answer(
                case,
                threshold_why="Made to carry, cut, in debt, threatened with harm to his sister.",
                sleeps_where="At home, 52 Orchard Terrace",
                sleeps_with="Both parents and his sister",
                legal_basis="at-home",
                safety_agreed_by="Both parents; Tariq Bellamy",
                lives_with_source=False,
                who_sees="Callum Verity with K. Sandling",
                to_be_seen_at=t.back(6, "12:00"),
                medical="done",
                parents_told="Everything; they sat in for the second half.",
                identity_and_culture="Dutch at home. Football was his; nobody asked him back.",
            )
        ],
    )
    discussion = t.do(
        "tariq", t.back(7, "12:00"), discussion.agree_enquiries, enquirers="joint", children=[answer(case)]
    )
    recorded(t, "tariq", discussion, t.back(6, "10:00"))
    enquiry = t.enquiry("callum", case)
    at = t.back(6, "13:00")
    t.do(
        "callum",
        at,
        enquiry.record_seen,
        happened_at=t.back(6, "12:10"),
        how="elsewhere",
        place="Youth centre",
        by_whom="Callum Verity",
        children=[
            answer(
                case,
                seen="alone",
                observed="Bandaged hand. Jumped at each message. Laughed once, about a dog.",
            )
        ],
    )
    t.do(
        "callum",
        at,
        enquiry.record_own_words,
        children=[case],
        happened_at=t.back(6, "12:20"),
        question="What would make it stop?",
        words="If I was paid up. Or if I was, like, eight again.",
        to_whom="Callum Verity",
        place="Youth centre",
        alone=True,
    )
    t.do(
        "callum",
        at,
        enquiry.record_harm,
        children=[case],
        harm="physical",
        where="outside",
        setting="neighbourhood",
        exploitation="criminal",
        words="Cut to the hand; made to carry.",
    )
    t.do(
        "callum",
        at,
        enquiry.record_harm,
        children=[case],
        harm="emotional",
        where="outside",
        setting="online",
        exploitation="trafficking",
        words="Threats by telephone, to him and about his sister.",
    )
    t.do(
        "callum",
        t.back(5, "17:00"),
        enquiry.record_parents_spoken,
        children=[answer(case, responsibility="held")],
        who="Hanneke and Joost Achterberg, parents",
        happened_at=t.back(5, "16:00"),
        by_whom="Callum Verity",
        told=True,
        words="They collect him from everywhere. Joost would move house tomorrow; Hanneke asks for someone "
        "who was in it and got out.",
    )
    t.do(
        "callum",
        t.back(5, "17:10"),
        enquiry.record_home,
        children=[
            answer(
                case,
                sleeping_place_seen=True,
                sleeping_place="Attic room; his father sleeps on the landing since.",
            )
        ],
        happened_at=t.back(5, "16:20"),
        place="52 Orchard Terrace",
        by_whom="Callum Verity",
        home="Warm, full of bicycles. A camera at the door since last week.",
        who_was_there="Parents, Reuben, Lotte",
        siblings="Lotte, 12: seen, quiet, walks to school another way now.",
    )
    t.ask(
        "callum",
        t.back(4, "09:30"),
        enquiry,
        "youth justice",
        "Who else is around him; the referral’s number.",
    )
    t.said(
        "callum",
        t.back(3, "10:20"),
        enquiry,
        [case],
        "youth justice",
        "Reasonable grounds decision expected this week. Two boys of his year are named with him.",
        by_name="K. Sandling, youth worker",
    )
    review = t.ask_for_discussion(
        "callum",
        t.back(3, "11:00"),
        [case],
        "moor",
        "Two more boys are named; the plan is looked at again.",
        review=True,
    )
    t.invite("tariq", t.back(3, "11:10"), review, "police", "community", "high", "youth justice")
    review = t.do(
        "tariq",
        t.back(2, "14:00"),
        review.hold,
        held_at=t.back(2, "14:00"),
        how="video",
        chair=t.cast.users["tariq"],
        here=[t.agency(key) for key in ("", "police", "community", "high", "youth justice")],
    )
    t.do(
        "tariq",
        t.back(2, "14:40"),
        review.continue_enquiries,
        children=[
            answer(case, threshold_why="The threats go on, to a new number; his parents hold, and are tired.")
        ],
    )
    t.do(
        "callum",
        t.back(2, "09:00"),
        enquiry.decide_protection,
        children=[
            answer(
                case,
                protection="Parents, camera, flagged address, new number; a mentor from Monday.",
                legal_advice="not-needed",
            )
        ],
    )


def halloran(t: Tell) -> None:
    """Outcome proposed for a conference; the manager’s approval is due, and health has still to give its view."""
    referral = t.refer(
        t.back(10, "11:20"),
        source="3D",
        referrer={
            "type": "professional",
            "name": "Ruth Abara",
            "role": "Safeguarding nurse",
            "phone": "01632 960110",
            "agency": {"name": "Wexmoor Community Health Trust"},
        },
        consent={
            "parents_aware": "yes",
            "consent_to_refer": "not_sought",
            "consent_to_share": "not_needed",
            "reason_not_sought_or_overridden": "Diabetes not treated for three weeks.",
        },
        children=[
            {
                "given_name": "Wren",
                "family_name": "Halloran",
                "date_of_birth": t.born(13, 5).isoformat(),
                "sex": "F",
                "ethnicity": "WROM",
                "mobility": "walking",
                "disabilities": ["DDA"],
            }
        ],
        concern={
            "what_happened": "Wren was not brought to four diabetic clinics. On the ward twice since summer "
            "with blood sugars that could have killed her. Insulin was in the shed.",
            "worried_about": "The third time.",
            "harm_types": ["neglect"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "actual",
        },
    )
    referral = t.screened(
        referral, "hazel", t.back(10, "11:45"), "On the ward until tomorrow at least.", "danger"
    )
    referral = t.do(
        "hazel",
        t.back(10, "12:30"),
        referral.record_referrer_contact,
        happened_at=t.back(10, "12:20"),
        reached=True,
        words="Ruth Abara: Wren knows her doses better than anybody at home.",
    )
    child = t.rows(referral)[0].person
    at = t.back(10, "13:00")
    father = t.person("hazel", at, "Tam", "Halloran", sex="M", telephone="01632 960410")
    t.relate(
        "hazel",
        at,
        child,
        father,
        "father",
        HELD,
        "Residence order of 2019, copy in the file",
        lives_there=True,
    )
    t.serve("hazel", at, child, school="high", hospital=("hospital", "Diabetes team"), gp="surgery")
    t.do(
        "hazel",
        at,
        child.raise_flag,
        kind=FlagKind.HEALTH,
        source="Diabetes team",
        review_on=t.day(days=-2),
        what_to_do="Drowsy, thirsty or sick: 999 at once. Insulin four times a day; ask to see it.",
    )
    referral = t.do(
        "fern",
        t.back(10, "14:00"),
        referral.decide_strategy_and_assessment,
        team=t.team("heath"),
        reason="Life-threatening neglect of an illness.",
        children=[answer(t.rows(referral)[0], decided_why="Twice near death with her medicine in the shed.")],
    )
    t.told(referral, "hazel", t.back(10, "15:00"), "Told Ruth Abara.", "Tam Halloran told on the ward.")
    case = t.cases(referral)[0]
    t.allocate(
        [case], "nadia", "rosalind", t.back(10, "15:30"), "She is the expert on her illness: start there."
    )
    discussion = held(
        t,
        "rosalind",
        "heath",
        (10, "15:40"),
        (8, "10:00"),
        [case],
        "Diabetes left untreated.",
        ("", "police", "community", "hospital", "high"),
        injury_or_sexual_harm=True,
    )
    t.do(
        "rosalind",
        t.back(8, "10:30"),
        discussion.record_facts,
        children=[
            answer(
                case,
                threshold_why="Two near-fatal admissions, four clinics to which she was not brought, "
                "insulin out of reach.",
                sleeps_where="Children’s ward",
                sleeps_with="Nurses; her father until 8pm",
                legal_basis="hospital",
                safety_agreed_by="Tam Halloran; Rosalind Keane",
                lives_with_source=True,
                who_sees="Nadia Okonjo-Pell",
                to_be_seen_at=t.back(8, "16:00"),
                medical="done",
                parents_told="Tam Halloran, on the ward, by Nadia.",
            )
        ],
    )
    discussion = t.do(
        "rosalind",
        t.back(8, "10:40"),
        discussion.agree_enquiries,
        enquirers="social-care",
        children=[
            answer(
                case,
                police_officer="DC Amara Stroud",
                police_reason="No offence to investigate now; reviewed at the discussion.",
                crime_reference="WX/1120",
            )
        ],
    )
    recorded(t, "rosalind", discussion, t.back(7, "12:00"))
    enquiry = t.enquiry("nadia", case)
    at = t.back(8, "17:00")
    t.do(
        "nadia",
        at,
        enquiry.record_seen,
        happened_at=t.back(8, "16:10"),
        how="elsewhere",
        place="Children’s ward",
        by_whom="Nadia Okonjo-Pell",
        children=[answer(case, seen="alone", observed="Drip in, drawing horses. Explained her pump to me.")],
    )
    t.do(
        "nadia",
        at,
        enquiry.record_own_words,
        children=[case],
        happened_at=t.back(8, "16:20"),
        question="What is it like at home when you need your insulin?",
        words="Dad says the shed’s the cold place so that’s right. But the shed’s locked nights.",
        to_whom="Nadia Okonjo-Pell",
        place="Children’s ward",
        alone=True,
    )
    t.do(
        "nadia",
        at,
        enquiry.record_harm,
        children=[case],
        harm="neglect",
        where="inside",
        setting="home",
        words="An illness not treated.",
    )
    t.do(
        "nadia",
        t.back(5, "16:00"),
        enquiry.record_home,
        children=[
            answer(case, sleeping_place_seen=True, sleeping_place="Caravan bunk, dry, far from the shed.")
        ],
        happened_at=t.back(5, "15:00"),
        place="The yard, Mill Track",
        by_whom="Nadia Okonjo-Pell",
        home="Two caravans, tidy, cold at night. Fridge broken since July.",
        who_was_there="Tam Halloran, his brother",
    )
    t.do(
        "nadia",
        t.back(5, "16:10"),
        enquiry.record_parents_spoken,
        children=[answer(case, responsibility="held")],
        who="Tam Halloran, father",
        happened_at=t.back(5, "15:20"),
        by_whom="Nadia Okonjo-Pell",
        told=True,
        words="Nobody showed him, he says; he cannot read the sheet. He would come to the ward to learn.",
    )
    t.do(
        "nadia",
        t.back(4, "10:00"),
        enquiry.record_identity,
        children=[
            answer(
                case,
                identity_and_culture="Romany family; asked that a woman nurse comes. Reading is Wren’s job "
                "at home.",
            )
        ],
    )
    t.do(
        "nadia",
        t.back(4, "10:05"),
        enquiry.read_chronology,
        children=[case],
        by_whom="Nadia Okonjo-Pell and Rosalind Keane",
    )
    t.view(
        "amara",
        t.back(3, "11:00"),
        enquiry,
        [case],
        "police",
        "for",
        "Significant harm by neglect; no criminal enquiry now.",
    )
    t.do(
        "nadia",
        t.back(2, "15:00"),
        enquiry.analyse,
        children=[
            answer(
                case,
                harm_analysis="Twice within hours of death in four months. Likely to go on while the "
                "insulin is locked away and nobody reads the sheet.",
                protective_factors="Wren herself; a father who wants to learn; a nurse she likes.",
                avoidance="Not brought to four clinics; each letter went to an address they left. Looked "
                "for, and not avoidance.",
                medical_outcome="Ketoacidosis twice; recovered. Diabetes team’s letter in the file.",
            )
        ],
    )
    t.do(
        "nadia",
        t.back(1, "16:00"),
        enquiry.propose_outcome,
        children=[
            answer(
                case,
                outcome="likely",
                outcome_why="Substantiated: her illness was left untreated and nearly killed her twice; "
                "without a plan it is likely to go on, however willing her father is.",
                rests_on=["own-words", "medical", "agencies", "parents"],
                conference="needed",
                legal_advice="not-needed",
                protection="Fridge bought today; nurse daily; Wren keeps the key of the shed until it is "
                "moved.",
            )
        ],
    )
    t.do(
        "nadia",
        t.back(1, "16:10"),
        enquiry.book_conference_provisionally,
        children=[case],
        planned_on=t.ahead(5, "10:00").date(),
        chair="Patience Lindqvist",
    )


def qadir(t: Tell) -> None:
    """Taken into police protection, then to their grandmother; outcome approved, a conference due in days."""
    referral = t.refer(
        t.back(13, "12:40"),
        source="1A",
        referrer={
            "type": "family",
            "name": "Rukhsana Qadir",
            "phone": "01632 960420",
            "relationship_to_child": "Grandmother",
        },
        children=[
            {
                "given_name": "Imran",
                "family_name": "Qadir-Moss",
                "date_of_birth": t.born(6, 10).isoformat(),
                "sex": "M",
                "ethnicity": "APKN",
                "mobility": "walking",
                "disabilities": ["NONE"],
            },
            {
                "given_name": "Sana",
                "family_name": "Qadir-Moss",
                "date_of_birth": t.born(1, 6).isoformat(),
                "sex": "F",
                "ethnicity": "APKN",
                "mobility": "walking",
                "disabilities": ["NONE"],
            },
        ],
        concern={
            "what_happened": "Her daughter Amina rang and said that “they would all be better off asleep”. "
            "The gas was on when the grandmother came; both children drowsy.",
            "worried_about": "That she does it.",
            "harm_types": ["physical_abuse", "emotional_abuse"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "actual",
            "contextual_factors": ["parental_mental_health"],
        },
        immediate_safety={
            "immediate_danger": "yes",
            "emergency_services_called": "yes",
            "where_is_each_child_now": "In the street with their grandmother; ambulance there.",
        },
    )
    referral = t.do(
        "hazel",
        t.back(13, "12:45"),
        referral.look_for_danger,
        look="danger",
        words="Ambulance and police are there. DC Stroud goes now.",
    )
    rows = t.rows(referral)
    referral = t.do(
        "hazel",
        t.back(13, "12:55"),
        referral.decide_emergency,
        team=t.team("moor"),
        reason="Gas, a mother who speaks of dying with them.",
        children=[
            answer(rows[0], decided_why="Drowsy from gas; told his grandmother that Mummy said bye-bye."),
            answer(rows[1], decided_why="Eighteen months, drowsy from gas."),
        ],
    )
    referral = t.do("fern", t.back(13, "13:10"), referral.confirm, children=t.rows(referral))
    t.told(
        referral,
        "hazel",
        t.back(13, "18:30"),
        "Told Rukhsana Qadir on the ward.",
        "Daniel Moss reached at 5:30pm. Amina Qadir is too ill to be told; her ward knows.",
    )
    cases = t.cases(referral)
    protection = t.do(
        "gideon",
        t.back(13, "13:40"),
        EmergencyProtection().record_police_protection,
        taken_at=t.back(13, "13:20"),
        reason="Gas left on; mother detained for her own safety; nobody else with responsibility reached.",
        officer="PC 3071 Naylor",
        held_where="Wexmoor General, children’s ward",
        cases=cases,
        designated_officer="Insp. V. Thorne",
        police_reference="LOG 188",
        team=t.team("moor"),
    )
    imran, sana = (case.child for case in cases)
    at = t.back(13, "15:00")
    mother = t.person("hazel", at, "Amina", "Qadir", date_of_birth=t.born(29), sex="F")
    moss = t.person("hazel", at, "Daniel", "Moss", date_of_birth=t.born(33), sex="M")
    granny = t.person(
        "hazel", at, "Rukhsana", "Qadir", date_of_birth=t.born(57), sex="F", telephone="01632 960420"
    )
    for child in (imran, sana):
        t.relate("hazel", at, child, mother, "mother", HELD, "Birth certificates", lives_there=True)
        t.relate("hazel", at, child, moss, "father", HELD, "On both birth certificates", lives_there=False)
        t.relate("hazel", at, child, granny, "maternal_grandmother", lives_there=False)
        t.serve(
            "hazel",
            at,
            child,
            gp="surgery",
            **(
                {"school": "primary"}
                if child == imran
                else {"health_visitor": ("surgery", "Maeve Corrigan"), "nursery": "nursery"}
            ),
        )
    t.relate("hazel", at, imran, sana, "sister", lives_there=True)
    t.serve("hazel", at, mother, adult_mental_health="adult mental health")
    t.allocate(
        cases,
        "samir",
        "tariq",
        t.back(13, "15:30"),
        "Ward, then grandmother. Father works offshore: reach him.",
    )
    for whom, told_at, by_whom, why in (
        ("child", t.back(13, "16:00"), "PC Naylor", ""),
        ("parents", t.back(13, "17:30"), "Samir Dallow", ""),
        ("authority-found", t.back(13, "13:40"), "PC Naylor", ""),
        ("authority-lives", None, "", "The same authority."),
    ):
        t.do(
            "samir",
            t.back(13, "18:00"),
            protection.record_told,
            children=cases,
            whom=whom,
            happened_at=told_at,
            by_whom=by_whom,
            not_told_because=why,
        )
    discussion = protection.discussion
    t.invite(
        "tariq",
        t.back(13, "15:40"),
        discussion,
        "police",
        "community",
        "hospital",
        "adult mental health",
        "primary",
        "nursery",
    )
    discussion = t.do(
        "tariq",
        t.back(12, "09:30"),
        discussion.hold,
        held_at=t.back(12, "09:30"),
        how="video",
        chair=t.cast.users["tariq"],
        here=[
            t.agency(key) for key in ("", "police", "community", "hospital", "primary", "adult mental health")
        ],
    )
    t.said(
        "tariq",
        t.back(12, "10:00"),
        discussion,
        cases,
        "adult mental health",
        "Amina is on our ward, detained for assessment. Postnatal depression was named at six weeks and "
        "nobody followed it.",
        by_name="Dr L. Farrant, ward psychiatrist",
        about_whom="Amina Qadir, mother",
        family_may_know="ask-first",
    )
    t.do(
        "tariq",
        t.back(12, "10:10"),
        discussion.record_facts_once,
        children=cases,
        sleeps_where="12 Linden Close, their grandmother’s",
        sleeps_with="Their grandmother",
        legal_basis="family-arrangement",
        safety_agreed_by="Daniel Moss by telephone; Tariq Bellamy",
        parental_agreement="Daniel Moss agrees; Amina Qadir too ill to be asked.",
        carer_checks="Police, health and social care: nothing known. Home seen.",
        lives_with_source=False,
        who_sees="Samir Dallow",
        to_be_seen_at=t.back(12, "15:00"),
        parents_told="Daniel Moss by telephone, 9am. Amina when her doctor says.",
    )
    t.do(
        "tariq",
        t.back(12, "10:15"),
        discussion.record_facts,
        children=[
            answer(cases[0], threshold_why="Breathed gas; was told goodbye by his mother.", medical="done"),
            answer(
                cases[1],
                threshold_why="Breathed gas at eighteen months, wholly dependent on her mother’s state.",
                medical="done",
            ),
        ],
    )
    discussion = t.do(
        "tariq",
        t.back(12, "10:20"),
        discussion.agree_enquiries,
        enquirers="joint",
        children=[answer(each) for each in cases],
    )
    recorded(t, "tariq", discussion, t.back(11, "16:00"))
    protection = t.do(
        "samir",
        t.back(12, "11:10"),
        protection.end_protection,
        ended_at=t.back(12, "11:00"),
        children=[
            answer(
                each,
                how_ended="released",
                protects_now="With their grandmother by family arrangement; mother on a ward; father agrees "
                "and comes home Friday.",
            )
            for each in cases
        ],
    )
    t.do("samir", t.back(12, "11:30"), protection.close)
    enquiry = t.enquiry("samir", cases[0])
    at = t.back(12, "16:00")
    t.do(
        "samir",
        at,
        enquiry.record_seen,
        happened_at=t.back(12, "15:00"),
        how="elsewhere",
        place="12 Linden Close",
        by_whom="Samir Dallow",
        children=[
            answer(cases[0], seen="alone", observed="Built a hospital out of bricks. Coughs."),
            answer(
                cases[1],
                seen="not-alone",
                not_alone_because="Eighteen months; her grandmother held her.",
                who_else="Rukhsana Qadir",
                observed="Clung, then played.",
            ),
        ],
    )
    t.do(
        "samir",
        at,
        enquiry.record_own_words,
        children=cases[:1],
        happened_at=t.back(12, "15:20"),
        question="What happened before Nani came?",
        words="Mummy said bye bye darling and it smelled of eggs.",
        to_whom="Samir Dallow",
        place="His grandmother’s",
        alone=True,
    )
    t.do(
        "samir",
        at,
        enquiry.record_home,
        children=[
            answer(cases[0], sleeping_place_seen=True, sleeping_place="Bed in his uncle’s old room."),
            answer(cases[1], sleeping_place_seen=True, sleeping_place="Cot beside her grandmother."),
        ],
        happened_at=t.back(12, "15:00"),
        place="12 Linden Close",
        by_whom="Samir Dallow",
        home="Warm, full of cousins.",
        who_was_there="Grandmother, an aunt, both children",
    )
    t.do(
        "samir",
        t.back(10, "11:00"),
        enquiry.record_parents_spoken,
        children=[answer(each, responsibility="held") for each in cases],
        who="Daniel Moss, father",
        happened_at=t.back(10, "10:00"),
        by_whom="Samir Dallow",
        told=True,
        words="Flew home. Did not know how ill she was; wants to stay ashore.",
    )
    for key, question in (
        ("adult mental health", "Diagnosis, plan, likely length of stay."),
        ("surgery", "The six-week check and after."),
    ):
        t.ask("samir", t.back(11, "09:00"), enquiry, key, question, about_whom="Amina Qadir, mother")
    t.said(
        "samir",
        t.back(9, "14:00"),
        enquiry,
        cases,
        "adult mental health",
        "Severe depression with psychosis after birth; treatable. Four to six weeks on the ward.",
        by_name="Dr L. Farrant, ward psychiatrist",
        about_whom="Amina Qadir, mother",
        family_may_know="ask-first",
    )
    t.said(
        "ruth",
        t.back(10, "15:00"),
        enquiry,
        cases,
        "surgery",
        "Health visitor’s letter of concern in spring was filed unread; the surgery is looking at how.",
        by_name="Maeve Corrigan, health visitor",
        about_whom="Amina Qadir, mother",
    )
    t.do(
        "samir",
        t.back(6, "10:00"),
        enquiry.record_harm,
        children=cases,
        harm="physical",
        where="inside",
        setting="home",
        words="Gas, while their mother was very ill.",
    )
    t.do("samir", t.back(6, "10:05"), enquiry.read_chronology, children=cases, by_whom="Samir Dallow")
    t.do(
        "samir",
        t.back(6, "10:10"),
        enquiry.record_identity,
        children=[
            answer(
                cases[0],
                identity_and_culture="Urdu with his grandmother; mosque school on Saturdays, which he "
                "misses.",
            ),
            answer(cases[1], identity_and_culture="First words in Urdu and English."),
        ],
    )
    t.do(
        "samir",
        t.back(5, "09:30"),
        enquiry.analyse,
        children=[
            answer(
                cases[0],
                harm_analysis="A near death he remembers. Likely while his mother is untreated.",
                protective_factors="Grandmother, father ashore.",
                avoidance="None.",
                medical_outcome="Carbon monoxide and gas excluded as lasting harm.",
            ),
            answer(
                cases[1],
                harm_analysis="A near death; wholly dependent.",
                protective_factors="Grandmother, father ashore.",
                avoidance="None.",
                medical_outcome="Well on discharge; recheck in a month.",
            ),
        ],
    )
    t.do(
        "samir",
        t.back(5, "10:00"),
        enquiry.propose_outcome,
        children=[
            answer(
                cases[0],
                outcome="likely",
                outcome_why="Imran nearly died and knows it. Until his mother is well and the plan tried, "
                "harm is likely.",
                rests_on=["own-words", "agencies", "medical"],
                conference="needed",
                legal_advice="taken",
                protection="With his grandmother.",
            ),
            answer(
                cases[1],
                outcome="likely",
                outcome_why="Sana nearly died at eighteen months and depends on whoever holds her: a plan "
                "for her first years.",
                rests_on=["observed", "agencies", "medical"],
                conference="needed",
                legal_advice="taken",
                protection="With her grandmother.",
            ),
        ],
    )
    t.do(
        "tariq",
        t.back(4, "15:00"),
        enquiry.approve_outcome,
        children=cases,
        comment="Agreed. Police and health write their views before the conference.",
    )
    t.do(
        "samir",
        t.back(4, "15:30"),
        enquiry.book_conference_provisionally,
        children=cases,
        planned_on=t.ahead(2, "10:00").date(),
        chair="Patience Lindqvist",
    )
    t.sleeps(
        "samir",
        t.back(12, "16:10"),
        cases[0],
        "12 Linden Close",
        "His grandmother and sister",
        "Daniel Moss; Tariq Bellamy",
        LegalBasis.FAMILY_ARRANGEMENT,
        carer_checks="Nothing known.",
    )
    t.do(
        "samir",
        t.back(3, "16:00"),
        cases[1].note,
        happened_at=t.back(3, "15:00"),
        with_whom="Sana, her grandmother",
        how="visit",
        words="Three new words. Daniel changed her while I was there.",
    )


def lindgren(t: Tell) -> None:
    """Substantiated, not likely to go on: no conference; the enquiry is closed and the assessment goes on."""
    referral = t.refer(
        t.back(17, "10:00"),
        source="3E",
        referrer={
            "type": "professional",
            "name": "Dr C. Amoah",
            "role": "Emergency doctor",
            "phone": "01632 960120",
            "agency": {"name": "Wexmoor General Hospital Trust"},
        },
        consent={"parents_aware": "yes", "consent_to_refer": "given", "consent_to_share": "given"},
        children=[
            {
                "given_name": "Theo",
                "family_name": "Lindgren",
                "date_of_birth": t.born(5, 8).isoformat(),
                "sex": "M",
                "ethnicity": "WBRI",
                "mobility": "walking",
                "disabilities": ["NONE"],
                "address": {"lines": ["19 Quay Walk"], "town": "Wexmoor", "postcode": "ZZ99 3DC"},
            }
        ],
        concern={
            "what_happened": "Theo has a hand mark on his cheek. His mother’s boyfriend, who was minding "
            "him for the first time, says that he slapped him.",
            "worried_about": "That he minds him again.",
            "harm_types": ["physical_abuse"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "actual",
            "injuries": [
                {
                    "child": "C1",
                    "body_site": "right cheek",
                    "description": "Four parallel lines, pink on fair skin, swollen, warm",
                    "seen_by": "Dr C. Amoah",
                    "explanation_given": "Slapped",
                    "medical_needed": "yes",
                }
            ],
        },
    )
    referral = t.screened(
        referral, "leo", t.back(17, "10:20"), "With his mother on the ward; the boyfriend has left.", "danger"
    )
    referral = t.do(
        "leo",
        t.back(17, "11:00"),
        referral.record_referrer_contact,
        happened_at=t.back(17, "10:50"),
        reached=True,
        words="Dr Amoah: mother was angry with him, not with Theo.",
    )
    child = t.rows(referral)[0].person
    at = t.back(17, "11:10")
    mother = t.person(
        "leo", at, "Freya", "Lindgren", date_of_birth=t.born(30), sex="F", telephone="01632 960430"
    )
    cole = t.person("leo", at, "Adam", "Cole", sex="M")
    t.relate("leo", at, child, mother, "mother", HELD, "Birth certificate seen", lives_there=True)
    t.relate("leo", at, child, cole, "not_related", NOT_HELD, "Mother’s former boyfriend", lives_there=False)
    t.serve("leo", at, child, school="primary", gp="surgery")
    referral = t.do(
        "fern",
        t.back(17, "12:00"),
        referral.decide_strategy_and_assessment,
        team=t.team("heath"),
        reason="An adult slapped him.",
        children=[answer(t.rows(referral)[0], decided_why="A hand mark by an adult who had charge of him.")],
    )
    t.told(referral, "leo", t.back(17, "13:00"), "Told Dr Amoah.", "Freya Lindgren told on the ward.")
    case = t.cases(referral)[0]
    t.allocate(
        [case], "beth", "rosalind", t.back(17, "13:30"), "Mother acted at once. See them both this week."
    )
    discussion = held(
        t,
        "rosalind",
        "heath",
        (17, "13:40"),
        (16, "10:00"),
        [case],
        "Slapped by an adult.",
        ("", "police", "community", "hospital", "primary"),
        injury_or_sexual_harm=True,
    )
    t.do(
        "rosalind",
        t.back(16, "10:20"),
        discussion.record_facts,
        children=[
            answer(
                case,
                threshold_why="A mark of an adult’s hand on a boy of five.",
                sleeps_where="At home, 19 Quay Walk",
                sleeps_with="His mother",
                legal_basis="at-home",
                safety_agreed_by="Freya Lindgren; Rosalind Keane",
                lives_with_source=False,
                who_sees="Beth Arrowsmith and DC Stroud",
                to_be_seen_at=t.back(16, "15:30"),
                medical="done",
                parents_told="Freya Lindgren told of the enquiry.",
            )
        ],
    )
    discussion = t.do(
        "rosalind",
        t.back(16, "10:30"),
        discussion.agree_enquiries,
        enquirers="joint",
        children=[answer(case)],
    )
    recorded(t, "rosalind", discussion, t.back(15, "11:00"))
    enquiry = t.enquiry("beth", case)
    at = t.back(16, "17:00")
    t.do(
        "beth",
        at,
        enquiry.record_seen,
        happened_at=t.back(16, "15:40"),
        how="home",
        place="19 Quay Walk",
        by_whom="Beth Arrowsmith, DC Amara Stroud",
        children=[
            answer(case, seen="alone", observed="Mark fading, yellow at the edges. Showed every tooth.")
        ],
    )
    t.do(
        "beth",
        at,
        enquiry.record_own_words,
        children=[case],
        happened_at=t.back(16, "15:50"),
        question="Tell me about your cheek.",
        words="Adam slapped it. He’s not my friend now. Mummy shouted him out the door.",
        to_whom="Beth Arrowsmith",
        place="His room",
        alone=True,
    )
    t.do(
        "beth",
        at,
        enquiry.record_harm,
        children=[case],
        harm="physical",
        where="inside",
        setting="home",
        words="One slap, by an adult minding him.",
    )
    t.do(
        "beth",
        at,
        enquiry.record_home,
        children=[answer(case, sleeping_place_seen=True, sleeping_place="Own bed under a map of planets.")],
        happened_at=t.back(16, "15:40"),
        place="19 Quay Walk",
        by_whom="Beth Arrowsmith",
        home="Warm, tidy, school things by the door.",
        who_was_there="Freya, Theo",
    )
    t.do(
        "beth",
        at,
        enquiry.record_parents_spoken,
        children=[answer(case, responsibility="held")],
        who="Freya Lindgren, mother",
        happened_at=t.back(16, "16:10"),
        by_whom="Beth Arrowsmith",
        told=True,
        words="Ended it that night, changed the lock. Asks how to talk about it with Theo.",
    )
    for key, question in (
        ("police", "Adam Cole: anything known?"),
        ("surgery", "Earlier injuries?"),
        ("primary", "How is Theo?"),
    ):
        t.ask("beth", t.back(16, "17:10"), enquiry, key, question)
    t.said(
        "amara",
        t.back(15, "11:30"),
        enquiry,
        [case],
        "police",
        "Adam Cole accepted a caution. Nothing known before.",
    )
    t.said(
        "ruth",
        t.back(15, "12:00"),
        enquiry,
        [case],
        "surgery",
        "No earlier injury; brought to every appointment.",
        by_name="Maeve Corrigan, health visitor",
    )
    t.said(
        "gwen",
        t.back(15, "15:00"),
        enquiry,
        [case],
        "primary",
        "Himself again by Thursday. Told the class that slaps are not allowed.",
    )
    for who, agency, words in (
        ("amara", "police", "One assault, admitted, dealt with; he is out of the home."),
        ("ruth", "community", "No further harm likely as things stand."),
    ):
        t.view(who, t.back(10, "11:00"), enquiry, [case], agency, "against", words)
    t.do("beth", t.back(10, "12:00"), enquiry.read_chronology, children=[case], by_whom="Beth Arrowsmith")
    t.do(
        "beth",
        t.back(10, "12:05"),
        enquiry.record_identity,
        children=[
            answer(
                case, identity_and_culture="Swedish grandfather on Sundays; wants to be called an astronaut."
            )
        ],
    )
    t.do(
        "beth",
        t.back(9, "10:00"),
        enquiry.analyse,
        children=[
            answer(
                case,
                harm_analysis="One slap with a mark, by a man who is gone.",
                protective_factors="His mother acted within the hour and has held to it.",
                avoidance="Nobody keeps him from being seen.",
                medical_outcome="Hand mark, healed; nothing else found by Dr Vance.",
            )
        ],
    )
    t.do(
        "beth",
        t.back(9, "10:20"),
        enquiry.propose_outcome,
        children=[
            answer(
                case,
                outcome="not-likely",
                outcome_why="Substantiated: Adam Cole slapped him. He has left the home, his mother "
                "protects him, no agency knows of more.",
                rests_on=["own-words", "medical", "agencies", "parents", "observed"],
                conference="not-needed",
                legal_advice="not-needed",
                protection="His mother; the lock is changed; school knows who collects.",
            )
        ],
    )
    enquiry = t.do(
        "rosalind",
        t.back(8, "14:00"),
        enquiry.approve_outcome,
        children=[case],
        comment="Agreed after reading what Theo said. The assessment goes on, for help with talking about "
        "it.",
    )
    t.do("beth", t.back(8, "15:00"), enquiry.close)
    t.do(
        "rosalind",
        t.back(7, "09:30"),
        case.oversight,
        happened_at=t.back(7, "09:30"),
        words="Good work. Finish the assessment by half term; no need to wait for the last day.",
    )
    t.sleeps(
        "beth", t.back(16, "17:20"), case, "19 Quay Walk", "His mother", "Freya Lindgren; Rosalind Keane"
    )
    t.do("beth", t.back(7, "10:00"), case.record_primary_need, primary_need="N1")


STORIES = [lindgren, qadir, halloran, achterberg, devlin, oyelaran]
