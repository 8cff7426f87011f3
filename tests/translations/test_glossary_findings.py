"""Where a translation and the approved terms part is found, at its place, and answered by whoever signs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from review import signing
from review.checks import Finding, Level, run
from review.copy import copy_data
from review.models import Submission
from tests import factories
from tests.rows import Rows, once
from tests.translations.glossary import term
from tests.translations.tool import press, sent_for_translation, translate_everything
from translations import drafts
from translations.glossary import machine, terms
from translations.models import GlossaryTerm

pytestmark = pytest.mark.django_db

WORDS = {
    "title": "An infusion of ketamine",
    "introduction": "<p>The <b>infusion</b> takes 40 minutes.</p><p>Infusions of Spravato &amp; more</p>",
    "search_description": "About infusions",
}
RIGHT = {
    "An infusion of ketamine": "Una infusión de ketamina",
    "The <b>infusion</b> takes 40 minutes.": "La <b>infusión</b> dura 40 minutos.",
    "Infusions of Spravato &amp; more": "Infusiones de Spravato &amp; más",
    "About infusions": "Sobre infusiones",
}


def _spanish() -> Rows:
    index = factories.release(factories.article_index(factories.site()))
    return Rows(page=sent_for_translation(factories.article(index, **WORDS), factories.editor()))


rows = once(_spanish)


@pytest.fixture
def page(db: None, rows: Rows) -> Any:
    """The Spanish page, a draft of it in which everything is translated by the glossary of these tests."""
    return translated(rows.page, RIGHT)


def translation_of(page: Any) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)


def fill_in(page: Any, words: dict[str, str]) -> None:
    """Fill in the translations of some strings."""
    for segment in translation_of(page).source.stringsegment_set.select_related("string"):
        if segment.string.data in words:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=page.locale,
                context=segment.context,
                defaults={"data": words[segment.string.data], "translation_type": "manual"},
            )


def translated(page: Any, words: dict[str, str]) -> Any:
    """Fill in the translations of some strings and save a draft; the page as it is in that."""
    fill_in(page, words)
    return drafts.save_draft(translation_of(page), page, factories.editor()).get_latest_revision_as_object()


def found(page: Any, copy: dict[str, Any] | None = None) -> list[Finding]:
    checks = ("contradicted_terms", "missing_terms")
    return [finding for finding in run(page, copy) if finding.check in checks]


def test_a_translation_that_follows_the_glossary_has_no_findings(page: Any) -> None:
    term("infusion", "infusión", forbidden=["goteo"])
    term("Spravato")
    assert found(page) == found(page, copy_data(page)) == []


@pytest.mark.parametrize("given", [False, True], ids=["tool", "copy"])
@pytest.mark.parametrize(
    ("source", "target", "place", "level", "message"),
    [
        (
            "An infusion of ketamine",
            "Un goteo de ketamina",
            "title",
            Level.ANSWER,
            "“infusion” is not to be called “goteo” but “infusión”.",
        ),
        (
            "The <b>infusion</b> takes 40 minutes.",
            "La <b>infusión</b> dura, y los goteos duran 40 minutos.",
            "introduction",
            Level.ANSWER,
            "“infusion” is not to be called “goteos” but “infusión”.",
        ),
        (
            "Infusions of Spravato &amp; more",
            "Infusiones de esketamina &amp; más",
            "introduction",
            Level.ANSWER,
            "“Spravato” is not translated. Leave it as it is.",
        ),
        (
            "About infusions",
            "Sobre ella",
            "meta/search_description",
            Level.ADVICE,
            "“infusion” is called “infusión”, which is not here.",
        ),
    ],
)
def test_what_contradicts_or_misses_a_term_is_found_at_its_place(
    page: Any, given: bool, source: str, target: str, place: str, level: Level, message: str
) -> None:
    term("infusion", "infusión", forbidden=["goteo"])
    term("Spravato")
    page = translated(page, {source: target})
    (finding,) = found(page, copy_data(page) if given else None)
    assert (finding.place, finding.level, finding.message) == (place, level, message)
    plain = target.replace("<b>", "").replace("</b>", "").replace("&amp;", "&")
    assert finding.excerpt == plain


def test_a_term_that_is_said_again_is_one_finding_and_two_terms_are_told_of_together(page: Any) -> None:
    term("infusion", "infusión", forbidden=["goteo"])
    term("ketamine", "ketamina", forbidden=["ketalar"])
    page = translated(page, {"An infusion of ketamine": "Goteo a goteo, ketalar en goteos"})
    (finding,) = found(page)
    assert "“infusion” is not to be called “goteos”" in finding.message
    assert "“ketamine” is not to be called “ketalar”" in finding.message


@pytest.mark.parametrize("approved", [False, True])
def test_a_proposal_demands_nothing(page: Any, approved: bool) -> None:
    term("minute", "minutito", approved=approved)
    assert bool(found(page)) is approved


def test_terms_of_another_pair_count_nothing(page: Any) -> None:
    english, spanish = (Locale.objects.get(language_code=code) for code in ("en", "es"))
    term("infusion", "drip", source_locale=spanish, target_locale=english)
    assert found(page) == []


def test_words_that_are_right_for_one_term_are_not_wrong_for_another(page: Any) -> None:
    term("infusion", "infusión")
    term("ketamine", "ketamina", forbidden=["infusión"])
    assert found(page) == []


def test_forbidden_words_inside_of_an_agreed_phrase_are_not_wrong(page: Any) -> None:
    term("infusion of ketamine", "infusión de ketamina", forbidden=["infusión"])
    assert found(page) == []


def test_the_source_is_not_judged_nor_a_translation_that_is_edited_by_itself(page: Any) -> None:
    term("infusion", "goteo")
    assert found(page)
    assert found(Page.objects.get(translation_key=page.translation_key, locale__language_code="en").specific) == []
    Translation.objects.update(enabled=False)
    assert found(page) == []


def test_who_signs_answers_for_what_is_forbidden_in_exactly_the_words_that_are_signed(page: Any) -> None:
    term("infusion", "infusión", forbidden=["goteo"])
    fill_in(page, {"An infusion of ketamine": "Un goteo de ketamina"})
    translate_everything(page, factories.editor())
    page = press("submit", page, factories.editor())
    fill_in(page, RIGHT)
    item = signing.item_for(Submission.objects.waiting().of(page).get())
    assert [finding.check for finding in item.findings if finding.level == Level.ANSWER] == ["contradicted_terms"]


@pytest.mark.parametrize("given", [False, True], ids=["tool", "copy"])
def test_the_check_takes_as_many_queries_for_many_terms_as_for_two(
    page: Any, given: bool, django_assert_num_queries: Any
) -> None:
    copy = copy_data(page) if given else None
    term("infusion", "goteo")
    term("ketamine", "ketamina")
    run(page, copy)
    with CaptureQueriesContext(connection) as two:
        run(page, copy)
    _many_terms()
    with django_assert_num_queries(len(two)):
        assert len(found(page, copy)) == 4


def test_terms_are_found_by_segment_with_their_positions_proposals_too(page: Any) -> None:
    agreed = term("infusion", "infusión")
    proposed = term("ketamine", "ketamina", approved=False)
    translation = translation_of(page)
    segments = {segment.string.data: segment for segment in translation.source.stringsegment_set.all()}
    by_segment = terms.by_segment(translation, segments.values())
    title = by_segment[segments["An infusion of ketamine"].pk]
    assert title == [(agreed, "infusion", 3, 11), (proposed, "ketamine", 15, 23)]
    assert [one.term.is_approved for one in title] == [True, False]
    bold = by_segment[segments["The <b>infusion</b> takes 40 minutes."].pk]
    assert bold == [(agreed, "infusion", 4, 12)]
    assert segments["It works."].pk not in by_segment


def test_finding_terms_takes_as_many_queries_for_many_segments_and_terms(
    page: Any, django_assert_num_queries: Any
) -> None:
    translation = translation_of(page)
    segments = StringSegment.objects.filter(source=translation.source_id)
    term("infusion", "infusión")
    with CaptureQueriesContext(connection) as one:
        terms.by_segment(Translation.objects.get(pk=translation.pk), segments[:1])
    _many_terms()
    with django_assert_num_queries(len(one)):
        terms.by_segment(Translation.objects.get(pk=translation.pk), segments.all())


def test_machine_translators_get_what_is_approved() -> None:
    english, spanish = (Locale.objects.get(language_code=code) for code in ("en", "es"))
    term("infusion", "infusión")
    term("Spravato")
    term("ketamine", "ketamina", approved=False)
    assert dict(machine.for_pair(english, spanish)) == {"infusion": "infusión", "Spravato": "Spravato"}
    assert machine.for_pair(spanish, english) == []


def _many_terms() -> None:
    writer, reader = factories.editor(), factories.clinician()
    english, spanish = (Locale.objects.get(language_code=code) for code in ("en", "es"))
    GlossaryTerm.objects.bulk_create(
        GlossaryTerm(
            source_locale=english,
            target_locale=spanish,
            source=f"word {number}",
            target=f"palabra {number}",
            changed_by=writer,
            changed_at=timezone.now(),
            approved_by=reader,
            approved_at=timezone.now(),
        )
        for number in range(200)
    )
