"""`report editions`: the register of who received which edition of a plan.

It answers J-C1 J-C2 J-C3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from majoracct.cli.counts import counted
from majoracct.cli.reporting import Column, Question, Table, report_on
from majoracct.domain.account.governance import Governance
from majoracct.domain.assessments.editions import Given, given
from majoracct.domain.assessments.persons import listed
from majoracct.domain.seen import Account


@report_on("accounts")
def editions(asked: Question) -> Table:
    """Show who of theirs received which edition of the plan when, in which review; of an ACCOUNT, or of all.

    Each is made again of what was known when it was given: "as given" says whether it has the digest that
    was pinned. "current" says whether another given on the day asked would say the same.

    \b
    majoracct report editions --as-of 2024
    """  # noqa: D301 - \b is click's
    found = [(account, each) for account in asked.accounts for each in given(account)]
    heard = sum(bool(each.heard) for _, each in found)
    outside = sum(bool(each.outside) for _, each in found)
    return Table(
        [_row(asked, account, each) for account, each in found],
        keys=_KEYS,
        columns=(
            Column("account", "account"),
            Column("on", "given on"),
            Column("to_word", "to"),
            Column("review_word", "in the review of"),
            Column("items", "items", number=True),
            Column("approved", "approved"),
            Column("digest_word", "digest"),
            Column("same", "as given"),
            Column("current", "current"),
            Column("heard_word", "heard"),
            Column("fact", "fact"),
        ),
        total=f"{len(found)} edition{'' if len(found) == 1 else 's'} given, {outside} outside a business "
        f"review; heard of: {heard}",
        empty="No edition of a plan was given to a customer.",
    )


_KEYS = (
    "account",
    "on",
    "recipients",
    "recipient_names",
    "by",
    "by_name",
    "review",
    "outside",
    "approved",
    "plan",
    "items",
    "digest",
    "same",
    "current",
    "policy",
    "known_at",
    "confirmations",
    "feedback",
    "clarifications",
    "days_to_answer",
    "heard",
    "fact",
)


def _row(asked: Question, account: Account, each: Given) -> Mapping[str, Any]:
    issued = each.issued
    people = asked.names(account).people
    names = tuple(people.get(person, person) for person in issued.recipients)
    review = account[Governance].meetings.get(issued.meeting or "")
    kinds = [said.kind.value for said in each.heard]
    return {
        "account": account.key,
        "on": issued.on,
        "recipients": issued.recipients,
        "recipient_names": names,
        "by": issued.by,
        "by_name": asked.colleagues.get(issued.by, issued.by),
        "review": issued.meeting,
        "outside": each.outside or None,
        "approved": each.approved,
        "plan": issued.plan,
        "items": len(each.shown.items),
        "digest": issued.digest,
        "same": each.same,
        "current": each.current,
        "policy": issued.policy,
        "known_at": issued.known_at,
        "confirmations": kinds.count("confirmation"),
        "feedback": kinds.count("feedback"),
        "clarifications": kinds.count("clarification"),
        "days_to_answer": each.days_to_answer,
        "heard": tuple(said.fact for said in each.heard),
        "fact": issued.fact,
        "to_word": listed(names),
        "review_word": str(review.on) if review and not each.outside else "none",
        "digest_word": issued.digest[:16],
        "heard_word": f"{len(kinds)}, after {counted(each.days_to_answer or 0, 'day')}"
        if kinds
        else "nothing",
    }
