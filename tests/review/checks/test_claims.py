"""A claim has its evidence beside it."""

from collections.abc import Callable
from typing import Any

import pytest

from review import checks
from review.checks import Level
from review.lists import ClaimPattern
from tests.review.checks import typical
from tests.review.checks.conftest import cite, found, levels, paragraph

CLAIMS = {
    "en": [
        "Ketamine is proven to help.",
        "It works rapidly in most people.",
        "Relief may come soon.",
        "64% felt better.",
        "64 percent felt better.",
        "One in five people stayed well.",
        "Seven out of ten people stayed well.",
        "Two thirds of patients felt something.",
        "It helps three times as often.",
        "It raised the count fivefold.",
        "Studies show that it helps.",
        "It did better than placebo.",
        "Fast-acting sprays exist.",
        "Ketamine blocks NMDA receptors.",
        "Symptoms improved after a week.",
        "It is safe.",
    ],
    "es": [
        "Está demostrado que ayuda.",
        "Actúa RAPIDAMENTE en casi todos.",
        "El alivio llega pronto.",
        "El 64 % se sintió mejor.",
        "Uno de cada cinco siguió bien.",
        "La mitad de los pacientes notó algo.",
        "Ayuda el doble que otro.",
        "Los estudios muestran que ayuda.",
        "Es un método eficaz.",
        "Bloquea los receptores NMDA.",
        "Los síntomas mejoraron en una semana.",
    ],
}
NO_CLAIMS = {
    "en": [
        "Call 212-288-3454 or 911.",
        "Everybody stays for at least two hours.",
        "The infusion takes about 40 minutes.",
        "In 2006 a group of doctors met.",
        "The dose is 0.5 mg per kilogram.",
        "Blood pressure above 140/90 is noted.",
        "Our safety program is called a REMS.",
        "We have two of the three devices.",
        "Come in one to two hours.",
        "Your response to the letter arrived.",
        "Insurers are more likely to have rules for an approved product.",
        "Health comes first.",
    ],
    "es": [
        "Llame al 212-288-3454 o al 911.",
        "Todos se quedan al menos dos horas.",
        "En 2006 se reunió un grupo de médicos.",
        "Traiga una lista de los tratamientos que ha probado.",
        "Si hace falta una respuesta médica, le llamamos.",
        "Llame de inmediato.",
        "La información de seguridad está abajo.",
        "La remisión de un paciente se hace por teléfono.",
    ],
}


def cases(table: dict[str, list[str]]) -> Any:
    pairs = [(language, sentence) for language, sentences in table.items() for sentence in sentences]
    return pytest.mark.parametrize(("language", "sentence"), pairs)


@cases(CLAIMS)
def test_a_claim_without_a_reference_has_to_be_answered(article: Callable, language: str, sentence: str) -> None:
    (finding,) = found(article(language, body=paragraph(sentence)), "uncited_claims")
    assert finding.level == Level.ANSWER
    assert finding.excerpt == sentence
    assert finding.place.startswith("body/")


@cases(NO_CLAIMS)
def test_plain_facts_are_no_claims(article: Callable, language: str, sentence: str) -> None:
    assert found(article(language, body=paragraph(sentence)), "uncited_claims") == []


@cases(CLAIMS)
def test_a_claim_with_a_reference_in_its_block_is_left_alone(
    article: Callable, clinic: Any, language: str, sentence: str
) -> None:
    body = [("rich_text", f"<p>{sentence}</p><p>Later.{cite(clinic.trial)}</p>")]
    assert found(article(language, body=body), "uncited_claims") == []


def test_a_reference_in_one_section_or_answer_supports_no_other(article: Callable, clinic: Any) -> None:
    cited, bare = f"<p>It is proven.{cite(clinic.trial)}</p>", "<p>It is proven.</p>"
    sections = [{"title": "One", "text": cited}, {"title": "Two", "text": bare}]
    items = [{"question": "First?", "answer": bare}, {"question": "Second?", "answer": cited}]
    body = [("numbered_sections", {"sections": sections}), ("faq", {"items": items})]
    places = [finding.place for finding in found(article(body=body), "uncited_claims")]
    assert [place.split("/", 2)[2] for place in places] == ["sections/1/text", "items/0/answer"]


def test_a_reference_in_the_introduction_does_not_support_the_body(article: Callable, clinic: Any) -> None:
    text = article(introduction=f"<p>It is proven.{cite(clinic.trial)}</p>", body=paragraph("It is proven."))
    assert [finding.place.split("/")[0] for finding in found(text, "uncited_claims")] == ["body"]


def test_a_heading_is_a_claim_only_where_it_promises(article: Callable) -> None:
    body = [
        ("heading", {"text": "What 64% of people tell us about serotonin", "level": "h2"}),
        ("heading", {"text": "Proven to work", "level": "h2"}),
    ]
    text = article(title="3 trials and 2 receptors", seo_title="Rapid relief", body=body)
    findings = found(text, "uncited_claims")
    assert [finding.excerpt for finding in findings] == ["Proven to work", "Rapid relief"]


@pytest.mark.parametrize(("supported", "count"), [("Symptoms improved; 64% responded.", 0), ("Nothing is known.", 1)])
def test_words_that_cannot_cite_are_supported_where_the_text_cites_for_the_same(
    article: Callable, clinic: Any, supported: str, count: int
) -> None:
    points = ("key_points", {"title": "", "points": ["In a trial 64% improved."]})
    body = [points, ("heading", {"text": "Evidence", "level": "h2"}), *paragraph(supported, cite(clinic.trial))]
    assert len(found(article(body=body), "uncited_claims")) == count


@pytest.mark.parametrize("cited", [True, False])
def test_a_table_is_supported_by_the_sources_under_it(article: Callable, clinic: Any, cited: bool) -> None:
    cells = {"data": [["Trial", "Result"], ["One", "64% responded"]], "first_row_is_table_header": True}
    table = ("table", {**cells, "first_col_is_header": False, "table_caption": ""})
    sources = paragraph("Sources." + (cite(clinic.trial) if cited else ""))
    findings = found(article(body=[table, *sources]), "uncited_claims")
    assert [finding.excerpt for finding in findings] == ([] if cited else ["64% responded"])


def test_a_quote_is_no_way_round(article: Callable) -> None:
    quote = {"text": "It was instant relief.", "attribution": "A patient", "source_url": ""}
    assert levels(found(article(body=[("quote", quote)]), "uncited_claims")) == [Level.ANSWER]


def test_a_safety_statement_names_its_source_for_all_it_says(clinic: Any) -> None:
    statement = clinic.statement
    statement.information = "<p>It has not been shown to prevent suicide; 64% felt sleepy.</p>"
    assert found(statement, "uncited_claims") == []


def test_what_counts_as_a_claim_is_the_list_of_the_language(article: Callable) -> None:
    ClaimPattern.objects.create(language="en", words="sparkl*")
    assert found(article(body=paragraph("It sparkles.")), "uncited_claims")
    assert found(article("es", body=paragraph("It sparkles.")), "uncited_claims") == []
    ClaimPattern.objects.all().delete()
    assert found(article(body=paragraph("It sparkles and is proven.")), "uncited_claims") == []


@pytest.mark.parametrize(("language", "written"), [("en", typical.ENGLISH), ("es", typical.SPANISH)])
def test_the_typical_article_comes_out_with_every_claim_and_without_its_safety_information(
    article: Callable, clinic: Any, language: str, written: dict[str, Any]
) -> None:
    text = article(language, **typical.fields(written))
    findings = checks.run(text)
    claims = [finding for finding in findings if finding.check == "uncited_claims"]
    assert [finding.excerpt.removesuffix("…")[:150] for finding in claims] == [
        claim[:150] for claim in typical.claims(written)
    ]
    assert all(finding.place for finding in claims)
    (missing,) = [finding for finding in findings if finding.check == "safety_information"]
    assert missing.level == Level.ANSWER
    assert missing.excerpt == "Spravato"
    assert [finding.excerpt.lower()[:7] for finding in findings if finding.check == "off_label_use"] == ["ketamin"]
