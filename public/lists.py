"""Lists of public pages for templates: paged, filtered, resolved."""

from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest

from public.models import PublicPage
from public.query import public_pages
from public.resolve import resolve_listings

PAGE_SIZE = 20


def children_of(
    request: HttpRequest,
    public: PublicPage | None,
    *,
    order: str = "path",
    filters: dict[str, str] | None = None,
) -> PaginatorPage | list[Any]:
    """One page of the public children of a page, as resolved short forms; ``?page=`` says which.

    ``order`` is an ordering of PublicPage; ``filters`` maps fields to the key the children must use there, empty for
    any. Numbers out of range give the nearest page. Empty for a page that is not public yet.
    """
    if public is None:
        return []
    found = public_pages(request).filter(path__startswith=public.path, depth=public.depth + 1)
    for field, key in (filters or {}).items():
        if key:
            found = found.filter(uses__field=field, uses__key=key)
    page = Paginator(found.order_by(order, "title", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = resolve_listings(request, page.object_list)
    return page
