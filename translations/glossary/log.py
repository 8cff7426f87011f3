"""What happens to terms, in Wagtail's log."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry

from translations.models import GlossaryTerm

ADDED, CHANGED, APPROVED = "wagtail.create", "wagtail.edit", "keta.term_approved"
BATCH = 1000


class ApprovedFormatter(LogFormatter):
    """Who approved is the user of the entry; the comment is the translation that they approved."""

    label = _("Approve")
    message = _("Term approved")

    def format_comment(self, log_entry: Any) -> str:
        return log_entry.data.get("target", "")


def note(terms: Iterable[GlossaryTerm], action: str, user: Any) -> None:
    """Write one entry for each of many terms: what was done to it, by whom, and how it reads since."""
    content_type = ContentType.objects.get_for_model(GlossaryTerm)
    now, uuid = timezone.now(), uuid4()
    entries = (
        ModelLogEntry(
            content_type=content_type,
            object_id=str(term.pk),
            label=str(term),
            action=action,
            timestamp=now,
            uuid=uuid,
            user=user,
            content_changed=action != APPROVED,
            data=term.content(),
        )
        for term in terms
    )
    ModelLogEntry.objects.bulk_create(entries, batch_size=BATCH)
