"""Colours can be told apart as far as docs/design.md says, in the light and in the dark."""

import re

import pytest
from django.conf import settings

SHEET = (settings.BASE_DIR / "core/static/core/site.css").read_text("utf-8")
DESIGN = (settings.BASE_DIR / "docs/design.md").read_text("utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): #([0-9a-f]{3,6});", rule)) for rule in re.findall(r":root \{(.*?)\}", SHEET, re.S)[:2]
)
PAIRS = [
    (ground, shown, float(ratio))
    for ground, several, ratio in re.findall(r"^\| `([\w-]+)` \| (`[^|]+`) \| ([\d.]+) \|$", DESIGN, re.M)
    for shown in re.findall(r"[\w-]+", several)
]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    digits = "".join(digit * 2 for digit in colour) if len(colour) == 3 else colour
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [LIGHT, {**LIGHT, **DARK}], ids=["light", "dark"])
def test_colours_can_be_told_apart(colours):
    def contrast(one: str, other: str) -> float:
        darker, lighter = sorted((luminance(colours[one]), luminance(colours[other])))
        return (lighter + 0.05) / (darker + 0.05)

    assert len(PAIRS) > 20
    assert not [(ground, shown) for ground, shown, ratio in PAIRS if contrast(ground, shown) < ratio]
