"""Numbers, units, names of drugs, links and citations of the source stand in every translation."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail_localize.models import StringTranslation, Translation

from review import checks, errors, signing
from review.checks import Finding, Level
from review.models import Submission
from tests import factories
from tests.translations.tool import press, sent_for_translation, translate_everything
from translations.quantities import compare, quantities

SURVIVE = [
    ("Take 40 mg daily.", "Tome 40 mg al día."),
    ("Up to 1,000.5 mg", "Hasta 1.000,5 mg"),
    ("Up to 1,000.5 mg", "Hasta 1 000,5 mg"),
    ("Up to 1,000.5 mg", "Hasta 1,000.5 mg"),
    ("Some 1,000 people", "Unas 1.000 personas"),
    ("Some 12,345 people", "Unas 12 345 personas"),
    ("0.5 mg/kg", "0,5 mg/kg"),
    ("0.5 mg/kg", "0,5 mg por kg"),
    ("0.5 mg per kg per hour", "0,5 mg/kg/h"),
    ("1.125 mL", "1,125 ml"),
    ("a 40-minute infusion", "una infusión de 40 minutos"),
    ("2- to 4-hour stays", "estancias de 2 a 4 horas"),
    ("two hours", "2 horas"),
    ("12 weeks", "doce semanas"),
    ("twelve weeks of a study", "12 semanas de un estudio"),
    ("one hour in an office", "1 hora en un despacho"),
    ("twenty-four hours", "veinticuatro horas"),
    ("thirty-five people", "treinta y cinco personas"),
    ("100 µg", "100 mcg"),
    ("100 micrograms", "100 μg"),
    ("5 IU", "5 UI"),
    ("98.6 °F", "98,6 ºF"),
    ("at \u221220 °C", "a -20 °C"),
    ("120/80 mm Hg", "120/80 mmHg"),
    ("60 bpm", "60 lpm"),
    ("64% of them", "el 64 % de ellos"),
    ("64 percent", "64 por ciento"),
    ("In 2006, 18 patients took part.", "En 2006 participaron 18 pacientes."),
    ("an 18-year-old", "de 18 años"),
    ("10\u201320 mg", "10-20 mg"),
    ("10 to 20 mg", "de 10 a 20 mg"),
    ("in the 1990s", "en los años 1990"),
    ("COVID-19, 5-HT2A and B12", "COVID-19, 5-HT2A y B12"),
    ("Call (555) 123-4567.", "Llame al (555) 123-4567."),
    ("January 2, 2026", "2 de enero de 2026"),
    ("the 1st week", "la 1.ª semana"),
    ("٤٠ mg", "40 mg"),
    ("No numbers at all", "Ningún número"),
]
DO_NOT = [
    ("40 mg", "4 mg", ["40 mg"], ["4 mg"]),
    ("40 mg", "400 mg", ["40 mg"], ["400 mg"]),
    ("40 mg", "40 mcg", ["40 mg"], ["40 mcg"]),
    ("40 mg", "40", ["40 mg"], ["40"]),
    ("40 mg and 80 mg", "40 mg", ["80 mg"], []),
    ("40 mg", "40 mg y 80 mg", [], ["80 mg"]),
    ("2.5 mg", "25 mg", ["2.5 mg"], ["25 mg"]),
    ("0.5 mg", "5 mg", ["0.5 mg"], ["5 mg"]),
    ("1 mg", "1.000 mg", ["1 mg"], ["1.000 mg"]),
    ("1,000 mg", "1 mg", ["1,000 mg"], ["1 mg"]),
    ("0.5 mg/kg", "0,5 mg", ["0.5 mg/kg"], ["0,5 mg"]),
    ("at \u221220 °C", "a 20 °C", ["\u221220 °C"], ["20 °C"]),
    ("98.6 °F", "98,6 °C", ["98.6 °F"], ["98,6 °C"]),
    ("2 hours", "2 minutos", ["2 hours"], ["2 minutos"]),
    ("2 hours", "tres horas", ["2 hours"], ["tres horas"]),
    ("two hours", "tres horas", ["two hours"], ["tres horas"]),
    ("two hours", "dos minutos", ["two hours"], ["dos minutos"]),
    ("two tablets of 2 mg", "dos tabletas de 4 mg", ["2 mg"], ["4 mg"]),
    ("64%", "46 %", ["64%"], ["46 %"]),
    ("In 2006", "En 2016", ["2006"], ["2016"]),
]


@pytest.mark.parametrize(("english", "spanish"), SURVIVE)
def test_quantities_survive_in_either_direction(english: str, spanish: str) -> None:
    assert compare(english, "en", spanish, "es") == ([], [])
    assert compare(spanish, "es", english, "en") == ([], [])


@pytest.mark.parametrize(("english", "spanish", "lost", "added"), DO_NOT)
def test_what_differs_is_found(english: str, spanish: str, lost: list[str], added: list[str]) -> None:
    assert compare(english, "en", spanish, "es") == (lost, added)
    assert compare(spanish, "es", english, "en") == (added, lost)


@pytest.mark.parametrize(
    ("words", "is_dose"), [("40 mg", True), ("5 mL/h", True), ("70 kg", False), ("2 hours", False)]
)
def test_a_dose_says_how_much_of_a_drug(words: str, is_dose: bool) -> None:
    (found,) = quantities(words, "en")
    assert found.is_dose == is_dose


@pytest.fixture
def article(db: None, home: Any) -> Any:
    index = factories.article_index(home)
    body = [
        ("rich_text", "<p>It takes 2 hours.</p><p>Take 40 mg daily. Then rest.</p>"),
        (
            "rich_text",
            '<p>See <a href="https://one.example/">this</a> and <a href="https://two.example/">that</a>.</p>',
        ),
        ("key_points", {"title": "", "points": ["Take 40 mg."]}),
    ]
    return factories.article(index, title="Sleep", slug="sleep", introduction="<p>Hello</p>", body=body)


def say(page: Any, source: str, words: str) -> None:
    """Keep a person's Spanish for one string of a page."""
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segment = translation.source.stringsegment_set.get(string__data=source)
    row = {
        "translation_of_id": segment.string_id,
        "context_id": segment.context_id,
        "locale": translation.target_locale,
    }
    StringTranslation.objects.update_or_create(**row, defaults={"data": words, "translation_type": "manual"})


def drafted(page: Any, source: str, words: str) -> Any:
    """The Spanish draft of a page, translated but for one string, which says ``words``."""
    translator = factories.user("Translators")
    spanish = sent_for_translation(page, translator)
    translate_everything(spanish, translator)
    say(page, source, words)
    return press("draft", spanish, translator)


def found_in(page: Any, copy: Any = None) -> list[Finding]:
    names = {"numbers_survive", "names_survive", "links_survive"}
    return [finding for finding in checks.run(page.get_latest_revision_as_object(), copy) if finding.check in names]


def test_a_good_translation_has_no_findings(article: Any) -> None:
    assert found_in(drafted(article, "Take 40 mg daily. Then rest.", "Tome 40 mg al día. Descanse.")) == []


def test_a_wrong_number_is_found_at_its_place_in_words(article: Any) -> None:
    spanish = drafted(article, "Take 40 mg daily. Then rest.", "Descanse. Tome 4 mg al día.")
    (finding,) = found_in(spanish)
    assert (finding.check, finding.level) == ("numbers_survive", Level.ANSWER)
    assert (finding.place, finding.excerpt) == (f"body/{article.body[0].id}", "Tome 4 mg al día.")
    assert finding.message == "“40 mg” stands in the source, “4 mg” here."


def test_in_a_list_it_is_found_at_its_item(article: Any) -> None:
    (finding,) = found_in(drafted(article, "Take 40 mg.", "Tome mucho."))
    assert finding.place == f"body/{article.body[2].id}/points/0"
    assert finding.message == "“40 mg” stands in the source and not here."


def test_paragraphs_are_compared_one_by_one(article: Any) -> None:
    translator = factories.user("Translators")
    spanish = sent_for_translation(article, translator)
    translate_everything(spanish, translator)
    say(article, "It takes 2 hours.", "Tome 40 mg al día.")
    say(article, "Take 40 mg daily. Then rest.", "Dura 2 horas.")
    assert len(found_in(press("draft", spanish, translator))) == 2


def test_a_lost_link_blocks(article: Any) -> None:
    source = 'See <a id="a1">this</a> and <a id="a2">that</a>.'
    spanish = drafted(article, source, 'Vea <a id="a1">esto</a> y eso.')
    (finding,) = found_in(spanish)
    assert (finding.check, finding.level) == ("links_survive", Level.BLOCKS)
    assert finding.place == f"body/{article.body[1].id}"
    assert finding.message == "The link “that” of the source is missing here."
    press("submit", spanish, factories.user("Translators"))
    assert not Submission.objects.waiting().of(spanish).exists()


def test_links_may_change_places_and_lead_elsewhere(article: Any) -> None:
    source = 'See <a id="a1">this</a> and <a id="a2">that</a>.'
    assert found_in(drafted(article, source, 'Vea <a id="a2">eso</a> y <a id="a1">esto</a>.')) == []


def cited(home: Any) -> Any:
    one, two = factories.reference(), factories.reference()
    marks = "".join(f'<a linktype="citation" id="{reference.pk}">1</a>' for reference in (one, two))
    return factories.article(factories.article_index(home), body=[("rich_text", f"<p>It helps{marks}.</p>")])


def test_a_lost_citation_blocks(home: Any) -> None:
    article = cited(home)
    (source,) = [block.value.source for block in article.body]
    assert "citation" in source
    spanish = drafted(article, 'It helps<a id="a1">1</a><a id="a2">1</a>.', 'Ayuda<a id="a2">1</a>.')
    (finding,) = found_in(spanish)
    assert finding.level == Level.BLOCKS
    assert finding.message == "Citation 1 of the source is missing here."


def test_citations_may_change_places(home: Any) -> None:
    article = cited(home)
    source = 'It helps<a id="a1">1</a><a id="a2">1</a>.'
    assert found_in(drafted(article, source, '<a id="a2">1</a> Ayuda<a id="a1">1</a>.')) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("Spravato (esketamina) ayuda.", None),
        ("La esketamina ayuda.", "“Spravato” stands in the source and not here."),
        ("Spravato ayuda.", "“esketamine” stands in the source and not here."),
        ("Spravato (ketamina) ayuda.", "“esketamine” stands in the source and not here."),
    ],
)
def test_names_of_drugs_survive_in_the_spelling_of_the_language(home: Any, words: str, message: str | None) -> None:
    factories.treatment(factories.treatment_index(home), brand_name="Spravato", generic_name="esketamine hydrochloride")
    article = factories.article(
        factories.article_index(home), body=[("rich_text", "<p>Spravato (esketamine) helps.</p>")]
    )
    found = found_in(drafted(article, "Spravato (esketamine) helps.", words))
    assert [(finding.level, finding.message) for finding in found] == ([(Level.ANSWER, message)] if message else [])


def test_what_was_submitted_is_judged_by_its_own_words_and_the_signer_answers(article: Any) -> None:
    article = factories.release(article)
    spanish = drafted(article, "Take 40 mg daily. Then rest.", "Tome 4 mg al día. Descanse.")
    spanish = press("submit", spanish, factories.user("Translators"))
    say(article, "Take 40 mg daily. Then rest.", "Tome 40 mg al día. Descanse.")
    source = factories.revise(article, body=[("rich_text", "<p>Something else, 7 mg.</p>")])
    source.latest_revision.publish()
    Translation.objects.get(source__object_id=article.translation_key).source.update_from_db()
    item = signing.item_for(Submission.objects.waiting().of(spanish).get())
    found = [finding for finding in item.findings if finding.check == "numbers_survive"]
    assert [finding.message for finding in found] == ["“40 mg” stands in the source, “4 mg” here."]
    with pytest.raises(errors.Unanswered):
        signing.approve(
            item.submission.pk, factories.clinician(), item.digest, factories.confirmed(spanish), "", "password"
        )


def test_words_that_were_submitted_are_not_blocked_by_a_link(article: Any) -> None:
    source = 'See <a id="a1">this</a> and <a id="a2">that</a>.'
    spanish = drafted(article, source, 'Vea <a id="a1">esto</a> y eso.')
    copy = checks.Text(spanish.get_latest_revision_as_object()).copy
    assert {finding.level for finding in found_in(spanish, copy)} == {Level.ANSWER}


def test_a_source_and_a_text_edited_on_its_own_have_nothing_beside_them(article: Any) -> None:
    spanish = drafted(article, "Take 40 mg daily. Then rest.", "Tome 4 mg al día. Descanse.")
    assert found_in(article) == []
    Translation.objects.update(enabled=False)
    assert found_in(spanish) == []


def test_queries_do_not_grow_with_the_text(home: Any) -> None:
    def counted(paragraphs: int) -> int:
        text = "".join(f"<p>Paragraph {number} of 40 mg.</p>" for number in range(paragraphs))
        page = factories.article(factories.article_index(home), body=[("rich_text", text)])
        spanish = sent_for_translation(page, factories.editor())
        found_in(spanish)
        with CaptureQueriesContext(connection) as queries:
            found_in(spanish)
        return len(queries)

    assert counted(40) == counted(2)
