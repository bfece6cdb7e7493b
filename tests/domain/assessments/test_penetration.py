"""The rules of penetration, one class a rule; and that what is counted adds up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.access import (
    Chain,
    ExecutiveAccessGained,
    ExecutiveAccessRefused,
    IssueAnswered,
    IssueKind,
    IssueRecorded,
)
from majoracct.domain.account.activities import ActivityLogged, SellingProcess
from majoracct.domain.account.buying import (
    BuyingBehaviourAssessed,
    BuyingMode,
    RequirementsAuthored,
    RfpIssued,
)
from majoracct.domain.account.opportunities import (
    Opportunities,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityReopened,
    OpportunityWon,
    WinBasis,
    WorkKind,
)
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.sourcing import Origin
from majoracct.domain.assessments.penetration import (
    Bought,
    Demand,
    Processes,
    Wins,
    added,
    bought,
    by_year,
    creations,
    demand,
    leads,
    processes,
    wins,
)
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.programme.tables import PenetrationTerms
from majoracct.domain.programme.terms import Level, Terms
from majoracct.testing.given import Given, given, money, on

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)
BO = StakeholderIdentified("p2", BuyingFunction.FINANCE, Level.EXECUTIVE)
CREATED = OpportunityIdentified("created", origin=Origin.CREATION)
ASKED = OpportunityIdentified("asked for", origin=Origin.REACTION, trigger="RFP 7")
UNTOLD = OpportunityIdentified("untold")
BRIEFING = ActivityLogged(SellingProcess.SELLING, "a briefing", ("p1",))
TERMS = Terms.shipped("GBP")


@pytest.mark.requirement("B-P1")
class TestPN1WhereDemandCameFrom:
    def test_is_counted_in_the_year_it_was_identified(self) -> None:
        story = given(
            on("2022-12-31", CREATED),
            on("2023-01-01", CREATED, ASKED, ASKED, UNTOLD),
            on("2024-05-02", ASKED),
        )
        assert [(y.account, y.year, y.demand) for y in by_year(story.account)] == [
            ("acme", 2022, Demand(identified=1, created=1)),
            ("acme", 2023, Demand(identified=4, created=1, answered=2, unknown=1)),
        ]

    def test_stays_in_that_year_when_it_was_decided_later(self) -> None:
        story = given(on("2023-12-31", CREATED), on("2024-01-01", OpportunityWon("acme@1")))
        assert [y.year for y in by_year(story.account)] == [2023]

    @settings(max_examples=50, deadline=None)
    @for_all(
        st.lists(
            st.tuples(
                st.sampled_from(["acme", "globex"]),
                st.integers(2020, 2023),
                st.sampled_from([CREATED, ASKED, UNTOLD]),
            ),
            max_size=10,
        )
    )
    def test_adds_up_over_years_and_accounts(
        self, told: list[tuple[str, int, OpportunityIdentified]]
    ) -> None:
        story = given(*(on(f"{year}-06-01", event, to=key) for key, year, event in told))
        each = [story.account.other(key) for key in ("acme", "globex")]
        total = added(year for account in each for year in by_year(account))
        assert total == demand(each[0]).plus(demand(each[1]))
        origins = [event.origin for _, _, event in told]
        assert (total.identified, total.created, total.answered, total.unknown) == (
            len(told),
            origins.count(Origin.CREATION),
            origins.count(Origin.REACTION),
            origins.count(None),
        )


@pytest.mark.requirement("B-P6")
class TestPN2LeadsFromExecutiveSelling:
    # acme@2 sold to an executive; acme@3 served one.
    STORY = given(
        on("2024-01-01", ANA, BRIEFING, ActivityLogged(SellingProcess.SERVICING, "a call", ("p1",)))
    )
    LED = evolve(CREATED, lead="acme@2", value=money("70"))

    def test_name_such_an_activity(self) -> None:
        story = self.STORY.then_given(self.LED, evolve(CREATED, lead="acme@3"), CREATED)
        [found] = leads(story.account)
        assert (found.opportunity, found.activity, found.what, found.on) == (
            "acme@4",
            "acme@2",
            "a briefing",
            dt.date(2024, 1, 1),
        )
        assert (demand(story.account).leads, demand(story.account).identified) == (1, 3)

    def test_bring_what_those_they_won_are_worth(self) -> None:
        others = (evolve(self.LED, value=money("5")), evolve(self.LED, value=None), self.LED)
        won = [OpportunityWon(f"acme@{n}") for n in (4, 6, 7)]
        story = self.STORY.then_given(self.LED, *others, *won, OpportunityLost("acme@5"))
        found = demand(story.account)
        assert (found.leads, found.leads_won, found.leads_unvalued, found.won) == (4, 3, 1, Decimal(140))

    def test_and_nothing_else_brings_anything(self) -> None:
        story = self.STORY.then_given(evolve(CREATED, value=money("70")), OpportunityWon("acme@4"))
        assert demand(story.account) == Demand(identified=1, created=1)


@pytest.mark.requirement("B-S2")
class TestPN3InsidersWork:
    def test_is_of_four_kinds_and_its_share_of_all(self) -> None:
        kinds = [WorkKind.COLLABORATION, WorkKind.MANAGED_SERVICES, WorkKind.MANAGED_SERVICES, None]
        kinds += [WorkKind.CONSULTING, WorkKind.STRATEGIC_ISSUES, None, None, None, None]
        found = demand(given(*(evolve(UNTOLD, work=kind) for kind in kinds)).account)
        assert (found.collaboration, found.managed_services, found.consulting, found.strategic_issues) == (
            1,
            2,
            1,
            1,
        )
        assert (found.insider, found.insider_share) == (5, Decimal("0.5"))

    def test_has_no_share_of_nothing(self) -> None:
        assert demand(given().account).insider_share is None


@pytest.mark.requirement("C-V4")
class TestPN4WhatWinsRestedOn:
    @settings(max_examples=40, deadline=None)
    @for_all(st.lists(st.one_of(st.none(), st.sampled_from(WinBasis)), max_size=7))
    def test_adds_up(self, bases: list[WinBasis | None]) -> None:
        won = [OpportunityWon(f"acme@{n}", basis) for n, basis in enumerate(bases, 1)]
        found = wins(given(*[UNTOLD] * len(bases), *won, UNTOLD).account)
        price, performance, utility, profit = (bases.count(basis) for basis in WinBasis)
        assert found == Wins(len(bases), price, performance, utility, profit, bases.count(None))

    def test_counts_no_win_that_was_undone(self) -> None:
        story = given(UNTOLD, OpportunityWon("acme@1", WinBasis.PRICE), OpportunityReopened("acme@1"))
        assert wins(story.account) == Wins()
        assert wins(story.then_given(OpportunityLost("acme@1")).account) == Wins()

    def test_of_two_accounts_is_the_sum(self) -> None:
        assert Wins(2, 1, 0, 0, 0, 1).plus(Wins(3, 0, 1, 1, 1, 0)) == Wins(5, 1, 1, 1, 1, 1)


def how(story: Given, terms: Terms = TERMS) -> Bought:
    return bought(story.account, terms)


@pytest.mark.requirement("B-I4")
class TestPN5AlwaysCompeting:
    def test_where_they_buy_by_rfp(self) -> None:
        story = given(BuyingBehaviourAssessed(BuyingMode.RFP), CREATED)
        found = how(story)
        assert (found.competes, found.mode, found.relying, found.known) == (True, BuyingMode.RFP, 0, 1)
        assert found.facts == ("acme@1",)

    def test_or_rely_on_rfps_in_a_larger_share_than_policys(self) -> None:
        assert how(given(ASKED, CREATED)).competes is False
        assert how(given(ASKED, ASKED, CREATED)).competes is True
        assert how(given(ASKED, ASKED, CREATED)).facts == ("acme@1", "acme@2")
        strict = evolve(TERMS, penetration=PenetrationTerms(reliance_share=Decimal("0.7")))
        assert how(given(ASKED, ASKED, CREATED), strict).competes is False

    def test_whatever_they_say_of_it(self) -> None:
        story = given(BuyingBehaviourAssessed(BuyingMode.NEGOTIATED), ASKED)
        assert how(story).competes is True

    def test_an_opportunity_we_created_counts_once_it_is_out_to_tender(self) -> None:
        assert how(given(CREATED, RfpIssued("acme@1", "RFP 7"))).competes is True

    def test_unknown_when_nothing_says(self) -> None:
        assert how(given()).competes is None
        assert how(given(UNTOLD)).competes is None

    @pytest.mark.parametrize("mode", [m for m in BuyingMode if m is not BuyingMode.RFP])
    def test_not_where_they_were_assessed_to_buy_otherwise(self, mode: BuyingMode) -> None:
        assert how(given(BuyingBehaviourAssessed(mode), UNTOLD)).competes is False


@pytest.mark.requirement("B-I5")
class TestPN6ATrustedPartner:
    OURS = RequirementsAuthored("acme@1", Decimal("0.5"))

    def story(self, day: str = "2024-01-31", share: str = "0.5") -> Given:
        return given(on("2023-01-01", UNTOLD), on(day, evolve(self.OURS, share=Decimal(share))))

    def test_until_the_window_has_passed(self) -> None:
        found = how(self.story())
        assert (found.trusted, found.lapses, found.facts) == (True, dt.date(2026, 2, 1), ("acme@2",))
        assert how(self.story().on("2026-01-31")).trusted
        gone = how(self.story().on("2026-02-01"))
        assert (gone.trusted, gone.lapses, gone.facts) == (False, None, ())

    def test_by_policys_share_and_months(self) -> None:
        assert not how(self.story(share="0.49")).trusted
        lax = evolve(TERMS, penetration=PenetrationTerms(Decimal("0.4"), 4))
        found = how(self.story(share="0.49"), lax)
        assert (found.trusted, found.lapses) == (True, dt.date(2024, 6, 1))

    def test_by_the_latest_that_is_enough(self) -> None:
        story = self.story().then_given(
            on("2024-02-01", UNTOLD, UNTOLD),  # acme@3, acme@4
            on("2024-03-01", evolve(self.OURS, opportunity="acme@3")),
            on("2024-04-01", evolve(self.OURS, opportunity="acme@4", share=Decimal("0.1"))),
        )
        assert how(story).lapses == dt.date(2026, 3, 2)

    def test_not_for_what_we_wrote_after_the_rfp(self) -> None:
        story = given(on("2024-01-01", UNTOLD, RfpIssued("acme@1", "RFP 7")), on("2024-02-01", self.OURS))
        assert not how(story).trusted

    @settings(max_examples=60, deadline=None)
    @for_all(st.dates(dt.date(2023, 1, 2), dt.date(2024, 5, 1)), st.integers(1, 30))
    def test_lapses_on_the_first_day_it_does_not_hold(self, day: dt.date, months: int) -> None:
        terms = evolve(TERMS, penetration=PenetrationTerms(trusted_months=months))
        story = self.story(str(day))
        lapses = how(story.on(day), terms).lapses
        assert lapses is not None
        assert how(story.on(lapses - dt.timedelta(days=1)), terms).trusted
        assert not how(story.on(lapses), terms).trusted


@pytest.mark.requirement("B-P3")
class TestPN7HowFarDemandCreationCame:
    SEEN = ExecutiveAccessGained("p1")
    ISSUE = IssueRecorded("p1", IssueKind.POLITICAL, "The board doubts her.")
    CHAIN: tuple[Any, ...] = (
        on("2024-01-01", ANA, BO),
        on("2024-01-02", SEEN),  # acme@3
        on("2024-02-02", ISSUE),  # acme@4
        on("2024-03-02", IssueAnswered("acme@4", "a forecast")),  # acme@5
    )

    @pytest.mark.parametrize(
        ("told", "steps", "reached"),
        [(2, 1, dt.date(2024, 1, 2)), (3, 2, dt.date(2024, 2, 2)), (4, 3, dt.date(2024, 3, 2))],
    )
    def test_stands_where_the_last_step_took_it(self, told: int, steps: int, reached: dt.date) -> None:
        [found] = creations(given(*self.CHAIN[:told]).account)
        assert (found.person, found.steps, found.reached) == ("p1", steps, reached)
        assert found.chain.complete is (steps == 3)

    def test_stands_with_each_executive(self) -> None:
        story = given(*self.CHAIN, ExecutiveAccessRefused("p2"))
        assert [(f.person, f.steps, f.reached) for f in creations(story.account)][1] == ("p2", 0, None)
        assert creations(story.account)[1].chain == Chain()

    def test_with_nobody_whom_we_never_sought(self) -> None:
        assert creations(given(ANA).account) == []

    def test_with_what_came_of_their_issues(self) -> None:
        led = evolve(CREATED, issue="acme@4")
        other = evolve(CREATED, issue="acme@99")
        story = given(*self.CHAIN, led, led, led, other, CREATED, OpportunityWon("acme@6"))
        [found] = creations(story.account)
        assert (found.opportunities, found.won) == (3, 1)

    def test_and_not_with_what_came_of_the_issues_of_others(self) -> None:
        story = given(*self.CHAIN, ExecutiveAccessGained("p2"), evolve(CREATED, issue="acme@4"))
        assert [(f.person, f.opportunities) for f in creations(story.account)] == [("p1", 1), ("p2", 0)]


@pytest.mark.requirement("C-R4")
class TestPN8TheFiveProcesses:
    def test_are_covered_once_an_activity_was_logged(self) -> None:
        told: list[AccountEvent[Any]] = [ActivityLogged(p, "something") for p in SellingProcess]
        for count in range(6):
            found = processes(given(*told[:count]).account)
            assert found.lacking == tuple(SellingProcess)[count:]
        assert processes(given(*told, told[3]).account) == Processes("acme", 1, 1, 1, 2, 1)

    def test_by_the_day(self) -> None:
        story = given(ActivityLogged(SellingProcess.PLANNING, "a workshop"))
        assert processes(story.on("2024-04-30").account).planning == 0


def test_what_comes_later_is_not_counted() -> None:
    story = given(CREATED).on("2024-04-30")
    assert len(story[Opportunities].items) == 0
    assert demand(story.account) == Demand()
