"""The authoring API: for tokens of staff alone, and no way around a signature."""

import pytest
from wagtail.api.v3 import auth
from wagtail.models import APIToken

from public.models import PublicPage
from tests import factories

PATHS = ["pages/", "pages/find/?html_path=/", "schema/", "whoami/", "openapi.json", "docs/", "images/", "nothing/"]


@pytest.fixture
def staff(home):
    """An administrator: the strongest account there is."""
    return factories.user(is_staff=True, is_superuser=True)


def bearer(user) -> dict[str, str]:
    return {"authorization": f"Bearer {APIToken.create_token(user=user, name='tool')[1]}"}


def test_without_a_token_there_is_nothing(staff, client):
    client.force_login(staff)
    for path in PATHS[:-1]:
        for headers in ({}, {"authorization": "Bearer x"}, {"authorization": "Basic eDp5"}):
            response = client.get(f"/api/v3/{path}", headers=headers)
            assert response.status_code == 401, path
            assert response["WWW-Authenticate"].startswith("Bearer")
            assert response.json()["message"]


def test_a_token_of_somebody_without_the_admin_is_not_enough(home, client):
    reader = factories.user()
    for path in PATHS[:-1]:
        assert client.get(f"/api/v3/{path}", headers=bearer(reader)).status_code == 403


def test_staff_read_with_a_token(staff, client):
    response = client.get("/api/v3/pages/", headers=bearer(staff))

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert client.get("/api/v3/openapi.json", headers=bearer(staff)).status_code == 200


def test_publishing_releases_only_what_is_cleared(world, staff, client):
    factories.revise(world.article, title="Nobody signed this")
    before = PublicPage.objects.get(page=world.article)

    response = client.post(
        f"/api/v3/pages/{world.article.pk}/actions/publish/",
        data="{}",
        content_type="application/json",
        headers=bearer(staff),
    )

    assert response.status_code < 500
    assert PublicPage.objects.get(page=world.article).edition_id == before.edition_id
    assert client.get(f"/api/v2/pages/{world.article.pk}/").json()["title"] == "What ketamine does"


def test_an_error_says_nothing_about_what_is_behind(staff, client, monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionError("Error 111 connecting to 10.0.0.7:6379")

    headers = bearer(staff)
    monkeypatch.setattr(auth.BearerTokenAuth, "authenticate", fail)

    response = client.get("/api/v3/pages/", headers=headers)

    assert response.status_code == 500
    assert response.json() == {"message": "internal error"}
