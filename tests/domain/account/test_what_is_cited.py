"""What a criterion cites, whose level counts, and which topics move the day since when it holds."""

from __future__ import annotations

import datetime as dt

import pytest

from majoracct.domain.account.criteria import CRITERIA, Verdict, holds_since, judged
from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.opportunities import (
    OpportunityIdentified,
)
from majoracct.domain.account.plan import PlanDrafted
from majoracct.domain.account.plays import TractionEvidenced, WiderPlayDescribed
from majoracct.domain.account.profile import (
    AccountOpened,
    FinancialStatementFiled,
    OrgChartFiled,
    PrecisFiled,
    StatementKind,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    InfluenceLinked,
    LinkKind,
    Perception,
    PerceptionAssessed,
    RelationshipAssessed,
    Relationships,
    StakeholderIdentified,
    StakeholderVerified,
    Strength,
)
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.account.value import Measure, ValueDocumented, linked
from majoracct.domain.assessments.history import names_of
from majoracct.domain.programme.terms import Level, Terms
from majoracct.testing.given import Given, corrected, given, money, on

SHIPPED = Terms.shipped("GBP")
CHART, PRECIS = OrgChartFiled(), PrecisFiled(("building",), "They build.")
PLAY = WiderPlayDescribed("the play", "What we could become.")
DONE = DeliveryCompleted(successful=True, title="Alpha")
TO_THE_SPONSOR = "a relationship of the sponsor to another executive"


def verdict(story: Given, number: int) -> Verdict:
    return judged(story.account, SHIPPED)[number - 1]


def since(story: Given, number: int) -> str | None:
    found = holds_since(story.account, CRITERIA[number - 1], SHIPPED)
    return found.isoformat() if found else None


def statement(period_end: str) -> FinancialStatementFiled:
    return FinancialStatementFiled(StatementKind.BALANCE_SHEET, dt.date.fromisoformat(period_end))


def result(measure: Measure, project: str = "acme@1") -> ValueDocumented:
    return ValueDocumented(measure, "late payments", "31% fewer", project=project)


def results(project: str = "acme@1") -> tuple[ValueDocumented, ...]:
    return tuple(result(measure, project) for measure in Measure)


@pytest.mark.requirement("B-Q1")
class TestOfTheDocumentsInDate:
    def test_the_first_filed_is_cited_whatever_its_period(self) -> None:
        story = given(on("2023-06-01", statement("2023-03-31")), on("2023-07-01", statement("2022-12-31")))
        assert verdict(story, 1).facts == ("acme@1",)

    def test_of_one_day_the_one_in_the_earlier_place(self) -> None:
        assert verdict(given(CHART, CHART, CHART), 1).facts == ("acme@1",)

    def test_a_correction_keeps_the_place_of_what_it_replaced(self) -> None:
        story = given(CHART, CHART, corrected("acme@1", CHART))
        assert verdict(story, 1).facts == ("acme@4",)


@pytest.mark.requirement("B-Q2")
class TestOfThePlays:
    def test_the_earliest_with_traction_is_cited_in_whatever_order_they_were_recorded(self) -> None:
        days = [f"2024-0{month}-01" for month in (4, 3, 2, 1)]
        story = given(
            *(on(day, PLAY) for day in days),
            *(TractionEvidenced(f"acme@{n}", "a letter") for n in range(1, 5)),
        )
        assert verdict(story, 2) == Verdict("Q2", True, ("acme@4", "acme@8"), path="play")

    def test_an_earlier_one_without_traction_is_passed_over(self) -> None:
        story = given(on("2024-01-01", PLAY), PLAY, TractionEvidenced("acme@2", "a letter"))
        assert verdict(story, 2).facts == ("acme@2", "acme@3")

    def test_of_one_day_the_one_in_the_earlier_place(self) -> None:
        story = given(
            *[PLAY] * 4,
            *(TractionEvidenced(f"acme@{n}", "a letter") for n in range(1, 5)),
            corrected("acme@1", PLAY),
        )
        assert verdict(story, 2).facts == ("acme@10", "acme@5")


@pytest.mark.requirement("B-Q2")
class TestOfTheResults:
    def test_the_earliest_of_each_measure_is_cited(self) -> None:
        story = given(
            on("2024-01-01", DONE),
            *results(),
            on("2024-03-01", *results()),
            on("2024-02-01", *results()),
        )
        assert linked(story.account, "acme@1") == {
            Measure.METRIC: "acme@8", Measure.KPI: "acme@9", Measure.ROI: "acme@10",
        }  # fmt: skip
        assert verdict(story, 2).facts == ("acme@1", "acme@8", "acme@9", "acme@10")

    def test_of_one_day_the_one_in_the_earlier_place(self) -> None:
        story = given(DONE, *results(), *results(), corrected("acme@2", result(Measure.METRIC)))
        assert verdict(story, 2).facts == ("acme@1", "acme@9", "acme@3", "acme@4")


@pytest.mark.requirement("B-Q3")
class TestOfTheSponsors:
    ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL)
    BO = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.EXECUTIVE)
    LINKED = InfluenceLinked("p1", "p2", LinkKind.PEER)
    ANA_SPONSORS = SponsorNamed("p1", "CFO", "spend")
    BO_SPONSORS = SponsorNamed("p2", "COO", "plants")

    def test_of_one_day_the_one_in_the_earlier_place_is_cited(self) -> None:
        story = given(self.ANA, self.BO, self.LINKED, self.BO_SPONSORS, self.ANA_SPONSORS)
        assert verdict(story, 3).facts == ("acme@4", "acme@3")

    def test_a_correction_keeps_the_place_of_what_it_replaced(self) -> None:
        story = given(self.ANA, self.BO, self.LINKED, self.BO_SPONSORS, self.ANA_SPONSORS)
        again = story.then_given(corrected("acme@4", SponsorNamed("p2", "COO", "all plants")))
        assert verdict(again, 3).facts == ("acme@7", "acme@3")


@pytest.mark.requirement("B-Q3")
class TestTheOtherExecutive:
    """Nobody in these stories but the one in question is an executive, so only one link can count."""

    ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
    LINKED = InfluenceLinked("p1", "p2", LinkKind.PEER)
    ANA_SPONSORS = SponsorNamed("p1", "CFO", "spend")

    @pytest.mark.parametrize("own", [None, Level.SENIOR_MANAGER])
    @pytest.mark.parametrize("level", [Level.C_LEVEL, Level.EXECUTIVE])
    def test_is_one_by_the_level_of_a_sponsorship(self, own: Level | None, level: Level) -> None:
        bo = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, own)
        story = given(self.ANA, bo, self.ANA_SPONSORS, self.LINKED)
        assert verdict(story, 3).missing == (TO_THE_SPONSOR,)
        named = story.then_given(SponsorNamed("p2", "COO", "plants", level))
        assert verdict(named, 3) == Verdict("Q3", True, ("acme@3", "acme@4"))

    def test_is_none_by_the_level_of_a_sponsorship_whatever_their_own(self) -> None:
        bo = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.EXECUTIVE)
        story = given(self.ANA, bo, self.ANA_SPONSORS, self.LINKED)
        assert verdict(story, 3).holds
        named = story.then_given(SponsorNamed("p2", "head of plants", "plants", Level.SENIOR_MANAGER))
        assert verdict(named, 3).missing == (TO_THE_SPONSOR,)

    def test_keeps_their_own_level_when_the_sponsorship_states_none(self) -> None:
        bo = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.EXECUTIVE)
        story = given(
            self.ANA, bo, self.ANA_SPONSORS, self.LINKED, on("2024-01-01", SponsorNamed("p2", "", ""))
        )
        assert verdict(story, 3).facts == ("acme@3", "acme@4")


@pytest.mark.requirement("B-Q6")
class TestSinceWhenMoves:
    @staticmethod
    def deal(play: str | None = None) -> OpportunityIdentified:
        return OpportunityIdentified("a deal", money("1000000"), dt.date(2024, 12, 31), play=play)

    def test_criterion_2_with_the_traction_of_a_play_alone(self) -> None:
        story = given(on("2024-01-01", PLAY), on("2024-03-01", TractionEvidenced("acme@1", "a letter")))
        assert since(story, 2) == "2024-03-01"

    def test_criterion_4_with_a_result_alone(self) -> None:
        """With its last result the project is what criterion 2 rests on, and the play's deal is one more."""
        metric, kpi, roi = results("acme@4")
        story = given(
            on("2024-01-01", PLAY, TractionEvidenced("acme@1", "a letter"), self.deal("acme@1"), DONE),
            on("2024-01-01", metric, kpi, PlanDrafted("a", ("acme@3",))),
            on("2024-03-01", roi),
        )
        assert not verdict(story.on("2024-02-29"), 4).holds
        assert since(story, 4) == "2024-03-01"

    def test_criterion_4_with_the_completion_of_a_project_alone(self) -> None:
        completed = DeliveryCompleted(successful=True, project="acme@4")
        story = given(
            on("2024-01-01", PLAY, TractionEvidenced("acme@1", "a letter"), self.deal("acme@1")),
            on("2024-01-01", DeliveryStarted("Alpha"), *results("acme@4"), PlanDrafted("a", ("acme@3",))),
            on("2024-03-01", completed),
        )
        assert not verdict(story.on("2024-02-29"), 4).holds
        assert since(story, 4) == "2024-03-01"

    def test_criterion_4_when_a_completion_took_away_the_only_other_deal(self) -> None:
        """From then on criterion 2 rested on that deal, until another was found."""
        story = given(
            on("2024-01-01", self.deal(), DeliveryStarted("Alpha", "acme@1"), *results("acme@2")),
            on("2024-01-01", PlanDrafted("a", ("acme@1",))),
            on("2024-03-01", DeliveryCompleted(successful=True, project="acme@2")),
            on("2024-04-01", self.deal()),
        )
        assert since(story.on("2024-02-29"), 4) == "2024-01-01"
        assert since(story.on("2024-03-31"), 4) is None
        assert since(story, 4) == "2024-04-01"


@pytest.mark.requirement("C-M5")
class TestSomebodyAPredecessorKnewToo:
    STORY = given(
        on("2022-01-01", AccountOpened("Acme")),
        on("2022-01-01", StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.EXECUTIVE), to="bolt"),
        on(
            "2022-02-01",
            RelationshipAssessed("p1", Strength.TRUSTED),
            PerceptionAssessed("p1", Perception.PARTNER),
            to="bolt",
        ),
        on("2023-01-01", StakeholderIdentified("p1", BuyingFunction.CORPORATE, Level.C_LEVEL)),
        on("2024-01-01", AccountMerged("acme"), to="bolt"),
        on("2024-01-01", AccountAbsorbed("bolt")),
    )

    def test_keeps_strength_and_perception(self) -> None:
        ana = self.STORY[Relationships].people["p1"]
        assert (ana.strength, ana.strength_fact) == (Strength.TRUSTED, "bolt@2")
        assert (ana.perception, ana.perception_fact) == (Perception.PARTNER, "bolt@3")

    def test_has_the_function_and_level_that_were_learned_last(self) -> None:
        ana = self.STORY[Relationships].people["p1"]
        assert (ana.function, ana.level, ana.fact) == (BuyingFunction.CORPORATE, Level.C_LEVEL, "acme@2")

    def test_had_none_of_it_here_before_the_merger(self) -> None:
        ana = self.STORY.on("2023-12-31")[Relationships].people["p1"]
        assert (ana.strength, ana.perception, ana.fact) == (None, None, "acme@2")

    @staticmethod
    def merged(own: StakeholderIdentified, theirs: StakeholderIdentified, *, first: bool) -> Given:
        """Return a story in which acme says OWN, FIRST or last, and bolt, which merged into it, THEIRS."""
        days = ("2022-01-01", "2022-06-01") if first else ("2022-06-01", "2022-01-01")
        return given(
            on("2022-01-01", AccountOpened("Acme")),
            on(days[0], own),
            on(days[1], theirs, StakeholderVerified("p1", target_buyer=False), to="bolt"),
            on("2024-01-01", AccountMerged("acme"), to="bolt"),
            on("2024-01-01", AccountAbsorbed("bolt")),
        )

    @pytest.mark.requirement("S-F5")
    @pytest.mark.parametrize("first", [True, False])
    def test_is_what_the_account_itself_says_whichever_came_first(self, first: bool) -> None:
        own = StakeholderIdentified("p1", BuyingFunction.CORPORATE, Level.C_LEVEL)
        theirs = StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.EXECUTIVE)
        ana = self.merged(own, theirs, first=first)[Relationships].people["p1"]
        assert (ana.function, ana.level, ana.fact) == (BuyingFunction.CORPORATE, Level.C_LEVEL, "acme@2")
        assert (ana.verified, ana.target_buyer) == (dt.date(2022, 6, 1), False)

    @pytest.mark.requirement("S-F5")
    @pytest.mark.parametrize("first", [True, False])
    @pytest.mark.parametrize(("own", "theirs"), [(Level.EXECUTIVE, None), (None, Level.EXECUTIVE)])
    def test_keeps_the_level_that_either_states(
        self, own: Level | None, theirs: Level | None, first: bool
    ) -> None:
        story = self.merged(
            StakeholderIdentified("p1", BuyingFunction.CORPORATE, own),
            StakeholderIdentified("p1", BuyingFunction.FINANCE, theirs),
            first=first,
        )
        ana = story[Relationships].people["p1"]
        assert (ana.function, ana.level) == (BuyingFunction.CORPORATE, Level.EXECUTIVE)
        assert ana.level_fact == ("acme@2" if own else "bolt@1")

    @pytest.mark.requirement("S-F5")
    @pytest.mark.parametrize("first", [True, False])
    @pytest.mark.parametrize(("own", "called"), [("Ana", "Ana"), (None, "Anna")])
    def test_is_called_as_the_account_itself_says(self, own: str | None, called: str, first: bool) -> None:
        story = self.merged(
            StakeholderIdentified("p1", BuyingFunction.CORPORATE, name=own),
            StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Anna"),
            first=first,
        )
        assert names_of(story.account.past, story.account.streams).people["p1"] == called
