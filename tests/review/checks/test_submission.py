"""Text that a check blocks is submitted by no way, and nothing that was typed is lost."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, TaskState, WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from articles.models import ArticlePage
from review import signing
from review.errors import Blocked
from review.policy import TRANSLATORS
from tests import factories
from treatments.models import SafetyStatement

MIRACLE, PLAIN = "It is a miracle.", "It is a spray."


@pytest.fixture
def draft(clinic: Any) -> ArticlePage:
    return factories.article(clinic.index, title="A draft", introduction=f"<p>{MIRACLE}</p>")


def article_form(action: str, words: str) -> dict[str, Any]:
    """What the editor's browser posts."""
    return nested_form_data(
        {
            "title": "As typed",
            "slug": "as-typed",
            "introduction": rich_text(f"<p>{words}</p>"),
            "display_date": "2026-01-01",
            "body": streamfield([("heading", {"text": "How it works", "level": "h2"})]),
            "authors": inline_formset([]),
            "comments": inline_formset([]),
            action: "1",
        }
    )


def statement_form(action: str, words: str) -> dict[str, Any]:
    fields = {"title": "As typed", "boxed_warning": rich_text(""), "information": rich_text(f"<p>{words}</p>")}
    source = {"source_label": "Label", "source_url": "", "revised_on": "2026-01-01"}
    return nested_form_data({**fields, **source, action: "1"})


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def nothing_started() -> bool:
    return not TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exists()


def test_starting_the_workflow_is_refused_with_the_findings(draft: ArticlePage) -> None:
    with pytest.raises(Blocked, match="miracle") as refused:
        factories.submit(draft)
    assert [finding.check for finding in refused.value.findings] == ["prohibited_phrases"]
    assert nothing_started()
    assert not WorkflowState.objects.filter(object_id=str(draft.pk)).exists()


def test_what_only_has_to_be_answered_is_submitted(clinic: Any) -> None:
    factories.submit(factories.article(clinic.index, introduction="<p>It is proven.</p>"))
    assert not nothing_started()


def test_it_is_the_latest_revision_that_counts(draft: ArticlePage) -> None:
    factories.submit(factories.revise(draft, introduction=f"<p>{PLAIN}</p>"))
    assert not nothing_started()


@pytest.mark.parametrize("existing", [True, False])
def test_the_editor_of_pages_says_why_and_keeps_what_was_typed(clinic: Any, draft: ArticlePage, existing: bool) -> None:
    url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", clinic.index.pk])
    if existing:
        url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    client = logged_in(factories.editor())
    answer = client.post(url, article_form("action-submit", MIRACLE))
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "Do not say “miracle”" in words
    assert "As typed" in words
    assert nothing_started()
    assert not ArticlePage.objects.filter(title="As typed").exists()
    assert ArticlePage.objects.get(pk=draft.pk).latest_revision.content["title"] == "A draft"

    answer = client.post(url, article_form("action-submit", PLAIN))
    assert answer.status_code == 302
    assert not nothing_started()


@pytest.mark.parametrize("existing", [True, False])
def test_the_editor_of_snippets_does_too(clinic: Any, existing: bool) -> None:
    statement = factories.safety_statement(title="Before")
    view = "wagtailsnippets_treatments_safetystatement"
    url = reverse(f"{view}:edit", args=[statement.pk]) if existing else reverse(f"{view}:add")
    client = logged_in(factories.editor())
    answer = client.post(url, statement_form("action-submit", MIRACLE))
    assert answer.status_code == 200
    assert "Do not say “miracle”" in answer.content.decode()
    assert nothing_started()
    assert not SafetyStatement.objects.filter(title="As typed").exists()

    answer = client.post(url, statement_form("action-submit", PLAIN))
    assert answer.status_code == 302
    assert not nothing_started()


def test_saving_is_always_possible(draft: ArticlePage) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    answer = logged_in(factories.editor()).post(url, article_form("action-save", MIRACLE))
    assert answer.status_code == 302
    assert ArticlePage.objects.get(pk=draft.pk).latest_revision.content["title"] == "As typed"


@pytest.mark.parametrize("action", ["action-submit", "action-restart-workflow"])
def test_a_returned_text_stays_returned_while_it_is_blocked(draft: ArticlePage, action: str) -> None:
    draft = factories.revise(draft, introduction=f"<p>{PLAIN}</p>")
    submission = factories.submit(draft)
    digest = signing.item_for(submission).digest
    signing.ask_for_changes(submission.pk, factories.clinician(), digest, "Say less.", "password")
    author = submission.submitted_by
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    answer = logged_in(author).post(url, article_form(action, MIRACLE))
    assert "Do not say “miracle”" in answer.content.decode()
    state = WorkflowState.objects.get(object_id=str(draft.pk))
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert state.current_task_state_id == submission.task_state_id
    assert nothing_started()


def test_the_translation_editor_keeps_the_draft_and_says_why(clinic: Any) -> None:
    source = factories.release(factories.article(clinic.index, title="Sleep", slug="sleep"))
    spanish = Locale.objects.get(language_code="es")
    translator = factories.user(TRANSLATORS)
    translate_object(source, [spanish], user=translator)
    target = source.get_translation(spanish).specific
    segments = Translation.objects.get(
        source__object_id=source.translation_key, target_locale=spanish
    ).source.stringsegment_set
    segment = segments.get(context__path="introduction")
    segment.string.translations.create(locale=spanish, context=segment.context, data="Es un milagro.")
    client = logged_in(translator)
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[target.pk]), {"action": "submit"}, follow=True)
    assert "Do not say “milagro”" in answer.content.decode()
    assert "milagro" in ArticlePage.objects.get(pk=target.pk).latest_revision.content["introduction"]
    assert nothing_started()
    assert not WorkflowState.objects.filter(object_id=str(target.pk)).exists()
