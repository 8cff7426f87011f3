"""Blocks that only treatments have."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.text import RichTextBlock


class StepBlock(blocks.StructBlock):
    """One thing that happens, and when."""

    when = blocks.CharBlock(
        max_length=80, label=_("When"), help_text=_("Such as “Before the first visit” or “After 40 minutes”.")
    )
    title = blocks.CharBlock(max_length=120, label=_("What happens"))
    text = RichTextBlock(required=False, label=_("In a few words"))

    class Meta:
        icon = "time"


class TimelineBlock(blocks.StructBlock):
    """What happens step by step, in order, each with its time."""

    steps = blocks.ListBlock(StepBlock(label=_("Step")), min_num=1, label=_("Steps"))

    class Meta:
        icon = "history"
        label = _("Timeline")
