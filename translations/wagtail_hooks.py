"""Where translating enters Wagtail's admin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages

from review import desk
from review.subjects import Reviewable
from translations import drafts
from translations.board import hooks as board_hooks  # noqa: F401 (they register themselves)

SAVED = _("The translation was saved as a draft. Nothing public has changed.")
DONE = {"submit": _("The translation was submitted to sign-off."), "draft": SAVED, "publish": SAVED}


@hooks.register("before_edit_page", order=-5)
@hooks.register("before_edit_snippet", order=-5)
def keep_drafts_only(request: HttpRequest, obj: Any) -> HttpResponse | None:
    """Take the translation editor's buttons over from wagtail-localize, which publishes what it saves.

    Permission to edit has been checked by the view that runs this hook.
    """
    action = request.POST.get("action")
    if action not in DONE:
        return None
    obj = getattr(obj, "specific", obj)
    translation = drafts.enabled_translation(obj) if isinstance(obj, Reviewable) else None
    if translation is None:
        return None
    try:
        obj = drafts.save_draft(translation, obj, request.user)
        if action == "submit":
            drafts.submit(obj, request.user)
    except drafts.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    messages.success(request, DONE[action])
    submission = desk.submission_of(obj) if action == "submit" else None
    if submission:
        return redirect(desk.submitted_url(submission))
    return redirect(request.path)
