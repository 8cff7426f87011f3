"""Cells of the files that spreadsheets open."""

import re

FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that spreadsheets would run, behind any number of the quotes that keep them from it.

Source: OWASP, *CSV Injection*, which names these characters and their wide forms.
"""


def shielded(cell: str) -> str:
    """A cell as it is written: a quote in front of what a spreadsheet would take for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell
