"""The clock: what `keep_time` does when a date has come, once, and whatever else fails."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import PageLogEntry, Revision

from ledger.models import Change
from ledger.record import current_edition, ending
from public.models import PublicPage
from review import desk, errors, signing
from review.models import Submission
from review.policy import CLINICIANS, COMPLIANCE, PRACTICE_MANAGERS, VERIFIED_PRACTITIONERS
from review.signals import due
from review.withheld import WITHHELD, WithheldPanel, withheld_publications
from tests import factories

DAY = timedelta(days=1)


@pytest.fixture
def told():
    """What was announced: the subject of each round and how many days before the end."""
    announced = []

    def listen(sender, submission, days, **kwargs):
        announced.append((submission.subject, days))

    due.connect(listen)
    yield announced
    due.disconnect(listen)


def keep_time() -> str:
    """What the command says."""
    output = StringIO()
    call_command("keep_time", stdout=output)
    return output.getvalue()


def until_noon() -> timedelta:
    """How long it is until noon tomorrow: by then everybody is told what presses, whenever these tests run."""
    now = timezone.localtime()
    return (now + DAY).replace(hour=12) - now


def rounds(obj: Any) -> list[Submission]:
    return list(Submission.objects.waiting().of(obj))


class TestPeriodicReview:
    """Medical copy is cleared for a year."""

    def test_a_text_comes_back_to_the_desk_60_days_before_its_clearance_ends(self, tree, pass_time):
        article = tree.article
        end = current_edition(str(article.subject)).clearance.until
        pass_time(304 * DAY)
        keep_time()
        assert rounds(article) == []

        pass_time(306 * DAY)
        assert "put up for periodic re-review" in keep_time()
        (submission,) = rounds(article)
        assert submission.kind == Submission.Kind.PERIODIC
        assert submission.due_on == timezone.localdate(end)
        assert submission.task_state is None
        assert desk.sender_of(submission) == "the calendar"
        assert not article.get_latest_revision_as_object().get_lock()

    def test_running_it_again_does_nothing(self, tree, pass_time, told):
        pass_time(400 * DAY)
        keep_time()
        before = Submission.objects.count(), Change.objects.count(), len(told)

        assert keep_time() == ""

        assert (Submission.objects.count(), Change.objects.count(), len(told)) == before

    def test_what_presses_is_told_once_a_day(self, tree, pass_time, mailoutbox):
        clinician = factories.clinician()
        Submission.objects.open(tree.article, kind=Submission.Kind.RECHECK, due_on=timezone.localdate())
        pass_time(until_noon())

        said = [keep_time(), keep_time()]

        assert ["daily digests sent" in words for words in said] == [True, False]
        assert len([mail for mail in mailoutbox if clinician.email in mail.to]) == 1

    def test_what_is_overdue_is_due_in_five_working_days(self, tree, pass_time):
        pass_time(400 * DAY)
        keep_time()
        (submission,) = rounds(tree.article)
        assert submission.due_on > timezone.localdate()

    def test_a_round_that_is_open_is_left_alone(self, tree, pass_time):
        submission = factories.submit(factories.revise(tree.article, title="Under way"))
        pass_time(330 * DAY)
        keep_time()
        assert rounds(tree.article) == [submission]

    def test_what_its_reviewer_would_not_sign_again_needs_a_new_text(self, tree, pass_time):
        pass_time(330 * DAY)
        keep_time()
        (submission,) = rounds(tree.article)
        digest = signing.item_for(submission).digest
        signing.ask_for_changes(submission.pk, factories.clinician(), digest, "There is newer evidence.", "password")

        keep_time()

        assert rounds(tree.article) == []
        assert current_edition(str(tree.article.subject)).copy_id == digest

    def test_a_round_that_was_taken_back_with_a_new_text_opens_again(self, tree, pass_time):
        article = factories.revise(tree.article, title="Never mind")
        factories.submit(article)
        article.current_workflow_state.cancel(user=article.owner)
        pass_time(330 * DAY)
        keep_time()
        assert [submission.kind for submission in rounds(article)] == [Submission.Kind.PERIODIC]

    def test_each_threshold_is_told_once(self, tree, pass_time, told):
        subject = str(tree.article.subject)
        for day in (300, 306, 307, 336, 337, 359, 360, 364, 366, 400):
            pass_time(day * DAY)
            keep_time()
        assert [days for found, days in told if found == subject] == [60, 30, 7, 0]

    def test_what_nobody_told_in_time_is_told_once_and_not_four_times(self, tree, pass_time, told):
        pass_time(362 * DAY)
        keep_time()
        assert [days for found, days in told if found == str(tree.article.subject)] == [7]

    def test_nobody_is_reminded_of_what_was_signed_today(self, tree, pass_time, told):
        article = factories.revise(tree.article, title="For three weeks")
        item = signing.item_for(factories.submit(article))
        answers, until = factories.confirmed(article), timezone.now() + 20 * DAY
        signing.approve(item.submission.pk, factories.clinician(), item.digest, answers, "", "password", until)
        for day, days in ((0, []), (12, []), (14, [7])):
            pass_time(day * DAY)
            keep_time()
            assert [days for found, days in told if found == str(article.subject)] == days
            assert bool(rounds(article)) is bool(days)

    def test_one_that_fails_holds_up_no_other_and_is_tried_again(self, tree, pass_time, told):
        failing = True

        def fail(sender, submission, **kwargs):
            if failing and submission.subject == str(tree.article.subject):
                raise RuntimeError("the mail is down")

        due.connect(fail)
        try:
            pass_time(330 * DAY)
            with pytest.raises(CommandError, match="1 failed"):
                keep_time()
            assert len(told) == len({subject for subject, _ in told}) > 1
            failing = False
            keep_time()
        finally:
            due.disconnect(fail)
        assert told[-1] == (str(tree.article.subject), 60)

    def test_costs_the_same_queries_when_nothing_is_due(self, tree, pass_time, django_assert_num_queries):
        """Pages, three kinds of snippets and schedules that have come due; what ends soon, twice; what presses.

        And whose access ends soon, whose has ended, which applications nobody confirmed, and which callbacks are old.
        """
        pass_time(until_noon())
        with django_assert_num_queries(12):
            keep_time()


class TestPassed:
    """The clearance has ended."""

    def test_clients_that_follow_the_changes_learn_that_a_review_is_overdue(self, tree, pass_time):
        pass_time(400 * DAY)
        keep_time()
        assert Change.objects.filter(subject=str(tree.article.subject)).count() == 2
        assert current_edition(str(tree.article.subject)) is not None

    def test_what_the_policy_withdraws_is_retired(self, tree, pass_time):
        protocol = PublicPage.objects.get(slug="protocol").page.specific
        pass_time(400 * DAY)
        keep_time()
        assert current_edition(str(protocol.subject)) is None
        assert not PublicPage.objects.filter(page=protocol).exists()
        assert Change.objects.filter(subject=str(protocol.subject), kind=Change.Kind.RETIRED).count() == 1

    @pytest.mark.parametrize("meanwhile", ["nothing", "an unsigned text went live"])
    def test_what_was_withdrawn_comes_back_with_a_signature(self, tree, pass_time, meanwhile):
        protocol = PublicPage.objects.get(slug="protocol").page.specific
        digest = current_edition(str(protocol.subject)).copy_id
        pass_time(400 * DAY)
        keep_time()
        if meanwhile != "nothing":
            factories.revise(protocol, title="Unsigned").latest_revision.publish()

        factories.sign(protocol)

        assert current_edition(str(protocol.subject)).copy_id == digest
        reader = Client()
        reader.force_login(factories.user(VERIFIED_PRACTITIONERS))
        assert reader.get(PublicPage.objects.get(page=protocol).address).status_code == 200

    def test_what_a_person_withdrew_is_not_to_be_signed_again(self, tree, pass_time):
        pass_time(400 * DAY)
        keep_time()
        (submission,) = rounds(tree.article)
        digest = signing.item_for(submission).digest

        tree.article.unpublish()

        assert rounds(tree.article) == []
        with pytest.raises(errors.NotUnderReview):
            signing.approve(submission.pk, factories.clinician(), digest, {}, "", "password")
        assert current_edition(str(tree.article.subject)) is None


class TestRenewal:
    """Unchanged copy: signed again as it is, a new edition of the same bytes."""

    @pytest.mark.parametrize("meanwhile", ["nothing", "an unsigned draft", "an unsigned text went live"])
    def test_one_signature_renews_it_and_readers_never_miss_it(self, tree, pass_time, meanwhile):
        article = tree.article
        before = current_edition(str(article.subject))
        address = PublicPage.objects.get(page=article).address
        pass_time(330 * DAY)
        keep_time()
        if meanwhile != "nothing":
            article = factories.revise(article, title="Unsigned")
        if meanwhile == "an unsigned text went live":
            article.latest_revision.publish()
        generation = Change.objects.latest("pk").pk

        sign_off = factories.sign(article)

        after = current_edition(str(article.subject))
        assert (after.copy_id, after.pk != before.pk) == (before.copy_id, True)
        assert after.clearance.until == sign_off.until
        assert abs(sign_off.until - sign_off.signed_at - 365 * DAY) < timedelta(minutes=5)
        assert PublicPage.objects.get(page=article).edition_id == after.pk
        kinds = Change.objects.filter(pk__gt=generation, subject=str(article.subject)).values_list("kind", flat=True)
        assert list(kinds) == [Change.Kind.RELEASED]
        shown = Client().get(address)
        assert shown.status_code == 200
        assert "Unsigned" not in shown.content.decode()

    def test_a_statement_takes_both_signatures(self, tree, pass_time):
        safety = tree.safety
        before = current_edition(str(safety.subject))
        pass_time(330 * DAY)
        keep_time()
        (submission,) = rounds(safety)
        for attestation in safety.review_policy.attestations:
            assert current_edition(str(safety.subject)) == before
            signer = factories.user(PRACTICE_MANAGERS if attestation.role == COMPLIANCE else CLINICIANS)
            item = signing.item_for(Submission.objects.get(pk=submission.pk))
            answers = dict.fromkeys(attestation.checklist, True)
            signing.approve(submission.pk, signer, item.digest, answers, "", "password")

        after = current_edition(str(safety.subject))
        assert after.copy_id == before.copy_id
        assert after.clearance.until > before.clearance.until

    def test_whoever_signs_again_for_a_shorter_time_has_the_last_word(self, tree):
        article = tree.article
        before = current_edition(str(article.subject)).clearance.until
        submission = Submission.objects.open(article, kind=Submission.Kind.RECHECK, reason="New evidence")
        item = signing.item_for(submission)
        soon = timezone.now() + 30 * DAY
        answers = factories.confirmed(article)
        signing.approve(submission.pk, factories.clinician(), item.digest, answers, "", "password", soon)

        assert current_edition(str(article.subject)).clearance.until == soon < before
        assert ending(soon + DAY).filter(subject=str(article.subject)).exists()


class TestSchedules:
    """A date says “not before”, and so does a review."""

    @pytest.fixture(params=["keep_time", "publish_scheduled"])
    def command(self, request):
        """Either command keeps dates; Wagtail's own name leads to the safe one."""
        return lambda: call_command(request.param, stdout=StringIO())

    def scheduled(self, obj: Any, cleared: bool, **fields: Any) -> Any:
        """A text that is to go live tomorrow; the row."""
        tomorrow = timezone.now() + DAY
        draft = factories.revise(obj, go_live_at=tomorrow, **fields)
        if cleared:
            factories.submit(draft)
            factories.sign(draft)
        else:
            draft.latest_revision.publish()
        assert draft.revisions.filter(approved_go_live_at__isnull=False).exists()
        return type(obj).objects.get(pk=obj.pk)

    def test_cleared_copy_goes_live_on_its_day(self, tree, pass_time, command):
        article = self.scheduled(tree.article, cleared=True, title="Tomorrow")
        command()
        assert PublicPage.objects.get(page=article).title == "Article"

        pass_time(2 * DAY)
        command()

        assert PublicPage.objects.get(page=article).title == "Tomorrow"
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()

    def test_a_page_that_was_never_public_goes_live_on_its_day(self, tree, pass_time, command):
        draft = factories.standard(tree.home, title="Opening", slug="opening")
        self.scheduled(draft, cleared=True)
        assert not PublicPage.objects.filter(page=draft).exists()

        pass_time(2 * DAY)
        command()

        assert Client().get("/en/opening/").status_code == 200

    def test_uncleared_copy_changes_nothing_and_is_said_once(self, tree, pass_time, command, caplog):
        article = self.scheduled(tree.article, cleared=False, title="Unsigned")
        other = self.scheduled(tree.other, cleared=True, title="Signed")
        pass_time(2 * DAY)
        for _ in range(3):
            command()

        row = type(article).objects.get(pk=article.pk)
        assert (row.title, row.live) == ("Article", True)
        assert PublicPage.objects.get(page=article).title == "Article"
        assert PublicPage.objects.get(page=other).title == "Signed", "one that waits holds up no other"
        assert PageLogEntry.objects.filter(page=article.pk, action=WITHHELD).count() == 1
        assert caplog.text.count("withheld") == 1

    def test_what_waits_is_on_the_desk_until_it_is_signed_and_goes_live_then(self, tree, pass_time):
        article = self.scheduled(tree.article, cleared=False, title="Unsigned")
        pass_time(2 * DAY)
        keep_time()
        (withheld,) = withheld_publications()
        assert (withheld.title, withheld.by) == ("Unsigned", None)
        assert "goes live once it is signed" in withheld.reason

        factories.release(article)

        assert PublicPage.objects.get(page=article).title == "Unsigned"
        assert withheld_publications() == []

    def test_what_waits_goes_live_when_the_same_words_are_cleared_elsewhere(self, tree, pass_time):
        article = self.scheduled(tree.article, cleared=False, title="Unsigned")
        waiting = article.latest_revision
        pass_time(2 * DAY)
        keep_time()
        # A later draft of the same words is signed, and somebody puts the old schedule back.
        article = factories.revise(article, go_live_at=None)
        factories.release(article)
        row = type(article).objects.get(pk=article.pk)
        factories.revise(row, title="Something else").latest_revision.publish()
        Revision.objects.filter(pk=waiting.pk).update(approved_go_live_at=timezone.now() - DAY)
        keep_time()
        assert type(article).objects.get(pk=article.pk).title == "Unsigned"

    def test_a_schedule_that_cannot_be_read_holds_up_no_other(self, tree, pass_time, command):
        broken = self.scheduled(tree.article, cleared=True, title="Broken")
        other = self.scheduled(tree.other, cleared=True, title="Signed")
        Revision.objects.filter(pk=broken.latest_revision_id).update(content=[])
        pass_time(2 * DAY)

        with pytest.raises(CommandError, match="1 failed"):
            command()

        assert PublicPage.objects.get(page=other).title == "Signed"
        assert PublicPage.objects.get(page=broken).title == "Article"

    def test_what_has_expired_is_withdrawn(self, tree, pass_time, command):
        other = factories.release(factories.revise(tree.other, expire_at=timezone.now() + DAY))
        pass_time(2 * DAY)
        command()
        assert Client().get("/en/other/").status_code == 404
        assert not type(other).objects.get(pk=other.pk).live

    def test_a_dry_run_changes_nothing(self, tree, pass_time):
        self.scheduled(tree.article, cleared=True, title="Tomorrow")
        pass_time(2 * DAY)
        output = StringIO()
        call_command("publish_scheduled", "--dryrun", stdout=output)
        assert "Tomorrow" in output.getvalue()
        assert PublicPage.objects.get(page=tree.article).title == "Article"


class TestWithheld:
    """What the desk shows of publications that were withheld."""

    def test_names_what_was_published_unsigned_by_whom_and_what_to_do(self, tree):
        editor = factories.editor()
        draft = factories.revise(tree.article, title="Unsigned")
        with LogContext(user=editor):
            draft.latest_revision.publish()
        (withheld,) = withheld_publications()
        assert (withheld.title, withheld.kind, withheld.by) == ("Unsigned", "Article", editor)
        assert "Send it to review" in withheld.reason
        assert str(tree.article.pk) in withheld.edit_url
        assert f"published by {editor} just now:" in " ".join(WithheldPanel().render_html().split())

    @pytest.mark.parametrize("end", ["released", "unpublished"])
    def test_is_settled_by_a_release_or_an_end(self, tree, end):
        draft = factories.revise(tree.article, title="Unsigned")
        draft.latest_revision.publish()
        if end == "released":
            factories.release(type(draft).objects.get(pk=draft.pk))
        else:
            type(draft).objects.get(pk=draft.pk).unpublish()
        assert withheld_publications() == []

    def test_a_renewal_of_other_words_settles_nothing(self, tree):
        factories.revise(tree.article, title="Unsigned").latest_revision.publish()
        Submission.objects.open(tree.article, kind=Submission.Kind.PERIODIC)
        factories.sign(tree.article)
        assert [withheld.title for withheld in withheld_publications()] == ["Unsigned"]

    def test_costs_two_queries_whatever_waits(self, tree, django_assert_num_queries):
        for obj in (tree.article, tree.about, tree.safety):
            factories.revise(obj, title="Unsigned").latest_revision.publish()
        withheld_publications()
        with django_assert_num_queries(2):
            assert len(withheld_publications()) == 3

    def test_is_told_on_the_dashboard_of_those_who_review(self, tree):
        factories.revise(tree.article, title="Unsigned").latest_revision.publish()
        for group, shown in ((CLINICIANS, True), ("Translators", False)):
            client = Client()
            client.force_login(factories.user(group))
            assert ("1 publication was withheld" in client.get("/admin/").content.decode()) is shown
