"""An approval undermined: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from tests.domain.account.test_approval import NO, agreed, reviewed

from majoracct.domain.checks.approval_undermined import CHECK
from majoracct.domain.kernel import FactWithdrawn


@pytest.mark.requirement("J-R1")
class TestApprovalUndermined:
    def test_raised_by_a_rejection_told_afterwards(self) -> None:
        [found] = agreed().on("2024-03-01").when(NO).then().on("2024-05-01").raised(CHECK)
        assert found.says == (
            "What was approved on 2024-03-02 was rejected on 2024-03-01 as marketing executive, "
            "which was told only afterwards"
        )
        assert (found.facts, found.about) == (("acme@10", "acme@11"), "acme@11")

    def test_not_by_one_told_before_nor_once_it_or_the_approval_is_withdrawn(self) -> None:
        assert reviewed().when(NO).then().raised(CHECK) == []
        late = agreed().on("2024-03-01").when(NO).then().on("2024-05-01")
        assert late.then_given(FactWithdrawn("acme@11")).raised(CHECK) == []
        assert late.then_given(FactWithdrawn("acme@10")).raised(CHECK) == []
        assert agreed().raised(CHECK) == []
