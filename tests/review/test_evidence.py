"""The evidence pack says what readers saw at a moment, who signed it, and can be checked."""

import json
from base64 import b64decode
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ledger.models import Edition, Seal, SignOff
from ledger.rows import content_of
from ledger.sqlite import sha256_hex
from public.release import retire
from review import signing
from review.evidence import evidence
from review.models import Submission
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(home: Any) -> Any:
    """An article with two editions: the first title was Old, the second is New."""
    made = factories.release(factories.article(factories.article_index(home), title="Old", slug="text"))
    return factories.release(factories.revise(made, title="New"))


def editions(article: Any) -> list[Edition]:
    return list(Edition.objects.filter(subject=str(article.subject)).order_by("pk"))


def test_it_shows_the_edition_of_the_moment(article: Any) -> None:
    first, second = editions(article)
    subject = str(article.subject)

    assert evidence(subject, first.released_at - timedelta(seconds=1)) is None
    assert evidence(subject, first.released_at).copy["title"] == "Old"
    assert evidence(subject, second.released_at - timedelta(microseconds=1)).copy["title"] == "Old"
    assert evidence(subject, second.released_at).copy["title"] == "New"
    retire(article.subject)
    assert evidence(subject, timezone.now()) is None


def test_it_tells_the_way_to_the_edition_with_every_refusal(home: Any) -> None:
    article = factories.article(factories.article_index(home))
    submission = factories.submit(article)
    digest = signing.item_for(submission).digest
    signing.ask_for_changes(submission.pk, factories.clinician(), digest, "Which trial?", "password")
    article.current_workflow_state.resume(article.latest_revision.user)
    factories.sign(article)

    pack = evidence(str(article.subject), timezone.now()).data()
    assert [decision["approves"] for decision in pack["decisions"]] == [False, True]
    assert pack["decisions"][0]["comment"] == "Which trial?"
    assert [entry["outcome"] for entry in pack["rounds"]] == [Submission.Outcome.RETURNED, Submission.Outcome.SIGNED]
    assert {"keta.returned", "keta.signed", "keta.released"} <= {entry["action"] for entry in pack["log"]}


def test_it_names_every_signature_that_the_clearance_stands_on(home: Any) -> None:
    statement = factories.release(factories.safety_statement())
    found = evidence(str(statement.subject), timezone.now())
    assert [sign_off.role for sign_off in found.signatures] == ["clinician", "compliance"]


def test_its_rows_are_what_their_seals_vouch_for(article: Any) -> None:
    pack = evidence(str(article.subject), timezone.now()).data()
    assert sha256_hex(b64decode(pack["payload"])) == pack["digest"]
    seals = {(seal["table"], seal["row"], seal["event"]): seal["content"] for seal in pack["seals"]}
    for table, row in [("clearance", pack["clearance"]), *(("signoff", row) for row in pack["decisions"])]:
        assert content_of(row) == seals[table, str(row["id"]), Seal.Event.WRITTEN]


def test_it_outlives_the_page(article: Any) -> None:
    subject = str(article.subject)
    released = editions(article)[1].released_at
    article.delete()
    client = Client()
    client.force_login(factories.user(PRACTICE_MANAGERS))

    answer = client.get(reverse("review:evidence", args=[subject]), {"at": released.isoformat()})
    assert "New" in answer.content.decode()
    text = client.get(reverse("review:evidence_text", args=[subject]), {"at": released.isoformat()})
    assert "New" in text.content.decode()


def test_the_command_writes_it_for_any_moment(article: Any) -> None:
    out = StringIO()
    first = editions(article)[0]
    call_command("evidence_pack", str(article.subject), at=first.released_at.isoformat(), stdout=out)
    pack = json.loads(out.getvalue())
    assert (pack["copy"]["title"], pack["digest"]) == ("Old", first.copy_id)
    assert pack["signatures"] == [first.clearance.sign_off_id]


@pytest.mark.parametrize("at", ["yesterday", "2026-13-01T00:00", "1999-01-01T00:00"])
def test_the_command_says_what_is_wrong(article: Any, at: str) -> None:
    with pytest.raises(CommandError):
        call_command("evidence_pack", str(article.subject), at=at, stdout=StringIO())


class TestScreen:
    @pytest.mark.parametrize(
        ("group", "status"),
        [
            (PRACTICE_MANAGERS, 200),
            (CLINICIANS, 200),
            (EDITORS, 200),
            (TRANSLATORS, 302),
            (VERIFIED_PRACTITIONERS, 302),
        ],
    )
    def test_is_for_those_who_review_edit_or_keep_credentials(
        self, article: Any, client: Client, group: str, status: int
    ) -> None:
        client.force_login(factories.user(group))
        for name in ("review:evidence", "review:evidence_text"):
            answer = client.get(reverse(name, args=[str(article.subject)]), {"at": timezone.now().isoformat()})
            assert answer.status_code == status

    def test_keeps_the_moment_that_was_typed_and_says_what_is_wrong(self, article: Any, client: Client) -> None:
        client.force_login(factories.clinician())
        shown = client.get(reverse("review:evidence", args=[str(article.subject)]), {"at": "last week"})
        assert "This is no moment" in shown.content.decode()
        assert 'value="last week"' in shown.content.decode()

    def test_gives_the_pack_as_a_file(self, article: Any, client: Client) -> None:
        client.force_login(factories.clinician())
        answer = client.get(reverse("review:evidence", args=[str(article.subject)]), {"format": "json"})
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer.json()["copy"]["title"] == "New"

    @pytest.mark.parametrize("subject", ["page", "page:1:2:3", "nothing:1:en"])
    def test_knows_no_other_subjects(self, home: Any, client: Client, subject: str) -> None:
        client.force_login(factories.clinician())
        assert client.get(reverse("review:evidence", args=[subject])).status_code in (302, 404)


class TestAsOf:
    """``?as_of=`` on the detail of a page."""

    def ask(self, client: Client, article: Any, **query: str) -> Any:
        return client.get(f"/api/v2/pages/{article.pk}/", query)

    def test_gives_staff_what_was_signed_then(self, article: Any, client: Client) -> None:
        first = editions(article)[0]
        client.force_login(factories.clinician())
        answer = self.ask(client, article, as_of=first.released_at.isoformat())
        assert answer.json()["title"] == "Old"
        assert answer.json()["meta"]["review"]["digest"] == first.copy_id
        assert answer["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("group", [None, VERIFIED_PRACTITIONERS])
    def test_is_an_unknown_parameter_to_readers(self, article: Any, client: Client, group: str | None) -> None:
        if group:
            client.force_login(factories.user(group))
        answer = self.ask(client, article, as_of=editions(article)[0].released_at.isoformat())
        assert answer.status_code == 400
        assert b"Old" not in answer.content

    @pytest.mark.parametrize("query", [{"as_of": "then"}, {"as_of": "2026-01-01", "fields": "title"}])
    def test_is_refused_when_it_cannot_be_read(self, article: Any, client: Client, query: dict[str, str]) -> None:
        client.force_login(factories.clinician())
        assert self.ask(client, article, **query).status_code == 400

    def test_finds_nothing_where_nothing_was_shown(self, article: Any, client: Client) -> None:
        client.force_login(factories.clinician())
        assert self.ask(client, article, as_of="1999-01-01T00:00").status_code == 404


def test_a_pack_costs_the_same_queries_however_long_the_way(article: Any, django_assert_max_num_queries: Any) -> None:
    submission = factories.submit(factories.revise(article, title="Draft"))
    for _ in range(4):
        digest = signing.item_for(submission).digest
        signing.ask_for_changes(submission.pk, factories.clinician(), digest, "No", "password")
        article.current_workflow_state.resume(factories.editor())
        submission = Submission.objects.waiting().of(article).get()
    assert SignOff.objects.filter(subject=str(article.subject)).count() == 6
    # The edition; decisions, other signatures, rounds, changes, log, seals; the row and its type; each row as sealed.
    with django_assert_max_num_queries(20):
        evidence(str(article.subject), timezone.now()).data()
