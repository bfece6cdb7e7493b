"""`person list` and `person show`: who is on record, and everything held about one of them, for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import click

from majoracct.adapters.trust.holding import Kept, values
from majoracct.cli.clocks import View, clock_options, view
from majoracct.cli.columns import cell
from majoracct.cli.display import display
from majoracct.cli.erasing import bundle_row, bundle_told, erase, seal
from majoracct.cli.naming import resolve_person
from majoracct.cli.output import Answer, Column, instant, message, output_options, table_options, write
from majoracct.cli.reads.asked import footer, policy_in_force, who
from majoracct.cli.session import session_of
from majoracct.domain.assessments.held import (
    Held,
    Holding,
    Introduced,
    bundles_with,
    held,
    introductions,
    types_that_introduce_people,
    types_that_name_people,
)
from majoracct.domain.book.persons import Persons
from majoracct.domain.kernel import LEDGER, PROGRAMME, Fact
from majoracct.domain.money import Money
from majoracct.domain.seen import EVER, Book

__all__ = ["person"]


@click.group("person")
def person() -> None:
    """List who is on record, show all that is held about one of them, seal what is personal, erase."""


person.add_command(seal)
person.add_command(erase)


@person.command("list")
@table_options
@clock_options
@output_options
@click.pass_context
def list_people(ctx: click.Context, /, as_of: str | None, known_at: str | None, **options: Any) -> None:
    """List who is on record, by id: at which customers, or as one of ours; how much of them, and how kept.

    Whoever was identified by the day is listed, though that was withdrawn since. Of those erased, the id
    stays, and what says so.

    \b
    majoracct person list --where erased=ledger@12
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at)
        erased = Book(LEDGER, EVER, ledger.past())[Persons].erased
        people: dict[str, list[Introduced]] = {}
        for each in introductions(asked.past.of_types(types_that_introduce_people())):
            if each.on <= asked.on:
                people.setdefault(each.person, []).append(each)
        kept = Counter((v.person, v.kept) for v in values(ledger.store, at=asked.known_at))
        policy = policy_in_force(asked)
        write(
            Answer(
                view="person.list",
                about=asked.about(policy),
                rows=[
                    {
                        "person": whom,
                        "name": next((e.name for e in reversed(said) if e.name is not None), None),
                        "known": [e.account or "ours" for e in said],
                        "sealed": kept[whom, Kept.SEALED],
                        "clear": kept[whom, Kept.CLEAR],
                        "erased": erased.get(whom),
                    }
                    for whom, said in sorted(people.items())
                ],
                columns=(
                    Column("person", "id", whole=True),
                    Column("name", "name"),
                    Column("known", "known at"),
                    Column("sealed", "sealed", number=True),
                    Column("clear", "in the clear", number=True),
                    Column("erased", "erased by"),
                ),
                footer=footer(asked, policy),
                empty="Nobody is on record.",
            ),
            options,
        )


@person.command("show")
@click.argument("whom")
@table_options
@clock_options
@output_options
@click.pass_context
def show(ctx: click.Context, /, whom: str, as_of: str | None, known_at: str | None, **options: Any) -> None:
    """Show everything held about one person, for them: WHOM by id, or by name where one answers.

    Every fact that names them, at any customer or among our own people, withdrawn ones too: what is
    personal of them in it, and whether it is sealed with their key; what else it says; who recorded it,
    when and why; and what was shown for it. Other people go by their ids. A text that mentions somebody
    without naming their id is not found. Whoever was erased is shown as [erased].

    \b
    majoracct person show "Ann Lee" --json -o ann-lee.json
    majoracct person show p4b1 --csv --columns on,fact,personal
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at)
        whom = resolve_person(asked.past, whom)
        # Whoever was erased is so at every position, before it too.
        erased = Book(LEDGER, EVER, ledger.past())[Persons].erased.get(whom, "")
        known = asked.past.of_types(types_that_name_people())
        found = held(whom, [fact for fact in known if fact.on <= asked.on], erased)
        if later := len(held(whom, known).holdings) - len(found.holdings):
            message(f"{later} more after {asked.on}: --as-of a later day shows them")
        kept = {(v.fact, v.field): v.kept for v in values(ledger.store, whom, at=asked.known_at)}
        rows = [_row(each, kept, erased=bool(erased)) for each in found.holdings]
        counted = Counter(word for row in rows for word in row["kept"].values())
        bundles = bundles_with(found.streams, asked.past)
        policy = policy_in_force(asked)
        write(
            Answer(
                view="person.show",
                about={
                    **asked.about(policy),
                    "person": whom,
                    "introduced": found.introduced,
                    "erased": erased or None,
                    "personal_values": dict(sorted(counted.items())),
                    "bundles": [bundle_row(each) for each in bundles],
                },
                rows=[row | _told(asked, row, each) for row, each in zip(rows, found.holdings, strict=True)],
                columns=_COLUMNS,
                keys=_KEYS,
                below="lines",
                footer="\n".join([*_summed(found, counted, bundles), footer(asked, policy)]),
                empty=f"No fact names {whom} by {asked.on}.",
            ),
            options,
        )


_KEYS: Final = (
    "account on fact position recorded_at command_id type named_as personal kept other by role assurance "
    "reason evidence source withdrawn_by corrects"
).split()
_COLUMNS: Final = (
    Column("on", "day"),
    Column("fact", "fact"),
    Column("what", "what"),
    Column("recorded", "recorded"),
    Column("who", "by"),
)
_ERASED: Final = "erased"
_IMPORTED: Final = "import"  # the channel of facts that came from files


def _row(each: Holding, kept: Mapping[tuple[str, str], Kept], *, erased: bool) -> dict[str, Any]:
    """Return a fact that names them, as programs read it."""
    fact = each.fact
    return {
        "account": None if fact.stream in (LEDGER, PROGRAMME) else fact.stream,
        "on": fact.on,
        "fact": fact.reference,
        "position": fact.position,
        "recorded_at": instant(fact.recorded_at),
        "command_id": fact.command_id,
        "type": type(fact.event).__name__,
        "named_as": each.named_as,
        "personal": dict(each.personal),
        "kept": {name: _kept(kept.get((fact.reference, name)), erased=erased) for name in each.personal},
        "other": dict(each.other),
        "by": fact.by,
        "role": fact.role,
        "assurance": fact.assurance,
        "reason": fact.reason,
        "evidence": [document.name for document in fact.evidence],
        "source": dict(fact.source),
        "withdrawn_by": each.withdrawn_by or None,
        "corrects": fact.corrects,
    }


def _kept(how: Kept | None, *, erased: bool) -> str:
    """Return in a word how a value is kept. What was recorded in the clear stays so, whoever was erased."""
    if how is Kept.CLEAR or (how is Kept.SEALED and not erased):
        return str(how.value)
    return _ERASED


def _told(asked: View, row: Mapping[str, Any], each: Holding) -> dict[str, Any]:
    """Return what a person reads of a row, and the lines below it."""
    fact = each.fact
    said = [f"{name}: {_in_words(value)} ({row['kept'][name]})" for name, value in each.personal.items()]
    said += [f"{name}: {_in_words(value)}" for name, value in each.other.items()]
    said += [f"shown: {document.name}" for document in fact.evidence]
    said += [f"reason: {fact.reason}"] if fact.reason else []
    said += [f"source {key}: {value}" for key, value in sorted(fact.source.items())]
    # An id that the source gave it, or the caller, and we did not.
    if fact.channel == _IMPORTED or fact.fingerprint:
        said.append(f"command: {fact.command_id}")
    said += [f"withdrawn by {each.withdrawn_by}"] if each.withdrawn_by else []
    return {
        "what": f"~~{each.summary}~~" if each.withdrawn_by else each.summary,
        "recorded": asked.ledger.day_of(fact.recorded_at),
        "who": who(fact),
        "lines": said,
    }


def _in_words(value: Any) -> str:
    """Return VALUE as a person reads it: money with its currency, several things one after the other."""
    if isinstance(value, tuple):
        return ", ".join(map(_in_words, value))
    return str(value) if isinstance(value, Money) else cell(value)


def _summed(found: Held, counted: Mapping[str, int], bundles: list[Fact]) -> list[str]:
    """Return who they are, how much is held and how, and what of it was handed out."""
    whom = display(found.person)
    lines = [
        f"{whom}: {'at ' + display(each.account) if each.account else 'one of ours'} since {each.on}, "
        f"as {display(each.name) if each.name is not None else 'nobody by name'} ({each.fact}"
        f"{', withdrawn' if each.withdrawn else ''})"
        for each in found.introduced
    ]
    facts, total = len(found.holdings), sum(counted.values())
    how = ", ".join(f"{count} {_HOW[word]}" for word, count in sorted(counted.items()))
    lines.append(
        f"{facts} fact{'' if facts == 1 else 's'} naming them, {total} personal "
        f"value{'' if total == 1 else 's'}{': ' + how if how else ''}"
    )
    if found.erased:
        lines.append(f"{whom} was erased by {found.erased}")
    return lines + [f"Handed out: {bundle_told(each)}" for each in bundles]


_HOW: Final = {
    Kept.SEALED.value: "sealed with their key",
    Kept.CLEAR.value: "in the clear in the ledger's file",
    _ERASED: "erased",
}
