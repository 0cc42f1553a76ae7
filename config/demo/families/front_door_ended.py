"""At the front door, and done: handed to family help, passed on, entered twice."""

from config.demo.families.front_door import DECLARED, SCHOOL
from config.demo.tell import AGREED, Tell, a_child, answer, professional


def larkin(t: Tell) -> None:
    """Handed to family help, accepted there by name; done."""
    referral = t.refer(
        t.back(16, "11:30"),
        "portal",
        source="2A",
        kind="early_help",
        referrer=SCHOOL,
        consent={
            "parents_aware": "yes",
            "consent_to_refer": "given",
            "consent_to_share": "given",
            "parents_views": "Her father says that he would be glad of help with the mornings.",
        },
        children=[a_child("Posy", "Larkin", t.born(6, 9), "F", school={"name": "Larkfield Primary School"})],
        concern={
            "what_happened": "Since her mother died in spring Posy is late most days. Her father works "
            "early shifts.",
            "worried_about": "That she gets herself up and walks alone.",
        },
        declaration=DECLARED,
        external_reference="LARK-0391",
    )
    at = t.back(16, "12:00")
    referral = t.screened(
        referral, "hazel", at, "In school today, well and cheerful by Gwen Ashby’s account."
    )
    at = t.back(15, "10:00")
    referral = t.do(
        "hazel",
        at,
        referral.record_referrer_contact,
        happened_at=at,
        reached=True,
        words="Gwen Ashby has met the father twice. He comes when asked.",
    )
    referral = t.do(
        "hazel", at, referral.record_earlier_concerns, shows="Nothing before about child or household."
    )
    referral = t.do(
        "hazel",
        at,
        referral.propose,
        children=[
            answer(
                t.rows(referral)[0],
                proposed="FAMILY_HELP",
                grounds=["protected"],
                history="Her mother’s death in spring.",
                proposed_why="A grieving family that wants help; her father protects her, the mornings are "
                "too much.",
            )
        ],
    )
    referral = t.do(
        "fern",
        t.back(15, "14:30"),
        referral.decide_family_help,
        children=[
            answer(
                t.rows(referral)[0],
                handed_to="Owen Tranter, Family Help: Larkfield",
                decided_why="Help with mornings and grief, agreed with Mr Larkin in person.",
            )
        ],
    )
    referral = t.do(
        "hazel",
        t.back(14, "09:15"),
        referral.record_acceptance,
        children=[answer(t.rows(referral)[0], accepted_by="Owen Tranter", accepted_at=t.back(14, "09:10"))],
    )
    t.told(
        referral,
        "hazel",
        t.back(14, "10:00"),
        "Told Gwen Ashby that Owen Tranter takes it over.",
        "Mr Larkin told; first visit agreed.",
    )


def abernathy(t: Tell) -> None:
    """Lives in the next authority, whose duty social worker accepted by name."""
    referral = t.refer(
        t.back(9, "16:05"),
        source="3E",
        referrer=professional(
            "Sister J. Moorcroft", "Emergency department", "Wexmoor General Hospital Trust", "01632 960120"
        ),
        consent=AGREED,
        children=[
            a_child(
                "Kit",
                "Abernathy",
                t.born(12, 1),
                "M",
                address={"lines": ["8 Mill Bank"], "town": "Nethercombe", "postcode": "ZZ99 4WX"},
            )
        ],
        concern={
            "what_happened": "Kit came with his grandmother after drinking half a bottle of vodka at home. "
            "His mother could not be reached until the evening.",
            "worried_about": "Who was with him.",
            "harm_types": ["neglect"],
            "likely_or_actual": "actual",
        },
    )
    at = t.back(9, "16:25")
    referral = t.screened(referral, "leo", at, "Stays on the ward tonight with his grandmother beside him.")
    at = t.back(8, "09:20")
    referral = t.do(
        "leo",
        at,
        referral.record_referrer_contact,
        happened_at=at,
        reached=True,
        words="Sister Moorcroft: sober this morning, wants to go home with his grandmother.",
    )
    referral = t.do(
        "leo",
        at,
        referral.record_earlier_concerns,
        shows="Nothing with us; Nethercombe knows the family since last year.",
    )
    referral = t.do(
        "leo",
        at,
        referral.propose,
        children=[
            answer(
                t.rows(referral)[0],
                proposed="PASSED_ON",
                grounds=["elsewhere"],
                history="Known to Nethercombe.",
                proposed_why="He lives in Nethercombe, which has an allocated worker for him.",
            )
        ],
    )
    referral = t.do(
        "fern",
        t.back(8, "10:10"),
        referral.pass_on,
        children=[
            answer(
                t.rows(referral)[0],
                handed_to="Duty team, Nethercombe Children’s Services",
                decided_why="Their worker comes to the ward this morning; he does not leave before.",
            )
        ],
    )
    referral = t.do(
        "leo",
        t.back(8, "11:05"),
        referral.record_acceptance,
        children=[
            answer(
                t.rows(referral)[0],
                accepted_by="Josie Wainfleet, duty social worker, Nethercombe",
                accepted_at=t.back(8, "11:00"),
            )
        ],
    )
    t.told(
        referral,
        "leo",
        t.back(8, "11:30"),
        "Told Sister Moorcroft who comes, and when.",
        "His mother told by Nethercombe; we spoke with his grandmother.",
    )


def entered_twice(t: Tell) -> None:
    """Keyed in a second time by mistake and withdrawn in the open; the first waits, late with its decision."""
    body = {
        "source": "1B",
        "kind": "information_only",
        "referrer": {"type": "public", "name": "Mr A. Coe", "phone": "01632 960306"},
        "children": [
            {
                "given_name": "Wilf",
                "family_name": "Gentry",
                "date_of_birth": t.born(10).isoformat(),
                "sex": "M",
            }
        ],
        "concern": {
            "what_happened": "Mr Coe wishes it to be known that Wilf rides his bicycle without lights."
        },
    }
    first = t.refer(t.back(5, "09:35"), "hazel", **body)
    twin = t.refer(t.back(5, "09:50"), "leo", **body)
    twin = t.do(
        "hazel", t.back(5, "10:05"), twin.look_for_danger, look="nothing-seen", words="No danger described."
    )
    t.do(
        "fern",
        t.back(5, "10:30"),
        twin.withdraw,
        reason="Keyed in twice, fifteen minutes apart: the other one stands.",
    )
    first = t.do(
        "hazel", t.back(5, "10:10"), first.look_for_danger, look="nothing-seen", words="No danger described."
    )
    t.do("hazel", t.back(5, "10:12"), first.screen)


STORIES = [larkin, abernathy, entered_twice]
