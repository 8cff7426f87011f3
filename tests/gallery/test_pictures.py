"""The gallery looks as it did: its sections against the pictures beside this file.

``GOLDEN=write`` draws them anew. What differs is put into ``var/pictures/``, as it looks now.
"""

import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from core.gallery import examples
from tests.journeys.conftest import PATIENCE

GOLDEN = Path(__file__).parent / "pictures"
SEEN = settings.BASE_DIR / "var/pictures"
SECTIONS = ["tokens", *(section.name for section in examples.sections())]
LOOKS: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "360": ({"viewport": {"width": 360, "height": 800}}, "", SECTIONS),
    "1280": ({"viewport": {"width": 1280, "height": 800}}, "", SECTIONS),
    "dark": ({"viewport": {"width": 360, "height": 800}, "color_scheme": "dark"}, "", ["tokens", "cards", "forms"]),
    "rtl": ({"viewport": {"width": 360, "height": 800}}, "?language=ar", ["cards", "review"]),
}
"""How a browser is set up, the address's query and the sections that are looked at so."""
FONTS = ("Liberation Sans", "Liberation Serif")
"""Every machine draws with these; those that pages ask for are another's everywhere."""
STYLE = ':root { --sans: "Liberation Sans", "DejaVu Sans"; --serif: "Liberation Serif", "DejaVu Sans"; }'
TILE = 8
"""Pixels a side of what is compared: within it, browsers may smooth letters differently."""
TOLERANCE = 24
"""By how much a tile may differ, of 255."""


def fonts_are_there() -> bool:
    listed = (
        shutil.which("fc-list") and subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True).stdout
    )
    return bool(listed) and all(font in listed for font in FONTS)


def shown(page: Page, section: str) -> Image.Image:
    """A section as it looks."""
    drawn = page.locator(f"#{section}").screenshot(animations="disabled", caret="hide")
    return Image.open(BytesIO(drawn)).convert("RGB")


def keep(golden: Path, now: Image.Image) -> None:
    """Write a picture, in as few colours as a small file needs."""
    now.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(golden, optimize=True)


def differs(golden: Path, now: Image.Image) -> bool:
    if not golden.exists():
        return True
    before = Image.open(golden).convert("RGB")
    if before.size != now.size:
        return True
    tiles = [picture.reduce(TILE) for picture in (before, now)]
    return max(high for _, high in ImageChops.difference(*tiles).getextrema()) > TOLERANCE


@pytest.mark.journey
@pytest.mark.skipif(not fonts_are_there(), reason="needs the fonts that the pictures were drawn with")
def test_the_gallery_looks_as_it_did(live_server, browser: Browser, settings):
    settings.DEBUG = True
    writes = os.environ.get("GOLDEN") == "write"
    changed = []

    for look, (wishes, query, sections) in LOOKS.items():
        context = browser.new_context(base_url=live_server.url, bypass_csp=True, locale="en-US", **wishes)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"/styleguide/{query}")
        page.add_style_tag(content=STYLE)
        page.evaluate("Promise.all([...document.images].map((image) => (image.loading = 'eager', image.decode())))")
        for section in sections:
            name, now = f"{section}-{look}.png", shown(page, section)
            if writes:
                keep(GOLDEN / name, now)
            elif differs(GOLDEN / name, now):
                SEEN.mkdir(parents=True, exist_ok=True)
                now.save(SEEN / name)
                changed.append(name)
        context.close()

    assert not changed, f"see {SEEN.relative_to(SEEN.parent.parent)}; GOLDEN=write keeps what is there now"
