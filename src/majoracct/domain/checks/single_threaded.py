"""A major or strategic account is backed by fewer executives there than policy asks for (B-Q3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.segmentation import Segmentation
from majoracct.domain.account.sponsorship import active
from majoracct.domain.assessments.persons import listed, their_name
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.programme.terms import Tier
from majoracct.domain.seen import Account

__all__ = ["CHECK"]


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    wanted, sponsors, what = examined.terms.findings.sponsors, active(account), _counts(account)
    if what is None or len(sponsors) >= wanted:
        return
    standing, fact = what
    names = listed(their_name(person, account) for person in sponsors)
    backing = f"only {names} {'back' if len(sponsors) > 1 else 'backs'} us" if names else "nobody backs us"
    yield Raised(
        f"It is {standing}, and of its executives {backing}; policy asks for {wanted}",
        (fact, *(sponsor.fact for sponsor in sponsors.values())),
    )


def _counts(account: Account) -> tuple[str, str] | None:
    """Return as what the account should be well sponsored, and the fact that says so; None: as nothing."""
    qualification, tier = account[Qualification], account[Segmentation]
    if qualification.status is Status.MAJOR:
        return "major", qualification.fact
    return ("strategic", tier.fact) if tier.tier is Tier.STRATEGIC else None


CHECK: Final = AccountCheck(
    id="single-threaded",
    severity=Severity.MEDIUM,
    meaning="A major or strategic account hangs on fewer executives there than policy asks for.",
    clear="Win further executives, by an introduction best, and name them (`sponsor name`).",
    find=_find,
)
