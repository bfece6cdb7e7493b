"""`list`: the accounts there were on a day, with status, standing, tier and revenue."""

from __future__ import annotations

from typing import Any, Final

import click
from attrs import evolve

from majoracct.cli.clocks import View, clock_options, view
from majoracct.cli.naming import Here
from majoracct.cli.output import Answer, Column, output_options, table_options, write
from majoracct.cli.reads.asked import as_text, footer, whole
from majoracct.cli.session import session_of
from majoracct.domain.account.revenue import by_year
from majoracct.domain.assessments.history import staff
from majoracct.domain.assessments.perspectives import Perspective, judged_by, portfolio
from majoracct.domain.assessments.standing import DEFINITIONS, Line, line
from majoracct.domain.assessments.telling import Names
from majoracct.domain.kernel import PROGRAMME
from majoracct.domain.money import Money
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Tier
from majoracct.domain.seen import Account, Programme

__all__ = ["list_accounts"]

_KEYS: Final = (
    "account name status standing definition tier_assigned tier_indicated owner revenue".split()
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
    **options: Any,
) -> None:
    """List the accounts there were on a day: status, standing, tier and revenue.

    Status is what was recorded; standing is whether the five criteria hold, or by another
    definition, whether the account is major to that perspective: met, potential (by what is
    expected), unmet or unknown; `report perspectives` says why. Revenue is that of the calendar
    year, up to the day. A merged account is told by its successor.

    \b
    majoracct list --as-of 2017 --sort -revenue
    majoracct list --as-of 2017 --definition field
    majoracct list --where status=major --csv
    majoracct list --owner "Una Marsh" --columns account,owner_name,revenue
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at)
        accounts, programme = asked.accounts, asked.programme
        lines = _lines(accounts, programme, definition)
        kept = [each for each in lines if tier in (None, (each.tier_assigned or each.tier_indicated).value)]
        if owner is not None:
            has = Here(ledger.settings.currency, asked.past, PROGRAMME).colleague(owner)
            kept = [each for each in kept if each.owner == has]
        hint = _latest_paid(accounts, asked) if as_text(options) else ""
        answer = _answer(asked, kept, programme, definition, options)
        write(evolve(answer, considered=len(lines), footer=answer.footer + hint), options)


def _lines(accounts: list[Account], programme: Programme, definition: str) -> list[Line]:
    terms = programme[Policy].terms
    if definition == DEFINITIONS[0]:
        return [line(account, terms) for account in accounts]
    perspective, among = Perspective(definition), portfolio(programme, accounts)
    return [line(account, terms, judged_by(perspective, account, terms, among)) for account in accounts]


def _answer(
    asked: View, lines: list[Line], programme: Programme, definition: str, options: dict[str, Any]
) -> Answer:
    currency, policy = asked.ledger.settings.currency, programme[Policy].fact or None
    called = Names.of(staff(programme.past)).people
    said = footer(asked, policy)
    if definition != DEFINITIONS[0]:
        said = f"standing by the definition of: {definition}; {said}"
    if whole(options):
        total = sum((each.revenue for each in lines), Money.zero(currency))
        said = f"{len(lines)} account{'' if len(lines) == 1 else 's'}, {total}; {said}"
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
            Column("revenue", f"revenue {_year(asked)} ({currency})", number=True, money=True),
        ),
        keys=_KEYS,
        more=("owner_name",),
        footer=said,
        empty="There were no accounts.",
    )


def _latest_paid(accounts: list[Account], asked: View) -> str:
    """Return which year to ask for, where nothing was paid in the one asked."""
    latest = max((year for account in accounts for year in by_year(account)), default=asked.on.year)
    return f"; nothing was paid after {latest}: see --as-of {latest}" if latest < asked.on.year else ""


def _year(asked: View) -> str:
    """Return the year whose revenue is listed; a year not yet ended says up to when."""
    year, month_and_day = str(asked.on)[:4], str(asked.on)[5:]
    return year if month_and_day == "12-31" else f"{year} to {month_and_day}"
