"""The one meaning of “public”. Every page, list, search, feed, sitemap and API answer starts here."""

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from public import state
from public.models import PublicPage


def public_pages(request: HttpRequest) -> QuerySet[PublicPage]:
    """The pages this reader may see on the site asked for.

    A page is public when it has a current edition, its row is live, and no view restriction on it or above it
    refuses the request.
    """
    held = state.for_request(request)
    found = held.site_for(request)
    if found is None:
        return PublicPage.objects.none()
    within = Q()
    for root in found[1]:
        within |= Q(path__startswith=root)
    if not within:
        return PublicPage.objects.none()
    refused = Q()
    for path in held.refused_paths(request):
        refused |= Q(path__startswith=path)
    return _current().filter(within).exclude(refused) if refused else _current().filter(within)


def pages_for_everyone(request: HttpRequest) -> QuerySet[PublicPage]:
    """The public pages that no view restriction covers, whoever asks: for feeds and sitemaps, which others keep."""
    covered = Q()
    for path, _ in state.for_request(request).restrictions:
        covered |= Q(path__startswith=path)
    return public_pages(request).exclude(covered) if covered else public_pages(request)


def all_public_pages() -> QuerySet[PublicPage]:
    """The pages somebody may see: public ones and those behind a restriction. For staff screens, never for readers."""
    return _current()


def _current() -> QuerySet[PublicPage]:
    # A page that was moved behind the product's back is not shown until the projection has followed: who may see
    # it hangs on its place.
    return PublicPage.objects.filter(page__live=True, page__path=F("path"), edition__retired_at__isnull=True)
