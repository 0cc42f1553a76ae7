"""A wrong number is flagged and kept; a right one is recognised however it is spaced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.identifiers import check_nhs_number, check_upn

DIGITS_AND_SPACES = st.text(alphabet="0123456789 -ABCDEFIOS", max_size=20)


@pytest.mark.parametrize("text", ["9434765919", "943 476 5919", "943-476-5919", " 4010232137 ", "9990000018"])
def test_a_possible_nhs_number_is_recognised(text):
    check = check_nhs_number(text)
    assert check.valid
    assert check.why == ""
    assert check.value_normalised == text.replace(" ", "").replace("-", "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("9434765918", "check digit"),
        ("9990000000", "check digit"),  # 999000000 and 999123456 leave 10: no tenth digit fits
        ("9991234560", "check digit"),
        ("943476591", "10 digits; this has 9"),
        ("94347659190", "10 digits; this has 11"),
        ("943476591X", "only digits"),
        ("٩٤٣٤٧٦٥٩١٩", "only digits"),
        ("0000000000", "same digit"),
        ("", "this has 0"),
    ],
)
def test_an_impossible_nhs_number_is_kept_and_says_why(text, why):
    check = check_nhs_number(text)
    assert not check.valid
    assert why in check.why
    assert check.value_normalised == text


@pytest.mark.parametrize("stem", ["999000000", "999123456"])
def test_a_stem_that_leaves_ten_has_no_nhs_number(stem):
    assert not any(check_nhs_number(f"{stem}{last}").valid for last in range(10))


@pytest.mark.parametrize("text", ["A950000178301", "H243278544154", "P801202700123", "p801 2027 00123"])
def test_a_possible_upn_is_recognised(text):
    assert check_upn(text).valid
    assert check_upn(text).value_normalised == text.replace(" ", "").upper()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("B950000178301", "check letter"),
        ("A950000178302", "check letter"),
        ("950000178301", "13 characters; this has 12"),
        ("I950000178301", "no I, O or S"),
        ("A95000017830S", "no I, O or S"),
        ("A9500001783O1", "no I, O or S"),
    ],
)
def test_an_impossible_upn_is_kept_and_says_why(text, why):
    check = check_upn(text)
    assert not check.valid
    assert why in check.why
    assert check.value_normalised == text


def test_a_temporary_upn_ends_in_a_letter():
    # The letter counts by its place in the alphabet without I, O and S: A counts 0 and B counts 1.
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    for letter, digit in (("A", "0"), ("B", "1"), ("K", "9")):
        right = [each for each in letters if check_upn(f"{each}80120270012{letter}").valid]
        assert right == [each for each in letters if check_upn(f"{each}80120270012{digit}").valid]
        assert len(right) == 1


@given(st.integers(0, 999_999_999), st.integers(0, 8), st.integers(1, 9))
def test_any_single_mistyped_digit_of_an_nhs_number_is_noticed(stem, place, shift):
    first = f"{stem:09d}"
    right = next((f"{first}{last}" for last in range(10) if check_nhs_number(f"{first}{last}").valid), None)
    if right is None:
        return
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert not check_nhs_number(wrong).valid


@given(st.text(max_size=40) | DIGITS_AND_SPACES)
def test_no_text_whatever_makes_a_check_fall_over(text):
    for check in (check_nhs_number(text), check_upn(text)):
        assert check.valid == (check.why == "")
