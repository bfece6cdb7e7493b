"""The map of a Salesforce export: what an organisation names for itself, and so has to say.

It is TOML, and begins `export = "salesforce"`. One is shipped, called salesforce.
"""

from __future__ import annotations

import difflib
import enum
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import frozen

from majoracct.adapters.exchange.mapping import MappingFileError
from majoracct.adapters.exchange.reading import shortened
from majoracct.adapters.exchange.salesforce.ids import SalesforceIdError, full_id
from majoracct.domain.account.profile import KEY
from majoracct.domain.account.relationships import BuyingFunction
from majoracct.domain.kernel import LEDGER, PROGRAMME
from majoracct.domain.programme.terms import Level

__all__ = ["NAME", "Declared", "read_declared"]

NAME: Final = "salesforce"
_SIZE_LIMIT: Final = 1_000_000  # bytes

Word = TypeVar("Word", bound=enum.Enum)


@frozen
class Declared:
    """What a map says.

    name: as it was asked for. won, lost: stages that decide. keys: of accounts, by their ids.
    function_column, functions, otherwise: what tells the function somebody serves.
    level_column, levels: what tells where they stand. Texts are looked up in small letters.
    """

    name: str
    won: frozenset[str]
    lost: frozenset[str]
    keys: Mapping[str, str]
    function_column: str
    functions: Mapping[str, BuyingFunction]
    otherwise: BuyingFunction | None
    level_column: str
    levels: Mapping[str, Level]


def read_declared(named: str) -> Declared | None:
    """Return the map NAMED: the shipped one, or a path; None when it is of no Salesforce export.

    Raises MappingFileError.
    """
    if named == NAME:
        text = (resources.files(__package__) / "salesforce.toml").read_text(encoding="utf-8")
        return _declared(tomllib.loads(text), named)
    path = Path(named)
    try:
        if not path.is_file() or path.stat().st_size > _SIZE_LIMIT:
            return None  # whoever reads maps of payments says what is wrong
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return None
    return _declared(found, named) if "export" in found else None


def _declared(found: dict[str, Any], name: str) -> Declared:
    top = _Part(name, "", found, "export", "stages", "accounts", "contacts")
    if found["export"] != NAME:
        raise top.wrong("export", f'is "{NAME}": no other export has a map of this kind')
    stages = top.part("stages", "won", "lost")
    won, lost = frozenset(stages.texts("won")), frozenset(stages.texts("lost"))
    if both := won & lost:
        raise stages.wrong("won", f"and stages.lost both name {shortened(min(both))}")
    contacts = top.part("contacts", "function", "level")
    function = contacts.part("function", "column", "otherwise", "table")
    level = contacts.part("level", "column", "table")
    return Declared(
        name,
        won,
        lost,
        _keys(top.part("accounts", "keys")),
        function.text("column", "Department"),
        function.words("table", BuyingFunction),
        function.word("otherwise", function.content["otherwise"], BuyingFunction)
        if "otherwise" in function.content
        else None,
        level.text("column", "Title"),
        level.words("table", Level),
    )


def _keys(accounts: _Part) -> dict[str, str]:
    keys: dict[str, str] = {}
    for id_, key in accounts.texts_by("keys").items():
        try:
            whole = full_id(id_, "001")
        except SalesforceIdError as error:
            raise accounts.wrong(f"keys.{id_}", str(error)) from None
        if not KEY.match(key) or key in (LEDGER, PROGRAMME):
            raise accounts.wrong(f"keys.{id_}", f"is {shortened(key)}, which is no key of an account")
        if key in keys.values():
            raise accounts.wrong(f"keys.{id_}", f"is {shortened(key)}, like another: an account has one key")
        keys[whole] = key
    return keys


class _Part:
    """A table of the map, which knows where it stands. A part that is left out says nothing."""

    def __init__(self, file: str, path: str, content: Mapping[str, Any], *keys: str) -> None:
        self.file = file
        self.path = path
        self.content = content
        for key in content:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1, cutoff=0.0)[0]
                raise MappingFileError(
                    f"{file}: unknown key {shortened(path + key, quoted=False)}: "
                    f"the nearest is {path}{near}, of {', '.join(keys)}"
                )

    def wrong(self, key: str, what: str) -> MappingFileError:
        return MappingFileError(f"{self.file}: {self.path}{key} {what}")

    def part(self, key: str, *keys: str) -> _Part:
        found = self.content.get(key, {})
        if not isinstance(found, dict):
            raise self.wrong(key, f"is a table: write [{self.path}{key}]")
        return _Part(self.file, f"{self.path}{key}.", found, *keys)

    def text(self, key: str, default: str) -> str:
        found = self.content.get(key, default)
        if not isinstance(found, str) or not found:
            raise self.wrong(key, "is text, in quotes")
        return found

    def texts(self, key: str) -> list[str]:
        found = self.content.get(key, [])
        if not isinstance(found, list) or not all(isinstance(text, str) and text for text in found):
            raise self.wrong(key, "is a list of texts, each in quotes")
        return found

    def texts_by(self, key: str) -> dict[str, str]:
        found = self.content.get(key, {})
        if not isinstance(found, dict) or not all(isinstance(v, str) and v for v in found.values()):
            raise self.wrong(key, "is a table of texts")
        return found

    def words(self, key: str, kind: type[Word]) -> dict[str, Word]:
        """Return the table KEY, by its texts in small letters."""
        words: dict[str, Word] = {}
        for text, said in self.texts_by(key).items():
            word = self.word(f"{key}.{text}", said, kind)
            if words.setdefault(text.strip().casefold(), word) is not word:
                raise self.wrong(f"{key}.{text}", "is there twice, and says different things")
        return words

    def word(self, key: str, said: object, kind: type[Word]) -> Word:
        known = [word.value for word in kind]
        if said not in known:
            near = difflib.get_close_matches(str(said), known, n=1, cutoff=0.0)[0]
            raise self.wrong(key, f"is {shortened(str(said))}: the nearest it takes is {near!r}")
        return kind(said)
