"""The words the policy decides with."""

from __future__ import annotations

import pytest

from majoracct.domain.programme.terms import SellingFunction


class TestTheSellingTeam:
    @pytest.mark.requirement("C-M4", "C-M4a", "C-M4b", "C-M4c", "C-M4d")
    @pytest.mark.parametrize(
        ("function", "duty"),
        [
            (SellingFunction.CORPORATE, "pays for it"),
            (SellingFunction.MARKETING, "revises the plan"),
            (SellingFunction.SALES, "leads the relationship"),
            (SellingFunction.SERVICE, "puts in what was sold"),
        ],
    )
    def test_has_four_functions_each_with_duties_of_its_own(
        self, function: SellingFunction, duty: str
    ) -> None:
        assert [f for f in SellingFunction if duty in f.duties] == [function]
        assert len(SellingFunction) == 4
