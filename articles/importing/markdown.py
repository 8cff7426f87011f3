"""Reads Markdown (CommonMark with tables), with the title from its front matter."""

import re

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from .clean import clean_text
from .document import Document, Heading, Part, Unplaced
from .html import read_html
from .report import excerpt

FRONT_MATTER = re.compile(r"\A---[ ]*\n(.*?)\n(?:---|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^(\w[\w -]*):[ ]*(.*)$", re.MULTILINE)
NOTE_TEXT = re.compile(r"^\[\^([\w-]+)\]:[ ]*", re.MULTILINE)
NOTE_MARK = re.compile(r"\[\^([\w-]+)\]")


def read_markdown(source: str) -> Document:
    """The document in a Markdown text. Footnotes stay: their marks raised, their texts as paragraphs.

    Indentation never makes code here: writers indent for looks. Raises CannotImport as ``read_html``.
    """
    fields: dict[str, str] = {}
    if match := FRONT_MATTER.match(source):
        fields = dict(FIELD.findall(match[1]))
        source = source[match.end() :]
    source = NOTE_TEXT.sub(r"\n\\[\1] ", source)
    source = NOTE_MARK.sub(r"<sup>[\1]</sup>", source)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    document = read_html(parser.render(source))
    left_out = [
        Unplaced(_("front matter %s") % excerpt(f"{name}: {value}"), _("fill it in on the page in the editor"))
        for name, value in fields.items()
        if name.lower() != "title"
    ]
    title = next((clean_text(value).strip("\"'") for name, value in fields.items() if name.lower() == "title"), "")
    return Document([*titled(document.parts, title), *left_out], document.title)


def titled(parts: list[Part], title: str) -> list[Part]:
    """The parts under the title of the front matter, which many writers repeat as the first heading."""
    if not title:
        return parts
    repeated = bool(parts) and isinstance(parts[0], Heading) and parts[0].text == title
    return [Heading(title, 1), *parts[repeated:]]
