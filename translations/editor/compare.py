"""A translation beside what it is made from, both drawn as readers would get them."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.models import Page
from wagtail_localize.models import Translation, get_edit_url

from review.copy import copy_data
from review.drawing import text_response
from review.subjects import Reviewable
from translations.editor.views import editable
from translations.segments import missing

logger = logging.getLogger(__name__)


def _compared(request: HttpRequest, translation_id: int) -> tuple[Translation, Reviewable]:
    """The translation of an address and its target; what is no text of its own has nothing to be drawn."""
    translation, obj = editable(request, translation_id)
    if not isinstance(obj, Reviewable):
        raise Http404
    return translation, obj


def compare_view(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Both texts side by side; they scroll together, and what is not translated yet is marked."""
    translation, obj = _compared(request, translation_id)
    context = {
        "page_title": _("Compare"),
        "header_title": _("Compare: %(title)s") % {"title": obj},
        "translation": translation,
        "edit_url": get_edit_url(obj),
        "missing": [segment._asdict() for segment in missing(translation)],
    }
    return TemplateResponse(request, "translations/compare.html", context)


@xframe_options_sameorigin
def source_view(request: HttpRequest, translation_id: int) -> HttpResponse:
    """What the translation is made from, for its frame."""
    translation, _obj = _compared(request, translation_id)
    return _drawn(request, translation.source.as_instance())


@xframe_options_sameorigin
def target_view(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The translation as it would be saved now, for its frame; words of the source stand in for what is missing."""
    translation, _obj = _compared(request, translation_id)
    draft = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    return _drawn(request, draft)


def _drawn(request: HttpRequest, text: Any) -> HttpResponse:
    try:
        copy = copy_data(text)
    except Exception:
        # A draft may hold half a block (review/checks/registry.py).
        logger.info("The text of %s cannot be drawn yet.", text.pk, exc_info=True)
        refusal = _("The text is not complete, so it cannot be shown.")
        return TemplateResponse(request, "review/text_refused.html", {"refusal": refusal}, status=409)
    return text_response(request, type(text), copy, page=text if isinstance(text, Page) else None)
