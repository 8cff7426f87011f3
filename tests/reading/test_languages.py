"""Pages say which language and direction each of their parts has, and write days as that language does."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.checks import run_checks
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import timezone, translation

from articles.models import ArticlePage
from core.templatetags.copies import day
from public.models import PublicPage
from public.pages import copy_context
from public.resolve import parse

DIRECTIONS = {"article": ("en", "ltr"), "spanish_article": ("es", "ltr"), "arabic_article": ("ar", "rtl")}


@pytest.mark.parametrize("name", DIRECTIONS)
def test_a_page_and_its_text_say_their_language_and_direction(visit, site, name):
    page = visit(getattr(site, name))

    assert (page.html["lang"], page.html["dir"]) == DIRECTIONS[name]
    assert (page.main["lang"], page.main["dir"]) == DIRECTIONS[name]


@pytest.mark.parametrize("address", ["/ar/search/", "/ar/search/?q=كيتامين", "/ar/nothing/"])
def test_what_is_no_text_of_anybody_speaks_the_language_of_the_address(client, address):
    answer = client.get(address).content.decode()

    assert answer.count('dir="rtl"') >= 2
    assert '<html lang="ar"' in answer.replace("\n", " ")


def test_a_text_in_another_language_than_its_address_is_framed_by_that_of_the_address(site, rf):
    """What surrounds the text speaks to the reader of the address; all within it is in one language."""
    spanish = PublicPage.objects.select_related("edition__copy").get(page=site.spanish_article.pk)
    english = PublicPage.objects.select_related("edition__copy").get(page=site.article.pk)
    request = rf.get(spanish.address, HTTP_HOST="localhost")
    request.user = AnonymousUser()

    with translation.override("es"):
        context = copy_context(request, parse(english.edition.copy.payload), ArticlePage, spanish, english.edition)
        page = render_to_string("pages/article.html", context, request)

    assert (context["language"], context["text_language"]) == ("es", "en")
    around, _, text = page.partition("<main")
    text, _, below = text.partition("</main>")
    assert 'lang="en"' in text.partition(">")[0]
    assert "Saltar al contenido" in around
    assert 'lang="en" dir="auto">What it does' in around
    assert "References" in text
    assert "Referencias" not in text
    assert "March 1, 2026" in text
    assert "Para profesionales" in below


@pytest.mark.parametrize(
    ("name", "written"),
    [("article", "March 1, 2026"), ("spanish_article", "1 de marzo de 2026"), ("arabic_article", "1 مارس، 2026")],
)
def test_days_are_written_as_the_language_does_and_for_machines(visit, site, name, written):
    byline = visit(getattr(site, name)).select_one(".byline")

    assert byline.time.text == written
    assert byline.time["datetime"] == "2026-03-01"
    signed, due = byline.select(".review time")
    assert signed["datetime"] == timezone.localdate().isoformat()
    assert due["datetime"] > signed["datetime"]


def test_a_day_is_that_of_the_clinics_clock():
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)

    with translation.override("en"):
        assert day(None) == day("") == ""
        assert day("2026-01-31") == '<time datetime="2026-01-31">Jan. 31, 2026</time>'
        assert f'datetime="{midnight.date().isoformat()}"' in day(timezone.localtime(midnight + timedelta(hours=23)))


@pytest.mark.parametrize(
    ("address", "says"), [("/es/search/?q=hace", "1 página encontrada"), ("/en/search/?q=english", "1 page found")]
)
def test_what_is_counted_has_the_right_form(visit, address, says):
    assert says in visit(address).find(role="status").text


def test_content_in_a_language_needs_the_sites_words_in_it():
    assert not [found for found in run_checks() if found.id == "core.E001"]

    with override_settings(WAGTAIL_CONTENT_LANGUAGES=[("en", "English"), ("pt-br", "Portuguese")]):
        (found,) = [found for found in run_checks() if found.id == "core.E001"]

    assert "pt-br" in found.msg
    assert "locale/pt_BR/LC_MESSAGES/django.po" in found.hint
