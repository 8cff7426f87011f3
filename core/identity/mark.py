"""The clinic's mark, drawn in any size: the shapes of ``core/static/core/icon.svg``."""

from PIL import Image, ImageDraw

GROUND = "#12403f"
LINES = "#f4efe4"
UNITS = 32
"""The width and height of the drawing."""
CORNER = 9
THICKNESS = 2.6
Point = tuple[float, float]
STROKES: tuple[tuple[Point, Point, Point, Point], ...] = (
    ((10, 24), (10, 19), (10, 13), (10, 8)),
    ((10, 17), (16, 17), (21, 14), (21, 8)),
    ((14, 16.7), (17, 17.4), (19.5, 19.5), (22, 24)),
)
"""Cubic curves: where each begins, its two handles and where it ends."""
STEPS = 64
OVERSAMPLING = 4
"""Drawn larger and scaled down, because Pillow's shapes have hard edges."""


def draw(size: int, rounded: bool = True) -> Image.Image:
    """The mark, ``size`` pixels wide and high; ``rounded`` leaves its corners transparent.

    Without that the ground fills the square, for systems that cut the corners themselves: whatever their shape, the
    lines lie within the circle that is always shown (https://www.w3.org/TR/appmanifest/#icon-masks).
    """
    unit = size * OVERSAMPLING / UNITS
    image = Image.new("RGBA", (size * OVERSAMPLING,) * 2, (0, 0, 0, 0) if rounded else GROUND)
    pen = ImageDraw.Draw(image)
    if rounded:
        pen.rounded_rectangle((0, 0, image.width - 1, image.height - 1), CORNER * unit, fill=GROUND)
    brush = THICKNESS / 2 * unit
    for stroke in STROKES:
        for step in range(STEPS + 1):
            x, y = (unit * part for part in _on_curve(stroke, step / STEPS))
            pen.ellipse((x - brush, y - brush, x + brush, y + brush), fill=LINES)
    image = image.resize((size, size), Image.Resampling.LANCZOS)
    return image if rounded else image.convert("RGB")


def _on_curve(stroke: tuple[Point, Point, Point, Point], t: float) -> Point:
    """The point of a cubic Bézier curve at ``t`` from 0 to 1."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(w * point[axis] for w, point in zip(weights, stroke, strict=True)) for axis in (0, 1))
    return x, y
