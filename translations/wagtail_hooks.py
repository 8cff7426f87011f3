"""Where translating enters Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation

from review import desk
from review.subjects import Reviewable
from translations import drafts, entry, permissions, sources
from translations.board import hooks as board_hooks  # noqa: F401 (they register themselves)
from translations.editor import urls
from translations.editor.views import edit
from translations.fallbacks import fallbacks_view, may_show
from translations.glossary import hooks as glossary_hooks  # noqa: F401 (it registers itself)

DRAFT = _("The translation was saved as a draft. Nothing public has changed.")
DONE = {
    "submit": _("The translation was submitted to sign-off."),
    "take-back": _("The translation was taken back from review."),
    "draft": DRAFT,
    "publish": DRAFT,
}
SAVED = _("The translation was saved. Pages that show it are to be signed again before readers see it.")
CHECK = "#check"
"""Where the editor begins with running the checks."""


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [
        path("translations/editor/", include(urls)),
        path("translations/fallbacks/<int:page_id>/", fallbacks_view, name="translation_fallbacks"),
    ]


@hooks.register("register_page_header_buttons")
def offer_fallbacks(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From a page to the languages in which its text may stand in for a translation."""
    source = page.alias_of or page
    if not page.is_root() and may_show(user, source):
        address = reverse("translation_fallbacks", args=[source.pk])
        yield Button(_("Fallbacks in other languages"), address, icon_name="wagtail-localize-language", priority=70)


@hooks.register("register_admin_urls", order=-1)
def register_entry_screens() -> list[URLResolver]:
    """At the addresses of wagtail-localize's own, and before these."""
    return [path("", include("translations.interchange.urls")), path("localize/", include(entry.urls()))]


@hooks.register("before_edit_snippet", order=-20)
def keep_to_their_locales(request: HttpRequest, row: Any) -> None:
    """Wagtail's editor of snippets asks for the permission on the type alone."""
    permissions.refuse_unless_editable(request.user, row)


@hooks.register("before_delete_snippet", order=-20)
def delete_in_their_locales(request: HttpRequest, rows: list[Any]) -> None:
    """Deleting is a change as well."""
    for row in rows:
        permissions.refuse_unless_editable(request.user, row)


@hooks.register("before_edit_page", order=-5)
@hooks.register("before_edit_snippet", order=-5)
def edit_translation(request: HttpRequest, obj: Any) -> HttpResponse | None:
    """Take the translation editor over from wagtail-localize, whose buttons publish what they save.

    Permission to edit has been checked by the view that runs this hook.
    """
    obj = getattr(obj, "specific", obj)
    if not isinstance(obj, TranslatableMixin) or getattr(obj, "alias_of_id", None):
        return None
    action = request.POST.get("action")
    if request.method == "POST" and action not in DONE:
        return None
    translation = sources.enabled_translation(obj)
    if translation is None:
        return None
    return act(request, translation, obj, action) if action else edit(request, translation, obj)


def act(request: HttpRequest, translation: Translation, obj: Any, action: str) -> HttpResponse:
    """Do what a button of the translation editor says; strings were saved one by one before, and stay."""
    try:
        if not isinstance(obj, Reviewable):
            drafts.save_snippet(translation, request.user)
            messages.success(request, SAVED)
            return redirect(request.path)
        if action == "take-back":
            drafts.take_back(obj, request.user)
        else:
            obj = drafts.save_draft(translation, obj, request.user)
        if action == "submit":
            drafts.submit(obj, request.user)
    except drafts.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path + (CHECK if action == "submit" else ""))
    messages.success(request, DONE[action])
    submission = desk.submission_of(obj) if action == "submit" else None
    if submission:
        return redirect(desk.submitted_url(submission))
    return redirect(request.path)
