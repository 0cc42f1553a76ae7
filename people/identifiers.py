"""Check digits of the numbers that name a person. A wrong number is kept and flagged, never refused.

An urgent concern is not bounced for a mistyped number, and the number as written may still find a record.
"""

import re
from dataclasses import dataclass

from stdnum.gb import nhs, upn

# No I, O or S (Department for Education, unique pupil numbers).
_UPN = re.compile(r"[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]", re.ASCII)
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]+")


@dataclass(frozen=True)
class Check:
    """What a check found: the number without spaces or dashes, whether it can be right, if not why not."""

    value_normalised: str
    valid: bool
    why: str = ""


def check_nhs_number(text: str) -> Check:
    """Checks ten digits, the last by modulus 11. Valid means possible, not traced."""
    number = _SEPARATORS.sub("", text)
    if not re.fullmatch(r"\d*", number, re.ASCII):
        return Check(number, False, "An NHS number has only digits.")
    if len(number) != 10:
        return Check(number, False, f"An NHS number has 10 digits; this has {len(number)}.")
    if len(set(number)) == 1:
        return Check(number, False, "The same digit ten times is not an NHS number.")
    if not nhs.is_valid(number):
        return Check(number, False, "The check digit does not fit: a digit may be mistyped.")
    return Check(number, True)


def check_upn(text: str) -> Check:
    """Checks the 13 characters of a unique pupil number and its check letter (census rules 1510, 1540, 1550).

    Whether characters 2 to 4 are a local authority (1530) is not checked: authorities come and go.
    """
    number = _SEPARATORS.sub("", text).upper()
    if len(number) != 13:
        return Check(number, False, f"A unique pupil number has 13 characters; this has {len(number)}.")
    if not _UPN.fullmatch(number):
        return Check(
            number,
            False,
            "A unique pupil number is a letter, 11 digits, and a digit or a letter (no I, O or S).",
        )
    if upn.calc_check_digit(number) != number[0]:
        return Check(number, False, "The check letter does not fit: a character may be mistyped.")
    return Check(number, True)
