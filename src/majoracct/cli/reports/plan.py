"""`report plan`: what an account's plan holds on a day, section by section, and what it lacks.

It answers S-F1 S-F2 S-F3 S-F4 S-G1, J-D2 J-D3, J-B1 J-B2 J-B3 J-B4 J-B6, J-P1, J-A0 J-A1 J-A2 J-A3,
J-F1 J-F2, J-O1, R-1 R-U1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from majoracct.cli.counts import counted
from majoracct.cli.display import display
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.feedback import confirmed
from majoracct.domain.account.goals import Goals
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.plan_document import PlanItem
from majoracct.domain.assessments.editions import confirmed_share
from majoracct.domain.assessments.joint_plan import JointPlan, joint_plan
from majoracct.domain.assessments.persons import listed
from majoracct.domain.assessments.plan_balance import Split, Won, growth_after_wins
from majoracct.domain.assessments.planning import (
    After,
    Change,
    activity_after,
    changed_since,
    in_scope_since,
)
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, rounded

_HOLDS: Final = {True: "complete", False: "incomplete", None: "unknown"}
_DROPPED: Final = {True: "it dropped", False: "it did not drop", None: "too early to say"}
_SHOWN: Final = 3
_ALL: Final = (
    Column("account", "account"),
    Column("title_word", "plan"),
    Column("drafted", "drafted"),
    Column("cycle_word", "in the cycle"),
    Column("actions", "open actions", number=True),
    Column("funds_word", "all actions take", number=True),
    Column("joint_word", "made jointly"),
    Column("relationships", "relationships", number=True),
    Column("touched", "last touched"),
    Column("lacks_word", "incomplete"),
)


@report_on("accounts")
def plan(asked: Question) -> Table:
    """Show what the plan of one ACCOUNT holds, section by section, and what it lacks; or all plans in a line.

    Of one account: its goals and its actions, each with who answers for it, by when and what it takes, who
    made it and from which function, what it is about (relationships or deals), the
    opportunities and what of ours solves which problem, actions that do not say who, by when or with
    what, what nobody answers for, the plans of functions, and what happened since: activity after
    it was drafted, wins, and changes of tier or of how somebody stands to us. Accounts that policy wants
    planned and that have no plan are shown, too.

    \b
    majoracct report plan harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    terms = asked.terms
    found = [
        (account, joint_plan(account, terms))
        for account in asked.accounts
        if account[Plan].fact or in_scope_since(account, terms)
    ]
    planned = sum(one.annual.plan is not None for _, one in found)
    plans = counted(planned, "plan")
    whole = sum(one.whole for _, one in found)
    return Table(
        [_row(asked, account, one) for account, one in found],
        keys=_KEYS,
        columns=_ALL[1:] if asked.named else _ALL,
        total="" if asked.named else f"{plans}, {whole} complete; {len(found) - planned} without",
        said=[display(line) for account, one in found for line in _said(asked, account, one)]
        if asked.named
        else (),
        about={"sections": [_sections(account, one) for account, one in found]},
        empty="No account has a plan.",
    )


_KEYS = (
    "account",
    "plan",
    "title",
    "drafted",
    "cycle",
    "in_cycle",
    "in_scope",
    "late",
    "touched",
    "days_untouched",
    "stale",
    "revised",
    "contributed",
    "functions",
    "made_jointly",
    "goals",
    "relationship_share_of_goals",
    "relationship_share_of_actions",
    "relationship_share_of_activity",
    "opportunities",
    "not_in_plan",
    "actions",
    "funds",
    "incomplete_actions",
    "actions_without_goal",
    "prioritised",
    "unowned",
    "functional_plans",
    "jointly_owned",
    "confirmed_share",
    "activity_before",
    "activity_after",
    "activity_dropped",
    "wins_without_growth",
    "changed_since",
    "complete",
    "lacking",
)


def _row(asked: Question, account: Account, one: JointPlan) -> Mapping[str, Any]:
    year, kept, made, balance = one.annual, one.kept, one.made, one.balance
    there = year.plan is not None
    active = activity_after(account, asked.terms)
    wins = growth_after_wins(account, asked.terms)
    return {
        "account": account.key,
        "plan": year.plan,
        "title": one.title or None,
        "drafted": year.drafted,
        "cycle": year.cycle,
        "in_cycle": year.standing,
        "in_scope": year.late is not None,
        "late": year.late,
        "touched": kept.touched if kept else None,
        "days_untouched": kept.days if kept else None,
        "stale": kept.stale if kept else None,
        "revised": kept.revised if kept else None,
        "contributed": tuple(c.fact for c in made.made),
        "functions": made.functions,
        "made_jointly": made.joint if there else None,
        "goals": tuple(goal.fact for _, goal in account[Goals].standing),
        "relationship_share_of_goals": rounded(balance.goals.share),
        "relationship_share_of_actions": rounded(balance.actions.share),
        "relationship_share_of_activity": rounded(balance.activity.share),
        "opportunities": tuple(one.aligned),
        "not_in_plan": one.unplanned,
        "actions": sum(action.open for _, action in account[Plan].kept),
        "funds": one.funds,
        "incomplete_actions": tuple(one.incomplete),
        "actions_without_goal": one.goalless,
        "prioritised": one.prioritised,
        "unowned": tuple(one.unowned),
        "functional_plans": tuple(each.fact for each in one.functional),
        "jointly_owned": one.owned.joint if there and (one.owned.accepted or one.owned.outstanding) else None,
        "confirmed_share": rounded(confirmed_share(confirmed(account).values())),
        "activity_before": active.before if active else None,
        "activity_after": active.after if active else None,
        "activity_dropped": active.dropped if active else None,
        "wins_without_growth": tuple(w.opportunity for w in wins if w.missing),
        "changed_since": tuple(c.fact for c in changed_since(account, asked.terms)),
        "complete": one.whole,
        "lacking": one.lacking,
        "title_word": one.title or "none",
        "funds_word": str(one.funds or ""),
        "cycle_word": year.standing.value.replace("-", " "),
        "joint_word": {True: "yes", False: "no", None: "unknown"}[made.joint] if there else "",
        "relationships": percent(balance.goals.share) or "unknown",
        "lacks_word": f"{len(one.lacking)} of {len(one.sections)} sections" if one.lacking else "",
    }


def _sections(account: Account, one: JointPlan) -> Mapping[str, Any]:
    known = account[Opportunities].items
    return {
        "account": one.account,
        "sections": [attrs.asdict(section) for section in one.sections],
        "incomplete": dict(one.incomplete),
        "document": [
            {"kind": item.kind, "id": item.id, "facts": item.facts, "says": dict(item.fields)}
            for item in one.document
        ],
        "opportunities": [
            {
                "opportunity": key,
                "title": known[key].title,
                "value": known[key].value,
                "closes": known[key].closes,
                "open": known[key].open,
                "fact": known[key].fact,
                "answers": attrs.asdict(matched) if matched else None,
            }
            for key, matched in one.aligned.items()
        ],
        "contributions": [attrs.asdict(each) for each in one.made.made],
        "functional_plans": [attrs.asdict(each) for each in one.functional],
        "understanding": [attrs.asdict(each) for each in one.understanding],
    }


# What a person reads below, of one account


def _said(asked: Question, account: Account, one: JointPlan) -> Iterator[str]:
    if one.annual.plan is None:
        yield "It has no plan: plan draft."
        return
    for section in one.sections:
        lacks = f": lacks {_few(section.lacks)}" if not section.holds and section.lacks else ""
        yield f"{section.name}: {_HOLDS[section.holds]}{lacks}"
    yield from _document(asked, one)
    yield from _made(asked, one)
    share = percent(confirmed_share(confirmed(account).values())) or "nothing"
    yield f"confirmed by the customer: {share} of its items; the others are hypotheses (report hypotheses)"
    balance = one.balance
    yield (
        f"about relationships: {_shared(balance.goals)} of goals, {_shared(balance.actions)} of actions, "
        f"{_shared(balance.activity)} of activity logged"
    )
    known = account[Opportunities].items
    for key, matched in one.aligned.items():
        solves = f"{matched.offering} for {matched.problem or 'an issue of an executive'}" if matched else ""
        deal = known[key]
        worth = f", {deal.value}" if deal.value else ""
        closes = f", to close by {deal.closes}" if deal.closes else ""
        yield f"opportunity {deal.title} ({key}{worth}{closes}): {solves or 'no problem named'}"
    if one.unplanned:
        yield f"open, and not in the plan: {', '.join(f'{known[k].title} ({k})' for k in one.unplanned)}"
    for each in one.functional:
        parts = (
            ("for", each.personas),
            ("who need", each.needs),
            ("to be told", each.messages),
            ("support", each.support),
            ("tactics", each.tactics),
        )
        told = "; ".join(f"{name} {', '.join(texts)}" for name, texts in parts if texts)
        yield f"plan of {each.function.value}: {each.title} ({each.fact}){f'; {told}' if told else ''}"
    yield from _since(activity_after(account, asked.terms), growth_after_wins(account, asked.terms))
    names = asked.names(account).people
    for change in changed_since(account, asked.terms):
        yield _changed(change, names)


def _shared(split: Split) -> str:
    """Return which share of SPLIT is about relationships, and of how many where not of all."""
    known, every = split.relationships + split.deals, split.relationships + split.deals + split.neither
    told = f" (of the {known} of {every} about either)" if split.neither and known else ""
    return f"{percent(split.share) or 'unknown'}{told}"


def _few(lacks: Sequence[str]) -> str:
    """Return the first of LACKS, and how many more there are; programs are told all of them."""
    more = len(lacks) - _SHOWN
    return "; ".join(lacks[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _document(asked: Question, one: JointPlan) -> Iterator[str]:
    """Yield what the plan says: its goals, and its actions with who, by when and with what."""
    called = asked.colleagues
    titles = {item.id: item.get("what") or item.get("task") or item.id for item in one.document}
    for item in one.document:
        if item.kind not in ("goal", "action"):
            continue
        owner, due, amount = (item.get(name) for name in ("owner", "due", "amount"))
        goal, after = item.get("goal"), item.get("after") or ()
        parts = (
            str(amount) if amount else "",
            called.get(owner, owner) if owner else "nobody answers for it",
            f"by {due}" if due else "no day named",
            _takes(item) if item.kind == "action" else "",
            f"for “{titles.get(goal, goal)}”" if goal else "",
            f"after {listed(f'“{titles.get(each, each)}”' for each in after)}" if after else "",
            f"done {item.get('completed')}" if item.get("completed") else "",
        )
        yield f"{item.kind} {titles[item.id]} ({item.id}): {'; '.join(part for part in parts if part)}"
    if one.funds:
        yield f"its actions take {one.funds} in all"


def _takes(item: PlanItem) -> str:
    stated = [str(item.get(name)) for name in ("funds", "means") if item.get(name)]
    return (
        f"takes {listed(stated)}"
        if stated
        else ("takes nothing" if item.get("none_needed") else "what it takes is unknown")
    )


def _made(asked: Question, one: JointPlan) -> Iterator[str]:
    called = asked.colleagues
    for each in one.made.made:
        seats = f", {', '.join(seat.value.replace('-', ' ') for seat in each.seats)}" if each.seats else ""
        what = f": {each.what}" if each.what else ""
        who = called.get(each.person, each.person)
        yield f"contributed: {who} for {each.function.value}{seats}{what} ({each.fact})"
    if one.made.made:
        yield f"functions represented: {listed(f.value for f in one.made.functions)}"


def _since(active: After | None, wins: tuple[Won, ...]) -> Iterator[str]:
    if active:
        yield (
            f"activity logged before it was drafted: {active.before}, after, to {active.until}: "
            f"{active.after}; {_DROPPED[active.dropped] if active.before else 'nothing to compare with'}"
        )
    for won in wins:
        if won.missing:
            yield f"won {won.title} on {won.on}, and nobody outside sales has planned growth since"


def _changed(change: Change, names: Mapping[str, str]) -> str:
    who = change.person and names.get(change.person, change.person)
    what = f"the {change.what} of {who}" if who else "the tier"
    return (
        f"older than what it rests on: {what} became {change.after} on {change.on}, "
        f"from {change.before or 'unknown'} ({change.fact})"
    )
