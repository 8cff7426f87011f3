"""What is kept of practitioners' reading: when they came, and which safety updates they say they have read."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.models import DIGEST_LENGTH, SUBJECT_LENGTH


class Visit(models.Model):
    """When the latest visit of an account to the section began, and when the one before it did: None on the first."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    previous_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.began_at:%Y-%m-%d %H:%M}"


class NeverChanged(TypeError):
    """Somebody tried to change or delete what is kept as it was written."""


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    """Acknowledgements, which are read and added alone."""

    def update(self, **fields: Any) -> NoReturn:
        raise NeverChanged("Acknowledgements are never changed.")

    def delete(self) -> NoReturn:
        raise NeverChanged("Acknowledgements are never deleted.")


class Acknowledgement(models.Model):
    """A practitioner's word that they have read the exact text of a safety update.

    ``digest`` names the words that were on their screen, ``subject`` the page in its language as the ledger does.
    Names and title are kept as they stood: a row outlives the page and the account. Only added, never changed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("name"), max_length=302)
    email = models.EmailField(_("e-mail address"))
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    title = models.CharField(_("title"), max_length=255)
    digest = models.CharField(max_length=DIGEST_LENGTH)
    at = models.DateTimeField(_("read on"))

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "subject", "digest"], name="acknowledged_once"),
        ]
        indexes = [models.Index(fields=["subject", "digest"], name="acknowledged_text")]

    def __str__(self) -> str:
        return f"{self.name} {self.subject} {self.at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NeverChanged("Acknowledgements are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChanged("Acknowledgements are never deleted.")
