from django.db import models
from wagtail.models import Revision


class RevisionDigest(models.Model):
    """The digest of a revision's copy, kept so that listings and the editor cost nothing."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, primary_key=True, related_name="copy_digest")
    digest = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.digest
