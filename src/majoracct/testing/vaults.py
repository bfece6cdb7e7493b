"""A key store in memory, for tests: of one's own, where something personal is recorded, and of ours."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Collection, Sequence
from hmac import digest as hmac
from typing import Final

from majoracct.adapters.trust.personal_key import commitment_to, digest_by
from majoracct.ports import KeyStoreError

__all__ = ["MemoryVault"]

_TAG: Final = 32  # bytes
_NONCE: Final = 12


class MemoryVault:
    """A `ports.Vault` that lasts as long as the object, and needs no library. Threads take turns.

    It seals as long as nobody attacks it, which is all a test needs: never use it to keep anything. It does
    so in a way of its own, and hands on no keys.
    """

    def __init__(self, ledger_id: str, store_id: str = "memory-vault") -> None:
        self.id = store_id
        self.ledger_id = ledger_id
        self._lock = threading.Lock()
        self._kept: dict[str, bytes] = {}
        self._made: dict[str, bytes] = {}

    def commitment(self, person: str) -> str:
        """Return what commits to PERSON's key (hex SHA-256), which is made now if there is none."""
        with self._lock:
            key = self._key(person)
            if key is None:
                key = self._made[person] = secrets.token_bytes(32)
        return commitment_to(person, key)

    def keep(self, people: Collection[str] | None = None) -> None:
        """Keep the keys made since, of PEOPLE or of all."""
        with self._lock:
            for person in [each for each in self._made if people is None or each in people]:
                self._kept.setdefault(person, self._made.pop(person))

    def seal(self, person: str, clear: bytes, context: bytes) -> bytes:
        """Return CLEAR, sealed with PERSON's key and bound to CONTEXT. Raises KeyStoreError without a key."""
        with self._lock:
            key = self._key(person)
        if key is None:
            raise KeyStoreError(f"the key store has no key of {person}")
        nonce = secrets.token_bytes(_NONCE)
        mixed = _mixed(key, nonce, clear)
        return nonce + mixed + self._tag(key, person, nonce + mixed, context)

    def seal_all(self, person: str, values: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """Return VALUES, each with the context it is bound to, sealed as by `seal`."""
        return [self.seal(person, clear, context) for clear, context in values]

    def unseal(self, person: str, sealed: bytes, context: bytes) -> bytes | None:
        """Return what was sealed; None when PERSON has no key here, or it does not open it."""
        with self._lock:
            key = self._key(person)
        if key is None or len(sealed) < _NONCE + _TAG:
            return None
        body, tag = sealed[:-_TAG], sealed[-_TAG:]
        if self._tag(key, person, body, context) != tag:
            return None
        return _mixed(key, body[:_NONCE], body[_NONCE:])

    def digest(self, person: str, text: bytes) -> str | None:
        """Return a digest (hex) of TEXT that only PERSON's key makes; None without a key."""
        with self._lock:
            key = self._key(person)
        return None if key is None else digest_by(key, text)

    def personal_key(self, person: str) -> bytes | None:
        """Return None: nobody else could open anything with it."""
        return None

    def forget(self, person: str) -> None:
        """Destroy PERSON's key. Doing so twice is harmless."""
        with self._lock:
            self._made.pop(person, None)
            self._kept.pop(person, None)

    def people(self) -> list[str]:
        """Return whose keys are kept, sorted."""
        with self._lock:
            return sorted(self._kept)

    def close(self) -> None:
        """Let go of nothing: there is no file to read it from again. Keys that were not kept are lost."""
        with self._lock:
            self._made.clear()

    def _key(self, person: str) -> bytes | None:
        return self._kept.get(person) or self._made.get(person)

    def _tag(self, key: bytes, person: str, body: bytes, context: bytes) -> bytes:
        parts = (self.ledger_id.encode(), person.encode(), context, body)
        return hmac(key, b"".join(len(part).to_bytes(8, "big") + part for part in parts), "sha256")


def _mixed(key: bytes, nonce: bytes, text: bytes) -> bytes:
    """Return TEXT under a stream that KEY and NONCE make; mixed again, it is itself."""
    stream = b"".join(hmac(key, nonce + at.to_bytes(8, "big"), "sha256") for at in range(0, len(text), 32))
    return bytes(a ^ b for a, b in zip(text, stream, strict=False))
