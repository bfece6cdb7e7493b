"""What a command that records prints: each fact on a line, or all of them as one document."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import attrs
import click

from majoracct.cli.display import display
from majoracct.cli.output import instant, message
from majoracct.domain import index
from majoracct.domain.kernel import PROGRAMME, Fact, Refused, marked

if TYPE_CHECKING:
    from majoracct.domain.assessments.telling import Names
    from majoracct.ledger import Ledger

__all__ = ["line", "receipt"]


@contextmanager
def receipt(ledger: Ledger, params: Mapping[str, Any]) -> Iterator[list[Fact]]:
    """Give a list for the facts that a command records, and write them as PARAMS ask once it is through.

    A refusal calls people by name, as they were typed: rules know ids only.
    """
    command_id = params.get("command_id")
    repeated = bool(command_id) and bool(ledger.store.of_command(str(command_id)))
    recorded: list[Fact] = []
    try:
        yield recorded
    except Refused as no:
        called = _called(ledger)
        no.obstacle, no.remedy = called(no.obstacle), called(no.remedy)
        raise
    _write(ledger, recorded, as_json=params["as_json"], dry_run=params["dry_run"])
    if repeated:
        message(f"Command {display(command_id)} was on record: nothing new was recorded.")


def _write(ledger: Ledger, facts: Sequence[Fact], *, as_json: bool, dry_run: bool) -> None:
    """Write FACTS, as recorded or as they would be, to standard output."""
    from majoracct.domain.assessments.telling import tell

    names = _names(ledger, facts)
    if as_json:
        rows = [_row(fact, tell(fact, names), dry_run=dry_run) for fact in facts]
        document: dict[str, Any] = {"schema": "majoracct.recorded.1", "ledger": ledger.id}
        if dry_run:
            document["dry_run"] = True
        click.echo(json.dumps({**document, "rows": rows}, ensure_ascii=True, allow_nan=False, indent=2))
    else:
        for fact in facts:
            click.echo(line(fact, tell(fact, names)))
    if dry_run:
        message("Nothing was recorded.")


def line(fact: Fact, said: str) -> str:
    """Return the line that tells that FACT, which is told as SAID, was recorded."""
    return f"{fact.reference}  @{fact.position}  {fact.on}  {type(fact.event).__name__}  {display(said)}"


def _row(fact: Fact, summary: str, *, dry_run: bool) -> dict[str, Any]:
    return {
        "fact": fact.reference,
        "position": fact.position,
        "on": str(fact.on),
        "recorded_at": None if dry_run else instant(fact.recorded_at),
        "type": type(fact.event).__name__,
        "summary": summary,
        "by": fact.by,
        "role": fact.role,
        "assurance": fact.assurance.value,
        "reason": fact.reason,
    }


def _called(ledger: Ledger) -> Callable[[str], str]:
    """Return what puts the name of each known person in the place of their id in a text."""
    known: Iterable[Any] = ledger.store.facts(types=("StakeholderIdentified", "StaffIdentified"))
    # Whoever was erased, or shares a name, keeps the id: of several, it still says whom.
    people = {f.event.person: f.event.name for f in known if isinstance(f.event.name, str)}
    bearers = Counter(people.values())
    alone = {person: name for person, name in people.items() if bearers[name] == 1}
    return lambda text: _WORD.sub(lambda word: alone.get(word[0], word[0]), text)


_WORD: Final = re.compile(r"[\w-]+")
_OURS: Final = (PROGRAMME, ("StaffIdentified",))


def _names(ledger: Ledger, facts: Sequence[Fact]) -> Names:
    """Return what the people and things that FACTS name are called, reading no more than that takes."""
    from majoracct.domain.assessments.telling import Names

    known: list[Fact] = []
    read: set[tuple[str, str]] = set()

    def learn(stream: str, types: Sequence[str]) -> None:
        wanted = [name for name in types if (stream, name) not in read]
        read.update((stream, name) for name in wanted)
        if wanted:
            known.extend(ledger.store.facts(stream, types=wanted))

    for fact in facts:
        event = fact.event
        hints = get_type_hints(type(event), include_extras=True)
        for attribute in attrs.fields(type(event)):
            value, hint = getattr(event, attribute.name), hints[attribute.name]
            if marked(hint, "person"):
                ours = marked(hint, "staff")
                learn(
                    *((PROGRAMME, ["StaffIdentified"]) if ours else (fact.stream, ["StakeholderIdentified"]))
                )
            elif value is not None and marked(hint, "fact"):
                for reference in value if isinstance(value, tuple) else (value,):
                    stream, _, version = reference.rpartition("@")
                    named = ledger.store.fact(stream, int(version)) if version.isdecimal() else None
                    if named is not None and hasattr(type(named.event), "topic"):
                        # The whole topic, so that a thing goes by its corrected title.
                        learn(stream, index.types_of(named.event.topic))
    return Names.of([*known, *facts])
