"""What the API keeps: which tokens are for reading alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import APIToken


class PersonalToken(models.Model):
    """Says that a token is for reading alone, and until when.

    Wagtail's token keeps the digest, the name, the last use and the moment it was revoked. One without this row was
    made by staff for the authoring API.
    """

    token = models.OneToOneField(APIToken, on_delete=models.CASCADE, primary_key=True, related_name="personal")
    expires_at = models.DateTimeField(_("expires at"))

    class Meta:
        verbose_name = _("personal token")
        verbose_name_plural = _("personal tokens")

    def __str__(self) -> str:
        return str(self.token)
