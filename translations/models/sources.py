"""Which signed text a translation is made from."""

from django.db import models
from wagtail.models import Revision
from wagtail_localize.models import TranslationSource

from ledger.models import DIGEST_LENGTH, SUBJECT_LENGTH


class ClearedSource(models.Model):
    """The signed copy whose text a source of translations holds."""

    source = models.OneToOneField(TranslationSource, on_delete=models.CASCADE, primary_key=True, related_name="cleared")
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    digest = models.CharField(max_length=DIGEST_LENGTH)
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject} {self.digest}"


class DraftOrigin(models.Model):
    """The signed copy of a source from which a draft in another language was made."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, primary_key=True, related_name="made_from")
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    digest = models.CharField(max_length=DIGEST_LENGTH)

    def __str__(self) -> str:
        return f"{self.subject} {self.digest}"
