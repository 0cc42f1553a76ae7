"""The pages of the ground, in a browser, under their own security policy."""

import pytest

from cpu.models import User

PASSWORD = "an invented pass phrase"


@pytest.fixture
def person(committing) -> User:
    return User.objects.create_user("mary.okafor@wexmoor.example", "Mary Okafor", PASSWORD)


def sign_in(page, name: str, password: str) -> None:
    page.goto("/sign-in/?next=/api/v1/")
    page.get_by_label("Email").or_(page.get_by_label("E-mail")).fill(name)
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def test_signing_in_is_accessible_and_leads_to_where_one_wanted_to_go(
    chromium_page, assert_accessible, person
):
    chromium_page.goto("/sign-in/")
    assert_accessible(chromium_page)
    sign_in(chromium_page, person.email, "wrong")
    assert_accessible(chromium_page)
    sign_in(chromium_page, person.email, PASSWORD)
    chromium_page.wait_for_url("**/api/v1/")


def test_the_description_of_the_api_is_rendered_from_our_own_files(chromium_page, person):
    sign_in(chromium_page, person.email, PASSWORD)
    chromium_page.get_by_role("heading", name="Child Protection Unit").wait_for()


def test_five_wrong_passwords_shut_a_name_out(chromium_page, assert_accessible, person):
    for _ in range(5):
        sign_in(chromium_page, person.email, "wrong")
    sign_in(chromium_page, person.email, PASSWORD)
    assert "/sign-in/" in chromium_page.url
    assert_accessible(chromium_page)
    assert "Too many attempts" in chromium_page.content()


def test_a_missing_page_is_accessible(chromium_page, assert_accessible):
    chromium_page.goto("/nowhere/")
    assert_accessible(chromium_page)
