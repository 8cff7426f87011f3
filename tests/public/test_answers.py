"""What pages and the API say about places: anchors, players and addresses."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings

from ledger.record import generation
from tests import factories
from tests.rows import Rows, once

TAKEN = ("Menu", "Main", "References", "Safety", "Safety title", "Q", "Ref 1", "Cite 1 1", "Questions", "Glance")


def _article():
    index = factories.release(factories.article_index(factories.site(), slug="artículos"))
    safety = factories.release(factories.safety_statement())
    reference = factories.reference()
    body = [
        *[("heading", {"text": text, "level": "h2"}) for text in TAKEN],
        ("rich_text", f'<p>It works<a linktype="citation" id="{reference.pk}">[x]</a></p>'),
        ("safety_statement", safety),
        ("safety_statement", safety),
        ("embed", {"url": "https://vimeo.com/123", "title": "Video"}),
    ]
    return Rows(article=factories.release(factories.article(index, slug="qué-es", body=body)))


released = once(_article)


@pytest.fixture
def article(db, released):
    return released.article


def test_no_two_elements_of_a_page_share_an_id(article):
    ids = re.findall(r'\sid="([^"]*)"', Client().get("/en/artículos/qué-es/").content.decode())

    assert {"menu", "main", "references", "ref-1", "cite-1-1", "menu-2", "ref-1-2"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_video_names_its_provider_and_its_player(article):
    answer = Client().get(f"/api/v2/pages/{article.pk}/").json()

    (video,) = (block["value"] for block in answer["body"] if block["type"] == "embed")
    assert video == {
        "url": "https://vimeo.com/123",
        "title": "Video",
        "provider": "vimeo",
        "embed_url": "https://player.vimeo.com/video/123?dnt=1",
    }


def test_addresses_with_letters_beyond_ascii_are_given_as_uris(article):
    answer = Client().get(f"/api/v2/pages/{article.pk}/").json()
    sitemap = Client().get("/sitemap.xml").content.decode()

    address = "/en/art%C3%ADculos/qu%C3%A9-es/"
    assert answer["meta"]["html_url"].endswith(address)
    assert address in sitemap
    assert sitemap.isascii()
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("since", [0, 1])
def test_asking_for_no_changes_passes_none_over(article, since):
    meta = Client().get("/api/v2/changes/", {"limit": 0, "since": since}).json()["meta"]

    assert (meta["cursor"], meta["more"]) == (since, True)


def test_asking_for_no_changes_when_there_are_none_leads_to_the_present(article):
    meta = Client().get("/api/v2/changes/", {"limit": 0, "since": generation()}).json()["meta"]

    assert (meta["cursor"], meta["more"]) == (generation(), False)


def test_the_page_for_our_own_faults_needs_no_list_of_static_files():
    manifest = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(STORAGES={"staticfiles": manifest}, DEBUG=False):
        assert "core/site.css" in render_to_string("500.html")
