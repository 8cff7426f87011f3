"""Recall: one action takes a page or snippet out of the public in every language, at once.

Every clearance of every text it ever had is taken back, so that nothing of it comes back but by a new signature. A new
text under review stays there: it may be the correction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.log_actions import LogContext, log
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ledger import record
from public.models import PublicPage
from public.release import withdraw
from review import signing
from review.models import Submission
from review.policy import CLINICIAN, COMPLIANCE
from review.subjects import Reviewable, Subject, hold, kinds
from review.withheld import RECALLED


@dataclass(frozen=True)
class Language:
    """What readers get of a page or snippet in one language.

    ``address`` is where they find it, empty for a snippet; ``below`` is how many public pages stand below it.
    """

    title: str
    locale: str
    is_public: bool
    address: str
    below: int


def rows_of(kind: str, translation_key: str) -> list[Any]:
    """The rows of a page or snippet, one for each language; none when there is nothing of that name."""
    model = Page if kind == "page" else kinds().get(kind)
    if model is None:
        return []
    rows = model._default_manager.filter(translation_key=translation_key).select_related("locale").order_by("pk")
    return list(rows.specific() if model is Page else rows)


def languages_of(rows: Sequence[Any]) -> list[Language]:
    """What readers get of a page or snippet with these rows, by language."""
    public = record.current_subjects(str(row.subject) for row in rows)
    return [_language(row, str(row.subject) in public) for row in rows]


def _language(row: Any, is_public: bool) -> Language:
    here = PublicPage.objects.filter(path__startswith=row.path) if isinstance(row, Page) else PublicPage.objects.none()
    addresses = dict(here.order_by("path").values_list("page_id", "address"))
    address = addresses.pop(row.pk, "")
    return Language(str(row), row.locale.get_display_name(), is_public, address, len(addresses))


def is_public(obj: Reviewable) -> bool:
    """Whether readers have a page or snippet in any language."""
    key = obj.subject.key
    return bool(record.current_subjects(f"{key}:{locale}" for locale, _ in settings.WAGTAIL_CONTENT_LANGUAGES))


def may_recall(user: Any, rows: Sequence[Any]) -> bool:
    """Whether somebody may recall what has these rows: who signs for safety, and who may unpublish any of them."""
    if signing.roles_of(user) & {CLINICIAN, COMPLIANCE}:
        return True
    return any(
        policy_registry.get_by_type(type(row)).user_has_permission_for_instance(user, "publish", row) for row in rows
    )


@transaction.atomic
def recall(rows: Sequence[Any], by: Any, reason: str) -> list[Subject]:
    """Take a page or snippet out of the public in every language; which of them were public.

    ``rows`` are those of ``rows_of``. The reason stands in the history of each. Readers' next request finds nothing of
    it.
    """
    hold(rows)
    record.lock()
    # Everything this does is logged as theirs, also what they could not do one by one: safety comes first.
    with LogContext(user=by):
        granted = record.granted(rows[0].subject.key)
        recalled = [Subject.parse(clearance.subject) for clearance in granted if withdraw(clearance)]
        for row in rows:
            for submission in Submission.objects.of(row).rereviews():
                submission.close(Submission.Outcome.TAKEN_BACK)
            row.unpublish()
            log(instance=row, action=RECALLED, data={"reason": reason})
    return recalled
