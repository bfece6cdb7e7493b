"""What a ledger would hold if more were so than is on record: another policy, and facts nobody recorded.

Everything here stays in memory. Nothing of it is ever recorded.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from attrs import evolve, frozen

from majoracct.desk import Desk
from majoracct.domain.kernel import PROGRAMME, Actor, Fact
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Programme, judge
from majoracct.ports import EventStore
from majoracct.requests import Request
from majoracct.stored import StoredFacts

__all__ = ["SupposedFacts", "SupposedPolicy", "assume", "recorded_at"]


@frozen
class SupposedPolicy(Fact):
    """The adoption of a policy that nobody adopted. called: what stands for its reference."""

    called: str = ""

    @property
    def reference(self) -> str:
        """What the policy is called; no fact of a ledger is called so."""
        return self.called


class SupposedFacts(StoredFacts):
    """What a store held at a position, judged under another policy, and with facts that are only assumed."""

    def __init__(self, store: EventStore, known_at: int) -> None:
        super().__init__(store, known_at)
        self._policy: SupposedPolicy | None = None
        self.assumed: list[Fact] = []  # in the order they were judged

    def under(self, terms: Terms, called: str, actor: Actor) -> None:
        """Put a policy of TERMS, CALLED so, in the place of every policy adopted, on every day.

        Raises Refused when no such policy could be adopted.
        """
        first = dt.date.min
        adopted: PolicyAdopted = judge(PolicyAdopted(terms), Programme(PROGRAMME, first, self, actor))
        self._policy = SupposedPolicy(
            PROGRAMME,
            0,
            0,
            adopted,
            first,
            actor.id,
            actor.role,
            actor.assurance,
            recorded_at=recorded_at(self._store, self.known_at),
            called=called,
        )
        self._folds.clear()

    def record_on(self, day: dt.date | None) -> None:
        """Let nothing be recorded: what is only assumed is never too late (K9, K10)."""

    @property
    def on_record(self) -> bool:
        """Whether nothing is supposed at all."""
        return super().on_record and self._policy is None

    @property
    def streams(self) -> list[str]:
        """Every stream that has facts, on record or assumed, sorted."""
        return sorted({*super().streams, *(stream for stream, facts in self._added.items() if facts)})

    def fact(self, reference: str) -> Fact | None:
        """Return the fact called REFERENCE, withdrawn or not; None when none is known by it."""
        if self._policy is not None and reference == self._policy.reference:
            return self._policy
        return super().fact(reference)

    def _fetch(self, stream: str, topic: type[Any] | None) -> Sequence[Fact]:
        held = super()._fetch(stream, topic)
        if self._policy is None or stream != PROGRAMME or topic not in (None, Policy):
            return held
        return [*(f for f in held if not isinstance(f.event, PolicyAdopted)), self._policy]


def recorded_at(store: EventStore, position: int) -> int:
    """Return the instant at which POSITION was recorded, in microseconds since 1970 UTC."""
    return bisect_left(range(1 << 53), position, key=store.position_at)


def assume(desk: Desk, requests: Sequence[Request], past: SupposedFacts) -> list[Fact]:
    """Judge REQUESTS on top of PAST, each with those before it, and leave their facts in it; return them.

    They count as recorded when the last fact that PAST knows was. One whose command id is on record by
    then is passed over. Raises Refused, with the request's index in its `at`; PAST is then as it was.
    """
    store = desk.ledger.store
    known = store.known([r.command_id for r in requests if r.command_id])
    to_come = {id_ for id_, (stream, version) in known.items() if version > past.head(stream)}
    asked = [evolve(r, command_id="", asked="") if r.command_id in to_come else r for r in requests]
    judged = desk.rehearse(asked, past)
    past.forget(judged.facts())
    now = recorded_at(store, past.known_at)
    facts = [
        evolve(fact, recorded_at=now, command_id=command.id, ordinal=ordinal)
        for command in judged.commands
        for ordinal, fact in enumerate(command.facts)
    ]
    for fact in facts:
        past.add(fact)
    past.assumed += facts
    return facts
