"""Through the authoring API, with the token of somebody who may do everything in the admin."""

from typing import Any

from django.http import HttpResponse
from wagtail.models import APIToken, Page

from core.models import User
from tests import factories
from tests.routes.attempt import PAGES, Attempt, latest_page, route
from tests.routes.snapshot import MARKER
from tests.routes.world import UNSIGNED


def call(attempt: Attempt, user: User, method: str, path: str, data: Any = None) -> HttpResponse:
    """What the API answers the bearer of a token."""
    made = APIToken.create_token(user=user, name="Tool")
    token = next(part for part in made if isinstance(part, str)) if isinstance(made, tuple) else made
    send = getattr(attempt.client, method)
    address = f"/api/v3/pages/{path}"
    headers = {"Authorization": f"Bearer {token}"}
    response = send(address, data or {}, content_type="application/json", headers=headers)
    assert response.status_code not in (401, 404, 405, 500), response.content
    return response


def action(attempt: Attempt, user: User, name: str, data: Any = None) -> HttpResponse:
    return call(attempt, user, "post", f"{attempt.target.pk}/actions/{name}/", data)


def words(attempt: Attempt) -> dict[str, Any]:
    """Every text the API takes for an article."""
    return {
        "title": UNSIGNED,
        "slug": attempt.slug,
        "seo_title": UNSIGNED,
        "search_description": UNSIGNED,
        "introduction": f"<p>{UNSIGNED}</p>",
        "body": [
            {"type": "heading", "value": {"text": UNSIGNED, "level": "h2"}},
            {"type": "rich_text", "value": f"<p>{UNSIGNED}</p>"},
        ],
    }


def _by(person: str) -> None:
    @route(f"API v3: create and publish, as {person}", ["index"])
    def create(attempt: Attempt) -> None:
        meta = {"type": "articles.ArticlePage", "parent_id": attempt.world.index.pk, "action": "publish"}
        data = {**words(attempt), "display_date": "2026-01-01", "meta": meta}
        response = call(attempt, getattr(attempt.world, person), "post", "", data)
        assert response.status_code in (201, 403), response.content
        if response.status_code == 201:
            assert latest_page().title == UNSIGNED

    @route(f"API v3: change and publish, as {person}", PAGES)
    def patch(attempt: Attempt) -> None:
        meta = {"type": "articles.ArticlePage", "action": "publish"}
        user = getattr(attempt.world, person)
        response = call(attempt, user, "patch", f"{attempt.target.pk}/", {**words(attempt), "meta": meta})
        assert response.status_code in (200, 403), response.content
        if response.status_code == 200:
            attempt.draft_holds_it()

    @route(f"API v3: publish the latest draft, as {person}", PAGES)
    def publish(attempt: Attempt) -> None:
        attempt.draft()
        response = action(attempt, getattr(attempt.world, person), "publish")
        assert response.status_code in (200, 403), response.content
        attempt.draft_holds_it()

    @route(f"API v3: go back to an unsigned revision and publish it, as {person}", PAGES)
    def revert(attempt: Attempt) -> None:
        user = getattr(attempt.world, person)
        old = attempt.draft().latest_revision
        factories.revise(attempt.target, title="Harmless")
        assert action(attempt, user, "revert", {"revision_id": old.pk}).status_code == 200
        attempt.draft_holds_it()
        assert action(attempt, user, "publish").status_code in (200, 403)

    @route(f"API v3: publish while the text is in review, as {person}", PAGES)
    def in_review(attempt: Attempt) -> None:
        task_state = factories.start(attempt.draft(), attempt.world.editor)
        assert action(attempt, getattr(attempt.world, person), "publish").status_code in (200, 403)
        task_state.refresh_from_db()
        assert task_state.status == task_state.STATUS_IN_PROGRESS


for _person in ("editor", "admin"):
    _by(_person)


@route("API v3: copy and keep live", ["article"])
def copy(attempt: Attempt) -> None:
    attempt.draft().latest_revision.publish()
    data = {"slug": "copied", "title": UNSIGNED, "keep_live": True}
    # A copy that is live at once cannot have been signed, so Wagtail is told that nobody may publish below a page.
    assert action(attempt, attempt.world.admin, "copy", data).status_code == 403
    assert action(attempt, attempt.world.admin, "copy", {**data, "keep_live": False}).status_code == 201
    assert latest_page().title == UNSIGNED
    call(attempt, attempt.world.admin, "post", f"{latest_page().pk}/actions/publish/")


@route("API v3: an alias of unsigned text, and its conversion", ["article"])
def alias(attempt: Attempt) -> None:
    attempt.draft().latest_revision.publish()
    assert action(attempt, attempt.world.admin, "create_alias", {"slug": "alias"}).status_code == 403
    made = attempt.target.create_alias(update_slug="alias-in-code")
    call(attempt, attempt.world.admin, "post", f"{made.pk}/actions/convert_alias/")
    assert Page.objects.get(pk=made.pk).alias_of_id is None
    call(attempt, attempt.world.admin, "post", f"{made.pk}/actions/publish/")


@route("API v3: move a page with unsigned text and back", ["article"])
def move(attempt: Attempt) -> None:
    attempt.draft().latest_revision.publish()
    elsewhere = factories.article_index(attempt.world.home, slug=f"elsewhere-{MARKER}".lower())
    for destination in (elsewhere.pk, attempt.world.index.pk):
        data = {"destination_id": destination, "position": "last-child"}
        assert action(attempt, attempt.world.admin, "move", data).status_code == 200
    assert attempt.target.get_parent().pk == attempt.world.index.pk
