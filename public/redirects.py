"""Redirects: where an address that leads nowhere leads now, for this reader."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Replace
from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseRedirectBase
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect

from public.query import public_pages, refused_pages
from public.state import for_request


def redirect_from(request: HttpRequest) -> HttpResponseRedirectBase | None:
    """The answer to an address that no page has any more; None when nothing leads on from it.

    Addresses are found as wagtail.contrib.redirects.middleware finds them. Its target would be a page's address
    whoever asks; here a page this reader may not see is no target.
    """
    redirect = _find(request)
    target = _target(request, redirect) if redirect else None
    if redirect is None or target is None:
        return None
    return HttpResponsePermanentRedirect(target) if redirect.is_permanent else HttpResponseRedirect(target)


def without_refused(request: HttpRequest, redirects: QuerySet[Redirect]) -> QuerySet[Redirect]:
    """Those redirects whose addresses, old or written, name no page that refuses this reader, and none below one."""
    written = Concat(Replace("redirect_link", Value(settings.SITE_URL), Value("")), Value("/"))
    named = refused_pages(request).annotate(written=ExpressionWrapper(OuterRef("written"), TextField()))
    old = refused_pages(request).annotate(old=ExpressionWrapper(Concat(OuterRef("old_path"), Value("/")), TextField()))
    found = redirects.annotate(written=written).exclude(Exists(named.filter(written__startswith=F("address"))))
    return found.exclude(Exists(old.filter(old__startswith=F("address"))))


def _find(request: HttpRequest) -> Redirect | None:
    """The redirect of an address: first with its query, then without; the site's own before one of all sites."""
    whole = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    without_query = urlsplit(whole).path
    asked = [uri_to_iri(whole), whole, uri_to_iri(without_query), without_query]
    paths = [path for path in dict.fromkeys(asked) if "\x00" not in path]
    site = for_request(request).site_for(request)
    found = Redirect.objects.filter(Q(site=None) | Q(site=site[0] if site else None), old_path__in=paths)
    found = without_refused(request, found)
    return min(found, key=lambda redirect: (paths.index(redirect.old_path), redirect.site_id is None), default=None)


def _target(request: HttpRequest, redirect: Redirect) -> str | None:
    if redirect.redirect_page_id is None:
        return redirect.redirect_link or None
    page = public_pages(request).filter(page_id=redirect.redirect_page_id)
    address = page.values_list("address", flat=True).first()
    if address and redirect.redirect_page_route_path:
        return address.rstrip("/") + redirect.redirect_page_route_path
    return address
