"""`show`: one account on a day, whole, on one screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import click
from attrs import frozen

from majoracct.cli.clocks import View, clock_options, view
from majoracct.cli.counts import counted
from majoracct.cli.display import display
from majoracct.cli.output import Answer, document_options, write
from majoracct.cli.reads.asked import about, account_asked, footer
from majoracct.cli.session import session_of
from majoracct.cli.what_if import WhatIf, what_if_options
from majoracct.domain.account.facets import FacetVerdict
from majoracct.domain.account.profile import Firmographics
from majoracct.domain.assessments.overview import Document, Item, Overview, Person, Year, overview
from majoracct.domain.programme.policy import Policy

__all__ = ["show"]

_SCREEN: Final = 5  # so many of a kind are told to a person; all of them are in --json


@click.command("show")
@click.argument("account")
@clock_options
@what_if_options
@document_options
@click.pass_context
def show(
    ctx: click.Context,
    /,
    account: str,
    as_of: str | None,
    known_at: str | None,
    what_if: WhatIf | None,
    **options: Any,
) -> None:
    """Show ACCOUNT on a day: names, status, tier, revenue, people, plan, actions, documents.

    \b
    majoracct show acme --as-of 2017Q3
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at, what_if)
        seen = account_asked(asked, account)
        found = overview(seen, seen.programme[Policy].terms)
        write(
            Answer(
                view="show", about=about(asked, seen), data=_data(found), text=_Text(asked, found).whole()
            ),
            options,
        )


def _data(found: Overview) -> dict[str, Any]:
    indication = found.indication
    return {
        "account": found.account,
        "name": found.name,
        "former_names": found.former_names,
        "external_ids": found.external_ids,
        "firmographics": _described(found.firmographics),
        "first_known": found.since,
        "merged_with": found.merged_with,
        "split_from": found.split_from,
        "labels": [{"label": each.word, "since": each.since, "fact": each.fact} for each in found.labels],
        "status": found.status,
        "status_since": found.status_since,
        "status_fact": found.status_fact or None,
        "standing": "met" if found.met else "unmet",
        "criteria": [{"id": v.id, "holds": v.holds, "missing": v.missing} for v in found.verdicts],
        "tier_assigned": found.tier_assigned,
        "tier_fact": found.tier_fact or None,
        "tier_overridden": found.tier_overridden,
        "tier_indicated": indication.tier,
        "facets": [_facet(each) for each in indication.verdicts],
        "unmet": [{"tier": tier, "facets": [_facet(f) for f in unmet]} for tier, unmet in indication.unmet],
        "history_since": indication.history_since,
        "revenue": found.revenue,
        "sponsors": [_person(each, "remit") for each in found.sponsors],
        "stakeholders": [
            _person(each, "function")
            | {"strength": each.strength or None, "perception": each.perception or None, "left": each.left}
            for each in found.stakeholders
        ],
        "opportunities": [
            {
                "opportunity": each.id,
                "title": each.title,
                "worth": each.worth,
                "closes": each.due,
                "planned": each.planned,
                "fact": each.fact,
            }
            for each in _open(found.opportunities)
        ],
        "plan": {
            "title": found.plan,
            "fact": found.plan_fact,
            "threshold": found.threshold,
            "years": found.plan_years,
        }
        if found.plan_fact
        else None,
        "actions": [
            {
                "action": each.id,
                "task": each.title,
                "aim": each.aim,
                "owner": each.owner or None,
                "due": each.due,
                "fact": each.fact,
            }
            for each in _open(found.actions)
        ],
        "documents": found.documents,
    }


def _described(known: Firmographics) -> dict[str, Any] | None:
    """Return what is known of the customer, each value with the fact that last stated it."""
    if not known.facts:
        return None
    said = {name: {"value": getattr(known, name), "fact": fact} for name, fact in known.facts.items()}
    return dict(sorted(said.items()))


def _facet(verdict: FacetVerdict) -> dict[str, Any]:
    return {
        "facet": verdict.facet,
        "holds": verdict.holds,
        "because": verdict.because,
        "facts": verdict.facts,
    }


def _person(somebody: Person, role: str) -> dict[str, Any]:
    return {
        "person": somebody.person,
        "name": somebody.name,
        "title": somebody.title or None,
        role: somebody.role or None,
        "level": somebody.level or None,
        "since": somebody.since,
        "fact": somebody.fact,
    }


def _open(items: Sequence[Item]) -> list[Item]:
    return [item for item in items if item.state == "open"]


@frozen
class _Text:
    """The answer as a person reads it: a heading on the left, what there is to say on the right."""

    asked: View
    found: Overview

    def whole(self) -> str:
        sections = (
            ("called", self._called()),
            ("status", self._status()),
            ("tier", self._tier()),
            ("revenue", self._revenue()),
            ("sponsors", _some([_sponsor(p) for p in self.found.sponsors], "none")),
            ("people", self._people()),
            ("next", _some([_item(i) for i in _open(self.found.opportunities)], "no open opportunity")),
            ("plan", self._plan()),
            ("actions", _some([_item(i) for i in _open(self.found.actions)], "none open")),
            ("on file", self._documents()),
        )
        lines = list(self._heading())
        for name, told in sections:
            for at, line in enumerate(told):
                lines.append(f"{name if at == 0 else '':<10}{line}")
        lines.append(footer(self.asked, self.found.policy))
        return "".join(display(line) + "\n" for line in lines)

    def _heading(self) -> Iterator[str]:
        found = self.found
        yield found.name if found.name == found.account else f"{found.name} ({found.account})"
        parts = [f"first known {found.since}"]
        parts += [f"formerly {', '.join(found.former_names)}"] if found.former_names else []
        parts += [f"{system} {key}" for system, key in found.external_ids.items()]
        parts += [f"merged with {', '.join(found.merged_with)}"] if found.merged_with else []
        parts += [f"split off from {found.split_from}"] if found.split_from else []
        yield "; ".join(parts)
        if parts := _description(found.firmographics):
            yield "; ".join(parts)

    def _called(self) -> Iterator[str]:
        if self.found.labels:
            yield ", ".join(f"{each.word} ({each.fact})" for each in self.found.labels)

    def _status(self) -> Iterator[str]:
        found = self.found
        since = f" since {found.status_since} ({found.status_fact})" if found.status_since else ""
        unmet = [v.id for v in found.verdicts if not v.holds]
        standing = "all five criteria hold" if found.met else f"{', '.join(unmet)} unmet"
        yield f"{found.status.value}{since}; {standing}"

    def _tier(self) -> Iterator[str]:
        found, indication = self.found, self.found.indication
        assigned = "none assigned"
        if found.tier_assigned:
            how = ", by override" if found.tier_overridden else ""
            assigned = f"{found.tier_assigned.value} assigned ({found.tier_fact}{how})"
        yield f"{assigned}; {indication.tier.value} indicated"
        for above, (tier, unmet) in enumerate(reversed(indication.unmet)):
            told = [f"{f.facet.value} ({f.because})" if above == 0 else f.facet.value for f in unmet]
            yield f"{tier.value} lacks {', '.join(told)}"
        if indication.history_since:
            yield f"on record since {indication.history_since} only: earlier purchases are not known"

    def _revenue(self) -> Iterator[str]:
        if not self.found.revenue:
            yield "none on record"
        yield from (_year(each) for each in self.found.revenue[-_SCREEN:])
        if earlier := self.found.revenue[:-_SCREEN]:
            yield f"and {len(earlier)} more, from {earlier[0].year} on"

    def _people(self) -> Iterator[str]:
        here = [_stakeholder(p) for p in self.found.stakeholders if p.left is None]
        return _some(here, "nobody identified")

    def _plan(self) -> Iterator[str]:
        found = self.found
        if not found.plan_fact:
            yield "none"
            return
        yield f"{found.plan} ({found.plan_fact})"
        for each in found.plan_years:
            reached = "reaches" if each.reached else "short of"
            yield f"{each.year}  {each.worth}, {reached} {found.threshold}"
        if not found.plan_years:
            yield "no dated open opportunity in it"

    def _documents(self) -> Iterator[str]:
        latest = {each.kind: each for each in self.found.documents}
        return _some([_document(each) for each in latest.values()], "nothing")


def _description(known: Firmographics) -> list[str]:
    """Return what kind of customer it is, in words; the turnover is said to be its own."""
    return [
        said
        for value, said in (
            (known.sector, known.sector or ""),
            (known.parent, f"part of {known.parent}"),
            (known.turnover, f"its own turnover {known.turnover}"),
            (known.employees, f"{known.employees or 0:,} employees"),
            (known.founded, f"founded {known.founded}"),
            (known.location, f"in {known.location}"),
        )
        if value is not None
    ]


def _some(told: list[str], none: str) -> Iterator[str]:
    """Yield the first few lines of TOLD, and how many more there are; NONE when there are none."""
    yield from told[:_SCREEN] or [none]
    if len(told) > _SCREEN:
        yield f"and {len(told) - _SCREEN} more (--json has all)"


def _year(each: Year) -> str:
    credits_too = f", {each.credits} of them credits" if each.credits else ""
    partial = "" if each.complete else ", year not ended"
    said = f"{each.net}, {counted(each.payments, 'payment')}{credits_too}"
    untold = f", {each.untold:,} in currencies that no rate tells" if each.untold else ""
    return f"{each.year}  {said}{untold}{partial}"


def _sponsor(somebody: Person) -> str:
    parts = (somebody.title, somebody.role, somebody.level)
    return f"{somebody.name}: {', '.join(p for p in parts if p)}, since {somebody.since} ({somebody.fact})"


def _stakeholder(somebody: Person) -> str:
    sees = f"sees us as {somebody.perception}" if somebody.perception else ""
    parts = (somebody.title, somebody.role, somebody.level, somebody.strength, sees)
    return f"{somebody.name}: {', '.join(p for p in parts if p)}"


def _item(item: Item) -> str:
    parts = [f"for {item.aim}"] if item.aim else []
    parts += [f"worth {item.worth}"] if item.worth else []
    parts += [item.owner] if item.owner else []
    parts += [f"by {item.due}"] if item.due else []
    parts += ["in the plan"] if item.planned else []
    return f"{item.title}{': ' if parts else ''}{', '.join(parts)} ({item.id})"


def _document(each: Document) -> str:
    age = f"{each.months} month{'' if each.months == 1 else 's'} old"
    return f"{each.kind} of {each.dated}, {age}{'' if each.in_date else ', OUT OF DATE'} ({each.fact})"
