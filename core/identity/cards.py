"""Cards: the picture under which other sites show a page that has none of its own, drawn from its signed title.

A card's address holds a digest of all that stands on it, so it can be kept forever; other words have another address.
"""

import hashlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, features

from core.identity import mark

WIDTH, HEIGHT = 1200, 630
"""In pixels: the size that every site takes whole (https://ogp.me/)."""
FORM = "1"
"""Another one whenever cards look otherwise."""
FONT = Path(__file__).parent / "fonts/IBMPlexSansArabic-SemiBold.ttf"
"""Knows Latin and Arabic letters; its licence lies beside it."""
UNKNOWN = "\uffff"
"""No letter: fonts draw a box for it."""
SIZES = (84, 72, 60, 50, 42)
"""Of the title's letters, in pixels: the largest in which it has room."""
NAME_SIZE = 38
LEADING = 1.3
EDGE = 80
MARK, INSET = 88, 27
"""How large the mark is, and how far within it its lines begin; its ground is that of the card."""
TOP = 210
"""Where the title's room begins."""
LETTERS, ACCENT = "#f6f1e6", "#eba27b"
SHADE = 14
"""How much lighter than the ground, of 255, the large mark behind the title is."""
COLOURS = 64


def digest_of(title: str, clinic: str, locale: str) -> str:
    """What names a card: 64 hexadecimal digits of all that stands on it."""
    return hashlib.sha256("\0".join((FORM, locale, clinic, title)).encode()).hexdigest()


def can_be_drawn(title: str, clinic: str, locale: str) -> bool:
    """Whether every letter would stand on the card as it is read."""
    shapes = features.check("raqm") or not _is_bidi(locale)
    return bool(shapes and all(_is_known(letter) for letter in {*title, *clinic}))


def draw(title: str, clinic: str, locale: str) -> bytes:
    """The card of a page as PNG: the clinic's mark and name, and the title in the direction of its language."""
    bidi = _is_bidi(locale)
    image = Image.new("RGB", (WIDTH, HEIGHT), mark.GROUND)
    _place(image, _behind(), bidi, WIDTH - 440, 90)
    _place(image, mark.draw(MARK, rounded=False), bidi, EDGE - INSET, EDGE - INSET)
    pen = ImageDraw.Draw(image)
    _write(pen, clinic, NAME_SIZE, bidi, EDGE + MARK - INSET, EDGE + MARK / 2 - INSET, anchor="m")
    size, lines = _fitted(title)
    for row, line in enumerate(lines):
        _write(pen, line, size, bidi, EDGE, TOP + row * size * LEADING, anchor="a")
    pen.rectangle((0, HEIGHT - 14, WIDTH, HEIGHT), fill=ACCENT)
    file = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _is_bidi(locale: str) -> bool:
    return locale.partition("-")[0] in settings.LANGUAGES_BIDI


@lru_cache
def _is_known(letter: str) -> bool:
    font = _font(24)
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask(UNKNOWN))


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)


def _behind() -> Image.Image:
    """The mark, large and hardly lighter than the ground."""
    lines = mark.draw(520, rounded=False).convert("L").point(lambda value: SHADE if value > 128 else 0)
    ground = Image.new("RGB", lines.size, mark.GROUND)
    ground.paste(Image.new("RGB", lines.size, LETTERS), mask=lines)
    return ground


def _place(image: Image.Image, part: Image.Image, bidi: bool, start: int, top: int) -> None:
    image.paste(part, (WIDTH - start - part.width if bidi else start, top))


def _write(pen: ImageDraw.ImageDraw, text: str, size: int, bidi: bool, start: float, top: float, anchor: str) -> None:
    x, side = (WIDTH - start, "r") if bidi else (start, "l")
    direction = "rtl" if bidi else None
    pen.text((x, top), text, LETTERS, _font(size), anchor=side + anchor, direction=direction)


def _fitted(title: str) -> tuple[int, list[str]]:
    """The size of a title's letters and its lines, the last of which is cut where there is no room in any size."""
    for size in SIZES:
        lines, most = _lines(title, _font(size)), int((HEIGHT - EDGE / 2 - TOP) / (size * LEADING))
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], f"{lines[most - 1]}…"]


def _lines(title: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """A title in lines that have room; a word that has none in a line of its own is broken."""
    lines = [""]
    for word in title.split():
        joined = f"{lines[-1]} {word}".strip()
        if _has_room(joined, font):
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if not _has_room(lines[-1] + letter, font):
                lines.append("")
            lines[-1] += letter
    return lines


def _has_room(text: str, font: ImageFont.FreeTypeFont) -> bool:
    return font.getlength(text) <= WIDTH - 2 * EDGE
