"""What resources for practitioners are for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResourceKind(models.TextChoices):
    """What a resource is for."""

    PROTOCOL = "protocol", _("Protocol")
    REFERRAL = "referral", _("Referral guidance")
    EVIDENCE = "evidence", _("Evidence summary")
    SAFETY = "safety", _("Safety update")
    DOWNLOAD = "download", _("Download")
