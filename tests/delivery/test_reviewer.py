"""``meta.review`` leads to the page of who signed, by the rules of the page itself: to one that this reader may see."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from wagtail.models import Page, PageViewRestriction

from public.models import PublicPage
from review.models import ReviewerCredential
from review.policy import VERIFIED_PRACTITIONERS
from tests import factories
from tests.delivery.conftest import translated
from tests.delivery.copies import many_articles
from tests.delivery.test_queries import queries


@pytest.fixture
def signed(world: Any) -> Any:
    """The world, in which whoever signed its articles has a page."""
    for page in (world.article, world.spanish_article):
        signer = page.public.edition.clearance.sign_off.signer_id
        ReviewerCredential.objects.filter(user=signer).update(practitioner=world.practitioner)
    return world


@pytest.fixture
def told(client: Any, api: Any) -> Any:
    """The reviewer's page as the API names it; the page itself has to lead there, too."""

    def ask(page: Any) -> Any:
        answer = api.get(f"pages/{page.pk}/")
        listed = api.get("pages/", fields="review", slug=page.slug)["items"]
        named = answer["meta"]["review"]["practitioner"]
        assert [item["meta"]["review"]["practitioner"] for item in listed] == [named]
        html = BeautifulSoup(client.get(page.url).content, "html.parser")
        links = [link["href"] for link in html.select(".review a")]
        assert [address.removeprefix("/") for address in links] == (
            [named["meta"]["html_url"].split("/", 3)[3]] if named else []
        )
        return named

    return ask


def test_a_review_leads_to_the_page_of_who_signed_as_other_references_do(signed, api, told):
    found = api.get(f"pages/{signed.article.pk}/", fields="_,authors(practitioner)")["authors"][0]["practitioner"]

    assert told(signed.article) == found
    assert found["id"] == signed.practitioner.pk
    assert api.get(found["meta"]["detail_url"].split("/api/v2/")[1])["title"] == found["title"]


def test_who_signed_without_a_page_has_none(world, told):
    assert told(world.article) is None


def test_a_translation_leads_to_the_page_in_its_own_language_or_to_none(signed, told):
    assert told(signed.spanish_article) is None

    factories.release(translated(signed.directory, slug="equipo"))
    spanish = factories.release(translated(signed.practitioner, slug="ada-es"))

    assert told(signed.spanish_article)["id"] == spanish.pk
    assert told(signed.article)["id"] == signed.practitioner.pk


def test_a_page_that_is_withdrawn_is_named_no_more(signed, told):
    signed.practitioner.unpublish()

    assert told(signed.article) is None


def test_a_page_is_named_to_those_it_is_for_alone(signed, told, client):
    restriction = PageViewRestriction.objects.create(
        page=signed.practitioner, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get_or_create(name=VERIFIED_PRACTITIONERS)[0])

    assert told(signed.article) is None

    client.force_login(factories.user(VERIFIED_PRACTITIONERS))
    assert told(signed.article)["id"] == signed.practitioner.pk


def test_a_reviewers_page_costs_no_query_however_many_pages_name_it(signed, api):
    detail, listed = f"pages/{signed.article.pk}/", {"type": "articles.ArticlePage", "fields": "review", "limit": 100}
    before = len(queries(api, "pages/", **listed))
    many_articles(signed.article, 50)
    ReviewerCredential.objects.update(practitioner=signed.practitioner)

    named = [item["meta"]["review"]["practitioner"] for item in api.get("pages/", **listed)["items"]]
    assert len([page for page in named if page]) > 50
    assert len(queries(api, detail)) == 3
    assert len(queries(api, "pages/", **listed)) == before


def test_a_notice_is_the_page_of_nobody(signed, told):
    """Not even where the page is held for the menus anyway."""
    Page.objects.filter(pk=signed.practitioner.pk).update(show_in_menus=True)
    PublicPage.objects.filter(page=signed.practitioner).update(stands_in=PublicPage.StandsIn.NOTICE)

    assert told(signed.article) is None
