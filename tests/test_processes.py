"""Eight processes record on one account at once: what was acknowledged is there once, the rest refused."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from majoracct import Ledger
from majoracct.adapters.trust.verify import verify
from majoracct.domain.account.plan import ActionAdded, ActionCompleted
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded, by_year
from majoracct.domain.kernel import Refused
from majoracct.domain.programme.terms import Aim
from majoracct.testing.given import money

PROCESSES, EACH = 8, 12
DAY = dt.date(2024, 5, 1)


def in_processes(work: Callable[[int], dict[str, list[str]]]) -> list[dict[str, list[str]]]:
    """Return what WORK, given its number, returns in each of eight processes that start together."""
    start_read, start_write = os.pipe()
    told = []
    for number in range(PROCESSES):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(start_write)
                os.read(start_read, 1)  # returns when the parent lets everybody go
                os.write(write, json.dumps(work(number)).encode())
            finally:
                os._exit(0)
        os.close(write)
        told.append((child, read))
    os.close(start_write)
    os.close(start_read)
    results = []
    for child, read in told:
        with os.fdopen(read, "rb") as pipe:
            results.append(json.loads(pipe.read() or b"null"))
        os.waitpid(child, 0)
    assert None not in results, "a process ended without an answer"
    return results


def test_every_acknowledged_fact_is_there_once_and_the_others_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with Ledger.create(path, currency="GBP", by="kim") as ledger:
        desk = ledger.desk(by="kim").on(DAY)
        desk.record("acme", AccountOpened("Acme"))
        wanted = [desk.record("acme", ActionAdded(f"task {n}", Aim.TRUST)).reference for n in range(EACH)]

    def work(number: int) -> dict[str, list[str]]:
        done: dict[str, list[str]] = {"paid": [], "completed": [], "refused": []}
        with Ledger.open(path) as ledger:
            desk = ledger.desk(by=f"p{number}").on(DAY)
            for action in wanted:
                done["paid"].append(desk.record("acme", RevenueRecorded(money("1"))).reference)
                try:
                    done["completed"].append(desk.record("acme", ActionCompleted(action)).reference)
                except Refused as no:
                    done["refused"].append(no.rule)
        return done

    results = in_processes(work)
    acknowledged = [ref for result in results for kind in ("paid", "completed") for ref in result[kind]]
    assert len(acknowledged) == len(set(acknowledged))
    assert sum(len(result["paid"]) for result in results) == PROCESSES * EACH
    # Each action is completed once, whoever came first; the other seven were told so by the rule.
    assert sum(len(result["completed"]) for result in results) == EACH
    refused = Counter(rule for result in results for rule in result["refused"])
    assert refused == {"PL4": (PROCESSES - 1) * EACH}

    with Ledger.open(path) as ledger:
        stored = [fact.reference for fact in ledger.store.facts("acme")]
        assert stored == [f"acme@{n}" for n in range(1, 2 + EACH + len(acknowledged))]
        assert set(acknowledged) <= set(stored)
        assert by_year(ledger.account("acme", as_of=DAY))[2024].payments == PROCESSES * EACH
        assert verify(ledger.store).problems == ()
