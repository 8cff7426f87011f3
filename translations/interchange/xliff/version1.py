"""XLIFF 1.2: one ``file``, a ``trans-unit`` for each passage. Source: docs.oasis-open.org/xliff/v1.2/os."""

from xml.etree.ElementTree import Element, SubElement

from translations.interchange import markup
from translations.interchange.files import PRODUCT, Entry, Heading, Incoming, Outgoing
from translations.interchange.markup import Code
from translations.interchange.units import Unit
from translations.interchange.xliff import names
from translations.interchange.xliff.inline import Elements, fill, words_of
from translations.interchange.xliff.xml import Node, written

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
TOOL = "keta-cms"
UNFINISHED = frozenset({"new", "needs-translation", "needs-adaptation", "needs-l10n"})
TYPES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "a": "link", "br": "lb"}


def _attributes(code: Code) -> dict[str, str]:
    return {"ctype": TYPES.get(code.name, f"x-html-{code.name}")}


CODES = Elements("g", "x", _attributes)


def write(file: Outgoing) -> bytes:
    """A file as XLIFF 1.2."""
    heading = file.heading
    root = Element("xliff", {"version": "1.2", "xmlns": NAMESPACE})
    about = {
        "original": names.original(heading.translation),
        "source-language": heading.source_language,
        "target-language": heading.target_language,
        "datatype": "html",
        "product-name": PRODUCT,
        "build-num": heading.source_digest,
        "tool-id": TOOL,
    }
    inner = SubElement(root, "file", about)
    header = SubElement(inner, "header")
    SubElement(header, "tool", {"tool-id": TOOL, "tool-name": PRODUCT})
    SubElement(header, "note").text = names.plain(file.title)
    body = SubElement(inner, "body")
    for unit in file.units:
        _write(body, unit)
    return written(root)


def _write(body: Element, unit: Unit) -> None:
    most = {"maxwidth": str(unit.place.max_length), "size-unit": "char"} if unit.place.max_length else {}
    element = SubElement(body, "trans-unit", {"id": unit.id, "xml:space": "preserve", **most})
    fill(SubElement(element, "source"), unit.source, unit.source, CODES)
    if unit.target:
        state = "translated" if unit.is_translated else "needs-translation"
        fill(SubElement(element, "target", {"state": state}), unit.source, unit.target, CODES)
    SubElement(element, "note", {"annotates": "source"}).text = names.plain(unit.place.label)


def read(root: Node) -> Incoming:
    """What an XLIFF 1.2 file says. Raises FileRefused when it holds something else than one translation."""
    file = names.only_file(root)
    heading = Heading(
        names.translation_in(file),
        file.attributes.get("source-language", ""),
        file.attributes.get("target-language", ""),
        file.attributes.get("build-num", ""),
        file.line,
    )
    return Incoming(heading, [_read(unit) for unit in file.all("trans-unit")])


def _read(unit: Node) -> Entry:
    name, source, target = unit.attributes.get("id", ""), unit.first("source"), unit.first("target")
    line = (target or unit).line
    try:
        return Entry(
            line,
            name,
            words_of(source, CODES) if source else (),
            words_of(target, CODES) if target else (),
            finished=target is None or target.attributes.get("state") not in UNFINISHED,
        )
    except markup.Broken as broken:
        return Entry(line, name, problem=str(broken))
