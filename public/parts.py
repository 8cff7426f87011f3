"""The parts of a copy: what everybody reads, and what is for verified practitioners alone.

A page is one subject, with one copy and one sign-off that hold both. This module is the one place where they are told
apart: whatever leaves the ledger for readers comes through ``for_reader`` or ``for_everyone``, before anything is
resolved, counted or searched. What is signed, compared and reviewed is the whole.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from public.readers import reader_of
from public.resolve import in_reading_order, parse
from public.richtext import CITED
from review.subjects import FOR_PRACTITIONERS

MARK = f'"type":"{FOR_PRACTITIONERS}"'.encode()
"""What stands in the canonical bytes of a copy that has such a block, and in no others: quotes in words are escaped."""


def has_part(payload: bytes | memoryview) -> bool:
    """Whether the bytes of a copy hold something that is for practitioners alone."""
    return MARK in bytes(payload)


def is_whole(request: HttpRequest, payload: bytes | memoryview) -> bool:
    """Whether a reader gets a part of these bytes that others do not get."""
    return has_part(payload) and reader_of(request).is_verified


def for_reader(request: HttpRequest, payload: bytes | memoryview) -> dict[str, Any]:
    """A copy as a reader gets it: whole for a verified practitioner, else as ``for_everyone``."""
    copy = parse(payload)
    return for_everyone(copy) if has_part(payload) and not reader_of(request).is_verified else copy


def for_everyone(copy: dict[str, Any]) -> dict[str, Any]:
    """A copy without what is for practitioners alone; ``copy`` itself where it has nothing of that.

    References that are cited nowhere else go with it, and the others are numbered by where they are cited first.
    """
    kept = _without(copy)
    if kept == copy:
        return copy
    references = copy.get("references", [])
    fields = {name: value for name, value in in_reading_order(kept).items() if name != "references"}
    numbers: dict[int, int] = {}
    for cited in _cited(fields):
        if 0 < cited <= len(references):
            numbers.setdefault(cited, len(numbers) + 1)
    return {**_renumbered(fields, numbers), "references": [references[cited - 1] for cited in numbers]}


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_without(part) for part in value if not _is_for_practitioners(part)]
    return value


def _is_for_practitioners(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == FOR_PRACTITIONERS


def _cited(value: Any) -> Iterator[int]:
    """The numbers of the references that a part of a copy cites, in reading order."""
    if isinstance(value, str):
        yield from map(int, CITED.findall(value))
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _cited(part)


def _renumbered(value: Any, numbers: dict[int, int]) -> Any:
    if isinstance(value, str):
        return CITED.sub(lambda mark: _mark(numbers.get(int(mark[1]))), value)
    if isinstance(value, dict):
        return {name: _renumbered(part, numbers) for name, part in value.items()}
    if isinstance(value, list):
        return [_renumbered(part, numbers) for part in value]
    return value


def _mark(number: int | None) -> str:
    return f'<a data-cite="{number}"></a>' if number else ""
