"""Words and codes as XLIFF writes them: a pair of tags around words, or a single one for a line break."""

from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from translations.interchange import markup
from translations.interchange.markup import Code, Inline
from translations.interchange.xliff.xml import Node

ANNOTATION = "mrk"
"""What tools put around words for themselves, in both versions; it says nothing about the words."""


class Elements(NamedTuple):
    """What a version of XLIFF calls its codes, and the attributes it gives to one."""

    pair: str
    single: str
    attributes: Callable[[Code], dict[str, str]]


def fill(element: Element, source: Inline, words: Inline, elements: Elements) -> None:
    """Write some words and their codes into an element."""
    _fill(element, markup.sendable(words), markup.identifiers(source, words), elements)


def _fill(element: Element, words: Inline, identifiers: Iterator[str], elements: Elements) -> None:
    last: Element | None = None
    for part in words:
        if isinstance(part, Code):
            name = elements.single if part.name == markup.BREAK else elements.pair
            last = SubElement(element, name, {"id": next(identifiers), **elements.attributes(part)})
            _fill(last, part.inside, identifiers, elements)
        elif last is None:
            element.text = part
        else:
            last.tail = part


def words_of(node: Node, elements: Elements) -> Inline:
    """The words and codes in an element that was read. Raises Broken for codes that are none of ours."""
    return markup.joined(_words(node, elements))


def _words(node: Node, elements: Elements) -> Iterator[str | Code]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.namespace == node.namespace and child.name == ANNOTATION:
            yield from _words(child, elements)
        else:
            yield _code(child, elements)


def _code(node: Node, elements: Elements) -> Code:
    code = markup.named(node.attributes.get("id", ""))
    if node.name != (elements.single if code.name == markup.BREAK else elements.pair):
        raise markup.Broken(_("<%(element)s> is no code of this text.") % {"element": node.name})
    return code._replace(inside=words_of(node, elements))
