"""The population: `decisions` and `timeline --all` against the rows of the ledger, asked in plain SQL."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner
from hypothesis import HealthCheck, assume, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from majoracct import Ledger
from majoracct.cli import root
from majoracct.cli.session import Session
from majoracct.domain.kernel import ProgrammeEvent
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.tables import RecordingTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import money
from majoracct.testing.histories import Recording, Step, play, steps, ticking

histories = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LIMIT = 200
LATER = dt.datetime(2025, 6, 1, 9, tzinfo=dt.UTC)  # after whatever `ticking` tells
EVERYTHING = ("--as-of", "9999-12-31")
DECISIONS = """
    type in ('QualificationGranted', 'QualificationRefused', 'QualificationReviewed', 'QualificationRevoked',
             'PolicyAdopted', 'PeriodClosed', 'PeriodReopened')
    or type = 'TierMoved' and json_extract(body, '$.event.override')
"""

pytestmark = pytest.mark.requirement("B-D4")


def told(path: Path, clock: dt.datetime, *arguments: str) -> list[dict[str, Any]]:
    """Return the rows that the program itself answers with."""
    session = Session({"ledger": str(path), "actor": "kim"}, clock=lambda: clock)
    result = CliRunner().invoke(root, [*arguments, "--json"], obj=session, prog_name="majoracct")
    assert result.exit_code == 0, result.output
    rows: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return rows


def total(rows: Iterable[dict[str, Any]]) -> tuple[int, int]:
    """Return the count of ROWS, and the sum of their positions."""
    positions = [row["position"] for row in rows]
    return len(positions), sum(positions)


def counted(path: Path, where: str) -> tuple[int, int]:
    """Return the count and the sum of positions of the stored rows, by SQL alone."""
    with sqlite3.connect(path) as db:
        count, positions = db.execute(
            f"select count(*), coalesce(sum(position), 0) from events where {where}"
        ).fetchone()
    db.close()
    return count, positions


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("population")


def played(folder: Path, requests: list[Step], terms: Terms | None = None) -> Path:
    """Return the file of a new ledger to which REQUESTS were put, under TERMS from the first day on."""
    path = folder / f"{len(list(folder.iterdir()))}.db"
    with Ledger.create(path, currency="GBP", by="kim", clock=ticking()) as ledger:
        if terms is not None:
            ledger.desk(by="kim", role="controller").on(dt.date.min).adopt(PolicyAdopted(terms))
        play(ledger, requests)
    return path


class TestNothingIsMissing:
    @histories
    @for_all(steps(max_size=40), st.integers(0, 30))
    def test_from_the_decisions(self, folder: Path, requests: list[Step], back: int) -> None:
        path = played(folder, requests)
        head = counted(path, "true")[0]
        known = max(head - back, 1)
        found = told(path, LATER, "decisions", *EVERYTHING, "--known-at", f"@{known}")
        assert total(found) == counted(path, f"position <= {known} and ({DECISIONS})")

    @histories
    @for_all(steps(max_size=40))
    def test_nor_what_was_late_by_override(self, folder: Path, requests: list[Step]) -> None:
        terms = evolve(Terms(money("1000000")), recording=RecordingTerms(LIMIT, ("sales executive",)))
        kept = [s for s in requests if not (isinstance(s, Recording) and isinstance(s.event, ProgrammeEvent))]
        path = played(folder, kept, terms)
        assume(counted(path, "stream = 'programme'")[0] == 2)  # the limit was neither withdrawn nor corrected
        found = told(path, LATER, "decisions", *EVERYTHING)
        day = "julianday(date(recorded_at / 1000000, 'unixepoch')) - julianday(json_extract(body, '$.on'))"
        late = f"position > 3 and {day} > {LIMIT}"
        assert total(row for row in found if row["late_override"]) == counted(path, late)
        assert total(found) == counted(path, f"{DECISIONS} or {late}")

    @histories
    @for_all(steps(max_size=40), st.integers(0, 30), st.dates(dt.date(2020, 1, 1), dt.date(2024, 12, 31)))
    def test_from_the_timeline_of_all(
        self, folder: Path, requests: list[Step], back: int, day: dt.date
    ) -> None:
        path = played(folder, requests)
        known = max(counted(path, "true")[0] - back, 1)
        found = told(path, LATER, "timeline", "--all", "--as-of", str(day), "--known-at", f"@{known}")
        upto = f"position <= {known} and json_extract(body, '$.on') <= '{day}'"
        assert total(found) == counted(path, upto)
        gone = {row["fact"] for row in found if row["withdrawn_by"]}
        withdrawals = [row for row in found if row["type"] == "FactWithdrawn"]
        assert len(gone) == len(withdrawals) == counted(path, f"{upto} and type = 'FactWithdrawn'")[0]
