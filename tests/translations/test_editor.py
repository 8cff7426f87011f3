"""What the editor of a translation knows and does: notes at segments, checks, the comparison, in constant queries."""

import json
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from ledger.models import Edition
from review import comments, signing
from review.copy import copy_data
from review.models import ReviewerCredential, Submission
from review.passages import passages
from review.policy import CLINICIANS, EDITORS, TRANSLATORS
from tests import factories
from tests.rows import Rows, once
from tests.translations.tool import press, sent_for_translation, translate, translate_everything
from translations.editor import notes
from translations.editor.notes import Note
from translations.segments import items_of, place_of, segments_of

BODY = [
    ("heading", {"text": "How it works", "level": "h2"}),
    ("rich_text", "<p>It works.</p><p>It is known to work.</p>"),
    ("key_points", {"title": "", "points": ["First point", "Second point"]}),
    (
        "faq",
        {"items": [{"question": "Why?", "answer": "<p>Because.</p>"}, {"question": "When?", "answer": "<p>Now</p>"}]},
    ),
]


def _translated() -> Rows:
    index = factories.release(factories.article_index(factories.site(), title="Articles", slug="articles"))
    article = factories.release(factories.article(index, title="Sleep", slug="sleep", body=BODY))
    spanish = sent_for_translation(article, factories.editor())
    return Rows(article=article, spanish=spanish, translator=factories.user(TRANSLATORS))


rows = once(_translated)


@pytest.fixture
def spanish(db: None, rows: Rows) -> Any:
    return rows.spanish


@pytest.fixture
def translator(db: None, rows: Rows) -> Any:
    return rows.translator


@pytest.fixture
def translation(spanish: Any) -> Translation:
    return Translation.objects.get(source__object_id=spanish.translation_key, target_locale=spanish.locale)


@pytest.fixture
def client(translator: Any) -> Client:
    return logged_in(translator)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def edit_url(obj: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[obj.pk])


def address(name: str, translation: Translation, *args: int) -> str:
    return reverse(f"translation_editor:{name}", args=[translation.pk, *args])


def segment_at(translation: Translation, place: str) -> int:
    """The id of the first segment at a place."""
    items = items_of(translation.source)
    return next(each.pk for each in segments_of(translation) if place_of(each.context.path, items) == place)


def checked(client: Client, translation: Translation) -> dict[str, Any]:
    return client.get(address("segments", translation), {"check": 1}).json()


def publishing(page: str) -> list[str]:
    """The buttons and links of a page that publish."""
    controls = re.findall(r"<(?:button|a)\b.*?</(?:button|a)>", page, re.DOTALL)
    return [control for control in controls if "publish" in control.lower()]


def props_in(page: str) -> dict[str, Any]:
    """What the React editor on a page is drawn from."""
    return json.loads(unescape(page.split('data-props="')[1].split('"')[0]))


class TestPlaces:
    def test_every_segment_stands_where_its_words_stand_in_the_copy(self, rows: Rows, translation: Translation) -> None:
        places = {passage.place for passage in passages(copy_data(rows.article))}
        items = items_of(translation.source)
        segments = {place_of(segment.context.path, items) for segment in segments_of(translation)}
        assert segments <= places
        assert {place.rpartition("/")[2] for place in segments} >= {"0", "1", "question", "slug"}


class TestActions:
    def test_there_is_a_way_to_save_check_compare_and_submit_and_none_to_publish(
        self, client: Client, spanish: Any, translation: Translation
    ) -> None:
        page = client.get(edit_url(spanish)).content.decode()
        for label in ("Save draft", "Check", "Submit for review", "Compare"):
            assert label in page
        assert address("compare", translation) in page
        assert not publishing(page)
        assert not any(props_in(page)["perms"].values())

    def test_a_snippet_that_is_part_of_pages_is_saved_and_changes_nothing_public(self, translator: Any) -> None:
        condition = factories.condition("Pain")
        spanish = sent_for_translation(condition, factories.editor())
        translate(spanish, "name", "Dolor", translator)
        editions = set(Edition.objects.values_list("pk", flat=True))
        client, url = logged_in(translator), reverse("wagtailsnippets_treatments_condition:edit", args=[spanish.pk])
        page = client.get(url).content.decode()
        assert ">Save<" in page
        assert not publishing(page)
        answer = client.post(url, {"action": "draft"}, follow=True)
        assert "The translation was saved." in answer.content.decode()
        spanish.refresh_from_db()
        assert spanish.name == "Dolor"
        assert set(Edition.objects.values_list("pk", flat=True)) == editions

    def test_a_refused_submission_keeps_every_word_and_shows_the_findings(
        self, client: Client, spanish: Any, translation: Translation, translator: Any
    ) -> None:
        translate(spanish, "title", "El sueño", translator)
        answer = client.post(edit_url(spanish), {"action": "submit"})
        assert answer.url == f"{edit_url(spanish)}#check"
        assert not Submission.objects.waiting().of(spanish).exists()
        page = client.get(edit_url(spanish)).content.decode()
        typed = {each["segment_id"]: each["data"] for each in props_in(page)["initialStringTranslations"]}
        assert typed == {segment_at(translation, "title"): "El sueño"}

    def test_whoever_submitted_it_takes_it_back_and_nobody_else(
        self, client: Client, spanish: Any, translator: Any
    ) -> None:
        translate_everything(spanish, translator)
        spanish = press("submit", spanish, translator)
        other = logged_in(factories.user(TRANSLATORS))
        assert "Take back from review" not in other.get(edit_url(spanish)).content.decode()
        answer = other.post(edit_url(spanish), {"action": "take-back"}, follow=True)
        assert "It was not taken back" in answer.content.decode()
        assert Submission.objects.waiting().of(spanish).exists()

        assert "Take back from review" in client.get(edit_url(spanish)).content.decode()
        answer = client.post(edit_url(spanish), {"action": "take-back"}, follow=True)
        assert "taken back from review" in answer.content.decode()
        assert not Submission.objects.waiting().of(spanish).exists()
        assert "Submit for review" in answer.content.decode()

    def test_a_reviewed_snippet_has_the_same_editor(self, translator: Any) -> None:
        spanish = sent_for_translation(factories.call_to_action(), factories.editor())
        translate(spanish, "title", "Hable con nosotros", translator)
        client, url = logged_in(translator), reverse("wagtailsnippets_home_calltoaction:edit", args=[spanish.pk])
        page = client.get(url).content.decode()
        assert "Submit for review" in page
        assert not publishing(page)
        assert client.post(url, {"action": "draft"}, follow=True).status_code == 200
        spanish.refresh_from_db()
        assert spanish.get_latest_revision_as_object().title == "Hable con nosotros"
        assert not spanish.live


class TestStanding:
    def test_it_says_for_whom_it_waits_what_was_asked_for_and_what_is_public(
        self, client: Client, spanish: Any, translator: Any
    ) -> None:
        def shown() -> str:
            return " ".join(client.get(edit_url(spanish)).content.decode().split())

        assert "Public: nothing." in shown()
        translate_everything(spanish, translator)
        spanish = press("submit", spanish, translator)
        submission = Submission.objects.waiting().of(spanish).get()
        page = shown()
        assert "waits for: Clinician." in page
        assert reverse("review:sign", args=[submission.pk]) in page
        assert "Submit for review" not in page
        assert props_in(page)["object"]["isLocked"] is True

        clinician = factories.clinician()
        digest = signing.item_for(submission).digest
        signing.ask_for_changes(submission.pk, clinician, digest, "Shorter", "password")
        page = shown()
        assert f"{ReviewerCredential.objects.get(user=clinician).name} asked for changes on" in page
        assert "Submit for review" in page
        assert props_in(page)["object"]["isLocked"] is False

        spanish = press("submit", Page.objects.get(pk=spanish.pk).specific, translator)
        factories.sign(spanish)
        assert "this text, signed by" in shown()


class TestChecks:
    def test_findings_stand_at_their_segments_and_in_a_list_that_leads_there(
        self, client: Client, spanish: Any, translation: Translation, translator: Any
    ) -> None:
        translate_everything(spanish, translator)
        question = f"body/{spanish.body[3].id}/items/1/question"
        segment = translation.source.stringsegment_set.get(pk=segment_at(translation, question))
        translate(spanish, segment.context.path, "Es un milagro", translator)
        answer = checked(client, translation)
        assert "milagro" in answer["notes"][str(segment.pk)]
        assert f'href="#segment-{segment.pk}"' in answer["findings"]

    def test_a_finding_in_rich_text_stands_at_its_paragraph(
        self, client: Client, spanish: Any, translation: Translation, translator: Any
    ) -> None:
        translate_everything(spanish, translator)
        first, second = (each for each in segments_of(translation) if each.string.data.startswith("It "))
        put(client, translation, second, "Es un milagro.")
        noted = checked(client, translation)["notes"]
        assert "milagro" in noted[str(second.pk)]
        assert "milagro" not in noted.get(str(first.pk), "")

    def test_the_draft_is_checked_as_it_would_be_saved_and_is_not_saved(
        self, client: Client, spanish: Any, translation: Translation, translator: Any
    ) -> None:
        revision = spanish.latest_revision_id
        translate(spanish, "title", "Un milagro", translator)
        assert "milagro" in checked(client, translation)["findings"]
        spanish = Page.objects.get(pk=spanish.pk).specific
        assert spanish.latest_revision_id == revision
        assert spanish.title != "Un milagro"
        assert spanish.get_latest_revision_as_object().title != "Un milagro"

    def test_without_being_asked_for_nothing_is_checked(self, client: Client, translation: Translation) -> None:
        assert client.get(address("segments", translation)).json() == {"notes": {}}


def put(client: Client, translation: Translation, segment: Any, words: str) -> None:
    url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    client.put(url, f"value={words}", content_type="application/x-www-form-urlencoded")


class TestComments:
    def comment(self, spanish: Any, place: str) -> Any:
        text = list(passages(copy_data(spanish.get_latest_revision_as_object())))
        return comments.add(spanish, "0" * 64, text, factories.clinician(), place, "", "Say it better")

    def test_an_open_comment_stands_at_its_segment(
        self, client: Client, spanish: Any, translation: Translation
    ) -> None:
        place = f"body/{spanish.body[2].id}/points/1"
        self.comment(spanish, place)
        page = client.get(edit_url(spanish)).content.decode()
        assert page.count("Say it better") == 1
        before = page.split("Say it better")[0]
        assert before.rpartition("data-translation-at=")[2].startswith(f'"{segment_at(translation, place)}"')

    def test_it_says_when_its_words_have_changed(
        self, client: Client, spanish: Any, translation: Translation, translator: Any
    ) -> None:
        place = f"body/{spanish.body[1].id}"
        self.comment(spanish, place)
        assert "These words have changed since." not in client.get(edit_url(spanish)).content.decode()
        put(
            client,
            translation,
            next(each for each in segments_of(translation) if each.string.data == "It works."),
            "Sí.",
        )
        assert "These words have changed since." in client.get(edit_url(spanish)).content.decode()

    def test_what_is_resolved_stands_at_none(self, client: Client, spanish: Any, translator: Any) -> None:
        comments.resolve(self.comment(spanish, "title"), translator)
        page = client.get(edit_url(spanish)).content.decode()
        assert "Say it better" in page
        assert "data-translation-at" not in page


@dataclass
class Known:
    words: str
    score: int
    origin: str


@pytest.fixture
def knowledge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who know something of segments."""
    monkeypatch.setattr(notes, "_notes", [])
    monkeypatch.setattr(notes, "_similar", [])
    notes.register_notes(
        lambda translation, segments: {
            each.pk: [Note("term", "Term", "Sleep", "sueño & <b>")] for each in segments if each.string.data == "Sleep"
        }
    )
    notes.register_notes(lambda translation, segments: {each.pk: [Note("origin", "By hand")] for each in segments})
    notes.register_similar(
        lambda translation, segment: [Known("Dormir", 60, "Another page"), Known("El sueño", 90, "x")]
    )


@pytest.mark.usefixtures("knowledge")
class TestNotes:
    def test_what_is_registered_is_told_at_each_segment_in_order(
        self, client: Client, translation: Translation
    ) -> None:
        told = client.get(address("segments", translation)).json()["notes"]
        assert len(told) == len(segments_of(translation))
        title = told[str(segment_at(translation, "title"))]
        assert title.index("Term") < title.index("By hand")
        assert 'data-translation-insert="sueño &amp; &lt;b&gt;"' in title

    def test_similar_translations_are_told_on_demand_the_most_similar_first(
        self, client: Client, translation: Translation
    ) -> None:
        url = address("similar", translation, segment_at(translation, "title"))
        told = client.get(url).content.decode()
        assert told.index("El sueño") < told.index("Dormir")
        assert "60 % · Another page" in told

    def test_a_segment_of_another_text_has_nothing_here(
        self, client: Client, rows: Rows, translation: Translation
    ) -> None:
        other = sent_for_translation(factories.article(rows.article.get_parent()), factories.editor())
        foreign = Translation.objects.get(source__object_id=other.translation_key).source.stringsegment_set.first()
        assert client.get(address("similar", translation, foreign.pk)).status_code == 404


@pytest.mark.parametrize("name", ["segments", "compare", "source", "target"])
class TestWhoMay:
    @pytest.mark.parametrize("group", [EDITORS, TRANSLATORS])
    def test_those_who_may_edit_the_translation_see_it(self, translation: Translation, name: str, group: str) -> None:
        assert logged_in(factories.user(group)).get(address(name, translation)).status_code == 200

    def test_others_do_not(self, translation: Translation, name: str) -> None:
        answer = logged_in(factories.user(CLINICIANS)).get(address(name, translation))
        assert answer.status_code in (302, 403)
        assert "Sleep" not in answer.content.decode()
        assert Client().get(address(name, translation)).status_code == 302

    def test_a_translation_that_was_stopped_has_no_screens(
        self, client: Client, translation: Translation, name: str
    ) -> None:
        Translation.objects.filter(pk=translation.pk).update(enabled=False)
        assert client.get(address(name, translation)).status_code == 404


class TestComparison:
    def test_both_texts_are_drawn_with_the_same_passages(
        self, client: Client, spanish: Any, translation: Translation, translator: Any
    ) -> None:
        translate(spanish, "title", "El sueño", translator)
        drawn = {name: client.get(address(name, translation)).content.decode() for name in ("source", "target")}
        for block in spanish.body:
            for html in drawn.values():
                assert f'data-passage="body/{block.id}' in html
        assert "El sueño" in drawn["target"]
        assert "El sueño" not in drawn["source"]
        assert "First point" in drawn["target"]

    def test_what_is_not_translated_is_listed_to_be_marked(
        self, client: Client, spanish: Any, translation: Translation, translator: Any
    ) -> None:
        translate(spanish, "title", "El sueño", translator)
        page = client.get(address("compare", translation))
        missing = {(each["place"], each["words"]) for each in page.context["missing"]}
        assert (f"body/{spanish.body[2].id}/points/0", "First point") in missing
        assert "title" not in {place for place, _ in missing}

    def test_a_snippet_that_is_part_of_pages_is_nothing_to_be_drawn(self, translator: Any) -> None:
        spanish = sent_for_translation(factories.condition("Pain"), factories.editor())
        translation = Translation.objects.get(source__object_id=spanish.translation_key)
        assert logged_in(translator).get(address("compare", translation)).status_code == 404


class TestQueries:
    """As many for 300 segments as for 20; and for ten snippets that a text shows as for one."""

    def long(self, rows: Rows, segments: int) -> Any:
        body = [("rich_text", f"<p>Words {number}</p>") for number in range(segments - 3)]
        article = factories.article(rows.article.get_parent(), slug=f"long-{segments}", body=body)
        spanish = sent_for_translation(article, factories.editor())
        translation = Translation.objects.get(source__object_id=spanish.translation_key)
        assert len(segments_of(translation)) == segments
        translate_at_once(translation, rows.translator)
        return spanish, translation

    def cost(self, client: Client, *addresses: str) -> list[int]:
        counted = []
        for url in addresses:
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            counted.append(len(captured))
        return counted

    def test_the_editor_its_notes_checks_and_comparison(self, client: Client, rows: Rows) -> None:
        costs = []
        for segments in (20, 300):
            spanish, translation = self.long(rows, segments)
            names = [address(name, translation) for name in ("segments", "compare", "source", "target")]
            costs.append(self.cost(client, edit_url(spanish), f"{names[0]}?check=1", *names))
        assert costs[0] == costs[1]

    def test_snippets_that_the_text_shows(self, client: Client, rows: Rows) -> None:
        costs = []
        for number in (1, 10):
            shown = [("call_to_action", factories.release(factories.call_to_action())) for _ in range(number)]
            article = factories.article(rows.article.get_parent(), body=shown)
            costs.append(self.cost(client, edit_url(sent_for_translation(article, factories.editor()))))
        assert costs[0] == costs[1]


def translate_at_once(translation: Translation, user: Any) -> None:
    """Fill in everything that the memory did not, without a request for each string."""
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=Locale.objects.get(language_code="es"),
            data=f"{segment.string.data} (es)",
            translation_type="manual",
            last_translated_by=user,
        )
        for segment in segments_of(translation)
        if segment.translation is None
    )
