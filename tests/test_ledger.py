"""The ledger as an embedding application uses it: design.md's own snippet, and what surrounds it."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from majoracct import Ledger
from majoracct.adapters.storage.memory import MemoryStore
from majoracct.adapters.storage.sqlite import SQLiteStore
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.profile import AccountOpened, Profile
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.sponsorship import SponsorNamed, Sponsorship
from majoracct.domain.book.settings import Settings, SettingsUnusable
from majoracct.domain.kernel import Assurance, Erased
from majoracct.domain.money import MoneyError
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Terms
from majoracct.ports import (
    LedgerClosedError,
    LedgerExistsError,
    LedgerFaultError,
    LedgerMissingError,
    NotFoundError,
)
from majoracct.testing.given import money
from majoracct.testing.histories import FIRST, ticking

PAID = RevenueRecorded(money("5"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a ledger is, with acme open since 2020 and merged into nobody."""
    path = tmp_path / "book.db"
    with Ledger.create(path, currency="GBP", by="kim", clock=ticking()) as ledger:
        desk = ledger.desk(by="kim", role="account manager")
        desk.on(dt.date(2020, 1, 1)).record("acme", AccountOpened("Acme"))
    return path


@pytest.fixture
def ledger(path: Path) -> Ledger:
    return Ledger.open(path, clock=ticking(FIRST + dt.timedelta(days=30)))


class TestEmbedding:
    def test_in_full(self, path: Path) -> None:
        with Ledger.open(f"sqlite:///{path}") as ledger:
            desk = ledger.desk(by="kim", role="account manager")
            desk.record("acme", StakeholderIdentified("p7", BuyingFunction.FINANCE))
            desk = desk.on(dt.date(2024, 5, 1), reason="steering board")
            named = desk.record("acme", SponsorNamed("p7", "CFO", "capital spend"))
            then = ledger.account("acme", as_of=dt.date(2024, 12, 31), known_at=named.position)
            assert then[Sponsorship].sponsors["p7"].fact == "acme@3"
            earlier = ledger.account("acme", as_of=dt.date(2024, 12, 31), known_at=named.position - 1)
            assert "p7" not in earlier[Sponsorship].sponsors

    def test_a_fact_says_on_whose_word_and_when(self, ledger: Ledger) -> None:
        with ledger:
            desk = ledger.desk(by="ana", role="controller", assurance=Assurance.OS_USER, channel="web")
            fact = desk.on(dt.date(2023, 1, 1), reason="an invoice").record("acme", PAID)
        assert (fact.by, fact.role, fact.assurance, fact.channel) == (
            "ana",
            "controller",
            Assurance.OS_USER,
            "web",
        )
        assert (fact.on, fact.reason, fact.schema) == (dt.date(2023, 1, 1), "an invoice", 1)
        assert fact.recorded_at > 1_700_000_000_000_000
        assert (fact.stream, fact.version, fact.position, fact.ordinal) == ("acme", 2, 4, 0)

    def test_who_is_at_a_desk_is_asserted_unless_the_host_says_more(self, ledger: Ledger) -> None:
        with ledger:
            assert ledger.desk(by="kim").record("acme", PAID).assurance is Assurance.ASSERTED
            vouched = ledger.desk(by="kim", assurance=Assurance.HOST_APPLICATION)
            assert vouched.record("acme", PAID).assurance is Assurance.HOST_APPLICATION

    def test_the_day_is_today_in_the_ledgers_zone(self, tmp_path: Path) -> None:
        late = dt.datetime(2024, 5, 1, 23, 30, tzinfo=dt.UTC)
        where = tmp_path / "paris.db"
        with Ledger.create(
            where, currency="EUR", zone="Europe/Paris", by="kim", clock=lambda: late
        ) as ledger:
            assert ledger.today() == dt.date(2024, 5, 2)
            assert ledger.desk(by="kim").record("acme", AccountOpened("Acme")).on == dt.date(2024, 5, 2)
            assert ledger.day_of(next(ledger.store.facts()).recorded_at) == dt.date(2024, 5, 2)


class TestCreating:
    def test_adopts_the_shipped_policy_from_the_first_day_of_the_calendar(self, ledger: Ledger) -> None:
        with ledger:
            programme = ledger.programme(as_of=dt.date.min)
            assert programme[Policy].terms == Terms.shipped("GBP")
            assert programme.facts[0].on == dt.date(1, 1, 1)
            assert ledger.settings == Settings("GBP", "UTC", 1)

    def test_never_over_another(self, path: Path) -> None:
        with pytest.raises(LedgerExistsError):
            Ledger.create(path, currency="GBP", by="kim")

    @pytest.mark.parametrize(
        ("wrong", "error", "told"),
        [
            ({"currency": "pounds"}, MoneyError, "no currency code"),
            ({"currency": ""}, MoneyError, "no currency code"),
            ({"zone": "Mars/Olympus"}, ValueError, "'Mars/Olympus' is no time zone"),
            ({"zone": "../../etc/passwd"}, ValueError, "is no time zone"),
            ({"zone": "Europe"}, ValueError, "is no time zone"),
            ({"zone": ""}, ValueError, "is no time zone"),
            ({"fiscal_year_start": 0}, SettingsUnusable, "no month 0"),
            ({"fiscal_year_start": 13}, SettingsUnusable, "no month 13"),
            ({"by": ""}, ValueError, "say by whom"),
            ({"by": " "}, ValueError, "say by whom"),
        ],
    )
    def test_what_is_wrong_leaves_nothing_behind(
        self, tmp_path: Path, wrong: dict[str, Any], error: type[Exception], told: str
    ) -> None:
        right: dict[str, Any] = {"currency": "GBP", "by": "kim"}
        with pytest.raises(error, match=told):
            Ledger.create(tmp_path / "x.db", **{**right, **wrong})
        assert list(tmp_path.iterdir()) == []
        store = MemoryStore("mine")
        with pytest.raises(error, match=told):
            Ledger.establish(store, **{**right, **wrong})
        assert store.head() == 0
        with Ledger.create(tmp_path / "x.db", currency="GBP", by="kim") as ledger:
            assert ledger.settings.currency == "GBP"

    def test_nor_does_a_first_append_that_fails(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object, **__: object) -> None:
            raise LedgerFaultError("the disk is full")

        monkeypatch.setattr(SQLiteStore, "append", full)
        with pytest.raises(LedgerFaultError, match="the disk is full"):
            Ledger.create(tmp_path / "x.db", currency="GBP", by="kim")
        with pytest.raises(LedgerFaultError, match="the disk is full"):
            Ledger.create(tmp_path / "x.db", currency="GBP", by="kim")
        assert list(tmp_path.iterdir()) == []

    def test_but_what_was_recorded_stays(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        append = SQLiteStore.append

        def unheard(store: SQLiteStore, *given: Any) -> None:
            append(store, *given)
            raise KeyboardInterrupt

        monkeypatch.setattr(SQLiteStore, "append", unheard)
        with pytest.raises(KeyboardInterrupt):
            Ledger.create(tmp_path / "x.db", currency="GBP", by="kim")
        with Ledger.open(tmp_path / "x.db") as ledger:
            assert ledger.settings.currency == "GBP"

    def test_in_a_store_of_one_s_own_that_is_empty(self) -> None:
        store = MemoryStore("mine")
        made = Ledger.establish(store, currency="EUR", zone="Europe/Paris", fiscal_year_start=4, by="kim")
        again = Ledger(store)
        assert made.settings == again.settings == Settings("EUR", "Europe/Paris", 4)
        assert again.programme(as_of=dt.date.min)[Policy].terms == Terms.shipped("EUR")
        assert again.desk(by="kim").record("acme", AccountOpened("Acme")).reference == "acme@1"
        with pytest.raises(LedgerExistsError, match="holds a ledger already, up to @3"):
            Ledger.establish(store, currency="EUR", by="kim")
        assert store.head() == 3

    def test_only_it_makes_a_ledger(self, tmp_path: Path) -> None:
        with pytest.raises(LedgerMissingError):
            Ledger.open(tmp_path / "nothing.db")

    def test_with_an_id_of_its_own_or_a_given_one(self, ledger: Ledger, tmp_path: Path) -> None:
        with ledger, Ledger.create("memory:", currency="GBP", by="kim", ledger_id="mine") as other:
            assert other.id == "mine"
            assert ledger.id
            assert ledger.id != other.id

    def test_nowhere_else(self) -> None:
        with pytest.raises(NotFoundError, match="no storage adapter for mysql"):
            Ledger.open("mysql://somewhere")

    @pytest.mark.parametrize("url", ["sqlite://book.db", "sqlite:", "sqlite://", "sqlite:///"])
    def test_nor_where_a_url_names_no_file(
        self, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for reach in (Ledger.open, partial(Ledger.create, currency="GBP", by="kim")):
            with pytest.raises(NotFoundError, match=f"{url} names no file: write sqlite:///book.db"):
                reach(url)
        assert list(tmp_path.iterdir()) == []

    def test_three_slashes_are_a_file_of_the_folder_and_four_one_from_the_root(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Ledger.create("sqlite:///book.db", currency="GBP", by="kim").close()
        for same in ("book.db", "sqlite:book.db", f"sqlite:///{tmp_path}/book.db"):
            with Ledger.open(same) as ledger:
                assert ledger.settings.currency == "GBP"


class TestReading:
    def test_an_unknown_account_is_not_found(self, ledger: Ledger) -> None:
        with ledger, pytest.raises(NotFoundError, match="no account 'nobody' was known at @3"):
            ledger.account("nobody")

    @pytest.mark.parametrize("key", ["ledger", "programme"])
    def test_nor_are_the_ledgers_own_streams(self, ledger: Ledger, key: str) -> None:
        with ledger, pytest.raises(NotFoundError):
            ledger.account(key)

    def test_nor_an_account_before_its_first_day_or_before_it_was_known(self, ledger: Ledger) -> None:
        with ledger:
            with pytest.raises(NotFoundError, match="acme is first known on 2020-01-01, after 2019-12-31"):
                ledger.account("acme", as_of=dt.date(2019, 12, 31))
            assert ledger.account("acme", as_of=dt.date(2020, 1, 1))[Profile].name == "Acme"
            with pytest.raises(NotFoundError, match="was known at @2"):
                ledger.account("acme", known_at=2)

    def test_what_was_read_already_says_its_position_itself(self, ledger: Ledger) -> None:
        with ledger:
            past = ledger.past(3)
            assert ledger.account("acme", past=past)[Profile].name == "Acme"
            with pytest.raises(ValueError, match="give past or known_at, not both"):
                ledger.account("acme", past=past, known_at=3)
            assert ledger.programme(past=past).past is past
            with pytest.raises(ValueError, match="give past or known_at, not both"):
                ledger.programme(past=past, known_at=3)

    def test_an_account_of_which_all_was_withdrawn_is_in_no_list(self, ledger: Ledger) -> None:
        with ledger:
            ledger.desk(by="kim").on(reason="never a customer").withdraw("acme@1")
            assert ledger.accounts() == ledger.accounts(as_of=dt.date.max) == []
            assert [a.key for a in ledger.accounts(as_of=dt.date.max, known_at=3)] == ["acme"]

    def test_accounts_are_listed_from_their_first_day_by_key(self, ledger: Ledger) -> None:
        with ledger:
            desk = ledger.desk(by="kim")
            desk.on(dt.date(2021, 1, 1)).record("Zeta", AccountOpened("Zeta"))
            desk.on(dt.date(2020, 1, 1)).record("bolt", AccountOpened("Bolt"))
            desk.on(dt.date(2023, 1, 1)).carry_out("bolt", merge, into="acme")

            def keys(day: dt.date) -> list[str]:
                return [account.key for account in ledger.accounts(as_of=day)]

            assert keys(dt.date(2019, 12, 31)) == []
            assert keys(dt.date(2020, 1, 1)) == ["acme", "bolt"]
            assert keys(dt.date(2022, 1, 1)) == ["Zeta", "acme", "bolt"]
            assert keys(dt.date(2023, 1, 1)) == ["Zeta", "acme"]
            assert [a.key for a in ledger.accounts(known_at=3)] == ["acme"]

    def test_a_position_is_one_of_the_ledgers(self, ledger: Ledger) -> None:
        with ledger:
            assert ledger.position() == ledger.position(3) == 3
            for outside in (0, -1, 4):
                with pytest.raises(NotFoundError, match="they run from @1 to @3"):
                    ledger.position(outside)

    def test_an_instant_is_the_last_position_recorded_by_then(self, ledger: Ledger) -> None:
        with ledger:
            instants = [fact.recorded_at for fact in ledger.store.facts()]
            at = [dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=i) for i in instants]
            tick = dt.timedelta(microseconds=1)
            assert ledger.position(at[1]) == ledger.position(at[2] - tick) == 2
            assert ledger.position(at[2]) == 3
            with pytest.raises(NotFoundError, match="this ledger begins on 2024-06-01"):
                ledger.position(at[0] - tick)
            with pytest.raises(NotFoundError, match="has not come yet"):
                ledger.position(FIRST + dt.timedelta(days=400))

    def test_an_instant_on_record_has_come_whatever_the_clock_says(self, path: Path) -> None:
        tick = dt.timedelta(microseconds=1)
        with Ledger.open(path, clock=lambda: FIRST - dt.timedelta(days=1)) as ledger:
            instants = [fact.recorded_at for fact in ledger.store.facts()]
            at = [dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=i) for i in instants]
            assert [ledger.position(at[1]), ledger.position(at[2] - tick), ledger.position(at[2])] == [
                2,
                2,
                3,
            ]
            with pytest.raises(NotFoundError, match="has not come yet"):
                ledger.position(at[2] + tick)

    def test_a_closed_ledger_says_so(self, ledger: Ledger) -> None:
        ledger.close()
        ledger.close()
        with pytest.raises(LedgerClosedError):
            ledger.account("acme")


class TestErased:
    @pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
    def test_there_is_one_however_it_travels(self, protocol: int) -> None:
        named = SponsorNamed("p7", Erased.here, remit="capital spend")
        assert pickle.loads(pickle.dumps(Erased.here, protocol)) is Erased.here  # noqa: S301 - our own
        assert copy.copy(Erased.here) is copy.deepcopy(Erased.here) is Erased.here
        assert copy.deepcopy(named) == named
