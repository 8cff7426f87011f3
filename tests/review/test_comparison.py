"""A comparison tells every difference between two copies, each once, at its place, in as few words as it takes."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.comparison import Comparison, Edited, Kind, Mark, Noted, compare
from review.copy import canonical, copy_data
from review.parts import Fact, Words, leaves, read
from tests.review import copies, texts
from tests.review.copies import article, block, image, key_points, reference, text
from tests.review.texts import saved, unsaved
from tests.rows import Rows

PROPERTY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
A, B, C, D = (text(number, f"<p>{word} block.</p>") for number, word in enumerate(["First", "Second", "Third", "Last"]))


def told(comparison: Comparison) -> list[tuple[Kind, str, str]]:
    return [(change.kind, change.old, change.new) for change in comparison.changes]


def words(old: str, new: str) -> list[tuple[str, str]]:
    """The differences between two versions of a rich text."""
    comparison = compare(article(introduction=old), article(introduction=new))
    assert {change.place for change in comparison.changes} <= {"introduction"}
    return [(change.old, change.new) for change in comparison.changes]


def place(number: int, *path: Any) -> str:
    return "/".join(["body", str(UUID(int=number)), *map(str, path)])


class TestWords:
    @pytest.mark.parametrize(
        ("old", "new", "changes", "count"),
        [
            ("lasts two hours", "lasts three hours", [("two", "three")], 1),
            ("lasts two hours", "lasts at least two hours", [("", "at least")], 2),
            ("lasts about two hours", "lasts hours", [("about two", "")], 2),
            ("take 0.5 mg/kg", "take 0.15 mg/kg", [("0.5", "0.15")], 1),
            ("is safe.", "is unsafe.", [("safe", "unsafe")], 1),
            ("is safe.", "is safe?", [(".", "?")], 0),
            ("the rapist", "therapist", [("the rapist", "therapist")], 2),
            ("a café", "a cafe\u0301", [("café", "cafe\u0301")], 1),
            ("a 👩🏽‍⚕️ came", "a 👩🏾‍⚕️ came", [("👩🏽‍⚕️", "👩🏾‍⚕️")], 0),
            ("العلاج آمن تماما", "العلاج فعال تماما", [("آمن", "فعال")], 1),
            ("a &lt;b&gt; &amp; c", "a &lt;i&gt; &amp; c", [("<b>", "<i>")], 1),
            (
                "Nothing of this stays here",
                "An altogether other line",
                [("Nothing of this stays here", "An altogether other line")],
                5,
            ),
        ],
        ids=str,
    )
    def test_are_told_apart_one_by_one(self, old: str, new: str, changes: list, count: int) -> None:
        assert words(f"<p>{old}</p>", f"<p>{new}</p>") == changes
        comparison = compare(article(introduction=f"<p>{old}</p>"), article(introduction=f"<p>{new}</p>"))
        assert comparison.words_changed == count
        assert comparison.others == []

    def test_come_with_the_words_around_them(self) -> None:
        old = "<p>One two three four five six seven</p>"
        (change,) = compare(article(introduction=old), article(introduction=old.replace("four", "FOUR"))).changes
        assert change.around == ("One two three", "five six seven")
        assert change.text == "Introduction: four → FOUR"

    def test_inside_markup_are_told_without_it(self) -> None:
        old = '<p>A <b>bold claim</b> and <a href="https://example.org/">a link</a></p>'
        assert words(old, old.replace("claim", "word")) == [("claim", "word")]
        assert words(old, old.replace("a link", "the link")) == [("a", "the")]

    def test_of_a_line_more_at_the_top_leave_the_others_alone(self) -> None:
        assert words("<p>One.</p><p>Two.</p>", "<p>Zero.</p><p>One.</p><p>Two.</p>") == [("", "Zero.")]
        old = "<ul><li>one thing here</li><li>two things here</li></ul>"
        assert words(old, old.replace("<ul>", "<ul><li>none</li>").replace("two", "three")) == [
            ("", "none"),
            ("two", "three"),
        ]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("<p>a claim here</p>", "<p>a <b>claim</b> here</p>"),
            ("<p>a claim here</p>", "<p>a cl<b>aim</b> here</p>"),
            ("<p>a claim here</p>", "<ul><li>a claim here</li></ul>"),
            ("<p>a claim</p>", "<p>a  claim</p>"),
            ("<p>a claim</p>", "<p>a claim</p><p></p>"),
            ("<p>a claim</p>", "<p>a<br>claim</p>"),
        ],
    )
    def test_that_only_look_different_are_told_so(self, old: str, new: str) -> None:
        comparison = compare(article(introduction=old), article(introduction=new))
        assert [change.kind for change in comparison.changes] == [Kind.LOOK]
        assert comparison.words_changed == 0

    def test_that_lead_elsewhere_are_told_with_where(self) -> None:
        old = '<p>See <a href="https://a.example/">this page</a>.</p>'
        (change,) = compare(article(introduction=old), article(introduction=old.replace("//a", "//b"))).changes
        assert change.kind is Kind.LINK
        assert change.text == "Introduction, link “this page”: https://a.example/ → https://b.example/"
        (change,) = compare(article(introduction=old), article(introduction="<p>See this page.</p>")).changes
        assert change.what == "removed: https://a.example/"

    def test_of_a_long_text_are_told_in_excerpts(self) -> None:
        (change,) = compare(article(), article(text(1, f"<p>{'word ' * 500}</p>"))).changes
        assert len(change.new) <= 200
        assert change.words == 500


class TestBlocks:
    @pytest.mark.parametrize("order", [[B, C, D, A], [D, A, B, C], [A, C, B, D], [B, A, C, D]])
    def test_that_moved_are_one_change_each(self, order: list) -> None:
        comparison = compare(article(A, B, C, D), article(*order))
        assert [change.kind for change in comparison.changes] == [Kind.MOVED]

    def test_that_moved_and_changed_are_told_both(self) -> None:
        other = {**A, "value": "<p>First paragraph.</p>"}
        comparison = compare(article(A, B, C), article(B, C, other))
        assert told(comparison) == [(Kind.MOVED, "", ""), (Kind.WORDS, "block", "paragraph")]
        assert {change.place for change in comparison.changes} == {place(0)}

    def test_that_came_and_went_are_told_with_their_words_where_they_stood(self) -> None:
        comparison = compare(article(A, B, C), article(A, D, C))
        assert told(comparison) == [(Kind.REMOVED, "Second block.", ""), (Kind.ADDED, "", "Last block.")]
        assert [change.label for change in comparison.changes] == ["Text", "Text"]
        assert comparison.words_changed == 4
        body = comparison.merged.children["body"].children
        assert [(noted.kind, noted.part.place) for noted in body] == [
            (None, place(0)),
            (Kind.REMOVED, place(1)),
            (Kind.ADDED, place(3)),
            (None, place(2)),
        ]

    def test_that_another_writer_gave_new_ids_are_known_by_their_content(self) -> None:
        remade = [{**known, "id": str(UUID(int=100 + number))} for number, known in enumerate([A, B])]
        assert [change.kind for change in compare(article(A, B), article(*remade)).changes] == [Kind.REMADE] * 2

    def test_of_another_type_under_the_same_id_are_others(self) -> None:
        comparison = compare(article(A), article(key_points(0, "First")))
        assert [change.kind for change in comparison.changes] == [Kind.REMOVED, Kind.ADDED]

    def test_with_the_same_id_twice_lose_nothing(self) -> None:
        twice = {**A, "value": "<p>Again.</p>"}
        assert told(compare(article(A), article(A, twice))) == [(Kind.ADDED, "", "Again.")]

    def test_with_another_choice_are_told_in_its_words(self) -> None:
        callout = {"tone": "note", "title": "", "text": "<p>Careful.</p>"}
        comparison = compare(
            article(block(1, "callout", callout)), article(block(1, "callout", {**callout, "tone": "warning"}))
        )
        assert [change.text for change in comparison.others] == ["Callout, Tone: Note → Warning"]


class TestLists:
    def test_with_one_more_at_the_top_have_one_addition(self) -> None:
        comparison = compare(article(key_points(1, "One", "Two")), article(key_points(1, "Zero", "One", "Two")))
        assert [(change.text, change.place) for change in comparison.changes] == [
            ("Key points 1: added: Zero", place(1, "points", 0))
        ]

    def test_are_matched_by_what_they_say(self) -> None:
        def questions(*items: tuple[str, str]) -> dict:
            found = [{"question": question, "answer": f"<p>{answer}</p>"} for question, answer in items]
            return block(1, "faq", {"items": found})

        before = questions(("Is it safe?", "Mostly yes"), ("How long is it?", "Two hours"))
        after = questions(("Who pays?", "You"), ("Is it safe?", "Mostly no"), ("How long is it?", "Two hours"))
        comparison = compare(article(before), article(after))
        assert [(change.label, change.old, change.new) for change in comparison.changes] == [
            ("Questions and answers 1", "", "Who pays? You"),
            ("Questions and answers 2, Answer", "yes", "no"),
        ]

    def test_of_cells_name_row_and_column(self) -> None:
        before, after = (copies.table(1, ["a", "b"], ["c", cell], ["e", "f"]) for cell in ("d", "other"))
        (change,) = compare(article(before), article(after)).changes
        assert (change.text, change.place) == ("Table, row 2, column 2: d → other", place(1, "data", 1, 1))

    def test_of_rows_lose_one_without_touching_the_others(self) -> None:
        before, after = copies.table(1, ["a", "b"], ["c", "d"], ["e", "f"]), copies.table(1, ["a", "b"], ["e", "f"])
        assert told(compare(article(before), article(after))) == [(Kind.REMOVED, "c d", "")]

    def test_with_an_empty_cell_more_are_not_the_same(self) -> None:
        before, after = copies.table(1, ["a"], [""]), copies.table(1, ["a"], [None])
        assert [change.place for change in compare(article(before), article(after)).changes] == [place(1, "data", 1, 0)]


class TestThings:
    def test_a_picture_replaced_under_the_same_words(self) -> None:
        comparison = compare(article(image(1)), article(image(1, "f" * 64)))
        assert [(change.text, change.place) for change in comparison.changes] == [
            ("Picture: replaced", place(1, "image", "image"))
        ]

    def test_a_picture_that_came_or_went(self) -> None:
        bare, pictured = article(), article(hero_image=copies.picture())
        assert [change.text for change in compare(bare, pictured).changes] == ["Picture: added: File"]
        assert [change.text for change in compare(pictured, bare).changes] == ["Picture: removed: File"]

    def test_references_by_name(self) -> None:
        one, other = reference(1), reference(2, "Murrough JW")
        comparison = compare(article(references=[one]), article(references=[other, one]))
        assert [change.text for change in comparison.changes] == ["Reference: added: Murrough JW 2006: Trial 2"]
        comparison = compare(article(references=[one]), article(references=[{**one, "year": 2007}]))
        assert [change.text for change in comparison.changes] == ["Reference, Year: 2006 → 2007"]

    def test_a_citation_is_told_by_its_reference_and_not_by_its_number(self) -> None:
        cites = '<p>It works<a data-cite="1"></a>.</p>'
        one, other = reference(1), reference(2, "Murrough JW")
        swapped = compare(
            article(introduction=cites, references=[one]), article(introduction=cites, references=[other])
        )
        assert (Kind.WORDS, "[Zarate CA 2006: Trial 1]", "[Murrough JW 2006: Trial 2]") in told(swapped)
        renumbered = compare(
            article(introduction=cites, references=[one]),
            article(introduction=cites.replace("1", "2"), references=[other, one]),
        )
        assert {change.place for change in renumbered.changes} == {f"references/{other['key']}"}

    def test_pages_go_by_their_key(self) -> None:
        comparison = compare(article(treatments=[copies.page(1)]), article(treatments=[copies.page(1), copies.page(2)]))
        assert told(comparison) == [(Kind.ADDED, "", copies.page(2)["ref"])]
        assert comparison.changes[0].label == "Treatments discussed"

    def test_conditions_go_by_their_name(self) -> None:
        depression, anxiety = copies.condition(1, "Depression"), copies.condition(2, "Anxiety")
        comparison = compare(article(conditions=[depression]), article(conditions=[anxiety]))
        assert told(comparison) == [(Kind.ADDED, "", "Anxiety"), (Kind.REMOVED, "Depression", "")]

    def test_what_search_engines_are_told(self) -> None:
        comparison = compare(article(), article(meta={"seo_title": "Found", "slug": "other"}))
        assert [change.place for change in comparison.changes] == ["meta/slug", "meta/seo_title"]

    def test_a_field_the_model_has_no_more(self) -> None:
        assert [change.text for change in compare(article(old_field="x"), article(old_field="y")).changes] == [
            "old_field: x → y"
        ]

    def test_a_field_that_an_older_copy_lacks(self) -> None:
        before = article()
        del before["topics"]
        comparison = compare(before, article(title="Other"))
        assert [change.place for change in comparison.changes] == ["title"]


def test_the_first_copy_is_new_word_by_word() -> None:
    comparison = compare(None, article(A, B))
    assert comparison.words_changed == 7
    assert not any(change.old for change in comparison.changes)
    assert {"title", "introduction", place(0), place(1)} <= {change.place for change in comparison.changes}


def _expected(name: str, after: dict[str, Any]) -> list[str]:
    """Where a change of ``texts.CHANGES`` by this name has to be told."""
    ids = {block["type"]: f"body/{block['id']}" for block in after["body"]}
    kind, *path = name.split()
    rows = {
        "picture": ["hero_image", ids["image"]],
        "document": ["introduction", "body"],
        "reference": ["references"],
        "condition": ["conditions"],
        "topic": ["topics"],
        "order": ["body"],
    }
    if kind == "field":
        return [path[0], f"meta/{path[0]}"]
    return ["/".join([ids[path[0]], *path[1:]])] if kind == "block" else rows[kind]


@pytest.mark.django_db
@pytest.mark.parametrize("change", texts.CHANGES, ids=lambda change: change.__name__)
def test_every_difference_is_told_at_its_place(rows: Rows, change: Callable[..., Any]) -> None:
    made = saved(rows, texts.every_block(rows))
    before = copy_data(made)

    change(rows, made)

    after = copy_data(made)
    comparison = compare(before, after)
    assert comparison.changes
    expected = re.compile("|".join(map(re.escape, _expected(change.__name__, after))))
    assert [found for found in comparison.changes if not expected.match(found.place)] == []
    assert all(found.label and found.text for found in comparison.changes)


@pytest.mark.django_db
@PROPERTY
@given(data=st.data())
def test_nothing_is_told_exactly_of_the_same_bytes(rows: Rows, data: st.DataObject) -> None:
    one, other = (copy_data(unsaved(rows, data.draw(texts.article_fields(rows)))) for _ in range(2))
    if data.draw(st.booleans()):
        other["body"] = data.draw(st.permutations(one["body"]))
    for before, after in [(one, other), (one, one)]:
        comparison = compare(before, after)
        assert comparison.is_empty is (canonical(before) == canonical(after))
        assert keeps(comparison, after)


@PROPERTY
@given(
    before=st.lists(st.sampled_from(["one", "two.", "<b>three</b>", "four five", "&amp;"]), max_size=8),
    after=st.lists(st.sampled_from(["one", "two.", "<b>three</b>", "four five", "&amp;"]), max_size=8),
    ends=st.sampled_from(["</p><p>", " ", "<br>", "</li><li>"]),
)
def test_both_versions_can_be_read_off_the_merged_one(before: list[str], after: list[str], ends: str) -> None:
    old, new = (article(introduction=f"<p>{ends.join(parts)}</p>") for parts in (before, after))
    comparison = compare(old, new)
    assert comparison.is_empty is (canonical(old) == canonical(new))
    assert keeps(comparison, new)
    for leaf in leaves(comparison.merged.children["introduction"]):
        if isinstance(leaf, Edited) and not all(change.kind is Kind.LOOK for change in comparison.changes):
            assert letters(said(leaf, Mark.NEW)) == letters(old["introduction"])


def keeps(comparison: Comparison, after: dict[str, Any]) -> bool:
    """Whether the merged copy holds all of the newer one, in its order, and its words as they are."""
    merged = iter(list(standing(comparison.merged)))
    return all(leaf in merged for leaf in leaves(read(after)))


def standing(part: Any) -> Iterator[Any]:
    """The words and facts of a merged copy that are not gone."""
    for leaf in leaves(part):
        match leaf:
            case Noted():
                yield from standing(leaf.part)
            case Edited(words=Words()):
                # Where no word is left, all stands as it stood.
                if letters(leaf.words.words or ""):
                    assert unescape(said(leaf, Mark.GONE)) == unescape(leaf.words.words or "")
                yield leaf.words
            case Words() | Fact():
                yield leaf


def said(edited: Edited, without: Mark) -> str:
    """One of the two versions that edited words hold."""
    return "".join(piece.text for piece in edited.pieces if piece.mark is not without)


def letters(html: str) -> str:
    return re.sub(r"<[^>]*>|\s", "", unescape(html))
