"""Reads the demo's content, and refuses it when it does not hang together.

Content is data: `content/en/*.yaml` is complete, `content/es/*.yaml` holds the translated fields of the same
items and nothing else, `content/references.yaml` holds what is cited. Every item has an `id` by which others
name it:

- a field or block that names an item (`treatments`, `featured`, `related_pages`, ...) holds its id;
- HTML cites with `<cite ref="ID"/>` and links with `<a page="ID">text</a>`;
- `hero_image`, `photo` and image blocks name a picture of `cms.demo.pictures`, `document` the one of
  `cms.demo.document`.

`type` is the model's label, `state` how far the item has come (draft, in_review, rejected, released). A body
is a list of blocks, each a mapping with the block's type as its only key; `for_practitioners` holds blocks itself.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from cms.demo import document, pictures
from review.subjects import FOR_PRACTITIONERS

Item = dict[str, Any]
Content = dict[str, list[Item]]

FOLDER = Path(__file__).parent / "content"
SOURCE = "en"
FILES = (
    "topics",
    "conditions",
    "safety",
    "calls_to_action",
    "notices",
    "home",
    "indexes",
    "treatments",
    "practitioners",
    "articles",
    "standard",
    "section",
)
STATES = frozenset({"draft", "in_review", "rejected", "released"})
TRANSLATED = frozenset(
    """
    title slug seo_title search_description introduction hero_heading body
    name text label boxed_warning information source_label
    summary generic_name route session_length who_for who_not how_it_works what_to_expect timeline contraindications faq
    credentials role biography
    """.split()  # noqa: SIM905 - one word a line would be twenty-seven lines
)
# Where a value is an id or a list of ids, and which file it must come from ("" for any page or snippet).
NAMES_ITEM = {
    "authors": "practitioners",
    "conditions": "conditions",
    "treatments": "treatments",
    "topics": "topics",
    "safety_statement": "safety",
    "call_to_action": "calls_to_action",
    "featured": "",
    "pages": "",
}
NAMES_PICTURE = frozenset({"hero_image", "photo", "image"})
# The parts of each block type; None where the block's value is a single string.
BLOCKS: dict[str, set[str] | None] = {
    "heading": {"text", "level"},
    "rich_text": None,
    "numbered_sections": {"sections"},
    "key_points": {"title", "points"},
    "quote": {"text", "attribution", "source_url"},
    "image": {"image", "alt", "decorative", "caption"},
    "callout": {"tone", "title", "text"},
    "faq": {"items"},
    "timeline": {"steps"},
    "table": {"table_caption", "first_row_is_table_header", "first_col_is_header", "data"},
    "safety_statement": None,
    "call_to_action": None,
    "related_pages": {"title", "pages"},
    FOR_PRACTITIONERS: None,
}
CITATION = re.compile(r'<cite\s+ref="([^"]*)"\s*/>')
LINK = re.compile(r'<a\s+page="([^"]*)"')


class InconsistentContent(ValueError):
    """The content files contradict each other; the message lists every place."""


def read(locale: str = SOURCE) -> Content:
    """The items of one locale by file, complete and checked; what is not translated is left out.

    Raises InconsistentContent when an id is unknown or used twice, or when a translation differs from its
    source in anything but words.
    """
    source = {name: load(SOURCE, name) for name in FILES}
    problems = list(faults(source))
    content = source
    if locale != SOURCE:
        translations = {name: load(locale, name) for name in FILES}
        problems += translation_faults(source, translations)
        if not problems:
            content = {name: merged(source[name], translations[name]) for name in FILES}
    if problems:
        raise InconsistentContent("\n".join(problems))
    return content


def references() -> list[Item]:
    """Everything that is cited: id, type, authors, title, source, year; doi, pmid and url may be ""."""
    blank = {"doi": "", "pmid": "", "url": ""}
    return [blank | item for item in yaml.safe_load((FOLDER / "references.yaml").read_text("utf-8"))]


def load(locale: str, name: str) -> list[Item]:
    content: list[Item] = yaml.safe_load((FOLDER / locale / f"{name}.yaml").read_text("utf-8"))
    return content


def merged(source: list[Item], translations: list[Item]) -> list[Item]:
    """Translated items, each with the fields of its source that have no language."""
    originals = {item["id"]: item for item in source}
    return [originals[item["id"]] | item for item in translations]


def named(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every (key, string) below a value; a string in a list has the list's key."""
    if isinstance(value, dict):
        for inner, child in value.items():
            yield from named(child, inner)
    elif isinstance(value, list):
        for child in value:
            yield from named(child, key)
    elif isinstance(value, str):
        yield key, value


def citations(item: Item) -> list[str]:
    """Ids of the references an item cites, in the order of the text."""
    return [ref for _, text in named(item) for ref in CITATION.findall(text)]


def links(item: Item) -> list[str]:
    """Ids of the pages an item's text links to."""
    return [page for _, text in named(item) for page in LINK.findall(text)]


def faults(content: Content) -> Iterator[str]:
    """What is wrong with the source content."""
    for repeated, times in Counter(item["id"] for items in content.values() for item in items).items():
        if times > 1:
            yield f"{repeated}: the id is used {times} times"
    names = names_known(content)
    for file, items in content.items():
        for item in items:
            where = f"{SOURCE}/{file}.yaml, {item['id']}"
            if item.get("state", "released") not in STATES:
                yield f"{where}: unknown state “{item['state']}”"
            for block in item.get("body", []) + item.get("timeline", []) + item.get("faq", []):
                if not well_built(block):
                    yield f"{where}: a block is not one of ours, or lacks or adds a part: {str(block)[:70]}"
            for key, value in names_used(item):
                if value not in names.get(key, {value}):
                    yield f"{where}: {key} names “{value}”, which does not exist"


def names_known(content: Content) -> dict[str, set[str]]:
    """For each key whose value names something: what it may name."""
    ids = {file: {item["id"] for item in items} for file, items in content.items()}
    everything = set().union(*ids.values())
    return (
        {key: ids[file] if file else everything for key, file in NAMES_ITEM.items()}
        | {key: set(pictures.NAMES) for key in NAMES_PICTURE}
        | {
            "document": {document.NAME},
            "a link": everything,
            "a citation": {ref["id"] for ref in references()},
        }
    )


def names_used(item: Item) -> Iterator[tuple[str, str]]:
    """Every (key, string) of an item, and after them what its texts cite and link to."""
    yield from named(item)
    yield from (("a citation", ref) for ref in citations(item))
    yield from (("a link", page) for page in links(item))


def well_built(block: Item) -> bool:
    """Whether a block is of one known type and has that type's parts, no fewer and no more."""
    (kind, value), *more = block.items()
    if kind == FOR_PRACTITIONERS:
        return not more and all(well_built(inner) and FOR_PRACTITIONERS not in inner for inner in value)
    parts = set(value) if isinstance(value, dict) else None
    return not more and kind in BLOCKS and parts == BLOCKS[kind]


def translation_faults(source: Content, translations: Content) -> Iterator[str]:
    """Where a translation differs from its source in more than words."""
    for name, items in translations.items():
        originals = {item["id"]: item for item in source[name]}
        for item in items:
            where = f"{name}.yaml, {item['id']}"
            if item["id"] not in originals:
                yield f"{where}: translates an item that does not exist"
                continue
            original = originals[item["id"]]
            for key in item.keys() - TRANSLATED - {"id"}:
                yield f"{where}: {key} is not a text to translate"
            for key in TRANSLATED & (original.keys() | item.keys()):
                if shape(original.get(key)) != shape(item.get(key)):
                    yield f"{where}: {key} does not have the parts, citations and links of the source"


def shape(value: Any, key: str = "") -> Any:
    """A value without its words: what a translation must share with its source."""
    if isinstance(value, dict):
        return {inner: shape(child, inner) for inner, child in value.items()}
    if isinstance(value, list):
        return [shape(child, key) for child in value]
    if (
        not isinstance(value, str)
        or key in NAMES_ITEM
        or key in NAMES_PICTURE
        or key in ("level", "tone", "source_url")
    ):
        return value
    tags = Counter(re.findall(r"<(\w+)", value))
    return bool(value), tags, sorted(CITATION.findall(value)), sorted(LINK.findall(value))
