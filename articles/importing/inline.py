"""Reads what stands inside a paragraph, a heading or a cell."""

from collections.abc import Iterator

from bs4 import Tag
from django.utils.translation import gettext as _

from .clean import LOWERED, RAISED, clean_text, is_link
from .document import Unplaced
from .report import excerpt
from .tags import BLOCKS, MEDIA, STRUCK

ARROWS = {"↑", "↩", "↩\ufe0e", "^"}


def tidy(tag: Tag) -> Iterator[Unplaced]:
    """Bring inline formatting to the article's own tags, and take out what it cannot hold."""
    for node in tag.find_all(MEDIA | STRUCK | {"a", "strong", "em"}):
        if node.decomposed:
            continue
        if node.name in MEDIA:
            yield medium(node)
            node.decompose()
        elif node.name in STRUCK:
            yield Unplaced(_("struck-out text %s") % excerpt(node.get_text()), _("taken as deleted"))
            node.decompose()
        elif node.name == "a":
            yield from tidy_link(node)
        else:
            node.name = {"strong": "b", "em": "i"}[node.name]


def tidy_link(link: Tag) -> Iterator[Unplaced]:
    """Keep a link that works from anywhere; of any other the text stays and the address is reported."""
    address = str(link.get("href", "")).strip()
    text = clean_text(link.get_text())
    if is_link(address):
        link["href"] = address
        return
    if address.startswith("#") and text in ARROWS:
        link.decompose()  # the way back from a footnote
        return
    if address and not address.startswith("#"):
        yield Unplaced(
            _("link on %(text)s to %(address)s") % {"text": excerpt(text), "address": excerpt(address)},
            _("its text is kept; choose the page in the editor"),
        )
    link.unwrap()


def medium(tag: Tag) -> Unplaced:
    """A picture, video or other embedded thing."""
    source = clean_text(str(tag.get("src", "")))
    name = clean_text(str(tag.get("alt", ""))) or ("" if source.startswith("data:") else source)
    if tag.name in ("img", "picture", "svg", "canvas", "map"):
        what, why = _("picture"), _("add it from the picture library, with its alternative text")
    elif tag.name in ("iframe", "video", "audio"):
        what, why = _("video or embedded page"), _("add it as a video block if it is on YouTube or Vimeo")
    else:
        what, why = _("embedded object <%s>") % tag.name, _("articles cannot hold it")
    return Unplaced(f"{what} {excerpt(name)}" if name else what, why)


def plain(tag: Tag) -> list[str]:
    """The lines of text in a tag, without formatting; raised and lowered digits stay so (10², H₂O)."""
    for node in tag.find_all({"sup", "sub"}):
        node.replace_with(node.get_text().translate(RAISED if node.name == "sup" else LOWERED))
    for node in tag.find_all(BLOCKS | {"br"}):
        node.insert_before("\n")
        node.insert_after("\n")
    return [line for line in map(clean_text, tag.get_text().split("\n")) if line]


def plain_with_losses(tag: Tag, place: str) -> tuple[list[str], list[Unplaced]]:
    """The lines of a tag whose place holds plain text only, and the media and links this loses."""
    left_out = list(tidy(tag))
    for link in tag.find_all("a"):
        what = {"text": excerpt(link.get_text()), "address": excerpt(str(link["href"]))}
        left_out.append(Unplaced(_("link on %(text)s to %(address)s") % what, _("%s holds plain text only") % place))
    return plain(tag), left_out
