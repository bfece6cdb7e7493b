"""Plays: the wider play we shape before there is a project, and what shows that it moves.

Rules
  O3  Traction in a play is shown: it comes with evidence.                               B-Q2
  O4  A play is described before traction in it is shown, or an opportunity springs from it. B-Q2
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Play:
    """The wider play: what we could become to the customer, and what shows that it moves."""

    title: str
    on: dt.date
    place: int
    fact: str
    traction: tuple[str, ...] = ()  # the facts that show it, earliest first


@frozen
class Plays:
    """The account's wider plays, each by the fact that described it."""

    items: Map[str, Play] = field(factory=Map)


# Why not


class TractionUnproven(Refused):
    rule = "O3"


class PlayUndescribed(Refused):
    rule = "O4"


class PlayUnknown(Refused):
    rule = "O4"


def described_here(play: str, account: Account) -> None:
    """Raise Refused unless PLAY is one of the account's, described by the day."""
    if play not in account[Plays].items:
        raise PlayUnknown(f"{account.key} has no play {play} on {account.on}", "Describe it first.")


# What happened


@frozen
class WiderPlayDescribed(AccountEvent[Plays]):
    """We described the wider play: what we could do for the customer beyond a project (B-Q2).

    title: what it is called.
    text: what it would mean to the customer. Public: names nobody.
    """

    topic = Plays
    verb = "opportunity play"
    says = "Wider play described: {title}"

    title: str
    text: str

    def admit(self, account: Account) -> None:
        if not (self.title.strip() and self.text.strip()):
            raise PlayUndescribed(
                "The play has no title or no text", "Say what it is and what it would mean."
            )

    def change(self, state: Plays, fact: Fact) -> Plays:
        play = Play(self.title, fact.on, fact.place, fact.reference)
        return evolve(state, items=state.items.insert(fact.id, play))


@frozen
class TractionEvidenced(AboutThing[Plays, Play]):
    """Something shows that we are shaping the play (B-Q2); it comes with evidence.

    play: which.
    shown_by: what shows it. Public: names nobody.
    """

    topic = Plays
    thing = "play"
    kept_in = "items"
    verb = "opportunity traction"
    says = "Traction in {play}: {shown_by}"

    play: FactRef
    shown_by: str

    def admit(self, account: Account) -> None:
        described_here(self.play, account)
        if not account.evidence:
            raise TractionUnproven(
                f"Nothing was shown for “{self.shown_by}”", "Attach what shows it: --evidence."
            )

    def alter(self, found: Play, fact: Fact) -> Play:
        return evolve(found, traction=(*found.traction, fact.reference))
