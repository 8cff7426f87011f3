"""The clinic's practitioners, and the section for those who refer patients."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, PageViewRestriction

from core import structured
from core.blocks import BodyBlock
from core.blocks.text import RICH_TEXT_FEATURES
from core.models.pages import BasePage, synchronized, translatable
from practitioners.npi import validate_npi
from public.lists import children_of, chosen_from, options_for
from review.policy import EDITORIAL, PROTOCOL, VERIFIED_PRACTITIONERS
from review.subjects import PRACTITIONERS

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
        options = options_for(request, public, ("treatments", "languages"))
        filters = {field: chosen_from(request, field, choices) for field, choices in options.items()}
        return {
            "children": children_of(request, public, order="title", filters=filters),
            "filters": filters,
            "options": options,
            "language_names": dict(LANGUAGES),
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


class PractitionerSectionPage(BasePage):
    """The entrance of the section for practitioners who refer patients. Private from its first moment."""

    template = "pages/practitioner_section.html"
    audience = PRACTITIONERS
    private = True
    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)

    api_fields = [APIField("introduction")]
    translatable_fields = BasePage.translatable_fields + translatable("introduction")
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["practitioners.PractitionerResourcePage"]

    class Meta:
        verbose_name = _("section for practitioners")

    def save(self, *args, **kwargs):
        created = self._state.adding
        result = super().save(*args, **kwargs)
        if created:
            restriction = PageViewRestriction.objects.create(page=self, restriction_type=PageViewRestriction.GROUPS)
            restriction.groups.add(Group.objects.get_or_create(name=VERIFIED_PRACTITIONERS)[0])
        return result

    @classmethod
    def public_context(cls, request, copy, public) -> dict[str, Any]:
        return {"children": children_of(request, public)}


class ResourceKind(models.TextChoices):
    """What a resource is for."""

    PROTOCOL = "protocol", _("Protocol")
    REFERRAL = "referral", _("Referral guidance")
    EVIDENCE = "evidence", _("Evidence summary")
    SAFETY = "safety", _("Safety update")
    DOWNLOAD = "download", _("Download")


class PractitionerResourcePage(BasePage):
    """Something for practitioners who refer patients to read or to take away."""

    review_policy = PROTOCOL
    template = "pages/practitioner_resource.html"
    audience = PRACTITIONERS
    private = True
    listing_fields = ("kind", "summary")

    kind = models.CharField(_("kind"), max_length=20, choices=ResourceKind.choices)
    summary = models.TextField(_("summary"), max_length=600)
    treatments = ParentalManyToManyField(
        "treatments.TreatmentPage", verbose_name=_("treatments"), blank=True, related_name="resources"
    )
    document = models.ForeignKey(
        "core.Document",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BodyBlock(required=False), verbose_name=_("body"), blank=True)

    api_fields = [APIField(name) for name in ("kind", "summary", "treatments", "document", "body")]
    translatable_fields = [
        *BasePage.translatable_fields,
        *translatable("summary", "body"),
        *synchronized("kind", "treatments", "document"),
    ]
    content_panels = [*BasePage.content_panels, *(FieldPanel(field.name) for field in api_fields)]
    parent_page_types = ["practitioners.PractitionerSectionPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("resource for practitioners")
        verbose_name_plural = _("resources for practitioners")
