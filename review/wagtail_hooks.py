"""Where review enters Wagtail's admin."""

from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from review import desk, urls
from review.listings import ClaimPatterns, ProhibitedPhrases
from review.models import ReviewerCredential
from review.panels import ReviewAndSignItem, ReviewHomePanel, ReviewMenuItem, signs
from review.permissions import latest_is_cleared
from review.subjects import Reviewable

PUBLISH, SUBMIT, CANCEL = "action-publish", "action-submit", "action-cancel-workflow"

register_snippet(ClaimPatterns)
register_snippet(ProhibitedPhrases)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [path("review/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> ReviewMenuItem:
    return ReviewMenuItem(
        _("Review"), reverse_lazy("review:queue"), name="review", icon_name="clipboard-list", order=90
    )


@hooks.register("construct_homepage_panels")
def add_home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """The queue comes first for those who sign."""
    if signs(request):
        panels.append(ReviewHomePanel())


@hooks.register("insert_global_admin_css")
def global_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("review/review.css"))


@hooks.register("insert_editor_js")
def editor_js() -> str:
    return format_html('<script src="{}" defer></script>', static("review/findings.js"))


@hooks.register("construct_page_action_menu")
def arrange_page_actions(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    arrange(items, request, context.get("page"))


@hooks.register("construct_snippet_action_menu")
def arrange_snippet_actions(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    if issubclass(context["model"], Reviewable):
        arrange(items, request, context.get("instance"))


def arrange(items: list[Any], request: HttpRequest, obj: Any) -> None:
    """Offer what leads to a signature: submitting first, publishing only what is cleared, deciding to those who may.

    ``obj`` is the page or snippet in the editor; None or unsaved while it is being created.
    """
    saved = isinstance(obj, Reviewable) and obj.pk
    if not (saved and latest_is_cleared(obj)):
        items[:] = [item for item in items if item.name != PUBLISH]
    items[:] = [_renamed(item, _("Take back from review")) if item.name == CANCEL else item for item in items]
    items.sort(key=lambda item: item.name != SUBMIT)
    if saved:
        decide = ReviewAndSignItem(obj, request.user)
        if decide.may_decide():
            items.insert(0, decide)


def _renamed(item: Any, label: Any) -> Any:
    """The same action under another name; Wagtail shares its items between all requests."""
    item = copy(item)
    item.label = label
    return item


@hooks.register("before_edit_page", order=-10)
@hooks.register("before_edit_snippet", order=-10)
def tell_what_was_asked_for(request: HttpRequest, obj: Any) -> None:
    """Whoever opens a text that came back from review is told first what has to change."""
    if request.method != "GET":
        return
    obj = getattr(obj, "specific", obj)
    asked = desk.asked_for(obj) if isinstance(obj, Reviewable) else None
    if asked:
        words = {"name": asked.signer_name, "comment": asked.comment}
        messages.warning(request, gettext("%(name)s asks for changes: %(comment)s") % words)


@hooks.register("before_create_snippet")
def nobody_makes_their_own_credential(request: HttpRequest, model: type) -> None:
    """The name and letters under which somebody signs are vouched for by somebody else."""
    if model is ReviewerCredential and request.POST.get("user") == str(request.user.pk):
        _refuse_unless_administrator(request)


@hooks.register("before_edit_snippet")
def nobody_changes_their_own_credential(request: HttpRequest, obj: Any) -> None:
    """Nor is it handed to oneself or renamed by whom it names."""
    if isinstance(obj, ReviewerCredential):
        nobody_makes_their_own_credential(request, ReviewerCredential)
        if obj.user_id == request.user.pk:
            _refuse_unless_administrator(request)


def _refuse_unless_administrator(request: HttpRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied
