"""An old address leads on, but only to what its reader may see."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from public.models import PublicPage
from tests import factories
from tests.rows import Rows, once

released_page = once(lambda: Rows(page=factories.release(factories.standard(factories.site(), slug="secret-slug"))))


@pytest.fixture
def page(db, released_page):
    return released_page.page


def test_a_redirect_tells_nobody_where_a_page_stands_that_they_may_not_see(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    Redirect.add_redirect("/old/", page)

    refused = Client().get("/old/")

    assert refused.status_code == 404
    assert "secret-slug" not in refused.content.decode() + str(refused.headers)
    reader = Client()
    reader.force_login(factories.user())
    allowed = reader.get("/old/")
    assert (allowed.status_code, allowed["Location"]) == (301, "/en/secret-slug/")
    assert allowed["Cache-Control"] == "private, no-store"


def test_a_redirect_to_a_page_that_nobody_signed_leads_nowhere(home):
    draft = factories.standard(home)
    draft.latest_revision.publish()
    Redirect.add_redirect("/old", draft)

    assert Client().get("/old/").status_code == 404


@pytest.mark.parametrize("asked", ["/old", "/old/", "/old/?utm=1"])
def test_a_redirect_is_found_with_and_without_the_slash_and_the_query(page, asked):
    Redirect.add_redirect("/old/", page, is_permanent=False)

    response = Client().get(asked)

    assert (response.status_code, response["Location"]) == (302, "/en/secret-slug/")


def test_the_address_with_its_query_goes_before_the_one_without(page):
    Redirect.add_redirect("/old/", page)
    Redirect.add_redirect("/old/?b=2&a=1", "https://example.org/")

    assert Client().get("/old/?a=1&b=2")["Location"] == "https://example.org/"


def test_a_redirect_of_the_site_goes_before_one_of_all_sites(page):
    Redirect.add_redirect("/ólà/", "https://example.org/")
    Redirect.add_redirect("/ólà/", page, site=page.get_site())

    assert Client().get("/%C3%B3l%C3%A0/")["Location"] == "/en/secret-slug/"


def test_a_public_page_goes_before_a_redirect_from_its_address(page):
    Redirect.add_redirect(PublicPage.objects.get(page=page).address, "https://example.org/")

    assert Client().get("/en/secret-slug/").status_code == 200


@pytest.mark.parametrize(("accepted", "leads_to"), [("es", "/en/"), ("en", "/en/"), ("fr", "/en/")])
def test_the_root_leads_to_a_home_page_that_is_public(home, accepted, leads_to):
    assert Client().get("/", headers={"accept-language": accepted})["Location"] == leads_to
