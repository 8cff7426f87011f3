"""Referring a patient: the page that explains how, and what practitioners ask for there."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField

from core.blocks import BodyBlock
from core.blocks.text import RICH_TEXT_FEATURES
from core.models.pages import BasePage, translatable
from practitioners.referrals.forms import form_for
from review.subjects import PRACTITIONERS


class ReferralPage(BasePage):
    """How a practitioner refers a patient; below it the clinic's line and channel, and the form for a callback."""

    template = "pages/referral.html"
    audience = PRACTITIONERS
    private = True
    max_count_per_parent = 1
    listing_fields = ("introduction",)

    introduction = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    body = StreamField(BodyBlock(required=False), verbose_name=_("body"), blank=True)

    api_fields = [APIField("introduction"), APIField("body")]
    translatable_fields = BasePage.translatable_fields + translatable("introduction", "body")
    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    parent_page_types = ["practitioners.PractitionerSectionPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("referral page")
        verbose_name_plural = _("referral pages")

    @classmethod
    def public_context(cls, request, copy, public) -> dict[str, Any]:
        return {"form": form_for(request)}


class CallBack(models.Model):
    """Somebody wants to be called back about a referral. Of the patient nothing is asked and nothing kept.

    Open until ``done_at``; ``taken_by`` is the colleague who calls.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="call_backs"
    )
    name = models.CharField(_("name"), max_length=100)
    phone = models.CharField(_("phone number"), max_length=40)
    best_time = models.CharField(_("best time"), max_length=120)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True, db_index=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("callback")
        verbose_name_plural = _("callbacks")

    def __str__(self) -> str:
        # It stands in the audit log, which outlives the request: nothing that was typed.
        return gettext("Callback %(number)d") % {"number": self.pk}
