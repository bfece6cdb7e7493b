"""Class labels: what kind of account the company calls it, such as named or global; several at once.

A label says neither how far the account has come (its tier) nor whether it is major (its status): those are
judged, a label is given (X-6). None of it carries over to an account this one merges into.

Rules
  LB1  Only a label that policy lists is given.                     X-6 J-D1
  LB2  A label that the account bears is not given again.           X-6
  LB3  Only a label that the account bears is taken away.           X-6
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused, alike
from majoracct.domain.programme.policy import Policy

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class Label:
    """A label the account bears, since when, and the fact that says so."""

    word: str
    since: dt.date
    fact: str


@frozen
class ClassLabels:
    """The labels the account bears, by the word in lower case."""

    labels: Map[str, Label] = field(factory=Map)

    @property
    def in_order(self) -> list[Label]:
        """The labels by word."""
        return [label for _, label in sorted(self.labels.items())]


# Why not


class LabelUnlisted(Refused):
    rule = "LB1"


class LabelBorne(Refused):
    rule = "LB2"


class LabelNotBorne(Refused):
    rule = "LB3"


def spelt(word: str) -> str:
    """Return the WORD of a label as it is kept: in lower case, without spaces around it."""
    return alike(word)


# What happened


@frozen
class ClassLabelGiven(AccountEvent[ClassLabels]):
    """The company calls the account by a class label, such as named, strategic, global (J-D1 X-6).

    label: one of those that policy lists (`programme.labels`).
    """

    topic = ClassLabels
    verb = "account label"
    says = "Called {label}"
    carries_over = False

    label: str

    def admit(self, account: Account) -> None:
        listed = account.programme[Policy].terms.programme.labels
        if spelt(self.label) not in {spelt(word) for word in listed}:
            raise LabelUnlisted(
                f"{self.label!r} is no label that policy lists", f"Name one of {', '.join(listed)}."
            )
        borne = account[ClassLabels].labels.get(spelt(self.label))
        if borne:
            raise LabelBorne(
                f"{account.key} is called {borne.word} since {borne.since}", "Nothing needs recording."
            )

    def change(self, state: ClassLabels, fact: Fact) -> ClassLabels:
        word = spelt(self.label)
        return evolve(state, labels=state.labels.insert(word, Label(word, fact.on, fact.reference)))


@frozen
class ClassLabelTaken(AccountEvent[ClassLabels]):
    """The company no longer calls the account by a class label.

    label: which.
    """

    topic = ClassLabels
    verb = "account unlabel"
    says = "No longer called {label}"
    carries_over = False

    label: str

    def admit(self, account: Account) -> None:
        if spelt(self.label) not in account[ClassLabels].labels:
            raise LabelNotBorne(
                f"{account.key} is not called {self.label} on {account.on}",
                "See what it is called: report labels.",
            )

    def change(self, state: ClassLabels, fact: Fact) -> ClassLabels:
        return evolve(state, labels=state.labels.discard(spelt(self.label)))
