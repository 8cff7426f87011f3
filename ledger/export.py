"""The ledger as JSON Lines, for everybody who wants to check it without this product (``docs/verify.md``)."""

import base64
from collections.abc import Iterator

from django.utils import timezone

from ledger.keys import trusted_keys
from ledger.rows import Unreadable, batches, canonical, plain
from ledger.seals import TABLES, table_of

FORMAT = "keta-ledger"
VERSION = 1


def lines() -> Iterator[str]:
    """A header, then every row, table by table in the order of their keys. Raises Unreadable."""
    header = {"format": FORMAT, "version": VERSION, "generated_at": timezone.now(), "keys": [*trusted_keys()]}
    yield canonical(plain(header))
    for model in TABLES:
        for batch in batches(model):
            for key, values in batch:
                if values is None:
                    raise Unreadable(f"{model._meta.verbose_name} {key}")
                yield canonical({"table": table_of(model), "row": plain(values, binary=_base64)})


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
