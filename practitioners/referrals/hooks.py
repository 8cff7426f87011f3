"""Where callbacks enter Wagtail's admin."""

from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from practitioners.referrals.admin import FORMATTERS, CallBacksMenuItem, CallBacksView, CallBackView


@hooks.register("register_admin_urls")
def register_call_backs() -> list[Any]:
    addresses = [
        path("", CallBacksView.as_view(), name="index"),
        path("results/", CallBacksView.as_view(results_only=True), name="index_results"),
        path("<int:pk>/", CallBackView.as_view(), name="detail"),
    ]
    return [path("callbacks/", include((addresses, "call_backs")))]


@hooks.register("register_admin_menu_item")
def register_call_backs_menu_item() -> CallBacksMenuItem:
    return CallBacksMenuItem(
        _("Callbacks"), reverse_lazy("call_backs:index"), name="call-backs", icon_name="mobile-alt", order=96
    )


@hooks.register("register_log_actions")
def register_call_back_actions(actions: Any) -> None:
    """What happens to a callback stands in the audit log."""
    for name, formatter in FORMATTERS.items():
        actions.register_action(name)(formatter)
