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
from translations.board.access import locales_of, looker_of, translators
from translations.models import Standing


@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Name an owner, or nobody, or set or clear the day by which it is due.

    It is done for what is in one's own languages, and in those of the owner.
    """
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
    theirs = looker.theirs(chosen)
    left = chosen.count() - theirs.count()
    owner = change.get("owner")
    owners = theirs.filter(locale__in=locales_of(owner)) if owner else theirs
    unread = theirs.count() - owners.count()
    _say(request, owners.update(**change), left, unread, owner)
    return back


def _say(request: HttpRequest, changed: int, left: int, unread: int, owner: Any) -> None:
    """Tell how many were changed, and why others were not: whoever asks, or the ``owner``, does not translate them."""
    if changed:
        words = ngettext("%(count)d translation: done.", "%(count)d translations: done.", changed)
        messages.success(request, words % {"count": changed})
    if left:
        words = ngettext(
            "%(count)d translation is in a language into which you do not translate.",
            "%(count)d translations are in a language into which you do not translate.",
            left,
        )
        messages.error(request, words % {"count": left})
    if unread:
        words = ngettext(
            "%(count)d translation is in a language into which %(name)s does not translate.",
            "%(count)d translations are in a language into which %(name)s does not translate.",
            unread,
        )
        messages.error(request, words % {"count": unread, "name": owner})


def _change(request: HttpRequest) -> dict[str, Any] | None:
    """The columns to be changed, with their values; None when the form does not say."""
    if request.POST.get("action") == "owner":
        return {"owner": translators().filter(pk=id_in(request.POST.get("owner", ""))).first()}
    if not request.POST.get("due_on"):
        return {"due_on": None}
    form = DueForm(request.POST)
    return {"due_on": form.cleaned_data["due_on"]} if form.is_valid() else None
