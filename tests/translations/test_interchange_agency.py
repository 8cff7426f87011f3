"""Files filled in with a tool that others made, and what is stored of them."""

from html import escape, unescape
from typing import Any

import pytest
from translate.storage import pypo, xliff, xliff2
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from core.models import User
from review.authors import authors_of
from tests import factories
from tests.rows import once
from tests.translations.exchange import SOURCE_OF_LINKED, file_of, kept, sent, translation_of
from translations.board.standing import rebuild
from translations.interchange import takeover
from translations.interchange.formats import FORMATS, read
from translations.interchange.preview import Preview, preview
from translations.interchange.takeover import Outdated, Shown
from translations.machine import provenance
from translations.models import Provenance, Standing
from translations.models.provenance import Kind

pytestmark = pytest.mark.django_db
rows = once(sent)
EVERY = list(FORMATS)
TOOLS = {"xliff-1.2": xliff.xlifffile, "xliff-2.0": xliff2.Xliff2File, "po": pypo.pofile}
SPANISH = {
    "Introduction": "Introducción",
    "How it works & why": "Cómo funciona y por qué: p < 0,05",
    "Twice.": "Dos veces. 🧑‍⚕️ نص",
    "Sleep": "Dormir",
}
STORED = {
    "Introduction": "Introducción",
    "How it works &amp; why": "Cómo funciona y por qué: p &lt; 0,05",
    "Twice.": "Dos veces. 🧑‍⚕️ نص",
    SOURCE_OF_LINKED: SOURCE_OF_LINKED,
}


def filled_in(data: bytes, name: str) -> bytes:
    """A file as an agency sends it back: every passage in ``SPANISH`` translated, the one with links copied."""
    store = TOOLS[name].parsestring(data)
    for unit in store.units:
        words = unescape(str(unit.source))
        if words in SPANISH:
            unit.target = SPANISH[words] if name != "po" else escape(SPANISH[words], quote=False)
        elif "this page" in words:
            if name == "po":
                unit.target = str(unit.source)
            else:
                unit.rich_target = unit.rich_source
    return bytes(store)


def looked_at(translation: Translation, name: str) -> tuple[Preview, Shown]:
    """The preview of a file that came back, and what its form carries."""
    kind, file = read(filled_in(file_of(translation, name), name))
    found = preview(translation, file)
    return found, takeover.unseal(takeover.seal(translation, kind.tool, found))


@pytest.mark.parametrize("name", EVERY)
def test_what_an_agency_filled_in_is_stored_in_the_name_of_who_imports_it(db: None, rows: Any, name: str) -> None:
    translation, person = rows.translation, factories.editor()
    found, shown = looked_at(translation, name)
    assert found.refused == []
    assert takeover.take_over(translation, shown, person, replace=True) == 5
    assert kept(translation) == {"Sleep": "Dormir", **STORED}
    stored = StringTranslation.objects.all()
    assert {row.last_translated_by for row in stored} == {person}
    assert {row.tool_name for row in stored} == {FORMATS[name].tool}
    assert {(row.translation_type, row.has_error, row.get_error()) for row in stored} == {("manual", False, None)}
    assert Page.objects.get(pk=rows.spanish.pk).draft_title == "Dormir"


@pytest.mark.parametrize("name", EVERY)
def test_what_somebody_has_translated_is_replaced_only_when_asked_for(db: None, rows: Any, name: str) -> None:
    translation = rows.translation
    _found, shown = looked_at(translation, name)
    assert takeover.take_over(translation, shown, factories.editor(), replace=False) == 4
    assert kept(translation) == {"Sleep": "El sueño", **STORED}
    assert StringTranslation.objects.get(data="El sueño").last_translated_by == rows.translator


def test_who_imports_words_is_one_of_their_authors(db: None, rows: Any) -> None:
    translation, person = rows.translation, factories.editor()
    _found, shown = looked_at(translation, "xliff-2.0")
    assert person.pk not in authors_of(rows.spanish)
    takeover.take_over(translation, shown, person, replace=False)
    assert person.pk in authors_of(rows.spanish)


@pytest.mark.parametrize("name", EVERY)
def test_imported_words_are_a_persons_and_those_of_a_machine_that_they_replace_are_gone(
    db: None, rows: Any, name: str
) -> None:
    translation = rows.translation
    title = StringTranslation.objects.get()
    title.translation_type, title.tool_name = "machine", "DeepL"
    title.save()
    segments = list(translation.source.stringsegment_set.all())
    _found, shown = looked_at(translation, name)
    takeover.take_over(translation, shown, factories.editor(), replace=False)
    assert list(provenance.unread(translation, segments).values()) == ["El sueño"]

    _found, shown = looked_at(translation, name)
    takeover.take_over(translation, shown, factories.editor(), replace=True)
    assert provenance.unread(translation, segments) == {}
    kept_as = Provenance.objects.values_list("translation__data", "kind", "origin", "engine")
    assert set(kept_as) == {(words, Kind.HUMAN, FORMATS[name].tool, "") for words in {"Dormir", *STORED.values()}}


def test_the_board_counts_what_a_file_brought(db: None, rows: Any, django_capture_on_commit_callbacks: Any) -> None:
    translation = rows.translation
    board = Standing.objects.filter(translation_key=translation.source.object_id, locale="es")
    rebuild()
    assert board.get().words_to_do == 15
    _found, shown = looked_at(translation, "po")
    with django_capture_on_commit_callbacks(execute=True):
        takeover.take_over(translation, shown, factories.editor(), replace=False)
    assert board.get().words_to_do == 1, "the description, which the agency left out"


def change_another(translation: Translation, person: User) -> None:
    StringTranslation.objects.update(data="Sueño")


def translate_meanwhile(translation: Translation, person: User) -> None:
    segment = translation.source.stringsegment_set.get(context__path="introduction")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        data="Prólogo",
        translation_type="manual",
    )


def change_the_source(translation: Translation, person: User) -> None:
    source = translation.source.get_source_instance()
    factories.release(factories.revise(source, introduction="<p>Another</p>"))
    translation.source.update_from_db()


@pytest.mark.parametrize("meanwhile", [change_another, translate_meanwhile, change_the_source])
def test_nothing_is_stored_when_something_has_changed_since_the_preview(db: None, rows: Any, meanwhile: Any) -> None:
    translation, person = rows.translation, factories.editor()
    _found, shown = looked_at(translation, "xliff-1.2")
    meanwhile(translation, person)
    before = kept(translation)
    with pytest.raises(Outdated):
        takeover.take_over(translation, shown, person, replace=True)
    assert kept(translation) == before


def test_what_was_not_sealed_here_is_not_stored(db: None, rows: Any) -> None:
    translation = rows.translation
    _found, shown = looked_at(translation, "po")
    with pytest.raises(Outdated):
        takeover.unseal("eyJhIjoxfQ:forged:seal")
    other = Translation(uuid="00000000-0000-0000-0000-000000000007", source=translation.source)
    with pytest.raises(Outdated):
        takeover.take_over(other, shown, factories.editor(), replace=True)
    assert kept(translation) == {"Sleep": "El sueño"}


@pytest.mark.postgres
def test_storing_takes_as_many_queries_for_many_passages_as_for_few(
    db: None, rows: Any, django_assert_num_queries: Any
) -> None:
    translation, person = translation_of(rows.article), factories.editor()
    for count in (5, 100):
        body = [("rich_text", f"<p>Paragraph {number}</p>") for number in range(count)]
        factories.release(factories.revise(rows.article, body=body))
        translation.source.update_from_db()
        data = file_of(translation, "po").decode()
        data = "\n".join(
            'msgstr "x"' if line == 'msgstr ""' and number > 2 else line
            for number, line in enumerate(data.splitlines())
        )
        kind, file = read(data.encode())
        shown = takeover.unseal(takeover.seal(translation, kind.tool, preview(translation, file)))
        assert len(shown.added) >= count
        with django_assert_num_queries(8):
            takeover.take_over(translation, shown, person, replace=True)
        StringTranslation.objects.exclude(data="El sueño").delete()
