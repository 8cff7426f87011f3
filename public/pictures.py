"""Pictures for readers: which files are made of a picture, and how.

A picture stands in a copy by value: ``image`` is the digest of its file, ``width`` and ``height`` are pixels, it is
``transparent`` where the ground shines through, and ``focus`` is the point that stays in sight where a part is cut off,
``x`` and ``y`` in percent. That alone says which files there are, so that no page and no answer of the API ever names
one that was not made.
"""

import math
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from typing import Any

from PIL import Image

Picture = Mapping[str, Any]

WIDTHS = (400, 800, 1200, 1600, 2000)
"""How wide the files are at most, in pixels: from a card on a phone to the top of a page on a sharp wide screen."""
FALLBACK_WIDTHS = (400, 1200)
"""Those of the format that everything can show. Few browsers ask for it; other sites show the wider one."""
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
"""The media types of the formats by the ends of names."""
NAMES = {
    f"w{width}.{form}": width for form in TYPES for width in (WIDTHS if form in ("avif", "webp") else FALLBACK_WIDTHS)
}
"""Every name that a file of a picture can have, with its width at most."""
SAVED_AS: dict[str, dict[str, Any]] = {
    # Slower ones save few bytes more, and whoever signs would wait for them.
    "avif": {"format": "AVIF", "quality": 60, "speed": 9},
    "webp": {"format": "WEBP", "quality": 80},
    "jpg": {"format": "JPEG", "quality": 82, "progressive": True},
    "png": {"format": "PNG", "optimize": True},
}
WHITE = (255, 255, 255)


def names(picture: Picture) -> list[str]:
    """The names of a picture's files, the best format first and each from narrow to wide; none is enlarged."""
    fallback = "png" if picture.get("transparent") else "jpg"
    formats = {"avif": WIDTHS, "webp": WIDTHS, fallback: FALLBACK_WIDTHS}
    return [f"w{most}.{form}" for form, widths in formats.items() for most in _reached(widths, picture["width"])]


def renditions(picture: Picture) -> list[dict[str, Any]]:
    """The files of a picture: ``url``, ``width`` and ``height`` in pixels, media ``type``; in the order of names."""
    files = []
    for name in names(picture):
        width, height = _within(NAMES[name], picture["width"], picture["height"])
        url = f"/m/{picture['image']}/{name}"
        files.append({"url": url, "width": width, "height": height, "type": TYPES[name.partition(".")[2]]})
    return files


def srcset(files: list[dict[str, Any]], media_type: str) -> str:
    """Those of a picture's renditions that have a type, for browsers to choose from by width."""
    return ", ".join(f"{file['url']} {file['width']}w" for file in files if file["type"] == media_type)


def focus_classes(picture: Picture) -> str:
    """The classes of the style sheet that keep a picture's focal point in sight, in steps of ten percent."""
    focus = picture.get("focus")
    return f"focus-x-{round(focus['x'] / 10)} focus-y-{round(focus['y'] / 10)}" if focus else ""


def pixels(willow: Any) -> Image.Image:
    """The picture in a file that Willow opened: the right way up, without anything that was noted beside it.

    What its colours mean is kept. Where and with what it was taken is private.
    """
    willow = willow.auto_orient()
    if willow.image.mode == "CMYK":
        willow = willow.transform_colorspace_to_srgb()
    image: Image.Image = willow.image
    profile = image.info.get("icc_profile") if image.mode.startswith(("RGB", "P")) else None
    image = image.convert("RGBA" if is_transparent(image) else "RGB")
    image.info = {"icc_profile": profile} if profile else {}
    return image


def is_transparent(image: Image.Image) -> bool:
    """Whether the ground shines through a picture anywhere."""
    return image.has_transparency_data and image.convert("RGBA").getchannel("A").histogram()[255] < math.prod(
        image.size
    )


def make(image: Image.Image, names: list[str]) -> Iterator[tuple[str, bytes]]:
    """The files of those names of a picture, which is as ``pixels`` gives it.

    They are made side by side: whoever signs waits for them, and Pillow leaves the interpreter to others meanwhile.
    Each is saved from a copy of its own, because Pillow notes on an image how it is being saved.
    """
    sizes = {_within(NAMES[name], *image.size) for name in names}
    with ThreadPoolExecutor() as pool:
        scaled = dict(zip(sizes, pool.map(partial(_scaled, image), sizes), strict=True))
        files = pool.map(lambda name: _saved(scaled[_within(NAMES[name], *image.size)].copy(), name), names)
        yield from zip(names, files, strict=True)


def _scaled(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def _saved(image: Image.Image, name: str) -> bytes:
    profile = image.info.get("icc_profile")
    form = name.partition(".")[2]
    if form == "jpg" and image.mode == "RGBA":
        ground = Image.new("RGB", image.size, WHITE)
        ground.paste(image, mask=image)
        image = ground
    file = BytesIO()
    image.save(file, icc_profile=profile, **SAVED_AS[form])
    return file.getvalue()


def _reached(widths: tuple[int, ...], width: int) -> tuple[int, ...]:
    """The widths that a picture is wider than, and the next one, whose file is as wide as the picture."""
    return widths[: sum(most < width for most in widths) + 1]


def _within(most: int, width: int, height: int) -> tuple[int, int]:
    return (most, max(1, round(height * most / width))) if width > most else (width, height)
