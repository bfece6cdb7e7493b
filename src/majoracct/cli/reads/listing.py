"""`list`: the accounts there were on a day, with status, standing, tier and revenue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import click
from attrs import evolve

from majoracct.cli.clocks import View, clock_options, say_when_nothing, view
from majoracct.cli.counts import besides, counted
from majoracct.cli.naming import Here
from majoracct.cli.output import Answer, Column, output_options, table_options, write
from majoracct.cli.reads.asked import as_text, footer, names_in_words, whole
from majoracct.cli.session import session_of
from majoracct.cli.what_if import WhatIf, what_if_options
from majoracct.domain.account.revenue import by_year
from majoracct.domain.assessments.definitions import DEFINITIONS, Perspective
from majoracct.domain.assessments.history import names_of
from majoracct.domain.assessments.standing import Line, line
from majoracct.domain.assessments.supposing import compare
from majoracct.domain.kernel import PROGRAMME
from majoracct.domain.money import Money
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Tier
from majoracct.domain.seen import Account, Programme

__all__ = ["list_accounts"]

_KEYS: Final = (
    "account name status standing definition tier_assigned tier_indicated owner revenue untold".split()
)  # of a row, and never others
_TIERS: Final = [tier.value for tier in Tier]


@click.command("list")
@click.option(
    "--definition",
    type=click.Choice(DEFINITIONS),
    default=DEFINITIONS[0],
    show_default=True,
    help="Whose definition of a major account.",
)
@click.option(
    "--tier",
    type=click.Choice(_TIERS),
    help="Keep accounts of this tier: the one assigned, else the one indicated.",
)
@click.option("--owner", metavar="COLLEAGUE", help="Keep accounts that this one of our people has.")
@table_options
@clock_options
@what_if_options
@output_options
@click.pass_context
def list_accounts(
    ctx: click.Context,
    /,
    definition: str,
    tier: str | None,
    owner: str | None,
    as_of: str | None,
    known_at: str | None,
    what_if: WhatIf | None,
    **options: Any,
) -> None:
    """List the accounts there were on a day: status, standing, tier and revenue.

    Status is what was recorded; standing is whether the five criteria hold, or by another
    definition, whether the account is major to that perspective: met, potential (by what is
    expected), unmet or unknown; `report perspectives` says why. Revenue is that of the calendar
    year, up to the day. A merged account is told by its successor. With --policy or --assume, the
    standing in force stands beside the supposed one, and below it who drops out and who comes in.

    \b
    majoracct list --as-of 2017 --sort -revenue
    majoracct list --as-of 2017 --definition field
    majoracct list --where status=major --csv
    majoracct list --owner "Una Marsh" --columns account,owner_name,revenue
    majoracct list --as-of 2024 --policy stricter.toml
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at, what_if)
        accounts, programme = asked.accounts, asked.programme
        lines = _lines(accounts, programme, definition)
        ours = Here(ledger.settings.currency, asked.past, PROGRAMME)
        has = None if owner is None else ours.colleague(owner)

        def wanted(each: Line) -> bool:
            of = (each.tier_assigned or each.tier_indicated).value
            return tier in (None, of) and has in (None, each.owner)

        kept = [each for each in lines if wanted(each)]
        hint = _latest_paid(accounts, asked) if as_text(options) else ""
        answer = _answer(asked, kept, programme, definition, options)
        answer = evolve(answer, considered=len(lines), footer=answer.footer + hint)
        if asked.what_if is not None:
            answer = _compared(answer, lines, wanted, asked.on_record, definition)
        say_when_nothing(asked, accounts)
        write(answer, options)


def _lines(accounts: list[Account], programme: Programme, definition: str) -> list[Line]:
    terms = programme[Policy].terms
    if definition == DEFINITIONS[0]:
        return [line(account, terms) for account in accounts]
    # Most lists go by the programme's definition, and need none of the topics of the others.
    from majoracct.domain.assessments.perspectives import judged_by, portfolio

    perspective, among = Perspective(definition), portfolio(programme, accounts)
    return [line(account, terms, judged_by(perspective, account, terms, among)) for account in accounts]


def _answer(
    asked: View, lines: list[Line], programme: Programme, definition: str, options: dict[str, Any]
) -> Answer:
    currency, policy = asked.ledger.settings.currency, programme[Policy].fact or None
    called = names_of(programme.past, ()).people
    said = footer(asked, policy)
    if definition != DEFINITIONS[0]:
        said = f"standing by the definition of: {definition}; {said}"
    if whole(options):
        total = sum((each.revenue for each in lines), Money.zero(currency))
        untold = besides(sum(each.untold for each in lines))
        said = f"{counted(len(lines), 'account')}, {total}{untold}; {said}"
    return Answer(
        view="list",
        about=asked.about(policy),
        rows=[
            {
                "account": each.account,
                "name": each.name,
                "status": each.status,
                "standing": each.standing,
                "definition": each.definition,
                "tier_assigned": each.tier_assigned,
                "tier_indicated": each.tier_indicated,
                "owner": each.owner,
                "owner_name": called.get(each.owner, each.owner) if each.owner else None,
                "revenue": each.revenue,
                "untold": each.untold,
            }
            for each in lines
        ],
        columns=(
            Column("account", "account"),
            Column("name", "name"),
            Column("status", "status"),
            Column("standing", "standing"),
            Column("tier_assigned", "assigned"),
            Column("tier_indicated", "indicated"),
            Column(
                "revenue", f"revenue {asked.year} ({currency})", number=True, money=True, besides="untold"
            ),
        ),
        keys=_KEYS,
        more=("owner_name",),
        footer=said,
        empty="There were no accounts.",
    )


def _compared(
    answer: Answer, lines: list[Line], wanted: Callable[[Line], bool], on_record: View, definition: str
) -> Answer:
    """Return ANSWER with the standing in force beside the supposed one, and who drops out and comes in.

    lines: everybody's, as supposed. wanted: says whether somebody was asked about.
    """
    in_force = _lines(on_record.accounts, on_record.programme, definition)
    found = compare(in_force, lines)
    drops_out, comes_in = ([e for e in each if wanted(e)] for each in (found.drops_out, found.comes_in))
    before = {each.account: each.standing for each in in_force}
    columns = list(answer.columns)
    columns.insert(1 + [c.key for c in columns].index("standing"), Column("standing_in_force", "in force"))
    keys = list(answer.keys)
    keys.insert(1 + keys.index("standing"), "standing_in_force")
    said = f"drops out: {names_in_words(drops_out)}; comes in: {names_in_words(comes_in)}"
    return evolve(
        answer,
        about={
            **answer.about,
            "drops_out": [each.account for each in drops_out],
            "comes_in": [each.account for each in comes_in],
        },
        rows=[{**row, "standing_in_force": before.get(row["account"])} for row in answer.rows or ()],
        columns=columns,
        keys=keys,
        footer=f"{answer.footer}\n{said}",
    )


def _latest_paid(accounts: list[Account], asked: View) -> str:
    """Return which year to ask for, where nothing was paid in the one asked."""
    latest = max((year for account in accounts for year in by_year(account)), default=asked.on.year)
    return f"; nothing was paid after {latest}: see --as-of {latest}" if latest < asked.on.year else ""
