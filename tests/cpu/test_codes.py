"""The census codes are held here, letter for letter as the Department prints them (list of 2025-26)."""

from pathlib import Path

from cpu import codes

PRINTED = [
    line.split(" ", 1)
    for line in (Path(__file__).parent.parent / "data" / "cin-codes-2026.txt").read_text().splitlines()
]
SETS = [
    codes.Ethnicity,
    codes.Disability,
    codes.ReferralSource,
    codes.CategoryOfAbuse,
    codes.PrimaryNeed,
    codes.ReasonForClosure,
    codes.AssessmentFactor,
]


def test_every_printed_code_is_held_with_its_label():
    printed = [(code, label) for code, label in PRINTED if code not in ("0", "1")]
    held = [(code, label) for each in SETS for code, label in each.choices]
    assert sorted(held) == sorted(printed)


def test_sex_and_upn_reasons_are_those_of_the_schema():
    assert codes.Sex.values == ["M", "F", "U"]
    assert codes.UpnUnknown.values == [f"UN{n}" for n in range(1, 8)]


def test_withdrawn_factors_are_not_offered():
    assert not codes.WITHDRAWN_FACTORS & set(codes.AssessmentFactor.values)


def test_no_set_of_ours_offers_a_word_that_blames_the_referrer():
    ours = [each for each in vars(codes).values() if isinstance(each, type) and hasattr(each, "choices")]
    said = " ".join(f"{code} {label}" for each in ours for code, label in each.choices).lower()
    assert not [
        word for word in ("malicious", "unfounded", "discounted", "vexatious", "hoax") if word in said
    ]


def test_a_source_is_said_in_words_and_an_unknown_one_as_written():
    said = [codes.ReferralSource.said(code) for code in ("1A", "2A", "3E", "ZZ")]
    assert said == [
        "Family member, relative or carer",
        "Schools",
        "Health services: A&E (accident and emergency department)",
        "ZZ",
    ]
