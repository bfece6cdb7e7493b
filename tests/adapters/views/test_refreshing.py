"""The views follow the ledger: refreshed, made anew and replayed, they hold the same."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from majoracct import Ledger
from majoracct.adapters.views import file, refreshing
from majoracct.adapters.views.file import ViewsError
from majoracct.adapters.views.refreshing import Refreshed, in_memory
from majoracct.adapters.views.tables import TABLES
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.qualification import Qualification
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderLeft
from majoracct.domain.account.revenue import RevenueRecorded, by_year
from majoracct.domain.account.segmentation import Segmentation, TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed, active
from majoracct.domain.checks import index as checks_there_are
from majoracct.domain.checks.finding import Raised
from majoracct.domain.checks.single_threaded import CHECK
from majoracct.domain.kernel import Erased
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Tier
from majoracct.testing.eventful import eventful
from majoracct.testing.given import money
from majoracct.testing.histories import Step, play

TODAY = dt.date(2024, 6, 2)
DAYS = (dt.date(2021, 3, 3), dt.date(2022, 5, 1), dt.date(2023, 1, 1), dt.date(2024, 5, 31))
AS_OF = "valid_from <= :d AND (valid_to IS NULL OR :d < valid_to)"
Dump = dict[str, list[tuple[object, ...]]]
Maker = Callable[[], Ledger]

histories = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def refresh(ledger: Ledger, path: Path, on: dt.date = TODAY, *, rebuild: bool = False) -> Refreshed:
    return refreshing.refresh(ledger, ledger.past(), on, path, rebuild=rebuild)


def dump_of(connection: sqlite3.Connection) -> Dump:
    """Return every row as it comes, and what the tables, keys and indexes are."""
    found = {table.name: connection.execute(f"SELECT * FROM {table.name}").fetchall() for table in TABLES}
    found["schema"] = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()
    found["dangling"] = connection.execute("PRAGMA foreign_key_check").fetchall()
    assert found["dangling"] == []
    return found


def dump(path: Path) -> Dump:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return dump_of(connection)


def rows(path: Path, sql: str, **given: object) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, given).fetchall()


class TestVW1:
    def test_only_the_family_touched_is_written(self, ledger: Ledger, tmp_path: Path) -> None:
        path = tmp_path / "views.db"
        assert refresh(ledger, path).how == "made"
        assert refresh(ledger, path).how == "current"
        ledger.desk(by="kim").on(dt.date(2022, 2, 1)).record("bolt", RevenueRecorded(money("5")))
        found = refresh(ledger, path)
        assert (found.how, found.rewritten, found.position) == ("refreshed", 1, ledger.position())

    def test_a_merger_touches_both_and_its_withdrawal_too(self, ledger: Ledger, tmp_path: Path) -> None:
        path = tmp_path / "views.db"
        refresh(ledger, path)
        desk = ledger.desk(by="kim").on(dt.date(2023, 1, 1), reason="one customer")
        merger = desk.carry_out("bolt", merge, into="acme")
        assert refresh(ledger, path).rewritten == 2
        tellers = "SELECT account, valid_from, valid_to, teller FROM teller_periods"
        assert rows(path, tellers) == [
            ("acme", "2022-01-01", None, "acme"),
            ("bolt", "2022-01-01", "2023-01-01", "bolt"),
            ("bolt", "2023-01-01", None, "acme"),
        ]
        desk.withdraw(merger[0].reference)
        assert refresh(ledger, path).rewritten == 2
        assert rows(path, tellers) == [
            ("acme", "2022-01-01", None, "acme"),
            ("bolt", "2022-01-01", None, "bolt"),
        ]

    def test_a_name_among_our_people_is_told_everywhere(self, ledger: Ledger, tmp_path: Path) -> None:
        path = tmp_path / "views.db"
        refresh(ledger, path)
        ledger.desk(by="kim").on(TODAY).adopt(StaffIdentified("s1", name="Una Marsh"))
        assert refresh(ledger, path).rewritten == 2

    def test_another_day_changes_the_findings_alone(self, ledger: Ledger, tmp_path: Path) -> None:
        path = tmp_path / "views.db"
        ledger.desk(by="kim").on(dt.date(2023, 1, 1), reason="x").record(
            "acme", TierMoved(Tier.STRATEGIC, override=True)
        )
        refresh(ledger, path, dt.date(2022, 12, 31))
        assert rows(path, "SELECT * FROM findings WHERE raised_by LIKE 'strategic%'") == []
        found = refresh(ledger, path, dt.date(2023, 1, 1))
        assert (found.how, found.rewritten) == ("refreshed", 0)
        assert rows(
            path,
            "SELECT finding, account, day, fact FROM findings JOIN finding_facts USING (number) "
            "WHERE raised_by LIKE 'strategic%'",
        ) == [("strategic-without-internal-sponsor:acme", "acme", "2023-01-01", "acme@6")]

    def test_what_is_seen_by_somebody_faster_stands(self, ledger: Ledger, tmp_path: Path) -> None:
        path, before = tmp_path / "views.db", ledger.past()
        ledger.desk(by="kim").on(TODAY).record("bolt", RevenueRecorded(money("5")))
        refresh(ledger, path)
        found = refreshing.refresh(ledger, before, TODAY, path)
        assert (found.how, found.position) == ("current", ledger.position())

    def test_what_happens_to_one_is_told_anew_of_all_that_merged(
        self, ledger: Ledger, tmp_path: Path
    ) -> None:
        path = tmp_path / "views.db"
        desk = ledger.desk(by="kim").on(dt.date(2023, 1, 1), reason="one customer")
        desk.record("bolt", StakeholderIdentified("p2", BuyingFunction.FINANCE, name="Bo Hart"))
        desk.carry_out("bolt", merge, into="acme")
        refresh(ledger, path)
        desk.on(dt.date(2023, 2, 1)).record("acme", RevenueRecorded(money("5")))
        assert refresh(ledger, path).rewritten == 2

    @histories
    @for_all(history=eventful(), stops=st.sets(st.integers(0, 60), max_size=4))
    def test_refreshed_now_and_then_it_is_what_is_made_anew(
        self, make: Maker, tmp_path: Path, history: list[Step], stops: set[int]
    ) -> None:
        ledger, path, anew = make(), tmp_path / "views.db", tmp_path / "anew.db"
        path.unlink(missing_ok=True)
        for at in range(0, len(history), 4):
            play(ledger, history[at : at + 4])
            if stops & set(range(at, at + 4)):
                refresh(ledger, path, TODAY - dt.timedelta(days=at))
        refresh(ledger, path)
        refresh(ledger, anew, rebuild=True)
        found = dump(path)
        assert found == dump(anew)
        with contextlib.closing(in_memory(ledger, ledger.past(), TODAY)) as connection:
            assert found == dump_of(connection)

    @histories
    @for_all(history=eventful(max_size=45))
    def test_every_fact_is_there_once(self, make: Maker, tmp_path: Path, history: list[Step]) -> None:
        ledger, path = make(), tmp_path / "views.db"
        play(ledger, history)
        refresh(ledger, path, rebuild=True)
        found = rows(path, "SELECT position, fact, type, day, recorded_by, reason FROM facts")
        assert found == [
            (f.position, f.reference, type(f.event).__name__, str(f.on), f.by, f.reason)
            for f in ledger.store.facts()
        ]


class TestVW2:
    def test_a_merged_account_has_neither_tier_nor_sponsor_of_its_own(
        self, ledger: Ledger, tmp_path: Path
    ) -> None:
        path = tmp_path / "views.db"
        desk = ledger.desk(by="kim").on(dt.date(2023, 1, 1), reason="one customer")
        desk.carry_out("acme", merge, into="bolt")
        refresh(ledger, path)
        assert rows(path, "SELECT account, valid_to FROM tier_periods") == [("acme", "2023-01-01")]
        assert rows(path, "SELECT account, valid_from, valid_to FROM sponsor_periods") == [
            ("acme", "2022-01-01", "2023-01-01"),
            ("bolt", "2023-01-01", None),
        ]

    def test_who_left_sponsors_us_no_more(self, ledger: Ledger, tmp_path: Path) -> None:
        path = tmp_path / "views.db"
        ledger.desk(by="kim").on(dt.date(2023, 1, 1)).record("acme", StakeholderLeft("p1"))
        refresh(ledger, path)
        assert rows(path, "SELECT valid_to FROM sponsor_periods") == [("2023-01-01",)]

    @histories
    @for_all(history=eventful())
    def test_plain_sql_says_of_any_day_what_replay_says(
        self, make: Maker, tmp_path: Path, history: list[Step]
    ) -> None:
        ledger, path = make(), tmp_path / "views.db"
        play(ledger, history)
        refresh(ledger, path, rebuild=True)
        for day in DAYS:
            d = str(day)
            accounts = ledger.accounts(as_of=day)
            assert rows(path, f"SELECT account, tier, override FROM tier_periods WHERE {AS_OF}", d=d) == [
                (a.key, s.tier.value, int(s.overridden))
                for a in accounts
                if (s := a[Segmentation]).tier is not None
            ]
            assert rows(path, f"SELECT account, status FROM status_periods WHERE {AS_OF}", d=d) == [
                (a.key, a[Qualification].status.value) for a in accounts
            ]
            sponsors = f"SELECT account, person, fact, level FROM sponsor_periods WHERE {AS_OF}"
            assert rows(path, sponsors, d=d) == [
                (a.key, person, s.fact, s.level.value if s.level else None)
                for a in accounts
                for person, s in sorted(active(a).items())
            ]
            paid = (
                "SELECT teller, year, sum(amount_minor), count(*) FROM revenue "
                f"JOIN teller_periods USING (account) WHERE day <= :d AND {AS_OF} GROUP BY 1, 2 ORDER BY 1, 2"
            )
            assert rows(path, paid, d=d) == [
                (a.key, year, int(taken.net * 100), taken.payments)
                for a in accounts
                for year, taken in sorted(by_year(a).items())
            ]


class TestVW3:
    def test_from_the_views_of_another_ledger(self, ledger: Ledger, make: Maker, tmp_path: Path) -> None:
        path = tmp_path / "views.db"
        refresh(ledger, path)
        other = make()
        found = refresh(other, path)
        assert found.how == "made"
        assert "another ledger" in found.why
        assert rows(path, "SELECT ledger FROM meta") == [(other.id,)]

    def test_from_what_a_restored_ledger_no_longer_holds(self, ledger: Ledger, tmp_path: Path) -> None:
        path, kept = tmp_path / "views.db", tmp_path / "kept.db"
        source = Path(getattr(ledger.store, "path"))  # noqa: B009 - stores in memory have none
        with contextlib.closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(kept),))
        desk = ledger.desk(by="kim").on(TODAY)
        desk.record("bolt", RevenueRecorded(money("5")))
        refresh(ledger, path)
        with Ledger.open(kept) as restored:
            shorter = refresh(restored, path)
            assert (shorter.how, "restored" in shorter.why) == ("made", True)
            restored.desk(by="kim").on(TODAY).record("bolt", RevenueRecorded(money("6")))
        refresh(ledger, path)  # back to what was lost, and then as far on with another fact
        with Ledger.open(kept) as restored:
            other = refresh(restored, path)
            assert (other.how, "restored" in other.why) == ("made", True)
            assert rows(path, "SELECT max(amount_minor) FROM revenue WHERE account = 'bolt'") == [(10010,)]
            assert rows(path, "SELECT amount FROM revenue WHERE year = 2024") == [("6.00",)]

    def test_from_another_versions_tables(
        self, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "views.db"
        refresh(ledger, path)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 99")
        assert "another version" in refresh(ledger, path).why
        monkeypatch.setattr(file, "program", lambda: "99.0")
        assert "version 0." in refresh(ledger, path).why
        assert refresh(ledger, path).how == "current"

    def test_from_the_findings_of_other_checks(
        self, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "views.db"
        plugged = evolve(CHECK, id="gym-any", find=lambda account, _: [Raised(account.key)])
        refresh(ledger, path)
        monkeypatch.setattr(checks_there_are, "_PLUGGED", {plugged.id: plugged})
        assert "version 0." in refresh(ledger, path).why
        assert rows(path, "SELECT count(*) FROM findings WHERE raised_by = 'gym-any'") != [(0,)]
        assert refresh(ledger, path).how == "current"
        monkeypatch.undo()
        assert "+gym-any" in refresh(ledger, path).why

    def test_over_what_is_not_ours(self, ledger: Ledger, tmp_path: Path) -> None:
        source = Path(getattr(ledger.store, "path"))  # noqa: B009
        foreign = tmp_path / "foreign.db"
        with contextlib.closing(sqlite3.connect(foreign)) as connection:
            connection.execute("CREATE TABLE meta (position)")
        (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
        for path in (source, foreign, tmp_path / "notes.txt"):
            before = path.read_bytes()
            for rebuild in (False, True):
                with pytest.raises(ViewsError, match="something else"):
                    refresh(ledger, path, rebuild=rebuild)
            assert path.read_bytes() == before

    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o444])
    def test_who_may_not_read_the_ledger_may_not_read_its_views(
        self, ledger: Ledger, tmp_path: Path, mode: int
    ) -> None:
        path = tmp_path / "views.db"
        Path(getattr(ledger.store, "path")).chmod(mode)  # noqa: B009
        refresh(ledger, path)
        assert path.stat().st_mode & 0o777 == mode | 0o600
        path.chmod(0o604)
        refresh(ledger, path, rebuild=True)
        assert path.stat().st_mode & 0o777 == 0o604

    def test_an_empty_file_is_nobodys(self, ledger: Ledger, tmp_path: Path) -> None:
        path = tmp_path / "views.db"
        path.touch()
        assert refresh(ledger, path).how == "made"

    def test_a_damaged_one_is_said_to_be_and_mended(self, ledger: Ledger, tmp_path: Path) -> None:
        path = tmp_path / "views.db"
        refresh(ledger, path)
        whole = dump(path)
        content = bytearray(path.read_bytes())
        content[200:] = b"\xa5" * (len(content) - 200)
        path.write_bytes(content)
        with pytest.raises(ViewsError, match=r"damaged.*--rebuild"):
            refresh(ledger, path)
        refresh(ledger, path, rebuild=True)
        assert dump(path) == whole


KILLED = """
import os, signal, sys, sqlite3, datetime as dt
from pathlib import Path
from majoracct import Ledger
from majoracct.adapters.views import refreshing
after = int(sys.argv[3])
write, calls = refreshing._write, [0]
def dying(connection, made):
    calls[0] += 1
    write(connection, made)
    if calls[0] == after:
        connection.execute("PRAGMA cache_spill = 1")
        os.kill(os.getpid(), signal.SIGKILL)
refreshing._write = dying
with Ledger.open(sys.argv[1]) as ledger:
    refreshing.refresh(ledger, ledger.past(), dt.date(2024, 6, 2), Path(sys.argv[2]),
                       rebuild=sys.argv[4] == "rebuild")
"""


class TestVW4:
    @pytest.mark.parametrize("how", ["rebuild", "on"])
    @pytest.mark.parametrize("after", [1, 2, 4])
    def test_half_way_it_leaves_what_was_there(
        self, ledger: Ledger, tmp_path: Path, how: str, after: int
    ) -> None:
        path = tmp_path / "views.db"
        refresh(ledger, path)
        before = dump(path)
        ledger.desk(by="kim").on(TODAY).record("bolt", RevenueRecorded(money("5")))
        source = str(getattr(ledger.store, "path"))  # noqa: B009
        done = subprocess.run([sys.executable, "-c", KILLED, source, path, str(after), how], check=False)
        assert done.returncode == -signal.SIGKILL
        assert dump(path) == before
        refresh(ledger, path)
        assert len(dump(path)["revenue"]) == len(before["revenue"]) + 1

    def test_a_journal_left_behind_is_not_played_back_into_a_new_file(
        self, ledger: Ledger, tmp_path: Path
    ) -> None:
        path = tmp_path / "views.db"
        refresh(ledger, path)
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA cache_size = 1")
            connection.execute("BEGIN")
            connection.execute("UPDATE facts SET summary = 'x'")
            shutil.copy(f"{path}-journal", tmp_path / "left")
            connection.execute("ROLLBACK")
        shutil.copy(tmp_path / "left", f"{path}-journal")
        refresh(ledger, path, rebuild=True)
        assert not os.path.lexists(f"{path}-journal")
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]


class TestTold:
    def test_the_erased_are_told_as_such(self, ledger: Ledger, tmp_path: Path) -> None:
        desk = ledger.desk(by="kim").on(dt.date(2022, 3, 1), reason="x")
        desk.record("bolt", StakeholderIdentified("p9", BuyingFunction.FINANCE, name=Erased.here))
        desk.record("bolt", SponsorNamed("p9", Erased.here, Erased.here))
        path = tmp_path / "views.db"
        refresh(ledger, path)
        found = rows(path, "SELECT name, title, remit FROM sponsors WHERE person = 'p9'")
        assert found == [("[erased]", "[erased]", "[erased]")]
        assert "[erased]" in str(rows(path, "SELECT summary FROM facts WHERE type = 'SponsorNamed'"))

    def test_what_was_withdrawn_stays_a_fact_and_counts_no_more(self, ledger: Ledger, tmp_path: Path) -> None:
        path = tmp_path / "views.db"
        ledger.desk(by="kim").on(TODAY, reason="twice").withdraw("bolt@2")
        refresh(ledger, path)
        assert rows(path, "SELECT withdrawn_by FROM facts WHERE fact = 'bolt@2'") == [("bolt@3",)]
        assert rows(path, "SELECT account FROM revenue") == [("acme",)]

    def test_money_is_exact_and_adds_up(self, ledger: Ledger, tmp_path: Path) -> None:
        path = tmp_path / "views.db"
        refresh(ledger, path)
        assert rows(path, "SELECT amount, amount_minor, currency FROM revenue LIMIT 1") == [
            ("100.10", 10010, "GBP")
        ]
        assert rows(path, "SELECT sum(amount_minor), typeof(sum(amount_minor)) FROM revenue") == [
            (20020, "integer")
        ]
