"""What a difference is, and how it is told to people."""

from enum import StrEnum
from typing import NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext as _

MOST = 200
"""The most characters of an excerpt."""


class Kind(StrEnum):
    """What changed: things came, went, moved, or were made anew as they were; words; their look; a link; a fact."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REMADE = "remade"
    WORDS = "words"
    LOOK = "look"
    LINK = "link"
    FACT = "fact"


class Change(NamedTuple):
    """One difference, at its place (``review.parts``); ``label`` says where that is.

    ``old`` and ``new`` are excerpts of words, or what people call a value or a link; a page or snippet goes by its
    key. ``around`` are a few words before and after. ``words`` is how many words were added or removed; one that was
    replaced counts once.
    """

    place: str
    label: str
    kind: Kind
    old: str = ""
    new: str = ""
    around: tuple[str, str] = ("", "")
    words: int = 0

    @property
    def text(self) -> str:
        """The difference for people, in one line."""
        return f"{self.label}: {self.what}"

    @property
    def what(self) -> str:
        """The difference for people who know where it is."""
        if self.kind is Kind.MOVED:
            return _("moved")
        if self.kind is Kind.REMADE:
            return _("made anew, with the same content")
        if self.kind is Kind.LOOK:
            return _("looks different: %(words)s") % {"words": self.new} if self.new else _("looks different")
        if self.old and self.new and self.old != self.new:
            return f"{self.old} → {self.new}"
        return self._one_sided()

    def _one_sided(self) -> str:
        is_new, is_gone = self.kind is Kind.ADDED or not self.old, self.kind is Kind.REMOVED or not self.new
        if is_new is is_gone:
            return _("replaced")
        verb, words = (_("added"), self.new) if is_new else (_("removed"), self.old)
        return f"{verb}: {words}" if words else verb


def excerpt(text: str) -> str:
    """Words on one line, cut where they are many."""
    text = " ".join(text.split())
    return text if len(text) <= MOST else Truncator(text).chars(MOST)
