"""What stands around every page: the clinic's facts, the menu and the way into the section for practitioners."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page, Site

from core.models.clinic import ClinicSettings
from public.models import PublicPage
from public.query import all_public_pages, private_types
from public.state import State, for_request
from review.models import ReviewerCredential

SECTION = "practitioners.PractitionerSectionPage"


@dataclass(frozen=True)
class Facts:
    """The clinic of a site, and the pages that are named around others: home pages, menus, sections, what is said of
    the review.

    ``reviewers`` are the translation keys of the pages of those who sign, by the ids of their accounts.
    """

    clinic: ClinicSettings
    roots: tuple[str, ...]
    pages: tuple[PublicPage, ...]
    reviewers: dict[int, UUID]


class Frame:
    """The header and footer of one reader's page, in the language that is active when it is asked."""

    def __init__(self, request: HttpRequest):
        self.facts = facts_for(request)
        refused = tuple(for_request(request).refused_paths(request))
        self.visible = [
            page
            for page in self.facts.pages
            if not page.path.startswith(refused) and not (page.source_path or "").startswith(refused)
        ]
        self.default_language = settings.LANGUAGE_CODE
        active = get_language()
        self.language = active if active in {home.locale for home in self.homes} else self.default_language

    @property
    def clinic(self) -> ClinicSettings:
        """The facts about the clinic."""
        return self.facts.clinic

    @cached_property
    def homes(self) -> list[PublicPage]:
        """The home page of each locale."""
        return [page for page in self.visible if page.path in self.facts.roots]

    @cached_property
    def home_address(self) -> str:
        """The home page in the reader's language, else in the site's first one."""
        addresses = {page.locale: page.address for page in self.homes}
        return addresses.get(self.language) or addresses.get(self.default_language) or "/"

    @cached_property
    def menu(self) -> list[PublicPage]:
        """The pages right below the home page that editors put into the menus."""
        return [
            page
            for page in self.visible
            if page.locale == self.language
            and page.in_menus
            and page.path[: -Page.steplen] in self.facts.roots
            and page.type != SECTION
        ]

    def reviewer(self, account: int | None, language: str | None = None) -> PublicPage | None:
        """The page of somebody who signed, by the id of their account, in the reader's language or the one given."""
        return self._about_review(self.facts.reviewers.get(account) if account else None, language or self.language)

    @cached_property
    def review_page(self) -> PublicPage | None:
        """The page that explains how the clinic reviews what it publishes, in the reader's language."""
        explained = self.clinic.review_page
        return self._about_review(explained.translation_key if explained else None, self.language)

    def _about_review(self, key: UUID | None, language: str) -> PublicPage | None:
        # Restrictions were asked before; a page that is private by its type, or a notice, is no page for these links.
        private = private_types()
        same = (page for page in self.visible if page.translation_key == key and page.locale == language)
        shown = (page for page in same if page.stands_in != PublicPage.StandsIn.NOTICE and page.type not in private)
        return next(shown, None)

    @cached_property
    def section_address(self) -> str:
        """Where the section for practitioners begins, and where others are asked to log in.

        Only the address: a reader who is refused learns no title.
        """
        addresses = {page.locale: page.address for page in self.facts.pages if page.type == SECTION}
        return (
            addresses.get(self.language) or addresses.get(self.default_language) or settings.WAGTAIL_FRONTEND_LOGIN_URL
        )


_held: tuple[State, dict[int | None, Facts]] | None = None


def facts_for(request: HttpRequest) -> Facts:
    """The facts of the site asked for: three queries in the first request of a generation, none after it."""
    global _held
    state = for_request(request)
    # Another thread may replace what is held at any moment.
    held = _held
    if held is None or held[0] is not state:
        held = _held = (state, {})
    by_site = held[1]
    site, roots = state.site_for(request) or (None, ())
    key = site.pk if site else None
    if key not in by_site:
        by_site[key] = _read(site, roots)
    return by_site[key]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame``, made when a template first asks for it."""
    return {"frame": SimpleLazyObject(lambda: Frame(request))}


def _read(site: Site | None, roots: tuple[str, ...]) -> Facts:
    if site is None:
        return Facts(ClinicSettings(), (), (), {})
    # Reading must not write: Wagtail's own for_site() would make a missing row.
    clinic = ClinicSettings.objects.filter(site=site).select_related("review_page").first() or ClinicSettings(site=site)
    named_by = ReviewerCredential.objects.exclude(practitioner=None)
    reviewers = dict(named_by.values_list("user_id", "practitioner__translation_key"))
    keys = {*reviewers.values(), *([clinic.review_page.translation_key] if clinic.review_page else [])}
    within = Q()
    for root in roots:
        within |= Q(path__startswith=root)
    named = Q(path__in=roots) | Q(type=SECTION) | Q(page__show_in_menus=True) | Q(translation_key__in=keys)
    pages = all_public_pages().filter(within, named).order_by("path")
    pages = pages.annotate(source_path=F("source__path"), in_menus=F("page__show_in_menus"))
    shown = pages.only("title", "address", "path", "type", "locale", "translation_key", "stands_in") if roots else ()
    return Facts(clinic, roots, tuple(shown), reviewers)
