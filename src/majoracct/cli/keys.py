"""`keygen` makes a key in a file of its own: to sign checkpoints with, or to wrap others with."""

from __future__ import annotations

import json
from pathlib import Path

import click

from majoracct.cli.display import display
from majoracct.cli.output import message
from majoracct.cli.session import BadInput, session_of
from majoracct.cli.targets import ledger_files, writable_target

__all__ = ["beside_ledger", "keygen"]


@click.command()
@click.option(
    "-o", "--output", required=True, metavar="KEY", help="The file to make; for your eyes only (mode 0600)."
)
@click.option(
    "--name",
    metavar="NAME",
    help="Of the signing key, in every checkpoint it signs; by default one of its own.",
)
@click.option("--wrapping", is_flag=True, help="Make a wrapping key instead, for the keys in a key store.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
@click.pass_context
def keygen(ctx: click.Context, output: str, name: str | None, wrapping: bool, as_json: bool) -> None:
    """Make a key that signs checkpoints, in KEY, and its public key in KEY.pub.

    Keep KEY where the ledger is not: who has both can rewrite the ledger and sign what it became.
    KEY.pub is for everybody, and is what they verify with. With --wrapping, KEY is what the personal
    keys in a key store are wrapped by, and has no public part. No file is ever written over.
    """
    from majoracct.adapters.trust import keys
    from majoracct.adapters.trust.note import NoteError

    session = session_of(ctx)
    kept = [file for name in ("ledger", "key_store") for file in ledger_files(session.setting(name).value)]
    path = writable_target(output, option="-o", kept=kept, needed=True)
    if wrapping:
        if name is not None:
            raise BadInput("--name: a wrapping key has no name: leave it out")
        keys.make_wrapping_key(path)
        told = {"kind": "wrapping", "file": output}
    else:
        try:
            signer = keys.make_signing_key(path, name)
        except NoteError as why:
            raise BadInput(f"--name: {why}") from None
        told = {
            "kind": "signing",
            "file": output,
            "public_file": str(keys.public_file(path)),
            "name": signer.name,
            "public_key": str(signer.verifier),
        }
    if as_json:
        click.echo(json.dumps({"schema": "majoracct.key.1", "data": told}, ensure_ascii=True, indent=2))
    else:
        _say(told)
    if beside_ledger(path, session.setting("ledger").value):
        message(
            f"{output} is in the ledger's folder: move it where whoever can write the ledger cannot read it"
        )


def _say(told: dict[str, str]) -> None:
    file = display(told["file"])
    if told["kind"] == "wrapping":
        click.echo(
            f"Wrote {file}: a wrapping key. Keep a copy elsewhere: without it nothing it wrapped is read."
        )
        message(
            f"Next: set MAJORACCT_WRAPPING_KEY_FILE={told['file']} where personal data is recorded or read"
        )
        return
    click.echo(f"Wrote {file}: the signing key {display(told['name'])}. It is a secret.")
    click.echo(f"Wrote {display(told['public_file'])}: its public key, for whoever verifies:")
    click.echo(display(told["public_key"]))
    message(f"Next: MAJORACCT_SIGNING_KEY_FILE={told['file']} majoracct checkpoint -o FILE")


def beside_ledger(key: Path, ledger: str) -> bool:
    """Return whether KEY is in the folder of a ledger that exists."""
    return any(
        file.is_file() and file.resolve().parent == key.resolve().parent for file in ledger_files(ledger)[:1]
    )
