"""`report cover`: the functions of both sides, and who looks after whom.

It answers C-M1 C-M4 C-M4a C-M4b C-M4c C-M4d C-M5 C-M5a C-M5b C-M5c C-M5d.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from majoracct.cli.display import aligned, display
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.relationships import BuyingFunction
from majoracct.domain.assessments.two_sides import Cell, TwoSides, two_sides
from majoracct.domain.programme.terms import SellingFunction


@report_on("accounts")
def cover(asked: Question) -> Table:
    """Show who of ours looks after whom of theirs at one ACCOUNT, or at all, function by function.

    Our selling team has four functions: corporate, marketing, sales and service. Their buying team
    has four: corporate, technology, operations and finance. Of one account this is a grid, and below
    it what each function sees to, who has it, and which nobody has, looks after or knows. Who serves
    in finance is the natural confirmer of benefits in figures.

    \b
    majoracct report cover harrow-vale --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [two_sides(account) for account in asked.accounts]
    names = {account.key: asked.names(account).people for account in asked.accounts}
    rows = [_row(each, cell, names[each.account]) for each in found for cell in each.cells]
    one = found[0] if asked.named else None
    return Table(
        rows,
        keys=(
            "account",
            "selling",
            "buying",
            "contacts",
            "members",
            "member_names",
            "stakeholders",
            "stakeholder_names",
            "facts",
        ),
        columns=(
            Column("account", "account"),
            Column("selling", "ours"),
            Column("buying", "theirs"),
            Column("contacts", "contacts", number=True),
            Column("member_names", "who of ours"),
            Column("stakeholder_names", "whom of theirs"),
        ),
        said=[] if one is None else [display(line) for line in _said(one, names[one.account])],
        about={"accounts": [_about(each, names[each.account]) for each in found]},
        text=_list(found) if one is None else _grid(one, names[one.account]),
        empty="There is no account.",
    )


def _row(found: TwoSides, cell: Cell, called: Mapping[str, str]) -> dict[str, Any]:
    return {
        "account": found.account,
        "selling": cell.selling,
        "buying": cell.buying,
        "contacts": len(cell.contacts),
        "members": [c.member for c in cell.contacts],
        "member_names": _named((c.member for c in cell.contacts), called),
        "stakeholders": [c.stakeholder for c in cell.contacts],
        "stakeholder_names": _named((c.stakeholder for c in cell.contacts), called),
        "facts": [c.fact for c in cell.contacts],
    }


def _about(found: TwoSides, called: Mapping[str, str]) -> dict[str, Any]:
    return {
        "account": found.account,
        "covered": found.covered,
        "unfilled": found.unfilled,
        "unattended": found.unattended,
        "unknown": found.unknown,
        "confirmers": found.confirmers,
        "confirmer_names": _named(found.confirmers, called),
        "together": found.together.mode if found.together else None,
        "together_fact": found.together.fact if found.together else None,
    }


def _named(people: Any, called: Mapping[str, str]) -> list[str]:
    return [called.get(person, person) for person in people]


# What a person reads


def _list(found: list[TwoSides]) -> str:
    """Return a line an account: what is covered, and what is not."""
    lines = [["account", "cells", "nobody of ours in", "looked after by nobody", "we know nobody in"]]
    for each in found:
        lacks = (_words(each.unfilled), _words(each.unattended), _words(each.unknown))
        lines.append([each.account, f"{each.covered:>2} of {len(each.cells)}", *lacks])
    return aligned(lines)


def _words(functions: tuple[SellingFunction | BuyingFunction, ...]) -> str:
    if len(functions) == 4:
        return "all four"
    return ", ".join(f.value for f in functions) or "-"


def _grid(found: TwoSides, called: Mapping[str, str]) -> str:
    """Return the grid: ours down the side, theirs along the top, in each cell who looks after whom."""
    lines = [["ours \\ theirs", *(f.value for f in BuyingFunction)]]
    for ours in SellingFunction:
        cells = [[str(len(c.contacts) or "-"), *_pairs(c, called)] for c in found.cells if c.selling is ours]
        for n in range(max(map(len, cells))):
            side = ours.value if n == 0 else ""
            lines.append([side, *(cell[n] if n < len(cell) else "" for cell in cells)])
    return aligned(lines)


def _pairs(cell: Cell, called: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a cell: each of ours, and below them whom they look after."""
    last = None
    for contact in cell.contacts:
        if contact.member != last:
            yield called.get(contact.member, contact.member)
        yield f"  {called.get(contact.stakeholder, contact.stakeholder)}"
        last = contact.member


def _said(found: TwoSides, called: Mapping[str, str]) -> Iterator[str]:
    yield "ours"
    for ours, people in found.ours.items():
        yield f"  {ours.value:<11} {_listed(people, called) or 'nobody'}: {ours.duties}"
    yield "theirs"
    for theirs, people in found.theirs.items():
        who = _listed(people, called) or "nobody we know"
        alone = ", looked after by nobody" if theirs in found.unattended else ""
        yield f"  {theirs.value:<11} {who}{alone}: {theirs.duties}"
    yield f"to confirm benefits in figures: {_confirmers(found, called)}"
    if found.together is None:
        yield "how the two teams work together is unknown"
    else:
        seen = found.together
        yield f"the two teams work together: {seen.mode.value}, as seen on {seen.on} ({seen.fact})"


def _confirmers(found: TwoSides, called: Mapping[str, str]) -> str:
    if found.confirmers:
        return f"{_listed(found.confirmers, called)}, from their finance"
    return "nobody we know; look for somebody in their finance, who would do so by nature"


def _listed(people: tuple[str, ...], called: Mapping[str, str]) -> str:
    return ", ".join(_named(people, called))
