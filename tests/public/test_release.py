"""Only cleared text becomes public."""

import pytest

from public.models import PublicPage
from public.projection import rebuild
from public.release import Outcome, release
from tests import factories


@pytest.fixture
def article(home):
    index = factories.release(factories.article_index(home))
    return factories.article(index)


def test_an_unsigned_page_that_is_published_stays_out_of_the_public(article):
    article.latest_revision.publish()

    assert not PublicPage.objects.filter(page=article).exists()
    assert release(article.subject) is Outcome.WITHHELD


def test_a_signed_page_is_public_at_an_address_of_its_edition(article):
    factories.release(article)

    public = PublicPage.objects.get(page=article)
    assert public.address == f"{public.page.get_parent().specific.public.address}{article.slug}/"


def test_unpublishing_withdraws_the_edition_at_once(article):
    released = factories.release(article)

    released.unpublish()

    assert not PublicPage.objects.filter(page=article).exists()


def test_the_projection_is_a_fixpoint_of_the_ledger(article):
    factories.release(article)
    before = list(PublicPage.objects.order_by("pk").values())

    rebuild()

    assert list(PublicPage.objects.order_by("pk").values()) == before
