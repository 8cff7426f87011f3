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
from wagtail.models import Page, Revision

from ledger import record
from ledger.models import Clearance, Edition
from public import media
from public.following import follow
from public.models import PublicPage, PublicUse
from public.projection import AddressTaken, files_of, project, project_snippet, project_tree
from public.resolve import parse
from review import lineage, withheld
from review.copy import copy_of, digest_of
from review.lineage import Status
from review.models import Submission
from review.signals import held_back
from review.subjects import Reviewable, Subject, find
from review.withheld import RELEASED, WITHHELD

logger = logging.getLogger(__name__)

RENEWED = "keta.renewed"
RETIRED = "keta.retired"
LOG_ACTIONS = {
    RELEASED: (_("Release"), _("Released to the public")),
    RENEWED: (_("Renew"), _("Signed again; the same words stay public")),
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
    follow(subject)
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
            return withhold(obj, digest, withheld.UNSIGNED)
        return _renew(obj, before)
    if before and before.clearance_id == clearance.pk and _is_projected(subject):
        return Outcome.RELEASED
    try:
        media.store(*files_of(parse(payload)))
    except media.FileChanged as error:
        return withhold(obj, digest, withheld.FILE, str(error))
    return _show(obj, clearance, before)


def _renew(obj: Reviewable, edition: Edition | None) -> Outcome:
    """Let a copy that was signed again stand on its new clearance, although the row holds other words by now."""
    last = edition or record.ended_edition(str(obj.subject))
    clearance = last and record.standing_clearance(last.subject, last.copy_id)
    if not last or not clearance or clearance.pk == last.clearance_id:
        return Outcome.WITHHELD
    return _show(obj, clearance, edition)


def _show(obj: Reviewable, clearance: Clearance, before: Edition | None) -> Outcome:
    """Put a cleared copy where readers find it, in place of the edition before."""
    standing = lineage.standing_of(clearance)
    if standing and standing.status is Status.WITHDRAWN:
        return withhold(obj, clearance.digest, withheld.SOURCE)
    try:
        with transaction.atomic():
            record.release(clearance.subject, clearance)
            if isinstance(obj, Page):
                project(obj)
            else:
                project_snippet(obj.subject)
            _outdate_translations(obj.subject)
            follow(obj.subject)
    except AddressTaken as error:
        return withhold(obj, clearance.digest, withheld.ADDRESS, f"{error} is taken")
    renewed = before is not None and before.copy_id == clearance.digest
    log(instance=obj, action=RENEWED if renewed else RELEASED, data={"digest": clearance.digest})
    return Outcome.RELEASED


def _outdate_translations(source: Subject) -> None:
    """Take back, in the moment a grave change is released, what was translated from the text as it was before."""
    for clearance in lineage.translations_of(source):
        standing = lineage.standing_of(clearance)
        if standing and standing.status is Status.WITHDRAWN:
            withdraw(clearance)
            for round_ in Submission.objects.filter(subject=clearance.subject).rereviews():
                round_.close(Submission.Outcome.TAKEN_BACK)
            _outdate_translations(Subject.parse(clearance.subject))


def _is_projected(subject: Subject) -> bool:
    return subject.kind != "page" or PublicPage.objects.filter(subject=str(subject)).exists()


def withhold(obj: Reviewable, digest: str, reason: str, detail: str = "", revision: Revision | None = None) -> Outcome:
    """Log an attempt to publish what must not be shown. What was public before still is.

    ``reason`` is one of ``review.withheld.REASONS``, ``detail`` is for whoever reads the log of the server.
    """
    logger.warning("Publication of %s withheld: %s %s", obj.subject, reason, detail)
    data = {"digest": digest, "reason": reason, "detail": detail}
    entry = log(instance=obj, action=WITHHELD, data=data, revision=revision)
    told = {"title": str(obj), "digest": digest, "reason": reason, "by": entry.user}
    held_back.send(sender=type(obj), subject=obj.subject, **told)
    return Outcome.WITHHELD
