"""One family over three years: a plan that ended, a child-in-need plan, a second plan that lasts too long."""

from itertools import count

from config.demo import later
from config.demo.later import child, professional
from config.demo.tell import HELD, NOT_HELD, Tell, answer
from conferences.models import ChildInNeedPlan
from court.models import PreProceedings
from partners.models import Disagreement
from strategy.models import CourtOrder

HOME = "11 Lapwing Rise"
# What was seen on visits, in the order of the years; each is told once with each of the second list.
ESME = (
    "Drew the house with every light on",
    "Read to me from her school book",
    "Asked who comes after me",
    "Had her hair done by her mother",
    "Showed a loose tooth, then the gap",
    "Would not sit; kept the door in sight",
    "Cooked an egg while we spoke",
    "Counted the days to her birthday",
)
ESME_TOO = (
    "clean, warm, fed",
    "tired; to bed late, she says",
    "quiet until her mother left the room",
    "in her cousin’s coat",
    "a cold, seen by the surgery",
    "laughed at the dog",
    "no mark on face, arms or hands",
)
JONAH = (
    "Ran to the door",
    "Lined up the cars by colour",
    "Slept through most of it",
    "Hid, and wanted to be found",
    "Showed his bed and the new blanket",
    "Said my name for the first time",
    "Cried when his father telephoned",
    "Built a tower to his own height",
)
JONAH_TOO = (
    "dry and fed",
    "nose running",
    "held his mother’s hand all the while",
    "words are coming",
    "no mark on face, arms or legs",
    "hungry; ate two bowls",
    "played by himself for ten minutes",
)
MET = (
    "Routine holds on school days.",
    "Two missed mornings; her sister came.",
    "Rent paid, the meter full.",
    "Drink named by her for the first time.",
    "A good month; nobody is sure why.",
    "Jonah’s speech group began.",
    "Esme asked to come, and stayed for the first half.",
    "The garden gate is mended; the neighbours’ calls have stopped.",
    "One call at night, answered by her sister.",
    "Slower: she has a new partner, whose name she gave us.",
    "The partner was checked and left.",
    "The same worries as at the last one, in fewer words.",
)


def winterbourne(t: Tell) -> None:
    """Three years: neglect by drink, better, worse again; fifteen months on a second plan and no senior review; pre-
    proceedings, of which one child may step out because he lives with his father."""
    lead = "nadia"
    start = 760
    cases = later.comes_in(
        t,
        start,
        source="1A",
        referrer={"type": "family", "name": "Marnie Holt", "phone": "01632 960520", "relationship_to_child": "Aunt"},
        children=[
            child("Esme", "Winterbourne", t.born(9, 7), "F"),
            child("Jonah", "Winterbourne", t.born(5, 1), "M"),
            child("Reece", "Winterbourne", t.born(19, 10), "M"),
            child("Lacey", "Holt", t.born(13, 9), "F"),
        ],
        concern={
            "what_happened": "Tess Winterbourne was found asleep on the stairs with Jonah, two, in the street. Esme had put on his "
            "shoes. It is the third time since the summer. Reece, Esme’s half-brother, and Lacey, her cousin, stay there at weekends.",
            "worried_about": "That the next time nobody passes.",
            "harm_types": ["neglect"],
            "contextual_factors": ["parental_alcohol_misuse"],
            "childs_own_words": "Esme: “I do his shoes because Mummy’s legs go funny.”",
        },
        looked="Both with their aunt Marnie tonight.",
        why=["Six, and minds a toddler.", "Two, in the street alone.", "Sixteen; there at weekends.", "Ten; there at weekends."],
        reason="A child of two in the street, for the third time.",
        team="heath",
        lead=lead,
        words="Tess is ashamed and hides it. Marnie is the one to ring.",
    )
    esme, jonah, reece, lacey = cases
    both = [esme, jonah]
    at = t.back(start, "14:30")
    tess, col = later.family_of(t, lead, at, both, ("Tess", "Winterbourne", "mother", HELD, "Birth certificates seen", True, {"sex": "F", "telephone": "01632 960521"}), ("Col", "Ashby-Reid", "father", NOT_HELD, "Not on the birth certificates", False, {"sex": "M", "telephone": "01632 960522"}), gp="surgery")
    marnie = t.person(lead, at, "Marnie", "Holt", sex="F", telephone="01632 960520")
    t.relate(lead, at, lacey.child, marnie, "mother", HELD, "Birth certificate seen", lives_there=True)
    t.relate(lead, at, reece.child, tess, "mother", HELD, "Birth certificate seen", lives_there=False)
    for case in both:
        t.relate(lead, at, case.child, marnie, "aunt", lives_there=False)
    t.serve(lead, at, esme.child, school=("primary", "Gwen Ashby"))
    t.serve(lead, at, jonah.child, nursery=("nursery", "Tilly Broome"))
    t.serve(lead, at, tess, substance_misuse="substance misuse")
    for case, where, whom in ((esme, HOME, "Her mother"), (jonah, HOME, "His mother"), (reece, "His grandfather’s, 4 Mill End", "His grandfather"), (lacey, "22 Brook Street", "Her mother")):
        t.sleeps(lead, t.back(start - 1, "10:00"), case, where, whom, "Tess Winterbourne; Rosalind Keane")
        t.do(lead, t.back(start - 1, "10:05"), case.record_primary_need, primary_need="N1" if case in both else "N4")
    enquiry = later.enquired(
        t,
        start - 1,
        cases,
        lead=lead,
        team="heath",
        reason="A toddler in the street; a mother who drinks.",
        here=("", "police", "community", "primary", "nursery"),
        threshold=["Six, and in charge of a toddler.", "Two, in the road.", "Sixteen, and there when it happens.", "Ten, and there when it happens."],
        tonight={"sleeps_where": "Esme and Jonah at Marnie Holt’s until Friday", "sleeps_with": "Their aunt", "legal_basis": "family-arrangement", "safety_agreed_by": "Tess Winterbourne; Rosalind Keane", "parents_told": "Tess told by Nadia, sober, the next morning."},
        seen=[{"seen": "alone", "observed": "Serious; tied my shoe."}, {"seen": "not-alone", "not_alone_because": "Two; his aunt held him.", "observed": "Thin, cheerful."}, {"seen": "alone", "observed": "Wants to be left out of it."}, {"seen": "alone", "observed": "Likes weekends there, not the nights."}],
        words=[("What do you do in the morning?", "Shoes, milk, Mummy’s water."), None, ("What is it like there?", "She’s alright till six."), ("And at night?", "We lock ourselves in with Jonah.")],
        home={"place": HOME, "home": "Bottles behind the boiler; a full fridge; a gate that does not shut.", "who_was_there": "Tess, Marnie, all four", "sleeps": ["Own room.", "Cot in his mother’s room.", "Sofa, at weekends.", "With Esme, at weekends."]},
        parent=("Tess Winterbourne, mother", "“I have it from six to ten and I’ve lost those hours.”"),
        harm=("neglect", "A mother who is not awake in the evening."),
        knows=[("primary", "Gwen Ashby", "Esme brings herself."), ("nursery", "Tilly Broome", "Jonah comes in yesterday’s nappy on Mondays.")],
        outcome=[("A parent’s work at six.", "Marnie, school.", "Evenings without an adult who is awake; likely until the drink stops."), ("The street at two.", "Marnie, nursery.", "He is two, and the gate does not shut."), ("Little: he can leave.", "His grandfather.", "There at weekends: the conference should hear it of him too."), ("Frightened at nights.", "Her mother.", "Her mother has stopped the weekends; the conference should hear it.")],
        identity=["Her father’s family is from Cork; she sings.", "Called Jo.", "Wants no one told at college.", "Guides on Thursdays."],
    )
    later.assessed(t, start - 40, cases, lead, "heath", ["Esme needs evenings in which she is a child.", "Jonah needs somebody awake, and a gate.", "Reece needs a say, and little else.", "Lacey needs somebody to talk to about the nights."], "1A", "4A")
    _first_plan(t, lead, start, cases, enquiry)
    _in_need(t, lead, both, tess)
    _second_plan(t, lead, both, col)


def _visits(t: Tell, lead: str, plan, days, both: list, numbers) -> None:
    """Visits so many working days ago, each with what was seen of each child."""
    esme, jonah = both
    for day in days:
        n = next(numbers)
        one = f"{ESME[n % 8]}; {ESME_TOO[n % 7]}."
        two = f"{JONAH[(n + 3) % 8]}; {JONAH_TOO[(n + 2) % 7]}."
        seen: dict = {esme: one, jonah: {"seen": "not-alone", "not_alone_because": "Little; his mother was in the room.", "observed": two}}
        later.visited(t, lead, t.back(day, "15:45"), plan, seen, HOME, announced=n % 3 != 0, written=90)


def _reviewed(t: Tell, lead: str, days: int, both: list, reports: dict[str, str], said: str):
    """A review conference, from its request to the views."""
    made = later.conference(t, lead, t.back(days + 14, "10:00"), both, "review", "The review is due.", t.back(days, "10:00"), agencies=("community", "primary", "nursery"), people=[{"name": "Tess Winterbourne", "role": "parent", "relationship": "Mother"}])
    later.reported(t, t.back(days + 8, "10:00"), made, **reports)
    later.shared(t, lead, t.back(days + 5, "15:00"), made, Tess="Whole")
    made = t.do("patience", t.back(days, "10:00"), made.hold, held_at=t.back(days, "10:00"), how="meeting", here=[t.agency(key) for key in ("", "community", "primary")])
    later.attended(t, t.back(days, "11:00"), made, "Tess", said)
    return made


def _first_plan(t: Tell, lead: str, start: int, cases: list, enquiry) -> None:
    """Ten months: two on a plan, family help for a cousin, nothing more for a brother; then it ends."""
    esme, jonah, reece, lacey = cases
    both, numbers = [esme, jonah], count()
    made = later.conference(t, lead, t.back(start - 6, "10:00"), cases, "initial", "Neglect by drink; four children who see it.", t.back(start - 14, "10:00"), agencies=("police", "community", "primary", "nursery"), people=[{"name": "Tess Winterbourne", "role": "parent", "relationship": "Mother"}, {"name": "Marnie Holt", "role": "carer", "relationship": "Aunt; mother of Lacey"}], enquiry=enquiry)
    later.reported(t, t.back(start - 8, "10:00"), made, police="Two calls.", community="Jonah’s checks missed.", primary="Esme brings herself.", nursery="As at the discussion.")
    later.shared(t, lead, t.back(start - 10, "15:00"), made, Tess="Whole", Marnie="Lacey’s part")
    at, here = t.back(start - 14, "10:00"), ("", "police", "community", "primary")
    made = later.held(t, at, made, both, here, {"": (t.name(lead), "A plan."), "police": ("DC Amara Stroud", "A plan."), "community": ("Ruth Abara", "A plan."), "primary": ("Gwen Ashby", "A plan.")})
    later.viewed(t, at + t.minutes(55), made, [reece, lacey], "against", {"": (t.name(lead), "No plan is needed."), "police": ("DC Amara Stroud", "Not needed."), "community": ("Ruth Abara", "Help, not a plan."), "primary": ("Gwen Ashby", "Not needed.")})
    plan = {"lead_practitioner": t.cast.users[lead], "core_group": "Tess, Marnie, Nadia Okonjo-Pell, Ruth Abara, Gwen Ashby", "core_group_on": t.back(start - 22, "10:00").date(), "contingency": "To Marnie the same night.", "previous_plans": 0}
    made = t.do("patience", at + t.minutes(80), made.make_plans, children=[answer(esme, category="NEG", why="Esme is six and runs the evening.", outline="An adult awake until both sleep.", **plan), answer(jonah, category="NEG", why="Jonah walks out of an open gate at two.", outline="Gate, nursery, somebody awake.", **plan)])
    made = t.do("patience", at + t.minutes(85), made.decide_family_help, children=[answer(lacey, why="Lacey no longer sleeps there, and her mother sees what happened.", safety_plan="No nights at Tess’s. Lacey rings her mother, who comes.", next_step_for=t.cast.users["owen"])])
    made = t.do("patience", at + t.minutes(88), made.decide_no_plan, children=[answer(reece, why="Reece lives with his grandfather and comes and goes as he wishes.", safety_plan="He leaves if she drinks, and takes Esme and Jonah to Marnie.")])
    later.followed_up(t, start - 14, made, "Four children, four decisions, and why.")
    t.do("rosalind", t.back(start - 16, "10:00"), lacey.step_down, team=t.team("family help"), to=t.cast.users["owen"], words="Somebody for Lacey to talk to about the nights.")
    t.do("owen", t.back(start - 17, "09:30"), lacey.accept)
    for case, days, words in ((reece, 24, "Lives safely with his grandfather; knows whom to ring."), (lacey, 90, "Six meetings; sleeps well; her mother keeps the weekends.")):
        t.do("rosalind", t.back(start - days, "16:00"), case.close, reason="RC7", words=words)
    record = later.plan_of(t, lead, esme)
    later.core_group(t, lead, t.back(start - 22, "10:00"), record, {esme: {"detail": "Home reading with Marnie; bed at eight."}, jonah: {"detail": "Nursery five days; a gate that shuts."}}, here, MET[0], first=True, parents="Tess")
    later.acts(t, lead, t.back(start - 23, "10:00"), record, both, {"risk": "Drink", "outcome": "A mother who is awake at eight", "action": "Weekly key work", "agency": "substance misuse", "due_on": t.back(start - 100, "09:00").date()}, {"risk": "The gate", "outcome": "No child in the road", "action": "Mends the gate", "owner": "Marnie Holt", "due_on": t.back(start - 30, "09:00").date()})
    gate = record.subject.planaction_rows.get(action="Mends the gate")
    t.do(lead, t.back(start - 31, "10:00"), record.end_action, action=gate, ended="done", because="It shuts; Jonah cannot reach the latch.")
    end = start - 14 - 195
    for number, day in enumerate(range(start - 50, end + 20, -29)):
        later.core_group(t, lead, t.back(day, "10:00"), record, {case: {"risk": "less" if number > 2 else "same"} for case in both}, ("", "community", "primary"), MET[1 + number], parents="Tess" if number % 3 else "Tess, Marnie")
    _visits(t, lead, record, [day for day in range(start - 20, end, -10) if day > start - 76], both, numbers)
    review = _reviewed(t, lead, start - 76, both, {"community": "Checks caught up.", "primary": "Esme is brought.", "nursery": "Clean on Mondays."}, "“Eleven weeks.”")
    later.viewed(t, t.back(start - 76, "11:10"), review, both, "for", {"": (t.name(lead), "Goes on."), "community": ("Ruth Abara", "Goes on."), "primary": ("Gwen Ashby", "Goes on.")})
    t.do("patience", t.back(start - 76, "11:40"), review.continue_plans, children=[answer(esme, category="NEG", why="Better evenings, and eleven weeks are few.", lead_practitioner=t.cast.users[lead]), answer(jonah, category="NEG", why="Jonah is safe from the road; not yet from long evenings.", lead_practitioner=t.cast.users[lead])])
    later.followed_up(t, start - 76, review, "What moved, what did not.")
    _visits(t, lead, record, range(start - 80, end, -10), both, numbers)
    review = _reviewed(t, lead, end, both, {"community": "Well.", "primary": "Never late since Easter.", "nursery": "Ready for school."}, "“Thirty-four weeks. Marnie has a key.”")
    later.viewed(t, t.back(end, "11:10"), review, both, "against", {"": (t.name(lead), "Can end."), "community": ("Ruth Abara", "Can end, with help."), "primary": ("Gwen Ashby", "Can end, with help.")})
    t.do("patience", t.back(end, "11:40"), review.end_plans, children=[answer(case, why=why, safety_plan="Marnie has a key and comes at seven. Esme rings her, and nobody is cross.", ends_as="child-in-need", next_step_for=t.cast.users["owen"]) for case, why in ((esme, "Esme has evenings of a child; her aunt holds the key."), (jonah, "Jonah grows, speaks, and is watched."))])
    later.followed_up(t, end, review, "The plan ends for both; a child-in-need plan follows.")
    t.do("rosalind", t.back(end - 9, "15:00"), record.close)
    dispute = t.do("ruth", t.back(end - 1, "10:00"), Disagreement().raise_disagreement, about=review, decision="The plans end.", why="Thirty-four weeks by her own count; nobody tested. Health asks for a review in three months.", agency=t.agency("community"), interim_safety="Marnie’s key; Owen each week.")
    dispute = t.do("marcus", t.back(end - 1, "16:00"), dispute.answer, words="A review of the child-in-need plan in six weeks, with tests agreed by Tess.")
    t.do("ruth", t.back(end - 2, "09:30"), dispute.accept_answer, words="Tests and six weeks: settled.", learning="Say in the minutes what sobriety was measured by.")


IN_NEED = 551


def _in_need(t: Tell, lead: str, both: list, tess) -> None:
    """Nine months of a child-in-need plan, worked by family help; reviewed each quarter."""
    esme, jonah = both
    owen = t.cast.users["owen"]
    record = ChildInNeedPlan.visible_to(owen).filter(children__case=esme).last()
    record = t.do("owen", t.back(IN_NEED - 2, "09:30"), record.accept, children=t.rows(record))
    t.do("owen", t.back(IN_NEED - 4, "15:00"), record.record_consent, children=both, holder=tess, answer="agrees", given_at=t.back(IN_NEED - 4, "14:00"), how="At home, signed", words="“As long as it’s Owen.”")
    later.acts(t, "owen", t.back(IN_NEED - 4, "15:30"), record, both, {"risk": "Drink again", "outcome": "Evenings with an adult awake", "action": "A test each fortnight, seen by Owen", "agency": "substance misuse", "due_on": t.back(IN_NEED - 150, "09:00").date()})
    _visits(t, "owen", record, range(IN_NEED - 10, 372, -19), both, count(5))
    for days, words in ((IN_NEED - 34, "Tests clear; Esme in the choir."), (IN_NEED - 95, "Clear; Col sees Jonah on Sundays."), (IN_NEED - 155, "Two tests missed; Tess says that she was ill.")):
        t.do("owen", t.back(days, "16:00"), record.hold_review, children=[answer(case, risk="same") for case in both], held_at=t.back(days, "15:00"), here=[t.agency("community"), t.agency("primary")], parents="Tess", progress=words)


SECOND = 352
FEAR = {
    165: "Esme is fed; fear for her mother harms her more than what she lacks.",
    40: "Esme still sleeps lightly, and asks each day whether her mother is awake.",
}


def _second_plan(t: Tell, lead: str, both: list, col) -> None:
    """Sixteen months: three reviews, categories changed, a review by a senior manager owed, pre-proceedings."""
    esme, jonah = both
    news = t.refer(
        t.back(371, "19:40"),
        "gideon",
        source="1B",
        referrer={"type": "public", "name": "Mr H. Pratley", "phone": "01632 960523", "relationship_to_child": "Lives next door"},
        children=[child("Esme", "Winterbourne", esme.child.date_of_birth, "F"), child("Jonah", "Winterbourne", jonah.child.date_of_birth, "M")],
        concern={"what_happened": "Esme came to his door in her night dress: “Mummy won’t wake up”. Jonah was at the top of the stairs.", "worried_about": "That it is as it was.", "harm_types": ["neglect"], "likely_or_actual": "actual"},
    )
    news = t.do("gideon", t.back(371, "19:50"), news.look_for_danger, look="danger", words="Ambulance for Tess; Marnie has both.")
    rows = t.rows(news)
    news = t.do("hazel", t.back(370, "08:40"), news.identify, children=[answer(row, person=case.child) for row, case in zip(rows, both, strict=True)])
    t.do("hazel", t.back(370, "08:50"), news.attach, children=[answer(row, decided_why=why) for row, why in zip(t.rows(news), ("Esme fetched help in the dark, at eight.", "Jonah stood at the top of the stairs."), strict=True)])
    enquiry = later.enquired(
        t,
        366,
        both,
        lead=lead,
        team="heath",
        reason="As three years ago: a mother who does not wake, and Esme who fetches help.",
        here=("", "police", "community", "primary"),
        threshold=["Eight, and back in charge.", "Four, at the top of the stairs."],
        tonight={"sleeps_where": "With Marnie, 22 Brook Street", "sleeps_with": "Their aunt", "legal_basis": "family-arrangement", "safety_agreed_by": "Tess Winterbourne on the ward; Rosalind Keane", "parents_told": "Tess and Col told by Nadia, each alone."},
        seen=[{"seen": "alone", "observed": "Would not cry. Knew Owen’s number by heart."}, {"seen": "alone", "observed": "Played hospital with every bear."}],
        words=[("What happened?", "I counted to a hundred first, like Owen said, and then I ran."), ("What happened?", "Mummy was off.")],
        home={"place": "22 Brook Street, then " + HOME, "home": "As clean as ever; bottles in the washing machine.", "who_was_there": "Marnie; Tess came home on Friday", "sleeps": ["With Lacey.", "With Marnie."]},
        parent=("Tess Winterbourne, mother", "“It was never gone. I got good at it.”"),
        harm=("neglect", "Drink again, hidden for months."),
        knows=[("primary", "Gwen Ashby", "Esme had been early every day: she did not want to be home."), ("community", "Ruth Abara", "As we said when the plan ended.")],
        outcome=[("A second time, and older.", "Marnie, Owen’s number.", "It came back behind a clean door; likely as long as it can be hidden."), ("Danger in his own home.", "Marnie; his father on Sundays.", "Four, and nobody wakes; likely, as it has been before.")],
    )
    made = later.conference(t, lead, t.back(360, "10:00"), both, "initial", "As before, hidden better.", t.back(SECOND, "10:00"), agencies=("police", "community", "primary"), people=[{"name": "Tess Winterbourne", "role": "parent", "relationship": "Mother"}, {"name": "Col Ashby-Reid", "role": "parent", "relationship": "Father"}], enquiry=enquiry)
    later.reported(t, t.back(358, "10:00"), made, police="One call.", community="We asked for longer.", primary="Early each day.")
    later.shared(t, lead, t.back(357, "15:00"), made, Tess="Whole", Col="The children’s part")
    at = t.back(SECOND, "10:00")
    made = later.held(t, at, made, both, ("", "police", "community", "primary"), {"": (t.name(lead), "A plan."), "police": ("DC Amara Stroud", "A plan."), "community": ("Ruth Abara", "A plan, and a long one."), "primary": ("Gwen Ashby", "A plan.")})
    plan = {"lead_practitioner": t.cast.users[lead], "core_group": "Tess, Col, Marnie, Nadia Okonjo-Pell, Ruth Abara, Gwen Ashby", "core_group_on": t.back(SECOND - 8, "10:00").date(), "contingency": "Marnie, Col; legal planning at the first test that is not clear.", "previous_plans": 1}
    t.do("patience", at + t.minutes(80), made.make_plans, children=[answer(esme, category="NEG", why="Esme fetched help at eight as she did at six.", outline="Tests that are seen; evenings at Marnie’s.", **plan), answer(jonah, category="NEG", why="Jonah is four and lives with somebody who does not wake.", outline="Tests; nights at Col’s twice a week.", **plan)])
    later.followed_up(t, SECOND, made, "Why the first plan ended, and what was not measured.")
    old = ChildInNeedPlan.visible_to(t.cast.users["owen"]).filter(children__case=esme).last()
    t.do("owen", t.back(SECOND - 2, "10:00"), old.close)
    record = later.plan_of(t, lead, esme)
    later.core_group(t, lead, t.back(SECOND - 8, "10:00"), record, {esme: {"detail": "Evenings at Marnie’s; choir; a number for the night."}, jonah: {"detail": "Two nights at Col’s; nursery, then school."}}, ("", "community", "primary"), "Tests twice a week, seen by the service.", first=True, parents="Tess, Col")
    t.do("marcus", t.back(SECOND - 20, "15:00"), record.record_senior_review, what="second", children=[answer(esme, senior_review="Second plan within two years: the first ended on a mother’s own count. Tests are seen this time, and Esme is asked."), answer(jonah, senior_review="His father was never assessed. He is now.")])
    later.acts(t, lead, t.back(SECOND - 9, "10:00"), record, both, {"risk": "Drink that is hidden", "outcome": "Evenings in which somebody is awake", "action": "Tests twice a week, result to Nadia", "agency": "substance misuse", "due_on": t.ahead(15, "09:00").date()}, {"risk": "Esme in charge", "outcome": "Esme is a child in the evening", "action": "Esme at Marnie’s from four to seven", "owner": "Marnie Holt", "due_on": t.ahead(15, "09:00").date()})
    numbers = count(23)
    reviews = ((290, "“I’m trying, and I’m tired.”", "same"), (165, "“It’s not the same as before.”", "same"), (40, "“Jonah is happier there. I know that.”", "less"))
    for number, day in enumerate(range(SECOND - 37, 8, -29)):
        later.core_group(t, lead, t.back(day, "10:00"), record, {case: {"risk": "same" if number % 3 else "less"} for case in both}, ("", "community", "primary"), MET[number % 12], parents="Tess" if number % 2 else "Tess, Col", next_on=t.back(max(day - 29, -10), "10:00").date())
    previous = SECOND - 6
    for days, said, risk in reviews:
        _visits(t, lead, record, range(previous, days, -10), both, numbers)
        review = _reviewed(t, lead, days, both, {"community": "Growth well.", "primary": "Esme tired, fed.", "nursery": "Jonah settled."}, said)
        later.viewed(t, t.back(days, "11:10"), review, both, "for", {"": (t.name(lead), "Goes on."), "community": ("Ruth Abara", "Goes on."), "primary": ("Gwen Ashby", "Goes on.")})
        esme_now = "EMO" if days < 200 else "NEG"
        t.do("patience", t.back(days, "11:40"), review.continue_plans, children=[answer(esme, category=esme_now, why=FEAR[days] if esme_now == "EMO" else "Esme sleeps, and listens.", lead_practitioner=t.cast.users[lead]), answer(jonah, category="NEG", why="Nights at his father’s are safe; those at home are not yet." if risk == "same" else "Jonah has lived with his father since the summer; the plan waits for the court.", lead_practitioner=t.cast.users[lead])])
        later.followed_up(t, days, review, "What moved, what did not; tests; each view.")
        previous = days - 5
    _visits(t, lead, record, range(previous, 4, -10), both, numbers)
    stage = t.do("marcus", t.back(85, "10:00"), PreProceedings().decide, cases=both, decided_on=t.back(85, "09:00").date(), why="A year on a second plan; tests are clear three weeks of four.", team=t.team("heath"))
    chosen = [answer(case) for case in both]
    t.do("helena", t.back(83, "15:00"), stage.record_letter, children=chosen, sent_on=t.back(83, "09:00").date(), offered=True)
    t.do("rosalind", t.back(75, "15:00"), stage.record_first_meeting, children=chosen, held_on=t.back(75, "09:00").date(), agreed="Hair-strand test; Jonah stays at Col’s; Marnie is assessed as carer for Esme.")
    t.do("rosalind", t.back(62, "15:00"), stage.record_family_meeting, children=chosen, family_meeting="held", happened_on=t.back(62, "09:00").date())
    for days, words in ((52, "Hair test: three months without."), (24, "Marnie’s assessment positive; Col has applied to the court for Jonah.")):
        t.do("rosalind", t.back(days, "16:00"), stage.record_review, children=chosen, held_on=t.back(days, "09:00").date(), words=words)
    order = t.do(lead, t.back(12, "16:00"), CourtOrder().record, what="child-arrangements", made_at=t.back(12, "12:00"), cases=[jonah], reason="Jonah lives with his father.", applied_by="other", court="Wexmoor Family Court", case_number="WX26P0140", team=t.team("heath"))
    for whom, at_, by_whom in (("child", t.back(11, "16:00"), "Nadia Okonjo-Pell, with the bears"), ("parents", t.back(12, "12:00"), "In court")):
        t.do(lead, t.back(11, "17:00"), order.record_told, children=[jonah], whom=whom, happened_at=at_, by_whom=by_whom)
    t.sleeps(lead, t.back(11, "17:20"), jonah, "Col Ashby-Reid’s, 3 Alder Terrace", "His father", "The court; Rosalind Keane", "order")
    t.do("rosalind", t.back(5, "11:00"), stage.propose_step_down, children=[answer(jonah, step_down_why="Jonah lives with his father by order of the court; nothing is asked of a court for him.", next_plan="The plan until the next review, then help for his father", next_lead="Nadia Okonjo-Pell")])


STORIES = [winterbourne]
