"""What became of each part of an imported file."""

from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext

EXCERPT_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of the file (``part``) and what became of it, or why it found no place (``result``)."""

    part: str
    result: str
    placed: bool = True

    def __str__(self) -> str:
        if self.placed:
            return f"{self.part} → {self.result}"
        return gettext("NOT PLACED: %(part)s (%(reason)s)") % {"part": self.part, "reason": self.result}


@dataclass
class Report:
    """The entries in reading order. ``str()`` gives one line for each and a closing count."""

    entries: list[Entry] = field(default_factory=list)

    def placed(self, part: str, result: str) -> None:
        """Note what a part became."""
        self.entries.append(Entry(part, result))

    def unplaced(self, part: str, reason: str) -> None:
        """Note what found no place, and why."""
        self.entries.append(Entry(part, reason, placed=False))

    @property
    def left_out(self) -> list[Entry]:
        """The entries that found no place."""
        return [entry for entry in self.entries if not entry.placed]

    def __str__(self) -> str:
        left = len(self.left_out)
        if left:
            closing = ngettext("%d part needs your attention.", "%d parts need your attention.", left) % left
        else:
            closing = gettext("Everything found its place.")
        return "\n".join([*map(str, self.entries), closing])


def excerpt(text: str) -> str:
    """The text in quotation marks, cut at a word when it is long."""
    text = " ".join(text.split())
    if len(text) > EXCERPT_LENGTH:
        text = (text[:EXCERPT_LENGTH].rsplit(" ", 1)[0] or text[:EXCERPT_LENGTH]) + "…"
    return f"“{text}”"
