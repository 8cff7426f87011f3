"""The screen on which files of a translation are exchanged."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import Translation

from ledger.models import Change, Edition
from review.policy import CLINICIANS, TRANSLATORS
from tests import factories
from tests.rows import once
from tests.translations.exchange import file_of, kept, sent, translation_of
from tests.translations.tool import sent_for_translation
from translations.interchange.export import export_many
from translations.interchange.formats import FORMATS, LARGEST

pytestmark = pytest.mark.django_db
rows = once(sent)
EVERY = list(FORMATS)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(rows: Any, name: str = "exchange", *more: str) -> str:
    return reverse(f"interchange:{name}", args=[rows.translation.pk, *more])


def upload(client: Client, url: str, data: bytes) -> Any:
    return client.post(url, {"file": SimpleUploadedFile("from-agency.xlf", data)})


def returned(rows: Any, name: str) -> bytes:
    """A file in which the title reads otherwise, and the address has got a translation."""
    data = file_of(rows.translation, name).decode().replace("El sueño", "Dormir")
    if name == "po":
        return data.replace('msgid "sleep"\nmsgstr ""', 'msgid "sleep"\nmsgstr "dormir"').encode()
    return data.replace("<source>sleep</source>", "<source>sleep</source><target>dormir</target>").encode()


def test_the_editor_of_a_translation_leads_there(db: None, rows: Any) -> None:
    editor = reverse("wagtailadmin_pages:edit", args=[rows.spanish.pk])
    page = client_of(factories.user(TRANSLATORS)).get(editor).content.decode()
    assert f'href="{address(rows)}">Exchange files</a>' in page


@pytest.mark.parametrize("name", EVERY)
def test_a_translator_downloads_every_format(db: None, rows: Any, name: str) -> None:
    client = client_of(factories.user(TRANSLATORS))
    assert f'href="{address(rows, "download", name)}"' in client.get(address(rows)).content.decode()
    answer = client.get(address(rows, "download", name))
    assert answer.content == file_of(rows.translation, name)
    suffix = FORMATS[name].suffix
    short = str(rows.translation.uuid)[:8]
    assert answer["Content-Disposition"] == f'attachment; filename="sleep.{short}.en-es.{suffix}"'


@pytest.mark.parametrize("name", EVERY)
def test_a_file_is_previewed_then_stored_and_the_public_sees_nothing_of_it(db: None, rows: Any, name: str) -> None:
    editions, changes = list(Edition.objects.values()), Change.objects.count()
    revision = rows.spanish.latest_revision_id
    client = client_of(factories.user(TRANSLATORS))
    answer = upload(client, address(rows), returned(rows, name))
    assert [row.target for row in answer.context["preview"].replaced] == ["Dormir"]
    text = answer.content.decode()
    assert "El sueño" in text
    assert "Dormir" in text
    assert kept(rows.translation) == {"Sleep": "El sueño"}

    confirmation = {"shown": answer.context["sealed"], "replace": "on"}
    answer = client.post(address(rows, "take_over"), confirmation, follow=True)
    assert "2 passages were taken over." in answer.content.decode()
    assert kept(rows.translation) == {"Sleep": "Dormir", "sleep": "dormir"}
    assert list(Edition.objects.values()) == editions
    assert Change.objects.count() == changes
    assert rows.spanish.latest_revision_id == revision
    assert rows.spanish.title != "Dormir"


def test_only_what_was_agreed_to_is_replaced(db: None, rows: Any) -> None:
    client = client_of(factories.user(TRANSLATORS))
    answer = upload(client, address(rows), returned(rows, "po"))
    client.post(address(rows, "take_over"), {"shown": answer.context["sealed"]})
    assert kept(rows.translation) == {"Sleep": "El sueño", "sleep": "dormir"}
    answer = upload(client, address(rows), returned(rows, "po"))
    answer = client.post(address(rows, "take_over"), {"shown": answer.context["sealed"]}, follow=True)
    assert "Nothing was stored" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<xliff>\n<file>\n</xliff>", "Line 3: This is not well-formed XML"),
        (b"Dear agency", "Line 1: This is neither PO nor XLIFF."),
        (b" " * (LARGEST + 1), "The file is larger than 10 MB."),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_wrong_file_keeps_the_person_on_the_screen(db: None, rows: Any, data: bytes, told: str) -> None:
    answer = upload(client_of(factories.user(TRANSLATORS)), address(rows), data)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert answer.context["form"].errors
    assert kept(rows.translation) == {"Sleep": "El sueño"}


def test_what_does_not_fit_is_shown_and_the_rest_offered(db: None, rows: Any) -> None:
    data = file_of(rows.translation, "po").decode()
    data = data.replace('msgid "sleep"\nmsgstr ""', f'msgid "sleep"\nmsgstr "{"a" * 256}"')
    data = data.replace('msgid "Twice."\nmsgstr ""', 'msgid "Twice."\nmsgstr "Dos <b>veces</b>."')
    data = data.replace('msgid "Introduction"\nmsgstr ""', 'msgid "Introduction"\nmsgstr "Introducción"')
    client = client_of(factories.user(TRANSLATORS))
    answer = upload(client, address(rows), data.encode())
    text = answer.content.decode()
    assert "It has 256 characters; only 255 fit here." in text
    assert "The translation has &lt;b&gt;, the source does not." in text
    client.post(address(rows, "take_over"), {"shown": answer.context["sealed"]})
    assert kept(rows.translation) == {"Sleep": "El sueño", "Introduction": "Introducción"}


def test_a_forged_confirmation_stores_nothing(db: None, rows: Any) -> None:
    client = client_of(factories.user(TRANSLATORS))
    answer = client.post(address(rows, "take_over"), {"shown": "forged"}, follow=True)
    assert "Nothing was stored. Upload again." in answer.content.decode()
    assert kept(rows.translation) == {"Sleep": "El sueño"}


def test_who_may_not_edit_the_translation_exchanges_nothing(db: None, rows: Any) -> None:
    data = returned(rows, "po")
    sealed = upload(client_of(rows.translator), address(rows), data).context["sealed"]
    client = client_of(factories.user(CLINICIANS))
    home = reverse("wagtailadmin_home")
    for answer in (
        client.get(address(rows)),
        client.get(address(rows, "download", "po")),
        upload(client, address(rows), data),
        client.post(address(rows, "take_over"), {"shown": sealed, "replace": "on"}),
        client.get(reverse("wagtail_localize:download_pofile", args=[rows.translation.pk])),
        upload(client, reverse("wagtail_localize:upload_pofile", args=[rows.translation.pk]), data),
    ):
        assert (answer.status_code, answer.get("Location")) == (302, home)
    for url in (address(rows), address(rows, "download", "po")):
        assert Client().get(url)["Location"].startswith("/admin/login/")
    assert kept(rows.translation) == {"Sleep": "El sueño"}


def test_a_translation_that_nobody_keeps_here_has_no_files(db: None, rows: Any) -> None:
    client = client_of(rows.translator)
    assert client.get(address(rows, "download", "docx")).status_code == 404
    type(rows.translation).objects.update(enabled=False)
    assert client.get(address(rows)).status_code == 404


@pytest.mark.parametrize(
    "data",
    [b'msgid "Sleep"\nmsgstr "Dormir"\n', b"Dear agency", b"\xff\xfe\x00"],
)
def test_wagtail_localizes_own_upload_leads_here(db: None, rows: Any, data: bytes) -> None:
    client = client_of(rows.translator)
    answer = upload(client, reverse("wagtail_localize:upload_pofile", args=[rows.translation.pk]), data)
    assert answer.templates[0].name == "translations/exchange.html"
    assert answer.context["form"].errors
    assert kept(rows.translation) == {"Sleep": "El sueño"}


def test_wagtail_localizes_own_files_are_ours_and_old_ones_are_read(db: None, rows: Any) -> None:
    client = client_of(rows.translator)
    answer = client.get(reverse("wagtail_localize:download_pofile", args=[rows.translation.pk]))
    assert answer.content == file_of(rows.translation, "po")
    old = str(rows.translation.export_po()).replace("El sueño", "Dormir").encode()
    url = reverse("wagtail_localize:upload_pofile", args=[rows.translation.pk])
    assert [row.new for row in upload(client, url, old).context["preview"].replaced] == ["Dormir"]
    assert kept(rows.translation) == {"Sleep": "El sueño"}


@pytest.mark.parametrize("name", EVERY)
def test_many_leave_in_one_zip(db: None, rows: Any, name: str, django_assert_num_queries: Any) -> None:
    sent_for_translation(factories.article(rows.article.get_parent().specific, title="Sleep"), rows.translator)
    translations = Translation.objects.select_related("source__locale", "target_locale")
    assert len(translations) == 2
    with django_assert_num_queries(3 * len(translations)):
        zipped = b"".join(export_many(translations, FORMATS[name]))
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert archive.testzip() is None
        found = [archive.read(entry) for entry in archive.namelist()]
    assert found == [file_of(translation, name) for translation in translations]


@pytest.mark.parametrize("url", ["exchange", "upload"])
def test_the_screen_takes_as_many_queries_for_many_passages_as_for_few(
    db: None, rows: Any, url: str, django_assert_max_num_queries: Any
) -> None:
    client, translation = client_of(rows.translator), translation_of(rows.article)
    counts = []
    for count in (5, 5, 100):
        body = [("rich_text", f"<p>Paragraph {number}</p>") for number in range(count)]
        factories.release(factories.revise(rows.article, body=body))
        translation.source.update_from_db()
        data = file_of(translation, "xliff-2.0")
        with django_assert_max_num_queries(100) as queries:
            answer = client.get(address(rows)) if url == "exchange" else upload(client, address(rows), data)
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts[1] == counts[2]
