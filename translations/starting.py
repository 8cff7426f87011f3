"""Starting translations: a draft in another language for what has been signed, and for what it shows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import DraftStateMixin, Locale, Page, TranslatableMixin
from wagtail_localize.models import Translation, TranslationSource

from translations.sources import NotSigned


@dataclass
class Started:
    """The translations that were started, by source, and why others were not."""

    translations: defaultdict[TranslationSource, list[Translation]] = field(default_factory=lambda: defaultdict(list))
    left_out: list[NotSigned] = field(default_factory=list)

    def of(self, row: TranslatableMixin) -> list[Translation]:
        """Those of one page or snippet."""
        found = (made for source, made in self.translations.items() if source.object_id == row.translation_key)
        return next(found, [])


@transaction.atomic
def start(rows: Iterable[TranslatableMixin], locales: Iterable[Locale], user: Any) -> Started:
    """Make drafts of specific pages and snippets in some locales, and of the snippets and pages that each shows.

    What is there already in a locale, and is no alias, stays as it is. What nobody has signed is left out. Nothing is
    published but snippets that have no drafts, whose words the public sees only in signed pages.
    """
    started, locales = Started(), list(locales)
    for row in rows:
        _start_one(row, locales, user, started)
    return started


def missing_in(row: TranslatableMixin, locales: Iterable[Locale]) -> list[Locale]:
    """The locales in which a page or snippet has no text of its own."""
    rows = row.get_translations(inclusive=True)
    if isinstance(row, Page):
        rows = rows.filter(alias_of=None)
    present = set(rows.values_list("locale_id", flat=True))
    return [locale for locale in locales if locale.pk not in present]


def _start_one(row: TranslatableMixin, locales: list[Locale], user: Any, started: Started) -> None:
    try:
        source = _source_of(row)
    except NotSigned as refusal:
        started.left_out.append(refusal)
        return
    # First what it shows: a draft that is saved before would be left without.
    for shown in _shown_by(source):
        if lacking := missing_in(shown, locales):
            with suppress(NotSigned):
                _save_drafts(_source_of(shown), lacking, user, started)
    _save_drafts(source, missing_in(row, locales), user, started)


@transaction.atomic
def _source_of(row: TranslatableMixin) -> TranslationSource:
    return TranslationSource.update_or_create_from_instance(row)[0]


def _shown_by(source: TranslationSource) -> Iterator[TranslatableMixin]:
    for segment in source.relatedobjectsegment_set.select_related("object"):
        shown = segment.object.get_instance_or_none(source.locale)
        if shown is not None:
            yield shown.specific if isinstance(shown, Page) else shown


def _save_drafts(source: TranslationSource, locales: list[Locale], user: Any, started: Started) -> None:
    has_drafts = issubclass(source.specific_content_type.model_class(), DraftStateMixin)
    for locale in locales:
        translation, _ = Translation.objects.update_or_create(
            source=source, target_locale=locale, defaults={"enabled": True}
        )
        started.translations[source].append(translation)
        # What is wrong with it is noted at its segment, and told by the editor.
        with suppress(ValidationError):
            translation.save_target(user=user, publish=not has_drafts)
