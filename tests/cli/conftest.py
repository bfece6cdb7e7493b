"""A command line to call: on a ledger of its own, with a clock and ids that are the same every time."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from attrs import frozen
from click.testing import CliRunner, Result

from majoracct.adapters.storage import sqlite
from majoracct.adapters.trust import vault
from majoracct.cli import root
from majoracct.cli.session import SETTINGS, Session
from majoracct.domain.book.persons import KeyStoreAttached, PersonErased, PersonKeyCommitted
from majoracct.domain.kernel import LEDGER, Event, Fact
from majoracct.domain.seen import fields_of
from majoracct.ports import Command, EventStore
from majoracct.sealing import told_of

Run = Callable[..., Result]


@frozen
class Books:
    """The demo: whole, sealed with a key store that is not at hand, and with everybody in it erased.

    They agree up to the whole one's last position, `head`. said: what is said of people, and stands in no
    text that is public.
    """

    whole: Path
    sealed: Path
    erased: Path
    head: int
    said: frozenset[str]

    def ask(self, book: Path, *words: str, codes: tuple[int, ...] = (0, 1)) -> str:
        """Return what BOOK answers, as known when nobody was erased yet."""
        known = () if words[0] in _OF_THE_WHOLE else ("--known-at", f"@{self.head}")
        done = CliRunner().invoke(root, ["--ledger", str(book), *words, *known], prog_name="majoracct")
        assert done.exit_code in codes, f"{words}: {done.output} {done.exception!r}"
        return done.stdout


_OF_THE_WHOLE = ("verify", "query", "views")


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Return the demo, whole, sealed and erased."""
    folder = tmp_path_factory.mktemp("books")
    whole, sealed, erased = (folder / f"{name}.db" for name in ("whole", "sealed", "erased"))
    assert CliRunner().invoke(root, ["demo", str(whole)], prog_name="majoracct").exit_code == 0
    with contextlib.closing(sqlite.open_ledger(str(whole))) as told:
        facts, first = list(told.facts()), next(told.rows()).recorded_at
        keys = vault.create(folder / "keys.db", told.ledger_id, bytes(range(32)))
        people = sorted({told_of(fact.event) for fact in facts} - {""})
        commitments = {person: keys.commitment(person) for person in people}
        keys.keep()
        with contextlib.closing(sqlite.create(str(sealed), told.ledger_id, first, vault=keys)) as store:
            for id_, group in itertools.groupby(facts, key=lambda fact: fact.command_id):
                command = tuple(group)
                heads = store.heads({fact.stream for fact in command}, store.head())
                store.append([Command(id_, command)], heads, command[0].recorded_at)
            committed = [PersonKeyCommitted(*each) for each in commitments.items()]
            _book(store, facts[-1], KeyStoreAttached(keys.id), *committed)
    erased.write_bytes(sealed.read_bytes())
    with contextlib.closing(sqlite.open_ledger(str(erased), vault=keys)) as store:
        _book(store, facts[-1], *(PersonErased(*each) for each in commitments.items()))
    for person in people:
        keys.forget(person)
    keys.close()
    return Books(whole, sealed, erased, len(facts), _said(facts))


def _book(store: EventStore, last: Fact, *events: Event[Any]) -> None:
    """Record EVENTS of the book of record, after the LAST fact of the business."""
    at = store.heads((LEDGER,), store.head())[LEDGER]
    facts = tuple(
        Fact(LEDGER, at + number, 0, event, last.on, "ida", "data protection", reason="asked to be")
        for number, event in enumerate(events, 1)
    )
    store.append([Command(f"book-{at}", facts)], {LEDGER: at}, last.recorded_at)


def _said(facts: list[Fact]) -> frozenset[str]:
    said, public = set[str](), set[str]()
    for fact in facts:
        personal = fields_of(type(fact.event), "personal")
        for attribute in attrs.fields(type(fact.event)):
            value = getattr(fact.event, attribute.name)
            if isinstance(value, str):
                (said if attribute.name in personal else public).add(value)
    everything = "\n".join(public).casefold()
    return frozenset(each for each in said if each.casefold() not in everything)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `majoracct` in a folder of its own, on 1 June 2024."""
    monkeypatch.chdir(tmp_path)
    for name in (*SETTINGS, "traceback"):
        monkeypatch.delenv(f"MAJORACCT_{name.upper()}", raising=False)
    instants = itertools.count()
    ids = itertools.count(1)

    def clock() -> dt.datetime:
        return dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC) + dt.timedelta(seconds=next(instants))

    def call(*arguments: object, stdin: str | bytes | None = None, code: int | None = 0) -> Result:
        session = Session(clock=clock, new_id=lambda: f"id{next(ids)}")
        words = [str(argument) for argument in arguments]
        result = CliRunner().invoke(root, words, obj=session, input=stdin, prog_name="majoracct")
        if code is not None:
            assert result.exit_code == code, f"{words}: {result.output} {result.exception!r}"
        assert "Traceback" not in result.output
        return result

    return call


@pytest.fixture
def book(run: Run) -> Run:
    """Return the same, with a ledger that knows acme and its stakeholder Ann Lee (acme@2)."""
    run("--actor", "kim", "init", "--currency", "GBP", "--zone", "Europe/London")
    run("account", "open", "acme", "--name", "Acme Ltd", "--on", "2024-01-01")
    run(*"stakeholder identify acme --function finance --on 2024-02-01 --title CFO --name".split(), "Ann Lee")
    return run
