"""Where the public side enters Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.log_actions import LogFormatter

from public import blast, fallbacks, urls
from public.listing import ReviewedPages, reviewed_pages
from public.recall import is_public, may_recall
from public.release import LOG_ACTIONS
from review.panels import signs
from review.subjects import ByValue, Reviewable
from review.withheld import RECALLED, WITHHELD, WithheldPanel, reason_of


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [path("review/", include(urls))]


@hooks.register("register_admin_viewset")
def register_pages() -> ReviewedPages:
    """In place of Wagtail's own screens, which are registered before."""
    return reviewed_pages


@hooks.register("construct_homepage_panels")
def tell_what_was_withheld(request: HttpRequest, panels: list[Any]) -> None:
    """On the dashboard of those who review: most of them can do something about it."""
    if signs(request):
        panels.append(WithheldPanel())


class LinkItem(ActionMenuItem):
    """A link from the editor of a page or snippet to a screen about it."""

    template_name = "review/action_menu_item.html"

    def __init__(self, name: str, label: Any, icon_name: str, url: str):
        super().__init__()
        self.name, self.label, self.icon_name, self.url = name, label, icon_name, url

    def get_url(self, parent_context: Any) -> str:
        return self.url


@hooks.register("construct_page_action_menu")
def offer_recall_of_page(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    offer_recall(items, request, context.get("page"))


@hooks.register("construct_snippet_action_menu")
def offer_what_concerns_a_snippet(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    snippet = context.get("instance")
    offer_recall(items, request, snippet)
    if isinstance(snippet, Reviewable | ByValue) and snippet.pk and signs(request):
        items.append(LinkItem("action-affected", _("What uses it"), "link", blast.url_of(snippet)))


def offer_recall(items: list[Any], request: HttpRequest, obj: Any) -> None:
    """The way to withdraw it in every language, while it is public in any."""
    if isinstance(obj, Reviewable) and obj.pk and is_public(obj) and may_recall(request.user, [obj]):
        url = reverse("public:recall", args=[obj.subject.kind, obj.translation_key])
        items.append(LinkItem("action-recall", _("Withdraw in every language"), "warning", url))


@hooks.register("after_edit_snippet")
def tell_what_shows_it(request: HttpRequest, snippet: Any) -> None:
    """Who changes what stands in signed pages by value is told that readers still have the words that were signed."""
    if not isinstance(snippet, ByValue) or not signs(request):
        return
    if count := blast.public_pages_with(snippet):
        text = ngettext("%(count)d public page shows it as signed.", "%(count)d public pages show it as signed.", count)
        again = messages.button(blast.url_of(snippet), gettext("Have what uses it read again"))
        messages.info(request, text % {"count": count}, buttons=[again])


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Releases, retirements, recalls and withheld publications stand in the audit log."""
    for name, (label, message) in {**LOG_ACTIONS, **fallbacks.LOG_ACTIONS}.items():
        actions.register_action(name, label, message)
    actions.register_action(WITHHELD)(WithheldFormatter)
    actions.register_action(RECALLED)(RecalledFormatter)


class WithheldFormatter(LogFormatter):
    """Says why a publication was withheld."""

    label = _("Withhold")

    def format_message(self, log_entry: Any) -> str:
        return gettext("Publication withheld. %(reason)s") % {"reason": reason_of(log_entry.data)}


class RecalledFormatter(LogFormatter):
    """Says why something was withdrawn in every language."""

    label = _("Recall")

    def format_message(self, log_entry: Any) -> str:
        return gettext("Withdrawn in every language: %(reason)s") % {"reason": log_entry.data.get("reason", "")}
