"""What translators do in wagtail-localize's editor."""

from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from ledger import record
from review.subjects import Reviewable
from tests import factories


def sent_for_translation(page: Any, user: Any) -> Any:
    """The Spanish page or snippet, after wagtail-localize has made it and the pages above it.

    The source is signed first, where it never was and is signed by itself.
    """
    if isinstance(page, Reviewable) and record.current_edition(str(page.subject)) is None:
        page = factories.release(page)
    spanish = Locale.objects.get(language_code="es")
    translate_object(page, [spanish], user=user)
    made = page.get_translation(spanish)
    return made.specific if isinstance(made, Page) else made


def translate(page: Any, path: str, words: str, user: Any) -> None:
    """Fill in one string, as the translation editor does."""
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)
    segment = translation.source.stringsegment_set.get(context__path=path)
    client = Client()
    client.force_login(user)
    _put(client, translation, segment, words)


def translate_everything(page: Any, user: Any) -> None:
    """Fill in every string that has no translation yet."""
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)
    client = Client()
    client.force_login(user)
    segments = translation.source.stringsegment_set.annotate_translation(page.locale).filter(translation=None)
    for segment in segments.exclude(context__path="slug").select_related("string"):
        _put(client, translation, segment, f"{segment.string.data} (es)")


def _put(client: Client, translation: Translation, segment: Any, words: str) -> None:
    answer = client.put(
        reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
        urlencode({"value": words}),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code in (200, 201)


def press(button: str, page: Any, user: Any) -> Any:
    """Press a button of the translation editor; the page as it is then."""
    client = Client()
    client.force_login(user)
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": button})
    assert answer.status_code == 302
    return Page.objects.get(pk=page.pk).specific
