"""Lists of pages, with what the public reads of each."""

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from public.models import PublicPage
from review.editor.overviews import overviews
from review.editor.panels import ReviewedEditView


class OverviewColumn(BaseColumn):
    """A column about how a page stands; drawn by the template of its name, which gets ``overview`` or None."""

    @property
    def cell_template_name(self) -> str:
        return f"review/listing/{self.name}.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "overview": getattr(instance, "overview", None)}


WIDE = "review-wide"
"""The class of columns that are left out where there is no room for them."""
COLUMNS = [
    OverviewColumn("public", label=_("Public edition")),
    OverviewColumn("review", label=_("Review")),
    OverviewColumn("due", label=_("Due again"), classname=WIDE),
    OverviewColumn("languages", label=_("Languages"), classname=WIDE),
]


def reviewed(columns: Iterable[BaseColumn]) -> Iterator[BaseColumn]:
    """Columns of Wagtail's, with ours in place of the row's status, which says nothing about what the public reads."""
    for column in columns:
        if column.name in {"latest_revision_created_at", "type"}:
            column = copy(column)
            column.classname = WIDE
            column.header = BaseColumn.Header(column)  # it draws the column it was made for
        if column.name == "status":
            yield from COLUMNS
        else:
            yield column


class ReviewedListing:
    """Gives the pages of a list what the columns about them show; stands before a view of Wagtail's."""

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        # For the links to what readers see.
        address = Prefetch("public", PublicPage.objects.only("address"))
        return super().annotate_queryset(pages).prefetch_related(address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        found = overviews(context["object_list"])
        for page in context["object_list"]:
            page.overview = found.get(page.pk)
        return context


class ReviewedIndexView(ReviewedListing, ExplorableIndexView):
    """The pages below one."""

    base_columns = list(reviewed(ExplorableIndexView.base_columns))


class ReviewedSearchView(ReviewedListing, SearchView):
    """The pages that hold what somebody looks for."""

    # Wagtail gives none here, and counts "1-2 of 2 None".
    verbose_name = Page._meta.verbose_name
    verbose_name_plural = Page._meta.verbose_name_plural
    columns = list(reviewed(SearchView.columns))


class ReviewedTypeView(ReviewedListing, ContentTypeUseView):
    """The pages of a type."""

    base_columns = list(reviewed(ContentTypeUseView.base_columns))


class ReviewedPages(PageViewSet):
    """The screens of every type of page."""

    model = Page
    index_view_class = ReviewedIndexView
    search_view_class = ReviewedSearchView
    content_type_use_view_class = ReviewedTypeView
    edit_view_class = ReviewedEditView


reviewed_pages = ReviewedPages()
