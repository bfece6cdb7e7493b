"""`withdraw` and `correct`: nothing is changed, what was wrong is said to have been wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs
import click

from majoracct.cli.display import display
from majoracct.cli.fields import Field, fields_of
from majoracct.cli.naming import Here, resolve_fact
from majoracct.cli.options import Option, SectionedCommand, recording_options, session_options
from majoracct.cli.receipts import receipt
from majoracct.cli.recording import desk_for, record_day
from majoracct.cli.session import BadInput, session_of
from majoracct.domain.kernel import Fact, FactWithdrawn

__all__ = ["correct", "withdraw"]

_SESSION: Final = ("--ledger", "--actor", "--role")


def _withdrawing() -> list[click.Parameter]:
    # A withdrawal takes the day of the fact it withdraws.
    return [p for p in recording_options() if p.opts != ["--on"]]


@click.pass_context
def _withdraw(ctx: click.Context, /, **params: Any) -> None:
    session = session_of(ctx)
    with session.open() as ledger:
        fact = resolve_fact(ledger, params["fact"])
        with receipt(ledger, params) as recorded:
            recorded.extend(desk_for(session, ledger, params).withdraw(fact.reference))


withdraw = SectionedCommand(
    "withdraw",
    callback=_withdraw,
    params=[click.Argument(["fact"], metavar="FACT"), *_withdrawing()],
    help="""Say that FACT should never have been recorded. It stays on record, struck through.

FACT is called like acme@3, or @1820 by its position. What its command recorded on other
accounts is withdrawn with it. --reason is mandatory.""",
)


class _Correct(click.Command):
    """`correct FACT`, whose options are the fields of that fact: known once the fact was looked up."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        reference, rest = _split(args)
        if reference is None:
            return super().parse_args(ctx, args)  # says what is missing, or helps
        _set_session(ctx, args)
        ctx.params["fact"] = reference
        ctx.meta["majoracct.correct"] = rest
        return []

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        # Once the fact is known it is part of the command's name.
        return [] if "majoracct.correct" in ctx.meta else super().get_params(ctx)

    def invoke(self, ctx: click.Context) -> Any:
        session = session_of(ctx)
        with session.open() as ledger:
            fact = resolve_fact(ledger, ctx.params["fact"])
        inner = _command_for(fact)
        with inner.make_context(fact.reference, list(ctx.meta["majoracct.correct"]), parent=ctx) as nested:
            return inner.invoke(nested)


correct = _Correct(
    "correct",
    params=[click.Argument(["fact"], metavar="FACT")],
    options_metavar="[OPTIONS]",
    help="""Withdraw FACT and record it again, as it should have been. Only what is given changes.

`majoracct correct acme@3 --help` lists the options of that fact: its fields, --on for its
day, --clear FIELD to empty one. --reason is mandatory.

FACT is called like acme@3, or @1820 by its position.""",
)


def _split(args: list[str]) -> tuple[str | None, list[str]]:
    """Return the fact named among ARGS, and the rest: options known beforehand may stand before it."""
    takes = {opt: not getattr(p, "is_flag", False) for p in _known() for opt in p.opts}
    at = 0
    while at < len(args):
        word = args[at]
        if not word.startswith("-"):
            return word, args[:at] + args[at + 1 :]
        name, equals, _ = word.partition("=")
        if name in ("--help", "-h"):
            at += 1
        elif name in takes:
            at += 2 if takes[name] and not equals else 1
        else:
            raise BadInput(f"{word} stands before the fact: write `majoracct correct FACT {word} …`")
    return None, args


def _known() -> list[click.Parameter]:
    return [*session_options(), *recording_options(), *_clearing([])]


def _clearing(fields: list[Field]) -> list[click.Parameter]:
    names = [f.option.removeprefix("--") for f in fields if f.kind.nullable or f.kind.many]
    if fields and not names:
        return []
    return [
        Option(
            ["--clear"],
            type=click.Choice(names) if names else click.STRING,
            metavar="FIELD",
            multiple=True,
            help=f"Empty a field: {', '.join(names)}.",
            section="Fields",
        )
    ]


def _set_session(ctx: click.Context, args: list[str]) -> None:
    """Keep the session's options, which say where the fact is, before the rest is understood."""
    session = session_of(ctx)
    for at, word in enumerate(args):
        name, equals, value = word.partition("=")
        if name in _SESSION and (equals or at + 1 < len(args)):
            session.given[name.removeprefix("--")] = value if equals else args[at + 1]


def _command_for(fact: Fact) -> click.Command:
    event = type(fact.event)
    fields = [] if issubclass(event, FactWithdrawn) else fields_of(event)

    @click.pass_context
    def run(ctx: click.Context, /, **params: Any) -> None:
        _correct(ctx, fact, fields, params)

    now = "; ".join(
        f"{f.option.removeprefix('--')}: {_shown(getattr(fact.event, f.name))}"
        for f in fields
        if getattr(fact.event, f.name) not in (None, ())
    )
    return SectionedCommand(
        fact.reference,
        callback=run,
        params=[
            *(field.parameter(changing=True) for field in fields),
            *(_clearing(fields) if fields else []),
            *recording_options(day=f"{fact.on}, as it stands"),
            *session_options(),
        ],
        help=f"Correct {fact.reference}, {event.__name__} of {fact.on}. Only what is given changes."
        + (f"\n\nIt says {display(now)}." if now else ""),
    )


def _shown(value: object) -> str:
    word = getattr(value, "value", value)
    if isinstance(word, tuple):
        return ", ".join(_shown(v) for v in word)
    return "as recorded" if attrs.has(type(word)) and not hasattr(word, "exact") else str(word)


def _correct(ctx: click.Context, fact: Fact, fields: list[Field], params: Mapping[str, Any]) -> None:
    session = session_of(ctx)
    with session.open() as ledger:
        here = Here(ledger.settings.currency, ledger.past(), fact.stream)
        changes = {f.name: f.from_text(params, here) for f in fields if f.given(params)}
        for option in params.get("clear") or ():
            field = next(f for f in fields if f.option == f"--{option}")
            if field.name in changes:
                raise BadInput(f"--clear {option} and {field.option} exclude each other: choose one")
            changes[field.name] = () if field.kind.many else None
        day = record_day(params.get("on"))
        withdrawn = isinstance(fact.event, FactWithdrawn)  # which a rule refuses to correct
        if not (changes or day or params["evidence"] or withdrawn):
            options = ", ".join(["--on", *(f.option for f in fields)])
            raise BadInput(
                f"nothing of {fact.reference} was given to correct: give {options}, or withdraw it"
            )
        with receipt(ledger, params) as recorded:
            desk = desk_for(session, ledger, {**params, "on": None})
            recorded.extend(desk.correct(fact.reference, on=day, **changes))
