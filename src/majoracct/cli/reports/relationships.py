"""`report relationships`: the map of who matters, and how they stand to each other and to us.

It answers S-F5 S-F6 R-T2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import click

from majoracct.cli.columns import json_value
from majoracct.cli.display import display
from majoracct.cli.graphs import Arrow, Box, Graph, dot, mermaid, tree
from majoracct.cli.options import Option
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.cli.session import BadInput
from majoracct.domain.account.competitor_loyalty import CompetitorTie
from majoracct.domain.account.relationships import LinkKind
from majoracct.domain.assessments.history import names_of
from majoracct.domain.assessments.relationship_map import (
    MapStanding,
    OnMap,
    RelationshipMap,
    Tie,
    Whose,
    relationship_map,
)
from majoracct.domain.kernel import alike

_DRAWN: Final[Mapping[str, Callable[[Graph], str]]] = {"tree": tree, "mermaid": mermaid, "dot": dot}
_REMARKS: Final = {"mermaid": "%% ", "dot": "// "}  # what a line of none of the graph's own begins with
_AS = click.option(
    "--as",
    "drawn_as",
    type=click.Choice(["table", *_DRAWN]),
    default="table",
    show_default=True,
    cls=Option,
    section="Output",
    help="How a person reads it: a table, a tree, or a graph in Mermaid or DOT.",
)


@report_on("accounts", _AS)
def relationships(asked: Question) -> Table:
    """Show who matters at one ACCOUNT, or at all, and how they stand to each other and to us.

    Of each person: their function and level, how strongly they stand by us, what their word weighs, what
    they see in us, whether they are satisfied, to which competitors they are loyal, and who of ours they
    are tied to. Partners who are on the account with us, and our own side, stand beside them. What nobody
    judged is unknown, and what was judged long ago is said to be old.

    \b
    majoracct report relationships harrow-vale --as-of 2024
    majoracct report relationships harrow-vale --as-of 2024 --as dot -o map.dot
    """  # noqa: D301 - \b is click's
    drawn_as = asked.options["drawn_as"]
    if drawn_as in _REMARKS and asked.view.what_if is not None:
        raise BadInput(f"--as {drawn_as} cannot say on every line that it is supposed: ask for --as tree")
    found = [relationship_map(account, asked.terms) for account in asked.accounts]
    told = [(one, _names(asked, one)) for one in found if asked.named or one.people or one.departments]
    missing, stale = (
        sum(one.standing is s for one, _ in told) for s in (MapStanding.MISSING, MapStanding.STALE)
    )
    return Table(
        [_row(one, each, called) for one, called in told for each in one.people],
        keys=_KEYS,
        columns=(
            Column("account", "account"),
            Column("whose", "side"),
            Column("name", "who"),
            Column("part", "function or seat"),
            Column("level", "level"),
            Column("power", "power"),
            Column("strength", "stands by us"),
            Column("perception", "sees us as"),
            Column("satisfaction", "satisfied"),
            Column("competitors", "loyal to"),
            Column("tied_names", "tied to"),
            Column("lacking_word", "judge anew"),
        ),
        total="" if asked.named else f"maps: {len(told)}, of which {missing} missing and {stale} stale",
        said=[display(line) for one, called in told for line in _said(one, called, drawn_as)],
        about={"maps": [_about(one, called) for one, called in told]},
        text=_DRAWN[drawn_as](_graph(told)) if drawn_as != "table" else "",
        remark=_REMARKS.get(drawn_as, ""),
        empty="Nobody who matters is identified.",
    )


_KEYS: Final = (
    "account",
    "whose",
    "known_to",
    "person",
    "name",
    "function",
    "level",
    "seats",
    "selling",
    "power",
    "strength",
    "perception",
    "satisfaction",
    "sponsors",
    "competitors",
    "tied_to",
    "tied_names",
    "old",
    "unknown",
    "facts",
)


def _names(asked: Question, one: RelationshipMap) -> Mapping[str, str]:
    """Return what everybody on the map is called, by id."""
    view = asked.view
    called: dict[str, str] = {}
    for key in dict.fromkeys((*(p.account for p in one.people), one.account)):
        account = next((a for a in asked.accounts if a.key == key), None)
        streams = account.streams if account else (key,)
        called |= names_of(view.past, streams).people
    return called


def _row(one: RelationshipMap, each: OnMap, called: Mapping[str, str]) -> dict[str, Any]:
    lacking = [*(f"{a.value} old" for a in each.old), *(f"{a.value} unknown" for a in each.unknown)]
    return {
        "account": one.account,
        "whose": each.whose,
        "known_to": each.account,
        "person": each.person,
        "name": called.get(each.person, each.person),
        "function": each.function,
        "level": each.level,
        "seats": each.seats,
        "selling": each.selling,
        "power": each.power,
        "strength": each.strength,
        "perception": each.perception,
        "satisfaction": each.satisfaction,
        "sponsors": each.sponsors,
        "competitors": each.competitors,
        "tied_to": each.tied_to,
        "tied_names": tuple(called.get(p, p) for p in each.tied_to),
        "old": each.old,
        "unknown": each.unknown,
        "facts": each.facts,
        "part": _part(each),
        "lacking_word": ", ".join(lacking) if each.whose is Whose.CUSTOMER else "",
    }


def _part(each: OnMap) -> str:
    said = [each.function.value] if each.function else []
    said += [seat.value.replace("-", " ") for seat in each.seats]
    said += [f"{each.selling.value} function"] if each.selling else []
    said += ["sponsors us"] if each.sponsors else []
    said += [f"of {each.account}"] if each.whose is Whose.PARTNER else []
    return ", ".join(said)


def _about(one: RelationshipMap, called: Mapping[str, str]) -> dict[str, Any]:
    return {
        "account": one.account,
        "standing": one.standing,
        "because": one.because,
        "stale": one.stale,
        "ties": [_tie(tie, called) for tie in one.ties],
        "departments": [
            {"department": t.department, "competitor": t.competitor, "on": t.on, "fact": t.fact}
            for t in one.departments
        ],
        "partners": [
            {"partner": key, "does": joined.does, "since": joined.since, "fact": joined.fact}
            for key, joined in one.partners
        ],
    }


def _tie(tie: Tie, called: Mapping[str, str]) -> dict[str, Any]:
    return {
        "person": tie.person,
        "name": called.get(tie.person, tie.person),
        "words": tie.words,
        "other": tie.other,
        "other_name": called.get(tie.other, tie.other),
        "level": tie.level,
        "on": tie.on,
        "old": tie.old,
        "fact": tie.fact,
    }


# What a person reads


def _said(one: RelationshipMap, called: Mapping[str, str], drawn_as: str) -> Iterator[str]:
    because = f": {one.because}" if one.because else ""
    yield f"the map of {one.account} is {one.standing.value}{because}"
    if drawn_as in _REMARKS:
        return  # what somebody wrote a program could take for its own words, even in a remark
    if drawn_as == "table":
        yield from (f"  {t.department} is loyal to {t.competitor} ({t.fact})" for t in one.departments)
    yield from (f"  partner {key}: {joined.does} ({joined.fact})" for key, joined in one.partners)
    if drawn_as == "table":
        yield from _ties(one, called)


def _ties(one: RelationshipMap, called: Mapping[str, str]) -> Iterator[str]:
    for tie in one.ties:
        degree = f" ({_degree(tie)})" if tie.level else ""
        long_ago = ", as stated long ago" if tie.old else ""
        said = f"{called.get(tie.person, tie.person)} {tie.words} {called.get(tie.other, tie.other)}"
        yield f"  {said}{degree}{long_ago} ({tie.fact})"


def _degree(tie: Tie) -> str:
    return "" if tie.level is None else str(json_value(tie.level))


def _graph(told: list[tuple[RelationshipMap, Mapping[str, str]]]) -> Graph:
    groups: list[tuple[str, str]] = []
    boxes: list[Box] = []
    arrows: list[Arrow] = []
    for one, called in told:
        sides = {(p.whose, p.account): None for p in one.people}
        if one.departments:
            sides = {(Whose.CUSTOMER, one.account): None, **sides}
        for whose, account in sides:
            groups.append((f"{one.account}/{whose.value}/{account}", _group(one, whose, account)))
        boxes += (_box(one, each, called) for each in one.people)
        boxes += _departments(one)
        arrows += (
            Arrow(
                _id(one, tie.person),
                tie.words,
                _id(one, tie.other),
                _degree(tie),
                above="is the manager of" if tie.words == LinkKind.REPORTS_TO.words else "",
            )
            for tie in one.ties
        )
    return Graph(groups, boxes, arrows)


def _id(one: RelationshipMap, person: str) -> str:
    return f"{one.account}/{person}"


def _group(one: RelationshipMap, whose: Whose, account: str) -> str:
    if whose is Whose.OURS:
        return f"our side at {one.account}"
    return f"partner {account}, at {one.account}" if whose is Whose.PARTNER else account


def _departments(one: RelationshipMap) -> Iterator[Box]:
    """Yield a box for each department that is loyal to a competitor, however it was written."""
    found: dict[str, list[CompetitorTie]] = {}
    for tie in one.departments:
        found.setdefault(alike(tie.department or ""), []).append(tie)
    for ties in found.values():
        notes = tuple(f"department, loyal to the competitor {tie.competitor}" for tie in ties)
        group = f"{one.account}/{Whose.CUSTOMER.value}/{one.account}"
        yield Box(_id(one, ties[0].fact), group, ties[0].department or "", notes)


def _box(one: RelationshipMap, each: OnMap, called: Mapping[str, str]) -> Box:
    judged = {
        "power": each.power,
        "stands by us": each.strength,
        "sees us as": each.perception,
        "satisfied": each.satisfaction,
    }
    level = each.level.value if each.level else ""
    notes = [", ".join(part for part in (_part(each), level) if part)]
    if each.whose is not Whose.OURS:
        notes.append(
            ", ".join(f"{what}: {word.value if word else 'unknown'}" for what, word in judged.items())
        )
    notes += [f"loyal to the competitor {rival}" for rival in each.competitors]
    return Box(
        _id(one, each.person),
        f"{one.account}/{each.whose.value}/{each.account}",
        called.get(each.person, each.person),
        tuple(note for note in notes if note),
    )
