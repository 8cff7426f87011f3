"""Keeps the standings: everything in them follows from other tables, and is told anew whenever one of these changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import F, Max, Min, Q
from wagtail.models import Locale

from ledger.models import Copy, Edition
from review.models import Submission
from review.passages import passages
from translations.board import facts
from translations.board.facts import Lineage
from translations.board.texts import Text, keys_of_all, texts, words_in
from translations.models import Standing, State
from translations.models.board import DONE
from translations.segments import ADDRESS

AT_ONCE = 200
"""How many translation keys are told of together, so that no query is too long and no transaction holds on for long."""
KEPT = ["owner", "due_on"]
"""What people have said, which nothing else tells."""
TOLD = [
    field.name
    for field in Standing._meta.concrete_fields
    if field.name not in {"id", "translation_key", "locale", *KEPT}
]


class Rounds(NamedTuple):
    """The rounds of review of some subjects: since when one waits, and when the last one ended."""

    waiting: dict[str, datetime]
    ended: dict[str, datetime]


class Difference(NamedTuple):
    """In how many places a newer copy says something else, and in how many words."""

    places: int
    words: int


class Known(NamedTuple):
    """What is known of one translation, apart from its words: see ``state_of``.

    ``signable_since`` is when its source was first released, None while it is not public; the others are the moments
    at which a translation began, was last changed or sent back, went to review, and was released. One is held back
    while something that stands on it is withdrawn.
    """

    exists: bool
    signable_since: datetime | None = None
    begun_at: datetime | None = None
    in_review_since: datetime | None = None
    released_at: datetime | None = None
    fallback_since: datetime | None = None
    lineage: Lineage | None = None
    is_held_back: bool = False
    held_back_since: datetime | None = None


def state_of(known: Known) -> tuple[State, datetime | None]:
    """The state of a translation, and since when it is in that.

    A text that is under review is in review, whatever the public sees of it meanwhile.
    """
    if not known.exists:
        fallback = known.fallback_since
        return (State.FALLBACK, fallback) if fallback else (State.MISSING, known.signable_since)
    if known.in_review_since:
        return State.IN_REVIEW, known.in_review_since
    if known.lineage and known.lineage.status == facts.WITHDRAWN:
        return State.WITHDRAWN, known.lineage.since
    if known.is_held_back:
        return State.WITHDRAWN, known.held_back_since
    if known.released_at is None:
        return State.IN_PROGRESS, known.begun_at
    if known.lineage and known.lineage.status == facts.BEHIND:
        return State.BEHIND, known.lineage.since
    return State.CURRENT, known.released_at


def refresh(keys: Iterable[UUID]) -> None:
    """Tell anew how the pages and snippets with some translation keys stand in every language.

    For each ``AT_ONCE`` of them a fixed number of queries, in a transaction of its own.
    """
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), AT_ONCE):
        with transaction.atomic():
            _refresh(ordered[start : start + AT_ONCE])


def rebuild() -> None:
    """Tell everything anew; on a sound database nothing changes."""
    refresh({*keys_of_all(), *Standing.objects.values_list("translation_key", flat=True)})


def _refresh(keys: list[UUID]) -> None:
    present = Standing.objects.filter(translation_key__in=keys)
    # Whoever comes second waits, and then sees what the first one was told and more.
    list(present.select_for_update().order_by("pk").values_list("pk"))
    locales = list(Locale.objects.values_list("language_code", flat=True))
    found = texts(keys, locales)
    Standing.objects.bulk_create(
        _Telling(found, locales).standings(),
        update_conflicts=True,
        unique_fields=["translation_key", "locale"],
        update_fields=TOLD,
    )
    gone = set(keys) - {text.source.key for text in found}
    present.filter(Q(translation_key__in=gone) | Q(locale=F("source_locale")) | ~Q(locale__in=locales)).delete()


class _Telling:
    """How some texts stand in some languages; whatever has to be asked for is asked for once for all of them."""

    def __init__(self, texts: list[Text], locales: list[str]):
        self.texts = texts
        self.pairs = [(text, locale) for text in texts for locale in locales if locale != text.source.locale]
        subjects = [text.subject(locale) for text, locale in self.pairs]
        sources = [text.source.subject for text in texts]
        self.rounds = _rounds(subjects)
        self.fallbacks = facts.fallbacks(subjects)
        self.released = _released([*subjects, *sources])
        self.first_released = _first_released(sources)
        self.lineages = facts.lineages(subjects)
        self.held_back = facts.held_back(subjects)
        self.copies = self._copies()
        self.counted: dict[str, int] = {}

    def standings(self) -> list[Standing]:
        """One for each text in each language."""
        return [self._standing(text, locale) for text, locale in self.pairs]

    def _copies(self) -> dict[str, dict[str, str]]:
        """The words at each place of the copies that have to be read, by digest."""
        unknown = [self.released[text.source.subject].digest for text in self.texts if self._unknown(text)]
        compared = [digest for each in self.lineages.values() for digest in (each.made_from, each.newest)]
        found = Copy.objects.filter(digest__in={*unknown, *compared})
        return {
            copy.digest: {
                passage.place: passage.words
                for passage in passages(orjson.loads(bytes(copy.payload)))
                if passage.place != f"meta/{ADDRESS}"
            }
            for copy in found
        }

    def _unknown(self, text: Text) -> bool:
        """Whether only the public copy tells how many words a source has."""
        return text.segments is None and text.source.subject in self.released

    def _standing(self, text: Text, locale: str) -> Standing:
        subject, target = text.subject(locale), text.target(locale)
        known = self._known(text, locale)
        state, since = state_of(known)
        changed = self._difference(known.lineage)
        words, untranslated = self._words(text, locale)
        if state is State.MISSING:
            untranslated = words
        elif state in DONE:
            untranslated = 0
        elif not self._is_synced(text):
            untranslated += changed.words
        return Standing(
            kind=text.source.kind,
            translation_key=text.source.key,
            locale=locale,
            source_locale=text.source.locale,
            type=text.source.type,
            source_pk=text.source.pk,
            target_pk=text.rows[locale].pk if locale in text.rows and (target or subject in self.fallbacks) else None,
            title=text.source.title,
            state=state,
            since=since,
            words=words,
            words_to_do=untranslated,
            segments_behind=changed.places,
        )

    def _known(self, text: Text, locale: str) -> Known:
        subject, target = text.subject(locale), text.target(locale)
        began = text.begun.get(locale) or (target.revised_at if target else None)
        source = text.source.subject
        return Known(
            exists=target is not None,
            signable_since=self.first_released[source] if source in self.released else None,
            begun_at=max(filter(None, [began, self.rounds.ended.get(subject)]), default=None),
            in_review_since=self.rounds.waiting.get(subject),
            released_at=self.released[subject].released_at if subject in self.released else None,
            fallback_since=self.fallbacks.get(subject),
            lineage=self.lineages.get(subject),
            is_held_back=subject in self.held_back,
            held_back_since=self.held_back.get(subject),
        )

    def _words(self, text: Text, locale: str) -> tuple[int, int]:
        """The words of a source, and how many of them are without a translation; none where it is made without it."""
        if text.segments:
            return text.segments.words, text.segments.untranslated[locale] if locale in text.begun else 0
        if not self._unknown(text):
            return 0, 0
        return self._words_of_copy(self.released[text.source.subject].digest), 0

    def _words_of_copy(self, digest: str) -> int:
        # Every language asks for the same.
        if digest not in self.counted:
            self.counted[digest] = sum(map(words_in, self.copies[digest].values()))
        return self.counted[digest]

    def _difference(self, lineage: Lineage | None) -> Difference:
        """What has changed in the source since a translation was made."""
        if lineage is None or lineage.made_from == lineage.newest:
            return Difference(0, 0)
        before, now = self.copies[lineage.made_from], self.copies[lineage.newest]
        places = {place for place in {*before, *now} if before.get(place) != now.get(place)}
        return Difference(len(places), sum(words_in(now.get(place, "")) for place in places))

    def _is_synced(self, text: Text) -> bool:
        """Whether wagtail-localize has cut the public words of the source into segments already."""
        edition = self.released.get(text.source.subject)
        return bool(edition and text.synced_at and text.synced_at >= edition.released_at)


def _rounds(subjects: list[str]) -> Rounds:
    """Two queries. A public text that is to be signed again as it is does not count: it is not about its words."""
    rounds = Submission.objects.filter(subject__in=subjects).exclude(task_state=None)
    waiting = rounds.waiting().values_list("subject", "submitted_at")
    ended = rounds.exclude(closed_at=None).values("subject").annotate(last=Max("closed_at"))
    return Rounds(dict(waiting), dict(ended.values_list("subject", "last")))


def _released(subjects: list[str]) -> dict[str, Edition]:
    """The current editions, without their copies."""
    found = Edition.objects.filter(subject__in=subjects, retired_at=None).only("subject", "copy", "released_at")
    return {edition.subject: edition for edition in found}


def _first_released(subjects: list[str]) -> dict[str, datetime]:
    found = Edition.objects.filter(subject__in=subjects).order_by().values("subject")
    return dict(found.annotate(first=Min("released_at")).values_list("subject", "first"))
