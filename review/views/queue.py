"""What waits for a signature."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, Table, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView

from review import desk, signing

PAGE_SIZE = 20


class TextPaginator(WagtailPaginator):
    """Counts texts, which is what the reader sees, not the task states behind them."""

    verbose_name = _("text")
    verbose_name_plural = _("texts")


class QueueTitleColumn(TitleColumn):
    """The title, as a link to the review page, and a note on what the reader wrote themselves."""

    cell_template_name = "review/queue_title.html"


class QueueView(BaseListingView):
    """What waits for a sign-off that this user may give, oldest first."""

    page_title = _("Review")
    header_icon = "clipboard-list"
    template_name = "review/queue.html"
    paginate_by = PAGE_SIZE
    paginator_class = TextPaginator
    index_url_name = "review:queue"
    table_classname = "listing review-queue"
    columns = [
        QueueTitleColumn("title", label=_("Title"), get_url=lambda entry: entry.url),
        Column("kind", label=_("Type")),
        Column("locale", label=_("Language")),
        Column("submitted_by", label=_("Submitted by")),
        DateColumn("since", label=_("Waiting")),
    ]

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles in which the reader signs."""
        return signing.roles_of(self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.roles:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        return desk.waiting_for(self.roles)

    def get_table(self, object_list: Any) -> Table:
        return super().get_table(desk.entries(object_list, self.request.user))
