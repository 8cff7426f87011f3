"""What has been told of the ends of clearances."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """That the end of a clearance, by its id in the ledger, was announced: last ``days`` before it, 0 when it came."""

    clearance = models.BigIntegerField(unique=True)
    days = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")

    def __str__(self) -> str:
        return f"{self.clearance} {self.days}"
