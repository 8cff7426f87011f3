from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="home")
class ClinicSettings(BaseSiteSetting):
    """Facts about the clinic that stand on every page. Facts only: copy belongs to pages, where it is signed."""

    name = models.CharField(_("name"), max_length=120, default="Keta Medical Center")
    phone = models.CharField(_("phone"), max_length=40, default="212-288-3454")
    hours = models.CharField(
        _("hours"),
        max_length=120,
        default="Flexible weekend and evening hours",
        help_text=_("One line, beside the phone number."),
    )
    booking_url = models.URLField(_("booking page"), blank=True)
    street_address = models.CharField(_("street address"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=80, default="New York", blank=True)
    region = models.CharField(_("state"), max_length=40, default="NY", blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)

    review_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("how the clinic reviews what it publishes"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The page that explains it. Every reviewed page leads there, as long as it is public."),
    )

    referral_phone = models.CharField(
        _("direct line for practitioners"),
        max_length=40,
        blank=True,
        help_text=_("Shown to verified practitioners alone. Left empty, the clinic's phone."),
    )
    referral_channel_name = models.CharField(
        _("secure channel for referrals"),
        max_length=80,
        blank=True,
        help_text=_("What it is called, such as the name of a portal or a Direct address."),
    )
    referral_channel_url = models.URLField(_("address of the secure channel"), blank=True)

    class Meta:
        verbose_name = _("clinic")

    @property
    def phone_uri(self) -> str:
        """The clinic's number as a ``tel:`` address."""
        return uri_of(self.phone)

    @property
    def direct_line(self) -> str:
        """The number that practitioners call."""
        return self.referral_phone or self.phone

    @property
    def direct_line_uri(self) -> str:
        """The number that practitioners call, as a ``tel:`` address."""
        return uri_of(self.direct_line)


def uri_of(number: str) -> str:
    """A telephone number as a ``tel:`` address (RFC 3966), taken to be in the United States."""
    digits = "".join(character for character in number if character.isdigit())
    return f"tel:+1{digits}" if len(digits) == 10 else f"tel:+{digits}"
