"""Who of those that won the business delivers it: one class a rule."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.crews import BidTeamAssigned, DeliveryTeamAssigned
from majoracct.domain.account.delivery import DeliveryStarted
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityLost, OpportunityWon
from majoracct.domain.assessments.continuity import Carried, carried, wins
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.testing.given import Given, given, on

OURS = tuple(StaffIdentified(person, person.upper()) for person in ("s1", "s2", "s3", "s4"))
WON = (
    OpportunityIdentified("Depot"),
    OpportunityWon("acme@1"),
    DeliveryStarted("Depot works", opportunity="acme@1"),
)
BID = BidTeamAssigned("acme@1", ("s1", "s2"))
DELIVER = DeliveryTeamAssigned("acme@3", ("s2", "s3"))
crews = st.lists(st.sampled_from(["s1", "s2", "s3", "s4"]), min_size=1).map(tuple)


def won(*events: object) -> Given:
    """Return a win, acme@1, whose project is acme@3."""
    return given(on("2024-01-01", *OURS, *WON), *events)  # type: ignore[arg-type]


@pytest.mark.requirement("B-E5")
class TestHO1EveryWin:
    def test_is_told_with_both_teams_and_who_is_in_both(self) -> None:
        (win,) = wins(won(BID, DELIVER).account)
        assert (win.title, win.projects) == ("Depot", ("acme@3",))
        assert (win.bid, win.delivery, win.stayed) == (("s1", "s2"), ("s2", "s3"), ("s2",))
        assert win.share == Fraction(1, 2)
        assert win.facts == ("acme@2", "acme@4", "acme@5")

    def test_is_told_once_with_all_who_deliver_it_in_several_projects(self) -> None:
        more = DeliveryStarted("Depot stores", opportunity="acme@1"), DeliveryTeamAssigned("acme@6", ("s1",))
        (win,) = wins(won(BID, DELIVER, *more).account)
        assert win.projects == ("acme@3", "acme@6")
        assert win.delivery == ("s1", "s2", "s3")
        assert win.share == 1

    def test_is_told_without_a_project_and_a_loss_is_not(self) -> None:
        other = OpportunityIdentified("Yard"), OpportunityIdentified("Gate")
        found = wins(won(*other, OpportunityWon("acme@4"), OpportunityLost("acme@5")).account)
        assert [(win.opportunity, win.projects) for win in found] == [("acme@1", ("acme@3",)), ("acme@4", ())]

    def test_counts_who_left_us_since(self) -> None:
        (win,) = wins(won(BID, DELIVER, on("2024-04-01", StaffLeft("s2"))).account)
        assert win.stayed == ("s2",)


@pytest.mark.requirement("B-E5")
class TestHO2WhatIsUnknown:
    @pytest.mark.parametrize("known", [(), (BID,), (DELIVER,)])
    def test_is_the_share_where_a_team_is(self, known: tuple[object, ...]) -> None:
        (win,) = wins(won(*known).account)
        assert win.share is None
        assert carried([won(*known).account]) == Carried(1, 0, Fraction(0))

    def test_is_the_share_where_the_team_of_one_project_is(self) -> None:
        more = DeliveryStarted("Depot stores", opportunity="acme@1")
        (win,) = wins(won(BID, DELIVER, more).account)
        assert (win.delivery, win.share) == (None, None)

    def test_is_left_out_of_the_mean(self) -> None:
        more = OpportunityIdentified("Yard"), OpportunityWon("acme@6")
        assert carried([won(BID, DELIVER, *more).account]).mean == Fraction(1, 2)

    def test_leaves_no_mean_where_nothing_is_known(self) -> None:
        assert carried([won().account]).mean is None
        assert carried([]).mean is None

    def test_is_not_what_nobody_stayed_on_for(self) -> None:
        moved = DeliveryTeamAssigned("acme@3", ("s4",))
        assert carried([won(BID, moved).account]).mean == 0


@pytest.mark.requirement("B-E5")
class TestHO3ThePortfolio:
    @any_of(st.lists(st.tuples(crews, crews), max_size=4))
    def test_is_the_sum_of_its_accounts(self, teams: list[tuple[tuple[str, ...], ...]]) -> None:
        stories = [
            won(BidTeamAssigned("acme@1", bid), DeliveryTeamAssigned("acme@3", crew)).account
            for bid, crew in teams
        ]
        each = [carried([account]) for account in stories]
        total = carried(stories)
        assert total.wins == sum(c.wins for c in each) == len(teams)
        assert total.shares == sum(c.shares for c in each)
        shares = [win.share for win in chain.from_iterable(map(wins, stories))]
        assert total.shares == sum(s for s in shares if s is not None)
        assert all(s is not None and 0 <= s <= 1 for s in shares)
