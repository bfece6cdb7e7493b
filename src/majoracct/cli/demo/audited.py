"""What an auditor comes upon: closed books, what got past them, and what was withdrawn or forgotten."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from majoracct.cli.demo.storyteller import Chapter, Storyteller
from majoracct.domain.account import claims, expectations, promises
from majoracct.domain.account import relationships as people
from majoracct.domain.programme.periods import PeriodClosed

__all__ = ["AUDITED"]

VERA: Final = ("vera", "controller")


def _books_are_closed(s: Storyteller) -> Chapter:
    yield "2024-10-14"
    s.adopt(PeriodClosed(dt.date(2024, 9, 30)), "the third quarter is reported")


def _meridian_loses_its_sponsor(s: Storyteller) -> Chapter:
    """Tell what nobody noticed: by then the books were closed, and the controller lets it in."""
    yield "2024-11-20"
    s.record(
        "meridian",
        people.StakeholderLeft(s.things["piet"]),
        who=VERA,
        ago=68,
        reason="their report says so; nobody here had noticed",
        document="meridian-report-2024.txt",
    )


def _northmoor_disputes(s: Storyteller) -> Chapter:
    a, calls = "northmoor", "calls about bills"
    yield "2024-11-12"
    s.record(a, claims.BenefitClaimed(s.things[calls], s.things["dev"]))
    yield "2024-11-26"
    s.record(
        a,
        claims.BenefitDisputed(s.things[calls], s.things["dev"], "their own call centre did it"),
        document="northmoor-letter-2024-11-26.txt",
    )
    yield "2024-12-09"
    s.withdraw("Publish the billing figures", who=VERA, reason="planned for the county, never for Northmoor")


def _meridian_waits(s: Storyteller) -> Chapter:
    """Let the day of a promise pass, on which nobody measures."""
    a, due = "meridian", dt.date(2024, 11, 30)
    yield "2024-08-19"
    s.record(a, promises.PromiseMade("Every berth told a day ahead", due), called="a day ahead")
    s.record(
        a,
        promises.BenchmarkAgreed(
            "ships told their berth a day ahead",
            Decimal(95),
            due,
            s.things["amal"],
            "%",
            expectations.Direction.HIGHER,
            Decimal(40),
            s.things["a day ahead"],
        ),
    )


AUDITED: Final = (_books_are_closed, _meridian_loses_its_sponsor, _northmoor_disputes, _meridian_waits)
