"""The keys of a mapping file: each is one the format has, and says what it must, or the error names it.

A key the format does not have is an error that names the file, the key and the nearest it does have.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from majoracct.adapters.exchange.reading import shortened

__all__ = ["Keys", "MappingFileError"]


class MappingFileError(Exception):
    """A map cannot be used: the message names the file and the key, and what would be right."""


class Keys:
    """A table of a map, which knows its file and where in it it stands."""

    def __init__(self, file: str, path: str, content: Mapping[str, Any], *keys: str) -> None:
        """Hold CONTENT. Raises MappingFileError for a key that is none of KEYS."""
        self.file = file
        self.path = path
        self.content = content
        for key in content:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1, cutoff=0.0)
                raise MappingFileError(
                    f"{file}: unknown key {shortened(path + key, quoted=False)}: "
                    f"the nearest is {path}{near[0]}, of {', '.join(keys)}"
                    if near
                    else f"{file}: unknown key {shortened(path + key, quoted=False)}: it takes none"
                )

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def wrong(self, key: str, what: str) -> MappingFileError:
        """Return an error that says WHAT is wrong with KEY."""
        return MappingFileError(f"{self.file}: {self.path}{key} {what}")

    def table(self, key: str, *keys: str) -> Keys:
        """Return the table under KEY, which may hold KEYS."""
        found = self._given(key)
        if not isinstance(found, dict):
            raise self.wrong(key, f"is a table: write [{self.path}{key}]")
        return Keys(self.file, f"{self.path}{key}.", found, *keys)

    def tables(self, key: str, *keys: str) -> list[Keys]:
        """Return the tables of the list under KEY; none when it is not there."""
        given = self.content.get(key, [])
        if not (isinstance(given, list) and all(isinstance(entry, dict) for entry in given)):
            raise self.wrong(key, f"is a list of tables: write [[{self.path}{key}]]")
        return [
            Keys(
                f"{self.file}, {key} {n}" if len(given) > 1 else self.file, f"{self.path}{key}.", entry, *keys
            )
            for n, entry in enumerate(given, 1)
        ]

    def text(self, key: str, default: str | None = None) -> str:
        """Return the text under KEY."""
        if default is not None and key not in self.content:
            return default
        found = self._given(key)
        if not isinstance(found, str) or not found:
            raise self.wrong(key, "is text, in quotes")
        return found

    def number(self, key: str, default: int, least: int, most: int) -> int:
        """Return the whole number under KEY."""
        found = self.content.get(key, default)
        if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
            raise self.wrong(key, f"is a whole number from {least:,} to {most:,}")
        return found

    def word(self, key: str, words: Sequence[str], default: str | None = None) -> str:
        """Return the text under KEY, one of WORDS."""
        return self._one_of(key, self.text(key, default), words)

    def texts(self, key: str, *, empty: bool = False) -> list[str]:
        """Return the texts under KEY, each once; EMPTY ones, too, if they mean something."""
        found = self._given(key)
        if not isinstance(found, list) or not all(isinstance(t, str) and (t or empty) for t in found):
            raise self.wrong(key, "is a list of texts, each in quotes")
        if len(set(found)) < len(found):
            raise self.wrong(key, "says one thing twice")
        return found

    def words(self, key: str, words: Sequence[str]) -> list[str]:
        """Return the texts under KEY, each one of WORDS."""
        found = [self._one_of(key, text, words) for text in self.texts(key)]
        if not found:
            raise self.wrong(key, f"is empty: it takes {' or '.join(map(repr, words))}")
        return found

    def aliases(self, key: str) -> dict[str, str]:
        """Return the table of texts under KEY; an empty one when it is not there."""
        found = self.content.get(key, {})
        if not isinstance(found, dict) or not all(isinstance(v, str) and v for v in found.values()):
            raise self.wrong(key, "is a table of texts: what a cell says = what it stands for")
        return found

    def _given(self, key: str) -> Any:
        if key not in self.content:
            raise self.wrong(key, "is missing")
        return self.content[key]

    def _one_of(self, key: str, text: str, words: Sequence[str]) -> str:
        if text not in words:
            near = difflib.get_close_matches(text, words, n=1, cutoff=0.0)[0]
            raise self.wrong(key, f"is {shortened(text)}: the nearest it takes is {near!r}")
        return text
