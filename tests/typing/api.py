"""What type-checks and what must not. Checked by `make types`, never run.

Each ignored line is an error that mypy has to find: `warn_unused_ignores` reports it if it does not.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import assert_type

from majoracct import Desk, Ledger
from majoracct.adapters.trust import bundle
from majoracct.adapters.trust.bundle_keys import HandedKeys
from majoracct.adapters.trust.erasing import Erasing, erase
from majoracct.adapters.trust.keys import signer_from, verifier_from
from majoracct.adapters.trust.seal import Sealed, checkpoint
from majoracct.adapters.trust.vault import open_key_store
from majoracct.adapters.trust.verify import Verification, verify_ledger
from majoracct.adapters.trust.vouching import read
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import BuyingFunction, identify
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import Segmentation, TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed, Sponsorship
from majoracct.domain.assessments.dossier import Dossier, dossier
from majoracct.domain.assessments.hindsight import Hindsight, hindsight
from majoracct.domain.assessments.movements import Movement, movements, stood
from majoracct.domain.assessments.replay import By, Step, replay
from majoracct.domain.book.imports import ImportFinished
from majoracct.domain.checks.finding import AccountCheck, Examined, Finding, Raised, Severity, findings
from majoracct.domain.checks.index import checks
from majoracct.domain.kernel import PROGRAMME, Erased, Fact, FactWithdrawn
from majoracct.domain.money import Money
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.targets import NamedAccountTargetSet
from majoracct.domain.programme.terms import Level, Terms, Tier
from majoracct.domain.seen import Account, Book, Programme
from majoracct.ports import EventStore, Vault
from majoracct.requests import Possibility, Recorded, Request
from majoracct.supposed import SupposedFacts, assume
from majoracct.testing.vaults import MemoryVault

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


def sealed(path: Path, wrapping_key: bytes) -> None:
    """Return nothing; every call here is right: a ledger with a key store, its seal, and what is proven."""
    keys: Vault = open_key_store(path, lambda: wrapping_key)
    with Ledger.create("book.db", currency="GBP", by="kim", vault=keys) as ledger:
        desk = ledger.desk(by="dee", role="data protection officer").on(DAY, reason="asked to be")
        made = checkpoint(ledger, desk, signer_from("key"))
        assert_type(made, Sealed)
        assert_type(verify_ledger(ledger, checkpoints=[read(made.note, "a friend's")]), Verification)
        data, report = bundle.made(ledger, ["acme"], DAY, made.note, redact=True)
        assert_type(data, bytes)
        assert_type(report, bundle.BundleReport)
        assert_type(bundle.verify(data, [verifier_from("key.pub")], made.note), bundle.BundleReport)
        assert_type(erase(ledger, desk, "p7"), Erasing)
    for vault in (keys, MemoryVault("ledger-1"), HandedKeys("ledger-1", {}), None):
        Ledger.open("book.db", vault=vault)


def audited(ledger: Ledger, desk: Desk) -> None:
    """Return nothing; every call here is right: what an auditor asks, from Python."""
    past = ledger.past(1820)
    account, programme = ledger.account("acme", past=past), ledger.programme(past=past)
    terms = programme[Policy].terms
    assert_type(dossier(account, terms), Dossier)
    assert_type(hindsight(account), Hindsight | None)
    assert_type(replay(account, ledger.day_of, By.QUARTER), list[Step])
    now = {each.key: stood(each) for each in ledger.accounts(past=past)}
    assert_type(movements({}, now, {}), list[Movement])
    found = findings(checks(), ledger.accounts(past=past), Examined(programme, terms, ledger.day_of))
    assert_type(found, list[Finding])
    AccountCheck("gym-empty", Severity.LOW, "It.", "Do.", lambda account, examined: [Raised(account.key)])
    supposed = SupposedFacts(ledger.store, ledger.position())
    supposed.under(terms, "strict.toml", desk.actor)
    assert_type(assume(desk, [Request("acme", AccountOpened("Acme"), DAY)], supposed), list[Fact])
    assert_type(desk.rehearse([Request("acme", AccountOpened("Acme"), DAY)], past), Recorded)


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

    # What is no vault, no signer and no checkpoint.
    Ledger.open("book.db", vault="keys.db")  # type: ignore[arg-type]
    Ledger.create("book.db", currency="GBP", by="kim", vault=b"key")  # type: ignore[arg-type]
    open_key_store("keys.db", b"key")  # type: ignore[arg-type]
    checkpoint(ledger, desk, "key")  # type: ignore[arg-type]
    bundle.made(ledger, ["acme"], DAY, "note")  # type: ignore[arg-type]

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

    # What is supposed is judged upon, and never recorded on.
    desk.record_chunks([], past=ledger.past())  # type: ignore[call-arg]
    assume(desk, [], ledger.past())  # type: ignore[arg-type]
    replay(account, ledger.day_of, "month")  # type: ignore[arg-type]
    dossier("acme", Terms.shipped("GBP"))  # type: ignore[arg-type]

    # An event does not change once it happened.
    AccountOpened("Acme").name = "Apex"  # type: ignore[misc]
