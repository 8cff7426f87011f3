"""Puts a draft article into the page tree."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from articles.models import ArticleIndexPage, ArticlePage
from core.models.user import User

from .blocks import ArticleDraft
from .errors import CannotImport

LONGEST_SLUG = 80


def parent_at(address: str) -> ArticleIndexPage:
    """The article index at an address such as ``/en/articles/``, or at a page's ``url_path``; public or not.

    Raises CannotImport when there is no page or it holds no articles.
    """
    path = "/".join(["", *filter(None, address.split("/")), ""])
    page = at_address(path) or Page.objects.filter(url_path=path).first()
    if page is None:
        raise CannotImport(_("There is no page at %s: give an address such as /en/articles/.") % address)
    specific = page.specific
    if not isinstance(specific, ArticleIndexPage):
        raise CannotImport(_("The page at %s holds no articles: give the address of an article index.") % address)
    return specific


def at_address(path: str) -> Page | None:
    """The page that has the address, or would have it once it is public."""
    language, _slash, rest = path.lstrip("/").partition("/")
    locale = Locale.objects.filter(language_code__iexact=language).first()
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    root = site and locale and site.root_page.get_translation_or_none(locale)
    return Page.objects.filter(url_path=f"{root.url_path}{rest}").first() if root else None


@transaction.atomic
def create_article(draft: ArticleDraft, parent: ArticleIndexPage, author: User) -> ArticlePage:
    """The draft as an unpublished page under ``parent``, with one revision by ``author``.

    Its slug is the title's, made unique. Raises CannotImport when the author may not add articles there or
    the text cannot be stored; nothing is written then.
    """
    if not parent.permissions_for_user(author).can_add_subpage():
        raise CannotImport(
            _("%(author)s may not add pages to “%(parent)s”: ask an administrator, or name another author.")
            % {"author": author.email, "parent": parent.title}
        )
    page = ArticlePage(
        title=draft.title,
        slug=free_slug(draft.title, parent),
        introduction=draft.introduction_html,
        locale=parent.locale,
        owner=author,
        live=False,
    )
    page.body = page.body.stream_block.to_python(
        [{"type": block_type, "value": value} for block_type, value in draft.body]
    )
    try:
        parent.add_child(instance=page)
        page.clean()
        page.save()
    except ValidationError as error:
        raise CannotImport(_("The text cannot be stored: %s") % " ".join(error.messages)) from error
    page.save_revision(user=author, log_action=True, clean=False)
    return page


def free_slug(title: str, parent: Page) -> str:
    """A slug made of the title that no page beside it has."""
    base = (slugify(title) or slugify(title, allow_unicode=True))[:LONGEST_SLUG].strip("-_") or "article"
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
