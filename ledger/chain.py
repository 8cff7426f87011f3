"""The chain of sign-offs: each row's hash covers the row and the hash of the row before.

Whoever changes a row, drops one before the last or slips one in breaks the chain from there on. Rows missing at its
end leave no trace in it, nor does a chain that was computed anew: keep the last hash elsewhere to notice those.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC

from ledger.models import SignOff

COVERED = (
    "subject",
    "copy_id",
    "approves",
    "signer_id",
    "signer_name",
    "credentials",
    "role",
    "meaning",
    "statement",
    "answers",
    "findings",
    "comment",
    "method",
    "authors",
    "previous_hash",
)


def hash_of(sign_off: SignOff) -> str:
    """SHA-256, in hexadecimal, over the canonical JSON of the row: all but its id and its own hash."""
    row = {name: getattr(sign_off, name) for name in COVERED}
    for name in ("signed_at", "until"):
        moment = getattr(sign_off, name)
        row[name] = moment and moment.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(json.dumps(row, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def last_hash() -> str:
    """The hash that the next sign-off continues; empty before the first."""
    return SignOff.objects.order_by("-id").values_list("hash", flat=True).first() or ""


def broken_links() -> Iterator[int]:
    """The ids of all sign-offs that are not what was signed, or do not continue the one before."""
    previous = ""
    for sign_off in SignOff.objects.order_by("id").iterator(chunk_size=500):
        if sign_off.previous_hash != previous or sign_off.hash != hash_of(sign_off):
            yield sign_off.pk
        previous = sign_off.hash
