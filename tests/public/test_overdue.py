"""What readers get once a clearance has ended, without anybody or any clock doing anything about it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from ledger.record import current_edition
from public.models import PublicPage
from public.projection import rebuild
from review.evidence import edition_at
from review.policy import VERIFIED_PRACTITIONERS, Overdue, ReviewPolicy
from review.subjects import kinds, reviewable_models
from tests import factories
from tests.moments import ends
from tests.public.conftest import projection

YESTERDAY, TOMORROW = timedelta(days=-1), timedelta(days=1)
NOTE = "Review overdue."


def shift(obj: Any, by: timedelta) -> datetime:
    """Let the clearance of what is public end that far from now."""
    return ends(obj, timezone.now() + by).until


def text_of(page: Page, client: Client | None = None) -> str:
    response = (client or Client()).get(PublicPage.objects.get(page=page).address)
    assert response.status_code == 200
    return response.content.decode()


def status_of(page: Page) -> str:
    return Client().get(f"/api/v2/pages/{page.pk}/").json()["meta"]["review"]["status"]


def withdrawing(page: Page) -> ReviewPolicy:
    """The policy of a page, but that it withdraws what is overdue."""
    return replace(page.review_policy, overdue=Overdue.WITHDRAW)


class TestFlagged:
    """The policy leaves it public, and says so."""

    @pytest.mark.parametrize("name", ["home", "about", "index", "article"])
    def test_says_that_its_review_is_overdue(self, tree, name):
        page = getattr(tree, name)
        assert NOTE not in text_of(page)
        assert status_of(page) == "current"

        shift(page, YESTERDAY)

        assert NOTE in text_of(page)
        assert status_of(page) == "overdue"

    def test_a_statement_says_so_wherever_it_stands(self, tree):
        article = tree.article
        assert NOTE not in text_of(article)
        shift(tree.safety, YESTERDAY)

        assert text_of(article).count(NOTE) == 1
        (block,) = [
            block
            for block in Client().get(f"/api/v2/pages/{article.pk}/").json()["body"]
            if block["type"] == "safety_statement"
        ]
        assert block["value"]["meta"]["review"]["status"] == "overdue"
        assert status_of(article) == "current"

    def test_the_note_stands_in_the_frame_of_all_pages_so_no_type_can_forget_it(self):
        for model in reviewable_models():
            if issubclass(model, Page):
                drawn = get_template(model.template).template.nodelist
                assert drawn.get_nodes_by_type(ExtendsNode)[0].parent_name.var == "base.html", model

    def test_what_readers_were_told_at_a_moment_is_on_record(self, tree):
        until = shift(tree.article, TOMORROW)
        client = Client()
        client.force_login(factories.user("Clinicians"))
        for moment, status in ((until - timedelta(hours=1), "current"), (until, "overdue")):
            answer = client.get(f"/api/v2/pages/{tree.article.pk}/", {"as_of": moment.isoformat()})
            assert answer.json()["meta"]["review"]["status"] == status


class TestWithdrawn:
    """The policy takes it out of the public, to the second and with nobody's help."""

    @pytest.fixture
    def protocol(self, tree):
        return PublicPage.objects.get(slug="protocol").page.specific

    @pytest.fixture
    def reader(self, db):
        client = Client()
        client.force_login(factories.user(VERIFIED_PRACTITIONERS))
        return client

    def test_is_shown_until_its_clearance_ends(self, tree, protocol, reader):
        public = PublicPage.objects.get(page=protocol)
        until = shift(protocol, TOMORROW)
        assert PublicPage.objects.get(page=protocol).shown_until == until
        assert reader.get(public.address).status_code == 200
        document = PublicPage.objects.get(page=protocol).uses.get(field="document file").key
        file = f"/m/{document}/a-document.pdf"
        assert reader.get(file).status_code == 200

        shift(protocol, YESTERDAY)

        assert reader.get(public.address).status_code == 404
        assert reader.get(f"/api/v2/pages/{protocol.pk}/").status_code == 404
        assert reader.get(file).status_code == 404
        section = reader.get(PublicPage.objects.get(page=tree.section).address).content.decode()
        assert public.title not in section
        found = reader.get("/api/v2/pages/", {"type": public.type}).json()
        assert found["meta"]["total_count"] == 0
        assert public.address not in reader.get("/en/search/", {"q": public.title}).content.decode()

    def test_was_shown_to_nobody_after_that_says_the_evidence(self, protocol):
        until = shift(protocol, YESTERDAY)
        subject, released = str(protocol.subject), current_edition(str(protocol.subject)).released_at
        assert edition_at(subject, max(until, released)) is None
        until = shift(protocol, TOMORROW)
        assert edition_at(subject, until - timedelta(seconds=1)) is not None
        assert edition_at(subject, until) is None

    def test_takes_the_pages_below_it_along(self, tree, monkeypatch):
        monkeypatch.setattr(type(tree.about), "review_policy", withdrawing(tree.about))
        rebuild()
        below = PublicPage.objects.get(page=tree.deep)
        assert Client().get(below.address).status_code == 200

        until = shift(tree.about, YESTERDAY)

        assert PublicPage.objects.get(page=tree.deep).shown_until == until
        assert Client().get(below.address).status_code == 404
        before = projection()
        rebuild()
        assert projection() == before

    def test_a_page_above_that_is_signed_again_brings_them_back(self, tree, monkeypatch):
        monkeypatch.setattr(type(tree.about), "review_policy", withdrawing(tree.about))
        rebuild()
        below = PublicPage.objects.get(page=tree.deep)
        shift(tree.about, YESTERDAY)

        factories.release(factories.revise(tree.about, title="About, read again"))

        assert Client().get(below.address).status_code == 200

    def test_is_a_fixpoint_of_a_rebuild(self, tree, protocol):
        shift(protocol, YESTERDAY)
        before = projection()
        rebuild()
        assert projection() == before

    def test_no_snippet_is_withdrawn_from_the_pages_it_warns_on(self):
        assert {model.review_policy.overdue for model in kinds().values()} == {Overdue.FLAG}
