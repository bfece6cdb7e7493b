"""What the reading commands have in common: which account answers, and how a question is stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from majoracct.cli.clocks import View, resolve_account
from majoracct.cli.display import display
from majoracct.cli.output import message
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.assessments.history import known
from majoracct.domain.assessments.spans import remaining
from majoracct.domain.kernel import Fact
from majoracct.domain.programme.policy import Policy
from majoracct.domain.seen import Account

if TYPE_CHECKING:
    from majoracct.domain.assessments.standing import Line

__all__ = [
    "about",
    "account_asked",
    "as_text",
    "footer",
    "names_in_words",
    "policy_in_force",
    "remaining",
    "who",
    "whole",
]

_FORMATS: Final = ("as_json", "as_nl", "as_csv", "as_tsv")


def account_asked(view: View, named: str, *, withdrawn_too: bool = False) -> Account:
    """Return the account NAMED on the day asked; the one it had merged into by then, which is said.

    withdrawn_too: take one of which, by the day, only withdrawn facts tell.
    Raises NotFoundError.
    """
    past = view.past
    key = resolve_account(past, named)
    if withdrawn_too and any(f.on <= view.on for f in known(past, (key,))):
        account = Account(key, view.on, past)
    else:
        account = view.ledger.account(key, as_of=view.on, past=past)
    teller = remaining(account)
    if teller.key != account.key:
        merged = account[Mergers].merged_on
        message(f"{account.key} merged into {account.merged_into} on {merged}: this is {teller.key}")
    return teller


def policy_in_force(view: View) -> str | None:
    """Return the fact that adopted the policy in force on the day asked, as known then."""
    return view.programme[Policy].fact or None


def about(view: View, account: Account) -> dict[str, Any]:
    """Return what an answer about ACCOUNT states of its question."""
    return view.about(account.programme[Policy].fact or None)


def footer(view: View, policy: str | None) -> str:
    """Return the question, as a person reads it below an answer."""
    return view.footer + (f", policy {policy}" if policy else "")


def as_text(options: Mapping[str, Any]) -> bool:
    """Return whether the answer is for a person."""
    return not any(options.get(name) for name in _FORMATS)


def whole(options: Mapping[str, Any]) -> bool:
    """Return whether every row is shown, so that a total may stand below them."""
    return not options.get("where") and options.get("limit") is None


def names_in_words(lines: Sequence[Line]) -> str:
    """Return what the accounts of LINES are called, in a sentence."""
    return ", ".join(display(each.name) for each in lines) or "nobody"


def who(fact: Fact) -> str:
    """Return who recorded FACT, in which capacity."""
    return f"{fact.by} ({fact.role})" if fact.role else fact.by
