"""Pictures for the guide of those who work in the admin, taken where the journeys come by."""

import os

from playwright.sync_api import Locator, Page

from core.guide import IMAGES

WRITE = os.environ.get("GUIDE") == "write"
MIDDLE = "part => part.scrollIntoView({ block: 'center', behavior: 'instant' })"
BELOW = 32
"""Pixels that a picture shows below what it ends with."""


def guide_picture(page: Page, name: str, about: Locator | None = None, down_to: Locator | None = None) -> None:
    """Keep what is on the screen as a picture of the guide; only where ``GUIDE=write`` asks for it.

    What it is ``about`` stands in its middle; ``down_to`` is what it ends with, where the rest of the screen is empty.
    """
    if not WRITE:
        return
    page.wait_for_load_state("networkidle")
    if about:
        about.evaluate(MIDDLE)
    size = page.viewport_size
    assert size
    height = size["height"]
    if down_to and (box := down_to.bounding_box()):
        height = min(height, round(box["y"] + box["height"]) + BELOW)
    IMAGES.mkdir(exist_ok=True)
    clip = {"x": 0, "y": 0, "width": size["width"], "height": height}
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled", clip=clip)
