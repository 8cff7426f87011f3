"""Who translates into which language."""

from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import Locale


class TranslatorGroup(models.Model):
    """The group of those who translate into a locale. It keeps its place whatever it is renamed to."""

    locale = models.OneToOneField(Locale, on_delete=models.CASCADE, related_name="translator_group")
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="translator_group")

    def __str__(self) -> str:
        return str(self.group)
