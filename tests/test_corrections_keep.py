"""What a corrected fact keeps of the one it replaces: what was shown for it, and what its source said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from majoracct import Ledger
from majoracct.desk import Desk
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.kernel import Evidence, Fact
from majoracct.requests import Request
from majoracct.testing.given import money
from majoracct.testing.histories import ticking

DAY, NEXT_DAY = dt.date(2024, 5, 1), dt.date(2024, 5, 2)
INVOICE, STATEMENT = Evidence("invoice.pdf"), Evidence("statement.pdf")
SIX = money("6")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk of a ledger that knows a payment, acme@2, as its source told it."""
    with Ledger.create(tmp_path / "book.db", currency="GBP", by="kim", clock=ticking()) as ledger:
        desk = ledger.desk(by="kim").on(DAY, reason="a misprint")
        payment = Request(
            "acme",
            RevenueRecorded(money("5")),
            DAY,
            evidence=(INVOICE,),
            time="09:15:00",
            source={"row": "2"},
            source_known=NEXT_DAY,
        )
        desk.record_all([Request("acme", AccountOpened("Acme"), DAY), payment])
        yield desk


def as_stored(desk: Desk, facts: list[Fact]) -> Fact:
    """Return the corrected fact as the ledger holds it."""
    found = desk.ledger.past().fact(facts[-1].reference)
    assert found is not None
    assert found.corrects == "acme@2"
    return found


class TestACorrectedFact:
    def test_keeps_what_was_shown_for_it(self, desk: Desk) -> None:
        withdrawal, corrected = desk.correct("acme@2", amount=SIX)
        assert as_stored(desk, [corrected]).evidence == (INVOICE,)
        assert withdrawal.evidence == ()

    def test_keeps_it_on_another_day_too(self, desk: Desk) -> None:
        assert as_stored(desk, desk.correct("acme@2", on=NEXT_DAY)).evidence == (INVOICE,)

    def test_is_shown_by_something_new_instead_when_that_is_given(self, desk: Desk) -> None:
        facts = desk.on(evidence=[STATEMENT]).correct("acme@2", amount=SIX)
        assert as_stored(desk, facts).evidence == (STATEMENT,)

    def test_keeps_the_time_of_day_of_its_source_on_the_same_day(self, desk: Desk) -> None:
        assert as_stored(desk, desk.correct("acme@2", amount=SIX)).time == "09:15:00"

    def test_keeps_it_when_the_same_day_is_given(self, desk: Desk) -> None:
        assert as_stored(desk, desk.correct("acme@2", on=DAY, amount=SIX)).time == "09:15:00"

    def test_has_no_time_of_day_on_another_day(self, desk: Desk) -> None:
        assert as_stored(desk, desk.correct("acme@2", on=NEXT_DAY)).time == ""

    @pytest.mark.parametrize("day", [DAY, NEXT_DAY])
    def test_keeps_what_its_source_said_and_when(self, desk: Desk, day: dt.date) -> None:
        found = as_stored(desk, desk.correct("acme@2", on=day, amount=SIX))
        assert (found.source, found.source_known) == ({"row": "2"}, NEXT_DAY)
