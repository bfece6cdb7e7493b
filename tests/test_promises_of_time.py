"""The promises of two clocks, over random ledgers of thirty facts and more (`majoracct.testing.ledgers`).

Each holds of every kind of answer there is (`questions.ASKED`): everything told, and every assessment
that the command line serves. Every ledger has mergers, policies, withdrawals, corrections and late facts
in it, or most have: `TestTheLedgers` says how many.
"""

from __future__ import annotations

import collections
import datetime as dt
import itertools
from collections.abc import Iterable
from typing import ClassVar

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from majoracct.adapters.storage import memory
from majoracct.cli.clocks import view
from majoracct.domain.account.criteria import CRITERIA, Criterion
from majoracct.domain.account.revenue import RevenueRecorded, by_year
from majoracct.domain.assessments.dossier import dossier
from majoracct.domain.assessments.history import known
from majoracct.domain.assessments.standing import line
from majoracct.domain.kernel import LEDGER, PROGRAMME, Fact, FactWithdrawn
from majoracct.domain.money import Money
from majoracct.domain.past import Facts
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account, Programme
from majoracct.ledger import Ledger
from majoracct.ports import Command, EventStore, NotFoundError
from majoracct.stored import StoredFacts
from majoracct.testing.given import money
from majoracct.testing.histories import ACCOUNTS, FIRST, Step
from majoracct.testing.ledgers import LEAST, Kept, ledgers, requests
from majoracct.testing.questions import ASKED, ask, decisions, there

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
BEFORE_ANY = dt.date(1999, 1, 1)
PARTS = st.sampled_from((0.9, 0.8, 0.6, 1.0))  # of a ledger; most of what is difficult comes late in it


def promise(examples: int) -> settings:
    """Return how thoroughly a promise is tried: the same EXAMPLES every time.

    What fails is not made smaller: that takes minutes for a ledger, and never gets below `LEAST` facts.
    """
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def cut(store: EventStore, position: int) -> memory.MemoryStore:
    """Return a new store that holds what STORE held up to POSITION, and nothing else."""
    copy = memory.create("", store.ledger_id, 0)
    for id_, group in itertools.groupby(store.facts(at=position), key=lambda fact: fact.command_id):
        facts = tuple(group)
        heads = copy.heads({fact.stream for fact in facts}, position)
        copy.append([Command(id_, facts)], heads, facts[0].recorded_at)
    return copy


def positions(kept: Kept, part: float) -> list[int]:
    """Return two positions of a ledger, one in it and the last; each ends an append.

    An append is whole or nothing: between its facts nobody ever saw the ledger, and no rule judged it.
    """
    facts = kept.facts
    inside = facts[int(len(facts) * part) - 1]
    return [max(f.position for f in facts if f.command_id == inside.command_id), kept.head]


def told(kept: Kept, position: int) -> list[dict[str, object]]:
    """Return every answer there is as known at POSITION, on each day worth asking about."""
    past = kept.ledger.past(position)
    return [ask(past, day) for day in kept.days]


class TestTheLedgers:
    SHARES: ClassVar = {
        "a withdrawal": 0.7,
        "a correction": 0.8,
        "a correction on the same day": 0.5,
        "a correction on another day": 0.3,
        "a correction of a correction": 0.3,
        "a late fact": 0.9,
        "a fact of a day to come": 0.2,
        "a policy change": 0.9,
        "a merger": 0.7,
        "a decision": 0.9,
    }

    def test_have_what_makes_time_difficult_in_them(self) -> None:
        found: collections.Counter[str] = collections.Counter()
        sizes: list[int] = []

        @promise(40)
        @for_all(ledgers())
        def look(kept: Kept) -> None:
            sizes.append(kept.head)
            found.update(trait for trait, there in kept.traits.items() if there)

        look()
        assert min(sizes) >= LEAST
        short = {
            trait: found[trait] for trait, share in self.SHARES.items() if found[trait] < share * len(sizes)
        }
        assert not short, f"too few of {len(sizes)} ledgers have them"


class TestForAFixedPositionAndDay:
    @promise(25)
    @for_all(kept=ledgers(), more=requests(), part=PARTS)
    def test_no_answer_changes_whatever_is_appended(self, kept: Kept, more: list[Step], part: float) -> None:
        asked, days = positions(kept, part), kept.days
        before = [ask(kept.ledger.past(position), day) for position in asked for day in days]
        kept.go_on(more)
        assert [ask(kept.ledger.past(position), day) for position in asked for day in days] == before

    @promise(25)
    @for_all(kept=ledgers(), part=PARTS)
    def test_every_answer_is_that_of_a_ledger_cut_off_there(self, kept: Kept, part: float) -> None:
        position = positions(kept, part)[0]
        shorter = cut(kept.ledger.store, position)
        assert [row[:7] for row in shorter.rows()] == [r[:7] for r in kept.ledger.store.rows()][:position]
        assert told(kept, position) == [ask(StoredFacts(shorter, shorter.head()), day) for day in kept.days]

    @promise(25)
    @for_all(kept=ledgers(), part=PARTS)
    def test_every_answer_is_the_same_however_it_is_read(self, kept: Kept, part: float) -> None:
        """Stream by stream, a topic of all streams at once, everything at once, and from facts in memory."""
        position, store = positions(kept, part)[0], kept.ledger.store
        by_topic, at_once = StoredFacts(store, position).fetch_all(), StoredFacts(store, position).fetch_all()
        known(at_once, ACCOUNTS)
        for past in (by_topic, at_once, Facts(store.facts(at=position))):
            assert [ask(past, day) for day in kept.days] == told(kept, position)
            for stream in (*ACCOUNTS, PROGRAMME, LEDGER, "nobody"):
                single = StoredFacts(store, position)
                assert (past.head(stream), past.first_day(stream)) == (
                    single.head(stream),
                    single.first_day(stream),
                )
                assert list(past.live(stream)) == list(single.live(stream))


class TestWithoutClocks:
    @promise(20)
    @for_all(kept=ledgers(), hours=st.integers(0, 48))
    def test_it_is_the_last_position_and_today(self, kept: Kept, hours: int) -> None:
        now = FIRST + dt.timedelta(days=60, hours=hours)
        ledger = Ledger(kept.ledger.store, clock=lambda: now)
        asked = view(ledger, None, None)
        assert (asked.on, asked.known_at) == (now.date(), kept.head)
        assert ask(asked.past, asked.on) == ask(ledger.past(kept.head), now.date())
        by_key = {account.key: account for account in asked.accounts}
        assert list(by_key) == [account.key for account in there(asked.past, asked.on)]
        for key, account in by_key.items():
            same = ledger.account(key)
            assert (same.on, same.known_at, same.facts) == (asked.on, kept.head, account.facts)


class TestAWithdrawal:
    # What these say of the past is that something was withdrawn; the others have forgotten it.
    TELLING = ("everything", "timeline", "decisions", "report conformance", "check")

    @promise(25)
    @for_all(kept=ledgers(), part=PARTS)
    def test_takes_effect_whatever_the_day(self, kept: Kept, part: float) -> None:
        """Every answer is that of a past in which what was withdrawn was never recorded."""
        position = positions(kept, part)[0]
        facts = list(kept.ledger.store.facts(at=position))
        gone = {f.event.target for f in facts if isinstance(f.event, FactWithdrawn)}
        rest = [f for f in facts if f.reference not in gone and not isinstance(f.event, FactWithdrawn)]
        never, past = Facts(rest, position), kept.ledger.past(position)
        for day in (*kept.days, dt.date(2021, 6, 1)):
            for name, question in ASKED.items():
                if name not in self.TELLING:
                    assert question(past, day) == question(never, day), name
            for key in ACCOUNTS:
                seen = Account(key, day, past)
                assert seen.facts == Account(key, day, never).facts
                assert not gone & {fact.reference for fact in seen.facts}
        # Who proposed is told as known then, by an opening that was withdrawn since, too.
        standing = [evolve(d, proposal=None) for d in decisions(past) if not d.withdrawn_by]
        assert standing == [evolve(d, proposal=None) for d in decisions(never)]


def place(fact: Fact, facts: dict[str, Fact]) -> int:
    """Return where FACT comes within its day, by looking back at what it corrects."""
    while fact.corrects and facts[fact.corrects].on == fact.on:
        fact = facts[fact.corrects]
    return fact.position


class TestACorrection:
    @promise(25)
    @for_all(kept=ledgers())
    def test_comes_where_what_it_corrects_came_unless_it_changes_the_day(self, kept: Kept) -> None:
        facts = {fact.reference: fact for fact in kept.facts}
        past = kept.ledger.past()
        for day, key in itertools.product(kept.days, ACCOUNTS):
            account = Account(key, day, past)
            expected = sorted(account.facts, key=lambda f: (f.on, f.time, place(f, facts)))
            assert account.facts == expected
            for topic in {fact.event.topic for fact in expected}:
                folded = [f for f in past.fold(topic, account.streams).facts if f.on <= day]
                assert folded == [f for f in expected if f.event.topic is topic]

    @promise(25)
    @for_all(kept=ledgers())
    def test_is_what_its_first_link_is_known_as_and_is_alone_in_force(self, kept: Kept) -> None:
        facts = {fact.reference: fact for fact in kept.facts}
        past = kept.ledger.past()
        for stream in (*ACCOUNTS, PROGRAMME):
            live = past.live(stream)
            assert len({fact.id for fact in live}) == len(live)
        for fact in facts.values():
            first = fact
            while first.corrects:
                assert facts[first.corrects].stream == fact.stream
                first = facts[first.corrects]
            assert fact.id == first.reference


class TestSince:
    @promise(30)
    @for_all(kept=ledgers())
    def test_is_the_first_day_of_the_unbroken_run(self, kept: Kept) -> None:
        """Held against every single day, under the policy in force on the day asked."""
        past = kept.ledger.past()
        for day in kept.days:
            for account in there(past, day):
                terms = account.programme[Policy].terms
                found = dossier(account, terms)
                runs = [first_day_of_the_run(account, criterion, terms) for criterion in CRITERIA]
                assert [each.since for each in found.criteria] == runs
                held = [run for run in runs if run]
                assert found.since == (max(held) if len(held) == len(runs) else None)


def first_day_of_the_run(account: Account, criterion: Criterion, terms: Terms) -> dt.date | None:
    """Return since when CRITERION holds without a break, by looking at every day backwards."""
    since, day = None, account.on
    while day > BEFORE_ANY and criterion.judge(account.at(day), terms).holds:
        since, day = day, day - dt.timedelta(days=1)
    return since


class TestAPolicyAdoptedLate:
    @promise(30)
    @for_all(kept=ledgers(), on=st.dates(dt.date(2020, 1, 1), dt.date(2024, 5, 31)))
    def test_changes_what_is_judged_and_never_what_was_decided(self, kept: Kept, on: dt.date) -> None:
        before = kept.ledger.past()
        adopted = Terms(money("5"))
        fact = kept.ledger.desk(by="kim").on(on, reason="late").adopt(PolicyAdopted(adopted))
        after = kept.ledger.past()
        assert decisions(after) == decisions(before)
        for day in (on - dt.timedelta(days=1), on, *kept.days):
            follows = [f.on for f in before.live(PROGRAMME, Policy) if on < f.on <= day]
            ruled = on <= day and not follows
            policy = Programme(PROGRAMME, day, after)[Policy]
            assert (policy.fact == fact.reference) == ruled
            for was, now in zip(there(before, day), there(after, day), strict=True):
                terms = adopted if ruled else was.programme[Policy].terms
                assert line(now, policy.terms) == line(was, terms)
                assert line(now, policy.terms).status == line(was, was.programme[Policy].terms).status
                why = dossier(now, policy.terms)
                assert why == evolve(dossier(was, terms), policy=policy.fact)
                assert (why.threshold == adopted.threshold) or not ruled

    @promise(15)
    @for_all(kept=ledgers(), on=st.dates(dt.date(2020, 1, 1), dt.date(2024, 5, 31)))
    def test_is_unknown_at_every_position_before(self, kept: Kept, on: dt.date) -> None:
        head, answers = kept.head, told(kept, kept.head)
        kept.ledger.desk(by="kim").on(on, reason="late").adopt(PolicyAdopted(Terms(money("5"))))
        assert told(kept, head) == answers


class TestAPortfolio:
    @promise(25)
    @for_all(kept=ledgers(), part=PARTS)
    def test_counts_each_fact_once_and_is_the_sum_of_its_accounts(self, kept: Kept, part: float) -> None:
        for position in positions(kept, part):
            past = kept.ledger.past(position)
            recorded = [f for f in kept.facts if f.position <= position]
            gone = {f.event.target for f in recorded if isinstance(f.event, FactWithdrawn)}
            told_of = [f for f in recorded if f.stream in ACCOUNTS and f.reference not in gone]
            for day in (*kept.days, dt.date(2025, 6, 1)):
                accounts = kept.ledger.accounts(as_of=day, past=past)
                counted = [fact for account in accounts for fact in account.facts]
                assert len({fact.reference for fact in counted}) == len(counted)
                live = [f for f in told_of if f.on <= day and not isinstance(f.event, FactWithdrawn)]
                assert not [f for f in counted if f not in live]
                assert not [f for f in live if f not in counted and f.event.carries_over]
                assert taken(accounts) == paid(live)
                assert listed(accounts) == paid(live).get(day.year, money("0"))

    def test_of_ledgers_in_which_accounts_merge_and_pay(self) -> None:
        """Else a sum over accounts would prove little."""
        found = 0

        @promise(60)
        @for_all(kept=ledgers())
        def look(kept: Kept) -> None:
            nonlocal found
            for account in there(kept.ledger.past(), dt.date(2025, 6, 1)):
                _, *predecessors = account.streams
                payments = (f for f in account.facts if isinstance(f.event, RevenueRecorded))
                found += any(f.stream in predecessors for f in payments)

        look()
        assert found >= 5


def listed(accounts: Iterable[Account]) -> Money:
    """Return the revenue of a year, as far as it has gone, added up over the lines of a list."""
    lines = [line(account, account.programme[Policy].terms) for account in accounts]
    return sum((each.revenue for each in lines), money("0"))


def taken(accounts: Iterable[Account]) -> dict[int, Money]:
    """Return the revenue of every year, added up over accounts."""
    found: dict[int, Money] = {}
    for account in accounts:
        for year, takings in by_year(account).items():
            found[year] = found.get(year, money("0")) + Money(takings.net, "GBP")
    return found


def paid(live: Iterable[Fact]) -> dict[int, Money]:
    """Return the revenue of every year, added up over facts."""
    found: dict[int, Money] = {}
    for fact in live:
        if isinstance(fact.event, RevenueRecorded):
            found[fact.on.year] = found.get(fact.on.year, money("0")) + fact.event.amount
    return found


class TestAnInstant:
    @promise(20)
    @for_all(kept=ledgers(), data=st.data())
    def test_is_the_last_position_recorded_by_then(self, kept: Kept, data: st.DataObject) -> None:
        ledger, facts = kept.ledger, kept.facts
        fact = data.draw(st.sampled_from(facts))
        shift = data.draw(st.sampled_from([-1, 0, 1, 1_800_000_000]))
        instant = fact.recorded_at + shift
        moment = EPOCH + dt.timedelta(microseconds=instant)
        by_then = [f.position for f in facts if f.recorded_at <= instant]
        if not by_then:
            with pytest.raises(NotFoundError, match=r"nothing was known at .*this ledger begins on"):
                ledger.position(moment)
            return
        assert ledger.position(moment) == by_then[-1]
        assert [ask(ledger.past(moment), day) for day in kept.days] == told(kept, by_then[-1])
