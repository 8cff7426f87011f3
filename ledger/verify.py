"""Does the ledger still hold what was written to it? Every place where it does not is a ``Break``.

What is checked, in this order: the rules of the database; the chain of seals and their signatures; every row against
its seals, copies against their digests and signers against authors; that no row is without a seal; the chain of
changes; and what the rows say about each other, which holds even where a rule was switched off for a while.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from ledger.keys import trusted_keys
from ledger.models import Change, Clearance, Copy, Edition, Seal, SignOff
from ledger.rows import UNREADABLE, batches, columns_of, content_of, stored
from ledger.rules import is_kept
from ledger.seals import CLOSING, SEALED, TABLES, hash_of, is_signed, table_of
from ledger.sqlite import hash_of_change, is_no_author, sha256_hex

Progress = Callable[[int], None]
"""Told how many more rows have been read."""


@dataclass(frozen=True)
class Break:
    """One place where the ledger is not what was written: what is wrong, with which row of which table."""

    what: str
    model: type[Model]
    row: str = ""
    subject: str = ""

    def __str__(self) -> str:
        where = f"{self.model._meta.verbose_name} {self.row}".strip()
        return f"{where} ({self.subject}): {self.what}" if self.subject else f"{where}: {self.what}"


@contextmanager
def snapshot() -> Iterator[None]:
    """Read the ledger inside the block as it is at its beginning, while others go on writing."""
    if connection.in_atomic_block:
        yield
        return
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        # Django's atomic() would make writers wait on SQLite.
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgresql else "BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def rows_to_read() -> int:
    """How many rows ``breaks`` reports to its ``progress`` in all."""
    return Seal.objects.count() + Change.objects.count()


def breaks(progress: Progress, noted: Iterable[str] = ()) -> Iterator[Break]:
    """Everything that is wrong with the ledger; it reads on as far as it can.

    ``noted`` are hashes of seals that somebody kept elsewhere: the chain has to reach them still.
    """
    try:
        for digest in noted:
            if not Seal.objects.filter(hash=digest).exists():
                what = _("none has the hash %(hash)s that was noted; the end of the ledger was cut off or written anew")
                yield Break(what % {"hash": digest}, Seal)
        yield from _rules()
        yield from _seals(progress)
        yield from _unsealed()
        yield from _changes(progress)
        yield from _others()
        yield from _relations()
    except UNREADABLE as error:
        yield Break(_("the ledger cannot be read any further: %(error)s") % {"error": error}, Seal)


def _rules() -> Iterator[Break]:
    """The constraints and triggers that the models declare and the database does not keep."""
    with connection.cursor() as cursor:
        for model in TABLES:
            for rule in model._meta.constraints:
                if not is_kept(rule, cursor, model._meta.db_table, columns_of(model)):
                    yield Break(_("the database no longer keeps the rule %(rule)s") % {"rule": rule.name}, model)


def _seals(progress: Progress) -> Iterator[Break]:
    """The chain, the signatures, and what they vouch for."""
    trusted = trusted_keys()
    previous = ""
    for batch in batches(Seal):
        sound = []
        for key, seal in batch:
            if what := _wrong_with_seal(seal, previous, trusted):
                yield Break(what, Seal, key)
            elif seal:
                sound.append(seal)
            previous = seal["hash"] if seal else ""
        for model in SEALED:
            yield from _contents(model, [seal for seal in sound if seal["table"] == table_of(model)])
        progress(len(batch))


def _wrong_with_seal(seal: Mapping[str, Any] | None, previous: str, trusted: Mapping[str, Any]) -> str:
    if seal is None:
        return _("what it says cannot be read")
    if seal["previous_hash"] != previous:
        return _("it does not continue the seal before it: something was removed, slipped in or changed here")
    if seal["hash"] != hash_of(seal):
        return _("it does not say what it said when it was made")
    if seal["key"] not in trusted:
        what = _(
            "nobody here trusts its key %(key)s; if that is an earlier one of yours, add it to LEDGER_TRUSTED_KEYS"
        )
        return what % {"key": seal["key"]}
    return "" if is_signed(seal, trusted[seal["key"]]) else _("its signature is not that of its key")


def _contents(model: type[Model], seals: list[dict[str, Any]]) -> Iterator[Break]:
    """The rows of a table that are not as they were when they were sealed."""
    rows = dict(stored(model, [seal["row"] for seal in seals])) if seals else {}
    for seal in seals:
        key = seal["row"]
        values = rows.get(key)
        if key not in rows:
            yield Break(_("it is gone; seal %(id)d vouches for it") % {"id": seal["id"]}, model, key)
        elif values is None:
            yield Break(_("what it says cannot be read"), model, key)
        elif content_of(_as_sealed(model, values, seal["event"])) != seal["content"]:
            what = _("it is not as it was when seal %(id)d was made, on %(at)s")
            sealed = {"id": seal["id"], "at": f"{seal['at']:%Y-%m-%d %H:%M:%S} UTC"}
            yield Break(what % sealed, model, key, str(values.get("subject", "")))
        elif what := _wrong_in_itself(model, values):
            yield Break(what, model, key, str(values.get("subject", "")))


def _as_sealed(model: type[Model], values: dict[str, Any], event: str) -> dict[str, Any]:
    """A row as it stood after an event; before it was closed, the column that says when was empty."""
    if model in CLOSING and event == Seal.Event.WRITTEN:
        return {**values, CLOSING[model]: None}
    return values


def _wrong_in_itself(model: type[Model], values: Mapping[str, Any]) -> str:
    if model is Copy and sha256_hex(bytes(values["payload"])) != values["digest"]:
        return _("its text has another digest")
    if model is SignOff and not is_no_author(values["signer_id"], json.dumps(values["authors"])):
        return _("the signer is among the authors")
    return ""


def _unsealed() -> Iterator[Break]:
    """The rows nobody vouches for. Of the changes, triggers write the most; those of a release are sealed."""
    releases = Change.objects.filter(kind__in=[Change.Kind.RELEASED, Change.Kind.RETIRED])
    for model in SEALED:
        rows = releases if model is Change else model._base_manager.all()
        what = _("it is not sealed: it was not written by this product")
        yield from _named(_without_seal(rows, Seal.Event.WRITTEN), what)
        if model in CLOSING:
            closed = rows.exclude(**{CLOSING[model]: None})
            what = _("that it was withdrawn or retired is not sealed: it was not done by this product")
            yield from _named(_without_seal(closed, Seal.Event.CLOSED), what)


def _without_seal(rows: QuerySet[Any], event: Seal.Event) -> QuerySet[Any]:
    seals = Seal.objects.filter(table=table_of(rows.model), event=event, row=Cast(OuterRef("pk"), TextField()))
    return rows.exclude(Exists(seals))


def _named(rows: QuerySet[Any], what: str) -> Iterator[Break]:
    subject = Value("") if rows.model is Copy else F("subject")
    for key, name in rows.order_by("pk").values_list("pk", subject).iterator():
        yield Break(what, rows.model, str(key), name)


def _changes(progress: Progress) -> Iterator[Break]:
    """The chain of hashes that the database computes."""
    previous = ""
    for batch in batches(Change):
        for key, change in batch:
            if change is None:
                yield Break(_("what it says cannot be read"), Change, key)
                previous = ""
                continue
            at = change["at"].isoformat()
            if change["hash"] != hash_of_change(previous, change["id"], change["kind"], change["subject"], at):
                what = _(
                    "it does not follow from the change before it: something was removed, slipped in or changed here"
                )
                yield Break(what, Change, key, change["subject"])
            previous = change["hash"] or ""
        progress(len(batch))


def _others() -> Iterator[Break]:
    """The clearances whose other sign-offs are not approvals of the same text."""
    for batch in batches(Clearance):
        cleared = [values for _key, values in batch if values and values["others"]]
        ids = {pk for values in cleared for pk in _ids(values["others"])}
        approvals = SignOff.objects.filter(pk__in=ids, approves=True)
        texts = {pk: text for pk, *text in approvals.values_list("pk", "subject", "copy_id")}
        for values in cleared:
            text = [values["subject"], values["digest"]]
            if any(texts.get(pk) != text for pk in _ids(values["others"])):
                what = _("it counts a sign-off that does not approve this text")
                yield Break(what, Clearance, str(values["id"]), values["subject"])


def _ids(others: Any) -> list[int]:
    """The ids of the further sign-offs that a clearance tells of; 0, which none has, for what is no such thing."""
    told = others if isinstance(others, list) else [others]
    ids = [other.get("id") if isinstance(other, dict) else None for other in told]
    return [pk if type(pk) is int and 0 < pk <= BigIntegerField.MAX_BIGINT else 0 for pk in ids]


def _relations() -> Iterator[Break]:
    """What rows say about each other and cannot be."""
    approval = SignOff.objects.filter(
        pk=OuterRef("sign_off_id"), subject=OuterRef("subject"), copy_id=OuterRef("digest"), approves=True
    )
    clearance = Clearance.objects.filter(pk=OuterRef("clearance_id"))
    same_text = clearance.filter(subject=OuterRef("subject"), digest=OuterRef("copy_id"))
    ended = Q(withdrawn_at__lte=OuterRef("released_at")) | Q(until__lte=OuterRef("released_at"))
    current = Edition.objects.filter(retired_at=None)
    earlier = current.filter(subject=OuterRef("subject"), pk__lt=OuterRef("pk"))
    yield from _named(
        Clearance.objects.exclude(Exists(approval)), _("no approving sign-off of this text stands behind it")
    )
    yield from _named(Edition.objects.exclude(Exists(same_text)), _("no clearance of this text stands behind it"))
    yield from _named(
        Edition.objects.filter(Exists(clearance.filter(ended))),
        _("it was released on a clearance that was withdrawn or had ended by then"),
    )
    yield from _named(
        current.filter(Exists(clearance.exclude(withdrawn_at=None))),
        _("it is shown although its clearance was withdrawn"),
    )
    yield from _named(current.filter(Exists(earlier)), _("another edition of the subject is shown as well"))
