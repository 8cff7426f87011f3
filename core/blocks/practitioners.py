"""What stands on a page for verified practitioners alone."""

from django.utils.translation import gettext_lazy as _

from core.blocks.ordinary import OrdinaryBlock
from core.blocks.picker import PREVIEW, SET_APART
from review.subjects import FOR_PRACTITIONERS


class ForPractitionersBlock(OrdinaryBlock):
    """Ordinary blocks that are signed with the page, and that only verified practitioners get (public/parts.py)."""

    def set_name(self, name: str) -> None:
        # By this name it is found in a copy. Under another one it would be shown to everybody.
        if name and name != FOR_PRACTITIONERS:
            raise ValueError(f"A block for practitioners is called {FOR_PRACTITIONERS}, not {name}.")
        super().set_name(name)

    class Meta:
        icon = "lock"
        label = _("For practitioners")
        description = _("Signed with the page, and shown to verified practitioners alone.")
        group = SET_APART
        preview_template = PREVIEW
