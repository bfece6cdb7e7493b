"""An approval undermined: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from tests.domain.account.test_approval import NO, agreed, reviewed

from majoracct.domain.account.approval import PlanRejected
from majoracct.domain.checks.approval_undermined import CHECK
from majoracct.domain.kernel import FactWithdrawn

LATE = PlanRejected("s4", "product", "no persona is named")


@pytest.mark.requirement("J-R1")
class TestApprovalUndermined:
    def test_raised_by_a_rejection_told_afterwards(self) -> None:
        [found] = agreed().on("2024-03-01").when(LATE).then().on("2024-05-01").raised(CHECK)
        assert found.says == (
            "What was approved on 2024-03-02 was rejected on 2024-03-01 as product, "
            "which was told only afterwards"
        )
        assert (found.facts, found.about) == (("acme@10", "acme@11"), "acme@11")

    def test_not_by_the_no_of_a_capacity_that_said_yes_later(self) -> None:
        assert agreed().on("2024-03-01").when(NO).then().on("2024-05-01").raised(CHECK) == []

    def test_not_by_one_told_before_nor_once_it_or_the_approval_is_withdrawn(self) -> None:
        assert reviewed().when(LATE).then().raised(CHECK) == []
        late = agreed().on("2024-03-01").when(LATE).then().on("2024-05-01")
        assert late.then_given(FactWithdrawn("acme@11")).raised(CHECK) == []
        assert late.then_given(FactWithdrawn("acme@10")).raised(CHECK) == []
        assert agreed().raised(CHECK) == []
