"""What every page brings along stays small, and nothing of it stands inside pages."""

import gzip
import re

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "core/static/core"
TEMPLATES = settings.BASE_DIR / "templates"
INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*(?:\bsrc=|ld\+json))[^>]*>", re.IGNORECASE)
"""Styles and scripts that a page's security policy refuses. What search engines read is data."""
MAIL = "review/mail"


@pytest.mark.parametrize(("name", "most"), [("site.css", 25_000), ("site.js", 10_000)])
def test_the_sheet_and_the_script_of_every_page_stay_small(name, most):
    assert len(gzip.compress((STATIC / name).read_bytes())) <= most


def test_no_template_has_styles_or_scripts_of_its_own():
    pages = [path for path in TEMPLATES.rglob("*.html") if MAIL not in path.as_posix()]
    found = {path.relative_to(TEMPLATES).as_posix(): INLINE.findall(path.read_text("utf-8")) for path in pages}

    assert len(pages) > 100
    assert {path: inline for path, inline in found.items() if inline} == {}
    assert all(map(INLINE.search, ["<p style='a'>", '<a onclick="a()">', "<script>", "<script nonce='a'>", "<style>"]))
    assert not INLINE.search('<script src="a" defer></script><script type="application/ld+json">')
