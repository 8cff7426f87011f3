"""A translation is a text of its own: its translators cannot sign it, and it has its own edition and address."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page
from wagtail_localize.synctree import synchronize_tree

from articles.models import ArticlePage
from ledger import record
from public.models import PublicPage
from review import errors, signing
from review.authors import authors_of, authors_of_each
from review.policy import CLINICIANS, EDITORS, TRANSLATORS
from tests import factories
from tests.rows import Rows, once
from tests.translations.tool import press, sent_for_translation, translate, translate_everything


def _article() -> Rows:
    index = factories.release(factories.article_index(factories.site(), title="Articles", slug="articles"))
    return Rows(article=factories.release(factories.article(index, title="Sleep", slug="sleep")))


released = once(_article)


@pytest.fixture
def article(db: None, released: Rows) -> ArticlePage:
    return released.article


@pytest.fixture
def translator(db: None) -> Any:
    """Somebody who might sign, were they not the translator."""
    return factories.user(TRANSLATORS, CLINICIANS)


def test_a_translation_goes_from_its_translator_over_a_clinician_to_its_own_address(
    article: Any, translator: Any, client: Client
) -> None:
    english = record.current_edition(str(article.subject))
    for page in article.get_ancestors(inclusive=True).filter(depth__gt=1):
        translate_everything(sent_for_translation(page.specific, factories.editor()), factories.user(TRANSLATORS))
    spanish = article.get_translation(Locale.objects.get(language_code="es")).specific
    translate(spanish, "title", "El sueño", translator)
    translate(spanish, "slug", "el-sueno", translator)

    spanish = press("submit", spanish, translator)
    submission = spanish.current_workflow_task_state.submission
    digest = signing.item_for(submission).digest
    confirmed = factories.confirmed(spanish)
    with pytest.raises(errors.WroteIt):
        signing.approve(submission.pk, translator, digest, confirmed, "", "password")
    assert record.current_edition(str(spanish.subject)) is None

    for above in spanish.get_ancestors().filter(depth__gt=1):
        factories.release(press("draft", above, translator))
    signing.approve(submission.pk, factories.clinician(), digest, confirmed, "", "password")
    public = PublicPage.objects.get(page_id=spanish.pk)
    assert public.locale == "es"
    assert public.address.startswith("/es/")
    assert public.address.endswith("/el-sueno/")
    assert "El sueño" in client.get(public.address).content.decode()
    assert record.current_edition(str(article.subject)) == english
    assert record.current_edition(str(spanish.subject)).copy_id != english.copy_id


def test_filling_in_one_string_makes_an_author_before_anything_is_saved(article: Any, translator: Any) -> None:
    spanish = sent_for_translation(article, factories.editor())
    assert translator.pk not in authors_of(spanish)
    translate(spanish, "title", "El sueño", translator)
    assert translator.pk in authors_of(spanish)
    assert translator.pk not in authors_of(article)


def test_a_signed_translation_has_no_authors_until_it_is_touched_again(article: Any, translator: Any) -> None:
    spanish = sent_for_translation(article, factories.editor())
    translate_everything(spanish, translator)
    spanish = press("submit", spanish, translator)
    factories.sign(spanish)
    assert authors_of(spanish) == frozenset()
    other = factories.user(TRANSLATORS, EDITORS)
    translate(spanish, "title", "Dormir", other)
    assert authors_of(spanish) == {other.pk}


def test_who_wrote_unsigned_source_text_cannot_sign_the_translation_that_repeats_it(article: Any) -> None:
    writer = factories.user(EDITORS, CLINICIANS)
    article = factories.revise(article, writer, title="Sleep, rewritten")
    spanish = sent_for_translation(article, factories.editor())
    assert writer.pk in authors_of(spanish)
    factories.release(article)
    assert writer.pk not in authors_of(spanish)


@pytest.mark.parametrize("button", ["publish", "draft"])
def test_the_translation_editor_saves_drafts_only(article: Any, translator: Any, button: str) -> None:
    spanish = sent_for_translation(article, factories.editor())
    translate(spanish, "title", "El sueño", translator)
    spanish = press(button, spanish, translator)
    assert spanish.get_latest_revision_as_object().title == "El sueño"
    assert spanish.latest_revision.user == translator
    assert not spanish.live
    assert not PublicPage.objects.filter(page_id=spanish.pk).exists()


def test_nothing_is_saved_under_a_reviewer_who_is_reading(article: Any, translator: Any) -> None:
    spanish = sent_for_translation(article, factories.editor())
    translate_everything(spanish, translator)
    spanish = press("submit", spanish, translator)
    before = spanish.latest_revision_id
    translate(spanish, "title", "El sueño", translator)
    spanish = press("draft", spanish, translator)
    assert spanish.latest_revision_id == before


def test_a_returned_translation_is_submitted_again(article: Any, translator: Any) -> None:
    spanish = sent_for_translation(article, factories.editor())
    translate_everything(spanish, translator)
    spanish = press("submit", spanish, translator)
    submission = spanish.current_workflow_task_state.submission
    digest = signing.item_for(submission).digest
    signing.ask_for_changes(submission.pk, factories.clinician(), digest, "Title", "password")
    translate(spanish, "title", "El sueño", translator)
    spanish = press("submit", Page.objects.get(pk=spanish.pk).specific, translator)
    factories.sign(spanish)
    assert record.current_edition(str(spanish.subject)) is not None


def test_untranslated_pages_copied_into_another_language_are_not_public(article: Any, client: Client) -> None:
    synchronize_tree(article.locale, Locale.objects.get(language_code="es"))
    aliases = Page.objects.filter(locale__language_code="es", alias_of__isnull=False)
    assert aliases.count() == 3
    assert not PublicPage.objects.filter(locale="es").exists()
    for alias in aliases:
        assert client.get(f"/es/{alias.slug}/").status_code == 404


def test_many_translations_cost_as_many_queries_as_one(article: Any, django_assert_num_queries: Any) -> None:
    index = article.get_parent().specific
    pages = [sent_for_translation(factories.article(index), factories.editor()) for _ in range(4)]
    authors_of_each(pages)
    with CaptureQueriesContext(connection) as one:
        authors_of_each(pages[:1])
    with django_assert_num_queries(len(one)):
        authors_of_each(pages)
