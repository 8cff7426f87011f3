"""Every way by which words, names or files could leave, and for whom it is open."""

from collections.abc import Callable
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
    """Addresses behind which something of the section lies: ``open_to`` whom, with which credential.

    To the others it answers with one of ``shut_says``. Where it answers everybody it only leaves the section out.
    """

    name: str
    addresses: Callable[[World], list[str]]
    open_to: frozenset[str]
    opened_by: frozenset[Credential] = frozenset({Credential.SESSION})
    shut_says: frozenset[int] = frozenset({404})

    def lets_in(self, reader: Reader) -> bool:
        """Whether this reader should get what lies behind it."""
        return reader.kind in self.open_to and reader.credential in self.opened_by


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


READING = frozenset({Credential.SESSION, Credential.TOKEN, Credential.STAFF_TOKEN})
WRITING = frozenset({Credential.STAFF_TOKEN})
OK, AWAY = 200, 302
DOORS = [
    Door("page", at_site, PRACTITIONERS, shut_says=frozenset({AWAY, 404})),
    Door("search page", lambda world: [f"/en/search/?q={HARMLESS}"], PRACTITIONERS, shut_says=frozenset({OK})),
    Door("page that names it", lambda world: [world.article.public.address], PRACTITIONERS, shut_says=frozenset({OK})),
    Door("redirect", lambda world: [f"{OLD}/"], PRACTITIONERS),
    Door("file", files, PRACTITIONERS | EVERYBODY_AT_WORK),
    Door("feed", lambda world: ["/en/feed/"], NOBODY, shut_says=frozenset({OK})),
    Door("sitemap", lambda world: ["/sitemap.xml", "/robots.txt"], NOBODY, shut_says=frozenset({OK})),
    Door("API listings", listings, PRACTITIONERS, READING, shut_says=frozenset({OK, 400, 401})),
    Door("API details", details, PRACTITIONERS, READING, shut_says=frozenset({401, 404})),
    Door("original", libraries, EVERYBODY_AT_WORK),
    Door("Wagtail's document", wagtails_documents, EVERYBODY_AT_WORK, shut_says=frozenset({403, 404})),
    Door("preview", previews, RESPONSIBLE, shut_says=frozenset({AWAY, 403, 404})),
    Door("chooser", choosers, EVERYBODY_AT_WORK, shut_says=frozenset({AWAY, 403})),
    Door("library", library_choosers, EVERYBODY_AT_WORK, shut_says=frozenset({AWAY, 403})),
    Door("admin's API", admins_api, RESPONSIBLE, shut_says=frozenset({AWAY, 400, 403, 404})),
    Door("authoring API", authoring, RESPONSIBLE, WRITING, shut_says=frozenset({OK, 401, 403, 404})),
    Door("files in the authoring API", authored_files, EVERYBODY_AT_WORK, WRITING, shut_says=frozenset({401, 403})),
]
