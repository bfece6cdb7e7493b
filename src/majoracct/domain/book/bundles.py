"""Bundles: which evidence was handed out, of which accounts, up to which checkpoint."""

from __future__ import annotations

import datetime as dt

from attrs import frozen

from majoracct.domain.kernel import Fact, LedgerEvent

# What we know


@frozen
class Bundles:
    """The bundles handed out, by the reference of the fact that says so."""

    facts: tuple[str, ...] = ()


# What happened


@frozen
class BundleIssued(LedgerEvent[Bundles]):
    """An evidence bundle was made, to be handed out.

    accounts: of which accounts.
    as_of: the day its dossier tells of.
    size: how many facts the checkpoint it rests on vouches for.
    sha256: the digest of the bundle's bytes (hex).
    redacted: whether what is personal stays sealed in it.
    recipient: for whom, if that was said.
    """

    topic = Bundles
    verb = ""
    says = "Evidence bundle of {accounts} issued[ to {recipient}], up to @{size}"

    accounts: tuple[str, ...]
    as_of: dt.date
    size: int
    sha256: str
    redacted: bool = False
    recipient: str = ""

    def change(self, state: Bundles, fact: Fact) -> Bundles:
        return Bundles((*state.facts, fact.reference))
