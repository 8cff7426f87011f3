"""Finds out what a file is and has it read."""

import codecs
import re
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .clean import clean_characters
from .document import Document
from .docx import read_docx
from .errors import CannotImport
from .html import read_html
from .markdown import read_markdown
from .text import read_text

MAX_BYTES = 10 * 1024 * 1024
ARCHIVE = b"PK\x03\x04"
OTHER_FORMATS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\xd0\xcf\x11\xe0": gettext_lazy("Word 97-2003, or Word with a password"),
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip",
    b"\x7fELF": gettext_lazy("a program"),
}
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TEXT_SUFFIXES = {"", ".txt", ".text"}
MARKDOWN_SUFFIXES = {".md", ".markdown"}
HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*(windows-125\d|iso-8859-\d{1,2}|us-ascii)\b""", re.I)
HTML_START = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|h1)\b", re.I | re.S
)
MARKDOWN_LINE = re.compile(r"^#{1,6} +\S|^(?=.*\S).+\n(?:={3,}|-{3,}) *$", re.MULTILINE)


def read(path: Path) -> Document:
    """The document in a file: plain text, Markdown, HTML or .docx, told by content and then by name.

    Text is UTF-8, UTF-16 with a byte order mark, or the single-byte encoding that an HTML page declares.
    Raises CannotImport for everything else, for files over ``MAX_BYTES`` and for files without text.
    """
    content = contents(path)
    suffix = path.suffix.lower()
    if content.startswith(ARCHIVE):
        return with_text(read_docx(content))
    if suffix == ".docx":
        raise CannotImport(_("The file is named .docx but is no Word document: save it again from Word."))
    for mark, name in OTHER_FORMATS.items():
        if content.startswith(mark):
            raise CannotImport(
                _("The file is %s, which cannot be read: save the text as .docx, .html, .md or .txt.") % name
            )
    if suffix not in TEXT_SUFFIXES | MARKDOWN_SUFFIXES | HTML_SUFFIXES:
        raise CannotImport(
            _("Files named *%s cannot be imported: save the text as .docx, .html, .md or .txt.") % suffix
        )
    source = clean_characters(decoded(content))
    if not source.strip():
        raise CannotImport(_("The file is empty: there is no text in it."))
    if suffix in HTML_SUFFIXES or HTML_START.match(source):
        return with_text(read_html(source))
    if suffix in MARKDOWN_SUFFIXES or MARKDOWN_LINE.search(source):
        return with_text(read_markdown(source))
    return with_text(read_text(source))


def contents(path: Path) -> bytes:
    """The bytes of a file that exists, is readable and neither empty nor too large."""
    try:
        if path.is_dir():
            raise CannotImport(_("This is a folder, not a file: give the file itself."))
        if not path.is_file():
            raise CannotImport(_("There is no such file: check the name."))
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise CannotImport(
                _("The file has %(size)d MB, more than %(limit)d MB: take the pictures out of it.")
                % {"size": size // 1024**2, "limit": MAX_BYTES // 1024**2}
            )
        content = path.read_bytes()
    except OSError as error:
        raise CannotImport(_("The file cannot be read (%s).") % error.strerror) from error
    if not content.strip():
        raise CannotImport(_("The file is empty: there is no text in it."))
    return content


def decoded(content: bytes) -> str:
    """The text in the bytes. Nothing is guessed: a wrong guess turns doses and names into other ones."""
    encoding = next((encoding for mark, encoding in BYTE_ORDER_MARKS if content.startswith(mark)), None)
    if encoding is None:
        if b"\x00" in content:
            raise CannotImport(_("The file is binary, not text: save the text as .docx, .html, .md or .txt (UTF-8)."))
        encoding = "utf-8"
    try:
        return content.decode(encoding or "ascii")
    except UnicodeDecodeError as error:
        declared = DECLARED.search(content[:4096])
        if declared and encoding == "utf-8":
            return declared_text(content, declared[1].decode())
        line = content.count(b"\n", 0, error.start) + 1
        raise CannotImport(
            _("The text is not in UTF-8 (line %d): save it again with the encoding “UTF-8”.") % line
        ) from error


def declared_text(content: bytes, encoding: str) -> str:
    """The text in the encoding that the page declares; by the HTML standard ISO-8859-1 means Windows-1252."""
    name = "windows-1252" if encoding.lower() in ("iso-8859-1", "us-ascii") else encoding
    try:
        return content.decode(name)
    except (UnicodeDecodeError, LookupError) as error:
        raise CannotImport(
            _("The page says it is in %s, but it is not: save it again with the encoding “UTF-8”.") % encoding
        ) from error


def with_text(document: Document) -> Document:
    """The document, unless there is nothing in it to read."""
    if not document.parts:
        raise CannotImport(_("The file is empty: there is no text in it."))
    return document
