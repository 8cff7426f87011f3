"""Every translated string says where its words come from, and who has touched them since."""

from typing import Any

import polib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from review.checks import Finding, Level, run
from review.models import Submission
from review.policy import TRANSLATORS
from tests import factories
from tests.translations.tool import press, sent_for_translation, translate, translate_everything
from translations.machine import provenance
from translations.models import Provenance
from translations.models.provenance import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def translator() -> Any:
    return factories.user(TRANSLATORS)


@pytest.fixture
def article(home: Any) -> Any:
    index = factories.article_index(home)
    body = [
        ("rich_text", "<p>Sleep helps.</p><p>Take 40 mg.</p>"),
        ("callout", {"tone": "warning", "title": "Care", "text": "<p>Do not drive.</p>"}),
        ("callout", {"tone": "tip", "title": "Try this", "text": "<p>Rest a while.</p>"}),
    ]
    return factories.article(index, title="Sleep", slug="sleep", introduction="<p>Hello</p>", body=body)


@pytest.fixture
def spanish(article: Any) -> Any:
    return sent_for_translation(article, factories.editor())


def by_machine(page: Any, *, confirm: Any = None) -> None:
    """Fill in everything as wagtail-localize does for a machine; ``confirm`` has saved all of it since."""
    translation = Translation.objects.get(source__object_id=page.translation_key)
    for segment in translation.source.stringsegment_set.exclude(context__path="slug").select_related("string"):
        row = StringTranslation.objects.create(
            translation_of=segment.string,
            context_id=segment.context_id,
            locale=translation.target_locale,
            data=f"{segment.string.data} (es)",
            translation_type="machine",
            tool_name="DeepL",
        )
        if confirm:
            row.translation_type, row.tool_name, row.last_translated_by = "manual", "", confirm
            row.save()


def title_of(page: Any) -> Provenance:
    return Provenance.objects.get(
        translation__context__path="title", translation__context__object_id=page.translation_key
    )


def test_a_person_who_types_is_the_source(spanish: Any, translator: Any) -> None:
    translate(spanish, "title", "El sueño", translator)
    found = title_of(spanish)
    assert (found.kind, found.edited, found.confirmed, found.is_unread) == (Kind.HUMAN, False, False, False)
    assert found.label == "Translated by a person"


def test_a_machine_is_named_and_unread(spanish: Any) -> None:
    by_machine(spanish)
    found = title_of(spanish)
    assert (found.kind, found.engine, found.is_unread) == (Kind.MACHINE, "DeepL", True)
    assert found.label == "Machine translation by DeepL, not yet read by a person"


@pytest.mark.parametrize(
    ("words", "edited", "label"),
    [("El sueño", True, "edited by a person"), ("Sleep (es)", False, "confirmed by a person")],
    ids=["other words", "the same words"],
)
def test_a_person_who_saves_edits_or_confirms(
    spanish: Any, translator: Any, words: str, edited: bool, label: str
) -> None:
    by_machine(spanish)
    translate(spanish, "title", words, translator)
    found = title_of(spanish)
    assert (found.kind, found.engine) == (Kind.MACHINE, "DeepL")
    assert (found.edited, found.confirmed, found.is_unread) == (edited, not edited, False)
    assert label in found.label


def test_going_back_to_the_words_of_the_machine_is_no_edit(spanish: Any, translator: Any) -> None:
    by_machine(spanish)
    translate(spanish, "title", "El sueño", translator)
    translate(spanish, "title", "Sleep (es)", translator)
    assert (title_of(spanish).edited, title_of(spanish).confirmed) == (False, True)


def test_a_machine_that_writes_again_has_to_be_read_again(spanish: Any, translator: Any) -> None:
    by_machine(spanish)
    translate(spanish, "title", "El sueño", translator)
    row = StringTranslation.objects.get(context__path="title")
    row.data, row.translation_type, row.tool_name = "Sleep (es)", "machine", "DeepL"
    row.save()
    assert title_of(spanish).is_unread


def imported(spanish: Any, words: str, user: Any) -> None:
    """Send the translation out as a PO file and take it back in with a title."""
    translation = Translation.objects.get(source__object_id=spanish.translation_key)
    file = polib.pofile(str(translation.export_po()))
    next(entry for entry in file if entry.msgctxt == "title").msgstr = words
    translation.import_po(file, user=user, tool_name="PO File")


def test_what_an_agency_sends_is_a_persons_with_its_origin(spanish: Any, translator: Any) -> None:
    by_machine(spanish)
    imported(spanish, "El sueño", translator)
    found = title_of(spanish)
    assert (found.kind, found.origin, found.edited) == (Kind.HUMAN, "PO File", False)
    assert "PO File" in found.label


@pytest.mark.parametrize("tool", ["PO File", "XLIFF"])
def test_a_file_that_comes_back_unchanged_confirms_nothing(spanish: Any, translator: Any, tool: str) -> None:
    by_machine(spanish)
    row = StringTranslation.objects.get(context__path="title")
    row.translation_type, row.tool_name, row.last_translated_by = "manual", tool, translator
    row.save()
    assert title_of(spanish).is_unread


def test_what_a_file_replaced_in_bulk_is_a_persons_all_the_same(spanish: Any) -> None:
    by_machine(spanish)
    rows = StringTranslation.objects.filter(context__path="title")
    rows.update(data="El sueño", translation_type="manual", tool_name="XLIFF")
    found = provenance.for_copy(spanish)
    assert (found["title"].kind, found["title"].origin) == (Kind.HUMAN, "XLIFF")
    assert found["introduction"].is_unread


def test_what_a_machine_wrote_in_bulk_is_unread_all_the_same(spanish: Any, translator: Any) -> None:
    translate(spanish, "title", "El sueño", translator)
    rows = StringTranslation.objects.filter(context__path="title")
    rows.update(data="Dormir", translation_type="machine", tool_name="DeepL")
    assert provenance.for_copy(spanish)["title"].is_unread


def test_a_file_that_brings_the_words_of_the_machine_back_undoes_the_edit(spanish: Any, translator: Any) -> None:
    by_machine(spanish)
    translate(spanish, "title", "El sueño", translator)
    imported(spanish, "Sleep (es)", translator)
    assert title_of(spanish).is_unread


def test_what_was_put_into_the_table_by_other_ways_speaks_for_itself(spanish: Any) -> None:
    by_machine(spanish)
    Provenance.objects.all().delete()
    assert all(found.is_unread for found in provenance.for_copy(spanish).values())


def test_it_is_told_by_segment_in_one_query(spanish: Any, translator: Any) -> None:
    by_machine(spanish)
    translate(spanish, "title", "El sueño", translator)
    translation = Translation.objects.select_related("source").get(source__object_id=spanish.translation_key)
    segments = list(StringSegment.objects.filter(source=translation.source).select_related("context"))
    with CaptureQueriesContext(connection) as queries:
        found = provenance.by_segment(translation, segments)
        labels = {found[segment.pk].label for segment in segments if segment.pk in found}
    assert len(queries) == 1
    assert len(labels) == 2
    assert {segment.context.path for segment in segments if segment.pk not in found} == {"slug"}


def test_it_is_told_by_place_in_three_queries(article: Any, spanish: Any, translator: Any) -> None:
    by_machine(spanish)
    translate(spanish, "title", "El sueño", translator)
    row = StringTranslation.objects.get(translation_of__data="Sleep helps.")
    row.translation_type, row.tool_name = "manual", ""
    row.save()
    with CaptureQueriesContext(connection) as queries:
        found = provenance.for_copy(spanish)
    assert len(queries) == 3
    assert found["title"].edited
    text = f"body/{article.body[0].id}"
    assert found[text].is_unread, "one of its two paragraphs"
    assert provenance.for_copy(article) == {}


def unread(page: Any) -> list[Finding]:
    return [finding for finding in run(page) if finding.check == "unread_machine_text"]


def test_unread_machine_text_blocks_where_it_may_harm(article: Any, spanish: Any) -> None:
    by_machine(spanish)
    found = unread(spanish)
    dose, warning, _tip = (f"body/{block.id}" for block in article.body)
    assert {finding.level for finding in found} == {Level.BLOCKS}
    assert [(finding.place, finding.excerpt) for finding in found] == [
        (dose, "Take 40 mg. (es)"),
        (f"{warning}/title", "Care (es)"),
        (f"{warning}/text", "Do not drive. (es)"),
    ]


def test_it_cannot_be_submitted_before_a_person_has_read_it(spanish: Any, translator: Any) -> None:
    by_machine(spanish)
    press("submit", spanish, translator)
    assert not Submission.objects.waiting().of(spanish).exists()
    StringTranslation.objects.all().delete()
    by_machine(spanish, confirm=translator)
    press("submit", spanish, translator)
    assert Submission.objects.waiting().of(spanish).exists()


def test_text_of_people_and_of_the_memory_blocks_nothing(spanish: Any, translator: Any) -> None:
    translate_everything(spanish, translator)
    assert unread(spanish) == []


def test_every_word_of_a_safety_statement_has_to_be_read(home: Any, translator: Any) -> None:
    statement = factories.safety_statement()
    spanish = sent_for_translation(statement, translator)
    by_machine(statement)
    assert {finding.place for finding in unread(spanish)} == {"title", "boxed_warning", "information", "source_label"}
    StringTranslation.objects.all().delete()
    by_machine(statement, confirm=translator)
    assert unread(spanish) == []


def test_contraindications_have_to_be_read(home: Any) -> None:
    treatment = factories.treatment(
        factories.treatment_index(home),
        contraindications="<p>Pregnancy</p>",
        route="Nasal spray",
        how_it_works="<p>So</p>",
    )
    spanish = sent_for_translation(treatment, factories.editor())
    by_machine(treatment)
    assert {finding.place for finding in unread(spanish)} == {"route", "contraindications"}
