"""Identical segments fill themselves; similar ones are offered."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from review.authors import authors_of
from review.policy import TRANSLATORS
from tests import factories
from tests.rows import Rows, once
from tests.translations.tool import press, sent_for_translation, translate, translate_everything
from translations.machine import provenance
from translations.memory import trigrams
from translations.memory.filling import fill
from translations.memory.suggestions import Suggestion, similar
from translations.models.provenance import MEMORY, Kind


def _index() -> Rows:
    return Rows(index=factories.article_index(factories.site(), title="Articles", slug="articles"))


made = once(_index)
pytestmark = pytest.mark.django_db


@pytest.fixture
def index(db: None, made: Rows) -> Any:
    return made.index


@pytest.fixture
def translator() -> Any:
    return factories.user(TRANSLATORS)


def article(index: Any, *paragraphs: str, **fields: Any) -> Any:
    """An article whose body is some paragraphs."""
    body = [("rich_text", "".join(f"<p>{words}</p>" for words in paragraphs))]
    return factories.article(index, **{"introduction": "<p>Hello</p>", "body": body, **fields})


def translation_of(page: Any) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key)


def words_of(page: Any) -> dict[str, str]:
    """What each source string of a page is in Spanish."""
    found = StringTranslation.objects.filter(context__object_id=page.translation_key)
    return dict(found.values_list("translation_of__data", "data"))


def say(page: Any, source: str, words: str, user: Any, **fields: Any) -> StringTranslation:
    """Keep a translation of one string of a page, as a person's unless ``fields`` say otherwise."""
    segment = translation_of(page).source.stringsegment_set.get(string__data=source)
    row, _ = StringTranslation.objects.update_or_create(
        translation_of_id=segment.string_id,
        context_id=segment.context_id,
        locale=Locale.objects.get(language_code="es"),
        defaults={"data": words, "translation_type": "manual", "tool_name": "", "last_translated_by": user, **fields},
    )
    return row


def test_the_same_words_elsewhere_are_taken_over_when_a_translation_starts(index: Any, translator: Any) -> None:
    first, second = article(index, "Sleep helps.", title="One"), article(index, "Sleep helps.", "New.", title="Two")
    translate_everything(sent_for_translation(first, translator), translator)
    say(first, "Sleep helps.", "Dormir ayuda.", translator)
    spanish = sent_for_translation(second, factories.editor())
    assert words_of(second) == {"Hello": "Hello (es)", "Sleep helps.": "Dormir ayuda."}
    assert "Dormir ayuda." in str(spanish.body)

    found = provenance.for_copy(spanish)
    assert {place.split("/")[0] for place in found} == {"introduction", "body"}
    assert {(entry.kind, entry.origin) for entry in found.values()} == {(Kind.MEMORY, "One")}
    assert "“One”" in found["introduction"].label


def test_what_somebody_has_translated_is_never_overwritten(index: Any, translator: Any) -> None:
    first, second = article(index, "Sleep helps."), article(index, "Sleep helps.")
    sent_for_translation(first, translator)
    spanish = sent_for_translation(second, translator)
    say(second, "Sleep helps.", "Mis palabras", translator)
    say(first, "Sleep helps.", "Otras palabras", translator)
    broken = say(second, "Hello", "<div>no", translator)
    assert broken.has_error
    say(first, "Hello", "Hola", translator)
    assert fill(translation_of(second)) == 0
    assert words_of(second) == {"Sleep helps.": "Mis palabras", "Hello": "<div>no"}
    assert spanish.slug != "mis-palabras"


def test_the_address_is_never_filled(index: Any, translator: Any) -> None:
    first = article(index, title="Rest", slug="rest")
    second = article(factories.article_index(factories.site(), slug="more"), title="Rest", slug="rest")
    spanish = sent_for_translation(first, translator)
    translate(spanish, "title", "Descanso", translator)
    translate(spanish, "slug", "descanso", translator)
    filled = sent_for_translation(second, translator)
    assert words_of(second) == {"Rest": "Descanso"}
    assert filled.draft_title == "Descanso"


def test_what_readers_have_in_front_of_them_counts_before_what_is_newer(home: Any, translator: Any) -> None:
    index = factories.release(factories.article_index(home))
    signed, newer, third = (article(index, "Sleep helps.", title=title) for title in ("Signed", "Newer", "Third"))
    signed = factories.release(signed)
    for above in (home, index):
        page = sent_for_translation(above, translator)
        translate_everything(page, translator)
        factories.release(press("draft", page, translator))
    spanish = sent_for_translation(signed, translator)
    translate_everything(spanish, translator)
    factories.release(press("draft", spanish, translator))
    sent_for_translation(newer, translator)
    say(newer, "Sleep helps.", "Todavía sin firmar", translator)
    sent_for_translation(third, factories.editor())
    assert words_of(third)["Sleep helps."] == "Sleep helps. (es)"


def test_otherwise_the_latest_counts(index: Any, translator: Any) -> None:
    first, second, third = (article(index, "Sleep helps.") for _ in range(3))
    sent_for_translation(first, translator)
    sent_for_translation(second, translator)
    say(second, "Sleep helps.", "Primero", translator)
    say(first, "Sleep helps.", "Después", translator)
    sent_for_translation(third, translator)
    assert words_of(third)["Sleep helps."] == "Después"


@pytest.mark.parametrize("words", [None, "Dormir ayuda."], ids=["unread", "confirmed"])
def test_what_a_machine_wrote_is_known_once_a_person_has_read_it(index: Any, translator: Any, words: Any) -> None:
    first, second = article(index, "Sleep helps."), article(index, "Sleep helps.")
    sent_for_translation(first, translator)
    say(first, "Sleep helps.", "Dormir ayuda.", translator, translation_type="machine", tool_name="DeepL")
    if words:
        say(first, "Sleep helps.", words, translator)
    sent_for_translation(second, translator)
    assert words_of(second).get("Sleep helps.") == words


def test_whose_words_were_taken_over_is_an_author(index: Any, translator: Any) -> None:
    first, second = article(index, "Sleep helps."), article(index, "Sleep helps.")
    sent_for_translation(first, factories.editor())
    say(first, "Sleep helps.", "Dormir ayuda.", translator)
    spanish = sent_for_translation(second, factories.editor())
    assert translator.pk in authors_of(spanish)


def test_a_refreshed_source_fills_itself_again(
    index: Any, translator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = article(index, "Sleep helps."), article(index, "Old words.")
    sent_for_translation(first, translator)
    say(first, "Sleep helps.", "Dormir ayuda.", translator)
    sent_for_translation(second, translator)
    second = factories.release(factories.revise(second, body=[("rich_text", "<p>Sleep helps.</p>")]))
    assert "Sleep helps." not in words_of(second)
    with django_capture_on_commit_callbacks(execute=True):
        translation_of(second).source.update_from_db()
    assert words_of(second)["Sleep helps."] == "Dormir ayuda."


def test_a_translation_edited_on_its_own_is_left_alone(index: Any, translator: Any, monkeypatch: Any) -> None:
    first, second = article(index, "Sleep helps."), article(index, "Sleep helps.")
    sent_for_translation(first, translator)
    say(first, "Sleep helps.", "Dormir ayuda.", translator)
    monkeypatch.setattr(type(second), "localize_default_translation_mode", "simple", raising=False)
    sent_for_translation(second, translator)
    assert words_of(second) == {}


@pytest.mark.parametrize("more", [0, 30])
def test_filling_takes_as_many_queries_whatever_there_is_to_fill(index: Any, translator: Any, more: int) -> None:
    paragraphs = [f"Paragraph {number}." for number in range(1 + more)]
    first, second = article(index, *paragraphs), article(index, *paragraphs)
    sent_for_translation(first, translator)
    sent_for_translation(second, translator)
    for words in paragraphs:
        say(first, words, f"{words} (es)", translator)
    translation = Translation.objects.select_related("source", "target_locale").get(pk=translation_of(second).pk)
    fill(translation)
    StringTranslation.objects.filter(context__object_id=second.translation_key).delete()
    with CaptureQueriesContext(connection) as queries:
        assert fill(translation) == 1 + more
    assert len(queries) == 8


def offered(index: Any, translator: Any, source: str, known: dict[str, str]) -> list[Suggestion]:
    """What is offered for one string when others have been translated elsewhere."""
    other, page = article(index, *known, title="Elsewhere"), article(index, source)
    sent_for_translation(other, translator)
    for words, spanish in known.items():
        say(other, words, spanish, translator)
    sent_for_translation(page, translator)
    translation = Translation.objects.select_related("source__locale", "target_locale").get(pk=translation_of(page).pk)
    segment = translation.source.stringsegment_set.select_related("string").get(string__data=source)
    with CaptureQueriesContext(connection) as queries:
        found = similar(translation, segment)
    assert len(queries) <= 5, "the beginning and end of a savepoint among them"
    return found


def test_similar_segments_are_offered_with_score_and_origin(index: Any, translator: Any) -> None:
    known = {
        "You will rest in a quiet room for a short while after the infusion.": "Descansará un rato.",
        "You will rest in a quiet room after the infusion.": "Descansará.",
        "Our clinic has a garden.": "Un jardín.",
    }
    found = offered(index, translator, "You will rest in a quiet room for a long while after the infusion.", known)
    assert [suggestion.words for suggestion in found] == ["Descansará un rato.", "Descansará."]
    assert {suggestion.origin for suggestion in found} == {"Elsewhere"}
    assert all(60 <= suggestion.score < 100 for suggestion in found)
    assert found[0].score > found[1].score
    assert not any(suggestion.caution for suggestion in found)


@pytest.mark.parametrize(("theirs", "ours"), [("40 mg", "80 mg"), ("two hours", "three hours")])
def test_another_number_is_told(index: Any, translator: Any, theirs: str, ours: str) -> None:
    known = {f"After the infusion all patients get {theirs} of it every day.": "Reciben esto."}
    (found,) = offered(index, translator, f"After the infusion all patients get {ours} of it every day.", known)
    assert f"“{theirs}”" in found.caution
    assert f"“{ours}”" in found.caution


def test_a_denial_is_told(index: Any, translator: Any) -> None:
    known = {"You may drive on the day after the treatment.": "Puede conducir."}
    (found,) = offered(index, translator, "You may not drive on the day after the treatment.", known)
    assert found.caution


def test_the_same_words_elsewhere_score_a_hundred_and_no_more_than_the_limit_are_offered(
    index: Any, translator: Any
) -> None:
    pages = [article(index, "Sleep helps.") for _ in range(7)]
    for number, page in enumerate(pages):
        sent_for_translation(page, translator)
        say(page, "Sleep helps.", f"Traducción {number}", translator)
    translation = translation_of(pages[0])
    segment = translation.source.stringsegment_set.get(string__data="Sleep helps.")
    found = similar(translation, segment)
    assert [(suggestion.score, suggestion.words) for suggestion in found] == [
        (100, f"Traducción {number}") for number in (6, 5, 4, 3, 2)
    ]


def test_without_trigrams_words_are_compared(index: Any, translator: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(trigrams, "EXTENSION", "none_such")
    assert not trigrams.available("default")
    known = {"Patients take 40 mg of it by mouth every day.": "Los pacientes toman 40 mg."}
    (found,) = offered(index, translator, "Patients take 80 mg of it by mouth every day.", known)
    assert found.score == 90


@pytest.mark.postgres
def test_the_index_is_there_and_can_be_used() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [trigrams.INDEX])
        assert "gin_trgm_ops" in cursor.fetchone()[0]
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM wagtail_localize_string WHERE data % 'sleep helps'")
        assert trigrams.INDEX in str(cursor.fetchall())


@pytest.mark.postgres
def test_a_role_that_may_create_no_extension_goes_without(monkeypatch: Any) -> None:
    monkeypatch.setattr(trigrams, "EXTENSION", "none_such")
    trigrams.install("default")
    assert not trigrams.available("default")


def test_memory_names_the_tool_in_the_editor(index: Any, translator: Any) -> None:
    first, second = article(index, "Sleep helps."), article(index, "Sleep helps.")
    sent_for_translation(first, translator)
    say(first, "Sleep helps.", "Dormir ayuda.", translator)
    sent_for_translation(second, translator)
    row = StringTranslation.objects.get(context__object_id=second.translation_key)
    assert row.tool_name == MEMORY
