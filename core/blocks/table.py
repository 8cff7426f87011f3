"""Tables, whose words are translated cell by cell."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail_localize.segments import StringSegmentValue

from core.blocks.picker import PREVIEW, SHOWN

CAPTION, CELLS = "table_caption", "data"


class TranslatableTableBlock(TableBlock):
    """A table. wagtail-localize asks a block for its words (wagtail_localize/segments/extract.py, ingest.py).

    Their paths are the places that they have in a copy: ``table_caption``, and ``data.<row>.<column>`` from 0. What has
    no letter is the same in all languages.
    """

    def get_translatable_segments(self, value: dict[str, Any] | None) -> list[StringSegmentValue]:
        """The words of a table, the caption first."""
        return [StringSegmentValue(path, words) for path, words in _words(value or {})]

    def restore_translated_segments(
        self, value: dict[str, Any], segments: Iterable[StringSegmentValue]
    ) -> dict[str, Any]:
        """The table with the words of its segments in place of its own."""
        translated = deepcopy(value)
        for segment in segments:
            words = segment.render_text()
            if segment.path == CAPTION:
                translated[CAPTION] = words
            else:
                _, row, column = segment.path.split(".")
                translated[CELLS][int(row)][int(column)] = words
        return translated

    class Meta:
        description = _("Facts in rows and columns. Mark the headers, so that it can be followed by ear.")
        group = SHOWN
        preview_template = PREVIEW


def _words(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if caption := value.get(CAPTION):
        yield CAPTION, caption
    for row, cells in enumerate(value.get(CELLS) or []):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and any(map(str.isalpha, cell)):
                yield f"{CELLS}.{row}.{column}", cell
