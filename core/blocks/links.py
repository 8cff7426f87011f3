"""Blocks that show other reviewed content from its own current edition."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class SafetyStatementBlock(SnippetChooserBlock):
    """Important safety information, as it is signed today."""

    def __init__(self, **kwargs):
        super().__init__("treatments.SafetyStatement", **{"required": True, **kwargs})

    class Meta:
        icon = "warning"
        label = _("Safety statement")


class CallToActionBlock(SnippetChooserBlock):
    """An invitation to call or to book."""

    def __init__(self, **kwargs):
        super().__init__("home.CallToAction", **{"required": True, **kwargs})

    class Meta:
        icon = "link"
        label = _("Call to action")


class RelatedPagesBlock(blocks.StructBlock):
    """Pages to read next."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    pages = blocks.ListBlock(blocks.PageChooserBlock(), min_num=1, max_num=12, label=_("Pages"))

    class Meta:
        icon = "doc-empty-inverse"
        label = _("Related pages")
