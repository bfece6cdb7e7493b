"""`person seal` gives a ledger its key store; `person erase` erases somebody, and says what that reaches."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from majoracct.adapters.trust.erasing import Erasing, InTheClearError, ReasonTellsError, begun, bundles_of
from majoracct.adapters.trust.holding import Kept, values
from majoracct.adapters.trust.residue import Left
from majoracct.cli.display import display
from majoracct.cli.naming import resolve_person
from majoracct.cli.options import Option
from majoracct.cli.output import Answer, document_options, instant, message, write
from majoracct.cli.session import BadInput, Session, session_of
from majoracct.domain.book.persons import Persons
from majoracct.domain.kernel import LEDGER, Fact
from majoracct.domain.seen import EVER, Book
from majoracct.ports import ConflictError, LedgerError, NotFoundError, UnfinishedError

if TYPE_CHECKING:
    from majoracct.ledger import Ledger
    from majoracct.ports import Vault

__all__ = ["bundle_row", "bundle_told", "erase", "new_key_store", "seal"]

STILL_TO_BE_READ: Final = 1
_NAMED: Final = 6  # facts of somebody's that are told by name; --json has them all


# A key store


def new_key_store(session: Session, ledger_id: str) -> Vault:
    """Make the key store that the settings name, for the ledger LEDGER_ID. Raises KeyStoreError."""
    from majoracct.adapters.trust.vault import create

    return create(Path(session.setting("key_store").value), ledger_id, session.wrapping_key())


@click.command("seal")
@document_options
@click.pass_context
def seal(ctx: click.Context, /, **options: Any) -> None:
    """Give a ledger its key store: from here on what is personal is sealed, and can be erased.

    The key store is made where --key-store says, and is the ledger's for good. What was recorded before
    stays as it is, in the clear: how much that is, it says.

    \b
    majoracct keygen --wrapping -o /srv/keys/wrapping.key
    MAJORACCT_WRAPPING_KEY_FILE=/srv/keys/wrapping.key majoracct person seal --key-store /srv/keys/keys.db
    """  # noqa: D301 - \b is click's
    from majoracct.domain.book.persons import KeyStoreAttached

    session = session_of(ctx)
    place = session.setting("key_store").value
    if not place:
        raise BadInput("which key store? Name its file with --key-store, or in MAJORACCT_KEY_STORE")
    with session.open(with_keys=False) as ledger:
        desk = session.desk(ledger)
        desk.on(rehearsal=True).note(KeyStoreAttached("none yet"))
        there = Path(place).exists()  # made by an earlier run that came no further, or another ledger's
        vault = session.vault() if there else new_key_store(session, ledger.id)
        if vault is None or vault.ledger_id != ledger.id:
            raise BadInput(f"--key-store: {place} is another ledger's: name a file that does not exist yet")
        try:
            fact = desk.note(KeyStoreAttached(vault.id))
        except BaseException:
            vault.close()
            if not there:
                Path(place).unlink(missing_ok=True)
            raise
        vault.close()
        found = list(values(ledger.store))
    clear = [each for each in found if each.kept is Kept.CLEAR]
    people = sorted({each.person for each in clear if each.person})
    told: dict[str, Any] = {
        "key_store": vault.id,
        "file": place,
        "fact": fact.reference,
        "position": fact.position,
        "values_in_the_clear": len(clear),
        "people_in_the_clear": people,
    }
    text = (
        f"{fact.reference}  @{fact.position}  Key store {vault.id} attached: what is personal is sealed "
        f"from here on, with keys in {display(place)}\n"
    )
    if clear:
        text += (
            f"{_count(len(clear), 'personal value')} of {_count(len(people), 'person', 'people')} "
            "recorded before this stay in the clear: their bytes can never be erased.\n"
        )
    about = {"ledger": ledger.id}
    write(Answer("person.seal", about, data=told, text=text, stamped=False), options)
    message(where_to_say(place))


def where_to_say(key_store: str) -> str:
    """Return how a user says from now on which key store there is."""
    return (
        f"Next: keep MAJORACCT_KEY_STORE={key_store} and the wrapping key's setting where personal data are "
        "recorded or read, or in majoracct.toml; back the key store up apart from the ledger"
    )


# Erasing


@click.command("erase")
@click.argument("whom")
@click.option("--reason", required=True, help="Why. Public, and stays: no personal data in it.")
@click.option(
    "--views",
    multiple=True,
    metavar="FILE",
    cls=Option,
    help="A file of views elsewhere, to be removed with those beside the ledger. Repeat for more.",
)
@click.option(
    "--although-clear",
    is_flag=True,
    help="Erase, though some of it was recorded in the clear and stays in the file's bytes.",
)
@click.option("--dry-run", is_flag=True, help="Say what would become unreadable, and record nothing.")
@document_options
@click.pass_context
def erase(
    ctx: click.Context,
    /,
    whom: str,
    reason: str,
    views: tuple[str, ...],
    although_clear: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Erase a person: WHOM by id, or by name where one answers. It cannot be undone.

    It is recorded, as somebody whom policy lets erase (--role); their key is destroyed, so that what is
    sealed with it can be read by nobody, in no copy; files of views made before are removed, and our files
    searched for what was readable. From then on they are shown as [erased], on every day and as known at
    every position; no fact, proof or verdict changes. When it was interrupted, run it again, with their id:
    it finishes.

    Out of reach is what others hold: bundles handed out, exports, reports, copies of the views, backups
    of the key store. Exit code 1: erased, but something can still be read, as it says.

    \b
    majoracct person erase p4b1 --role "data protection officer" --reason "asked for on 2024-05-02" --dry-run
    """  # noqa: D301 - \b is click's
    from majoracct.adapters.trust import erasing as steps

    session = session_of(ctx)
    with session.open() as ledger:
        person = _person(ledger, whom)
        desk = session.desk(ledger).on(reason=reason)
        found = begun(ledger, desk, person, views=_views(views, ledger.id), although_clear=although_clear)
        if not found.held and found.look_up() is None:
            raise BadInput(f"nothing personal is on record of {person}: there is nothing to erase")
        try:
            if dry_run:
                _rehearse(found)
            else:
                for step in steps.STEPS:
                    with _to_be_finished(found):
                        step(found)
        except ReasonTellsError as why:
            raise BadInput(f"--reason: {why}") from None
        except InTheClearError as why:
            raise BadInput(
                f"{why}; with --although-clear, all that shows them here will say [erased] nonetheless"
            ) from None
        bundles = bundles_of(found)
        about = {"ledger": ledger.id, "person": person, "dry_run": dry_run}
        write(
            Answer(
                view="person.erase",
                about=about,
                data=_document(found, bundles),
                text=_told(found, bundles, dry_run=dry_run),
                stamped=False,
            ),
            options,
        )
    if dry_run:
        message("Nothing was recorded.")
    elif found.left:
        ctx.exit(STILL_TO_BE_READ)


@contextlib.contextmanager
def _to_be_finished(found: Erasing) -> Iterator[None]:
    """Say, where a step fails whose erasure is on record, what finishes it. Raises UnfinishedError."""
    try:
        yield
    except (LedgerError, OSError) as why:
        fact = found.fact
        if fact is None:
            raise
        what = (
            f"{found.person} was erased by {fact.reference}, which is not finished: run it again, by that id"
        )
        if isinstance(why, ConflictError):
            raise UnfinishedError(f"{str(why).rstrip('.')}; {what}") from why
        message(f"{what}, once what follows is mended")
        raise


def _person(ledger: Ledger, whom: str) -> str:
    """Return the id of WHOM. Raises NotFoundError, which names who was erased last.

    Whoever's erasure is on record has no name any more: interrupted after that, it goes on by id alone.
    """
    try:
        return resolve_person(ledger.past(), whom)
    except NotFoundError as why:
        erased = Book(LEDGER, EVER, ledger.past())[Persons].erased
        if why.candidates or not erased:
            raise
        last = max(erased, key=lambda person: int(erased[person].rpartition("@")[2]))
        raise NotFoundError(
            f"{why}; an erasure that was interrupted is finished by id: the last on record, {erased[last]}, "
            f"is of {last}"
        ) from None


def _views(named: tuple[str, ...], ledger_id: str) -> tuple[Path, ...]:
    """Return the files of views NAMED that are there. Raises BadInput for one that is something else."""
    from majoracct.adapters.views.file import made_from

    there = []
    for name in named:
        if not Path(name).exists():  # removed by a run before this one, or mistyped
            message(f"--views {display(name)}: there is no such file, and nothing to remove")
            continue
        if (made := made_from(Path(name))) is None:
            raise BadInput(f"--views {name}: it is no file of views: leave it out, or name another")
        if made[0] != ledger_id:
            raise BadInput(f"--views {name}: it tells of another ledger, {made[0]}: leave it out")
        there.append(Path(name))
    return tuple(there)


def _rehearse(found: Erasing) -> None:
    """Judge it, and record nothing; what is erased already needs no judging."""
    found.fact = found.look_up()
    if found.fact is None:
        found.admit()


def bundle_row(fact: Fact) -> dict[str, Any]:
    """Return the handing out of a bundle as programs read it."""
    issued: Any = fact.event
    return {
        "fact": fact.reference,
        "on": fact.on,
        "accounts": issued.accounts,
        "as_of": issued.as_of,
        "redacted": issued.redacted,
        "recipient": issued.recipient or None,
        "sha256": issued.sha256,
    }


def bundle_told(fact: Fact) -> str:
    """Return the handing out of a bundle as a person reads it."""
    issued: Any = fact.event
    to = f" to {display(issued.recipient)}" if issued.recipient else ""
    how = ", redacted" if issued.redacted else ""
    return f"{fact.reference}  {fact.on}  bundle of {display(', '.join(issued.accounts))}{to}{how}"


def _document(found: Erasing, bundles: list[Fact]) -> dict[str, Any]:
    fact = found.fact
    return {
        "fact": fact.reference if fact else None,
        "position": fact.position if fact else None,
        "recorded_at": instant(fact.recorded_at) if fact else None,
        "recorded_now": found.anew,
        "values": _counts(found),
        "facts": sorted({each.fact for each in found.held}),
        "finished_for": found.others,
        "looked_in": [str(path) for path in found.looked_in],
        "removed": [str(path) for path in found.purged],
        "left": [
            {"where": each.where, "what": each.what, "field": each.field or None} for each in found.left
        ],
        "found_beside": [{"where": each.where, "field": each.field} for each in found.beside],
        "bundles_handed_out": [bundle_row(each) for each in bundles],
    }


def _counts(found: Erasing) -> dict[str, int]:
    return {how.value: sum(1 for each in found.held if each.kept is how) for how in Kept}


def _told(found: Erasing, bundles: list[Fact], *, dry_run: bool) -> str:
    lines = [*_headed(found, dry_run=dry_run), *(f"  {line}" for line in _reached(found, dry_run=dry_run))]
    if found.left:
        lines.append("Still to be read:")
        lines += [f"  {_left(each)}" for each in found.left]
    lines.append("Out of reach:")
    lines += [f"  {bundle_told(each)}" for each in bundles]
    lines += [f"  {line}" for line in _beside(found)]
    lines.append("  exports, reports and views elsewhere; backups of the key store and snapshots of its disk")
    return "\n".join(lines) + "\n"


def _headed(found: Erasing, *, dry_run: bool) -> list[str]:
    person, fact = display(found.person), found.fact
    if fact is None:
        return [f"{person} would be erased:"]
    if dry_run or not found.anew:
        return [f"{person} was erased on {fact.on} by {fact.reference} (@{fact.position})"]
    return [f"{fact.reference}  @{fact.position}  {fact.on}  PersonErased  {person} erased"]


def _reached(found: Erasing, *, dry_run: bool) -> list[str]:
    """Return what becomes unreadable, and what was done for it."""
    counts = _counts(found)
    sealed = f"{_count(counts['sealed'], 'value')} sealed with their key"
    if not dry_run:
        sealed = f"{sealed}, which is destroyed" if counts["sealed"] else "their key is destroyed"
    lines = [sealed, f"in {_few(dict.fromkeys(each.fact for each in found.held))}"]
    if counts["clear"]:
        lines.append(
            f"{_count(counts['clear'], 'value')} recorded in the clear: [erased] wherever we show them, "
            "and readable in the ledger's bytes"
        )
    lines += [f"finished for {display(each)} too" for each in found.others]
    lines += [f"removed {display(_here(path))}" for path in found.purged]
    if found.looked_in:
        files = ", ".join(display(path.name) for path in found.looked_in)
        met = any(each.field for each in found.left)  # in a file, or in a row of one
        lines.append(f"looked for in {files}: {'found, see below' if met else 'found in none'}")
    elif not dry_run and any(each.kept is Kept.SEALED and each.text is None for each in found.held):
        lines.append("not looked for in files: what it said can no longer be read")
    return lines


def _beside(found: Erasing) -> list[str]:
    """Return the files of others in our folders, with what of the person is found in each."""
    fields: dict[str, list[str]] = {}
    for each in found.beside:
        fields.setdefault(each.where, []).append(each.field)
    return [f"{display(_here(Path(path)))}: {', '.join(names)} found there" for path, names in fields.items()]


def _here(path: Path) -> str:
    """Return PATH as it is reached from the current folder, where it is below it."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def _few(facts: Iterable[str]) -> str:
    """Return FACTS in a sentence, the first of them by name."""
    named = list(facts)
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return f"{_count(len(named), 'fact')}: {', '.join(map(display, named[:_NAMED]))}{more}"


def _left(each: Left) -> str:
    of = f" {each.field}:" if each.field else ""
    return f"{display(each.where)}{':' if of else ''}{of or ':'} {each.what}"


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}"
