"""The interface speaks every language of the site."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from practitioners.models import LANGUAGES

TEMPLATES = settings.BASE_DIR / "templates"
CALL = re.compile(r"""\b(?:n?gettext|_)\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")[,)]""")
OTHERS = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def site_templates():
    """The templates that readers see."""
    for folder in ("pages", "blocks", "components"):
        yield from (TEMPLATES / folder).glob("*.html")
    yield from TEMPLATES.glob("*.html")


def words_of(template: Path) -> set[str]:
    """What a template translates."""
    return {eval(literal) for literal in CALL.findall(templatize(template.read_text("utf-8")))}


def entries_of(po: Path) -> dict[str, list[str]]:
    """What a catalogue's source makes of each text; two forms of one that counts, under its singular."""
    entries = {}
    for block in po.read_text("utf-8").split("\n\n")[1:]:
        text, *forms = [
            "".join(eval(line) for line in value.strip().splitlines())
            for value in re.findall(r'^msg(?:id|str|str\[\d\]) ((?:"[^\n]*"\n?)+)', block, re.MULTILINE)
        ]
        entries[text] = forms
    return entries


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_of_the_sites_templates_is_translated(language):
    entries = entries_of(settings.BASE_DIR / f"locale/{language}/LC_MESSAGES/django.po")
    words = set().union(*map(words_of, site_templates())) | {str(name._args[0]) for _, name in LANGUAGES}

    assert len(words) > 80
    assert not [word for word in words if not all(entries.get(word, [""]))]


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_catalogue_is_that_of_its_source(language):
    folder = settings.BASE_DIR / f"locale/{language}/LC_MESSAGES"
    compiled = gettext.GNUTranslations((folder / "django.mo").open("rb"))

    for text, forms in entries_of(folder / "django.po").items():
        if len(forms) == 1:
            assert compiled.gettext(text) == forms[0]
        else:
            assert [compiled.ngettext(text, "", number) for number in (1, 2)] == forms
