"""Canonical rich text made into HTML for readers, and into plain words for search."""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Any

from django.utils.html import strip_tags

from public.media import document_url
from review.passages import passages

MARKED = "<a data-"
"""What stands in every text that has something to resolve."""
REFERRED = re.compile(r'<a data-ref="([^"]*)">(.*?)</a>', re.DOTALL)
DOCUMENT = re.compile(r'<a data-document="([^"]*)" data-extension="([^"]*)" data-title="([^"]*)">')
CITED = re.compile(r'<a data-cite="(\d+)"></a>')
BLOCK_END = re.compile(r"</(?:p|li|h\d|td|th)>|<br\s*/?>")


def document_links(html: str) -> list[dict[str, str]]:
    """The documents that canonical rich text links to, by value."""
    if "data-document" not in html:
        return []
    return [
        {"document": unescape(digest), "extension": unescape(extension), "title": unescape(title)}
        for digest, extension, title in DOCUMENT.findall(html)
    ]


def to_html(html: str, address_of: Callable[[str], str | None], citations: "Citations") -> str:
    """Canonical rich text with its links resolved.

    ``address_of`` gives the address of a key's page in the reader's locale, or None: then only the words remain.
    """
    if MARKED not in html:
        return html

    def page_link(match: re.Match[str]) -> str:
        address = address_of(unescape(match[1]))
        return f'<a href="{escape(address)}">{match[2]}</a>' if address else match[2]

    def document_link(match: re.Match[str]) -> str:
        digest, extension, title = (unescape(match[index]) for index in (1, 2, 3))
        return f'<a href="{escape(document_url(digest, title, extension))}">'

    html = REFERRED.sub(page_link, html)
    html = DOCUMENT.sub(document_link, html)
    return CITED.sub(lambda match: citations.mark(int(match[1])), html)


class Citations:
    """Numbers each place where a reference is cited, so that the list at the end can link back to it."""

    def __init__(self, references: list[dict[str, Any]]):
        self.places: dict[int, list[str]] = {number: [] for number in range(1, len(references) + 1)}

    def mark(self, number: int) -> str:
        """The superscript that stands where reference ``number`` is cited; nothing for one that is not listed."""
        if number not in self.places:
            return ""
        place = f"cite-{number}-{len(self.places[number]) + 1}"
        self.places[number].append(place)
        return f'<sup class="cite"><a href="#ref-{number}" id="{place}">{number}</a></sup>'


def plain(html: str) -> str:
    """The words of rich text, with a space between blocks."""
    return unescape(strip_tags(BLOCK_END.sub(" ", CITED.sub("", html)))).strip()


def words(copy: dict[str, Any]) -> str:
    """Every word of a copy that readers see on the page, but its title, as plain text for search.

    Each passage is a line of its own, so that a heading does not run into what follows.
    """
    return "\n".join(
        " ".join((plain(passage.words) if passage.rich else passage.words.strip()).splitlines())
        for passage in passages(copy)
        if passage.place != "title" and not passage.place.startswith("meta/")
    )
