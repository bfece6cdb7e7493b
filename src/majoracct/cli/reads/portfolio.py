"""`diff --all`: what moved about each account between two views, and what it comes to for the portfolio."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from majoracct.cli.clocks import View
from majoracct.cli.counts import untold_too
from majoracct.cli.output import Answer, Column
from majoracct.cli.reads.asked import remaining, whole
from majoracct.domain.account.claims import Stage
from majoracct.domain.assessments.history import staff
from majoracct.domain.assessments.movements import (
    Migration,
    Movement,
    Portfolio,
    Stood,
    migrations,
    movements,
    portfolio,
    stood,
)
from majoracct.domain.assessments.telling import Names
from majoracct.domain.money import Money
from majoracct.domain.seen import Account

__all__ = ["moved"]

_PAIRS: Final = "status standing tier_assigned tier_indicated owner".split()
_KEYS: Final = (
    *("account", "name", "presence", "merged_into"),
    *(f"{name}_{side}" for name in _PAIRS for side in ("before", "after")),
    *("sponsors_won", "sponsors_lost"),
    *(f"{stage.value}_{side}" for stage in Stage for side in ("before", "after", "difference")),
    *("revenue_before", "revenue_after", "revenue_difference", "untold_before", "untold_after"),
)


def moved(first: View, second: View, stated: dict[str, Any], said: str, options: Mapping[str, Any]) -> Answer:
    """Return what differs about each account between two views, and the portfolio's own difference."""
    currency = first.ledger.settings.currency
    before, after = _stood(first), _stood(second)
    merged = {key: _teller(second, key) for key in before.keys() - after.keys()}
    found = movements(before, after, {key: into for key, into in merged.items() if into})
    was, now = portfolio(before.values(), currency), portfolio(after.values(), currency)
    went = migrations(found)
    stated |= {
        "totals": {"before": _total(was), "after": _total(now), "difference": _total_difference(was, now)},
        "migration": [
            {"tier": m.tier, "before": m.before, "after": m.after, "accounts": m.count} for m in went
        ],
    }
    called = Names.of([*staff(first.past), *staff(second.past)]).people
    headings = [f"revenue {each.year}" for each in (first, second)]
    if first.known_at != second.known_at:
        headings = [f"@{each.known_at}: {h}" for each, h in zip((first, second), headings, strict=True)]
    lines = [said]
    if whole(options):
        lines = [_summary(found, was, now), *_migration(went), said]
    return Answer(
        view="diff-all",
        about=stated,
        rows=[_row(each, currency, called) for each in found],
        columns=(
            Column("account", "account"),
            Column("what", "what changed"),
            Column("revenue_before", headings[0], number=True, money=True, besides="untold_before"),
            Column("revenue_after", headings[1], number=True, money=True, besides="untold_after"),
            Column("revenue_difference", "difference", number=True, money=True),
        ),
        keys=_KEYS,
        footer="\n".join(lines),
        empty="Nothing changed." if before or after else "There were no accounts.",
    )


def _stood(asked: View) -> dict[str, Stood]:
    return {account.key: stood(account) for account in asked.accounts}


def _teller(asked: View, key: str) -> str | None:
    """Return the account that tells of KEY in the view, if it had merged into another by then."""
    teller = remaining(Account(key, asked.on, asked.past))
    return teller.key if teller.key != key else None


# A row


def _row(found: Movement, currency: str, called: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "account": found.account,
        "name": found.name,
        "presence": found.how,
        "merged_into": found.merged_into,
        "sponsors_won": list(found.won),
        "sponsors_lost": list(found.lost),
        "what": _what(found, called),
    }
    sides = (("before", found.before), ("after", found.after))
    for side, there in sides:
        row[f"untold_{side}"] = there.line.untold if there else None
        for name in _PAIRS:
            row[f"{name}_{side}"] = getattr(there.line, name) if there else None
    nothing = Money.zero(currency)
    for stage in Stage:
        pair = [there.value[stage] if there else nothing for _, there in sides]
        row |= _difference(stage.value, pair[0], pair[1])
    pair = [there.line.revenue if there else nothing for _, there in sides]
    return row | _difference("revenue", pair[0], pair[1])


def _difference(name: str, before: Money, after: Money) -> dict[str, Money]:
    return {f"{name}_before": before, f"{name}_after": after, f"{name}_difference": after - before}


def _what(found: Movement, called: Mapping[str, str]) -> str:
    """Return what changed about an account, in a few words; its revenue has columns of its own.

    called: what our people are called, by id.
    """
    said = []
    if found.how != "stayed":
        said.append({"came": "new", "went": "gone"}.get(found.how, f"merged into {found.merged_into}"))
    if found.before is not None and found.after is not None:
        was, now = found.before.line, found.after.line
        pairs = (
            ("called", was.name, now.name),
            ("status", was.status.value, now.status.value),
            ("standing", was.standing, now.standing),
            ("assigned", _word(was.tier_assigned), _word(now.tier_assigned)),
            ("indicated", _word(was.tier_indicated), _word(now.tier_indicated)),
            ("owner", *(called.get(o, o) if o else "nobody" for o in (was.owner, now.owner))),
        )
        said += [f"{name} {one} -> {other}" for name, one, other in pairs if one != other]
    elif (last := found.after) is not None:
        said.append(f"status {last.line.status.value}, indicated {last.line.tier_indicated.value}")
    said += [f"sponsor won: {name}" for name in found.won] + [f"sponsor lost: {name}" for name in found.lost]
    for stage in Stage:
        was_worth = found.before.value[stage].amount if found.before else 0
        now_worth = found.after.value[stage].amount if found.after else 0
        if was_worth != now_worth:
            said.append(f"value {stage.value} {now_worth - was_worth:+,.2f}")
    return "; ".join(said) or "revenue"


def _word(tier: Any) -> str:
    return tier.value if tier else "none"


# All together


def _total(found: Portfolio) -> dict[str, Any]:
    return {
        "accounts": found.accounts,
        "revenue": found.revenue,
        "untold": found.untold,
        "value": {stage.value: worth for stage, worth in found.value.items()},
    }


def _total_difference(was: Portfolio, now: Portfolio) -> dict[str, Any]:
    return {
        "accounts": now.accounts - was.accounts,
        "revenue": now.revenue - was.revenue,
        "value": {stage.value: now.value[stage] - was.value[stage] for stage in Stage},
    }


def _summary(found: list[Movement], was: Portfolio, now: Portfolio) -> str:
    """Return how many accounts differ, and by what the revenue of all does."""
    counted = Counter(each.how for each in found)
    how = ", ".join(f"{counted[word]} {word}" for word in ("came", "went", "merged") if counted[word])
    differ = f"{len(found)} differ{'s' if len(found) == 1 else ''}"
    accounts = f"{was.accounts} -> {now.accounts} accounts ({how})" if how else f"{was.accounts} accounts"
    change = now.revenue - was.revenue
    sums = f"{was.revenue}{untold_too(was.untold)} -> {now.revenue}{untold_too(now.untold)}"
    return f"{differ}; {accounts}; revenue {sums} ({change.amount:+,.2f})"


def _migration(went: list[Migration]) -> list[str]:
    """Return the moves of tier, a line for those assigned and one for those indicated."""
    lines = []
    for which in ("assigned", "indicated"):
        moves = [f"{_word(m.before)} -> {_word(m.after)} {m.count}" for m in went if m.tier == which]
        if moves:
            lines.append(f"tier {which}: {'; '.join(moves)}")
    return lines
