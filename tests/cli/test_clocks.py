"""The two clocks as typed: days and period words, positions, days and instants of knowledge."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from majoracct import Ledger
from majoracct.adapters.trust.note import Signer, sign
from majoracct.adapters.trust.seal import checkpoint, checkpoint_in
from majoracct.cli.clocks import known_at, two_views, view
from majoracct.cli.errors import told
from majoracct.cli.session import BadInput
from majoracct.domain.account.profile import AccountOpened
from majoracct.ports import CheckpointContradictedError, NotFoundError


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = dt.datetime(2024, 3, 31, 22, 30, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(clock: Clock) -> Iterator[Ledger]:
    """Return a ledger in London: @1 and @2 late on 31 March, @3 half past midnight of 1 April there."""
    with Ledger.create(
        "memory:", currency="GBP", zone="Europe/London", fiscal_year_start=4, by="kim", clock=clock
    ) as made:
        clock.now += dt.timedelta(hours=1)
        made.desk(by="kim").record("acme", AccountOpened("Acme"))
        clock.now = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
        yield made


class TestAsOf:
    @pytest.mark.parametrize(
        ("text", "day"),
        [
            (None, "2024-06-01"),
            ("2017-03-05", "2017-03-05"),
            ("2017", "2017-12-31"),
            ("2017Q3", "2017-09-30"),
            ("2016-02", "2016-02-29"),
            ("FY2024", "2024-03-31"),
            ("FY2024Q1", "2023-06-30"),
            ("9999-12-31", "9999-12-31"),
        ],
    )
    def test_a_period_is_its_last_day(
        self, ledger: Ledger, capsys: pytest.CaptureFixture[str], text: str | None, day: str
    ) -> None:
        assert str(view(ledger, text, None).on) == day
        said = f"--as-of {text} is {day}\n" if text not in (None, day) else ""
        assert capsys.readouterr().err == said

    @pytest.mark.parametrize("text", ["2017-02-30", "2017Q5", "yesterday", "", "17"])
    def test_what_is_no_day(self, ledger: Ledger, text: str) -> None:
        with pytest.raises(BadInput, match="--as-of"):
            view(ledger, text, None)


class TestKnownAt:
    @pytest.mark.parametrize(
        ("text", "position"),
        [
            (None, 3),
            ("@1", 1),
            ("@3", 3),
            ("2024-03-31", 2),
            ("2024-04-01", 3),
            ("2024-03", 2),
            ("2024", 3),
            ("2024-06-01", 3),
            ("2024-03-31T22:45:00Z", 2),
            ("2024-04-01T00:30:00+01:00", 3),
            ("2024-04-01T00:29:59+01:00", 2),
        ],
    )
    def test_is_a_position(self, ledger: Ledger, text: str | None, position: int) -> None:
        assert view(ledger, None, text).known_at == position

    def test_the_position_is_said(self, ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
        view(ledger, None, "2024-03")
        assert capsys.readouterr().err == "--known-at 2024-03 is @2\n"

    @pytest.mark.parametrize("text", ["@0", "@4", "2023", "2025", "2024-03-31T22:00:00Z"])
    def test_outside_the_ledger(self, ledger: Ledger, text: str) -> None:
        with pytest.raises(NotFoundError):
            view(ledger, None, text)

    def test_before_the_first_fact_names_the_first_day(self, ledger: Ledger) -> None:
        with pytest.raises(NotFoundError, match="begins on 2024-03-31"):
            view(ledger, None, "2020")

    @pytest.mark.parametrize("text", ["2024-03-31T22:45:00", "@x", "@", "2024-03-31Tnoon"])
    def test_what_is_no_time(self, ledger: Ledger, text: str) -> None:
        with pytest.raises(BadInput, match="--known-at"):
            view(ledger, None, text)


class TestKnownAtACheckpoint:
    """A note that somebody kept says which position it vouches for, and the ledger must agree with it."""

    @pytest.fixture
    def note(self, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Return the file of a checkpoint of @4, after which another fact was recorded."""
        monkeypatch.chdir(tmp_path)
        path = tmp_path / "last.note"
        path.write_bytes(checkpoint(ledger, ledger.desk(by="kim"), Signer.generate("k")).note)
        ledger.desk(by="kim").record("bolt", AccountOpened("Bolt"))
        return path

    def test_is_its_size_which_is_said(
        self, ledger: Ledger, note: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for named in ("last.note", str(note), "./last.note"):
            assert known_at(named, ledger) == 4
            assert capsys.readouterr().err == f"--known-at {named} is @4\n"

    def test_may_be_an_end_of_a_range(self, ledger: Ledger, note: Path) -> None:
        folder = note.parent / "here"
        folder.mkdir()
        os.chdir(folder)
        for ends in ("../last.note..@5", f"{note}..@5"):
            earlier, later = two_views(ledger, None, ends)
            assert (earlier.known_at, later.known_at) == (4, 5)
        earlier, later = two_views(ledger, "2017..2018", "../last.note")
        assert earlier.known_at == later.known_at == 4

    def test_a_file_called_like_a_day_is_a_day(self, ledger: Ledger, note: Path) -> None:
        note.rename("2024-06-01")
        assert known_at("2024-06-01", ledger) == 5
        assert known_at("./2024-06-01", ledger) == 4

    @pytest.mark.parametrize("content", [b"", b"majoracct/x\n4\n", b"\xff\n\n", b"x" * 2_000_000])
    def test_a_file_that_is_none_is_refused(self, ledger: Ledger, note: Path, content: bytes) -> None:
        note.write_bytes(content)
        with pytest.raises(BadInput, match=r"--known-at last\.note: it is no checkpoint"):
            known_at("last.note", ledger)

    def test_no_file_at_all_is_no_day_either(self, ledger: Ledger, note: Path) -> None:
        for name in ("lost.note", "x" * 5000, "\0", "."):
            with pytest.raises(
                BadInput, match=r"is neither .*; nor is there a checkpoint's file of that name"
            ):
                known_at(name, ledger)

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"origin": "majoracct/other"}, "of another ledger"),
            ({"size": 99}, "vouches for @99, and the ledger ends at @5: it was cut short"),
            ({"root": b"r" * 32}, "up to @4: it was altered"),
        ],
    )
    def test_one_the_ledger_contradicts_is_refused(
        self, ledger: Ledger, note: Path, changed: dict[str, Any], why: str
    ) -> None:
        held = evolve(checkpoint_in(note.read_bytes()), **changed)
        note.write_bytes(sign(held.text(), Signer.generate("k")))
        with pytest.raises(CheckpointContradictedError, match=why):
            known_at("last.note", ledger)

    def test_and_that_is_a_no(self) -> None:
        assert told(CheckpointContradictedError("why")) == (1, "why")
