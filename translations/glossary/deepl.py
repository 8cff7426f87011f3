"""Giving DeepL the approved terms: one glossary there for each pair of languages.

wagtail-localize sends the id of a glossary along with the words to translate (``GLOSSARY_IDS`` among the options of its
``DeepLTranslator``). The addresses here are those of version 3, in which a glossary keeps its id when it changes.

Source: https://developers.deepl.com/api-reference/multilingual-glossaries
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import requests
from wagtail.models import Locale
from wagtail_localize.machine_translators.deepl import DeepLTranslator, language_code

from translations.glossary.machine import for_pair
from translations.models import GlossaryTerm

SECONDS = 30


class Given(NamedTuple):
    """What DeepL was given: the pair as ``GLOSSARY_IDS`` names it, how many terms, and the id of the glossary there."""

    pair: tuple[str, str]
    terms: int
    glossary_id: str
    is_new: bool


def give(translator: DeepLTranslator) -> Iterator[Given]:
    """Put the approved terms of every pair into its glossary, which is made where the settings name none.

    Raises ``requests.RequestException`` when DeepL cannot be reached or refuses.
    """
    known = translator.options.get("GLOSSARY_IDS", {})
    locales = Locale.objects.in_bulk()
    approved = GlossaryTerm.objects.approved()
    pairs = approved.order_by("source_locale_id", "target_locale_id").values_list(
        "source_locale_id", "target_locale_id"
    )
    for pks in pairs.distinct():
        source, target = (locales[pk] for pk in pks)
        pair = language_code(source.language_code), language_code(target.language_code, is_target=True)
        terms = for_pair(source, target)
        glossary_id = known.get(pair)
        yield Given(pair, len(terms), _put(translator, pair, terms, glossary_id), is_new=glossary_id is None)


def _put(
    translator: DeepLTranslator, pair: tuple[str, str], terms: list[tuple[str, str]], glossary_id: str | None
) -> str:
    """Fill a glossary, or a new one without an id; its id."""
    source, target = (language.split("-")[0].lower() for language in pair)
    dictionary = {
        "source_lang": source,
        "target_lang": target,
        "entries": "\n".join(f"{term}\t{wording}" for term, wording in terms),
        "entries_format": "tsv",
    }
    if glossary_id:
        _ask(translator, "PUT", f"/{glossary_id}/dictionaries", dictionary)
        return glossary_id
    made = _ask(translator, "POST", "", {"name": f"Keta CMS {source} {target}", "dictionaries": [dictionary]})
    return made["glossary_id"]


def _ask(translator: DeepLTranslator, method: str, path: str, body: dict[str, Any]) -> Any:
    server = translator.get_api_endpoint().removesuffix("/v2/translate")
    answer = requests.request(
        method, f"{server}/v3/glossaries{path}", json=body, headers=translator.get_headers(), timeout=SECONDS
    )
    answer.raise_for_status()
    return answer.json()
