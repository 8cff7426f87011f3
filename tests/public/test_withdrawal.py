"""Taking a clearance back takes everything that stands on it out of the public, in one step."""

import pytest
from django.test import Client

from ledger import record
from ledger.record import current_edition
from public import media
from public.models import PublicPage
from public.projection import rebuild
from public.release import withdraw
from tests import factories
from tests.public.conftest import projection


def clearance_of(obj):
    return current_edition(str(obj.subject)).clearance


def test_the_pages_below_a_withdrawn_page_are_not_public(tree):
    assert withdraw(clearance_of(tree.about))

    assert not PublicPage.objects.filter(address__startswith="/en/about/").exists()
    assert Client().get("/en/about/team/").status_code == 404
    before = projection()
    rebuild()
    assert projection() == before


def test_a_clearance_that_nothing_stands_on_withdraws_nothing(tree):
    old = clearance_of(tree.other)
    factories.release(factories.revise(tree.other, title="Newer"))
    before = projection()

    assert not withdraw(old)

    assert projection() == before


@pytest.fixture
def statement(tree):
    document = factories.document("Label", b"%PDF-1.4 withdrawn label")
    link = f'<p><a linktype="document" id="{document.pk}">Label</a></p>'
    statement = factories.release(factories.safety_statement(information=link))
    statement.document_url = media.document_url(document.digest, "Label", "pdf")
    return statement


def used_on(page, statement):
    page.body = [("safety_statement", statement)]
    page.save_revision(user=page.owner)
    return factories.release(page)


def is_listed(client: Client) -> bool:
    response = client.get("/api/v2/documents/")
    assert response.status_code == 200
    return "Label" in [item["title"] for item in response.json()["items"]]


@pytest.mark.parametrize("take_back", [withdraw, record.withdraw])
def test_the_files_of_a_withdrawn_snippet_are_gone(tree, statement, take_back):
    used_on(factories.article(tree.index), statement)
    assert Client().get(statement.document_url).status_code == 200
    assert is_listed(Client())

    take_back(clearance_of(statement))

    assert Client().get(statement.document_url).status_code == 404
    assert not is_listed(Client())


def test_the_files_of_a_snippet_are_shown_where_the_snippet_is(tree, statement):
    assert Client().get(statement.document_url).status_code == 404
    used_on(factories.resource(tree.section), statement)

    assert Client().get(statement.document_url).status_code == 404
    assert not is_listed(Client())
    reader = Client()
    reader.force_login(factories.user("Verified practitioners"))
    allowed = reader.get(statement.document_url)
    assert (allowed.status_code, allowed["Cache-Control"]) == (200, "private, no-store")
    assert is_listed(reader)
