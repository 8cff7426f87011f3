"""The screens of the queues."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Select
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from ledger.models import Edition
from review.models import Submission
from review.panels import reader_of, waiting
from review.queue import rounds
from review.queue.entries import Ending, Entry, endings, entries
from review.queue.filters import DoneFilterSet, WaitingFilterSet
from review.queue.rounds import Reader

PAGE_SIZE = 20
TABS = {
    "queue": _("My queue"),
    "team": _("Team"),
    "done": _("Done"),
    "due_again": _("Due again"),
}
"""The tabs of the desk, by the names of their addresses."""


class TextPaginator(WagtailPaginator):
    """Counts texts, which is what the reader sees, not the rows behind them."""

    verbose_name = _("text")
    verbose_name_plural = _("texts")


class DeskView(BaseListingView):
    """A tab of the desk, open to those who sign something."""

    page_title = _("Review")
    header_icon = "clipboard-list"
    template_name = "review/queue.html"
    results_template_name = "review/queue_results.html"
    paginate_by = PAGE_SIZE
    paginator_class = TextPaginator
    table_template_name = "review/queue/table.html"
    nothing: Any
    """What to say when the tab is empty."""

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to the absences."""
        return [HeaderButton(_("Absences"), url=reverse("review:absences"), icon_name="calendar-alt")]

    @property
    def reader(self) -> Reader:
        """Who looks."""
        return reader_of(self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.reader.roles:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(TABS[self.index_url_name.removeprefix("review:")])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        # The tabs say which one it is.
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @property
    def no_results_message(self) -> str:
        return str(_("Nothing matches.") if self.is_filtering or self.is_searching else self.nothing)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            {"url": reverse(f"review:{name}"), "label": label, "current": self.index_url_name == f"review:{name}"}
            for name, label in TABS.items()
        ]
        return {**super().get_context_data(*args, **kwargs), "tabs": tabs, "here": self.here()}

    def here(self) -> str:
        """The address of what is shown, to come back to."""
        shown = self.request.GET.copy()
        shown.pop("_w_filter_fragment", None)
        return f"{self.index_url}?{shown.urlencode()}" if shown else self.index_url


class RoundsView(DeskView):
    """A tab that lists rounds of review, searched by title and narrowed by filters."""

    waits = False
    is_searchable = True
    search_fields = ["title"]

    def paginate_queryset(self, queryset: QuerySet[Submission], page_size: int) -> tuple[Any, Any, list[Entry], bool]:
        paginator, page, found, more = super().paginate_queryset(queryset, page_size)
        return paginator, page, entries(found, self.reader), more

    def plain_filters(self) -> list[tuple[str, str]]:
        """The labels and controls of the filters, for a browser that runs no scripts.

        They stand beside those in the header, so they have no ids.
        """
        return [
            (field.label, field.as_widget(Select(choices=field.field.choices), {"id": False}))
            for field in self.filters.form
        ]


class WaitingView(RoundsView):
    """What waits for a signature, the most urgent first."""

    waits = True
    filterset_class = WaitingFilterSet


class QueueView(WaitingView):
    """What waits for a signature that is the reader's to give."""

    index_url_name = "review:queue"
    index_results_url_name = "review:queue_results"
    nothing = _("Nothing waits for you. What authors submit appears here.")

    def get_base_queryset(self) -> QuerySet[Submission]:
        return rounds.mine(self.reader)

    def get_paginator(self, *args: Any, **kwargs: Any) -> TextPaginator:
        paginator = super().get_paginator(*args, **kwargs)
        if not (self.is_filtering or self.is_searching):
            # The menu counts the same.
            paginator.count = waiting(self.request)["waiting"]
        return paginator


class TeamView(WaitingView):
    """Everything that waits in the reader's roles, and who has it."""

    index_url_name = "review:team"
    index_results_url_name = "review:team_results"
    nothing = _("Nothing waits. What authors submit appears here.")

    def get_base_queryset(self) -> QuerySet[Submission]:
        return rounds.team(self.reader)


class DoneView(RoundsView):
    """The rounds that have ended, the latest first."""

    index_url_name = "review:done"
    index_results_url_name = "review:done_results"
    filterset_class = DoneFilterSet
    nothing = _("No review has ended yet.")

    def get_base_queryset(self) -> QuerySet[Submission]:
        return rounds.done(self.reader)


class DueAgainView(DeskView):
    """The public texts whose clearance has ended or ends soon."""

    index_url_name = "review:due_again"
    table_template_name = "review/queue/due_again.html"
    nothing = _("No clearance ends within 90 days.")

    def get_base_queryset(self) -> QuerySet[Edition]:
        return rounds.due_again()

    def paginate_queryset(self, queryset: QuerySet[Edition], page_size: int) -> tuple[Any, Any, list[Ending], bool]:
        paginator, page, found, more = super().paginate_queryset(queryset, page_size)
        return paginator, page, endings(found), more
