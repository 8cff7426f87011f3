"""The home page, standard pages and invitations to call or book."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Orderable
from wagtail.snippets.models import register_snippet

from core.blocks import BodyBlock
from core.blocks.text import RICH_TEXT_FEATURES
from core.models.pages import BasePage, HeroMixin, synchronized, translatable
from core.models.snippets import ReviewedSnippet
from review.policy import EDITORIAL


class ActionKind(models.TextChoices):
    """What an invitation invites to."""

    BOOK = "book", _("Book on the clinic's own page")
    CALL = "call", _("Call the clinic")


@register_snippet
class CallToAction(ReviewedSnippet):
    """An invitation to call or to book. It is marketing copy, so it is signed."""

    subject_kind = "cta"
    review_policy = EDITORIAL

    text = RichTextField(_("text"), features=["bold", "italic"], blank=True)
    action = models.CharField(_("action"), max_length=10, choices=ActionKind.choices, default=ActionKind.BOOK)
    label = models.CharField(_("words on the button"), max_length=60)

    api_fields = ["title", "text", "action", "label"]
    translatable_fields = [*translatable("title", "text", "label"), *synchronized("action")]
    panels = [FieldPanel(name) for name in api_fields]

    class Meta(ReviewedSnippet.Meta):
        verbose_name = _("call to action")
        verbose_name_plural = _("calls to action")

    @classmethod
    def usual_for(cls, locale: Locale) -> "CallToAction | None":
        """The invitation a new page closes with: the clinic's first, in the page's locale where it exists."""
        return cls.objects.filter(locale=locale).order_by("pk").first() or cls.objects.order_by("pk").first()


class HomePage(HeroMixin, BasePage):
    """The first page of a locale."""

    review_policy = EDITORIAL
    template = "pages/home.html"

    hero_heading = models.CharField(_("heading"), max_length=160)
    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES)
    body = StreamField(BodyBlock(required=False), verbose_name=_("body"), blank=True)

    api_fields = [APIField(name) for name in ("hero_heading", "hero_image", "introduction", "body", "featured")]
    translatable_fields = [
        *BasePage.translatable_fields,
        *translatable("hero_heading", "introduction", "body"),
        *synchronized("hero_image", "featured"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("hero_heading"),
        *HeroMixin.hero_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        InlinePanel("featured", label=_("Featured page"), max_num=12),
    ]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")


class FeaturedPage(Orderable):
    """An article, treatment or practitioner shown on the home page."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    page = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    api_fields = [APIField("page")]
    panels = [
        PageChooserPanel(
            "page",
            page_type=["articles.ArticlePage", "treatments.TreatmentPage", "practitioners.PractitionerPage"],
        )
    ]


class StandardPage(HeroMixin, BasePage):
    """A page about the clinic."""

    review_policy = EDITORIAL
    template = "pages/standard.html"
    listing_fields = ("introduction", "hero_image")

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    body = StreamField(BodyBlock(required=False), verbose_name=_("body"), blank=True)

    api_fields = [APIField(name) for name in ("introduction", "hero_image", "body")]
    translatable_fields = [
        *BasePage.translatable_fields,
        *translatable("introduction", "body"),
        *synchronized("hero_image"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        *HeroMixin.hero_panels,
        FieldPanel("body"),
    ]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
