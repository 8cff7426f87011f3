"""What review adds to Wagtail's own screens."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from review import desk, errors, signing
from review.queue import rounds
from review.queue.entries import entries
from review.queue.rounds import Reader

SHOWN = 5


def reader_of(request: HttpRequest) -> Reader:
    """Who is asking, as somebody at the desk; the same for the whole of a request."""
    if not hasattr(request, "_review_reader"):
        request._review_reader = Reader(request.user)
    return request._review_reader


def waiting(request: HttpRequest) -> dict[str, int]:
    """How much waits for a signature that is this user's to give, and how much of it is overdue; asked once."""
    if not hasattr(request, "_review_waiting"):
        request._review_waiting = rounds.counts(rounds.mine(reader_of(request)))
    return request._review_waiting


def signs(request: HttpRequest) -> bool:
    """Whether this user may sign anything."""
    return bool(reader_of(request).roles)


class ReviewMenuItem(MenuItem):
    """The way to the queue, with the number of items in it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return signs(request)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        count = waiting(request)["waiting"]
        label = _("Review (%(count)s)") % {"count": count} if count else self.label
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name)


class ReviewHomePanel(Component):
    """The head of the queue, first on the dashboard of those who sign."""

    name = "review"
    template_name = "review/home_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        reader = reader_of(request)
        head = rounds.mine(reader)[:SHOWN]
        return {"request": request, "entries": entries(head, reader), **waiting(request)}


class ReviewAndSignItem(ActionMenuItem):
    """A link from the editor to the review page, for those who may decide; pages and snippets alike."""

    name = "action-review-and-sign"
    icon_name = "clipboard-list"
    template_name = "review/action_menu_item.html"

    def __init__(self, obj: Any, user: Any):
        super().__init__(order=-10)
        self.obj = obj
        self.user = user

    @cached_property
    def label(self) -> str:
        return _("Review and sign")

    @cached_property
    def submission(self) -> Any:
        return desk.submission_of(self.obj)

    def may_decide(self) -> bool:
        """Whether the item is to be offered."""
        if self.submission is None:
            return False
        try:
            signing.signatory(signing.item_for(self.submission), self.user)
        except errors.Refused:
            return False
        return True

    def get_url(self, parent_context: Any) -> str:
        return desk.review_url(self.submission)
