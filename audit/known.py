"""What axe-core finds in Wagtail's own screens and cannot be mended from here, one by one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A rule of axe-core that elements matching a CSS selector break, and why that is left."""

    rule: str
    selector: str
    why: str


KNOWN = (
    Known(
        "aria-input-field-name",
        ".public-DraftEditor-content",
        "Draftail gives its text box no name, not even the label of its field, which stands above it.",
    ),
    Known(
        "scrollable-region-focusable",
        ".w-minimap__list",
        "The list of the editor's minimap scrolls, and nothing in it takes the focus while the minimap is closed.",
    ),
)
