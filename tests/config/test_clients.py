"""Another system comes in by client credentials, as its service user, within its scopes."""

import base64

import pytest
from django.urls import path
from oauth2_provider.models import AccessToken, Application
from rest_framework.response import Response
from rest_framework.views import APIView

from config.urls import urlpatterns as real
from cpu.models import User

SECRET = "the client's own secret"


class Referrals(APIView):
    resource = "referrals"

    def get(self, request):
        return Response({"as": request.user.email})

    post = get


class Cases(APIView):
    resource = "cases"

    def get(self, request):
        return Response({})


class Unnamed(APIView):
    def get(self, request):
        return Response({})


urlpatterns = [
    *real,
    path("try/referrals/", Referrals.as_view()),
    path("try/cases/", Cases.as_view()),
    path("try/unnamed/", Unnamed.as_view()),
]


@pytest.fixture(autouse=True)
def with_views_to_try(settings, db):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def service_user():
    return User.objects.create_user("front.door@wexmoor.example", "Wexmoor front door", None, is_service=True)


@pytest.fixture
def front_door(service_user) -> Application:
    return Application.objects.create(
        name="Front door",
        user=service_user,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        client_secret=SECRET,
    )


def ask_for_token(client, application, **extra):
    name = base64.b64encode(f"{application.client_id}:{SECRET}".encode()).decode()
    answers = {"grant_type": "client_credentials", **extra}
    return client.post("/oauth/token/", answers, headers={"authorization": f"Basic {name}"})


def bearer(client, application, **extra) -> dict[str, str]:
    return {"authorization": f"Bearer {ask_for_token(client, application, **extra).json()['access_token']}"}


def test_a_client_acts_as_the_service_user_bound_to_it(client, front_door):
    answer = client.post(
        "/try/referrals/", "{}", content_type="application/json", headers=bearer(client, front_door)
    )
    assert (answer.status_code, answer.json()) == (200, {"as": "front.door@wexmoor.example"})


def test_a_token_reads_where_it_may_only_read(client, front_door):
    reading = bearer(client, front_door, scope="referrals:read")
    assert client.get("/try/referrals/", headers=reading).status_code == 200
    assert (
        client.post("/try/referrals/", "{}", content_type="application/json", headers=reading).status_code
        == 403
    )


@pytest.mark.parametrize("address", ["/try/cases/", "/try/unnamed/"])
def test_a_token_does_not_reach_beyond_its_scopes(client, front_door, address):
    assert client.get(address, headers=bearer(client, front_door)).status_code == 403


@pytest.mark.parametrize("lost", ["is_active", "is_service"])
def test_a_client_is_shut_out_with_its_user_on_the_next_request(client, front_door, service_user, lost):
    allowed = bearer(client, front_door)
    User.objects.filter(pk=service_user.pk).update(**{lost: False})
    assert client.get("/try/referrals/", headers=allowed).status_code == 401


def test_a_client_without_a_user_is_nobody(client, front_door):
    Application.objects.update(user=None)
    assert client.get("/try/referrals/", headers=bearer(client, front_door)).status_code == 401


@pytest.mark.parametrize("header", [{}, {"authorization": "Bearer invented"}, {"authorization": "Basic x"}])
def test_a_stranger_is_asked_who_they_are(client, header):
    answer = client.get("/try/referrals/", headers=header)
    assert (answer.status_code, answer["WWW-Authenticate"].split()[0]) == (401, "Bearer")


def test_a_stranger_is_not_read(client):
    answer = client.post("/try/referrals/", "{not JSON", content_type="application/json")
    assert answer.status_code == 401


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", "implicit"])
def test_no_other_way_to_a_token_is_open(client, front_door, grant):
    answer = ask_for_token(client, front_door, grant_type=grant, username="a", password="b", code="c")
    assert answer.status_code == 400
    assert not AccessToken.objects.exists()


def test_a_token_is_not_kept_as_it_was_given(client, front_door):
    given = ask_for_token(client, front_door).json()["access_token"]
    assert given not in AccessToken.objects.get().token


def test_a_person_is_not_asked_for_a_scope(client):
    client.force_login(
        User.objects.create_user("a.person@wexmoor.example", "A person", None),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert client.get("/try/cases/").status_code == 200
