"""The past as it was told: as if what was said had not been corrected since an earlier past."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from attrs import evolve

from majoracct.domain.kernel import Fact
from majoracct.domain.past import Fold, PartOf, Past, fold

__all__ = ["Uncorrected"]

State = TypeVar("State")


class Uncorrected(PartOf):
    """A past as if nothing of some streams had been corrected since an earlier one.

    What was known then stands as it did: neither corrected nor withdrawn since. What was told since
    says what it said first, on the day it is now known to be of.
    """

    def __init__(self, past: Past, then: Past, streams: tuple[str, ...]) -> None:
        super().__init__(past)
        self._then, self._streams = then, streams

    def tells(self, fact: Fact) -> bool:
        """Return whether FACT is told: each is, if not as it was corrected."""
        return True

    def live(self, stream: str, topic: type[Any] | None = None) -> Sequence[Fact]:
        """Return the facts of STREAM (of one TOPIC) as they were told, in any order."""
        found = self._past.live(stream, topic)
        if stream not in self._streams:
            return found
        then = [*self._then.live(stream, topic)]
        before = {f.reference for f in then}
        chains = [(fact, self._chain(fact)) for fact in found]
        since = [
            evolve(fact, event=chain[-1].event)
            for fact, chain in chains
            if not any(link.reference in before for link in chain)
        ]
        return then + since

    def _chain(self, fact: Fact) -> list[Fact]:
        """Return FACT and what it corrects, the first of them last."""
        found = [fact]
        while (of := found[-1].corrects) is not None and (link := self._past.fact(of)) is not None:
            found.append(link)
        return found

    def _exchanged(self, topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        if not any(stream in self._streams for stream in streams):
            return super()._exchanged(topic, streams)
        from majoracct.domain.programme.rates import exchanged, home_currency, rates_known

        found, home = self.stated(topic, streams), home_currency(self)  # folded anew, as it was stated
        if not home or found.currencies <= {home}:
            return found
        return exchanged(found, rates_known(self), home)

    def _folded(self, whole: Fold[State], topic: type[State], streams: tuple[str, ...]) -> Fold[State]:
        if not any(stream in self._streams for stream in streams):
            return whole
        told = (f for stream in streams for f in self.live(stream, topic))
        own = streams[0]
        return fold(topic, (f for f in told if f.stream == own or f.event.carries_over), own)
