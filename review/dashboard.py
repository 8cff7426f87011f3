"""What each person's own texts wait for: drafts, what is in review, what came back; on the dashboard and in full."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, WorkflowState, get_default_page_content_type
from wagtail.permissions import policy_registry

from review.desk import name_of
from review.editor.overviews import unsigned_by
from review.models import Submission
from review.queue.entries import ago, endings, in_days, language_name, type_name
from review.queue.rounds import due_again
from review.subjects import existing

RETURNED = "returned"
SHOWN = 5
PAGE_SIZE = 20


@dataclass(frozen=True)
class Line:
    """A text in a list: where its author goes on with it, and in ``notes`` what there is to know first."""

    title: str
    url: str
    notes: Sequence[str]


@dataclass(frozen=True)
class OwnTexts:
    """One of the lists: which rows, how each is told, and what is said when there are none."""

    name: str
    label: Promise
    nothing: Promise
    found: Callable[[Any], QuerySet]
    tell: Callable[[Iterable[Any]], list[Line]]


def writes(user: Any) -> bool:
    """Whether somebody writes pages."""
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, {"add", "change"}))


def may_add_pages(user: Any) -> bool:
    """Whether somebody begins pages, and not only changes them."""
    return bool(policy_registry.get_by_type(Page).user_has_permission(user, "add"))


def drafts(user: Any) -> QuerySet[Page]:
    """The pages that somebody owns or wrote last, whose latest words are not public and not on their way."""
    # As text, for the table holds the ids of snippets too.
    active = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type(), object_id=Cast(OuterRef("pk"), CharField())
    )
    pages = Page.objects.filter(Q(owner=user) | Q(latest_revision__user=user), has_unpublished_changes=True)
    return (
        pages.filter(~Exists(active), alias_of=None)
        .select_related("locale")
        .order_by("-latest_revision_created_at", "-pk")
    )


def in_review(user: Any) -> QuerySet[Submission]:
    """What somebody sent to review and nobody has decided yet, the most urgent first."""
    return _told(Submission.objects.waiting().filter(submitted_by=user).exclude(task_state=None))


def returned(user: Any) -> QuerySet[Submission]:
    """What somebody sent to review and got back, until they send it again; the latest first."""
    rounds = Submission.objects.filter(
        submitted_by=user,
        task_state__workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        task_state=F("task_state__workflow_state__current_task_state"),
    )
    return _told(rounds.order_by("-closed_at", "-pk"))


def _told(rounds: QuerySet[Submission]) -> QuerySet[Submission]:
    return rounds.select_related("task_state__workflow_state").prefetch_related("assignments__person")


def _drafts(pages: Iterable[Page]) -> list[Line]:
    return [
        Line(
            page.draft_title,
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            [
                str(page.page_type_display_name),
                language_name(page.locale.language_code),
                _("changed %(ago)s") % {"ago": ago(page.latest_revision_created_at)},
            ],
        )
        for page in pages
    ]


def _in_review(rounds: Iterable[Submission]) -> list[Line]:
    return _lines(rounds, lambda each: [_waits_for(each), _("due %(day)s") % {"day": in_days(each.due_on)}])


def _returned(rounds: Iterable[Submission]) -> list[Line]:
    return _lines(rounds, lambda each: [_returned_by(each), ago(each.closed_at)])


def _lines(rounds: Iterable[Submission], notes: Callable[[Submission], list[str]]) -> list[Line]:
    found = list(rounds)
    present = existing(each.subject for each in found)
    return [
        Line(each.title, _edit_url(each), [type_name(each.type), language_name(each.locale), *notes(each)])
        for each in found
        if each.subject in present
    ]


def _edit_url(submission: Submission) -> str:
    """Where its author edits it."""
    viewset = getattr(apps.get_model(submission.type), "snippet_viewset", None)
    name = viewset.get_url_name("edit") if viewset else "wagtailadmin_pages:edit"
    return reverse(name, args=[submission.task_state.workflow_state.object_id])


def _waits_for(submission: Submission) -> str:
    return _("waits for %(names)s") % {"names": ", ".join(unsigned_by(submission))}


def _returned_by(submission: Submission) -> str:
    """Only who decided last is named: whoever signed before has no wishes."""
    decided = [each for each in submission.assignments.all() if each.sign_off is not None]
    last = max(decided, key=lambda each: each.signed_at, default=None)
    return _("%(name)s asks for changes") % {"name": name_of(last.person if last else None)}


LISTS = {
    each.name: each
    for each in (
        OwnTexts(
            RETURNED,
            gettext_lazy("Returned to me"),
            gettext_lazy("Nothing was returned to you."),
            returned,
            _returned,
        ),
        OwnTexts(
            "drafts",
            gettext_lazy("My drafts"),
            gettext_lazy("You have no drafts. What you write stands here until you submit it."),
            drafts,
            _drafts,
        ),
        OwnTexts(
            "in-review",
            gettext_lazy("In review"),
            gettext_lazy("Nothing of yours is in review."),
            in_review,
            _in_review,
        ),
    )
}


class OwnTextsPanel(Component):
    """The head of one of the lists. What came back is shown only where something did."""

    template_name = "review/dashboard/own.html"

    def __init__(self, texts: OwnTexts, order: int):
        self.texts, self.name, self.order = texts, texts.name, order

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        found = list(self.texts.found(parent_context["request"].user)[: SHOWN + 1])
        return {"texts": self.texts, "lines": self.texts.tell(found[:SHOWN]), "more": len(found) > SHOWN}


class DueAgainPanel(Component):
    """The public texts that are to be signed again first."""

    name = "due-again"
    template_name = "review/dashboard/due_again.html"
    order = 58

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"endings": endings(due_again()[:SHOWN])}


class OwnTextsView(WagtailAdminTemplateMixin, TemplateView):
    """One of the lists in full."""

    template_name = "review/dashboard/list.html"
    header_icon = "edit"

    @cached_property
    def texts(self) -> OwnTexts:
        """Which list."""
        if self.kwargs["name"] not in LISTS:
            raise Http404
        return LISTS[self.kwargs["name"]]

    def get_page_title(self) -> str:
        return str(self.texts.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.texts.found(self.request.user), PAGE_SIZE).get_page(self.request.GET.get("p"))
        lines = self.texts.tell(page.object_list)
        return {**super().get_context_data(**kwargs), "texts": self.texts, "lines": lines, "page_obj": page}
