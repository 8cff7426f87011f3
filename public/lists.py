"""Lists of public pages for templates: paged, filtered, resolved."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpRequest

from public.models import PublicPage, PublicUse
from public.query import listed_pages, public_pages
from public.resolve import Referred, Source, resolve, resolve_listings, short_form

PAGE_SIZE = 20
UNKNOWN = "unknown"
"""Stands for whatever somebody asks for that is no option; no page uses such a key."""


def children_of(
    request: HttpRequest,
    public: PublicPage | None,
    *,
    order: str = "path",
    filters: dict[str, str] | None = None,
    values: dict[str, Any] | None = None,
) -> PaginatorPage | list[Any]:
    """One page of the public children of a page, as resolved short forms; ``?page=`` says which.

    ``order`` is an ordering of PublicPage; ``filters`` maps fields to the key the children must use there, empty for
    any; ``values`` maps fields to the plain value the children must have there. Numbers out of range give the nearest
    page. Empty for a page that is not public yet.
    """
    if public is None:
        return []
    found = using(children(request, public), filters or {})
    found = found.filter(**{f"fields__{field}": value for field, value in (values or {}).items()})
    page = paged(request, found.order_by(order, "title", "pk"))
    page.object_list = resolve_listings(request, page.object_list)
    return page


def children(request: HttpRequest, public: PublicPage) -> QuerySet[PublicPage]:
    """The public children of a page that lists name."""
    return listed_pages(request).filter(path__startswith=public.path, depth=public.depth + 1)


def using(found: QuerySet[PublicPage], filters: Mapping[str, str]) -> QuerySet[PublicPage]:
    """The pages that use in each field the key it is mapped to; empty for any."""
    for field, key in filters.items():
        if key:
            found = found.filter(uses__field=field, uses__key=key)
    return found


def users_of(request: HttpRequest, public: PublicPage | None, kind: str, field: str) -> list[dict[str, Any]]:
    """The public pages of a type whose copies name a page in a field, by title, as short forms.

    What these refer to themselves is left out: then one query does. Empty for a page that is not public yet.
    """
    if public is None:
        return []
    found = listed_pages(request).filter(type=kind, locale=public.locale).order_by("title", "pk")
    found = using(found, {field: f"page:{public.translation_key}"}).defer("text", "fields")
    return resolve(request, [Source(short_form(page), page.locale, page.ids) for page in found], Referred({}, {}))


def paged(request: HttpRequest, found: QuerySet[PublicPage]) -> PaginatorPage[Any]:
    """The part of a list that ``?page=`` asks for; numbers out of range give the nearest one."""
    return Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))


def narrowed(
    request: HttpRequest, public: PublicPage | None, fields: Iterable[str], order: str = "path"
) -> dict[str, Any]:
    """The children of a page as a reader narrows them, for a template; what is no option finds none.

    ``options`` as of ``options_for``; ``filters``: the key that was asked for by field, empty for any; ``asked``: the
    labels of these keys, as far as they are known; ``is_narrowed``: whether anything was asked for.
    """
    options = options_for(request, public, fields)
    filters, asked = {}, []
    for field, choices in options.items():
        labels, key = dict(choices), request.GET.get(field, "")
        filters[field] = key if key in labels or not key else UNKNOWN
        asked += [labels[key]] if key in labels else []
    children = children_of(request, public, order=order, filters=filters)
    return {
        "children": children,
        "options": options,
        "filters": filters,
        "asked": asked,
        "is_narrowed": any(filters.values()),
    }


def options_for(
    request: HttpRequest, public: PublicPage | None, fields: Iterable[str]
) -> dict[str, list[tuple[str, str]]]:
    """What the public children of a page can be filtered by: for each field the (key, label) that some child uses.

    A page's label is its title, and pages this reader may not see are left out; any other key has the label of the
    text that was released last, of one in the reader's language before any other. Sorted by label. One query.
    """
    options: dict[str, dict[str, str]] = {field: {} for field in fields}
    if public is not None:
        named = public_pages(request).filter(subject=Concat(OuterRef("key"), Value(f":{public.locale}")))
        used = PublicUse.objects.filter(field__in=options, page__in=children(request, public))
        used = used.annotate(title=Subquery(named.values("title")[:1])).values_list("field", "key", "title", "label")
        used = used.annotate(other=Min("page__stands_in"), at=Max("page__released_at")).order_by("other", "-at", "key")
        for field, key, title, label, _other, _at in used:
            if shown := title or label:
                options[field].setdefault(key, shown)
    return {field: sorted(found.items(), key=lambda option: _folded(option[1])) for field, found in options.items()}


def _folded(label: str) -> str:
    """A label for sorting: whatever the case, and accents where their letters are."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", label.casefold()) if not unicodedata.combining(sign))


def chosen_from(request: HttpRequest, field: str, options: list[tuple[str, str]]) -> str:
    """The key a reader filters a field by; empty when they ask for none of the options."""
    asked = request.GET.get(field, "")
    return asked if asked in dict(options) else ""
