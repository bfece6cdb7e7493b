"""Rows that a rule refuses or a merger moves: what is told, what is recorded, and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from majoracct.adapters.exchange import importing
from majoracct.adapters.exchange.outcome import Outcome
from majoracct.desk import Desk
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.opportunities import Opportunities
from majoracct.ledger import Ledger

ACCOUNTS = "name,industry,millions\n"
NEW = "d1,Brook,Pump,new,,,"
OPEN = "d1,Brook,Pump,open,2024-02-01,,"
WON = "d1,Brook,Pump,won,2024-02-01,2024-03-01,500"

Deals = Callable[..., Outcome]


def last(ledger: Ledger, key: str) -> list[str]:
    """Return the last two events on record of an account."""
    return [type(fact.event).__name__ for fact in ledger.store.facts(key)][-2:]


class TestADayBeforeWhatItIsAbout:
    """The rule's own words speak of what is recorded, and of a fact that is not recorded after all."""

    def test_that_no_column_said(self, deals: Deals) -> None:
        deals(NEW)
        [reject] = deals(WON.replace("2024-02-01", "2024-01-05").replace("2024-03-01", "2024-01-20")).rejects
        assert reject.column == "closed"
        assert reject.reason == (
            "2024-01-20 is before 2024-01-31, the day of brook@3, which it is about: "
            "if the file is right, majoracct correct brook@3 --on DAY"
        )

    def test_that_was_corrected(self, deals: Deals, desk: Desk) -> None:
        deals(NEW)
        won = WON.replace("2024-02-01", "2024-01-05").replace("2024-03-01", "2024-01-20")
        desk.on(reason="begun before").correct("brook@3", on=dt.date(2024, 1, 25))
        [reject] = deals(won).rejects
        assert "2024-01-20 is before 2024-01-25, the day of brook@5" in reject.reason
        desk.on(reason="begun before").correct("brook@5", on=dt.date(2024, 1, 5))
        assert deals(won).recorded == 1


class TestARowThatIsRefused:
    """It opens no account: nothing of it is recorded."""

    def test_opens_no_account(self, table: Deals, ledger: Ledger) -> None:
        outcome = table("Elm,retail,-1", "Brook,retail,1", header=ACCOUNTS)
        assert (outcome.opened, outcome.recorded, outcome.rejected) == (("brook",), 1, 1)
        assert "State a number above 0" in outcome.rejects[0].reason
        assert ledger.store.streams(ledger.position()) == ["brook", "ledger", "programme"]

    def test_leaves_its_account_to_a_later_row(
        self, table: Deals, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(importing, "CHUNK", 1)
        outcome = table("Elm,retail,-1", "ELM,retail,1", header=ACCOUNTS)
        assert (outcome.opened, outcome.recorded, outcome.rejected) == (("elm",), 1, 1)

    def test_and_alone_leaves_no_trace(self, table: Deals, ledger: Ledger, desk: Desk) -> None:
        before = ledger.position()
        would = table("Elm,retail,-1", header=ACCOUNTS, at=desk.on(rehearsal=True))
        outcome = table("Elm,retail,-1", header=ACCOUNTS)
        assert (would.opened, would.rejected) == (outcome.opened, outcome.rejected) == ((), 1)
        assert ledger.position() == before


class TestARowOfAnAccountThatMerged:
    """Since 15 February, Apex tells of Brook."""

    @pytest.fixture(autouse=True)
    def merged(self, deals: Deals, desk: Desk) -> None:
        deals("Apex,retail,", header=ACCOUNTS)
        deals(OPEN)
        desk.on(dt.date(2024, 2, 15)).carry_out("brook", merge, into="apex")

    def test_under_its_old_name_is_told_the_new_one(self, deals: Deals) -> None:
        [reject] = deals(WON).rejects
        assert (reject.column, "Record it on apex" in reject.reason) == ("customer", True)

    def test_under_the_new_one_goes_on_there(self, deals: Deals, ledger: Ledger) -> None:
        outcome = deals(WON.replace("Brook", "Apex"))
        assert (outcome.recorded, outcome.grown, outcome.changed) == (1, 1, 0)
        assert last(ledger, "apex") == ["OpportunityWon", "RevenueRecorded"]
        (won,) = (o.won for _, o in ledger.account("apex").ever[Opportunities].in_order())
        assert won == dt.date(2024, 3, 1)

    def test_is_recorded_where_it_was_told_of_by_then(self, deals: Deals, ledger: Ledger) -> None:
        before = WON.replace("Brook", "Apex").replace("2024-03-01", "2024-02-10")
        assert (deals(before).recorded, deals(before).changed) == (1, 0)
        assert last(ledger, "brook") == ["OpportunityWon", "RevenueRecorded"]
