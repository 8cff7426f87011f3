"""How the glossary is shown in the admin."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from core.spreadsheets import shielded
from translations.glossary.table import BOM, COLUMNS, STATE, cells_of
from translations.glossary.views import ImportView, PreviewView
from translations.models import GlossaryTerm

APPROVED, PROPOSED = "approved", "proposed"


def languages(_request: HttpRequest) -> QuerySet[Locale]:
    """The languages of the site."""
    return Locale.objects.all()


def of_language(field: str, label: Any) -> django_filters.ModelChoiceFilter:
    """A filter by one of the two languages of a term."""
    return django_filters.ModelChoiceFilter(
        field_name=field, label=label, queryset=languages, empty_label=_("All"), widget=forms.RadioSelect
    )


class TermFilterSet(WagtailFilterSet):
    """What the glossary can be narrowed by."""

    source_locale = of_language("source_locale", _("From language"))
    target_locale = of_language("target_locale", _("Into language"))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(APPROVED, _("Approved")), (PROPOSED, _("Proposal"))],
        empty_label=_("All"),
        method="by_state",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = GlossaryTerm
        fields: list[str] = []

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that count, or those that do not."""
        return queryset.filter(approved_by__isnull=value == PROPOSED)


class TermsView(IndexView):
    """The terms, and the file of those that are shown."""

    FORMATS = (IndexView.FORMAT_CSV,)
    table_classname = "listing glossary-terms"

    def get_base_queryset(self) -> QuerySet[GlossaryTerm]:
        return super().get_base_queryset().select_related("source_locale", "target_locale")

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """The ways in and out of files."""
        buttons = [Button(_("Download CSV"), url=self.csv_export_url, icon_name="download", priority=100)]
        if self.user_has_permission("add") and self.user_has_permission("change"):
            url = self.index_url + "import/"
            buttons.append(Button(_("Import CSV"), url=url, icon_name="upload", priority=110))
        return buttons

    def to_row_dict(self, item: GlossaryTerm) -> dict[str, str]:
        return {**cells_of(item), STATE: APPROVED if item.is_approved else PROPOSED}

    def get_preprocess_function(self, field: str, value: Any, export_format: str) -> Any:
        return shielded

    def get_heading(self, queryset: QuerySet, field: str) -> str:
        return field

    def stream_csv(self, queryset: QuerySet) -> Iterator[bytes]:
        # Without it Excel reads accents wrong.
        yield BOM.encode()
        yield from super().stream_csv(queryset)


class Glossary(SnippetViewSet):
    """The terms of all pairs of languages."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    menu_name = "glossary"
    add_to_admin_menu = True
    menu_order = 92
    index_view_class = TermsView
    filterset_class = TermFilterSet
    search_backend_name = None
    search_fields = ["source", "target", "note"]
    list_display = [
        "source",
        Column("wording", label=_("Translation")),
        Column("pair", label=_("Languages")),
        StatusTagColumn("state", label=_("State"), primary=lambda term: term.is_approved),
    ]
    list_export = [*COLUMNS, STATE]
    export_filename = "glossary"
    list_per_page = 50
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("import/", self.construct_view(ImportView), name="import"),
            path("import/<int:pk>/", self.construct_view(PreviewView), name="preview"),
        ]
