"""What else the programme calls a seat."""

from __future__ import annotations

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.programme.discipline_tables import SeatWords
from majoracct.domain.programme.seats import Seat


@pytest.mark.requirement("X-7")
class TestSeatWords:
    @pytest.mark.parametrize(
        ("word", "seat"),
        [
            ("AM", Seat.ACCOUNT_MANAGER),
            ("SAM", Seat.STRATEGIC_ACCOUNT_MANAGER),
            ("global account manager", Seat.STRATEGIC_ACCOUNT_MANAGER),
            ("Sales  Engineer", Seat.SALES_CONSULTANT),
        ],
    )
    def test_each_text_names_its_own(self, word: str, seat: Seat) -> None:
        assert SeatWords().called(word) == (seat,)

    @pytest.mark.parametrize("word", ["AM", "SAM", "Sales Account Owner", "rep"])
    def test_and_whoever_answers_for_the_account(self, word: str) -> None:
        assert SeatWords().of_owner(word)
        assert not SeatWords().of_owner("AE")
        assert not SeatWords(owner=("boss",)).of_owner(word)

    def test_policy_decides_what_a_word_means(self) -> None:
        words = SeatWords(account_manager=("AM",), portfolio_rep=("rep",))
        assert words.called("rep") == (Seat.PORTFOLIO_REP,)
        assert words.called("sales account owner") == ()

    def test_a_word_may_name_several(self) -> None:
        words = SeatWords(account_manager=("rep",), portfolio_rep=("rep",))
        assert words.called("Rep") == (Seat.ACCOUNT_MANAGER, Seat.PORTFOLIO_REP)

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @for_all(st.sampled_from(Seat), st.sampled_from([str.upper, str.title, str.lower]))
    def test_each_seat_goes_by_its_own_name_in_any_case(self, seat: Seat, cased: object) -> None:
        assert seat in SeatWords().called(cased(seat.value.replace("-", " ")))  # type: ignore[operator]
