"""The glossary as a table in a file: comma-separated values, one term a row.

``docs/translating-glossary.md`` describes the columns to people.
"""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.spreadsheets import FORMULA
from translations.models.glossary import SEPARATOR, GlossaryTerm

COLUMNS = ("source_locale", "target_locale", "source", "target", "do_not_translate", "forbidden", "note")
STATE = "state"
"""A column that a file may have and that nothing is read from: approval is given here, not in files."""
YES, NO = "yes", "no"
WORDS_FOR = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}
MOST_ROWS = 20_000
DELIMITERS = ",;"
BOM = "\ufeff"


class Problem(NamedTuple):
    """Why a file is refused: in which line, counted from 1, in which column, and what to do about it.

    ``column`` is empty for a whole line, ``line`` 0 for the whole file.
    """

    line: int
    column: str
    message: str


class Unreadable(Exception):
    """A file that is not read, with what is wrong with it."""

    def __init__(self, problems: list[Problem]):
        super().__init__(problems)
        self.problems = problems


class Row(NamedTuple):
    """The cells of one line by the names of their columns, without the spaces around them."""

    line: int
    cells: dict[str, str]


def unshielded(cell: str) -> str:
    """A cell as it is meant."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def cells_of(term: GlossaryTerm) -> dict[str, str]:
    """The cells of a term, by the names of their columns; its locales have to be read already."""
    return {
        "source_locale": term.source_locale.language_code,
        "target_locale": term.target_locale.language_code,
        "source": term.source,
        "target": term.target,
        "do_not_translate": YES if term.do_not_translate else NO,
        "forbidden": f" {SEPARATOR} ".join(term.forbidden),
        "note": term.note,
    }


def read(data: bytes) -> list[Row]:
    """The rows of a file in UTF-8, with commas or semicolons. Raises Unreadable."""
    rows = _records(_text(data))
    _line, names = next(rows, (1, []))
    header = [name.strip().lower() for name in names]
    if problems := list(_problems_of(header)):
        raise Unreadable(problems)
    found = []
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            message = _(
                "This line has %(found)s cells, the first one has %(wanted)s. Put quotes around cells that hold "
                "a comma or semicolon."
            )
            values = {"found": len(cells), "wanted": len(header)}
            raise Unreadable([Problem(line, "", message % values)])
        found.append(Row(line, dict(zip(header, (unshielded(cell.strip()) for cell in cells), strict=True))))
        if len(found) > MOST_ROWS:
            message = _("A file can have up to %(number)s terms. Split it.") % {"number": MOST_ROWS}
            raise Unreadable([Problem(line, "", message)])
    return found


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = _("The file is not in UTF-8. In Excel choose “CSV UTF-8” when you save it.")
        raise Unreadable([Problem(line, "", message)]) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable([Problem(line, "", _("This is no text. Choose a CSV file."))])
    return text


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row, with the line that it begins in."""
    first_line = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        message = _("The quotes of this line do not match, or a cell is too long (%(error)s).") % {"error": error}
        raise Unreadable([Problem(line, "", message)]) from error


def _problems_of(header: list[str]) -> Iterator[Problem]:
    for name in COLUMNS:
        if name not in header:
            yield Problem(1, name, _("This column is missing. Add it, with its name in the first line."))
    for name in dict.fromkeys(header):
        if name not in (*COLUMNS, STATE):
            message = _("This column is unknown. Take it out; the columns are: %(columns)s.")
            yield Problem(1, name, message % {"columns": ", ".join(COLUMNS)})
        elif header.count(name) > 1:
            yield Problem(1, name, _("This column is there twice. Take one of them out."))
