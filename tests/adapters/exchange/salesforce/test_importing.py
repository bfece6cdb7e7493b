"""Importing an export: accounts, people and opportunities with their history, each fact once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from majoracct.adapters.exchange.reading import UnusableFileError
from majoracct.adapters.exchange.salesforce import importing
from majoracct.adapters.exchange.salesforce.declared import Declared
from majoracct.adapters.exchange.salesforce.ids import full_id
from majoracct.adapters.exchange.salesforce.importing import FileOutcome
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.opportunities import Opportunities, Opportunity, OpportunityEstimated
from majoracct.domain.account.profile import AccountOpened, Profile
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.book.imports import ImportFinished
from majoracct.domain.kernel import LEDGER
from majoracct.domain.money import Money
from majoracct.ledger import Ledger
from majoracct.ports import Command, LedgerFaultError, Receipt

Bring = Callable[..., dict[str, FileOutcome]]
Write = Callable[..., list[Path]]
Row = Mapping[str, str]

ACME = full_id("001Hx00000aCmEa")
DEAL = full_id("006Hx00000DeaLa")


def gbp(amount: str) -> Money:
    return Money(Decimal(amount), "GBP")


def account(id_: str = ACME, name: str = "Acme", created: str = "2022-01-01T09:00:00Z", **more: str) -> Row:
    return {"Id": id_, "IsDeleted": "false", "Name": name, "CreatedDate": created, **more}


def deal(**more: str) -> Row:
    row = {
        "Id": DEAL,
        "AccountId": ACME,
        "Name": "a deal",
        "StageName": "Prospecting",
        "Amount": "100",
        "CloseDate": "2024-12-31",
        "IsClosed": "false",
        "IsWon": "false",
        "CreatedDate": "2023-01-01T09:00:00Z",
    }
    return row | more


def moved(n: int, at: str, field: str, old: str = "", new: str = "", of: str = DEAL) -> Row:
    id_ = full_id(f"017Hx00000His{n:02}")
    column = "OpportunityId" if of.startswith("006") else "AccountId"
    return {"Id": id_, column: of, "CreatedDate": at, "Field": field, "OldValue": old, "NewValue": new}


@pytest.fixture
def look(ledger: Ledger) -> Callable[..., Opportunity]:
    """Return a function that looks at the deal on a day."""

    def looked(day: str = "2030-01-01") -> Opportunity:
        (found,) = ledger.account("acme", as_of=dt.date.fromisoformat(day))[Opportunities].items.values()
        return found

    return looked


class TestTheFixture:
    def test_every_row_comes_to_something(self, bring: Bring, fixture: list[Path]) -> None:
        came = bring(fixture)
        counts = {n: (o.recorded, o.silent, o.at_odds, o.rejected) for n, o in came.items()}
        assert counts == {
            "Account": (3, 0, 0, 0),
            "AccountHistory": (1, 3, 0, 0),
            "Contact": (4, 0, 0, 2),
            "Opportunity": (6, 0, 0, 2),
            "OpportunityFieldHistory": (14, 9, 1, 3),
        }
        for outcome in came.values():
            assert outcome.recorded + outcome.silent + outcome.known + outcome.rejected == outcome.rows

    def test_what_was_true_on_a_day(self, bring: Bring, fixture: list[Path], ledger: Ledger) -> None:
        bring(fixture)
        told = {}
        for day in ("2022-09-01", "2023-06-29", "2023-06-30"):
            account_ = ledger.account("larkfield-foods", as_of=dt.date.fromisoformat(day))
            items = {o.title: o for _, o in account_[Opportunities].in_order()}
            deal_ = items["Chilled distribution"]
            told[day] = (account_[Profile].name, deal_.value, deal_.closes, deal_.won)
        assert told == {
            "2022-09-01": ("Larkfield Dairies", gbp("100000.0"), dt.date(2023, 3, 31), None),
            "2023-06-29": ("Larkfield Foods", gbp("120000.0"), dt.date(2023, 6, 30), None),
            # 23:30 in UTC is the next day in London.
            "2023-06-30": ("Larkfield Foods", gbp("150000.0"), dt.date(2023, 6, 30), dt.date(2023, 6, 30)),
        }

    def test_one_that_was_reopened(self, bring: Bring, fixture: list[Path], ledger: Ledger) -> None:
        bring(fixture)
        (id_,) = (
            key
            for key, o in ledger.account("marlow-group")[Opportunities].items.items()
            if o.title == "Press maintenance"
        )
        stood = []
        for day in ("2023-01-19", "2023-01-20", "2023-05-22", "2023-11-02"):
            found = ledger.account("marlow-group", as_of=dt.date.fromisoformat(day))[Opportunities].items[id_]
            stood.append((found.open, bool(found.lost), bool(found.won)))
        assert stood == [
            (True, False, False),
            (False, True, False),
            (True, False, False),
            (False, False, True),
        ]

    def test_a_disagreement_is_told_with_both_values(self, bring: Bring, fixture: list[Path]) -> None:
        (odd,) = bring(fixture)["OpportunityFieldHistory"].odds
        assert (odd.row, odd.column) == (14, "OldValue")
        assert odd.reason == "Amount was 13000 by this row, and 12000 by the one before"

    def test_again_is_free(self, bring: Bring, fixture: list[Path], ledger: Ledger) -> None:
        first = bring(fixture)
        before = ledger.position()
        again = bring(list(reversed(fixture)))
        assert ledger.position() == before
        assert {n: o.known for n, o in again.items()} == {n: o.recorded for n, o in first.items()}
        assert all(o.recorded == 0 and o.rejected == first[n].rejected for n, o in again.items())

    def test_no_payment_is_made_of_an_amount(self, bring: Bring, fixture: list[Path], ledger: Ledger) -> None:
        bring(fixture)
        assert not any(isinstance(f.event, RevenueRecorded) for f in ledger.store.facts())

    def test_each_file_is_noted(self, bring: Bring, fixture: list[Path], ledger: Ledger) -> None:
        came = bring(fixture)
        notes = [f.event for f in ledger.store.facts(LEDGER, types=("ImportFinished",))]
        noted = {Path(n.file).stem: (n.recorded, n.rejected) for n in notes if isinstance(n, ImportFinished)}
        assert noted == {name: (o.recorded, o.rejected) for name, o in came.items()}

    def test_a_rehearsal_says_what_would_come(
        self, bring: Bring, fixture: list[Path], ledger: Ledger
    ) -> None:
        before = ledger.position()
        would = bring(fixture, at=ledger.desk(by="kim").on(rehearsal=True))
        assert ledger.position() == before
        assert would == bring(fixture)


class TestOpportunities:
    def test_a_history_from_the_middle_of_a_life_is_said_to_be_assumed(
        self, bring: Bring, write: Write, ledger: Ledger, look: Callable[..., Opportunity]
    ) -> None:
        changes = [moved(1, "2023-06-01T09:00:00Z", "Amount", "60", "100")]
        bring(write(Account=[account()], Opportunity=[deal()], OpportunityFieldHistory=changes))
        assert look("2023-01-01").value == gbp("60")
        (fact,) = ledger.store.facts("acme", types=("OpportunityIdentified",))
        assert fact.source["assumed"] == "Amount, CloseDate, StageName"
        assert (fact.time, fact.source_known) == ("09:00:00", dt.date(2023, 1, 1))

    def test_one_that_is_told_from_its_creation_on_is_not(
        self, bring: Bring, write: Write, ledger: Ledger
    ) -> None:
        changes = [moved(1, "2023-01-01T09:00:00Z", "created")]
        bring(write(Account=[account()], Opportunity=[deal()], OpportunityFieldHistory=changes))
        (fact,) = ledger.store.facts("acme", types=("OpportunityIdentified",))
        assert "assumed" not in fact.source

    def test_what_one_save_changed_is_estimated_before_it_is_decided(
        self, bring: Bring, write: Write, look: Callable[..., Opportunity]
    ) -> None:
        at = "2023-06-01T09:00:00Z"
        changes = [
            moved(1, at, "StageName", "Prospecting", "Closed Won"),
            moved(2, at, "CloseDate", "2024-12-31", "2023-06-01"),
            moved(3, at, "Amount", "100", "130"),
        ]
        row = deal(StageName="Closed Won", Amount="130", CloseDate="2023-06-01", IsClosed="1", IsWon="1")
        came = bring(write(Account=[account()], Opportunity=[row], OpportunityFieldHistory=changes))
        assert came["OpportunityFieldHistory"].recorded == 3
        assert (look().value, look().closes, look().won) == (
            gbp("130"),
            dt.date(2023, 6, 1),
            dt.date(2023, 6, 1),
        )

    def test_an_amount_that_changes_once_it_is_decided_is_a_reject(self, bring: Bring, write: Write) -> None:
        changes = [
            moved(1, "2023-06-01T09:00:00Z", "StageName", "Prospecting", "Closed Lost"),
            moved(2, "2023-07-01T09:00:00Z", "Amount", "100", "130"),
        ]
        row = deal(StageName="Closed Lost", Amount="130", IsClosed="true")
        came = bring(write(Account=[account()], Opportunity=[row], OpportunityFieldHistory=changes))
        (reject,) = came["OpportunityFieldHistory"].rejects
        assert (reject.row, "(O2)" in reject.reason) == (3, True)

    def test_an_emptied_amount_is_a_reject(
        self, bring: Bring, write: Write, look: Callable[..., Opportunity]
    ) -> None:
        changes = [moved(1, "2023-06-01T09:00:00Z", "Amount", "100", "")]
        came = bring(
            write(Account=[account()], Opportunity=[deal(Amount="")], OpportunityFieldHistory=changes)
        )
        assert came["OpportunityFieldHistory"].rejects[0].column == "NewValue"
        assert (look().value, came["Opportunity"].odds) == (gbp("100"), ())

    def test_without_an_amount_its_day_still_moves(
        self, bring: Bring, write: Write, look: Callable[..., Opportunity]
    ) -> None:
        changes = [moved(1, "2023-06-01T09:00:00Z", "CloseDate", "2023-12-31", "2024-12-31")]
        bring(write(Account=[account()], Opportunity=[deal(Amount="0.0")], OpportunityFieldHistory=changes))
        assert (look("2023-05-31").closes, look("2023-06-01").closes) == (
            dt.date(2023, 12, 31),
            dt.date(2024, 12, 31),
        )
        assert look().value is None

    def test_where_no_history_says_when_it_was_decided_its_close_date_does(
        self, bring: Bring, write: Write, look: Callable[..., Opportunity]
    ) -> None:
        row = deal(StageName="Signed", IsClosed="true", IsWon="true", CloseDate="2023-04-05")
        bring(write(Account=[account()], Opportunity=[row]))
        assert look("2023-04-04").open
        assert look().won == dt.date(2023, 4, 5)

    @pytest.mark.parametrize("closes", ["2022-12-20", "2023-01-01"])
    def test_one_entered_once_it_was_decided_was_there_by_then(
        self, bring: Bring, write: Write, look: Callable[..., Opportunity], closes: str
    ) -> None:
        row = deal(StageName="Closed Won", IsClosed="true", IsWon="true", CloseDate=closes)
        bring(write(Account=[account()], Opportunity=[row]))
        assert (look().on, look().won) == (dt.date.fromisoformat(closes), dt.date.fromisoformat(closes))

    def test_a_record_its_history_does_not_lead_to_is_told(self, bring: Bring, write: Write) -> None:
        changes = [moved(1, "2023-06-01T09:00:00Z", "Amount", "60", "80")]
        came = bring(write(Account=[account()], Opportunity=[deal()], OpportunityFieldHistory=changes))
        (odd,) = came["Opportunity"].odds
        assert (odd.column, odd.reason) == ("Amount", "it is 100, and its history leaves it at 80")

    def test_another_currency_is_refused(self, bring: Bring, write: Write) -> None:
        came = bring(write(Account=[account()], Opportunity=[deal(CurrencyIsoCode="USD")]))
        assert came["Opportunity"].rejected == 1

    def test_stages_that_contradict_each_other_stop_it(
        self, bring: Bring, write: Write, ledger: Ledger, declared: Declared
    ) -> None:
        rows = [
            deal(StageName="Done", IsClosed="true", IsWon="true"),
            deal(StageName="Done", IsClosed="true", Id=full_id("006Hx00000DeaLb")),
        ]
        paths, before = write(Account=[account()], Opportunity=rows), ledger.position()
        with pytest.raises(UnusableFileError, match=r"say which it means in a map of your own"):
            bring(paths)
        assert ledger.position() == before
        came = bring(paths, by=evolve(declared, won=frozenset({"Done"})))
        assert (came["Opportunity"].recorded, came["Opportunity"].rejects[0].row) == (1, 3)


class TestALaterExport:
    FIRST = (moved(1, "2023-06-01T09:00:00Z", "Amount", "60", "100"),)

    def first(self, bring: Bring, write: Write) -> None:
        bring(write(Account=[account()], Opportunity=[deal()], OpportunityFieldHistory=self.FIRST))

    def test_records_only_what_is_new(
        self, bring: Bring, write: Write, ledger: Ledger, look: Callable[..., Opportunity]
    ) -> None:
        self.first(bring, write)
        before = ledger.position()
        grown = [
            *self.FIRST,
            moved(2, "2023-09-01T09:00:00Z", "Amount", "100", "140"),
            moved(3, "2023-10-01T09:00:00Z", "StageName", "Prospecting", "Closed Won"),
        ]
        row = deal(Amount="140", StageName="Closed Won", IsClosed="true", IsWon="true")
        came = bring(write(Account=[account()], Opportunity=[row], OpportunityFieldHistory=grown))
        assert {n: (o.recorded, o.known, o.at_odds) for n, o in came.items()} == {
            "Account": (0, 1, 0),
            "Opportunity": (0, 1, 0),
            "OpportunityFieldHistory": (2, 1, 0),
        }
        assert ledger.position() == before + 3  # and the note
        assert (look().value, look().won) == (gbp("140"), dt.date(2023, 10, 1))

    def test_of_which_the_oldest_history_is_gone_meets_what_the_ledger_has(
        self, bring: Bring, write: Write
    ) -> None:
        self.first(bring, write)
        later = [moved(2, "2025-09-01T09:00:00Z", "Amount", "100", "140")]
        came = bring(
            write(Account=[account()], Opportunity=[deal(Amount="140")], OpportunityFieldHistory=later)
        )
        assert [o.at_odds for o in came.values()] == [0, 0, 0]

    def test_that_does_not_meet_what_the_ledger_has_says_so(self, bring: Bring, write: Write) -> None:
        self.first(bring, write)
        later = [moved(2, "2025-09-01T09:00:00Z", "Amount", "120", "140")]
        came = bring(
            write(Account=[account()], Opportunity=[deal(Amount="140")], OpportunityFieldHistory=later)
        )
        (odd,) = came["OpportunityFieldHistory"].odds
        assert odd.reason == "Amount was 120 by this row, and the ledger has 100"

    def test_without_its_history_says_what_nobody_explains(self, bring: Bring, write: Write) -> None:
        self.first(bring, write)
        came = bring(write(Account=[account()], Opportunity=[deal(Amount="140")]))
        assert "it is 140, the ledger has 100" in came["Opportunity"].odds[0].reason

    def test_needs_no_accounts_of_the_ledger(self, bring: Bring, write: Write) -> None:
        self.first(bring, write)
        came = bring(write(Opportunity=[deal(Id=full_id("006Hx00000DeaLb"))]))
        assert came["Opportunity"].recorded == 1

    def test_that_has_won_it_meanwhile_without_a_history(
        self, bring: Bring, write: Write, ledger: Ledger, look: Callable[..., Opportunity]
    ) -> None:
        self.first(bring, write)
        row = deal(StageName="Closed Won", IsClosed="true", IsWon="true", CloseDate="2023-08-01")
        came = bring(write(Account=[account()], Opportunity=[row]))
        assert (came["Opportunity"].recorded, look().won) == (1, dt.date(2023, 8, 1))
        before = ledger.position()
        told = [*self.FIRST, moved(3, "2023-08-02T09:00:00Z", "StageName", "Prospecting", "Closed Won")]
        came = bring(write(Account=[account()], Opportunity=[row], OpportunityFieldHistory=told))
        assert [o.rejected for o in came.values()] == [0, 0, 0]
        assert ledger.position() == before
        assert look().won == dt.date(2023, 8, 1)

    def test_moved_to_another_account_stays_where_it_is_on_record(
        self, bring: Bring, write: Write, look: Callable[..., Opportunity]
    ) -> None:
        self.first(bring, write)
        other = full_id("001Hx00000oThEr")
        later = [*self.FIRST, moved(2, "2023-09-01T09:00:00Z", "Amount", "100", "140")]
        rows = [account(), account(other, "Brook")]
        row = deal(AccountId=other, Amount="140")
        came = bring(write(Account=rows, Opportunity=[row], OpportunityFieldHistory=later))
        assert came["Opportunity"].odds[0].column == "AccountId"
        assert look().value == gbp("140")

    def test_goes_on_with_the_account_it_merged_into(
        self, bring: Bring, write: Write, ledger: Ledger
    ) -> None:
        self.first(bring, write)
        desk = ledger.desk(by="kim").on(dt.date(2023, 8, 1))
        desk.record("brook", AccountOpened("Brook"))
        desk.carry_out("acme", merge, into="brook")
        later = [
            *self.FIRST,
            moved(2, "2023-07-01T09:00:00Z", "Amount", "100", "120"),
            moved(3, "2023-09-01T09:00:00Z", "Amount", "120", "140"),
        ]
        paths = write(Account=[account()], Opportunity=[deal(Amount="140")], OpportunityFieldHistory=later)
        came = bring(paths)["OpportunityFieldHistory"]
        assert (came.recorded, came.known, came.rejected) == (2, 1, 0)
        (item,) = (o for _, o in ledger.account("brook")[Opportunities].in_order())
        assert item.value == gbp("140")
        assert [(o.recorded, o.at_odds, o.rejected) for o in bring(paths).values()] == [(0, 0, 0)] * 3
        without = write(Account=[account()], Opportunity=[deal(Amount="140")])
        assert bring(without)["Opportunity"].at_odds == 0

    def test_leaves_what_was_withdrawn_withdrawn(self, bring: Bring, write: Write, ledger: Ledger) -> None:
        self.first(bring, write)
        (fact,) = (f for f in ledger.store.facts("acme") if isinstance(f.event, OpportunityEstimated))
        ledger.desk(by="kim").on(reason="a slip").withdraw(fact.reference)
        came = bring(write(Account=[account()], Opportunity=[deal()], OpportunityFieldHistory=self.FIRST))[
            "OpportunityFieldHistory"
        ]
        assert (came.recorded, came.withdrawn) == (0, (fact.reference,))


def test_an_import_that_was_stopped_goes_on(
    bring: Bring, fixture: list[Path], ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 1)  # an append for each account
    append, calls = ledger.store.append, iter(range(100))

    def full(
        commands: Sequence[Command], heads: Mapping[str, int], now: int, head: int | None = None
    ) -> Receipt:
        if next(calls) == 1:
            raise LedgerFaultError("the disk is full")
        return append(commands, heads, now, head)

    with monkeypatch.context() as patched:
        patched.setattr(ledger.store, "append", full)
        with pytest.raises(LedgerFaultError):
            bring(fixture)
    went_on = bring(fixture)["Account"]
    assert (went_on.recorded, went_on.known, went_on.opened[0]) == (2, 1, "marlow-group")
    assert sum(o.recorded for o in bring(fixture).values()) == 0
