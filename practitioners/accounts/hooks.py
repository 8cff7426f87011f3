"""Where applications enter Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from practitioners.accounts.detail import ApplicationView
from practitioners.accounts.listing import ApplicationsView
from practitioners.accounts.log import ACTIONS, formatter
from practitioners.accounts.steps import policy


class ApplicationsMenuItem(MenuItem):
    """The way to the applications, for those who decide on them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return policy.user_has_any_permission(request.user, ("change", "view"))


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    addresses = [
        path("", ApplicationsView.as_view(), name="index"),
        path("results/", ApplicationsView.as_view(results_only=True), name="index_results"),
        path("<int:pk>/", ApplicationView.as_view(), name="detail"),
    ]
    return [path("applications/", include((addresses, "applications")))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> ApplicationsMenuItem:
    return ApplicationsMenuItem(
        _("Applications"), reverse_lazy("applications:index"), name="applications", icon_name="user", order=95
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Every step of an application stands in the log."""
    for name in ACTIONS:
        actions.register_action(f"keta.application_{name}")(formatter(name))
