"""The copy: the same words give the same bytes wherever they are read from, and other words give others."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import override_settings
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale

from articles.models import ArticleAuthor, ArticlePage
from review.copy import copy_of, digest_of
from tests.review import texts
from tests.review.texts import again, saved, unsaved

PROPERTY = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@PROPERTY
@given(data=st.data())
def test_the_same_words_give_the_same_bytes_wherever_they_are(rows, data):
    fields = data.draw(texts.article_fields(rows))
    with transaction.atomic():
        article = unsaved(rows, fields)
        expected = copy_of(article)
        assert copy_of(article) == expected, "reading changes it"
        rows.index.add_child(instance=article)
        assert copy_of(article) == expected, "saved"
        assert copy_of(again(article)) == expected, "its row"
        revision = again(article).save_revision()
        assert copy_of(revision.as_object()) == expected, "its revision"
        again(article).save_revision(overwrite_revision=revision)
        revision.refresh_from_db()
        assert copy_of(revision.as_object()) == expected, "its revision, overwritten"
        again(article).move(rows.elsewhere, pos="last-child")
        assert copy_of(again(article)) == expected, "moved"
        assert copy_of(again(article).latest_revision.as_object()) == expected, "its revision, after the move"
        again(article).authors.all().delete()
        ArticleAuthor.objects.create(page=again(article), practitioner=rows.practitioner)
        assert copy_of(again(article)) == expected, "its children made anew"
        with translation.override("es"), timezone.override("Asia/Tokyo"), override_settings(TIME_ZONE="Asia/Tokyo"):
            assert copy_of(again(article)) == expected, "read in another language and time zone"
        revision.publish()
        assert copy_of(again(article)) == expected, "published"
        transaction.set_rollback(True)


@PROPERTY
@given(data=st.data())
def test_a_translation_gives_the_same_bytes_as_its_revision(rows, data):
    fields = data.draw(texts.article_fields(rows))
    with transaction.atomic():
        spanish = Locale.objects.get(language_code="es")
        rows.index.get_parent().specific.copy_for_translation(spanish)
        rows.index.copy_for_translation(spanish)
        translated = saved(rows, fields).copy_for_translation(spanish)
        expected = copy_of(again(translated))
        revision = again(translated).save_revision()
        assert copy_of(revision.as_object()) == expected
        assert b'"locale":"es"' in expected
        transaction.set_rollback(True)


@PROPERTY
@given(data=st.data())
def test_other_words_give_other_bytes(rows, data):
    one, other = data.draw(texts.article_fields(rows)), data.draw(texts.article_fields(rows))
    same = texts.comparable(one) == texts.comparable(other)
    assert (texts.without_ids(unsaved(rows, one)) == texts.without_ids(unsaved(rows, other))) == same


@pytest.mark.parametrize("change", texts.CHANGES, ids=lambda change: change.__name__)
def test_every_difference_shows(rows, change: Callable[..., Any]):
    fields = texts.every_block(rows)
    article = saved(rows, fields)
    before = copy_of(article)

    change(rows, article)

    assert digest_of(copy_of(article)) != digest_of(before)


@pytest.mark.parametrize("bad", ["\ud800", "a\udfffb", "nul\x00"], ids=["high surrogate", "low surrogate", "NUL"])
@pytest.mark.parametrize("where", ["title", "search_description", "introduction", "body", "caption", "key point"])
def test_what_no_encoding_can_carry_is_refused_with_a_reason(rows, bad, where):
    article = unsaved(rows, texts.plain_fields())
    bodies = {
        "body": [("rich_text", f"<p>{bad}</p>")],
        "caption": [("image", {"image": texts.alt(rows.picture, "Alt"), "caption": bad})],
        "key point": [("key_points", {"title": "", "points": [bad]})],
    }
    setattr(article, "body" if where in bodies else where, bodies.get(where, bad))

    with pytest.raises(ValidationError):
        rows.index.add_child(instance=article)

    assert not ArticlePage.objects.filter(slug=article.slug).exists()


def test_a_block_keeps_its_id(rows):
    article = saved(rows, {**texts.plain_fields(), "body": [("rich_text", "<p>One</p>")]})
    first = article.body[0].id
    assert uuid.UUID(first)
    assert again(article).body[0].id == first
    assert first.encode() in copy_of(article)
