"""The neutral form that every format is read into: parts in reading order."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as plain text; ``level`` grows with depth, the steps between levels mean nothing."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as clean HTML, without the ``<p>`` around it."""

    html: str


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list as clean HTML, its own tag included; ``start`` is the first number, None for bullets."""

    html: str
    length: int
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain text; every row is of the same length."""

    rows: list[list[str]]
    header_row: bool = False
    header_column: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words as plain text."""

    text: str
    attribution: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Something the article cannot hold: what it is, and why not or what to do. Both are for the editor."""

    what: str
    why: str


Part = Heading | Paragraph | ItemList | Table | Quote | Unplaced


@dataclass(frozen=True, slots=True)
class Document:
    """A text. ``title`` is the one stated outside the text (front matter, ``<title>``), if any."""

    parts: list[Part] = field(default_factory=list)
    title: str = ""
