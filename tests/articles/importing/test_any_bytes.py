"""Whatever the bytes, the answer is a draft that can be stored or a refusal; never another error."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import nh3
import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from articles.importing import ArticleDraft, CannotImport, draft_of, read
from articles.importing.clean import LIST_TAGS
from core.blocks.text import RICH_TEXT_FEATURES

from .samples import as_docx, as_html, as_markdown

NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a"])
FRAGMENTS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<h2>",
            "</h2>",
            "<ul>",
            "<li>",
            "</ul>",
            "<ol start=3>",
            "<table>",
            "<tr>",
            "<td colspan=9>",
        ),
        *(
            "<th rowspan=0>",
            "</table>",
            "<blockquote>",
            "<a href='https://[x'>",
            "<a href=//x>",
            "</a>",
            "<b>",
            "</b>",
        ),
        *(
            "<sup>1</sup>",
            "<br>",
            "<br><br>",
            "<img src=x>",
            "<details>",
            "<summary>",
            "<dt>",
            "<pre>",
            "\n",
            "&#0;",
        ),
        *(
            "<svg><style>",
            "<template>",
            "<title>",
            "<!--",
            "-->",
            "<![CDATA[",
            "\x00",
            "\ud7ff",
            "\ufeff",
            "\u202e",
        ),
        *(
            "# ",
            "## 1. ",
            "- ",
            "1. ",
            "2) ",
            "> ",
            "|a|b|\n|-|-|\n",
            "[^1]",
            "[^1]: ",
            "---\n",
            "```\n",
            "Q?",
            "T\n\n",
        ),
    ]
)
MARKUP = st.lists(FRAGMENTS | st.text(max_size=8), max_size=40).map("".join)
# As JSON writes it, unlike a backslash in the text itself.
CONTROL = re.compile(rb"(?<!\\)(?:\\\\)*\\(?:u00|[bfrt])")
EDITOR = ContentstateConverter(RICH_TEXT_FEATURES)
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rich_texts(draft: ArticleDraft) -> Iterator[str]:
    """Every piece of rich text in a draft."""
    yield draft.introduction_html
    for kind, value in draft.body:
        if kind == "rich_text":
            yield value
        elif kind == "numbered_sections":
            yield from (section["text"] for section in value["sections"])
        elif kind == "faq":
            yield from (item["answer"] for item in value["items"])


def check(name: str, content: bytes) -> None:
    """Read a file; a draft of it must be clean, and the editor able to open it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            draft = draft_of(read(path))
        except CannotImport:
            return
    assert 0 < len(draft.title) <= 255
    text = orjson.dumps([draft.title, draft.introduction_html, draft.body])  # refuses lone surrogates
    assert not CONTROL.search(text)
    for html in rich_texts(draft):
        allowed = nh3.clean(html, tags=LIST_TAGS | {"p"}, attributes={"a": {"href"}}, link_rel=None)
        assert allowed.replace("<br>", "<br/>") == html
        EDITOR.from_database_format(html)
    assert str(draft.report)


@given(NAMES, st.binary(max_size=400))
@RELAXED
def test_any_bytes(name, content):
    check(name, content)


@given(NAMES, MARKUP)
@RELAXED
def test_any_markup(name, source):
    check(name, source.encode())


@cache
def pristine(make) -> bytes:
    """A sound file, made once."""
    return make()


@given(
    st.sampled_from([("a.html", as_html), ("a.md", as_markdown), ("a.docx", as_docx)]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), min_size=1, max_size=8),
)
@RELAXED
def test_any_damage(file, damage):
    name, make = file
    content = bytearray(pristine(make))
    for place, replacement in damage:
        at = int(place * len(content))
        content[at : at + len(replacement)] = replacement
    check(name, bytes(content))


@given(
    st.sampled_from(["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"]),
    st.lists(
        st.tuples(
            st.floats(0, 1, exclude_max=True),
            st.integers(0, 40),
            st.sampled_from([b"", b"<", b'"', b"w:p", b"0"]),
        ),
        min_size=1,
        max_size=5,
    ),
)
@settings(RELAXED, max_examples=20)
def test_any_damage_inside_a_word_file(part, damage):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pristine(as_docx))) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = bytearray(source.read(name))
            if name == part:
                for place, length, replacement in damage:
                    at = int(place * len(content))
                    content[at : at + length] = replacement
            target.writestr(name, bytes(content))
    check("a.docx", buffer.getvalue())
