"""XML from strangers, read into a small tree that knows its lines; and XML of ours, laid out to be read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, tostring
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser
from django.utils.translation import gettext as _

from translations.interchange.files import FileRefused

DEEPEST = 50
MOST_ELEMENTS = 100_000
HOLDS_WORDS = frozenset({"source", "target", "note"})


@dataclass(slots=True)
class Node:
    """An element: ``children`` are words and elements in order; attributes of other namespaces are left out."""

    namespace: str
    name: str
    attributes: dict[str, str]
    line: int
    children: list["str | Node"] = field(default_factory=list)

    def elements(self, name: str = "") -> "Iterator[Node]":
        """The elements inside, of the same namespace and of a name."""
        for child in self.children:
            if isinstance(child, Node) and child.namespace == self.namespace and name in ("", child.name):
                yield child

    def first(self, name: str) -> "Node | None":
        """The first element inside that has a name."""
        return next(self.elements(name), None)

    def all(self, name: str) -> "Iterator[Node]":
        """The elements of a name at any depth, in the order of the file."""
        for element in self.elements():
            if element.name == name:
                yield element
            yield from element.all(name)


def parse(data: bytes) -> Node:
    """The root of an XML file.

    Raises FileRefused, with the line, for what is not well-formed, declares a document type or entities, or is too deep
    or too large to be a file of ours. Nothing outside of the file is ever read.
    """
    tree = _Tree()
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(tree)
    try:
        parser.parse(BytesIO(data))
    except SAXParseException as error:
        words = _("This is not well-formed XML (%(reason)s). Export the file again from your tool.")
        raise FileRefused(words % {"reason": error.getMessage()}, error.getLineNumber()) from error
    except DefusedXmlException as error:
        words = _("The file declares a document type or entities, which is not accepted. Remove the declaration.")
        raise FileRefused(words, parser.getLineNumber()) from error
    except (LookupError, ValueError) as error:
        raise FileRefused(_("The encoding of the file is not known. Save it as UTF-8."), 1) from error
    return tree.root


class _Tree(ContentHandler):
    """Builds the tree."""

    root: Node

    def __init__(self) -> None:
        super().__init__()
        self.open: list[Node] = []
        self.count = 0
        self.words: list[str] = []

    def setDocumentLocator(self, locator: Any) -> None:
        self.locator = locator

    def startElementNS(self, name: Any, qname: Any, attributes: Any) -> None:
        line = self.locator.getLineNumber()
        self.count += 1
        if len(self.open) >= DEEPEST or self.count > MOST_ELEMENTS:
            raise FileRefused(_("The file is not built like one of ours. Use one that was downloaded here."), line)
        own = {key: value for (namespace, key), value in attributes.items() if namespace is None}
        self._keep_words()
        node = Node(name[0] or "", name[1], own, line)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def endElementNS(self, name: Any, qname: Any) -> None:
        self._keep_words()
        self.open.pop()

    def characters(self, content: str) -> None:
        self.words.append(content)

    def _keep_words(self) -> None:
        if self.words:
            self.open[-1].children.append("".join(self.words))
            self.words = []


def written(root: Element) -> bytes:
    """An element of ours as a file, in UTF-8: one element a line, except where words stand."""
    _lay_out(root, 0)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _lay_out(element: Element, depth: int) -> None:
    if element.tag in HOLDS_WORDS or not len(element):
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        _lay_out(child, depth + 1)
        child.tail = element.text
    element[-1].tail = "\n" + "  " * depth
