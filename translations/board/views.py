"""The board: as a list of what to do next, and as a table of texts by languages."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, QuerySet, Value, When
from django.forms import Select
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale

from core.spreadsheets import shielded
from review.queue.entries import language_name, type_name
from translations.board.access import Looker, looker_of
from translations.board.batches import unfinished
from translations.board.filters import BoardFilterSet
from translations.board.lines import Line, lines
from translations.models import Standing
from translations.models.board import DONE

PAGE_SIZE = 50
CHUNK = 2000
"""How many rows of a spreadsheet are read from the database at a time."""
TABS = {"list": _("What to do next"), "matrix": _("By language")}
"""The tabs of the board, by the names of their addresses."""


class TranslationPaginator(WagtailPaginator):
    """Counts texts in one language each."""

    verbose_name = _("translation")
    verbose_name_plural = _("translations")


class TextPaginator(WagtailPaginator):
    """Counts texts, each in all languages."""

    verbose_name = _("text")
    verbose_name_plural = _("texts")


class BoardView(BaseListingView):
    """A tab of the board, open to those who translate and to those who sign."""

    page_title = _("Translations")
    header_icon = "wagtail-localize-language"
    template_name = "translations/board/board.html"
    results_template_name = "translations/board/board_results.html"
    table_template_name: str
    assigns = False
    """Whether what is ticked can be assigned."""
    filterset_class = BoardFilterSet
    is_searchable = True
    search_fields = ["title"]
    paginate_by = PAGE_SIZE
    queryset = Standing.objects.select_related("owner")

    @property
    def looker(self) -> Looker:
        """Who looks."""
        return looker_of(self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.looker.may_look:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(TABS[self.index_url_name.removeprefix("translation_board:")])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        # The tabs say which one it is.
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @property
    def no_results_message(self) -> str:
        if self.is_filtering or self.is_searching:
            return str(_("Nothing matches."))
        return str(_("Nothing stands here yet. Texts appear as they are written, once there is a second language."))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        shown = self.request.GET.copy()
        for name in ("_w_filter_fragment", self.page_kwarg):
            shown.pop(name, None)
        query = f"?{shown.urlencode()}" if shown else ""
        tabs = [
            {
                "url": reverse(f"translation_board:{name}") + query,
                "label": label,
                "current": self.index_url_name == f"translation_board:{name}",
            }
            for name, label in TABS.items()
        ]
        more = {"tabs": tabs, "filter_query": shown.urlencode(), "here": self.index_url + query}
        if self.looker.locales:
            more["batches"] = list(unfinished(self.looker.user))
        return {**super().get_context_data(*args, **kwargs), **more}

    def plain_filters(self) -> list[tuple[str, str]]:
        """The labels and controls of the filters, for a browser that runs no scripts; without ids, as in the header."""
        return [
            (field.label, field.as_widget(Select(choices=field.field.choices), {"id": False}))
            for field in self.filters.form
        ]


class ListView(SpreadsheetExportMixin, BoardView):
    """A line for each text in each language: one's own first, then what waits longest, and last what is done."""

    index_url_name = "translation_board:list"
    index_results_url_name = "translation_board:list_results"
    assigns = True
    table_template_name = "translations/board/list.html"
    paginator_class = TranslationPaginator
    FORMATS = (SpreadsheetExportMixin.FORMAT_CSV,)
    export_filename = "translations"
    export_headings = {
        "title": _("Title"),
        "type": _("Type"),
        "locale": _("Language"),
        "get_state_display": _("State"),
        "percent": _("Percent"),
        "words": _("Words"),
        "words_to_do": _("Words to do"),
        "segments_behind": _("Segments behind"),
        "since": _("Since"),
        "owner": _("Owner"),
        "due_on": _("Due"),
    }
    list_export = list(export_headings)

    def get_base_queryset(self) -> QuerySet[Standing]:
        is_done = Case(When(state__in=DONE, then=Value(1)), default=Value(0))
        is_others = Case(When(owner=self.request.user.pk, then=Value(0)), default=Value(1))
        oldest = F("since").asc(nulls_last=True)
        return super().get_base_queryset().order_by(is_done, is_others, oldest, "title", "locale")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_export:
            return self.write_csv_response(self.get_queryset().iterator(CHUNK))
        return super().get(request, *args, **kwargs)

    def paginate_queryset(self, queryset: QuerySet[Standing], page_size: int) -> tuple[Any, Any, list[Line], bool]:
        paginator, page, found, more = super().paginate_queryset(queryset, page_size)
        return paginator, page, lines(found, self.looker), more

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [Button(_("Download CSV"), url=self.csv_export_url, icon_name="download", priority=90)]

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        match field, value:
            case _, None | int():
                return value
            case "type", _:
                return type_name(value)
            case "locale", _:
                return language_name(value)
            case _, datetime():
                return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")
        return shielded(str(value))


class MatrixView(BoardView):
    """A line for each text, with a cell for each language."""

    index_url_name = "translation_board:matrix"
    index_results_url_name = "translation_board:matrix_results"
    table_template_name = "translations/board/matrix.html"
    paginator_class = TextPaginator

    @cached_property
    def locales(self) -> list[tuple[str, str]]:
        """The columns: the languages of content, and what people call them."""
        codes = Locale.objects.order_by("pk").values_list("language_code", flat=True)
        return [(code, language_name(code)) for code in codes]

    def get_queryset(self) -> QuerySet:
        found = super().get_queryset().order_by("title", "translation_key")
        return found.values_list("title", "translation_key").distinct()

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple[Any, Any, list[dict[str, Any]], bool]:
        paginator, page, found, more = super().paginate_queryset(queryset, page_size)
        return paginator, page, self._rows([key for __, key in found]), more

    def _rows(self, keys: list[Any]) -> list[dict[str, Any]]:
        """For each translation key its title, type and source language, and its line in each language."""
        cells: defaultdict[Any, dict[str, Line]] = defaultdict(dict)
        for line in lines(Standing.objects.filter(translation_key__in=keys), self.looker):
            cells[line.standing.translation_key][line.standing.locale] = line
        rows = []
        for key in keys:
            first = next(iter(cells[key].values()))
            row = {"title": first.standing.title, "content": first.content, "key": key}
            row["cells"] = [(language, cells[key].get(code)) for code, language in self.locales]
            rows.append(row)
        return rows
