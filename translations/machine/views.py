"""Asking a machine, in place of wagtail-localize's view: nothing is sent that may not be, and engines may fail."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation

from translations.machine.engines import Refused
from translations.machine.filling import translate


@require_POST
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Translate what is left, and go back to where they came from; for whoever may edit it (translations.entry).

    Nothing is sent to anybody where the settings name no engine.
    """
    engine = get_machine_translator()
    if engine is None:
        raise Http404
    translations = Translation.objects.select_related("source__locale", "target_locale")
    translation = get_object_or_404(translations, pk=translation_id)
    try:
        kept = translate(translation, engine, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        _tell(request, engine, kept)
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))


def _tell(request: HttpRequest, engine: Any, kept: int) -> None:
    if not kept:
        messages.warning(request, _("There was nothing left to translate."))
        return
    words = ngettext(
        "%(engine)s translated %(count)d passage. Read it against the source.",
        "%(engine)s translated %(count)d passages. Read them against the source.",
        kept,
    )
    messages.success(request, words % {"engine": engine.display_name, "count": kept})
