"""The icons of the site: small files, drawn once from the mark and kept beside the style sheet.

``python -m core.identity.icons`` draws them again.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from core.identity.mark import draw

FOLDER = Path(__file__).parents[1] / "static/core/icons"
COLOURS = 64
"""Of which a file is made up; more are not seen and take room."""


def files() -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each icon."""
    favicon = BytesIO()
    draw(48).save(favicon, "ICO", sizes=[(16, 16), (32, 32), (48, 48)])
    yield "favicon.ico", favicon.getvalue()
    for name, size, rounded in (
        ("apple-touch-icon.png", 180, False),
        ("icon-192.png", 192, True),
        ("icon-512.png", 512, True),
        ("maskable-512.png", 512, False),
    ):
        file = BytesIO()
        draw(size, rounded).quantize(COLOURS).save(file, "PNG", optimize=True)
        yield name, file.getvalue()


if __name__ == "__main__":
    for name, content in files():
        (FOLDER / name).write_bytes(content)
