"""What every append checks and makes, whatever keeps the rows.

An append has two halves. `plan` runs before the write lock is taken: it encodes the facts and holds
their versions against the heads the caller expects. `settle` runs under the lock: it holds those
heads against the heads there are, and gives the rows their position, instant and leaf.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import frozen

from majoracct.ports import Command, ConflictError, LedgerFaultError, Receipt

if TYPE_CHECKING:
    from majoracct.adapters.storage.codec import Codec
    from majoracct.adapters.storage.leaf import Hasher

__all__ = ["Abandoned", "Draft", "Plan", "StoredRow", "command_known", "plan", "settle", "settle_drafts"]

# stream, version, type, schema, body, command_id, ordinal: a row before it has a place.
Draft: TypeAlias = tuple[str, int, str, int, bytes, str, int]
# The columns of a row, in their order. Plain tuples: an import makes one for each of its facts.
StoredRow: TypeAlias = tuple[int, str, int, str, int, bytes, int, str, int, bytes]


class Abandoned(Exception):  # noqa: N818 - caught by the store, which says what it means
    """The engine was let go of before the append began: nothing of it was recorded."""


@frozen
class Plan:
    """An append ready to be made: its rows, and the heads and command ids it rests on."""

    drafts: list[Draft]
    heads: Mapping[str, int]
    command_ids: list[str]
    now: int
    head: int | None = None


def plan(
    codec: Codec, commands: Sequence[Command], heads: Mapping[str, int], now: int, head: int | None = None
) -> Plan:
    """Return the append of COMMANDS, encoded.

    Raises LedgerFaultError unless each fact follows its stream's head in HEADS, or the fact of the
    stream before it, and every command has an id of its own and something to record; and for what
    no column can hold, since leaves are made of what is given, not of what SQLite makes of it.
    """
    if type(now) is not int or not 0 <= now < _INSTANTS:
        raise LedgerFaultError(f"{now!r} is no instant in microseconds since 1970")
    tips = dict(heads)
    drafts: list[Draft] = []
    ids: dict[str, None] = {}
    encode = codec.encode
    for stream in heads:
        _check_text(stream)
    for command in commands:
        id_ = command.id
        _check_text(id_)
        if not id_ or id_ in ids or not command.facts:
            what = "records nothing" if id_ and id_ not in ids else "has no id of its own"
            raise LedgerFaultError(f"the command {id_!r} {what}: nothing of this append was recorded")
        ids[id_] = None
        for ordinal, fact in enumerate(command.facts):
            stream, version = fact.stream, fact.version
            tip = tips.get(stream)
            if tip is None or version != tip + 1 or type(version) is not int:
                expected = "no head was given for it" if tip is None else f"{stream}@{tip + 1} comes next"
                raise LedgerFaultError(f"{stream}@{version} cannot be recorded: {expected}")
            tips[stream] = version
            type_, schema, body = encode(fact)
            drafts.append((stream, version, type_, schema, body, id_, ordinal))
    return Plan(drafts, heads, list(ids), now, head)


_INSTANTS: Final = 1 << 63  # what a column of integers holds


def _check_text(name: str) -> None:
    # Half a surrogate pair is no character, and no store can keep it.
    if type(name) is not str:
        raise LedgerFaultError(f"{name!r} cannot be stored: it is a {type(name).__name__}, and no text")
    try:
        name.encode()
    except UnicodeEncodeError as why:
        raise LedgerFaultError(f"{name!r} cannot be stored: it is no Unicode text") from why


def command_known(command_id: str) -> ConflictError:
    """Return the error for a command that is on record."""
    return ConflictError(f"the command {command_id} is on record: nothing of this append was recorded")


def settle(
    plan: Plan, actual: Mapping[str, int], last: int, last_recorded_at: int, leaf: Hasher
) -> tuple[list[StoredRow], Receipt]:
    """Return the rows of PLAN after position LAST, and the receipt for them.

    actual: the heads there are, of the streams in the plan's heads.
    Raises ConflictError when a stream, or the ledger, does not stand where the plan says.
    """
    if plan.head is not None and last != plan.head:
        raise ConflictError(
            f"the ledger stands at @{last}, and this command had read it at @{plan.head}. "
            "Run the whole command again."
        )
    for stream, expected in plan.heads.items():
        found = actual.get(stream, 0)
        if found != expected:
            raise ConflictError(
                f"{stream} stands at version {found}, and this command had read it at {expected}. "
                "Run the whole command again."
            )
    recorded_at = max(plan.now, last_recorded_at)
    return settle_drafts(plan.drafts, last, recorded_at, leaf), Receipt(last + 1, recorded_at)


def settle_drafts(drafts: Sequence[Draft], last: int, recorded_at: int, leaf: Hasher) -> list[StoredRow]:
    """Return DRAFTS as rows: positions from LAST + 1 on, one instant, and their leaves."""
    return [
        (
            position,
            stream,
            version,
            type_,
            schema,
            body,
            recorded_at,
            id_,
            ordinal,
            leaf(position, stream, version, type_, schema, body, recorded_at, id_, ordinal),
        )
        for position, (stream, version, type_, schema, body, id_, ordinal) in enumerate(drafts, last + 1)
    ]
