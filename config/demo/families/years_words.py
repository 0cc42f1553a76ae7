"""What the years of one family were made of: visits, core groups and reviews, told alike."""

from config.demo import later
from config.demo.tell import Tell

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


def visits(t: Tell, lead: str, plan, days, both: list, numbers) -> None:
    """Visits so many working days ago, each with what was seen of each child."""
    esme, jonah = both
    for day in days:
        n = next(numbers)
        one = f"{ESME[n % 8]}; {ESME_TOO[n % 7]}."
        two = f"{JONAH[(n + 3) % 8]}; {JONAH_TOO[(n + 2) % 7]}."
        seen: dict = {
            esme: one,
            jonah: {
                "seen": "not-alone",
                "not_alone_because": "Little; his mother was in the room.",
                "observed": two,
            },
        }
        later.visited(t, lead, t.back(day, "15:45"), plan, seen, HOME, announced=n % 3 != 0, written=90)


def reviewed(t: Tell, lead: str, days: int, both: list, reports: dict[str, str], said: str):
    """A review conference, from its request to the views."""
    made = later.conference(
        t,
        lead,
        t.back(days + 14, "10:00"),
        both,
        "review",
        "The review is due.",
        t.back(days, "10:00"),
        agencies=("community", "primary", "nursery"),
        people=[{"name": "Tess Winterbourne", "role": "parent", "relationship": "Mother"}],
    )
    later.reported(t, t.back(days + 8, "10:00"), made, **reports)
    later.shared(t, lead, t.back(days + 5, "15:00"), made, Tess="Whole")
    made = t.do(
        "patience",
        t.back(days, "10:00"),
        made.hold,
        held_at=t.back(days, "10:00"),
        how="meeting",
        here=[t.agency(key) for key in ("", "community", "primary")],
    )
    later.attended(t, t.back(days, "11:00"), made, "Tess", said)
    return made
