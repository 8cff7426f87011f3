"""Looking at everything, and saying what was found."""

import gzip
import time
from collections.abc import Iterator

from audit import lighthouse, nu
from audit.axe import violations
from audit.figures import Figure, table
from audit.look import look
from audit.places import Place, admin_places, closed_places, longest, public_places
from audit.product import ROOT, closed
from audit.scene import prepare
from audit.tools import browser

MEASURED = {"home": "home.HomePage", "article": "articles.ArticlePage", "treatment": "treatments.TreatmentPage"}
"""The pages that Lighthouse looks at: in English, the longest of their types."""
STYLESHEET = ROOT / "core/static/core/site.css"


class Audit:
    """One look at everything; ``complaints`` are the reasons why goals are missed."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.began = time.monotonic()
        self.complaints: list[str] = []

    def run(self) -> bool:
        """Measure and print; whether every goal is reached."""
        self.report("Arabic pages, and what else the demo has not")
        accounts = prepare()
        figures = [*self.weight(), *self.by_lighthouse(), *self.in_browser(accounts)]
        print()
        for complaint in self.complaints:
            print(complaint)
        print()
        for line in table(figures):
            print(line)
        return all(figure.reached for figure in figures)

    def report(self, line: str) -> None:
        """Say what is done now."""
        print(f"{time.monotonic() - self.began:6.0f} s  {line}", flush=True)

    def weight(self) -> Iterator[Figure]:
        """The stylesheet as it is sent."""
        size = len(gzip.compress(STYLESHEET.read_bytes()))
        yield Figure("stylesheet, compressed", 25, size / 1000, lighthouse.KILOBYTES)

    def by_lighthouse(self) -> Iterator[Figure]:
        """Scores of three pages, and more about the article."""
        pages = longest()
        for name, kind in MEASURED.items():
            self.report(f"Lighthouse: {name}")
            found = lighthouse.reports(self.site + pages[kind, "en"].address)
            self.complaints += [f"{name}, {complaint}" for complaint in lighthouse.complaints(found)]
            yield from lighthouse.scores(name, found)
            if name == "article":
                yield from lighthouse.weight_and_pace(name, found)

    def in_browser(self, accounts: dict[str, tuple[str, str]]) -> Iterator[Figure]:
        """What axe-core finds on every page and screen, and the Nu HTML checker on every page."""
        public, screens = list(public_places()), list(admin_places())
        figure, sources = self.by_axe("public pages", public, accounts)
        yield figure
        yield self.by_axe("screens of the admin", screens, accounts)[0]
        with closed():
            figure, while_closed = self.by_axe("pages while closed", list(closed_places()), accounts)
            yield figure
        self.report("Nu HTML checker")
        sources |= {f"{address} while closed": source for address, source in while_closed.items()}
        errors = nu.errors(sources)
        self.complaints += errors
        yield Figure(f"Nu HTML checker: errors on {len(sources)} public pages", 0, len(errors))

    def by_axe(
        self, what: str, places: list[Place], accounts: dict[str, tuple[str, str]]
    ) -> tuple[Figure, dict[str, str]]:
        """The figure of some places, and their HTML by address."""
        found, sources = [], {}
        with browser() as opened:
            for number, seen in enumerate(look(opened, self.site, places, accounts), start=1):
                self.report(f"axe-core: {number} of {len(places)} {what}, {seen.place.address}")
                found += violations(seen.page)
                sources[seen.place.address] = seen.source
        self.complaints += map(str, found)
        return Figure(f"axe-core: violations on {len(places)} {what}", 0, len(found)), sources
