"""Blocks of running text."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.picker import PREVIEW, SET_APART, TEXT

RICH_TEXT_FEATURES = [
    "bold",
    "italic",
    "ol",
    "ul",
    "link",
    "document-link",
    "citation",
    "superscript",
    "subscript",
]
"""What rich text may hold. Headings are blocks, so that the table of contents and the order can be checked."""


class RichTextBlock(blocks.RichTextBlock):
    """Paragraphs and lists, with links and citations."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": RICH_TEXT_FEATURES, **kwargs})

    class Meta:
        description = _("Paragraphs and lists, with links and citations.")
        group = TEXT
        preview_template = PREVIEW


class HeadingBlock(blocks.StructBlock):
    """A heading of the second or third level; readers can link to it."""

    text = blocks.CharBlock(max_length=200, label=_("Text"))
    level = blocks.ChoiceBlock(choices=[("h2", _("Section")), ("h3", _("Subsection"))], default="h2", label=_("Level"))

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Opens a section. Readers find it among the contents and can link to it.")
        group = TEXT
        preview_template = PREVIEW


class NumberedSectionBlock(blocks.StructBlock):
    """One of several numbered sections."""

    title = blocks.CharBlock(max_length=200, label=_("Title"))
    text = RichTextBlock(label=_("Text"))


class NumberedSectionsBlock(blocks.StructBlock):
    """Sections that count: the numbers are set by the page."""

    sections = blocks.ListBlock(NumberedSectionBlock(label=_("Section")), min_num=1, label=_("Sections"))

    class Meta:
        icon = "list-ol"
        label = _("Numbered sections")
        description = _("Steps or parts in their order. The page counts them.")
        group = TEXT
        preview_template = PREVIEW


class KeyPointsBlock(blocks.StructBlock):
    """What the reader should take away, in short plain sentences."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    points = blocks.ListBlock(blocks.CharBlock(max_length=300), min_num=1, label=_("Points"))

    class Meta:
        icon = "list-ul"
        label = _("Key points")
        description = _("What readers should take away if they read nothing else, in short plain sentences.")
        group = SET_APART
        preview_template = PREVIEW


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with who said them and where."""

    text = blocks.TextBlock(label=_("Words"))
    attribution = blocks.CharBlock(max_length=200, label=_("Who said it"))
    source_url = blocks.URLBlock(required=False, label=_("Where (address)"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody's own words, with who said them.")
        group = SET_APART
        preview_template = PREVIEW


class CalloutBlock(blocks.StructBlock):
    """A note set apart from the text."""

    tone = blocks.ChoiceBlock(
        choices=[("note", _("Note")), ("tip", _("Tip")), ("warning", _("Warning"))],
        default="note",
        label=_("Tone"),
    )
    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    text = RichTextBlock(label=_("Text"))

    def is_critical(self, value: dict[str, Any]) -> bool:
        """Whether a wrong word in it may harm somebody; ``value`` is that of a copy."""
        return value["tone"] == "warning"

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _(
            "A note, a tip or a warning that must not be overlooked. The fewer there are, the more they are read."
        )
        group = SET_APART
        preview_template = PREVIEW


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(max_length=250, label=_("Question"))
    answer = RichTextBlock(label=_("Answer"))


class FAQBlock(blocks.StructBlock):
    """Questions people ask, with answers that open in place."""

    items = blocks.ListBlock(QuestionBlock(label=_("Question")), min_num=1, label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("Questions people ask. Each answer opens when its question is pressed.")
        group = TEXT
        preview_template = PREVIEW
