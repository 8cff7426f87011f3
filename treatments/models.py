"""Treatments, the conditions they are given for, and what must be said about their safety."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from core import structured
from core.blocks import QuestionsBlock
from core.blocks.text import RICH_TEXT_FEATURES
from core.models.pages import BasePage, CallToActionMixin, HeroMixin, synchronized, translatable
from core.models.snippets import ReviewedSnippet
from public.lists import narrowed, users_of
from review.policy import EDITORIAL, SAFETY
from review.subjects import ByValue
from treatments.blocks import TimelineBlock
from treatments.names import usual

# A statement stands on other pages, whose references are numbered; its own source is named beside it.
STATEMENT_FEATURES = [feature for feature in RICH_TEXT_FEATURES if feature != "citation"]


class RegulatoryStatus(models.TextChoices):
    """How the treatment stands with the FDA."""

    APPROVED = "approved", _("FDA-approved")
    OFF_LABEL = "off_label", _("Off-label use")
    NOT_A_DRUG = "not_a_drug", _("Not a drug")


@register_snippet
class Condition(ByValue, TranslatableMixin, index.Indexed, models.Model):
    """What people seek treatment for."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120)

    api_fields = ["name", "slug"]
    translatable_fields = translatable("name", "slug")
    panels = [TitleFieldPanel("name", targets=["slug"], placeholder=False, classname=""), FieldPanel("slug")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["name"]

    def __str__(self):
        return self.name


@register_snippet
class SafetyStatement(ReviewedSnippet):
    """Important safety information, from the label, signed like any page and shown wherever it is called for."""

    subject_kind = "safety"
    review_policy = SAFETY
    names_its_source = True
    critical_fields = ("title", "boxed_warning", "information", "source_label")

    boxed_warning = RichTextField(_("boxed warning"), features=STATEMENT_FEATURES, blank=True)
    information = RichTextField(_("important safety information"), features=STATEMENT_FEATURES)
    source_label = models.CharField(
        _("source"), max_length=250, help_text=_("The label this is taken from, as readers can find it.")
    )
    source_url = models.URLField(_("address of the source"), blank=True)
    revised_on = models.DateField(_("label revised on"))

    api_fields = ["title", "boxed_warning", "information", "source_label", "source_url", "revised_on"]
    translatable_fields = [
        *translatable("title", "boxed_warning", "information", "source_label"),
        *synchronized("source_url", "revised_on"),
    ]
    panels = [FieldPanel(name) for name in api_fields]

    class Meta(ReviewedSnippet.Meta):
        verbose_name = _("safety statement")
        verbose_name_plural = _("safety statements")


class TreatmentIndexPage(BasePage):
    """All the treatments."""

    review_policy = EDITORIAL
    template = "pages/treatment_index.html"
    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)

    api_fields = [APIField("introduction")]
    translatable_fields = BasePage.translatable_fields + translatable("introduction")
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["treatments.TreatmentPage"]

    class Meta:
        verbose_name = _("treatment index")

    @classmethod
    def public_context(cls, request, copy, public) -> dict[str, Any]:
        return narrowed(request, public, ("conditions",))


class TreatmentPage(HeroMixin, CallToActionMixin, BasePage):
    """One treatment: what it is, for whom, what happens, what can go wrong."""

    template = "pages/treatment.html"
    listing_fields = ("summary", "generic_name", "brand_name", "regulatory_status", "hero_image")
    critical_fields = ("route", "session_length", "who_for", "who_not", "contraindications")

    summary = models.TextField(_("summary"), max_length=600, help_text=_("In plain language: what it is and for whom."))
    generic_name = models.CharField(_("generic name"), max_length=120, blank=True)
    brand_name = models.CharField(_("brand name"), max_length=120, blank=True)
    route = models.CharField(_("how it is given"), max_length=120, blank=True)
    session_length = models.CharField(_("length of a session"), max_length=120, blank=True)
    regulatory_status = models.CharField(_("regulatory status"), max_length=20, choices=RegulatoryStatus.choices)
    conditions = ParentalManyToManyField(Condition, verbose_name=_("conditions"), blank=True, related_name="treatments")
    who_for = models.CharField(
        _("who it is for"), max_length=200, blank=True, help_text=_("In one line, for readers who only glance.")
    )
    who_not = models.CharField(
        _("who should not have it, in one line"),
        max_length=200,
        blank=True,
        help_text=_("The most important ones. All of them stand under “who should not have it” below."),
    )
    how_it_works = RichTextField(_("how it works"), features=RICH_TEXT_FEATURES, blank=True)
    what_to_expect = RichTextField(_("what to expect"), features=RICH_TEXT_FEATURES, blank=True)
    timeline = StreamField(
        [("timeline", TimelineBlock())],
        verbose_name=_("what to expect, step by step"),
        blank=True,
        help_text=_("Shown below “what to expect”. Either of the two may be left empty."),
    )
    contraindications = RichTextField(_("who should not have it"), features=RICH_TEXT_FEATURES, blank=True)
    faq = StreamField(QuestionsBlock(required=False), verbose_name=_("questions"), blank=True)
    safety_statement = models.ForeignKey(
        SafetyStatement,
        verbose_name=_("safety statement"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    api_fields = [
        APIField(name)
        for name in (
            "summary",
            "hero_image",
            "generic_name",
            "brand_name",
            "route",
            "session_length",
            "regulatory_status",
            "conditions",
            "who_for",
            "who_not",
            "how_it_works",
            "what_to_expect",
            "timeline",
            "contraindications",
            "faq",
            "safety_statement",
            "call_to_action",
        )
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        *translatable(
            "summary",
            "route",
            "session_length",
            "who_for",
            "who_not",
            "how_it_works",
            "what_to_expect",
            "timeline",
            "contraindications",
            "faq",
        ),
        *synchronized(
            "generic_name",
            "brand_name",
            "regulatory_status",
            "conditions",
            "hero_image",
            "safety_statement",
            "call_to_action",
        ),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        *HeroMixin.hero_panels,
        MultiFieldPanel(
            [
                FieldPanel("generic_name"),
                FieldPanel("brand_name"),
                FieldPanel("route"),
                FieldPanel("session_length"),
                FieldPanel("regulatory_status"),
                FieldPanel("conditions"),
                FieldPanel("who_for"),
                FieldPanel("who_not"),
            ],
            heading=_("At a glance"),
        ),
        FieldPanel("how_it_works"),
        FieldPanel("what_to_expect"),
        FieldPanel("timeline"),
        FieldPanel("contraindications"),
        FieldPanel("faq"),
        FieldPanel("safety_statement"),
        *CallToActionMixin.closing_panels,
    ]
    parent_page_types = ["treatments.TreatmentIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")

    @classmethod
    def kept_names(cls) -> set[str]:
        rows = cls.objects.values_list("brand_name", "generic_name").distinct().order_by()
        return {name for brand, generic in rows for name in (brand, usual(generic)) if name}

    @classmethod
    def public_context(cls, request, copy, public) -> dict[str, Any]:
        return {"practitioners": users_of(request, public, "practitioners.PractitionerPage", "treatments")}

    @classmethod
    def structured_data(cls, request, context) -> list[dict[str, Any]]:
        copy = context["copy"]
        about = [structured.therapy(copy), *structured.conditions(copy)]
        citations = [structured.citation(reference) for reference in copy["references"]]
        return super().structured_data(request, context, about=about, citation=citations)
