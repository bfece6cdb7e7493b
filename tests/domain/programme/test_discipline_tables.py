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
            ("sales account owner", Seat.ACCOUNT_MANAGER),
            ("rep", Seat.ACCOUNT_MANAGER),
            ("Sales  Engineer", Seat.SALES_CONSULTANT),
        ],
    )
    def test_each_text_names_its_own(self, word: str, seat: Seat) -> None:
        assert SeatWords().called(word) == (seat,)

    def test_policy_decides_what_a_word_means(self) -> None:
        words = SeatWords(account_manager=("AM",), portfolio_rep=("rep",))
        assert words.called("rep") == (Seat.PORTFOLIO_REP,)
        assert words.called("sales account owner") == ()

    def test_a_word_may_name_several(self) -> None:
        words = SeatWords(portfolio_rep=("rep",))
        assert words.called("Rep") == (Seat.ACCOUNT_MANAGER, Seat.PORTFOLIO_REP)

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @for_all(st.sampled_from(Seat), st.sampled_from([str.upper, str.title, str.lower]))
    def test_each_seat_goes_by_its_own_name_in_any_case(self, seat: Seat, cased: object) -> None:
        assert seat in SeatWords().called(cased(seat.value.replace("-", " ")))  # type: ignore[operator]
