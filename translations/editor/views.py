"""The editor of a translation, and what it asks for while somebody works in it."""

import json
from dataclasses import replace
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import PageStatusSidePanel, StatusSidePanel
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation, get_edit_url

from review import comments, desk
from review.checks import Level
from review.checks.panel import grouped
from review.subjects import Reviewable
from translations import drafts
from translations.editor import findings
from translations.editor.notes import Segments, notes_on, similar_to
from translations.editor.places import Whereabouts
from translations.editor.props import props
from translations.editor.standing import standing
from translations.segments import segments_of

TEMPLATE = "wagtail_localize/admin/edit_translation.html"


def edit(request: HttpRequest, translation: Translation, obj: Any) -> HttpResponse:
    """The editor of a translation in place of wagtail-localize's view, which takes a second for 300 segments.

    Permission to edit has been checked by Wagtail's view, whose place it takes.
    """
    segments = segments_of(translation)
    is_reviewed = isinstance(obj, Reviewable)
    lock = obj.get_lock() if is_reviewed else None
    is_locked = bool(lock and lock.for_user(request.user))
    languages = [(row.locale, get_edit_url(row)) for row in obj.get_translations().select_related("locale")]
    panels = [_status_panel(request, translation, obj, languages)] if is_reviewed else []
    source = next((url for locale, url in languages if locale.pk == translation.source.locale_id), "")
    context = {
        "translation": translation,
        "instance": obj,
        "is_page": isinstance(obj, Page),
        "page_perms": obj.permissions_for_user(request.user) if isinstance(obj, Page) else None,
        "model_opts": obj._meta,
        "source_translation": {
            "editUrl": source,
            "locale": {"displayName": translation.source.locale.get_display_name()},
        },
        "translations": [
            (locale.get_display_name(), url) for locale, url in languages if locale.pk != translation.source.locale_id
        ],
        "target_locale": translation.target_locale,
        "props": json.dumps(props(translation, obj, segments, is_locked), cls=DjangoJSONEncoder),
        "side_panels": panels,
        "media": MediaContainer(panels).media,
        "standing": standing(obj, translation) if is_reviewed else None,
        "lock_message": lock.get_message(request.user) if is_locked else "",
        "may_take_back": is_reviewed and drafts.may_take_back(obj, request.user),
        "threads": _threads(translation, obj, segments) if is_reviewed else [],
    }
    return render(request, TEMPLATE, context)


def _status_panel(
    request: HttpRequest, translation: Translation, obj: Any, languages: list[tuple[Any, str]]
) -> StatusSidePanel:
    """Wagtail's panel, without the ways to publish at a time."""
    panel = PageStatusSidePanel if isinstance(obj, Page) else StatusSidePanel
    others = [{"locale": locale, "url": url} for locale, url in languages]
    return panel(
        obj,
        request,
        show_schedule_publishing_toggle=False,
        live_object=obj,
        scheduled_object=obj.get_scheduled_revision_as_object(),
        locale=translation.target_locale,
        translations=others,
    )


def _threads(
    translation: Translation, obj: Reviewable, segments: Segments
) -> list[tuple[comments.Thread, StringSegment | None]]:
    """What was said about a text, what is open first, each with the segment it stands at.

    What is resolved stands at none, nor what is about the whole text.
    """
    threads = sorted(comments.threads(obj), key=lambda thread: not thread.is_open)
    whereabouts = Whereabouts(translation, segments)
    placed = []
    for thread in threads:
        place, quote = thread.comment.place, thread.comment.quote
        segment = whereabouts.segment(place, quote) if thread.is_open else None
        changed = segment is not None and not whereabouts.holds(place, quote)
        placed.append((replace(thread, changed=changed), segment))
    return placed


def editable(request: HttpRequest, translation_id: int) -> tuple[Translation, Any]:
    """The translation of an address and its target, for those who may edit that. Raises Http404, PermissionDenied."""
    translations = Translation.objects.filter(enabled=True).select_related(
        "source__locale", "source__specific_content_type", "target_locale"
    )
    translation = get_object_or_404(translations, pk=translation_id)
    try:
        obj = translation.get_target_instance()
    except ObjectDoesNotExist as error:
        raise Http404 from error
    if not desk.may_edit(request.user, obj):
        raise PermissionDenied
    return translation, obj


def segments_view(request: HttpRequest, translation_id: int) -> JsonResponse:
    """What is known of each segment: ``notes`` is their HTML by the ids of segments.

    With ``?check=1`` the checks read the draft as it would be saved: their findings are among the notes, and
    ``findings`` is the HTML of the list of all of them.
    """
    translation, obj = editable(request, translation_id)
    segments = segments_of(translation)
    notes = notes_on(translation, segments)
    answer: dict[str, Any] = {}
    if "check" in request.GET and isinstance(obj, Reviewable):
        found = findings.check(translation, segments)
        for segment_id, told in findings.as_notes(found).items():
            notes[segment_id] = told + notes.get(segment_id, [])
        answer["findings"] = _list_of(found)
    answer["notes"] = {pk: render_to_string("translations/notes.html", {"notes": told}) for pk, told in notes.items()}
    return JsonResponse(answer)


def _list_of(found: list[findings.Placed]) -> str:
    segment_of = {placed.finding.key: placed.segment for placed in found}
    groups = [
        (level, [(finding, segment_of[finding.key]) for finding in of_level])
        for level, of_level in grouped([placed.finding for placed in found])
    ]
    blocking = sum(placed.finding.level == Level.BLOCKS for placed in found)
    return render_to_string("translations/findings.html", {"groups": groups, "blocking": blocking})


def similar_view(request: HttpRequest, translation_id: int, segment_id: int) -> HttpResponse:
    """Translations of words similar to those of a segment, as HTML."""
    translation, _obj = editable(request, translation_id)
    segments = StringSegment.objects.filter(source=translation.source_id).select_related("string", "context")
    segment = get_object_or_404(segments, pk=segment_id)
    context = {"suggestions": similar_to(translation, segment), "language": translation.target_locale.language_code}
    return TemplateResponse(request, "translations/similar.html", context)
