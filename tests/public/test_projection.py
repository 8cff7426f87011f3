"""The projection says what the ledger and the tree say, whatever happened in between."""

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from wagtail.models import Page, PageViewRestriction, Site

from public import state
from public.models import PublicPage
from public.projection import rebuild
from public.query import public_pages
from public.release import release
from tests import factories
from tests.public.conftest import projection


def shown() -> set[str]:
    """The addresses an anonymous reader finds."""
    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), {}
    return set(public_pages(request).values_list("address", flat=True))


def moved_below_another(tree):
    tree.nested.move(tree.other, pos="last-child")


def moved_to_the_front(tree):
    tree.restricted.move(tree.about, pos="left")


def moved_into_the_section(tree):
    tree.other.move(tree.section, pos="first-child")


def moved_below_a_draft(tree):
    tree.about.move(tree.draft, pos="last-child")


def moved_and_back(tree):
    moved_below_another(tree)
    tree.nested.move(tree.about, pos="last-child")


def signed_slug_changed(tree):
    factories.release(factories.revise(tree.about, slug="about-us"))


def unsigned_slug_published(tree):
    factories.revise(tree.about, slug="unsigned").latest_revision.publish()


def unpublished(tree):
    tree.about.unpublish()


def unpublished_and_released_again(tree):
    tree.about.unpublish()
    factories.release(factories.revise(tree.about, title="About again"))


def deleted(tree):
    tree.about.delete()


def released_below_a_draft(tree):
    factories.release(tree.draft)


def moved_onto_the_address_of_another(tree):
    twin = factories.release(factories.standard(tree.other, title="Twin", slug="team"))
    factories.revise(tree.nested, slug="unsigned-team").latest_revision.publish()
    twin.move(tree.about, pos="first-child")


def two_below_a_draft_claim_one_address(tree):
    factories.revise(tree.below_draft, slug="renamed").latest_revision.publish()
    factories.release(factories.standard(tree.draft, title="Second", slug="below"))
    factories.release(tree.draft)
    tree.below_draft.move(tree.draft, pos="last-child")


def alias_made(tree):
    tree.about.create_alias(parent=tree.home, update_slug="about-alias")


def snippet_unpublished(tree):
    tree.article.body[0].value.unpublish()


def clearance_expired_and_site_saved(tree):
    Site.objects.get().save()


EVENTS = [
    moved_below_another,
    moved_to_the_front,
    moved_into_the_section,
    moved_below_a_draft,
    moved_and_back,
    signed_slug_changed,
    unsigned_slug_published,
    unpublished,
    unpublished_and_released_again,
    deleted,
    released_below_a_draft,
    moved_onto_the_address_of_another,
    two_below_a_draft_claim_one_address,
    alias_made,
    snippet_unpublished,
    clearance_expired_and_site_saved,
]


@pytest.mark.parametrize("happens", EVENTS, ids=lambda event: event.__name__.replace("_", " "))
def test_a_rebuild_finds_nothing_to_correct(tree, happens):
    happens(tree)
    before, seen = projection(), shown()

    rebuild()

    assert projection() == before
    assert shown() == seen


def test_a_page_that_moves_takes_those_below_it_along(tree):
    moved_below_another(tree)

    assert {"/en/other/team/", "/en/other/team/deep/"} <= shown()
    assert not {"/en/about/team/", "/en/about/team/deep/"} & shown()


@pytest.mark.parametrize("position", ["left", "right", "first-sibling", "last-sibling"])
def test_putting_pages_into_another_order_shows_and_hides_nothing(tree, position):
    before = shown()

    for name in ("restricted", "index", "section"):
        getattr(tree, name).move(tree.about, pos=position)
        assert shown() == before


def test_a_page_that_moves_into_a_private_section_is_private_at_once(tree):
    moved_into_the_section(tree)

    assert not [address for address in shown() if "other" in address]


def test_the_tree_changed_by_sql_never_shows_what_a_restriction_covers(tree):
    """As treebeard's own repair does, which tells nobody."""
    page = tree.other
    row = tree.restricted
    with connection.cursor() as cursor:
        for pk, path in ((page.pk, "swapping"), (row.pk, page.path), (page.pk, row.path)):
            cursor.execute("UPDATE wagtailcore_page SET path = %s WHERE id = %s", [path, pk])

    assert "/en/private/" not in shown()
    rebuild()
    assert "/en/private/" not in shown()
    assert "/en/other/" in shown()


def test_a_page_moved_onto_anothers_address_is_withdrawn_and_the_other_stays(tree):
    moved_onto_the_address_of_another(tree)

    assert PublicPage.objects.get(address="/en/about/team/").page_id == tree.nested.pk
    assert not PublicPage.objects.filter(title="Twin").exists()


def test_taking_a_page_out_of_the_public_by_sql_counts_in_the_next_request(tree):
    for page in (tree.about, tree.home):
        assert shown()
        Page.objects.filter(pk=page.pk).update(live=False)
        assert f"/en/{'' if page == tree.home else 'about/'}" not in shown()


def test_a_view_restriction_by_sql_counts_in_the_next_request(tree):
    assert "/en/about/team/deep/" in shown()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wagtailcore_pageviewrestriction (page_id, restriction_type, password)"
            " VALUES (%s, 'login', '')",
            [tree.about.pk],
        )
    assert not [address for address in shown() if address.startswith("/en/about/")]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM wagtailcore_pageviewrestriction WHERE page_id = %s", [tree.about.pk])
    assert "/en/about/team/deep/" in shown()


def test_the_kind_of_a_restriction_changed_by_sql_counts_in_the_next_request(tree):
    """A page opened to nobody but a group does not stay open to every account."""
    request = RequestFactory().get("/")
    request.user, request.session = factories.user(), {}
    assert public_pages(request).filter(address="/en/private/").exists()

    PageViewRestriction.objects.filter(page=tree.restricted).update(restriction_type=PageViewRestriction.GROUPS)

    del request._public_state
    assert not public_pages(request).filter(address="/en/private/").exists()


def test_the_command_says_what_it_corrected(tree):
    PublicPage.objects.filter(page=tree.about).update(title="Tampered with")
    PublicPage.objects.filter(page=tree.deep).delete()

    output = StringIO()
    call_command("rebuild_public", stdout=output)

    assert "corrected: /en/about/" in output.getvalue()
    assert "public again: /en/about/team/deep/" in output.getvalue()
    output = StringIO()
    call_command("rebuild_public", stdout=output)
    assert output.getvalue().strip() == f"{PublicPage.objects.count()} public pages, 0 changed."


def test_releasing_what_is_released_changes_nothing(tree):
    before = projection()

    release(tree.article.subject)
    state.forget()

    assert projection() == before
