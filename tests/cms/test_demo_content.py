"""The demo's content: complete, consistent, honest in its wording, and drawn by us."""

import re
from collections import Counter
from copy import deepcopy
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from cms.demo import document, pictures, read

LOCALES = ("en", "es")
# Words that promise more than any evidence here does, in both languages.
PROMISES = re.compile(
    r"\b(cures?|cured|curing|guarantee\w*|miracle\w*|breakthrough\w*|risk-free|100 ?%|proven to"
    r"|cura|curan|curar|curación|garantiz\w*|garantía|milagro\w*|sin riesgos?|revolucionari\w*)\b",
    re.IGNORECASE,
)
TAGS = {"p", "b", "i", "ul", "ol", "li", "a", "cite"}


def items(locale: str = "en") -> list[tuple[str, read.Item]]:
    return [(item["id"], item) for group in read.read(locale).values() for item in group]


def words(item: read.Item) -> int:
    """How many words a reader of an article sees, without its title."""
    shown = read.named({"introduction": item["introduction"], "body": item["body"]})
    text = " ".join(value for key, value in shown if key not in read.NAMES_ITEM)
    return len(re.sub(r"<[^>]+>", " ", text).split())


def blocks(item: read.Item) -> list[str]:
    return [next(iter(block)) for block in item.get("body", []) + item.get("timeline", [])]


def test_english_content_holds_together_and_is_enough_for_the_demo() -> None:
    content = read.read("en")
    released = [article for article in content["articles"] if article["state"] == "released"]
    resources = [item for item in content["section"] if item["type"] == "practitioners.PractitionerResourcePage"]
    assert len(released) >= 6
    assert Counter(article["state"] for article in content["articles"])["draft"] == 1
    assert Counter(article["state"] for article in content["articles"])["in_review"] == 1
    assert [article["id"] for article in content["articles"] if article.get("review_comment")] == [
        article["id"] for article in content["articles"] if article["state"] == "rejected"
    ]
    assert (len(content["treatments"]), len(content["conditions"]), len(content["safety"])) == (3, 3, 1)
    assert len(content["practitioners"]) == 4
    assert len(resources) >= 3
    assert any(resource["document"] == document.NAME for resource in resources)
    assert [resource["kind"] for resource in resources].count("safety") == 1


def test_everything_public_is_translated_but_two_articles() -> None:
    spanish = {key for key, _ in items("es")}
    missing = [key for key, item in items("en") if key not in spanish and item.get("state", "released") == "released"]
    assert len(missing) == 2
    assert {key for key, item in items("en") if item["type"] == "articles.ArticlePage"} >= set(missing)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_reader_gets_complete_items_in_every_locale(locale: str) -> None:
    fields = {key: set(item) for key, item in items("en")}
    assert all(set(item) == fields[key] for key, item in items(locale))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("field", ["slug", "title"])
def test_no_two_items_of_a_type_share_a_slug_or_a_title(locale: str, field: str) -> None:
    used = Counter((item["type"], item[field]) for _, item in items(locale) if field in item)
    assert [value for value, times in used.items() if times > 1] == []


@pytest.mark.parametrize(("key", "item"), items("en") + items("es"))
def test_page_can_be_addressed_and_found(key: str, item: read.Item) -> None:
    if "slug" in item:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", item["slug"]), key
    if item["type"].endswith("Page"):
        assert 30 <= len(item["search_description"]) <= 190


@pytest.mark.parametrize(("key", "item"), items("en") + items("es"))
def test_html_is_well_formed_and_uses_only_what_the_editor_offers(key: str, item: read.Item) -> None:
    for _, text in read.named(item):
        if text.startswith("<"):
            used = {element.tag for element in ElementTree.fromstring(f"<text>{text}</text>").iter()} - {"text"}
            assert used <= TAGS, key


@pytest.mark.parametrize(("key", "item"), items("en") + items("es"))
def test_nothing_is_promised(key: str, item: read.Item) -> None:
    found = [match.group() for _, text in read.named(item) for match in PROMISES.finditer(text)]
    assert found == [], key


@pytest.mark.parametrize("locale", LOCALES)
def test_released_articles_have_length_references_and_a_call_to_action(locale: str) -> None:
    for article in read.read(locale)["articles"]:
        if article["state"] == "released":
            assert 500 <= words(article) <= (800 if locale == "en" else 950), article["id"]
            assert len(set(read.citations(article))) >= 3, article["id"]
            assert article["call_to_action"], article["id"]


@pytest.mark.parametrize("locale", LOCALES)
def test_copy_that_speaks_of_spravato_as_a_treatment_carries_its_safety_statement(locale: str) -> None:
    content = read.read(locale)
    for article in content["articles"]:
        if article["state"] == "released" and "spravato" in article["treatments"]:
            assert "safety_statement" in blocks(article), article["id"]
    assert [item["id"] for item in content["treatments"] if item["safety_statement"]] == ["spravato"]


@pytest.mark.parametrize(
    ("locale", "facts"),
    [
        (
            "en",
            "sedation, dissociation, respiratory depression, abuse and misuse, "
            "and suicidal thoughts and behaviors|REMS|at least two hours|until the day after|restful sleep",
        ),
        (
            "es",
            "sedación, disociación, depresión respiratoria, abuso y uso indebido, "
            "y pensamientos y conductas suicidas"
            "|REMS|al menos dos horas|hasta el día siguiente|sueño reparador",
        ),
    ],
)
def test_safety_statement_names_every_part_of_the_boxed_warning(locale: str, facts: str) -> None:
    (statement,) = read.read(locale)["safety"]
    text = statement["boxed_warning"] + statement["information"]
    assert [fact for fact in facts.split("|") if fact not in text] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_use_that_is_not_approved_is_called_off_label(locale: str) -> None:
    for treatment in read.read(locale)["treatments"]:
        said = "off-label" in treatment["summary"]
        assert said == (treatment["regulatory_status"] == "off_label"), treatment["id"]


def test_every_block_type_is_used() -> None:
    used = {block for _, item in items("en") if item.get("state") == "released" for block in blocks(item)}
    assert used == set(read.BLOCKS)


def test_every_reference_is_cited_and_can_be_looked_up() -> None:
    references = read.references()
    cited = {ref for _, item in items("en") for ref in read.citations(item)}
    assert len(references) >= 12
    assert [reference["id"] for reference in references if reference["id"] not in cited] == []
    for reference in references:
        assert reference["type"] in {"trial", "review", "guideline", "label", "other"}
        assert reference["doi"] or reference["pmid"] or reference["url"], reference["id"]
        assert re.fullmatch(r"(10\.\d{4,9}/\S+)?", reference["doi"]), reference["id"]
        assert re.fullmatch(r"\d{0,8}", reference["pmid"]), reference["id"]
        assert reference["url"] == "" or reference["url"].startswith("https://"), reference["id"]
    assert len({reference["doi"] or reference["id"] for reference in references}) == len(references)


def test_npi_is_left_out_or_has_a_valid_checksum() -> None:
    for practitioner in read.read("en")["practitioners"]:
        digits = [int(digit) for digit in reversed("80840" + practitioner["npi"])]
        total = sum(sum(divmod(digit * 2, 10)) if place % 2 else digit for place, digit in enumerate(digits))
        assert practitioner["npi"] == "" or (len(practitioner["npi"]) == 10 and total % 10 == 0)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_practitioner_is_plainly_fictional(locale: str) -> None:
    word = {"en": "fictional", "es": "ficticia"}[locale]
    assert all(word in practitioner["biography"] for practitioner in read.read(locale)["practitioners"])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda c: c["articles"][0].update(authors=["nobody"]), "authors names “nobody”"),
        (lambda c: c["articles"][0].update(topics=["depression"]), "topics names “depression”"),
        (
            lambda c: c["articles"][0].update(introduction='<p><cite ref="hearsay"/></p>'),
            "a citation names “hearsay”",
        ),
        (lambda c: c["home"][0].update(introduction='<p><a page="gone">x</a></p>'), "a link names “gone”"),
        (lambda c: c["home"][0].update(hero_image="a-photo"), "hero_image names “a-photo”"),
        (lambda c: c["home"][0].update(state="live"), "unknown state “live”"),
        (lambda c: c["home"][0]["body"].append({"video": "x"}), "a block is not one of ours"),
        (lambda c: c["home"][0]["body"].append({"heading": {"text": "x"}}), "a block is not one of ours"),
        (lambda c: c["topics"].append(c["topics"][0]), "used 2 times"),
    ],
)
def test_source_that_contradicts_itself_is_refused(change, complaint: str) -> None:
    content = deepcopy(read.read("en"))
    assert list(read.faults(content)) == []
    change(content)
    assert [problem for problem in read.faults(content) if complaint in problem]


@pytest.mark.parametrize(
    "change",
    [
        lambda item: item.update(id="nowhere"),
        lambda item: item.update(body=item["body"][1:]),
        lambda item: item.update(introduction=re.sub(r"<cite[^>]*>", "", item["introduction"])),
        lambda item: item["body"].append({"safety_statement": "other"}),
        lambda item: item.update(display_date="2026-01-01"),
        lambda item: item.pop("title"),
    ],
)
def test_translation_that_changes_more_than_words_is_refused(change) -> None:
    source = read.read("en")
    translation = deepcopy(next(item for item in read.load("es", "articles") if item["id"] == "three-mechanisms"))
    assert list(read.translation_faults(source, {"articles": [translation]})) == []
    change(translation)
    assert list(read.translation_faults(source, {"articles": [translation]}))


def test_every_picture_is_described() -> None:
    assert set(pictures.DESCRIPTIONS) == pictures.NAMES


@pytest.mark.parametrize("name", sorted(pictures.NAMES))
def test_picture_is_drawn_the_same_every_time_and_stays_small(name: str) -> None:
    file = pictures.draw(name)
    image = Image.open(BytesIO(file))
    assert image.format == "JPEG"
    assert image.size == (pictures.PORTRAIT if name in pictures.PORTRAITS else pictures.SCENE)
    assert len(file) <= 150 * 1024
    assert file == pictures.draw(name)


def test_protocol_is_a_pdf_whose_table_finds_every_object() -> None:
    file = document.protocol_pdf()
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", file)[1])
    offsets = [int(offset) for offset in re.findall(rb"(\d{10}) 00000 n ", file[start:])]
    assert file.startswith(b"%PDF-1.4\n")
    assert file[start:].startswith(b"xref\n")
    assert [file[offset:].split(b" ", 1)[0] for offset in offsets] == [b"%d" % n for n in range(1, len(offsets) + 1)]
    assert b"/Count 2" in file
    assert [int(n) for n in re.findall(rb"/Length (\d+)", file)] == [
        len(stream) for stream in re.findall(rb"stream\n(.*?)\nendstream", file, re.DOTALL)
    ]
