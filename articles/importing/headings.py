"""Finds the headings that writers meant but did not mark, and the title."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from .clean import text_of
from .document import Document, Heading, ItemList, Paragraph, Part, Unplaced
from .errors import CannotImport

MAX_LENGTH = 100
GUESSED_LEVEL = 2
BOLD = re.compile(r"<b>.*?</b>")
NOT_A_HEADING = re.compile(
    r"@|://|\bwww\.|^[\W\d]*$"  # addresses and phone numbers; bylines; dates
    r"|^(?:(?:(?:medically )?reviewed |written )?by|published|(?:last )?updated|author|date)\b"
    r"|^(?:\d{1,2}\.? (?:de )?)?[^\W\d]+\.? (?:\d{1,2},? |de )?\d{4}$"
    r"|^(?:escrito )?por\b",
    re.IGNORECASE,
)


def with_headings(parts: list[Part]) -> list[Part]:
    """The parts, with unmarked headings found.

    A short numbered item that stands alone above a paragraph is a heading. In a text with no marked heading
    below its title, short bold lines are headings; with no marked heading at all and none in bold, short
    lines without a full stop are. A heading always has text below it.
    """
    marked = sum(isinstance(part, Heading) for part in parts)
    parts = numbered_headings(parts)
    if marked > 1:
        return parts
    bold = promote(parts, is_bold_line)
    if marked or bold != parts:
        return bold
    return promote(parts, lambda part: is_heading_line(text_of(part.html)))


def promote(parts: list[Part], is_heading: Callable[[Paragraph], bool]) -> list[Part]:
    """The parts, with the paragraphs that ``is_heading`` says made headings if any text follows them."""
    found: list[Part] = []
    followed = False
    for part in reversed(parts):
        if isinstance(part, Paragraph) and is_heading(part):
            if followed:
                part = Heading(text_of(part.html).rstrip(" :"), GUESSED_LEVEL)
        elif not isinstance(part, Unplaced):
            followed = True
        found.append(part)
    return found[::-1]


def numbered_headings(parts: list[Part]) -> list[Part]:
    """The parts, with short numbered items that have a paragraph right below them made headings."""
    found: list[Part] = []
    level = GUESSED_LEVEL
    for part, below in zip(parts, [*parts[1:], None], strict=True):
        if isinstance(part, Heading):
            level = part.level + 1
        elif isinstance(part, ItemList) and part.start is not None and part.length == 1:
            text = text_of(part.html)
            if isinstance(below, Paragraph) and is_heading_line(text) and "<li>" not in part.html[8:]:
                part = Heading(f"{part.start}. {text}", level)
        found.append(part)
    return found


def is_bold_line(part: Paragraph) -> bool:
    """Whether the paragraph is one short line, all of it bold."""
    bold = not BOLD.sub("", part.html).strip() and "<br>" not in part.html
    return bold and is_heading_line(text_of(part.html).rstrip(" :"))


def is_heading_line(text: str) -> bool:
    """Whether the text reads like a heading: short, not a sentence, not an address, a byline or a date."""
    if not text or len(text) > MAX_LENGTH or text[0].islower() or text[-1] in ".,;:":
        return False
    return not NOT_A_HEADING.search(text)


def split_title(document: Document, parts: list[Part]) -> tuple[str, list[Part]]:
    """The title, and the parts below it. Raises CannotImport when nothing in the text is fit to be one.

    It is, in this order: a heading that everything starts with; the only heading of the first level; a first
    line that reads like a title; the first heading of the first level; the title stated outside the text.
    """
    at = title_position(parts)
    if at is not None:
        part = parts[at]
        title = part.text if isinstance(part, Heading) else text_of(part.html)
        rest = parts[:at] + parts[at + 1 :]
    elif document.title:
        title, rest = document.title, parts
    else:
        raise CannotImport(_("The text has no title: put one alone on the first line, without a full stop."))
    if not any(not isinstance(part, Unplaced | Heading) for part in rest):
        raise CannotImport(_("There is a title (“%s”) but no text below it.") % title[:MAX_LENGTH])
    return title, rest


def title_position(parts: list[Part]) -> int | None:
    """Where the title stands among the parts, None when it does not."""
    written = [at for at, part in enumerate(parts) if not isinstance(part, Unplaced)]
    if not written:
        return None
    first = parts[written[0]]
    top = [at for at, part in enumerate(parts) if isinstance(part, Heading) and part.level == 1]
    if isinstance(first, Heading):
        return written[0]
    if len(top) == 1:
        return top[0]
    if isinstance(first, Paragraph) and is_title_line(first):
        return written[0]
    return top[0] if top else None


def is_title_line(part: Paragraph) -> bool:
    """Whether a first paragraph is a title: one line that is no sentence, however long."""
    text = text_of(part.html)
    return "<br>" not in part.html and text[-1] not in ".,;:" and len(text.split()) <= 60
