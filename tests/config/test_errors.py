"""What a person or a machine is told when there is no page to show."""

import json

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import errors
from config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from config.urls import urlpatterns as real
from cpu.models import User
from tests.config.text import readable


def fails(request: HttpRequest) -> HttpResponse:
    raise ValueError("Kezia Marlowe, born 3 May 2019")


def writes(request: HttpRequest) -> HttpResponse:
    User.objects.count()
    return HttpResponse("saved")


fails.login_required = writes.login_required = False  # type: ignore[attr-defined]
urlpatterns = [*real, path("fails/", fails), path("writes/", writes), path("api/v1/writes/", writes)]


@pytest.fixture
def database_away(committing):
    """The application's connection leads to a port where nothing listens."""
    connection.close()
    port, connection.settings_dict["PORT"] = connection.settings_dict["PORT"], 9
    yield
    connection.settings_dict["PORT"] = port


@pytest.fixture(autouse=True)
def with_pages_that_fail(settings, client):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False


def test_an_unknown_address_is_a_page_for_people_and_a_problem_for_machines(client):
    page = client.get("/nowhere/")
    assert (page.status_code, page["Content-Type"]) == (404, "text/html; charset=utf-8")
    problem = client.get("/api/v1/nowhere/")
    assert (problem.status_code, problem["Content-Type"]) == (404, "application/problem+json")
    assert json.loads(problem.content)["status"] == 404


def test_a_fault_of_ours_tells_nothing_of_what_it_was_about(client):
    page = client.get("/fails/")
    assert page.status_code == 500
    assert "Kezia" not in page.content.decode()


@pytest.mark.usefixtures("database_away")
def test_an_absent_database_is_an_honest_503(client):
    page = client.get("/writes/")
    assert page.status_code == 503
    assert page["Retry-After"] == str(errors.RETRY_SECONDS)
    assert "cannot be reached" in readable(page)
    problem = client.get("/api/v1/writes/")
    assert (problem.status_code, problem["Content-Type"]) == (503, "application/problem+json")


@pytest.mark.usefixtures("database_away")
def test_what_was_typed_is_offered_again_when_it_could_not_be_saved(client):
    page = client.post("/writes/", {"words": 'She said "no" & <left>', "seen": ["a", "b"]}).content.decode()
    assert "words" not in page, "a form with files is not sent again"
    typed = "words=She+said+%22no%22&seen=a&seen=b"
    page = client.post("/writes/", typed, content_type="application/x-www-form-urlencoded").content.decode()
    assert 'action="/writes/"' in page
    assert 'name="words" value="She said &quot;no&quot;"' in page
    assert page.count('name="seen"') == 2


@pytest.mark.usefixtures("database_away")
def test_a_password_is_never_sent_back(client):
    typed = "username=a%40example.org&password=correct+horse"
    page = client.post("/writes/", typed, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 503
    assert "horse" not in page.content.decode()


def test_a_huge_body_is_refused_before_it_is_read(client):
    answer = client.post("/api/v1/writes/", b"[" + b"1," * 1_500_000 + b"1]", content_type="application/json")
    assert answer.status_code == 400
    assert "2.5 MB" in json.loads(answer.content)["detail"]


def test_a_form_without_its_token_says_what_to_do(settings):
    from django.test import Client

    page = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a"})
    assert page.status_code == 403
    assert "open it again" in readable(page)
