"""The screens of review: who sees what, what is refused, and that a refusal keeps the reader's words."""

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ledger import record
from ledger.models import SignOff
from public.models import PublicPage
from review import desk, signing
from review.models import Submission
from review.policy import EDITORS, PRACTICE_MANAGERS
from tests import factories

CHECKLIST = {"point_claims": "on", "point_risks": "on", "point_scope": "on"}


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sign_url(submission: Any) -> str:
    return reverse("review:sign", args=[submission.pk])


def decision(submission: Any, decision: str = "sign", **fields: Any) -> dict[str, Any]:
    """What a clinician's browser posts from the page as it is now."""
    return {
        "digest": signing.item_for(submission).digest,
        "comment": "",
        "password": factories.PASSWORD,
        "decision": decision,
        **CHECKLIST,
        **fields,
    }


def is_public(obj: Any) -> bool:
    return record.current_edition(str(obj.subject)) is not None or PublicPage.objects.filter(page_id=obj.pk).exists()


class TestReading:
    def test_shows_who_wrote_it_and_what_cannot_be_seen_on_the_page(self, article: Any) -> None:
        article = factories.revise(article, search_description="Words for search engines")
        submission = factories.submit(article)
        answer = logged_in(factories.clinician()).get(sign_url(submission)).content.decode()
        for author in (article.owner, article.latest_revision.user):
            assert str(author) in answer
        assert "Words for search engines" in answer
        assert "New: nothing of it is public yet" in answer
        assert "Compared with" not in answer

    def test_says_since_when_something_else_is_public_and_what_was_decided(self, article: Any) -> None:
        clinician = factories.clinician()
        article = factories.release(article, clinician)
        submission = factories.submit(factories.revise(article, title="Changed"))
        answer = logged_in(factories.clinician()).get(sign_url(submission)).content.decode()
        assert "Compared with what is public since" in answer
        assert clinician.reviewer_credential.name in answer

    def test_the_text_is_drawn_for_the_frame_of_the_same_site_alone(self, article: Any) -> None:
        submission = factories.submit(article)
        digest = signing.item_for(submission).digest
        answer = logged_in(factories.clinician()).get(reverse("review:text", args=[submission.pk, digest]))
        assert answer.status_code == 200
        assert "Ketamine at home" in answer.content.decode()
        assert 'data-passage="introduction"' in answer.content.decode()
        assert 'data-change="' not in answer.content.decode()
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert "no-store" in answer["Cache-Control"]

    def test_a_snippet_is_drawn_too(self, home: Any) -> None:
        submission = factories.submit(factories.safety_statement(boxed_warning="<p>Sleepiness</p>"))
        digest = signing.item_for(submission).digest
        answer = logged_in(factories.clinician()).get(reverse("review:text", args=[submission.pk, digest]))
        assert "Sleepiness" in answer.content.decode()

    def test_the_text_is_withheld_when_it_is_not_the_one_asked_for(self, article: Any) -> None:
        submission = factories.submit(article)
        digest = signing.item_for(submission).digest
        revision = article.latest_revision
        revision.content["title"] = "Overwritten in place"
        revision.save()
        answer = logged_in(factories.clinician()).get(reverse("review:text", args=[submission.pk, digest]))
        assert answer.status_code == 409
        assert "Overwritten in place" not in answer.content.decode()

    def test_nothing_later_is_shown_through_a_decided_review(self, article: Any) -> None:
        submission = factories.submit(article)
        factories.sign(article)
        article = factories.revise(article, title="Not submitted yet")
        client = logged_in(factories.clinician())
        answer = client.get(sign_url(submission))
        assert "no longer under review" in answer.content.decode()
        assert "Not submitted yet" not in answer.content.decode()
        digest = desk.latest_digest(article)
        assert client.get(reverse("review:text", args=[submission.pk, digest])).status_code == 409


class TestWhoMayDecide:
    def test_the_author_reads_why_they_may_not(self, index: Any) -> None:
        author = factories.user("Clinicians", EDITORS)
        submission = factories.submit(factories.article(index, owner=author))
        client = logged_in(author)
        shown = client.get(sign_url(submission)).content.decode()
        assert "You wrote part of this text" in shown
        assert 'type="password"' not in shown
        answer = client.post(sign_url(submission), decision(submission))
        assert "You wrote part of this text" in answer.content.decode()
        assert not SignOff.objects.filter(signer_id=author.pk).exists()

    @pytest.mark.parametrize(
        ("loss", "reason"),
        [
            (lambda credential: credential.delete(), "No credential is on file"),
            (
                lambda credential: type(credential).objects.update(expires_on="2020-01-01"),
                "credential has expired",
            ),
        ],
        ids=["no credential", "expired"],
    )
    def test_a_clinician_without_a_valid_credential_reads_why(self, article: Any, loss: Any, reason: str) -> None:
        clinician = factories.clinician()
        submission = factories.submit(article)
        loss(clinician.reviewer_credential)
        client = logged_in(clinician)
        assert reason in client.get(sign_url(submission)).content.decode()
        assert reason in client.post(sign_url(submission), decision(submission)).content.decode()
        assert not is_public(article)

    def test_an_editor_reads_medical_copy_but_does_not_sign_it(self, article: Any) -> None:
        submission = factories.submit(article)
        client = logged_in(factories.editor())
        assert "Your account may not sign this kind of content" in client.get(sign_url(submission)).content.decode()
        client.post(sign_url(submission), decision(submission))
        assert not is_public(article)

    def test_a_superuser_signs_nothing(self, article: Any) -> None:
        submission = factories.submit(article)
        client = logged_in(factories.user(is_superuser=True))
        client.post(sign_url(submission), decision(submission))
        assert not is_public(article)

    def test_somebody_with_no_business_there_is_turned_away(self, article: Any) -> None:
        submission = factories.submit(article)
        stranger = factories.user(PRACTICE_MANAGERS)
        client = logged_in(stranger)
        digest = signing.item_for(submission).digest
        for url in (sign_url(submission), reverse("review:text", args=[submission.pk, digest])):
            answer = client.get(url, follow=True)
            assert "Ketamine at home" not in answer.content.decode()
        client.post(sign_url(submission), decision(submission))
        assert not is_public(article)

    @pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer 0123456789"}], ids=["nobody", "token"])
    def test_without_a_session_nothing_is_signed(self, article: Any, headers: dict[str, str]) -> None:
        submission = factories.submit(article)
        answer = Client(headers=headers).post(sign_url(submission), decision(submission))
        assert answer.status_code == 302
        assert reverse("wagtailadmin_login") in answer["Location"]
        assert not is_public(article)

    def test_another_site_cannot_post_the_form(self, article: Any) -> None:
        submission = factories.submit(article)
        client = Client(enforce_csrf_checks=True)
        client.force_login(factories.clinician())
        assert client.post(sign_url(submission), decision(submission)).status_code == 403
        assert not is_public(article)


class TestDeciding:
    def test_signing_releases_and_says_where(self, article: Any) -> None:
        submission = factories.submit(article)
        answer = logged_in(factories.clinician()).post(sign_url(submission), decision(submission), follow=True)
        assert answer.redirect_chain == [(reverse("review:queue"), 302)]
        assert "is signed and public" in answer.content.decode()
        assert PublicPage.objects.get(page_id=article.pk).address in answer.content.decode()
        assert is_public(article)

    def test_asking_for_changes_returns_it_with_the_comment(self, article: Any) -> None:
        submission = factories.submit(article)
        form = decision(submission, "return", comment="Where is the trial?")
        logged_in(factories.clinician()).post(sign_url(submission), form)
        article.refresh_from_db()
        assert article.current_workflow_state.status == "needs_changes"
        assert not is_public(article)
        editor = logged_in(article.owner).get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
        assert "Where is the trial?" in editor.content.decode()

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"password": "wrong"}, "This is not your password"),
            ({"password": ""}, "Give your password or use your passkey"),
            ({"password": "", "passkey": "{}"}, "The passkey could not be confirmed"),
            ({"point_risks": ""}, "Confirm every point of the checklist"),
            ({"decision": "return", "comment": "  "}, "Say what has to change"),
            ({"decision": "", "comment": ""}, "Say what has to change"),
            ({"digest": ""}, ""),
        ],
        ids=[
            "wrong password",
            "no password",
            "no passkey",
            "point missing",
            "no comment",
            "no decision",
            "no digest",
        ],
    )
    def test_an_incomplete_decision_is_refused(self, article: Any, fields: dict[str, str], reason: str) -> None:
        submission = factories.submit(article)
        form = decision(submission, **fields)
        answer = logged_in(factories.clinician()).post(sign_url(submission), form)
        assert answer.status_code == 200
        assert reason in answer.content.decode()
        assert not SignOff.objects.filter(subject=str(article.subject)).exists()
        assert not is_public(article)

    def test_a_refusal_keeps_what_was_typed_but_never_the_password(self, article: Any) -> None:
        submission = factories.submit(article)
        form = decision(submission, password="not mine", comment="A long thought", point_scope="")
        answer = logged_in(factories.clinician()).post(sign_url(submission), form)
        shown = answer.context["form"]
        assert shown["comment"].value() == "A long thought"
        assert shown["point_risks"].value() is True
        assert shown["point_scope"].value() is False
        assert "not mine" not in answer.content.decode()

    def test_a_wrong_password_is_logged_without_the_password(self, article: Any, caplog: Any) -> None:
        submission = factories.submit(article)
        clinician = factories.clinician()
        with caplog.at_level(logging.WARNING, logger="review.passwords"):
            logged_in(clinician).post(sign_url(submission), decision(submission, password="a secret"))
        assert f"Account {clinician.pk} gave a wrong password" in caplog.text
        assert "a secret" not in caplog.text

    def test_a_text_changed_meanwhile_has_to_be_read_and_confirmed_again(self, article: Any) -> None:
        submission = factories.submit(article)
        form = decision(submission, comment="Well written")
        revision = article.latest_revision
        revision.content["title"] = "Overwritten in place"
        revision.save()
        answer = logged_in(factories.clinician()).post(sign_url(submission), form)
        assert "The text has changed since you opened it" in answer.content.decode()
        shown = answer.context["form"]
        now = signing.item_for(Submission.objects.get(pk=submission.pk)).digest
        assert shown["digest"].value() == now != form["digest"]
        assert shown["comment"].value() == "Well written"
        assert not any(point.value() for point in shown.checklist())
        assert not is_public(article)

    def test_a_text_that_cannot_be_published_is_refused_with_the_reason(self, article: Any, index: Any) -> None:
        article = factories.revise(article, slug="taken-since")
        other = factories.article(index)
        other.slug = "taken-since"
        other.save()
        submission = factories.submit(article)

        response = logged_in(factories.clinician()).post(sign_url(submission), decision(submission))

        assert response.status_code == 200
        assert "already in use" in response.content.decode()
        assert not is_public(article)

    def test_a_second_decision_is_refused(self, article: Any) -> None:
        submission = factories.submit(article)
        form = decision(submission)
        factories.sign(article)
        answer = logged_in(factories.clinician()).post(sign_url(submission), form)
        assert "no longer under review" in answer.content.decode()
        assert SignOff.objects.filter(subject=str(article.subject)).count() == 1


class TestEditor:
    def actions(self, client: Client, article: Any) -> str:
        url = reverse("wagtailadmin_pages:edit", args=[article.pk])
        return client.get(url).content.decode()

    def test_submitting_is_the_first_action_and_publishing_is_not_offered(self, article: Any) -> None:
        shown = self.actions(logged_in(factories.user(is_superuser=True)), article)
        assert "Submit to Sign-off" in shown
        assert shown.index("Submit to Sign-off") < shown.index("Save draft")
        assert "action-publish" not in shown

    def test_publishing_is_offered_for_cleared_text(self, article: Any) -> None:
        article = factories.release(article)
        assert "action-publish" in self.actions(logged_in(factories.editor()), article)

    def test_a_snippet_is_not_published_unsigned_either(self, home: Any) -> None:
        statement = factories.safety_statement()
        client = logged_in(factories.editor())
        url = reverse("wagtailsnippets_treatments_safetystatement:edit", args=[statement.pk])
        shown = client.get(url).content.decode()
        assert "Submit to Sign-off" in shown
        assert "action-publish" not in shown
        assert "Public: nothing." in shown

    def test_those_who_may_sign_find_the_way(self, index: Any) -> None:
        author, other = factories.user("Clinicians", EDITORS), factories.user("Clinicians", EDITORS)
        article = factories.article(index, owner=author)
        submission = factories.submit(article)
        assert sign_url(submission) in self.actions(logged_in(other), article)
        assert sign_url(submission) not in self.actions(logged_in(author), article)

    def test_what_is_public_is_told(self, article: Any) -> None:
        client = logged_in(factories.editor())
        assert "Public: nothing." in self.actions(client, article)
        article = factories.release(article)
        assert "Public: this text." in self.actions(client, article)
        article = factories.revise(article, title="Changed")
        assert "Public: an older text, since" in self.actions(client, article)


def test_practice_managers_keep_credentials(home: Any) -> None:
    url = reverse("wagtailsnippets_review_reviewercredential:list")
    assert logged_in(factories.user(PRACTICE_MANAGERS)).get(url).status_code == 200
    assert logged_in(factories.editor()).get(url).status_code == 302
