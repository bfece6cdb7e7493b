"""The keys of persons that are handed on in a bundle: they open what is sealed in it, and seal nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from majoracct.adapters.storage.codec import Codec, Stored
from majoracct.adapters.storage.erasures import ERASURE, Erasures
from majoracct.adapters.trust.personal_key import PersonalCipher, commitment_to, digest_by
from majoracct.domain.kernel import Fact
from majoracct.ports import KeyStoreError
from majoracct.sealing import told_of

__all__ = ["HandedKeys", "decoded", "unopened"]


def unopened(rows: Iterable[Stored]) -> list[Fact]:
    """Return the facts in ROWS as they are stored: what is sealed stays so, whoever was erased.

    Raises UnreadableFactError.
    """
    return [_keyless().decode(row) for row in rows]


def decoded(ledger_id: str, rows: Iterable[Stored], keys: Mapping[str, bytes]) -> list[Fact]:
    """Return the facts in ROWS of a ledger, in which KEYS open what is sealed.

    Of whom ROWS say that they were erased, nothing is read.
    Raises UnreadableFactError, and CryptographyMissingError when there are keys and nothing to use them with.
    """
    rows = list(rows)
    erasures = Erasures()
    erasures.add(row[5] for row in rows if row[3] == ERASURE)
    codec = Codec(HandedKeys(ledger_id, keys), lambda: erasures.people)
    found = zip(unopened(rows), rows, strict=True)
    return [codec.decode(row) if told_of(fact.event) else fact for fact, row in found]


@cache
def _keyless() -> Codec:
    return Codec()  # making its decoders is most of what a small bundle costs


class HandedKeys:
    """A `ports.Vault` of the keys it is given, as far as reading goes."""

    def __init__(self, ledger_id: str, keys: Mapping[str, bytes]) -> None:
        self.id = ""
        self.ledger_id = ledger_id
        self._keys = keys
        self._ciphers = {person: PersonalCipher(ledger_id, person, key) for person, key in keys.items()}

    def commitment(self, person: str) -> str:
        """Return what commits to PERSON's key. Raises KeyStoreError without one."""
        if person not in self._keys:
            raise KeyStoreError(f"no key of {person} was handed on")
        return commitment_to(person, self._keys[person])

    def keep(self, people: Collection[str] | None = None) -> None:
        """Do nothing: no key is ever made here."""

    def seal(self, person: str, clear: bytes, context: bytes) -> bytes:
        """Raise KeyStoreError: nothing is recorded in a bundle."""
        raise KeyStoreError("a bundle's keys are for reading it")

    def seal_all(self, person: str, values: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """Raise KeyStoreError: nothing is recorded in a bundle."""
        raise KeyStoreError("a bundle's keys are for reading it")

    def unseal(self, person: str, sealed: bytes, context: bytes) -> bytes | None:
        """Return what was sealed; None when PERSON's key was not handed on, or does not open it."""
        cipher = self._ciphers.get(person)
        return None if cipher is None else cipher.unseal(sealed, context)

    def digest(self, person: str, text: bytes) -> str | None:
        """Return a digest (hex) of TEXT that only PERSON's key makes; None without a key."""
        key = self._keys.get(person)
        return None if key is None else digest_by(key, text)

    def personal_key(self, person: str) -> bytes | None:
        """Return PERSON's key; None when it was not handed on."""
        return self._keys.get(person)

    def forget(self, person: str) -> None:
        """Raise KeyStoreError: what was handed on cannot be taken back."""
        raise KeyStoreError("a bundle's keys are in the bundle, and cannot be taken back")

    def close(self) -> None:
        """Do nothing: nothing is held open."""
