"""The rules of how the customer buys, one class a rule; and what makes us a trusted partner."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.buying import (
    Buying,
    BuyingBehaviourAssessed,
    BuyingMode,
    BuyingUnproven,
    RequirementsAuthored,
    RfpAlreadyIssued,
    RfpIssued,
    RfpUnreferenced,
    ShareImpossible,
    authored_before_rfp,
    rfp_reliance,
    trusted_partner,
)
from majoracct.domain.account.opportunities import (
    LearnedAt,
    OpportunityDecided,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityUnknown,
)
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.kernel import AccountEvent, FactWithdrawn
from majoracct.testing.given import DAY, Given, corrected, given, on

DEAL = OpportunityIdentified("a deal")
HALF = Decimal("0.5")
OURS = RequirementsAuthored("acme@1", HALF)
RFP = RfpIssued("acme@1", "RFP 7")
FOUND = on("2024-01-01", DEAL)


def authored(story: Given) -> list[str]:
    """Return the facts of what we authored before the RFP."""
    return [found.fact for found in authored_before_rfp(story.account)]


@pytest.mark.requirement("B-I4")
class TestBU1OnEvidence:
    ASSESSED = BuyingBehaviourAssessed(BuyingMode.NEGOTIATED)

    @pytest.mark.requirement("B-I3")
    def test_not_without(self) -> None:
        given().when(self.ASSESSED).then_refused(BuyingUnproven, "--evidence")

    def test_with_it_the_latest_word_stands(self) -> None:
        story = given().showing("tenders.pdf").when(self.ASSESSED).then()
        after = story.when(BuyingBehaviourAssessed(BuyingMode.RFP)).then()
        assert (after[Buying].mode, after[Buying].mode_fact) == (BuyingMode.RFP, "acme@3")


@pytest.mark.requirement("B-I5")
class TestBU2AShareOfAnOpenOpportunitys:
    @pytest.mark.parametrize("share", ["0", "-0.1", "1.01", "NaN", "Infinity"])
    def test_not_none_nor_more_than_all(self, share: str) -> None:
        given(DEAL).when(RequirementsAuthored("acme@1", Decimal(share))).then_refused(ShareImpossible)

    @pytest.mark.parametrize("share", ["0.01", "1"])
    def test_a_little_or_all(self, share: str) -> None:
        given(DEAL).when(RequirementsAuthored("acme@1", Decimal(share))).then()

    def test_not_of_one_that_is_unknown_or_decided(self) -> None:
        given().when(OURS).then_refused(OpportunityUnknown)
        given(DEAL, OpportunityLost("acme@1")).when(OURS).then_refused(OpportunityDecided)


@pytest.mark.requirement("B-I5")
class TestBU3TheRfpIsIssuedOnce:
    def test_with_a_reference(self) -> None:
        given(DEAL).when(RfpIssued("acme@1", " ")).then_refused(RfpUnreferenced)

    def test_of_an_open_opportunity(self) -> None:
        given().when(RFP).then_refused(OpportunityUnknown)
        given(DEAL, OpportunityLost("acme@1")).when(RFP).then_refused(OpportunityDecided)

    def test_not_twice_on_whatever_day(self) -> None:
        story = given(FOUND, RFP)
        story.when(RfpIssued("acme@1", "RFP 8")).then_refused(
            RfpAlreadyIssued, "RFP 7 was issued for acme@1 on 2024-05-01.*Correct acme@2"
        )
        story.on("2024-02-01").when(RFP).then_refused(RfpAlreadyIssued)

    def test_once_for_each_opportunity(self) -> None:
        given(DEAL, DEAL, RFP).when(RfpIssued("acme@2", "RFP 8")).then()

    def test_replay_lets_the_first_stand(self) -> None:
        story = given(FOUND, RFP, on("2024-02-01", RfpIssued("acme@1", "RFP 6")))
        assert story[Buying].rfps["acme@1"].reference == "RFP 6"


@pytest.mark.requirement("B-I5")
class TestAuthoredBeforeTheRfp:
    def test_counts_while_there_is_none(self) -> None:
        assert authored(given(FOUND, OURS)) == ["acme@2"]

    @pytest.mark.parametrize(
        ("day", "counts"), [("2024-04-30", True), ("2024-05-01", False), ("2024-05-02", False)]
    )
    def test_only_what_came_before_its_day_counts(self, day: str, counts: bool) -> None:
        story = given(FOUND, RFP, on(day, OURS)).on("2024-06-01")
        assert bool(authored(story)) is counts

    def test_the_last_word_before_it_stands(self) -> None:
        less = RequirementsAuthored("acme@1", Decimal("0.2"))
        story = given(FOUND, on("2024-02-01", OURS), on("2024-03-01", less), RFP, OURS)
        assert authored(story) == ["acme@3"]
        assert authored(story.on("2024-02-29")) == ["acme@2"]

    def test_nothing_counts_where_we_heard_of_it_by_the_rfp(self) -> None:
        late = OpportunityIdentified("a", learned=LearnedAt.RFP)
        assert authored(given(late, OURS)) == []
        assert authored(given(OpportunityIdentified("a", learned=LearnedAt.REQUIREMENTS_DEFINED), OURS)) == [
            "acme@2"
        ]

    def test_nothing_counts_of_an_opportunity_that_was_withdrawn(self) -> None:
        assert authored(given(DEAL, OURS, FactWithdrawn("acme@1"))) == []

    def test_a_corrected_rfp_is_judged_by_its_new_day(self) -> None:
        story = given(FOUND, on("2024-03-01", RFP), on("2024-04-01", OURS))
        assert authored(story) == []
        assert authored(story.then_given(corrected("acme@2", RFP, on="2024-04-15"))) == ["acme@3"]


@pytest.mark.requirement("B-I5")
class TestTrustedPartner:
    STORY = given(FOUND, on("2024-03-01", OURS), RFP)

    @pytest.mark.parametrize(
        ("share", "since", "holds"),
        [
            ("0.5", "2024-03-01", True),
            ("0.51", "2024-03-01", False),
            ("0.5", "2024-03-02", False),
            ("0.1", "2023-01-01", True),
        ],
    )
    def test_by_enough_authored_within_the_window(self, share: str, since: str, holds: bool) -> None:
        found = trusted_partner(self.STORY.account, Decimal(share), dt.date.fromisoformat(since))
        assert (found.holds, found.facts) == (holds, ("acme@2",) if holds else ())

    def test_says_how_much_it_was(self) -> None:
        since = dt.date(2024, 1, 1)
        said = trusted_partner(self.STORY.account, Decimal("0.6"), since).because
        assert said == "at most 0.5 authored since 2024-01-01, against 0.6"
        assert trusted_partner(given().account, HALF, since).because.startswith("nothing authored since")

    happened = st.lists(
        st.tuples(
            st.integers(0, 9),
            st.one_of(
                st.builds(
                    RequirementsAuthored,
                    st.sampled_from(["acme@1", "acme@2"]),
                    st.sampled_from([Decimal("0.2"), HALF, Decimal(1)]),
                ),
                st.builds(RfpIssued, st.sampled_from(["acme@1", "acme@2"]), st.just("RFP")),
            ),
        ),
        max_size=8,
        unique_by=lambda told: told[0],
    )

    @settings(max_examples=60, deadline=None)
    @for_all(happened, st.integers(0, 9), st.sampled_from([Decimal("0.2"), HALF]))
    def test_lapses_and_never_returns_as_the_window_moves_in_whatever_order_it_was_recorded(
        self, happened: list[tuple[int, AccountEvent[Buying]]], day: int, share: Decimal
    ) -> None:
        told = [on(DAY + dt.timedelta(days=n), event) for n, event in happened]
        found = on("2024-01-01", DEAL, DEAL)
        story, other = (given(found, *each).on("2024-06-01") for each in (told, told[::-1]))
        since = DAY + dt.timedelta(days=day)
        now, later = (trusted_partner(story.account, share, s) for s in (since, since + dt.timedelta(days=1)))
        assert set(later.facts) <= set(now.facts)
        assert set(trusted_partner(story.account, share * 2, since).facts) <= set(now.facts)
        assert trusted_partner(other.account, share, since).because == now.because


@pytest.mark.requirement("B-I4")
class TestReliance:
    def test_is_the_share_of_those_of_which_it_is_known(self) -> None:
        story = given(
            OpportunityIdentified("a"),
            OpportunityIdentified("b", origin=Origin.REACTION, trigger="a call"),
            OpportunityIdentified("c", origin=Origin.CREATION),
            OpportunityIdentified("d", origin=Origin.CREATION, learned=LearnedAt.RFP),
            OpportunityIdentified("e", origin=Origin.CREATION),
            RfpIssued("acme@3", "RFP 8"),
        )
        found = rfp_reliance(story.account)
        assert (found.relying, found.known, found.share) == (3, 4, Decimal("0.75"))
        assert found.facts == ("acme@2", "acme@6", "acme@4")

    def test_is_known_of_what_was_put_out_to_tender_whatever_its_origin(self) -> None:
        heard = OpportunityIdentified("heard of by the RFP", learned=LearnedAt.RFP)
        found = rfp_reliance(given(DEAL, heard, DEAL, RFP).account)
        assert (found.relying, found.known) == (2, 2)
        assert found.facts == ("acme@4", "acme@2")

    def test_is_unknown_when_it_is_known_of_none(self) -> None:
        assert rfp_reliance(given(DEAL).account).share is None

    def test_stands_beside_the_mode_assessed(self) -> None:
        found = rfp_reliance(given(BuyingBehaviourAssessed(BuyingMode.PREFERRED)).account)
        assert (found.mode, found.mode_fact) == (BuyingMode.PREFERRED, "acme@1")
