"""Pictures, headings, titles and what search engines show."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from review.checks.registry import Found, Level, check
from review.checks.text import Text

FILE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|heic|tiff?)$|^(?:img|dsc|screenshot)[\s_-]?\d", re.IGNORECASE)


@check
def alternative_texts(text: Text) -> Iterator[Found]:
    """A picture that is not decorative says in words what it shows.

    Source: WCAG 2.2, success criterion 1.1.1; failure F30 (the name of a file is no alternative text).
    """
    for place, value in text.walk():
        if not _is_picture(value) or value["decorative"]:
            continue
        if not value["alt"].strip():
            message = _("This picture has no alternative text. Say what it shows, or mark it as decorative.")
            yield Found(Level.ANSWER, place, value["title"], message)
        elif FILE_NAME.search(value["alt"].strip()):
            message = _("This alternative text is the name of a file. Say what the picture shows.")
            yield Found(Level.ADVICE, f"{place}/alt", value["alt"], message)


def _is_picture(value: Any) -> bool:
    """Whether a value of a copy is a picture, named by the digest of its file (review.representation)."""
    return isinstance(value, dict) and isinstance(value.get("image"), str)


@check
def heading_order(text: Text) -> Iterator[Found]:
    """A subsection follows a section; no level is skipped.

    Source: WCAG 2.2, success criterion 1.3.1; technique G141.
    """
    begun: set[tuple[str, str]] = set()
    for place, block in text.blocks.items():
        if block["type"] != "heading":
            continue
        field, audience = place.partition("/")[0], text.audience_of(place)
        # Readers who do not get the part for practitioners do not get its sections either.
        before = {(field, audience), (field, text.obj.audience)}
        if block["value"]["level"] == "h3" and begun.isdisjoint(before):
            message = _("This subsection stands before the first section. Make it a section, or put one before it.")
            yield Found(Level.ADVICE, f"{place}/text", block["value"]["text"], message)
        begun.add((field, audience))


@check
def search_description(text: Text) -> Iterator[Found]:
    """A page describes itself to those who search.

    Source: Google Search Central, *Control your snippets in search results*.
    """
    if isinstance(text.obj, Page) and not text.copy["meta"]["search_description"].strip():
        message = _("There is no description for search engines. Say in one or two sentences what the page answers.")
        yield Found(Level.ADVICE, "meta/search_description", "", message)


@check
def duplicated_title(text: Text) -> Iterator[Found]:
    """No two pages of a language have the same title. One query.

    Source: WCAG 2.2, success criterion 2.4.2 (titles tell pages apart).
    """
    if not isinstance(text.obj, Page):
        return
    same = Page.objects.filter(locale=text.obj.locale, title__iexact=text.copy["title"])
    if same.exclude(translation_key=text.obj.translation_key).exists():
        message = _("Another page in this language has the same title. Readers will not tell them apart.")
        yield Found(Level.ADVICE, "title", text.copy["title"], message)
