"""The page of an article: what helps people to find their way in it, to believe it and to pass it on."""

from core.contents import contents_of


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
