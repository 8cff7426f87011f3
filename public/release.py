"""Release: the only way in which text becomes public, and retirement, the way back.

Called whenever Wagtail publishes a row and whenever a clearance is given. It looks at the row as it stands in the
database, and puts it before the public only if a clearance stands for exactly those bytes. Otherwise nothing public
changes, and the attempt is logged. It never raises: a receiver that raises leaves Wagtail half done.
"""

import enum
import logging

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from ledger import record
from ledger.models import Clearance, Edition
from public import media
from public.models import PublicPage, PublicUse
from public.projection import AddressTaken, files_of, project, project_snippet, project_tree
from public.resolve import parse
from review.copy import copy_of, digest_of
from review.signals import held_back
from review.subjects import Reviewable, Subject, find

logger = logging.getLogger(__name__)

WITHHELD = "keta.withheld"
RELEASED = "keta.released"
RETIRED = "keta.retired"
LOG_ACTIONS = {
    WITHHELD: (_("Withhold"), _("Publication withheld: nobody has signed this text")),
    RELEASED: (_("Release"), _("Released to the public")),
    RETIRED: (_("Retire"), _("Withdrawn from the public")),
}


class Outcome(enum.Enum):
    """What came of an attempt to release."""

    RELEASED = "released"
    WITHHELD = "withheld"
    NOTHING = "nothing"
    FAILED = "failed"


def release(subject: Subject, attempted: bool = True) -> Outcome:
    """Put a subject's row before the public if a clearance stands for its exact bytes.

    ``attempted`` says that somebody tried to publish: then being withheld is logged.
    """
    try:
        with transaction.atomic():
            return _release(subject, attempted)
    except Exception:
        logger.exception("Release of %s failed; what was public before still is.", subject)
        return Outcome.FAILED


@transaction.atomic
def retire(subject: Subject) -> bool:
    """Withdraw a subject from the public at once; whether anything was public."""
    retired = record.retire(str(subject))
    _follow_retirement(subject, retired)
    return retired


@transaction.atomic
def withdraw(clearance: Clearance) -> bool:
    """Take a clearance back, and what stands on it out of the public at once; whether anything was public."""
    record.lock()
    before = record.current_edition(clearance.subject)
    record.withdraw(clearance)
    retired = before is not None and before.clearance_id == clearance.pk
    if retired:
        _follow_retirement(Subject.parse(clearance.subject), retired)
    return retired


def _follow_retirement(subject: Subject, retired: bool) -> None:
    """Bring what readers get in line with a subject that is shown no more."""
    obj = find(subject)
    if isinstance(obj, Page):
        project_tree(obj)
    elif subject.kind != "page":
        project_snippet(subject)
    if retired and obj is not None:
        log(instance=obj, action=RETIRED)


@transaction.atomic
def retire_deleted(subject: Subject) -> None:
    """Withdraw a subject whose row is being deleted; the pages below it go the same way."""
    record.retire(str(subject))
    PublicUse.objects.filter(subject=str(subject)).delete()
    PublicPage.objects.filter(subject=str(subject)).delete()


def _release(subject: Subject, attempted: bool) -> Outcome:
    # Two publications of one page take their turn: the later one reads what the row holds by then.
    record.lock()
    obj = find(subject)
    if obj is None or not obj.live or getattr(obj, "alias_of_id", None):
        return Outcome.NOTHING
    payload = copy_of(obj)
    digest = digest_of(payload)
    before = record.current_edition(str(subject))
    clearance = record.standing_clearance(str(subject), digest)
    if clearance is None:
        if attempted:
            return _withhold(obj, digest, "no clearance")
        return _renew(obj, before)
    if before and before.clearance_id == clearance.pk and _is_projected(subject):
        return Outcome.RELEASED
    try:
        media.store(*files_of(parse(payload)))
    except media.FileChanged as error:
        return _withhold(obj, digest, str(error))
    try:
        with transaction.atomic():
            record.release(str(subject), clearance)
            if isinstance(obj, Page):
                project(obj)
            else:
                project_snippet(subject)
    except AddressTaken as error:
        return _withhold(obj, digest, f"address {error} is taken")
    log(instance=obj, action=RELEASED, data={"digest": digest})
    return Outcome.RELEASED


def _renew(obj: Reviewable, edition: Edition | None) -> Outcome:
    """Let a copy that was signed again stand on its new clearance, although the row holds other words by now."""
    clearance = edition and record.standing_clearance(edition.subject, edition.copy_id)
    if not edition or not clearance or clearance.pk == edition.clearance_id:
        return Outcome.WITHHELD
    record.release(edition.subject, clearance)
    if isinstance(obj, Page):
        project(obj)
    else:
        project_snippet(obj.subject)
    log(instance=obj, action=RELEASED, data={"digest": edition.copy_id})
    return Outcome.RELEASED


def _is_projected(subject: Subject) -> bool:
    return subject.kind != "page" or PublicPage.objects.filter(subject=str(subject)).exists()


def _withhold(obj: Reviewable, digest: str, reason: str) -> Outcome:
    """Log an attempt to publish what must not be shown. What was public before still is."""
    logger.warning("Publication of %s withheld: %s.", obj.subject, reason)
    entry = log(instance=obj, action=WITHHELD, data={"digest": digest, "reason": reason})
    held_back.send(sender=type(obj), subject=obj.subject, title=str(obj), digest=digest, by=entry.user)
    return Outcome.WITHHELD
