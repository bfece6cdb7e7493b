"""Commands that record, made from the events and procedures of the domain.

The account is the only positional argument, each field an option; what an option takes is in
`fields`. A command is judged by the domain alone: nothing here knows a rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import click
from attrs import frozen

from majoracct.cli.fields import Field, fields_of, parameters_of
from majoracct.cli.options import SectionedCommand, recording_options
from majoracct.cli.session import BadInput, Session, digest_evidence, session_of
from majoracct.cli.table import NEIGHBOURS
from majoracct.domain import index
from majoracct.domain.calendar import PeriodError, read_day
from majoracct.domain.kernel import LEDGER, PROGRAMME
from majoracct.schema import said_of

if TYPE_CHECKING:
    from majoracct.desk import Desk
    from majoracct.domain.kernel import Fact
    from majoracct.ledger import Ledger

__all__ = ["Recordable", "command_for", "desk_for", "record_day", "recordable", "verb_of"]

OPENS: Final = "account open"  # the verb whose account is not known yet


@frozen
class Recordable:
    """Something that can be recorded by its verb: an event, or a procedure that proposes some.

    kind: whose stream it belongs to: account, programme.
    make: the event's class, or the procedure.
    """

    verb: str
    kind: str
    make: Callable[..., Any]
    procedure: bool
    fields: tuple[Field, ...]
    text: str

    @property
    def about_account(self) -> bool:
        """Whether it is recorded about an account."""
        return self.kind == "account"


def recordable(verb: str) -> Recordable:
    """Return what VERB records. Raises KeyError when nothing answers to it, and Unsupported."""
    for entry in index.events():
        if entry.verb == verb:
            event = index.event_class(entry.type)
            return Recordable(verb, entry.kind, event, False, tuple(fields_of(event)), said_of(event)[0])
    for procedure in index.procedures():
        if procedure.verb == verb:
            made = index.procedure(verb)
            return Recordable(verb, procedure.kind, made, True, tuple(parameters_of(made)), said_of(made)[0])
    raise KeyError(verb)


def command_for(verb: str) -> click.Command:
    """Return the command that records what VERB says."""
    what = recordable(verb)
    params: list[click.Parameter] = []
    if what.about_account:
        params.append(click.Argument(["account"], metavar="KEY" if verb == OPENS else "ACCOUNT"))
    params += [field.parameter() for field in what.fields]
    params += recording_options()

    @click.pass_context
    def run(ctx: click.Context, /, **params: Any) -> None:
        _record(ctx, what, params)

    noun, _, name = verb.partition(" ")
    neighbours = NEIGHBOURS.get(noun)
    return SectionedCommand(
        name,
        callback=run,
        params=params,
        help=what.text,
        epilog=f"See also: {neighbours}" if neighbours else None,
    )


def _record(ctx: click.Context, what: Recordable, params: Mapping[str, Any]) -> None:
    from majoracct.cli.naming import Here
    from majoracct.cli.receipts import receipt

    session = session_of(ctx)
    with session.open() as ledger:
        past = ledger.past()
        stream = _stream(ledger, what, params)
        here = Here(ledger.settings.currency, past, stream)
        values = {f.name: f.from_text(params, here) for f in what.fields if f.given(params)}
        with receipt(ledger, params) as recorded:
            recorded.extend(_carry_out(desk_for(session, ledger, params), what, stream, values))


def _stream(ledger: Ledger, what: Recordable, params: Mapping[str, Any]) -> str:
    if not what.about_account:
        return PROGRAMME
    named: str = params["account"]
    if what.verb == OPENS:
        if named in (LEDGER, PROGRAMME):
            raise BadInput(f"{named!r} is the ledger's own, and no account's key: choose another")
        return named
    from majoracct.cli.clocks import resolve_account

    return resolve_account(ledger.past(), named)


def _carry_out(desk: Desk, what: Recordable, stream: str, values: dict[str, Any]) -> list[Fact]:
    if what.procedure:
        return desk.carry_out(stream, what.make, **values)
    event = what.make(**values)
    return [desk.record(stream, event) if what.about_account else desk.adopt(event)]


def desk_for(session: Session, ledger: Ledger, params: Mapping[str, Any]) -> Desk:
    """Return the desk that the recording options PARAMS ask for. Raises BadInput."""
    return session.desk(ledger).on(
        record_day(params.get("on")),
        reason=_public(params.get("reason") or "", "--reason"),
        evidence=digest_evidence(params.get("evidence") or ()),
        command_id=_public(params.get("command_id") or "", "--command-id"),
        expect=params.get("expect"),
        rehearsal=bool(params.get("dry_run")),
    )


def record_day(text: str | None) -> dt.date | None:
    """Return the day --on names; None when it names none. A period is no day to record on."""
    if text is None:
        return None
    try:
        return read_day(text)
    except PeriodError as error:
        raise BadInput(f"--on: {error}") from None


def _public(text: str, option: str) -> str:
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        raise BadInput(f"{option}: it holds a character that is no text")
    return text


def verb_of(name: str) -> str | None:
    """Return the verb that NAME, a verb or an event's stored name, records by; None when there is none."""
    for entry in index.events():
        if entry.verb and name in (entry.verb, entry.type):
            return entry.verb
    return next((p.verb for p in index.procedures() if p.verb == name), None)
