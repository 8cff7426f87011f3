"""The keys of the seals: the one this installation signs with, and those whose signatures it believes.

A public key goes by its 32 bytes in hexadecimal. The keys to believe come from the settings and never from the
database: who can write there could add one.
"""

import base64
import binascii
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_LENGTH = 32


def signing_key() -> Ed25519PrivateKey:
    """The private key of ``LEDGER_KEY``. Raises ImproperlyConfigured."""
    return _private(settings.LEDGER_KEY)


def name_of(key: Ed25519PublicKey) -> str:
    """A public key as seals, settings and exports name it."""
    return key.public_bytes_raw().hex()


def trusted_keys() -> dict[str, Ed25519PublicKey]:
    """The public keys to believe, by name: our own, then ``LEDGER_TRUSTED_KEYS``. Raises ImproperlyConfigured."""
    keys = [signing_key().public_key(), *map(_public, settings.LEDGER_TRUSTED_KEYS)]
    return {name_of(key): key for key in keys}


@cache
def _private(text: str) -> Ed25519PrivateKey:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != KEY_LENGTH:
        raise ImproperlyConfigured(
            "LEDGER_KEY must be the base64 of 32 random bytes; to make one:"
            ' python3 -c "import base64, os; print(base64.b64encode(os.urandom(32)).decode())"'
        )
    return Ed25519PrivateKey.from_private_bytes(raw)


def _public(text: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))
    except ValueError:
        raise ImproperlyConfigured(
            "LEDGER_TRUSTED_KEYS must be public keys in hexadecimal, 64 digits each, separated by commas."
        ) from None
