"""The rules of analyses, one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.analyses import (
    Analyses,
    AnalysisFiled,
    NoSuchPeriod,
    PeriodToCome,
    SourceMissing,
)
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.programme.programme_tables import AnalysisKind
from majoracct.testing.given import given, on

KIND = AnalysisKind.FINANCIALS


def filed(period: str, source: str = "annual report") -> AnalysisFiled:
    return AnalysisFiled(KIND, period, source)


@pytest.mark.requirement("S-W3")
class TestAN1NamesItsSource:
    def test_not_without_one(self) -> None:
        given().when(filed("2023", " ")).then_refused(SourceMissing)

    @pytest.mark.parametrize("kind", AnalysisKind)
    def test_each_kind_by_its_fact(self, kind: AnalysisKind) -> None:
        story = given().when(AnalysisFiled(kind, "2023", "theirs", "grows by 3%")).then()
        found = story[Analyses].latest(kind)
        assert found is not None
        assert (found.fact, found.source, found.finding) == ("acme@2", "theirs", "grows by 3%")

    def test_of_one_company_only(self) -> None:
        story = given(
            AccountOpened("Acme"),
            on("2024-04-01", AccountOpened("Bolt"), filed("2023"), to="bolt"),
            on("2024-04-02", AccountMerged("acme"), to="bolt"),
            on("2024-04-02", AccountAbsorbed("bolt")),
        )
        assert story[Analyses].latest(KIND) is None


@pytest.mark.requirement("S-W3")
class TestAN2OfAPeriodThatHasBegun:
    @pytest.mark.parametrize("period", ["", "last year", "2023Q5", "2023-13"])
    def test_not_of_what_is_none(self, period: str) -> None:
        given().when(filed(period)).then_refused(NoSuchPeriod)

    @pytest.mark.parametrize("period", ["2025", "2024Q3", "2024-05-02"])
    def test_not_of_one_to_come(self, period: str) -> None:
        given().when(filed(period)).then_refused(PeriodToCome, "after 2024-05-01")

    @pytest.mark.parametrize("period", ["2024", "2024Q2", "2024-05", "FY2024", "2024-05-01", "2023"])
    def test_of_one_that_has_begun(self, period: str) -> None:
        given().when(filed(period)).then()


@pytest.mark.requirement("S-W3")
class TestAN3AsOldAsThePeriod:
    @pytest.mark.parametrize(
        ("period", "upto"),
        [
            ("2023", dt.date(2023, 12, 31)),
            ("2024", dt.date(2024, 5, 1)),
            ("2024-02-29", dt.date(2024, 2, 29)),
        ],
    )
    def test_or_as_its_filing(self, period: str, upto: dt.date) -> None:
        found = given().when(filed(period)).then()[Analyses].latest(KIND)
        assert found is not None
        assert found.upto == upto

    def test_the_latest_tells_of_the_latest_days_whenever_it_was_filed(self) -> None:
        first, second = given().when(filed("2023")).then(), given().when(filed("2022")).then()
        both = first.on("2024-05-02").when(second.last.event).then()
        found = both[Analyses].latest(KIND)
        assert found is not None
        assert found.period == "2023"
