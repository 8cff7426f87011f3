"""Who wrote a translation: translators of its strings, and those who wrote the source it is made from."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from review.authors import Since, hands_on
from review.subjects import Reviewable, Subject, find


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
    found = {(str(obj.translation_key), obj.locale_id): obj for obj in since}
    made_from: defaultdict[Reviewable, list[Reviewable]] = defaultdict(list)
    translations = Translation.objects.filter(
        source__object_id__in={key for key, _ in found}, target_locale_id__in={locale for _, locale in found}
    ).select_related("source__locale")
    for translation in translations:
        obj = found.get((str(translation.source.object_id), translation.target_locale_id))
        if obj is not None:
            source = find(obj.subject._replace(locale=translation.source.locale.language_code))
            if source is not None:
                made_from[source].append(obj)
    for source, user_ids in hands_on(made_from).items():
        for obj in made_from[source]:
            for user_id in user_ids:
                yield obj, user_id
