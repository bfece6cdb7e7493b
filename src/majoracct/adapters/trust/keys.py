"""Keys in files of their own, and commands that stand in for them.

Two keys are secrets, and a file that holds one is its owner's alone:

    signing key     one line, as `note` writes it; its public key is in KEY.pub, for everybody
    wrapping key    two lines: `majoracct wrapping key 1`, and 32 random bytes in base64

A key that is in no file, but in a vault or a device, is asked for by a command: to sign, it gets the
text on its standard input and gives back the signed note; for a wrapping key it gives the base64. No
shell runs it. What it gives is held against the public key, or its size, before it is used.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import shlex
import stat
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Final

from attrs import evolve, frozen

from majoracct.adapters.trust.note import NoteError, Signer, Signing, Verifier, open_note, signatures

__all__ = [
    "KeyCommandError",
    "KeyFileError",
    "make_signing_key",
    "make_wrapping_key",
    "public_file",
    "signer_by",
    "signer_from",
    "verifier_from",
    "wrapping_key_by",
    "wrapping_key_from",
]

_WRAPPING: Final = "majoracct wrapping key 1"
_WRAPPING_SIZE: Final = 32
_LONGEST: Final = 10_000  # bytes of a file that holds a key
_PATIENCE: Final = 120  # seconds: whoever is asked may have to press a button first
_PUBLIC_KEY: Final = re.compile(r"[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+", re.ASCII)
_FOR_ITS_OWNER: Final = 0o600
_FOR_EVERYBODY: Final = 0o644
_OF_OTHERS: Final = 0o077


class KeyFileError(Exception):
    """A key that cannot be used, or made, where it is; the message says where, why and what to do."""


class KeyCommandError(Exception):
    """A command that did not give what it was asked for; the message says what to do."""


def public_file(path: Path) -> Path:
    """Return where the public key of the signing key in PATH is written."""
    return path.with_name(f"{path.name}.pub")


def make_signing_key(path: Path, name: str | None = None) -> Signer:
    """Make a signing key in PATH, for its owner alone, and its public key beside it; return it.

    name: by default, one made of the key itself, so that no two keys share it.
    Raises KeyFileError when either file exists, NoteError when NAME is none, CryptographyMissingError,
    and OSError when they cannot be written; then neither is.
    """
    signer = Signer.generate("majoracct" if name is None else name)
    if name is None:
        signer = evolve(signer, name=f"majoracct-{sha256(signer.verifier.key).hexdigest()[:8]}")
    public = public_file(path)
    if os.path.lexists(public):
        raise _exists(public)
    _write_new(path, signer.private(), _FOR_ITS_OWNER)
    try:
        _write_new(public, str(signer.verifier), _FOR_EVERYBODY)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return signer


def make_wrapping_key(path: Path) -> None:
    """Make a wrapping key in PATH, for its owner alone. Raises KeyFileError when it exists, and OSError."""
    key = base64.b64encode(secrets.token_bytes(_WRAPPING_SIZE)).decode("ascii")
    _write_new(path, f"{_WRAPPING}\n{key}", _FOR_ITS_OWNER)


def signer_from(path: Path | str) -> Signer:
    """Return the signing key in PATH. Raises KeyFileError and CryptographyMissingError."""
    try:
        return Signer.parse(_secret_in(path))
    except NoteError as why:
        raise KeyFileError(f"{path}: {why}: give a key that `majoracct keygen` made") from None


def verifier_from(text_or_path: Path | str) -> Verifier:
    """Return the public key that TEXT_OR_PATH is, or that is in that file. Raises KeyFileError."""
    given = str(text_or_path)
    if given.startswith("PRIVATE+KEY+"):  # said here without showing it
        raise KeyFileError(
            "that is a signing key itself: give the public key, or its file, and keep this one"
        )
    try:
        if isinstance(text_or_path, str) and _PUBLIC_KEY.fullmatch(given):
            return Verifier.parse(given)
        return Verifier.parse(_text_in(given, secret=False))
    except NoteError as why:
        raise KeyFileError(f"{given}: {why}: give the .pub file that `majoracct keygen` made") from None


def wrapping_key_from(path: Path | str) -> bytes:
    """Return the 32 bytes of the wrapping key in PATH. Raises KeyFileError."""
    tag, _, encoded = _secret_in(path).partition("\n")
    key = _wrapping_key(encoded)
    if tag != _WRAPPING or key is None:
        raise KeyFileError(
            f"{path}: this is no wrapping key: give one that `majoracct keygen --wrapping` made"
        )
    return key


def signer_by(command: str, verifier: Verifier) -> Signing:
    """Return who signs by COMMAND, whose public key VERIFIER is. Nothing is run before it signs."""
    return _Asked(command, verifier)


def wrapping_key_by(command: str) -> bytes:
    """Return the wrapping key that COMMAND gives. Raises KeyCommandError."""
    key = _wrapping_key(_answer(command, b"", wanted="the wrapping key").decode("ascii", "replace").strip())
    if key is None:
        raise KeyCommandError(
            f"the command {command!r} gave no wrapping key: {_WRAPPING_SIZE} bytes in base64 are wanted"
        )
    return key


@frozen
class _Asked:
    """Somebody else who signs: a command, held against its public key."""

    command: str
    verifier: Verifier

    @property
    def name(self) -> str:
        """The name of the key."""
        return self.verifier.name

    def sign(self, text: str) -> bytes:
        """Return the key's hash and its signature of TEXT. Raises KeyCommandError."""
        note = _answer(self.command, text.encode(), wanted="a signed note")
        try:
            opened = open_note(note, [self.verifier])
        except NoteError as why:
            raise KeyCommandError(
                f"the command {self.command!r} gave what {self.name} did not sign: {why}"
            ) from None
        if opened.text != text:
            raise KeyCommandError(f"the command {self.command!r} signed another text than it was given")
        ours = self.name, self.verifier.hash
        return next(held for name, held in signatures(note)[1] if (name, held[:4]) == ours)


def _answer(command: str, asked: bytes, *, wanted: str) -> bytes:
    """Return what COMMAND writes when it reads ASKED. Raises KeyCommandError."""
    try:
        words = shlex.split(command)
        if not words:
            raise KeyCommandError(f"no command is named that would give {wanted}")
        done = subprocess.run(words, input=asked, capture_output=True, check=False, timeout=_PATIENCE)  # noqa: S603 - it is whoever runs us who names it
    except ValueError as why:  # a quote that is not closed, a NUL
        raise KeyCommandError(f"the command {command!r} cannot be read: {why}") from None
    except OSError as why:
        raise KeyCommandError(f"the command {command!r} cannot be run: {why.strerror}") from None
    except subprocess.TimeoutExpired:
        raise KeyCommandError(f"the command {command!r} gave nothing for {_PATIENCE} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "backslashreplace").strip().split("\n")[-1]
        reason = f": {said}" if said else ", and said nothing"
        raise KeyCommandError(
            f"the command {command!r} gave exit code {done.returncode}, not {wanted}{reason}"
        )
    return done.stdout


def _wrapping_key(encoded: str) -> bytes | None:
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        return None
    return key if len(key) == _WRAPPING_SIZE else None


def _secret_in(path: Path | str) -> str:
    return _text_in(path, secret=True)


def _text_in(path: Path | str, *, secret: bool) -> str:
    """Return the text of the file at PATH, without its last newline. Raises KeyFileError.

    What is looked at is the file that was opened, whatever stands at PATH a moment later.
    """
    try:
        # Without waiting: a pipe nobody writes to would keep us for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
        with os.fdopen(descriptor, "rb") as file:
            mode = os.fstat(descriptor).st_mode
            if not stat.S_ISREG(mode):
                raise KeyFileError(f"{path}: this is no ordinary file: give one that holds a key")
            if secret and os.name == "posix" and mode & _OF_OTHERS:
                raise KeyFileError(
                    f"{path}: others may get at this key (mode {stat.S_IMODE(mode):04o}): chmod 600 {path}"
                )
            data = file.read(_LONGEST + 1)
        if len(data) > _LONGEST:
            raise KeyFileError(f"{path}: this is too long for a key: give a file that holds one")
        return data.decode().removesuffix("\n")
    except UnicodeDecodeError:
        raise KeyFileError(f"{path}: this is no key: give a file that `majoracct keygen` made") from None
    except (OSError, ValueError) as why:
        said = getattr(why, "strerror", None) or why
        raise KeyFileError(f"{path}: the key cannot be read: {said}: give a file that can be") from None


def _exists(path: Path) -> KeyFileError:
    return KeyFileError(f"{path} exists, and a key is never written over: name another file")


def _write_new(path: Path, line: str, mode: int) -> None:
    """Write LINE into a new file, with MODE, and return once it is durable. Raises KeyFileError, OSError."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise _exists(path) from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            if os.name == "posix":
                os.fchmod(descriptor, mode)  # whatever the umask would leave of it
            file.write(f"{line}\n".encode())
            file.flush()
            os.fsync(descriptor)
        _keep_name(path.parent)
    except BaseException as why:
        path.unlink(missing_ok=True)
        if isinstance(why, OSError) and why.filename is None:
            why.filename = str(path)  # or it would pass for the output's
        raise


def _keep_name(folder: Path) -> None:
    """Make the names in FOLDER durable, where the system knows how."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
