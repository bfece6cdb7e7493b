"""What `why` costs on a large account: against a plain replay of it, and against trying every fact.

    python benchmarks/why.py [--facts 10000] [--repeat 5]

A plain replay reads every fact of the account from the file once, and folds every topic of it. `why`
opens the ledger, makes the whole dossier and its text. The naive way takes each fact away in turn and
replays the topics the criteria read; it is timed on a sample, and the time for all is worked out.

Four accounts are measured. Mixed: every kind of fact an account has, all five criteria holding. Dense: facts
only in the topics the criteria read, a thousand opportunities among them. Exact: as dense, but the plan
reaches the threshold with nothing to spare, so that every opportunity in it is needed. Restless: as dense,
and what the criteria rest on changes on hundreds of days.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import gc
import io
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve

from majoracct.cli import root
from majoracct.domain.account.criteria import judged
from majoracct.domain.account.delivery import DeliveryCompleted, DeliveryStarted
from majoracct.domain.account.opportunities import (
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityReopened,
)
from majoracct.domain.account.plan import ActionAdded, ActionDropped, OpportunityPlanned, PlanDrafted
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
    RelationshipAssessed,
    StakeholderIdentified,
    Strength,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.assessments.dossier import dossier
from majoracct.domain.kernel import AccountEvent, Fact
from majoracct.domain.money import Money
from majoracct.domain.past import Facts
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Aim, Level
from majoracct.domain.seen import Account
from majoracct.ledger import Ledger
from majoracct.ports import Command

KEY = "acme"
FIRST = dt.date(2020, 1, 1)
LAST = dt.date(2024, 12, 31)
NOW = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)
CLOSES = dt.date(2026, 6, 30)


def gbp(amount: int) -> Money:
    """Return so many pounds."""
    return Money(Decimal(amount), "GBP")


class Story:
    """An account's facts, written down as a ledger that judged them would have."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same account every time
        self.facts: list[Fact] = []

    def tell(self, event: AccountEvent[Any], day: dt.date | None = None) -> str:
        """Write down that EVENT happened, by default on some day after the last of the first ones."""
        on = day or FIRST + dt.timedelta(days=self.random.randrange(30, (LAST - FIRST).days))
        fact = Fact(KEY, len(self.facts) + 1, 0, event, on, "kim", "account manager", channel="import")
        self.facts.append(fact)
        return fact.reference

    def some(self, among: list[str]) -> str:
        """Return one of the references or persons AMONG."""
        return self.random.choice(among)


def qualified(story: Story) -> tuple[list[str], str]:
    """Tell what all five criteria ask for; return the people and a project."""
    day = FIRST
    story.tell(AccountOpened("Acme"), day)
    people = [f"p{n}" for n in range(40)]
    for person in people:
        story.tell(StakeholderIdentified(person, BuyingFunction.FINANCE, Level.EXECUTIVE, person), day)
    recent = LAST - dt.timedelta(days=200)
    for filed in (
        OrgChartFiled(),
        PrecisFiled(("water",), "Runs the water works."),
        FinancialStatementFiled(StatementKind.BALANCE_SHEET),
    ):
        story.tell(filed, recent)
    project = story.tell(DeliveryStarted("billing"), day)
    story.tell(DeliveryCompleted(successful=True, project=project), day)
    for measure in Measure:
        story.tell(ValueDocumented(measure, measure.value, "31% fewer", project=project), day)
    story.tell(SponsorNamed(people[0], "CFO", "capital spend"), day)
    story.tell(InfluenceLinked(people[0], people[1], LinkKind.PEER), day)
    for aim in Aim:
        story.tell(ActionAdded(f"for {aim.value}", aim), day)
    return people, project


def planned(story: Story, opportunities: int, worth: int) -> list[str]:
    """Tell of a plan that counts on so many OPPORTUNITIES, each WORTH so much; return them."""
    each = OpportunityIdentified("a deal", gbp(worth), CLOSES)
    found = [story.tell(each, FIRST) for _ in range(opportunities)]
    story.tell(PlanDrafted("the plan", tuple(found[: opportunities // 2])), FIRST + dt.timedelta(days=1))
    for deal in found[opportunities // 2 :]:
        story.tell(OpportunityPlanned(deal))
    return found


def mixed(facts: int) -> list[Fact]:
    """Return an account of every kind: half of it revenue, the rest people, opportunities, work."""
    story = Story(1)
    people, project = qualified(story)
    deals = planned(story, 60, 25_000)
    free = [story.tell(OpportunityIdentified(f"other {n}", gbp(5_000), CLOSES)) for n in range(facts // 20)]
    while len(story.facts) < facts:
        story.tell(RevenueRecorded(gbp(len(story.facts))))
        story.tell(
            story.random.choice(
                [
                    RevenueRecorded(gbp(7)),
                    RelationshipAssessed(story.some(people), Strength.GOOD),
                    InfluenceLinked(story.some(people), story.some(people), LinkKind.ADVISES),
                    OpportunityEstimated(story.some([*deals, *free]), gbp(26_000)),
                    ActionAdded("call", story.random.choice(list(Aim))),
                    ValueDocumented(Measure.KPI, "calls", "fewer", project=project),
                    SponsorNamed(story.some(people), "CFO", "spend"),
                ]
            )
        )
    return story.facts[:facts]


def dense(facts: int, worth: int = 1_500) -> list[Fact]:
    """Return an account of nothing but what the criteria read, a tenth of it opportunities of one plan."""
    story = Story(2)
    people, project = qualified(story)
    deals = planned(story, facts // 10, worth)
    actions: list[str] = []
    while len(story.facts) < facts:
        action = story.tell(ActionAdded("call", story.random.choice(list(Aim))))
        actions.append(action)
        other = story.tell(DeliveryStarted(f"project {len(story.facts)}"))
        person = story.some(people[2:])
        for event in (
            OpportunityIdentified("more", gbp(900), CLOSES),
            ValueDocumented(story.random.choice(list(Measure)), "calls", "fewer", project=other),
            ValueDocumented(Measure.KPI, "calls", "fewer", project=project),
            DeliveryCompleted(successful=True, project=other),
            SponsorNamed(person, "CFO", "spend"),
            SponsorshipEnded(person),
            InfluenceLinked(story.some(people), story.some(people), LinkKind.ADVISES),
            OrgChartFiled(),
            ActionDropped(story.some(actions)),
            RelationshipAssessed(story.some(people), Strength.GOOD),
        ):
            story.tell(event)
    del deals
    return story.facts[:facts]


def exact(facts: int) -> list[Fact]:
    """Return as dense an account, of which every opportunity in the plan is needed."""
    return dense(facts, 10_000_000 // facts)


def restless(facts: int) -> list[Fact]:
    """Return an account in which what the criteria rest on changes all the time."""
    story = Story(3)
    people, _ = qualified(story)
    deals = planned(story, 20, 60_000)
    while len(story.facts) < facts:
        deal, person = story.some(deals), story.some(people[:4])
        for event in (
            OpportunityEstimated(deal, gbp(story.random.randrange(50_000, 70_000))),
            OpportunityLost(deal),
            OpportunityReopened(deal),
            SponsorshipEnded(person),
            SponsorNamed(person, "CFO", "spend"),
        ):
            story.tell(event)
    # Whatever became of them in between, in the end all of them are there.
    del story.facts[facts - len(deals) :]
    for deal in deals:
        story.tell(OpportunityReopened(deal), LAST)
    story.facts[-1] = evolve(story.facts[-1], event=SponsorNamed(people[0], "CFO", "spend"))
    return story.facts[:facts]


def recorded(path: Path, facts: list[Fact]) -> None:
    """Write FACTS down in a ledger of their own."""
    instants = iter(range(10**9))
    with Ledger.create(
        path, currency="GBP", by="kim", clock=lambda: NOW + dt.timedelta(seconds=next(instants))
    ) as ledger:
        for start in range(0, len(facts), 500):
            part = facts[start : start + 500]
            commands = [Command(f"b{fact.version}", (fact,)) for fact in part]
            ledger.store.append(commands, {KEY: start}, ledger.instant())


def replay(path: Path) -> Account:
    """Read every fact of the account, and fold every topic of it once."""
    with Ledger.open(path) as ledger:
        past = Facts(ledger.store.facts())
        account = Account(KEY, LAST, past)
        for topic in {f.event.topic for f in past.live(KEY)}:
            past.fold(topic, account.streams)
        return account


def why(path: Path) -> None:
    """Ask why, as one does on the command line."""
    # Its status is not major: the answer ends with 1, which is no fault.
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        root(["--ledger", str(path), "why", KEY, "--as-of", str(LAST)], standalone_mode=False)


def naive(account: Account, gone: Iterable[Fact]) -> None:
    """Take each of the facts GONE away in turn, replay the topics the criteria read, and judge."""
    terms = account.programme[Policy].terms
    streams = (KEY, "programme", "ledger")
    for fact in gone:
        held = [f for s in streams for f in account.past.live(s) if f is not fact]
        judged(Account(KEY, LAST, Facts(held)), terms)


def seconds(work: Callable[[], object]) -> float:
    """Return how long WORK takes, with nothing left over from before."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--facts", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--only", choices=sorted(ACCOUNTS))
    given = parser.parse_args()
    print(f"an account of {given.facts} facts, median of {given.repeat}")
    print(f"{'':<34}{'seconds':>9}{'/ replay':>10}")
    with tempfile.TemporaryDirectory() as name:
        for called, made in ACCOUNTS.items():
            if given.only in (None, called):
                path = Path(name) / f"{called}.db"
                facts = made(given.facts)
                recorded(path, facts)
                measure(called, path, given.repeat)


def measure(called: str, path: Path, repeat: int) -> None:
    """Measure one account, and print its lines."""
    account = replay(path)
    found = dossier(account, account.programme[Policy].terms)
    held = [len(each.fails_without) for each in found.criteria]
    plain = statistics.median(seconds(partial(replay, path)) for _ in range(repeat))
    asked = statistics.median(seconds(partial(why, path)) for _ in range(repeat))
    live = account.past.live(KEY)
    sample = live[:: max(1, len(live) // 5)]
    each = seconds(partial(naive, account, sample)) / len(sample)
    print(f"{called}: {'met' if found.met else 'unmet'}, would fail without {sum(held)} facts {held}")
    for what, taken in (("plain replay", plain), ("why", asked), ("every fact in turn", each * len(live))):
        print(f"{'  ' + what:<34}{taken:9.3f}{taken / plain:10.2f}")


ACCOUNTS = {"mixed": mixed, "dense": dense, "exact": exact, "restless": restless}

if __name__ == "__main__":
    main()
