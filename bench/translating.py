"""What a translator waits for: the editor of a long page, and what it asks for."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH
from django.test import Client
from django.urls import reverse
from django.utils.crypto import get_random_string
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from articles.models import ArticlePage
from bench.content import Filling
from bench.measure import Application
from core.models import User
from translations.models import TranslatorGroup
from translations.segments import segments_of

PAGES = 4
SEGMENTS = 300
GOAL = 300
"""Milliseconds that the server may take for each request."""


class Asked(NamedTuple):
    """A kind of request to the editor: what it is called, who asks, and its addresses."""

    name: str
    application: Application
    addresses: list[str]


def fill(articles: list[ArticlePage]) -> list[Translation]:
    """Long articles with their Spanish translations, of which every string is filled in."""
    filling = Filling(report=lambda line: None)
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    translator = User.objects.create_user(email="translator@example.org", password=None)
    translator.groups.add(TranslatorGroup.objects.get(locale=spanish).group)
    index = articles[0].get_parent()
    return [_translated(filling, index, spanish, translator, f"translated-{number}") for number in range(PAGES)]


def requests(application: Application, translations: list[Translation]) -> Iterator[Asked]:
    """What the editor of each translation asks the server for; the last two of it save."""
    reading, saving = _translator(application, "GET"), _translator(application, "PUT", value="Words")
    drafting = _translator(application, "POST", action="draft")

    def addresses(name: str) -> list[str]:
        return [reverse(f"translation_editor:{name}", args=[each.pk]) for each in translations]

    pages = [reverse("wagtailadmin_pages:edit", args=[each.get_target_instance().pk]) for each in translations]
    first = [(each.pk, segments_of(each)[0].pk) for each in translations]
    yield Asked("Translation of 300 segments", reading, pages)
    yield Asked("… what is known of them", reading, addresses("segments"))
    yield Asked("… its checks", reading, [f"{each}?check=1" for each in addresses("segments")])
    yield Asked("… side by side: the source", reading, addresses("source"))
    yield Asked("… side by side: the target", reading, addresses("target"))
    yield Asked("… saving a segment", saving, [_segment(*ids) for ids in first])
    yield Asked("… saving the draft", drafting, pages)


def _segment(translation_id: int, segment_id: int) -> str:
    return reverse("wagtail_localize:edit_string_translation", args=[translation_id, segment_id])


def _translated(filling: Filling, index: Any, spanish: Locale, translator: User, slug: str) -> Translation:
    words = filling.words
    # Title, slug and introduction are segments too.
    body = [("rich_text", words.html(30)) for _ in range(SEGMENTS - 3)]
    article = ArticlePage(title=words.title(), slug=slug, introduction=words.html(30), body=body, owner=translator)
    index.add_child(instance=article)
    filling.release(article)
    translate_object(article, [spanish], user=translator)
    translation = Translation.objects.get(source__object_id=article.translation_key, target_locale=spanish)
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=spanish,
            data=f"{segment.string.data} (es)",
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            last_translated_by=translator,
        )
        for segment in segments_of(translation)
    )
    return translation


def _translator(application: Application, method: str, **fields: str) -> Application:
    """A WSGI application as a signed-in translator asks it, by a form where there are fields."""
    client = Client()
    client.force_login(User.objects.get(email="translator@example.org"))
    secret = get_random_string(CSRF_SECRET_LENGTH, CSRF_ALLOWED_CHARS)
    cookies = [f"{name}={morsel.value}" for name, morsel in client.cookies.items()]
    body = urlencode(fields).encode()
    asked = {
        "REQUEST_METHOD": method,
        "HTTP_COOKIE": "; ".join([*cookies, f"csrftoken={secret}"]),
        "HTTP_X_CSRFTOKEN": secret,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
    }

    def ask(environ: dict[str, Any], start_response: Any) -> Any:
        def answered(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            # What was saved answers with the way back.
            start_response("200 OK" if status == "302 Found" and fields else status, headers, exc_info)

        return application({**environ, **asked, "wsgi.input": BytesIO(body)}, answered)

    return ask
