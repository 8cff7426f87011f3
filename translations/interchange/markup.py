"""Words with inline markup: what wagtail-localize keeps as HTML, and XLIFF as words and codes.

wagtail-localize holds plain text escaped, and rich text with inline tags that have no attributes but the ``id`` of a
link (wagtail_localize/strings.py).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from html import escape, unescape
from itertools import count, groupby
from typing import NamedTuple

from django.utils.translation import gettext as _
from wagtail_localize.strings import INLINE_TAGS

BREAK = "br"
DEEPEST = 20
"""How deep codes may stand in each other: far more than anybody writes, far less than would exhaust the stack."""

TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:\s[^<>]*?)?)(?P<empty>/?)>")
ANCHOR = re.compile(r'\s+id="([A-Za-z0-9_]+)"\s*')
IDENTIFIER = re.compile(r"\d+-([a-z]+)(?:-([A-Za-z0-9_]+))?")
UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold."""


class Broken(Exception):
    """Markup that is not what wagtail-localize keeps; the message is for people."""


class Code(NamedTuple):
    """A tag and what stands inside of it; ``anchor`` is the id of a link. A line break has nothing inside."""

    name: str
    anchor: str
    inside: "Inline" = ()

    @property
    def tag(self) -> str:
        """The tag that begins it, which is what tells two codes apart."""
        return f'<{self.name} id="{self.anchor}">' if self.anchor else f"<{self.name}>"


Inline = tuple[str | Code, ...]


def parse(html: str) -> Inline:
    """Words and codes of an HTML fragment. Raises Broken for tags that are unknown, not closed or have attributes."""
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    open_codes: list[Code] = []
    parts: list[list[str | Code]] = [[]]
    position = 0
    for tag in TAG.finditer(html):
        parts[-1].append(unescape(html[position : tag.start()]))
        position = tag.end()
        if tag["end"]:
            if not open_codes or open_codes[-1].name != tag["name"]:
                raise Broken(_("%(tag)s closes nothing.") % {"tag": tag[0]})
            code = open_codes.pop()
            inside = joined(parts.pop())
            parts[-1].append(code._replace(inside=inside))
            continue
        code = _code(tag)
        if code.name == BREAK or tag["empty"]:
            parts[-1].append(code)
            continue
        open_codes.append(code)
        parts.append([])
        if len(parts) > DEEPEST:
            raise Broken(_("Tags stand too deep in each other."))
    if open_codes:
        raise Broken(_("%(tag)s is not closed.") % {"tag": open_codes[-1].tag})
    return joined([*parts[-1], unescape(html[position:])])


def parse_kept(html: str) -> Inline:
    """Words and codes of what is in the database; what cannot be read as such is given as it stands there, as words."""
    try:
        return parse(html)
    except Broken:
        return joined([html])


def render(inline: Inline) -> str:
    """The HTML of words and codes, as wagtail-localize writes it."""
    return _written(inline, "<br/>", lambda words: escape(words, quote=False))


def shown(inline: Inline) -> str:
    """Words and codes for people: characters as they are, tags visible, lines broken."""
    return _written(inline, "\n", str)


def text(inline: Inline) -> str:
    """The words alone, lines broken: what a field without markup holds."""
    return "".join(
        part if isinstance(part, str) else "\n" if part.name == BREAK else text(part.inside) for part in inline
    )


def joined(parts: Iterable[str | Code]) -> Inline:
    """Words and codes without empty words, and without two words beside each other."""
    found: list[str | Code] = []
    for is_code, group in groupby(parts, key=lambda part: isinstance(part, Code)):
        if is_code:
            found += group
        elif words := "".join(map(str, group)):
            found.append(words)
    return tuple(found)


def sendable(inline: Inline) -> Inline:
    """Words and codes as a file can carry them: without characters that XML cannot hold."""
    return joined(
        UNSENDABLE.sub("", part) if isinstance(part, str) else part._replace(inside=sendable(part.inside))
        for part in inline
    )


def codes(inline: Inline) -> Iterator[Code]:
    """Every code, in the order in which they begin."""
    for part in inline:
        if isinstance(part, Code):
            yield part
            yield from codes(part.inside)


def identifiers(source: Inline, words: Inline) -> Iterator[str]:
    """What names each code of some words in a file, in the order in which they begin.

    It says what the code is and counts those of the source: ``1-b``, ``2-a-a1``. A translation has the same for the
    same code; what the source does not have is counted on.
    """
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    total = 0
    for total, code in enumerate(codes(source), 1):
        numbers[code.tag].append(total)
    further = count(total + 1)
    for code in codes(words):
        number = numbers[code.tag].pop(0) if numbers[code.tag] else next(further)
        yield "-".join(filter(None, [str(number), code.name, code.anchor]))


def named(identifier: str) -> Code:
    """The code, still empty, that an identifier names. Raises Broken for what is none of ours."""
    found = IDENTIFIER.fullmatch(identifier)
    if found is None or found[1] not in INLINE_TAGS:
        raise Broken(_("The code “%(id)s” is none of this text.") % {"id": identifier})
    return Code(found[1], found[2] or "")


def complaint(source: Inline, translation: Inline) -> str:
    """What is wrong with the codes of a translation, for people; empty when it has exactly those of its source."""
    wanted, found = (Counter(code.tag for code in codes(inline)) for inline in (source, translation))
    if missing := wanted - found:
        return _("The source has %(tags)s, the translation does not.") % {"tags": ", ".join(missing.elements())}
    if added := found - wanted:
        if set(added) <= set(wanted):
            return _("The translation has %(tags)s more often than the source.") % {"tags": ", ".join(added)}
        return _("The translation has %(tags)s, the source does not.") % {"tags": ", ".join(added)}
    if any(inner.name == "a" for code in codes(translation) if code.name == "a" for inner in codes(code.inside)):
        return _("A link stands inside of another link.")
    return ""


def _code(tag: re.Match[str]) -> Code:
    name, attributes = tag["name"], tag["attributes"]
    if name not in INLINE_TAGS:
        raise Broken(_("%(tag)s is not allowed here.") % {"tag": tag[0]})
    if not attributes.strip():
        return Code(name, "")
    anchor = ANCHOR.fullmatch(attributes)
    if name != "a" or anchor is None:
        raise Broken(_("%(tag)s has attributes that are not allowed here.") % {"tag": tag[0]})
    return Code(name, anchor[1])


def _written(inline: Inline, line_break: str, write: Callable[[str], str]) -> str:
    written = ""
    for part in inline:
        if isinstance(part, str):
            written += write(part)
        elif part.name == BREAK:
            written += line_break
        else:
            written += f"{part.tag}{_written(part.inside, line_break, write)}</{part.name}>"
    return written
