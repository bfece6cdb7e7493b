"""The form of what a person's key seals, held to what is stated of it: others write programs by that."""

from __future__ import annotations

from hashlib import sha256
from hmac import digest as hmac

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from majoracct.adapters.trust.personal_key import PersonalCipher, commitment_to, digest_by

KEY = bytes(range(32))


def test_a_commitment_is_as_its_fact_says() -> None:
    assert commitment_to("p7", KEY) == sha256(b"majoracct/person-key/v1\np7\n" + KEY).hexdigest()


def test_a_digest_is_keyed() -> None:
    assert digest_by(KEY, b"Ann") == hmac(KEY, b"majoracct/request/v1\nAnn", "sha256").hex()


def test_what_is_sealed_opens_by_what_is_stated_alone() -> None:
    sealed = PersonalCipher("ledger-1", "jürgen", KEY).seal(b"Ann", b"acme\n3\nSponsorNamed\ntitle")
    bound = "majoracct/personal/v1\nledger-1\njürgen\nacme\n3\nSponsorNamed\ntitle".encode()
    assert AESGCM(KEY).decrypt(sealed[:12], sealed[12:], bound) == b"Ann"


def test_what_is_cut_short_opens_to_nothing() -> None:
    cipher = PersonalCipher("ledger-1", "p7", KEY)
    sealed = cipher.seal(b"Ann", b"here")
    assert all(cipher.unseal(sealed[:length], b"here") is None for length in range(len(sealed)))
