"""Erasing anybody changes no verdict: promised of every answer, over random histories and random ledgers.

Of what is answered, only what was said of them changes, to what stands where it cannot be read. Of findings,
one may fall silent that rested on it; none is raised, and no other says anything else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from majoracct.domain import index
from majoracct.domain.account.loyalty import LoyaltyAssessed, LoyaltyLevel
from majoracct.domain.account.planning_cycle import (
    CriticalSuccessFactorRecorded,
    CustomerProjectInventoried,
    PlanningInclusionRecorded,
)
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.assessments.candidates import candidate, goodwill, track_record
from majoracct.domain.assessments.concentration import pareto
from majoracct.domain.assessments.governing import governed
from majoracct.domain.assessments.inertia import years
from majoracct.domain.assessments.lifecycle import lifecycle
from majoracct.domain.assessments.mutual import mutual_balance
from majoracct.domain.assessments.phases import phases
from majoracct.domain.assessments.radiation import radiation
from majoracct.domain.assessments.trust import trust
from majoracct.domain.checks.finding import Examined, findings
from majoracct.domain.checks.index import checks
from majoracct.domain.kernel import PROGRAMME, Erased, Event, Fact, Map, ProgrammeEvent
from majoracct.domain.past import Facts, Past
from majoracct.domain.programme.aptitude import Lean, Trait, TraitAssessed
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.tables import TeamTerms
from majoracct.domain.programme.terms import Seat, Terms
from majoracct.domain.seen import Account, Programme, fields_of
from majoracct.testing.histories import ACCOUNTS, PEOPLE, days, event, facts
from majoracct.testing.ledgers import Kept, ledgers
from majoracct.testing.questions import ASKED, day_of, terms, there

DAYS: Final = (dt.date(2023, 5, 1), dt.date(2024, 5, 31))
# Under a policy by which nothing said of how somebody leans already makes them a hunter.
TERMS: Final = evolve(Terms.shipped("GBP"), team=TeamTerms(hunter_lean=1))
POLICY: Final = Fact(PROGRAMME, 10_000, 1, PolicyAdopted(TERMS), dt.date.min, "kim")
WHO: Final = st.sampled_from(PEOPLE)
ERASED: Final = st.sets(WHO, min_size=1)
SAID: Final = re.compile("«[^«»]*»")  # what was said of somebody, marked so that it is found in a sentence
LEFT: Final = "[erased]"


KINDS: Final = [
    kind
    for kind in (index.event_class(entry.type) for entry in index.events())
    if fields_of(kind, "personal")
]
# What findings rest on that loyalty and traits decide: a year begun with us, and a team.
BEGUN: Final[tuple[Event[Any], ...]] = (
    StaffIdentified("p2", "Kim"),
    StakeholderIdentified("p1", BuyingFunction.CORPORATE, name="Ana"),
    PlanningInclusionRecorded(2024, ("p1",)),
    CriticalSuccessFactorRecorded(2024, "punctuality"),
    CustomerProjectInventoried(2024, "Depots"),
    TeamFormed(),
    MemberSeated("p2", Seat.ACCOUNT_MANAGER),
)


@st.composite
def talkative(draw: st.DrawFn) -> list[Fact]:
    """Draw a history that no rule has judged, in which much is said of people."""
    known = draw(facts(max_size=15))
    said = [*((each, dt.date(2023, 4, 1)) for each in BEGUN)]
    said += draw(st.lists(st.tuples(st.sampled_from(KINDS).flatmap(event), days()), min_size=4, max_size=12))
    decided = st.one_of(
        st.builds(LoyaltyAssessed, st.just("p1"), st.just("p2"), st.sampled_from(LoyaltyLevel)),
        st.builds(TraitAssessed, st.just("p2"), st.sampled_from(Trait), st.sampled_from(Lean)),
    )
    said += draw(st.lists(st.tuples(decided, days()), max_size=6))
    for happened, on in said:
        stream = PROGRAMME if isinstance(happened, ProgrammeEvent) else ACCOUNTS[0]
        version = 1 + max((fact.version for fact in known if fact.stream == stream), default=0)
        known.append(Fact(stream, version, len(known) + 1, happened, on, "kim", recorded_at=len(known) + 1))
    return known


def promise(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


# Erasing


def told(event: Event[Any], said: Callable[[Any, str], Any]) -> Event[Any]:
    """Return EVENT, each personal value in it as SAID makes it of the value and whom it is about."""
    personal = fields_of(type(event), "personal")
    if not personal:
        return event
    person = getattr(event, type(event).subject) or ""
    values = {name: getattr(event, name) for name in personal}
    return evolve(event, **{n: v if v in (None, "") else said(v, person) for n, v in values.items()})


def marked(value: Any, person: str) -> Any:
    return f"«{value}»" if isinstance(value, str) else value


def both(known: list[Fact], people: set[str]) -> tuple[list[Fact], list[Fact]]:
    """Return what is KNOWN with what was said of anybody marked, and that once PEOPLE are erased."""
    before = [evolve(fact, event=told(fact.event, marked)) for fact in known]
    after = [
        evolve(f, event=told(f.event, lambda value, whose: Erased.here if whose in people else value))
        for f in before
    ]
    return before, after


def plain(value: Any) -> Any:
    """Return VALUE without what was said of anybody, and whether it can be read."""
    if isinstance(value, str):
        return SAID.sub(LEFT, value)
    if isinstance(value, Erased | LoyaltyLevel | Lean):
        return LEFT
    if isinstance(value, Account | Programme):
        return (value.key, value.on)
    if attrs.has(type(value)):
        value = attrs.asdict(value, recurse=False)
    if isinstance(value, Mapping | Map):
        return {key: plain(value[key]) for key in value}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value


# What is asked


def judged(past: Past, on: dt.date) -> dict[str, object]:
    """Return every verdict there is: what is asked of a ledger, and of accounts beside it."""
    under = terms(past, on)
    accounts = there(past, on)
    asked = {name: ASKED[name](past, on) for name in set(ASKED) - {"timeline", "check"}}
    return asked | {
        "phases": [phases(a) for a in accounts],
        "stages": [lifecycle(a, under) for a in accounts],
        "candidates": [(candidate(a, under), track_record(a, under)) for a in accounts],
        "goodwill": [goodwill(a, candidate(a, under).rows) for a in accounts],
        "money": [mutual_balance(a) for a in accounts],
        "pareto": pareto(accounts, under, on.year),
        "radiation": [radiation(a, under) for a in accounts],
        "trust": [trust(a, under) for a in accounts],
        "governed": [governed(a, under, day_of) for a in accounts],
        "inertia": [[(each.inertia, each.retention, each.trend) for each in years(a)] for a in accounts],
    }


def found(past: Past, on: dt.date) -> dict[str, Any]:
    """Return what all checks find, by id."""
    examined = Examined(Programme(PROGRAMME, on, past), terms(past, on), day_of)
    return {each.id: plain(each.raised) for each in findings(checks(), there(past, on), examined)}


def otherwise(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Return what is found AFTER, and was not BEFORE, or not so but for what it tells of the erased."""
    found = {}
    for id_, each in after.items():
        was = before.get(id_)
        if (
            was is None
            or {**was, "says": each["says"]} != each
            or (was["says"] != each["says"] and LEFT not in each["says"])
        ):
            found[id_] = each
    return found


def whole(known: list[Fact]) -> Facts:
    return Facts([POLICY, *(evolve(fact, position=fact.position + 1) for fact in known)])


class TestErasingFlipsNoVerdict:
    @pytest.mark.parametrize("on", DAYS)
    @promise(40)
    @for_all(known=talkative(), people=ERASED)
    def test_of_a_history_no_rule_has_judged(self, on: dt.date, known: list[Fact], people: set[str]) -> None:
        before, after = (whole(each) for each in both(known, people))
        assert plain(judged(after, on)) == plain(judged(before, on))

    @promise(12)
    @for_all(kept=ledgers(), people=ERASED)
    def test_of_a_ledger(self, kept: Kept, people: set[str]) -> None:
        before, after = (Facts(each) for each in both(kept.facts, people))
        for on in kept.days:
            assert plain(judged(after, on)) == plain(judged(before, on))

    @pytest.mark.parametrize("on", DAYS)
    @promise(40)
    @for_all(known=talkative(), people=ERASED)
    def test_findings_fall_silent_at_most(self, on: dt.date, known: list[Fact], people: set[str]) -> None:
        before, after = (found(whole(each), on) for each in both(known, people))
        assert otherwise(before, after) == {}

    @promise(12)
    @for_all(kept=ledgers(), people=ERASED)
    def test_findings_of_a_ledger(self, kept: Kept, people: set[str]) -> None:
        for on in kept.days:
            before, after = (found(Facts(each), on) for each in both(kept.facts, people))
            assert otherwise(before, after) == {}


class TestTheHistories:
    def test_say_much_of_people(self) -> None:
        told_of: list[int] = []

        @promise(40)
        @for_all(known=talkative(), people=ERASED)
        def look(known: list[Fact], people: set[str]) -> None:
            before, after = both(known, people)
            told_of.append(sum(one != other for one, other in zip(before, after, strict=True)))

        look()
        assert sum(count > 0 for count in told_of) > len(told_of) / 2

    def test_marking_finds_what_was_said(self) -> None:
        loyal = LoyaltyAssessed("p1", "s1", LoyaltyLevel.STRONG)
        fact = Fact(ACCOUNTS[0], 1, 1, loyal, DAYS[0], "kim")
        before, after = both([fact], {"p1"})
        assert plain(after[0].event) == plain(before[0].event)
        assert before[0].event == loyal
        assert after[0].event == evolve(loyal, level=Erased.here)
