"""How a reviewer reads a text: with what it is compared, and what of the difference is shown to them first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ledger import record
from ledger.models import SignOff
from review.comparison import Change, Comparison, Kind
from review.drawing import Drawn, draw
from review.passages import Passage, passages
from review.signing import Item

PLAIN = "plain"
"""What is asked for in place of a digest to see the text without marks."""
FEW_WORDS = 20
"""So many words are read where they stand in a list; their signature needs no walk through the text."""
MOSTLY_NEW = 1 / 3
"""Where more of the words than this are others, marks hide the text, and it is shown without them at first."""


@dataclass(frozen=True)
class Base:
    """A copy that the text is compared with: ``label`` on the switch, ``since`` in a sentence."""

    digest: str
    label: str
    since: str


@dataclass(frozen=True)
class Difference:
    """A change, and whether it is marked on the page."""

    change: Change
    is_marked: bool

    @property
    def is_words(self) -> bool:
        """Whether it is told by the words around it."""
        return self.change.kind is Kind.WORDS


def bases(item: Item, user: Any, decisions: Iterable[SignOff]) -> list[Base]:
    """What a text may be compared with: what this reader decided on last, then what is public, each if there is one."""
    found = []
    if mine := next((decision for decision in decisions if decision.signer_id == user.pk), None):
        found.append(_since_decision(mine))
    if item.edition:
        since = _("Compared with what is public since %(date)s.") % {"date": _day(item.edition.released_at)}
        found.append(Base(item.edition.digest, _("Since the public text"), since))
    return list({base.digest: base for base in reversed(found)}.values())[::-1]


def _since_decision(mine: SignOff) -> Base:
    if mine.approves:
        label, since = _("Since you signed"), _("Compared with what you signed on %(date)s.")
    else:
        label, since = _("Since you asked for changes"), _("Compared with what you sent back on %(date)s.")
    return Base(mine.digest, label, since % {"date": _day(mine.signed_at)})


def signed_copy(subject: str, digest: str) -> bytes | None:
    """The bytes of a copy that somebody decided on as this subject; None for any other digest."""
    decision = record.decisions(subject).filter(copy=digest).select_related("copy").first()
    return bytes(decision.copy.payload) if decision else None


class Reading:
    """A text under review as one reader gets it.

    ``asked`` is the digest of a copy to mark the changes since, PLAIN, or empty: then it is what helps most.
    """

    def __init__(self, request: HttpRequest, item: Item, decisions: list[SignOff], asked: str = ""):
        self.request = request
        self.item = item
        self.asked = asked
        self.decisions = decisions
        self.copy: dict[str, Any] = orjson.loads(item.payload)

    @cached_property
    def passages(self) -> list[Passage]:
        """The words of the text."""
        return list(passages(self.copy))

    @cached_property
    def bases(self) -> list[Base]:
        """What it may be compared with at the press of a switch."""
        return bases(self.item, self.request.user, self.decisions)

    @cached_property
    def base(self) -> Base | None:
        """What it is compared with; the first of ``bases`` unless another copy is asked for."""
        known = {decision.digest: decision for decision in reversed(self.decisions)}
        switch = next((base for base in self.bases if base.digest == self.asked), None)
        if switch is None and (decision := known.get(self.asked)):
            words = {"name": decision.signer_name, "date": _day(decision.signed_at)}
            return Base(decision.digest, "", _("Compared with what %(name)s decided on, on %(date)s.") % words)
        return switch or next(iter(self.bases), None)

    @cached_property
    def drawn(self) -> Drawn:
        """The text as it is drawn, with its changes marked where there is something to compare with."""
        item, before = self.item, None
        if self.base:
            before = orjson.loads(signed_copy(str(item.subject), self.base.digest) or b"null")
        page = item.text if item.text is not None else item.row
        return draw(self.request, type(item.row), self.copy, before, marks=before is not None, page=page)

    @property
    def comparison(self) -> Comparison | None:
        """What differs from the base."""
        return self.drawn.comparison

    @cached_property
    def changes(self) -> list[Difference]:
        """What differs, one by one, in reading order."""
        if self.comparison is None:
            return []
        return [Difference(change, change not in self.drawn.unplaced) for change in self.comparison.changes]

    @property
    def is_small(self) -> bool:
        """Whether all that changed fits above the signature."""
        return bool(self.changes) and self.comparison.words_changed <= FEW_WORDS >= len(self.changes)

    @property
    def is_marked(self) -> bool:
        """Whether the changes are marked in the text."""
        if self.comparison is None or self.asked == PLAIN:
            return False
        words = sum(len(passage.text.split()) for passage in self.passages)
        return bool(self.asked) or self.comparison.words_changed <= words * MOSTLY_NEW

    @property
    def shown(self) -> str:
        """What the frame is asked for: the digest of the base, or PLAIN."""
        return self.base.digest if self.base and self.is_marked else PLAIN


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
