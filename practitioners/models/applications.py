"""Applications for access to the section for practitioners."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practitioners.accounts.countries import STATES, country_choices, place
from practitioners.accounts.licences import LONGEST, key_of, validate_licence
from practitioners.npi import validate_npi


class Profession(models.TextChoices):
    """What an applicant is licensed as."""

    PHYSICIAN = "physician", _("Physician (MD, DO)")
    NURSE_PRACTITIONER = "nurse_practitioner", _("Nurse practitioner")
    PHYSICIAN_ASSISTANT = "physician_assistant", _("Physician assistant")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    THERAPIST = "therapist", _("Psychotherapist or counselor")
    SOCIAL_WORKER = "social_worker", _("Clinical social worker")
    NURSE = "nurse", _("Nurse")
    PHARMACIST = "pharmacist", _("Pharmacist")
    OTHER = "other", _("Another profession in health care")


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications by what they need and by whom they resemble."""

    def confirmed(self) -> "ApplicationQuerySet":
        """Those whose e-mail address is confirmed; nobody is shown the others."""
        return self.exclude(state=Application.State.UNCONFIRMED)

    def with_duplicates(self) -> "ApplicationQuerySet":
        """Each with ``is_duplicate``: whether another application names its licence or its NPI."""
        return self.annotate(is_duplicate=Exists(_resembling(OuterRef)))


class Application(models.Model):
    """What somebody says of themselves to be let in, and what became of it; one for each account.

    It tells of the latest state alone; what was before stands in the audit log. What opens the section is not this but
    ``public.models.Verification``: while a renewal waits, the old licence still opens it.

    ``version`` counts its steps, so that nobody decides on what was not on their screen. ``reason`` is
    what the manager said last: a question, or why it was refused or revoked; ``answer`` what the applicant said to
    that. ``warned_until`` is the end of access that the practitioner was last warned of.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("E-mail not confirmed")
        PENDING = "pending", _("Waiting for a decision")
        MORE_ASKED = "more_asked", _("More was asked for")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        REVOKED = "revoked", _("Revoked")
        EXPIRED = "expired", _("Expired")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="application"
    )
    name = models.CharField(_("name"), max_length=200, help_text=_("As it stands on your licence."))
    profession = models.CharField(_("profession"), max_length=30, choices=Profession.choices)
    licence_number = models.CharField(_("licence number"), max_length=LONGEST, validators=[validate_licence])
    licence_key = models.CharField(max_length=LONGEST, editable=False)
    country = models.CharField(_("country of the licence"), max_length=2, choices=country_choices)
    region = models.CharField(
        _("state"),
        max_length=2,
        blank=True,
        choices=list(STATES.items()),
        help_text=_("For licences of the United States."),
    )
    licence_expires_on = models.DateField(_("last day of the licence"))
    npi = models.CharField(
        "NPI",
        max_length=10,
        blank=True,
        validators=[validate_npi],
        help_text=_("Ten digits, where you have one."),
    )
    practice = models.CharField(_("practice"), max_length=200, help_text=_("Where you work: its name and its city."))
    consent_version = models.CharField(_("consent"), max_length=20)
    consented_at = models.DateTimeField(_("consented at"), default=timezone.now)

    state = models.CharField(_("status"), max_length=20, choices=State.choices, default=State.UNCONFIRMED)
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(_("handed in"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(_("reason"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    warned_until = models.DateField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="application_state"),
            models.Index(fields=["licence_key"], name="application_licence"),
            models.Index(fields=["npi"], name="application_npi"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.licence_key = key_of(self.licence_number)
        super().save(*args, **kwargs)

    @property
    def place(self) -> str:
        """Where the licence was given, in words."""
        return place(self.country, self.region)

    @property
    def access_until(self) -> Any:
        """The last day on which the section is open to the account, None without one; one query unless loaded."""
        verification = getattr(self.user, "verification", None)
        return verification.until if verification else None

    def duplicates(self) -> "QuerySet[Application]":
        """Other applications that name the same licence, or the same NPI."""
        return _resembling(lambda name: getattr(self, name)).select_related("user").order_by("pk")


def _resembling(value: Any) -> "QuerySet[Application]":
    """Applications that name the licence or NPI of one; ``value`` gives its fields by name."""
    licence = Q(licence_key=value("licence_key"), country=value("country"), region=value("region"))
    npi = Q(npi=value("npi")) & ~Q(npi="")
    return Application.objects.confirmed().filter(licence | npi).exclude(pk=value("pk"))
