"""Editions given: who received which edition when, made again from the fact alone, and what was heard since.

Rules
  ED13  An edition given is made again of the plan, the words and the policy of its day, as known when it was
       given: it is the same while it has the digest that was pinned, whatever was learned since.   J-C1
  ED14  Heard since is what somebody of theirs said, from that day on, of an item that was in it.     J-C3
  ED16  An item is confirmed by word of mouth alone that was in no edition given by the day it was
       confirmed.                                                                          S-C1 J-C3
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from majoracct.domain.account.editions import (
    Editions,
    Issued,
    as_given,
    edition,
    made_again,
    outside_review,
    shows_approved,
    terms_of,
    words,
)
from majoracct.domain.account.feedback import Feedback, ItemStatus, Said, Standing, confirmed
from majoracct.domain.account.kept_inside import kept_inside
from majoracct.domain.account.plan_document import plan_document
from majoracct.domain.account.profile import Profile
from majoracct.domain.account.redaction import Edition, held_back, redact
from majoracct.domain.seen import Account
from majoracct.domain.shares import share_of

__all__ = ["Given", "confirmed_share", "given", "same_under_policy_now", "shown_before"]


@frozen
class Given:
    """An edition that was given.

    id: the fact that says so, through every correction. name: what the account was called then.
    shown: what it said, made again.
    same: whether that has the digest it was given with. approved: whether it showed what was approved by
    then. outside: why it was given outside a business review; "" when it was given in one.
    heard: what was heard since, earliest first. current: whether another given now would say the same.
    """

    id: str
    issued: Issued
    name: str
    shown: Edition
    same: bool
    approved: bool
    outside: str
    heard: tuple[Said, ...]
    current: bool

    @property
    def days_to_answer(self) -> int | None:
        """How many days it took until something was heard; None while nothing was."""
        return (self.heard[0].on - self.issued.on).days if self.heard else None


def given(account: Account) -> list[Given]:
    """Return the editions given of the account's plan by the day, and of accounts that merged into it."""
    found = account[Editions].in_order
    now = edition(account).digest if found else ""
    return [_given(key, issued, now, account) for key, issued in found]


def same_under_policy_now(issued: Issued, account: Account) -> bool:
    """Return whether what was ISSUED says the same under the policy now known to have been in force."""
    terms = terms_of(account.other(issued.account).at(issued.on))
    then = as_given(issued, account)
    document = plan_document(then)
    said = words(document, then)
    back = [each.place for each in held_back(document, terms, said, kept_inside(then))]
    return redact(document, terms, said, {*back, *(issued.held or ())}).digest == issued.digest


def _given(key: str, issued: Issued, now: str, account: Account) -> Given:
    one, shown = account.other(issued.account).at(issued.on), made_again(issued, account)
    items = {each.id for each in shown.items}
    heard = [s for _, s in account[Feedback].in_order if s.item in items and s.on >= issued.on]
    return Given(
        id=key,
        issued=issued,
        name=as_given(issued, account)[Profile].name or issued.account,
        shown=shown,
        same=shown.digest == issued.digest,
        approved=shows_approved(issued.document, one),
        outside=outside_review(issued.recipients, issued.meeting, one),
        heard=tuple(heard),
        current=now == issued.digest,
    )


def confirmed_share(standings: Iterable[Standing]) -> Decimal | None:
    """Return the share of a plan's items that the customer confirmed; None of no items (S-C1)."""
    found = [each.status is ItemStatus.CONFIRMED for each in standings]
    return share_of(sum(found), len(found))


def shown_before(account: Account) -> dict[str, str]:
    """Return, of what the customer confirmed and did read before, the first edition it was in (ED16)."""
    first = dict[str, Issued]()
    for each in given(account):
        for item in each.shown.items:
            first.setdefault(item.id, each.issued)
    sure = {key: each.confirmed for key, each in confirmed(account).items()}
    return {
        key: first[key].fact
        for key, said in sure.items()
        if said and key in first and first[key].on <= said.on
    }
