"""Every item of the statutory returns has a home: `docs/data.md` names the field in which it is recorded."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from cpu import codes

PAGE = (Path(__file__).parent.parent.parent / "docs" / "data.md").read_text()
MADE = "made at export"

# The leaves of the census schema of 2025-26, block by block, in its order; the last block is that of 2026-27.
CENSUS = {
    "Header": "Collection Year ReferenceDate SourceLevel LEA SoftwareCode Release SerialNo DateTime",
    "ChildIdentifiers": "LAchildID UPN FormerUPN UPNunknown PersonBirthDate ExpectedPersonBirthDate Sex "
    "PersonDeathDate",
    "ChildCharacteristics": "Ethnicity Disabilities/Disability",
    "CINdetails": "CINreferralDate ReferralSource PrimaryNeedCode CINclosureDate ReasonForClosure "
    "DateOfInitialCPC ReferralNFA",
    "CINdetails/Assessments": "AssessmentActualStartDate AssessmentInternalReviewDate "
    "AssessmentAuthorisationDate FactorsIdentifiedAtAssessment/AssessmentFactors",
    "CINdetails/CINPlanDates": "CINPlanStartDate CINPlanEndDate",
    "CINdetails/Section47": "S47ActualStartDate InitialCPCtarget DateOfInitialCPC ICPCnotRequired",
    "CINdetails/ChildProtectionPlans": "CPPstartDate CPPendDate InitialCategoryOfAbuse LatestCategoryOfAbuse "
    "NumberOfPreviousCPP Reviews/CPPreviewDate",
    "CINdetails/PreProceedingsandFGDM": "PPStartDate LBPSentDate FGDMMeetingOffer FGDMMeetingFac "
    "InitialPPMeetingDate ReviewMeetingsCount StepDecisionDate PPOutcome CourtAppDate LetterInitCPDate",
}
EVERYONE = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)"]
WHO = ["Allocated Team", "Allocated Worker"]
ANNEX_A = {
    "List 3: referrals": [
        "Date of referral",
        "Referral Source",
        "Referral NFA?",
        "Number of Referrals in Last 12 Months",
    ],
    "List 4: assessments": [
        "Disability",
        "Continuous Assessment Start Date",
        "Child Seen During Continuous Assessment",
        "Date of Authorisation",
        "Was the child assessed as requiring LA support?",
    ],
    "List 5: section 47 enquiries and initial conferences": [
        "Disability",
        "Strategy discussion initiating s47 start date",
        "ICPC deemed unnecessary?",
        "Date of ICPC",
        "ICPC resulted in CPP?",
        "Number of s47 in last 12 months",
        "Number of ICPCs in last 12 months",
    ],
    "List 6: children in need": [
        "Disability",
        "CIN Start Date",
        "Primary Need",
        "Date Child Last Seen",
        "CIN Closure Date",
        "Reason for Closure",
        "Case Status",
    ],
    "List 7: child protection plans": [
        "Disability",
        "CPP Start",
        "Initial Category",
        "Latest Category",
        "Date of Last Statutory Visit",
        "Was Child Seen Alone?",
        "Date of latest review conference",
        "CPP End",
        "EPO/police protection in last six months (Y/N)",
        "Number of previous CPPs",
    ],
}
ITEMS = {
    *((block, item) for block, items in CENSUS.items() for item in items.split()),
    *((block, item) for block, items in ANNEX_A.items() for item in EVERYONE + items + WHO),
}


def rows():
    """(block, item) -> (where it is recorded, note), as the page says."""
    found = {}
    for section in re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]:
        block, _, rest = section.partition("\n")
        for line in rest.splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if line.startswith("|") and len(cells) == 3 and cells[0] != "item" and set(cells[0]) != {"-"}:
                assert (block, cells[0]) not in found, f"{cells[0]} stands twice in {block}"
                found[block, cells[0]] = (cells[1], cells[2])
    return found


ROWS = rows()
HOMES = sorted({home for where, _ in ROWS.values() for home in re.findall(r"`([^`]+)`", where)})


def test_every_item_has_a_row_and_every_row_is_an_item():
    assert set(ROWS) == ITEMS


def test_every_row_says_where_the_item_is_recorded():
    for (block, item), (where, _) in ROWS.items():
        homes = re.sub(r"`\w+\.\w+\.\w+`", "", where).strip()
        assert homes in ("", MADE), f"{block} {item}: {where}"
        assert where, f"{block} {item} has no home"
        assert where != MADE or block == "Header", f"{item} is a fact about a child: it is recorded somewhere"


@pytest.mark.parametrize("home", HOMES)
def test_every_home_is_a_field_of_a_model(home):
    app, model, field = home.split(".")
    try:
        apps.get_model(app, model)._meta.get_field(field)
    except (LookupError, FieldDoesNotExist) as wrong:
        pytest.fail(f"{home} is no field: {wrong}")


def test_every_set_of_codes_named_is_held():
    for _, note in ROWS.values():
        for name in re.findall(r"codes: (\w+)", note):
            assert getattr(codes, name).choices
