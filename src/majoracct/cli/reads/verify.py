"""`verify`: recompute a ledger or an evidence bundle, and say what vouches for it. Never writes."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from majoracct.cli.checkpoints import note_from, verifiers_from, vouching_from
from majoracct.cli.display import display
from majoracct.cli.output import Answer, write
from majoracct.cli.reads.verified import Damaged, answered
from majoracct.cli.session import BadInput, Session, session_of
from majoracct.cli.targets import ledger_files, writable_target

if TYPE_CHECKING:
    from majoracct.adapters.trust.note import Verifier
    from majoracct.adapters.trust.verify import Verification
    from majoracct.adapters.trust.vouching import Vouching
    from majoracct.ports import Vault

__all__ = ["verify"]

VOUCHED_FOR: Final = 0
ALTERED: Final = 1
SOUND_BUT_UNVOUCHED: Final = 7

_LEDGER: Final = b"SQLite format 3\0"  # what a ledger's file begins with
_START: Final = 1000  # bytes that tell what a file is


@click.command("verify")
@click.argument("file", required=False)
@click.option(
    "--checkpoint", "checkpoints", multiple=True, metavar="FILE", help="A checkpoint kept elsewhere; repeat."
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="PUB",
    help="Of who signs: a .pub file, or the key itself; repeat.",
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to a file.")
@click.pass_context
def verify(
    ctx: click.Context,
    /,
    file: str | None,
    checkpoints: tuple[str, ...],
    keys: tuple[str, ...],
    **options: Any,
) -> None:
    """Recompute a whole record, and hold it against checkpoints that somebody else kept.

    FILE is a ledger or an evidence bundle; without it, the session's ledger. Every fact is held
    against its leaf and its neighbours, the tree, the manifests and the file itself against the
    facts, and views beside the ledger against replay. Nothing is written.

    \b
    Exit code 0: a checkpoint given vouches for it, up to the fact it names
              1: altered, damaged, cut short, or another than was vouched for
              7: it agrees with itself, and nothing from outside vouches for it

    \b
    majoracct verify --checkpoint head.txt --key signer.pub
    majoracct verify backup.db --checkpoint head.txt
    """  # noqa: D301 - \b is click's
    session = session_of(ctx)
    _refuse_to_overwrite(options.get("output"), file, (*checkpoints, *keys))
    verifiers = verifiers_from(keys)
    place = file if file is not None else session.setting("ledger").value
    start = _start(file) if file is not None else _LEDGER
    if start.startswith(_LEDGER):
        outside = [vouching_from(each) for each in checkpoints]
        answer, code = _of_ledger(session, place, outside, verifiers)
    else:
        answer, code = _of_bundle(Path(place), start, checkpoints, verifiers)
    write(answer, options)
    ctx.exit(code)


# What is given


def _start(file: str) -> bytes:
    """Return how FILE begins. Raises BadInput when it cannot be read."""
    try:
        with Path(file).open("rb") as opened:
            return opened.read(_START)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadInput(
            f"{display(file)} cannot be read: {why}: name a ledger or an evidence bundle"
        ) from None


def _refuse_to_overwrite(output: str | None, file: str | None, others: tuple[str, ...]) -> None:
    """Raise BadInput when the answer would be written over what is verified."""
    if output is not None and output != "-":
        kept = [*(ledger_files(file) if file is not None else ()), *map(Path, others)]
        writable_target(output, option="-o", kept=kept)


# A ledger


def _of_ledger(
    session: Session, place: str, outside: list[Vouching], keys: Sequence[Verifier]
) -> tuple[Answer, int]:
    from majoracct.ports import LedgerFaultError, LedgerNewerError

    found: Verification | Damaged
    try:
        found = _verified(session, place, outside, keys)
    except LedgerNewerError:
        raise
    except LedgerFaultError as why:
        if not _is_database(place):
            raise
        found = Damaged(place, str(why))
    if not found.sound:
        return answered(found, keys), ALTERED
    return answered(found, keys), VOUCHED_FOR if found.vouched_to else SOUND_BUT_UNVOUCHED


def _is_database(place: str) -> bool:
    try:
        with ledger_files(place)[0].open("rb") as opened:
            return opened.read(len(_LEDGER)) == _LEDGER
    except (OSError, LookupError):
        return False


def _verified(
    session: Session, place: str, outside: list[Vouching], keys: Sequence[Verifier]
) -> Verification:
    """Return what verifying the ledger at PLACE finds; it takes no key store, but to read its views."""
    from majoracct.adapters.trust.verify import verify_ledger
    from majoracct.cli.views import beside
    from majoracct.ledger import Ledger
    from majoracct.ports import NotFoundError

    session.load_plugins()
    try:
        ledger = Ledger.open(place, **session.sources())
    except NotFoundError as error:  # of an adapter, not of anything in a ledger
        raise BadInput(f"--ledger: {error}") from None
    with ledger:
        views = beside(ledger)
        if views is None or not views.exists():
            return verify_ledger(ledger, checkpoints=outside, keys=keys)
        vault = _vault(session, ledger.id)
        if vault is None:
            return verify_ledger(ledger, checkpoints=outside, keys=keys, views=views)
    with Ledger.open(place, vault=vault, **session.sources()) as ledger:
        return verify_ledger(ledger, checkpoints=outside, keys=keys, views=views)


def _vault(session: Session, ledger_id: str) -> Vault | None:
    """Return the key store the settings name, if it is the ledger's and can be opened here and now."""
    from majoracct.adapters.trust.keys import KeyCommandError, KeyFileError
    from majoracct.adapters.trust.note import CryptographyMissingError
    from majoracct.adapters.trust.vault import open_key_store
    from majoracct.ports import KeyStoreError

    place = session.setting("key_store").value
    if not place:
        return None
    with contextlib.ExitStack() as unless_it_opens:
        try:
            vault = open_key_store(Path(place), session.wrapping_key)
            unless_it_opens.callback(vault.close)
            if vault.ledger_id == ledger_id:
                vault.unlock()
                unless_it_opens.pop_all()
                return vault
        except (KeyStoreError, KeyFileError, KeyCommandError, CryptographyMissingError, BadInput, OSError):
            pass  # the record is verified without it, and what was not compared is said
    return None


# A bundle


def _of_bundle(
    path: Path, start: bytes, checkpoints: tuple[str, ...], keys: Sequence[Verifier]
) -> tuple[Answer, int]:
    from majoracct.adapters.trust import bundle
    from majoracct.adapters.trust.bundle_file import MOST_BYTES

    if not bundle.looks_like(start):
        raise BadInput(f"{display(path)} is neither a ledger nor an evidence bundle: name one")
    if len(checkpoints) > 1:
        raise BadInput("a bundle is held against one checkpoint: give --checkpoint once")
    checkpoint = note_from(checkpoints[0]) if checkpoints else None
    with path.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)  # as much as tells that it is too large
    report = bundle.verify(data, keys, checkpoint)
    answer = Answer(
        view="verify",
        about={},
        data={"kind": "bundle", **report.to_dict()},
        text="".join(display(line) + "\n" for line in report.lines()),
    )
    if not report.sound:
        return answer, ALTERED
    return answer, VOUCHED_FOR if report.vouched else SOUND_BUT_UNVOUCHED
