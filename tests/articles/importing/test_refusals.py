"""Files that cannot be read are refused with one line that says what to do."""

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest

from articles.importing import CannotImport, draft_of, read
from articles.importing.read import MAX_BYTES

from .samples import as_docx, as_text, saved


def archive(**files: bytes) -> bytes:
    """A zip archive; two underscores in a name stand for a slash."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def word_file(document_xml: bytes) -> bytes:
    """A Word file with another text in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_docx())) as source, zipfile.ZipFile(buffer, "w", 8) as target:
        for name in source.namelist():
            target.writestr(name, document_xml if name == "word/document.xml" else source.read(name))
    return buffer.getvalue()


def deep_document() -> bytes:
    """XML nested far deeper than a parser's stack."""
    space = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    return space + b"<w:sdt><w:sdtContent>" * 5000 + b"</w:sdtContent></w:sdt>" * 5000 + b"</w:body></w:document>"


ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (c, *[c - 1] * 8) for c in range(98, 110))
    + b"]><x>&m;</x>"
)

REFUSED = {
    "empty": ("a.txt", b"", "empty"),
    "white space": ("a.md", b" \n\t\r\n ", "empty"),
    "white space in UTF-16": ("a.txt", " \n ".encode("utf-16"), "empty"),
    "a byte order mark alone": ("a.txt", b"\xef\xbb\xbf", "empty"),
    "control characters alone": ("a.txt", b"\x01\x02\x03", "empty"),
    "HTML without text": ("a.html", b"<html><body><script>x()</script></body></html>", "no title"),
    "an empty page": ("a.html", b"<html><body><p> </p></body></html>", "empty"),
    "a Word file without text": ("a.docx", saved(docx.Document()), "empty"),
    "a program": ("a.txt", b"\x7fELF\x02\x01\x01\x00", "program"),
    "NUL bytes": ("a.txt", b"Title\n\nText with \x00 in it.", "binary"),
    "UTF-16 without its mark": ("a.txt", "Title\n\nText.".encode("utf-16-le"), "binary"),
    "UTF-32": ("a.txt", "Title\n\nText.".encode("utf-32"), "UTF-8"),
    "half a UTF-16 character": ("a.txt", b"\xff\xfea\x00\x00\xd8", "UTF-8"),
    "Windows-1252": ("a.txt", "Title\n\nSeñor “quoted”.".encode("windows-1252"), "UTF-8”"),
    "not the encoding it declares": (
        "a.html",
        b"<meta charset=windows-1252><h1>T</h1><p>\x81",
        "windows-1252",
    ),
    "an encoding that is a program": ("a.html", b"<meta charset=unicode_escape><h1>T</h1><p>\xff", "UTF-8"),
    "PDF": ("a.pdf", b"%PDF-1.7\n", "PDF"),
    "PDF by another name": ("a.txt", b"%PDF-1.7\n", "PDF"),
    "RTF": ("a.rtf", b"{\\rtf1 x}", "RTF"),
    "old Word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word 97"),
    "Word with a password": ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it again from Word"),
    "data": ("a.csv", b"a,b\n1,2\n", "*.csv"),
    "text named .docx": ("a.docx", as_text(), "no Word document"),
    "half a Word file": ("a.docx", as_docx()[:5000], "damaged"),
    "a Word file that lost its text": (
        "a.docx",
        archive(word__x=b"", **{"[Content_Types].xml": b"<x/>"}),
        "damaged",
    ),
    "a Word file with broken XML": ("a.docx", word_file(b"<w:document>"), "damaged"),
    "a Word file nested too deeply": ("a.docx", word_file(deep_document()), "damaged"),
    "XML entities that multiply": ("a.docx", word_file(ENTITIES), "damaged"),
    "another archive": ("a.docx", archive(readme=b"x"), "not a Word document"),
    "an archive that unpacks to far too much": ("a.docx", word_file(b" " * 30_000_000), "unpacks to 30 MB"),
    "tags that never end": ("a.html", b"<h1>T</h1>" + b"<div>" * 100_000, "nests"),
    "a sentence for a title": ("a.txt", b"This is a sentence.\n\nThis is another one.", "no title"),
    "Markdown without a title": ("a.md", b"Just some text.\n\nAnd more of it.", "no title"),
    "HTML without a title": ("a.html", b"<p>Just some text.</p><p>And more of it.</p>", "no title"),
    "a list for a title": ("a.txt", b"- one\n- two\n", "no title"),
    "a title and nothing else": ("a.txt", b"Only a title", "no text below"),
    "headings without text": ("a.md", b"# T\n\n## A\n\n## B\n", "no text below"),
}


@pytest.mark.parametrize(("name", "content", "words"), REFUSED.values(), ids=REFUSED)
def test_file_is_refused_with_one_line(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(CannotImport, match=words.replace("*", r"\*")) as refusal:
        draft_of(read(path))
    assert "\n" not in str(refusal.value)


def test_file_over_the_limit_is_refused_unread(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(20 * 1024**2)  # sparse: reading it would find NUL bytes and say so

    with pytest.raises(CannotImport, match="20 MB, more than 10 MB"):
        read(path)


def test_file_at_the_limit_is_read(tmp_path):
    path = tmp_path / "a.txt"
    start = b"Title\n\nText.\n"
    path.write_bytes(start + b"\n" * (MAX_BYTES - len(start)))

    assert draft_of(read(path)).introduction_html == "<p>Text.</p>"


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    for name, words in [("missing.txt", "no such file"), (".", "folder"), ("pipe", "no such file")]:
        with pytest.raises(CannotImport, match=words):
            read(tmp_path / name)


@pytest.mark.parametrize("name", ["a\x00b.txt", "x" * 300 + ".txt"])
def test_names_no_file_can_have_are_refused(tmp_path, name):
    with pytest.raises(CannotImport, match=r"no such file|cannot be read"):
        read(Path(tmp_path / name))


ENCODED = {
    "UTF-8": ("a.txt", "Título\n\nÑandú.".encode()),
    "UTF-8 with its mark": ("a.txt", "Título\n\nÑandú.".encode("utf-8-sig")),
    "UTF-16": ("a.txt", "Título\n\nÑandú.".encode("utf-16")),
    "UTF-16, the other way round": ("a.txt", b"\xfe\xff" + "Título\n\nÑandú.".encode("utf-16-be")),
    "carriage returns": ("a.txt", "Título\r\rÑandú.".encode()),
    "what the page declares": (
        "a.html",
        '<meta charset="iso-8859-1"><h1>Título</h1><p>Ñandú.'.encode("windows-1252"),
    ),
    "UTF-8 whatever the page declares": (
        "a.html",
        '<meta charset="windows-1252"><h1>Título</h1><p>Ñandú.'.encode(),
    ),
    "HTML by another name": ("a.txt", "<!DOCTYPE html><h1>Título</h1><p>Ñandú.".encode()),
    "Markdown by another name": ("a.txt", "# Título\n\nÑandú.".encode()),
    "text without an extension": ("notes", "Título\n\nÑandú.".encode()),
}


@pytest.mark.parametrize(("name", "content"), ENCODED.values(), ids=ENCODED)
def test_format_and_encoding_are_told_by_content(draft_from, name, content):
    draft = draft_from(name, content)

    assert (draft.title, draft.introduction_html) == ("Título", "<p>Ñandú.</p>")


def test_word_file_is_told_by_its_content(draft_from):
    assert draft_from("letter.txt", as_docx()).body == draft_from("letter.docx", as_docx()).body
