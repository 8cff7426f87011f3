"""How the clinic shows itself where no page can: icons and the manifest."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image, ImageChops

from core.identity import icons, mark
from core.models import ClinicSettings
from public.models import PublicPage
from tests import factories


def test_every_icon_is_the_mark_as_it_is_drawn_today():
    for name, content in icons.files():
        with Image.open(icons.FOLDER / name) as kept, Image.open(BytesIO(content)) as drawn:
            assert kept.size == drawn.size, name
            difference = ImageChops.difference(kept.convert("RGBA"), drawn.convert("RGBA"))
            assert max(high for _, high in difference.getextrema()) < 24, f"{name}: python -m core.identity.icons"


def test_the_lines_of_the_mark_stay_in_the_part_that_no_system_cuts_off():
    size = 200
    ground = Image.new("RGB", (size, size), mark.GROUND)
    left, top, right, bottom = ImageChops.difference(mark.draw(size, rounded=False), ground).getbbox()

    for x in (left, right):
        for y in (top, bottom):
            assert ((x - size / 2) ** 2 + (y - size / 2) ** 2) ** 0.5 < 0.4 * size


def test_the_theme_is_that_of_the_style_sheet():
    sheet = Path(finders.find("core/site.css")).read_text()
    template = (Path(__file__).parents[2] / "templates/components/icons.html").read_text()

    assert re.findall(r'content="(#\w+)"', template) == re.findall(r"--brand: (#\w{6});", sheet)[:2]


@pytest.fixture
def home(db):
    return factories.site()


def test_the_manifest_speaks_the_language_of_its_address(home):
    ClinicSettings.objects.create(site=home.get_site(), name="Test Clinic")
    page = Client().get("/en/").text
    address = re.search(r'<link rel="manifest" href="([^"]+)"', page)[1]

    answer = Client().get(address)

    told = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["lang"], told["start_url"]) == ("Test Clinic", "en", "/en/")
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))
    assert Client().get(address.replace("/en/", "/es/")).status_code == 404


def test_there_is_no_manifest_of_a_site_without_a_public_page(home):
    PublicPage.objects.all().delete()

    assert Client().get("/en/manifest.webmanifest").status_code == 404
    assert "manifest" not in Client().get("/en/nothing/").text


def test_the_icon_is_found_at_its_old_address(db):
    answer = Client().get("/favicon.ico")

    assert finders.find(answer["Location"].removeprefix("/static/"))
