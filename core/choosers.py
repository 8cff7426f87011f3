"""Which pages the choosers of Wagtail's admin name to whom.

Wagtail's own know no permissions: everybody who may use the admin learns the title of every page there
(wagtail/admin/views/chooser.py). Here a page that is not for everybody is named only to those who may work on it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views import chooser
from wagtail.models import Page
from wagtail.permissions import policy_registry

from review.subjects import reviewable_models

MOST_DIGITS = 18
"""Of an id that every database can look up."""


def without_unknown(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Those of some pages that this user may know of."""
    private = Page.objects.type(*(model for model in reviewable_models() if getattr(model, "private", False)))
    closed = Page.objects.private() | private
    own = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(Q(pk__in=own.values("pk")) | ~Q(pk__in=closed.values("pk")))


class KnownBrowseView(chooser.BrowseView):
    """The page chooser; 404 where this user may not know the page whose children it lists."""

    def get_object_list(self) -> QuerySet[Page]:
        if not without_unknown(Page.objects.filter(pk=self.parent_page.pk), self.request).exists():
            raise Http404
        return super().get_object_list()


def of_known_pages(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of a chooser that is told pages by their ids; 404 when this user may not know one of them."""

    @wraps(view)
    def choose(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        ids = {int(pk) for pk in request.GET.getlist("id") if pk.isdecimal() and len(pk) <= MOST_DIGITS}
        named = Page.objects.filter(pk__in=ids)
        if without_unknown(named, request).count() < named.count():
            raise Http404
        return view(request, **kwargs)

    return choose
