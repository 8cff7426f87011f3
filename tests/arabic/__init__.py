"""Arabic, to prove that the site can be read from right to left. The product does not ship it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.test import override_settings
from wagtail.models import Locale

from tests import factories

HERE = Path(__file__).parent
BODY = [
    ("heading", {"text": "كيف يعمل الكيتامين", "level": "h2"}),
    ("rich_text", "<p>يعمل دواء <b>Spravato (esketamine)</b> خلال 40 دقيقة، وتستمر المراقبة ساعتين.</p>"),
    ("key_points", {"title": "", "points": ["يُعطى في العيادة", "Spravato: 84 mg", "لا تَقُد السيارة"]}),
    (
        "numbered_sections",
        {"sections": [{"title": "قبل", "text": "<p>لا تأكل.</p>"}, {"title": "بعد", "text": "<p>ارتح.</p>"}]},
    ),
    ("quote", {"text": "أشعر بتحسن", "attribution": "مريض", "source_url": ""}),
    ("callout", {"tone": "warning", "title": "", "text": "<p>اتصل بنا فورًا.</p>"}),
    ("faq", {"items": [{"question": "هل يؤلم؟", "answer": "<p>لا.</p>"}]}),
    (
        "table",
        {
            "data": [
                ["الدواء", "الجرعة", "المدة"],
                ["Spravato", "84 mg", "ساعتان"],
                ["كيتامين", "0.5 mg/kg", "40 دقيقة"],
            ],
            "first_row_is_table_header": True,
            "table_caption": "الجرعات",
        },
    ),
    ("embed", {"url": "https://vimeo.com/123", "title": "زيارة في ست خطوات"}),
]
"""One block of each type that has something to turn around, with Latin words and numbers among the Arabic."""


@contextmanager
def spoken(folder: Path) -> Iterator[None]:
    """Make Arabic a language of content and interface; its words are compiled into ``folder``."""
    compiled = folder / "ar/LC_MESSAGES/django.mo"
    compiled.parent.mkdir(parents=True)
    polib.pofile(str(HERE / "django.po")).save_as_mofile(str(compiled))
    languages = [*settings.LANGUAGES, ("ar", "Arabic")]
    with override_settings(
        LANGUAGES=languages,
        WAGTAIL_CONTENT_LANGUAGES=languages,
        LOCALE_PATHS=[folder, *settings.LOCALE_PATHS],
    ):
        yield


def translated(page: Any, code: str, **fields: Any) -> Any:
    """The released translation of a page into a language, which the site gets with it."""
    made = page.copy_for_translation(Locale.objects.get_or_create(language_code=code)[0])
    for name, value in fields.items():
        setattr(made, name, value)
    made.save_revision(user=factories.editor())
    return factories.release(made)


def arabic_home(home: Any) -> Any:
    """The released Arabic home page."""
    return translated(home, "ar", title="الرئيسية", hero_heading="رعاية", introduction="<p>أهلًا بكم</p>")


def arabic_index(index: Any) -> Any:
    """The released Arabic article index, in the menu."""
    return translated(index, "ar", title="المقالات", slug="المقالات", show_in_menus=True)


def arabic_article(article: Any) -> Any:
    """A released Arabic article that has something of everything."""
    return translated(
        article,
        "ar",
        title="ما الذي يفعله الكيتامين",
        slug="ما-الذي-يفعله-الكيتامين",
        introduction="<p>مقدمة قصيرة عن الكيتامين (ketamine) بكلمات بسيطة.</p>",
        body=BODY,
    )
