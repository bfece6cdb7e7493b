"""Opportunities of an export: identified as they were, then every change since, in order.

An amount of 0 is taken for none, as people leave it who do not know yet. A stage is a fact here only when
it decides an opportunity, or opens it again; what it was called is kept beside that. An amount is what
we may win, and never revenue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from attrs import define

from majoracct.adapters.exchange.cells import RowRejected
from majoracct.adapters.exchange.mergers import tellers
from majoracct.adapters.exchange.salesforce.files import Row
from majoracct.adapters.exchange.salesforce.histories import OpportunityHistory, written
from majoracct.adapters.exchange.salesforce.past import before
from majoracct.adapters.exchange.salesforce.records import Export, OpportunityRecord
from majoracct.adapters.exchange.salesforce.replay import Change
from majoracct.adapters.exchange.salesforce.stages import Outcome, Stages
from majoracct.adapters.exchange.salesforce.steps import Days, Step, step_id
from majoracct.domain.account.opportunities import (
    Opportunities,
    Opportunity,
    OpportunityEstimated,
    OpportunityIdentified,
    OpportunityLost,
    OpportunityReopened,
    OpportunityWon,
)
from majoracct.domain.kernel import AccountEvent
from majoracct.domain.money import Money, MoneyError
from majoracct.stored import StoredFacts

__all__ = ["OpportunitySteps"]

About: TypeAlias = Callable[
    [str], AccountEvent[Opportunities]
]  # an event, once the opportunity has a reference
Pending: TypeAlias = tuple[
    dt.datetime, int, int, Row, Callable[[Days], Step]
]  # the first three say in which order
_END_OF_DAY: Final = dt.time(23, 59, 59)
_DECIDED: Final[dict[Outcome, About]] = {Outcome.WON: OpportunityWon, Outcome.LOST: OpportunityLost}


@define
class OpportunitySteps:
    """Makes the steps of opportunities.

    known: where facts of opportunities are on record, stream and version by the id of their step.
    """

    export: Export
    stages: Stages
    currency: str
    zone: ZoneInfo
    past: StoredFacts
    known: Mapping[str, tuple[str, int]]

    def of(self, record: OpportunityRecord, stream: str) -> list[Step]:
        """Return what the row and the history of RECORD bring; none when it is rejected, and says why."""
        history = OpportunityHistory.of(record, self.export)
        days = Days(self.zone)
        held = self._on_record(record, days)
        try:
            first = self._identified(record, history, days, on_record=held is not None)
        except RowRejected as no:
            record.row.reject(no.column, no.reason)
            return []
        steps = [first]
        if held is not None:
            self._against_the_ledger(record, history, stream, held, days)
        pending = [*self._changes(record, history), *self._decided_unseen(record, history, stream, held)]
        for _, _, _, row, make in sorted(pending, key=lambda each: each[:3]):
            try:
                steps.append(make(days))
            except RowRejected as no:
                row.reject(no.column, no.reason)
        return steps

    # What it was when it was identified

    def _on_record(self, record: OpportunityRecord, days: Days) -> str | None:
        """Return the origin of the opportunity when it is on record, and go on from its day."""
        found = self.known.get(step_id(record.id, "identified"))
        if found is None:
            return None
        if (fact := self.past.fact(f"{found[0]}@{found[1]}")) is None:
            return None
        days.by(fact.on, fact.time)
        return fact.id

    def _identified(
        self, record: OpportunityRecord, history: OpportunityHistory, days: Days, *, on_record: bool
    ) -> Step:
        value = self._money(history.amounts.start, record, "Amount")
        event = OpportunityIdentified(record.name, value, history.closes.start)
        assumed = [] if record.id in self.export.begun else ["Amount", "CloseDate", "StageName"]
        known_on = days.day(record.created)
        unseen = self.stages.of(record.stage) is not Outcome.OPEN and not history.stages.changes
        if on_record:
            when = days.last
        elif unseen and record.closes is not None and record.closes < known_on:
            when = days.by(record.closes)  # it was entered once it was decided
            assumed.append("the day, which is no later than CloseDate")
        else:
            when = days.at(record.created)
        source = {
            "Id": record.id,
            "CreatedDate": record.row.cell("CreatedDate"),
            "StageName": history.stages.start,
            "assumed": ", ".join(assumed),
        }

        id_ = step_id(record.id, "identified")
        return Step(record.row, id_, event, when, known_on, source, named=True)

    # What changed

    def _changes(self, record: OpportunityRecord, history: OpportunityHistory) -> Iterator[Pending]:
        for at, change in enumerate(history.amounts.changes):
            yield change.at, 1, at, history.row(change), partial(self._amount, record, history, change)
        for at, dated in enumerate(history.closes.changes):
            yield dated.at, 1, at, history.row(dated), partial(self._close_date, record, history, dated)
        stages = history.stages
        stage, instants = self.stages.of(stages.start), [change.at for change in stages.changes]
        passed_over = step_id(record.id, "closed") in self.known  # it was decided before a history said so
        for at, moved in enumerate(stages.changes):
            before_, stage = stage, self.stages.of(moved.new)
            if before_ is stage:
                continue
            row = history.row(moved)
            if passed_over and stage is not Outcome.OPEN:
                row.known += 1
                passed_over = False
                continue
            # What one save changed is at one instant: it opens, it is estimated anew, it is decided.
            alone = instants.count(moved.at) == 1
            if before_ is not Outcome.OPEN:
                opens = partial(self._told, record, history, moved, OpportunityReopened, "reopened")
                yield moved.at, 0 if alone else 2, 2 * at, row, opens
            if stage is not Outcome.OPEN:
                decides = partial(self._told, record, history, moved, _DECIDED[stage], "")
                yield moved.at, 2, 2 * at + 1, row, decides

    def _amount(
        self,
        record: OpportunityRecord,
        history: OpportunityHistory,
        change: Change[Decimal | None],
        days: Days,
    ) -> Step:
        value = self._money(change.new, record, "NewValue")
        if value is None:
            raise RowRejected("NewValue", "an estimate says what it would bring, and none is left to say")
        return self._told(record, history, change, partial(OpportunityEstimated, value=value), "", days)

    def _close_date(
        self,
        record: OpportunityRecord,
        history: OpportunityHistory,
        change: Change[dt.date | None],
        days: Days,
    ) -> Step:
        if change.new is None:
            raise RowRejected("NewValue", "an estimate says by when it closes, and nothing is left to say")
        value = self._money(history.amounts.at(change.at), record, "NewValue")
        event = partial(OpportunityEstimated, value=value, closes=change.new)
        return self._told(record, history, change, event, "", days)

    def _told(
        self,
        record: OpportunityRecord,
        history: OpportunityHistory,
        change: Change[str] | Change[Decimal | None] | Change[dt.date | None],
        event: About,
        what: str,
        days: Days,
    ) -> Step:
        """Return the step of one CHANGE that its history tells."""
        row = history.row(change)
        source = {name: row.cell(name) for name in ("Field", "OldValue", "NewValue", "CreatedDate")}
        id_, about = step_id(change.id, what), step_id(record.id, "identified")
        when, known_on = days.at(change.at), days.day(change.at)
        return Step(row, id_, event(""), when, known_on, source, about=about)

    # How it was decided, where no history says so

    def _decided_unseen(
        self, record: OpportunityRecord, history: OpportunityHistory, stream: str, held: str | None
    ) -> Iterator[Pending]:
        stage = self.stages.of(history.stages.start)
        if history.stages.changes:
            if held is None and stage is not Outcome.OPEN:
                yield self._decided(record, stage, record.created, None)
            return
        if held is not None:
            known = before(self.past, tellers(self.past, stream), Opportunities, None).items.get(held)
            if known is None or _stands(known) is stage:
                return
            if not known.open:
                there = _stands(known).value
                said = f"it is {stage.value}, the ledger has it {there}, and no history says since when"
                record.row.odds.append(("StageName", said))
                return
        if stage is not Outcome.OPEN:
            yield self._decided(record, stage, record.created, record.closes)

    def _decided(
        self, record: OpportunityRecord, stage: Outcome, at: dt.datetime, closes: dt.date | None
    ) -> Pending:
        def make(days: Days) -> Step:
            when = days.at(at) if closes is None else days.by(closes)
            source = {"StageName": record.stage, "CloseDate": record.row.cell("CloseDate")}
            id_, about = step_id(record.id, "closed"), step_id(record.id, "identified")
            return Step(record.row, id_, _DECIDED[stage](""), when, None, source, about=about)

        if closes is not None:
            at = dt.datetime.combine(closes, _END_OF_DAY, self.zone).astimezone(dt.UTC)
        return at, 2, -1, record.row, make

    # What the ledger has

    def _against_the_ledger(
        self, record: OpportunityRecord, history: OpportunityHistory, stream: str, held: str, days: Days
    ) -> None:
        """Note where what the ledger has is not what the history says was there before its first change."""
        for column, told, of in (
            ("Amount", history.amounts, _worth),
            ("CloseDate", history.closes, _closes),
        ):
            first = told.changes[0] if told.changes else None
            moment = Days(self.zone).at(first.at) if first else None
            known = before(self.past, tellers(self.past, stream), Opportunities, moment).items.get(held)
            start = told.start or None
            if known is None or of(known) == start:
                continue
            there = f"the ledger has {written(of(known))}"
            if first is None:
                said = f"it is {written(start)}, {there}, and no history says since when"
                record.row.odds.append((column, said))
            else:
                row = history.row(first)
                row.odds.append(("OldValue", f"{column} was {written(start)} by this row, and {there}"))

    def _money(self, amount: Decimal | None, record: OpportunityRecord, column: str) -> Money | None:
        if not amount:
            return None
        try:
            return Money(amount, record.row.cell("CurrencyIsoCode") or self.currency)
        except MoneyError as error:
            raise RowRejected(column, str(error)) from None


def _worth(known: Opportunity) -> Decimal | None:
    return known.value.amount if known.value else None


def _closes(known: Opportunity) -> dt.date | None:
    return known.closes


def _stands(known: Opportunity) -> Outcome:
    return Outcome.WON if known.won else Outcome.LOST if known.lost else Outcome.OPEN
