"""For tests of evidence: a small ledger with a checkpoint, the bundle of an account, and a forger's hand."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from attrs import evolve, frozen

from majoracct.adapters.trust import bundle, seal, vault
from majoracct.adapters.trust.bundle_check import program_version
from majoracct.adapters.trust.bundle_file import Bundle, Proven, first_line
from majoracct.adapters.trust.bundle_keys import decoded
from majoracct.adapters.trust.dossier import compose
from majoracct.adapters.trust.gathered import Gathered, Handed
from majoracct.adapters.trust.note import Signer
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.programme.terms import Level
from majoracct.ledger import Ledger
from majoracct.testing.given import money

__all__ = [
    "DAY",
    "OTHERS",
    "SIGNER",
    "Change",
    "Evidence",
    "checkpoint",
    "evidence",
    "facts",
    "forged",
    "ledger_of",
    "tell",
]

DAY: Final = dt.date(2024, 5, 1)
SIGNER: Final = Signer("ledger.example", bytes(range(32)))
OTHERS: Final = Signer("ledger.example", bytes(32))  # of the same name, and somebody else's
Change = Callable[[Bundle], Bundle]


@frozen
class Evidence:
    """A ledger, its checkpoint, and the bundle of acme."""

    ledger: Ledger
    note: bytes
    data: bytes

    @property
    def parsed(self) -> Bundle:
        """The bundle, taken apart."""
        return Bundle.parse(self.data)


def ledger_of(folder: Path | None, ledger_id: str = "book") -> Ledger:
    """Return an empty ledger in memory, whose key store is in FOLDER; None: it is kept in the clear."""
    ids, instants = itertools.count(1), itertools.count()
    keys = None if folder is None else vault.create(folder / f"{ledger_id}.keys", ledger_id, bytes(32))
    return Ledger.create(
        "memory:",
        currency="GBP",
        zone="Europe/London",
        by="kim",
        role="account manager",
        ledger_id=ledger_id,
        vault=keys,
        clock=lambda: dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC) + dt.timedelta(seconds=next(instants)),
        new_id=lambda: f"id{next(ids)}",
    )


def tell(ledger: Ledger) -> None:
    """Record a little about two accounts."""
    desk = ledger.desk(by="kim", role="account manager").on(DAY, reason="a test")
    desk.record("acme", AccountOpened("Acme Ltd"))
    desk.record("bolt", AccountOpened("Bolt plc"))
    desk.record("acme", StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL, name="Ann Lee"))
    desk.record("bolt", StakeholderIdentified("p2", BuyingFunction.FINANCE, Level.C_LEVEL, name="Bo Orr"))
    wrong = desk.record("acme", RevenueRecorded(money("400,000")))
    desk.record("acme", QualificationGranted(override=True))
    desk.withdraw(wrong.reference)
    desk.record("bolt", RevenueRecorded(money("1")))
    desk.record("acme", RevenueRecorded(money("40,000")))


def checkpoint(ledger: Ledger, signer: Signer = SIGNER) -> bytes:
    """Return the note of a checkpoint made now."""
    return seal.checkpoint(ledger, ledger.desk(by="kim"), signer).note


def evidence(
    folder: Path | None,
    ledger_id: str = "book",
    signer: Signer = SIGNER,
    accounts: Sequence[str] = ("acme",),
    *,
    redact: bool = False,
) -> Evidence:
    """Return a small ledger and the bundle of ACCOUNTS; see `ledger_of`."""
    ledger = ledger_of(folder, ledger_id)
    tell(ledger)
    note = checkpoint(ledger, signer)
    return Evidence(ledger, note, bundle.make(ledger, accounts, DAY, note, redact=redact))


def forged(found: Evidence, change: Change, *, recompose: bool = False) -> bytes:
    """Return the bundle after a CHANGE; recompose: its dossier is written anew, as far as can be."""
    changed = change(found.parsed)
    if recompose:
        changed = evolve(changed, worded=_worded(changed))
    return changed.encoded()


def facts(change: Callable[[list[Proven]], list[Proven]]) -> Change:
    """Return the change of the facts that CHANGE is."""
    return lambda found: evolve(found, facts=change(list(found.facts)))


def _worded(found: Bundle) -> str:
    claimed, head = found.claimed, seal.checkpoint_in(found.note.encode())
    rows = [fact.row for fact in found.facts]
    held = Handed(decoded(claimed.ledger, rows, {key.person: key.key for key in found.keys}))
    past = Gathered(held, head.size)
    composed = compose(claimed.ledger, claimed.accounts, claimed.as_of, head.size, head.root, past)
    return first_line(program_version()) + composed.text
