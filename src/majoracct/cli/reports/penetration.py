"""`report penetration`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.assessments.penetration import Demand, Year, added, by_year, leads
from majoracct.domain.money import Money
from majoracct.domain.shares import percent

_WORK = ("collaboration", "managed_services", "consulting", "strategic_issues")


@report_on("accounts")
def penetration(asked: Question) -> Table:
    """Show where demand came from, by account and the year it was identified; of one ACCOUNT, or of all.

    The ratio is of demand we created to demand we answered. Leads are the opportunities that came of
    selling to executives, with what those of them won are worth; insider is work of the four kinds
    that being an insider brings. Of one account the lines below name each lead.

    \b
    majoracct report penetration --as-of 2024
    """  # noqa: D301 - \b is click's
    years = [year for account in asked.accounts for year in by_year(account)]
    whole = added(years)
    rows = [
        {
            "account": year.account,
            "year": year.year,
            **{a.name: getattr(year.demand, a.name) for a in attrs.fields(Demand)},
            "won": Money(year.demand.won, asked.currency),
            "ratio": _ratio(year.demand),
            "insider": year.demand.insider,
        }
        for year in years
    ]
    said = [
        f"created to answered {_ratio(whole) or 'unknown'}{_over_time(years)}",
        f"of {whole.identified} opportunities {whole.insider} are "
        f"insider's work{_share(whole)}: "
        + ", ".join(f"{getattr(whole, kind)} {kind.replace('_', ' ')}" for kind in _WORK),
    ]
    if asked.named:
        said += _led(asked)
    return Table(
        rows,
        keys=(
            "account",
            "year",
            "identified",
            "created",
            "answered",
            "unknown",
            "leads",
            "leads_won",
            "leads_unvalued",
            "won",
            "insider",
            *_WORK,
        ),
        columns=(
            Column("account", "account"),
            Column("year", "year"),
            Column("identified", "identified", number=True),
            Column("created", "created", number=True),
            Column("answered", "answered", number=True),
            Column("unknown", "unknown", number=True),
            Column("ratio", "ratio", number=True),
            Column("leads", "leads", number=True),
            Column("won", f"won by leads ({asked.currency})", number=True, money=True),
            Column("insider", "insider", number=True),
        ),
        total=_total(years, whole, asked.currency),
        said=said if rows else (),
        about={"total": whole},
        empty="No opportunity was identified.",
    )


def _ratio(of: Demand) -> str | None:
    return f"{of.created}:{of.answered}" if of.created or of.answered else None


def _over_time(years: Sequence[Year]) -> str:
    """Return the ratio of each year in which demand of known origin was identified, over all accounts."""
    found = [
        (each, _ratio(added(y for y in years if y.year == each))) for each in sorted({y.year for y in years})
    ]
    told = ", ".join(f"{year} {ratio}" for year, ratio in found if ratio)
    return f": {told}" if told else ""


def _share(of: Demand) -> str:
    return f" ({percent(of.insider_share)})" if of.insider_share is not None else ""


def _total(years: Sequence[Year], whole: Demand, currency: str) -> str:
    accounts = len({year.account for year in years})
    unvalued = f", {whole.leads_unvalued} more of unknown worth" if whole.leads_unvalued else ""
    return (
        f"{accounts} account{'' if accounts == 1 else 's'}: {whole.identified} identified, "
        f"{whole.created} created, {whole.answered} answered, {whole.unknown} unknown; "
        f"leads {whole.leads}, won {Money(whole.won, currency)}{unvalued}"
    )


def _led(asked: Question) -> Iterator[str]:
    for account in asked.accounts:
        for lead in leads(account):
            value = f" worth {lead.found.value}" if lead.found.value else ""
            fate = "won" if lead.found.won else "lost" if lead.found.lost else "open"
            yield f"{lead.found.title}, {fate}{value}, came of {lead.what} on {lead.on} ({lead.activity})"
