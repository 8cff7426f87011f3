"""PO files, by polib: the msgctxt is where a passage stands, words are HTML as wagtail-localize keeps them."""

import re
import tempfile

import polib
from django.utils.translation import gettext as _

from translations.interchange import markup
from translations.interchange.files import PRODUCT, Entry, FileRefused, Heading, Incoming, Outgoing
from translations.interchange.units import Unit, identifier

TRANSLATION = "X-WagtailLocalize-TranslationID"
"""wagtail-localize's own name for it, so that files downloaded from it can be read too."""
SOURCE_LANGUAGE = "X-Source-Language"
SOURCE_DIGEST = "X-Source-Digest"
UNFINISHED = "fuzzy"
ERROR_LINE = re.compile(r"\(line (\d+)\)")
FIELD = re.compile(r"^[ \t]*(?:#~[ \t]*)?msg", re.MULTILINE)
MOST_FIELDS = 60_000
MOST_LINES = 1_000
"""Lines of one field; polib takes longer for each line, the more there are."""
MOST_MARKS = 100_000
"""Tags, or escaped characters, in a file."""


def write(file: Outgoing) -> bytes:
    """A file as PO, in UTF-8."""
    po = polib.POFile(wrapwidth=0)
    po.header = " ".join(file.title.split())
    po.metadata = {
        "Project-Id-Version": PRODUCT,
        "Language": file.heading.target_language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        SOURCE_LANGUAGE: file.heading.source_language,
        TRANSLATION: file.heading.translation,
        SOURCE_DIGEST: file.heading.source_digest,
    }
    po.extend(_entry(unit) for unit in file.units)
    return str(po).encode()


def _entry(unit: Unit) -> polib.POEntry:
    comment = unit.place.label
    if unit.place.max_length:
        comment += f"\n{_('At most %(most)s characters.') % {'most': unit.place.max_length}}"
    return polib.POEntry(
        msgctxt=unit.path,
        msgid=markup.render(unit.source),
        msgstr=markup.render(unit.target),
        comment=comment,
        flags=[UNFINISHED] if unit.target and not unit.is_translated else [],
    )


def read(data: bytes) -> Incoming:
    """What a PO file says. Raises FileRefused for anything else."""
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileRefused(_("The file is not in UTF-8. Save it in this encoding."), line) from error
    po = _parsed(words)
    if TRANSLATION not in po.metadata:
        raise FileRefused(
            _("The file does not say which translation it belongs to. Use one that was downloaded here."), 1
        )
    heading = Heading(
        po.metadata[TRANSLATION],
        po.metadata.get(SOURCE_LANGUAGE, ""),
        po.metadata.get("Language", ""),
        po.metadata.get(SOURCE_DIGEST, ""),
    )
    return Incoming(heading, [_read(entry) for entry in po if not entry.obsolete])


def _parsed(words: str) -> polib.POFile:
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    fields = FIELD.split(words)
    lines = max(field.count("\n") for field in fields)
    marks = max(words.count(mark) for mark in ("<", "\\"))
    if len(fields) > MOST_FIELDS or lines > MOST_LINES or marks > MOST_MARKS:
        raise FileRefused(_("The file is not built like one of ours. Use one that was downloaded here."))
    # A string would be cut at everything that Python counts as the end of a line, or taken for the name of a file.
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".po", newline="") as file:
        file.write(words)
        file.flush()
        try:
            return polib.pofile(file.name, encoding="utf-8")
        except (OSError, ValueError) as error:
            found = ERROR_LINE.search(str(error))
            line = int(found[1]) if found else 1
            raise FileRefused(_("This is neither PO nor XLIFF. Use the format that was downloaded."), line) from error


def _read(entry: polib.POEntry) -> Entry:
    source = markup.parse_kept(entry.msgid)
    name = identifier(entry.msgctxt or "", source)
    try:
        target = markup.parse(entry.msgstr)
    except markup.Broken as broken:
        return Entry(entry.linenum, name, source, problem=str(broken))
    return Entry(entry.linenum, name, source, target, finished=UNFINISHED not in entry.flags)
