"""Through dates: text that is to go live by itself."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from tests.routes.admin import article_form
from tests.routes.attempt import EVERYTHING, PAGES, Attempt, route


@route("schedule: the time has come, says the command", EVERYTHING)
def come_due(attempt: Attempt) -> None:
    target = attempt.spoiled()
    target.go_live_at = timezone.now() + timedelta(hours=1)
    target.save_revision(user=attempt.world.editor).publish()
    past = timezone.now() - timedelta(minutes=1)
    attempt.target.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=past)
    revision = attempt.target.latest_revision
    revision.content["go_live_at"] = past.isoformat()
    revision.save()

    call_command("publish_scheduled")

    attempt.row_was_spared()


@route("schedule: go live in the past, from the editor", PAGES)
def in_the_past(attempt: Attempt) -> None:
    data = article_form(attempt.world, slug=attempt.slug, go_live_at="2020-01-01 10:00")
    attempt.post(attempt.world.admin, "wagtailadmin_pages:edit", attempt.target.pk, data=data)
    attempt.draft_holds_it()


@route("schedule: a revision that was approved by hand", PAGES)
def approved_by_hand(attempt: Attempt) -> None:
    revision = attempt.draft().latest_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()

    call_command("publish_scheduled")

    attempt.row_was_spared()


@route("schedule: expire and publish something else at once", ["article"])
def reschedule_live_page(attempt: Attempt) -> None:
    target = attempt.spoiled()
    target.go_live_at = timezone.now() + timedelta(hours=1)
    target.save_revision(user=attempt.world.editor).publish()
    assert attempt.target.live
    attempt.row_was_spared()
