"""The candidate table: each of its nine rows strong, weak or unassessed, and what that rests on.

Rules
  RW1  A row is strong or weak by facts on record, or by a judgement to which something was shown; else
       it is unassessed, and never guessed.                                        B-I3 C-K0
  RW2  A customer bought first as long ago as policy asks, and last within its window.  C-K1
  RW3  Turnover that rises as policy asks, from one statement to the next, is growth; where it does not,
       only a judgement made since says that they are changing.                    C-K2
  RW4  Reputation, mutual gain, commitment and value are as somebody judged them last.
       C-K3 C-K4 C-K5 C-K8
  RW5  The payoff is the most that a calendar year brought within the window, or may bring by the plan
       or by what we expect.                                                       C-K6
  RW6  They are open when as many executives see us as policy asks, and none refuses; closed when fewer
       do, one refuses, or the two teams are adversaries.                          C-K7
  RW7  A profit on turnover that did not fall is a business that does well; a loss is not.  C-K9
  RW8  What somebody judged counts only where the record itself does not answer.    C-K0
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from attrs import frozen

from majoracct.domain.account.access import Access, is_executive
from majoracct.domain.account.buying import Buying, BuyingMode
from majoracct.domain.account.candidacy import Assessed, CandidateRow, assessed
from majoracct.domain.account.collaboration import Collaboration, CollaborationMode
from majoracct.domain.account.criteria import planned, worth, young
from majoracct.domain.account.facets import window_start
from majoracct.domain.account.forecast import expected
from majoracct.domain.account.profile import Filed, Profile
from majoracct.domain.account.revenue import Revenue, by_year
from majoracct.domain.calendar import add_months
from majoracct.domain.money import Money
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account

__all__ = ["Answer", "RowAnswer", "answers", "first_purchase"]


class Answer(enum.Enum):
    """How a candidate does in a row."""

    STRONG = "strong"
    WEAK = "weak"
    UNASSESSED = "unassessed"

    @property
    def sign(self) -> int:
        """Which way it counts: 1, -1, or 0 for what is not known."""
        return {Answer.STRONG: 1, Answer.WEAK: -1, Answer.UNASSESSED: 0}[self]


@frozen
class RowAnswer:
    """How the account does in a row, and why.

    facts: what it rests on. shown: the documents shown with a judgement.
    derived: whether the record itself answers; else somebody judged it, or nobody did.
    """

    row: CandidateRow
    answer: Answer
    because: str
    facts: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    derived: bool = False


def answers(account: Account, terms: Terms) -> tuple[RowAnswer, ...]:
    """Return how ACCOUNT does in each of the nine rows, in the table's order, judged under TERMS."""
    judgements = assessed(account)
    return tuple(
        (row in _DERIVED and _DERIVED[row](account, terms)) or _judged(row, judgements.get(row), account)
        for row in CandidateRow
    )


def first_purchase(account: Account) -> tuple[dt.date, str] | None:
    """Return the day of the first purchase, and a fact of it; None when there was none by the day."""
    bought = _purchases(account)
    return bought[0] if bought else None


# What somebody judged

_NOBODY: Final = {
    CandidateRow.CURRENT_CUSTOMER: "the account is not open yet",
    CandidateRow.PAYOFF: "nothing was paid lately, is planned or expected",
}
_BUYING: Final = {
    BuyingMode.RFP: "they buy by RFP",
    BuyingMode.NEGOTIATED: "they negotiate what they buy",
    BuyingMode.PREFERRED: "they buy from preferred suppliers",
    BuyingMode.CO_AUTHORED: "they buy to requirements written together with us",
}


def _judged(row: CandidateRow, judged: Assessed | None, account: Account) -> RowAnswer:
    buying, beside = account[Buying], ""
    if row is CandidateRow.VALUE_ORIENTATION and buying.mode is not None:  # no part of the judgement
        beside = f"; {_BUYING[buying.mode]} ({buying.mode_fact})"
    if judged is None:
        return RowAnswer(row, Answer.UNASSESSED, _NOBODY.get(row, "nobody judged it") + beside)
    if not judged.shown:
        said = f"judged on {judged.on} with nothing shown{beside}"
        return RowAnswer(row, Answer.UNASSESSED, said, (judged.fact,))
    answer = Answer.STRONG if judged.strong else Answer.WEAK
    said = f"judged on {judged.on}: {row.strong_words if judged.strong else row.weak_words}{beside}"
    return RowAnswer(row, answer, said, (judged.fact,), judged.shown)


# What the record answers


def _derived(row: CandidateRow, because: str, *facts: str, strong: bool) -> RowAnswer:
    cited = tuple(dict.fromkeys(f for f in facts if f))
    return RowAnswer(row, Answer.STRONG if strong else Answer.WEAK, because, cited, derived=True)


def _purchases(account: Account) -> list[tuple[dt.date, str]]:
    days = account[Revenue].days.items()
    return sorted((dt.date.fromisoformat(day), taken.last) for day, taken in days if taken.last)


def _current_customer(account: Account, terms: Terms) -> RowAnswer | None:
    row, bought = CandidateRow.CURRENT_CUSTOMER, _purchases(account)
    if not bought:
        opened = account[Profile].opened
        return _derived(row, "bought nothing so far", opened, strong=False) if opened else None
    (first, first_fact), (last, last_fact) = bought[0], bought[-1]
    said, months = f"bought first on {first}", terms.candidates.tenure_months
    if account.on < add_months(first, months):
        return _derived(row, f"{said}, less than {months} months ago", first_fact, strong=False)
    if last < window_start(account, terms):
        years = terms.tiers.window_years
        return _derived(row, f"bought last on {last}, more than {years} years ago", last_fact, strong=False)
    return _derived(row, f"{said}, last on {last}", first_fact, last_fact, strong=True)


def _payoff(account: Account, terms: Terms) -> RowAnswer | None:
    currency, since = terms.threshold.currency, window_start(account, terms).year
    wanted = Money(Decimal(terms.candidates.payoff or terms.threshold.amount), currency)
    found: list[tuple[Decimal, int, str, tuple[str, ...]]] = [
        (taken.net, year, "paid", (taken.last,)) for year, taken in by_year(account).items() if year >= since
    ]
    for year, opportunities in planned(account).items():
        facts = tuple(f for o, entered in opportunities for f in (o.fact, o.estimate, entered))
        found.append((worth(opportunities), year, "planned", facts))
    found += [
        (e.amount.amount, year, "expected", (e.fact,))
        for year, e in expected(account).items()
        if year >= account.on.year
    ]
    most = max(found, key=lambda each: (each[0], -each[1], each[2]), default=None)
    if most is None or most[0] <= 0:
        return None
    amount, year, how, facts = most
    untold = any(taken.untold for in_year, taken in by_year(account).items() if in_year >= since)
    if untold and amount < wanted.amount:
        return None
    said = f"{Money(amount, currency)} {how} in {year}, against {wanted}"
    return _derived(CandidateRow.PAYOFF, said, *facts, strong=amount >= wanted.amount)


def _openness(account: Account, terms: Terms) -> RowAnswer | None:
    row, wanted = CandidateRow.OPENNESS, terms.candidates.open_executives
    heard = [a for p, a in sorted(account[Access].executives.items()) if is_executive(p, account)]
    granted, refused = [a.fact for a in heard if a.granted], [a.fact for a in heard if not a.granted]
    together = account[Collaboration].latest
    if refused:
        return _derived(row, f"{_people(len(refused))} would not see us", *refused, strong=False)
    if together and together.mode is CollaborationMode.ADVERSARIAL:
        return _derived(row, "the two teams are adversaries", together.fact, strong=False)
    if not granted:
        return None
    said = f"{_people(len(granted))} in reach, against {wanted}"
    return _derived(row, said, *granted, strong=len(granted) >= wanted)


def _people(count: int) -> str:
    return f"{count} executive{'' if count == 1 else 's'}"


def _statements(account: Account, terms: Terms) -> list[Filed]:
    """Return the statements that count, earliest first; of those of one day, the one filed last."""
    counted = [s for s in account[Profile].statements if s.evidenced or not terms.qualification.evidenced]
    return sorted(counted, key=lambda s: (s.dated, s.on, s.place))


def _turnovers(account: Account, terms: Terms) -> tuple[tuple[Filed, Money], tuple[Filed, Money]] | None:
    """Return the last two statements with a turnover, in one currency; None unless the last is in date."""
    given = {s.dated: (s, s.turnover) for s in _statements(account, terms) if s.turnover is not None}
    if len(given) < 2:
        return None
    before, last = list(given.values())[-2:]
    current = young(last[0], terms.qualification.statement_months, account.on)
    return (before, last) if current and before[1].currency == last[1].currency else None


def _growth(account: Account, terms: Terms) -> RowAnswer | None:
    row, given = CandidateRow.GROWTH, _turnovers(account, terms)
    if given is None:
        return None
    (before, earlier), (last, later) = given
    said = f"turnover {earlier} to {before.dated}, {later} to {last.dated}"
    grows = later.amount >= earlier.amount * (1 + terms.candidates.growth_share)
    judged = assessed(account).get(row)
    if not grows and judged and judged.strong and (judged.on, judged.place) > (last.on, last.place):
        return None
    return _derived(row, said, before.fact, last.fact, strong=grows)


def _business_status(account: Account, terms: Terms) -> RowAnswer | None:
    row, months = CandidateRow.BUSINESS_STATUS, terms.qualification.statement_months
    stated = [s for s in _statements(account, terms) if s.profit and young(s, months, account.on)]
    if not stated or (profit := stated[-1].profit) is None:
        return None
    last, given = stated[-1], _turnovers(account, terms)
    if profit.amount < 0:
        return _derived(row, f"a loss of {_loss(profit)} to {last.dated}", last.fact, strong=False)
    if profit.amount > 0 and given and given[1][1].amount >= given[0][1].amount:
        said = f"a profit of {profit} to {last.dated}, and turnover did not fall"
        return _derived(row, said, last.fact, given[0][0].fact, given[1][0].fact, strong=True)
    return None


def _loss(profit: Money) -> Money:
    return Money(-profit.amount, profit.currency)


_DERIVED: Final[dict[CandidateRow, Callable[[Account, Terms], RowAnswer | None]]] = {
    CandidateRow.CURRENT_CUSTOMER: _current_customer,
    CandidateRow.GROWTH: _growth,
    CandidateRow.PAYOFF: _payoff,
    CandidateRow.OPENNESS: _openness,
    CandidateRow.BUSINESS_STATUS: _business_status,
}
