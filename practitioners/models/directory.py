"""The clinic's practitioners: the directory and its pages."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from core import structured
from core.blocks.text import RICH_TEXT_FEATURES
from core.models.pages import BasePage, synchronized, translatable
from practitioners.npi import validate_npi
from public.lists import children_of, chosen_from, options_for
from review.policy import EDITORIAL

LANGUAGES = [
    ("ar", _("Arabic")),
    ("zh", _("Chinese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("de", _("German")),
    ("he", _("Hebrew")),
    ("hi", _("Hindi")),
    ("it", _("Italian")),
    ("ko", _("Korean")),
    ("pl", _("Polish")),
    ("pt", _("Portuguese")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
    ("tl", _("Tagalog")),
    ("uk", _("Ukrainian")),
]
ACCEPTS = "accepts_new_patients"


class PractitionerIndexPage(BasePage):
    """The directory: everybody who treats patients here."""

    review_policy = EDITORIAL
    template = "pages/practitioner_index.html"
    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)

    api_fields = [APIField("introduction")]
    translatable_fields = BasePage.translatable_fields + translatable("introduction")
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["practitioners.PractitionerPage"]

    class Meta:
        verbose_name = _("practitioner directory")

    @classmethod
    def public_context(cls, request, copy, public) -> dict[str, Any]:
        names = dict(LANGUAGES)
        options = options_for(request, public, ("treatments", "languages"))
        options["languages"] = [(key, str(names.get(key, key))) for key, _code in options["languages"]]
        filters = {field: chosen_from(request, field, choices) for field, choices in options.items()}
        # Under the name and with the value that the API has for it.
        accepting = request.GET.get(ACCEPTS) == "true"
        return {
            "children": children_of(
                request, public, order="title", filters=filters, values={ACCEPTS: True} if accepting else {}
            ),
            "filters": filters,
            "accepting": accepting,
            "options": options,
            "language_names": names,
        }


class PractitionerPage(BasePage):
    """One practitioner."""

    review_policy = EDITORIAL
    template = "pages/practitioner.html"
    listing_fields = ("credentials", "role", "photo", "languages", "treatments", "accepts_new_patients")

    credentials = models.CharField(_("credentials"), max_length=120, blank=True, help_text=_("Such as “MD, FACEP”."))
    role = models.CharField(_("role"), max_length=200)
    photo = models.ForeignKey(
        "core.Image",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    biography = RichTextField(_("biography"), features=RICH_TEXT_FEATURES)
    treatments = ParentalManyToManyField(
        "treatments.TreatmentPage",
        verbose_name=_("treatments given"),
        blank=True,
        related_name="practitioners",
    )
    npi = models.CharField("NPI", max_length=10, blank=True, validators=[validate_npi])
    accepts_new_patients = models.BooleanField(_("accepts new patients"), default=True)

    api_fields = [
        APIField(name)
        for name in (
            "credentials",
            "role",
            "photo",
            "biography",
            "languages",
            "treatments",
            "npi",
            "accepts_new_patients",
        )
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        *translatable("role", "biography"),
        *synchronized("credentials", "photo", "languages", "treatments", "npi", "accepts_new_patients"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("credentials"),
        FieldPanel("role"),
        FieldPanel("photo"),
        FieldPanel("biography"),
        InlinePanel("languages", label=_("Language")),
        FieldPanel("treatments"),
        FieldPanel("npi"),
        FieldPanel("accepts_new_patients"),
    ]
    parent_page_types = ["practitioners.PractitionerIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("practitioner")
        verbose_name_plural = _("practitioners")

    @classmethod
    def public_context(cls, request, copy, public) -> dict[str, Any]:
        return {"language_names": dict(LANGUAGES)}

    @classmethod
    def structured_data(cls, request, context) -> list[dict[str, Any]]:
        return super().structured_data(request, context, mainEntity=structured.practitioner(request, context))


class SpokenLanguage(Orderable):
    """A language a practitioner speaks with patients (ISO 639-1)."""

    page = ParentalKey(PractitionerPage, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)

    api_fields = [APIField("language")]
    panels = [FieldPanel("language")]
