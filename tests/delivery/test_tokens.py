"""A token gives its account's view of the API, or nothing; it is for reading alone."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import APIToken

from delivery.models import PersonalToken
from public.cache import AnonymousCache
from public.models import Verification
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.delivery.tokens import bearer, token_of
from tests.public.test_cache import Backend, ask
from tests.rows import Rows, once

SECRET = "Only for colleagues"
ENDPOINTS = [
    "pages/",
    "pages/{resource}/",
    "pages/find/?id={resource}",
    "images/",
    "documents/",
    "redirects/",
    "site/",
    "search/?q=colleagues",
    "changes/",
]


def build() -> Rows:
    """The section with one resource."""
    home = factories.site()
    section = factories.release(factories.section(home, title="For colleagues", slug="colleagues"))
    document = factories.document("Protocol", b"%PDF-1.4 for colleagues")
    resource = factories.resource(section, title=SECRET, slug="only-for-colleagues", document=document)
    resource = factories.release(resource)
    return Rows(home=home, section=section, resource=resource)


private = once(build)


@pytest.fixture(autouse=True)
def rows(private: Rows, db: None) -> Rows:
    return private


@pytest.fixture
def practitioner():
    return factories.user(VERIFIED_PRACTITIONERS)


def authoring(user: Any) -> str:
    """The text of a new token that staff made for the authoring API."""
    return APIToken.create_token(user=user, name="Tool")[1]


def ended(user: Any) -> str:
    text = token_of(user)
    PersonalToken.objects.update(expires_at=timezone.now())
    return text


def of_closed_account(user: Any) -> str:
    text = token_of(user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    return text


REFUSED = {
    "wrong": lambda user: bearer(APIToken.generate_token()),
    "malformed": lambda user: bearer("x"),
    "with a letter changed": lambda user: bearer(token_of(user).replace("wagtail_", "wagtail-")),
    "with NUL": lambda user: bearer(token_of(user) + "\x00"),
    "expired": lambda user: bearer(ended(user)),
    "revoked": lambda user: bearer(token_of(user, revoked_at=timezone.now())),
    "of a closed account": lambda user: bearer(of_closed_account(user)),
    "empty": lambda user: bearer(""),
}
OTHER_SCHEMES = {
    "Basic": lambda user: {"authorization": "Basic eDp5"},
    "Token": lambda user: {"authorization": f"Token {token_of(user)}"},
    "no scheme": lambda user: {"authorization": token_of(user)},
    "nothing": lambda user: {"authorization": ""},
}


def addresses(rows: Rows) -> list[str]:
    return [f"/api/v2/{path.format(resource=rows.resource.pk)}" for path in ENDPOINTS]


def titles(response: Any) -> set[str]:
    return {item["title"] for item in response.json()["items"]}


def test_a_token_gives_its_readers_view_of_every_endpoint(rows, client, practitioner):
    headers = bearer(token_of(practitioner))
    for address in addresses(rows):
        response = client.get(address, headers=headers)

        assert response.status_code == (302 if "find" in address else 200), address
        assert response["Cache-Control"] == "private, no-store", address
        assert "Authorization" in response["Vary"], address
    pages = f"/api/v2/pages/{rows.resource.pk}/"
    assert client.get(pages, headers=headers).json()["title"] == SECRET
    assert SECRET in titles(client.get("/api/v2/pages/", headers=headers))
    assert titles(client.get("/api/v2/search/?q=colleagues", headers=headers)) == {SECRET, "For colleagues"}


def test_without_one_there_is_the_publics_view(rows, client):
    for address in addresses(rows):
        assert SECRET.encode() not in client.get(address).content, address


@pytest.mark.parametrize("kind", REFUSED)
def test_a_token_that_opens_nothing_is_never_taken_for_nobody(rows, client, practitioner, kind):
    headers = REFUSED[kind](practitioner)
    for address in addresses(rows):
        response = client.get(address, headers=headers)

        assert response.status_code == 401, address
        assert response["WWW-Authenticate"] == 'Bearer realm="Keta CMS", error="invalid_token"'
        assert response["Cache-Control"] == "no-store"
        assert set(response.json()) == {"message"}


@pytest.mark.parametrize("kind", OTHER_SCHEMES)
def test_other_credentials_are_refused_too(rows, client, practitioner, kind):
    headers = OTHER_SCHEMES[kind](practitioner)
    for address in addresses(rows):
        response = client.get(address, headers=headers)

        assert response.status_code == 401, address
        assert response["WWW-Authenticate"] == 'Bearer realm="Keta CMS"'


def test_the_scheme_may_be_written_small(rows, client, practitioner):
    headers = {"authorization": f"bearer {token_of(practitioner)}"}

    assert client.get("/api/v2/site/", headers=headers).status_code == 200


@pytest.mark.parametrize("groups", [(), (EDITORS,), (CLINICIANS,), (TRANSLATORS,), (PRACTICE_MANAGERS,)])
def test_a_token_opens_no_more_than_its_account(rows, client, groups):
    headers = bearer(token_of(factories.user(*groups)))

    assert SECRET not in titles(client.get("/api/v2/pages/", headers=headers))
    assert client.get(f"/api/v2/pages/{rows.resource.pk}/", headers=headers).status_code == 404


def test_an_expired_licence_leaves_the_publics_view(rows, client, practitioner):
    headers = bearer(token_of(practitioner))
    Verification.objects.filter(user=practitioner).update(until=timezone.localdate() - timedelta(days=1))

    response = client.get("/api/v2/pages/", headers=headers)

    assert response.status_code == 200
    assert SECRET not in titles(response)
    assert response["Cache-Control"] == "private, no-store"


def test_a_session_sent_along_counts_for_nothing(rows, client, practitioner):
    client.force_login(practitioner)
    cookie = client.cookies["sessionid"].value

    response = client.get(f"/api/v2/pages/{rows.resource.pk}/", headers=bearer(token_of(factories.user())))
    refused = client.get("/api/v2/pages/", headers=bearer(APIToken.generate_token()))

    assert (response.status_code, refused.status_code) == (404, 401)
    assert not response.cookies
    assert client.cookies["sessionid"].value == cookie
    assert client.get(f"/api/v2/pages/{rows.resource.pk}/").json()["title"] == SECRET


def test_a_token_of_the_authoring_api_reads_too(rows, client):
    text = APIToken.create_token(user=factories.user(is_superuser=True), name="tool")[1]

    assert SECRET in titles(client.get("/api/v2/pages/", headers=bearer(text)))


@pytest.mark.parametrize("path", ["pages/", "whoami/", "openapi.json", "schema/"])
def test_the_authoring_api_refuses_tokens_for_reading(rows, client, path):
    """Whatever their account may do: publishing, signing and accounts are out of their reach."""
    administrator = factories.user(is_staff=True, is_superuser=True)

    response = client.get(f"/api/v3/{path}", headers=bearer(token_of(administrator)))

    assert response.status_code == 403
    assert "reading alone" in response.json()["message"]


def test_they_publish_nothing(rows, client):
    administrator = factories.user(is_staff=True, is_superuser=True)
    draft = factories.standard(rows.home, title="A draft")

    response = client.post(
        f"/api/v3/pages/{draft.pk}/actions/publish/",
        data="{}",
        content_type="application/json",
        headers=bearer(token_of(administrator)),
    )

    assert response.status_code == 403
    assert not type(draft).objects.get(pk=draft.pk).live


@pytest.mark.parametrize("make", [token_of, authoring], ids=["personal", "authoring"])
def test_what_was_shown_once_is_told_to_staff_in_person_and_to_no_app(rows, client, make):
    editor = factories.editor()
    address = f"/api/v2/pages/{rows.resource.pk}/?as_of={timezone.now():%Y-%m-%dT%H:%M:%S}Z"

    answer = client.get(address, headers=bearer(make(editor)))

    assert answer.status_code == 400
    assert SECRET not in answer.content.decode()
    client.force_login(editor)
    assert SECRET in client.get(address).content.decode()


@pytest.mark.parametrize("path", ["/admin/", "/account/tokens/", "/admin/reports/audit-log/", "/admin/pages/{}/edit/"])
def test_a_token_is_no_way_into_a_screen(rows, client, path):
    administrator = factories.user(is_staff=True, is_superuser=True)

    response = client.get(path.format(rows.resource.pk), headers=bearer(token_of(administrator)))

    assert (response.status_code, "/login/" in response["Location"]) == (302, True)


def test_a_token_reads_no_page_of_the_site(rows, client, practitioner):
    response = client.get("/en/colleagues/only-for-colleagues/", headers=bearer(token_of(practitioner)))

    assert response.status_code == 302
    assert SECRET.encode() not in response.content


def test_files_of_the_section_are_read_with_a_token(rows, client, practitioner):
    headers = bearer(token_of(practitioner))
    detail = client.get(f"/api/v2/pages/{rows.resource.pk}/", headers=headers).json()
    address = urlsplit(detail["document"]["meta"]["download_url"]).path

    response = client.get(address, headers=headers)

    assert b"".join(response.streaming_content) == b"%PDF-1.4 for colleagues"
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(address).status_code == 404
    assert client.get(address, headers=bearer(token_of(factories.user()))).json() == {"message": "not found"}
    client.force_login(practitioner)
    assert client.get(address, headers=bearer("x")).status_code == 401


def test_too_many_wrong_tokens_are_stopped_for_a_while(rows, client, practitioner):
    wrong, right = bearer(APIToken.generate_token()), bearer(token_of(practitioner))
    before = [client.get("/api/v2/site/", headers=wrong).status_code for _ in range(20)]

    response = client.get("/api/v2/site/", headers=wrong)

    assert set(before) == {401}
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert response.json()["message"]
    assert client.get("/api/v3/pages/", headers=wrong).status_code == 429
    # Those who have one are not locked out by others behind their address.
    assert client.get("/api/v2/site/", headers=right).status_code == 200


@override_settings(
    CACHES={"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}}
)
def test_without_the_cache_tokens_work_and_fail_as_ever(rows, client, practitioner):
    right = client.get(f"/api/v2/pages/{rows.resource.pk}/", headers=bearer(token_of(practitioner)))

    assert right.json()["title"] == SECRET
    assert client.get("/api/v2/site/", headers=bearer("x")).status_code == 401


def test_answers_to_a_token_are_kept_nowhere(rows, practitioner):
    backend = Backend(headers=[("Cache-Control", "private, no-store")])
    application = AnonymousCache(backend)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token_of(practitioner)}"}

    for _ in range(2):
        ask(application, "/api/v2/pages/", **headers)
    ask(application, "/api/v2/pages/")

    assert backend.calls == 3
    assert "HTTP_AUTHORIZATION" not in backend.environ


def test_the_last_use_is_noted_once_a_minute(rows, client, practitioner):
    headers = bearer(token_of(practitioner))
    client.get("/api/v2/site/", headers=headers)
    noted = APIToken.objects.get().last_used_at

    client.get("/api/v2/site/", headers=headers)

    assert noted is not None
    assert APIToken.objects.get().last_used_at == noted
    APIToken.objects.update(last_used_at=noted - timedelta(minutes=2))
    client.get("/api/v2/site/", headers=headers)
    assert APIToken.objects.get().last_used_at > noted - timedelta(minutes=1)


def queries(client: Client, **headers: str) -> int:
    """What a list takes once everything that the process holds is there."""
    client.get("/api/v2/pages/", headers=headers)
    with CaptureQueriesContext(connection) as captured:
        client.get("/api/v2/pages/", headers=headers)
    return len(captured)


def test_a_token_takes_three_queries(rows, client, practitioner):
    """The token with its account; then what any account takes: its groups, and its licence."""
    assert queries(client, **bearer(token_of(practitioner))) == queries(client) + 3


def test_a_token_that_cannot_be_takes_none(rows, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/api/v2/pages/", headers=bearer("wagtail_x"))


def test_other_sites_may_ask_only_where_they_are_listed(rows, client):
    asked = {"origin": "https://app.example.org", "access-control-request-method": "GET"}

    for origins in ([], ["https://other.example.org"]):
        with override_settings(CORS_ALLOWED_ORIGINS=origins):
            for response in (
                client.options("/api/v2/pages/", headers=asked),
                client.get("/api/v2/pages/", headers={"origin": asked["origin"]}),
            ):
                assert not [name for name in response.headers if name.startswith("Access-Control")]
    with override_settings(CORS_ALLOWED_ORIGINS=[asked["origin"]]):
        preflight = client.options("/api/v2/pages/", headers=asked)
        answer = client.get("/api/v2/pages/", headers={"origin": asked["origin"]})
        elsewhere = [client.get(path, headers={"origin": asked["origin"]}) for path in ("/en/", "/api/v3/pages/")]
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "authorization" in preflight["Access-Control-Allow-Headers"]
    assert answer["Access-Control-Allow-Origin"] == asked["origin"]
    assert "Access-Control-Allow-Credentials" not in answer
    assert not [name for response in elsewhere for name in response.headers if name.startswith("Access-Control")]


def test_no_token_is_left_in_the_cache(rows, client, practitioner):
    text = token_of(practitioner)
    client.get("/api/v2/site/", headers=bearer(text))
    client.get("/api/v2/site/", headers=bearer(text[:-1]))

    assert text not in str(getattr(cache, "_cache", {}))
