"""The rules of reporting lines, one class a rule; who reported to whom on any day."""

from __future__ import annotations

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.programme.reporting_lines import (
    LineKind,
    LinesRunInCircle,
    LineStands,
    NoSuchLine,
    ReportsToEnded,
    ReportsToSelf,
    ReportsToSet,
    chain,
    lines,
    manager_of,
    reporting_to,
)
from majoracct.domain.programme.staff import (
    LeftUs,
    NotOnStaff,
    StaffIdentified,
    StaffLeft,
    StaffReturned,
)
from majoracct.testing.given import Given, given, on

PEOPLE = tuple(StaffIdentified(f"s{n}", name) for n, name in enumerate(("Una", "Vic", "Wim"), 1))


def solid(person: str, to: str) -> ReportsToSet:
    return ReportsToSet(person, to, LineKind.SOLID)


def dotted(person: str, to: str) -> ReportsToSet:
    return ReportsToSet(person, to, LineKind.DOTTED)


def told(*events: object) -> Given:
    return given(*PEOPLE, *events)  # type: ignore[arg-type]


def manager(story: Given, person: str = "s1") -> str | None:
    line = manager_of(story.programme, person)
    return line.to if line else None


@pytest.mark.requirement("S-M6")
class TestLI1FromOneOfOursToAnother:
    def test_both_known_and_with_us(self) -> None:
        told().when(solid("s1", "s9")).then_refused(NotOnStaff)
        told().when(solid("s9", "s1")).then_refused(NotOnStaff)
        told(StaffLeft("s2")).when(solid("s1", "s2")).then_refused(LeftUs)

    def test_not_to_themselves(self) -> None:
        told().when(dotted("s1", "s1")).then_refused(ReportsToSelf)


@pytest.mark.requirement("S-M6")
class TestLI2OneSolidLine:
    def test_the_latest_named_on_any_day(self) -> None:
        story = told(on("2024-01-01", solid("s1", "s2")), on("2024-03-01", solid("s1", "s3")))
        assert [manager(story.on(d)) for d in ("2023-12-31", "2024-02-29", "2024-03-01")] == [
            None,
            "s2",
            "s3",
        ]

    def test_beside_dotted_ones(self) -> None:
        story = told(solid("s1", "s2"), dotted("s1", "s3"))
        held = [(line.to, line.kind.value) for line in lines(story.programme, "s1")]
        assert held == [("s2", "solid"), ("s3", "dotted")]
        assert list(reporting_to(story.programme, "s3")) == ["s1"]

    def test_never_both_to_the_same_colleague(self) -> None:
        story = told(dotted("s1", "s2"), solid("s1", "s2"))
        assert [line.kind for line in lines(story.programme, "s1")] == [LineKind.SOLID]
        told(solid("s1", "s2")).when(dotted("s1", "s2")).then_refused(LineStands, "solid line already")
        told(dotted("s1", "s2")).when(solid("s1", "s2")).then()

    def test_not_set_twice(self) -> None:
        told(dotted("s1", "s2")).when(dotted("s1", "s2")).then_refused(LineStands)
        told(dotted("s1", "s2")).when(solid("s1", "s2")).then()


@pytest.mark.requirement("S-M6")
class TestLI3NoCircle:
    def test_of_two_or_of_three(self) -> None:
        told(solid("s1", "s2")).when(solid("s2", "s1")).then_refused(LinesRunInCircle)
        three = told(solid("s1", "s2"), solid("s2", "s3"))
        three.when(solid("s3", "s1")).then_refused(LinesRunInCircle, "s1 reports to s3")

    def test_but_a_dotted_line_may_run_back(self) -> None:
        told(solid("s1", "s2")).when(dotted("s2", "s1")).then()

    @settings(deadline=None, derandomize=True, database=None, max_examples=40)
    @for_all(st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("123")), max_size=8))
    def test_whatever_is_tried(self, tried: list[tuple[str, str]]) -> None:
        story = told()
        for person, to in tried:
            outcome = story.when(solid(f"s{person}", f"s{to}"))
            story = outcome.story if outcome.refusal is None else story
        for person in ("s1", "s2", "s3"):
            top = chain(story.programme, person)[-1]
            assert manager(story, top) is None

    def test_a_circle_made_by_what_came_late_ends_where_it_began(self) -> None:
        late = told(on("2024-03-01", solid("s2", "s1")), on("2024-01-01", solid("s1", "s2")))
        assert chain(late.programme, "s1") == ("s1", "s2")


@pytest.mark.requirement("S-M6")
class TestLI4EndingALine:
    def test_that_stands(self) -> None:
        after = told(solid("s1", "s2")).when(ReportsToEnded("s1", "s2", LineKind.SOLID)).then()
        assert manager(after) is None

    def test_not_one_that_does_not(self) -> None:
        story = told(solid("s1", "s2"))
        story.when(ReportsToEnded("s1", "s3", LineKind.SOLID)).then_refused(NoSuchLine)
        story.when(ReportsToEnded("s1", "s2", LineKind.DOTTED)).then_refused(NoSuchLine)


@pytest.mark.requirement("S-M6")
class TestLI5WhoLeft:
    @pytest.mark.parametrize("who", ["s1", "s2"])
    def test_reports_to_nobody_and_nobody_to_them_even_once_back(self, who: str) -> None:
        story = told(
            solid("s1", "s2"), on("2024-06-01", StaffLeft(who)), on("2024-07-01", StaffReturned(who))
        )
        assert [manager(story.on(d)) for d in ("2024-05-31", "2024-06-15", "2024-08-01")] == [
            "s2",
            None,
            None,
        ]
