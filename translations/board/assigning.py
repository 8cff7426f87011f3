"""Saying who is to do what was ticked on the board, and by when."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from review.assignment_forms import DueForm
from review.views.assignment import NO_DATE, id_in
from translations.board.access import looker_of, translators
from translations.models import Standing


@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Name an owner, or nobody, or set or clear the day by which it is due; for what is in one's own languages."""
    looker = looker_of(request)
    if not looker.locales:
        raise PermissionDenied
    back = redirect(get_valid_next_url_from_request(request) or "translation_board:list")
    ticked = [id_in(pk) for pk in request.POST.getlist("standing")]
    change = _change(request)
    if not ticked or change is None:
        messages.warning(request, NO_DATE if change is None else _("Tick what it is about."))
        return back
    chosen = Standing.objects.filter(pk__in=ticked)
    changed = looker.theirs(chosen).update(**change)
    if changed:
        words = ngettext("%(count)d translation: done.", "%(count)d translations: done.", changed)
        messages.success(request, words % {"count": changed})
    if left := chosen.count() - changed:
        words = ngettext(
            "%(count)d translation is in a language into which you do not translate.",
            "%(count)d translations are in a language into which you do not translate.",
            left,
        )
        messages.error(request, words % {"count": left})
    return back


def _change(request: HttpRequest) -> dict[str, Any] | None:
    """The columns to be changed, with their values; None when the form does not say."""
    if request.POST.get("action") == "owner":
        return {"owner": translators().filter(pk=id_in(request.POST.get("owner", ""))).first()}
    if not request.POST.get("due_on"):
        return {"due_on": None}
    form = DueForm(request.POST)
    return {"due_on": form.cleaned_data["due_on"]} if form.is_valid() else None
