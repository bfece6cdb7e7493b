"""Partners: who else is on the account with us, and what they do there.

Rules
  MP1  A partner is another account of the ledger, on the side of the industry: a partnership, an
       alliance, a joint venture or a distributor.                                          S-F6
  MP2  A partner joins once, until they leave, and does something there; only one who joined leaves.  S-F6
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.coverage import Coverage
from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused
from majoracct.domain.programme.tables import Side

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Joined:
    """A partner who is on the account with us, since when."""

    does: str
    since: dt.date
    fact: str


@frozen
class Partners:
    """Who is on the account with us, by the key of their own account."""

    of: Map[str, Joined] = field(factory=Map)


# Why not


class NotAPartner(Refused):
    rule = "MP1"


class PartnerAlreadyThere(Refused):
    rule = "MP2"


class PartnerIdle(Refused):
    rule = "MP2"


class PartnerNotThere(Refused):
    rule = "MP2"


# What happened


@frozen
class PartnerJoined(AccountEvent[Partners]):
    """A partner is on the account with us (S-F6).

    partner: the key of the partner's own account.
    does: what they do there. Public: names nobody.
    """

    topic = Partners
    verb = "account partner"
    says = "{partner} on the account with us: {does}"

    partner: str
    does: str

    def admit(self, account: Account) -> None:
        other = account.other(self.partner)
        if self.partner == account.key or other.since is None:
            raise NotAPartner(
                f"The ledger knows no other account {self.partner}", "Open the partner's account first."
            )
        relation = other[Coverage].relation
        if relation is None or relation.value.side is not Side.SUPPLY:
            said = relation.value.value if relation else "customer"
            raise NotAPartner(
                f"{self.partner} is a {said} to us on {account.on}",
                "Say what it is to us (account relation), or name a partner.",
            )
        if self.partner in account[Partners].of:
            raise PartnerAlreadyThere(
                f"{self.partner} is on {account.key} since {account[Partners].of[self.partner].since}",
                "Nothing is left to record, or record that they left.",
            )
        if not self.does.strip():
            raise PartnerIdle("Nothing says what the partner does there", "Say what they do.")

    def change(self, state: Partners, fact: Fact) -> Partners:
        return Partners(state.of.insert(self.partner, Joined(self.does, fact.on, fact.reference)))


@frozen
class PartnerLeft(AccountEvent[Partners]):
    """A partner is no longer on the account with us.

    partner: the key of the partner's own account.
    """

    topic = Partners
    verb = "account end-partner"
    says = "{partner} no longer on the account with us"

    partner: str

    def admit(self, account: Account) -> None:
        if self.partner not in account[Partners].of:
            raise PartnerNotThere(
                f"{self.partner} is not on {account.key} with us on {account.on}", "Name a partner who is."
            )

    def change(self, state: Partners, fact: Fact) -> Partners:
        return evolve(state, of=state.of.discard(self.partner))
