"""Past all screens: through Django's models, fixtures and SQL."""

import json
import tempfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.serializers import serialize
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.models import Page

from articles.models import ArticleAuthor
from home.models import FeaturedPage
from ledger import record
from ledger.models import Clearance, Edition, SignOff
from review import signing
from review.copy import copy_of, digest_of
from tests import factories
from tests.ledger.factories import insert
from tests.routes.attempt import EVERYTHING, PAGES, Attempt, route
from tests.routes.snapshot import MARKER
from tests.routes.world import UNSIGNED


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


@route("models: save", EVERYTHING)
def save(attempt: Attempt) -> None:
    target = attempt.spoiled()
    target.live = True
    target.save()
    attempt.row_holds_it()


@route("models: save some fields", EVERYTHING)
def update_fields(attempt: Attempt) -> None:
    target = attempt.spoiled()
    target.live = True
    target.save(update_fields=["title", "live"])
    attempt.row_holds_it()


@route("models: save a page as a plain page", PAGES)
def plain_page(attempt: Attempt) -> None:
    page = Page.objects.get(pk=attempt.target.pk)
    page.title, page.slug, page.live = UNSIGNED, attempt.slug, True
    page.seo_title = page.search_description = UNSIGNED
    page.save()
    attempt.row_holds_it()


@route("models: QuerySet.update", EVERYTHING)
def queryset_update(attempt: Attempt) -> None:
    type(attempt.target).objects.filter(pk=attempt.target.pk).update(title=UNSIGNED, live=True)
    attempt.row_holds_it()


@route("models: bulk_update", EVERYTHING)
def bulk_update(attempt: Attempt) -> None:
    target = attempt.spoiled()
    target.live = True
    type(target).objects.bulk_update([target], ["title", "live"])
    attempt.row_holds_it()


@route("models: save, then tell everybody that it was published", EVERYTHING)
def signal(attempt: Attempt) -> None:
    save(attempt)
    attempt.target.save_revision().publish()
    attempt.row_holds_it()


@route("SQL: the title, the address and the live flag", PAGES)
def raw_sql(attempt: Attempt) -> None:
    sql(
        "UPDATE wagtailcore_page SET title = %s, draft_title = %s, slug = %s, url_path = %s, live = true,"
        " seo_title = %s, search_description = %s WHERE id = %s",
        *(UNSIGNED, UNSIGNED, attempt.slug, f"/{attempt.slug}/", UNSIGNED, UNSIGNED),
        attempt.target.pk,
    )
    sql("UPDATE articles_articlepage SET introduction = %s WHERE page_ptr_id = %s", UNSIGNED, attempt.target.pk)
    attempt.row_holds_it()


@route("SQL: back-dated content of the live revision", PAGES)
def revision_content(attempt: Attempt) -> None:
    revision = attempt.target.latest_revision
    content = {**revision.content, "title": UNSIGNED}
    sql("UPDATE wagtailcore_revision SET content = %s WHERE id = %s", json.dumps(content), revision.pk)
    attempt.target.latest_revision.publish()
    attempt.row_holds_it()


@route("SQL: the digest kept of an unsigned revision", ["article"])
def forged_digest(attempt: Attempt) -> None:
    signed = digest_of(copy_of(attempt.target))
    revision = attempt.draft().latest_revision
    sql("UPDATE review_revisiondigest SET digest = %s WHERE revision_id = %s", signed, revision.pk)
    assert attempt.target.permissions_for_user(attempt.world.editor).can_publish()
    attempt.target.latest_revision.publish(user=attempt.world.editor)
    attempt.row_holds_it()


@route("SQL: the locale of a draft", ["draft"])
def locale(attempt: Attempt) -> None:
    sql("UPDATE wagtailcore_page SET locale_id = %s WHERE id = %s", attempt.world.home_es.locale_id, attempt.target.pk)
    attempt.draft().latest_revision.publish()
    attempt.row_holds_it()


@route("models: an unsigned page in the other language", ["draft"])
def other_language(attempt: Attempt) -> None:
    translated = attempt.target.copy_for_translation(attempt.world.home_es.locale)
    translated.title = UNSIGNED
    translated.save_revision().publish()
    assert type(translated).objects.get(pk=translated.pk).live


@route("models: a fixture loaded over the row", PAGES)
def loaddata(attempt: Attempt) -> None:
    target = attempt.spoiled()
    target.live = True
    # Parents first, as dumpdata writes them.
    page = Page.objects.get(pk=target.pk)
    page.title, page.slug, page.live = target.title, target.slug, True
    load(serialize("json", [page, target]))
    attempt.row_holds_it()


def load(fixture: str) -> None:
    """Load a fixture as an operator would."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(fixture)
        file.flush()
        call_command("loaddata", file.name, verbosity=0)


@route("models: child rows of a public page", ["article"])
def child_rows(attempt: Attempt) -> None:
    draft = factories.practitioner(attempt.world.practitioner.get_parent(), title=UNSIGNED, role=UNSIGNED)
    ArticleAuthor.objects.create(page=attempt.target, practitioner=draft)
    ArticleAuthor.objects.filter(page=attempt.target).update(practitioner=draft)
    FeaturedPage.objects.create(home=attempt.world.home, page=attempt.world.draft)
    attempt.target.topics.add(factories.topic(UNSIGNED))
    attempt.target.save()
    assert attempt.target.authors.first().practitioner.title == UNSIGNED


@route("models: delete and make again", ["draft"])
def recreate(attempt: Attempt) -> None:
    key, parent = attempt.target.translation_key, attempt.world.index
    attempt.target.delete()
    again = factories.article(parent, title=UNSIGNED, slug=f"again-{MARKER}".lower(), translation_key=key)
    again.latest_revision.publish()
    assert type(again).objects.get(pk=again.pk).live


@route("models: the name of a condition", ["article"])
def condition(attempt: Attempt) -> None:
    by_value(attempt, "condition", name=UNSIGNED, slug=f"x-{MARKER}".lower())


@route("models: the name of a topic", ["article"])
def topic(attempt: Attempt) -> None:
    by_value(attempt, "topic", name=UNSIGNED, slug=f"x-{MARKER}".lower())


@route("models: a reference", ["article"])
def reference(attempt: Attempt) -> None:
    by_value(attempt, "reference", title=UNSIGNED, authors=UNSIGNED, source=UNSIGNED)


def by_value(attempt: Attempt, row_name: str, **fields: Any) -> None:
    """Change a snippet that stands in signed copies by value, then publish the page that uses it."""
    row = getattr(attempt.world, row_name)
    for field, value in fields.items():
        setattr(row, field, value)
    row.save()
    attempt.target.save_revision(user=attempt.world.editor).publish()
    assert MARKER.encode() in copy_of(attempt.target)


def refused(forge: Any) -> None:
    """The database itself refuses a forged row, at once or when the transaction ends."""
    with pytest.raises(DatabaseError), transaction.atomic():  # noqa: PT012
        forge()
        connection.check_constraints()


def forgery(attempt: Attempt) -> tuple[str, str]:
    """The subject and the digest of unsigned text that is stored and live in its row."""
    if connection.vendor != "postgresql":
        pytest.skip("the rules are PostgreSQL's")
    target = attempt.draft()
    target.latest_revision.publish()
    copy = record.store(copy_of(attempt.target))
    return str(target.subject), copy.digest


@route("SQL: a clearance nobody signed for", PAGES)
def forged_clearance(attempt: Attempt) -> None:
    subject, digest = forgery(attempt)
    other = SignOff.objects.first()
    now = timezone.now()
    rows = {"subject": subject, "digest": digest, "until": now + timedelta(days=9), "created_at": now}
    for sign_off_id in (other.pk, 999_999):
        refused(lambda pk=sign_off_id: insert(Clearance(sign_off_id=pk, approves=True, **rows)))
    attempt.target.latest_revision.publish()
    attempt.row_holds_it()


@route("SQL: an edition on the clearance of another text", PAGES)
def forged_edition(attempt: Attempt) -> None:
    subject, digest = forgery(attempt)
    for clearance in (Clearance.objects.first(), Clearance(pk=999_999)):
        row = {"subject": subject, "copy_id": digest, "released_at": timezone.now(), "clearance_id": clearance.pk}
        refused(lambda row=row: insert(Edition(**row)))
    attempt.row_holds_it()


@route("SQL: the bytes of a signed copy", ["article"])
def forged_copy(attempt: Attempt) -> None:
    subject, digest = forgery(attempt)
    signed = record.current_edition(subject)
    for statement, value in (
        ("UPDATE ledger_copy SET payload = %s WHERE digest = %s", UNSIGNED.encode()),
        ("UPDATE ledger_edition SET digest = %s WHERE digest = %s", digest),
        ("UPDATE ledger_clearance SET digest = %s WHERE digest = %s", digest),
        ("UPDATE ledger_signoff SET digest = %s WHERE digest = %s", digest),
    ):
        refused(lambda statement=statement, value=value: sql(statement, value, signed.copy_id))


@route("SQL: a request for changes turned into an approval", ["draft"])
def forged_approval(attempt: Attempt) -> None:
    subject, _ = forgery(attempt)
    item = factories.submit(attempt.draft())
    seen = signing.item_for(item).digest
    sign_off = signing.ask_for_changes(item.pk, attempt.world.clinician, seen, "No", "password")
    now = timezone.now()
    clearance = Clearance(
        sign_off=sign_off, approves=True, subject=subject, digest=seen, until=now + timedelta(days=9), created_at=now
    )
    refused(lambda: insert(clearance))
    refused(lambda: sql("UPDATE ledger_signoff SET approves = true WHERE id = %s", sign_off.pk))
