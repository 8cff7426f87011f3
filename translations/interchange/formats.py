"""The formats of files, by name; and what a file is, by what stands in it."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext as _

from translations.interchange import po
from translations.interchange.files import FileRefused, Incoming, Outgoing
from translations.interchange.xliff import version1, version2
from translations.interchange.xliff.xml import parse

LARGEST = 10 * 1024 * 1024
"""Bytes of a file that is read."""
ZIP = b"PK\x03\x04"
BEFORE_XML = b"\xef\xbb\xbf \t\r\n"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Format(NamedTuple):
    """A format. ``tool`` is what a translation says it was made with when it came in such a file."""

    label: str
    suffix: str
    content_type: str
    tool: str
    write: Callable[[Outgoing], bytes]


XLIFF_TYPE = "application/xliff+xml"
FORMATS = {
    "xliff-1.2": Format("XLIFF 1.2", "xlf", XLIFF_TYPE, "XLIFF file", version1.write),
    "xliff-2.0": Format("XLIFF 2.0", "xlf", XLIFF_TYPE, "XLIFF file", version2.write),
    "po": Format("PO", "po", "text/x-gettext-translation", "PO file", po.write),
}


def read(data: bytes) -> tuple[Format, Incoming]:
    """What a file says, whatever format of ours it has. Raises FileRefused when it has none of them."""
    if len(data) > LARGEST:
        raise FileRefused(_("The file is larger than 10 MB. Use one that was downloaded here."))
    if data.startswith(ZIP):
        raise FileRefused(_("This is a packed file. Unpack it, and upload what is in it one by one."))
    if not data.startswith(UTF_16) and not data.lstrip(BEFORE_XML).startswith(b"<"):
        return FORMATS["po"], po.read(data)
    root = parse(data)
    if (root.namespace, root.name) == (version1.NAMESPACE, "xliff"):
        return FORMATS["xliff-1.2"], version1.read(root)
    if (root.namespace, root.name) == (version2.NAMESPACE, "xliff"):
        return FORMATS["xliff-2.0"], version2.read(root)
    raise FileRefused(_("This XML is neither XLIFF 1.2 nor XLIFF 2.0. Use the format that was downloaded."), root.line)
