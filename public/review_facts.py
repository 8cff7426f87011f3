"""What readers are told about the review of what they read."""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from ledger.models import Edition
from review.lineage import Standing
from review.subjects import Subject

CURRENT, OVERDUE = "current", "overdue"


def review_of(edition: Edition, at: datetime | None = None) -> dict[str, Any]:
    """Who signed an edition, when, until when it holds, whether that has passed, and the digest that names its bytes.

    ``status`` is as it was ``at`` a moment, now by default. Expects ``edition.clearance.sign_off`` to be loaded.
    """
    clearance = edition.clearance
    sign_off = clearance.sign_off
    return {
        "signed_by": sign_off.signer_name,
        "credentials": sign_off.credentials,
        "role": sign_off.role,
        "meaning": sign_off.meaning,
        "signed_at": sign_off.signed_at,
        "others": [_other(sign_off) for sign_off in clearance.others],
        "due_at": clearance.until,
        "status": CURRENT if clearance.until > (at or timezone.now()) else OVERDUE,
        "digest": edition.copy_id,
    }


def _other(sign_off: dict[str, Any]) -> dict[str, Any]:
    """A further signature, as the clearance tells of it."""
    facts = {name: sign_off[name] for name in ("signed_by", "credentials", "role", "meaning")}
    return {**facts, "signed_at": datetime.fromisoformat(sign_off["signed_at"])}


def told(standing: Standing | None) -> dict[str, Any] | None:
    """How a translation stands, as readers and clients are told; None for what is none."""
    if standing is None:
        return None
    return {
        "source_locale": Subject.parse(standing.origin.subject).locale,
        "source_digest": standing.origin.digest,
        "status": str(standing.status),
        "behind_since": standing.since.astimezone(UTC).isoformat() if standing.since else None,
        "grade": str(standing.grade) if standing.grade else None,
    }
