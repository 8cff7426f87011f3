"""What a file changes is shown passage by passage; what does not fit says why, with its line."""

from typing import Any

import pytest
from wagtail_localize.models import StringTranslation, Translation

from tests import factories
from tests.rows import once
from tests.translations.exchange import LINKED, file_of, kept, sent, translation_of
from translations.interchange.formats import FORMATS, read
from translations.interchange.preview import Preview, Row, preview

pytestmark = pytest.mark.django_db
rows = once(sent)
EVERY = list(FORMATS)
XLIFF = ["xliff-1.2", "xliff-2.0"]


def shown(translation: Translation, data: bytes) -> Preview:
    return preview(translation, read(data)[1])


def line_of(data: bytes, words: str) -> int:
    return data[: data.index(words.encode())].count(b"\n") + 1


def answered(data: bytes, words: str, target: str) -> bytes:
    """A file in which the passage whose source in the file are some words has a translation."""
    text = data.decode()
    if text.startswith("<?xml"):
        old = f"<source>{words}</source>"
        new = f"{old}\n<target>{target}</target>"
    else:
        old, new = f'msgid "{words}"\nmsgstr ""', f'msgid "{words}"\nmsgstr "{target}"'
    assert text.count(old) == 1
    return text.replace(old, new).encode()


def refused(translation: Translation, data: bytes) -> Row:
    found = shown(translation, data)
    assert found.added == found.replaced == []
    (row,) = found.refused
    return row


@pytest.mark.parametrize("name", EVERY)
def test_a_file_that_nobody_changed_changes_nothing(db: None, rows: Any, name: str) -> None:
    found = shown(rows.translation, file_of(rows.translation, name))
    assert [row.new for row in found.same] == ["El sueño"]
    assert len(found.empty) == 6
    assert found.added == found.replaced == found.refused == []
    assert not found.is_older
    assert found.absent == 0


@pytest.mark.parametrize("name", EVERY)
def test_a_translation_is_new_or_replaces_another_one(db: None, rows: Any, name: str) -> None:
    data = file_of(rows.translation, name).replace("El sueño".encode(), b"Dormir")
    found = shown(rows.translation, answered(data, "Twice.", "Dos veces &lt; tres."))
    assert [(row.source, row.new) for row in found.added] == [("Twice.", "Dos veces &lt; tres.")]
    assert [(row.old, row.target) for row in found.replaced] == [("El sueño", "Dormir")]
    assert found.replaced[0].line == line_of(data, "Dormir" if name in XLIFF else "#. Title")


def test_what_wagtail_localize_finds_wrong_goes_out_as_unfinished(db: None, rows: Any) -> None:
    StringTranslation.objects.update(has_error=True)
    marks = {"xliff-1.2": b'state="needs-translation"', "xliff-2.0": b'state="initial"', "po": b"#, fuzzy"}
    for name, mark in marks.items():
        data = file_of(rows.translation, name)
        assert data.count(mark) == 1
        row = refused(rows.translation, data.replace("El sueño".encode(), b"Dormir"))
        assert "marks it as unfinished" in row.reason


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ("How it works &amp; why", "x" * 201, "It has 201 characters; only 200 fit here. Shorten it."),
        ("sleep", "el sueño!", "Enter a valid “slug”"),
    ],
)
def test_what_has_no_room_is_refused_with_its_line(
    db: None, rows: Any, name: str, source: str, target: str, told: str
) -> None:
    data = answered(file_of(rows.translation, name), source, target)
    row = refused(rows.translation, data)
    assert row.reason.startswith(told)
    if name in XLIFF:
        assert row.line == line_of(data, target)


@pytest.mark.parametrize("name", XLIFF)
@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("Nada.", 'The source has <b>, <a id="a1">, <i>, the translation does not. Keep the tags'),
        ('<{g} id="1-b">Esto</{g}>.', 'The source has <a id="a1">, <i>, the translation does not.'),
        ('{whole}<{g} id="1-b">otra vez</{g}>', "The translation has <b> more often than the source."),
        ('{whole}<{g} id="4-em">más</{g}>', "The translation has <em>, the source does not."),
        ('{whole}<{g} id="17">más</{g}>', "The code “17” is none of this text. Keep the tags of the source."),
        ('{whole}<{g} id="5-script">más</{g}>', "The code “5-script” is none of this text."),
        ('{whole}<bpt id="1-b"/>', "<bpt> is no code of this text."),
    ],
)
def test_broken_codes_are_refused_with_their_line(db: None, rows: Any, name: str, target: str, told: str) -> None:
    text = file_of(rows.translation, name).decode()
    source = next(line.strip() for line in text.splitlines() if '"2-a-a1"' in line)
    whole = source.removeprefix("<source>").removesuffix("</source>")
    target = target.format(g={"xliff-1.2": "g", "xliff-2.0": "pc"}[name], whole=whole)
    data = text.replace(source, f"{source}\n<target>{target}</target>").encode()
    row = refused(rows.translation, data)
    assert row.reason.startswith(told)
    assert row.line == line_of(data, f"<target>{target}")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("Nada.", 'The source has <b>, <a id="a1">, <i>, the translation does not. Keep the tags'),
        ("<b>Nada.", "<b> is not closed. Keep the tags of the source."),
        ("<script>x</script>", "<script> is not allowed here."),
        ("<b onclick=''>Nada</b>", "<b onclick=''> has attributes that are not allowed here."),
    ],
)
def test_broken_markup_in_a_po_file_is_refused_with_its_line(db: None, rows: Any, target: str, told: str) -> None:
    text = file_of(rows.translation, "po").decode()
    source = next(line for line in text.splitlines() if 'id=\\"a1' in line)
    data = text.replace(f'{source}\nmsgstr ""', f'{source}\nmsgstr "{target}"').encode()
    row = refused(rows.translation, data)
    assert row.reason.startswith(told)
    lines = data.decode().splitlines()
    assert lines[row.line - 1] == "#. Text"
    assert source in lines[row.line : row.line + 3]


@pytest.mark.parametrize("name", EVERY)
def test_what_the_source_says_otherwise_now_is_refused(db: None, rows: Any, name: str) -> None:
    translation = rows.translation
    data = file_of(translation, name)
    data = answered(data, "Introduction", "Introducción")
    data = answered(data, "How it works &amp; why", "Cómo funciona")
    body = [("rich_text", LINKED)]
    factories.release(factories.revise(rows.article, introduction="<p>Another one</p>", body=body))
    translation.source.update_from_db()
    found = shown(translation, data)
    assert found.is_older
    assert found.added == found.replaced == []
    reasons = {row.target: row.reason for row in found.refused}
    assert reasons["Introducción"].startswith("The source reads otherwise here since the file was made.")
    assert reasons["Cómo funciona"].startswith("The source no longer has this passage.")


@pytest.mark.parametrize("name", XLIFF)
def test_a_name_that_no_passage_ever_had_is_refused(db: None, rows: Any, name: str) -> None:
    data = answered(file_of(rows.translation, name), "Twice.", "Dos")
    path = data.split(b"Twice.")[0].rsplit(b'id="', 1)[1].split(b'"')[0]
    row = refused(rows.translation, data.replace(path, b"body.other:0123456789abcdef"))
    assert row.reason.startswith("The text never had such a passage.")


@pytest.mark.parametrize("name", XLIFF)
def test_a_source_that_was_changed_in_the_file_is_refused(db: None, rows: Any, name: str) -> None:
    data = answered(file_of(rows.translation, name), "Twice.", "Dos").replace(b">Twice.<", b">Thrice.<")
    assert refused(rows.translation, data).reason.startswith("The words of the source were changed in the file.")


@pytest.mark.parametrize("name", EVERY)
def test_white_space_that_a_tool_puts_around_the_source_is_no_change(db: None, rows: Any, name: str) -> None:
    data = answered(file_of(rows.translation, name), "Introduction", "Introducción")
    if name in XLIFF:
        data = data.replace(b"<source>Introduction<", b"<source>\n Introduction\n<")
    assert [row.new for row in shown(rows.translation, data).added] == ["Introducción"]


@pytest.mark.parametrize("name", EVERY)
def test_a_passage_that_stands_twice_is_refused_twice(db: None, rows: Any, name: str) -> None:
    data = answered(file_of(rows.translation, name), "Twice.", "Dos")
    end = data.rindex(b"</trans-unit>" if name == "xliff-1.2" else b"</unit>") if name in XLIFF else len(data)
    begin = data.rindex(b"<trans-unit" if name == "xliff-1.2" else b"<unit" if name in XLIFF else b"msgctxt")
    unit = data[begin:end] + (b"</trans-unit>" if name == "xliff-1.2" else b"</unit>" if name in XLIFF else b"\n")
    doubled = data[:begin] + unit + unit.replace(b"Dos", b"Tres") + data[end + len(unit) - (end - begin) :]
    found = shown(rows.translation, doubled)
    assert [row.target for row in found.refused] == ["Dos", "Tres"]
    assert found.added == []


@pytest.mark.parametrize("name", EVERY)
def test_an_empty_translation_takes_nothing_away(db: None, rows: Any, name: str) -> None:
    data = file_of(rows.translation, name).replace("El sueño".encode(), b" ")
    found = shown(rows.translation, data)
    assert "El sueño" in [row.old for row in found.empty]
    assert found.replaced == []


@pytest.mark.parametrize("name", EVERY)
def test_looking_takes_as_many_queries_for_many_passages_as_for_few(
    db: None, rows: Any, name: str, django_assert_num_queries: Any
) -> None:
    translation = translation_of(rows.article)
    for count in (5, 100):
        body = [("rich_text", f"<p>Paragraph {number}</p>") for number in range(count)]
        factories.release(factories.revise(rows.article, body=body))
        translation.source.update_from_db()
        with django_assert_num_queries(3):
            data = file_of(translation, name)
        assert data.count(b"Paragraph") == count
        with django_assert_num_queries(4):
            shown(translation, data)
    assert kept(translation) == {"Sleep": "El sueño"}


def test_characters_that_no_database_holds_are_left_out(db: None, rows: Any) -> None:
    data = answered(file_of(rows.translation, "po"), "Twice.", "Dos\x00 veces\x0b.")
    assert [row.new for row in shown(rows.translation, data).added] == ["Dos veces."]
