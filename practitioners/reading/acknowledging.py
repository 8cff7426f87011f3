"""Safety updates ask practitioners to say that they have read them.

An acknowledgement is of the exact words that were on the screen. Other words ask again; the same ones, signed again
when their review was due, do not. A text in another language is another text.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from practitioners.models.kinds import ResourceKind
from practitioners.models.reading import Acknowledgement
from public.models import PublicPage
from public.query import listed_pages
from public.readers import reader_of

RESOURCE = "practitioners.PractitionerResourcePage"
ASKS = Q(type=RESOURCE, fields__kind=ResourceKind.SAFETY)
"""What has to be acknowledged, by what was signed."""
CHANGED = "changed"
"""The parameter that tells a page that its words are no longer those which somebody meant to acknowledge."""
PLACE = "#acknowledgement"


@dataclass(frozen=True)
class Asked:
    """How a practitioner stands to a safety update.

    ``read_at`` is when they acknowledged its words, ``earlier_at`` when other words of it, the latest time; ``changed``
    is whether they have just meant to acknowledge words that are not public any more.
    """

    page_id: int
    read_at: datetime | None
    earlier_at: datetime | None
    changed: bool


def asked_of(request: HttpRequest, public: PublicPage | None) -> Asked | None:
    """What a page asks of this reader; None when nothing: it is no safety update, or they are no practitioner."""
    if public is None or not _asks(public) or not reader_of(request).is_practitioner:
        return None
    edition = public.edition
    given = Acknowledgement.objects.filter(user=request.user.pk, subject=edition.subject)
    moments: dict[bool, datetime] = {}
    for digest, at in given.order_by("at").values_list("digest", "at"):
        moments[digest == edition.copy_id] = at
    read_at = moments.get(True)
    return Asked(public.page_id, read_at, moments.get(False), CHANGED in request.GET and read_at is None)


def with_waiting(request: HttpRequest, found: QuerySet[PublicPage]) -> QuerySet[PublicPage]:
    """The pages with ``waits``: whether this reader has still to acknowledge their words."""
    if not reader_of(request).is_practitioner:
        return found.annotate(waits=Value(False))
    given = Acknowledgement.objects.filter(
        user=request.user.pk, subject=OuterRef("edition__subject"), digest=OuterRef("edition__copy_id")
    )
    waits = When(ASKS & ~Exists(given), then=Value(True))
    return found.annotate(waits=Case(waits, default=Value(False), output_field=BooleanField()))


@require_http_methods(["GET", "POST"])
def acknowledge(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a practitioner's word for the words that were on their screen, and lead back to the page.

    Words that are not public any more are not acknowledged: the page, as it is now, says so. A GET takes nothing; it
    is how somebody comes back who had to log in.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, settings.WAGTAIL_FRONTEND_LOGIN_URL)
    public = listed_pages(request).filter(ASKS, page__id=page_id).select_related("edition").first()
    if public is None or not reader_of(request).is_practitioner:
        raise Http404
    if request.method == "POST":
        if request.POST.get("digest") != public.edition.copy_id:
            return redirect(f"{public.address}?{CHANGED}=yes{PLACE}")
        _record(request, public)
    return redirect(f"{public.address}{PLACE}")


def _record(request: HttpRequest, public: PublicPage) -> None:
    user = request.user
    Acknowledgement.objects.get_or_create(
        user=user,
        subject=public.edition.subject,
        digest=public.edition.copy_id,
        defaults={"name": str(user), "email": user.email, "title": public.title, "at": timezone.now()},
    )


def _asks(public: PublicPage) -> bool:
    return public.type == RESOURCE and public.fields.get("kind") == ResourceKind.SAFETY
