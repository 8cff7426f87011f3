"""The section for practitioners who refer patients: its entrance and its resources."""

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageViewRestriction

from core.blocks import BodyBlock
from core.blocks.text import RICH_TEXT_FEATURES
from core.models.pages import BasePage, synchronized, translatable
from practitioners.models.kinds import ResourceKind
from practitioners.reading.resources import resource_context
from practitioners.reading.section import section_context
from review.policy import PROTOCOL, VERIFIED_PRACTITIONERS
from review.subjects import PRACTITIONERS


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
    subpage_types = ["practitioners.PractitionerResourcePage", "practitioners.ReferralPage"]

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
        return section_context(request, public)


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

    @classmethod
    def public_context(cls, request, copy, public) -> dict[str, Any]:
        return resource_context(request, copy, public)
