"""Keeps the digest of every revision."""

import logging
from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Revision

from review.copy import copy_of, digest_of
from review.models import RevisionDigest
from review.subjects import Reviewable

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


def connect() -> None:
    """Connect the receiver; called when the apps are ready."""
    post_save.connect(note_digest, sender=Revision)
