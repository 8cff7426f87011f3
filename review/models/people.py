"""Who signs: under which name, and who steps in while they are away."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet


@register_snippet
class ReviewerCredential(models.Model):
    """How somebody signs: the name and credentials that readers see, and the licence behind them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="reviewer_credential",
    )
    name = models.CharField(_("name as signed"), max_length=200)
    credentials = models.CharField(_("credentials"), max_length=120, blank=True, help_text=_("Such as “MD, FACEP”."))
    licence_number = models.CharField(_("licence number"), max_length=60, blank=True)
    licence_state = models.CharField(_("state or country of the licence"), max_length=60, blank=True)
    expires_on = models.DateField(
        _("expires on"), null=True, blank=True, help_text=_("Nothing can be signed after this day.")
    )

    practitioner = models.ForeignKey(
        "practitioners.PractitionerPage",
        verbose_name=_("their page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Readers of what they signed are led there by their name, as long as it is public."),
    )

    languages = models.ManyToManyField(
        "wagtailcore.Locale",
        verbose_name=_("also reads"),
        blank=True,
        related_name="+",
        help_text=_("The languages, beside the clinic's own, in which they can answer for a text."),
    )

    panels = [
        FieldPanel("user"),
        FieldPanel("name"),
        FieldPanel("credentials"),
        FieldPanel("licence_number"),
        FieldPanel("licence_state"),
        FieldPanel("expires_on"),
        FieldPanel("practitioner"),
        FieldPanel("languages", widget=forms.CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("reviewer's credential")
        verbose_name_plural = _("reviewers' credentials")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    def reads(self, language: str) -> bool:
        """Whether they can answer for a text in a language, by its code."""
        return language == settings.LANGUAGE_CODE or language in (read.language_code for read in self.languages.all())

    @property
    def expired(self) -> bool:
        """Whether the day of expiry has passed, on the clinic's calendar."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()


class Absence(models.Model):
    """Somebody who signs is away; what is named for them meanwhile is for their delegate too.

    The first and the last day are included, on the clinic's calendar.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="absences"
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("stands in"), on_delete=models.CASCADE, related_name="+"
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="review_absence_days"),
            models.CheckConstraint(condition=~models.Q(user=models.F("delegate")), name="review_absence_other"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.first_day:%Y-%m-%d} to {self.last_day:%Y-%m-%d}"

    def clean(self) -> None:
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day comes before the first.")})
        if self.user_id and self.user_id == self.delegate_id:
            raise ValidationError({"delegate": _("Name somebody else.")})
