"""Status calls: the regular calls on which the programme hears how each major account stands.

Rules
  SC1  A status call has a name.  B-G3
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import Fact, Map, ProgrammeEvent, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Programme

# What we know


@frozen
class StatusCall:
    """A call that was held, on a day."""

    name: str
    on: dt.date
    place: int
    fact: str


@frozen
class StatusCalls:
    """The calls that were held, each by the fact that says so."""

    calls: Map[str, StatusCall] = field(factory=Map)

    def in_order(self) -> list[tuple[str, StatusCall]]:
        """Return the calls, earliest first, each with its id."""
        return sorted(self.calls.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class CallUnnamed(Refused):
    rule = "SC1"


# What happened


@frozen
class StatusCallHeld(ProgrammeEvent[StatusCalls]):
    """The programme held its status call (B-G3).

    name: what it is called.
    """

    topic = StatusCalls
    verb = "programme status-call"
    says = "Status call held: {name}"

    name: str

    def admit(self, programme: Programme) -> None:
        if not self.name.strip():
            raise CallUnnamed("The status call has no name", "Say what it is called, such as May.")

    def change(self, state: StatusCalls, fact: Fact) -> StatusCalls:
        held = StatusCall(self.name, fact.on, fact.place, fact.reference)
        return evolve(state, calls=state.calls.insert(fact.id, held))
