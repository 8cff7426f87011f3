"""Reads HTML tables."""

from collections.abc import Callable, Iterator, Sequence

from bs4 import Tag
from django.utils.translation import gettext as _

from .document import Part, Table, Unplaced

MAX_SPAN = 50

CellReader = Callable[[Tag], tuple[list[str], list[Unplaced]]]


def read_table(tag: Tag, rows: list[Tag], read_cell: CellReader) -> Iterator[Part]:
    """The table as plain text, then what its cells could not keep.

    A cell that spans several columns or rows keeps its text in the first; the others stay empty.
    """
    left_out: list[Unplaced] = []
    caption_tag = tag.find("caption")
    caption = " ".join(read_cell(caption_tag)[0]) if caption_tag else ""
    cells = [row.find_all(["td", "th"], recursive=False) for row in rows]
    header_row = bool(cells[0]) and (all(cell.name == "th" for cell in cells[0]) or rows[0].parent.name == "thead")
    body = cells[1:] if header_row else cells
    header_column = bool(body) and all(row and row[0].name == "th" for row in body)
    if any(span(cell, "colspan") > 1 or span(cell, "rowspan") > 1 for row in cells for cell in row):
        left_out.append(Unplaced(_("merged cells"), _("the text stands in the first cell, the others are empty")))
    texts = []
    for position, row in enumerate(fill(cells)):
        texts.append([])
        for cell in row:
            lines, lost = read_cell(cell) if cell else ([], [])
            texts[position].append(" ".join(lines))
            left_out += lost
    filled = [row for row in texts if any(row)]
    if filled:
        yield Table(filled, header_row, header_column, caption)
    yield from left_out


def fill(rows: Sequence[Sequence[Tag]]) -> list[list[Tag | None]]:
    """The cells on a grid, with None where a spanning cell reaches or a row is short."""
    grid: list[list[Tag | None]] = []
    reached: dict[tuple[int, int], bool] = {}
    for y, row in enumerate(rows):
        line: list[Tag | None] = []
        for cell in row:
            while (y, len(line)) in reached:
                line.append(None)
            for dx in range(span(cell, "colspan")):
                for dy in range(1, span(cell, "rowspan")):
                    reached[y + dy, len(line)] = True
                line.append(None if dx else cell)
        grid.append(line)
    width = max(map(len, grid), default=0)
    return [line + [None] * (width - len(line)) for line in grid]


def span(cell: Tag, name: str) -> int:
    """How many columns or rows a cell covers."""
    value = str(cell.get(name, "1"))
    return min(max(int(value), 1), MAX_SPAN) if value.isascii() and value.isdigit() and len(value) < 6 else 1
