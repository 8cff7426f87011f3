"""Articles, what they are about and what they cite."""

import re
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from core import structured
from core.blocks import BodyBlock
from core.contents import contents_of, minutes_to_read
from core.models.pages import BasePage, CallToActionMixin, HeroMixin, synchronized, translatable
from public.lists import narrowed
from review.policy import EDITORIAL
from review.subjects import ByValue

INTRODUCTION_FEATURES = ["bold", "italic", "link", "citation"]


class ReferenceKind(models.TextChoices):
    """What kind of evidence a reference is."""

    TRIAL = "trial", _("Trial")
    REVIEW = "review", _("Review")
    GUIDELINE = "guideline", _("Guideline")
    LABEL = "label", _("Label")
    OTHER = "other", _("Other")


@register_snippet
class Reference(ByValue, index.Indexed, models.Model):
    """A publication that supports a claim. The same in every language."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=ReferenceKind.choices, default=ReferenceKind.TRIAL)
    authors = models.CharField(
        _("authors"),
        max_length=500,
        help_text=_("As in a reference list: “Zarate CA, Singh JB, Carlson PJ, et al.”"),
    )
    title = models.CharField(_("title"), max_length=500)
    source = models.CharField(_("journal or publisher"), max_length=250)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1800), MaxValueValidator(2200)])
    doi = models.CharField(
        "DOI",
        max_length=200,
        blank=True,
        validators=[
            RegexValidator(
                re.compile(r"^10\.\d{4,9}/\S+$"),
                _("A DOI looks like 10.1001/archpsyc.63.8.856, without the address before it."),
            )
        ],
    )
    pmid = models.CharField(
        _("PubMed id"),
        max_length=9,
        blank=True,
        validators=[RegexValidator(re.compile(r"^[1-9]\d{0,8}$"), _("A PubMed id is a number of up to nine digits."))],
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    # No part of a copy: what was signed stays as it was. The checks look at the row as it is today.
    retracted_on = models.DateField(
        _("retracted on"),
        null=True,
        blank=True,
        help_text=_("When the publisher retracted it. No text that cites it can be submitted from then on."),
    )
    expires_on = models.DateField(
        _("expires on"),
        null=True,
        blank=True,
        help_text=_(
            "For guidelines and labels: the day on which it has to be looked up again. Shown to reviewers only."
        ),
    )

    api_fields = ["kind", "authors", "title", "source", "year", "doi", "pmid", "url"]
    panels = [FieldPanel(name) for name in (*api_fields, "retracted_on", "expires_on")]
    search_fields = [
        index.SearchField("title"),
        index.SearchField("authors"),
        index.AutocompleteField("title"),
        index.AutocompleteField("authors"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["authors", "year"]

    def __str__(self) -> str:
        return f"{self.authors.split(',')[0]} {self.year}: {self.title}"

    def clean(self) -> None:
        super().clean()
        if self.year and self.year > timezone.localdate().year + 1:
            raise ValidationError({"year": _("This year has not come yet.")})


@register_snippet
class Topic(ByValue, TranslatableMixin, index.Indexed, models.Model):
    """What an article is filed under."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120)

    api_fields = ["name", "slug"]
    translatable_fields = translatable("name", "slug")
    panels = [TitleFieldPanel("name", targets=["slug"], placeholder=False, classname=""), FieldPanel("slug")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self):
        return self.name


class ArticleIndexPage(BasePage):
    """All the articles, newest first."""

    review_policy = EDITORIAL
    template = "pages/article_index.html"
    introduction = RichTextField(_("introduction"), features=INTRODUCTION_FEATURES, blank=True)

    api_fields = [APIField("introduction")]
    translatable_fields = BasePage.translatable_fields + translatable("introduction")
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["articles.ArticlePage"]

    class Meta:
        verbose_name = _("article index")

    @classmethod
    def public_context(cls, request, copy, public) -> dict[str, Any]:
        return narrowed(request, public, ("conditions", "treatments", "topics"), order="-fields__display_date")


class ArticlePage(HeroMixin, CallToActionMixin, BasePage):
    """An article for patients."""

    template = "pages/article.html"
    listing_fields = ("introduction", "display_date", "hero_image", "topics")

    introduction = RichTextField(_("introduction"), features=INTRODUCTION_FEATURES)
    display_date = models.DateField(_("date"), default=timezone.localdate)
    conditions = ParentalManyToManyField(
        "treatments.Condition", verbose_name=_("conditions"), blank=True, related_name="articles"
    )
    treatments = ParentalManyToManyField(
        "treatments.TreatmentPage",
        verbose_name=_("treatments discussed"),
        blank=True,
        related_name="articles",
    )
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="articles")
    body = StreamField(BodyBlock(), verbose_name=_("body"))

    api_fields = [
        APIField(name)
        for name in (
            "introduction",
            "display_date",
            "hero_image",
            "authors",
            "conditions",
            "treatments",
            "topics",
            "body",
            "call_to_action",
        )
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        *translatable("introduction", "body"),
        *synchronized("display_date", "hero_image", "authors", "conditions", "treatments", "topics", "call_to_action"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        *HeroMixin.hero_panels,
        FieldPanel("body"),
        *CallToActionMixin.closing_panels,
        MultiFieldPanel(
            [
                FieldPanel("display_date"),
                InlinePanel("authors", label=_("Author")),
                FieldPanel("conditions"),
                FieldPanel("treatments"),
                FieldPanel("topics"),
            ],
            heading=_("About this article"),
        ),
    ]
    parent_page_types = ["articles.ArticleIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @classmethod
    def public_context(cls, request, copy, public) -> dict[str, Any]:
        return {"contents": contents_of(copy["body"]), "minutes": minutes_to_read(copy)}

    @classmethod
    def structured_data(cls, request, context) -> list[dict[str, Any]]:
        copy = context["copy"]
        return super().structured_data(
            request,
            context,
            about=structured.conditions(copy),
            author=[structured.author(author["practitioner"]) for author in copy["authors"]],
            citation=[structured.citation(reference) for reference in copy["references"]],
        )


class ArticleAuthor(Orderable):
    """A practitioner who wrote an article, in the order of the byline."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="authors")
    practitioner = models.ForeignKey(
        "practitioners.PractitionerPage",
        verbose_name=_("practitioner"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    api_fields = [APIField("practitioner")]
    panels = [FieldPanel("practitioner")]
