"""Where review enters Wagtail's admin."""

from copy import copy
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.snippets.models import register_snippet

from review import assignment, desk, urls
from review.dashboard import LISTS, RETURNED, DueAgainPanel, OwnTextsPanel, may_add_pages, writes
from review.listings import ClaimPatterns, ProhibitedPhrases
from review.log import FORMATTERS
from review.models import ReviewerCredential
from review.notices.account import NoticesPanel
from review.panels import ReviewAndSignItem, ReviewHomePanel, ReviewMenuItem, reader_of, signs
from review.permissions import latest_is_cleared
from review.policy import EDITOR
from review.subjects import Reviewable

PUBLISH, SUBMIT, CANCEL = "action-publish", "action-submit", "action-cancel-workflow"
RESTART = "action-restart-workflow"

REPEATED = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation", "recent_edits"}
"""Wagtail's panels on the dashboard whose place is taken: they know of no signatures."""
FIRST = 80
"""The place in the menu before all that waits for somebody."""
OWN = 51
"""The place of an author's own texts on the dashboard, after what waits for a signature."""

register_snippet(ClaimPatterns)
register_snippet(ProhibitedPhrases)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [path("review/", include(urls))]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Decisions stand in the log of what was decided on, and who took it on, handed it over or put it off."""
    for name, formatter in FORMATTERS.items():
        actions.register_action(name)(formatter)
    for action in assignment.LOG_ACTIONS:
        actions.register_action(action)(assignment.formatter(action))


@hooks.register("register_admin_menu_item")
def register_menu_item() -> ReviewMenuItem:
    return ReviewMenuItem(
        _("Review"), reverse_lazy("review:queue"), name="review", icon_name="clipboard-list", order=90
    )


@hooks.register("construct_main_menu")
def begin_with_the_days_work(request: HttpRequest, items: list[Any]) -> None:
    """Whoever writes and signs nothing medical begins with the pages; everybody else with what waits for them."""
    if reader_of(request).roles <= {EDITOR} and may_add_pages(request.user):
        items[:] = [_changed(item, order=FIRST) if item.name == "explorer" else item for item in items]


@hooks.register("construct_homepage_panels")
def add_home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """The queue comes first for those who sign, then what authors have to do; not what Wagtail says of the same."""
    panels[:] = [panel for panel in panels if panel.name not in REPEATED]
    if signs(request):
        panels.extend([ReviewHomePanel(), DueAgainPanel()])
    if writes(request.user):
        own = (texts for texts in LISTS.values() if texts.name != RETURNED or texts.found(request.user).exists())
        panels.extend(OwnTextsPanel(texts, order) for order, texts in enumerate(own, start=OWN))


@hooks.register("register_account_settings_panel")
def add_account_panel(request: HttpRequest, user: Any, profile: Any) -> NoticesPanel:
    return NoticesPanel(request, user, profile)


@hooks.register("insert_global_admin_css")
def global_css() -> str:
    return format_html(
        '<link rel="stylesheet" href="{}"><noscript><link rel="stylesheet" href="{}"></noscript>',
        static("review/review.css"),
        static("review/noscript.css"),
    )


@hooks.register("insert_editor_js")
def editor_js() -> str:
    scripts = ((static(f"review/{name}.js"),) for name in ("comments", "findings"))
    return format_html_join("\n", '<script src="{}" defer></script>', scripts)


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
    items[:] = [_changed(item, label=_("Take back from review")) if item.name == CANCEL else item for item in items]
    items.sort(key=lambda item: item.name != SUBMIT)
    if saved:
        decide = ReviewAndSignItem(obj, request.user)
        if decide.may_decide():
            items.insert(0, decide)


def _changed(item: Any, **attributes: Any) -> Any:
    """The same item, otherwise; Wagtail shares its items between all requests."""
    item = copy(item)
    vars(item).update(attributes)
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


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def ask_who_signs(request: HttpRequest, obj: Any) -> HttpResponse | None:
    """Whoever has just submitted a text is asked who is to sign it, and by when."""
    if SUBMIT not in request.POST and RESTART not in request.POST:
        return None
    submission = desk.submission_of(obj) if isinstance(obj, Reviewable) else None
    if submission is None or submission.submitted_by_id != request.user.pk:
        return None
    onward = get_valid_next_url_from_request(request)
    return redirect(desk.submitted_url(submission) + (f"?{urlencode({'next': onward})}" if onward else ""))


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
