"""Every journey is walked twice: once over the API, once in pages and forms."""

import pytest

from tests.journeys.doors import DOORS, Door
from tests.unit_of_people import Unit


@pytest.fixture
def unit(committing: None) -> Unit:
    return Unit()


@pytest.fixture(params=DOORS, ids=lambda each: each.name)
def door(request: pytest.FixtureRequest, unit: Unit) -> Door:
    return request.param(unit)
