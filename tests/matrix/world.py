"""A clinic in which one word stands in everything that is for practitioners, and in nothing else."""

from typing import Self

from django.apps import apps
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Site

from tests import factories
from tests.rows import Rows
from translations.translators import make as make_translators

SECRET = "zqx"
"""Stands in every title, slug, text and file name of the section, and where a public page speaks to practitioners."""
HARMLESS = "harbour"
"""A word beside it, by which it can be looked for without naming it."""
OLD = "/en/an-old-address"
"""Leads to the resource since that moved."""


class World(Rows):
    """The section with one resource that shows a picture and a document, and a public article that names it."""

    @classmethod
    def build(cls) -> Self:
        """Release all of it."""
        world = cls()
        home = world.keep("home", factories.site())
        # As after the migrations, which make the root of the library first.
        make_translators(apps, Locale.objects.get(language_code="es"))
        world.keep("index", factories.release(factories.article_index(home, title="Articles", slug="articles")))
        world.keep("picture", factories.picture(f"{SECRET} {HARMLESS} picture", color="maroon"))
        world.keep("document", factories.document(f"{SECRET} {HARMLESS} document", f"%PDF-1.4 {SECRET} bytes".encode()))
        _section(world)
        _article(world)
        site = Site.objects.get(is_default_site=True)
        Redirect.objects.create(old_path=OLD, site=site, redirect_page=world.resource)
        return world

    @property
    def digests(self) -> list[str]:
        """The names under which the section's files are served."""
        return [self.picture.digest, self.document.digest]


def _section(world: World) -> None:
    section = factories.section(
        world.home, title=f"{SECRET} {HARMLESS} section", slug="section", introduction=f"<p>{SECRET} {HARMLESS}</p>"
    )
    world.keep("section", factories.release(section))
    picture = world.picture
    picture.contextual_alt_text, picture.decorative = f"{SECRET} alternative", False
    body = [
        ("heading", {"text": f"{SECRET} heading", "level": "h2"}),
        ("rich_text", f'<p>{SECRET} <a linktype="document" id="{world.document.pk}">file</a></p>'),
        ("image", {"image": picture, "caption": f"{SECRET} caption"}),
    ]
    fields = {
        "title": f"{SECRET} {HARMLESS} title",
        "slug": f"{SECRET}-slug",
        "summary": f"{SECRET} {HARMLESS}",
    }
    resource = factories.resource(world.section, document=world.document, body=body, **fields)
    world.keep("resource", factories.release(resource))


def _article(world: World) -> None:
    body = [
        ("rich_text", f'<p>Read <a linktype="page" id="{world.resource.pk}">this</a>.</p>'),
        ("related_pages", {"title": "More", "pages": [world.resource]}),
        ("for_practitioners", [("rich_text", f"<p>{SECRET} {HARMLESS}</p>")]),
    ]
    world.keep("article", factories.release(factories.article(world.index, title="Open", slug="open", body=body)))
