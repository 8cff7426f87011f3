"""Who decides what readers get lets a language show the signed text of another; nobody else does."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from public.models import Fallback, PublicPage
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home: Any) -> Any:
    """A page that is public in English, below a home page that is public in Spanish too."""
    factories.release(home.copy_for_translation(Locale.objects.get(language_code="es")))
    return factories.release(factories.standard(home, title="House rules", slug="rules"))


def answer(user: Any, page: Any, **form: str) -> Any:
    client = Client()
    client.force_login(user)
    address = reverse("translation_fallbacks", args=[page.pk])
    return client.post(address, form, follow=True) if form else client.get(address)


def test_an_editor_starts_and_ends_a_fallback(page: Any) -> None:
    editor = factories.editor()
    assert "Show the source" in answer(editor, page).content.decode()
    told = answer(editor, page, locale="es", action="start").content.decode()
    assert "Readers find the text of the source there" in told
    assert PublicPage.objects.get(address="/es/rules/").stands_in == "fallback"
    assert 'lang="en"' in Client().get("/es/rules/").content.decode()

    answer(editor, page, locale="es", action="end")
    assert not PublicPage.objects.filter(address="/es/rules/").exists()


@pytest.mark.parametrize("role", [CLINICIANS, TRANSLATORS, PRACTICE_MANAGERS])
def test_nobody_else_does(page: Any, role: str) -> None:
    answer(factories.user(role), page, locale="es", action="start")
    assert not Fallback.objects.exists()


@pytest.mark.parametrize("locale", ["en", "xx", ""])
def test_what_is_no_other_language_is_refused(page: Any, locale: str) -> None:
    assert answer(factories.user(EDITORS), page, locale=locale, action="start").status_code == 404
    assert not Fallback.objects.exists()
