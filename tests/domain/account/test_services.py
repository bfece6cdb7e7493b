"""The rules of services beyond the product, one class a rule."""

from __future__ import annotations

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import (
    OpportunityIdentified,
    OpportunityReopened,
    OpportunityWon,
    WinBasis,
)
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.services import (
    AlreadyDelivered,
    NothingBeyondPrice,
    RatingUnproven,
    Rung,
    ServiceAgreed,
    ServiceCover,
    ServiceDelivered,
    ServiceLevel,
    Services,
    ServiceUnknown,
    ServiceUntitled,
    ValuePropositionRated,
    beyond_price,
    cover,
    delivered,
    founded,
)
from majoracct.domain.account.value import ProjectNotOnRecord
from majoracct.domain.kernel import FactWithdrawn
from majoracct.testing.given import Given, corrected, given, on

CARE = ServiceAgreed("round-the-clock care", ServiceLevel.UTILITY)
GROWTH = ServiceAgreed("joint selling", ServiceLevel.PROFITABILITY)
TOP = ValuePropositionRated(Rung.STRATEGICALLY_DIFFERENTIATED)


@pytest.mark.requirement("C-V0")
class TestSV1AService:
    def test_says_what_it_is(self) -> None:
        given().when(ServiceAgreed(" ", ServiceLevel.UTILITY)).then_refused(ServiceUntitled)

    def test_comes_with_a_project_we_know_if_with_any(self) -> None:
        with_project = ServiceAgreed("care", ServiceLevel.UTILITY, "acme@9")
        given(CARE).when(with_project).then_refused(ProjectNotOnRecord)
        given().when(CARE).then()


@pytest.mark.requirement("C-V0")
class TestSV2Delivered:
    DONE = ServiceDelivered("acme@1")

    def test_not_what_was_not_agreed(self) -> None:
        given().when(self.DONE).then_refused(ServiceUnknown, "no service acme@1")
        given(CARE).on("2024-04-30").when(self.DONE).then_refused(ServiceUnknown, "by 2024-04-30")

    def test_once_whatever_the_day(self) -> None:
        story = given(on("2024-01-01", CARE), on("2024-03-01", self.DONE))
        for day in ("2024-02-01", "2024-04-01"):
            story.on(day).when(self.DONE).then_refused(AlreadyDelivered, "delivered on 2024-03-01")

    def test_what_was(self) -> None:
        service = given(CARE).when(self.DONE).then()[Services].services["acme@1"]
        assert service.delivery == "acme@2"


@pytest.mark.requirement("C-V4")
class TestSV3StrategicallyDifferentiated:
    def test_not_by_price_and_performance_or_utility_alone(self) -> None:
        stories = (
            given(CARE),
            given(CARE, ServiceDelivered("acme@1")),
            given(GROWTH),
            given(GROWTH, on("2024-05-02", ServiceDelivered("acme@1"))),
        )
        for story in stories:
            story.showing("study").when(TOP).then_refused(NothingBeyondPrice, "by 2024-05-01")

    @pytest.mark.requirement("C-V3")
    def test_by_a_service_that_adds_to_the_customers_profitability(self) -> None:
        story = given(GROWTH, ServiceDelivered("acme@1"))
        after = story.showing("study").when(TOP).then()
        rating = after[Services].rating
        assert rating is not None
        assert (rating.rung, rating.fact) == (Rung.STRATEGICALLY_DIFFERENTIATED, "acme@3")
        assert beyond_price(story.account) == ("acme@2",)

    @pytest.mark.parametrize("basis", [WinBasis.UTILITY, WinBasis.CUSTOMER_PROFIT])
    def test_by_a_win_that_rested_on_more(self, basis: WinBasis) -> None:
        story = given(OpportunityIdentified("a deal"), OpportunityWon("acme@1", basis))
        story.showing("study").when(TOP).then()
        assert beyond_price(story.account) == ("acme@2",)

    @pytest.mark.parametrize("basis", [WinBasis.PRICE, WinBasis.PERFORMANCE, None])
    def test_not_by_a_win_on_what_others_offer(self, basis: WinBasis | None) -> None:
        story = given(OpportunityIdentified("a deal"), OpportunityWon("acme@1", basis))
        story.showing("study").when(TOP).then_refused(NothingBeyondPrice, "a win on utility")

    def test_not_by_a_win_that_was_taken_back(self) -> None:
        won = OpportunityWon("acme@1", WinBasis.UTILITY)
        story = given(OpportunityIdentified("a deal"), won, OpportunityReopened("acme@1"))
        assert beyond_price(story.account) == ()

    def test_every_lower_rung_needs_no_such_service(self) -> None:
        for rung in list(Rung)[:-1]:
            given().showing("study").when(ValuePropositionRated(rung)).then()


@pytest.mark.requirement("C-V4")
class TestSV4ARating:
    @pytest.mark.parametrize("rung", Rung)
    def test_comes_with_evidence(self, rung: Rung) -> None:
        story = given(GROWTH, ServiceDelivered("acme@1"))
        story.when(ValuePropositionRated(rung)).then_refused(RatingUnproven, "Nothing was shown for")

    def test_the_last_one_stands(self) -> None:
        lower = ValuePropositionRated(Rung.COMPARABLE)
        rating = given(ValuePropositionRated(Rung.DIFFERENTIATED), lower)[Services].rating
        assert rating is not None
        assert rating.rung is Rung.COMPARABLE


@pytest.mark.requirement("C-V1", "C-V2", "C-V3")
class TestSV5Cover:
    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @for_all(st.lists(st.tuples(st.sampled_from(ServiceLevel), st.booleans()), max_size=5))
    def test_is_of_what_was_delivered(self, services: list[tuple[ServiceLevel, bool]]) -> None:
        agreed = [ServiceAgreed("care", level) for level, _ in services]
        done = [ServiceDelivered(f"acme@{n}") for n, (_, yes) in enumerate(services, 1) if yes]
        account = given(*agreed, *done).account
        levels = {level for level, yes in services if yes}
        expected = {
            frozenset[ServiceLevel](): ServiceCover.NONE,
            frozenset({ServiceLevel.UTILITY}): ServiceCover.UTILITY_ONLY,
            frozenset({ServiceLevel.PROFITABILITY}): ServiceCover.PROFITABILITY_ONLY,
            frozenset(ServiceLevel): ServiceCover.BOTH,
        }
        assert cover(account) is expected[frozenset(levels)]
        assert sum(len(facts) for facts in delivered(account).values()) == len(done)

    def test_not_before_it_was(self) -> None:
        story = given(on("2024-01-01", CARE, GROWTH), ServiceDelivered("acme@2"))
        assert cover(story.on("2024-04-30").account) is ServiceCover.NONE
        assert delivered(story.account) == {
            ServiceLevel.UTILITY: (),
            ServiceLevel.PROFITABILITY: ("acme@3",),
        }


@pytest.mark.requirement("C-V4")
class TestSV6ARatingIsFounded:
    STORY = given(
        on("2024-01-01", GROWTH), on("2024-02-01", ServiceDelivered("acme@1")), on("2024-03-01", TOP)
    )

    def founded(self, story: Given) -> bool:
        rating = story[Services].rating
        assert rating is not None
        return founded(rating, story.account)

    def test_while_what_it_took_is_on_record_of_its_day(self) -> None:
        assert self.founded(self.STORY)
        assert not self.founded(self.STORY.then_given(FactWithdrawn("acme@2")))
        assert not self.founded(
            self.STORY.then_given(corrected("acme@2", ServiceDelivered("acme@1"), on="2024-03-02"))
        )

    def test_whatever_is_taken_back_of_what_came_after_it(self) -> None:
        bid = OpportunityIdentified("a deal")
        won = OpportunityWon("acme@4", WinBasis.UTILITY)
        story = self.STORY.then_given(on("2024-04-01", bid, won, OpportunityReopened("acme@4")))
        assert self.founded(story)

    def test_always_on_a_lower_rung(self) -> None:
        assert self.founded(given(ValuePropositionRated(Rung.DIFFERENTIATED)))

    def test_once_its_account_merged(self) -> None:
        story = given(
            on("2024-01-01", AccountOpened("Acme")),
            on("2024-01-01", AccountOpened("Bolt"), GROWTH, ServiceDelivered("bolt@2"), TOP, to="bolt"),
            on("2024-06-01", AccountMerged("acme"), to="bolt"),
            on("2024-06-01", AccountAbsorbed("bolt")),
        )
        assert self.founded(story.on("2024-07-01"))
