"""Reads HTML. Markdown and Word come here too, once they are HTML."""

import re
from collections.abc import Callable, Iterator
from typing import cast

import nh3
from bs4 import BeautifulSoup, NavigableString, PageElement, Tag
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .clean import LINK_SCHEMES, PARAGRAPH_TAGS, clean_html, clean_text, is_link, text_of
from .document import Document, Heading, Paragraph, Part, Quote, Unplaced
from .errors import CannotImport
from .inline import plain, plain_with_losses, tidy
from .lists import read_list
from .report import excerpt
from .tables import read_table
from .tags import BLOCKS, CODE, FURNITURE, HEADINGS, INLINE, LISTS, MEDIA, STRUCK

KNOWN = BLOCKS | INLINE | CODE | FURNITURE | MEDIA | STRUCK | {"title", "ins"}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"alt", "src"},
    "iframe": {"src"},
    "video": {"src"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "blockquote": {"cite"},
    "*": {"hidden", "aria-hidden", "role", "style"},
}
# Kept until the report has named them.
SCHEMES = {*LINK_SCHEMES, "javascript", "data", "file", "ftp", "about", "blob", "vbscript", "sms"}

MAX_DEPTH = 200
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
NEVER_DEEP = {
    "p",
    "li",
    "br",
    "img",
    "hr",
    "input",
    "meta",
    "link",
    "td",
    "tr",
    "th",
    "option",
    "dt",
    "dd",
    "col",
    "wbr",
}
BREAKS = re.compile(r"(?:<br>\s*){2,}")
SIGNATURE = re.compile(r"^\s*[\u2014\u2013-]\s*(?=\w)")


def read_html(source: str) -> Document:
    """The article in a page of HTML: ``<article>`` or ``<main>`` when that holds most of the text, else all.

    Raises CannotImport when the tags are nested deeper than any text needs.
    """
    check_depth(source)
    soup = parse(source)
    title = soup.find("title")
    declared = clean_text(title.get_text()) if title else ""
    left_out = drop_furniture(soup)
    article = main_part(soup)
    if article is not soup:
        words = len(soup.get_text(" ").split()) - len(article.get_text(" ").split())
        if words > len(declared.split()):
            left_out.append(
                Unplaced(
                    ngettext("%d word outside the article", "%d words outside the article", words) % words,
                    _("only the article of the page is taken"),
                )
            )
    if title:
        title.decompose()
    return Document([*parts_of(article), *left_out], declared)


def check_depth(source: str) -> None:
    """Refuse HTML whose tags are never closed: the time to parse it grows with the square of its size."""
    depth = 0
    for match in TAG.finditer(source):
        if match[2].lower() not in NEVER_DEEP:
            depth = max(depth + (-1 if match[1] else 1), 0)
        if depth > MAX_DEPTH:
            raise CannotImport(
                _("The HTML nests more than %d tags (character %d): save the page again from a browser.")
                % (MAX_DEPTH, match.start())
            )


def parse(source: str) -> BeautifulSoup:
    """The page as browsers see it (nh3 repairs it by the HTML standard), with known tags only."""
    repaired = nh3.clean(
        source,
        tags=KNOWN,
        clean_content_tags=set(),
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return BeautifulSoup(repaired, "html.parser")


def drop_furniture(soup: BeautifulSoup) -> list[Unplaced]:
    """Take out what is not text of the article; tells what readers of the page would have seen of it."""
    scripts = soup.find_all(CODE - {"head"})
    visible = [tag for tag in scripts if tag.name in ("script", "style")]
    for tag in scripts:
        tag.decompose()
    left_out = []
    for tag in soup.find_all(is_furniture):
        if tag.decomposed:
            continue
        if text := clean_text(tag.get_text(" ")):
            left_out.append(Unplaced(f"<{tag.name}> {excerpt(text)}", _("not part of the article's text")))
        elif tag.name in FURNITURE:
            left_out.append(Unplaced(f"<{tag.name}>", _("not part of the article's text")))
        tag.decompose()
    if visible:
        left_out.append(
            Unplaced(
                ngettext("%d script or style sheet", "%d scripts or style sheets", len(visible)) % len(visible),
                _("articles hold text, never code"),
            )
        )
    return left_out


def is_furniture(tag: Tag) -> bool:
    """Whether the tag is navigation, a form or hidden. The footer of a block quote names its source."""
    if tag.name == "footer" and tag.find_parent("blockquote"):
        return False
    hidden = tag.has_attr("hidden") or tag.get("aria-hidden") == "true"
    return tag.name in FURNITURE or hidden or bool(re.search(r"display:\s*none", str(tag.get("style", ""))))


def main_part(soup: BeautifulSoup) -> Tag:
    """The longest ``<article>`` or ``<main>`` if it holds at least half of the text; else everything."""
    half = len(soup.get_text()) / 2
    for selector in ("article", "main, [role=main]"):
        found = max(soup.select(selector), key=lambda tag: len(tag.get_text()), default=None)
        if found and len(found.get_text()) >= half:
            return found
    return soup


def parts_of(container: Tag) -> Iterator[Part]:
    """The parts inside a container; text between its blocks makes paragraphs."""
    run: list[PageElement] = []
    for child in list(container.children):
        if is_inline(child):
            run.append(child)
            continue
        yield from paragraphs(run)
        run = []
        # Whatever is not inline is an element.
        yield from READERS.get(child.name, parts_of)(cast(Tag, child))
    yield from paragraphs(run)


def is_inline(node: PageElement) -> bool:
    """Whether the node belongs to a paragraph: text, media and inline tags that hold no block."""
    if isinstance(node, NavigableString):
        return True
    return node.name not in BLOCKS and not node.find(BLOCKS)


def paragraphs(nodes: list[PageElement]) -> Iterator[Part]:
    """The paragraphs in a run of inline nodes (two line breaks part them), then what they could not keep."""
    wrapper = Tag(name="p")
    wrapper.extend(nodes)
    left_out = list(tidy(wrapper))
    for piece in BREAKS.split(clean_html(wrapper.decode_contents(), PARAGRAPH_TAGS)):
        html = re.sub(r"^(?:<br>\s*)+|(?:\s*<br>)+$", "", clean_html(piece, PARAGRAPH_TAGS)).strip()
        if text_of(html):
            yield Paragraph(html)
    yield from left_out


def heading(tag: Tag) -> Iterator[Part]:
    """A heading, unless it is empty. Summaries of folded text are below every other heading."""
    lines, left_out = plain_with_losses(tag, _("a heading"))
    if lines:
        yield Heading(" ".join(lines), 7 if tag.name == "summary" else int(tag.name[1]))
    yield from left_out


def item_list(tag: Tag) -> Iterator[Part]:
    """A list. One whose items are headed texts is read as those headings and texts instead."""
    if not tag.find(HEADINGS):
        yield from read_list(tag)
        return
    for number, item in enumerate(tag.find_all("li", recursive=False), start=1):
        title = item.find(HEADINGS)
        if tag.name == "ol" and title and not re.match(r"\W*\d", title.get_text()):
            title.insert(0, f"{number}. ")
        yield from parts_of(item)


def quote(tag: Tag) -> Iterator[Part]:
    """A block quote; who said it is in ``<cite>``, ``<footer>`` or a last line that starts with a dash."""
    said_by = ""
    if source := tag.find(["footer", "cite"]):
        said_by = " ".join(plain(source))
        source.decompose()
    lines, left_out = plain_with_losses(tag, _("a quote"))
    if not said_by and len(lines) > 1 and SIGNATURE.match(lines[-1]):
        said_by = lines.pop()
    if lines:
        address = str(tag.get("cite", "")).strip()
        web = address if is_link(address) and address.startswith("http") else ""
        yield Quote("\n".join(lines), SIGNATURE.sub("", said_by), web)
    yield from left_out


def table(tag: Tag) -> Iterator[Part]:
    """A table; one of a single column, or with headings in it, only arranges the page and is read as text."""
    rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
    if tag.find(HEADINGS) or all(len(row.find_all(["td", "th"], recursive=False)) < 2 for row in rows):
        yield from parts_of(tag)
        return
    yield from read_table(tag, rows, lambda cell: plain_with_losses(cell, _("a table cell")))


def preformatted(tag: Tag) -> Iterator[Part]:
    """Text whose line ends matter."""
    for text in tag.find_all(string=True):
        lines = str(text).strip("\n").split("\n")
        for line in lines[:-1]:
            text.insert_before(NavigableString(line))
            text.insert_before(Tag(name="br"))
        text.replace_with(NavigableString(lines[-1]))
    yield from paragraphs(list(tag.children))


def term(tag: Tag) -> Iterator[Part]:
    """The term of a definition list, bold when it is no more than a line."""
    if tag.find(BLOCKS):
        yield from parts_of(tag)
        return
    bold = Tag(name="b")
    bold.extend(list(tag.children))
    yield from paragraphs([bold])


READERS: dict[str, Callable[[Tag], Iterator[Part]]] = {
    **dict.fromkeys(HEADINGS | {"summary"}, heading),
    **dict.fromkeys(LISTS, item_list),
    "blockquote": quote,
    "table": table,
    "pre": preformatted,
    "dt": term,
}
