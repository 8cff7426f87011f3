"""The blocks that pages are made of; one file per family."""

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


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

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


class QuestionsBlock(blocks.StreamBlock):
    """A body that holds questions and answers alone."""

    faq = FAQBlock()


__all__ = ["BodyBlock", "QuestionsBlock"]
