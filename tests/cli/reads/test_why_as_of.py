"""`why --as-of`: no decision is told that holds from a later day than the one asked."""

from __future__ import annotations

from typing import Any

import pytest

from majoracct.domain.account.qualification import QualificationRevoked

Book = Any


def _decisions(book: Book, day: str, code: int) -> list[str]:
    data = book.json("why", "acme", "--as-of", day, code=code)["data"]
    return [found["decision"] for found in data["decisions"]]


@pytest.mark.requirement("B-Q6")
class TestDecisionsOfALaterDay:
    @pytest.mark.parametrize(
        ("day", "code", "decisions"),
        [
            ("2024-04-02", 1, []),
            ("2024-04-03", 0, ["grant"]),
            ("2024-04-30", 0, ["grant"]),
            ("2024-05-01", 0, ["grant", "tier"]),
            ("2025-01-01", 1, ["grant", "tier", "revoke"]),
        ],
    )
    def test_are_left_out(self, major: Book, day: str, code: int, decisions: list[str]) -> None:
        major.record("acme", QualificationRevoked(), "2025-01-01", reason="left us")
        assert _decisions(major, day, code) == decisions

    def test_are_left_out_of_the_text(self, major: Book) -> None:
        assert "No decision was taken so far." in major.text("why", "acme", "--as-of", "2024-04-02", code=1)
        told = major.text("why", "acme", "--as-of", "2024-04-03").partition("Decisions so far")[2]
        assert "acme@23" in told
        assert "2024-05-01" not in told

    def test_are_left_out_when_withdrawn_too(self, major: Book) -> None:
        major.withdraw("acme@23", "the board had not met")
        assert _decisions(major, "2024-04-02", 1) == []
        assert _decisions(major, "2024-04-03", 1) == ["grant"]
