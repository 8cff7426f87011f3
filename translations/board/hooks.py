"""Where the board enters Wagtail's admin; registered by ``translations.wagtail_hooks``."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_localize.wagtail_hooks import page_listing_more_buttons

from translations.board import urls
from translations.board.access import looker_of
from translations.board.panels import BoardMenuItem, ProgressPanel

# In lists of pages these ask the database twice for each row, for what the board tells of all rows at once. The menu of
# a page keeps them. Wagtail has no other way to take a hook back.
hooks._hooks["register_page_listing_more_buttons"].remove((page_listing_more_buttons, 0))


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [path("translations/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> BoardMenuItem:
    return BoardMenuItem(
        _("Translations"),
        reverse_lazy("translation_board:list"),
        name="translations",
        icon_name="wagtail-localize-language",
        order=91,
    )


@hooks.register("construct_homepage_panels")
def add_home_panel(request: HttpRequest, panels: list[Any]) -> None:
    """How far each language is, for those who see the board."""
    if looker_of(request).may_look:
        panels.append(ProgressPanel())


@hooks.register("insert_global_admin_css")
def board_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("translations/board.css"))


@hooks.register("construct_reports_menu")
def the_board_takes_the_place_of_the_report(request: HttpRequest, items: list[Any]) -> None:
    """wagtail-localize's report calls up to date what has changed since, and links to editors whoever looks."""
    report = reverse("wagtail_localize:translations_report")
    items[:] = [item for item in items if item.url != report]
