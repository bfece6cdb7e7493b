"""Approved without agreement: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from tests.domain.account.test_approval import agreed, reviewed
from tests.domain.account.test_review import under

from majoracct.domain.account.review import AgreementRecorded
from majoracct.domain.checks.review_without_agreement import CHECK
from majoracct.domain.programme.review_tables import AgreementTopic
from majoracct.testing.given import on

EVERYBODY = ("s1", "s3", "s4")


@pytest.mark.requirement("J-R3", "J-B5")
class TestReviewWithoutAgreement:
    def test_raised_for_each_topic_not_everybody_agreed_on(self) -> None:
        some = [
            AgreementRecorded("acme@8", AgreementTopic.RESOURCES, "two days a week", EVERYBODY),
            AgreementRecorded("acme@8", AgreementTopic.TIMING, "by June", ("s1",)),
        ]
        found = agreed().then_given(on("2024-03-01", *some)).raised(CHECK)
        assert [each.about for each in found] == ["acme@10/timing", "acme@10/execution"]
        assert found[0].says == "2 of the 3 who were at the review did not agree on timing"
        assert found[0].facts == ("acme@10", "acme@12")

    def test_not_of_what_policy_does_not_ask(self) -> None:
        timing = AgreementRecorded("acme@8", AgreementTopic.TIMING, "by June", EVERYBODY)
        loose = agreed().under(under(agreed=(AgreementTopic.TIMING,))).then_given(on("2024-03-01", timing))
        assert loose.raised(CHECK) == []

    def test_not_before_the_plan_is_approved(self) -> None:
        assert reviewed().raised(CHECK) == []
