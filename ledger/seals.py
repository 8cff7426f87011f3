"""Seals: one chain over everything that is written to the ledger, each link signed with the installation's key.

A seal vouches for one row as it stood when it was written, or closed: a clearance withdrawn, an edition retired. It
holds the hash of the seal before, so whoever changes a row, drops one or slips one in needs the private key to hide
it. Rows dropped together with their seals from the end of the chain leave no trace: keep the last hash elsewhere.
"""

from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import Model
from django.utils import timezone

from ledger.keys import name_of, signing_key
from ledger.models import Change, Clearance, Copy, Edition, Seal, SignOff
from ledger.rows import Unreadable, columns_of, content_of, stored

SEALED: tuple[type[Model], ...] = (Copy, SignOff, Clearance, Edition, Change)
TABLES: tuple[type[Model], ...] = (*SEALED, Seal)
CLOSING: dict[type[Model], str] = {Clearance: "withdrawn_at", Edition: "retired_at"}
"""The column in which a row says when it was closed."""


def seal(row: Model, event: Seal.Event = Seal.Event.WRITTEN) -> Seal:
    """Vouch for a row as the database holds it now. Under the ledger's lock, in the transaction that wrote it.

    Raises Unreadable.
    """
    [(key, values)] = stored(type(row), [row.pk])
    if values is None:
        raise Unreadable(f"{row._meta.verbose_name} {key}")
    number, previous = Seal.objects.order_by("-id").values_list("id", "hash").first() or (0, "")
    private = signing_key()
    made = Seal(
        id=number + 1,
        table=table_of(type(row)),
        row=key,
        event=event,
        content=content_of(values),
        at=timezone.now(),
        previous_hash=previous,
        key=name_of(private.public_key()),
    )
    made.hash = hash_of({name: getattr(made, name) for name in columns_of(Seal)})
    made.signature = private.sign(bytes.fromhex(made.hash)).hex()
    made.save(force_insert=True)
    return made


def table_of(model: type[Model]) -> str:
    """What seals and exports call a table: ``copy``, ``signoff``, ``clearance``, ``edition``, ``change``, ``seal``."""
    return str(model._meta.model_name)


def hash_of(values: Mapping[str, Any]) -> str:
    """The hash of a seal, over all its columns but the hash itself and the signature on it."""
    return content_of({name: value for name, value in values.items() if name not in ("hash", "signature")})


def is_signed(values: Mapping[str, Any], key: Ed25519PublicKey) -> bool:
    """Whether the signature of a seal is that of a key."""
    try:
        signature = bytes.fromhex(values["signature"])
        key.verify(signature, bytes.fromhex(values["hash"]))
    except (ValueError, InvalidSignature):
        return False
    # As it was written: capitals and spaces would pass for the same bytes.
    return bool(signature.hex() == values["signature"])
