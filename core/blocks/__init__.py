"""The blocks that pages are made of; one file per family."""

from wagtail import blocks

from .ordinary import OrdinaryBlock
from .practitioners import ForPractitionersBlock
from .text import FAQBlock


class BodyBlock(OrdinaryBlock):
    """The body of a page."""

    for_practitioners = ForPractitionersBlock()


class QuestionsBlock(blocks.StreamBlock):
    """A body that holds questions and answers, and what is for practitioners alone."""

    faq = FAQBlock()
    for_practitioners = ForPractitionersBlock()


__all__ = ["BodyBlock", "QuestionsBlock"]
