"""A policy file, as a command is given one: read strictly, every fault of it named with its line."""

from __future__ import annotations

from pathlib import Path

from majoracct.cli.session import BadInput
from majoracct.domain.programme.terms import Terms

__all__ = ["content_of", "terms_of"]


def content_of(file: str) -> bytes:
    """Return what FILE holds. Raises BadInput naming it."""
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from None


def terms_of(content: bytes, file: str, currency: str) -> Terms:
    """Return the policy that CONTENT, of FILE, states; money in it that names no currency is in CURRENCY.

    Raises BadInput with everything that is wrong with it.
    """
    from majoracct.adapters.exchange.policy_file import PolicyFileError, read_policy

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{file} is not UTF-8: {error.reason} at byte {error.start}") from None
    try:
        return read_policy(text, currency)
    except PolicyFileError as error:
        raise BadInput(f"{file}: {error}") from None
