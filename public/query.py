"""The one meaning of “public”. Every page, list, search, feed, sitemap and API answer starts here."""

from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_

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
    return _between(found[1], tuple(held.refused_paths(request))).all()


def pages_for_everyone(request: HttpRequest) -> QuerySet[PublicPage]:
    """The public pages that no view restriction covers, whoever asks: for feeds and sitemaps, which others keep."""
    covered = [path for path, _ in state.for_request(request).restrictions]
    return public_pages(request).exclude(_at_or_below(covered)) if covered else public_pages(request)


def all_public_pages() -> QuerySet[PublicPage]:
    """The pages somebody may see: public ones and those behind a restriction. For staff screens, never for readers."""
    return _current()


@lru_cache(maxsize=64)
def _between(roots: tuple[str, ...], refused: tuple[str, ...]) -> QuerySet[PublicPage]:
    """The pages at or below some places of the tree, and not at or below others; none where there are no roots.

    Most readers ask for the same, and composing it takes longer than the database takes to answer.
    """
    if not roots:
        return PublicPage.objects.none()
    found = _current().filter(_at_or_below(roots))
    return found.exclude(_at_or_below(refused)) if refused else found


def _at_or_below(paths: Iterable[str]) -> Q:
    return reduce(or_, (Q(path__startswith=path) for path in paths))


def _current() -> QuerySet[PublicPage]:
    # A page that was moved behind the product's back is not shown until the projection has followed: who may see
    # it hangs on its place.
    return PublicPage.objects.filter(page__live=True, page__path=F("path"), edition__retired_at__isnull=True)
