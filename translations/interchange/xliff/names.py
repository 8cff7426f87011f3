"""How XLIFF files of ours say which translation they hold."""

from uuid import UUID

from django.utils.translation import gettext as _

from translations.interchange import markup
from translations.interchange.files import FileRefused
from translations.interchange.xliff.xml import Node

SCHEME = "urn:uuid:"


def original(translation: str) -> str:
    """The value of the attribute ``original`` for the uuid of a translation."""
    return f"{SCHEME}{translation}"


def only_file(root: Node) -> Node:
    """The one ``file`` of an XLIFF. Raises FileRefused when there are none or several."""
    files = list(root.elements("file"))
    if not files:
        raise FileRefused(_("The file holds no translation. Use one that was downloaded here."), root.line)
    if len(files) > 1:
        raise FileRefused(_("The file holds several translations. Save each on its own."), files[1].line)
    return files[0]


def translation_in(file: Node) -> str:
    """The uuid of the translation that a ``file`` holds. Raises FileRefused for files of other products."""
    value = file.attributes.get("original", "")
    try:
        return str(UUID(value.removeprefix(SCHEME)))
    except ValueError as error:
        words = _("The file does not say which translation it belongs to. Use one that was downloaded here.")
        raise FileRefused(words, file.line) from error


def plain(words: str) -> str:
    """Words that are no passage, without characters that XML cannot hold."""
    return markup.text(markup.sendable((words,)))
