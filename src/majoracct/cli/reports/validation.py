"""`report validation`: which opportunities the customer validated, and what was spent on the others.

It answers S-C8.
"""

from __future__ import annotations

from typing import Any

from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.opportunities import Opportunity
from majoracct.domain.assessments.validation import Qualified, Spend, qualified, spend
from majoracct.domain.money import Money
from majoracct.domain.seen import Account
from majoracct.domain.shares import percent, rounded


@report_on("accounts")
def validation(asked: Question) -> Table:
    """Show what the customer says of each opportunity of one ACCOUNT, or of all, and what we spent on it.

    Validated is an opportunity that somebody at the customer said is one, within the months policy
    lets count. What was spent on a day on which no such word held was spent unvalidated, even if it was
    validated later; of one that nobody recorded spending on, it is unknown. One that was decided stands
    as on that day.

    \b
    majoracct report validation --where validity=unvalidated
    """  # noqa: D301 - \b is click's
    found = [(account, each) for account in asked.accounts for each in qualified(account, asked.terms)]
    whole = spend(each for _, each in found)
    return Table(
        [_row(asked, account, each) for account, each in found],
        keys=(
            "account",
            "opportunity",
            "title",
            "fate",
            "validity",
            "person",
            "on",
            "planned",
            "spent",
            "unvalidated",
            "word",
            "facts",
        ),
        columns=(
            *([] if asked.named else [Column("account", "account")]),
            Column("title", "opportunity"),
            Column("fate", "is"),
            Column("validity", "customer says"),
            Column("name", "who"),
            Column("on", "on"),
            Column("spent", f"spent ({asked.currency})", number=True, money=True),
            Column("unvalidated", f"unvalidated ({asked.currency})", number=True, money=True),
        ),
        total=_total(whole, asked.currency),
        about={"spend": _about(whole, asked.currency)},
        empty="No opportunity was identified.",
    )


def _row(asked: Question, account: Account, each: Qualified) -> dict[str, Any]:
    word = each.word
    return {
        "account": each.account,
        "opportunity": each.opportunity,
        "title": each.item.title,
        "fate": _fate(each.item),
        "validity": each.validity,
        "person": word.person if word else None,
        "on": word.on if word else None,
        "planned": each.planned,
        "spent": Money(each.spent, asked.currency) if each.facts else None,
        "unvalidated": Money(each.unvalidated, asked.currency) if each.facts else None,
        "word": word.fact if word else None,
        "facts": each.facts,
        "name": asked.names(account).people.get(word.person, word.person) if word else None,
    }


def _fate(item: Opportunity) -> str:
    return "won" if item.won else "lost" if item.lost else "open"


def _total(whole: Spend, currency: str) -> str:
    share = f" ({percent(whole.share)})" if whole.share is not None else ""
    return (
        f"{whole.validated} of {whole.opportunities} opportunities validated; "
        f"spent, as known of {whole.known}, {Money(whole.spent, currency)}, "
        f"{Money(whole.unvalidated, currency)} of it unvalidated{share}"
    )


def _about(whole: Spend, currency: str) -> dict[str, Any]:
    return {
        "opportunities": whole.opportunities,
        "validated": whole.validated,
        "known": whole.known,
        "spent": Money(whole.spent, currency),
        "unvalidated": Money(whole.unvalidated, currency),
        "share": rounded(whole.share),
    }
