"""The panel in the editor that tells what the public reads: that it is true, and what it costs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from review.editor.panels import PublicEditionPanel
from review.models import RevisionDigest
from tests import factories


def panel(article: Any) -> dict[str, Any]:
    """What the panel of the latest draft tells."""
    draft = type(article).objects.get(pk=article.pk).get_latest_revision_as_object()
    return PublicEditionPanel(draft, None).get_context_data({})


def shown(article: Any, user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()


def test_tells_who_signed_what_the_public_reads(article: Any) -> None:
    clinician = factories.clinician()
    article = factories.release(article, clinician)
    answer = shown(article, factories.editor())
    assert "Public: this text." in answer
    assert f"{clinician.reviewer_credential.name}, MD" in answer
    assert "What differs from your draft" not in answer


def test_names_the_places_that_differ_and_leads_to_the_comparison(article: Any) -> None:
    article = factories.revise(factories.release(article), title="Ketamine elsewhere")
    assert panel(article)["places"] == ["Title"]
    client = Client()
    client.force_login(factories.editor())
    address = reverse("review:draft", args=[article.subject])
    assert address in shown(article, factories.editor())
    marked = client.get(address).content.decode()
    assert "elsewhere</ins>" in marked


def test_the_comparison_is_for_those_who_edit_or_sign(article: Any) -> None:
    article = factories.release(article)
    client = Client()
    client.force_login(factories.translator())
    assert client.get(reverse("review:draft", args=[article.subject])).status_code in (302, 403)
    assert client.get(reverse("review:draft", args=["nonsense"])).status_code in (302, 404)


def test_a_draft_that_cannot_be_compared_is_no_error(article: Any) -> None:
    article = factories.release(article)
    draft = article.get_latest_revision_as_object()
    draft.title = "\ud800"
    RevisionDigest.objects.filter(revision=article.latest_revision_id).delete()
    assert PublicEditionPanel(draft, None).get_context_data({})["places"] is None


@pytest.mark.parametrize("differs", [False, True])
def test_costs_few_queries(article: Any, differs: bool) -> None:
    article = factories.release(article)
    if differs:
        article = factories.revise(article, introduction="<p>Other words.</p>")
    panel(article)
    draft = type(article).objects.get(pk=article.pk).get_latest_revision_as_object()
    with CaptureQueriesContext(connection) as queries:
        PublicEditionPanel(draft, None).get_context_data({})
    # Digest, editions, standings, clearances, rounds, workflow state; to compare, the copy and what a draft refers to.
    assert len(queries) <= (20 if differs else 9)
