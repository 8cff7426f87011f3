"""The screens where people make, see and revoke the tokens of their own apps."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import APIToken, ModelLogEntry

from delivery.tokens import issue
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.delivery.tokens import bearer, token_of


@pytest.fixture
def practitioner(home):
    return factories.user(VERIFIED_PRACTITIONERS)


@pytest.fixture
def fresh(client, practitioner) -> Client:
    """A browser whose user has just given the password again."""
    client.force_login(practitioner)
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    return client


def test_a_token_is_shown_once_and_its_digest_kept(home, fresh, practitioner):
    response = fresh.post("/account/tokens/new/", {"name": "My app", "days": "365"})

    token = APIToken.objects.select_related("personal").get()
    text = response.context["text"]
    assert response.content.decode().count(f'value="{text}"') == 1
    assert "no-store" in response["Cache-Control"]
    assert (token.user, token.name) == (practitioner, "My app")
    assert timedelta(days=364) < token.personal.expires_at - timezone.now() <= timedelta(days=365)
    assert text not in str(APIToken.objects.values().get())
    listed = fresh.get("/account/tokens/").content.decode()
    assert token.prefix in listed
    assert text not in listed
    assert Client().get("/api/v2/site/", headers=bearer(text)).status_code == 200


def test_making_one_takes_the_password_again(home, client, practitioner):
    client.force_login(practitioner)

    for response in (
        client.get("/account/tokens/new/"),
        client.post("/account/tokens/new/", {"name": "x", "days": 30}),
    ):
        assert (response.status_code, "/reauthenticate/" in response["Location"]) == (302, True)
    assert not APIToken.objects.exists()


@pytest.mark.parametrize(
    "data", [{"name": "", "days": "30"}, {"name": "x", "days": "366"}, {"name": "a\0", "days": 30}]
)
def test_a_form_that_is_wrong_makes_none(home, fresh, data):
    response = fresh.post("/account/tokens/new/", data)

    assert response.context["form"].errors
    assert not APIToken.objects.exists()


def test_those_without_a_right_to_one_are_told_why(home, client):
    account = factories.user()
    client.force_login(account)
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})

    assert "Tokens are for practitioners" in client.get("/account/tokens/").content.decode()
    assert client.post("/account/tokens/new/", {"name": "x", "days": "30"}).status_code == 403
    assert not APIToken.objects.exists()


@pytest.mark.parametrize("role", [EDITORS, CLINICIANS, TRANSLATORS, PRACTICE_MANAGERS])
def test_staff_may_have_them(home, client, role):
    client.force_login(factories.user(role))

    assert "/account/tokens/new/" in client.get("/account/tokens/").content.decode()


def test_a_revoked_token_opens_nothing_from_then_on(home, client, practitioner):
    token, text = issue.make(practitioner, "App", 30)
    client.force_login(practitioner)

    assert client.get(f"/account/tokens/{token.pk}/revoke/").status_code == 405
    response = client.post(f"/account/tokens/{token.pk}/revoke/")

    assert response.status_code == 302
    assert client.get("/api/v2/site/", headers=bearer(text)).status_code == 401
    assert "Revoked" in client.get("/account/tokens/").content.decode()
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404


def test_nobody_sees_or_ends_anothers(home, client, practitioner):
    token, text = issue.make(practitioner, "The app of Ada", 30)
    client.force_login(factories.user(VERIFIED_PRACTITIONERS))

    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert "The app of Ada" not in client.get("/account/tokens/").content.decode()
    assert client.get("/api/v2/site/", headers=bearer(text)).status_code == 200


def test_the_list_takes_as_many_queries_for_many_tokens(home, client, practitioner):
    client.force_login(practitioner)
    token_of(practitioner)
    counts = []
    for _ in range(2):
        client.get("/account/tokens/")
        with CaptureQueriesContext(connection) as captured:
            response = client.get("/account/tokens/")
        counts.append(len(captured))
        for _ in range(25):
            token_of(practitioner)
    assert counts[0] == counts[1]
    assert response.status_code == 200


def test_the_list_has_pages(home, client, practitioner):
    client.force_login(practitioner)
    for _ in range(21):
        token_of(practitioner)

    assert len(client.get("/account/tokens/").context["tokens"].object_list) == 20
    assert len(client.get("/account/tokens/?page=2").context["tokens"].object_list) == 1


def test_the_audit_log_knows_of_both_and_never_of_the_token(home, practitioner):
    token, text = issue.make(practitioner, "App", 30)
    issue.revoke(token)

    entries = ModelLogEntry.objects.filter(action__startswith="keta.token_").order_by("pk")
    assert [entry.action for entry in entries] == ["keta.token_made", "keta.token_revoked"]
    for entry in entries:
        assert entry.user == practitioner
        assert token.prefix in str(entry.comment)
        assert text not in str(entry.data)
