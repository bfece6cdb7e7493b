"""The seats of an account's team, and the functions they serve."""

from __future__ import annotations

import pytest

from majoracct.domain.programme.seats import PlanningFunction, Seat, SellingFunction


class TestSeats:
    @pytest.mark.requirement("J-P1")
    def test_there_is_one_for_each_who_makes_the_plan(self) -> None:
        sales = (Seat.ACCOUNT_EXECUTIVE, Seat.ACCOUNT_MANAGER, Seat.REGIONAL_SALES)
        specialists = (Seat.SALES_CONSULTANT, Seat.PORTFOLIO_REP)
        assert {seat.function for seat in (*sales, *specialists)} == {PlanningFunction.SALES}
        assert Seat.MARKETING.function is PlanningFunction.MARKETING

    @pytest.mark.requirement("J-P2")
    def test_and_for_each_who_may_join(self) -> None:
        assert [s.function for s in (Seat.CHANNEL_SALES, Seat.PRODUCT, Seat.CUSTOMER_SUCCESS)] == [
            PlanningFunction.CHANNEL,
            PlanningFunction.PRODUCT,
            PlanningFunction.CUSTOMER_SUCCESS,
        ]

    @pytest.mark.requirement("J-F1", "J-D2")
    def test_functions_that_plan_are_those_that_sell_and_who_joins_them(self) -> None:
        selling = [function.value for function in SellingFunction]
        assert [function.value for function in PlanningFunction] == [
            *selling,
            "product",
            "customer-success",
            "channel",
        ]
        assert {f.value: f.selling.value if f.selling else None for f in PlanningFunction} == {
            **{each: each for each in selling},
            "product": None,
            "customer-success": "service",
            "channel": "sales",
        }

    @pytest.mark.requirement("S-V1")
    def test_reps_and_their_consultants_sell_the_portfolio(self) -> None:
        assert [s for s in Seat if s.sells_portfolio] == [Seat.PORTFOLIO_REP, Seat.SALES_CONSULTANT]
        assert not any(seat.single for seat in Seat if seat.sells_portfolio)
