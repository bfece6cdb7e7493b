"""Signed notes, and the checkpoints they carry: C2SP signed-note and tlog-checkpoint, with Ed25519.

A note is text, an empty line, and a line for each signature:

    majoracct/4b1c…
    1820
    yI3M…=

    — ledger.example bm90ZQ…=

A signature is of the text up to and with the newline before the empty line, and of nothing else. The
base64 in its line holds the key's hash (4 bytes), which says by which of the name's keys, and then the
signature. Keys are written in a line:

    signing key   PRIVATE+KEY+name+hash+base64(0x01 || seed)
    public key    name+hash+base64(0x01 || public key)
    hash          the first 4 bytes of SHA-256(name || 0x0a || 0x01 || public key), in hexadecimal

0x01 is Ed25519, and the only kind of key known here. Notes of others are read with it too: whatever
their other signatures are, they are ignored.
"""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Final, Protocol

from attrs import field, frozen

__all__ = [
    "Checkpoint",
    "CryptographyMissingError",
    "NoteError",
    "Opened",
    "Signer",
    "Signing",
    "Verifier",
    "cryptography_at_hand",
    "open_note",
    "sign",
    "signatures",
]

_ED25519: Final = b"\x01"
_KEY_SIZE: Final = 32
_HASH_SIZE: Final = 4
_ROOT_SIZE: Final = 32
_LONGEST: Final = 1_000_000  # bytes of a note
_MOST_SIGNATURES: Final = 16
_LARGEST: Final = (1 << 63) - 1  # leaves; no store counts further
_PRIVATE: Final = "PRIVATE+KEY+"
_SIGNED_BY: Final = "— "
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_KEY_HASH: Final = re.compile(r"[0-9a-f]{8}", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteError(Exception):
    """A note, a checkpoint or a key that cannot be used; the message says why, in a line."""


class CryptographyMissingError(Exception):
    """What was asked for needs the library `cryptography`, an optional part of this program."""


@contextmanager
def cryptography_at_hand() -> Iterator[None]:
    """Import `cryptography` within; raise CryptographyMissingError where it is not installed."""
    try:
        yield
    except ImportError:
        raise CryptographyMissingError(
            "this needs the library cryptography: pip install 'majoracct[trust]'"
        ) from None


class Signing(Protocol):
    """Whoever signs: a key of ours, or somebody else who is asked to."""

    @property
    def name(self) -> str:
        """The name of the key."""

    @property
    def verifier(self) -> Verifier:
        """The public key."""

    def sign(self, text: str) -> bytes:
        """Return what a signature's line holds: the key's hash, and the signature of TEXT."""


def _refuse_name(name: str) -> None:
    """Raise NoteError for what is no name of a key."""
    if not name or "+" in name or any(c.isspace() for c in name) or _CONTROL.search(name):
        raise NoteError(f"{name!r} is no name of a key, which has neither spaces nor plus signs")
    _encoded(name)


def _named(instance: object, attribute: object, name: str) -> None:
    _refuse_name(name)


def _sized(instance: object, attribute: object, key: bytes) -> None:
    if len(key) != _KEY_SIZE:
        raise NoteError(f"an Ed25519 key is {_KEY_SIZE} bytes, and this one {len(key)}")


@frozen
class Verifier:
    """A public key: its name, and its 32 bytes."""

    name: str = field(validator=_named)
    key: bytes = field(validator=_sized)

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """Return the public key written as ``name+hash+base64``. Raises NoteError."""
        if text.startswith(_PRIVATE):
            raise NoteError("this is a signing key, and never to be given away: the public key is wanted")
        name, key_hash, key = _parts(text, "public key")
        found = cls(name, key)
        _refuse_another_hash(key_hash, found)
        return found

    @property
    def hash(self) -> bytes:
        """The 4 bytes that tell this key from others of its name."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.key).digest()[:_HASH_SIZE]

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{_base64(_ED25519 + self.key)}"

    def verified(self, text: str, signature: bytes) -> bool:
        """Return whether SIGNATURE is this key's, of TEXT. Raises CryptographyMissingError."""
        with cryptography_at_hand():
            from cryptography.exceptions import InvalidSignature
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@frozen
class Signer:
    """A signing key: its name, and the 32 bytes that are its secret; they are shown by `private` alone."""

    name: str = field(validator=_named)
    seed: bytes = field(validator=_sized, repr=False)

    @classmethod
    def generate(cls, name: str) -> Signer:
        """Return a new signing key. Raises NoteError when NAME is none."""
        return cls(name, secrets.token_bytes(_KEY_SIZE))

    @classmethod
    def parse(cls, text: str) -> Signer:
        """Return the key written as ``PRIVATE+KEY+name+hash+base64``.

        Raises NoteError and CryptographyMissingError.
        """
        if not text.startswith(_PRIVATE):
            raise NoteError(f"this is no signing key, which begins with {_PRIVATE}")
        name, key_hash, seed = _parts(text.removeprefix(_PRIVATE), "signing key")
        found = cls(name, seed)
        _refuse_another_hash(key_hash, found.verifier)
        return found

    @property
    def verifier(self) -> Verifier:
        """The public key. Raises CryptographyMissingError."""
        with cryptography_at_hand():
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        return Verifier(
            self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        )

    def private(self) -> str:
        """Return the key as it is written into a file of its own. It is a secret."""
        return f"{_PRIVATE}{self.name}+{self.verifier.hash.hex()}+{_base64(_ED25519 + self.seed)}"

    def sign(self, text: str) -> bytes:
        """Return the key's hash and its signature of TEXT. Raises CryptographyMissingError."""
        with cryptography_at_hand():
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        return self.verifier.hash + Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())


def _parts(text: str, what: str) -> tuple[str, str, bytes]:
    """Return the name, hash and bytes of an Ed25519 key, written as ``name+hash+base64``."""
    name, _, rest = text.partition("+")
    key_hash, _, encoded = rest.partition("+")
    if not _KEY_HASH.fullmatch(key_hash) or not encoded:
        raise NoteError(f"this is no {what}, which is written name+hash+base64")
    key = _decoded(encoded, what)
    if key[:1] != _ED25519:
        raise NoteError(f"this {what} is of kind {key[0]:#04x}, and only Ed25519 (0x01) is known here")
    return name, key_hash, key[1:]


def _refuse_another_hash(key_hash: str, verifier: Verifier) -> None:
    if key_hash != verifier.hash.hex():
        raise NoteError(
            f"this key of {verifier.name!r} was altered: its hash is {verifier.hash.hex()}, not {key_hash}"
        )


@frozen
class Opened:
    """A note that is signed: its text, and the names of the keys whose signatures were verified."""

    text: str
    names: tuple[str, ...]


def sign(text: str, signer: Signing) -> bytes:
    """Return the note of TEXT with the signature of SIGNER.

    Raises NoteError when TEXT cannot stand in a note, and what SIGNER raises.
    """
    _refuse_text(text)
    note = f"{text}\n{_SIGNED_BY}{signer.name} {_base64(signer.sign(text))}\n".encode()
    if len(note) > _LONGEST:
        raise NoteError(f"a note is at most {_LONGEST:,} bytes, and this one would be {len(note):,}")
    return note


def signatures(data: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the text of a note and its signatures, none of them verified: name, and what the line holds.

    Raises NoteError when DATA is no note.
    """
    if len(data) > _LONGEST:
        raise NoteError(f"a note is at most {_LONGEST:,} bytes, and this is {len(data):,}")
    try:
        note = data.decode()
    except UnicodeDecodeError as error:
        raise NoteError(f"the note is no UTF-8 from byte {error.start} on") from None
    text, empty_line, lines = note.rpartition("\n\n")
    if not empty_line or not lines.endswith("\n"):
        raise NoteError(
            "the note has no signature: after its text, an empty line and signature lines are wanted"
        )
    _refuse_text(text + "\n")
    found = lines.removesuffix("\n").split("\n")
    if len(found) > _MOST_SIGNATURES:
        raise NoteError(f"the note has {len(found)} signatures, and {_MOST_SIGNATURES} are the most allowed")
    return text + "\n", [_signature(line) for line in found]


def _signature(line: str) -> tuple[str, bytes]:
    name, space, encoded = line.removeprefix(_SIGNED_BY).partition(" ")
    if not line.startswith(_SIGNED_BY) or not space:
        raise NoteError(f"the note has a line that is no signature: {line[:60]!r}")
    _refuse_name(name)
    held = _decoded(encoded, f"signature of {name!r}")
    if len(held) <= _HASH_SIZE:
        raise NoteError(f"the signature of {name!r} is cut short")
    return name, held


def open_note(data: bytes, verifiers: Iterable[Verifier]) -> Opened:
    """Return the text of a note that one or more of VERIFIERS signed, and the names of those.

    Signatures by other keys are ignored, and so are further ones by the same key. Raises NoteError when
    DATA is no note, a known key's signature is wrong, a key that signed stands among VERIFIERS more than
    once, or none of them signed; and CryptographyMissingError.
    """
    known: dict[tuple[str, bytes], list[Verifier]] = {}
    for verifier in verifiers:
        known.setdefault((verifier.name, verifier.hash), []).append(verifier)
    text, signed = signatures(data)
    names: dict[tuple[str, bytes], str] = {}
    for name, held in signed:
        key_hash, signature = held[:_HASH_SIZE], held[_HASH_SIZE:]
        key = name, key_hash
        if key not in known or key in names:
            continue
        if len(known[key]) > 1:
            raise NoteError(f"two of the keys given are {name}+{key_hash.hex()}: give each once")
        if not known[key][0].verified(text, signature):
            raise NoteError(f"the signature of {name}+{key_hash.hex()} is not of this text")
        names[key] = name
    if not names:
        signers = dict.fromkeys(f"{name}+{held[:_HASH_SIZE].hex()}" for name, held in signed)
        raise NoteError(f"none of the keys given signed the note, which is signed by {', '.join(signers)}")
    return Opened(text, tuple(names.values()))


@frozen
class Checkpoint:
    """The head of a tree: what a witness keeps.

    origin: which ledger. size: how many leaves. root: over them, 32 bytes.
    extensions: further lines, of others; kept as they are.
    Raises NoteError for values no checkpoint has.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        if not self.origin or "\n" in self.origin:
            raise NoteError("a checkpoint's origin, its first line, names the ledger and is not empty")
        if not 0 <= self.size <= _LARGEST:
            raise NoteError(f"a checkpoint's size is 0 to {_LARGEST}, and this one {self.size}")
        if len(self.root) != _ROOT_SIZE:
            raise NoteError(f"a checkpoint's root is {_ROOT_SIZE} bytes, and this one {len(self.root)}")
        if not all(line and "\n" not in line for line in self.extensions):
            raise NoteError("a checkpoint's further lines are not empty")
        _refuse_text(self.text())

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Return the checkpoint that TEXT, of a note, is. Raises NoteError."""
        if not text.endswith("\n") or text.count("\n") < 3:
            raise NoteError("this is no checkpoint, which has three lines or more: origin, size and root")
        origin, size, root, *extensions = text.removesuffix("\n").split("\n")
        if not _NUMBER.fullmatch(size):
            raise NoteError(f"a checkpoint's size, its second line, is a whole number, not {size[:40]!r}")
        return cls(origin, int(size), _decoded(root, "checkpoint's root"), tuple(extensions))

    def text(self) -> str:
        """Return the text of the note."""
        lines = (self.origin, str(self.size), _base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def _refuse_text(text: str) -> None:
    """Raise NoteError for what cannot be the text of a note."""
    if not text.endswith("\n"):
        raise NoteError("the text of a note ends with a newline")
    if control := _CONTROL.search(text):
        raise NoteError(f"the text of a note holds no control character but newlines, and not {control[0]!r}")
    _encoded(text)


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise NoteError(f"{text[:40]!r} is not Unicode text") from None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(text: str, what: str) -> bytes:
    """Return what TEXT is the base64 of, as only one text is: padded, no stray bits. Raises NoteError."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise NoteError(f"the {what} is not base64") from None
    if _base64(data) != text:
        raise NoteError(f"the {what} is not base64 as it is written by everybody else")
    return data
