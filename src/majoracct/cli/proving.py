"""`prove` makes an evidence bundle: what the ledger holds of some accounts, for whoever is to believe it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from majoracct.cli.checkpoints import note_from
from majoracct.cli.clocks import resolve_account, view
from majoracct.cli.display import display
from majoracct.cli.output import message
from majoracct.cli.receipts import line
from majoracct.cli.session import FILES, BadInput, session_of
from majoracct.cli.targets import ledger_files, writable_target, write_whole
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.assessments.spans import remaining
from majoracct.domain.assessments.telling import Names, tell
from majoracct.domain.kernel import Fact
from majoracct.domain.seen import Account
from majoracct.ports import NotFoundError

if TYPE_CHECKING:
    from majoracct.cli.clocks import View
    from majoracct.cli.session import Session
    from majoracct.domain.book.bundles import BundleIssued
    from majoracct.ledger import Ledger

__all__ = ["prove"]


@click.command("prove")
@click.argument("accounts", metavar="ACCOUNT...", nargs=-1, required=True)
@click.option("--as-of", metavar="DAY", help="The day the dossier tells of; by default, today.")
@click.option(
    "--checkpoint",
    "kept",
    metavar="FILE",
    help="The checkpoint it rests on; by default, the latest kept.",
)
@click.option("--redact", is_flag=True, help="Hand on no keys: what is personal stays sealed.")
@click.option("--to", "recipient", metavar="WHOM", default="", help="For whom it is; registered, for good.")
@click.option("--no-register", is_flag=True, help="Do not record in the ledger that it was handed out.")
@click.option("-o", "--output", metavar="FILE", required=True, help="The bundle to write.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
@click.pass_context
def prove(
    ctx: click.Context,
    /,
    accounts: tuple[str, ...],
    as_of: str | None,
    kept: str | None,
    redact: bool,
    recipient: str,
    no_register: bool,
    output: str,
    as_json: bool,
) -> None:
    """Write an evidence bundle of one or more accounts, which verifies without the ledger.

    The file begins with a dossier that anybody can read: status and criteria, decisions and what they
    rested on, and every fact there is of the account. What follows proves it, by the latest
    checkpoint: that each fact is as it was recorded, and that none of the account's is missing. Whoever
    gets it runs `majoracct verify FILE --key PUB`, with the public key of who signed, offline.

    What is personal can be read in it by whoever has it, for as long as they have it, erased or not; with
    --redact it stays sealed, and it verifies all the same. That it was handed out is registered in
    the ledger, before the file has its name.

    \b
    majoracct checkpoint -o heads/today.note
    majoracct prove acme --as-of 2024-12-31 --to "the auditors" -o acme.evidence
    """  # noqa: D301 - \b is click's
    from majoracct.adapters.trust import bundle
    from majoracct.adapters.trust.note import NoteError
    from majoracct.adapters.trust.seal import checkpoint_in
    from majoracct.domain.book.bundles import BundleIssued

    session = session_of(ctx)
    if no_register and recipient:
        raise BadInput("--to says for whom it is registered: leave out --no-register, or --to")
    target = _target(output, _must_stay(session, kept))
    with session.open() as ledger:
        note = note_from(kept) if kept else _latest(ledger)
        try:
            size = checkpoint_in(note).size
            asked = view(ledger, as_of, f"@{size}" if size <= ledger.position() else None)
            keys = list(dict.fromkeys(_account(asked, named, size) for named in accounts))
            data, report = bundle.made(ledger, keys, asked.on, note, redact=redact)
        except NoteError as why:
            raise BadInput(f"--checkpoint {display(kept or '(the latest kept)')}: {why}") from None
        except (bundle.NotRedactableError, bundle.BundleError) as why:
            raise BadInput(str(why)) from None
        issued = BundleIssued(
            tuple(keys), asked.on, size, sha256(data).hexdigest(), redact, recipient.strip()
        )
        fact = _handed_out(session, ledger, target, data, None if no_register else issued)
        _say(ledger, asked, issued, fact, len(data), output=output, as_json=as_json)
        if report.sealed and not redact:
            people = "1 person" if report.sealed == 1 else f"{report.sealed:,} people"
            message(f"What is personal of {people} stays sealed in it: their keys are not at hand")


def _target(output: str, kept: list[Path]) -> Path:
    """Return OUTPUT when a bundle may be written there: nothing is there, or an earlier bundle.

    Raises BadInput: what else stands there may be a key, or the only note of its kind.
    """
    from majoracct.adapters.trust.bundle_file import looks_like

    target = writable_target(output, option="-o", kept=kept, needed=True)
    try:
        with target.open("rb") as file:
            first = file.read(100)
    except FileNotFoundError:
        return target
    except OSError as error:
        raise BadInput(f"-o {display(output)}: {error.strerror}: name another file") from None
    if first and not looks_like(first):
        raise BadInput(f"-o {display(output)}: it is no evidence bundle: name another file")
    return target


def _must_stay(session: Session, kept: str | None) -> list[Path]:
    """Return the files that a bundle must not replace."""
    config = session.config()
    named = [session.setting(name).value for name in FILES if name != "ledger"]
    return [
        *ledger_files(session.setting("ledger").value),
        *([config[0]] if config else []),
        *(Path(file) for file in (*named, kept) if file),
    ]


def _latest(ledger: Ledger) -> bytes:
    """Return the latest checkpoint kept beside the facts. Raises NotFoundError when there is none."""
    found = ledger.store.checkpoints()
    if not found:
        raise NotFoundError(
            "no checkpoint is kept in this ledger, and a bundle rests on one: run `majoracct checkpoint`"
        )
    return max(enumerate(found), key=lambda each: (each[1][0], each[0]))[1][1]


def _account(asked: View, named: str, size: int) -> str:
    """Return the account NAMED, as the checkpoint knows it; that which it had merged into, which is said."""
    try:
        account = Account(resolve_account(asked.past, named), asked.on, asked.past)
    except NotFoundError:
        resolve_account(asked.ledger.past(), named)  # says what is near, if nobody answers
        raise NotFoundError(
            f"{named} was recorded after the checkpoint of @{size}: run `majoracct checkpoint` first"
        ) from None
    teller = remaining(account)
    if teller.key != account.key:
        merged = account[Mergers].merged_on
        message(f"{account.key} merged into {account.merged_into} on {merged}: this is {teller.key}")
    return teller.key


def _handed_out(
    session: Session, ledger: Ledger, target: Path, data: bytes, issued: BundleIssued | None
) -> Fact | None:
    """Write DATA to TARGET, once it is registered that it is ISSUED; return the fact that says so."""
    recorded: list[Fact] = []

    def register() -> None:
        if issued is not None:
            recorded.append(session.desk(ledger).note(issued))

    try:
        write_whole(target, data, before=register)
    except OSError as error:
        registered = f"; {recorded[0].reference} registered it all the same" if recorded else ""
        raise BadInput(f"{display(target)} cannot be written: {error.strerror}{registered}") from None
    return recorded[0] if recorded else None


def _say(
    ledger: Ledger,
    asked: View,
    issued: BundleIssued,
    fact: Fact | None,
    length: int,
    *,
    output: str,
    as_json: bool,
) -> None:
    if as_json:
        data = {
            "file": output,
            "bytes": length,
            "sha256": issued.sha256,
            "accounts": list(issued.accounts),
            "as_of": str(issued.as_of),
            "size": issued.size,
            "redacted": issued.redacted,
            "recipient": issued.recipient or None,
            "registered": fact.reference if fact else None,
        }
        document = {"schema": "majoracct.proved.1", "ledger": ledger.id, "data": data}
        click.echo(json.dumps(document, ensure_ascii=True, indent=2))
    elif fact is not None:
        click.echo(line(fact, tell(fact, Names({}, {}))))
    message(
        f"Wrote {output}: {', '.join(issued.accounts)} as of {issued.as_of}, by the checkpoint of "
        f"@{issued.size}; {length:,} bytes, sha256 {issued.sha256}"
    )
    if later := _later(ledger, asked, issued.accounts, issued.size):
        message(
            f"{later:,} fact{'' if later == 1 else 's'} of {', '.join(issued.accounts)} recorded after that "
            "checkpoint: run `majoracct checkpoint` and this again to have them in it"
        )


def _later(ledger: Ledger, asked: View, accounts: Sequence[str], size: int) -> int:
    """Return how many facts of ACCOUNTS the checkpoint of SIZE does not know."""
    streams = {stream for key in accounts for stream in Account(key, asked.on, asked.past).streams}
    then, now = ledger.store.heads(streams, size), ledger.store.heads(streams, ledger.position())
    return sum(now[stream] - then[stream] for stream in streams)
