"""The languages of the site, and the translations of one page among them."""

from collections.abc import Iterable

from django.conf import settings

from public.models import PublicPage
from public.resolve import absolute

ANY_LANGUAGE = "x-default"
"""What search engines call the address for readers of every other language."""


def codes() -> list[str]:
    """The languages that content may be in: the default one first, then as the settings name them."""
    named = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
    return sorted(named, key=lambda code: code != settings.LANGUAGE_CODE)


def in_order(translations: Iterable[PublicPage]) -> list[PublicPage]:
    """The translations of one page in the order of ``codes``."""
    places = {code: place for place, code in enumerate(codes())}
    return sorted(translations, key=lambda page: places.get(page.locale, len(places)))


def alternates(translations: list[PublicPage]) -> list[tuple[str, str]]:
    """What search engines are told of a page: the ``hreflang`` and absolute address of each of its translations.

    ``translations`` are in order and hold the page itself. Readers of other languages are sent to the first: the one in
    the default language, where it is public
    (https://developers.google.com/search/docs/specialty/international/localized-versions).
    """
    named = [(page.locale, absolute(page.address)) for page in translations]
    return [*named, *((ANY_LANGUAGE, address) for _, address in named[:1])]
