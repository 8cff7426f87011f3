"""A copy under review is drawn exactly as readers get it, and what changed in it is marked where it stands."""

import json
import re
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from articles.models import ArticleIndexPage, ArticlePage
from home.models import CallToAction
from ledger import record
from public.models import PublicPage
from review.comparison import Kind
from review.copy import copy_data
from review.drawing import Drawn, draw, text_response
from review.passages import passages
from review.policy import VERIFIED_PRACTITIONERS
from review.signs import SIGN, Signs
from tests import factories
from tests.review import copies, texts
from tests.review.copies import article, block, image, key_points, reference, text
from tests.review.texts import saved, unsaved
from tests.rows import Rows
from treatments.models import SafetyStatement

pytestmark = pytest.mark.django_db
PROPERTY = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HOSTILE = "</ins><script>alert('x')</script>\"><img src=x onerror=alert(1)> &amp; &lt;b&gt; '"


def request(path: str = "/") -> Any:
    made = RequestFactory().get(path, HTTP_HOST="localhost")
    made.user = AnonymousUser()
    return made


def drawn(after: dict, before: dict | None = None, model: type = ArticlePage) -> Drawn:
    """A copy, with its changes where there is one before it."""
    return draw(request(), model, after, before, marks=before is not None)


def soup(result: Drawn, is_private: bool = False) -> BeautifulSoup:
    """The page as data, once it is sure that it is well-formed; words with characters for private use are private."""
    Nesting().feed(result.html)
    assert is_private or not SIGN.search(result.html)
    assert not re.search("%F[34]%", result.html)
    page = BeautifulSoup(result.html, "html.parser")
    for mark in page.select("ins, del, mark, .rv-passage"):
        assert mark.parent.name not in {"ul", "ol", "dl", "table", "thead", "tbody", "tr", "head"}
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    return page


def marks(page: BeautifulSoup, name: str) -> list[str]:
    """The words in each element of a name, without what is said for those who only hear them."""
    for said in page.select(".rv-said"):
        said.extract()
    return [element.get_text() for element in page.find_all(name)]


def change(before: Any, after: Any) -> BeautifulSoup:
    """A page on which one block became another."""
    return soup(drawn(article(after), article(before)))


class Nesting(HTMLParser):
    """Fails where tags are not closed in the order in which they were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


class TestAsReadersGetIt:
    def test_byte_for_byte_but_for_the_anchors(self, rows: Rows, client: Client) -> None:
        factories.release(rows.safety_statement)
        made = saved(rows, texts.every_block(rows))
        made.save_revision(user=factories.editor())
        made = factories.release(made)
        public = PublicPage.objects.get(page_id=made.pk)
        edition = record.current_edition(str(made.subject))

        # A practitioner gets both parts, as whoever signs them does.
        asked = request(public.address)
        asked.user = factories.user(VERIFIED_PRACTITIONERS)
        client.force_login(asked.user)
        result = draw(asked, ArticlePage, copy_data(made), None, marks=False, page=made, edition=edition)

        assert copies.without_anchors(result.html) == client.get(public.address).content.decode()
        assert result.html.count("data-passage") > 20

    def test_every_passage_is_found_once_or_told_to_be_unseen(self, rows: Rows) -> None:
        copy = copy_data(saved(rows, texts.every_block(rows)))
        result = drawn(copy)
        found = [element["data-passage"] for element in soup(result).select("[data-passage]")]
        assert len(found) == len(set(found))
        unseen = {passage.place for passage in result.unseen if not passage.label.endswith("Title of the document")}
        places = {passage.place for passage in passages(copy)}
        assert places <= {*found, *unseen}
        # A picture stands for its alternative text.
        assert all(place.endswith("/alt") for place in unseen & set(found))

    def test_what_cannot_be_seen_is_told_with_a_label(self, rows: Rows) -> None:
        fields = {**texts.every_block(rows), "introduction": texts.html(rows, "Words"), "body": []}
        result = drawn(copy_data(saved(rows, fields)))
        assert {passage.label: passage.text for passage in result.unseen} == {
            "Introduction, Title of the document": "A document",
            "Picture, Title of the picture": "A picture",
            "Picture, Alternative text": "A picture",
            "Part of the address": "text",
            "Title for search engines": "Title for search engines",
            "Description for search engines": "Description",
        }

    def test_references_that_a_template_leaves_out_are_unseen(self, rows: Rows) -> None:
        index = ArticleIndexPage(
            title="Index", slug="index", locale=rows.index.locale, introduction=texts.html(rows, "Words")
        )
        unseen = drawn(copy_data(index), model=ArticleIndexPage).unseen
        assert {"Reference, Title", "Reference, Authors"} <= {passage.label for passage in unseen}

    @pytest.mark.parametrize(
        ("make", "model"),
        [(factories.safety_statement, SafetyStatement), (factories.call_to_action, CallToAction)],
        ids=["safety statement", "call to action"],
    )
    def test_snippets_are_drawn_too(self, rows: Rows, make: Any, model: type) -> None:
        before = copy_data(make())
        after = {**before, "title": "Other words"}
        plain, marked = drawn(after, model=model), drawn(after, before, model)
        assert "title" in {element["data-passage"] for element in soup(plain).select("h2 [data-passage]")}
        assert marks(soup(marked), "ins") == ["Other words"]

    def test_the_page_itself_may_be_gone(self, rows: Rows) -> None:
        made = factories.release(factories.article(rows.index, title="Gone", introduction="<p>Signed words.</p>"))
        edition = record.current_edition(str(made.subject))
        copy = copy_data(made)
        made.delete()
        assert not Page.objects.filter(slug=made.slug).exists()
        result = draw(request(), ArticlePage, copy, None, marks=False, edition=edition)
        assert "Signed words." in result.html
        assert "Medically reviewed by" in result.html

    def test_a_copy_from_before_a_field_was_added_is_drawn_without_it(self, rows: Rows) -> None:
        older = article(text(1, "<p>Signed words.</p>"))
        for name in ("display_date", "hero_image", "topics", "authors", "conditions", "references"):
            del older[name]
        assert "Signed words." in drawn(older).html

    def test_nothing_of_it_is_stored(self, rows: Rows) -> None:
        answer = text_response(request(), ArticlePage, article())
        assert answer["Cache-Control"] == "private, no-store"


class TestWords:
    @pytest.mark.parametrize(
        ("old", "new", "gone", "came"),
        [
            ("two <b>very long</b> hours", "two <b>rather long</b> hours", ["very"], ["rather"]),
            (
                'see <a href="https://example.org/">this page</a>',
                'see <a href="https://example.org/">that page</a>',
                ["this"],
                ["that"],
            ),
            ("one end", "one <b>two</b> three end", [], ["two", " three"]),
            ("a &lt;b&gt; &amp; c d", "a &lt;i&gt; &amp; c d", ["<b>"], ["<i>"]),
            ("قبل آمن تماما بعد", "قبل فعال تماما بعد", ["آمن"], ["فعال"]),
            ("an e\u0301 and 👩🏽‍⚕️ too", "an e\u0300 and 👩🏾‍⚕️ too", ["e\u0301", "👩🏽‍⚕️"], ["e\u0300", "👩🏾‍⚕️"]),
        ],
        ids=["bold", "link", "across a tag", "escaped", "Arabic", "composed"],
    )
    def test_are_struck_and_underlined_in_place(
        self, rows: Rows, old: str, new: str, gone: list[str], came: list[str]
    ) -> None:
        page = change(text(1, f"<p>{old}</p>"), text(1, f"<p>{new}</p>"))
        assert marks(page, "del") == gone
        assert marks(page, "ins") == came
        assert not page.select(".rv-box")

    def test_are_announced_with_where_they_end(self, rows: Rows) -> None:
        page = change(text(1, "<p>two hours</p>"), text(1, "<p>three hours</p>"))
        said = " ".join(page.select_one(".rich-text").get_text().split())
        assert said == "removed: two end of what was removed added: three end of what was added hours"
        assert {element["lang"] for element in page.select(".rv-said")} == {"en"}

    def test_of_every_kind_of_block_are_marked_where_they_stand(self, rows: Rows) -> None:
        before = copy_data(saved(rows, texts.every_block(rows)))
        before["body"][-2]["value"]["pages"] = [{"ref": rows.index.subject.key}]
        after = json.loads(
            re.sub(r"(Title|Heading|Points|Words|One|Caption|Question|Video|Read on)\b", r"New \1", json.dumps(before))
        )
        after["meta"] = before["meta"]
        page = soup(drawn(after, before))
        assert set(marks(page, "ins")) == {"New"}
        for selector in (
            *(
                "h1",
                ".lede p",
                "h2 .anchor",
                ".rich-text p",
                ".numbered h3",
                ".numbered p",
                ".key-points h2",
                ".key-points li",
            ),
            *("blockquote p", ".figure figcaption", ".callout-title", ".callout p", "summary", "details p", "caption"),
            *(".video-title", ".related h2"),
        ):
            assert page.select_one(f"{selector} ins"), selector
        assert page.select("details[open]")
        assert not page.select(".rv-box")

    def test_of_cells_and_points_are_marked_there(self, rows: Rows) -> None:
        page = change(copies.table(1, ["a", "b"], ["c", "d"]), copies.table(1, ["a", "b"], ["c", "other"]))
        assert [cell.get_text() for cell in page.select("td:has(ins) del, td:has(ins) ins") if not cell.extract] == []
        assert marks(page, "ins") == ["other"]
        page = change(key_points(1, "One", "Two"), key_points(1, "Zero", "One", "Two"))
        assert [bool(point.find("ins")) for point in page.select(".key-points li")] == [True, False, False]

    def test_that_only_look_different_are_marked_so(self, rows: Rows) -> None:
        page = change(text(1, "<p>a claim</p>"), text(1, "<p>a <b>claim</b></p>"))
        assert marks(page, "mark") == ["claim"]
        assert not page.select("ins, del")

    def test_of_a_line_that_is_gone_stand_after_the_line_before(self, rows: Rows) -> None:
        page = change(text(1, "<ul><li>One</li><li>Two</li></ul>"), text(1, "<ul><li>One</li></ul>"))
        assert marks(page, "del") == ["Two"]
        assert page.select_one("li .rv-line")
        page = change(text(1, "<p>Zero</p><p>One</p>"), text(1, "<p>One</p>"))
        assert [part for part in page.select_one(".rich-text p").stripped_strings if "remov" not in part] == [
            "Zero",
            "One",
        ]

    def test_of_citations_are_numbers_or_what_was_cited(self, rows: Rows) -> None:
        one, other = reference(1), reference(2, "Murrough JW")
        cites = '<p>It works<a data-cite="1"></a>.</p>'
        before = article(text(1, cites), references=[one])
        after = article(text(1, cites), references=[other])
        page = soup(drawn(after, before))
        assert marks(page, "del")[0].startswith("[Zarate CA 2006")
        assert page.select_one("sup.cite a ins").get_text() == "1"
        listed = page.select(".references li")
        assert [bool(item.select("del")) for item in listed] == [False, True]
        assert [bool(item.select("ins")) for item in listed] == [True, False]

    @PROPERTY
    @given(data=st.data())
    def test_without_the_marks_the_page_says_what_the_newer_one_says(self, rows: Rows, data: st.DataObject) -> None:
        before, after = (copy_data(unsaved(rows, data.draw(texts.article_fields(rows)))) for _ in range(2))
        for old, new in zip(before["body"], after["body"], strict=False):
            new["id"] = old["id"]
        page = soup(drawn(after, before), is_private=True)
        for gone in page.select("del, .rv-box-removed, .rv-note, .rv-said"):
            gone.extract()
        assert letters(page) == letters(soup(drawn(after), is_private=True))

    def test_contents_and_reading_time_are_those_of_the_newer_words(self, rows: Rows) -> None:
        headings = [block(number, "heading", {"text": f"Part {number}", "level": "h2"}) for number in range(1, 5)]
        long = text(5, f"<p>{'word and ' * 600}</p>")
        one, other = article(*headings, long), article(*headings[:2])
        shown, hidden = soup(drawn(one, other)), soup(drawn(other, one))
        assert [link.get_text() for link in shown.select(".contents a")][:4] == [f"Part {at}" for at in range(1, 5)]
        assert not hidden.select(".contents")
        assert "1 minute to read" in hidden.select_one(".byline").get_text()


def letters(page: BeautifulSoup) -> str:
    return "".join(page.find("main").get_text().split())


class TestBlocks:
    def test_that_came_went_and_moved_are_labelled(self, rows: Rows) -> None:
        one, two, three, four = (text(number, f"<p>Block {number}</p>") for number in range(1, 5))
        page = soup(drawn(article(two, three, one, image(9)), article(one, two, three, four)))
        boxes = page.select(".rv-box")
        assert [(box["class"][1], box.select_one(".rv-note").get_text()) for box in boxes] == [
            ("rv-box-removed", "Removed: Text"),
            ("rv-box-moved", "Moved: Text"),
            ("rv-box-added", "Added: Picture"),
        ]
        for box in boxes:
            assert page.find(id=box["aria-labelledby"]) == box.select_one(".rv-note")
        assert boxes[2].select_one("img")

    def test_with_changes_in_what_is_no_word_are_labelled_with_these(self, rows: Rows) -> None:
        callout = {"tone": "note", "title": "", "text": "<p>Careful.</p>"}
        page = change(block(1, "callout", callout), block(1, "callout", {**callout, "tone": "tip"}))
        assert page.select_one(".rv-box .rv-note").get_text() == "Callout, Tone: Note → Tip"
        assert page.select_one(".callout-tip")
        page = change(image(1), image(1, "f" * 64))
        assert page.select_one(".rv-box .rv-note").get_text() == "Picture: replaced"
        page = change(image(1), image(1, alt="Other words"))
        assert page.select_one(".rv-box .rv-note").get_text() == "Picture, Alternative text: Alternative → Other words"
        assert page.select_one(".rv-box img")["alt"] == "Other words"

    def test_that_moved_and_changed_show_both(self, rows: Rows) -> None:
        one, two, three = (text(number, f"<p>Block {number} here</p>") for number in range(1, 4))
        page = soup(drawn(article(two, three, text(1, "<p>Block one here</p>")), article(one, two, three)))
        box = page.select_one(".rv-box-moved")
        assert (box.select_one("del").contents[-1], box.select_one("ins").contents[-1]) == ("1", "one")

    def test_in_another_language_keep_its_direction(self, rows: Rows) -> None:
        meta = {"locale": "ar"}
        page = soup(drawn(article(text(1, "<p>آمن</p>"), meta=meta), article(text(1, "<p>فعال</p>"), meta=meta)))
        assert page.html["dir"] == "rtl"
        assert marks(page, "ins") == ["آمن"]

    def test_named_by_their_key_are_told_by_their_title(self, rows: Rows) -> None:
        treatment = rows.treatment
        result = drawn(article(treatments=[{"ref": treatment.subject.key}]), article(treatments=[copies.page(1)]))
        assert [change.text for change in result.unplaced] == [
            f"Treatments discussed: added: {treatment.title}",
            "Treatments discussed: removed: something that is gone",
        ]


class TestNavigation:
    def test_each_change_is_on_the_page_or_unplaced(self, rows: Rows) -> None:
        before = article(text(1, "<p>One two</p>"), image(2), key_points(3, "a"))
        after = article(
            key_points(3, "b"),
            text(1, "<p>One three</p>"),
            title="Other",
            display_date="2027-01-01",
            meta={"search_description": "Found"},
        )
        result = drawn(after, before)
        page = soup(result)
        placed = {int(element["data-change"]) for element in page.select("[data-change]")}
        assert {result.comparison.changes[number].kind for number in placed} == {Kind.WORDS, Kind.MOVED, Kind.REMOVED}
        assert [change.place for change in result.unplaced] == ["display_date", "meta/search_description"]
        assert len(placed) + len(result.unplaced) == len(result.comparison.changes)
        assert all(page.find(id=f"change-{number}") for number in placed)

    def test_anchors_take_no_focus_and_hold_nothing(self, rows: Rows) -> None:
        page = soup(drawn(article(text(1, "<p>Words</p>"))))
        anchor = page.find(id=f"passage-body/{UUID(int=1)}")
        assert anchor.parent.name == "p"
        assert not anchor.contents
        assert "tabindex" not in anchor.attrs


class TestSigns:
    def test_never_reach_attributes_titles_or_data(self, rows: Rows) -> None:
        before = article(image(1), copies.table(2, ["a"]), hero_image=copies.picture(), title="Old name")
        before["body"][1]["value"]["table_caption"] = "Old caption"
        after = article(
            image(1, alt="New words"), copies.table(2, ["a"]), hero_image=copies.picture(), title="New name"
        )
        after["body"][1]["value"]["table_caption"] = "New caption"
        page = soup(drawn(after, before))
        assert page.title.get_text().split(" · ")[0].strip() == "New name"
        assert page.find("meta", property="og:title")["content"] == "New name"
        assert page.select_one(".table")["aria-label"] == "New caption"
        assert page.select_one(".figure img")["alt"] == "New words"
        graph = json.loads(page.find("script", type="application/ld+json").get_text())["@graph"]
        assert [thing["name"] for thing in graph if thing["@type"] == "WebPage"] == ["New name"]

    def test_leave_anchors_and_addresses_as_readers_get_them(self, rows: Rows) -> None:
        def heading(number: int, words: str) -> dict:
            return block(number, "heading", {"text": words, "level": "h2"})

        before = article(heading(1, "What it treated"), heading(3, "What it treats"))
        after = article(heading(1, "What it treats"), heading(2, "What it treats"))
        marked, plain = soup(drawn(after, before)), soup(drawn(after))
        readers = [heading["id"] for heading in plain.select("main h2[id]")]
        assert readers == ["what-it-treats", "what-it-treats-2"]
        assert set(readers) <= {heading["id"] for heading in marked.select("main h2[id]")}

    def test_are_told_from_the_same_characters_in_words(self, rows: Rows) -> None:
        private = "".join(map(chr, [0xE000, 0xF0000, 0xFFFFD, *range(0x100000, 0x100400), 0x10FFFD]))
        before, after = article(text(1, f"<p>{private} old</p>")), article(text(1, f"<p>{private} new</p>"))
        page = soup(drawn(after, before), is_private=True)
        assert private in page.select_one(".rich-text").get_text()
        assert marks(page, "ins") == ["new"]

    def test_are_refused_by_a_text_that_leaves_none(self) -> None:
        signs = Signs("".join(map(chr, range(0xF0000, 0x10FFFE))))
        with pytest.raises(ValueError, match="every character"):
            signs.sign(None)

    def test_cannot_carry_markup_in(self, rows: Rows) -> None:
        before, after = (hostile(rows, words) for words in (f"Old {HOSTILE}", f"New {HOSTILE} {HOSTILE}"))
        for one, other in [(before, after), (after, before), (None, after)]:
            result = draw(request(), ArticlePage, other, one, marks=True)
            page = soup(result)
            assert "<script>alert" not in result.html
            assert len(page.find_all("script")) == 2
            assert not page.select("[onerror], img[src=x]")


def hostile(rows: Rows, words: str) -> dict[str, Any]:
    """An article with the same words in all its plain text."""
    made = copy_data(unsaved(rows, texts.every_block(rows)))
    for number, found in enumerate(made["body"]):
        found["id"] = str(UUID(int=number))

    def put(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: put(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [put(item, name) for item in value]
        plain = {
            "title",
            "text",
            "points",
            "alt",
            "caption",
            "question",
            "data",
            "table_caption",
            "attribution",
            "name",
        }
        return words if name in plain and isinstance(value, str) and not value.startswith("<") else value

    return {**put(made), "meta": {**made["meta"], "seo_title": words, "search_description": words}}
