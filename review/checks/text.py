"""What a check reads: a page or snippet, and what can be asked of its copy, each worked out when first asked for."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model

from ledger import record
from review.copy import copy_data, snippets_in
from review.passages import Passage, of_block, passages
from review.policy import ReviewPolicy
from review.subjects import FOR_PRACTITIONERS, PRACTITIONERS, Reviewable, declared
from review.words import plain, sentences

Shared = TypeVar("Shared")

CITATION = re.compile(r'data-cite="(\d+)"')
POINTER = re.compile(r'data-ref="([^"]+)"')
HEADINGS = frozenset({"title", "seo_title", "question", "hero_heading", "label"})
"""The names of what announces other words: at the end of a place."""
NO_WORDS = "meta/slug"


class Text:
    """A page or snippet under check, saved or not, as it would be signed.

    ``copy`` is its copy where that is not the one ``obj`` makes now: what is public is signed again as it is.
    """

    def __init__(self, obj: Reviewable, copy: dict[str, Any] | None = None):
        self.obj = obj
        self._copy = copy
        self.language: str = obj.locale.language_code.split("-")[0]
        self._sentences: dict[str, list[str]] = {}
        self._shared: dict[Callable[[Text], Any], Any] = {}

    @property
    def is_given(self) -> bool:
        """Whether its copy was given: then only those words count, and not what tools around it hold by now."""
        return self._copy is not None

    def shared(self, function: "Callable[[Text], Shared]") -> Shared:
        """What several checks need of the text: worked out by the first of them."""
        if function not in self._shared:
            self._shared[function] = function(self)
        return self._shared[function]

    def read(self) -> None:
        """Work out the copy. Raises whatever keeps a draft from having one."""
        self.copy  # noqa: B018

    @cached_property
    def copy(self) -> dict[str, Any]:
        """The copy as data (review.copy)."""
        return self._copy or copy_data(self.obj)

    @cached_property
    def snippets(self) -> dict[Model, str]:
        """The rows, as they are now, of the snippets that stand in the copy by value, each with its key there."""
        return snippets_in(self.copy)

    @property
    def policy(self) -> ReviewPolicy:
        """Who has to sign it."""
        return self.obj.review_policy

    def audience_of(self, place: str) -> str:
        """Whom the words at a place are written for: a page may have a part for practitioners alone."""
        outermost = self.blocks.get("/".join(place.split("/")[:2]), {})
        return PRACTITIONERS if outermost.get("type") == FOR_PRACTITIONERS else self.obj.audience

    @cached_property
    def passages(self) -> list[Passage]:
        """Its words in reading order, without the slug, which repeats the title."""
        return [passage for passage in passages(self.copy) if passage.place != NO_WORDS]

    def sentences(self, passage: Passage) -> list[str]:
        """The sentences of a passage."""
        if passage.place not in self._sentences:
            words = plain(passage.words) if passage.rich else passage.words
            self._sentences[passage.place] = sentences(words)
        return self._sentences[passage.place]

    def is_heading(self, passage: Passage) -> bool:
        """Whether a passage announces others: titles, headings, questions, labels."""
        name = passage.place.rpartition("/")[2]
        return name in HEADINGS or self.blocks.get(of_block(passage.place), {}).get("type") == "heading"

    @cached_property
    def running(self) -> list[Passage]:
        """The passages in which one goes on reading: neither headings nor what search engines alone show."""
        return [
            passage
            for passage in self.passages
            if not self.is_heading(passage) and not passage.place.startswith("meta/")
        ]

    @cached_property
    def blocks(self) -> dict[str, dict[str, Any]]:
        """The blocks of its streams by their place, in reading order, each before those inside it."""
        return {place: block for name, value in self.copy.items() for place, block in _blocks(value, name)}

    @cached_property
    def citations(self) -> dict[str, str]:
        """The keys of the references it cites, each with the place where it is cited first."""
        references = self.copy["references"]
        found: dict[str, str] = {}
        for passage in self.passages:
            for number in CITATION.findall(passage.words) if passage.rich else ():
                found.setdefault(references[int(number) - 1]["key"], passage.place)
        return found

    @cached_property
    def cited(self) -> frozenset[str]:
        """The units that hold a citation."""
        return frozenset(unit(passage.place) for passage in self.passages if CITATION.search(passage.words))

    @cached_property
    def pointers(self) -> list[tuple[str, str]]:
        """The keys of other reviewed content that it links to or shows, each with the place where it does."""
        found = []
        for place, value in self.walk():
            if isinstance(value, dict) and "ref" in value:
                found.append((place, value["ref"]))
            elif isinstance(value, str):
                found += [(place, key) for key in POINTER.findall(value)]
        return found

    @cached_property
    def released(self) -> frozenset[str]:
        """Which of those keys readers of this locale get something for. One query."""
        locale = self.copy["meta"]["locale"]
        subjects = {f"{key}:{locale}" for _, key in self.pointers}
        names = record.current().filter(subject__in=subjects).values_list("subject", flat=True)
        return frozenset(name.rpartition(":")[0] for name in names)

    def walk(self) -> Iterator[tuple[str, Any]]:
        """Every object and every string of its fields, each with its place."""
        for name in dict.fromkeys(["title", *declared(type(self.obj))]):
            yield from _walk(self.copy[name], name)

    def rank(self, place: str) -> tuple[int, int, int]:
        """What findings are sorted by: the place's field, its block, and its passage in reading order."""
        return (
            self._fields.get(place.partition("/")[0], -1),
            self._blocks.get(of_block(place), -1),
            self._places.get(place, -1),
        )

    @cached_property
    def _fields(self) -> dict[str, int]:
        model = apps.get_model(self.copy["meta"]["type"])
        return {name: rank for rank, name in enumerate(dict.fromkeys(["title", *declared(model), "meta"]))}

    @cached_property
    def _blocks(self) -> dict[str, int]:
        return {place: rank for rank, place in enumerate(self.blocks)}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {passage.place: rank for rank, passage in enumerate(self.passages)}


def unit(place: str) -> str:
    """The place of what a passage shares its citations with: a section, a question, else its block or field."""
    block = of_block(place)
    inner = place.removeprefix(f"{block}/").split("/")
    in_list = len(inner) > 2 and inner[1].isdigit()
    return "/".join([block, *inner[:2]]) if in_list else block


def _blocks(value: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for block in value if _is_stream(value) else ():
        inner = f"{place}/{block['id']}"
        yield inner, block
        yield from _blocks(block["value"], inner)


def _is_stream(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and _is_block(value[0])


def _is_block(value: dict[str, Any]) -> bool:
    return value.keys() == {"id", "type", "value"}


def _walk(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield place, value
        for name, part in value.items():
            yield from _walk(part, f"{place}/{name}")
    elif isinstance(value, list):
        for position, part in enumerate(value):
            if isinstance(part, dict) and _is_block(part):
                yield from _walk(part["value"], f"{place}/{part['id']}")
            else:
                yield from _walk(part, f"{place}/{position}")
    elif isinstance(value, str):
        yield place, value
