"""The page of an article: what helps people to find their way in it, to believe it and to pass it on."""

from itertools import permutations
from typing import Any
from urllib.parse import quote

from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from wagtail.models import PageViewRestriction

from core.contents import contents_of, minutes_to_read
from core.gallery import copies
from core.models import ClinicSettings
from review.models import ReviewerCredential


def heading(text: str, level: str = "h2") -> dict:
    return {"id": "x", "type": "heading", "value": {"text": text, "level": level, "anchor": text.lower()}}


def test_a_long_article_has_a_table_of_contents_whose_links_lead_somewhere(visit, clinic):
    page = visit(clinic.article)

    links = page.select(".contents a")
    assert [link.text for link in links][1:] == ["Smaller", "<script>alert('x')</script>", "Two", "References"]
    assert all(page.find(id=link["href"].removeprefix("#")) for link in links)
    assert not visit(clinic.lengthy).select(".contents")


def test_contents_begin_at_four_and_follow_the_order_of_the_text():
    sections = {"id": "s", "type": "numbered_sections", "value": {"sections": [{"title": "One"}, {"title": "Two"}]}}
    private = {"id": "p", "type": "for_practitioners", "value": [heading("Dosing", "h3")]}

    assert contents_of([heading("A"), sections]) == []
    entries = contents_of([heading("Early", "h3"), heading("A"), sections, private, heading("B")])
    assert [(entry.text, [below.text for below in entry.below]) for entry in entries] == [
        ("Early", []),
        ("A", ["One", "Two", "Dosing"]),
        ("B", []),
    ]
    assert entries[1].below[1].anchor == "s-2"


def levels(page: BeautifulSoup) -> list[int]:
    """The levels of the headings of a page, in order; its title comes first."""
    return [int(found.name[1]) for found in page.select("main h1, main h2, main h3, main h4, main h5, main h6")]


def skips(found: list[int]) -> bool:
    return any(after > before + 1 for before, after in zip([0, *found], found, strict=False))


def test_no_heading_skips_a_level_in_whatever_order_a_body_holds_its_blocks():
    written = copies.blocks("en")
    states = [block for kind in ("heading", "numbered_sections") for block in written[kind].values()]
    kinds = [*states, *(next(iter(written[kind].values())) for kind in ("rich_text", "key_points", "related_pages"))]
    private = {"id": "p", "type": "for_practitioners", "value": states[::-1]}

    for count in range(1, 5):
        for body in permutations([*kinds, private], count):
            drawn = render_to_string("components/body.html", {"body": body})
            page = BeautifulSoup(f"<main><h1>Title</h1>{drawn}</main>", "html.parser")
            assert not skips(levels(page)), [block["type"] for block in body]


def test_no_page_skips_a_level_of_headings(visit, clinic):
    for name in ("home", "standard", "articles", "article", "treatments", "treatment", "directory", "practitioner"):
        found = levels(visit(getattr(clinic, name)))
        assert found[0] == 1
        assert not skips(found), name


def test_sections_that_begin_a_body_are_of_the_second_level_in_the_text_and_among_its_contents():
    sections: dict[str, Any] = {
        "id": "s",
        "type": "numbered_sections",
        "value": {"sections": [{"title": title, "text": ""} for title in ("One", "Two")]},
    }
    body = [sections, heading("Early", "h3"), heading("A"), sections, heading("Late", "h3")]
    page = BeautifulSoup(render_to_string("components/body.html", {"body": body}), "html.parser")

    assert [(found.name, found.text) for found in page.select("h2, h3")] == [
        ("h2", "One"),
        ("h2", "Two"),
        ("h2", "Early"),
        ("h2", "A"),
        ("h3", "One"),
        ("h3", "Two"),
        ("h3", "Late"),
    ]
    assert [(entry.text, [below.text for below in entry.below]) for entry in contents_of(body)] == [
        ("One", []),
        ("Two", []),
        ("Early", []),
        ("A", ["One", "Two", "Late"]),
    ]


def test_the_review_leads_to_who_signed_and_to_how_it_is_done_as_far_as_these_are_public(visit, clinic):
    signer = clinic.article.public.edition.clearance.sign_off.signer_id
    ReviewerCredential.objects.filter(user=signer).update(practitioner=clinic.practitioner)
    ClinicSettings.objects.update(review_page=clinic.standard)

    page = visit(clinic.article)
    addresses = [clinic.practitioner.url, clinic.standard.url]
    assert [link["href"] for link in page.select(".review a")] == addresses
    assert not page.select(f'.menu a[href="{clinic.standard.url}"]')
    assert not visit(clinic.spanish_article).select(".review a")

    PageViewRestriction.objects.create(page=clinic.practitioner, restriction_type=PageViewRestriction.LOGIN)
    clinic.standard.unpublish()
    assert not visit(clinic.article).select(".review a")


def test_reading_takes_a_minute_for_238_words_of_introduction_and_body():
    def minutes(words: int) -> int:
        body = [{"id": "a" * 9, "type": "rich_text", "value": f"<p>{'word ' * words}</p>"}]
        return minutes_to_read({"introduction": "<p>Two words.</p>", "body": body})

    assert [minutes(0), minutes(236), minutes(237), minutes(2378)] == [1, 1, 2, 10]


def test_an_article_can_be_passed_on_without_asking_another_site(visit, clinic):
    mail, copy = visit(clinic.article).select(".share [href], .share button")

    assert mail["href"].startswith("mailto:?subject=Infusions%20%3Cscript%3E")
    assert mail["href"].endswith(quote(copy["data-copy"], safe=""))
    assert copy.has_attr("hidden")
