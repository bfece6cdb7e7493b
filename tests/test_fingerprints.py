"""What a request is known again by gives nobody's name away: the keys of all whom it names take part in it.

How the fingerprints of what is said of somebody behave is in `test_sealing`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from majoracct import Ledger
from majoracct.adapters.trust.vault import KeyStore, create
from majoracct.domain.account.power import Power, PowerAssessed
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.relationships import (
    BuyingFunction,
    InfluenceLinked,
    LinkKind,
    StakeholderIdentified,
)
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.kernel import AccountEvent, Fact
from majoracct.ledger import Desk, Request
from majoracct.ports import CommandReusedError

DAY = dt.date(2024, 5, 1)
POWER = PowerAssessed("p1", Power.HIGH)
SAID = '["stakeholder power", {"person": "Ann Lee", "power": "high"}]'  # as a line of a batch says it
LINK = InfluenceLinked("p1", "p2", next(iter(LinkKind)))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    vault = create(tmp_path / "keys", "ledger-1", bytes(range(32)))
    path = tmp_path / "book.db"
    with Ledger.create(path, currency="GBP", by="kim", ledger_id="ledger-1", vault=vault) as ledger:
        desk = ledger.desk(by="kim").on(DAY)
        desk.record("acme", AccountOpened("Acme"))
        desk.record("acme", StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann Lee"))
        desk.record("acme", StakeholderIdentified("p2", BuyingFunction.FINANCE))  # of no name, and no key
        yield desk


def ask(desk: Desk, said: str, event: AccountEvent[Any] = POWER) -> list[Fact]:
    """Record EVENT as asked for by a line of a batch that SAID so; nothing if it was recorded before."""
    return desk.record_all([Request("acme", event, DAY, command_id="line-1", asked=said)])


def vault_of(desk: Desk) -> KeyStore:
    vault = desk.ledger.store.vault
    assert isinstance(vault, KeyStore)
    return vault


def test_a_name_in_a_request_that_says_nothing_else_of_them_is_in_no_plain_digest(desk: Desk) -> None:
    (fact,) = ask(desk, SAID)
    plain = hashlib.sha256(desk._asked_by(Request("acme", POWER, DAY, asked=SAID)).encode()).hexdigest()
    assert fact.fingerprint
    assert plain[:16] not in fact.fingerprint


def test_it_is_known_again_and_another_is_a_conflict(desk: Desk) -> None:
    ask(desk, SAID)
    assert ask(desk, SAID) == []
    with pytest.raises(CommandReusedError):
        ask(desk, SAID.replace("Lee", "Li"))


def test_it_is_known_again_once_they_were_erased(desk: Desk) -> None:
    ask(desk, SAID)
    vault_of(desk).forget("p1")
    assert ask(desk, SAID) == []


def test_it_is_known_again_without_the_key_store(desk: Desk) -> None:
    ask(desk, SAID)
    with Ledger.open(desk.ledger.store.path) as ledger:  # type: ignore[attr-defined]  # a file's
        assert ask(ledger.desk(by="kim").on(DAY), SAID) == []


def test_it_is_known_again_once_somebody_named_beside_them_has_a_key(desk: Desk) -> None:
    ask(desk, SAID, LINK)
    desk.record("acme", SponsorNamed("p2", "CFO", "spend"))
    assert ask(desk, SAID, LINK) == []


def test_of_somebody_without_a_key_it_is_plain(desk: Desk) -> None:
    about_bo = PowerAssessed("p2", Power.HIGH)
    (fact,) = ask(desk, SAID, about_bo)
    assert ":" not in fact.fingerprint
    with pytest.raises(CommandReusedError):
        ask(desk, SAID.replace("Lee", "Li"), about_bo)
