"""The storyteller: records a fiction in a ledger, each fact on the day it became known."""

from __future__ import annotations

import datetime as dt
import hashlib
import heapq
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias, cast

from majoracct.domain.account import (
    mergers,
    plan,
    profile,
    value,
)
from majoracct.domain.account import relationships as people
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.kernel import PROGRAMME, AccountEvent, Assurance, Evidence, ProgrammeEvent
from majoracct.domain.money import Money
from majoracct.domain.programme import staff
from majoracct.domain.programme.terms import Aim, Level
from majoracct.ledger import Desk, Ledger, Request

__all__ = [
    "BEN",
    "CURRENCY",
    "DOCUMENTS",
    "FIRST_DAY",
    "HERO",
    "IDA",
    "KIM",
    "LAST_DAY",
    "NAMES",
    "SUE",
    "Chapter",
    "Storyteller",
    "digest",
    "document_results",
    "file_profile",
    "gbp",
    "plan_actions",
    "tell_all",
]

# What was shown for a fact and is known by its digest: each document's name, and what it says.
DOCUMENTS: Final = {
    "meridian-report-2024.txt": "Meridian Ports, half-year report 2024\n"
    "The board thanks its Terminal Manager, who left on 13 September 2024.\n",
    "northmoor-letter-2024-11-26.txt": "Northmoor City Council, 26 November 2024\n"
    "The calls fell with our own new call centre. We do not put that down to your billing.\n",
}

CURRENCY: Final = "GBP"
FIRST_DAY: Final = dt.date(2021, 1, 4)
LAST_DAY: Final = dt.date(2024, 12, 31)
HERO: Final = "harrow-vale"

NAMES: Final = {
    "harrow-vale": "Harrow & Vale Railways",
    "northmoor": "Northmoor City Council",
    "lindqvist": "Lindqvist Foods",
    "castellan": "Castellan Insurance",
    "ostermark": "Ostermark Steel",
    "pinewood": "Pinewood Clinics",
    "meridian": "Meridian Ports",
    "saltmarsh": "Saltmarsh Energy",
    "brightwell": "Brightwell Borough",
}

Chapter: TypeAlias = Iterator[str]  # the days on which something became known

KIM: Final = ("kim", "account manager")
SUE: Final = ("sue", "sales executive")
BEN: Final = ("ben", "business-development executive")
IDA: Final = ("ida", "programme manager")


class Storyteller:
    """Records the story in a ledger, each fact when it happened or a little later.

    The clock it gives the ledger stands still within a fact, and moves on with the days.
    """

    def __init__(self, path: str) -> None:
        """Create a ledger at PATH to tell the story into. Raises LedgerExistsError."""
        self.now = dt.datetime.combine(FIRST_DAY, dt.time(8), dt.UTC)
        self._ids = 0
        self.things: dict[str, str] = {}  # what the story calls a thing: the fact that created it
        self.ledger = Ledger.create(
            path,
            currency=CURRENCY,
            zone="Europe/London",
            until=LAST_DAY,
            by=IDA[0],
            role=IDA[1],
            ledger_id="demo",
            clock=self.clock,
            new_id=self.new_id,
        )

    def clock(self) -> dt.datetime:
        """Return the present of the story."""
        return self.now

    def new_id(self) -> str:
        """Return the next id: the same in every telling."""
        self._ids += 1
        return f"{self._ids:06d}"

    def _desk(
        self, who: tuple[str, str], reason: str = "", ago: int = 0, evidence: tuple[Evidence, ...] = ()
    ) -> Desk:
        self.now += dt.timedelta(minutes=7)
        desk = self.ledger.desk(by=who[0], role=who[1], assurance=Assurance.ASSERTED, channel="demo")
        return desk.on(self.now.date() - dt.timedelta(days=ago), reason=reason, evidence=evidence)

    def record(
        self,
        account: str,
        event: AccountEvent[Any],
        *,
        who: tuple[str, str] = KIM,
        reason: str = "",
        ago: int = 0,
        shown: str = "",
        document: str = "",
        called: str = "",
    ) -> None:
        """Record EVENT, true some days AGO; from here on what it created is CALLED so.

        shown: the name of what was shown for it, or document: of what is told by its digest, too.
        """
        evidence = (Evidence(shown),) if shown else (digest(document),) if document else ()
        fact = self._desk(who, reason, ago, evidence).record(account, event)
        if called:
            self.things[called] = fact.id

    def meet(
        self,
        account: str,
        name: str,
        title: str,
        function: people.BuyingFunction,
        level: Level,
        called: str,
    ) -> None:
        """Identify somebody at the customer, CALLED so from here on."""
        facts = self._desk(KIM).carry_out(
            account, people.identify, name=name, function=function, level=level, title=title
        )
        self.things[called] = cast("people.StakeholderIdentified", facts[0].event).person

    def merge(self, account: str, into: str, reason: str) -> None:
        """Merge one account into another."""
        self._desk(IDA, reason).carry_out(account, mergers.merge, into=into)

    def correct(self, called: str, *, who: tuple[str, str], reason: str, **changes: Any) -> None:
        """Correct the fact that created what the story CALLED so."""
        desk = self.ledger.desk(by=who[0], role=who[1], assurance=Assurance.ASSERTED, channel="demo")
        desk.on(reason=reason).correct(self.things[called], **changes)

    def withdraw(self, called: str, *, who: tuple[str, str], reason: str) -> None:
        """Withdraw the fact that created what the story CALLED so."""
        self._desk(who, reason).withdraw(self.things[called])

    def adopt(
        self, event: ProgrammeEvent[Any], reason: str = "", *, shown: str = "", called: str = ""
    ) -> None:
        """Record a programme event; from here on what it created is CALLED so."""
        evidence = (Evidence(shown),) if shown else ()
        fact = self._desk(IDA, reason, evidence=evidence).adopt(event)
        if called:
            self.things[called] = fact.id

    def hire(self, name: str, title: str, called: str) -> None:
        """Identify one of our own people, CALLED so from here on."""
        facts = self._desk(IDA).carry_out(PROGRAMME, staff.identify, name=name, title=title)
        self.things[called] = cast("staff.StaffIdentified", facts[0].event).person

    def pay(self, amounts: Mapping[str, int]) -> None:
        """Record what customers paid three days ago, in thousands."""
        day = self.now.date() - dt.timedelta(days=3)
        self._desk(("accounts", "finance"), "quarterly invoice run").record_all(
            [Request(a, RevenueRecorded(gbp(n)), day) for a, n in amounts.items() if n]
        )


def digest(document: str) -> Evidence:
    """Return what the ledger keeps of a DOCUMENT, by its name."""
    content = DOCUMENTS[document].encode()
    return Evidence(document, len(content), hashlib.sha256(content).hexdigest())


def gbp(thousands: int) -> Money:
    """Return so many thousand pounds."""
    return Money(Decimal(thousands) * 1000, CURRENCY)


def file_profile(s: Storyteller, account: str, *areas: str) -> None:
    """File the three documents of criterion 1."""
    s.record(account, profile.OrgChartFiled(), shown="org-chart.pdf")
    s.record(account, profile.PrecisFiled(areas, f"{NAMES[account]}: {', '.join(areas)}."))
    s.record(account, profile.FinancialStatementFiled(profile.StatementKind.AUDITED_ACCOUNTS))


def document_results(s: Storyteller, account: str, project: str, *results: tuple[str, str]) -> None:
    """Document a metric, a KPI and an ROI of a project: what was measured, and what came of it."""
    for measure, (title, result) in zip(value.Measure, results, strict=True):
        s.record(
            account, value.ValueDocumented(measure, title, result, project=s.things[project]), called=title
        )


def plan_actions(s: Storyteller, account: str, *tasks: str) -> None:
    """Plan an action for each of the four aims."""
    for aim, task in zip(Aim, tasks, strict=True):
        s.record(account, plan.ActionAdded(task, aim, owner="kim"), called=task)


def tell_all(story: Storyteller, chapters: Iterable[Chapter]) -> None:
    """Record what CHAPTERS tell, each day's facts on that day."""
    waiting: list[tuple[str, int, Chapter]] = []
    for number, chapter in enumerate(chapters):
        heapq.heappush(waiting, (next(chapter), number, chapter))
    while waiting:
        day, number, chapter = heapq.heappop(waiting)
        morning = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(9), dt.UTC)
        story.now = max(story.now, morning)
        following = next(chapter, None)
        if following is not None:
            heapq.heappush(waiting, (following, number, chapter))
