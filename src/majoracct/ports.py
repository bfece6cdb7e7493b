"""What the ledger asks of its adapters, and the technical errors they raise.

A store keeps facts in the order they were recorded and gives them back as they were. It knows
nothing of rules: by the time a fact reaches it, the fact has been admitted. It makes three
promises, and `majoracct.testing.store_contract` tests them on every adapter:

- an append is whole or nothing, and durable when it returns;
- positions are dense from 1 in the ledger, versions dense from 1 in each stream, and
  `recorded_at` never decreases;
- nothing that was appended is ever changed, replaced or removed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from attrs import frozen

from majoracct.domain.kernel import Fact

__all__ = [
    "BusyError",
    "CheckpointContradictedError",
    "Command",
    "CommandReusedError",
    "ConflictError",
    "EventStore",
    "ForkedLedgerError",
    "KeyStoreError",
    "LedgerClosedError",
    "LedgerError",
    "LedgerExistsError",
    "LedgerFaultError",
    "LedgerMissingError",
    "LedgerNewerError",
    "NotFoundError",
    "Outline",
    "Receipt",
    "Row",
    "Subtree",
    "UnreadableFactError",
    "Vault",
]


class LedgerError(Exception):
    """A technical fault: nothing to do with the business rules."""


class LedgerMissingError(LedgerError):
    """There is no ledger where one was to be opened; only creating makes one."""


class LedgerExistsError(LedgerError):
    """Something already stands where a ledger was to be created."""


class ConflictError(LedgerError):
    """Somebody recorded on a stream this command had read. Running the whole command again is safe."""


class CommandReusedError(ConflictError):
    """The command id was used before, for another request."""


class BusyError(ConflictError):
    """Somebody else keeps the ledger locked. Trying again later is safe; at once it is of no use."""


class UnfinishedError(ConflictError):
    """What was begun is on record, and somebody kept it from being finished; run again, it is."""


class LedgerFaultError(LedgerError):
    """The ledger cannot be read or written as it should. Trying again will not help."""


class UnreadableFactError(LedgerFaultError):
    """A row holds no fact this program can read; the message names its position and type."""


class LedgerNewerError(LedgerFaultError):
    """The ledger holds facts of a newer program, and is read-only to this one."""


class CheckpointContradictedError(LedgerError):
    """The ledger does not hold what a checkpoint that was kept vouches for."""


class LedgerClosedError(LedgerError):
    """The ledger was used after it was closed."""


class ForkedLedgerError(LedgerError):
    """The ledger was opened by another process; open it again after a fork."""


class KeyStoreError(LedgerError):
    """Personal data cannot be sealed: no key store was given, or it is not this ledger's, or has no key."""


class NotFoundError(LedgerError):
    """What was asked for is not in the ledger, or more than one thing answers to the name.

    candidates: the keys that answer, when several do.
    """

    def __init__(self, message: str, candidates: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)


# A complete subtree of the ledger's tree, as its level and its number on that level: it is over the leaves of
# the positions from (number << level) + 1 to (number + 1) << level. On level 0 it is a leaf.
Subtree: TypeAlias = tuple[int, int]


class Row(NamedTuple):
    """A fact as it is stored; what its leaf is computed from. Units as in `Fact`."""

    position: int
    stream: str
    version: int
    type: str
    schema: int
    body: bytes
    recorded_at: int
    command_id: str
    ordinal: int
    leaf: bytes


class Outline(NamedTuple):
    """A fact but for what happened: which it is, its stored name, and the day it was true."""

    position: int
    stream: str
    version: int
    type: str
    on: dt.date


@frozen
class Command:
    """What one command records: its id, unique in the ledger, and its facts, in order.

    The facts carry stream and version; position, `recorded_at`, command id and ordinal are the
    store's to give.
    """

    id: str
    facts: tuple[Fact, ...]


@frozen
class Receipt:
    """What an append was given: the position of its first fact (the others follow) and when."""

    first_position: int
    recorded_at: int


class Vault(Protocol):
    """Keeps a key for each person, apart from the ledger, and seals with it. Safe for several threads.

    A key that `commitment` makes is kept for good once `keep` returns; until then it seals, and may be lost.
    How it seals is its own affair, unless it hands on keys (`personal_key`): whoever gets one with a bundle
    has to open with it what was sealed. `majoracct.testing.vault_contract` tests all of this on every vault.
    """

    @property
    def id(self) -> str:
        """The key store's id, which the ledger knows it by."""

    @property
    def ledger_id(self) -> str:
        """The ledger whose people's keys it keeps."""

    def commitment(self, person: str) -> str:
        """Return what commits to PERSON's key (hex SHA-256), which is made now if there is none."""

    def keep(self, people: Collection[str] | None = None) -> None:
        """Keep the keys made since, of PEOPLE or of all, durably.

        Raises ConflictError when another process has made a key for one of these people meanwhile.
        """

    def seal(self, person: str, clear: bytes, context: bytes) -> bytes:
        """Return CLEAR, sealed with PERSON's key and bound to CONTEXT. Raises KeyStoreError without a key."""

    def seal_all(self, person: str, values: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
        """Return VALUES, each with the context it is bound to, sealed as by `seal`."""

    def unseal(self, person: str, sealed: bytes, context: bytes) -> bytes | None:
        """Return what was sealed; None when PERSON has no key here, or it does not open it."""

    def digest(self, person: str, text: bytes) -> str | None:
        """Return a digest (hex) of TEXT that only PERSON's key makes; None without a key."""

    def personal_key(self, person: str) -> bytes | None:
        """Return PERSON's key itself, to be handed on with evidence; None without one. It is a secret.

        A key that is handed on, its commitment and what it seals are as `adapters.trust.personal_key` states.
        A vault that seals otherwise returns None: what is personal then stays sealed in bundles.
        """

    def forget(self, person: str) -> None:
        """Destroy PERSON's key, durably. Doing so twice is harmless."""

    def close(self) -> None:
        """Let go of what it holds open, and of keys in memory. Closing twice is harmless."""


class EventStore(Protocol):
    """A store of facts. Safe to use from several threads of one process.

    What is personal reads `Erased.sealed` where the vault does not open it, and of whoever was erased on
    record `Erased.here`, at every position, those before it too (`majoracct.testing.tree_contract`).
    """

    @property
    def ledger_id(self) -> str:
        """The ledger's id, given once, at creation."""

    @property
    def vault(self) -> Vault | None:
        """What seals personal values, and opens them; None: they are kept in the clear, or stay sealed."""

    @property
    def keeps_tree(self) -> bool:
        """Whether the tree is kept; a file of an older format keeps one from its next append on."""

    def head(self) -> int:
        """Return the last position; 0 when nothing was recorded."""

    def heads(self, streams: Collection[str], at: int) -> dict[str, int]:
        """Return the last version of each of STREAMS as of position AT; 0 for an unknown one."""

    def streams(self, at: int) -> list[str]:
        """Return every stream that had facts at position AT, sorted."""

    def facts(
        self, stream: str | None = None, *, types: Collection[str] | None = None, at: int | None = None
    ) -> Iterator[Fact]:
        """Yield the facts of STREAM, or of all, up to position AT, in order of position.

        types: stored names; only facts of these types are decoded and yielded.
        Raises UnreadableFactError on a row that cannot be decoded.
        """

    def outlines(self, stream: str | None = None, *, at: int | None = None) -> Iterator[Outline]:
        """Yield the facts of STREAM, or of all, up to position AT, in outline, in order of position.

        What happened is not looked at, and no event's class is imported for it.
        Raises UnreadableFactError on a row without a day, or of a type that is not in the registry: what
        nobody here understands is left out of no answer unsaid.
        """

    def fact(self, stream: str, version: int) -> Fact | None:
        """Return one fact, or None."""

    def of_command(self, command_id: str) -> list[Fact]:
        """Return the facts a command recorded, by position; empty when it recorded none."""

    def known(self, command_ids: Sequence[str]) -> dict[str, tuple[str, int]]:
        """Return, for those of COMMAND_IDS that are recorded, the stream and version of their first fact."""

    def shapes(self) -> Mapping[tuple[str, int], str]:
        """Return every type and schema in the ledger as it stands, each with its first fact's reference.

        Asked before every append: a store remembers what it met, and looks only at what came since.
        """

    def position_at(self, instant: int) -> int:
        """Return the last position recorded at or before INSTANT (microseconds since 1970 UTC); 0 if none."""

    def append(
        self, commands: Sequence[Command], heads: Mapping[str, int], now: int, head: int | None = None
    ) -> Receipt:
        """Record COMMANDS, whole or not at all, and return once they are durable.

        heads: the version at which each stream read or written must still stand.
        head: the position at which the whole ledger must still stand, where that matters.
        now: the instant, in microseconds since 1970 UTC; a later last `recorded_at` prevails.
        Raises ConflictError when a stream has moved on or a command id is known, BusyError when
        others keep the ledger locked, and LedgerFaultError when the facts are not contiguous with
        their heads, cannot be stored, or would not be read back as they are.
        """

    def rows(self, after: int = 0, at: int | None = None) -> Iterator[Row]:
        """Yield every row as stored, by position, read from the table and through no index.

        after, at: only those after position AFTER, and up to AT.
        """

    def subtrees(self, wanted: Collection[Subtree]) -> dict[Subtree, bytes]:
        """Return the hashes of the complete subtrees WANTED, leaves among them, as they were kept.

        Raises LedgerFaultError when one is not there.
        """

    def tree(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield every complete subtree kept, of level 1 and up, as level, number and hash, in that order."""

    def checkpoints(self) -> list[tuple[int, bytes]]:
        """Return the checkpoints kept beside the facts: size of the tree, signed note; oldest first."""

    def keep_checkpoint(self, size: int, note: bytes) -> None:
        """Keep a checkpoint of the tree's first SIZE leaves, durably. Keeping it twice is harmless."""

    def integrity(self) -> list[str]:
        """Return what is wrong with where the rows are kept, a line each; empty when nothing is.

        Never raises for damage, and never writes.
        """

    def close(self) -> None:
        """Let go of what the store holds open. Closing twice is harmless."""
