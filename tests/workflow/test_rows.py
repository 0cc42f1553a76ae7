"""Several rows written in one statement: as they are, or not at all."""

import pytest
from django.db import DataError, transaction

from cpu.models import Agency, AgencyKind
from workflow.rows import write

pytestmark = pytest.mark.django_db


def test_each_row_keeps_its_own_values_and_nothing_is_cut_to_fit():
    names = ("Meadow School", "Ashgrove")
    rows = [Agency.objects.create(kind=AgencyKind.EDUCATION, name=name) for name in names]
    for row in rows:
        row.name, row.telephone, row.kind = f"{row.name} (moved)", f"01632 {row.pk}", AgencyKind.HEALTH
    write(rows, ["name", "telephone"])
    found = Agency.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    assert [(each.name, each.telephone, each.kind) for each in found] == [
        (row.name, row.telephone, AgencyKind.EDUCATION) for row in rows
    ]
    rows[1].telephone = "0" * 41
    with pytest.raises(DataError), transaction.atomic():
        write(rows, ["telephone"])
