"""The words of the interface in Spanish: complete, and compiled."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale/es/LC_MESSAGES/django"
MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
IN_TEMPLATES = re.compile(r"""\b(?:n?gettext|_)\(\s*u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
FIELD = re.compile(r'^(msg\S+) ((?:".*"(?:\n|$))+)', re.MULTILINE)


def entries() -> Iterator[tuple[str, dict[str, str]]]:
    """The comment lines and the fields of each entry but the header, by name (``msgid``, ``msgstr[0]``)."""
    for block in CATALOGUE.with_suffix(".po").read_text().split("\n\n")[1:]:
        yield block, {name: ast.literal_eval(f"({value})") for name, value in FIELD.findall(block)}


def marked() -> Iterator[str]:
    """Every string that the product's code and templates mark for translation."""
    ours = [path for config in apps.get_app_configs() if (path := Path(config.path)).parent == ROOT]
    for path in (path for directory in {*ours, ROOT / "cms"} for path in directory.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(words)), *_]) if name in MARKS:
                    yield words
    for path in (path for path in (ROOT / "templates").rglob("*") if path.is_file()):
        yield from map(ast.literal_eval, IN_TEMPLATES.findall(templatize(path.read_text())))


def test_every_string_has_its_spanish() -> None:
    spanish = {fields["msgid"] for _, fields in entries()}
    assert set(marked()) == spanish
    assert [fields for _, fields in entries() if not all(fields.values())] == []
    assert [block for block, _ in entries() if "fuzzy" in block.partition("msgid")[0]] == []


def test_the_compiled_catalogue_says_what_the_readable_one_says() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for _, fields in entries():
        if "msgid_plural" in fields:
            given = [compiled.ngettext(fields["msgid"], fields["msgid_plural"], count) for count in (1, 2)]
            assert given == [fields["msgstr[0]"], fields["msgstr[1]"]]
        else:
            assert compiled.gettext(fields["msgid"]) == fields["msgstr"]
