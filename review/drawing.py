"""Copies drawn as readers get them, with their passages, and their changes where asked for, marked in place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from wagtail.models import Page

from ledger.models import Edition
from review.comparison import Change, Comparison, compare
from review.copy import canonical
from review.marks import Marking
from review.parts import Words, leaves, read
from review.passages import Passage, passage_of
from review.signs import Signs
from review.subjects import Marks, Reviewable, kinds

Data = dict[str, Any]
DOCUMENT_TITLE = re.compile(r'<a data-document="[^"]*" data-extension="[^"]*" data-title="([^"]*)">')


@dataclass(frozen=True)
class Drawn:
    """A drawn page.

    ``unseen`` is what is signed with it but is not seen on it. ``comparison`` is that of the two copies where changes
    are marked, its pages and snippets called by their titles; ``unplaced`` are its changes that are not marked
    anywhere on the page.
    """

    html: str
    unseen: list[Passage]
    comparison: Comparison | None
    unplaced: list[Change]


def draw(
    request: HttpRequest,
    model: type[Reviewable],
    after: Data,
    before: Data | None,
    marks: bool,
    page: Page | None = None,
    edition: Edition | None = None,
) -> Drawn:
    """A copy drawn by the templates that readers get, with an anchor where each passage begins.

    With ``marks`` its differences from ``before`` are marked, and what is gone is put back; ``before`` is None where
    there was nothing. ``page`` and ``edition`` are those of ``Reviewable.draw``.
    """
    comparison = named(compare(before, after), after["meta"]["locale"]) if marks else None
    merged = comparison.merged if comparison else read(after)
    signs = Signs(canonical([before, after]).decode())
    signed = signs.write(merged)
    # What an older copy lacks is empty in it.
    whole = {name: [] if isinstance(value, list) else None for name, value in signed.items()} | after
    response = model.draw(request, signed, page=page, edition=edition, marks=Marks(signs.plain, whole))
    marking = Marking(response.content.decode(), signs, comparison.changes if comparison else [])
    html = marking.html()
    changes = enumerate(comparison.changes if comparison else [])
    return Drawn(
        html,
        list(_unseen(after, marking.seen)),
        comparison,
        [change for number, change in changes if number not in marking.marked],
    )


def text_response(
    request: HttpRequest,
    model: type[Reviewable],
    after: Data,
    before: Data | None = None,
    marks: bool = False,
    page: Page | None = None,
) -> HttpResponse:
    """What ``draw`` draws, for the frame of a review page."""
    response = HttpResponse(draw(request, model, after, before, marks, page).html)
    patch_cache_control(response, private=True, no_store=True)
    return response


def named(comparison: Comparison, locale: str) -> Comparison:
    """A comparison whose pages and snippets go by their titles in a locale; copies know only their keys."""
    keys = {name for change in comparison.changes for name in (change.old, change.new) if _is_key(name)}
    titles = _titles(keys, locale) if keys else {}
    changes = [
        change._replace(old=titles.get(change.old, change.old), new=titles.get(change.new, change.new))
        for change in comparison.changes
    ]
    return replace(comparison, changes=changes)


def _unseen(copy: Data, seen: set[str]) -> Iterator[Passage]:
    for leaf in leaves(read(copy)):
        if not isinstance(leaf, Words) or leaf.is_empty:
            continue
        if leaf.place not in seen:
            yield passage_of(leaf)
        if leaf.rich:
            label = _("%(label)s, Title of the document") % {"label": leaf.label}
            yield from (
                Passage(leaf.place, unescape(title), False, label) for title in DOCUMENT_TITLE.findall(leaf.words or "")
            )


def _is_key(name: str) -> bool:
    kind, _, key = name.partition(":")
    return len(key) == 36 and kind in {"page", *kinds()}


def _titles(keys: set[str], locale: str) -> dict[str, str]:
    """The titles of pages and snippets by key, a query for each kind; what is gone is said to be."""
    titles = dict.fromkeys(keys, _("something that is gone"))
    for kind, model in {"page": Page, **kinds()}.items():
        wanted = [key.partition(":")[2] for key in keys if key.startswith(f"{kind}:")]
        if wanted:
            rows = model._default_manager.filter(translation_key__in=wanted).select_related("locale")
            found = rows.values_list("translation_key", "title", "locale__language_code")
            titles |= {f"{kind}:{key}": title for key, title, code in sorted(found, key=lambda row: row[2] == locale)}
    return titles
