"""At the front door: not yet looked at, being screened, waiting for a manager."""

from typing import Any

from config.demo.tell import AGREED, HELD, NOT_CHECKED, NOT_HELD, Tell, a_child, answer, professional
from people.models import FlagKind

SCHOOL = {
    "type": "professional",
    "name": "Gwen Ashby",
    "role": "Designated safeguarding lead",
    "phone": "01632 960140",
    "agency": {"name": "Larkfield Primary School", "sector": "education"},
}
DECLARED = {"name": "Gwen Ashby", "role": "Designated safeguarding lead", "true_to_best_of_knowledge": True}


def pell_warrick(t: Tell) -> None:
    """Received minutes ago, nobody has looked yet, and the hospital wants an answer before she leaves."""
    t.refer(
        t.ago(22),
        "portal",
        source="3E",
        referrer=professional(
            "Sister J. Moorcroft", "Emergency department", "Wexmoor General Hospital Trust", "01632 960120"
        ),
        immediate_safety={
            "immediate_danger": "unknown",
            "emergency_services_called": "no",
            "where_is_each_child_now": "Juno is with us and her aunt. Caspian is at home with his "
            "stepfather.",
            "needs_response_by": (t.now.replace(second=0, microsecond=0) + t.minutes(105)).isoformat(),
            "actions_already_taken": "We keep Juno in the department until we hear from you.",
        },
        consent={
            "parents_aware": "no",
            "consent_to_refer": "not_sought",
            "consent_to_share": "not_needed",
            "lawful_basis": "safeguarding_public_task",
            "reason_not_sought_or_overridden": "Juno asked us not to ring home before somebody has decided "
            "what to do.",
            "child_aware": "yes",
        },
        children=[
            a_child(
                "Juno",
                "Pell-Warrick",
                t.born(7, 4),
                "F",
                nhs_number=t.nhs_number(),
                first_language="en",
                school={"name": "Larkfield Primary School", "year_group": "3"},
                living_with=["P1", "P2", "C2"],
                address={"lines": ["14 Cooper’s Row"], "town": "Wexmoor", "postcode": "ZZ99 3AA"},
                views="Don’t let him pick me up.",
            ),
            a_child(
                "Caspian",
                "Pell-Warrick",
                t.born(3, 1),
                "M",
                living_with=["P1", "P2", "C1"],
                address={"lines": ["14 Cooper’s Row"], "town": "Wexmoor", "postcode": "ZZ99 3AA"},
            ),
        ],
        people=[
            {
                "ref": "P1",
                "name": "Shona Pell",
                "in_household": True,
                "phone": "01632 960301",
                "relationships": [
                    {"to": "C1", "type": "mother", "parental_responsibility": "yes"},
                    {"to": "C2", "type": "mother", "parental_responsibility": "yes"},
                ],
            },
            {
                "ref": "P2",
                "name": "Glenn Tuller",
                "in_household": True,
                "suspected_source_of_harm": True,
                "relationships": [
                    {"to": "C1", "type": "stepfather", "parental_responsibility": "unknown"},
                    {"to": "C2", "type": "stepfather", "parental_responsibility": "unknown"},
                ],
            },
        ],
        concern={
            "what_happened": "Brought by her aunt, who was to mind her. Juno told the nurse that Glenn "
            "pushed her down the last stairs because she had lost a shoe, and that he shuts Caspian in the "
            "bathroom when he cries. Her left wrist is broken near the hand.",
            "worried_about": "That Glenn comes to fetch her, and that Caspian is alone with him now.",
            "childs_own_words": "Asked “What happened to your arm?” she said: “Glenn did a push. It was "
            "only the little stairs.”",
            "harm_types": ["physical_abuse", "emotional_abuse"],
            "harm_location": "inside_family",
            "harm_setting": ["home"],
            "likely_or_actual": "actual",
            "injuries": [
                {
                    "child": "C1",
                    "body_site": "left wrist",
                    "medical_needed": "yes",
                    "description": "Broken near the hand; swollen, warm, red-purple at the edge against her "
                    "fair skin.",
                    "seen_by": "Sister J. Moorcroft",
                    "explanation_given": "Pushed on the stairs by Glenn",
                }
            ],
            "previous_concerns": "One attendance last winter for a cut chin.",
            "requested_outcome": "Somebody to see both children before Juno leaves",
        },
        declaration={
            "name": "Sister J. Moorcroft",
            "role": "Emergency department",
            "true_to_best_of_knowledge": True,
        },
        external_reference="ED-55120",
    )


def flat_nine(t: Tell) -> None:
    """A call that was keyed in and then lay: nobody has looked at it for danger, and the hour is over."""
    t.refer(
        t.ago(165),
        "leo",
        source="1B",
        referrer={
            "type": "public",
            "name": "Mrs P. Dray",
            "phone": "01632 960302",
            "relationship_to_child": "Lives in the flat below",
            "wishes_to_stay_anonymous_to_family": True,
        },
        children=[{"age_estimate": 0, "address": {"lines": ["Flat 9", "Tannery Court"], "town": "Wexmoor"}}],
        concern={
            "what_happened": "A baby has cried for most of three nights. A while ago a man shouted “shut it "
            "up”, then it was quiet. She has not seen the mother for a week.",
            "worried_about": "That nobody is feeding the baby.",
            "harm_types": ["neglect"],
            "likely_or_actual": "likely",
        },
    )


def brandt(t: Tell) -> None:
    """Known before under another spelling: the possible match waits for a person to say who he is."""
    first = t.refer(
        t.back(146, "09:40"),
        source="3B",
        kind="child_in_need",
        referrer=professional("Maeve Corrigan", "Health visitor", "Tanner’s Yard Surgery", "01632 960130"),
        consent=AGREED,
        children=[
            {
                "given_name": "Ellory",
                "family_name": "Brandt",
                "date_of_birth": t.born(3, 7, 3).isoformat(),
                "sex": "M",
                "nhs_number": t.nhs_number(),
                "mobility": "walking",
                "address": {"lines": ["2 Saddler’s Yard"], "town": "Wexmoor", "postcode": "ZZ99 3AB"},
            }
        ],
        concern={
            "what_happened": "Mother asked for help with Ellory’s sleep and with money for the meter. The "
            "flat was cold on two visits.",
            "worried_about": "That she has nobody to turn to.",
        },
    )
    at = t.back(146, "10:05")
    first = t.screened(
        first,
        "hazel",
        at,
        "No danger described. Rang the health visitor: seen yesterday, well fed and lively.",
    )
    child = t.rows(first)[0].person
    at = t.back(145, "11:20")
    mother = t.person(
        "hazel", at, "Ilse", "Brandt", date_of_birth=t.born(27), sex="F", telephone="01632 960303"
    )
    t.relate(
        "hazel",
        at,
        child,
        mother,
        "mother",
        HELD,
        "Birth certificate seen by the health visitor",
        lives_there=True,
    )
    t.serve("hazel", at, child, gp="surgery", health_visitor=("surgery", "Maeve Corrigan, 01632 960130"))
    first = t.do(
        "hazel",
        at,
        first.record_referrer_contact,
        happened_at=at,
        reached=True,
        words="Maeve Corrigan sees the family weekly and will ring us if anything changes.",
    )
    first = t.do(
        "hazel", at, first.record_earlier_concerns, shows="Nothing has come to us about this home before."
    )
    first = t.do(
        "hazel",
        at,
        first.propose,
        children=[
            answer(
                t.rows(first)[0],
                proposed="ADVICE",
                grounds=["needs-met"],
                history="First time known to us.",
                proposed_why="Ilse asked for help herself and has it: health visitor weekly, a fuel voucher "
                "today.",
            )
        ],
    )
    first = t.do(
        "fern",
        t.back(145, "14:00"),
        first.decide_advice,
        children=[
            answer(
                t.rows(first)[0],
                decided_why="Ilse was told where to turn, and takes it up with the health visitor.",
            )
        ],
    )
    t.told(
        first,
        "hazel",
        t.back(145, "15:10"),
        "Told Maeve Corrigan: advice given, ring again if the home stays cold.",
        "Ilse Brandt told by telephone; she has our number.",
    )

    again = t.refer(
        t.back(1, "15:50"),
        "portal",
        source="2B",
        referrer=professional("Tilly Broome", "Nursery manager", "Puddleduck Lane Nursery", "01632 960150"),
        consent=AGREED,
        children=[
            {
                "given_name": "Elory",
                "family_name": "Brand",
                "date_of_birth": t.born(3, 7, 3).isoformat(),
                "sex": "M",
                "mobility": "walking",
                "address": {"lines": ["2 Sadlers Yard"], "town": "Wexmoor", "postcode": "ZZ99 3AB"},
            }
        ],
        concern={
            "what_happened": "Elory has been collected late four times in two weeks, twice by somebody we "
            "do not know. On Monday his clothes were wet from the night and he ate three lunches.",
            "worried_about": "That something has changed at home since the summer.",
            "harm_types": ["neglect"],
            "likely_or_actual": "likely",
        },
        declaration={"name": "Tilly Broome", "role": "Nursery manager", "true_to_best_of_knowledge": True},
        external_reference="PUDDLE-118",
    )
    again = t.do(
        "hazel",
        t.back(1, "16:15"),
        again.look_for_danger,
        look="nothing-seen",
        words="Rang Tilly Broome: he went home with his mother at 4pm, tired and chatting.",
    )
    again = t.do("hazel", t.back(1, "16:20"), again.screen)
    t.do(
        "hazel",
        t.back(1, "16:40"),
        again.note,
        children=t.rows(again),
        happened_at=t.back(1, "16:35"),
        with_whom="Tilly Broome, nursery manager",
        how="call",
        words="The man who collected him twice gave the name Dean. He is on no list of theirs. She will ask "
        "Ilse tomorrow.",
    )


def sorrell(t: Tell) -> None:
    """The third concern of an aunt in twelve months: twice nothing was done; now two managers look."""
    aunt = {
        "type": "family",
        "name": "Yvette Sorrell",
        "phone": "01632 960304",
        "relationship_to_child": "His father’s sister",
    }
    micah = a_child(
        "Micah",
        "Sorrell",
        t.born(4, 2),
        "M",
        "MWBC",
        address={"lines": ["31 Weir Street"], "town": "Wexmoor", "postcode": "ZZ99 3AC"},
    )
    person: Any = None
    for days, what, said, history in (
        (
            118,
            "Micah is left with a neighbour’s boy of eleven when his mother works nights.",
            "Mother says that her own sister stays with him; the sister confirms it by telephone.",
            "First concern known to us.",
        ),
        (
            64,
            "He was outside at half past nine at night in pyjamas, looking for his mother.",
            "Mother says that he slipped out while she was in the bath; a chain is on the door since.",
            "One earlier concern of the same aunt, about nights, ended without action.",
        ),
    ):
        referral = t.refer(
            t.back(days, "10:10"),
            source="1A",
            referrer=aunt,
            children=[micah],
            concern={
                "what_happened": what,
                "worried_about": "He is three.",
                "harm_types": ["neglect"],
                "likely_or_actual": "likely",
            },
        )
        at = t.back(days, "10:40")
        referral = t.do(
            "leo",
            at,
            referral.look_for_danger,
            look="nothing-seen",
            words="Rang the mother: Micah is beside her and talks on the telephone.",
        )
        referral = t.do("leo", at, referral.screen)
        known: dict[str, Any] = {"person": person} if person else {}
        referral = t.do("leo", at, referral.identify, children=[answer(t.rows(referral)[0], **known)])
        person = t.rows(referral)[0].person
        at = t.back(days - 1, "09:30")
        referral = t.do(
            "leo",
            at,
            referral.record_referrer_contact,
            happened_at=at,
            reached=True,
            words="Yvette Sorrell has seen it herself and would tell his mother so.",
        )
        referral = t.do("leo", at, referral.record_earlier_concerns, shows=history)
        referral = t.do(
            "leo",
            at,
            referral.propose,
            children=[
                answer(
                    t.rows(referral)[0],
                    proposed="NO_ACTION",
                    grounds=["another-account"],
                    history=history,
                    proposed_why=said,
                )
            ],
        )
        # The second comes within sixty days of no action: a second manager agrees first.
        if days == 64:
            t.do(
                "tariq",
                t.back(63, "10:30"),
                referral.second_manager_agrees,
                children=t.rows(referral),
                words="Agreed, with a letter to the mother about night-time care.",
            )
        referral = t.do(
            "fern",
            t.back(days - 1, "12:00"),
            referral.decide_no_action,
            children=[
                answer(
                    t.rows(referral)[0],
                    decided_why=f"{said} Checked with those named, by telephone, the same day.",
                )
            ],
        )
        t.told(
            referral,
            "leo",
            t.back(days - 1, "15:00"),
            "Told his aunt that we have spoken with those who care for him.",
            "Mother told what was said, not by whom.",
        )

    third = t.refer(
        t.back(1, "13:25"),
        source="1A",
        referrer=aunt,
        children=[micah],
        concern={
            "what_happened": "Micah told her on Sunday that he “does his own tea” and that the door is "
            "locked from outside. There was a bucket in his room.",
            "worried_about": "A fire. He cannot get out.",
            "childs_own_words": "“I do my own tea. It’s cornflakes. Mummy locks so the bad boys don’t come.”",
            "harm_types": ["neglect"],
            "likely_or_actual": "actual",
            "harm_location": "inside_family",
            "harm_setting": ["home"],
        },
    )
    at = t.back(1, "13:50")
    third = t.do(
        "leo",
        at,
        third.look_for_danger,
        look="nothing-seen",
        words="Mother works nights: next shift tomorrow. Asked nursery to keep him until somebody rings.",
    )
    third = t.do("leo", at, third.screen)
    third = t.do("leo", at, third.identify, children=[answer(t.rows(third)[0], person=person)])
    mother = t.person(
        "leo", at, "Candice", "Rowe", date_of_birth=t.born(24, 5), sex="F", telephone="01632 960305"
    )
    t.relate(
        "leo", at, person, mother, "mother", HELD, "Birth certificate, seen at nursery", lives_there=True
    )
    father = t.person("leo", at, "Jerome", "Sorrell", date_of_birth=t.born(29), sex="M")
    t.relate("leo", at, person, father, "father", NOT_CHECKED, lives_there=False)
    sister = t.person("leo", at, "Yvette", "Sorrell", telephone="01632 960304")
    t.relate("leo", at, person, sister, "aunt", NOT_HELD, "His father’s sister", lives_there=False)
    t.serve("leo", at, person, nursery=("nursery", "Tilly Broome, 01632 960150"), gp="surgery")
    third = t.do(
        "leo",
        t.back(1, "14:40"),
        third.record_referrer_contact,
        happened_at=t.back(1, "14:30"),
        reached=True,
        words="She saw the key on the outside of his door on Sunday at 5pm. She is frightened that nobody "
        "listens.",
    )
    third = t.do(
        "leo",
        t.back(1, "15:05"),
        third.record_earlier_concerns,
        shows="Three concerns in six months, each about nights alone, each a little more serious. Each time "
        "the account was taken by telephone and nobody saw his room.",
    )
    t.do(
        "leo",
        t.back(1, "15:30"),
        third.propose,
        children=[
            answer(
                t.rows(third)[0],
                proposed="ASSESSMENT",
                grounds=[],
                history="Third concern of one aunt; see the reading of all three.",
                proposed_why="Somebody must see Micah and his room. Asked for a strategy discussion if the "
                "lock is there.",
            )
        ],
    )


def okell(t: Tell) -> None:
    """An infant with a mark that somebody saw: the question stands, and a manager’s decision is due."""
    referral = t.refer(
        t.back(1, "16:30"),
        "portal",
        source="3B",
        referrer=professional("Maeve Corrigan", "Health visitor", "Tanner’s Yard Surgery", "01632 960130"),
        consent=AGREED,
        immediate_safety={
            "immediate_danger": "no",
            "emergency_services_called": "no",
            "where_is_each_child_now": "With both parents, on the way to the children’s ward.",
        },
        children=[
            a_child(
                "Fenn",
                "Okell",
                t.born(0, 1, 28),
                "M",
                "MWAS",
                mobility="not_rolling",
                nhs_number=t.nhs_number(),
                address={"lines": ["5 Lamp Street"], "town": "Wexmoor", "postcode": "ZZ99 3AD"},
            )
        ],
        concern={
            "what_happened": "At the eight-week review a mark on Fenn’s left cheek, about 15 mm, blue-brown "
            "against his skin, not raised, no pain when touched; seen by daylight at the window. His "
            "parents had not noticed it.",
            "worried_about": "He does not roll yet.",
            "harm_types": ["physical_abuse"],
            "likely_or_actual": "likely",
            "injuries": [
                {
                    "child": "C1",
                    "body_site": "left cheek",
                    "description": "15 mm, blue-brown, flat",
                    "seen_by": "Maeve Corrigan",
                    "medical_needed": "yes",
                }
            ],
        },
        declaration={"name": "Maeve Corrigan", "role": "Health visitor", "true_to_best_of_knowledge": True},
        external_reference="TANNER-52",
    )
    at = t.back(1, "16:45")
    referral = t.screened(
        referral, "leo", at, "Parents take him to the ward now; Dr Vance expects him at 5:30pm.", "danger"
    )
    t.do("leo", at, referral.record_infant_mark, children=[answer(t.rows(referral)[0], infant_mark="needed")])
    child = t.rows(referral)[0].person
    t.do(
        "leo",
        at,
        child.raise_flag,
        kind=FlagKind.HEALTH,
        source="Health visitor, by telephone",
        what_to_do="Does not roll. Any mark is seen by a paediatrician the same day.",
        review_on=t.day(days=30),
    )
    t.do(
        "leo",
        t.back(1, "18:20"),
        referral.note,
        children=t.rows(referral),
        happened_at=t.back(1, "18:15"),
        with_whom="Dr Simeon Vance, paediatrician",
        how="call",
        words="Examined head to toe. Cannot say yet what it is: photographs, bloods, a second look "
        "tomorrow. Fenn stays on the ward tonight with both parents.",
    )


STORIES = [pell_warrick, flat_nine, brandt, sorrell, okell]
