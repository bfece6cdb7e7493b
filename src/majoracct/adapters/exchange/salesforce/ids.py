"""Ids of Salesforce records: 15 characters that tell capitals from small letters, or 18 that need not.

The three further characters say which of the 15 are capitals, five by five, so an id that lost its
capitals on the way is found out. We keep the 18.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["SalesforceIdError", "full_id"]

_ID: Final = re.compile(r"[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?\Z", re.ASCII)
_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_SHOWN: Final = 40


class SalesforceIdError(ValueError):
    """A cell is no id of a record, or not of the kind it should be; the message says why."""


def full_id(text: str, prefix: str = "") -> str:
    """Return the id TEXT with all its 18 characters.

    prefix: the first three characters of the ids of that object. Raises SalesforceIdError.
    """
    if not _ID.match(text):
        said = "no id" if not text else f"{text[:_SHOWN]!r} is no id"
        raise SalesforceIdError(f"{said}: an id has 15 characters, or 18")
    short, suffix = text[:15], text[15:]
    right = "".join(_check(short[at : at + 5]) for at in (0, 5, 10))
    if suffix and suffix != right:
        raise SalesforceIdError(
            f"{text} does not check: by its last three characters other letters of it are capitals"
        )
    if not short.startswith(prefix):
        raise SalesforceIdError(f"{text} is the id of another kind of record: this one begins {prefix}")
    return short + right


def _check(five: str) -> str:
    """Return the character that says which of FIVE are capitals; the first counts least."""
    return _DIGITS[sum(1 << at for at, letter in enumerate(five) if "A" <= letter <= "Z")]
