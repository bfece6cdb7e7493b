"""The promise of the replay: what an opportunity was as every day ended, whatever the order of rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from attrs import frozen
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.adapters.exchange.reading import check
from majoracct.adapters.exchange.salesforce.declared import read_declared
from majoracct.adapters.exchange.salesforce.files import recognised
from majoracct.adapters.exchange.salesforce.ids import full_id
from majoracct.adapters.exchange.salesforce.importing import import_export
from majoracct.domain.account.opportunities import Opportunities
from majoracct.ledger import Ledger

ACME, DEAL = full_id("001Hx00000aCmEa"), full_id("006Hx00000DeaLa")
LONDON = ZoneInfo("Europe/London")
# The night in which London's clocks are put back: one hour of it comes twice.
START = dt.datetime(2023, 10, 28, 22, 45, tzinfo=dt.UTC)
STAGES = {"Prospecting": "open", "Proposal": "open", "Closed Won": "won", "Closed Lost": "lost"}
Stood = tuple[int, dt.date, str]  # amount, close date, stage


@frozen
class Life:
    """What an opportunity was from each instant on, the first at its creation; and its history's rows."""

    stood: tuple[tuple[dt.datetime, Stood], ...]
    rows: tuple[tuple[str, str, str, str, str], ...]

    def at_the_end_of(self, day: dt.date) -> Stood | None:
        found = [s for at, s in self.stood if at.astimezone(LONDON).date() <= day]
        return found[-1] if found else None


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Return a life in which only what is open is estimated, as the rules have it."""
    at, stage = START, "Prospecting"
    amount, closes = draw(st.integers(1, 5)), dt.date(2024, 1, draw(st.integers(1, 5)))
    stood, rows = [(at, (amount, closes, stage))], []
    for n in range(draw(st.integers(0, 10))):
        at += dt.timedelta(minutes=draw(st.integers(1, 90)))
        field = draw(st.sampled_from(["Amount", "CloseDate", "StageName"]))
        if field == "Amount" and STAGES[stage] == "open":
            old, amount = str(amount), amount % 5 + draw(st.integers(1, 5))
            new = str(amount)
        elif field == "CloseDate" and STAGES[stage] == "open":
            old, closes = str(closes), closes + dt.timedelta(days=draw(st.integers(1, 28)))
            new = str(closes)
        else:
            field, old = "StageName", stage
            new = stage = draw(st.sampled_from([other for other in STAGES if other != stage]))
        rows.append((full_id(f"017Hx00000His{n:02}"), f"{at:%Y-%m-%dT%H:%M:%SZ}", field, old, new))
        stood.append((at, (amount, closes, stage)))
    return Life(tuple(stood), tuple(rows))


def _export(folder: Path, life: Life, shuffled: random.Random) -> list[Path]:
    (amount, closes, stage), created = life.stood[-1][1], life.stood[0][0]
    rows = list(life.rows)
    shuffled.shuffle(rows)
    files = {
        "Account": [["Id", "Name", "CreatedDate"], [ACME, "Acme", "2023-01-01T00:00:00Z"]],
        "Opportunity": [
            ["Id", "AccountId", "Name", "StageName", "Amount", "CloseDate", "CreatedDate"],
            [DEAL, ACME, "a deal", stage, str(amount), str(closes), f"{created:%Y-%m-%dT%H:%M:%SZ}"],
        ],
        "OpportunityFieldHistory": [
            ["Id", "OpportunityId", "CreatedDate", "Field", "OldValue", "NewValue"],
            *([id_, DEAL, at, field, old, new] for id_, at, field, old, new in rows),
        ],
    }
    paths = []
    for name, lines in files.items():
        text = io.StringIO()
        csv.writer(text).writerows(lines)
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text.getvalue(), encoding="utf-8", newline="")
    shuffled.shuffle(paths)
    return paths


def _imported(life: Life, shuffled: random.Random) -> Ledger:
    declared = read_declared("salesforce")
    assert declared is not None
    ledger = Ledger.create("memory:", currency="GBP", zone="Europe/London", by="kim")
    with tempfile.TemporaryDirectory() as folder:
        files = recognised([check(path) for path in _export(Path(folder), life, shuffled)])
        outcomes = import_export(ledger.desk(by="kim"), files, declared)
    assert [(o.rejected, o.at_odds) for o in outcomes] == [(0, 0)] * 3
    return ledger


@for_all(lives(), st.integers(0, 2**16))
@settings(max_examples=60, deadline=None)
def test_every_day_of_a_life_is_as_it_was(life: Life, seed: int) -> None:
    with _imported(life, random.Random(seed)) as ledger:  # noqa: S311 - an order of rows, no secret
        for n in range(-1, 4):
            day = START.date() + dt.timedelta(days=n)
            found = list(ledger.account("acme", as_of=day)[Opportunities].items.values())
            stood = life.at_the_end_of(day)
            if stood is None:
                assert found == []
                continue
            (known,) = found
            said = "won" if known.won else "lost" if known.lost else "open"
            assert known.value is not None
            assert (int(known.value.amount), known.closes, said) == (*stood[:2], STAGES[stood[2]])


@for_all(lives(), st.integers(0, 2**16))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_and_files_makes_no_difference(life: Life, seed: int) -> None:
    told = []
    for each in (0, seed):
        with _imported(life, random.Random(each)) as ledger:  # noqa: S311
            facts = list(ledger.store.facts("acme"))
            told.append([(f.command_id, f.event, f.on, f.time, f.source) for f in facts])
    assert told[0] == told[1]


@pytest.mark.parametrize("clock", ["00:30:00", "01:30:00"])
def test_an_hour_that_comes_twice_keeps_its_order(clock: str) -> None:
    """01:30 by the clock, an hour later 01:30 again, and 10 minutes before that 01:20."""
    at = dt.datetime.fromisoformat(f"2023-10-29T{clock}+00:00")
    stages = ["Prospecting", "Closed Lost", "Proposal"]
    stood = [
        (at + dt.timedelta(minutes=50 * n), (1, dt.date(2024, 1, 1), stage)) for n, stage in enumerate(stages)
    ]
    rows = [
        (full_id(f"017Hx00000His{n:02}"), f"{then:%Y-%m-%dT%H:%M:%SZ}", "StageName", old, new)
        for n, ((then, _), old, new) in enumerate(zip(stood[1:], stages, stages[1:], strict=False))
    ]
    with _imported(Life(tuple(stood), tuple(rows)), random.Random(1)) as ledger:  # noqa: S311
        (found,) = ledger.account("acme")[Opportunities].items.values()
        assert found.open
