"""The side panel of the page editor that tells what the public reads."""

from typing import Any

import orjson
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.edit import EditView

from review.comparison import compare
from review.copy import copy_data
from review.editor.overviews import Overview, overviews
from review.subjects import Reviewable

MOST = 8
"""So many places that differ are named; whoever wants to see more opens the comparison."""


class PublicEditionPanel(BaseSidePanel):
    """What the public reads now, who signed it, and what the draft says otherwise."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle public edition")
        icon_name = "globe"
        has_counter = False

    name = "public-edition"
    title = _("Public edition")
    template_name = "review/editor/public_edition.html"
    order = 150

    @cached_property
    def overview(self) -> Overview:
        """How the page stands."""
        return overviews([self.object])[self.object.pk]

    def differing(self) -> list[str] | None:
        """Where the draft says something else, in reading order, each place once; None where it cannot be told."""
        edition = self.overview.edition
        if edition is None or self.overview.is_latest:
            return []
        try:
            changes = compare(orjson.loads(bytes(edition.copy.payload)), copy_data(self.object)).changes
        except Exception:
            # A draft may hold half a block, and a form that was refused anything.
            return None
        return list(dict.fromkeys(change.label for change in changes))

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        places = self.differing()
        return {
            **super().get_context_data(parent_context),
            "overview": self.overview,
            "places": places[:MOST] if places else places,
            "more": max(len(places or ()) - MOST, 0),
        }


class ReviewedEditView(EditView):
    """Wagtail's editor of pages, with the panel."""

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()
        if isinstance(self.page, Reviewable):
            panels.append(PublicEditionPanel(self.page, self.request))
        return panels
