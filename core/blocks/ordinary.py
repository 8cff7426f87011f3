"""The blocks that everybody reads."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .links import CallToActionBlock, RelatedPagesBlock, SafetyStatementBlock
from .media import CaptionedImageBlock, VideoBlock
from .table import TranslatableTableBlock
from .text import (
    CalloutBlock,
    FAQBlock,
    HeadingBlock,
    KeyPointsBlock,
    NumberedSectionsBlock,
    QuoteBlock,
    RichTextBlock,
)

TABLE_OPTIONS = {"renderer": "text", "contextMenu": True}


class OrdinaryBlock(blocks.StreamBlock):
    """Blocks of every kind, in any order."""

    heading = HeadingBlock()
    rich_text = RichTextBlock(icon="pilcrow", label=_("Text"))
    numbered_sections = NumberedSectionsBlock()
    key_points = KeyPointsBlock()
    quote = QuoteBlock()
    image = CaptionedImageBlock()
    callout = CalloutBlock()
    faq = FAQBlock()
    table = TranslatableTableBlock(table_options=TABLE_OPTIONS, label=_("Table"))
    embed = VideoBlock()
    safety_statement = SafetyStatementBlock()
    call_to_action = CallToActionBlock()
    related_pages = RelatedPagesBlock()
