"""A file that is wrong or belongs elsewhere is refused as a whole, with the line; nothing of it is stored."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from wagtail_localize.models import StringTranslation

from tests.rows import once
from tests.translations.exchange import file_of, kept, sent
from translations.interchange import formats
from translations.interchange.files import FileRefused
from translations.interchange.formats import read
from translations.interchange.po import MOST_FIELDS, MOST_LINES, MOST_MARKS
from translations.interchange.preview import preview
from translations.interchange.xliff.xml import MOST_ELEMENTS

pytestmark = pytest.mark.django_db
rows = once(sent)
XLIFF = ["xliff-1.2", "xliff-2.0"]
EVERY = [*XLIFF, "po"]
BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">]>
<xliff>&lol2;</xliff>"""
EXTERNAL = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<xliff>&file;</xliff>"""
PO = b'msgid "a"\nmsgstr "b"\n'
V1 = b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'


def refusal(translation: Any, data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        preview(translation, read(data)[1])
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "Line 1: The file does not say which translation it belongs to."),
        (b"Dear agency,\nplease", "Line 1: This is neither PO nor XLIFF."),
        (b'msgid "a"\nmsgstr "b\nmsgid "c"c"\n', "Line 3: This is neither PO nor XLIFF."),
        (b'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "caf\xe9"\n', "Line 5: The file is not in UTF-8."),
        (b'msgid "Sleep"\nmsgstr "Dormir"\n', "Line 1: The file does not say which translation it belongs to."),
        (b"/etc/passwd", "Line 1: This is neither PO nor XLIFF."),
        (b"PK\x03\x04zip", "This is a packed file."),
        (b"<xliff>\n<file>\n</xliff>", "Line 3: This is not well-formed XML"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<xliff>\xe9</xliff>', "Line 2: This is not well-formed XML"),
        (b'<?xml version="1.0" encoding="klingon"?><xliff/>', "Line 1: "),
        (b'<?xml version="1.0" encoding="utf-7"?><xliff/>', "Line 1: "),
        (b"<html><body>text</body></html>", "Line 1: This XML is neither XLIFF 1.2 nor XLIFF 2.0."),
        (b'<xliff version="1.1"><file/></xliff>', "Line 1: This XML is neither XLIFF 1.2 nor XLIFF 2.0."),
        (V1 + b"\n</xliff>", "Line 1: The file holds no translation."),
        (V1 + b'\n<file original="x"/></xliff>', "Line 2: The file does not say which translation it belongs to."),
        (V1 + b'\n<file original="x"/>\n<file original="y"/></xliff>', "Line 3: The file holds several translations."),
        (BOMB, "Line 2: The file declares a document type or entities"),
        (EXTERNAL, "Line 2: The file declares a document type or entities"),
        (V1 + b"\n" + b"<g>" * 60 + b"</g>" * 60 + b"</xliff>", "Line 2: The file is not built like one of ours."),
        (V1 + b"\n" + b"<x/>" * MOST_ELEMENTS + b"</xliff>", "Line 2: The file is not built like one of ours."),
        (b" " * (formats.LARGEST + 1), "The file is larger than 10 MB."),
        (PO + b'"x"\n' * (MOST_LINES + 1), "The file is not built like one of ours."),
        (PO + b"# x\n" * (MOST_LINES + 1), "The file is not built like one of ours."),
        (PO * MOST_FIELDS, "The file is not built like one of ours."),
        (PO + b'"' + b"<br>" * (MOST_MARKS + 1) + b'"\n', "The file is not built like one of ours."),
        (PO + b'"' + b'\\"' * (MOST_MARKS + 1) + b'"\n', "The file is not built like one of ours."),
    ],
)
def test_what_is_no_file_of_ours_is_refused_with_the_line(db: None, rows: Any, data: bytes, told: str) -> None:
    assert refusal(rows.translation, data).startswith(told)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda data, translation: data.replace(str(translation.uuid).encode(), str(uuid4()).encode()),
            "The file belongs to another translation.",
        ),
        (
            lambda data, translation: re.sub(rb'(Lang="|language="|Language: )es', rb"\1fr", data),
            "The file is for en → fr, this translation for en → es.",
        ),
        (
            lambda data, translation: re.sub(rb'(srcLang="|source-language="|Source-Language: )en', rb"\1de", data),
            "The file is for de → es, this translation for en → es.",
        ),
    ],
)
def test_a_foreign_file_is_refused_as_a_whole(
    db: None, rows: Any, name: str, change: Callable[[bytes, Any], bytes], told: str
) -> None:
    translation = rows.translation
    before = kept(translation)
    data = change(file_of(translation, name).replace(b"El sue", b"Un sue"), translation)
    where = refusal(translation, data)
    assert re.match(r"Line \d+: ", where)
    assert told in where
    assert kept(translation) == before


@pytest.mark.parametrize("name", EVERY)
def test_a_file_of_another_page_is_refused(db: None, rows: Any, name: str) -> None:
    translation = rows.translation
    other = type(translation)(uuid=uuid4(), source=translation.source, target_locale=translation.target_locale)
    assert "belongs to another translation" in refusal(translation, file_of(other, name))
    assert StringTranslation.objects.count() == 1
