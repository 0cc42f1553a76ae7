"""Where a child stands: the pathway as a line, and the same in a sentence."""

from datetime import date
from typing import Any

from cpu.calendars import london_day
from cpu.deadlines import say_day, say_moment
from cpu.models import Clock
from cpu.timescales import (
    FIRST_REVIEW_CONFERENCE,
    INITIAL_CONFERENCE,
    POST_BIRTH_REVIEW,
    PRE_BIRTH_CONFERENCE,
    REVIEW_CONFERENCE,
    STRATEGY_DISCUSSION,
    TRANSFER_IN_CONFERENCE,
)
from govuk.templatetags.govuk import listed
from people.queries import Step

# The pathway as the law knows it, drawn as a line; every other stage runs beside it and stands in the sentence below.
LINE = (
    ("referral", "Referral"),
    ("strategy-discussion", "Strategy discussion"),
    ("section-47-enquiry", "Section 47 enquiry"),
    ("conference", "Conference"),
    ("child-protection-plan", "Protection plan"),
    (REVIEW := "review", "Review"),
)
# From which clocks a stage that has not begun is known to be due.
DUE_AHEAD = {
    "strategy-discussion": (STRATEGY_DISCUSSION,),
    "conference": (INITIAL_CONFERENCE, TRANSFER_IN_CONFERENCE, PRE_BIRTH_CONFERENCE),
    REVIEW: (FIRST_REVIEW_CONFERENCE, REVIEW_CONFERENCE, POST_BIRTH_REVIEW),
}


def pathway(steps: list[Step], clocks: list[Clock], today: date) -> list[dict[str, Any]]:
    """As far as the child has come: ticked, ringed; and dashed what comes next, while the work goes on."""
    reached = {}
    for kind, label in LINE:
        mine = [each for each in _on_the_line(kind, steps) if each.said() != "Withdrawn"]
        if mine:
            # What goes on counts before what came later and is over: a second referral is no step back.
            going_on = [each for each in mine if not each.over]
            reached[kind] = _reached(label, (going_on or mine)[-1], today)
    if not reached:
        return []
    last = max(number for number, (kind, _) in enumerate(LINE) if kind in reached)
    for kind, _ in LINE[:last]:
        # Decided for this child, and the next stage has begun: what is still owed there stands below.
        if kind in reached and reached[kind]["decided"] and kind != "child-protection-plan":
            reached[kind]["state"] = "done"
    due = {each.timescale: each for each in clocks}
    ahead = {kind: _ahead(label, kind, due, today) for kind, label in LINE[last + 1 :]}
    goes_on = reached[LINE[last][0]]["state"] == "now" or any(each["note"] for each in ahead.values())
    return [*reached.values(), *(ahead.values() if goes_on and last else [])]


def _on_the_line(kind: str, steps: list[Step]) -> list[Step]:
    """A conference after the first plan began is a review."""
    if kind not in (REVIEW, "conference"):
        return [each for each in steps if each.model.kind == kind]
    conferences = [each for each in steps if each.model.kind == "conference"]
    plan = next((each for each in steps if each.model.kind == "child-protection-plan"), None)
    after = [
        each
        for each in conferences
        if plan and plan.opened_at and each.opened_at and each.opened_at > plan.opened_at
    ]
    return after if kind == REVIEW else [each for each in conferences if each not in after]


def _reached(label: str, step: Step, today: date) -> dict[str, Any]:
    since = f"since {say_day(london_day(step.opened_at), today)}" if step.opened_at else ""
    booked = f" Booked {say_moment(step.meets_at, today)}." if step.meets_at and not step.over else ""
    return {
        "label": label,
        "state": "done" if step.over else "now",
        "decided": step.row_state != str(next(iter(step.model.child_row().State))),
        "note": f"{', '.join(filter(None, [step.said(), since]))}.{booked}",
        "url": step.url,
    }


def _ahead(label: str, kind: str, due: dict[str, Clock], today: date) -> dict[str, Any]:
    found = [due[code] for code in DUE_AHEAD.get(kind, ()) if code in due]
    clock = min(found, key=lambda each: each.late_from, default=None)
    note = f"At the latest {say_day(clock.last_usable_on, today)}." if clock else ""
    return {"label": label, "state": "ahead", "note": note, "url": ""}


def in_a_sentence(kind: str) -> str:
    """A kind of record within a sentence; the law's own abbreviations keep their capitals."""
    return kind if kind[:2].isupper() else kind[0].lower() + kind[1:]


def in_words(name: str, steps: list[Step]) -> str:
    """The line again as a sentence, with all that runs beside it."""
    open_ = [each for each in steps if not each.over]
    # Of what is over the latest of its kind, unless one of that kind goes on: the rest stands below, with its dates.
    past = {each.kind: each for each in steps if each.over and each.said() != "Withdrawn"}
    over = [each for kind, each in past.items() if kind not in {one.kind for one in open_}]
    said = []
    for start, found in (("going on", open_), ("over", over)):
        if found:
            kinds = dict.fromkeys(f"{in_a_sentence(each.kind)} ({each.said().lower()})" for each in found)
            said.append(f"{start}: {listed(kinds)}")
    told = "; ".join(said)
    return f"{name}. {told[0].upper()}{told[1:]}." if said else f"{name}: no stage is open."
