"""Processes that seal, and erase, what is personal at the same time. One at a time is in `test_sealing`."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.test_sealing import DAY, Books

from majoracct import Ledger
from majoracct.adapters.trust.verify import verify
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.book.persons import PersonKeyCommitted, PersonWasErased
from majoracct.domain.kernel import Erased
from majoracct.ledger import Desk


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    books = Books(tmp_path)
    yield books
    for ledger in books.opened:
        ledger.close()


def in_a_process(work: Callable[[], object]) -> int:
    """Start a process that does WORK, and return its id."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:  # noqa: BLE001 - it ends here, and says why
            traceback.print_exc()
        finally:
            os._exit(code)
    return child


@pytest.mark.parametrize("run", range(3))
def test_processes_that_tell_of_new_people_at_once_commit_to_each_key_once(books: Books, run: int) -> None:
    processes, people = 4, [f"q{number}" for number in range(12)]
    for ledger in books.opened:
        ledger.close()

    def work(number: int) -> None:
        with Ledger.open(books.path, vault=books.vault()) as ledger:
            desk = ledger.desk(by=f"k{number}").on(DAY)
            desk.record(f"account-{run}-{number}", AccountOpened("Acme"))
            for person in people[number:] + people[:number]:
                desk.record(
                    f"account-{run}-{number}",
                    StakeholderIdentified(person, BuyingFunction.FINANCE, name=f"Name {person}"),
                )

    children = [in_a_process(lambda n=number: work(n)) for number in range(processes)]  # type: ignore[misc]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * processes
    committed = [said.split()[1] for said in books.told(PersonKeyCommitted)]
    assert sorted(committed) == sorted(people)
    with books.open() as ledger:
        told = [f.event for f in ledger.store.facts() if isinstance(f.event, StakeholderIdentified)]
        assert len(told) == processes * len(people)
        assert all(event.name == f"Name {event.person}" for event in told)
        assert verify(ledger.store).problems == ()


@pytest.mark.parametrize("run", range(3))
def test_while_one_process_erases_another_records_and_is_told(books: Books, run: int) -> None:
    people, rounds = [f"q{number}" for number in range(8)], 20

    def tell(desk: Desk, account: str) -> None:
        desk.record(account, AccountOpened("Acme"))
        for person in people:
            told = StakeholderIdentified(person, BuyingFunction.FINANCE, name=f"Name {person}")
            try:
                desk.record(account, told)
            except PersonWasErased:
                assert person in people[::2]

    tell(books.desk(), "first")
    for ledger in books.opened:
        ledger.close()

    def erase() -> None:
        for person in people[::2]:
            books.erase(person)

    def record() -> None:
        with Ledger.open(books.path, vault=books.vault()) as ledger:
            for number in range(rounds):
                tell(ledger.desk(by="kim").on(DAY), f"account-{run}-{number}")

    children = [in_a_process(record), in_a_process(erase)]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    with books.open() as ledger:
        told = [f.event for f in ledger.store.facts() if isinstance(f.event, StakeholderIdentified)]
        assert all((event.name is Erased.here) == (event.person in people[::2]) for event in told)
        assert sum(event.person in people[1::2] for event in told) == 4 * (1 + rounds)
        assert 4 <= sum(event.person in people[::2] for event in told) < 4 * (1 + rounds)
        assert verify(ledger.store).problems == ()
    with closing(books.vault()) as vault:
        assert vault.people() == people[1::2]
