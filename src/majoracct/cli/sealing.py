"""`checkpoint` has the head of the ledger signed, for somebody else to keep."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from majoracct.cli.checkpoints import checkpoint_from
from majoracct.cli.display import display
from majoracct.cli.keys import beside_ledger
from majoracct.cli.output import message
from majoracct.cli.session import BadInput, session_of
from majoracct.cli.targets import ledger_files, writable_target, write_whole

if TYPE_CHECKING:
    from majoracct.adapters.trust.note import Checkpoint, Signing
    from majoracct.adapters.trust.seal import Sealed
    from majoracct.cli.session import Session
    from majoracct.ledger import Ledger

__all__ = ["checkpoint"]


@click.command()
@click.option("-o", "--output", metavar="FILE", help="Write the note to a file; an earlier one is replaced.")
@click.option("--signing-key", metavar="KEY", help="The file of the key to sign with.")
@click.option("--key", "public_key", metavar="PUB", help="The public key it must be; a file, or the key.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
@click.pass_context
def checkpoint(
    ctx: click.Context, output: str | None, signing_key: str | None, public_key: str | None, as_json: bool
) -> None:
    """Sign the head of the ledger, so that whoever keeps the note can tell if anything is altered since.

    A manifest of every stream is recorded first, and signed over with the rest. Where nothing was recorded
    since the last one, its note is written again. The ledger is held against the last checkpoint, and
    against FILE if that is one, before anything is signed. Give the note to somebody who keeps
    it where whoever can write the ledger cannot: it speaks only while it is out of their reach.

    The key is the one of --signing-key, else of MAJORACCT_SIGNING_KEY_FILE. Or else the command that is
    MAJORACCT_SIGNING_COMMAND gets the text on its standard input, and gives back the note it signed; it is
    held against --key.
    """
    from majoracct.adapters.trust import seal

    session = session_of(ctx)
    signer, key_file = _signer(session, signing_key, public_key)
    target = None
    if output is not None:
        target = writable_target(output, option="-o", kept=_kept(session, key_file))
    with session.open() as ledger:
        held = None if target is None else _held(target, ledger)
        sealed = seal.checkpoint(ledger, session.desk(ledger), signer, held=[held] if held else [])
        if target is not None:
            _refuse_later(target, ledger, sealed)
            _write(target, sealed.note)
        if as_json:
            _write_json(ledger, sealed, signer, output)
        elif target is None:
            sys.stdout.buffer.write(sealed.note)  # the bytes that were signed, whatever the locale
    _say(sealed, signer, output)
    if key_file is not None and beside_ledger(key_file, session.setting("ledger").value):
        message(
            f"{key_file} is in the ledger's folder: who can write the ledger could sign it: "
            "keep the key elsewhere"
        )


def _signer(session: Session, signing_key: str | None, public_key: str | None) -> tuple[Signing, Path | None]:
    """Return who signs, and the file of their key if that is at hand. Raises BadInput and KeyFileError."""
    from majoracct.adapters.trust import keys

    verifier = None if public_key is None else keys.verifier_from(public_key)
    if file := signing_key or session.setting("signing_key_file").value:
        signer = keys.signer_from(file)
        if verifier is not None and verifier != signer.verifier:
            raise BadInput(f"--key: that is not the public key of {file}: give the one keygen made with it")
        return signer, Path(file)
    command = session.setting("signing_command").value
    if not command:
        raise BadInput(
            "there is no key to sign with: give --signing-key KEY, or set MAJORACCT_SIGNING_KEY_FILE, or "
            "MAJORACCT_SIGNING_COMMAND to a command that signs; `majoracct keygen -o KEY` makes a key"
        )
    if verifier is None:
        raise BadInput("--key: the signing command is held against its public key: give that, or its file")
    return keys.signer_by(command, verifier), None


def _kept(session: Session, key_file: Path | None) -> list[Path]:
    config = session.config()
    return [
        *ledger_files(session.setting("ledger").value),
        *([config[0]] if config else []),
        *([key_file] if key_file else []),
    ]


def _held(target: Path, ledger: Ledger) -> Checkpoint | None:
    """Return the checkpoint of LEDGER that is in TARGET; None when nothing is.

    Raises BadInput for a file that is none, and LedgerFaultError when the ledger contradicts it.
    """
    from majoracct.adapters.trust import seal
    from majoracct.ports import LedgerFaultError

    if not target.exists():
        return None
    held = checkpoint_from(target, "-o")
    if held.origin != seal.origin_of(ledger.id):
        raise BadInput(
            f"-o {display(target)}: it is a checkpoint of another ledger, {held.origin}: name another file"
        )
    if contradiction := seal.disagreement(ledger.store, held):
        raise LedgerFaultError(
            f"{target}: {contradiction}. Nothing was signed: keep that file, and run `majoracct verify`."
        )
    return held


def _refuse_later(target: Path, ledger: Ledger, sealed: Sealed) -> None:
    """Raise BadInput when TARGET holds a later checkpoint than SEALED: somebody else was faster."""
    held = _held(target, ledger)
    if held is not None and held.size > sealed.size:
        raise BadInput(
            f"-o {display(target)}: it is a later checkpoint, of @{held.size}, and this one is of "
            f"@{sealed.size}: keep it, or name another file"
        )


def _write(target: Path, note: bytes) -> None:
    try:
        write_whole(target, note)
    except OSError as error:
        raise BadInput(
            f"{display(target)} cannot be written: {error.strerror}. The checkpoint is kept in the ledger: "
            "make room, or name another file, and run it again"
        ) from None


def _write_json(ledger: Ledger, sealed: Sealed, signer: Signing, output: str | None) -> None:
    told = {
        "size": sealed.size,
        "root": sealed.root.hex(),
        "manifest": sealed.manifest,
        "signed_by": signer.name,
        "public_key": str(signer.verifier),
        "new": sealed.new,
        "before": sealed.before or None,
        "later": sealed.later,
        "file": output,
        "note": sealed.note.decode(),
    }
    document = {"schema": "majoracct.checkpoint.1", "ledger": ledger.id, "data": told}
    click.echo(json.dumps(document, ensure_ascii=True, indent=2))


def _say(sealed: Sealed, signer: Signing, output: str | None) -> None:
    root = base64.b64encode(sealed.root).decode("ascii")
    if not sealed.new:
        told = "; nothing was recorded since"
    elif sealed.before:
        told = f"; {_facts(sealed.size - sealed.before)} since the one before, @{sealed.before}"
    else:
        told = "; the first that is kept"
    message(f"Checkpoint of @{sealed.size}, root {root}, signed by {signer.name}{told}")
    if sealed.later:
        message(f"{_facts(sealed.later)} recorded after it: run it again to have that vouched for, too")
    if output is not None:
        message(f"Wrote {output}. Keep a copy where whoever can write the ledger cannot write.")


def _facts(count: int) -> str:
    return f"{count:,} fact{'' if count == 1 else 's'}"
