"""Attestation out of date: what raises the finding, and its nearest history that does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from majoracct.domain.account.governance import RecordAttested
from majoracct.domain.account.qualification import QualificationGranted, QualificationRevoked
from majoracct.domain.checks.attestation_out_of_date import CHECK
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.tables import GovernanceTerms
from majoracct.domain.programme.terms import Terms
from majoracct.testing.given import given, on

MAJOR = on("2024-01-01", StaffIdentified("s1", "Kim"), QualificationGranted(override=True))
ATTESTED = on("2024-01-15", RecordAttested("s1"))


@pytest.mark.requirement("B-G2")
class TestAttestationOutOfDate:
    def test_raised_when_the_last_is_older_than_policy_asks(self) -> None:
        (found,) = given(MAJOR, ATTESTED).on("2024-04-16").raised(CHECK)
        assert found.says == "Kim attested the record last on 2024-01-15; policy asks for it every 3 months"
        assert (found.facts, found.about) == (("acme@2",), "")

    def test_not_on_the_last_day_it_is_current(self) -> None:
        assert given(MAJOR, ATTESTED).on("2024-04-15").raised(CHECK) == []

    def test_not_once_it_was_attested_again(self) -> None:
        again = on("2024-04-16", RecordAttested("s1"))
        assert given(MAJOR, ATTESTED, again).on("2024-04-16").raised(CHECK) == []

    def test_raised_when_nobody_ever_did(self) -> None:
        (found,) = given(MAJOR).on("2024-04-02").raised(CHECK)
        assert found.says == (
            "It has been major since 2024-01-01, and nobody has ever attested its record;"
            " policy asks for it every 3 months"
        )
        assert found.facts == ("acme@1",)
        assert given(MAJOR).on("2024-04-01").raised(CHECK) == []

    def test_in_as_many_months_as_policy_gives(self) -> None:
        terms = evolve(Terms.shipped("GBP"), governance=GovernanceTerms(attest_months=4))
        assert given(MAJOR).under(terms).raised(CHECK) == []

    def test_not_of_an_account_that_is_not_major(self) -> None:
        assert given(MAJOR, ATTESTED, on("2024-04-16", QualificationRevoked())).raised(CHECK) == []
