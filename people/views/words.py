"""Words that the page of a child and the page of a person share."""

from datetime import date

from cpu.deadlines import say_day

KEPT = "Kept confidential: ask the lead practitioner."


def review(review_on: str | date, today: date) -> str:
    """`review_on`: a day, or its ISO text as a JSON row has it."""
    on = review_on if isinstance(review_on, date) else date.fromisoformat(review_on)
    if on < today:
        return f"Review is late: was due {say_day(on, today)}. Still in force."
    return f"Review by {say_day(on, today)}."
