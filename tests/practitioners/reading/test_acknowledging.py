"""An acknowledgement is of the words that were on the screen, given by a practitioner, and kept."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from practitioners.models import Acknowledgement, NeverChanged
from public import fallbacks
from tests import arabic, factories
from tests.practitioners.reading.conftest import OUTSIDERS, logged_in, outsider, public


def form(client, page):
    """The form on a safety update; None where there is none."""
    answer = client.get(page.url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one("#acknowledgement form")


def digest_on(client, page) -> str:
    return form(client, page).select_one("[name=digest]")["value"]


def address(page) -> str:
    return reverse("acknowledge", args=[page.pk])


def give(client, page, digest=None):
    return client.post(address(page), {"digest": digest or public(page).edition.copy_id})


def test_a_practitioner_acknowledges_the_words_on_the_screen(rows, reader):
    client = logged_in(reader)
    digest = digest_on(client, rows.safety)

    answer = give(client, rows.safety, digest)

    assert answer.url == f"{rows.safety.url}#acknowledgement"
    kept = Acknowledgement.objects.get()
    assert (kept.user, kept.digest, kept.subject) == (reader, digest, str(rows.safety.subject))
    assert (kept.name, kept.email, kept.title) == ("Petra Practitioner", reader.email, "Driving after a session")
    assert form(client, rows.safety) is None
    assert "You have acknowledged this update" in client.get(rows.safety.url).content.decode()
    assert client.get(rows.section.url).context["waiting"] == 0


def test_saying_it_twice_is_saying_it_once(rows, reader):
    client = logged_in(reader)

    give(client, rows.safety)
    give(client, rows.safety)

    assert Acknowledgement.objects.count() == 1


def test_what_changed_while_somebody_read_is_not_acknowledged(rows, reader):
    client = logged_in(reader)
    digest = digest_on(client, rows.safety)
    factories.release(factories.revise(rows.safety, summary="In other words"))

    answer = give(client, rows.safety, digest)

    assert not Acknowledgement.objects.exists()
    assert "changed while you were reading" in client.get(answer.url).content.decode()
    assert digest_on(client, rows.safety) == public(rows.safety).edition.copy_id != digest


def test_other_words_ask_again_and_say_when_the_earlier_ones_were_read(rows, reader):
    client = logged_in(reader)
    give(client, rows.safety)

    factories.release(factories.revise(rows.safety, summary="In other words"))

    assert form(client, rows.safety)
    assert "It has changed since." in client.get(rows.safety.url).content.decode()
    assert client.get(rows.section.url).context["waiting"] == 1
    give(client, rows.safety)
    assert Acknowledgement.objects.filter(user=reader).values("digest").distinct().count() == 2


def test_the_same_words_signed_again_do_not_ask_again(rows, reader):
    client = logged_in(reader)
    give(client, rows.safety)

    factories.release(factories.revise(rows.safety))

    assert form(client, rows.safety) is None


def test_one_practitioners_word_is_not_anothers(rows, reader):
    give(logged_in(reader), rows.safety)

    assert form(logged_in(factories.user("Verified practitioners")), rows.safety)


@pytest.mark.parametrize("role", [*OUTSIDERS, "administrator"])
def test_nobody_else_acknowledges(rows, role):
    user = factories.user(is_superuser=True) if role == "administrator" else outsider(role)

    answer = give(logged_in(user), rows.safety)

    assert answer.status_code == (302 if role == "anonymous" else 404)
    assert rows.safety.slug not in answer.get("Location", "")
    assert not Acknowledgement.objects.exists()


def test_whoever_had_to_log_in_is_led_back_to_the_page_and_nothing_is_recorded(rows, reader):
    answer = give(Client(), rows.safety)
    assert answer.url.endswith(f"?next={address(rows.safety)}")

    back = logged_in(reader).get(address(rows.safety))

    assert back.url == f"{rows.safety.url}#acknowledgement"
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize("page", ["protocol", "section", "spray"])
def test_only_safety_updates_are_acknowledged(rows, reader, page):
    client = logged_in(reader)

    assert give(client, getattr(rows, page)).status_code == 404
    assert b"I have read this" not in client.get(getattr(rows, page).url).content
    assert not Acknowledgement.objects.exists()


@pytest.mark.parametrize("page_id", [0, 999_999, 10**30])
def test_a_page_that_is_none_is_not_found(rows, reader, page_id):
    assert logged_in(reader).post(f"/practitioners/acknowledge/{page_id}/").status_code == 404


@pytest.mark.parametrize("digest", ["", "x", "0" * 64, "\x00"])
def test_a_digest_that_is_not_that_of_the_page_records_nothing(rows, reader, digest):
    logged_in(reader).post(address(rows.safety), {"digest": digest})

    assert not Acknowledgement.objects.exists()


def test_a_form_of_another_site_is_refused(rows, reader):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)

    assert give(client, rows.safety).status_code == 403
    assert not Acknowledgement.objects.exists()


def test_a_preview_of_a_draft_offers_nothing_to_acknowledge(rows):
    both = factories.user("Verified practitioners", "Editors")
    draft = factories.revise(rows.safety, summary="Not signed yet", author=both)

    page = logged_in(both).get(reverse("wagtailadmin_pages:view_draft", args=[draft.pk])).content.decode()

    assert "Not signed yet" in page
    assert "I have read this" not in page


def test_an_acknowledgement_is_never_changed_nor_deleted(rows, reader):
    give(logged_in(reader), rows.safety)
    kept = Acknowledgement.objects.get()
    kept.title = "Another"

    for change in (
        kept.save,
        kept.delete,
        Acknowledgement.objects.all().delete,
        lambda: Acknowledgement.objects.update(title="Another"),
    ):
        with pytest.raises(NeverChanged):
            change()
    assert Acknowledgement.objects.get().title == "Driving after a session"


def test_an_acknowledgement_outlives_its_page_and_its_account(rows, reader):
    give(logged_in(reader), rows.safety)

    rows.safety.delete()
    reader.delete()

    kept = Acknowledgement.objects.get()
    assert (kept.user, kept.name, kept.title) == (None, "Petra Practitioner", "Driving after a session")


def test_the_same_text_is_acknowledged_once_wherever_it_stands_in(rows, reader):
    """A fallback shows the words of its source, so whoever has read these there has read them here."""
    arabic.translated(rows.home, "es", title="Inicio")
    arabic.translated(rows.section, "es", title="Para profesionales", slug="para-profesionales")
    spanish = rows.safety.copy_for_translation(Locale.objects.get(language_code="es"), alias=True)
    fallbacks.start(spanish, rows.safety, factories.editor())
    client = logged_in(reader)
    assert digest_on(client, spanish) == public(rows.safety).edition.copy_id

    give(client, spanish)

    assert form(client, spanish) is None
    assert form(client, rows.safety) is None
    assert Acknowledgement.objects.get().subject == str(rows.safety.subject)
