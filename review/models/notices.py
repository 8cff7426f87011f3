"""What somebody wants to be told, and the address under which their calendar asks."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ledger.models import DIGEST_LENGTH


class NoticeChoice(models.Model):
    """Which kinds of notice (review.notices.kinds) somebody does not want, and the day of their last digest."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="notice_choice"
    )
    muted = models.JSONField(default=list)
    digest_sent_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")

    def __str__(self) -> str:
        return str(self.user)


class CalendarFeed(models.Model):
    """The secret address of somebody's calendar of reviews. Only the digest of the secret is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="calendar_feed"
    )
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
