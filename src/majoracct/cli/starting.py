"""`init` creates a ledger; `config` says which one is used, and why."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from majoracct.cli.display import display
from majoracct.cli.output import Answer, Column, message, output_options, write
from majoracct.cli.session import SETTINGS, BadInput, session_of
from majoracct.cli.targets import ledger_files
from majoracct.ports import LedgerExistsError

if TYPE_CHECKING:
    from majoracct.cli.session import Session
    from majoracct.ledger import Ledger
    from majoracct.ports import Vault

__all__ = ["config", "init"]

_MONTHS = "January February March April May June July August September October November December".split()


@click.command()
@click.option("--currency", required=True, metavar="CODE", help="Of money that names none, such as GBP.")
@click.option(
    "--zone", default="UTC", metavar="ZONE", help="Of the ledger's days, such as Europe/London; UTC."
)
@click.option(
    "--fiscal-year-start",
    default="1",
    metavar="MONTH",
    help="The month in which fiscal years start, 1 to 12 or by name; January.",
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
@click.pass_context
def init(ctx: click.Context, currency: str, zone: str, fiscal_year_start: str, as_json: bool) -> None:
    """Create a ledger, with the shipped policy in force from the first day of the calendar.

    The ledger is made where --ledger says, and nothing that exists is touched. What it is created
    with stays: another currency or zone is another ledger. With --key-store, a key store is made with
    it: what is personal is sealed with a key for each person, so that somebody can be erased.
    """
    from majoracct.domain.programme.terms import Terms
    from majoracct.ledger import Ledger
    from majoracct.ports import NotFoundError

    session = session_of(ctx)
    session.load_plugins()
    Terms.shipped(currency)  # says what is wrong with the currency before anything is made
    _known_zone(zone)
    month = _month(fiscal_year_start)
    vault = _key_store_for(session)
    try:
        ledger = Ledger.create(
            session.setting("ledger").value,
            currency=currency,
            zone=zone,
            fiscal_year_start=month,
            by=session.setting("actor").value,
            role=session.setting("role").value,
            assurance=session.assurance,
            vault=vault,
            **session.sources(),
        )
    except BaseException as error:
        if vault is not None:
            vault.close()
            Path(session.setting("key_store").value).unlink(missing_ok=True)
        if isinstance(error, NotFoundError):  # of an adapter
            raise BadInput(f"--ledger: {error}") from None
        raise
    with ledger:
        _created(session, ledger, as_json=as_json)


def _key_store_for(session: Session) -> Vault | None:
    """Make the key store of a ledger that is about to be made, where one is asked for. Raises KeyStoreError.

    Two files take their names one after the other: what stands in the way of the second is looked for first.
    """
    place = session.setting("key_store").value
    if not place:
        return None
    from majoracct.cli.erasing import new_key_store

    for taken in ledger_files(session.setting("ledger").value):
        if os.path.lexists(taken):
            raise LedgerExistsError(f"{taken} exists: a new ledger needs a name of its own")
    return new_key_store(session, (session.new_id or (lambda: secrets.token_hex(12)))())


def _created(session: Session, ledger: Ledger, *, as_json: bool) -> None:
    chosen = session.setting("ledger")
    settings = ledger.settings
    key_store = ledger.store.vault
    if as_json:
        told = {
            "id": ledger.id,
            "place": chosen.value,
            "currency": settings.currency,
            "zone": settings.zone,
            "fiscal_year_start": settings.fiscal_year_start,
            "key_store": None if key_store is None else key_store.id,
        }
        document = {"schema": "majoracct.created.1", "ledger": ledger.id, "data": told}
        click.echo(json.dumps(document, ensure_ascii=True, indent=2))
        return
    from majoracct.cli.erasing import where_to_say
    from majoracct.domain.programme.policy import Policy

    threshold = ledger.programme()[Policy].terms.threshold
    click.echo(f"Created {display(chosen.value)}: ledger {ledger.id}")
    click.echo(
        f"Money in {settings.currency}, days in {settings.zone}, "
        f"fiscal years from {_MONTHS[settings.fiscal_year_start - 1]}."
    )
    click.echo(f"Policy: the shipped one, major from {threshold} in a calendar year (programme@1).")
    place = session.setting("key_store").value
    if key_store is None:
        click.echo(
            "Personal data are kept in the clear: nobody can be erased. "
            "With `init --key-store FILE` they are sealed."
        )
    else:
        click.echo(f"What is personal is sealed, with a key for each person in {display(place)}.")
        message(where_to_say(place))
    again = f" --ledger {display(chosen.value)}" if chosen.origin == "command line" else ""
    message(f"Next: majoracct{again} account open KEY --name NAME, or majoracct{again} import FILE --map MAP")


def _known_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (LookupError, ValueError, OSError):
        raise BadInput(f"--zone: {zone!r} is no time zone: write one such as Europe/London, or UTC") from None


def _month(text: str) -> int:
    """Return the month TEXT means: 4, April or apr."""
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= 12:
        return int(text)
    named = [
        n
        for n, name in enumerate(_MONTHS, 1)
        if len(text) >= 3 and name.casefold().startswith(text.casefold())
    ]
    if len(named) != 1:
        raise BadInput(f"--fiscal-year-start: {text!r} is no month: write 1 to 12, or a name such as April")
    return named[0]


@click.command()
@output_options
@click.pass_context
def config(ctx: click.Context, /, **options: Any) -> None:
    """Show each setting, its value, and where it came from.

    A setting comes from the command line, else from MAJORACCT_LEDGER, MAJORACCT_ACTOR,
    MAJORACCT_KEY_STORE and so on, else from the majoracct.toml found upward from this folder, else by
    default. What a ledger was created with is shown when it can be opened. No key is ever shown.
    """
    from majoracct.domain.book.persons import Persons
    from majoracct.domain.kernel import LEDGER
    from majoracct.domain.seen import EVER, Book
    from majoracct.ports import LedgerError, LedgerMissingError

    session = session_of(ctx)
    found = session.config()
    rows: list[dict[str, Any]] = [
        {"setting": s.name, "value": s.value, "origin": s.origin} for s in map(session.setting, SETTINGS)
    ]
    if found:
        plugins = ", ".join(found[1].get("plugins", []))
        rows.append({"setting": "plugins", "value": plugins, "origin": str(found[0])})
    about: dict[str, Any] = {"config": str(found[0]) if found else None, "ledger": None}
    try:
        with session.open(with_keys=False) as ledger:
            about["ledger"] = ledger.id
            settings = ledger.settings
            attached = Book(LEDGER, EVER, ledger.past())[Persons]
            decided = {
                "ledger id": ledger.id,
                "currency": settings.currency,
                "zone": settings.zone,
                "fiscal year start": str(settings.fiscal_year_start),
            }
            rows += [
                {"setting": k, "value": v, "origin": "the ledger, at its creation"}
                for k, v in decided.items()
            ]
            rows.append(
                {
                    "setting": "key store id",
                    "value": attached.store or "none: personal data are kept in the clear",
                    "origin": f"the ledger, {attached.since}" if attached.since else "the ledger",
                }
            )
    except LedgerMissingError:
        message("There is no ledger there yet: `majoracct init` creates one.")
    except LedgerError as error:
        message(f"The ledger cannot be read: {display(error)}")
    columns = (Column("setting", "Setting"), Column("value", "Value"), Column("origin", "Where it came from"))
    write(Answer("config", about, rows=rows, columns=columns, stamped=False), options)
