"""Candidacy: how the account looks as a candidate for major status, row by row of the candidate table.

Rules
  CA1  A row is judged on something that was shown; words alone judge nothing.  B-I3 C-K0
  CA2  A row that the record itself answers is not assessed.                    C-K1 C-K6
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from majoracct.domain.kernel import AccountEvent, Fact, Map, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class CandidateRow(enum.Enum):
    """A row of the candidate table: one question, answered strongly or weakly (C-K1 to C-K9)."""

    CURRENT_CUSTOMER = "current-customer"
    GROWTH = "growth"
    REPUTATION = "reputation"
    MUTUAL_GAIN = "mutual-gain"
    COMMITMENT = "commitment"
    PAYOFF = "payoff"
    OPENNESS = "openness"
    VALUE_ORIENTATION = "value-orientation"
    BUSINESS_STATUS = "business-status"

    @property
    def row_id(self) -> str:
        """Its row of the catalogue: C-K3."""
        return f"C-K{list(CandidateRow).index(self) + 1}"

    @property
    def strong_words(self) -> str:
        """What a strong candidate is like."""
        return _WORDS[self][0]

    @property
    def weak_words(self) -> str:
        """What a weak candidate is like."""
        return _WORDS[self][1]

    @property
    def derived(self) -> bool:
        """Whether what they bought, or may buy, answers it, so that nobody needs to judge."""
        return self in (CandidateRow.CURRENT_CUSTOMER, CandidateRow.PAYOFF)


_WORDS: Final = {
    CandidateRow.CURRENT_CUSTOMER: ("has bought from us for some time", "has not bought, or only just"),
    CandidateRow.GROWTH: ("grows, or is changing", "stands still, or shrinks"),
    CandidateRow.REPUTATION: ("is known to win", "is not known, or not well spoken of"),
    CandidateRow.MUTUAL_GAIN: ("wants both sides to gain", "gains at the other side's expense"),
    CandidateRow.COMMITMENT: ("is behind us without reserve", "is behind us in part, or not at all"),
    CandidateRow.PAYOFF: ("may bring a lot", "may bring some, or little"),
    CandidateRow.OPENNESS: ("is open, in reach, and works with us", "is closed, out of reach, or resists"),
    CandidateRow.VALUE_ORIENTATION: ("buys what it is worth to them", "buys what costs least"),
    CandidateRow.BUSINESS_STATUS: ("does well in business", "does middling or badly in business"),
}

# What we know


@frozen
class Assessed:
    """How a row was judged last, the fact that says so, and the documents shown with it."""

    strong: bool
    on: dt.date
    place: int
    fact: str
    shown: tuple[str, ...] = ()


@frozen
class Candidacy:
    """The latest judgement of each row; a row that is not here is unassessed."""

    rows: Map[str, Assessed] = field(factory=Map)


# Why not


class NothingShown(Refused):
    rule = "CA1"


class AnsweredByTheRecord(Refused):
    rule = "CA2"


# What happened


@frozen
class CandidateAssessed(AccountEvent[Candidacy]):
    """A row of the candidate table was judged (C-K0); it comes with evidence.

    row: which row.
    strong: whether the account is strong in it, or weak.
    """

    topic = Candidacy
    verb = "candidate assess"
    says = "Judged as a candidate on {row}"

    row: CandidateRow
    strong: bool

    @property
    def words(self) -> str:
        """What the account was found to be like."""
        return self.row.strong_words if self.strong else self.row.weak_words

    def admit(self, account: Account) -> None:
        if self.row.derived:
            raise AnsweredByTheRecord(
                f"The record itself says whether {account.key} {self.row.strong_words}",
                "Record what they bought, or the opportunities there are.",
            )
        if not account.evidence:
            raise NothingShown(
                f"Nothing was shown that {account.key} {self.words}", "Attach what shows it: --evidence."
            )

    def telling(self) -> str:
        return f"{self.says}: {{words}}"

    def change(self, state: Candidacy, fact: Fact) -> Candidacy:
        shown = tuple(document.name for document in fact.evidence)
        judged = Assessed(self.strong, fact.on, fact.place, fact.reference, shown)
        return evolve(state, rows=state.rows.insert(self.row.value, judged))


# What follows


def assessed(account: Account) -> dict[CandidateRow, Assessed]:
    """Return the latest judgement of each row that somebody judged by the day, in the table's order."""
    rows = account[Candidacy].rows
    return {row: rows[row.value] for row in CandidateRow if row.value in rows}
