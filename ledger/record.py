"""Everything that may be written to the ledger, and read from it. No other code touches its tables.

What is written is sealed in the same transaction (``ledger.seals``).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, Min, OuterRef, QuerySet
from django.utils import timezone

from ledger import seals
from ledger.errors import NotApproved, NotCleared, OwnWork
from ledger.models import Change, Clearance, Copy, Edition, Seal, SignOff
from ledger.rules import LOCK
from ledger.sqlite import sha256_hex


def lock() -> None:
    """Wait until this transaction is the only one that writes to the ledger; held until it ends.

    One lock serves all tables. Triggers on the rows of pages and snippets take it too, so
    whoever needs such a row as well takes the row first: then two transactions never wait for each other in a circle.
    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@transaction.atomic
def store(payload: bytes) -> Copy:
    """Keep the canonical bytes of a text; the same bytes are kept once."""
    lock()
    copy, created = Copy.objects.get_or_create(digest=sha256_hex(payload), defaults={"payload": payload})
    if created:
        seals.seal(copy)
    return copy


@transaction.atomic
def sign(
    *,
    subject: str,
    digest: str,
    signer_id: int,
    signer_name: str,
    credentials: str,
    role: str,
    meaning: str,
    statement: str,
    answers: Mapping[str, Any],
    comment: str,
    method: str,
    authors: Iterable[int],
    approves: bool,
    findings: Sequence[Mapping[str, Any]] = (),
    until: datetime | None = None,
) -> SignOff:
    """Record a decision on a stored copy of a subject.

    ``approves`` is False when changes are asked for. ``authors`` are the ids of all who wrote the copy;
    ``answers`` the checklist, as JSON; ``findings`` what the checks found, with the signer's answers, as JSON;
    ``method`` how the signer proved who they are; ``until`` for how long they vouch. Raises OwnWork when the signer
    is an author, and Copy.DoesNotExist when no copy has this digest.
    """
    author_ids = sorted({int(author) for author in authors})
    if signer_id in author_ids:
        raise OwnWork
    copy = Copy.objects.only("digest").get(pk=digest)
    lock()
    sign_off = SignOff.objects.create(
        subject=subject,
        copy=copy,
        approves=approves,
        signer_id=signer_id,
        signer_name=signer_name,
        credentials=credentials,
        role=role,
        meaning=meaning,
        statement=statement,
        answers=dict(answers),
        findings=[dict(finding) for finding in findings],
        until=until,
        comment=comment,
        method=method,
        authors=author_ids,
        signed_at=timezone.now(),
    )
    seals.seal(sign_off)
    return sign_off


@transaction.atomic
def clear(sign_off: SignOff, until: datetime, others: Iterable[SignOff] = ()) -> Clearance:
    """Allow the signed copy to be shown as its subject until a moment.

    ``others`` are the further sign-offs that it took. Raises NotApproved unless all of them approve this copy of this
    subject.
    """
    others = list(others)
    for other in (sign_off, *others):
        if not (other.approves and (other.subject, other.digest) == (sign_off.subject, sign_off.digest)):
            raise NotApproved
    lock()
    clearance = Clearance.objects.create(
        sign_off=sign_off,
        subject=sign_off.subject,
        digest=sign_off.digest,
        others=[_summary(other) for other in others],
        until=until,
        created_at=timezone.now(),
    )
    seals.seal(clearance)
    return clearance


def _summary(sign_off: SignOff) -> dict[str, Any]:
    return {
        "id": sign_off.pk,
        "signed_by": sign_off.signer_name,
        "credentials": sign_off.credentials,
        "role": sign_off.role,
        "meaning": sign_off.meaning,
        "signed_at": sign_off.signed_at.astimezone(UTC).isoformat(),
        "answers": sign_off.answers,
    }


@transaction.atomic
def withdraw(clearance: Clearance) -> None:
    """Take a clearance back, and retire the edition that stands on it. Withdrawing twice changes nothing."""
    lock()
    if Clearance.objects.filter(pk=clearance.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        seals.seal(clearance, Seal.Event.CLOSED)
    clearance.refresh_from_db(fields=["withdrawn_at"])
    edition = current_edition(clearance.subject)
    if edition and edition.clearance_id == clearance.pk:
        retire(clearance.subject)


def standing(at: datetime | None = None) -> QuerySet[Clearance]:
    """The clearances in force now, or at another moment unless withdrawn since.

    Of several for one copy of a subject the latest alone counts: whoever signs again for a shorter time has the last
    word, and what is left of the earlier clearance does not outlive it.
    """
    moment = at or timezone.now()
    later = Clearance.objects.filter(
        subject=OuterRef("subject"), digest=OuterRef("digest"), pk__gt=OuterRef("pk"), created_at__lte=moment
    )
    return Clearance.objects.filter(~Exists(later), withdrawn_at=None, until__gt=moment)


def granted(key: str) -> QuerySet[Clearance]:
    """Every clearance of any copy of a page or snippet in all its languages, ended or not, that nobody took back.

    ``key`` is the name of the subjects without their locale.
    """
    return Clearance.objects.filter(subject__startswith=f"{key}:", withdrawn_at=None)


def standing_clearance(subject: str, digest: str, at: datetime | None = None) -> Clearance | None:
    """The clearance that lets a subject show this copy, if there is one."""
    return standing(at).filter(subject=subject, digest=digest).first()


def standing_digests(subjects: Iterable[str]) -> dict[str, set[str]]:
    """The digests each subject may show, in one query. Subjects without any are left out."""
    digests: defaultdict[str, set[str]] = defaultdict(set)
    rows = standing().filter(subject__in=list(subjects)).values_list("subject", "digest")
    for subject, digest in rows:
        digests[subject].add(digest)
    return dict(digests)


def decisions(subject: str) -> QuerySet[SignOff]:
    """Every decision on any copy of a subject, latest first."""
    return SignOff.objects.filter(subject=subject).order_by("-id")


def current() -> QuerySet[Edition]:
    """The editions the public sees, each with its copy, clearance and sign-off."""
    return Edition.objects.filter(retired_at=None).select_related("copy", "clearance__sign_off")


def current_edition(subject: str) -> Edition | None:
    """What the public sees of a subject, or None."""
    return current().filter(subject=subject).first()


def payloads_of(digests: Sequence[str]) -> list[bytes | None]:
    """The bytes of some copies, in the order of their digests, in one query; None for what is not in the ledger."""
    found = {copy.digest: bytes(copy.payload) for copy in Copy.objects.filter(digest__in=digests)}
    return [found.get(digest) for digest in digests]


def current_of_kind(kind: str) -> QuerySet[Edition]:
    """The editions the public sees of all subjects of a kind, in order."""
    return current().filter(subject__startswith=f"{kind}:").order_by("id")


def current_editions(subjects: Iterable[str]) -> dict[str, Edition]:
    """What the public sees of each subject, in one query. Subjects without an edition are left out."""
    return {edition.subject: edition for edition in current().filter(subject__in=list(subjects))}


def editions(subject: str) -> QuerySet[Edition]:
    """Everything that the public has seen of a subject, latest first."""
    return Edition.objects.filter(subject=subject).order_by("-id")


def editions_of(subjects: Iterable[str]) -> QuerySet[Edition]:
    """Everything that the public has seen of some subjects, in order, each with its clearance and sign-off."""
    found = Edition.objects.filter(subject__in=list(subjects)).order_by("id")
    return found.select_related("clearance__sign_off")


def last_editions(subjects: Iterable[str]) -> dict[str, Edition]:
    """What the public sees of each subject, or saw last, in one query. Subjects it never saw are left out."""
    last = Edition.objects.filter(subject__in=list(subjects)).values("subject").annotate(last=Max("id")).values("last")
    found = Edition.objects.filter(pk__in=last).select_related("clearance__sign_off")
    return {edition.subject: edition for edition in found}


def current_subjects(subjects: Iterable[str]) -> set[str]:
    """Those of some subjects that the public sees, in one query."""
    found = Edition.objects.filter(subject__in=list(subjects), retired_at=None)
    return set(found.values_list("subject", flat=True))


def ended_edition(subject: str) -> Edition | None:
    """The edition that was shown last, if it was taken out of the public after its clearance had ended."""
    last = Edition.objects.filter(subject=subject).select_related("copy", "clearance__sign_off").order_by("-id").first()
    if last is None or last.retired_at is None:
        return None
    clearance = last.clearance
    return last if clearance.withdrawn_at is None and clearance.until <= last.retired_at else None


def ending(before: datetime) -> QuerySet[Edition]:
    """The current editions whose clearance ends, or has ended, before a moment; the first to end comes first."""
    found = Edition.objects.filter(retired_at=None, clearance__until__lt=before)
    return found.select_related("clearance").order_by("clearance__until", "id")


def next_end(after: datetime) -> datetime | None:
    """The first moment later than ``after`` at which the clearance of a current edition ends; None without one."""
    ahead = Edition.objects.filter(retired_at=None, clearance__until__gt=after)
    end: datetime | None = ahead.aggregate(end=Min("clearance__until"))["end"]
    return end


@transaction.atomic
def release(subject: str, clearance: Clearance) -> Edition:
    """Show the cleared copy from now on, in place of what was shown before.

    Returns the current edition unchanged when it already stands on this clearance. Raises NotCleared when the
    clearance is for another subject, was withdrawn or has expired.
    """
    lock()
    edition = current_edition(subject)
    if edition and edition.clearance_id == clearance.pk:
        return edition
    if not standing().filter(pk=clearance.pk, subject=subject).exists():
        raise NotCleared
    now = timezone.now()
    _retire(subject, now)
    edition = Edition.objects.create(subject=subject, copy_id=clearance.digest, clearance=clearance, released_at=now)
    seals.seal(edition)
    record_change(Change.Kind.RELEASED, subject)
    return edition


@transaction.atomic
def retire(subject: str) -> bool:
    """Show nothing of a subject any more. Whether anything was shown before."""
    lock()
    retired = _retire(subject, timezone.now())
    if retired:
        record_change(Change.Kind.RETIRED, subject)
    return retired


def _retire(subject: str, at: datetime) -> bool:
    """Close the current edition of a subject, if there is one."""
    edition = Edition.objects.filter(subject=subject, retired_at=None).first()
    if edition is None:
        return False
    edition.retired_at = at
    edition.save(update_fields=["retired_at"])
    seals.seal(edition, Seal.Event.CLOSED)
    return True


@transaction.atomic
def record_change(kind: str, subject: str = "") -> int:
    """Tell readers that something public changed; the new generation."""
    lock()
    change = Change.objects.create(kind=kind, subject=subject, at=timezone.now())
    seals.seal(change)
    return change.pk


def generation() -> int:
    """The id of the latest change, 0 before the first. Read it before the data that is kept under it."""
    # In SQL: every request asks this, and the ORM would take longer to ask than the database to answer.
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM ledger_change")
        return cursor.fetchone()[0] or 0
