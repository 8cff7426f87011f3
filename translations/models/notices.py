"""What readers find in place of a translation that was withdrawn for their safety."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.snippets.models import register_snippet

from core import structured
from core.models.pages import translatable
from core.models.snippets import ReviewedSnippet
from public.showing import NOTICE
from review.policy import EDITORIAL


@register_snippet
class WithdrawalNotice(ReviewedSnippet):
    """Says, in one language, that a page is being brought up to date and whom to ask meanwhile; the latest counts.

    It stands at the address of every translation that was withdrawn because its source changed for safety's sake.
    """

    subject_kind = NOTICE
    review_policy = EDITORIAL
    template = "pages/notice.html"
    listing_fields: tuple[str, ...] = ()

    text = RichTextField(_("text"), features=["bold", "italic", "link"])

    api_fields = ["title", "text"]
    translatable_fields = translatable("title", "text")
    panels = [FieldPanel(name) for name in api_fields]

    class Meta(ReviewedSnippet.Meta):
        verbose_name = _("notice of withdrawal")
        verbose_name_plural = _("notices of withdrawal")

    @classmethod
    def public_context(cls, request: HttpRequest, copy: dict[str, Any], public: Any) -> dict[str, Any]:
        """Nothing beside its own words."""
        return {}

    @classmethod
    def structured_data(cls, request: HttpRequest, context: dict[str, Any]) -> list[dict[str, Any]]:
        """The clinic alone: search engines are to learn nothing of what was withdrawn."""
        return [structured.clinic(request)]
