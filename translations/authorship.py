"""Who wrote a translation: translators of its strings, and those who wrote the source it is made from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from review.authors import Since, hands_on
from review.subjects import Reviewable


def translators(since: Since) -> Iterator[tuple[Reviewable, int | None]]:
    """Who translated a string of a page or snippet, or replaced a picture or link in it, since its moment.

    The translation tool keeps these outside of revisions until a draft is saved, and a draft is saved in the name of
    one of them only.
    """
    found = {(str(obj.translation_key), obj.locale_id): obj for obj in since}
    for model in (StringTranslation, SegmentOverride):
        rows = model.objects.filter(
            context__object_id__in={key for key, _ in found}, locale_id__in={locale for _, locale in found}
        ).values_list("context__object_id", "locale_id", "last_translated_by_id", "updated_at")
        for key, locale_id, user_id, updated_at in rows:
            obj = found.get((str(key), locale_id))
            if obj is not None and (since[obj] is None or updated_at > since[obj]):
                yield obj, user_id


def authors_of_sources(since: Since) -> Iterator[tuple[Reviewable, int | None]]:
    """Who wrote what a page or snippet is translated from, as far as nobody has signed that yet.

    Untranslated strings and everything that is the same in all languages come from there word by word.
    """
    made_from: defaultdict[Reviewable, list[Reviewable]] = defaultdict(list)
    for model, objects in _by_type(since).items():
        found = {(obj.translation_key, obj.locale_id): obj for obj in objects}
        translations = Translation.objects.filter(
            source__object_id__in={key for key, _ in found}, target_locale_id__in={locale for _, locale in found}
        ).values_list("source__object_id", "source__locale_id", "target_locale_id")
        targets = [(key, locale, found[key, target]) for key, locale, target in translations if (key, target) in found]
        rows = model._default_manager.filter(translation_key__in={key for key, _, _ in targets})
        sources = {(row.translation_key, row.locale_id): row for row in rows.select_related("locale")}
        for key, locale, obj in targets:
            if (key, locale) in sources:
                made_from[sources[key, locale]].append(obj)
    for source, user_ids in hands_on(made_from).items():
        for obj in made_from[source]:
            for user_id in user_ids:
                yield obj, user_id


def _by_type(objects: Iterable[Reviewable]) -> dict[type[Reviewable], list[Reviewable]]:
    types: defaultdict[type[Reviewable], list[Reviewable]] = defaultdict(list)
    for obj in objects:
        types[type(obj)].append(obj)
    return types
