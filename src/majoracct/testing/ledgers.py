"""Random ledgers of some length, for hypothesis: a qualification as it should go, and much that does not.

Three accounts are opened. One of them goes the way to major status, at a random pace; random requests
follow, most of them back-dated among what is there: decisions, policies, mergers, withdrawals and
corrections of whatever is on record. What the rules refuse is passed over, so every fact was admitted.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import frozen
from hypothesis import strategies as st

from majoracct.adapters.storage import memory
from majoracct.domain.account.delivery import DeliveryCompleted
from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import ActionAdded, PlanDrafted
from majoracct.domain.account.profile import (
    AccountOpened,
    FinancialStatementFiled,
    OrgChartFiled,
    PrecisFiled,
    StatementKind,
)
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationOpened,
    QualificationRefused,
    QualificationReviewed,
    QualificationRevoked,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    InfluenceLinked,
    LinkKind,
    StakeholderIdentified,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.kernel import PROGRAMME, AccountEvent, Event, Fact, FactWithdrawn
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Aim, Level
from majoracct.ledger import Ledger
from majoracct.testing.given import money
from majoracct.testing.histories import (
    ACCOUNTS,
    Correcting,
    Merging,
    Recording,
    Step,
    Withdrawing,
    days,
    event,
    one_of,
    play,
    ticking,
)

__all__ = ["LEAST", "Kept", "decisive", "ledgers", "requests"]

LEAST: Final = 30  # facts that every random ledger holds
_OPENED: Final = dt.date(2020, 1, 1)
_PACE: Final = st.sampled_from((0, 0, 3, 20))  # days; what comes first on a day matters, too
_AHEAD: Final = (dt.date(2024, 12, 31), dt.date(2025, 6, 1))  # days that had not come when they were told


@frozen
class Kept:
    """A random ledger, in memory, and what it holds."""

    ledger: Ledger

    @property
    def facts(self) -> list[Fact]:
        """Every fact, by position."""
        return list(self.ledger.store.facts())

    @property
    def head(self) -> int:
        """The last position."""
        return self.ledger.store.head()

    def go_on(self, more: Sequence[Step]) -> None:
        """Put MORE requests to it."""
        play(self.ledger, more)

    @property
    def days(self) -> tuple[dt.date, ...]:
        """A few days worth asking about: when somebody last decided, and when most had happened."""
        decided = [f.on for f in self.facts if isinstance(f.event, decisive()) and f.on not in _AHEAD]
        return (max(decided, default=dt.date(2023, 5, 1)), dt.date(2024, 5, 31))

    @property
    def traits(self) -> dict[str, bool]:
        """Which of the things that make time difficult it holds."""
        facts = self.facts
        accounts = [f for f in facts if f.stream in ACCOUNTS]
        named = {type(f.event).__name__ for f in facts}
        return {
            "a withdrawal": any(_withdraws(f, replaced=False) for f in facts),
            "a correction": any(_withdraws(f, replaced=True) for f in facts),
            "a correction on the same day": any(f.inherited_place for f in facts),
            "a correction on another day": any(f.corrects and not f.inherited_place for f in facts),
            "a correction of a correction": any(f.corrects and f.corrects != f.origin for f in facts),
            "a late fact": any(b.on < a.on for a, b in itertools.pairwise(accounts)),
            "a fact of a day to come": any(f.on in _AHEAD for f in accounts),
            "a policy change": sum(isinstance(f.event, PolicyAdopted) for f in facts) > 1,
            "a merger": "AccountAbsorbed" in named,
            "a decision": bool(named & {kind.__name__ for kind in decisive()}),
        }


def _withdraws(fact: Fact, *, replaced: bool) -> bool:
    return isinstance(fact.event, FactWithdrawn) and bool(fact.event.replaced_by) is replaced


def decisive() -> tuple[type[AccountEvent[Any]], ...]:
    """Return the events by which somebody decides on an account."""
    return (
        QualificationGranted,
        QualificationRefused,
        QualificationReviewed,
        QualificationRevoked,
        TierMoved,
    )


def _qualifying(key: str) -> Iterator[Event[Any]]:
    """Yield what happens to the account KEY, once opened, on the way to major status and after it."""
    yield OrgChartFiled()
    yield PrecisFiled(("building",), "They build.")
    yield FinancialStatementFiled(StatementKind.AUDITED_ACCOUNTS)
    yield StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL, name="Ann")
    yield StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.C_LEVEL, name="Bo")
    yield InfluenceLinked("p1", "p2", LinkKind.PEER)
    yield SponsorNamed("p1", "CFO", "capital spend")
    yield DeliveryCompleted(successful=True, title="Alpha")
    for measure in Measure:
        yield ValueDocumented(measure, "late payments", "31% fewer", project=f"{key}@9")
    yield OpportunityIdentified("Beta", money("1,200,000"), dt.date(2027, 6, 30))
    yield PlanDrafted("Grow", (f"{key}@13",))
    for aim in Aim:
        yield ActionAdded("a visit", aim)
    yield RevenueRecorded(money("400,000"))
    yield QualificationOpened()
    yield QualificationGranted()
    yield SponsorshipEnded("p1")
    yield SponsorNamed("p1", "CFO", "capital spend")


@st.composite
def _story(draw: st.DrawFn) -> list[Step]:
    """Draw the opening of every account, and one account's way to major status."""
    opened: list[Step] = [Recording(key, AccountOpened(key.title()), _OPENED) for key in ACCOUNTS]
    key = draw(st.sampled_from(ACCOUNTS))
    day = draw(st.dates(dt.date(2021, 1, 1), dt.date(2023, 1, 1)))
    steps: list[Step] = []
    for happened in _qualifying(key):
        day += dt.timedelta(days=draw(_PACE))
        steps.append(Recording(key, happened, day))
    return [*opened, *steps]


@st.composite
def requests(draw: st.DrawFn, *, min_size: int = 12, max_size: int = 24) -> list[Step]:
    """Draw random requests about accounts that are there, in no order of days.

    A withdrawal, corrections, a policy and a merger are always among them.
    """
    index_ = st.integers(0, 60)
    account, ahead = st.sampled_from(ACCOUNTS), st.sampled_from(_AHEAD)
    decision = st.sampled_from(decisive()).flatmap(event)
    late = st.dates(dt.date(2024, 5, 1), dt.date(2024, 5, 31))
    withdrawing = st.builds(Withdrawing, index_)
    on_the_day = st.builds(Correcting, index_, index_, st.none())
    again = st.builds(Correcting, st.just(-1), index_, st.none())  # the last fact, often a correction
    moving = st.builds(Correcting, index_, index_, days())
    policy = st.builds(Recording, st.just(PROGRAMME), event(PolicyAdopted), days())
    merging = st.builds(
        lambda pair, on: Merging(pair[0], pair[1], on),
        st.permutations(ACCOUNTS).map(lambda keys: keys[:2]),
        st.one_of(late, st.just(_AHEAD[-1]), days()),
    )
    one: st.SearchStrategy[Step] = st.one_of(
        st.builds(Recording, account, one_of(), days()),
        st.builds(Recording, account, event(RevenueRecorded), st.one_of(days(), ahead)),
        st.builds(Recording, account, decision, st.one_of(days(), ahead)),
        policy,
        withdrawing,
        on_the_day,
        moving,
        merging,
    )
    always: list[st.SearchStrategy[Step]]
    always = [withdrawing, on_the_day, on_the_day, moving, policy, merging]
    drawn = draw(st.lists(one, min_size=min_size - len(always), max_size=max_size - len(always)))
    mixed = draw(st.permutations([*drawn, *(draw(each) for each in always)]))
    return [*mixed, draw(on_the_day), draw(again)]


@st.composite
def ledgers(draw: st.DrawFn, *, at_least: int = LEAST) -> Kept:
    """Draw a ledger of AT_LEAST so many facts, everything in which was admitted by the rules."""
    ids = itertools.count(1)
    kept = Kept(
        Ledger.establish(
            memory.create("", "ledger-1", 0),
            currency="GBP",
            by="kim",
            clock=ticking(),
            new_id=lambda: f"id-{next(ids)}",
        )
    )
    kept.go_on(draw(_story()))
    kept.go_on(draw(requests()))
    while kept.head < at_least:
        kept.go_on(draw(requests()))
    return kept
