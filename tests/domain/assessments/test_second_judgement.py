"""Facts judged again: on what now comes before them, which a plain construction of it agrees with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings

from majoracct.adapters.storage.memory import MemoryStore
from majoracct.domain.account.mergers import AccountAbsorbed
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.profile import AccountOpened, OrgChartFiled
from majoracct.domain.account.qualification import QualificationGranted, QualificationOpened
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified, StakeholderLeft
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.assessments.second_judgement import SecondJudgement
from majoracct.domain.kernel import PROGRAMME, Actor, Fact, FactWithdrawn, Refused
from majoracct.domain.past import Facts, Fold, order
from majoracct.domain.programme.staff import StaffIdentified, StaffLeft
from majoracct.domain.programme.terms import Seat
from majoracct.domain.seen import EVER, Account, Programme, judge
from majoracct.ledger import Ledger
from majoracct.testing.given import DAY, Given, corrected, given, on
from majoracct.testing.histories import Merging, Recording, Step, facts, play, steps, ticking

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
ANA_SPONSORS = SponsorNamed("p1", "CFO", "capital spend")
MANAGER = MemberSeated("s1", Seat.ACCOUNT_MANAGER)
SALES = "sales executive"
OPENED = on("2020-01-01", AccountOpened("Acme"))  # acme@1


def refused(story: Given, stream: str = "acme") -> dict[str, str]:
    """Return which facts of STREAM would be refused, and by which rule."""
    return {f.reference: no.rule for f, no in SecondJudgement(story.past).refusals(stream, EVER)}


@pytest.mark.requirement("B-D4")
class TestSJ1WhatComesBefore:
    def test_is_what_was_learned_later_of_an_earlier_day(self) -> None:
        story = given(OPENED, on("2024-01-01", ANA), on("2024-05-01", ANA_SPONSORS))
        assert refused(story.then_given(on("2024-04-01", StakeholderLeft("p1")))) == {"acme@3": "RE2"}
        assert refused(story.then_given(on("2024-06-01", StakeholderLeft("p1")))) == {}

    def test_is_not_what_was_withdrawn(self) -> None:
        story = given(OPENED, on("2024-01-01", ANA), on("2024-05-01", ANA_SPONSORS))
        assert refused(story.then_given(FactWithdrawn("acme@2"))) == {"acme@3": "RE2"}

    def test_is_what_was_recorded_before_it_of_a_later_day(self) -> None:
        story = given(OPENED, on("2024-06-01", ANA), on("2024-05-01", ANA_SPONSORS))
        assert refused(story) == {}

    def test_and_was_corrected_since(self) -> None:
        story = given(OPENED, on("2024-06-01", ANA), on("2024-05-01", ANA_SPONSORS), corrected("acme@2", ANA))
        assert refused(story) == {}

    def test_is_not_itself_before_it_was_corrected(self) -> None:
        assert refused(given(on(DAY, OrgChartFiled()), corrected("acme@1", OrgChartFiled()))) == {
            "acme@3": "K1"
        }

    def test_is_told_of_the_programme_too(self) -> None:
        story = given(
            OPENED,
            on("2023-01-01", QualificationGranted(override=True), reason="an old customer"),
            on("2024-01-01", StaffIdentified("s1", "Kim"), TeamFormed()),
            on("2024-05-01", MANAGER),
        )
        assert refused(story) == {}
        assert refused(story.then_given(on("2024-04-01", StaffLeft("s1")))) == {"acme@4": "ST2"}
        assert refused(story.then_given(FactWithdrawn("programme@2"))) == {"acme@4": "ST2"}

    def test_up_to_the_day_asked(self) -> None:
        story = given(on("2024-05-01", ANA_SPONSORS))
        assert list(SecondJudgement(story.past).refusals("acme", dt.date(2024, 4, 30))) == []


@pytest.mark.requirement("B-D4")
class TestSJ2OnItsDay:
    def test_what_follows_on_the_day_counts_no_more_than_it_did(self) -> None:
        story = given(OPENED, on("2024-01-01", ANA), on("2024-05-01", ANA_SPONSORS, StakeholderLeft("p1")))
        assert refused(story) == {}

    def test_what_was_recorded_before_and_comes_after_has_not_come_about(self) -> None:
        """The source's time of day puts what was recorded first behind what was recorded without one."""
        found = on("2024-05-01", OpportunityIdentified("a deal"), time="09:00:00")
        assert refused(given(OPENED, found, on("2024-05-01", OpportunityWon("acme@2")))) == {"acme@3": "O2"}
        assert refused(given(OPENED, found, on("2024-05-02", OpportunityWon("acme@2")))) == {}

    def test_but_counts_for_what_ever_was(self) -> None:
        story = given(on("2024-05-01", AccountOpened("Acme")), on("2024-01-01", AccountOpened("Acme again")))
        assert refused(story) == {"acme@1": "P1", "acme@2": "P1"}

    def test_and_what_was_recorded_later_of_later_days_does_not(self) -> None:
        opened, sponsors = on("2020-01-01", AccountOpened("Acme")), on("2024-01-01", ANA_SPONSORS)
        assert list(refused(given(opened, sponsors, on("2024-05-01", ANA)))) == ["acme@2"]
        assert refused(given(opened, on("2024-05-01", ANA), sponsors)) == {}


@pytest.mark.requirement("B-D4")
class TestSJ3OnItsOwnWord:
    def test_who_recorded_it_in_which_capacity_and_why(self) -> None:
        opened = QualificationOpened()
        assert refused(given(OPENED, on("2024-05-01", opened, role=SALES))) == {}
        assert refused(given(OPENED, on("2024-05-01", opened, role="intern"))) == {"acme@2": "Q0"}
        override = QualificationGranted(override=True)
        assert refused(given(OPENED, on("2024-05-01", override, reason="an old customer"))) == {}
        assert refused(given(OPENED, on("2024-05-01", override))) == {"acme@2": "Q7"}

    def test_withdrawals_halves_and_the_book_are_not_judged(self) -> None:
        story = given(AccountOpened("Acme"), AccountAbsorbed("acme"), ANA, FactWithdrawn("acme@3"))
        assert refused(story) == {}
        assert refused(story, "ledger") == {}

    def test_the_programmes_own_facts_are(self) -> None:
        story = given(on("2024-05-01", StaffIdentified("s1", "Kim"), StaffIdentified("s1", "Lee")))
        assert refused(story, PROGRAMME) == {"programme@3": "ST1"}


# A plain construction


class Plain:
    """The past as FACT met it, made anew from the facts it met."""

    def __init__(self, known: Iterable[Fact], fact: Fact) -> None:
        held = {f.reference: f for f in known}
        gone = {f.event.target for f in held.values() if isinstance(f.event, FactWithdrawn)}
        self.met = [
            f
            for f in held.values()
            if f.reference not in gone | {fact.reference}
            and not isinstance(f.event, FactWithdrawn)
            and (held.get(f.id, f).position < fact.position or order(f) < order(fact))
        ]
        self.fact_judged = fact
        self.whole = Facts(self.met)  # learned before or after: all that was met is known
        self.day = Facts([f for f in self.met if order(f) < order(fact)])
        self.known_at, self.next_position = fact.position - 1, fact.position

    def head(self, stream: str) -> int:
        return max((f.version for f in self.met if f.stream == stream), default=0)

    def withdrawals(self, stream: str) -> dict[str, Fact]:
        return {}

    def fact(self, reference: str) -> Fact | None:
        return next((f for f in self.met if f.reference == reference), None)

    def live(self, stream: str, topic: type[Any] | None = None) -> Sequence[Fact]:
        return self.whole.live(stream, topic)

    def first_day(self, stream: str) -> dt.date | None:
        return self.whole.first_day(stream)

    def fold(self, topic: type[Any], streams: tuple[str, ...]) -> Fold[Any]:
        return self._met(self.whole.fold(topic, streams), self.day.fold(topic, streams))

    def stated(self, topic: type[Any], streams: tuple[str, ...]) -> Fold[Any]:
        return self._met(self.whole.stated(topic, streams), self.day.stated(topic, streams))

    def _met(self, whole: Fold[Any], day: Fold[Any]) -> Fold[Any]:
        fact = self.fact_judged

        class Met(Fold[Any]):
            def on(self, asked: dt.date) -> Any:
                return (whole if asked > fact.on else day).on(asked)

        return Met(whole.days, whole.states, whole.facts)


def plainly(known: Sequence[Fact], fact: Fact) -> tuple[type[Refused], str] | None:
    kind = Programme if fact.stream == PROGRAMME else Account
    actor = Actor(fact.by, fact.role, fact.assurance)
    try:
        judge(fact.event, kind(fact.stream, fact.on, Plain(known, fact), actor, fact.reason, fact.evidence))
    except Refused as no:
        return type(no), no.obstacle
    return None


def agrees(known: Sequence[Fact]) -> int:
    """Return how many facts were judged; each as the plain construction judges it."""
    judgement, count = SecondJudgement(Facts(known)), 0
    for stream in sorted({f.stream for f in known} - {"ledger"}):
        for fact in judgement.stream(stream).facts:
            if not fact.event.half:
                no = judgement.refusal(fact)
                assert (None if no is None else (type(no), no.obstacle)) == plainly(known, fact), fact
                count += 1
    return count


def ledger() -> Ledger:
    return Ledger.establish(MemoryStore("ledger-1"), currency="GBP", by="kim", clock=ticking())


quickly = settings(max_examples=60, deadline=None, derandomize=True, database=None)


@pytest.mark.requirement("B-D4")
class TestItIsWhatAPlainConstructionSays:
    @quickly
    @for_all(facts(max_size=40))
    def test_of_facts_that_nobody_judged(self, known: list[Fact]) -> None:
        opening = given(opened=False).facts
        moved = [_after(fact, opening) for fact in known]
        agrees([*opening, *moved])

    @quickly
    @for_all(steps(max_size=60))
    def test_of_what_a_ledger_let_through(self, history: list[Step]) -> None:
        with ledger() as book:
            play(book, history)
            assert agrees(list(book.store.facts())) >= 1  # the policy; both accounts may have been withdrawn


def _after(fact: Fact, opening: Sequence[Fact]) -> Fact:
    """Return FACT as recorded after a story's OPENING, whose streams and positions go first."""
    shift = len(opening)
    moved = evolve(fact, position=fact.position + shift, inherited_place=fact.place + shift)
    if fact.stream not in {f.stream for f in opening}:
        return moved
    versions = sum(f.stream == fact.stream for f in opening)

    def renamed(reference: str | None) -> str | None:
        if reference is None:
            return None
        stream, _, version = reference.rpartition("@")
        return f"{stream}@{int(version) + versions}"

    event = fact.event
    if isinstance(event, FactWithdrawn):
        event = FactWithdrawn(str(renamed(event.target)), renamed(event.replaced_by))
    return evolve(
        moved,
        version=fact.version + versions,
        event=event,
        corrects=renamed(fact.corrects),
        origin=renamed(fact.origin),
    )


def in_order(step: Step) -> dt.date:
    assert isinstance(step, Recording | Merging)
    return step.on


@pytest.mark.requirement("B-D4")
class TestALedgerRecordedInOrder:
    @quickly
    @for_all(steps(max_size=60))
    def test_never_contradicts_itself(self, history: list[Step]) -> None:
        """Nothing withdrawn, nothing corrected, nothing late: what was let through would be let through."""
        requests = sorted((s for s in history if isinstance(s, Recording | Merging)), key=in_order)
        with ledger() as book:
            play(book, requests)
            past = book.past().fetch_all()
            judgement = SecondJudgement(past)
            streams = [stream for stream in past.streams if stream != "ledger"]
            assert [no for stream in streams for no in judgement.refusals(stream, EVER)] == []
