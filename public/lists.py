"""Lists of public pages for templates: paged, filtered, resolved."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpRequest

from public.models import PublicPage, PublicUse
from public.query import listed_pages, public_pages
from public.resolve import Referred, Source, resolve, resolve_listings, short_form

PAGE_SIZE = 20


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


def options_for(
    request: HttpRequest, public: PublicPage | None, fields: Iterable[str]
) -> dict[str, list[tuple[str, str]]]:
    """What the public children of a page can be filtered by: for each field the (key, label) that some child uses.

    A page's label is its title, and pages this reader may not see are left out; any other key is its own label.
    Sorted by label. One query.
    """
    options: dict[str, list[tuple[str, str]]] = {field: [] for field in fields}
    if public is None:
        return options
    children = public_pages(request).filter(path__startswith=public.path, depth=public.depth + 1)
    named = public_pages(request).filter(subject=Concat(OuterRef("key"), Value(f":{public.locale}")))
    used = PublicUse.objects.filter(field__in=options, page__in=children).values("field", "key").distinct()
    for use in used.annotate(title=Subquery(named.values("title")[:1])).order_by("title", "key"):
        is_page = use["key"].startswith("page:")
        if use["title"] or not is_page:
            options[use["field"]].append((use["key"], use["title"] or use["key"]))
    return options


def chosen_from(request: HttpRequest, field: str, options: list[tuple[str, str]]) -> str:
    """The key a reader filters a field by; empty when they ask for none of the options."""
    asked = request.GET.get(field, "")
    return asked if asked in dict(options) else ""
