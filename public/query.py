"""The one meaning of “public”. Every page, list, search, feed, sitemap and API answer starts here."""

from collections.abc import Iterable
from functools import cache, lru_cache, reduce
from operator import or_

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest

from public import state
from public.models import PublicPage
from public.readers import reader_of
from review.subjects import reviewable_models


def public_pages(request: HttpRequest) -> QuerySet[PublicPage]:
    """The pages this reader may see on the site asked for.

    A page is public when it has a current edition, its row is live, and no view restriction on it or above it
    refuses the request. A page of a private type is for verified practitioners alone, whatever the restriction on it,
    and public to nobody while none covers it. One whose policy withdraws what is overdue is public until its clearance
    ends.
    """
    held = state.for_request(request)
    found = held.site_for(request)
    if found is None:
        return PublicPage.objects.none()
    covered = held.restricted_paths if reader_of(request).is_verified else ()
    return _between(found[1], tuple(held.refused_paths(request)), covered).all()


def listed_pages(request: HttpRequest) -> QuerySet[PublicPage]:
    """The public pages that lists and search name; a notice stands at its address alone."""
    return public_pages(request).exclude(stands_in=PublicPage.StandsIn.NOTICE)


def refused_pages(request: HttpRequest) -> QuerySet[PublicPage]:
    """The pages that others may see and this reader may not. Their addresses are for asking, never for telling."""
    return all_public_pages().exclude(pk__in=public_pages(request).order_by().values("pk"))


def pages_for_everyone(request: HttpRequest) -> QuerySet[PublicPage]:
    """The public pages with a text of their own that no view restriction covers, whoever asks.

    For feeds and sitemaps, which others keep.
    """
    covered = [path for path, _ in state.for_request(request).restrictions]
    found = public_pages(request).filter(stands_in=PublicPage.StandsIn.NOTHING)
    return found.exclude(_at_or_below(covered) | _at_or_below(covered, "source__path")) if covered else found


def all_public_pages() -> QuerySet[PublicPage]:
    """The pages somebody may see: public ones and those behind a restriction. For staff screens, never for readers."""
    return _current()


@lru_cache(maxsize=64)
def _between(roots: tuple[str, ...], refused: tuple[str, ...], private: tuple[str, ...]) -> QuerySet[PublicPage]:
    """The pages at or below some places of the tree, and not at or below others; none where there are no roots.

    Pages of private types are among them only at or below the ``private`` places.

    Most readers ask for the same, and composing it takes longer than the database takes to answer.
    """
    if not roots:
        return PublicPage.objects.none()
    uncovered = Q(type__in=private_types())
    if private:
        uncovered &= ~_at_or_below(private)
    found = _current().filter(_at_or_below(roots)).exclude(uncovered)
    # Whoever may not read a page may not read its text as the fallback of another either.
    return found.exclude(_at_or_below(refused) | _at_or_below(refused, "source__path")) if refused else found


@cache
def private_types() -> tuple[str, ...]:
    """The types of pages that are never for everybody."""
    return tuple(model._meta.label for model in reviewable_models() if getattr(model, "private", False))


def _at_or_below(paths: Iterable[str], field: str = "path") -> Q:
    return reduce(or_, (Q(**{f"{field}__startswith": path}) for path in paths))


def _current() -> QuerySet[PublicPage]:
    # A page that was moved behind the product's back is not shown until the projection has followed: who may see
    # it hangs on its place.
    in_place = PublicPage.objects.filter(page__live=True, page__path=F("path"), edition__retired_at__isnull=True)
    in_place = in_place.filter(Q(source=None) | Q(source__live=True))
    # By the database's clock, each time it is asked: the composed query is kept.
    return in_place.filter(Q(shown_until=None) | Q(shown_until__gt=Now()))
