"""The findings in the editor, and the lists behind them in the admin."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import ArticlePage
from review.checks import Level
from review.lists import ClaimPattern, ProhibitedPhrase
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from tests import factories

HOW = '<p>It is proven. <a href="https://example.org/">Here</a></p>'


@pytest.fixture
def draft(clinic: Any) -> ArticlePage:
    return factories.article(clinic.index, title="A miracle", introduction=HOW)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def findings_url(obj: Any) -> str:
    return reverse("review:findings", args=[obj._meta.label_lower, obj.pk])


def test_findings_stand_by_level_and_lead_to_their_places(draft: ArticlePage) -> None:
    answer = logged_in(factories.editor()).get(findings_url(draft))
    assert [level for level, _ in answer.context["groups"]] == [Level.BLOCKS, Level.ANSWER, Level.ADVICE]
    assert answer.context["count"] == 2
    words = answer.content.decode()
    assert 'data-review-jump="title"' in words
    assert 'data-review-jump="introduction"' in words
    assert "<q>It is proven.</q>" in words


def test_they_are_those_of_the_latest_draft(draft: ArticlePage) -> None:
    draft = factories.revise(draft, title="A spray", introduction="<p>A spray.</p>")
    answer = logged_in(factories.editor()).get(findings_url(draft))
    assert answer.context["count"] == 0
    assert "miracle" not in answer.content.decode()


def test_what_authors_write_is_not_markup_in_the_panel(draft: ArticlePage) -> None:
    draft = factories.revise(draft, title="<b>A miracle</b>")
    assert "<b>A miracle" not in logged_in(factories.editor()).get(findings_url(draft)).content.decode()


@pytest.mark.parametrize(
    ("group", "status"), [(EDITORS, 200), (TRANSLATORS, 302), (CLINICIANS, 200), (PRACTICE_MANAGERS, 302)]
)
def test_those_who_edit_or_sign_it_see_them(draft: ArticlePage, group: str, status: int) -> None:
    # Wagtail answers a refusal by going back to the dashboard.
    assert logged_in(factories.user(group)).get(findings_url(draft)).status_code == status


def test_nobody_else_does(draft: ArticlePage) -> None:
    answer = Client().get(findings_url(draft))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


@pytest.mark.parametrize("label", ["core.user", "no.model", "nothing", "articles.reference"])
def test_only_what_is_reviewed_has_findings(clinic: Any, label: str) -> None:
    answer = logged_in(factories.editor()).get(reverse("review:findings", args=[label, 1]))
    assert answer.status_code == 404


def test_the_panel_stands_in_the_editors_of_pages_and_snippets(draft: ArticlePage, clinic: Any) -> None:
    client = logged_in(factories.editor())
    pages = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    new = client.get(reverse("wagtailadmin_pages:add", args=["articles", "articlepage", clinic.index.pk]))
    statement = clinic.statement
    snippets = client.get(reverse("wagtailsnippets_treatments_safetystatement:edit", args=[statement.pk]))
    for words, label, pk in (
        (pages, "articles.articlepage", draft.pk),
        (new.content.decode(), "articles.articlepage", ""),
        (snippets.content.decode(), "treatments.safetystatement", statement.pk),
    ):
        assert f'data-review-findings="/admin/review/findings/{label}/0/"' in words
        assert f'data-pk="{pk}"' in words
        assert "review/findings.js" in words


@pytest.mark.parametrize("model", [ClaimPattern, ProhibitedPhrase])
@pytest.mark.parametrize(
    ("group", "may_change"), [(EDITORS, True), (CLINICIANS, True), (TRANSLATORS, False), (PRACTICE_MANAGERS, False)]
)
def test_editors_and_clinicians_keep_the_lists(clinic: Any, model: type, group: str, may_change: bool) -> None:
    listed = {"language": "en", "words": "wonder* drug", "reason": "Too much.", "level": "answer"}
    url = reverse(f"wagtailsnippets_review_{model._meta.model_name}:add")
    logged_in(factories.user(group)).post(url, listed)
    assert model.objects.filter(words="wonder* drug").exists() == may_change


def test_translators_read_them(clinic: Any) -> None:
    url = reverse("wagtailsnippets_review_prohibitedphrase:list")
    answer = logged_in(factories.user(TRANSLATORS)).get(url, {"language": "es"})
    assert answer.status_code == 200
    assert "milagro*" in answer.content.decode()
    assert "miracle*" not in answer.content.decode()


def test_a_pattern_that_cannot_be_understood_is_refused_with_a_reason(clinic: Any) -> None:
    url = reverse("wagtailsnippets_review_claimpattern:add")
    answer = logged_in(factories.editor()).post(url, {"language": "en", "words": "(a+)+"})
    assert "is not understood" in answer.content.decode()
    assert not ClaimPattern.objects.filter(words="(a+)+").exists()
