"""`backup` copies the ledger, verified; `restore` makes a ledger of a backup, and says what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from majoracct.cli.checkpoints import verifiers_from, vouching_from
from majoracct.cli.display import display
from majoracct.cli.output import Answer, instant, message, write
from majoracct.cli.session import BadInput, Session, session_of
from majoracct.cli.targets import ledger_files, writable_target

if TYPE_CHECKING:
    from majoracct.adapters.trust.backup import Copied, Keys, Reapplied
    from majoracct.ports import EventStore

__all__ = ["backup", "restore"]

ALTERED = 1
SOUND_BUT_UNVOUCHED = 7  # as `verify` has it

Function = TypeVar("Function", bound=Callable[..., Any])


def _anchoring(function: Function) -> Function:
    """Add the options that say what somebody outside vouches for."""
    for decorate in (
        click.option("--json", "as_json", is_flag=True, help="Write one JSON document."),
        click.option("--key", "keys", multiple=True, metavar="PUB", help="The public key that signed it."),
        click.option(
            "--checkpoint",
            "checkpoints",
            multiple=True,
            metavar="FILE",
            help="A checkpoint that somebody else kept, to hold the copy against.",
        ),
    ):
        function = decorate(function)
    return function


@click.command("backup")
@click.argument("file", metavar="FILE")
@_anchoring
@click.pass_context
def backup(
    ctx: click.Context, file: str, checkpoints: tuple[str, ...], keys: tuple[str, ...], as_json: bool
) -> None:
    """Copy the ledger to FILE, as it is at this instant, and verify the copy.

    Others may record meanwhile. A copy that does not verify, or is not what a checkpoint vouches for, is
    not kept (exit 1); what stands at FILE is never written over. The key store is not in it: keep a
    backup of that in another place, and for a shorter time, or nobody is ever erased.

    \b
    majoracct backup /mnt/backup/book-2026-11-22.db
    """  # noqa: D301 - \b is click's
    session = session_of(ctx)
    source, store = _file(session), session.setting("key_store").value
    # What stands beside these by a name of SQLite's is SQLite's to write, and to remove.
    ours = [*ledger_files(str(source)), *(ledger_files(store) if store else [])]
    target = writable_target(file, option="FILE", kept=ours, needed=True)
    found = _copied(ctx, source, target, doing="back up to", **_held(checkpoints, keys))
    _tell("backup", found, target, as_json=as_json)
    if store:
        message(f"The key store {store} is not in it: back that up apart, and keep it for a shorter time.")


@click.command("restore")
@click.argument("file", metavar="BACKUP")
@_anchoring
@click.option("--although-lost", is_flag=True, help="Even when a checkpoint vouches for facts it lacks.")
@click.pass_context
def restore(
    ctx: click.Context,
    file: str,
    checkpoints: tuple[str, ...],
    keys: tuple[str, ...],
    although_lost: bool,
    as_json: bool,
) -> None:
    """Make a ledger of BACKUP, where --ledger says; nothing may stand there yet.

    The copy is verified, and held against the checkpoints given, before it has its name. One that reaches
    further than the backup says which facts would be lost, and it takes --although-lost to go on. In the
    key store that is set, the keys of those who were erased are destroyed again. Exit code 7 when no
    checkpoint vouches for what was restored.

    \b
    majoracct --ledger book.db restore /mnt/backup/book-2026-11-22.db --checkpoint last.note --key KEY.pub
    """  # noqa: D301 - \b is click's
    session = session_of(ctx)
    target = writable_target(str(_file(session)), option="--ledger", kept=(), needed=True)
    more = _held(checkpoints, keys)
    vault: Any = session.vault()
    became: list[Reapplied] = []

    def reapply(store: EventStore, copied: Copied) -> None:
        from majoracct.adapters.trust.backup import destroy_again
        from majoracct.ports import KeyStoreError

        key_store: Keys = vault
        if vault.ledger_id != store.ledger_id:
            raise KeyStoreError(f"the key store is of the ledger {vault.ledger_id}, not {store.ledger_id}")
        became.append(destroy_again(store, key_store, copied.vouched))

    if vault is not None:
        more["then"] = reapply
    try:
        found = _copied(ctx, Path(file), target, doing="restore to", may_lose=although_lost, **more)
    finally:
        if vault is not None:
            vault.close()
    _tell("restore", found, target, became, as_json=as_json)
    _say_of_views(target)
    if not found.vouched:
        ctx.exit(SOUND_BUT_UNVOUCHED)


def _say_of_views(target: Path) -> None:
    from majoracct.cli.views import beside
    from majoracct.ledger import Ledger

    with Ledger.open(target) as ledger:
        views = beside(ledger)
    if views is not None and views.exists():
        message(f"{views} tells of another state: `majoracct views --rebuild` makes it anew")


def _file(session: Session) -> Path:
    """Return the file of the ledger the settings name. Raises BadInput when it is in none."""
    files = ledger_files(session.setting("ledger").value)
    if not files:
        raise BadInput("the ledger is in no file: it is its host's to back up")
    return files[0]


def _held(checkpoints: Sequence[str], keys: Sequence[str]) -> dict[str, Any]:
    """Return the checkpoints in the files given, and the keys of who signed them. Raises BadInput."""
    if keys and not checkpoints:
        raise BadInput("--key says who signed a checkpoint: name that too, with --checkpoint")
    if not checkpoints:
        return {}
    return {
        "checkpoints": [vouching_from(each) for each in checkpoints],
        "keys": verifiers_from(keys),
    }


def _copied(ctx: click.Context, source: Path, target: Path, **more: Any) -> Copied:
    """Return what was copied; exit with 1 when it is not what was recorded, or lacks what was."""
    from majoracct.adapters.trust.backup import FactsLostError, NotVouchedError, copy

    try:
        return copy(source, target, **more)
    except NotVouchedError as error:
        ways_out = ": find a later backup, or restore this one with --although-lost"
        more_said = ways_out if isinstance(error, FactsLostError) else ""
        message(f"error: {target} was not made: {error}{more_said}")
        ctx.exit(ALTERED)


def _tell(what: str, found: Copied, target: Path, became: Sequence[Reapplied] = (), *, as_json: bool) -> None:
    keys = became[0] if became else None
    write(
        Answer(
            view=what,
            about={"known_at": found.facts, "ledger": found.ledger_id},
            data={
                "file": str(target),
                "facts": found.facts,
                "last_recorded_at": instant(found.last_recorded_at) if found.facts else None,
                "vouched_for": found.vouched,
                "signed_by": list(found.signed_by),
                "lost": found.lost,
                "keys_destroyed": list(keys.destroyed) if keys else [],
                "keys_doubtful": list(keys.doubtful) if keys else [],
                "keys_missing": list(keys.missing) if keys else [],
            },
            text="".join(display(line) + "\n" for line in _lines(what, found, target, keys)),
            stamped=False,
        ),
        {"as_json": as_json},
    )


def _lines(what: str, found: Copied, target: Path, keys: Reapplied | None) -> list[str]:
    said = {"backup": "Backed up to", "restore": "Restored to"}[what]
    at = f", recorded {instant(found.last_recorded_at)}" if found.facts else ""
    lines = [
        f"{said} {target}: ledger {found.ledger_id}, {_count(found.facts, 'fact')}, up to @{found.facts}{at}",
        "The copy verifies: every fact is what its leaf says, and none is missing before the last.",
    ]
    if found.vouched:
        signed = (
            f"signed by {', '.join(found.signed_by)}"
            if found.signed_by
            else (f"said to be signed by {', '.join(found.claimed)}: no --key was given to see whether it is")
        )
        lines.append(f"A checkpoint vouches for it up to @{found.vouched}, {signed}.")
        if found.facts > found.vouched:
            lines.append(f"Nobody vouches for {_count(found.facts - found.vouched, 'later fact')}.")
    else:
        lines.append("No checkpoint vouches for it.")
    if found.lost:
        first, last = found.facts + 1, found.facts + found.lost
        which = f"@{first}" if first == last else f"@{first} to @{last}"
        lines.append(
            f"LOST: {_count(found.lost, 'fact')}, {which}, which a checkpoint vouches for. "
            "Whoever keeps that one will find this ledger another: tell them."
        )
    if keys:
        lines += [
            f"{said_}: {', '.join(people)}"
            for said_, people in (
                ("Destroyed the keys again of who was erased", keys.destroyed),
                ("Erased, by what nobody vouches for, and the key is there: `person erase`", keys.doubtful),
                ("No key, and no erasure on record (erase again, or find the key)", keys.missing),
            )
            if people
        ]
    return lines


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
