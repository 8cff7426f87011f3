"""What would happen to a translation if a file were taken over, and why not to all of it."""

from collections import Counter
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from wagtail_localize.models import Translation, TranslationContext

from translations.interchange import markup
from translations.interchange.files import Entry, FileRefused, Heading, Incoming, source_digest
from translations.interchange.units import Unit, path_of, units_of


@dataclass(frozen=True, slots=True)
class Row:
    """A passage of the file. ``new`` is HTML; ``reason`` says why it is not taken over, empty when it is."""

    line: int
    unit: Unit | None
    new: str = ""
    reason: str = ""

    @property
    def source(self) -> str:
        """The words of the source, for people."""
        return markup.shown(self.unit.source) if self.unit else ""

    @property
    def old(self) -> str:
        """The words of the translation that there is, for people."""
        return markup.shown(self.unit.target) if self.unit else ""

    @property
    def target(self) -> str:
        """The words of the translation in the file, for people."""
        return markup.shown(markup.parse_kept(self.new))


@dataclass(slots=True)
class Preview:
    """The passages of a file: ``added`` have no translation yet, ``replaced`` another one, ``same`` the very same.

    ``empty`` have none in the file, ``refused`` one that does not fit. ``absent`` counts the passages of the text that
    the file does not have; ``is_older`` says that the source has changed since it was made.
    """

    is_older: bool
    absent: int = 0
    added: list[Row] = field(default_factory=list)
    replaced: list[Row] = field(default_factory=list)
    same: list[Row] = field(default_factory=list)
    empty: list[Row] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)


def preview(translation: Translation, file: Incoming) -> Preview:
    """What a file would change, changing nothing. Raises FileRefused for one that belongs elsewhere.

    Four queries, however many passages there are.
    """
    _refuse_foreign(translation, file.heading)
    units = {unit.id: unit for unit in units_of(translation)}
    known = _Known(translation, units)
    found = Preview(is_older=file.heading.source_digest not in ("", source_digest(translation)))
    names = Counter(entry.id for entry in file.entries)
    for entry in file.entries:
        row = _row(entry, units.get(entry.id))
        if row.unit is None:
            row = replace(row, reason=known.complaint(entry.id))
        elif names[entry.id] > 1:
            row = replace(row, reason=_("The file has this passage more than once. Leave one of them."))
        _list_of(found, row).append(row)
    found.absent = len(units.keys() - names.keys())
    return found


def _row(entry: Entry, unit: Unit | None) -> Row:
    # What XML cannot hold, a PO file can; databases cannot hold all of it.
    row = Row(entry.line, unit, markup.render(markup.sendable(entry.target)))
    if entry.problem:
        return replace(row, reason=_about_tags(entry.problem))
    if unit is None or row.new == _kept(unit):
        return row
    return replace(row, reason=_complaint(entry, unit))


def _complaint(entry: Entry, unit: Unit) -> str:
    if _collapsed(entry.source) != _collapsed(unit.source):
        return _("The words of the source were changed in the file. Only those of the translation may be.")
    if not markup.text(entry.target).strip():
        return ""
    if not entry.finished:
        return _("The file marks it as unfinished. Finish it, and take the mark away.")
    if wrong := markup.complaint(unit.source, entry.target):
        return _about_tags(wrong)
    return unit.place.complaint(markup.text(entry.target))


def _about_tags(complaint: str) -> str:
    return complaint + " " + _("Keep the tags of the source.")


def _list_of(found: Preview, row: Row) -> list[Row]:
    if row.reason:
        return found.refused
    if row.unit is None or row.new == _kept(row.unit):
        return found.same if row.new else found.empty
    if not markup.text(markup.parse_kept(row.new)).strip():
        return found.empty
    return found.replaced if row.unit.kept else found.added


def _kept(unit: Unit) -> str:
    """The words of the translation as a file gives them back when nobody changed them."""
    return markup.render(markup.sendable(unit.target))


def _collapsed(words: markup.Inline) -> str:
    """The words without what tools may do to white space."""
    return " ".join(markup.render(markup.sendable(words)).split())


def _refuse_foreign(translation: Translation, heading: Heading) -> None:
    if heading.translation != str(translation.uuid):
        raise FileRefused(
            _("The file belongs to another translation. Open that one, and upload it there."), heading.line
        )
    here = (translation.source.locale.language_code, translation.target_locale.language_code)
    there = (heading.source_language or here[0], heading.target_language or here[1])
    if [code.lower() for code in there] != [code.lower() for code in here]:
        words = _("The file is for %(there)s, this translation for %(here)s. Ask for a file in the right languages.")
        raise FileRefused(words % {"there": " → ".join(there), "here": " → ".join(here)}, heading.line)


class _Known:
    """The places that the text has and once had, to say why a passage of a file is not among its own."""

    def __init__(self, translation: Translation, units: dict[str, Unit]):
        self.present = {unit.path for unit in units.values()}
        contexts = TranslationContext.objects.filter(object_id=translation.source.object_id)
        self.past = set(contexts.values_list("path", flat=True))

    def complaint(self, identifier: str) -> str:
        path = path_of(identifier)
        if path in self.present:
            return _("The source reads otherwise here since the file was made. Have the new words translated.")
        if path in self.past:
            return _("The source no longer has this passage.")
        return _("The text never had such a passage. The names of passages must stay as they were downloaded.")
