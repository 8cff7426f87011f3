"""The marks of a drawn copy: where each passage begins, and what was added, removed, moved or otherwise changed.

The templates that readers get have drawn the copy, and its words carry signs (``review.signs``). Those that came out as
text become elements here. From everything else, such as attributes, scripts and the title, they are taken out again,
and with them the words that are gone.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from review.comparison import Change, Kind, Mark
from review.parts import Words
from review.signs import SIGN, Edge, End, Meaning, Signs, Start

MARKUP = re.compile(
    r"<!--.*?-->"
    r"|<(script|style|title|textarea|template|nav)\b.*?</\1\s*>"
    r"""|<[a-zA-Z/!][^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""",
    re.DOTALL,
)
"""A tag, or a whole element that holds nothing to mark: what is no text of the page, and menus, which repeat titles."""
ELEMENTS = {Mark.NEW: "ins", Mark.GONE: "del", Mark.LOOK: "mark"}


class Marking:
    """The making of elements out of the signs of a page; without ``changes`` only passages are marked."""

    def __init__(self, html: str, signs: Signs, changes: Sequence[Change]):
        self.signs = signs
        self.changes = changes
        self.pieces = list(_pieces(html))
        shown = [signs.meanings.get(sign) for text, is_text in self.pieces if is_text for sign in SIGN.findall(text)]
        self.seen = {meaning.place for meaning in shown if isinstance(meaning, Words)}
        """The places of the words that came out as text."""
        self.marked = {meaning.change for meaning in shown if isinstance(meaning, Start)}
        """The numbers of the changes that can be found on the page; complete once it is made."""
        self.spoken = _spoken()
        self.language = f' lang="{get_language()}"'
        self.ids: set[str] = set()
        self.open: Start | None = None
        self.is_first = False
        self.boxes: list[Kind | None] = []

    def html(self) -> str:
        """The finished page."""
        return "".join(self.text(piece) if is_text else self.markup(piece) for piece, is_text in self.pieces)

    def markup(self, piece: str) -> str:
        if self.changes and piece == "</head>":
            return f'<link rel="stylesheet" href="{escape(static("review/marks.css"))}">{piece}'
        if self.changes and piece == "<details>":
            # No change may be folded away.
            return "<details open>"
        signs = SIGN.findall(piece)
        if not signs:
            return piece
        plain = self.signs.plain(piece)
        places = [found.place for sign in signs if isinstance(found := self.signs.meanings.get(sign), Words)]
        if places and plain.startswith("<img "):
            # The alternative text of a picture is found at the picture.
            return f"<img{self.passage(places[0])} {plain.removeprefix('<img ')}"
        return plain

    def text(self, piece: str) -> str:
        parts = []
        for part in SIGN.split(piece):
            meaning = self.signs.meanings.get(part)
            parts.append(self.words(part) if meaning is None else self.element(meaning))
        return "".join(parts)

    def words(self, text: str) -> str:
        """Words, in the element of the stretch they belong to; it ends before every tag and begins again after it."""
        if self.open is None or not text.strip():
            return text
        mark, name, line = self.open.mark, ELEMENTS[self.open.mark], " rv-line" if self.open.is_line else ""
        begins = self.said(self.spoken[mark][0]) if self.is_first else ""
        self.is_first = False
        return f'<{name} class="rv-{mark}{line}"{self.change(self.open.change)}>{begins}{text}</{name}>'

    def element(self, meaning: Meaning) -> str:
        match meaning:
            case Words() if meaning.is_passage:
                # Out of the flow, so that no layout notices it.
                return f'<span class="rv-passage visually-hidden"{self.passage(meaning.place)}></span>'
            case Start():
                self.open, self.is_first = meaning, True
            case End() if self.open:
                mark, self.open = self.open.mark, None
                return "" if self.is_first else self.said(self.spoken[mark][1])
            case Edge():
                return self.box_end() if meaning.is_end else self.box(meaning)
        return ""

    def box(self, edge: Edge) -> str:
        """The beginning of a box around a block with changes that cannot be seen in its words, with a note on each."""
        kind, changes = edge.noted.kind, edge.noted.changes
        notes = [number for number in changes if number not in self.marked or (kind and number == changes[0])]
        self.boxes.append((kind or Kind.FACT) if notes else None)
        if not notes:
            return ""
        self.marked.update(notes)
        opening = f'<div class="rv-box rv-box-{self.boxes[-1]} flow" role="group" aria-labelledby="change-{notes[0]}">'
        return opening + "".join(self.note(number, kind if number == changes[0] else None) for number in notes)

    def box_end(self) -> str:
        return "</div>" if self.boxes.pop() else ""

    def note(self, number: int, whole: Kind | None) -> str:
        """What is written above a block: what became of it as a whole, or of something in it."""
        change = self.changes[number]
        kinds = {Kind.ADDED: _("Added"), Kind.REMOVED: _("Removed"), Kind.MOVED: _("Moved")}
        text = f"{kinds[whole]}: {change.label}" if whole in kinds else change.text
        return f'<p class="rv-note"{self.change(number)}{self.language}><bdi>{escape(text)}</bdi></p>'

    def said(self, words: str) -> str:
        """Words for those who hear the page; in a box that says it already they would only be in the way."""
        if {Kind.ADDED, Kind.REMOVED} & set(self.boxes):
            return ""
        return f'<span class="rv-said visually-hidden"{self.language}> {words} </span>'

    def passage(self, place: str) -> str:
        return self.once(f"passage-{place}") + f' data-passage="{escape(place)}"'

    def change(self, number: int) -> str:
        return self.once(f"change-{number}") + f' data-change="{number}"'

    def once(self, name: str) -> str:
        """The id of an element, unless another one has it already."""
        if name in self.ids:
            return ""
        self.ids.add(name)
        return f' id="{escape(name)}"'


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """A page cut up at its tags, each piece with whether it is text."""
    end = 0
    for found in MARKUP.finditer(html):
        yield html[end : found.start()], True
        yield found[0], False
        end = found.end()
    yield html[end:], True


def _spoken() -> dict[Mark, tuple[str, str]]:
    """What is said before and after a stretch of words, in the language of who reviews them.

    ``ins`` and ``del`` have roles that only some screen readers tell, and hardly any where a stretch ends; so it is
    written.
    """
    return {
        Mark.NEW: (_("added:"), _("end of what was added")),
        Mark.GONE: (_("removed:"), _("end of what was removed")),
        Mark.LOOK: (_("looks or leads elsewhere than before:"), _("end of that")),
    }
