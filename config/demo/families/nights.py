"""What happens while the office is closed: one worker alone protects, and the morning looks at it."""

from config.demo import later
from config.demo.tell import NOT_CHECKED, Tell, a_child, answer, professional
from strategy.models import ChildProtectionMedical, EmergencyProtection


def crewe_lowe(t: Tell) -> None:
    """Last night, by telephone, without health: protected at once, brought back together on the next working day."""
    late = t.night("23:10")
    referral = t.refer(
        late,
        "gideon",
        source="6",
        referrer=professional("PC 5518 Ward", "Response officer", "Wexmoor Police", "01632 960100"),
        children=[a_child("Bastian", "Crewe-Lowe", t.born(11, 2), "M")],
        immediate_safety={
            "immediate_danger": "no",
            "emergency_services_called": "yes",
            "where_is_each_child_now": "In the police car, with a blanket and a bag of crisps.",
        },
        concern={
            "what_happened": "Found on the ring road in socks. He said that his father “does the chair” and "
            "that he went out of the window. Marks like rope round both wrists, purple-red on fair skin, "
            "torchlight.",
            "worried_about": "His father is looking for him.",
            "harm_types": ["physical_abuse"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "actual",
            "childs_own_words": "“Dad does the chair when I’m bad. I’m quite bad.”",
            "police_notification": {"grading": "high", "incident_number": "0512"},
        },
    )
    referral = t.do(
        "gideon",
        late + t.minutes(4),
        referral.look_for_danger,
        look="danger",
        words="PC Ward keeps him. Nobody rings the father before we have spoken.",
    )
    referral = t.do(
        "gideon",
        late + t.minutes(8),
        referral.decide_strategy,
        team=t.team("moor"),
        urgency="urgent",
        reason="Tied to a chair, by his own words and his wrists.",
        children=[answer(t.rows(referral)[0], decided_why="Rope marks and his own words.")],
    )
    case = t.cases(referral)[0]
    at = late + t.minutes(12)
    uncle = t.person(
        "gideon", at, "Silas", "Lowe", date_of_birth=t.born(40), sex="M", telephone="01632 960440"
    )
    father = t.person("gideon", at, "Gareth", "Crewe", date_of_birth=t.born(44), sex="M")
    t.relate("gideon", at, case.child, uncle, "uncle")
    t.relate("gideon", at, case.child, father, "father", NOT_CHECKED, lives_there=True)
    t.do("gideon", at, case.allocate, to=t.cast.users["gideon"], words="Mine until the morning.")
    t.do("gideon", at, case.accept)
    discussion = t.ask_for_discussion(
        "gideon",
        late + t.minutes(15),
        [case],
        "moor",
        "Tied to a chair; father looking for him.",
        urgency="urgent",
        injury_or_sexual_harm=True,
    )
    discussion = t.do(
        "gideon",
        late + t.minutes(30),
        discussion.hold,
        held_at=late + t.minutes(30),
        how="telephone",
        chair=t.cast.users["gideon"],
        here=[t.agency(""), t.agency("police")],
    )
    t.do(
        "gideon",
        late + t.minutes(32),
        discussion.record_attendance,
        agency=t.agency("hospital"),
        attendance="missing",
        whom="On-call paediatrician: in theatre, rings back",
    )
    t.said(
        "gideon",
        late + t.minutes(33),
        discussion,
        [case],
        "police",
        "No one at home when officers went. A kitchen chair with cord on its arms: seized, photographed.",
        by_name="Sgt O. Blythe",
    )
    discussion = t.do(
        "gideon",
        late + t.minutes(35),
        discussion.record_facts,
        children=[
            answer(
                case,
                threshold_why="Cord marks on both wrists and a clear account; he climbed out of a window.",
                sleeps_where="Silas Lowe’s, 70 Cutler Street",
                sleeps_with="His uncle and aunt",
                legal_basis="family-arrangement",
                safety_agreed_by="His mother by telephone from her night shift; no manager yet",
                carer_checks="Police checked both adults by radio: nothing known.",
                lives_with_source=True,
                who_sees="Moor team, in the morning",
                to_be_seen_at=late + t.minutes(60 * 11),
                medical="needed",
                parents_told="Mother told at 11:35pm. Father not told where he is.",
            )
        ],
    )
    t.do(
        "gideon",
        late + t.minutes(36),
        ChildProtectionMedical().request,
        case=case,
        type="acute-physical",
        allegation="Marks like rope round both wrists; “Dad does the chair when I’m bad”.",
        discussion=discussion,
        last_incident_at=late - t.minutes(70),
        brought_by="His uncle, with somebody of the Moor team",
        asked_of=t.agency("hospital"),
    )
    discussion = t.do(
        "gideon", late + t.minutes(38), discussion.agree_enquiries, enquirers="joint", children=[answer(case)]
    )
    t.do(
        "gideon",
        late + t.minutes(45),
        case.note,
        happened_at=late + t.minutes(44),
        with_whom="Bastian",
        how="call",
        words="Asked if the light can stay on. He wants somebody to feed the tortoise.",
    )


def quarry_court(t: Tell) -> None:
    """Police protection at night for a baby whom nobody can name."""
    night = t.night("02:10")
    protection = t.do(
        "gideon",
        night + t.minutes(25),
        EmergencyProtection().record_police_protection,
        taken_at=night,
        officer="PC 4417 Shah",
        held_where="Wexmoor General, children’s ward, bay 2",
        reason="A baby of about five weeks alone in a flat with the door open; formula sour, nappy soaked; "
        "music still playing.",
        unnamed="Baby girl, about five weeks, flat 11 Quarry Court, name unknown",
        police_reference="LOG 0031",
        team=t.team("heath"),
    )
    cases = t.cases(protection)
    later.told_of(
        t,
        "gideon",
        night + t.minutes(31),
        protection,
        cases,
        ("authority-found", night + t.minutes(20), "PC Shah"),
        ("child", None, "", "Five weeks old."),
    )
    t.sleeps(
        "gideon",
        night + t.minutes(33),
        cases[0],
        "Wexmoor General, children’s ward",
        "Nurses",
        "PC Shah, police protection",
        "police-protection",
    )
    t.do(
        "gideon",
        night + t.minutes(40),
        protection.note,
        children=cases,
        happened_at=night + t.minutes(38),
        with_whom="Night sister",
        how="call",
        words="Weighed 3.4 kg. Took 90 ml at once. No injury seen: head, face, mouth, chest, back, arms, "
        "legs, nappy area, under ward light. Bloods in the morning.",
    )


STORIES = [crewe_lowe, quarry_court]
