"""``manage.py import_article``: an unpublished draft by its author, or nothing at all."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from wagtail.models import GroupPagePermission, Page, Revision

from articles.models import ArticleIndexPage, ArticlePage
from home.models import HomePage

from .samples import BODY, FILES, INTRODUCTION, TITLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(home: HomePage) -> ArticleIndexPage:
    """An article index that nobody has published yet."""
    home.slug = "clinic"
    home.save()
    return home.add_child(instance=ArticleIndexPage(title="Articles", slug="articles", live=False))


@pytest.fixture
def author(index):
    """Somebody who may add pages and nothing more."""
    group = get_user_model().groups.field.related_model.objects.create(name="Writers")
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
    GroupPagePermission.objects.create(group=group, page=index, permission=permission)
    user = get_user_model().objects.create_user("writer@clinic.test", first_name="A", last_name="Writer")
    user.groups.add(group)
    return user


@pytest.fixture
def import_file(tmp_path):
    """Runs the command on a file with the given content; gives what it printed."""

    def run(content: bytes, name: str = "article.md", **options) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        printed = StringIO()
        defaults = {"parent": "/en/articles/", "author": "writer@clinic.test"}
        call_command("import_article", path, **{**defaults, **options}, stdout=printed)
        return printed.getvalue()

    return run


def written() -> list[int]:
    """How many rows of each kind an import would add."""
    return [model.objects.count() for model in (Page, ArticlePage, Revision)]


@pytest.mark.parametrize("name", FILES)
def test_file_becomes_an_unpublished_draft_with_a_revision_by_its_author(index, author, import_file, name):
    printed = import_file(FILES[name](), name)

    page = ArticlePage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert (page.live, page.owner, page.latest_revision.user) == (False, author, author)
    assert page.get_parent().specific == index
    for version in (page, draft):
        assert (version.title, version.introduction) == (TITLE, f"<p>{INTRODUCTION}</p>")
        assert [(block["type"], stripped(block["value"])) for block in version.body.get_prep_value()] == BODY
    assert "numbered section 1" in printed
    assert f"/admin/pages/{page.pk}/edit/" in printed


def stripped(value):
    """A block's stored value without the ids and wrappers that list items get."""
    if isinstance(value, dict):
        return {name: stripped(item) for name, item in value.items()}
    if isinstance(value, list):
        return [stripped(item["value"] if isinstance(item, dict) and "id" in item else item) for item in value]
    return value


def test_every_block_passes_the_editors_own_checks(index, author, import_file):
    import_file(FILES["article.docx"](), "article.docx")

    body = ArticlePage.objects.get().body
    body.stream_block.clean(body)


def test_editor_opens_the_draft(index, author, import_file, admin_client):
    import_file(FILES["article.html"](), "article.html")

    response = admin_client.get(f"/admin/pages/{ArticlePage.objects.get().pk}/edit/")
    assert response.status_code == 200


def test_second_import_gets_an_address_of_its_own(index, author, import_file):
    import_file(b"# T\n\nText.")
    import_file(b"# T\n\nText.")
    import_file("# Ñu ¿T?\n\nText.".encode())
    import_file(b"# ???\n\nText.")

    assert set(ArticlePage.objects.values_list("slug", flat=True)) == {"t", "t-2", "nu-t", "article"}


@pytest.mark.parametrize("parent", ["/en/articles/", "en/articles", "/clinic/articles/", "//en//articles"])
def test_parent_is_found_by_address_and_by_path(index, author, import_file, parent):
    import_file(b"# T\n\nText.", parent=parent, locale="EN")

    assert ArticlePage.objects.get().get_parent().specific == index


REFUSED = {
    "unreadable file": ({"content": b"\x00"}, "article.md: .*binary"),
    "no title": ({"content": b"Text without a title."}, "no title"),
    "too large": ({"content": b" " * 20_000_000}, "19 MB, more than 10 MB"),
    "unknown parent": ({"parent": "/en/nowhere/"}, "no page at /en/nowhere/"),
    "unknown language": ({"parent": "/xx/articles/"}, "no page at /xx/articles/"),
    "parent that holds no articles": ({"parent": "/en/"}, "holds no articles"),
    "the root of all pages": ({"parent": "/"}, "holds no articles"),
    "unknown author": ({"author": "nobody@clinic.test"}, "no active account .* nobody@clinic.test"),
    "author who may not add pages": ({"author": "reader@clinic.test"}, "may not add pages"),
    "author who has left": ({"author": "former@clinic.test"}, "no active account"),
    "another language": ({"locale": "es"}, "is in en, not in es"),
}


@pytest.mark.parametrize(("options", "words"), REFUSED.values(), ids=REFUSED)
def test_bad_input_gives_one_line_and_writes_nothing(index, author, import_file, options, words):
    users = get_user_model().objects
    users.create_user("reader@clinic.test")
    users.create_user("former@clinic.test", is_active=False, is_superuser=True)
    before = written()

    with pytest.raises(CommandError, match=words) as refusal:
        import_file(**{"content": b"# T\n\nText.", **options})
    assert "\n" not in str(refusal.value)
    assert refusal.value.returncode == 1
    assert written() == before


def test_missing_file_is_named(index, author):
    with pytest.raises(CommandError, match=r"gone\.txt: There is no such file"):
        call_command("import_article", "gone.txt", parent="/en/articles/", author=author.email)


def test_failure_after_the_page_was_added_takes_the_page_back(index, author, import_file, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(ArticlePage, "save_revision", fails)
    before = written()

    with pytest.raises(RuntimeError):
        import_file(b"# T\n\nText.")
    assert written() == before
