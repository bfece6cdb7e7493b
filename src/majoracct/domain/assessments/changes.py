"""Changes: what is different between two views of one account, from replay and never from stored values."""

from __future__ import annotations

from attrs import frozen

from majoracct.domain.account.criteria import CRITERIA
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.qualification import Qualification
from majoracct.domain.account.revenue import by_year
from majoracct.domain.account.segmentation import Segmentation, indicate
from majoracct.domain.account.sponsorship import active
from majoracct.domain.account.value import Value
from majoracct.domain.programme.policy import Policy
from majoracct.domain.seen import Account

__all__ = ["Change", "changes"]


@frozen
class Change:
    """One thing that differs: what it is, and how it stood in each view. None: it did not stand at all."""

    what: str
    before: str | None
    after: str | None


def _standing(account: Account) -> dict[str, str]:
    terms = account.programme[Policy].terms
    tier = account[Segmentation].tier
    found = {
        "status": account[Qualification].status.value,
        "tier assigned": tier.value if tier else "none",
        "tier indicated": indicate(account, terms).tier.value,
        "plan": account[Plan].title or "none",
        "results documented": str(len(account[Value].items)),
    }
    for criterion in CRITERIA:
        found[f"{criterion.id} {criterion.title}"] = (
            "holds" if criterion.judge(account, terms).holds else "open"
        )
    for person in active(account):
        found[f"sponsor {person}"] = "sponsors us"
    for year, taken in by_year(account).items():
        found[f"revenue {year}"] = f"{taken.net:,.2f} {terms.threshold.currency}"
    return found


def changes(before: Account | None, after: Account | None) -> list[Change]:
    """Return what differs between two views; None is the view of an account that was not there."""
    first = _standing(before) if before else {}
    second = _standing(after) if after else {}
    return [
        Change(what, first.get(what), second.get(what))
        for what in dict.fromkeys((*second, *first))
        if first.get(what) != second.get(what)
    ]
