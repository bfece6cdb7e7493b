"""What every check promises of whatever was recorded: an answer, of facts that stand, by distinct ids."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings

from majoracct.domain.checks.finding import Examined, Finding, findings
from majoracct.domain.checks.index import checks
from majoracct.domain.kernel import PROGRAMME, Fact
from majoracct.domain.past import Facts
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import EVER, Account
from majoracct.testing.histories import ACCOUNTS, facts

TERMS = Terms.shipped("GBP")
POLICY = Fact(PROGRAMME, 10_000, 1, PolicyAdopted(TERMS), dt.date.min, "kim")
any_history = settings(deadline=None, derandomize=True, database=None, max_examples=60)


def found(told: list[Fact], on: dt.date) -> list[Finding]:
    """Return what all checks find on the day ON in what was TOLD, under the shipped policy."""
    past = Facts([POLICY, *(evolve(fact, position=fact.position + 1) for fact in told)])
    accounts = [Account(key, on, past) for key in ACCOUNTS]
    examined = Examined(accounts[0].programme, TERMS, lambda instant: dt.date(2024, 6, 1))
    return findings(checks(), accounts, examined)


@pytest.mark.parametrize("on", [dt.date(2022, 5, 1), dt.date(2024, 5, 31), EVER])
@any_history
@for_all(told=facts(max_size=30))
def test_checks_answer_of_facts_that_stand_on_the_day(on: dt.date, told: list[Fact]) -> None:
    past = Facts(told)
    gone = {target for stream in (*ACCOUNTS, PROGRAMME) for target in past.withdrawals(stream)}
    known = {fact.reference: fact for fact in [POLICY, *told]}
    for each in found(told, on):
        assert each.raised.says.strip() == each.raised.says != ""
        for reference in each.raised.facts:
            assert reference not in gone
            assert known[reference].on <= on


@any_history
@for_all(told=facts(max_size=30))
def test_ids_are_distinct_and_say_the_same_when_asked_again(told: list[Fact]) -> None:
    once, again = found(told, dt.date(2024, 5, 31)), found(list(reversed(told)), dt.date(2024, 5, 31))
    assert [(each.id, each.raised) for each in once] == [(each.id, each.raised) for each in again]
    assert len({each.id for each in once}) == len(once)
