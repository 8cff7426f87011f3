"""Asking for pages by what they refer to, in any locale, and by what was signed."""

from wagtail.models import Locale

from tests import factories


def test_pages_are_found_by_what_they_refer_to(world, api, subtests):
    article, treatment, practitioner = (
        "articles.ArticlePage",
        "treatments.TreatmentPage",
        "practitioners.PractitionerPage",
    )
    both = [world.article.pk, world.spanish_article.pk]
    for kind, field, value, found in [
        (article, "treatments", world.treatment.pk, both),
        (article, "conditions", world.condition.pk, both),
        (article, "topics", world.topic.pk, both),
        (article, "authors", world.practitioner.pk, both),
        (article, "call_to_action", world.invitation.pk, both),
        (treatment, "safety_statement", world.safety.pk, [world.treatment.pk]),
        (practitioner, "treatments", world.treatment.pk, [world.practitioner.pk]),
        (practitioner, "languages", "es", [world.practitioner.pk]),
        (practitioner, "languages", "fr", []),
        (article, "treatments", world.article.pk, []),
        (article, "topics", 999_999, []),
    ]:
        with subtests.test(field=field, value=value):
            assert api.ids(type=kind, **{field: value}) == found


def test_the_id_of_a_translation_means_the_same(world, api):
    spanish = world.condition.copy_for_translation(Locale.objects.get(language_code="es"))
    spanish.save()

    assert world.article.pk in api.ids(type="articles.ArticlePage", conditions=spanish.pk)
    assert api.ids(type="articles.ArticlePage", translation_of=world.article.pk) == [world.spanish_article.pk]


def test_pages_are_found_at_their_addresses_in_every_locale(world, client, subtests):
    for path, page in [
        ("/es/articulos/que-hace/", world.spanish_article),
        ("/en/articles/what-ketamine-does/", world.article),
        ("/articles/what-ketamine-does/", world.article),
        ("/", world.home),
        ("/es/", world.spanish_home),
    ]:
        with subtests.test(path=path):
            response = client.get("/api/v2/pages/find/", {"html_path": path, "fields": "_,title"})
            assert response["Location"].endswith(f"/api/v2/pages/{page.pk}/?fields=_%2Ctitle")
    assert client.get("/api/v2/pages/find/", {"html_path": "/nowhere/"}).status_code == 404
    assert client.get("/api/v2/pages/find/", {"id": world.article.pk}).status_code == 302


def test_searching_takes_filters_order_and_operator(world, api):
    assert api.ids(search="esketamine", type="treatments.TreatmentPage") == [world.treatment.pk]
    assert world.treatment.pk not in api.ids(search="esketamine nowhere")
    assert world.treatment.pk in api.ids(search="esketamine nowhere", search_operator="or")
    found = api.get("pages/", search="esketamine", order="-title")["items"]
    assert [item["title"] for item in found] == sorted((item["title"] for item in found), reverse=True)


def test_a_site_is_asked_for_by_name(world, api):
    assert api.ids(site="localhost") == api.ids()
    api.get("pages/", status=404, site="elsewhere.example.org")


def test_a_mentioned_page_says_what_it_shows_everywhere_and_no_more(world, api):
    asked = {"fields": "_,authors(practitioner(credentials))"}
    (author,) = api.get(f"pages/{world.article.pk}/", **asked)["authors"]
    assert author["practitioner"]["credentials"] == "MD"
    api.get(f"pages/{world.article.pk}/", status=400, fields="authors(practitioner(biography))")


def test_a_file_is_known_by_its_bytes(world, api):
    (image,) = api.get("images/")["items"]
    old = world.picture
    other = factories.picture("Another", "red")
    old.file, old.title = other.file, "Replaced"
    old.save()

    assert api.get("images/")["items"] == [image]
    assert api.get(f"images/{image['id']}/") == image
    assert {rendition["width"] for rendition in image["renditions"]} == {400, 640}
    assert api.client.get(image["meta"]["download_url"].removeprefix("http://localhost:8000")).status_code == 200


def test_a_redirect_leads_to_the_public_address(world, api, redirect):
    (item,) = api.get("redirects/")["items"]

    assert (item["old_path"], item["location"]) == ("/old-article", "/en/articles/what-ketamine-does/")
    found = api.client.get("/api/v2/redirects/find/", {"html_path": "/old-article/"})
    assert found["Location"].endswith(f"/api/v2/redirects/{redirect.pk}/")


def test_no_page_of_a_list_overlaps_the_next(world, api):
    parts = [api.ids(order="locale", limit=3, offset=offset) for offset in range(0, 12, 3)]
    assert sorted(pk for part in parts for pk in part) == sorted(api.ids())
