"""XLIFF 2.0: one ``file``, a ``unit`` with one segment for each passage.

Source: docs.oasis-open.org/xliff/xliff-core/v2.0/os.

Lengths are said by its module for size restrictions, the source digest by its module for metadata.
"""

from xml.etree.ElementTree import Element, SubElement

from translations.interchange import markup
from translations.interchange.files import Entry, Heading, Incoming, Outgoing
from translations.interchange.markup import Code, Inline
from translations.interchange.units import Unit
from translations.interchange.xliff import names
from translations.interchange.xliff.inline import Elements, fill, words_of
from translations.interchange.xliff.xml import Node, written

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
LENGTHS = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
SOURCE_DIGEST = "source-digest"
UNFINISHED = "initial"
TYPES = {
    "b": ("fmt", "xlf:b"),
    "strong": ("fmt", "xlf:b"),
    "i": ("fmt", "xlf:i"),
    "em": ("fmt", "xlf:i"),
    "br": ("fmt", "xlf:lb"),
    "a": ("link", ""),
}


def _attributes(code: Code) -> dict[str, str]:
    kind, within = TYPES.get(code.name, ("other", f"html:{code.name}"))
    about = {"canCopy": "no", "canDelete": "no", "type": kind}
    if within:
        about["subType"] = within
    if code.name == markup.BREAK:
        return {**about, "disp": "<br/>"}
    return {**about, "dispStart": code.tag, "dispEnd": f"</{code.name}>"}


CODES = Elements("pc", "ph", _attributes)


def write(file: Outgoing) -> bytes:
    """A file as XLIFF 2.0."""
    heading = file.heading
    about = {
        "version": "2.0",
        "xmlns": NAMESPACE,
        "xmlns:slr": LENGTHS,
        "xmlns:mda": METADATA,
        "srcLang": heading.source_language,
        "trgLang": heading.target_language,
    }
    root = Element("xliff", about)
    inner = SubElement(
        root, "file", {"id": "text", "original": names.original(heading.translation), "canResegment": "no"}
    )
    SubElement(inner, "slr:profiles", {"generalProfile": "xliff:codepoints"})
    group = SubElement(SubElement(inner, "mda:metadata"), "mda:metaGroup", {"category": "keta-cms"})
    SubElement(group, "mda:meta", {"type": SOURCE_DIGEST}).text = heading.source_digest
    SubElement(SubElement(inner, "notes"), "note", {"category": "title"}).text = names.plain(file.title)
    for unit in file.units:
        _write(inner, unit)
    return written(root)


def _write(file: Element, unit: Unit) -> None:
    most = {"slr:sizeRestriction": str(unit.place.max_length)} if unit.place.max_length else {}
    element = SubElement(file, "unit", {"id": unit.id, "xml:space": "preserve", **most})
    SubElement(SubElement(element, "notes"), "note", {"category": "place"}).text = names.plain(unit.place.label)
    state = {"state": "translated" if unit.is_translated else UNFINISHED} if unit.target else {}
    segment = SubElement(element, "segment", state)
    fill(SubElement(segment, "source"), unit.source, unit.source, CODES)
    if unit.target:
        fill(SubElement(segment, "target"), unit.source, unit.target, CODES)


def read(root: Node) -> Incoming:
    """What an XLIFF 2.0 file says. Raises FileRefused when it holds something else than one translation."""
    file = names.only_file(root)
    heading = Heading(
        names.translation_in(file),
        root.attributes.get("srcLang", ""),
        root.attributes.get("trgLang", ""),
        _digest_in(file),
        file.line,
    )
    return Incoming(heading, [_read(unit) for unit in file.all("unit")])


def _digest_in(file: Node) -> str:
    for metadata in (child for child in file.children if isinstance(child, Node) and child.namespace == METADATA):
        for meta in metadata.all("meta"):
            if meta.attributes.get("type") == SOURCE_DIGEST:
                return "".join(child for child in meta.children if isinstance(child, str)).strip()
    return ""


def _read(unit: Node) -> Entry:
    name = unit.attributes.get("id", "")
    # Tools may cut a unit into segments, and put the space between them into ``ignorable``.
    parts = [part for part in unit.elements() if part.name in ("segment", "ignorable")]
    targets = [part.first("target") for part in parts if part.name == "segment"]
    line = next((target.line for target in targets if target), unit.line)
    try:
        source = markup.joined(word for part in parts for word in _in_part(part, "source"))
        target = markup.joined(word for part in parts for word in _in_part(part, "target")) if any(targets) else ()
    except markup.Broken as broken:
        return Entry(line, name, problem=str(broken))
    marked = any(part.attributes.get("state") == UNFINISHED for part in parts)
    return Entry(line, name, source, target, finished=not marked and any(targets) == all(targets))


def _in_part(part: Node, name: str) -> Inline:
    words = part.first(name) or (part.first("source") if part.name == "ignorable" else None)
    return words_of(words, CODES) if words else ()
