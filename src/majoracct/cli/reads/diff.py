"""`diff`: what changed about one account between two days, or what was learned between two positions."""

from __future__ import annotations

from typing import Any

import click

from majoracct.cli.clocks import View, clock_options, resolve_account, two_views
from majoracct.cli.output import Answer, Column, message, output_options, table_options, write
from majoracct.cli.reads.asked import as_text, policy_in_force, remaining
from majoracct.cli.session import session_of
from majoracct.domain.assessments.changes import changes
from majoracct.domain.kernel import LEDGER, PROGRAMME
from majoracct.domain.money import Money
from majoracct.domain.seen import Account
from majoracct.ports import NotFoundError

__all__ = ["diff"]


@click.command("diff")
@click.argument("account")
@table_options
@clock_options
@output_options
@click.pass_context
def diff(
    ctx: click.Context,
    /,
    account: str,
    as_of: str | None,
    **options: Any,
) -> None:
    """Say what changed about ACCOUNT: one of the clocks is given as a range, A..B.

    Between two days it is what happened; between two positions of the ledger, what was learned.
    Each side is judged under the policy then in force.

    \b
    majoracct diff acme --as-of 2017..2018
    majoracct diff acme --as-of 2017 --known-at @1815..@1900
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        first, second = two_views(ledger, as_of, options.pop("known_at"))
        before, after = _sides(first, second, account)
        rows: list[dict[str, Any]] = [
            {"what": change.what, "before": change.before, "after": change.after}
            for change in changes(before, after)
        ]
        if as_text(options):
            rows = [{key: _spelt(value) for key, value in row.items()} for row in rows]
        write(
            Answer(
                view="diff",
                about=second.about(_policy(second)) | {"before": _side(first), "after": _side(second)},
                rows=rows,
                columns=(
                    Column("what", "what"),
                    Column("before", "before", money=True),
                    Column("after", "after", money=True),
                ),
                footer=f"before: {first.footer}; after: {second.footer}",
                empty="Nothing changed.",
            ),
            options,
        )


def _sides(first: View, second: View, named: str) -> tuple[Account | None, Account | None]:
    """Return the account in both views, None where it was not there. Raises NotFoundError when in neither.

    Both sides are the account that tells of it in the second view: two accounts are not compared.
    """
    latest = max(first, second, key=lambda v: v.known_at)
    key = resolve_account(latest.past, named)
    found = _there(second, key)
    if found is not None and (teller := remaining(found)).key != key:
        message(f"{key} had merged into {found.merged_into} by {second.on}: this is {teller.key}")
        key = teller.key
    before, after = _there(first, key), _there(second, key)
    if before is None and after is None:
        raise NotFoundError(f"{key} was not known in either view")
    return before, after


def _there(asked: View, key: str) -> Account | None:
    account = Account(key, asked.on, asked.past)
    since = account.since if key not in (LEDGER, PROGRAMME) else None
    return account if since is not None and since <= asked.on else None


def _policy(asked: View) -> str | None:
    return policy_in_force(asked)


def _side(asked: View) -> dict[str, Any]:
    return {"as_of": asked.on, "known_at": asked.known_at, "policy": _policy(asked)}


def _spelt(value: Any) -> Any:
    return str(value) if isinstance(value, Money) else value
