"""What review keeps beside the ledger: who may sign as whom, and the digest of every revision."""

import logging

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Revision, Task
from wagtail.snippets.models import register_snippet

from ledger.record import standing_clearance
from review import checks
from review.copy import copy_of, digest_of
from review.lists import ClaimPattern, ProhibitedPhrase
from review.locks import ReviewLock

__all__ = ["ClaimPattern", "ClinicalReviewTask", "ProhibitedPhrase", "ReviewerCredential", "RevisionDigest"]

logger = logging.getLogger(__name__)


class RevisionDigest(models.Model):
    """The digest of a revision's copy, kept so that listings and the editor cost nothing."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, primary_key=True, related_name="copy_digest")
    digest = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.digest


@register_snippet
class ReviewerCredential(models.Model):
    """How somebody signs: the name and credentials that readers see, and the licence behind them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.CASCADE,
        related_name="reviewer_credential",
    )
    name = models.CharField(_("name as signed"), max_length=200)
    credentials = models.CharField(_("credentials"), max_length=120, blank=True, help_text=_("Such as “MD, FACEP”."))
    licence_number = models.CharField(_("licence number"), max_length=60, blank=True)
    licence_state = models.CharField(_("state or country of the licence"), max_length=60, blank=True)
    expires_on = models.DateField(
        _("expires on"), null=True, blank=True, help_text=_("Nothing can be signed after this day.")
    )

    panels = [
        FieldPanel(name) for name in ("user", "name", "credentials", "licence_number", "licence_state", "expires_on")
    ]

    class Meta:
        verbose_name = _("reviewer's credential")
        verbose_name_plural = _("reviewers' credentials")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    @property
    def expired(self) -> bool:
        """Whether the day of expiry has passed, on the clinic's calendar."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()


class ClinicalReviewTask(Task):
    """Sign-off by somebody whom the policy of the content names and who wrote none of it.

    Decisions are made on the review page alone, where the exact text is shown and the signer proves who they are.
    Wagtail's own ways to act on a task (buttons, modals, the dashboard) therefore offer nothing and refuse everything.
    """

    lock_class = ReviewLock

    def start(self, workflow_state, user=None):
        checks.refuse_blocked(workflow_state.content_object.get_latest_revision_as_object())
        return super().start(workflow_state, user=user)

    def locked_for_user(self, obj, user):
        return True

    def get_actions(self, obj, user):
        return []

    def on_action(self, task_state, user, action_name, **kwargs):
        raise PermissionDenied(_("Decisions are made on the review page."))

    def publish_signed(self, revision, user):
        """Publish exactly this revision if a clearance stands for it, and nothing else.

        The clearance is the permission, so the signer needs none of Wagtail's.
        """
        text = revision.as_object()
        if standing_clearance(str(text.subject), digest_of(copy_of(text))) is None:
            logger.warning("The review of %s ended without a signature; nothing was published.", text.subject)
            return
        revision.publish(user=user, skip_permission_checks=True)

    @classmethod
    def get_description(cls):
        return _("Somebody named by the content's review policy, who wrote none of it, signs the exact text.")

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
