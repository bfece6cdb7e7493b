"""Words of the plan would leave, and give away what is kept inside, so that they are held back (J-C1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.editions import held_here
from majoracct.domain.account.redaction import own_words
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    for each in held_here(account):
        what, told = f"{each.field} of “{own_words(each.item)}”", each.secret.told
        says = f"The {what} would {told}, and is held back from the customer"
        yield Raised(says, (*each.item.facts, each.secret.fact), each.place)


CHECK: Final = AccountCheck(
    id="edition-held-back",
    severity=Severity.LOW,
    meaning="What somebody means the customer to read does not reach them, as it gives something away.",
    clear="Say it in other words: `correct` the item, or `plan release --wording`.",
    find=_find,
)
