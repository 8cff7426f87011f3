"""What goes out comes back as it was, in every format."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from translations.interchange import markup
from translations.interchange.files import Heading, Outgoing
from translations.interchange.formats import FORMATS, read
from translations.interchange.markup import Code, Inline
from translations.interchange.places import Place
from translations.interchange.units import Unit

HEADING = Heading(str(UUID(int=7)), "en", "ar", "0" * 64)
TYPICAL = [
    "p < 0.05 & more",
    "نص عربي",
    "\u200f\u05e9\u05dc\u200e",
    "🧑‍⚕️ 1️⃣",
    "a\nb",
    '"quoted"',
    "back\\slash",
    "&amp;",
    "tab\there",
]
HARD = ["\u2028", "\u0085", "\x1c", "\xa0", "]]>", "<!-- -->", "<b", "\\n", "#~", "\N{COMBINING ACUTE ACCENT}"]
characters = some.text(some.characters(exclude_categories=["Cs"]), max_size=20)
words = some.one_of(some.sampled_from(TYPICAL + HARD), characters)


def codes(inside: Any) -> Any:
    pairs = some.builds(Code, some.sampled_from(["b", "i", "em", "strong", "code"]), some.just(""), inside)
    links = some.builds(Code, some.just("a"), some.sampled_from(["a1", "a2"]), inside)
    return some.one_of(pairs, links, some.just(Code("br", "")))


inlines = some.recursive(
    some.lists(words, max_size=3).map(markup.joined),
    lambda inside: some.lists(some.one_of(words, codes(inside)), max_size=4).map(markup.joined),
    max_leaves=12,
)


def as_html(inline: Inline) -> str:
    return markup.render(inline)


def unit(number: int, source: str, target: str) -> Unit:
    kept = StringTranslation(data=target) if target else None
    return Unit(f"body.{number}", number, number, Place(f"Text {number}"), markup.parse(source), kept)


@pytest.mark.parametrize("name", FORMATS)
@settings(deadline=None, max_examples=60)
@given(pairs=some.lists(some.tuples(inlines.map(as_html), inlines.map(as_html)), min_size=1, max_size=3), title=words)
def test_a_file_that_nobody_changed_says_what_was_written(name: str, pairs: list[tuple[str, str]], title: str) -> None:
    units = [unit(number, source, target) for number, (source, target) in enumerate(pairs)]
    kind, file = read(FORMATS[name].write(Outgoing(HEADING, title, units)))
    assert kind is FORMATS[name]
    assert file.heading.translation == HEADING.translation
    assert (file.heading.source_language, file.heading.target_language) == ("en", "ar")
    assert file.heading.source_digest == HEADING.source_digest
    assert [entry.id for entry in file.entries] == [unit.id for unit in units]
    for entry, sent in zip(file.entries, units, strict=True):
        assert entry.problem == ""
        assert markup.sendable(entry.source) == markup.sendable(sent.source)
        assert markup.sendable(entry.target) == markup.sendable(sent.target)
        assert entry.finished


@settings(deadline=None)
@given(inlines)
def test_words_and_codes_are_read_as_wagtail_localize_reads_them(inline: Inline) -> None:
    html = markup.render(inline)
    assert markup.parse(html) == markup.parse(markup.render(markup.parse(html)))
    # A carriage return is the end of a line wherever HTML is read.
    read_there = StringValue.from_translated_html(html).render_text().replace("\r\n", "\n").replace("\r", "\n")
    assert read_there == markup.text(markup.parse(html))


@settings(deadline=None)
@given(characters)
def test_whatever_is_typed_can_be_sent_and_stays_what_it_is(typed: str) -> None:
    kept = markup.parse_kept(typed)
    assert markup.parse(markup.render(kept)) == kept


@pytest.mark.parametrize(
    "html",
    [
        "<b>open",
        "closed</b>",
        "<b><i>crossed</b></i>",
        "<script>x</script>",
        '<b onclick="x">x</b>',
        '<a href="javascript:x">x</a>',
        '<b id="b1">x</b>',
        '<img src="x">',
        "<b>" * 40 + "x" + "</b>" * 40,
    ],
)
def test_markup_that_is_not_kept_is_no_markup(html: str) -> None:
    with pytest.raises(markup.Broken):
        markup.parse(html)
    assert markup.text(markup.parse_kept(html)) == html


@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("<b>x</b>", "y", "The source has <b>, the translation does not."),
        ("x", "<b>y</b>", "The translation has <b>, the source does not."),
        ("<b>x</b>", "<b>y</b> <b>z</b>", "The translation has <b> more often than the source."),
        ('<a id="a1">x</a>', '<a id="a2">x</a>', 'The source has <a id="a1">, the translation does not.'),
        ("x<br/>y", "x y", "The source has <br>, the translation does not."),
        (
            '<a id="a1">x</a><a id="a2">y</a>',
            '<a id="a1">x<a id="a2">y</a></a>',
            "A link stands inside of another link.",
        ),
        ("<b>x</b> <i>y</i>", "<i>y</i> <b>x</b>", ""),
        ("<b>x <i>y</i></b>", "<i>y <b>x</b></i>", ""),
    ],
)
def test_a_translation_has_exactly_the_codes_of_its_source(source: str, target: str, told: str) -> None:
    assert markup.complaint(markup.parse(source), markup.parse(target)) == told


def returned(name: str, words: str, target: str) -> Any:
    """What is read of a file in which one passage has some words as source, and a tool wrote what follows them."""
    data = FORMATS[name].write(Outgoing(HEADING, "Title", [unit(1, words, "")])).decode()
    before, after = f"<source>{words}</source>", f"<source>{words}</source>{target}"
    assert before in data
    (entry,) = read(data.replace(before, after).encode())[1].entries
    return entry


def test_what_a_tool_notes_in_the_words_is_none_of_them() -> None:
    target = '<target><mrk mtype="seg" mid="1">Uno.</mrk> <mrk mtype="seg" mid="2">Dos.</mrk></target>'
    assert returned("xliff-1.2", "One. Two.", target).target == ("Uno. Dos.",)
    target = '<target>Uno. <mrk id="m1" type="term">Dos</mrk>.</target>'
    assert returned("xliff-2.0", "One. Two.", target).target == ("Uno. Dos.",)


def test_a_passage_that_a_tool_has_cut_is_put_together_when_it_is_whole() -> None:
    rest = "</segment><ignorable><source> </source></ignorable><segment><source>Two.</source>"
    entry = returned("xliff-2.0", "One.", f"<target>Uno.</target>{rest}<target>Dos.</target>")
    assert (entry.source, entry.target, entry.finished) == (("One. Two.",), ("Uno. Dos.",), True)
    assert not returned("xliff-2.0", "One.", f"<target>Uno.</target>{rest}").finished


@pytest.mark.parametrize(
    ("state", "finished"),
    [("translated", True), ("final", True), ("needs-review-translation", True), ("needs-translation", False)],
)
def test_a_state_says_whether_a_translation_is_finished(state: str, finished: bool) -> None:
    assert returned("xliff-1.2", "One", f'<target state="{state}">Uno</target>').finished is finished
