"""Keeps the digests of revisions and the authors of submissions, and takes from the desk what waits no more."""

import logging
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Revision, TaskState
from wagtail.signals import task_cancelled, unpublished

from review import signing
from review.copy import copy_of, digest_of
from review.models import RevisionDigest, Submission
from review.subjects import Reviewable, reviewable_models

logger = logging.getLogger(__name__)


def note_digest(sender: type, instance: Revision, update_fields: Any = None, **kwargs: Any) -> None:
    """Write the digest of a saved revision; autosave overwrites revisions in place, so it may change."""
    if update_fields is not None and "content" not in update_fields:
        return
    model = instance.content_type.model_class()
    if model is None or not issubclass(model, Reviewable):
        return
    try:
        digest = digest_of(copy_of(instance.as_object()))
    except Exception:
        # A draft may hold half a block; without a digest it simply is not cleared.
        logger.info("Revision %s has no digest yet.", instance.pk, exc_info=True)
        RevisionDigest.objects.filter(revision=instance).delete()
        return
    RevisionDigest.objects.update_or_create(revision=instance, defaults={"digest": digest})


def note_authors(sender: type, instance: Submission, created: bool, **kwargs: Any) -> None:
    """Write down who wrote what is submitted, so that a queue tells its readers what is their own at no cost.

    A courtesy: who may sign is asked anew when somebody signs.
    """
    if not created:
        return
    try:
        authors = signing.item_for(instance).authors
    except Exception:
        # A draft may hold half a block; it cannot be signed either.
        logger.info("The authors of submission %s are not known.", instance.pk, exc_info=True)
        return
    instance.authors = sorted(authors)
    instance.save(update_fields=["authors"])


def on_cancelled(sender: type, instance: TaskState, **kwargs: Any) -> None:
    """A review was taken back, or ended by an administrator."""
    for submission in Submission.objects.filter(task_state=instance.pk):
        submission.close(Submission.Outcome.TAKEN_BACK)


def on_unpublished(sender: type, instance: Any, **kwargs: Any) -> None:
    """What is not public any more is not to be signed again as it is; a new text under review goes on."""
    row = instance.specific if isinstance(instance, Page) else instance
    if isinstance(row, Reviewable):
        for submission in Submission.objects.of(row).rereviews():
            submission.close(Submission.Outcome.TAKEN_BACK)


def on_deleted(sender: type, instance: Reviewable, **kwargs: Any) -> None:
    """There is nothing left to sign."""
    for submission in Submission.objects.of(instance):
        submission.close(Submission.Outcome.TAKEN_BACK)


def connect() -> None:
    """Connect the receivers; called when the apps are ready."""
    post_save.connect(note_digest, sender=Revision)
    post_save.connect(note_authors, sender=Submission)
    task_cancelled.connect(on_cancelled)
    unpublished.connect(on_unpublished)
    for model in reviewable_models():
        post_delete.connect(on_deleted, sender=model)
