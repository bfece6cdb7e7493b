"""What every report has in common: whom it asks about, on which day, known when, judged by which policy.

A report is a function from a `Question` to a `Table` or a `Document`, decorated with `report_on`. It
computes nothing itself: the domain's assessments do, and it says how their rows read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

import attrs
import click
from attrs import define, frozen

from majoracct.cli.clocks import View, clock_options, say_when_nothing, view
from majoracct.cli.output import (
    Answer,
    Column,
    document_options,
    output_options,
    table_options,
    write,
)
from majoracct.cli.reads.asked import account_asked, as_text, footer, whole
from majoracct.cli.session import session_of
from majoracct.cli.what_if import WhatIf, what_if_options
from majoracct.domain.assessments.history import names_of
from majoracct.domain.assessments.telling import Names
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account, Programme

__all__ = ["Column", "Document", "Question", "Table", "report_on"]

Scope: TypeAlias = Literal["accounts", "account", "portfolio"]


@define(slots=False)
class Question:
    """What a report asks about.

    accounts: those it tells of, by key: the one that was named, else all there were on the day.
    named: whether one was named. options: the report's own, by name.
    """

    view: View
    accounts: Sequence[Account]
    named: bool
    options: Mapping[str, Any]

    @cached_property
    def programme(self) -> Programme:
        """The programme on the day asked, as known then."""
        return self.view.programme

    @cached_property
    def everyone(self) -> Sequence[Account]:
        """All accounts there were on the day, whichever was named: what a share is taken of."""
        if not self.named:
            return self.accounts
        return self.view.accounts

    @property
    def terms(self) -> Terms:
        """The terms of the policy in force on the day asked, as known then."""
        return self.programme[Policy].terms

    @property
    def policy(self) -> str | None:
        """The fact that adopted that policy."""
        return self.programme[Policy].fact or None

    @property
    def currency(self) -> str:
        """The ledger's currency."""
        return self.view.ledger.settings.currency

    def names(self, account: Account) -> Names:
        """Return what the people and things of ACCOUNT, and our own people, are called."""
        return names_of(account.past, account.streams)

    @property
    def colleagues(self) -> Mapping[str, str]:
        """What our own people are called, by id."""
        return names_of(self.programme.past, ()).people


@frozen
class Table:
    """Rows, and how they read.

    rows: all with the same keys; attrs instances stand for their fields.
    keys: of a row as programs read it, in order.
    columns: of the table a person reads.
    total: what the rows come to, in a line below; shown with every row, never with some.
    said: further lines a person reads below.
    about: what is stated beside the rows, for programs.
    text: how every row reads to a person, where that is no table of them; `said` comes below it.
    remark: what a line begins with that is none of the text's own, where the text is a file for a program;
        then it is the answer even when there is no row.
    """

    rows: Sequence[Any]
    keys: Sequence[str]
    columns: Sequence[Column]
    total: str = ""
    said: Sequence[str] = ()
    about: Mapping[str, Any] = {}
    empty: str = "Nothing found."
    more: Sequence[str] = ()
    text: str = ""
    remark: str = ""


@frozen
class Document:
    """One document, which is no table: its data, and how it reads to a person.

    handed: whether the text is handed out, and bears neither the question nor a stamp.
    """

    data: Mapping[str, Any]
    text: str
    handed: bool = False


Report: TypeAlias = Callable[[Question], Table | Document]
_DOCUMENTS: Final = {True: document_options, False: output_options}


def report_on(
    scope: Scope, *options: Callable[[Any], Any], document: bool = False
) -> Callable[[Report], click.Command]:
    """Return what makes a command of a report, called as the function is, its help the docstring.

    scope: "accounts": of the one that is named, or of all; "account": one must be named; "portfolio":
        always of all. options: further click options. document: it answers with one document.
    """

    def decorate(report: Report) -> click.Command:
        name = report.__name__.replace("_", "-")

        def run(
            ctx: click.Context,
            /,
            as_of: str | None,
            known_at: str | None,
            what_if: WhatIf | None,
            **given: Any,
        ) -> None:
            with session_of(ctx).open() as ledger:
                asked = view(ledger, as_of, known_at, what_if)
                named: str | None = given.pop("account", None)
                accounts = asked.accounts if named is None else [account_asked(asked, named)]
                if named is None:
                    say_when_nothing(asked, accounts)
                question = Question(asked, accounts, named is not None, given)
                write(_answer(name, question, report(question)), given)

        run.__doc__ = report.__doc__
        command: Any = click.pass_context(run)
        command = _DOCUMENTS[document](command)
        command = what_if_options(command)
        command = clock_options(command)
        if not document:
            command = table_options(command)
        for option in reversed(options):
            command = option(command)
        if scope != "portfolio":
            command = click.argument("account", required=scope == "account")(command)
        made: click.Command = click.command(name)(command)
        return made

    return decorate


def _answer(name: str, asked: Question, found: Table | Document) -> Answer:
    about = asked.view.about(asked.policy)
    said = footer(asked.view, asked.policy)
    if isinstance(found, Document):
        handed = found.handed and as_text(asked.options)
        text = found.text if handed else f"{found.text}{said}\n"
        return Answer(f"report.{name}", about, data=found.data, text=text, stamped=not handed)
    rows = [_plain(row) for row in found.rows]
    total = [found.total] if found.total and rows and whole(asked.options) else []
    text = ""
    if found.text and (rows or found.remark) and _unchosen(asked.options):
        below = (f"{found.remark}{line}" for line in (*total, *found.said, said))
        text = "\n".join([found.text.rstrip("\n"), *below]) + "\n"
    return Answer(
        f"report.{name}",
        {**about, **found.about},
        rows=rows,
        columns=found.columns,
        keys=found.keys,
        more=found.more,
        footer="\n".join([*total, *found.said, said]),
        empty=found.empty,
        text=text,
        remark=found.remark if text else "",
    )


def _unchosen(options: Mapping[str, Any]) -> bool:
    """Return whether a person is to read the rows just as they are."""
    chosen = (options.get(name) for name in ("sort", "columns"))
    return as_text(options) and whole(options) and not any(chosen)


def _plain(row: Any) -> Mapping[str, Any]:
    if isinstance(row, Mapping):
        return row
    return {a.name: getattr(row, a.name) for a in attrs.fields(type(row))}
