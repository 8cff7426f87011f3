"""What the editor's block picker says and shows of blocks: the groups it lists them in, and how it previews them.

Both stand in each block's ``Meta``, where migrations do not see them, beside its ``description``.
"""

from django.utils.translation import gettext_lazy as _

TEXT = _("Text")
SET_APART = _("Set apart from the text")
SHOWN = _("Pictures, videos and tables")
ELSEWHERE = _("Shared with other pages")

PREVIEW = "gallery/preview.html"
"""Draws the block's first example of the gallery (core/gallery/), by the template that readers get."""
