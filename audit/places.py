"""Which pages are looked at: one of every kind that is public, and every screen of ours in the admin."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models.functions import Length
from django.urls import reverse
from wagtail_localize.models import Translation

from articles.models import ArticlePage
from core.gallery.copies import LANGUAGES
from core.guide import PAGES
from home.models import CallToAction
from practitioners.models import Application, CallBack, PractitionerResourcePage, ResourceKind
from public.models import PublicPage
from public.query import private_types
from review.dashboard import LISTS
from review.models import Submission

ANYBODY, PRACTITIONER, STAFF, SPANISH_STAFF = "anybody", "a practitioner", "staff", "staff in Spanish"
ENTRANCE = ("account_login", "account_signup", "account_reset_password")
ACCOUNT = (
    "account",
    "application",
    "second_factor",
    "mfa_index",
    "usersessions_list",
    "tokens",
    "account_reauthenticate",
)
DESK = ("review:queue", "review:team", "review:done", "review:due_again", "review:calendar", "review:absences")
BOARD = ("translation_board:list", "translation_board:matrix", "translation_board:start")
SCREENS = (
    "wagtailadmin_home",
    *DESK,
    *BOARD,
    "wagtailsnippets_translations_glossaryterm:list",
    "wagtailsnippets_translations_glossaryterm:import",
    "applications:index",
    "call_backs:index",
    "acknowledgements",
    "audit_log",
)


@dataclass(frozen=True)
class Place:
    """An address, and who looks at it."""

    address: str
    reader: str = ANYBODY
    status: int = 200


def longest() -> dict[tuple[str, str], PublicPage]:
    """The longest public page of each type in each language."""
    found: dict[tuple[str, str], PublicPage] = {}
    for page in PublicPage.objects.order_by(Length("text").desc(), "path"):
        found.setdefault((page.type, page.locale), page)
    return found


def public_places() -> Iterator[Place]:
    """A page of each type in each language, search, an address that leads nowhere, and accounts."""
    found = longest()
    private = private_types()
    for (kind, _), page in found.items():
        yield Place(page.address, PRACTITIONER if kind in private else ANYBODY)
    for language in sorted({locale for _, locale in found}):
        search = reverse("search", args=[language])
        yield from (Place(f"{search}?q=ketamine"), Place(f"{search}?q=zzzz"))
        yield Place(f"/{language}/nothing/", status=404)
    yield from (Place(reverse(name)) for name in ENTRANCE)
    yield from (Place(reverse(name), PRACTITIONER) for name in ACCOUNT)


def closed_places() -> Iterator[Place]:
    """What readers get in each language while the site is closed for maintenance."""
    yield from (Place(f"/{language}/", status=503) for language in sorted({locale for _, locale in longest()}))


def admin_places() -> Iterator[Place]:
    """The gallery; and the desk, the board and every other screen of ours, in both languages of the admin."""
    yield from (Place(f"/styleguide/?language={language}", STAFF) for language in LANGUAGES)
    yield from (Place(address, reader) for reader in (STAFF, SPANISH_STAFF) for address in _screens())


def _screens() -> Iterator[str]:
    yield from map(reverse, SCREENS)
    yield from (reverse("review:own", args=[name]) for name in LISTS)
    yield from (reverse("guide", args=[name]) for name in PAGES)
    yield from _about_rows()


def _about_rows() -> Iterator[str]:
    """The screens about one row, each on the newest one it can be about."""
    if submission := Submission.objects.waiting().last():
        yield from (reverse(f"review:{name}", args=[submission.pk]) for name in ("sign", "assignment", "submitted"))
    if article := ArticlePage.objects.filter(public__isnull=False, locale__language_code="en").order_by("pk").last():
        yield reverse("review:evidence", args=[str(article.subject)])
        yield reverse("review:draft", args=[str(article.subject)])
        yield reverse("public:recall", args=[article.subject.kind, article.translation_key])
        yield reverse("translation_fallbacks", args=[article.pk])
        yield reverse("wagtailadmin_pages:edit", args=[article.pk])
        yield reverse("wagtailadmin_explore", args=[article.get_parent().pk])
    if snippet := CallToAction.objects.order_by("pk").first():
        yield reverse("public:affected", args=[snippet._meta.app_label, snippet._meta.model_name, snippet.pk])
    if translation := Translation.objects.order_by("pk").last():
        yield reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
        yield reverse("interchange:exchange", args=[translation.pk])
        yield reverse("translation_editor:compare", args=[translation.pk])
    if application := Application.objects.order_by("pk").last():
        yield reverse("applications:detail", args=[application.pk])
    if call_back := CallBack.objects.order_by("pk").last():
        yield reverse("call_backs:detail", args=[call_back.pk])
    if resource := PractitionerResourcePage.objects.filter(kind=ResourceKind.SAFETY, live=True).first():
        yield reverse("acknowledgements_of", args=[resource.pk])
