"""What every page of the site shares."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core import structured
from ledger.models import Edition
from public.models import PublicPage
from public.pages import draw_page, render_public
from public.resolve import parse
from review.checks import ReviewedPageForm
from review.copy import copy_of, validate_text
from review.permissions import ReviewedPagePermissionTester
from review.policy import MEDICAL
from review.subjects import Marks, Reviewable

TREE_POSITION = ("path", "depth", "numchild")
HOME_DEPTH = 2
RESERVED_SLUGS = frozenset({"feed", "search"})
"""What stands at these addresses below every home page is no page (cms/urls.py)."""


class BasePage(Reviewable, Page):
    """A page whose public text is its current edition, never its row.

    Subclasses set ``template``, their own ``api_fields`` and, with ``translatable`` and ``synchronized``, which of
    their fields are translated and which are copied to every translation.
    """

    base_form_class = ReviewedPageForm
    review_policy = MEDICAL
    private = False
    """Whether pages of this type are shown only where a view restriction says to whom; without one, to nobody."""
    listing_fields: tuple[str, ...] = ()
    """The fields shown wherever the page is mentioned elsewhere: in lists, cards and references."""

    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("slug"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.depth == HOME_DEPTH + 1 and self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("The site uses this address itself. Choose another slug.")})
        validate_text(self)

    def _do_update(self, base_qs, using, pk_val, values, update_fields, forced_update):
        # Treebeard moves pages by SQL. Saving one that was read before would put it back where it was, under a parent
        # that is gone from there.
        values = [value for value in values if value[0].name not in TREE_POSITION]
        return super()._do_update(base_qs, using, pk_val, values, update_fields, forced_update)

    def permissions_for_user(self, user) -> ReviewedPagePermissionTester:
        return ReviewedPagePermissionTester(user, self)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The address readers know the page by; None while it is not public (wagtail/models/pages.py)."""
        known = self._meta.get_field("public").is_cached(self)
        public = getattr(self, "public", None) if known else PublicPage.objects.filter(page_id=self.pk).first()
        if public is None:
            return None
        site = next(iter(self._get_site_root_paths(request)), None)
        return (site.site_id, settings.SITE_URL, public.address) if site else None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render_public(request, self.pk)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.draw(request, parse(copy_of(self)), page=self)

    @classmethod
    def draw(
        cls,
        request: HttpRequest,
        copy: dict[str, Any],
        page: Page | None = None,
        edition: Edition | None = None,
        marks: Marks | None = None,
    ) -> HttpResponse:
        return draw_page(request, cls, copy, page, edition, marks)

    @classmethod
    def public_context(cls, request: HttpRequest, copy: dict[str, Any], public: PublicPage | None) -> dict[str, Any]:
        """What the page's template needs beside its resolved copy, from public sources alone.

        ``public`` is None in a preview of a page that has never been public.
        """
        return {}

    @classmethod
    def structured_data(cls, request: HttpRequest, context: dict[str, Any], **properties: Any) -> list[dict[str, Any]]:
        """The page as schema.org objects, from its template's context; ``properties`` are further ones of the page."""
        page = structured.web_page(context, **properties)
        return [structured.clinic(request), page, *structured.breadcrumbs(context)]


def translatable(*names: str) -> list[TranslatableField]:
    """Fields whose text is translated."""
    return [TranslatableField(name) for name in names]


def synchronized(*names: str) -> list[SynchronizedField]:
    """Fields that are the same in every locale."""
    return [SynchronizedField(name) for name in names]


class HeroMixin(models.Model):
    """A picture at the head of the page."""

    hero_image = models.ForeignKey(
        "core.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown at the head of the page and when it is shared."),
    )
    hero_panels = [FieldPanel("hero_image")]

    class Meta:
        abstract = True


class CallToActionMixin(models.Model):
    """The invitation that closes the page."""

    call_to_action = models.ForeignKey(
        "home.CallToAction",
        verbose_name=_("call to action"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Closes the page. Left empty, the clinic's first one is used."),
    )
    closing_panels = [FieldPanel("call_to_action")]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        # With the first draft and never again: publishing may not change the words that were signed.
        if self._state.adding and self.call_to_action_id is None:
            locale = self.locale if self.locale_id else self.get_default_locale()
            self.call_to_action = self._meta.get_field("call_to_action").related_model.usual_for(locale)
        super().save(*args, **kwargs)
