"""What axe-core finds on a page against WCAG 2.0 to 2.2, A and AA: wide and narrow, light and dark."""

from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

from audit.known import KNOWN

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
HEIGHTS = {1280: 1024, 320: 256}
"""CSS pixels of a window by its width: a desk, and what is left of it at a zoom of 400 % (WCAG 1.4.10)."""
WIDTHS = tuple(HEIGHTS)
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""The rules whose outcome another colour scheme can change; all others see the same document."""

SCRIPT = files("axe_playwright_python").joinpath("axe.min.js").read_text()
RUN = """
async ({ only, known }) => {
  // Colours that are on their way to another scheme arrive at once.
  for (const one of document.getAnimations()) one.effect.getComputedTiming().endTime < Infinity && one.finish();
  const { violations } = await axe.run(document, {
    runOnly: only, resultTypes: ["violations"], elementRef: true,
  });
  const isKnown = (rule, element) => known.some((one) => one.rule === rule && element?.matches(one.selector));
  return violations.flatMap(({ id, nodes }) => nodes
    .filter(({ element }) => !isKnown(id, element))
    .map(({ target, html, failureSummary }) => ({
      rule: id, selector: target.flat().join(" "), html, why: failureSummary.split("\\n").slice(1).join(" ").trim(),
    })));
}
"""


@dataclass(frozen=True)
class Violation:
    """A rule of axe-core that a part of a page breaks, and where that was seen."""

    rule: str
    selector: str
    html: str
    why: str
    address: str
    view: str

    def __str__(self) -> str:
        return f"{self.address} ({self.view}) {self.rule}: {self.selector}\n    {self.html[:200]}\n    {self.why[:300]}"


def violations(page: Page) -> list[Violation]:
    """What axe-core finds on the page that is open, in every width and colour scheme; what is known is left out.

    The page is loaded once for all of them, and left narrow and dark.
    """
    for frame in page.frames:
        frame.evaluate(SCRIPT)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(color_scheme="light")
        found += _run(page, {"type": "tag", "values": TAGS}, f"{width} px, light")
        page.emulate_media(color_scheme="dark")
        found += _run(page, {"type": "rule", "values": COLOUR_RULES}, f"{width} px, dark")
    return found


def _run(page: Page, only: dict[str, Any], view: str) -> list[Violation]:
    found = page.evaluate(RUN, {"only": only, "known": [asdict(one) for one in KNOWN]})
    return [Violation(**one, address=page.url, view=view) for one in found]
