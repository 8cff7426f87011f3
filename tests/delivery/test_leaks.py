"""What nobody signed, or this reader may not see, stands in no answer and moves none."""

from django.contrib.auth.models import Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from review.policy import VERIFIED_PRACTITIONERS
from tests import factories

SECRET = "unsignedword"
QUESTIONS = [
    ("pages/", {}),
    ("pages/", {"fields": "*"}),
    ("pages/", {"order": "title"}),
    ("pages/", {"order": "-seo_title"}),
    ("pages/", {"type": "articles.ArticlePage", "fields": "*,treatments(*),authors(practitioner(*))"}),
    ("pages/", {"type": "articles.ArticlePage", "order": "display_date"}),
    ("pages/", {"type": "treatments.TreatmentPage", "fields": "*"}),
    ("pages/", {"type": "practitioners.PractitionerPage", "fields": "*"}),
    ("pages/", {"search": SECRET}),
    ("pages/", {"title": SECRET}),
    ("pages/", {"slug": SECRET}),
    ("pages/", {"search_description": SECRET}),
    ("search/", {"q": SECRET}),
    ("pages/find/", {"html_path": f"/en/articles/{SECRET}/"}),
    ("images/", {}),
    ("documents/", {}),
    ("redirects/", {}),
]


def everything(client) -> list[tuple[int, bytes]]:
    """What the API says to every question, and about every page in the database."""
    paths = [(f"pages/{pk}/", {}) for pk in Page.objects.order_by("pk").values_list("pk", flat=True)]
    said = [client.get(f"/api/v2/{path}", query) for path, query in [*QUESTIONS, *paths]]
    return [(answer.status_code, answer.content) for answer in said]


def test_an_unsigned_edit_changes_no_answer(world, client):
    before = everything(client)
    for name in ("article", "treatment", "practitioner", "articles"):
        page = getattr(world, name)
        page.title = page.slug = page.seo_title = page.search_description = SECRET
        page.save()
        factories.revise(page, title=f"{SECRET} again").latest_revision.publish()
    words = {"condition": "name", "topic": "name", "picture": "title", "document": "title", "safety": "information"}
    for name, field in words.items():
        row = getattr(world, name)
        setattr(row, field, SECRET)
        row.save()

    after = everything(client)

    assert SECRET.encode() not in b"".join(said for _, said in after)
    assert after == before


def test_a_draft_stands_nowhere(world, client):
    draft = factories.article(world.articles, title=SECRET, slug=SECRET, treatments=[world.treatment])
    draft.latest_revision.publish()
    Redirect.add_redirect(f"/{SECRET}", draft)
    Redirect.add_redirect("/elsewhere", "https://example.org/")

    after = everything(client)

    assert SECRET.encode() not in b"".join(said for _, said in after)
    assert client.get(f"/api/v2/pages/{draft.pk}/").status_code == 404
    assert client.get("/api/v2/redirects/").json()["meta"]["total_count"] == 1
    assert client.get("/api/v2/redirects/find/", {"html_path": f"/{SECRET}"}).status_code == 404
    for parameter in ("child_of", "descendant_of", "ancestor_of", "translation_of"):
        assert client.get("/api/v2/pages/", {parameter: draft.pk}).status_code == 400


def test_a_page_that_was_withdrawn_is_mentioned_nowhere(world, client, api):
    world.treatment.unpublish()

    article = api.get(f"pages/{world.article.pk}/", fields="*")

    assert article["treatments"] == []
    assert b"Esketamine" not in b"".join(said for _, said in everything(client))
    assert "<p>See esketamine and the" in article["body"][1]["value"]
    related = next(block for block in article["body"] if block["type"] == "related_pages")
    assert [page["id"] for page in related["value"]["pages"]] == [world.practitioner.pk]
    assert api.ids(type="articles.ArticlePage", treatments=world.treatment.pk) == []


def test_a_restricted_page_is_for_those_it_is_for(world, client, api):
    section = factories.release(factories.section(world.home, title=SECRET, slug=SECRET))
    protocol = factories.document(f"{SECRET} form", b"%PDF-1.4 protocol")
    resource = factories.release(factories.resource(section, title=f"{SECRET} protocol", document=protocol))
    before = api.get("pages/")["meta"]["total_count"]

    assert SECRET.encode() not in b"".join(said for _, said in everything(client))
    assert SECRET not in str(api.get("changes/"))

    reader = factories.user(VERIFIED_PRACTITIONERS)
    client.force_login(reader)
    response = client.get(f"/api/v2/pages/{resource.pk}/")
    assert response.json()["document"]["title"] == f"{SECRET} form"
    assert response["Cache-Control"] == "private, no-store"
    assert api.get("pages/")["meta"]["total_count"] == before + 2
    assert len(api.ids("documents/")) == 2


def test_restricting_a_page_takes_it_out_of_every_answer(world, client, api):
    restriction = PageViewRestriction.objects.create(
        page=world.practitioner, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get(name=VERIFIED_PRACTITIONERS))

    assert b"Ada Example" not in b"".join(said for _, said in everything(client))
    assert api.get(f"pages/{world.article.pk}/")["authors"] == []


def test_a_withdrawn_page_is_named_in_the_changes_by_its_subject_alone(world, api):
    since = api.get("site/")["generation"]
    subject = str(world.treatment.subject)
    world.treatment.unpublish()

    changes = api.get("changes/", since=since)

    assert [(item["subject"], item["page"]) for item in changes["items"] if item["kind"] == "retired"] == [
        (subject, None)
    ]
    assert api.get("changes/", since=changes["meta"]["cursor"])["items"] == []
