"""Who wrote a text: everybody whose hand was on it since it was last released. None of them may sign it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from wagtail.log_actions import registry as log_registry
from wagtail.models import Revision

from ledger.record import current_edition
from review.models import RevisionDigest
from review.subjects import Reviewable

Source = Callable[[Reviewable, datetime | None], Iterable[int]]
"""From a page or snippet and a moment (None: ever) to the ids of those who wrote on it since."""

_sources: list[Source] = []


def register_source(source: Source) -> Source:
    """Add a place where authorship is recorded outside revisions and the log, such as a translation tool."""
    _sources.append(source)
    return source


def authors_of(obj: Reviewable) -> frozenset[int]:
    """The ids of all who wrote any revision of a saved page or snippet since its current edition, or ever without one.

    Counted are users of revisions, logged changes of content, the owner of a page never released, and what the
    registered sources say.
    """
    since = _released_text_at(obj)
    revisions = Revision.objects.for_instance(obj)
    changes = log_registry.get_logs_for_instance(obj).filter(content_changed=True)
    if since:
        revisions = revisions.filter(created_at__gt=since)
        changes = changes.filter(timestamp__gt=since)
    ids: set[Any] = set(revisions.values_list("user_id", flat=True))
    ids |= set(changes.values_list("user_id", flat=True))
    if since is None:
        ids.add(getattr(obj, "owner_id", None))
    for source in _sources:
        ids |= set(source(obj, since))
    return frozenset(ids - {None})


def _released_text_at(obj: Reviewable) -> datetime | None:
    """When the text of the current edition was last saved before it was released; None without an edition."""
    edition = current_edition(str(obj.subject))
    if edition is None:
        return None
    return (
        RevisionDigest.objects.filter(
            digest=edition.copy_id,
            revision__in=Revision.objects.for_instance(obj),
            revision__created_at__lte=edition.released_at,
        )
        .order_by("-revision__created_at")
        .values_list("revision__created_at", flat=True)
        .first()
    )
