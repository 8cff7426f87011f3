"""Who wrote a text: everybody whose hand was on it since it was last released. None of them may sign it.

Everything here takes many pages and snippets at once and asks a fixed number of questions, so that a queue costs no
more than one item does.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Model, Q, QuerySet
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from ledger.record import current_editions
from review.copy import parts_of
from review.models import RevisionDigest
from review.subjects import Reviewable

Since = Mapping[Reviewable, datetime | None]
"""Pages and snippets, each with a moment; None means ever."""

Source = Callable[[Since], Iterable[tuple[Reviewable, int | None]]]
"""From pages and snippets to who (the id of an account) wrote on which of them since its moment."""

_sources: list[Source] = []


def register_source(source: Source) -> Source:
    """Add a place where authorship is recorded outside revisions and the log, such as a translation tool."""
    _sources.append(source)
    return source


def authors_of(obj: Reviewable) -> frozenset[int]:
    """The ids of all who wrote any revision of a saved page or snippet since its current edition, or ever without one.

    Counted are users of revisions, logged changes of content, the owner of a page never released, and what the
    registered sources say. An old revision that was brought back brings everybody back who ever wrote.
    """
    return authors_of_each([obj])[obj]


def authors_of_each(objects: Iterable[Reviewable]) -> dict[Reviewable, frozenset[int]]:
    """What ``authors_of`` says of each of some saved pages and snippets."""
    return _gather(_begun_at(objects), [written_by_hand, *_sources])


def authors_of_parts(text: Reviewable) -> frozenset[int]:
    """The ids of all who wrote the snippets, or uploaded or described the files, that stand in a text by value.

    Counted is what was done since the text of the current edition. In a part that the edition does not have, every
    word is new to readers, so everybody counts who ever changed it.
    """
    edition = current_editions([str(text.subject)]).get(str(text.subject))
    released = bytes(edition.copy.payload) if edition else b""
    begun = _begun_at([text])[text]
    since = {part: begun if key.encode() in released else None for part, key in parts_of(text).items()}
    ids = set()
    by_model: defaultdict[type[Model], dict[str, Model]] = defaultdict(dict)
    for part, moment in since.items():
        by_model[type(part)][str(part.pk)] = part
        uploader = getattr(part, "uploaded_by_user_id", None)
        if uploader and (moment is None or part.created_at > moment):
            ids.add(uploader)
    for model, parts in by_model.items():
        changes = ModelLogEntry.objects.filter(
            Q(content_changed=True) | Q(action__in=["wagtail.create", "wagtail.edit"]),
            content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
            object_id__in=parts,
        )
        for key, user_id, timestamp in changes.values_list("object_id", "user_id", "timestamp"):
            moment = since[parts[key]]
            if moment is None or timestamp > moment:
                ids.add(user_id)
    return frozenset(ids - {None})


def hands_on(objects: Iterable[Reviewable]) -> dict[Reviewable, frozenset[int]]:
    """As ``authors_of_each``, but without the registered sources: what a source may ask about other texts."""
    return _gather(_begun_at(objects), [written_by_hand])


def written_by_hand(since: Since) -> Iterator[tuple[Reviewable, int | None]]:
    """The users of revisions and of logged changes of content, and the owners of pages never released."""
    for base, objects in _families(since).items():
        found = {str(obj.pk): obj for obj in objects}
        for key, user_id, last in (*_revised(base, found), *_logged(base, objects)):
            obj = found[str(key)]
            moment = since[obj]
            if moment is None or last > moment:
                yield obj, user_id
    for obj, moment in since.items():
        if moment is None:
            yield obj, getattr(obj, "owner_id", None)


def released_text_at(objects: Iterable[Reviewable]) -> dict[Reviewable, datetime | None]:
    """When the text of each current edition was last saved before it was released; None without an edition."""
    objects = list(objects)
    editions = current_editions(str(obj.subject) for obj in objects)
    moments: dict[Reviewable, datetime | None] = dict.fromkeys(objects)
    for base, family in _families(objects).items():
        found = {str(obj.pk): obj for obj in family if str(obj.subject) in editions}
        saved = RevisionDigest.objects.filter(
            digest__in={edition.copy_id for edition in editions.values()},
            revision__base_content_type=ContentType.objects.get_for_model(base),
            revision__object_id__in=list(found),
        ).values_list("revision__object_id", "digest", "revision__created_at")
        for key, digest, created_at in saved.order_by("revision__created_at"):
            edition = editions[str(found[key].subject)]
            if digest == edition.copy_id and created_at <= edition.released_at:
                moments[found[key]] = created_at
    return moments


def _begun_at(objects: Iterable[Reviewable]) -> dict[Reviewable, datetime | None]:
    """Since when each present text is being written: since its current edition, unless somebody went back beyond it.

    What an old revision holds may be anybody's, so then it counts as written since ever.
    """
    since = released_text_at(objects)
    for base, family in _families(obj for obj, moment in since.items() if moment).items():
        found = {str(obj.pk): obj for obj in family}
        reverts = [
            (found[str(key)], data["revision"]["id"])
            for key, moment, data in _log(base, family, "timestamp", "data").filter(action="wagtail.revert")
            if moment > since[found[str(key)]]
        ]
        saved = Revision.objects.filter(pk__in=[pk for _, pk in reverts])
        created = dict(saved.values_list("pk", "created_at")) if reverts else {}
        for obj, pk in reverts:
            if pk not in created or since[obj] is None or created[pk] < since[obj]:
                since[obj] = None
    return since


def _gather(since: Since, sources: Iterable[Source]) -> dict[Reviewable, frozenset[int]]:
    ids: dict[Reviewable, set[int]] = {obj: set() for obj in since}
    for source in sources:
        for obj, user_id in source(since):
            if user_id is not None:
                ids[obj].add(user_id)
    return {obj: frozenset(found) for obj, found in ids.items()}


def _families(objects: Iterable[Reviewable]) -> dict[type[Model], list[Reviewable]]:
    """The objects by the model that their revisions and logs are kept under: all pages together, snippets by type."""
    families: defaultdict[type[Model], list[Reviewable]] = defaultdict(list)
    for obj in objects:
        families[Page if isinstance(obj, Page) else type(obj)].append(obj)
    return families


def _revised(base: type[Model], keys: Iterable[str]) -> Iterable[tuple[Any, Any, datetime]]:
    """Who saved a revision of which object, and when last."""
    return (
        Revision.objects.filter(base_content_type=ContentType.objects.get_for_model(base), object_id__in=list(keys))
        .values_list("object_id", "user_id")
        .annotate(last=Max("created_at"))
        .order_by()
    )


def _logged(base: type[Model], objects: list[Reviewable]) -> Iterable[tuple[Any, Any, datetime]]:
    """Who changed the content of which object, by the log, and when last.

    Publishing is logged as a change of content too, but whoever signs, and so publishes, has written nothing.
    """
    changes = _log(base, objects, "user_id").filter(content_changed=True)
    return changes.exclude(action__startswith="wagtail.publish").annotate(last=Max("timestamp")).order_by()


def _log(base: type[Model], objects: list[Reviewable], *columns: str) -> QuerySet:
    """The log of some objects: the key of each entry's object, and what else is asked for."""
    if base is Page:
        entries = PageLogEntry.objects.filter(page__in=[obj.pk for obj in objects])
        return entries.values_list("page_id", *columns)
    return ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(base, for_concrete_model=False),
        object_id__in=[str(obj.pk) for obj in objects],
    ).values_list("object_id", *columns)
