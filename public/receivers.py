"""Where Wagtail tells us that a row was published, withdrawn, moved or deleted."""

from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, Site
from wagtail.signals import post_page_move, published, unpublished

from ledger.models import Change
from ledger.record import lock, record_change
from public.projection import AddressTaken, follow_tree, project_tree, rebuild
from public.release import release, retire, retire_deleted
from public.showing import subject_of
from review.models import Submission
from review.policy import Overdue
from review.signals import cleared, due
from review.subjects import Reviewable, Subject, reviewable_models

OVERDUE = Change.Kind.SETTINGS
"""How clients that follow the changes learn that the review of something public is overdue."""


def on_published(sender: type, instance: Any, **kwargs: Any) -> None:
    """A row was made live, or a schedule was set; the row decides which."""
    if isinstance(instance, Reviewable) and instance.live:
        release(instance.subject)


def on_cleared(sender: type, subject: Any, **kwargs: Any) -> None:
    """A clearance was given: the row may already hold the cleared text; most often it follows by publication."""
    release(subject, attempted=False)


def on_due(sender: type, submission: Submission, days: int, **kwargs: Any) -> None:
    """A clearance has ended: readers have seen it already, the ledger and those who follow its changes see it now."""
    if days:
        return
    if apps.get_model(submission.type).review_policy.overdue is Overdue.WITHDRAW:
        retire(Subject.parse(submission.subject))
    else:
        record_change(OVERDUE, submission.subject)


def on_unpublished(sender: type, instance: Any, **kwargs: Any) -> None:
    """A row was taken back, by a person or because it expired."""
    if isinstance(instance, Page):
        instance = instance.specific
    if isinstance(instance, Reviewable):
        retire(instance.subject)


def on_deleting(sender: type, **kwargs: Any) -> None:
    """Wait for whoever changes what is public before taking rows that they may be about to change."""
    lock()


def on_deleted(sender: type, instance: Any, **kwargs: Any) -> None:
    """A row is gone; the ledger's rows outlive it."""
    retire_deleted(instance.subject)


def on_moved(sender: type, instance: Page, **kwargs: Any) -> None:
    """A page has another place in the tree, so it and all below it have other addresses.

    Where another page stands at its new address, it is withdrawn.
    """
    try:
        with transaction.atomic():
            follow_tree()
            project_tree(instance)
    except AddressTaken:
        with transaction.atomic():
            follow_tree()
            retire(subject_of(instance))


def on_site_changed(sender: type, **kwargs: Any) -> None:
    """Addresses begin at the home page of a site."""
    if not kwargs.get("raw"):
        rebuild()


def connect() -> None:
    """Connect the receivers; called when the apps are ready."""
    published.connect(on_published)
    unpublished.connect(on_unpublished)
    cleared.connect(on_cleared)
    due.connect(on_due)
    post_page_move.connect(on_moved)
    for model in reviewable_models():
        pre_delete.connect(on_deleting, sender=model)
        post_delete.connect(on_deleted, sender=model)
    post_save.connect(on_site_changed, sender=Site)
    post_delete.connect(on_site_changed, sender=Site)
