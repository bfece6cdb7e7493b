"""We spend on, or plan with, an open opportunity that no word of the customer's holds up (S-C8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.validation import Validity
from majoracct.domain.assessments.validation import Qualified, qualified
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.money import Money
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    currency = examined.terms.threshold.currency
    for found in qualified(account, examined.terms):
        if found.relied_on and found.validity is not Validity.VALIDATED:
            word = () if found.word is None else (found.word.fact,)
            says = f"“{found.item.title}” {_stands(found)}, and {_rests(found, currency)}"
            yield Raised(says, (found.item.fact, *word, *found.facts), found.opportunity)


def _stands(found: Qualified) -> str:
    if found.word is None:
        return "was validated by nobody at the customer"
    on = found.word.on
    if found.validity is Validity.DISOWNED:
        return f"is none, the customer said on {on}"
    return f"was last validated by the customer on {on}"


def _rests(found: Qualified, currency: str) -> str:
    spent = f"we spent {Money(found.spent, currency)} on it" if found.spent else ""
    planned = "the plan counts on it" if found.planned else ""
    return " and ".join(part for part in (spent, planned) if part)


CHECK: Final = AccountCheck(
    id="opportunity-unvalidated",
    severity=Severity.MEDIUM,
    meaning="We spend on an opportunity, or plan with it, that the customer did not say is one.",
    clear="Ask the customer, and record the answer (`opportunity validate`, `opportunity disown`).",
    find=_find,
)
