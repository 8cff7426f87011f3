"""Blocks that show other reviewed content from its own current edition."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from core.blocks.picker import ELSEWHERE, PREVIEW


class SafetyStatementBlock(SnippetChooserBlock):
    """Important safety information, as it is signed today."""

    def __init__(self, **kwargs):
        super().__init__("treatments.SafetyStatement", **{"required": True, **kwargs})

    class Meta:
        icon = "warning"
        label = _("Safety statement")
        description = _(
            "Safety information as it is signed today, its boxed warning first. Signed anew, it changes here, too."
        )
        group = ELSEWHERE
        preview_template = PREVIEW


class CallToActionBlock(SnippetChooserBlock):
    """An invitation to call or to book."""

    def __init__(self, **kwargs):
        super().__init__("home.CallToAction", **{"required": True, **kwargs})

    class Meta:
        icon = "mobile-alt"
        label = _("Call to action")
        description = _("An invitation to call or to book, as it is signed today.")
        group = ELSEWHERE
        preview_template = PREVIEW


class RelatedPagesBlock(blocks.StructBlock):
    """Pages to read next."""

    title = blocks.CharBlock(max_length=120, required=False, label=_("Title"))
    pages = blocks.ListBlock(blocks.PageChooserBlock(), min_num=1, max_num=12, label=_("Pages"))

    class Meta:
        icon = "doc-empty-inverse"
        label = _("Related pages")
        description = _("Pages to read next. Those that are not public are left out.")
        group = ELSEWHERE
        preview_template = PREVIEW
