"""Whoever writes, checks, translates or signs has both parts before them, marked as what they are."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ledger import record
from review import checks, signing
from review.copy import copy_data
from review.models import Submission
from tests import factories
from tests.parts.conftest import SECRET, cite
from tests.translations.tool import press, sent_for_translation, translate, translate_everything

MARKED = '<section class="for-practitioners"'
SIMPLE = "<p>People sleep well.</p>"
HARD = "<p>" + "Pharmacological intervention necessitates multidisciplinary reevaluation. " * 30 + "</p>"


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hidden(*blocks: Any) -> tuple[str, Any]:
    return ("for_practitioners", list(blocks))


def body(home: Any, *blocks: Any, **fields: Any) -> Any:
    return factories.article(factories.article_index(home), body=list(blocks), **fields)


def found(page: Any, check: str) -> list[str]:
    return [finding.place for finding in checks.run(page) if finding.check == check]


def test_the_reviewer_reads_and_signs_both_parts_as_one_text(pages):
    article = factories.revise(pages.article, title="For two again")
    submission = factories.submit(article)
    item = signing.item_for(submission)
    client = logged_in(factories.clinician())

    text = client.get(reverse("review:text", args=[submission.pk, item.digest])).content.decode()

    assert MARKED in text
    assert f"{SECRET} heading" in text
    assert f"{SECRET} heading" in client.get(reverse("review:sign", args=[submission.pk])).content.decode()
    factories.sign(article)
    assert record.current_edition(str(article.subject)).digest == item.digest
    assert Submission.objects.filter(subject=str(article.subject)).count() == 2


def test_a_change_in_it_is_marked_and_asks_for_a_signature(pages):
    stored = pages.article.body.get_prep_value()
    stored[2]["value"][2]["value"] = f"<p>{SECRET} words are others now</p>"
    draft = pages.article.get_latest_revision_as_object()
    draft.body = stored
    draft.save_revision(user=factories.editor()).publish()
    signed = record.current_edition(str(pages.article.subject)).digest

    submission = factories.submit(pages.article)
    item = signing.item_for(submission)
    url = reverse("review:text", args=[submission.pk, item.digest])
    text = logged_in(factories.clinician()).get(url, {"since": signed}).content.decode()

    assert record.current_edition(str(pages.article.subject)).digest == signed
    assert "are others now" in text
    assert "<ins" in text
    assert "<del" in text


def test_previews_and_evidence_show_both_parts(pages):
    addresses = {
        reverse("wagtailadmin_pages:view_draft", args=[pages.article.pk]): factories.editor(),
        reverse("review:evidence_text", args=[str(pages.article.subject)]): factories.clinician(),
    }

    for address, user in addresses.items():
        answer = logged_in(user).get(address, {"at": timezone.now().isoformat()})
        assert MARKED in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]


def test_checks_read_both_parts_and_tell_their_readers_apart(home):
    trial = factories.reference(url="https://example.org/")
    claim = "<p>Relief is a breakthrough for 64% of patients{}.</p>"
    shown = (("heading", {"text": "First", "level": "h3"}), ("rich_text", SIMPLE), ("rich_text", HARD))
    page = body(home, ("rich_text", SIMPLE), hidden(*shown), ("rich_text", claim.format("")))
    part = page.body[1]

    assert found(page, "reading_level") == []
    assert found(page, "heading_order") == [f"body/{part.id}/{part.value[0].id}/text"]
    assert found(body(home, ("rich_text", HARD)), "reading_level")
    uncited = body(home, hidden(("rich_text", claim.format("")), ("rich_text", claim.format(cite(trial)))))
    assert found(uncited, "uncited_claims") == [f"body/{uncited.body[0].id}/{uncited.body[0].value[0].id}"]


def test_what_is_cited_for_practitioners_supports_nothing_that_others_read(home):
    trial = factories.reference(url="https://example.org/")
    said = "In a trial 64% of people were better"
    points = ("key_points", {"title": "", "points": [f"{said}."]})
    support = ("rich_text", f"<p>{said}{cite(trial)}.</p>")

    alone = body(home, points, hidden(support))
    both = body(home, hidden(points, support))

    assert found(alone, "uncited_claims") == [f"body/{alone.body[0].id}/points/0"]
    assert found(both, "uncited_claims") == []


@pytest.fixture
def spanish(home: Any) -> Any:
    table = {"table_caption": "Doses", "data": [["Drug", "Dose"]], "first_row_is_table_header": True}
    shown = (
        ("rich_text", "<p>Give it slowly.</p>"),
        ("key_points", {"title": "", "points": ["Wait"]}),
        ("table", table),
    )
    return sent_for_translation(body(home, ("rich_text", SIMPLE), hidden(*shown)), factories.editor())


def test_a_translation_is_asked_for_every_word_of_it(spanish: Any) -> None:
    part = spanish.body[1]
    place = f"body/{part.id}"
    text, points, table = (f"{place}/{inner.id}" for inner in part.value)

    missing = [found for found in found(spanish, "untranslated_passages") if found.startswith(place)]

    expected = [text, f"{points}/points/0", f"{table}/table_caption", f"{table}/data/0/0", f"{table}/data/0/1"]
    assert missing == expected


def test_a_translation_says_it_in_its_own_words(spanish: Any) -> None:
    translator = factories.translator()
    part = spanish.body[1]
    translate(spanish, f"body.{part.id}.{part.value[0].id}", "Despacio.", translator)
    translate_everything(spanish, translator)

    page = press("draft", spanish, translator)

    shown = copy_data(page.get_latest_revision_as_object())["body"][1]["value"]
    assert "Despacio." in shown[0]["value"]
    assert shown[1]["value"]["points"] == ["Wait (es)"]
    assert shown[2]["value"]["data"] == [["Drug (es)", "Dose (es)"]]
