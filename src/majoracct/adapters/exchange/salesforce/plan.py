"""The plan of an import: which account each record belongs to, and the steps of each account in turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from attrs import define, field

from majoracct.adapters.exchange.mergers import teller
from majoracct.adapters.exchange.salesforce.accounts import Places, account_steps, linked_accounts
from majoracct.adapters.exchange.salesforce.contacts import contact_step
from majoracct.adapters.exchange.salesforce.declared import Declared
from majoracct.adapters.exchange.salesforce.opportunities import OpportunitySteps
from majoracct.adapters.exchange.salesforce.records import (
    AccountRecord,
    ContactRecord,
    Export,
    OpportunityRecord,
)
from majoracct.adapters.exchange.salesforce.stages import Stages
from majoracct.adapters.exchange.salesforce.steps import Days, Step, step_id

if TYPE_CHECKING:
    from majoracct.ledger import Ledger

__all__ = ["Plan", "known_steps"]

_AT_ONCE: Final = 500  # ids looked up


def known_steps(ledger: Ledger, ids: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return those of IDS that are on record, each with the stream and version of its fact."""
    known: dict[str, tuple[str, int]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        known.update(ledger.store.known(ids[start : start + _AT_ONCE]))
    return known


@define
class Plan:
    """What is to be recorded of an export, account by account."""

    export: Export
    declared: Declared
    zone: ZoneInfo
    places: Places
    opportunities: OpportunitySteps
    known: dict[str, tuple[str, int]]
    _of: dict[str, list[ContactRecord | OpportunityRecord]] = field(factory=dict)  # by account's key

    @classmethod
    def made(cls, ledger: Ledger, export: Export, declared: Declared) -> Plan:
        """Return the plan. Raises UnusableFileError when rows contradict each other about a stage."""
        stages = Stages.told_by(declared, export.opportunities.values())
        ids = [step_id(id_, "opened") for id_ in export.accounts]
        ids += [step_id(id_, "identified") for id_ in (*export.contacts, *export.opportunities)]
        ids += [step_id(id_, "closed") for id_ in export.opportunities]
        known = known_steps(ledger, ids)
        past = ledger.past()
        linking = {fact.stream for fact in ledger.store.facts(types=("ExternalIdRecorded",))}
        opened = {id_: known[step][0] for id_ in export.accounts if (step := step_id(id_, "opened")) in known}
        places = Places(past, opened, linked_accounts(past, linking), declared.keys)
        zone = ZoneInfo(ledger.settings.zone)
        currency = ledger.settings.currency
        made = OpportunitySteps(export, stages, currency, zone, past, known)
        return cls(export, declared, zone, places, made, known)

    def accounts(self) -> Iterator[tuple[str, list[Step]]]:
        """Yield the key and the steps of every account that something is to be recorded of."""
        records = sorted(self.export.accounts.values(), key=lambda each: (each.created, each.id))
        settled: dict[str, list[AccountRecord]] = {}
        for record in records:
            if (stream := self.places.settle(record)) is not None:
                settled.setdefault(stream, []).append(record)
            else:
                self._pass_on(record)
        self._place(self.export.contacts.values())
        self._place(self.export.opportunities.values())
        currency = self.opportunities.currency
        for stream in [*settled, *(stream for stream in self._of if stream not in settled)]:
            steps: list[Step] = []
            for account in settled.get(stream, ()):
                days = Days(self.zone)
                steps += account_steps(account, self.export, self.places, stream, days, currency)
            later: list[Step] = []
            for each in self._of.get(stream, ()):
                if isinstance(each, OpportunityRecord):
                    found = self.opportunities.of(each, stream)
                    if not found:
                        self._pass_on(each)
                    later += found
                elif (step := contact_step(each, self.declared, Days(self.zone))) is not None:
                    later.append(step)
            yield stream, steps
            yield from self._by_teller(stream, later)

    def _by_teller(self, stream: str, steps: list[Step]) -> Iterator[tuple[str, list[Step]]]:
        """Yield STEPS of the account STREAM, each with the account that tells of it on that day."""
        # In the order of time, what is learnt is added to what is folded, and nothing is folded anew.
        ordered = sorted(steps, key=lambda step: step.when)
        for key, some in groupby(ordered, lambda step: teller(self.places.past, stream, step.when[0])):
            yield key, [*some]

    def _place(self, records: Iterable[ContactRecord] | Iterable[OpportunityRecord]) -> None:
        """Put RECORDS with their accounts, or reject them."""
        ordered: list[ContactRecord | OpportunityRecord] = [*records]
        for record in sorted(ordered, key=lambda each: (each.created, each.id)):
            if record.row.reason:
                self._pass_on(record)
                continue
            stream = self.places.streams.get(record.account)
            on_record = self.known.get(step_id(record.id, "identified"))
            if on_record is not None:
                if stream != on_record[0]:
                    said = f"it is {record.account}, and it is on record in {on_record[0]}: nothing moves"
                    record.row.odds.append(("AccountId", said))
                stream = on_record[0]
            if stream is None:
                record.row.reject("AccountId", self._why_no_account(record.account))
                self._pass_on(record)
                continue
            self._of.setdefault(stream, []).append(record)

    def _why_no_account(self, id_: str) -> str:
        account = self.export.accounts.get(id_)
        row = account.row if account else self.export.rejected.get(id_)
        if row is not None:
            return f"its account was rejected, at {row.place}"
        return f"no row of Account has the id {id_}, and no account of the ledger is known by it"

    def _pass_on(self, record: AccountRecord | ContactRecord | OpportunityRecord) -> None:
        """Reject the history of RECORD, which is rejected."""
        for change in self.export.histories.get(record.id, ()):
            change.row.reject("", f"its record was rejected, at {record.row.place}")
