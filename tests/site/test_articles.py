"""The page of an article: what helps people to find their way in it, to believe it and to pass it on."""

from urllib.parse import quote

from wagtail.models import PageViewRestriction

from core.contents import contents_of, minutes_to_read
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
