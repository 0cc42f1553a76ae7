"""The lists read every kind of stage in one statement: whom they show is decided as `visible_to` decides it."""

import pytest

from cpu.models import Involvement, InvolvementRole
from cpu.roles import Role
from tests.walker import Walker, guards_met
from workflow.document import stages
from workflow.work import Work, seen

pytestmark = pytest.mark.django_db


def shown(user, kinds) -> set[tuple[str, int]]:
    return set(Work._rows.filter(seen(user, kinds, "stage")).values_list("kind", "stage"))


def visible(user, kinds) -> set[tuple[str, int]]:
    every = {
        (model.kind, pk) for model in kinds for pk in model.visible_to(user).values_list("pk", flat=True)
    }
    with_rows = set(Work._rows.values_list("kind", "stage"))
    return every & with_rows


def test_a_list_shows_what_visible_to_lets_a_person_see_and_nothing_else():
    walker = Walker()
    with guards_met():
        opened = [walker.open(model) for model in stages()]
    unit = walker.unit
    works, asked, stranger = (
        unit.user(Role.SOCIAL_WORKER, name=name) for name in ("Works With", "Asked In", "Stranger")
    )
    school, head = unit.school, unit.user(Role.HEAD_OF_SERVICE)
    cases = {row.case_id for record in opened[::2] for row in record.children.all() if row.case_id}
    lines = [Involvement(case_id=case, user=works) for case in cases]
    lines += [Involvement(record_id=each.pk, user=user) for each in opened[::3] for user in (asked, school)]
    for line in lines:
        line.role, line.from_at = InvolvementRole.CO_WORKER, walker.now
    Involvement._rows.bulk_create(lines)
    sights = {}
    for user in (works, asked, stranger, school, head, walker.anybody(), unit.front_door, unit.out_of_hours):
        sights[user.name] = shown(user, stages())
        assert sights[user.name] == visible(user, stages()), user.name
        for model in stages():
            assert shown(user, [model]) == visible(user, [model]), (user.name, model.kind)
    assert sights[works.name] != sights[asked.name] and sights[works.name] and sights[asked.name]
