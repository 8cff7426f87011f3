"""The admin goes by the clinic's name, and its guide is for staff."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import branding, guide
from core.models.clinic import ClinicSettings
from review.policy import CLINICIANS, EDITORS, TRANSLATORS
from tests import factories

LINK = re.compile(r"\]\(([^)#]+)")


@pytest.fixture
def unknown(home: Any) -> None:
    cache.delete(branding.KEY)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_admin_goes_by_the_name_of_the_clinic_at_no_cost(home: Any, unknown: None) -> None:
    ClinicSettings.objects.update_or_create(site=home.get_site(), defaults={"name": "Clinic by the River"})
    answer = logged_in(factories.editor()).get(reverse("wagtailadmin_home")).content.decode()
    assert answer.count("Clinic by the River") >= 3
    assert "- Wagtail" not in answer
    with CaptureQueriesContext(connection) as queries:
        assert branding.clinic_name() == "Clinic by the River"
    assert len(queries) == 0
    cache.delete(branding.KEY)


def first_in_menu(user: Any) -> str:
    answer = logged_in(user).get(reverse("wagtailadmin_home")).content.decode()
    found = {name: answer.find(f'"name": "{name}"') for name in ("explorer", "review", "translations")}
    return min((name for name, place in found.items() if place >= 0), key=found.__getitem__)


def test_the_menu_begins_with_the_days_work(home: Any) -> None:
    assert first_in_menu(factories.user(EDITORS)) == "explorer"
    assert first_in_menu(factories.user(CLINICIANS)) == "review"
    assert first_in_menu(factories.user(TRANSLATORS)) == "translations"


@pytest.mark.parametrize("name", guide.PAGES)
def test_the_guide_is_drawn_and_its_links_lead_somewhere(home: Any, name: str) -> None:
    client = logged_in(factories.editor())
    answer = client.get(reverse("guide", args=[name])).content.decode()
    assert ".md" not in re.sub(r"<code>.*?</code>", "", answer)
    for target in LINK.findall((guide.FOLDER / f"{name}.md").read_text()):
        assert (guide.FOLDER / target).exists(), target


def test_pictures_of_the_guide_are_for_staff(home: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "editor.png").write_bytes(b"picture")
    (tmp_path.parent / "secret.png").write_bytes(b"secret")
    monkeypatch.setattr(guide, "IMAGES", tmp_path)
    address = reverse("guide_image", args=["editor.png"])
    assert b"".join(logged_in(factories.editor()).get(address).streaming_content) == b"picture"
    assert Client().get(address).status_code == 302
    assert logged_in(factories.user()).get(address).status_code == 302
    assert logged_in(factories.editor()).get(reverse("guide_image", args=["..%2Fsecret.png"])).status_code == 404
