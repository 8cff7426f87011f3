"""Who signs, and by when: who may say so, what is refused with which words, and that a refusal changes nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from review import assignment, errors, signing
from review.models import Absence, Assignment, Submission, due_date
from review.policy import (
    CLINICIAN,
    CLINICIANS,
    COMPLIANCE,
    EDITORS,
    PRACTICE_MANAGERS,
    TRANSLATORS,
    VERIFIED_PRACTITIONERS,
)
from review.signals import assigned
from tests import factories
from tests.rows import Rows, made_once

EVERYBODY = (
    "anonymous",
    "translator",
    "practitioner",
    "stranger",
    "clinician",
    "colleague",
    "editor",
    "manager",
    "administrator",
)
EDIT_IT = {"editor", "administrator"}
"""Who may edit the article: the groups over the whole tree, and administrators."""


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rows]:
    """An article and a safety statement under review, and people by what they are."""

    def build() -> Rows:
        rows = Rows()
        home = factories.site()
        index = rows.keep("index", factories.release(factories.article_index(home)))
        rows.keep("author", factories.user(EDITORS, CLINICIANS))
        rows.keep("article", factories.article(index, title="Ketamine at home", owner=rows.author))
        rows.keep("submission", factories.submit(rows.article, rows.author))
        rows.keep("place", rows.submission.assignments.get())
        rows.keep("statement", factories.safety_statement())
        rows.keep("translator", factories.user(TRANSLATORS))
        rows.keep("practitioner", factories.user(VERIFIED_PRACTITIONERS))
        rows.keep("stranger", factories.user())
        rows.keep("clinician", factories.user(CLINICIANS, first_name="Amos", last_name="Weiss"))
        rows.keep("colleague", factories.user(CLINICIANS, first_name="Bettina", last_name="Weiss"))
        rows.keep("editor", factories.editor())
        rows.keep("manager", factories.user(PRACTICE_MANAGERS))
        rows.keep("administrator", factories.user(is_superuser=True))
        return rows

    with made_once(django_db_blocker, build) as rows:
        yield rows


@pytest.fixture
def rows(db: None, made: Rows) -> Rows:
    return made


@pytest.fixture
def hers(rows: Rows) -> Assignment:
    """The article's only signature, named for a clinician."""
    return named(rows.place, rows.colleague)


def named(place: Assignment, person: Any) -> Assignment:
    Assignment.objects.filter(pk=place.pk).update(person=person)
    return Assignment.objects.get(pk=place.pk)


def client_of(rows: Rows, who: str) -> Client:
    client = Client()
    if who != "anonymous":
        client.force_login(getattr(rows, who))
    return client


def told(answer: Any) -> str:
    """What the reader is told on the next page."""
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def person_of(place: Assignment) -> Any:
    return Assignment.objects.get(pk=place.pk).person


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


class TestWhoMay:
    """Over HTTP, for everybody: what is not allowed has no effect, and nothing is told of the text."""

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_take(self, rows: Rows, who: str) -> None:
        answer = client_of(rows, who).post(reverse("review:claim", args=[rows.place.pk]))
        allowed = who in {"clinician", "colleague"}
        assert person_of(rows.place) == (getattr(rows, who) if allowed else None)
        assert answer.status_code == 302
        assert ("Ketamine at home" in told(answer)) == allowed

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_give_back(self, rows: Rows, hers: Assignment, who: str) -> None:
        answer = client_of(rows, who).post(reverse("review:release", args=[hers.pk]))
        allowed = who in {"colleague", "manager"} | EDIT_IT
        assert person_of(hers) == (None if allowed else rows.colleague)
        assert ("Ketamine at home" in told(answer)) == allowed

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_hand_over(self, rows: Rows, hers: Assignment, who: str) -> None:
        form = {"person": rows.clinician.pk}
        answer = client_of(rows, who).post(reverse("review:hand_over", args=[hers.pk]), form)
        allowed = who in {"colleague", "manager"} | EDIT_IT
        assert person_of(hers) == (rows.clinician if allowed else rows.colleague)
        assert ("Ketamine at home" in told(answer)) == allowed

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_say_when_it_is_due(self, rows: Rows, hers: Assignment, who: str) -> None:
        form = {"due_on": in_days(30).isoformat()}
        answer = client_of(rows, who).post(reverse("review:reschedule", args=[rows.submission.pk]), form)
        allowed = who in {"manager"} | EDIT_IT
        assert (rows.submission.due_on == in_days(30)) == allowed
        assert ("Ketamine at home" in told(answer)) == allowed

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_see_who_signs_it(self, rows: Rows, who: str) -> None:
        answer = client_of(rows, who).get(reverse("review:assignment", args=[rows.submission.pk]))
        allowed = who in {"clinician", "colleague", "manager"} | EDIT_IT
        assert (answer.status_code == 200) == allowed
        assert ("Ketamine at home" in answer.content.decode()) == allowed

    @pytest.mark.parametrize("who", [*EVERYBODY, "author"])
    def test_say_more_of_what_was_submitted(self, rows: Rows, who: str) -> None:
        address = reverse("review:submitted", args=[rows.submission.pk])
        form = {"person_clinician": rows.clinician.pk, "due_on": in_days(9).isoformat(), "reason": "The dose"}
        client = client_of(rows, who)
        allowed = who in {"author", "manager"} | EDIT_IT
        assert (client.get(address).status_code == 200) == allowed
        client.post(address, form)
        assert (rows.submission.reason == "The dose") == allowed
        assert (rows.submission.due_on == in_days(9)) == allowed
        assert person_of(rows.place) == (rows.clinician if allowed else None)

    @pytest.mark.parametrize("who", EVERYBODY)
    def test_do_something_with_several(self, rows: Rows, who: str) -> None:
        form = {"submission": [rows.submission.pk], "action": "claim"}
        answer = client_of(rows, who).post(reverse("review:several"), form)
        allowed = who in {"clinician", "colleague"}
        assert person_of(rows.place) == (getattr(rows, who) if allowed else None)
        # Practice managers see everything that waits, so they are told of it; others are not.
        assert ("Ketamine at home" in told(answer)) == (who == "manager")

    @pytest.mark.parametrize("name", ["claim", "release", "hand_over", "reschedule", "several", "end_absence"])
    def test_nothing_is_done_by_following_a_link(self, rows: Rows, name: str) -> None:
        address = reverse(f"review:{name}", args=[] if name == "several" else [1])
        assert client_of(rows, "clinician").get(address).status_code == 405

    def test_another_site_cannot_post_it(self, rows: Rows) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(rows.clinician)
        assert client.post(reverse("review:claim", args=[rows.place.pk])).status_code == 403
        assert person_of(rows.place) is None

    def test_nobody_is_led_to_another_site(self, rows: Rows) -> None:
        address = reverse("review:claim", args=[rows.place.pk])
        client = client_of(rows, "clinician")
        assert client.post(address, {"next": "https://evil.example/"})["Location"] == reverse("review:queue")
        assert client.post(address, {"next": "/admin/review/team/?p=2"})["Location"] == "/admin/review/team/?p=2"

    def test_nonsense_is_answered_like_what_is_gone(self, rows: Rows) -> None:
        client = client_of(rows, "manager")
        assert "no longer under review" in told(client.post(reverse("review:claim", args=[0])))
        for person in ("0", "x", "9" * 30, "9" * 5000):
            assert client.post(reverse("review:hand_over", args=[rows.place.pk]), {"person": person}).status_code == 404
        answer = client.post(reverse("review:reschedule", args=[rows.submission.pk]), {"due_on": "soon"})
        assert "Give the day as a date" in told(answer)


class TestTaking:
    def test_what_is_somebody_elses_is_refused_with_their_name(self, rows: Rows, hers: Assignment) -> None:
        with pytest.raises(errors.TakenByAnother, match="Bettina Weiss has this already"):
            assignment.claim(hers.pk, rows.clinician)
        assert person_of(hers) == rows.colleague

    def test_a_delegate_takes_what_is_named_for_whom_they_stand_in(self, rows: Rows, hers: Assignment) -> None:
        Absence.objects.create(user=rows.colleague, delegate=rows.clinician, first_day=in_days(0), last_day=in_days(0))
        assignment.claim(hers.pk, rows.clinician)
        assert person_of(hers) == rows.clinician

    def test_the_author_is_refused(self, rows: Rows) -> None:
        with pytest.raises(errors.WroteIt):
            assignment.claim(rows.place.pk, rows.author)
        assert person_of(rows.place) is None

    def test_nobody_takes_what_they_could_not_sign(self, rows: Rows) -> None:
        rows.clinician.reviewer_credential.delete()
        with pytest.raises(errors.NoCredential):
            assignment.claim(rows.place.pk, rows.clinician)
        assert person_of(rows.place) is None

    def test_a_given_signature_is_nobodys_to_take(self, rows: Rows) -> None:
        submission = factories.submit(rows.statement)
        place = submission.assignments.get(role=CLINICIAN)
        sign(submission, rows.clinician)
        with pytest.raises(errors.SignatureGiven):
            assignment.claim(place.pk, rows.colleague)
        assert person_of(place) == rows.clinician

    def test_an_ended_round_is_refused(self, rows: Rows) -> None:
        rows.article.current_workflow_state.cancel(user=rows.author)
        with pytest.raises(errors.NotUnderReview):
            assignment.claim(rows.place.pk, rows.clinician)
        assert person_of(rows.place) is None

    @pytest.mark.parametrize("act", [assignment.claim, assignment.release])
    def test_a_text_that_is_gone_is_refused(self, rows: Rows, act: Any) -> None:
        Submission.objects.filter(pk=rows.submission.pk).update(subject="page:00000000-0000-0000-0000-000000000000:en")
        with pytest.raises(errors.NotUnderReview):
            act(rows.place.pk, rows.clinician)


class TestHandingOver:
    @pytest.mark.parametrize(
        ("to", "words"),
        [
            (lambda rows: rows.author, "wrote part of this text"),
            (lambda rows: rows.editor, "may not sign this in that role"),
            (lambda rows: rows.administrator, "may not sign this in that role"),
            (lambda rows: without_credential(rows.clinician), "has no credential"),
            (lambda rows: expired(rows.clinician), "has expired"),
            (lambda rows: closed(rows.clinician), "may not sign this in that role"),
        ],
        ids=["author", "editor", "administrator", "no credential", "expired credential", "closed account"],
    )
    def test_to_somebody_who_could_not_sign_is_refused(self, rows: Rows, to: Any, words: str) -> None:
        person = to(rows)
        with pytest.raises(errors.CannotBeNamed, match=words) as refusal:
            assignment.hand_over(rows.place.pk, rows.manager, person)
        assert str(person) in str(refusal.value)
        assert person_of(rows.place) is None
        assert person not in assignment.candidates(signing.item_for(rows.submission), CLINICIAN)

    def test_each_signature_is_another_persons(self, rows: Rows) -> None:
        both = factories.user(CLINICIANS, PRACTICE_MANAGERS)
        submission = factories.submit(rows.statement)
        sign(submission, both, CLINICIAN)
        place = submission.assignments.get(role=COMPLIANCE)
        with pytest.raises(errors.CannotBeNamed, match="has signed this already"):
            assignment.hand_over(place.pk, rows.manager, both)
        assert both not in assignment.candidates(signing.item_for(submission), COMPLIANCE)

    def test_offers_those_who_could_sign(self, rows: Rows) -> None:
        offered = set(assignment.candidates(signing.item_for(rows.submission), CLINICIAN))
        assert {rows.clinician, rows.colleague} < offered
        assert not offered & {rows.author, rows.editor, rows.manager, rows.administrator}

    def test_tells_whoever_wants_to_know(self, rows: Rows) -> None:
        heard = []

        def listen(sender: Any, **told: Any) -> None:
            heard.append((told["assignment"].person, told["by"]))

        assigned.connect(listen)
        try:
            assignment.hand_over(rows.place.pk, rows.manager, rows.clinician)
            assignment.claim(rows.place.pk, rows.clinician)
        finally:
            assigned.disconnect(listen)
        assert heard == [(rows.clinician, rows.manager)]

    def test_names_no_one_when_none_is_chosen(self, rows: Rows, hers: Assignment) -> None:
        client_of(rows, "manager").post(reverse("review:hand_over", args=[hers.pk]), {"person": ""})
        assert person_of(hers) is None

    def test_says_so_when_it_is_refused(self, rows: Rows) -> None:
        form = {"person": rows.author.pk}
        answer = client_of(rows, "manager").post(reverse("review:hand_over", args=[rows.place.pk]), form)
        assert "wrote part of this text, so somebody else has to sign it" in told(answer)
        assert person_of(rows.place) is None


class TestDay:
    def test_may_be_today_but_has_not_passed(self, rows: Rows) -> None:
        before = rows.submission.due_on
        with pytest.raises(errors.DueInThePast, match="Choose today or a later day"):
            assignment.reschedule(rows.submission.pk, rows.manager, in_days(-1))
        assert rows.submission.due_on == before
        assignment.reschedule(rows.submission.pk, rows.manager, in_days(0))
        assert rows.submission.due_on == in_days(0)


class TestLog:
    def test_of_the_page_tells_what_was_arranged(self, rows: Rows) -> None:
        assignment.claim(rows.place.pk, rows.clinician)
        assignment.hand_over(rows.place.pk, rows.clinician, rows.colleague)
        assignment.release(rows.place.pk, rows.colleague)
        assignment.reschedule(rows.submission.pk, rows.manager, timezone.localdate().replace(month=12, day=31))
        entries = PageLogEntry.objects.filter(page=rows.article.pk, action__in=assignment.LOG_ACTIONS)
        year = timezone.localdate().year
        assert [(entry.user, entry.message) for entry in entries.order_by("timestamp", "pk")] == [
            (rows.clinician, "Took on the signature as Clinician"),
            (rows.clinician, "Bettina Weiss is to sign as Clinician"),
            (rows.colleague, "Whoever may sign as Clinician can take it on"),
            (rows.manager, f"The review is due on Dec. 31, {year}"),
        ]
        # Arranging a review is no writing.
        assert not entries.filter(content_changed=True).exists()

    def test_of_a_snippet_does_too(self, rows: Rows) -> None:
        submission = factories.submit(rows.statement)
        assignment.claim(submission.assignments.get(role=CLINICIAN).pk, rows.clinician)
        entry = ModelLogEntry.objects.get(action=assignment.CLAIM)
        assert (entry.object_id, entry.user) == (str(rows.statement.pk), rows.clinician)

    def test_holds_nothing_that_was_refused(self, rows: Rows) -> None:
        with pytest.raises(errors.NotInRole):
            assignment.claim(rows.place.pk, rows.editor)
        assert not PageLogEntry.objects.filter(action__in=assignment.LOG_ACTIONS).exists()


class TestSeveral:
    def test_each_stands_for_itself(self, rows: Rows) -> None:
        other = factories.submit(factories.article(rows.index, title="Another text"))
        mine = factories.submit(factories.article(rows.index, title="My own text", owner=rows.author), rows.author)
        named(other.assignments.get(), rows.colleague)
        form = {"submission": [rows.submission.pk, other.pk, mine.pk, "x", "9" * 30], "action": "claim"}
        answer = client_of(rows, "clinician").post(reverse("review:several"), form)
        assert person_of(rows.place) == person_of(mine.assignments.get()) == rows.clinician
        assert person_of(other.assignments.get()) == rows.colleague
        assert "2 texts: done" in told(answer)
        assert "“Another text”: Bettina Weiss has this already" in told(answer)

    @pytest.mark.parametrize(
        ("fields", "holds"),
        [
            ({"action": "hand_over", "person": "clinician"}, lambda rows: person_of(rows.place) == rows.clinician),
            ({"action": "reschedule", "due_on": "2999-01-01"}, lambda rows: rows.submission.due_on.year == 2999),
        ],
        ids=["hand over", "due"],
    )
    def test_practice_managers_distribute_them(self, rows: Rows, fields: dict, holds: Any) -> None:
        if "person" in fields:
            fields = {**fields, "person": getattr(rows, fields["person"]).pk}
        client_of(rows, "manager").post(reverse("review:several"), {"submission": rows.submission.pk, **fields})
        assert holds(rows)

    def test_what_was_taken_is_given_back(self, rows: Rows, hers: Assignment) -> None:
        form = {"submission": [rows.submission.pk], "action": "release"}
        client_of(rows, "clinician").post(reverse("review:several"), form)
        assert person_of(hers) == rows.colleague
        client_of(rows, "colleague").post(reverse("review:several"), form)
        assert person_of(hers) is None

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({"action": "claim"}, "Tick what it is about"),
            ({"action": "reschedule", "due_on": ""}, "Give the day as a date"),
            ({"action": "erase"}, "Give the day as a date"),
        ],
        ids=str,
    )
    def test_what_is_not_said_in_full_does_nothing(self, rows: Rows, form: dict, words: str) -> None:
        if form["action"] != "claim":
            form = {**form, "submission": rows.submission.pk}
        assert words in told(client_of(rows, "clinician").post(reverse("review:several"), form))
        assert person_of(rows.place) is None


class TestSubmitting:
    """The editor leads from its own button to who signs, and by when."""

    def article_form(self, **fields: Any) -> dict[str, Any]:
        return nested_form_data(
            {
                "title": "Ketamine in the clinic",
                "slug": "in-the-clinic",
                "introduction": rich_text("<p>Introduction</p>"),
                "display_date": "2026-01-01",
                "body": streamfield([("rich_text", rich_text("<p>Words</p>"))]),
                "authors": inline_formset([]),
                "comments": inline_formset([]),
                **fields,
            }
        )

    def submitted(self, obj: Any) -> str:
        return reverse("review:submitted", args=[Submission.objects.waiting().of(obj).get().pk])

    def test_a_page_as_it_is_created(self, rows: Rows) -> None:
        address = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", rows.index.pk])
        form = self.article_form(**{"action-submit": "1"})
        answer = client_of(rows, "editor").post(address, form)
        made = type(rows.article).objects.get(slug="in-the-clinic")
        assert answer["Location"] == self.submitted(made)

    def test_a_page_as_it_is_edited_and_again_after_changes_were_asked_for(self, rows: Rows) -> None:
        article = factories.article(rows.index, owner=rows.editor)
        address = reverse("wagtailadmin_pages:edit", args=[article.pk])
        client = client_of(rows, "editor")
        answer = client.post(address, self.article_form(**{"action-submit": "1", "next": "/admin/pages/"}))
        first = self.submitted(article)
        assert answer["Location"] == f"{first}?next=%2Fadmin%2Fpages%2F"
        for action in ("action-submit", "action-restart-workflow"):
            sign(Submission.objects.waiting().of(article).get(), rows.clinician, approves=False)
            answer = client.post(address, self.article_form(**{action: "1"}))
            assert answer["Location"] == self.submitted(article) != first

    def test_saving_leads_nowhere_else(self, rows: Rows) -> None:
        article = factories.article(rows.index, owner=rows.editor)
        address = reverse("wagtailadmin_pages:edit", args=[article.pk])
        assert "submitted" not in client_of(rows, "editor").post(address, self.article_form())["Location"]

    def test_a_snippet(self, rows: Rows) -> None:
        statement = rows.statement
        address = reverse("wagtailsnippets_treatments_safetystatement:edit", args=[statement.pk])
        text = rich_text("<p>Sedation</p>")
        form = {
            "title": "Safety",
            "boxed_warning": text,
            "information": text,
            "source_label": "Label",
            "revised_on": "2026-01-01",
            "action-submit": "1",
        }
        answer = client_of(rows, "editor").post(address, nested_form_data(form))
        assert answer["Location"] == self.submitted(statement)

    def test_tells_when_it_is_due_and_what_was_found(self, rows: Rows) -> None:
        Submission.objects.filter(pk=rows.submission.pk).update(findings={"answer": 2})
        address = reverse("review:submitted", args=[rows.submission.pk])
        answer = client_of(rows, "author").get(address)
        assert answer.context["form"]["due_on"].value() == due_date(timezone.localdate())
        assert "2 to answer" in answer.content.decode()
        assert "Whoever may sign it" in answer.content.decode()

    def test_keeps_what_was_typed_when_it_is_refused(self, rows: Rows) -> None:
        address = reverse("review:submitted", args=[rows.submission.pk])
        form = {
            "person_clinician": rows.clinician.pk,
            "due_on": in_days(-1).isoformat(),
            "reason": "The dose was wrong",
            "next": "/admin/pages/",
        }
        answer = client_of(rows, "author").post(address, form)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Choose today or a later day" in page
        assert "The dose was wrong" in page
        assert 'value="/admin/pages/"' in page
        assert answer.context["form"]["person_clinician"].value() == str(rows.clinician.pk)
        # Nothing of it was kept: naming somebody went through before the day was looked at.
        assert person_of(rows.place) is None
        assert rows.submission.reason == ""

    def test_offers_nobody_who_could_not_sign(self, rows: Rows) -> None:
        address = reverse("review:submitted", args=[rows.submission.pk])
        form = {"person_clinician": rows.author.pk, "due_on": in_days(3).isoformat()}
        assert client_of(rows, "author").post(address, form).status_code == 200
        assert person_of(rows.place) is None

    def test_asks_for_each_signature(self, rows: Rows) -> None:
        submission = factories.submit(rows.statement)
        address = reverse("review:submitted", args=[submission.pk])
        named(submission.assignments.get(role=CLINICIAN), rows.colleague)
        form = {"person_clinician": "", "person_compliance": rows.manager.pk, "due_on": in_days(3).isoformat()}
        answer = client_of(rows, "manager").post(address, form)
        assert answer.status_code == 302
        people = {each.role: each.person for each in submission.assignments.all()}
        assert people == {CLINICIAN: None, COMPLIANCE: rows.manager}

    def test_says_so_when_it_is_too_late(self, rows: Rows) -> None:
        rows.article.current_workflow_state.cancel(user=rows.author)
        answer = client_of(rows, "author").get(reverse("review:submitted", args=[rows.submission.pk]))
        assert answer.status_code == 302
        assert "no longer under review" in told(answer)


class TestPanel:
    def panel(self, rows: Rows, who: str) -> str:
        return client_of(rows, who).get(reverse("review:assignment", args=[rows.submission.pk])).content.decode()

    def test_offers_a_clinician_to_take_it_and_no_more(self, rows: Rows) -> None:
        page = self.panel(rows, "clinician")
        assert reverse("review:claim", args=[rows.place.pk]) in page
        assert reverse("review:hand_over", args=[rows.place.pk]) not in page
        assert reverse("review:reschedule", args=[rows.submission.pk]) not in page

    def test_offers_whose_it_is_to_give_it_back_and_to_hand_it_over(self, rows: Rows, hers: Assignment) -> None:
        page = self.panel(rows, "colleague")
        assert reverse("review:claim", args=[hers.pk]) not in page
        assert reverse("review:release", args=[hers.pk]) in page
        assert reverse("review:hand_over", args=[hers.pk]) in page
        assert "Amos Weiss" in page

    def test_tells_who_is_away(self, rows: Rows) -> None:
        Absence.objects.create(user=rows.colleague, delegate=rows.clinician, first_day=in_days(0), last_day=in_days(3))
        assert "Bettina Weiss, away until" in self.panel(rows, "manager")

    def test_offers_nothing_to_the_author(self, rows: Rows) -> None:
        assert reverse("review:claim", args=[rows.place.pk]) not in self.panel(rows, "author")


class TestAbsence:
    address = "/admin/review/absences/"

    def form(self, delegate: Any, first: int = 1, last: int = 5, **fields: Any) -> dict[str, Any]:
        return {
            "delegate": delegate.pk,
            "first_day": in_days(first).isoformat(),
            "last_day": in_days(last).isoformat(),
            **fields,
        }

    def test_is_entered_for_oneself(self, rows: Rows) -> None:
        # Whom it is about is not for a clinician to say.
        form = self.form(rows.colleague, user=rows.manager.pk)
        answer = client_of(rows, "clinician").post(self.address, form, follow=True)
        absence = Absence.objects.get()
        assert (absence.user, absence.delegate) == (rows.clinician, rows.colleague)
        assert "Bettina Weiss stands in" in answer.content.decode()

    def test_is_entered_by_practice_managers_for_others(self, rows: Rows) -> None:
        client_of(rows, "manager").post(self.address, self.form(rows.colleague, user=rows.clinician.pk))
        assert Absence.objects.get().user == rows.clinician

    @pytest.mark.parametrize(
        ("first", "last", "delegate", "words"),
        [
            (5, 1, "colleague", "The last day comes before the first"),
            (-5, -1, "colleague", "This day has passed"),
            (1, 5, "translator", "Select a valid choice"),
            (1, 5, "clinician", "Select a valid choice"),
        ],
        ids=["days in the wrong order", "past", "signs nothing", "oneself"],
    )
    def test_that_makes_no_sense_is_refused_and_what_was_typed_is_kept(
        self, rows: Rows, first: int, last: int, delegate: str, words: str
    ) -> None:
        form = self.form(getattr(rows, delegate), first, last)
        page = client_of(rows, "clinician").post(self.address, form).content.decode()
        assert words in page
        assert form["first_day"] in page
        assert not Absence.objects.exists()

    def test_needs_a_delegate_who_signs_something_of_the_same(self, rows: Rows) -> None:
        # Clinicians sign as editors too; whoever signs as a clinician alone shares nothing with compliance.
        editor = factories.editor()
        client = client_of(rows, "manager")
        client.post(self.address, self.form(editor, user=rows.clinician.pk))
        assert Absence.objects.get().delegate == editor
        stranger = factories.user(TRANSLATORS)
        answer = client.post(self.address, self.form(stranger, 20, 21, user=rows.clinician.pk))
        assert "Select a valid choice" in answer.content.decode()
        assert Absence.objects.count() == 1

    def test_does_not_lie_on_another(self, rows: Rows) -> None:
        client = client_of(rows, "clinician")
        client.post(self.address, self.form(rows.colleague))
        answer = client.post(self.address, self.form(rows.colleague, 5, 9))
        assert "There is an absence on some of these days already" in answer.content.decode()
        assert Absence.objects.count() == 1

    @pytest.mark.parametrize("who", [*EVERYBODY, "author"])
    def test_is_ended_by_oneself_or_a_practice_manager(self, rows: Rows, who: str) -> None:
        absence = Absence.objects.create(
            user=rows.colleague, delegate=rows.clinician, first_day=in_days(-2), last_day=in_days(4)
        )
        client_of(rows, who).post(reverse("review:end_absence", args=[absence.pk]))
        absence.refresh_from_db()
        assert absence.last_day == (in_days(-1) if who in {"colleague", "manager"} else in_days(4))

    def test_that_has_not_lasted_a_day_was_none(self, rows: Rows) -> None:
        absence = Absence.objects.create(
            user=rows.colleague, delegate=rows.clinician, first_day=in_days(0), last_day=in_days(4)
        )
        client_of(rows, "colleague").post(reverse("review:end_absence", args=[absence.pk]))
        assert not Absence.objects.exists()

    def test_is_told_to_those_it_concerns(self, rows: Rows) -> None:
        Absence.objects.create(user=rows.colleague, delegate=rows.clinician, first_day=in_days(0), last_day=in_days(4))
        assert "You stand in." in client_of(rows, "clinician").get(self.address).content.decode()
        told = {who: len(client_of(rows, who).get(self.address).context["absences"]) for who in ("manager", "editor")}
        assert told == {"manager": 1, "editor": 0}


def without_credential(user: Any) -> Any:
    user.reviewer_credential.delete()
    return type(user).objects.get(pk=user.pk)


def expired(user: Any) -> Any:
    type(user.reviewer_credential).objects.filter(user=user).update(expires_on="2020-01-01")
    return user


def closed(user: Any) -> Any:
    user.is_active = False
    user.save()
    return user


def sign(submission: Submission, user: Any, role: str = CLINICIAN, approves: bool = True) -> None:
    """Decide as the review page does."""
    item = signing.item_for(Submission.objects.get(pk=submission.pk))
    if not approves:
        signing.ask_for_changes(submission.pk, user, item.digest, "Which trial?", "password")
        return
    named(submission.assignments.get(role=role), user)
    item = signing.item_for(Submission.objects.get(pk=submission.pk))
    answers = dict.fromkeys(item.policy.attestation(role).checklist, True)
    signing.approve(submission.pk, user, item.digest, answers, "", "password")
