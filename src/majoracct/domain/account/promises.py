"""Promises: what we told the customer to expect, the benchmarks agreed for it, and what was measured.

A benchmark agreed with the customer is the expectation held against us.

Rules
  PM1  A promise says what is promised, for an opportunity we know, if any, by no day gone by.  C-R1
  PM2  A benchmark is agreed by somebody at the customer, for a promise and project on record. C-R2, B-E2
  PM3  A benchmark says what is measured; its target is better than its baseline, and not due in the past.
       C-R2
  PM4  Results are measured only against a benchmark agreed by the day.                       B-E2, C-R1
  PM5  Only a promise on record is broken, and not again before something was corrected.      C-R3
  PM6  Something is corrected only for a promise that is broken, or whose results fall short. C-R3
  PM7  The customer reneges on an agreement once.                                             C-R3
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.delivery import Delivery
from majoracct.domain.account.expectations import (
    Benchmark,
    Direction,
    Expectation,
    Moment,
    Result,
    Turn,
    beats,
    failure,
    verdict,
)
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.relationships import known_here
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, PersonId, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Promise:
    """What we told the customer to expect, and the turns it took, earliest first."""

    claim: str
    due: dt.date | None
    opportunity: str | None
    on: dt.date
    place: int
    fact: str
    breaches: tuple[Turn, ...] = ()
    mends: tuple[Turn, ...] = ()
    reneged: Turn | None = None


@frozen
class Promises:
    """The promises and benchmarks, each by the fact that made it."""

    promises: Map[str, Promise] = field(factory=Map)
    benchmarks: Map[str, Benchmark] = field(factory=Map)


# Why not


class PromiseUnstated(Refused):
    rule = "PM1"


class PromisedOpportunityUnknown(Refused):
    rule = "PM1"


class PromiseDueInThePast(Refused):
    rule = "PM1"


class BenchmarkOfNothing(Refused):
    rule = "PM2"


class MetricUnstated(Refused):
    rule = "PM3"


class TargetNoBetter(Refused):
    rule = "PM3"


class BenchmarkDueInThePast(Refused):
    rule = "PM3"


class BenchmarkUnknown(Refused):
    rule = "PM4"


class ResultNotANumber(Refused):
    rule = "PM4"


class PromiseUnknown(Refused):
    rule = "PM5"


class BreachUnstated(Refused):
    rule = "PM5"


class AlreadyBroken(Refused):
    rule = "PM5"


class CorrectionUnstated(Refused):
    rule = "PM6"


class NothingToMend(Refused):
    rule = "PM6"


class AlreadyReneged(Refused):
    rule = "PM7"


def _on_record(promise: str, account: Account) -> Promise:
    found = account[Promises].promises.get(promise)
    if found is None:
        raise PromiseUnknown(f"{account.key} has no promise {promise} on {account.on}", "Record it first.")
    return found


# What happened


@frozen
class PromiseMade(AccountEvent[Promises]):
    """We told the customer what to expect of us (C-R1).

    claim: what is promised. Public: names nobody.
    due: by when.
    opportunity: the opportunity it is to win, or was won with it.
    """

    topic = Promises
    verb = "promise make"
    says = "Promised: {claim}[, by {due}][, for {opportunity}]"

    claim: str
    due: dt.date | None = None
    opportunity: FactRef | None = None

    def admit(self, account: Account) -> None:
        if not self.claim.strip():
            raise PromiseUnstated("The promise says nothing", "Say what the customer may expect.")
        if self.opportunity and self.opportunity not in account[Opportunities].items:
            raise PromisedOpportunityUnknown(
                f"{account.key} has no opportunity {self.opportunity} on {account.on}", "Identify it first."
            )
        if self.due and self.due < account.on:
            raise PromiseDueInThePast(
                f"The promise is due on {self.due}, before it is made on {account.on}",
                "State a later day, or none.",
            )

    def change(self, state: Promises, fact: Fact) -> Promises:
        made = Promise(self.claim, self.due, self.opportunity, fact.on, fact.place, fact.reference)
        return evolve(state, promises=state.promises.insert(fact.id, made))


@frozen
class BenchmarkAgreed(AccountEvent[Promises]):
    """The customer agreed to what our performance is measured by (C-R2).

    metric: what is measured.
    target: the figure that meets the expectation.
    due: the day on which it is to be reached.
    agreed_by: the stakeholder who agreed.
    unit: what the figures count, such as days.
    better: whether a higher or a lower figure is better.
    baseline: the figure before our work.
    promise: the promise it makes measurable.
    project: the project that is to reach it.
    """

    topic = Promises
    verb = "promise benchmark"
    says = "{agreed_by} agreed to a benchmark: {metric}, {target}[ {unit}] by {due}[, for {promise}]"

    metric: str
    target: Decimal
    due: dt.date
    agreed_by: PersonId
    unit: str = ""
    better: Direction = Direction.HIGHER
    baseline: Decimal | None = None
    promise: FactRef | None = None
    project: FactRef | None = None

    def admit(self, account: Account) -> None:
        known_here(self.agreed_by, account)
        if self.promise and self.promise not in account[Promises].promises:
            raise BenchmarkOfNothing(
                f"{account.key} has no promise {self.promise} on {account.on}", "Record it first."
            )
        if self.project and self.project not in account[Delivery].projects:
            raise BenchmarkOfNothing(
                f"{account.key} has no project {self.project} on {account.on}",
                "Record its start or completion.",
            )
        if not self.metric.strip():
            raise MetricUnstated("The benchmark does not say what is measured", "Name the metric.")
        if not self.target.is_finite() or not (self.baseline is None or self.baseline.is_finite()):
            raise TargetNoBetter("The target or the baseline is no figure", "State figures.")
        if self.baseline is not None and not beats(self.target, self.baseline, self.better):
            raise TargetNoBetter(
                f"A target of {self.target} is no better than the baseline of {self.baseline}",
                f"State a target that is {self.better.value}, or say which way is better.",
            )
        if self.due < account.on:
            raise BenchmarkDueInThePast(
                f"The benchmark is due on {self.due}, before it is agreed on {account.on}",
                "State a later day.",
            )

    def change(self, state: Promises, fact: Fact) -> Promises:
        agreed = Benchmark(
            self.metric,
            self.unit,
            self.target,
            self.baseline,
            self.better,
            self.due,
            self.agreed_by,
            self.promise,
            self.project,
            fact.on,
            fact.place,
            fact.reference,
        )
        return evolve(state, benchmarks=state.benchmarks.insert(fact.id, agreed))


@frozen
class ResultMeasured(AboutThing[Promises, Benchmark]):
    """A result was measured against a benchmark (B-E2).

    benchmark: which.
    value: the figure.
    """

    topic = Promises
    thing = "benchmark"
    kept_in = "benchmarks"
    verb = "promise measure"
    says = "Measured {value} against {benchmark}"

    benchmark: FactRef
    value: Decimal

    def admit(self, account: Account) -> None:
        if self.benchmark not in account[Promises].benchmarks:
            raise BenchmarkUnknown(
                f"{account.key} has agreed to no benchmark {self.benchmark} by {account.on}",
                "Record the agreement first.",
            )
        if not self.value.is_finite():
            raise ResultNotANumber(f"{self.value} is no figure", "State what was measured.")

    def alter(self, found: Benchmark, fact: Fact) -> Benchmark:
        return evolve(found, results=(*found.results, Result(self.value, Turn.at(fact))))


class _AboutPromise(AboutThing[Promises, Promise]):
    """What changes one promise that is on record."""

    topic = Promises
    thing = "promise"
    kept_in = "promises"
    promise: str


@frozen
class PromiseBroken(_AboutPromise):
    """We broke a promise (C-R3).

    promise: which.
    how: what went wrong. Public: names nobody.
    """

    verb = "promise break"
    says = "Promise broken: {promise}, {how}"

    promise: FactRef
    how: str

    def admit(self, account: Account) -> None:
        found = _on_record(self.promise, account)
        if not self.how.strip():
            raise BreachUnstated("Nothing says how the promise was broken", "Say what went wrong.")
        if found.breaches and not _since(found.mends, found.breaches[-1].moment):
            raise AlreadyBroken(
                f"“{found.claim}” was broken on {found.breaches[-1].on}", "Record what was corrected first."
            )

    def alter(self, found: Promise, fact: Fact) -> Promise:
        return evolve(found, breaches=(*found.breaches, Turn.at(fact)))


@frozen
class CorrectiveChangeMade(_AboutPromise):
    """We changed what we do, or what we claim, because a promise failed (C-R3).

    promise: which.
    what: what was changed. Public: names nobody.
    """

    verb = "promise mend"
    says = "Corrected for {promise}: {what}"

    promise: FactRef
    what: str

    def admit(self, account: Account) -> None:
        found = _on_record(self.promise, account)
        if not self.what.strip():
            raise CorrectionUnstated("Nothing says what was changed", "Say what is done differently.")
        missed = any(
            verdict(b, account.on) in (Expectation.BEHIND, Expectation.MISSED)
            for _, b in benchmarks_of(account, self.promise)
        )
        if not missed and not broken(account, self.promise):
            raise NothingToMend(
                f"“{found.claim}” is not broken on {account.on}, and no result falls short",
                "Record the breach, or the result, first.",
            )

    def alter(self, found: Promise, fact: Fact) -> Promise:
        return evolve(found, mends=(*found.mends, Turn.at(fact)))


@frozen
class AgreementReneged(_AboutPromise):
    """The customer went back on the agreement that a promise had won (C-R3).

    promise: which.
    by: the stakeholder who did, if it was one of them.
    """

    verb = "promise renege"
    says = "The agreement on {promise} was taken back[ by {by}]"

    promise: FactRef
    by: PersonId | None = None

    def admit(self, account: Account) -> None:
        found = _on_record(self.promise, account)
        if self.by:
            known_here(self.by, account)
        before = account.ever[Promises].promises[self.promise].reneged
        if before:
            raise AlreadyReneged(
                f"The agreement on “{found.claim}” was taken back on {before.on}", "Correct that fact."
            )

    def alter(self, found: Promise, fact: Fact) -> Promise:
        return evolve(found, reneged=found.reneged or Turn.at(fact))


# What follows


def _since(turns: tuple[Turn, ...], moment: Moment) -> bool:
    return any(turn.moment > moment for turn in turns)


def benchmarks_of(account: Account, promise: str) -> list[tuple[str, Benchmark]]:
    """Return the benchmarks agreed for PROMISE, earliest first, each with its id."""
    agreed = [(key, b) for key, b in account[Promises].benchmarks.items() if b.promise == promise]
    return sorted(agreed, key=lambda item: (item[1].on, item[1].place))


def last_failure(account: Account, promise: str) -> Moment | None:
    """Return when PROMISE failed last, by what we said or by its benchmarks; None when it did not."""
    said = [turn.moment for turn in account[Promises].promises[promise].breaches]
    agreed = (failure(benchmark, account.on) for _, benchmark in benchmarks_of(account, promise))
    return max((*said, *(moment for moment in agreed if moment)), default=None)


def broken(account: Account, promise: str) -> bool:
    """Return whether PROMISE failed by the day, and nothing was corrected since."""
    failed = last_failure(account, promise)
    return failed is not None and not _since(account[Promises].promises[promise].mends, failed)
