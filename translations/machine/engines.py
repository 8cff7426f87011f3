"""The machine that translates, where the installation names one (cms/settings.py)."""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation
from wagtail_localize.strings import StringValue

logger = logging.getLogger(__name__)

SECONDS = 20
"""How long an engine may take over one request, unless ``TIMEOUT`` among its options says otherwise."""
MOST_STRINGS, MOST_CHARACTERS = 50, 20_000
"""How much goes into one request: DeepL takes 50 texts and 128 KiB, Google 30,000 characters."""
REFUSED, USED_UP = frozenset({401, 403}), frozenset({402, 429, 456})
"""What engines answer when a key is wrong, and when a quota or limit is reached; 456 is DeepL's own."""


class Refused(Exception):
    """Words that were not translated, with the reason for the translator."""


def check_settings() -> None:
    """Raise ImproperlyConfigured where the engine of the settings cannot be loaded: each editor would fail with it."""
    try:
        get_machine_translator()
    except ImportError as error:
        raise ImproperlyConfigured(f"The machine translator cannot be loaded: {error}. Install its package.") from error


def ask(engine: Any, translation: Translation, strings: Sequence[StringValue]) -> dict[StringValue, StringValue]:
    """What an engine of wagtail-localize makes of some strings, in one request of bounded time.

    Raises Refused whatever goes wrong there; details stand in the log.
    """
    # Beside the request: engines limit how long they wait for a byte at most, and some wait for minutes.
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        answer = pool.submit(engine.translate, translation.source.locale, translation.target_locale, strings)
        return answer.result(timeout=engine.options.get("TIMEOUT", SECONDS))
    except Exception as error:
        logger.warning("%s did not translate: %r", engine.display_name, error)
        raise Refused(_reason(error) % {"engine": engine.display_name}) from error
    finally:
        pool.shutdown(wait=False)


def batches(strings: Sequence[StringValue]) -> Iterator[list[StringValue]]:
    """The strings in parts that an engine takes at once, in order."""
    batch: list[StringValue] = []
    for string in strings:
        full = len(batch) == MOST_STRINGS or sum(len(item.data) for item in [*batch, string]) > MOST_CHARACTERS
        if batch and full:
            yield batch
            batch = []
        batch.append(string)
    if batch:
        yield batch


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError | requests.Timeout):
        return _("%(engine)s did not answer in time. Try again later, or translate by hand.")
    response = error.response if isinstance(error, requests.RequestException) else None
    status = response.status_code if response is not None else 0
    if status in REFUSED:
        return _("%(engine)s does not accept the key of this site. Tell whoever keeps its settings.")
    if status in USED_UP:
        return _("%(engine)s takes no more text for now: its limit is reached. Try again later, or translate by hand.")
    return _("%(engine)s could not be used. Try again later, or translate by hand; the log says more.")
