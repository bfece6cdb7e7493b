"""The rules of contracts, one class a rule; and where engagements begin."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.contracts import (
    AlreadySigned,
    ContractEnded,
    ContractOver,
    ContractRenewed,
    Contracts,
    ContractSigned,
    ContractUnknown,
    ContractUntitled,
    NotWon,
    TermTooShort,
    begun,
    running,
)
from majoracct.domain.account.opportunities import (
    OpportunityIdentified,
    OpportunityLost,
    OpportunityReopened,
    OpportunityWon,
)
from majoracct.domain.kernel import AccountEvent
from majoracct.testing.given import DAY, given, on

DEAL = OpportunityIdentified("a deal")
YEAR_END = dt.date(2024, 12, 31)
SIGNED = ContractSigned("acme@1", "frame agreement", YEAR_END)
WON = on("2024-01-01", DEAL, OpportunityWon("acme@1"))
RENEWED, ENDED = ContractRenewed("acme@3", dt.date(2025, 12, 31)), ContractEnded("acme@3", "Rival")

pytestmark = pytest.mark.requirement("C-P4")


class TestCT1SignedOnceForAWin:
    def test_with_a_title(self) -> None:
        given(WON).when(ContractSigned("acme@1", " ")).then_refused(ContractUntitled)

    def test_not_for_what_is_unknown_open_or_lost(self) -> None:
        given().when(SIGNED).then_refused(NotWon, "acme@1 was not won by 2024-05-01")
        given(DEAL).when(SIGNED).then_refused(NotWon)
        given(DEAL, OpportunityLost("acme@1")).when(SIGNED).then_refused(NotWon)

    def test_not_before_it_was_won(self) -> None:
        given(on("2024-01-01", DEAL), OpportunityWon("acme@1")).on("2024-04-30").when(SIGNED).then_refused(
            NotWon
        )

    def test_not_twice_on_whatever_day(self) -> None:
        story = given(WON, SIGNED)
        story.when(SIGNED).then_refused(AlreadySigned, "frame agreement was signed for acme@1 on 2024-05-01")
        story.on("2024-02-01").when(SIGNED).then_refused(AlreadySigned)
        story.then_given(ENDED).when(SIGNED).then_refused(AlreadySigned)

    def test_once_for_each_win(self) -> None:
        other = on("2024-01-01", DEAL, OpportunityWon("acme@4"))
        after = given(WON, SIGNED, other).when(ContractSigned("acme@4", "other")).then()
        assert [c.title for _, c in after[Contracts].in_order()] == ["frame agreement", "other"]


class TestCT2SignedAndNotEnded:
    @pytest.mark.parametrize("event", [RENEWED, ENDED])
    def test_not_one_that_is_unknown_or_still_to_come(self, event: AccountEvent[Contracts]) -> None:
        given(WON).when(event).then_refused(ContractUnknown, "acme has no contract acme@3")
        given(WON, SIGNED).on("2024-04-30").when(event).then_refused(ContractUnknown)

    @pytest.mark.parametrize("event", [RENEWED, ENDED])
    def test_not_one_that_ended(self, event: AccountEvent[Contracts]) -> None:
        given(WON, SIGNED, ENDED).when(event).then_refused(ContractOver, "ended on 2024-05-01.*acme@4")

    def test_not_ended_again_before_it_did(self) -> None:
        story = given(WON, SIGNED, on("2024-06-01", ENDED)).on("2024-05-15")
        story.when(ENDED).then_refused(ContractOver, "ended on 2024-06-01")
        story.when(RENEWED).then()

    def test_not_ended_before_it_was_renewed(self) -> None:
        story = given(WON, SIGNED, on("2024-06-01", RENEWED)).on("2024-05-15")
        story.when(ENDED).then_refused(ContractOver, "renewed on 2024-06-01, after 2024-05-15")
        story.on("2024-06-01").when(ENDED).then()

    def test_ending_says_to_whom(self) -> None:
        found = given(WON, SIGNED).when(ENDED).then()[Contracts].items["acme@3"]
        assert (found.ended, found.ended_fact, found.to) == (DAY, "acme@4", "Rival")

    def test_even_after_its_term_was_over(self) -> None:
        after = given(WON, SIGNED).on("2025-02-01").when(RENEWED).then()
        assert after[Contracts].items["acme@3"].renewed == ((dt.date(2025, 2, 1), "acme@4"),)

    @pytest.mark.parametrize("event", [RENEWED, ENDED])
    def test_replay_bears_one_that_is_missing(self, event: AccountEvent[Contracts]) -> None:
        assert len(given(event)[Contracts].items) == 0


class TestCT3RunsToALaterDay:
    @pytest.mark.parametrize("ends", [DAY, dt.date(2024, 4, 30)])
    def test_or_is_refused(self, ends: dt.date) -> None:
        given(WON).when(ContractSigned("acme@1", "a", ends)).then_refused(TermTooShort)
        given(WON, SIGNED).when(ContractRenewed("acme@3", ends)).then_refused(TermTooShort)

    def test_or_for_good(self) -> None:
        after = given(WON, SIGNED).when(ContractRenewed("acme@3")).then()
        assert after[Contracts].items["acme@3"].ends is None
        given(WON).when(ContractSigned("acme@1", "a")).then()
        given(WON).when(ContractSigned("acme@1", "a", dt.date(2024, 5, 2))).then()


class TestWhatRuns:
    @pytest.mark.parametrize(
        ("day", "runs"),
        [("2024-04-30", False), ("2024-05-01", True), ("2024-12-31", True), ("2025-01-01", False)],
    )
    def test_is_what_is_signed_and_whose_term_is_not_over(self, day: str, runs: bool) -> None:
        assert bool(running(given(WON, SIGNED).on(day).account)) is runs

    def test_is_what_was_renewed_and_not_what_ended(self) -> None:
        assert running(given(WON, SIGNED, RENEWED).on("2025-06-01").account)
        assert not running(given(WON, SIGNED, ENDED).account)

    requests = st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from([SIGNED, ContractRenewed("acme@3"), ENDED])), max_size=8
    )

    @settings(max_examples=60, deadline=None)
    @for_all(requests)
    def test_nothing_happens_to_a_contract_once_it_ended(
        self, requests: list[tuple[int, AccountEvent[Contracts]]]
    ) -> None:
        story = given(WON)
        for day, event in requests:
            outcome = story.on(DAY + dt.timedelta(days=day)).when(event)
            story = outcome.story
        contracts = story.on("2024-06-01")[Contracts].items
        assert len(contracts) <= 1
        for found in contracts.values():
            days = [found.signed, *(day for day, _ in found.renewed), found.ended or dt.date.max]
            assert days == sorted(days)


class TestAnEngagementBegins:
    def test_with_its_contract(self) -> None:
        assert begun(given(WON).account) == {}
        assert begun(given(WON, SIGNED).on("2024-04-30").account) == {}
        assert begun(given(WON, SIGNED, ENDED).account) == {"acme@1": DAY}

    def test_not_with_that_of_what_is_no_longer_won(self) -> None:
        assert begun(given(WON, SIGNED, OpportunityReopened("acme@1")).account) == {}
