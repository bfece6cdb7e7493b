"""Who sees to an account, and what about the team is unwise: one class a rule."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as any_of
from hypothesis import strategies as st

from majoracct.domain.account.cover import ContactAssigned, FunctionAssigned
from majoracct.domain.account.crews import DeliveryTeamAssigned, ReportingLineSet
from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.qualification import QualificationGranted, QualificationRevoked
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderLeft
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.team import MemberReleased, MemberSeated, TeamDisbanded, TeamFocused, TeamFormed
from majoracct.domain.assessments.roster import Caution, Roster, growth, roster, said, tally
from majoracct.domain.assessments.roster import cautions as warned
from majoracct.domain.programme.aptitude import Lean, Skill, SkillGraded, Trait, TraitAssessed
from majoracct.domain.programme.compensation import (
    CompensationAssigned,
    CompensationModelDefined,
    ModelKind,
)
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.domain.programme.tables import Grade, TeamTerms
from majoracct.domain.programme.terms import Level, Seat, SellingFunction, Terms
from majoracct.testing.given import Given, Told, given, money, on

TERMS = Terms.shipped("GBP")
UNA, VIC = StaffIdentified("s1", "Una"), StaffIdentified("s2", "Vic")
KEEPING = CompensationModelDefined("Keep", ModelKind.ACCOUNT_TEAM, "yearly", "promises", "salary")
HUNTING = CompensationModelDefined("Hunt", ModelKind.HUNTER, "new", "wins", "commission")
FIRST = on("2024-01-01", UNA, VIC, QualificationGranted(), TeamFormed())
MANAGES = MemberSeated("s1", Seat.ACCOUNT_MANAGER)
SPONSORS = MemberSeated("s1", Seat.INTERNAL_SPONSOR)
DELIVERS = MemberSeated("s2", Seat.PROJECT_MANAGER)


def formed(*events: object) -> Given:
    """Return the story of a team formed as acme@2."""
    return given(FIRST, *events)  # type: ignore[arg-type]


def of(story: Given, terms: Terms = TERMS) -> Roster:
    return roster(story.account, terms)


def cautions(rule: str, story: Given, terms: Terms = TERMS) -> list[Caution]:
    return [c for c in of(story, terms).cautions if c.rule == rule]


@pytest.mark.requirement("B-T6")
class TestRO1AnEmptySeat:
    def test_is_told_with_how_long_and_what_left_it_so(self) -> None:
        released = on("2024-03-01", MemberReleased("s1", Seat.ACCOUNT_MANAGER))
        found = {p.seat: p for p in of(formed(on("2024-02-01", MANAGES), released)).places}
        empty = found[Seat.ACCOUNT_MANAGER]
        assert (empty.person, empty.since, empty.vacant_days) == (None, dt.date(2024, 3, 1), 61)
        assert empty.fact == "acme@4"
        never = found[Seat.PROJECT_MANAGER]
        assert (never.person, never.vacant_days, never.fact) == (None, 121, "acme@2")

    def test_is_left_by_who_left_us(self) -> None:
        story = formed(on("2024-02-01", DELIVERS), on("2024-04-01", StaffLeft("s2")))
        (empty,) = [p for p in of(story).places if p.seat is Seat.PROJECT_MANAGER]
        assert (empty.person, empty.vacant_days, empty.fact) == (None, 30, "programme@4")

    def test_is_not_one_that_somebody_holds(self) -> None:
        held = [p for p in of(formed(on("2024-02-01", MANAGES))).places if p.person]
        assert [(p.seat, p.person, p.since, p.vacant_days, p.fact) for p in held] == [
            (Seat.ACCOUNT_MANAGER, "s1", dt.date(2024, 2, 1), None, "acme@3")
        ]

    def test_is_told_as_it_was_on_the_day(self) -> None:
        story = formed(
            on("2024-02-01", MANAGES), on("2024-03-01", MemberReleased("s1", Seat.ACCOUNT_MANAGER))
        )
        assert [p.person for p in of(story.on("2024-02-15")).places if p.person] == ["s1"]

    def test_is_in_no_team_that_was_not_formed(self) -> None:
        found = of(given())
        assert (found.formed, found.places, found.goals, found.cautions) == (None, (), (), ())


@pytest.mark.requirement("B-S5")
def test_the_industry_a_team_is_focused_on_is_shown() -> None:
    found = of(formed(TeamFocused("railways")))
    assert (found.vertical, found.vertical_fact) == ("railways", "acme@3")


@pytest.mark.requirement("B-T1")
class TestRO2TheInternalSponsor:
    CHIEF = StakeholderIdentified("p1", BuyingFunction.CORPORATE, Level.C_LEVEL)
    CLERK = StakeholderIdentified("p2", BuyingFunction.FINANCE, Level.STAFF)
    CORPORATE = FunctionAssigned("s1", SellingFunction.CORPORATE)

    def touching(self, whom: str, *more: object) -> Given:
        return formed(SPONSORS, self.CHIEF, self.CLERK, self.CORPORATE, ContactAssigned("s1", whom), *more)

    def test_is_to_look_after_an_executive(self) -> None:
        found = of(self.touching("p1"))
        assert [c.stakeholder for c in found.executives] == ["p1"]
        assert cautions("RO2", self.touching("p1")) == []

    def test_is_told_when_looking_after_none(self) -> None:
        for story in (formed(SPONSORS), self.touching("p2"), self.touching("p1", StakeholderLeft("p1"))):
            (caution,) = cautions("RO2", story)
            assert (caution.row, caution.person, caution.facts) == ("B-T1", "s1", ("acme@3",))

    def test_is_not_told_of_a_seat_nobody_holds_nor_of_another_s(self) -> None:
        assert cautions("RO2", formed(MANAGES)) == []
        story = formed(MANAGES, self.CHIEF, self.CORPORATE, ContactAssigned("s1", "p1"))
        assert of(story).executives == ()


@pytest.mark.requirement("B-T3")
class TestRO3DeliveryTeams:
    STARTED = (DeliveryStarted("Depot"), DeliveryTeamAssigned("acme@3", ("s1",)), DELIVERS)

    def test_that_do_not_report_to_the_project_manager_are_told(self) -> None:
        for line in ((), (ReportingLineSet("acme@3", "s1"),)):
            (caution,) = cautions("RO3", formed(*self.STARTED, *line))
            assert (caution.row, caution.facts) == ("B-T3", ("acme@4",))
            assert caution.what.startswith("Depot: ")

    def test_that_do_are_not_nor_those_of_projects_completed(self) -> None:
        reports = ReportingLineSet("acme@3", "s2")
        done = DeliveryCompleted(True, "acme@3")
        for end in (reports, done):
            assert cautions("RO3", formed(*self.STARTED, end)) == []


@pytest.mark.requirement("B-T4")
class TestRO4AnExpert:
    def paid(self, *years: tuple[int, str]) -> tuple[Told, ...]:
        return tuple(on(f"{year}-06-30", RevenueRecorded(money(amount))) for year, amount in years)

    def grown(self, last: str, *events: object) -> Given:
        return formed(*self.paid((2021, "1"), (2022, "100"), (2023, last)), *events)

    def test_is_wanted_once_revenue_grew_by_the_share_of_the_policy(self) -> None:
        (caution,) = cautions("RO4", self.grown("125"))
        assert (caution.row, caution.facts) == ("B-T4", ("acme@4", "acme@5"))
        assert cautions("RO4", self.grown("124")) == []
        assert cautions("RO4", self.grown("124"), evolve(TERMS, team=TeamTerms(growth_share=Decimal("0.2"))))

    def test_is_not_wanted_where_one_is_seated(self) -> None:
        assert cautions("RO4", self.grown("200", MemberSeated("s1", Seat.SUBJECT_EXPERT))) == []

    def test_growth_is_that_of_the_last_whole_year(self) -> None:
        story = self.grown("150", *self.paid((2024, "900")))
        on_the_last_day = growth(story.on("2024-12-31").account, TERMS)
        the_day_before = growth(story.on("2024-12-30").account, TERMS)
        assert (on_the_last_day.year, on_the_last_day.share) == (2024, Decimal(5))
        assert (the_day_before.year, the_day_before.share) == (2023, Decimal("0.5"))

    def test_growth_is_unknown_without_two_whole_years(self) -> None:
        for years in ((), ((2023, "1"),), ((2022, "1"), (2023, "9")), ((2021, "1"), (2023, "9"))):
            found = growth(formed(*self.paid(*years)).account, TERMS)
            assert (found.share, found.wanted, found.facts) == (None, None, ())

    def test_growth_is_unknown_after_a_year_of_nothing_but_credits(self) -> None:
        story = formed(*self.paid((2021, "1"), (2022, "-5"), (2023, "9")))
        assert growth(story.account, TERMS).share is None

    def test_a_year_without_a_payment_after_one_with_some_is_a_loss_of_all(self) -> None:
        found = growth(formed(*self.paid((2021, "1"), (2022, "5"))).account, TERMS)
        assert (found.share, found.wanted, found.facts) == (Decimal(-1), False, ("acme@4",))

    @pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
    def test_growth_has_an_answer_at_either_end_of_the_calendar(self, day: str) -> None:
        assert growth(formed().on(day).account, TERMS).share is None


@pytest.mark.requirement("B-T0")
class TestRO5BeforeTheStatus:
    def test_is_told(self) -> None:
        story = given(on("2024-01-01", TeamFormed()), on("2024-02-01", QualificationGranted()))
        (caution,) = cautions("RO5", story)
        assert (caution.row, caution.facts) == ("B-T0", ("acme@1",))

    def test_is_not_after_it(self) -> None:
        assert cautions("RO5", formed()) == []

    def test_is_not_of_a_team_that_came_with_a_predecessor_that_was_major(self) -> None:
        before = on("2024-01-01", QualificationGranted(), TeamFormed(), to="bolt")
        joined = on("2024-02-01", AccountAbsorbed("bolt"))
        gone = on("2024-02-01", AccountMerged("acme"), to="bolt")
        story = given(before, gone, joined)
        assert of(story).fact == "bolt@2"
        assert cautions("RO5", story) == []


@pytest.mark.requirement("B-T0")
class TestRO10ATeamThatOutlivedTheStatus:
    def test_is_told_until_it_is_disbanded(self) -> None:
        story = formed(on("2024-04-01", QualificationRevoked()))
        (caution,) = cautions("RO10", story)
        assert (caution.row, caution.facts) == ("B-T0", ("acme@2", "acme@3"))
        assert cautions("RO10", story.when(TeamDisbanded()).then()) == []
        assert cautions("RO10", formed()) == []


@pytest.mark.requirement("B-R8", "C-X0")
class TestRO6AHunterAsAccountManager:
    HUNTS = TraitAssessed("s1", Trait.HUNTER_OR_FARMER, Lean.LEFT)

    def test_is_told_with_the_seat_and_the_traits(self) -> None:
        (caution,) = cautions("RO6", formed(MANAGES, self.HUNTS))
        assert (caution.row, caution.person, caution.facts) == ("B-R8", "s1", ("acme@3", "programme@4"))
        assert "(-1)" in caution.what

    def test_is_not_in_another_seat_nor_a_farmer(self) -> None:
        assert cautions("RO6", formed(SPONSORS, self.HUNTS)) == []
        assert cautions("RO6", formed(MANAGES, evolve(self.HUNTS, lean=Lean.RIGHT))) == []


@pytest.mark.requirement("B-C1")
class TestRO7Pay:
    MODELS = on("2024-01-01", HUNTING, KEEPING)  # programme@4 and programme@5

    def test_by_a_hunters_model_is_told(self) -> None:
        (caution,) = cautions("RO7", formed(self.MODELS, MANAGES, CompensationAssigned("s1", "programme@4")))
        assert (caution.row, caution.person) == ("B-C1", "s1")
        assert caution.facts == ("acme@3", "programme@6", "programme@4")
        assert "Hunt" in caution.what

    def test_by_no_model_on_record_is_told(self) -> None:
        (caution,) = cautions("RO7", formed(MANAGES))
        assert (caution.person, caution.facts) == ("s1", ("acme@3",))

    def test_by_an_account_team_s_model_is_not(self) -> None:
        paid = CompensationAssigned("s1", "programme@5")
        assert cautions("RO7", formed(self.MODELS, MANAGES, paid)) == []


@pytest.mark.requirement("C-S0", "C-S1", "C-S2", "C-S3")
class TestRO8BothAxes:
    SELLS = SkillGraded("s1", Skill.RAPPORT, Grade.STRONG)
    PLANS = SkillGraded("s2", Skill.PLANNING, Grade.STRONG)

    def test_are_covered_by_several(self) -> None:
        assert cautions("RO8", formed(MANAGES, DELIVERS, self.SELLS, self.PLANS)) == []

    def test_one_that_nobody_is_strong_on_is_told(self) -> None:
        weak = evolve(self.PLANS, grade=Grade.FAIR)
        (caution,) = cautions("RO8", formed(MANAGES, DELIVERS, self.SELLS, weak))
        assert (caution.row, caution.facts) == ("C-S3", ("acme@2", "programme@5"))
        assert caution.what.endswith("strong at managing")

    def test_of_a_team_of_nobody_both_are_told(self) -> None:
        assert len(cautions("RO8", formed())) == 2


seatings = st.lists(st.tuples(st.sampled_from(["s1", "s2"]), st.sampled_from(Seat)), max_size=4)


@pytest.mark.requirement("B-T6")
class TestRO9ThePortfolio:
    @any_of(st.lists(st.one_of(st.none(), seatings), max_size=4))
    def test_is_the_sum_of_its_accounts(self, teams: list[list[tuple[str, Seat]] | None]) -> None:
        stories = [
            given() if seats is None else formed(*(MemberSeated(who, seat) for who, seat in seats))
            for seats in teams
        ]
        rosters = [of(story) for story in stories]
        people = [place.person for each in rosters for place in each.places]
        total, each = tally(rosters), [tally([one]) for one in rosters]
        assert total.teams == sum(t.teams for t in each) == sum(seats is not None for seats in teams)
        assert total.held == sum(t.held for t in each) == len([p for p in people if p])
        assert total.empty == sum(t.empty for t in each) == people.count(None)
        assert total.cautions == sum(t.cautions for t in each) == sum(len(r.cautions) for r in rosters)


@any_of(seatings)
def test_every_caution_names_its_rule_its_row_and_its_facts(seats: list[tuple[str, Seat]]) -> None:
    for each in of(formed(*(MemberSeated(who, seat) for who, seat in seats))).cautions:
        assert each.rule
        assert each.row
        assert each.facts
        assert all(each.facts)


def test_cautions_can_be_asked_for_by_their_rule_and_told_by_name() -> None:
    """Whom or what each is about stays the same from day to day, so that one can be accepted."""
    story = formed(MANAGES, DeliveryStarted("Depot"), DeliveryTeamAssigned("acme@4", ("s1",)))
    found = warned(story.account, TERMS, "RO3", "RO7", "RO8")
    assert [(c.rule, c.about, said(c, story.account)) for c in found] == [
        ("RO3", "acme@4", "Depot: its delivery team does not report to the project manager"),
        ("RO7", "s1", "Una is paid by no model in use"),
        ("RO8", "selling", "Nobody in the team is known to be strong at selling"),
        ("RO8", "managing", "Nobody in the team is known to be strong at managing"),
    ]
    assert warned(story.account, TERMS) == of(story).cautions
    assert warned(given().account, TERMS) == ()
