"""The task under which Wagtail holds a text while it is reviewed."""

import logging

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task

from ledger.record import standing_clearance
from review import checks
from review.copy import copy_of, digest_of
from review.locks import ReviewLock
from review.models.submissions import Submission

logger = logging.getLogger(__name__)


class ClinicalReviewTask(Task):
    """Sign-off by somebody whom the policy of the content names and who wrote none of it.

    Decisions are made on the review page alone, where the exact text is shown and the signer proves who they are.
    Wagtail's own ways to act on a task (buttons, modals, the dashboard) therefore offer nothing and refuse everything.
    """

    lock_class = ReviewLock

    @transaction.atomic
    def start(self, workflow_state, user=None):
        """Hold the text, and put it on the desk of those who may sign it. Raises Blocked when a check blocks it."""
        row = workflow_state.content_object
        row = row.specific if isinstance(row, Page) else row
        findings = checks.refuse_blocked(row.get_latest_revision_as_object())
        task_state = super().start(workflow_state, user)
        Submission.objects.open(row, task_state=task_state, by=user, findings=findings)
        return task_state

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
