"""`report tiers`.

It answers R-T1 R-T2 R-T5 R-2 R-4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import click
from attrs import frozen

from majoracct.cli.clocks import View, day_word
from majoracct.cli.columns import drawn
from majoracct.cli.counts import besides, counted
from majoracct.cli.display import display
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.cli.session import BadInput
from majoracct.domain.account.competitor_loyalty import CompetitorTie
from majoracct.domain.assessments.movers import Mover
from majoracct.domain.assessments.spans import remaining
from majoracct.domain.assessments.tier_moves import ABSENT, MERGED, Axis, Went, matrix, moved_by
from majoracct.domain.assessments.tiers import Crossed, TierLine, cross, period_of, tier_line
from majoracct.domain.money import Money
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Tier
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, rounded

_FROM = click.option(
    "--from",
    "since",
    metavar="DAY",
    help="Beside each tier that of an earlier day, what moved it, and who went from which tier to which.",
)
_KEYS: Final = (
    "account category revenue untold indicated assigned overridden assigned_fact next_tier unmet ideals "
    "maturity first_purchase first_purchase_fact history_since wallet_year wallet_share wallet_facts "
    "rivals rival_facts loyal_to_competitors playbook indicated_before assigned_before moved_by time_alone"
).split()
_AXES: Final[dict[str, Axis]] = {
    "indicated": lambda line: line.indicated,
    "assigned": lambda line: line.assigned,
}
_WORD: Final = {True: "yes", False: "no", None: "unknown"}


@frozen
class _Earlier:
    """The accounts of the earlier day, by key, and what moved those whose tier indicated differs."""

    lines: Mapping[str, TierLine]
    moved: Mapping[str, Mover]
    went: Mapping[str, Sequence[Went]]


@report_on("accounts", _FROM)
def tiers(asked: Question) -> Table:
    """Show each account's tier by its facets, the one assigned, its category of revenue, and what it lacks.

    Of one ACCOUNT, or of all. Lacks: the facets that keep it from the next tier, "?" where nobody knows;
    ideal: whether they see a partner in us and our account manager is an expert in their field, which gates
    nothing; maturity: how long they have been a customer; wallet: our share of what they spend, in the last
    year of which it is known. Of all, the table below counts accounts by category and tier. With --from, what
    each tier was on an earlier day, whether time alone moved it, and who went from which tier to which.

    \b
    majoracct report tiers --as-of 2024
    majoracct report tiers --from 2023-12-31 --as-of 2024
    """  # noqa: D301 - \b is click's
    lines = {account.key: tier_line(account, asked.terms) for account in asked.accounts}
    earlier = _earlier(asked, lines)
    crossed = [] if asked.named else cross(lines.values(), asked.terms)
    told = [_row(asked, account, lines[account.key], earlier) for account in asked.accounts]
    period = period_of(asked.accounts[0], asked.terms).word if asked.accounts else ""
    return Table(
        told,
        keys=_KEYS,
        columns=_columns(asked, earlier),
        total=_total(asked, lines.values()),
        said=[*_said(asked, lines, crossed), *_moves(earlier)],
        about={
            "period": asked.terms.segments.category_period,
            "period_word": period,
            "categories": [
                {"category": name, "least": Money.read(str(least), asked.currency)}
                for name, least in zip(
                    asked.terms.segments.categories, asked.terms.segments.category_least, strict=True
                )
            ],
            "cross": [
                {
                    "category": each.category,
                    "tier": each.tier,
                    "accounts": each.accounts,
                    "revenue": Money(each.revenue, asked.currency),
                }
                for each in crossed
            ],
            "facets": {line.account: line.facets for line in lines.values()},
            "from": _day(asked),
            "migration": {
                which: [
                    {"before": w.before, "after": w.after, "count": w.count, "accounts": w.accounts}
                    for w in went
                ]
                for which, went in (earlier.went if earlier else {}).items()
            },
        },
        empty="No account is known.",
    )


# The earlier day


def _day(asked: Question) -> Any:
    text = asked.options["since"]
    return day_word(text, asked.view.ledger, "--from").start if text else None


def _earlier(asked: Question, lines: Mapping[str, TierLine]) -> _Earlier | None:
    """Return what is asked of an earlier day. Raises BadInput when it is not earlier."""
    day = _day(asked)
    if day is None:
        return None
    view = asked.view
    if day >= view.on:
        raise BadInput(f"--from {day} is not before {view.on}")
    before = View(view.ledger, day, view.known_at, view.what_if, view.on)
    terms = before.programme[Policy].terms
    accounts = {account.key: account for account in before.accounts}
    merged = {key: remaining(Account(key, view.on, view.past)).key for key in accounts}
    merged = {key: teller for key, teller in merged.items() if teller != key}
    wanted = [key for key in accounts if not asked.named or key in lines]
    found = {key: tier_line(accounts[key], terms) for key in wanted}
    moved = {
        account.key: moved_by(account, day, view.ledger.day_of)
        for account in asked.accounts
        if account.key in found and found[account.key].indicated is not lines[account.key].indicated
    }
    went = {which: matrix(found, lines, merged, axis) for which, axis in _AXES.items()}
    return _Earlier(found, moved, went)


# A row


def _row(asked: Question, account: Account, line: TierLine, earlier: _Earlier | None) -> dict[str, Any]:
    was = earlier.lines.get(line.account) if earlier else None
    mover = earlier.moved.get(line.account) if earlier else None
    loyal = [_loyal(tie, asked.names(account).people) for tie in line.loyal]
    return {
        "account": line.account,
        "category": line.category,
        "revenue": line.revenue,
        "untold": line.untold,
        "indicated": line.indicated,
        "assigned": line.assigned,
        "overridden": line.overridden,
        "assigned_fact": line.assigned_fact,
        "next_tier": line.next_tier,
        "unmet": line.unmet,
        "ideals": line.ideals,
        "maturity": line.maturity,
        "first_purchase": line.first_purchase,
        "first_purchase_fact": line.first_purchase_fact,
        "history_since": line.history_since,
        "wallet_year": line.wallet.year if line.wallet else None,
        "wallet_share": rounded(line.wallet.share) if line.wallet else None,
        "wallet_facts": line.wallet.facts if line.wallet else (),
        "rivals": line.rivals.names,
        "rival_facts": line.rivals.facts,
        "loyal_to_competitors": loyal,
        "playbook": line.playbook.fact if line.playbook else None,
        "indicated_before": was.indicated if was else None,
        "assigned_before": was.assigned if was else None,
        "moved_by": mover.facts if mover else (),
        "time_alone": mover.time_alone if mover else None,
        # For people:
        "assigned_word": _assigned(line),
        "lacks": _lacks(line),
        "ideal": ", ".join(i.what for i in line.ideals if i.holds),
        "wallet": f"{percent(line.wallet.share)} of {line.wallet.year}" if line.wallet else None,
        "loyal": [f"{each['name'] or each['department']} to {each['competitor']}" for each in loyal],
        "before_word": _before(line, was, mover),
    }


def _loyal(tie: CompetitorTie, called: Mapping[str, str]) -> dict[str, Any]:
    return {
        "person": tie.person,
        "name": called.get(tie.person, tie.person) if tie.person else None,
        "department": tie.department,
        "competitor": tie.competitor,
        "since": tie.on,
        "fact": tie.fact,
    }


def _assigned(line: TierLine) -> str | None:
    if line.assigned is None:
        return None
    return f"{line.assigned.value}, override" if line.overridden else line.assigned.value


def _lacks(line: TierLine) -> str | None:
    if line.next_tier is None:
        return None
    facets = ", ".join(v.facet.value + ("?" if v.holds is None else "") for v in line.unmet)
    return f"{line.next_tier.value}: {facets}"


def _before(line: TierLine, was: TierLine | None, mover: Mover | None) -> str:
    if was is None:
        return "not on record"
    if was.indicated is line.indicated:
        return "the same"
    by = [*(mover.facts if mover else ()), *(["time alone"] if mover and mover.time_alone else [])]
    more = f" and {len(by) - 2} more" if len(by) > 2 else ""
    return f"{was.indicated.value}, by {', '.join(by[-2:])}{more}"


def _columns(asked: Question, earlier: _Earlier | None) -> list[Column]:
    return [
        Column("account", "account"),
        Column("category", "category"),
        Column("revenue", f"revenue ({asked.currency})", number=True, money=True, besides="untold"),
        Column("indicated", "indicated"),
        Column("assigned_word", "assigned"),
        *([Column("before_word", f"indicated on {_day(asked)}")] if earlier else []),
        Column("lacks", "lacks"),
        Column("ideal", "ideal"),
        Column("maturity", "maturity"),
        Column("wallet", "wallet"),
        Column("rivals", "with competitors"),
        Column("loyal", "loyal to competitors"),
    ]


# What a person reads below


def _total(asked: Question, lines: Iterable[TierLine]) -> str:
    if asked.named:
        return ""
    held = list(lines)
    counts = [f"{sum(each.indicated is tier for each in held)} {tier.value}" for tier in Tier]
    revenue = sum((each.revenue for each in held), Money.zero(asked.currency))
    untold = besides(sum(each.untold for each in held))
    return f"{counted(len(held), 'account')}, indicated {', '.join(counts)}; {revenue}{untold}"


def _said(asked: Question, lines: Mapping[str, TierLine], crossed: Sequence[Crossed]) -> Iterator[str]:
    if not lines:
        return
    word = period_of(asked.accounts[0], asked.terms).word
    yield f"revenue is that of {word}, net; categories are policy's (segments)"
    if asked.named:
        (line,) = lines.values()
        yield from _told(line)
    else:
        yield from _table(
            "category, as treated",
            [each.value for each in Tier],
            {
                category or "none": {c.tier.value: c.accounts for c in crossed if c.category == category}
                for category in dict.fromkeys(c.category for c in crossed)
            },
        )


def _told(line: TierLine) -> Iterator[str]:
    """Yield what keeps an account from the next tier, what is ideal and what else is true, with why."""
    for verdict in line.unmet:
        what = f"lacks for {line.next_tier.value if line.next_tier else ''}: {verdict.facet.value}"
        yield display(f"{what}: {_WORD[verdict.holds]}, {verdict.because}{_cited(verdict.facts)}")
    for ideal in line.ideals:
        yield display(f"ideal: {ideal.what}: {_WORD[ideal.holds]}, {ideal.because}{_cited(ideal.facts)}")
    lacking, told = {v.facet for v in line.unmet}, {ideal.what for ideal in line.ideals}
    for verdict in line.facets:
        if verdict.facet not in lacking and verdict.facet.value not in told:
            what = f"{verdict.facet.value}: {_WORD[verdict.holds]}, {verdict.because}"
            yield display(f"{what}{_cited(verdict.facts)}")
    if line.history_since:
        yield f"nothing is on record before {line.history_since}: earlier purchases may be missing"
    playbook = line.playbook
    if playbook is None:
        yield "no playbook says how such a customer is treated"
    else:
        yield display(
            f"playbook ({playbook.fact}): education {playbook.education}; "
            f"information {playbook.information}; selling {playbook.selling}; support {playbook.support}"
        )


def _cited(facts: Sequence[str]) -> str:
    return (
        f" ({', '.join(facts[:3])}{f' and {len(facts) - 3} more' if len(facts) > 3 else ''})" if facts else ""
    )


def _moves(earlier: _Earlier | None) -> Iterator[str]:
    if earlier is None:
        return
    for which, went in earlier.went.items():
        counts: dict[str, dict[str, int]] = {}
        for each in went:
            counts.setdefault(each.before, {})[each.after] = each.count
        yield from _table(f"{which}, from", _order(went), counts)


def _order(went: Sequence[Went]) -> list[str]:
    places = [ABSENT, "none", *(tier.value for tier in Tier), MERGED]
    return [place for place in places if any(each.after == place for each in went)]


def _table(corner: str, across: Sequence[str], down: Mapping[str, Mapping[str, int]]) -> list[str]:
    columns = [Column("corner", corner), *(Column(name, name, number=True) for name in across)]
    rows = [{"corner": name, **{a: counts.get(a, 0) for a in across}} for name, counts in down.items()]
    return ["", *drawn(columns, rows, None)]
