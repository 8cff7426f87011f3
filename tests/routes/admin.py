"""Through the screens of Wagtail's admin."""

from typing import Any

from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from tests import factories
from tests.routes.attempt import PAGES, SNIPPETS, Attempt, latest_page, route
from tests.routes.snapshot import MARKER
from tests.routes.world import UNSIGNED, World
from treatments.models import SafetyStatement

PEOPLE = ("editor", "admin")


def article_form(world: World, action: str = "action-publish", **fields: Any) -> dict[str, Any]:
    """The editor's form of an article, unsigned in every field."""
    text = rich_text(f"<p>{UNSIGNED}</p>")
    body = [
        ("heading", {"text": UNSIGNED, "level": "h2"}),
        ("rich_text", text),
        ("quote", {"text": UNSIGNED, "attribution": UNSIGNED, "source_url": ""}),
    ]
    return nested_form_data(
        {
            "title": UNSIGNED,
            "slug": f"form-{MARKER}".lower(),
            "seo_title": UNSIGNED,
            "search_description": UNSIGNED,
            "introduction": text,
            "display_date": "2026-01-01",
            "hero_image": world.picture.pk,
            "call_to_action": world.cta.pk,
            "body": streamfield(body),
            "authors": inline_formset([]),
            "comments": inline_formset([]),
            action: "1",
            **fields,
        }
    )


def snippet_form(model: type, action: str = "action-publish") -> dict[str, Any]:
    """The editor's form of a reviewed snippet, unsigned in every field."""
    text = rich_text(f"<p>{UNSIGNED}</p>")
    fields = {"title": UNSIGNED, "text": text, "action": "book", "label": UNSIGNED}
    if model is SafetyStatement:
        fields = {
            "title": UNSIGNED,
            "boxed_warning": text,
            "information": text,
            "source_label": UNSIGNED,
            "source_url": "",
            "revised_on": "2026-01-01",
        }
    return nested_form_data({**fields, action: "1"})


def snippet_view(obj: Any, view: str) -> str:
    return f"wagtailsnippets_{obj._meta.app_label}_{obj._meta.model_name}:{view}"


def _by(person: str) -> None:
    """The attempts that each person makes in the same way."""

    @route(f"admin: create and publish, as {person}", ["index"])
    def create(attempt: Attempt) -> None:
        world = attempt.world
        address = ("wagtailadmin_pages:add", "articles", "articlepage", world.index.pk)
        attempt.post(getattr(world, person), *address, data=article_form(world))
        assert latest_page().title == UNSIGNED

    @route(f"admin: edit and publish, as {person}", PAGES)
    def edit(attempt: Attempt) -> None:
        data = article_form(attempt.world, slug=attempt.slug)
        attempt.post(getattr(attempt.world, person), "wagtailadmin_pages:edit", attempt.target.pk, data=data)
        attempt.draft_holds_it()
        if attempt.is_public:
            attempt.row_holds_it()

    @route(f"admin: go back to an unsigned revision and publish it, as {person}", PAGES)
    def revert(attempt: Attempt) -> None:
        user = getattr(attempt.world, person)
        old = attempt.draft().latest_revision
        factories.revise(attempt.target, title="Harmless")
        attempt.client.force_login(user)
        shown = attempt.client.get(reverse("wagtailadmin_pages:revisions_revert", args=[attempt.target.pk, old.pk]))
        assert MARKER in shown.content.decode()
        data = article_form(attempt.world, slug=attempt.slug, revision=old.pk)
        attempt.post(user, "wagtailadmin_pages:edit", attempt.target.pk, data=data)
        attempt.draft_holds_it()

    @route(f"admin: bulk publish with descendants, as {person}", PAGES)
    def bulk(attempt: Attempt) -> None:
        attempt.draft()
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        attempt.client.force_login(getattr(attempt.world, person))
        for page in (attempt.world.home, attempt.world.index, attempt.target):
            response = attempt.client.post(f"{address}?id={page.pk}", {"include_descendants": "on"})
            assert response.status_code in (200, 302)
        attempt.draft_holds_it()

    @route(f"admin: save and publish a snippet, as {person}", SNIPPETS)
    def snippet(attempt: Attempt) -> None:
        data = snippet_form(type(attempt.target))
        view = snippet_view(attempt.target, "edit")
        attempt.post(getattr(attempt.world, person), view, attempt.target.pk, data=data)
        attempt.draft_holds_it()

    @route(f"admin: create and publish a snippet, as {person}", ["safety", "cta"])
    def create_snippet(attempt: Attempt) -> None:
        model = type(attempt.target)
        attempt.post(getattr(attempt.world, person), snippet_view(attempt.target, "add"), data=snippet_form(model))
        assert MARKER in model.objects.order_by("-pk").first().get_latest_revision_as_object().title


for _person in PEOPLE:
    _by(_person)


@route("admin API: publish", PAGES)
def api_publish(attempt: Attempt) -> None:
    attempt.draft()
    api(attempt, "publish")
    attempt.draft_holds_it()


@route("admin API: copy and keep live", ["article"])
def api_copy(attempt: Attempt) -> None:
    attempt.draft().latest_revision.publish()
    response = api(attempt, "copy", slug="copied", title=UNSIGNED, keep_live=True)
    assert response.status_code in (201, 403)
    # Copying in code asks nobody.
    attempt.target.copy(update_attrs={"slug": "copied-in-code"}, keep_live=True)
    assert latest_page().title == UNSIGNED
    assert latest_page().live


@route("admin API: copy the whole index and keep everything live", ["article"])
def api_copy_tree(attempt: Attempt) -> None:
    attempt.draft().latest_revision.publish()
    attempt.client.force_login(attempt.world.admin)
    address = reverse("wagtailadmin_api:pages:action", args=[attempt.world.index.pk, "copy"])
    data = {"slug": "copied", "recursive": True, "keep_live": True}
    assert attempt.client.post(address, data, content_type="application/json").status_code in (201, 403)
    attempt.world.index.copy(recursive=True, update_attrs={"slug": "copied-in-code"}, keep_live=True)
    assert Page.objects.filter(title=UNSIGNED, live=True).count() >= 2


@route("admin API: go back to an unsigned revision, then publish", PAGES)
def api_revert(attempt: Attempt) -> None:
    old = attempt.draft().latest_revision
    factories.revise(attempt.target, title="Harmless")
    assert api(attempt, "revert_to_page_revision", revision_id=old.pk).status_code == 200
    api(attempt, "publish")
    attempt.draft_holds_it()


@route("admin API: an alias of unsigned text, and its conversion", PAGES)
def api_alias(attempt: Attempt) -> None:
    attempt.draft().latest_revision.publish()
    assert api(attempt, "create_alias", slug=f"alias-{attempt.slug}").status_code in (201, 403)
    alias = attempt.target.create_alias(update_slug=f"alias-in-code-{attempt.slug}")
    assert alias.live
    address = reverse("wagtailadmin_api:pages:action", args=[alias.pk, "convert_alias"])
    assert attempt.client.post(address, content_type="application/json").status_code == 200
    alias = Page.objects.get(pk=alias.pk).specific
    assert alias.alias_of_id is None
    alias.save_revision(user=attempt.world.admin).publish()


@route("admin API: unpublish the alias of a public page", ["article"])
def api_unpublish_alias(attempt: Attempt) -> None:
    alias = attempt.target.create_alias(update_slug="alias")
    assert alias.live
    alias.unpublish()
    assert not type(alias).objects.get(pk=alias.pk).live


def api(attempt: Attempt, action: str, **data: Any) -> Any:
    """What the admin API answers an administrator."""
    attempt.client.force_login(attempt.world.admin)
    address = reverse("wagtailadmin_api:pages:action", args=[attempt.target.pk, action])
    response = attempt.client.post(address, data, content_type="application/json")
    assert response.status_code not in (404, 405, 500)
    return response


@route("admin: copy and publish the copy", ["article"])
def copy(attempt: Attempt) -> None:
    attempt.draft().latest_revision.publish()
    response = copy_form(attempt, publish_copies="on")
    assert response.status_code in (200, 302), response
    if response.status_code == 302:
        assert not latest_page().live or latest_page().title == UNSIGNED


@route("admin: copy as an alias", ["article"])
def copy_as_alias(attempt: Attempt) -> None:
    attempt.draft().latest_revision.publish()
    response = copy_form(attempt, alias="on")
    assert response.status_code in (200, 302), response


def copy_form(attempt: Attempt, **choices: str) -> Any:
    """What the admin answers to its form for copying."""
    words = {"new_title": UNSIGNED, "new_slug": "copied", "new_parent_page": attempt.world.index.pk}
    address = ("wagtailadmin_pages:copy", attempt.target.pk)
    return attempt.post(attempt.world.admin, *address, data={**words, **choices})


@route("admin: convert an alias and publish it", ["article"])
def convert_alias(attempt: Attempt) -> None:
    alias = attempt.target.create_alias(update_slug="alias")
    attempt.post(attempt.world.admin, "wagtailadmin_pages:convert_alias", alias.pk)
    data = article_form(attempt.world)
    attempt.post(attempt.world.admin, "wagtailadmin_pages:edit", alias.pk, data=data)
    assert type(alias).objects.get(pk=alias.pk).get_latest_revision_as_object().title == UNSIGNED


@route("admin: publish a new address alone", ["article"])
def rename(attempt: Attempt) -> None:
    page = attempt.target
    page.slug = f"renamed-{MARKER}".lower()
    page.save_revision(user=attempt.world.editor).publish()
    assert attempt.target.slug == f"renamed-{MARKER}".lower()


@route("admin: rename the page above", ["article"])
def rename_above(attempt: Attempt) -> None:
    index = attempt.world.index
    index.slug = f"renamed-{MARKER}".lower()
    index.save_revision(user=attempt.world.editor).publish()
    assert MARKER.lower() in attempt.target.url_path


@route("admin: put a page with an unsigned address into another order", ["article"])
def reorder(attempt: Attempt) -> None:
    attempt.draft().latest_revision.publish()
    address = reverse("wagtailadmin_pages:set_page_position", args=[attempt.target.pk])
    attempt.client.force_login(attempt.world.admin)
    response = attempt.client.post(f"{address}?position=0")
    assert response.status_code == 200


@route("admin: move an unsigned page below a public one", PAGES)
def move(attempt: Attempt) -> None:
    before = attempt.target.path
    attempt.draft().latest_revision.publish()
    other = factories.article_index(attempt.world.home, slug=f"elsewhere-{attempt.slug}")
    address = ("wagtailadmin_pages:move_confirm", attempt.target.pk, other.pk)
    attempt.post(attempt.world.admin, *address)
    assert attempt.target.path != before
    attempt.post(attempt.world.admin, "wagtailadmin_pages:move_confirm", attempt.target.pk, attempt.world.index.pk)
    assert attempt.target.get_parent().pk == attempt.world.index.pk


@route("admin: the name of the site", ["article"])
def site_name(attempt: Attempt) -> None:
    site = attempt.target.get_site()
    data = {
        "hostname": site.hostname,
        "port": site.port,
        "site_name": UNSIGNED,
        "root_page": site.root_page_id,
        "is_default_site": "on",
    }
    attempt.post(attempt.world.admin, "wagtailsites:edit", site.pk, data=data)
    site.refresh_from_db()
    assert site.site_name == UNSIGNED
