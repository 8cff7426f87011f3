"""The pages and snippets behind some translation keys, and what wagtail-localize has made of them. All in bulk."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from review.subjects import Subject, kinds, reviewable_models
from translations.segments import ADDRESS


class Row(NamedTuple):
    """A page or snippet in one language."""

    kind: str
    type: str
    pk: int
    key: UUID
    locale: str
    title: str
    is_alias: bool
    revised_at: datetime | None

    @property
    def subject(self) -> str:
        """Its name in the ledger."""
        return str(Subject(self.kind, str(self.key), self.locale))


class Segments(NamedTuple):
    """The words that a source was cut into: how many there are in all, and in each language still without their own."""

    words: int
    untranslated: dict[str, int]


@dataclass(frozen=True)
class Text:
    """A source, and what there is of it in other languages, by language.

    ``rows`` are pages and snippets, ``begun`` when each translation was begun that wagtail-localize keeps;
    ``segments`` and ``synced_at`` are None when nobody has begun any.
    """

    source: Row
    rows: dict[str, Row]
    begun: dict[str, datetime] = field(default_factory=dict)
    segments: Segments | None = None
    synced_at: datetime | None = None

    def subject(self, locale: str) -> str:
        """The name that its translation into a language has in the ledger."""
        return str(Subject(self.source.kind, str(self.source.key), locale))

    def target(self, locale: str) -> Row | None:
        """The translation into a language; an alias is none, it only holds a place in the tree."""
        row = self.rows.get(locale)
        return row if row and not row.is_alias else None


def words_in(html: str) -> int:
    """How many words there are in some text, with or without markup."""
    return len((strip_tags(html) if "<" in html else html).split())


def keys_of_all() -> Iterator[UUID]:
    """The translation key of every page and snippet under review."""
    pages = Page.objects.filter(content_type__in=_types_of_pages())
    for queryset in (pages, *(model._default_manager.all() for model in kinds().values())):
        yield from queryset.order_by().values_list("translation_key", flat=True).distinct()


def texts(keys: Collection[UUID], locales: Collection[str]) -> list[Text]:
    """The sources among some translation keys, with their words in some languages. A fixed number of queries.

    The source is in the language that wagtail-localize was given it in first, else in the clinic's own.
    """
    rows: defaultdict[UUID, dict[str, Row]] = defaultdict(dict)
    for row in (*_pages(keys), *_snippets(keys)):
        rows[row.key][row.locale] = row
    sources: dict[UUID, TranslationSource] = {}
    given = TranslationSource.objects.filter(object_id__in=keys).select_related("locale").defer("content_json")
    for source in given.order_by("-pk"):
        if source.locale.language_code in rows[source.object_id]:
            sources[source.object_id] = source
    segments = _segments([source.pk for source in sources.values()], keys, locales)
    begun: defaultdict[UUID, dict[str, datetime]] = defaultdict(dict)
    kept = Translation.objects.filter(source__in=sources.values(), enabled=True)
    for key, locale, created_at in kept.values_list("source__object_id", "target_locale__language_code", "created_at"):
        begun[key][locale] = created_at
    found = []
    for key, by_locale in rows.items():
        given_in = sources.get(key)
        origin = by_locale.get(given_in.locale.language_code if given_in else settings.LANGUAGE_CODE)
        if origin is None or origin.is_alias:
            continue
        of_source = (begun[key], segments[given_in.pk], given_in.last_updated_at) if given_in else ()
        found.append(Text(origin, by_locale, *of_source))
    return found


def _pages(keys: Collection[UUID]) -> Iterator[Row]:
    types = _types_of_pages()
    pages = Page.objects.filter(translation_key__in=keys, content_type__in=types)
    columns = ("content_type_id", "pk", "translation_key", "locale__language_code", "draft_title", "title")
    for type_id, pk, key, locale, draft_title, title, alias_of, revised_at in pages.order_by().values_list(
        *columns, "alias_of_id", "latest_revision__created_at"
    ):
        yield Row("page", types[type_id], pk, key, locale, draft_title or title, alias_of is not None, revised_at)


def _types_of_pages() -> dict[int, str]:
    models = [model for model in reviewable_models() if issubclass(model, Page)]
    return {found.pk: model._meta.label for model, found in ContentType.objects.get_for_models(*models).items()}


def _snippets(keys: Collection[UUID]) -> Iterator[Row]:
    for kind, model in kinds().items():
        found = model._default_manager.filter(translation_key__in=keys).order_by()
        columns = ("pk", "translation_key", "locale__language_code", "title", "latest_revision__created_at")
        for pk, key, locale, title, revised_at in found.values_list(*columns):
            yield Row(kind, model._meta.label, pk, key, locale, title, False, revised_at)


def _segments(source_ids: Iterable[int], keys: Collection[UUID], locales: Collection[str]) -> dict[int, Segments]:
    """The words of some sources, and how many of them still lack a translation without an error in each language."""
    translated: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    good = StringTranslation.objects.filter(context__object_id__in=keys, has_error=False)
    for string, context, locale in good.values_list("translation_of_id", "context_id", "locale__language_code"):
        translated[string, context].add(locale)
    found = {source_id: Segments(0, dict.fromkeys(locales, 0)) for source_id in source_ids}
    segments = StringSegment.objects.filter(source__in=found).exclude(context__path=ADDRESS)
    for source_id, string, context, html in segments.values_list(
        "source_id", "string_id", "context_id", "string__data"
    ):
        words = words_in(html)
        total, untranslated = found[source_id]
        for locale in set(locales) - translated[string, context]:
            untranslated[locale] += words
        found[source_id] = Segments(total + words, untranslated)
    return found
