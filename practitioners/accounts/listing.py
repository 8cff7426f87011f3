"""The list of applications."""

from typing import Any

from django.db.models import BooleanField, Case, QuerySet, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from practitioners.accounts.countries import country_choices
from practitioners.accounts.steps import policy
from practitioners.models.applications import Application, Profession
from review.queue.filters import one_of

PAGE_SIZE = 20
State = Application.State
SHOWN_STATES = [choice for choice in State.choices if choice[0] != State.UNCONFIRMED]


def countries() -> list[tuple[str, str]]:
    """The countries that somebody has applied from."""
    codes = set(Application.objects.confirmed().order_by().values_list("country", flat=True).distinct())
    return [choice for choice in country_choices() if choice[0] in codes]


class ApplicationFilterSet(WagtailFilterSet):
    """Applications by what became of them, and by what they say."""

    state = one_of(_("Status"), SHOWN_STATES)
    profession = one_of(_("Profession"), Profession.choices)
    country = one_of(_("Country"), countries)

    class Meta:
        model = Application
        fields: list[str] = []


def _licence(found: Application) -> str:
    return f"{found.licence_number}, {found.place}"


def _duplicate(found: Any) -> str:
    return gettext("Same licence or NPI") if found.is_duplicate else ""


class WideColumn(Column):
    """A column for which a phone has no place; the application itself says what stands in it."""

    def __init__(self, name: str, **options: Any):
        super().__init__(name, classname="application-wide", **options)

    class Media:
        css = {"all": ["practitioners/applications.css"]}


class ApplicationsView(generic.IndexView):
    """Every application with a confirmed address: those that wait first, the oldest at the top."""

    model = Application
    permission_policy = policy
    any_permission_required = ("change", "view")
    page_title = _("Applications")
    header_icon = "user"
    index_url_name = "applications:index"
    index_results_url_name = "applications:index_results"
    filterset_class = ApplicationFilterSet
    search_fields = ("name", "user__email", "licence_number", "licence_key", "npi", "practice")
    search_backend_name = None
    paginate_by = PAGE_SIZE
    columns = [
        TitleColumn("name", label=_("Name"), url_name="applications:detail"),
        StatusTagColumn("get_state_display", label=_("Status"), primary=lambda found: found.state == State.PENDING),
        WideColumn("get_profession_display", label=_("Profession")),
        WideColumn("licence_number", label=_("Licence"), accessor=_licence),
        Column("is_duplicate", label=_("Duplicate"), accessor=_duplicate),
        DateColumn("submitted_at", label=_("Handed in")),
        WideColumn("access_until", label=_("Access until")),
    ]

    def get_base_queryset(self) -> QuerySet[Application]:
        waits = Case(When(state=State.PENDING, then=Value(True)), default=Value(False), output_field=BooleanField())
        found = Application.objects.confirmed().with_duplicates().select_related("user__verification")
        return found.annotate(waits=waits).order_by("-waits", "submitted_at", "pk")
