"""``manage.py import_article``: a file becomes a draft article."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.importing import ArticleDraft, CannotImport, draft_of, read
from articles.importing.create import create_article, parent_at
from articles.models import ArticleIndexPage
from core.models.user import User


class Command(BaseCommand):
    """Reads a file into a draft article and prints what it made of each part."""

    help = "Make a draft article of a plain text, Markdown, HTML or Word (.docx) file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to read")
        parser.add_argument("--parent", required=True, help="where the article goes, such as /en/articles/")
        parser.add_argument("--author", required=True, help="the e-mail address of the account that wrote it")
        parser.add_argument("--locale", help="the language of the text; default: the one of the parent")

    def handle(self, *args: Any, file: Path, parent: str, author: str, locale: str | None, **options: Any) -> None:
        """Import, or fail with one line and nothing written."""
        try:
            writer = author_of(author)
            index = parent_at(parent)
            check_locale(index, locale)
            draft = draft_in_file(file)
            page = create_article(draft, index, writer)
        except CannotImport as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(draft.report))
        address = settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk])
        self.stdout.write(_("Draft: %s") % address)


def draft_in_file(file: Path) -> ArticleDraft:
    """The article in a file; the message of a refusal names the file."""
    try:
        return draft_of(read(file))
    except CannotImport as error:
        raise CannotImport(f"{file}: {error}") from error


def author_of(email: str) -> User:
    """The active account with the e-mail address; raises CannotImport when there is none."""
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CannotImport(_("There is no active account with the e-mail address %s.") % email)
    return user


def check_locale(index: ArticleIndexPage, locale: str | None) -> None:
    """Refuse to file a text among pages in another language."""
    language = index.locale.language_code
    if locale and locale.lower() != language.lower():
        raise CannotImport(
            _("“%(parent)s” is in %(language)s, not in %(locale)s: choose a parent in that language.")
            % {"parent": index.title, "language": language, "locale": locale}
        )
