"""Pages show signed words, frame them with the clinic's facts, and can be used by everybody."""

import pytest
from django.template.loader import get_template
from django.test import RequestFactory
from django.views.defaults import server_error

from core.blocks import BodyBlock
from core.models import ClinicSettings
from public.models import PublicPage
from public.resolve import parse
from review.drawing import draw
from review.policy import VERIFIED_PRACTITIONERS
from tests import factories
from tests.review.copies import without_anchors
from tests.site.conftest import BOOKING, DRAFT, HOURS, PHONE, SCRIPT

PAGES = [
    "home",
    "standard",
    "articles",
    "article",
    "treatments",
    "treatment",
    "directory",
    "practitioner",
    "spanish_home",
    "spanish_article",
]
OTHERS = ["/en/search/", "/en/search/?q=ketamine", "/en/search/?q=nothing+like+that"]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_the_clinics_facts_at_its_head(visit, clinic, name):
    header = visit(getattr(clinic, name)).header

    assert header.find("a").get("href").endswith("/for-practitioners/")
    assert header.select_one(".phone")["href"] == "tel:+12125550100"
    assert PHONE in header.text
    assert HOURS in header.text


@pytest.mark.parametrize("address", OTHERS)
def test_search_has_the_clinics_facts_too(visit, address):
    header = visit(address).header

    assert PHONE in header.text
    assert HOURS in header.text


def test_an_unknown_address_is_answered_with_the_way_back(visit):
    page = visit("/es/no-hay/", status=404)

    assert page.html["lang"] == "es"
    assert page.select_one('main a[href="/es/"]')
    assert PHONE in page.header.text


def test_an_address_that_no_page_can_have_is_refused(visit):
    visit("/en/%00/", status=400)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_its_edition_and_never_the_row_or_a_draft(visit, clinic, name):
    page = visit(getattr(clinic, name))

    assert DRAFT not in page.text
    assert "unsigned-" not in str(page)


def test_no_page_tells_of_the_section_for_practitioners(visit, clinic):
    for name in PAGES:
        assert "SECRET" not in str(visit(getattr(clinic, name)))
    for address in OTHERS:
        assert "SECRET" not in str(visit(address))


def test_the_link_for_practitioners_leads_a_stranger_to_the_login(clinic, client):
    answer = client.get("/en/for-practitioners/")

    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/en/for-practitioners/"
    assert answer["Cache-Control"] == "private, no-store"


def test_without_a_section_the_link_for_practitioners_leads_to_the_login(clinic, visit):
    clinic.section.unpublish()

    assert visit(clinic.home).header.find("a")["href"] == "/account/login/"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_one_heading_a_skip_link_and_its_language(visit, clinic, name):
    page = visit(getattr(clinic, name))

    assert len(page.find_all("h1")) == 1
    assert page.body.find("a")["href"] == "#main"
    assert page.main["id"] == "main"
    assert page.html["lang"] == ("es" if name.startswith("spanish") else "en")
    assert page.html["dir"] == "ltr"
    assert page.title.text.strip()
    assert page.find("link", rel="canonical")["href"].startswith("http://localhost:8000/")


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_used_once_and_every_picture_has_its_size(visit, clinic, name):
    page = visit(getattr(clinic, name))
    ids = [found["id"] for found in page.find_all(id=True)]

    assert len(ids) == len(set(ids))
    assert all(image["width"] and image["height"] and image.has_attr("alt") for image in page.find_all("img"))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_asks_anything_of_another_site(visit, clinic, name):
    page = visit(getattr(clinic, name))
    loaded = [found.get("src") or found.get("href") for found in page.select("[src], link[rel=stylesheet]")]

    assert all(address.startswith("/") for address in loaded)
    assert not page.find("iframe")
    assert not page.find("style")
    assert not page.select("[style], [onclick]")


@pytest.mark.parametrize("block", sorted(BodyBlock().child_blocks))
def test_every_block_has_a_template_and_stands_in_the_article(clinic, block):
    get_template(f"blocks/{block}.html")

    assert block in [part.block_type for part in clinic.article.body]


def test_words_are_never_markup(visit, clinic):
    for name in ("article", "articles", "home"):
        page = visit(getattr(clinic, name))

        scripts = page.find_all("script")
        assert {script.get("type") for script in scripts if not script.get("src")} == {"application/ld+json"}
        assert not [found for script in scripts if "alert" in (script.get("src") or "") for found in script]
        assert not page.select("[onclick], [href^=javascript]")
    assert SCRIPT in visit(clinic.article).find("h1").text


@pytest.mark.parametrize("name", ["article", "treatment"])
def test_articles_and_treatments_close_with_their_call_to_action(visit, clinic, name):
    closing = visit(getattr(clinic, name)).main.select(".cta")[-1]

    assert closing.h2.text == "Talk to us"
    assert closing.select_one(".button")["href"] == BOOKING
    assert PHONE in closing.text
    assert not closing.find_next_siblings()


@pytest.mark.parametrize(("action", "booking", "leads_to"), [("book", "", "tel:"), ("call", BOOKING, "tel:")])
def test_a_call_to_action_leads_to_the_phone_where_nothing_can_be_booked(visit, clinic, action, booking, leads_to):
    ClinicSettings.objects.update(booking_url=booking)
    factories.release(factories.revise(clinic.cta, action=action))

    assert visit(clinic.article).main.select(".cta .button")[-1]["href"].startswith(leads_to)


def test_an_article_whose_call_to_action_is_withdrawn_closes_with_phone_and_hours(visit, clinic):
    clinic.cta.unpublish()

    page = visit(clinic.article)

    closing = page.main.select(".cta")
    assert len(closing) == 1
    assert PHONE in closing[0].text
    assert HOURS in closing[0].text
    assert DRAFT not in page.text


def test_citations_and_references_link_both_ways(visit, clinic):
    page = visit(clinic.article)

    cited = page.select(".cite a")
    assert {link["href"] for link in cited} == {"#ref-1", "#ref-2"}
    for link in cited:
        assert page.find(id=link["href"][1:]).find("a", href=f"#{link['id']}")
    back = [link["href"][1:] for link in page.select(".references .place")]
    assert sorted(back) == sorted(link["id"] for link in cited)
    first = page.find(id="ref-1")
    assert first.find("a", href="https://doi.org/10.1000/1")
    assert first.find("a", href="https://pubmed.ncbi.nlm.nih.gov/123/")
    assert page.find(id="ref-2").find("a", href="https://example.org/trial")


def test_an_article_says_who_wrote_it_and_who_signed_it(visit, clinic):
    head = visit(clinic.article).select_one(".byline")

    assert head.find("a", rel="author").text == "Dr Sample"
    assert "March 1, 2026" in head.text
    review = head.select_one(".review").text
    assert "Medically reviewed by" in review
    assert ", MD" in review
    assert "next review" in review


def test_a_preview_does_not_say_that_anybody_reviewed_it(clinic):
    request = RequestFactory().get("/", HTTP_HOST="localhost")
    request.user = factories.editor()

    draft = clinic.article.get_latest_revision_as_object()
    answer = draft.serve_preview(request, draft.default_preview_mode).content.decode()

    assert DRAFT in answer
    assert "reviewed by" not in answer
    assert "lastReviewed" not in answer


@pytest.mark.parametrize("name", PAGES)
def test_what_is_drawn_for_review_is_what_readers_get(clinic, client, name):
    page = getattr(clinic, name)
    public = PublicPage.objects.get(page_id=page.pk)
    request = RequestFactory().get(public.address, HTTP_HOST="testserver")
    # Who signs has both parts of a page before them, as a practitioner gets it.
    request.user = factories.user(VERIFIED_PRACTITIONERS)
    client.force_login(request.user)

    copy = parse(public.edition.copy.payload)
    drawn = draw(request, type(page), copy, None, marks=False, page=page, edition=public.edition)

    assert without_anchors(drawn.html) == client.get(public.address).content.decode()


def test_the_boxed_warning_stands_first_in_the_safety_information(visit, clinic):
    page = visit(clinic.treatment)

    safety = page.find(id="safety")
    assert safety.select_one(".boxed-warning").find_next_sibling(class_="safety-information")
    assert "Sedation" in safety.select_one(".boxed-warning").text
    assert page.select_one('a[href="#safety"]')


def test_a_video_is_a_link_until_it_is_asked_for(visit, clinic):
    link = visit(clinic.article).select_one(".video a")

    assert link["href"] == "https://www.youtube.com/watch?v=abcdefghijk"
    assert link["data-player"] == "https://www.youtube-nocookie.com/embed/abcdefghijk"


def test_pictures_come_in_several_widths_each_named_once(visit, clinic):
    source = visit(clinic.article).select_one(".hero-picture source")

    assert [part.split()[1] for part in source["srcset"].split(", ")] == ["400w", "800w", "1200w", "1600w", "2000w"]
    small = visit(clinic.practitioner).select_one("source")
    assert [part.split()[1] for part in small["srcset"].split(", ")] == ["400w", "640w"]


def test_the_directory_is_filtered_by_what_its_people_offer(visit, clinic):
    page = visit(clinic.directory)
    options = {select["name"]: [option.text.strip() for option in select("option")] for select in page("select")}

    assert options == {
        "treatments": ["Any treatment", "Esketamine"],
        "languages": ["Any language", "English", "Spanish"],
    }
    key = page.select("select[name=treatments] option")[1]["value"]
    filtered = visit(f"{clinic.directory.url}?treatments={key}&languages=es")
    assert [card.text.strip() for card in filtered.select(".card-title a")] == ["Dr Sample"]
    assert filtered.select_one("option[selected]").text.strip() == "Esketamine"


@pytest.mark.parametrize("query", ["?languages=xx", "?treatments=%00", "?page=%00", "?page=99", "?page=-1"])
def test_a_filter_or_page_that_does_not_exist_shows_what_there_is(visit, clinic, query):
    assert visit(clinic.directory.url + query).select(".card")


def test_the_language_switcher_leads_to_the_translation_of_the_page(visit, clinic):
    switcher = visit(clinic.lengthy).select_one(".languages")

    assert [(link["lang"], link["href"]) for link in switcher("a")] == [
        ("en", clinic.lengthy.url),
        ("es", "/es/articulos/cuanto-dura/"),
    ]
    assert switcher.find(attrs={"aria-current": "true"})["lang"] == "en"
    page = visit(clinic.spanish_article)
    assert {link["hreflang"] for link in page.find_all("link", rel="alternate")} == {"en", "es", "x-default"}
    assert "Para profesionales" in page.header.text


def test_a_page_without_translation_offers_the_other_languages_home(visit, clinic):
    page = visit(clinic.treatment)

    assert page.select_one('.languages a[lang="es"]')["href"] == "/es/"


def test_lists_say_when_there_is_nothing(visit, clinic):
    for page in (clinic.article, clinic.lengthy, clinic.infusion):
        page.unpublish()

    assert "no articles" in visit(clinic.articles).select_one(".empty").text


def test_a_search_that_finds_nothing_helps(visit):
    page = visit("/en/search/?q=zzz<script>")

    assert "zzz<script>" in page.select_one(".empty").text
    assert page.select_one('.empty a[href^="tel:"]')


def test_a_search_lists_what_it_finds_in_its_own_language(visit):
    english = [link.text for link in visit("/en/search/?q=ketamine").select(".results a")]
    spanish = [link.text for link in visit("/es/search/?q=ketamine").select(".results a")]

    assert english[0] == "Ketamine infusion"
    assert sorted(english[1:]) == ["About us", "How long it takes"]
    assert spanish == ["Cuánto dura"]


def test_a_language_the_site_does_not_have_is_not_searched(visit):
    visit("/fr/search/", status=404)
    visit("/fr/feed/", status=404)


def test_the_page_of_a_failure_needs_no_database():
    answer = server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert b"<h1>" in answer.content


def test_an_address_without_page_leads_on_in_the_language_of_the_address(visit, clinic):
    page = visit("/es/nada/", status=404)

    assert page.html["lang"] == "es"
    assert page.select_one('form[role="search"]')["action"] == "/es/search/"
    links = {link["href"] for link in page.select(".ways-on a")}
    assert {"/es/", "/es/articulos/"} <= links
    assert any(link.startswith("tel:") for link in links)
