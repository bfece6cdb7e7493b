"""Which accounts were reported on a status call; one class a rule."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from majoracct.domain.account.governance import Rag, StatusReported
from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged
from majoracct.domain.account.qualification import QualificationGranted, QualificationRevoked
from majoracct.domain.assessments.status_call import Call, calls, on_call, unasked
from majoracct.domain.programme.status_calls import StatusCallHeld
from majoracct.testing.given import Given, corrected, given, on

CALL = Call("programme@2", "programme@2", "May", dt.date(2024, 4, 1), None)
HELD = on("2024-04-01", StatusCallHeld("May"))
MAJOR = on("2024-01-01", QualificationGranted())
SAID = StatusReported("programme@2", Rag.AMBER, "an action slipped", "s1")


def reported(story: Given) -> list[tuple[str, bool]]:
    return [(one.account, one.reported is not None) for one in on_call(story.account, CALL)]


@pytest.mark.requirement("B-G3")
class TestCALL1ToBeReported:
    def test_is_who_was_major_on_the_day_of_the_call(self) -> None:
        assert reported(given(HELD, MAJOR)) == [("acme", False)]
        assert reported(given(HELD)) == []
        assert reported(given(HELD, on("2024-04-02", QualificationGranted()))) == []

    def test_and_lost_its_status_since(self) -> None:
        assert reported(given(HELD, MAJOR, on("2024-04-02", QualificationRevoked()))) == [("acme", False)]
        assert reported(given(HELD, MAJOR, on("2024-04-01", QualificationRevoked()))) == []

    def test_with_the_fact_that_made_it_major(self) -> None:
        (one,) = on_call(given(HELD, MAJOR).account, CALL)
        assert (one.name, one.status) == ("acme", "acme@1")

    def test_and_who_has_merged_into_it_since(self) -> None:
        def merged(day: str) -> Given:
            return given(
                HELD,
                MAJOR,
                on("2024-01-01", QualificationGranted(), to="bolt"),
                on("2024-04-01", SAID, to="bolt"),
                on(day, AccountMerged("acme"), to="bolt"),
                on(day, AccountAbsorbed("bolt")),
            )

        assert reported(merged("2024-04-02")) == [("acme", False), ("bolt", True)]
        assert reported(merged("2024-04-01")) == [("acme", False)]


@pytest.mark.requirement("B-G3")
class TestCALL2Reported:
    @pytest.mark.parametrize("day", ["2024-04-01", "2024-04-20"])
    def test_is_what_was_said_for_that_call_then_or_later(self, day: str) -> None:
        (one,) = on_call(given(HELD, MAJOR, on(day, SAID)).account, CALL)
        assert one.reported is not None
        assert (one.reported.rag, one.reported.text, one.reported.by) == (
            Rag.AMBER,
            "an action slipped",
            "s1",
        )
        assert one.reported.fact == "acme@2"

    def test_is_not_what_was_said_for_another(self) -> None:
        other = StatusReported("programme@3", Rag.GREEN, "all well", "s1")
        assert reported(given(HELD, MAJOR, on("2024-04-20", other))) == [("acme", False)]

    def test_is_not_what_is_said_after_the_day_asked(self) -> None:
        assert reported(given(HELD, MAJOR, on("2024-04-20", SAID)).on("2024-04-19")) == [("acme", False)]

    def test_without_being_major_is_told_apart(self) -> None:
        story = given(HELD, on("2024-04-01", SAID))
        assert (reported(story), unasked(story.account, CALL)) == ([], ["acme"])
        assert unasked(given(HELD, MAJOR, on("2024-04-01", SAID)).account, CALL) == []

    @for_all(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=6))
    def test_with_those_not_reported_makes_all_that_were_major(self, drawn: list[tuple[bool, bool]]) -> None:
        told = [
            on("2024-01-01" if event is MAJOR else "2024-04-01", *event.events, to=f"a{n}")
            for n, (major, said) in enumerate(drawn)
            for event, wanted in ((MAJOR, major), (on("2024-04-01", SAID), said))
            if wanted
        ]
        story = given(HELD, *told)
        each = [one for n in range(len(drawn)) for one in on_call(story.about(f"a{n}").account, CALL)]
        said = [one.account for one in each if one.reported is not None]
        assert len(each) == sum(major for major, _ in drawn)
        assert said == [f"a{n}" for n, (major, reports) in enumerate(drawn) if major and reports]


@pytest.mark.requirement("B-G3")
class TestCALL3HowRegular:
    def test_is_told_by_the_days_between(self) -> None:
        story = given(
            HELD, on("2024-03-01", StatusCallHeld("April")), on("2024-04-29", StatusCallHeld("June"))
        )
        assert [(c.fact, c.name, c.days) for c in calls(story.programme)] == [
            ("programme@3", "April", None),
            ("programme@2", "May", 31),
            ("programme@4", "June", 28),
        ]
        assert [c.name for c in calls(story.on("2024-04-01").programme)] == ["April", "May"]

    def test_a_call_that_was_corrected_is_told_by_what_holds_now(self) -> None:
        (call,) = calls(given(HELD, corrected("programme@2", StatusCallHeld("Mai"))).programme)
        assert (call.key, call.fact, call.name) == ("programme@2", "programme@4", "Mai")
