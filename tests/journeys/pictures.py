"""Pictures for the guide of those who work in the admin, taken where the journeys come by."""

import os

from playwright.sync_api import Page

from core.guide import IMAGES

WRITE = os.environ.get("GUIDE") == "write"


def guide_picture(page: Page, name: str) -> None:
    """Keep what is on the screen as a picture of the guide; only where ``GUIDE=write`` asks for it."""
    if WRITE:
        page.wait_for_load_state("networkidle")
        IMAGES.mkdir(exist_ok=True)
        page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
