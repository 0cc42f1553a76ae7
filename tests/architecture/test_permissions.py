"""Who may do what equals the policy written by hand, and each step refuses every role that it does not name."""

import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command

from cpu.models import Membership, User
from cpu.roles import GRANTS, Permission, Role
from tests.unit_of_people import LONG_AGO
from tests.walker import Walker, records
from workflow.perform import perform
from workflow.refusals import NotAllowed, NotFound

FILE = tomllib.loads((Path(__file__).parents[1] / "data" / "permissions.toml").read_text())


def policy() -> set[tuple[str, str]]:
    """(role, permission) as the file has it: a name is a group of roles, or a role."""
    groups = FILE["groups"]
    return {
        (role, permission)
        for permission, named in FILE["permissions"].items()
        for name in named
        for role in groups.get(name, [name])
    }


def granted() -> set[tuple[str, str]]:
    return {(str(role), str(permission)) for role, found in GRANTS.items() for permission in found}


def test_the_policy_knows_every_role_and_every_permission():
    roles = {role for named in FILE["groups"].values() for role in named}
    assert set(FILE["permissions"]) == {permission.value for permission in Permission}
    assert roles | {"conference-administrator", "legal-adviser"} == {role.value for role in Role}
    assert set(GRANTS) == set(Role)


def test_every_role_holds_what_the_policy_gives_it_and_nothing_else():
    assert granted() - policy() == set(), "held, but not by the policy"
    assert policy() - granted() == set(), "in the policy, but not held"


def test_every_right_taken_or_given_wrongly_is_noticed():
    """The control: each grant removed in turn, and each added, makes a difference."""
    right = policy()
    everything = {(role.value, permission.value) for role in Role for permission in Permission}
    assert all(granted() ^ {each} != right for each in everything)


def test_nobody_steps_a_child_down_alone_at_night():
    down = {
        Permission.DISCUSSION_DECLINE,
        Permission.DISCUSSION_REFUSE,
        Permission.CASE_CLOSE,
        Permission.WITHDRAW,
        Permission.ENQUIRY_APPROVE,
        Permission.ASSESSMENT_AUTHORISE,
        Permission.REFERRAL_DECIDE,
        Permission.PERSON_PROTECT,
        Permission.MANAGE,
    }
    assert not GRANTS[Role.OUT_OF_HOURS_WORKER] & down


def test_an_administrator_sees_no_case():
    about_cases = set(Permission) - {Permission.SETTING_PROPOSE, Permission.SETTING_APPROVE}
    assert not GRANTS[Role.UNIT_ADMINISTRATOR] & about_cases


@pytest.mark.django_db
@pytest.mark.parametrize("model", [pytest.param(each, id=each.kind) for each in records()])
def test_a_step_refuses_every_role_that_its_permission_does_not_name(model):
    walker = Walker()
    record = walker.reach(model, next(iter(model.State)))
    people = {}
    for role in Role:
        people[role] = User.objects.create_user(
            f"{role}@wexmoor.example", role.label, "not a real password 1"
        )
        Membership.objects.create(
            user=people[role],
            agency=walker.unit.agency("social-care"),
            role=role,
            team=walker.unit.team("unit"),
            from_on=LONG_AGO,
        )
    through = []
    for name, declared in model.steps().items():
        for role, by in people.items():
            if declared.permission in GRANTS[role]:
                continue
            try:
                target = model() if declared.opening else record
                perform(getattr(target, name), by=by, at=walker.now)
                through.append((name, role))
            except (NotAllowed, NotFound):
                pass
    assert through == []


@pytest.mark.parametrize("page", ["permissions", "pathway"])
def test_the_printed_page_is_current(page):
    call_command(page, "--check")
