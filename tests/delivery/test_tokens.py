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
from wagtail.models import APIToken, ModelLogEntry

from delivery.models import PersonalToken
from delivery.tokens import issue
from public.cache import AnonymousCache
from public.models import Verification
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories
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


def bearer(text: str) -> dict[str, str]:
    return {"authorization": f"Bearer {text}"}


def token_of(user: Any, **changes: Any) -> str:
    """The text of a new token of an account; ``changes`` are values of its row."""
    token, text = issue.make(user, "App", 30)
    APIToken.objects.filter(pk=token.pk).update(**changes)
    return text


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


@pytest.fixture
def fresh(client, practitioner) -> Client:
    """A browser whose user has just given the password again."""
    client.force_login(practitioner)
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    return client


def test_a_token_is_shown_once_and_its_digest_kept(rows, fresh, practitioner):
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
    assert SECRET in titles(Client().get("/api/v2/pages/", headers=bearer(text)))


def test_making_one_takes_the_password_again(rows, client, practitioner):
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
def test_a_form_that_is_wrong_makes_none(rows, fresh, data):
    response = fresh.post("/account/tokens/new/", data)

    assert response.context["form"].errors
    assert not APIToken.objects.exists()


def test_those_without_a_right_to_one_are_told_why(rows, client):
    account = factories.user()
    client.force_login(account)
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})

    assert "Tokens are for practitioners" in client.get("/account/tokens/").content.decode()
    assert client.post("/account/tokens/new/", {"name": "x", "days": "30"}).status_code == 403
    assert not APIToken.objects.exists()


@pytest.mark.parametrize("role", [EDITORS, CLINICIANS, TRANSLATORS, PRACTICE_MANAGERS])
def test_staff_may_have_them(rows, client, role):
    client.force_login(factories.user(role))

    assert "/account/tokens/new/" in client.get("/account/tokens/").content.decode()


def test_a_revoked_token_opens_nothing_from_then_on(rows, client, practitioner):
    token, text = issue.make(practitioner, "App", 30)
    client.force_login(practitioner)

    assert client.get(f"/account/tokens/{token.pk}/revoke/").status_code == 405
    response = client.post(f"/account/tokens/{token.pk}/revoke/")

    assert response.status_code == 302
    assert client.get("/api/v2/site/", headers=bearer(text)).status_code == 401
    assert "Revoked" in client.get("/account/tokens/").content.decode()
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404


def test_nobody_sees_or_ends_anothers(rows, client, practitioner):
    token, text = issue.make(practitioner, "The app of Ada", 30)
    client.force_login(factories.user(VERIFIED_PRACTITIONERS))

    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert "The app of Ada" not in client.get("/account/tokens/").content.decode()
    assert client.get("/api/v2/site/", headers=bearer(text)).status_code == 200


def test_the_list_takes_as_many_queries_for_many_tokens(rows, client, practitioner):
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


def test_the_list_has_pages(rows, client, practitioner):
    client.force_login(practitioner)
    for _ in range(21):
        token_of(practitioner)

    assert len(client.get("/account/tokens/").context["tokens"].object_list) == 20
    assert len(client.get("/account/tokens/?page=2").context["tokens"].object_list) == 1


def test_the_audit_log_knows_of_both_and_never_of_the_token(rows, practitioner):
    token, text = issue.make(practitioner, "App", 30)
    issue.revoke(token)

    entries = ModelLogEntry.objects.filter(action__startswith="keta.token_").order_by("pk")
    assert [entry.action for entry in entries] == ["keta.token_made", "keta.token_revoked"]
    for entry in entries:
        assert entry.user == practitioner
        assert token.prefix in str(entry.comment)
        assert text not in str(entry.data)


def test_no_token_is_left_in_the_cache(rows, client, practitioner):
    text = token_of(practitioner)
    client.get("/api/v2/site/", headers=bearer(text))
    client.get("/api/v2/site/", headers=bearer(text[:-1]))

    assert text not in str(getattr(cache, "_cache", {}))
