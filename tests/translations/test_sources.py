"""A translation starts from what has been signed, and it is known which text that was."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale, Revision
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from ledger.record import current_edition
from tests import factories
from tests.rows import Rows
from tests.translations.tool import press
from translations import sources
from translations.models import ClearedSource, DraftOrigin
from translations.sources import NotSigned

UNSIGNED = "Nobody has signed this"


def source_of(row: Any) -> TranslationSource:
    return TranslationSource.objects.get(object_id=row.translation_key)


def from_what_it_is_given(row: Any) -> None:
    draft = row.get_latest_revision_as_object()
    draft.title = UNSIGNED
    TranslationSource.update_or_create_from_instance(draft)


def from_the_database(row: Any) -> None:
    source_of(row).update_from_db()


def by_hand(row: Any) -> None:
    source = source_of(row)
    source.content_json = json.dumps({"title": UNSIGNED})
    source.save(update_fields=["content_json"])


WAYS = [from_what_it_is_given, from_the_database, by_hand]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("published", [False, True])
def test_a_source_holds_what_is_signed_whatever_it_is_filled_with(
    english: Any, way: Callable[[Any], None], published: bool
) -> None:
    article = factories.revise(english, title=UNSIGNED)
    if published:
        article.latest_revision.publish()
        article.refresh_from_db()
        assert article.title == UNSIGNED

    way(article)

    source = source_of(article)
    assert source.as_instance().title == "Sleep"
    assert source.object_repr == "Sleep"
    assert UNSIGNED not in source.content_json
    assert sources.held_digest(source) == current_edition(str(english.subject)).digest
    segments = StringSegment.objects.filter(source=source)
    assert not segments.filter(string__data__contains=UNSIGNED).exists()


def test_a_source_follows_the_edition(english: Any) -> None:
    source = source_of(english)
    before = sources.held_digest(source)
    factories.release(factories.revise(english, title="Sleep and dreams"))

    assert sources.held_digest(source) == before
    source.update_from_db()

    assert sources.held_digest(source) == current_edition(str(english.subject)).digest != before
    assert source.object_repr == "Sleep and dreams"
    translation = Translation.objects.get(source=source)
    assert sources.held_digest(translation) == sources.held_digest(source)
    assert sources.source_subject(translation) == sources.source_subject(source) == english.subject


def test_what_nobody_has_signed_is_no_source(rows: Rows) -> None:
    draft = factories.article(rows.index, title=UNSIGNED)

    with pytest.raises(NotSigned, match=UNSIGNED):
        TranslationSource.update_or_create_from_instance(draft)

    assert not TranslationSource.objects.filter(object_id=draft.translation_key).exists()


def test_what_was_withdrawn_is_taken_up_no_more(english: Any) -> None:
    held = ClearedSource.objects.get(source=source_of(english))
    factories.revise(english, title=UNSIGNED)
    english.unpublish()

    with pytest.raises(NotSigned):
        source_of(english).update_from_db()

    assert ClearedSource.objects.get(source=source_of(english)).taken_at == held.taken_at
    assert UNSIGNED not in source_of(english).content_json


def test_a_text_whose_parts_have_changed_since_is_signed_again_first(rows: Rows) -> None:
    rows.topic.__class__.objects.filter(pk=rows.topic.pk).update(name=UNSIGNED)

    with pytest.raises(NotSigned, match="signed again"):
        source_of(rows.english).update_from_db()


def test_what_is_signed_as_part_of_pages_is_translated_as_it_is(rows: Rows) -> None:
    source, _ = TranslationSource.update_or_create_from_instance(rows.topic)

    assert source.as_instance().name == rows.topic.name
    assert sources.held_digest(source) is None
    assert sources.source_subject(source) is None


def test_each_draft_knows_which_signed_text_it_was_made_from(english: Any, spanish: Any, rows: Rows) -> None:
    translation = Translation.objects.get(source=source_of(english))
    first = spanish.latest_revision
    signed_first = current_edition(str(english.subject)).digest
    factories.release(factories.revise(english, title="Sleep and dreams"))
    translation.source.update_from_db()

    translation.save_target(user=rows.translator, publish=False)

    latest = Revision.objects.for_instance(spanish).latest("pk")
    assert sources.origin_of(first) == (str(english.subject), signed_first)
    assert sources.origin_of(latest) == (str(english.subject), current_edition(str(english.subject)).digest)


def test_what_was_begun_from_unknown_text_is_brought_up_to_date_first(spanish: Any, rows: Rows) -> None:
    ClearedSource.objects.all().delete()
    before = spanish.latest_revision_id
    assert press("draft", spanish, rows.translator).latest_revision_id == before

    source_of(spanish).update_from_db()

    assert press("draft", spanish, rows.translator).latest_revision_id != before


def test_a_draft_written_by_hand_was_made_from_nothing(english: Any, spanish: Any) -> None:
    known = DraftOrigin.objects.count()
    for page in (english, spanish):
        page.save_revision()
        assert sources.origin_of(page.latest_revision) is None
    assert DraftOrigin.objects.count() == known


def test_a_snippet_in_another_language_holds_nothing_of_a_later_draft(rows: Rows, locale: Locale) -> None:
    statement = factories.revise(rows.statement, boxed_warning=f"<p>{UNSIGNED}</p>", title=UNSIGNED)
    source, _ = TranslationSource.update_or_create_from_instance(statement)
    translation = Translation.objects.create(source=source, target_locale=locale)

    translation.save_target(publish=False)

    made = translation.get_target_instance()
    for held in (made, made.get_latest_revision_as_object()):
        assert (held.title, held.boxed_warning) == (rows.statement.title, "")
