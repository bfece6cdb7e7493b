"""The rules of staff, one class a rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.kernel import Erased, ProgrammeEvent
from majoracct.domain.programme.staff import (
    AlreadyOnStaff,
    ExperienceStated,
    ExperienceToCome,
    LeftUs,
    NotOnStaff,
    NotYetOnStaff,
    Staff,
    StaffIdentified,
    StaffLeft,
    StaffReturned,
    StillWithUs,
    identify,
    still,
    with_us,
)
from majoracct.domain.programme.terms import Seat
from majoracct.testing.given import given, on

UNA = StaffIdentified("s1", "Una Marsh")
SINCE = ExperienceStated("s1", Seat.ACCOUNT_MANAGER, dt.date(2018, 1, 1))


@pytest.mark.requirement("B-T6")
class TestST1IdentifiedOnce:
    def test_under_an_id(self) -> None:
        assert list(with_us(given().when(UNA).then().programme)) == ["s1"]
        proposed = identify(evolve(given().programme, fresh="1"), name="Una Marsh")
        assert proposed == (("programme", UNA),)

    def test_not_twice_even_on_an_earlier_day(self) -> None:
        given(UNA).when(UNA).then_refused(AlreadyOnStaff, "s1 is one of our people")
        given(UNA).on("2020-01-01").when(UNA).then_refused(AlreadyOnStaff)

    @pytest.mark.parametrize(("person", "name"), [("", "Una"), ("s1", " ")])
    def test_with_an_id_and_a_name(self, person: str, name: str) -> None:
        given().when(StaffIdentified(person, name)).then_refused(NotOnStaff, "Nobody was named")

    def test_even_once_the_name_is_erased(self) -> None:
        given().when(StaffIdentified("s1", Erased.here)).then()

    def test_what_was_known_of_them_outlives_a_later_identification(self) -> None:
        story = given(on("2024-01-01", SINCE, UNA), on("2024-02-01", UNA, SINCE, UNA))
        assert list(story.programme[Staff].people["s1"].experience) == ["account-manager"]


@pytest.mark.requirement("B-T6")
class TestST2OnlyThoseWhoAreWithUs:
    def test_not_a_stranger(self) -> None:
        given().when(SINCE).then_refused(NotOnStaff, "s1 is none of our people")
        given().when(StaffLeft("s1")).then_refused(NotOnStaff)

    def test_not_one_who_left(self) -> None:
        gone = given(UNA, StaffLeft("s1"))
        gone.when(SINCE).then_refused(LeftUs, "s1 left us on 2024-05-01")
        assert with_us(gone.programme) == {}
        assert list(with_us(given(on("2020-01-01", UNA), StaffLeft("s1")).on("2024-04-30").programme)) == [
            "s1"
        ]


@pytest.mark.requirement("B-T6")
class TestST4WhatChangesOneOfOursComesAfter:
    @pytest.mark.parametrize("event", [SINCE, StaffLeft("s1")])
    def test_not_on_a_day_before_they_were_identified(self, event: ProgrammeEvent[Staff]) -> None:
        given(UNA).on("2024-04-30").when(event).then_refused(
            NotYetOnStaff, "after 2024-04-30 .ST4.. Correct the day of programme@2 first"
        )

    @pytest.mark.parametrize("event", [SINCE, StaffLeft("s1")])
    def test_so_that_what_is_recorded_is_kept(self, event: ProgrammeEvent[Staff]) -> None:
        story = given(on("2024-04-30", UNA))
        assert story.when(event).then().programme[Staff] != story.programme[Staff]


@pytest.mark.requirement("B-R7")
class TestST3Experience:
    def test_began_by_the_day(self) -> None:
        late = ExperienceStated("s1", Seat.ACCOUNT_MANAGER, dt.date(2024, 5, 2))
        given(UNA).when(late).then_refused(ExperienceToCome, "2024-05-02 is after 2024-05-01")

    def test_may_begin_on_it(self) -> None:
        given(UNA).when(ExperienceStated("s1", Seat.ACCOUNT_MANAGER, dt.date(2024, 5, 1))).then()

    def test_is_of_a_seat(self) -> None:
        known = given(UNA).when(SINCE).then().programme[Staff].people["s1"].experience
        assert {seat: each.since for seat, each in known.items()} == {"account-manager": dt.date(2018, 1, 1)}

    def test_of_nobody_known_changes_nothing(self) -> None:
        assert given(SINCE, StaffLeft("s1")).programme[Staff] == Staff()


@pytest.mark.requirement("B-T6")
class TestST4BeforeTheDayOfIdentification:
    LATER = given(on("2024-05-01", UNA))

    def test_they_are_with_us(self) -> None:
        before = self.LATER.on("2024-01-01").programme
        assert list(with_us(before)) == ["s1"]
        assert still(before, "s1", dt.date(2023, 1, 1))
        assert not still(before, "s9", dt.date(2023, 1, 1))

    @pytest.mark.parametrize("event", [StaffLeft("s1"), StaffReturned("s1"), SINCE])
    def test_what_would_be_lost_on_replay_is_refused(self, event: Any) -> None:
        self.LATER.on("2024-04-30").when(event).then_refused(NotYetOnStaff, "on a day after 2024-04-30")


@pytest.mark.requirement("B-T6")
class TestST5ComingBack:
    GONE = given(on("2024-01-01", UNA), on("2024-03-01", StaffLeft("s1")))

    def test_is_of_one_who_left(self) -> None:
        given(UNA).when(StaffReturned("s1")).then_refused(StillWithUs, "s1 is with us on 2024-05-01")
        given(UNA).when(StaffReturned("s9")).then_refused(NotOnStaff)

    def test_makes_them_one_of_us_from_that_day(self) -> None:
        back = self.GONE.when(StaffReturned("s1")).then()
        assert with_us(back.on("2024-04-30").programme) == {}
        assert list(with_us(back.programme)) == ["s1"]
        back.when(StaffReturned("s1")).then_refused(StillWithUs)
        again = back.on("2024-05-02").when(StaffLeft("s1")).then()
        assert with_us(again.programme) == {}
        again.when(SINCE).then_refused(LeftUs, "s1 left us on 2024-05-02")

    @pytest.mark.parametrize(
        ("day", "kept"), [("2024-02-29", False), ("2024-05-01", True), ("2024-05-02", True)]
    )
    def test_gives_back_nothing_of_before(self, day: str, kept: bool) -> None:
        back = self.GONE.when(StaffReturned("s1")).then().on("2024-06-01")
        assert still(back.programme, "s1", dt.date.fromisoformat(day)) is kept

    def test_of_nobody_known_or_gone_changes_nothing(self) -> None:
        assert given(StaffReturned("s1")).programme[Staff] == Staff()
        left = given(UNA, StaffLeft("s1"))
        assert left.then_given(StaffLeft("s1")).programme[Staff] == left.programme[Staff]
