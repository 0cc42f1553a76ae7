"""What a legal adviser sees of what goes to court, and nothing of the case beside it."""

import pytest

from cpu.models import TeamKind
from cpu.roles import Role
from tests.court.test_preproceedings import NOW, decided
from tests.unit.test_worklist import enquiring, page, words
from tests.unit_of_people import Unit

pytestmark = pytest.mark.usefixtures("committing")


def test_a_legal_adviser_sees_what_ends_and_what_is_owed_before_court_and_nothing_of_the_case():
    unit = Unit()
    lawyer = unit.user(Role.LEGAL_ADVISER, team=TeamKind.LEGAL)
    (ivy,) = enquiring(unit, "Ivy")
    record = decided(unit, type(ivy)._rows.get(pk=ivy.pk))
    text = page(lawyer, now=NOW).content.decode()
    said = words(page(lawyer, now=NOW))
    assert "Pre-proceedings end" in said and "Send the letter before proceedings" in said
    assert f"/pre-proceedings/{record.reference}/" in text
    for elsewhere in ("Child and family assessment", "Outcome of the section 47 enquiry", "Child seen"):
        assert elsewhere not in said
    assert ivy.reference not in text
    page(lawyer, f"/cases/{ivy.reference}/", now=NOW, status=404)
