"""What the customer was shown of the plan: words released, editions given at reviews, and what they said."""

from __future__ import annotations

from typing import Final

from majoracct.cli.demo.storyteller import HERO, Chapter, Storyteller
from majoracct.domain.account import editions, feedback, governance

__all__ = ["SHOWN"]


def _harrow_reads(s: Storyteller) -> Chapter:
    a, who, kind = HERO, s.things, feedback.FeedbackKind
    fair = "Show the timetable at the rail fair"
    yield "2024-06-20"
    for called, words in (
        ("timetable", "The timetable of 2026, drawn with you"),
        ("Plan every depot shift overnight", "Every depot's shifts, planned overnight"),
        (fair, "Your timetable, shown at the rail fair"),
        ("Keep a help desk in the control room", "A help desk in your control room"),
    ):
        s.record(a, editions.PlanItemReleased(who[called], words))
    yield "2024-06-25"
    s.record(a, editions.CustomerEditionIssued((who["marta"], who["ines"]), who["review 2024-06-24"]))
    yield "2024-07-02"
    for called, each, by, text in (
        ("timetable", kind.CONFIRMATION, "marta", None),
        ("Plan every depot shift overnight", kind.CONFIRMATION, "ines", None),
        (fair, kind.FEEDBACK, "marta", "show it once the board has seen it"),
    ):
        s.record(a, feedback.CustomerFeedbackReceived(who[called], each, who[by], text))


def _harrow_reviews(s: Storyteller) -> Chapter:
    for day in ("2024-03-25", "2024-06-24", "2024-09-23", "2024-12-16"):
        yield day
        s.record(
            HERO,
            governance.MeetingHeld(
                governance.MeetingKind.BUSINESS_REVIEW,
                s.things["kim"],
                "quarterly",
                (s.things["marta"], s.things["ines"]),
            ),
            called=f"review {day}",
        )


SHOWN: Final = (_harrow_reviews, _harrow_reads)
