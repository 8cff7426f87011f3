"""What reviewers and authors say to each other beside a passage."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.models import DIGEST_LENGTH, SUBJECT_LENGTH


class PassageComment(models.Model):
    """A remark on a passage of a text under review, or an answer to one.

    ``place`` names the passage (review.passages) and ``quote`` the words the remark is about; both stay as they were
    when the text changes. Only a remark that is no answer can be resolved.
    """

    subject = models.CharField(max_length=SUBJECT_LENGTH, db_index=True)
    digest = models.CharField(max_length=DIGEST_LENGTH)
    place = models.CharField(max_length=255)
    quote = models.CharField(_("words it is about"), max_length=500, blank=True)
    body = models.TextField(_("comment"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("comment on a passage")
        verbose_name_plural = _("comments on passages")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.subject} {self.place}"
