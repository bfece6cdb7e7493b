"""A person's key: what it is, what commits to it, and how it seals.

A key store seals with it, and whoever is handed it with a bundle opens what was sealed; so the form is stated
here once, for both. A vault of one's own keeps to it as well, or hands on no keys (`ports.Vault`).

    key        = 32 random bytes
    commitment = SHA-256( "majoracct/person-key/v1" LF person LF key ), in hexadecimal
    sealed     = nonce (12 random bytes) || AES-256-GCM( key, nonce, clear, bound ), tag included
    bound      = "majoracct/personal/v1" LF ledger's id LF person LF context
    digest     = HMAC-SHA-256( key, "majoracct/request/v1" LF text ), in hexadecimal

Texts are UTF-8. The context is where a value stands, as `storage/personal.py` has it.
"""

from __future__ import annotations

import os
from hashlib import sha256
from hmac import digest as hmac
from typing import Any, Final

from majoracct.adapters.trust.note import cryptography_at_hand

__all__ = ["KEY_BYTES", "PersonalCipher", "commitment_to", "digest_by"]

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


def commitment_to(person: str, key: bytes) -> str:
    """Return what commits to KEY as that of PERSON: SHA-256 (hex), see `PersonKeyCommitted`."""
    return sha256(b"majoracct/person-key/v1\n" + person.encode() + b"\n" + key).hexdigest()


def digest_by(key: bytes, text: bytes) -> str:
    """Return a digest (hex) of TEXT that only KEY makes."""
    return hmac(key, b"majoracct/request/v1\n" + text, "sha256").hex()


class PersonalCipher:
    """What seals and opens with the key of a person of a ledger. Safe for several threads."""

    def __init__(self, ledger_id: str, person: str, key: bytes) -> None:
        """Make it ready. Raises CryptographyMissingError."""
        with cryptography_at_hand():
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        self._cipher: Any = AESGCM(key)
        self._bound = b"\n".join((b"majoracct/personal/v1", ledger_id.encode(), person.encode(), b""))

    def seal(self, clear: bytes, context: bytes) -> bytes:
        """Return CLEAR, sealed and bound to CONTEXT."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed: bytes = self._cipher.encrypt(nonce, clear, self._bound + context)
        return nonce + sealed

    def unseal(self, sealed: bytes, context: bytes) -> bytes | None:
        """Return what was SEALED; None when it was not with this key, or for another place."""
        from cryptography.exceptions import InvalidTag

        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            clear: bytes = self._cipher.decrypt(nonce, rest, self._bound + context)
        except (InvalidTag, ValueError):
            return None
        return clear
