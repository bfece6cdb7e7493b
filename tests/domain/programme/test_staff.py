"""The rules of staff, one class a rule."""

from __future__ import annotations

import datetime as dt

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
    identify,
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
