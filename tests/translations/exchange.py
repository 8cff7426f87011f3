"""A page sent for translation, as the tests of exchanging files begin with it."""

from typing import Any

from wagtail_localize.models import StringTranslation, Translation

from tests import factories
from tests.rows import Rows
from tests.translations.tool import sent_for_translation, translate
from translations.interchange.files import outgoing
from translations.interchange.formats import FORMATS

LINKED = (
    '<p>It <b>works</b>. See <a href="https://example.org/">this page</a>, <i>now</i>.</p><p>Twice.</p><p>Twice.</p>'
)
SOURCE_OF_LINKED = 'It <b>works</b>. See <a id="a1">this page</a>, <i>now</i>.'


def sent() -> Rows:
    """A page in English and its Spanish translation, whose title is translated already."""
    index = factories.article_index(factories.site(), title="Articles", slug="articles")
    body = [("heading", {"text": "How it works & why", "level": "h2"}), ("rich_text", LINKED)]
    article = factories.article(index, title="Sleep", slug="sleep", search_description="About\nsleep", body=body)
    translator = factories.editor()
    spanish = sent_for_translation(article, translator)
    translate(spanish, "title", "El sueño", translator)
    return Rows(article=article, spanish=spanish, translator=translator, translation=translation_of(article))


def translation_of(page: Any) -> Translation:
    """The translation of a page."""
    return Translation.objects.select_related("source__locale", "target_locale").get(
        source__object_id=page.translation_key
    )


def file_of(translation: Translation, name: str) -> bytes:
    """A translation as a file of a format."""
    return FORMATS[name].write(outgoing(translation))


def kept(translation: Translation) -> dict[str, str]:
    """The Spanish words that are in the database, each by the English ones."""
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    )
    return dict(rows.values_list("translation_of__data", "data"))
