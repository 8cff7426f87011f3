"""Check an export of the ledger without the product that wrote it.

    python check_export.py FILE [--key PUBLIC_KEY ...] [--contains HASH ...]

FILE is what ``manage.py export_ledger`` wrote, PUBLIC_KEY a key the clinic is known to sign with, HASH that of a seal
noted earlier. Needs Python 3.11 and the package ``cryptography``. Ends with 1 when something is wrong; verify.md says
what it shows.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TABLES = ("copy", "signoff", "clearance", "edition", "change", "seal")
CLOSING = {"clearance": "withdrawn_at", "edition": "retired_at"}
Rows = dict[str, dict[str, dict[str, Any]]]


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def sha256(data: str | bytes) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def read(lines: Iterable[str], rows: Rows) -> Iterator[str]:
    """Fill ``rows`` by table and key; the lines that no export has."""
    for number, line in enumerate(lines, start=2):
        entry = json.loads(line)
        table, row = entry.get("table"), entry.get("row")
        if table not in TABLES or f"{canonical({'table': table, 'row': row})}\n" != line:
            yield f"line {number} is not as the ledger writes it"
            continue
        key = str(row["digest" if table == "copy" else "id"])
        if key in rows[table]:
            yield f"line {number}: {table} {key} comes twice"
        if table == "copy":
            payload = base64.b64decode(row["payload"])
            if base64.b64encode(payload).decode() != row["payload"] or sha256(payload) != key:
                yield f"copy {key}: its text has another digest"
            row["payload"] = sha256(payload)
        rows[table][key] = row


def check_seals(rows: Rows, keys: Iterable[str]) -> Iterator[str]:
    """The chain, the signatures and what they vouch for."""
    previous = ""
    for key, seal in rows["seal"].items():
        if seal["previous_hash"] != previous:
            yield f"seal {key} does not continue the one before it"
        previous = seal["hash"]
        if sha256(canonical({name: seal[name] for name in seal if name not in ("hash", "signature")})) != seal["hash"]:
            yield f"seal {key} does not say what it said when it was made"
        if seal["key"] not in keys or not is_signed(seal):
            yield f"seal {key} is not signed with a known key"
        table, name, event = seal["table"], seal["row"], seal["event"]
        row = rows.get(table, {}).get(name)
        if row and event == "written" and table in CLOSING:
            row = {**row, CLOSING[table]: None}
        if row is None or sha256(canonical(row)) != seal["content"]:
            yield f"{table} {name} is gone or not as it was when seal {key} was made"


def check_sealed(rows: Rows) -> Iterator[str]:
    """Rows that nobody vouches for. Of the changes, those of a release are sealed."""
    sealed = {(seal["table"], seal["row"], seal["event"]) for seal in rows["seal"].values()}
    for table in TABLES[:-1]:
        for name, row in rows[table].items():
            events = ["written"] if table != "change" or row["kind"] in ("released", "retired") else []
            events += ["closed"] if table in CLOSING and row[CLOSING[table]] else []
            for event in events:
                if (table, name, event) not in sealed:
                    yield f"{table} {name}: that it was {event} is not sealed"


def is_signed(seal: dict[str, Any]) -> bool:
    try:
        signature, key = (
            bytes.fromhex(seal["signature"]),
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal["key"])),
        )
        key.verify(signature, bytes.fromhex(seal["hash"]))
    except (ValueError, InvalidSignature):
        return False
    return signature.hex() == seal["signature"]


def check_changes(rows: Rows) -> Iterator[str]:
    """The chain that the database computes."""
    previous = ""
    for key, row in rows["change"].items():
        if row["hash"] != sha256("\n".join([previous, key, row["kind"], row["subject"], row["at"]])):
            yield f"change {key} does not follow from the one before it"
        previous = row["hash"] or ""


def check_rules(rows: Rows) -> Iterator[str]:
    """What rows say about each other."""
    for key, row in rows["signoff"].items():
        if row["signer_id"] in row["authors"] or row["digest"] not in rows["copy"]:
            yield f"signoff {key}: the signer is among the authors, or there is no such copy"
    for key, row in rows["clearance"].items():
        for number in (row["sign_off_id"], *(other["id"] for other in row["others"])):
            signed = rows["signoff"].get(str(number), {"approves": False})
            if not signed["approves"] or (signed["subject"], signed["digest"]) != (row["subject"], row["digest"]):
                yield f"clearance {key}: sign-off {number} does not approve this text"
    for key, row in rows["edition"].items():
        cleared = rows["clearance"].get(str(row["clearance_id"]))
        if not cleared or (cleared["subject"], cleared["digest"]) != (row["subject"], row["digest"]):
            yield f"edition {key}: no clearance of this text stands behind it"
        elif row["released_at"] >= min(cleared["until"], cleared["withdrawn_at"] or cleared["until"]):
            yield f"edition {key} was released on a clearance that was withdrawn or had ended by then"
        elif cleared["withdrawn_at"] and not row["retired_at"]:
            yield f"edition {key} is shown although its clearance was withdrawn"
    current = Counter(row["subject"] for row in rows["edition"].values() if not row["retired_at"])
    yield from (f"{subject}: {count} editions are shown at once" for subject, count in current.items() if count > 1)


def check(lines: Iterable[str], rows: Rows, keys: Iterable[str], noted: Iterable[str]) -> Iterator[str]:
    """Everything that is wrong, in words."""
    yield from read(lines, rows)
    yield from check_seals(rows, keys)
    yield from check_sealed(rows)
    yield from check_changes(rows)
    yield from check_rules(rows)
    hashes = {seal["hash"] for seal in rows["seal"].values()}
    yield from (f"no seal has the hash {digest} that was noted" for digest in noted if digest not in hashes)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Check an export of the ledger.")
    parser.add_argument("file")
    parser.add_argument("--key", action="append", help="a public key to believe, in place of those the export names")
    parser.add_argument(
        "--contains", action="append", default=[], metavar="HASH", help="the hash of a seal noted earlier"
    )
    options = parser.parse_args(arguments)
    rows: Rows = {table: {} for table in TABLES}
    with open(options.file, encoding="ascii", newline="\n") as file:
        try:
            header = json.loads(next(file, ""))
            if (header["format"], header["version"]) != ("keta-ledger", 1):
                sys.exit("This is not an export of a ledger, or of a version this script does not know.")
            keys = options.key or header["keys"]
            wrong = list(check(file, rows, keys, options.contains))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            sys.exit(f"This is not an export of a ledger: {error!r}")
    if wrong:
        sys.exit("\n".join([*wrong, f"The export is broken in {len(wrong)} places."]))
    counts = ", ".join(f"{len(found)} {table}" for table, found in rows.items())
    last = next(reversed(rows["seal"].values()), {"hash": "none"})
    sys.stdout.write(f"The export is intact: {counts}. Last seal: {last['hash']}\n")
    if not options.key:
        sys.stdout.write(
            f"The export itself names these keys; ask the clinic whether they are its own: {', '.join(keys)}\n"
        )


if __name__ == "__main__":
    main()
