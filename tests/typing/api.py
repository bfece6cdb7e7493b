"""What type-checks and what must not. Checked by `make types`, never run.

Each ignored line is an error that mypy has to find: `warn_unused_ignores` reports it if it does not.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import assert_type

from majoracct import Desk, Ledger
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, identify
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import Segmentation, TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed, Sponsorship
from majoracct.domain.book.imports import ImportFinished
from majoracct.domain.kernel import PROGRAMME, Erased, Fact, FactWithdrawn
from majoracct.domain.money import Money
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.targets import NamedAccountTargetSet
from majoracct.domain.programme.terms import Level, Terms, Tier
from majoracct.domain.seen import Account, Book, Programme
from majoracct.ports import EventStore
from majoracct.requests import Possibility, Request

DAY = dt.date(2024, 5, 1)
TARGET = NamedAccountTargetSet(12, DAY)
IMPORTED = ImportFinished("a.csv", "00", "uk-spend", 1, 0, 0)


def right(store: EventStore) -> None:
    """Return nothing; every call here is right."""
    with Ledger.open("sqlite:///book.db") as ledger:
        desk = ledger.desk(by="kim", role="account manager")
        assert_type(desk, Desk)
        named = SponsorNamed("p7", "CFO", "capital spend", Level.C_LEVEL, introduced_by="p1")
        assert_type(desk.on(DAY, reason="steering board").record("acme", named), Fact)
        desk.record("acme", SponsorNamed("p7", Erased.here, remit="capital spend"))
        desk.record("acme", TierMoved(Tier.CORE, override=True))
        desk.record("acme", RevenueRecorded(Money(Decimal("1.01"), "GBP")))
        assert_type(desk.adopt(PolicyAdopted(Terms.shipped("GBP"))), Fact)
        assert_type(desk.note(IMPORTED), Fact)
        assert_type(desk.carry_out("acme", merge, into="bolt"), list[Fact])
        desk.carry_out("acme", identify, name="Ana", function=BuyingFunction.FINANCE)
        requests = [
            Request("acme", AccountOpened("Acme"), DAY, command_id="row-1", source={"row": "1"}),
            Request("acme", lambda account: merge(account, into="bolt"), DAY),
            Request(PROGRAMME, TARGET, DAY),
        ]
        assert_type(desk.record_all(requests), list[Fact])
        assert_type(desk.withdraw("acme@3"), list[Fact])
        assert_type(desk.correct("acme@3", on=DAY, amount=Money.zero("GBP")), list[Fact])
        assert_type(desk.possible("acme"), list[Possibility])
        then = ledger.account("acme", as_of=dt.date(2024, 12, 31), known_at=1820)
        assert_type(then, Account)
        assert_type(then[Sponsorship], Sponsorship)
        assert_type(then.ever[Segmentation].tier, Tier | None)
        assert_type(then.programme, Programme)
        assert_type(then.programme[Policy].terms, Terms)
        assert_type(then.book, Book)
    Ledger(store, clock=lambda: dt.datetime(2024, 5, 1, tzinfo=dt.UTC))


def wrong(desk: Desk, ledger: Ledger, account: Account) -> None:
    """Return nothing; every call here is wrong, and found to be."""
    # A wrong argument to an event.
    SponsorNamed("p7", "CFO", "capital spend", level="c-level")  # type: ignore[arg-type]
    RevenueRecorded(Decimal("1.01"))  # type: ignore[arg-type]
    RevenueRecorded("1.01")  # type: ignore[arg-type]
    TierMoved("core")  # type: ignore[arg-type]
    NamedAccountTargetSet("12", DAY)  # type: ignore[arg-type]
    AccountOpened(None)  # type: ignore[arg-type]
    AccountOpened("Acme", key="acme")  # type: ignore[call-arg]
    SponsorNamed("p7")  # type: ignore[call-arg]

    # An event of another kind of stream.
    desk.record("acme", TARGET)  # type: ignore[arg-type]
    desk.record("acme", PolicyAdopted(Terms.shipped("GBP")))  # type: ignore[arg-type]
    desk.record("acme", IMPORTED)  # type: ignore[arg-type]
    desk.adopt(AccountOpened("Acme"))  # type: ignore[arg-type]
    desk.adopt(IMPORTED)  # type: ignore[arg-type]
    desk.note(TARGET)  # type: ignore[arg-type]

    # A withdrawal: only `withdraw` and `correct` make one.
    desk.record("acme", FactWithdrawn("acme@3"))  # type: ignore[arg-type]
    desk.adopt(FactWithdrawn("programme@3"))  # type: ignore[arg-type]

    # A procedure without its arguments, or with others'.
    desk.carry_out("acme", merge)  # type: ignore[call-arg]
    desk.carry_out("acme", merge, into=7)  # type: ignore[arg-type]

    # Days, accounts and facts are not each other.
    desk.on("2024-05-01")  # type: ignore[arg-type]
    ledger.account("acme", as_of="2024-05-01")  # type: ignore[arg-type]
    desk.record(account, AccountOpened("Acme"))  # type: ignore[arg-type]

    # An event does not change once it happened.
    AccountOpened("Acme").name = "Apex"  # type: ignore[misc]
