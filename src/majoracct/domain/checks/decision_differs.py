"""A decision or an edition would read otherwise under the policy now known to have been in force (B-D4).

It is judged on what was known when it was taken: only the policy is as known now.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from majoracct.domain.account.approval import PlanApproved
from majoracct.domain.account.criteria import Verdict, judged
from majoracct.domain.account.review import capacity_of
from majoracct.domain.assessments.conformance import known_then
from majoracct.domain.assessments.decisions import Decision
from majoracct.domain.assessments.editions import given, same_under_policy_now
from majoracct.domain.assessments.policies import differences
from majoracct.domain.assessments.taken import taken, worded
from majoracct.domain.checks.finding import AccountCheck, Examined, Raised, Severity
from majoracct.domain.kernel import Fact
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.seen import Account

__all__ = ["CHECK"]

_JUDGED: Final = ("grant", "refuse", "review")


def _find(account: Account, examined: Examined) -> Iterator[Raised]:
    yield from _editions(account)
    for one, decision in taken(account, examined.day_of):
        fact = decision.fact
        if isinstance(fact.event, PlanApproved):
            yield from _of_others(one, fact, fact.event)
        if decision.decision not in _JUDGED:
            continue
        policy = one.at(fact.on).programme[Policy]
        terms = _changed(one, decision, policy)
        verdicts = _otherwise(judged(known_then(one, fact), policy.terms), decision.verdicts)
        if terms or verdicts:
            says = [f"{worded(decision)} was taken under {decision.policy}"]
            if terms:
                says.append(
                    f"{policy.fact} is now known to have been in force, with another {', '.join(terms)}"
                )
            says.append(f"by it, {', '.join(verdicts) or 'the verdicts are the same'}")
            yield Raised("; ".join(says), (fact.reference, policy.fact), fact.id)


def _of_others(account: Account, fact: Fact, event: PlanApproved) -> Iterator[Raised]:
    """Yield that others had to approve the plan than those of the policy that FACT, an approval, pinned."""
    policy = account.at(fact.on).programme[Policy]
    had_to = tuple(capacity_of(each) for each in policy.terms.review.must_approve)
    if policy.fact != event.policy and sorted(had_to) != sorted(event.required):
        yield Raised(
            f"The approval of the plan of {fact.on} was taken under {event.policy}; {policy.fact} is now "
            f"known to have been in force; by it, these had to approve: {', '.join(had_to) or 'nobody'}",
            (fact.reference, policy.fact),
            fact.id,
        )


def _editions(account: Account) -> Iterator[Raised]:
    """Yield the editions that say something else under the policy now known to have been in force."""
    for each in given(account):
        policy = account.at(each.issued.on).programme[Policy].fact
        if each.same and policy != each.issued.policy and not same_under_policy_now(each.issued, account):
            says = f"The edition of {each.issued.on} was given under {each.issued.policy}; {policy} is now "
            says += "known to have been in force; by it, it would have said something else"
            yield Raised(says, (each.issued.fact, policy), each.id)


def _changed(account: Account, decision: Decision, policy: Policy) -> list[str]:
    """Return the terms of POLICY that are not those the DECISION was taken under."""
    fact = account.past.fact(decision.policy) if decision.policy else None
    if fact is None or fact.reference == policy.fact or not isinstance(fact.event, PolicyAdopted):
        return []
    return [change.what for change in differences(fact.event.terms, policy.terms)]


def _otherwise(now: tuple[Verdict, ...], pinned: tuple[Verdict, ...]) -> list[str]:
    """Return which verdicts are not those that were PINNED, and how they are."""
    held = {verdict.id: verdict.holds for verdict in pinned}
    return [
        f"{v.id} {'held' if v.holds else 'did not hold'}"
        for v in now
        if v.id in held and held[v.id] != v.holds
    ]


CHECK: Final = AccountCheck(
    id="decision-differs",
    severity=Severity.HIGH,
    meaning="A decision was taken, a plan approved or an edition given under a policy that, as is known now, "
    "was not in force.",
    clear="Withdraw the decision, and take it under that policy; give the edition anew; correct the day of "
    "the policy, if that is wrong; or accept the finding, with the reason.",
    find=_find,
)
