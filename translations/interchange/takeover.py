"""Taking over what a preview showed, after somebody has confirmed it."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail_localize.models import StringTranslation, Translation

from translations.interchange.preview import Preview, Row
from translations.interchange.units import Unit, kept_of, path_of, units_of
from translations.machine.provenance import keep_all
from translations.storing import TITLE, show_title, stored

SALT = "translations.interchange"
LONGEST = 24 * 60 * 60
"""Seconds within which a preview can be confirmed."""
WRITTEN = ["data", "translation_type", "tool_name", "last_translated_by", "has_error", "field_error", "updated_at"]
"""The fields that replacing a translation writes."""


class Outdated(Exception):
    """What was shown is not how things are any more; nothing was stored."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody was shown. Each passage has its words by its identifier: those in the file, and those replaced."""

    translation: str
    tool: str
    added: dict[str, str]
    replaced: dict[str, tuple[str, str]]


def seal(translation: Translation, tool: str, preview: Preview) -> str:
    """What a preview showed, signed, to travel with the form that confirms it."""

    def names(rows: list[Row]) -> list[tuple[Unit, str]]:
        return [(row.unit, row.new) for row in rows if row.unit]

    shown = [
        str(translation.uuid),
        tool,
        {unit.id: new for unit, new in names(preview.added)},
        {unit.id: (unit.kept.data, new) for unit, new in names(preview.replaced) if unit.kept},
    ]
    return signing.dumps(shown, salt=SALT, compress=True)


def unseal(sealed: str) -> Shown:
    """What ``seal`` sealed. Raises Outdated when it was not sealed here, or too long ago."""
    try:
        return Shown(*signing.loads(sealed, salt=SALT, max_age=LONGEST))
    except signing.BadSignature as error:
        raise Outdated from error


def take_over(translation: Translation, shown: Shown, user: Any, replace: bool) -> int:
    """Store what somebody was shown in their name, and say how many passages that are.

    ``replace`` says whether translations that there are may be replaced. Raises Outdated when any passage, or its
    translation, is not as it was shown; then nothing is stored.
    """
    if shown.translation != str(translation.uuid):
        raise Outdated
    try:
        with transaction.atomic():
            return _store(translation, shown, user, replace)
    except IntegrityError as error:
        raise Outdated from error


def _store(translation: Translation, shown: Shown, user: Any, replace: bool) -> int:
    # Nobody changes them between the comparison and the end of the transaction.
    list(kept_of(translation).select_for_update(of=("self",)).values_list("pk"))
    units = {unit.id: unit for unit in units_of(translation)}
    expected: list[tuple[str, str | None, str]] = [(name, None, new) for name, new in shown.added.items()]
    if replace:
        expected += [(name, old, new) for name, (old, new) in shown.replaced.items()]
    rows = [_row(translation, units.get(name), old, new) for name, old, new in expected]
    for row in rows:
        row.translation_type = StringTranslation.TRANSLATION_TYPE_MANUAL
        row.tool_name, row.last_translated_by = shown.tool, user
        row.has_error, row.field_error, row.updated_at = False, "", timezone.now()
    changed = [row for row in rows if row.pk]
    StringTranslation.objects.bulk_create(row for row in rows if not row.pk)
    StringTranslation.objects.bulk_update(changed, WRITTEN)
    keep_all(rows)
    for (name, _old, _new), row in zip(expected, rows, strict=True):
        if path_of(name) == TITLE:
            show_title(translation, row.data)
    stored.send(sender=StringTranslation, translation=translation)
    return len(rows)


def _row(translation: Translation, unit: Unit | None, old: str | None, new: str) -> StringTranslation:
    """The row of a passage with its new words. Raises Outdated when its old ones are not those that were shown."""
    if unit is None or (unit.kept.data if unit.kept else None) != old:
        raise Outdated
    row = unit.kept or StringTranslation(
        translation_of_id=unit.string_id, context_id=unit.context_id, locale_id=translation.target_locale_id
    )
    row.data = new
    return row
