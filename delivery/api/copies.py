"""The signed bytes themselves, for whoever wants to compute the digest that stands on a page."""

from django.http import Http404, HttpRequest, HttpResponse

from delivery.api import parameters
from delivery.api.answers import endpoint
from ledger.models import Copy
from public.parts import has_part
from public.query import public_pages
from public.readers import reader_of

MISSING = "No Copy matches the given query."


@endpoint
def detail(request: HttpRequest, digest: str) -> HttpResponse:
    """``copies/<digest>/``: the exact bytes of a copy that a page this reader may see shows now.

    One with a part for practitioners is for them alone: bytes without it would have another digest. Raises Http404 for
    all others, whether the ledger knows them or not.
    """
    parameters.check(request, frozenset())
    shown = public_pages(request).filter(edition__copy=digest).values("edition__copy")
    copy = Copy.objects.filter(pk__in=shown).first()
    if copy is None or (has_part(copy.payload) and not reader_of(request).is_verified):
        raise Http404(MISSING)
    return HttpResponse(bytes(copy.payload), content_type="application/json")
