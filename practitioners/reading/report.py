"""Who has read which safety update: the screens of practice managers, and their files."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.widgets.button import Button

from core.models import User
from core.spreadsheets import shielded
from practitioners.models.reading import Acknowledgement
from practitioners.reading.acknowledging import ASKS
from public.models import PublicPage
from public.query import all_public_pages
from public.readers import verified_accounts
from review.queue.entries import language_name
from review.queue.filters import languages, one_of

PERMISSION = "practitioners.view_acknowledgement"
PAGE_SIZE = 50
CHUNK = 2000
"""How many rows of a file are read from the database at a time."""
BOM = "\ufeff"
"""Without it Excel reads accents wrong."""
READ, EARLIER, UNREAD = "read", "earlier", "unread"
STATES = {
    READ: gettext_lazy("Read"),
    EARLIER: gettext_lazy("Read an earlier text"),
    UNREAD: gettext_lazy("Not read"),
}
"""How a practitioner stands to the words of an update."""


def updates() -> QuerySet[PublicPage]:
    """The safety updates that are public, each in its own words, with ``read``: how many practitioners read these."""
    given = Acknowledgement.objects.filter(
        user__in=verified_accounts(), subject=OuterRef("edition__subject"), digest=OuterRef("edition__copy_id")
    )
    counted = given.order_by().values("digest").annotate(number=Count("pk")).values("number")
    found = all_public_pages().filter(ASKS, stands_in=PublicPage.StandsIn.NOTHING).select_related("edition")
    return found.annotate(read=Coalesce(Subquery(counted), 0))


def practitioners_for(public: PublicPage) -> QuerySet[User]:
    """The verified practitioners, with when they read the words of an update (``read_at``) and when, last, other words
    of it (``earlier_at``), and the ``state`` that follows: one of STATES.
    """
    given = Acknowledgement.objects.filter(user=OuterRef("pk"), subject=public.edition.subject).order_by("-at")
    is_present = Q(digest=public.edition.copy_id)
    return verified_accounts().annotate(
        read_at=Subquery(given.filter(is_present).values("at")[:1]),
        earlier_at=Subquery(given.exclude(is_present).values("at")[:1]),
        state=Case(
            When(read_at__isnull=False, then=Value(READ)),
            When(earlier_at__isnull=False, then=Value(EARLIER)),
            default=Value(UNREAD),
        ),
    )


class UpdatesFilterSet(WagtailFilterSet):
    """What the updates can be narrowed by."""

    locale = one_of(gettext_lazy("Language"), languages)

    class Meta:
        model = PublicPage
        fields: list[str] = []


class PractitionersFilterSet(WagtailFilterSet):
    """What the practitioners can be narrowed by."""

    state = one_of(gettext_lazy("State"), list(STATES.items()), method="by_state")

    class Meta:
        model = User
        fields: list[str] = []

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those in one state."""
        return queryset.filter(state=value)


class UpdatesPaginator(WagtailPaginator):
    """Counts safety updates."""

    verbose_name = gettext_lazy("safety update")
    verbose_name_plural = gettext_lazy("safety updates")


class PractitionersPaginator(WagtailPaginator):
    """Counts practitioners."""

    verbose_name = gettext_lazy("practitioner")
    verbose_name_plural = gettext_lazy("practitioners")


class ReportView(SpreadsheetExportMixin, BaseListingView):
    """A list for those who may see what practitioners read, with its file."""

    header_icon = "check"
    paginate_by = PAGE_SIZE
    is_searchable = True
    search_backend_name = None
    FORMATS = (SpreadsheetExportMixin.FORMAT_CSV,)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_export:
            return self.write_csv_response(self.exported().iterator(CHUNK))
        return super().get(request, *args, **kwargs)

    def exported(self) -> QuerySet:
        """The rows of the file."""
        return self.get_queryset()

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [Button(_("Download CSV"), url=self.csv_export_url, icon_name="download", priority=90)]

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> str:
        if value is None:
            return ""
        if isinstance(value, datetime):
            return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")
        return shielded(str(value))

    def stream_csv(self, queryset: Any) -> Iterator[Any]:
        yield BOM
        yield from super().stream_csv(queryset)


class AcknowledgementsView(ReportView):
    """The safety updates, latest first; the file holds every acknowledgement ever given, of whatever text."""

    page_title = gettext_lazy("Acknowledgements")
    index_url_name = "acknowledgements"
    index_results_url_name = "acknowledgements_results"
    filterset_class = UpdatesFilterSet
    paginator_class = UpdatesPaginator
    search_fields = ["title"]
    no_results_message = gettext_lazy("No safety update is public, or none matches.")
    export_filename = "acknowledgements"
    export_headings = {
        "title": gettext_lazy("Title"),
        "language": gettext_lazy("Language"),
        "name": gettext_lazy("Name"),
        "email": gettext_lazy("E-mail address"),
        "at": gettext_lazy("Read on"),
        "subject": gettext_lazy("Text"),
        "digest": gettext_lazy("Digest"),
    }
    list_export = list(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        total = verified_accounts().count()
        return [
            TitleColumn("title", label=_("Title"), get_url=lambda page: reverse("acknowledgements_of", args=[page.pk])),
            Column("locale", label=_("Language"), accessor=lambda page: language_name(page.locale)),
            DateColumn("released_at", label=_("Released")),
            Column("read", label=_("Read")),
            Column("unread", label=_("Not read"), accessor=lambda page: total - page.read),
        ]

    def get_base_queryset(self) -> QuerySet[PublicPage]:
        return updates().order_by("-released_at", "pk")

    def exported(self) -> QuerySet[Acknowledgement]:
        return Acknowledgement.objects.order_by("-at", "-pk")

    def to_row_dict(self, item: Acknowledgement) -> dict[str, Any]:
        language = language_name(item.subject.rpartition(":")[2])
        return {name: language if name == "language" else getattr(item, name) for name in self.list_export}


class AcknowledgementsOfView(ReportView):
    """The verified practitioners and whether they have read a safety update: those who have not come first."""

    index_url_name = "acknowledgements_of"
    index_results_url_name = "acknowledgements_of_results"
    filterset_class = PractitionersFilterSet
    paginator_class = PractitionersPaginator
    search_fields = ["first_name", "last_name", "email"]
    no_results_message = gettext_lazy("There are no verified practitioners, or none matches.")
    columns = [
        Column("name", label=gettext_lazy("Name"), accessor=str),
        Column("email", label=gettext_lazy("E-mail address")),
        Column("state", label=gettext_lazy("State"), accessor=lambda user: STATES[user.state]),
        DateColumn("read_at", label=gettext_lazy("Read on")),
        DateColumn("earlier_at", label=gettext_lazy("Earlier text read on")),
    ]
    export_headings = {
        "name": gettext_lazy("Name"),
        "email": gettext_lazy("E-mail address"),
        "state": gettext_lazy("State"),
        "read_at": gettext_lazy("Read on"),
        "earlier_at": gettext_lazy("Earlier text read on"),
    }
    list_export = list(export_headings)

    @cached_property
    def update(self) -> PublicPage:
        """The safety update that is asked about; 404 where none is public at that id."""
        if found := updates().filter(page__id=self.kwargs["page_id"]).first():
            return found
        raise Http404

    def get_page_title(self) -> str:
        return self.update.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("acknowledgements"), "label": AcknowledgementsView.page_title}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.update.title}]

    def get_index_url(self) -> str:
        return reverse(self.index_url_name, args=[self.update.pk])

    def get_index_results_url(self) -> str:
        return reverse(self.index_results_url_name, args=[self.update.pk])

    def get_filename(self) -> str:
        return f"acknowledgements-{self.update.slug}-{self.update.locale}"

    def get_base_queryset(self) -> QuerySet[User]:
        unread_first = F("read_at").asc(nulls_first=True)
        return practitioners_for(self.update).order_by(unread_first, "last_name", "first_name", "pk")

    def to_row_dict(self, item: User) -> dict[str, Any]:
        told = {"name": item, "state": STATES[item.state]}
        return {name: told.get(name) or getattr(item, name) for name in self.list_export}


class AcknowledgementsMenuItem(MenuItem):
    """The way to the acknowledgements, among the reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)
