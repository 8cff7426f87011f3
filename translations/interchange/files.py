"""What a file for translators holds, in whatever format."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from translations.interchange.markup import Inline
from translations.interchange.units import Unit, units_of
from translations.sources import held_digest

PRODUCT = "Keta CMS"


class FileRefused(Exception):
    """A file that nothing is taken from. The message says to people what is wrong, where, and what to do."""

    def __init__(self, message: str, line: int | None = None):
        super().__init__(_("Line %(line)s: %(message)s") % {"line": line, "message": message} if line else message)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file is about: the uuid of the translation, its languages, and the digest of the source it was made from.

    In a file that was read, what it does not say is empty; ``line`` is where it says so.
    """

    translation: str
    source_language: str = ""
    target_language: str = ""
    source_digest: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file to be written."""

    heading: Heading
    title: str
    units: list[Unit]


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage in a file that was read. ``finished`` says that no mark calls the translation unfinished.

    ``problem`` says why its words cannot be read at all.
    """

    line: int
    id: str
    source: Inline = ()
    target: Inline = ()
    finished: bool = True
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was read."""

    heading: Heading
    entries: list[Entry]


def outgoing(translation: Translation) -> Outgoing:
    """A translation as it goes out."""
    heading = Heading(
        str(translation.uuid),
        translation.source.locale.language_code,
        translation.target_locale.language_code,
        source_digest(translation),
    )
    return Outgoing(heading, translation.source.object_repr, list(units_of(translation)))


def source_digest(translation: Translation) -> str:
    """What names the state of the source that a translation is made from: SHA-256 as 64 hexadecimal digits.

    The digest of the signed copy that the source holds; of its content, for a text that is not signed by itself. One
    query.
    """
    return held_digest(translation) or hashlib.sha256(translation.source.content_json.encode()).hexdigest()
