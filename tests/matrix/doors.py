"""Every way by which words, names or files could leave, and for whom it is open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from delivery.api.represent import file_id
from tests.matrix.readers import Credential, Reader
from tests.matrix.world import HARMLESS, OLD, World

PRACTITIONERS = frozenset({"verified", "superuser"})
"""Who reads what is for practitioners."""
EVERYBODY_AT_WORK = frozenset({"editor", "clinician", "translator", "manager", "superuser"})
"""Who may use the admin."""
RESPONSIBLE = frozenset({"editor", "manager", "superuser"})
"""Who may change or withdraw the pages of the section."""
NOBODY: frozenset[str] = frozenset()
RESOURCES = "/api/v2/pages/?type=practitioners.PractitionerResourcePage&fields=*"


@dataclass(frozen=True)
class Door:
    """Addresses behind which something of the section lies: ``open_to`` whom, by what they hold.

    To the others it answers with one of ``shut_says``. Where it answers everybody it only leaves the section out.
    """

    name: str
    addresses: Callable[[World], list[str]]
    open_to: Mapping[Credential, frozenset[str]]
    shut_says: frozenset[int] = frozenset({404})

    def lets_in(self, reader: Reader) -> bool:
        """Whether this reader should get what lies behind it."""
        return reader.kind in self.open_to.get(reader.credential, NOBODY)


def at_site(world: World) -> list[str]:
    """The pages of the section."""
    return [world.section.public.address, world.resource.public.address]


def files(world: World) -> list[str]:
    """The signed files of the section."""
    return [f"/m/{world.document.digest}/document.pdf", f"/m/{world.picture.digest}/w800.webp"]


def listings(world: World) -> list[str]:
    """What names pages and files of the section to whoever may read them."""
    return [
        RESOURCES,
        f"/api/v2/pages/?descendant_of={world.home.pk}&fields=*&search={HARMLESS}",
        f"/api/v2/pages/?child_of={world.section.pk}&fields=*",
        f"/api/v2/search/?q={HARMLESS}",
        f"/api/v2/pages/{world.article.pk}/?fields=*",
        "/api/v2/images/?fields=*",
        "/api/v2/documents/?fields=*",
        "/api/v2/redirects/?fields=*",
        "/api/v2/changes/",
        "/api/v2/changes/?since=1&limit=100",
    ]


def details(world: World) -> list[str]:
    """What answers about one page or file alone."""
    return [
        f"/api/v2/pages/{world.resource.pk}/?fields=*",
        f"/api/v2/pages/find/?html_path={world.resource.public.address}",
        f"/api/v2/pages/find/?id={world.resource.pk}",
        f"/api/v2/images/{file_id(world.picture.digest)}/",
        f"/api/v2/documents/{file_id(world.document.digest)}/",
        *(f"/api/v2/copies/{page.public.edition.copy_id}/" for page in (world.resource, world.article)),
    ]


def libraries(world: World) -> list[str]:
    """The files as they were uploaded, and what Wagtail makes of them."""
    rendition = world.picture.get_rendition("width-200")
    return [world.picture.file.url, rendition.url, world.document.file.url]


def wagtails_documents(world: World) -> list[str]:
    """Where Wagtail serves a document itself."""
    return [reverse("wagtaildocs_serve", args=[world.document.pk, world.document.filename])]


def previews(world: World) -> list[str]:
    """The resource as it is drawn for those who write it."""
    return [
        reverse("wagtailadmin_pages:view_draft", args=[world.resource.pk]),
        reverse("wagtailadmin_pages:edit", args=[world.resource.pk]),
        reverse("wagtailadmin_pages:history", args=[world.resource.pk]),
    ]


def choosers(world: World) -> list[str]:
    """What people at work choose pages from."""
    return [
        reverse("wagtailadmin_choose_page_child", args=[world.section.pk]),
        f"{reverse('wagtailadmin_choose_page_search')}?q={HARMLESS}",
    ]


def library_choosers(world: World) -> list[str]:
    """What people at work choose files from."""
    return [
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtaildocs_chooser:choose"),
        reverse("wagtailadmin_api:images:listing"),
        reverse("wagtailadmin_api:documents:listing"),
    ]


def authoring(world: World) -> list[str]:
    """Pages in Wagtail's authoring API."""
    return ["/api/v3/pages/", f"/api/v3/pages/{world.resource.pk}/"]


def admins_api(world: World) -> list[str]:
    """The API that the admin's own menu reads."""
    listing = reverse("wagtailadmin_api:pages:listing")
    return [
        f"{listing}?child_of={world.section.pk}&fields=*",
        reverse("wagtailadmin_api:pages:detail", args=[world.resource.pk]),
    ]


def authored_files(world: World) -> list[str]:
    """Files in Wagtail's authoring API."""
    return ["/api/v3/images/", "/api/v3/documents/"]


def by_session(kinds: frozenset[str]) -> dict[Credential, frozenset[str]]:
    """Open to some kinds of readers once they have logged in."""
    return {Credential.SESSION: kinds}


def by_token(kinds: frozenset[str]) -> dict[Credential, frozenset[str]]:
    """Open to the apps of some kinds of readers."""
    return {Credential.TOKEN: kinds, Credential.STAFF_TOKEN: kinds}


def by_both(kinds: frozenset[str]) -> dict[Credential, frozenset[str]]:
    """Open to some kinds of readers and to their apps."""
    return by_session(kinds) | by_token(kinds)


def by_authoring(kinds: frozenset[str]) -> dict[Credential, frozenset[str]]:
    """Open to the tools of some kinds of people at work."""
    return {Credential.STAFF_TOKEN: kinds}


AT_WORK_OR_PRACTITIONERS = by_session(EVERYBODY_AT_WORK | PRACTITIONERS) | by_token(PRACTITIONERS)
"""People at work see files in the previews they draw; an app draws none."""
OK, AWAY = 200, 302
ALWAYS = frozenset({OK})
TO_THEM = by_session(PRACTITIONERS)
DOORS = [
    Door("page", at_site, TO_THEM, shut_says=frozenset({AWAY, 404})),
    Door("search page", lambda world: [f"/en/search/?q={HARMLESS}"], TO_THEM, shut_says=ALWAYS),
    Door(
        "page that names it",
        lambda world: [world.article.public.address],
        TO_THEM,
        shut_says=ALWAYS,
    ),
    Door("redirect", lambda world: [f"{OLD}/"], TO_THEM),
    Door("file", files, AT_WORK_OR_PRACTITIONERS, shut_says=frozenset({401, 404})),
    Door("feed", lambda world: ["/en/feed/"], {}, shut_says=ALWAYS),
    Door("sitemap", lambda world: ["/sitemap.xml", "/robots.txt"], {}, shut_says=ALWAYS),
    Door("API listings", listings, by_both(PRACTITIONERS), shut_says=frozenset({OK, 400, 401})),
    Door("API details", details, by_both(PRACTITIONERS), shut_says=frozenset({401, 404})),
    Door("original", libraries, by_session(EVERYBODY_AT_WORK)),
    Door("Wagtail's document", wagtails_documents, by_session(EVERYBODY_AT_WORK), shut_says=frozenset({403, 404})),
    Door("preview", previews, by_session(RESPONSIBLE), shut_says=frozenset({AWAY, 403, 404})),
    Door("chooser", choosers, by_session(RESPONSIBLE), shut_says=frozenset({OK, AWAY, 403, 404})),
    Door("library", library_choosers, by_session(RESPONSIBLE | {"translator"}), shut_says=frozenset({OK, AWAY, 403})),
    Door("admin's API", admins_api, by_session(RESPONSIBLE), shut_says=frozenset({AWAY, 400, 403, 404})),
    Door("authoring API", authoring, by_authoring(RESPONSIBLE), shut_says=frozenset({OK, 401, 403, 404})),
    Door("files in the authoring API", authored_files, by_authoring(EVERYBODY_AT_WORK), frozenset({401, 403})),
]
