"""Give DeepL the approved terms of the glossary."""

from typing import Any

import requests
from django.core.management.base import BaseCommand, CommandError
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.machine_translators.deepl import DeepLTranslator

from translations.glossary.deepl import give


class Command(BaseCommand):
    """Fill DeepL's glossary of every pair of languages that has approved terms."""

    help = (
        "Give DeepL the approved terms of every pair of languages. For a pair without a glossary among the settings "
        "one is made at DeepL, and what to put into the settings is printed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        translator = get_machine_translator()
        if not isinstance(translator, DeepLTranslator):
            raise CommandError("The machine translator of this site is not DeepL (WAGTAILLOCALIZE_MACHINE_TRANSLATOR).")
        try:
            for pair, terms, glossary_id, is_new in give(translator):
                self.stdout.write(f"{' to '.join(pair)}: {terms} terms.")
                if is_new:
                    self.stdout.write(
                        f"Put {'-'.join(pair)}={glossary_id} into MACHINE_TRANSLATOR_GLOSSARIES, or it is not used."
                    )
        except requests.RequestException as error:
            raise CommandError(f"DeepL did not take the terms: {error}") from error
