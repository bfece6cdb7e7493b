"""`report insider`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.cli.reports.inertia import carriers
from majoracct.domain.assessments.dominance import dominant
from majoracct.domain.assessments.inertia import Retention, Year, retained, year, year_of
from majoracct.domain.assessments.insider import Focus, Inside, Rate, Work, inside, rates
from majoracct.domain.seen import Account
from majoracct.domain.shares import rounded


@report_on("accounts")
def insider(asked: Question) -> Table:
    """Show how far inside each customer we are, and whether it needs anybody else; ACCOUNT, or all.

    Insider: since when both kinds of evidence are in date, or what is lacking; edge, whether we know the
    company and its ways from inside; dominant, whether we beat what was expected and the customer turned
    to nobody else, unknown when nobody looked; inertia, whether its year began with us in its plans;
    insider work, of how many opportunities; stayed, contracts renewed of those renewed or ended.

    \b
    majoracct report insider --as-of 2024
    """  # noqa: D301 - \b is click's
    rows: list[dict[str, Any]] = []
    found: list[Inside] = []
    total, kept = Work(), Retention()
    for account in asked.accounts:
        each, stayed = inside(account, asked.terms), retained(account)
        found.append(each)
        total, kept = total.plus(each.work), kept.plus(stayed)
        rows.append(_row(asked, account, each, stayed))
    return Table(
        rows,
        keys=_KEYS,
        columns=(
            Column("account", "account"),
            Column("insider_word", "insider"),
            Column("edge_word", "edge"),
            Column("focus", "focus"),
            Column("dominant_word", "dominant"),
            Column("year_word", "inertia"),
            Column("work_word", "insider work"),
            Column("stayed_word", "stayed"),
        ),
        total=f"an insider at {sum(each.insider for each in found)} of {len(found)} accounts, "
        f"insider work {_of(total.insiders, total.opportunities)}, "
        f"stayed {_of(kept.renewals, kept.renewals + kept.ends)}",
        said=_because(rows) if asked.named else [_rate(rate) for rate in rates(found)],
        about={} if asked.named else {"rates": [_rated(rate) for rate in rates(found)]},
        more=("because", "year_missing", "year_late"),
    )


_KEYS = (
    "account",
    "insider",
    "insider_since",
    "insider_missing",
    "insider_facts",
    "edge",
    "edge_missing",
    "edge_facts",
    "team",
    "vertical",
    "dominant",
    "outperforms",
    "competition_stayed",
    "exceeded",
    "measured",
    "because",
    "dominant_facts",
    "year",
    "year_starts",
    "inertia",
    "year_missing",
    "year_late",
    "inertia_loyal",
    "insider_work",
    "opportunities",
    "insider_work_kinds",
    "insider_work_share",
    "renewals",
    "ends",
    "losses",
    "tendency",
)


def _row(asked: Question, account: Account, found: Inside, stayed: Retention) -> dict[str, Any]:
    dominance = dominant(account, asked.terms)
    now = year(account, year_of(account, account.on))
    return {
        "account": account.key,
        "insider": found.insider,
        "insider_since": found.since,
        "insider_missing": found.evidence.missing,
        "insider_facts": found.evidence.facts,
        "edge": found.edge,
        "edge_missing": found.knowledge.missing,
        "edge_facts": found.knowledge.facts,
        "team": found.focus.team,
        "vertical": found.focus.vertical,
        "dominant": dominance.holds,
        "outperforms": dominance.outperforms,
        "competition_stayed": dominance.stayed,
        "exceeded": dominance.performance.exceeded,
        "measured": dominance.performance.measured,
        "because": dominance.because,
        "dominant_facts": dominance.facts,
        "year": now.year,
        "year_starts": now.inertia.starts,
        "inertia": now.in_time,
        "year_missing": now.inertia.missing,
        "year_late": tuple(now.inertia.late),
        "inertia_loyal": carriers(now),
        "insider_work": found.work.insiders,
        "opportunities": found.work.opportunities,
        "insider_work_kinds": {kind.value: count for kind, count in found.work.kinds.items()},
        "insider_work_share": rounded(found.work.share),
        "renewals": stayed.renewals,
        "ends": stayed.ends,
        "losses": stayed.losses,
        "tendency": rounded(stayed.tendency),
        "insider_word": f"since {found.since}" if found.since else _lacking(found.evidence.missing),
        "edge_word": "yes" if found.edge else _lacking(found.knowledge.missing),
        "focus": _focus(found.focus),
        "dominant_word": {True: "yes", False: "no", None: "unknown"}[dominance.holds],
        "year_word": _year(now),
        "work_word": _of(found.work.insiders, found.work.opportunities),
        "stayed_word": _of(stayed.renewals, stayed.renewals + stayed.ends),
    }


def _because(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Say why ACCOUNT is dominated or not, and what its year began without."""
    said = []
    for row in rows:
        said.append(f"dominant: {row['dominant_word']}: {'; '.join(row['because'])}")
        lacking = {how: ", ".join(row[f"year_{how}"]) for how in ("missing", "late")}
        said += [f"inertia in {row['year']}: {what} {how}" for how, what in lacking.items() if what]
    return said


def _lacking(missing: Sequence[str]) -> str:
    """Say what is missing, of two kinds: neither is there, or all but one."""
    return "no" if len(missing) > 1 else f"lacks {missing[0].replace('-', ' ')}"


def _focus(focus: Focus) -> str:
    return (focus.vertical or "none") if focus.team else "no team"


def _year(found: Year) -> str:
    late = "" if found.inertia.missing or found.in_time is not False else ", late"
    return f"{found.year}: {'yes' if found.in_time else 'open' if found.in_time is None else 'no'}{late}"


def _of(some: int, every: int) -> str:
    return f"{some} of {every}" if every else "-"


def _rate(rate: Rate) -> str:
    who = f"teams focused on {rate.vertical}" if rate.vertical else "teams focused on no industry"
    return f"{who if rate.team else 'no team'}: an insider at {rate.insiders} of {rate.accounts}"


def _rated(rate: Rate) -> dict[str, Any]:
    return {
        "team": rate.team,
        "vertical": rate.vertical,
        "accounts": rate.accounts,
        "insiders": rate.insiders,
        "share": rounded(rate.share),
    }
