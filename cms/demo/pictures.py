"""The demo's pictures: calm abstract scenes and faceless portraits, drawn here: none is anybody else's.

A name always gives the same picture. Scenes are 1600 x 1000 pixels, portraits 900 x 900; both JPEG.
"""

import math
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

Draw = ImageDraw.ImageDraw
SCENE = (1600, 1000)
PORTRAIT = (900, 900)
OVERSAMPLING = 2  # drawn larger and scaled down, because Pillow's shapes have hard edges


def draw(name: str) -> bytes:
    """The JPEG file of the picture `name`.

    Raises KeyError for a name that is not in `NAMES`.
    """
    file = BytesIO()
    PICTURES[name]().convert("RGB").reduce(OVERSAMPLING).save(file, "JPEG", quality=84, optimize=True)
    return file.getvalue()


def gradient(size: tuple[int, int], top: str, bottom: str, middle: str | None = None) -> Image.Image:
    """An image of `size` pixels that runs from the colour `top` to the colour `bottom`."""
    grey = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    return ImageOps.colorize(grey, top, bottom, mid=middle)


def canvas(top: str, bottom: str, middle: str | None = None) -> tuple[Image.Image, Draw]:
    """An oversampled scene with a sky, and the pen to draw on it in units of the final picture."""
    image = gradient((SCENE[0] * OVERSAMPLING, SCENE[1] * OVERSAMPLING), top, bottom, middle)
    return image, ImageDraw.Draw(image)


def up(*values: float) -> list[float]:
    """Final pixels to oversampled pixels."""
    return [value * OVERSAMPLING for value in values]


def disc(pen: Draw, x: float, y: float, radius: float, colour: str) -> None:
    pen.ellipse(up(x - radius, y - radius, x + radius, y + radius), fill=colour)


def ridge(height: float, *waves: tuple[float, float, float]) -> Callable[[float], float]:
    """A skyline: its y at x, as a sum of waves of (amplitude, length, phase)."""
    return lambda x: height + sum(a * math.sin(x / length + phase) for a, length, phase in waves)


def land(pen: Draw, line: Callable[[float], float], colour: str) -> None:
    """Fill everything below the skyline."""
    width, height = SCENE
    skyline = [value for x in range(0, width + 8, 8) for value in (x, line(x))]
    pen.polygon(up(*skyline, width, height, 0, height), fill=colour)


def ribbon(pen: Draw, centre: Callable[[float], float], top: float, widths: tuple[float, float], colour: str) -> None:
    """A path or river from `top` to the lower edge that widens towards the viewer."""
    steps = [step / 120 for step in range(121)]
    rows = [(top + (SCENE[1] - top) * t, widths[0] + (widths[1] - widths[0]) * t * t) for t in steps]
    left = [value for y, half in rows for value in (centre(y) - half, y)]
    right = [value for y, half in reversed(rows) for value in (centre(y) + half, y)]
    pen.polygon(up(*left, *right), fill=colour)


def glow(image: Image.Image, x: float, y: float, radius: float, colour: str) -> None:
    """A soft light around a point."""
    light = Image.new("RGB", image.size, "black")
    disc(ImageDraw.Draw(light), x, y, radius, colour)
    small = light.resize((400, 250)).filter(ImageFilter.GaussianBlur(radius / 12))
    image.paste(ImageChops.screen(image, small.resize(image.size, Image.Resampling.BICUBIC)))


def harbor_dawn() -> Image.Image:
    image, pen = canvas("#8fb4c9", "#f8e3cf", "#dfd3cf")
    glow(image, 1080, 520, 190, "#a86a3a")
    disc(pen, 1080, 520, 74, "#fff1d6")
    land(pen, ridge(560, (22, 210, 0.4), (9, 70, 1.0)), "#9db3bd")
    land(pen, ridge(600, (16, 260, 2.1), (6, 60, 0.2)), "#7e9aa8")
    pen.rectangle(up(0, 636, *SCENE), fill="#a9c1c9")
    for step in range(15):
        y, width = 650 + step * step * 1.6, 60 + step * 13
        pen.rounded_rectangle(up(1080 - width, y, 1080 + width, y + 4 + step * 0.8), radius=8, fill="#f6dfc4")
    for x, size in ((360, 1.0), (540, 0.62)):
        pen.polygon(up(x, 690, x, 690 - 150 * size, x + 82 * size, 680), fill="#fbf4ea")
        pen.polygon(up(x - 8, 690, x - 8, 690 - 118 * size, x - 62 * size, 682), fill="#f0e2d2")
        pen.chord(up(x - 76 * size, 668, x + 92 * size, 716), 0, 180, fill="#4c6675")
    return image


def dusk_hills() -> Image.Image:
    image, pen = canvas("#4b4a78", "#f2b89b", "#b889a0")
    glow(image, 520, 560, 170, "#7a3f34")
    disc(pen, 520, 560, 62, "#ffdcbc")
    for height, colour, phase in (
        (600, "#a87f9c", 0.2),
        (680, "#836891", 1.7),
        (765, "#5f5180", 3.4),
        (860, "#3f3a66", 5.0),
    ):
        land(pen, ridge(height, (52, 230, phase), (17, 83, phase * 2)), colour)
    return image


def river_morning() -> Image.Image:
    image, pen = canvas("#bcd8e3", "#f7f0dc", "#dfe9e0")
    disc(pen, 1230, 250, 66, "#fffaea")
    land(pen, ridge(440, (60, 240, 0.7), (18, 90, 0.1)), "#b4cbbd")
    land(pen, ridge(520, (40, 300, 2.6), (12, 110, 1.2)), "#8fb19b")
    land(pen, ridge(600, (24, 380, 4.4)), "#6f9a80")
    ribbon(pen, lambda y: 800 + 250 * math.sin((y - 600) / 112) * ((y - 560) / 440), 596, (10, 250), "#d9edf0")
    ribbon(pen, lambda y: 816 + 250 * math.sin((y - 600) / 112) * ((y - 560) / 440), 604, (4, 150), "#eef7f5")
    return image


def forest_mist() -> Image.Image:
    image, pen = canvas("#d3e0dd", "#f4f3ea")
    for row, (base, height, colour) in enumerate(
        ((560, 200, "#c6d6d0"), (690, 270, "#9db8b0"), (830, 340, "#6b918a"), (1010, 420, "#3d655f"))
    ):
        for tree in range(-1, 22 - row * 3):
            x = tree * (82 + row * 26) + (row * 57) % 90
            tall = height * (0.62 + 0.38 * abs(math.sin(tree * 2.3 + row)))
            for tier in range(3):
                top = base - tall + tier * tall * 0.24
                half = tall * (0.12 + 0.06 * tier)
                foot = top + tall * 0.44
                pen.polygon(up(x, top, x + half, foot, x - half, foot), fill=colour)
        land(pen, ridge(base - 60, (14, 190, row)), colour)
    return image


def shoreline_evening() -> Image.Image:
    image, pen = canvas("#2f6f80", "#8cc3c0", "#4c97a1")
    glow(image, 1180, 180, 150, "#2d4a44")
    bands = ("#5aa6ab", "#78b9b7", "#9dcdc6", "#c5e2da", "#eef4ea", "#e9d6b4", "#ddc19a")
    for step, colour in enumerate(bands):
        land(pen, ridge(330 + step * 92, (46, 300 - step * 12, 0.6 + step * 0.55), (14, 97, step)), colour)
    return image


def night_lake() -> Image.Image:
    image, pen = canvas("#101d3c", "#4d6a94", "#243c68")
    glow(image, 1120, 260, 120, "#3f4f6a")
    disc(pen, 1120, 260, 58, "#f3efdc")
    for star in range(46):
        disc(pen, star * 397 % 1600, star * 211 % 470, 1.4 + star % 3 * 0.6, "#b9c6de")
    land(pen, ridge(560, (70, 210, 0.3), (22, 77, 1.2)), "#2b4470")
    land(pen, ridge(620, (44, 260, 2.2), (16, 90, 0.5)), "#1c305a")
    pen.rectangle(up(0, 660, *SCENE), fill="#3b5784")
    for step in range(12):
        y, width = 676 + step * step * 2.1, 74 - step * 3
        pen.rounded_rectangle(up(1120 - width, y, 1120 + width, y + 5 + step * 0.5), radius=8, fill="#cfd3d6")
    return image


def garden_arches() -> Image.Image:
    image, pen = canvas("#f3e7d8", "#e6d0ba")
    palette = ("#c7785a", "#d99b78", "#8fa487", "#5f7d6b", "#e9c9a6")
    for row in range(2):
        for column in range(5):
            x, y = -100 + column * 380 + row * 190, 420 + row * 330
            for ring in range(4):
                half = 168 - ring * 40
                colour = palette[(column * 2 + row + ring) % len(palette)]
                pen.pieslice(up(x - half, y - half, x + half, y + half), 180, 360, fill=colour)
                pen.rectangle(up(x - half, y - 2, x + half, 1000), fill=colour)
    return image


def two_paths() -> Image.Image:
    image, pen = canvas("#f6d9a8", "#fdf1d8")
    disc(pen, 800, 300, 84, "#fff8e6")
    land(pen, ridge(430, (30, 260, 1.4), (10, 80, 0.6)), "#d9c07c")
    land(pen, ridge(500, (18, 420, 0.2)), "#b9b26a")
    land(pen, ridge(560, (12, 520, 2.0)), "#95a35f")
    ribbon(pen, lambda y: 800 - 520 * ((1000 - y) / 450) ** 1.5, 552, (7, 120), "#f5e8c8")
    ribbon(pen, lambda y: 800 + 520 * ((1000 - y) / 450) ** 1.5, 552, (7, 120), "#f5e8c8")
    return image


def fading_rings() -> Image.Image:
    image, pen = canvas("#5f93a6", "#d3e6e4", "#94bcc5")
    rings = Image.new("L", image.size)
    mark = ImageDraw.Draw(rings)
    for step in range(1, 12):
        x, y = 72 * step, 33 * step
        strength = round(235 * (1 - step / 12) ** 1.5)
        mark.ellipse(up(760 - x, 540 - y, 760 + x, 540 + y), outline=strength, width=7 * OVERSAMPLING)
    image.paste("#f9fcf9", mask=rings)
    disc(pen, 760, 536, 14, "#fdfefc")
    return image


def portrait(initials: str, ground: tuple[str, str], figure: str, accent: str) -> Image.Image:
    """A figure without a face, and the initials of a person who does not exist."""
    width, height = PORTRAIT[0] * OVERSAMPLING, PORTRAIT[1] * OVERSAMPLING
    image = gradient((width, height), *ground)
    pen = ImageDraw.Draw(image)
    pen.ellipse(up(130, 90, 770, 730), fill=accent)
    pen.ellipse(up(170, 610, 730, 1250), fill=figure)
    pen.ellipse(up(320, 250, 580, 560), fill=figure)
    font = ImageFont.load_default(84 * OVERSAMPLING)
    pen.text((width / 2, 790 * OVERSAMPLING), initials, font=font, fill=ground[0], anchor="mm")
    return image


SCENES: dict[str, Callable[[], Image.Image]] = {
    "harbor-dawn": harbor_dawn,
    "dusk-hills": dusk_hills,
    "river-morning": river_morning,
    "forest-mist": forest_mist,
    "shoreline-evening": shoreline_evening,
    "night-lake": night_lake,
    "garden-arches": garden_arches,
    "two-paths": two_paths,
    "fading-rings": fading_rings,
}
PORTRAITS: dict[str, Callable[[], Image.Image]] = {
    "portrait-rosalind-sample": lambda: portrait("RS", ("#f4ede1", "#e3d3bd"), "#3f6272", "#d9a679"),
    "portrait-amos-example": lambda: portrait("AE", ("#e9f0ec", "#c9dbd3"), "#2f5148", "#9fc0ac"),
    "portrait-ines-muestra": lambda: portrait("IM", ("#f3e9ee", "#dfc8d4"), "#5f456a", "#c99bb1"),
    "portrait-wendell-placeholder": lambda: portrait("WP", ("#eaeef5", "#c8d3e4"), "#34486b", "#a9bcd8"),
}
PICTURES = SCENES | PORTRAITS
NAMES = frozenset(PICTURES)

# What a picture shows, as the alternative text where no other is given.
DESCRIPTIONS = {
    "harbor-dawn": "Drawing of two small sailing boats on calm water at sunrise",
    "dusk-hills": "Drawing of violet hills one behind another at dusk",
    "river-morning": "Drawing of a pale river that winds through green hills",
    "forest-mist": "Drawing of rows of fir trees that fade into mist",
    "shoreline-evening": "Drawing of waves in bands of color running up to a beach",
    "night-lake": "Drawing of the moon over a dark lake and hills",
    "garden-arches": "Drawing of nested arches in clay and sage colors",
    "two-paths": "Drawing of a path through a field that divides in two",
    "fading-rings": "Drawing of rings on water that become fainter with distance",
} | dict.fromkeys(PORTRAITS, "Abstract figure without a face, with initials")
