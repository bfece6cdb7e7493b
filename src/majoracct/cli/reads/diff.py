"""`diff`: what changed between two days, or was learned between two positions: of one account, or of all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import click

from majoracct.cli.clocks import View, clock_options, resolve_account, two_views
from majoracct.cli.display import display
from majoracct.cli.output import Answer, Column, instant, message, output_options, table_options, write
from majoracct.cli.reads.asked import as_text, policy_in_force, remaining
from majoracct.cli.session import BadInput, session_of
from majoracct.cli.what_if import WhatIf, what_if_options
from majoracct.domain.assessments.changes import between, picture
from majoracct.domain.assessments.history import history, known, staff
from majoracct.domain.assessments.movers import Mover, learned, moved_by_days, moved_by_learning
from majoracct.domain.assessments.telling import Names
from majoracct.domain.kernel import LEDGER, PROGRAMME
from majoracct.domain.money import Money
from majoracct.domain.seen import Account
from majoracct.ports import NotFoundError

__all__ = ["diff"]

_NAMED: Final = 3  # facts a person is shown beside a thing
_LISTED: Final = 20  # facts a person is shown below the table


@click.command("diff")
@click.argument("account", required=False)
@click.option("--all", "everything", is_flag=True, help="Every account: a row for each that differs.")
@table_options
@clock_options
@what_if_options
@output_options
@click.pass_context
def diff(
    ctx: click.Context,
    /,
    account: str | None,
    everything: bool,
    as_of: str | None,
    what_if: WhatIf | None,
    **options: Any,
) -> None:
    """Say what changed about ACCOUNT, or --all: one of the clocks is given as a range, A..B.

    Between two days it is what happened; between two positions of the ledger, what was learned.
    Each side is judged under the policy then in force. Each thing comes with the facts that moved
    it, or time alone, as when a document went out of date.

    With --all, a row per account that differs: status, standing, tiers, sponsors won and lost,
    value, and the revenue of the calendar year of each day, up to it. An account that merged
    counts once on each side: by itself, then in its successor. The differences add up to the
    portfolio's.

    \b
    majoracct diff acme --as-of 2017..2018
    majoracct diff acme --as-of 2017 --known-at @1815..@1900
    majoracct diff --all --as-of 2023..2024 --csv
    """  # noqa: D301 - \b is click's
    if everything == (account is not None):
        raise BadInput("name one account, or ask for --all")
    with session_of(ctx).open() as ledger:
        first, second = two_views(ledger, as_of, options.pop("known_at"), what_if)
        stated = second.about(policy_in_force(second)) | {"before": _side(first), "after": _side(second)}
        said = f"before: {first.footer}; after: {second.footer}"
        if account is None:
            from majoracct.cli.reads.portfolio import moved

            write(moved(first, second, stated, said, options), options)
        else:
            write(_changed(first, second, account, stated, said, options), options)


def _side(asked: View) -> dict[str, Any]:
    return {"as_of": asked.on, "known_at": asked.known_at, "policy": policy_in_force(asked)}


def _changed(
    first: View, second: View, named: str, stated: dict[str, Any], said: str, options: Mapping[str, Any]
) -> Answer:
    """Return what differs about the account NAMED between two views, thing by thing."""
    key, before, after = _sides(first, second, named)
    movers = _movers(first, second, key)
    rows: list[dict[str, Any]] = []
    for thing, change in between(picture(before), picture(after)).items():
        by = (movers or {}).get(thing, Mover())
        rows.append(
            {
                "what": change.what,
                "before": change.before,
                "after": change.after,
                "facts": list(by.facts),
                "time_alone": by.time_alone,
                "by": _by(by),
            }
        )
    if first.known_at != second.known_at:
        stated["learned"] = facts = _learned(first, second, key)
        said += _listed(facts, key, second.on) + (
            "\nToo many to say which of them moved what." if movers is None else ""
        )
    if as_text(options):
        rows = [{key: str(v) if isinstance(v, Money) else v for key, v in row.items()} for row in rows]
    return Answer(
        view="diff",
        about=stated,
        rows=rows,
        columns=(
            Column("what", "what"),
            Column("before", "before", money=True),
            Column("after", "after", money=True),
            Column("by", "by"),
        ),
        keys=("what", "before", "after", "facts", "time_alone"),
        footer=said,
        empty="Nothing changed.",
    )


def _known(asked: View) -> int:
    return asked.known_at


def _by(found: Mover) -> str:
    """Return what moved a thing, in a few words."""
    facts = ", ".join(found.facts[:_NAMED])
    more = len(found.facts) - _NAMED
    told = [f"{facts} and {more:,} more" if more > 0 else facts] if facts else []
    return "; ".join([*told, *(["time alone"] if found.time_alone else [])])


def _movers(first: View, second: View, key: str) -> dict[str, Mover] | None:
    """Return what moved each thing about the account KEY; None where that is too much to judge."""
    if first.known_at != second.known_at:
        early, late = sorted((first, second), key=_known)
        return moved_by_learning(Account(key, late.on, late.past), early.known_at)
    early, late = sorted((first, second), key=lambda v: v.on)
    return moved_by_days(Account(key, late.on, late.past), early.on, late.ledger.day_of)


def _learned(first: View, second: View, key: str) -> list[dict[str, Any]]:
    """Return what was recorded between two views and tells of the account KEY, in the order recorded."""
    early, late = sorted((first, second), key=_known)
    past = late.past
    facts = learned(past, key, early.known_at)
    # Told with all that is known: a withdrawal names what it withdrew.
    held = known(past, sorted({PROGRAMME, *(f.stream for f in facts)}))
    told = {e.fact.reference: e for e in history(held, Names.of([*held, *staff(past)]), late.ledger.day_of)}
    return [
        {
            "fact": fact.reference,
            "position": fact.position,
            "on": fact.on,
            "recorded_at": instant(fact.recorded_at),
            "type": type(fact.event).__name__,
            "summary": told[fact.reference].summary,
            "by": fact.by,
            "role": fact.role,
            "assurance": fact.assurance,
            "reason": fact.reason,
            "lag_days": told[fact.reference].lag,
        }
        for fact in facts
    ]


def _listed(facts: list[dict[str, Any]], key: str, day: dt.date) -> str:
    """Return what was learned about days up to DAY, a line each, as it stands below the table."""
    bearing = [each for each in facts if each["on"] <= day]
    lines = [f"\nlearned in between: {len(facts):,} fact{'' if len(facts) == 1 else 's'}"]
    for each in bearing[:_LISTED]:
        who_said = f"{each['by']} ({each['role']})" if each["role"] else each["by"]
        why = f": {each['reason']}" if each["reason"] else ""
        lines.append(
            f"  @{each['position']}  {each['on']}  {each['fact']}  {display(each['summary'])}, "
            f"{display(who_said + why)}"
        )
    if len(bearing) > _LISTED:
        lines.append(f"  and {len(bearing) - _LISTED:,} more: --json lists all, `timeline {key}` tells them")
    if later := len(facts) - len(bearing):
        lines.append(f"  and {later:,} about days after {day}")
    return "\n".join(lines)


def _sides(first: View, second: View, named: str) -> tuple[str, Account | None, Account | None]:
    """Return the account NAMED: its key, and it in both views, None where it was not there.

    Raises NotFoundError when it was there in neither.
    Both sides are the account that tells of it in the second view: two accounts are not compared.
    """
    latest = max(first, second, key=_known)
    key = resolve_account(latest.past, named)
    found = _there(second, key)
    if found is not None and (teller := remaining(found)).key != key:
        message(f"{key} had merged into {found.merged_into} by {second.on}: this is {teller.key}")
        key = teller.key
    before, after = _there(first, key), _there(second, key)
    if before is None and after is None:
        raise NotFoundError(f"{key} was not known in either view")
    return key, before, after


def _there(asked: View, key: str) -> Account | None:
    account = Account(key, asked.on, asked.past)
    since = account.since if key not in (LEDGER, PROGRAMME) else None
    return account if since is not None and since <= asked.on else None
