"""A section 47 enquiry that runs: an address that is kept, agencies that answer late, bail that ends."""

from config.demo.tell import AGREED, HELD, NOT_CHECKED, NOT_HELD, Tell, a_child, answer, professional
from people.models import ConditionKind, FlagKind, LegalBasis
from strategy.models import AbeInterview


def devlin(t: Tell) -> None:
    """At an address that must not reach him; some agencies answered, one is late, one was never asked."""
    referral = t.refer(
        t.back(6, "08:50"),
        source="6",
        referrer=professional("PS R. Hallam", "Custody sergeant", "Wexmoor Police", "01632 960100"),
        consent={
            "parents_aware": "yes",
            "consent_to_refer": "given",
            "consent_to_share": "given",
            "given_by": "Siobhan Devlin",
        },
        children=[
            a_child(
                "Orla",
                "Devlin",
                t.born(8, 2),
                "F",
                "WIRI",
                address={"lines": ["(kept)"], "town": "Wexmoor", "sensitive": True},
            ),
            a_child(
                "Finn",
                "Devlin",
                t.born(3, 4),
                "M",
                "WIRI",
                disabilities=["HEAR"],
                address={"lines": ["(kept)"], "town": "Wexmoor", "sensitive": True},
            ),
        ],
        concern={
            "what_happened": "At 1:20am Orla rang 999 from a cupboard: “he is breaking Mummy”. Officers "
            "found Siobhan Devlin unconscious in the kitchen, Orla holding Finn. Michael Rudge arrested.",
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
    discussion = t.held(
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
    t.recorded("rosalind", discussion, t.back(5, "12:00"))
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
            expires_at=t.now + t.minutes(60 * 40),
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
    for case, why in zip(
        cases,
        (
            "Orla rang 999 herself; she is heard as somebody it happened to. Nothing of this is said to him.",
            "Finn had no aids in and felt it through her arms. Nothing of this is said to him.",
        ),
        strict=True,
    ):
        t.do(
            "nadia",
            t.back(4, "15:50"),
            case.record_link,
            kind="marac",
            their_reference="M-0231",
            on=t.back(5, "10:00").date(),
            words=f"Referred by the officers of the night, high risk. {why}",
            child_is_victim=True,
        )
    t.said(
        "gwen",
        t.back(4, "16:10"),
        enquiry,
        cases[:1],
        "primary",
        "Orla came in yesterday by the side gate with Lantern’s worker. She asked where the telephone is in "
        "every room. Nobody but her mother or Lantern collects; the office has his photograph.",
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
    interview = t.do(
        "amara",
        t.back(6, "15:00"),
        AbeInterview().decide,
        case=cases[0],
        purpose="What she heard and saw that night, and before.",
        discussion=discussion,
        decided_at=t.back(6, "14:40"),
    )
    interview = t.do(
        "amara",
        t.back(5, "09:30"),
        interview.record_needs,
        language="English",
        intermediary="not-needed",
        intermediary_why="Eight, clear and exact; her teacher was asked.",
    )
    interview = t.do(
        "amara",
        t.back(5, "09:35"),
        interview.record_agreement,
        agrees=True,
        agreement="“Only if Finn is with Mummy the whole time.”",
        carer_informed=True,
        carer_words="Siobhan Devlin, by Nadia, on the ward.",
    )
    interview = t.do(
        "amara",
        t.back(4, "13:00"),
        interview.hold,
        held_at=t.back(4, "11:00"),
        recording_reference="WX-VRI-2280",
        safeguarding_summary="She heard him say that he finds people. She knows his sister’s voice.",
        interviewer=t.cast.users["amara"],
        second_interviewer=t.cast.users["nadia"],
    )
    t.do(
        "moira",
        t.back(2, "10:00"),
        interview.evaluate,
        information="Nights, blows and threats, in order; consistent with the calls.",
        action_now="Tell Lantern and the school about his sister today.",
        safeguarding_summary="She heard him say that he finds people. His sister asks for him: tell nobody "
        "where they are.",
        next_step="To the prosecutor with the charge file.",
        second_interview=False,
    )
    news = t.refer(
        t.ago(190),
        "portal",
        source="8",
        referrer=professional(
            "Amber Rix", "Helpline worker", "Lantern Domestic Abuse Service", "01632 960165"
        ),
        consent=AGREED,
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


STORIES = [devlin]
