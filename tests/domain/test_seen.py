"""What facts add up to, and the rules of the kernel (K1 to K5, K9 to K11; the others are the desk's)."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct.domain.account.mergers import AccountAbsorbed, AccountMerged, Mergers, merge
from majoracct.domain.account.opportunities import Opportunities, OpportunityIdentified, OpportunityWon
from majoracct.domain.account.profile import AccountOpened, AccountRenamed, Profile
from majoracct.domain.account.revenue import RevenueRecorded, by_year
from majoracct.domain.account.segmentation import Segmentation, TierMoved
from majoracct.domain.book.settings import LedgerCreated, Settings
from majoracct.domain.kernel import Fact, FactWithdrawn
from majoracct.domain.past import Facts
from majoracct.domain.programme.periods import PeriodClosed
from majoracct.domain.programme.policy import Policy, PolicyAdopted
from majoracct.domain.programme.tables import RecordingTerms
from majoracct.domain.programme.targets import NamedAccountTargetSet
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.domain.seen import (
    AccountMergedAway,
    AccountUnknown,
    AlreadyWithdrawn,
    BooksClosed,
    NothingToWithdraw,
    ReasonMissing,
    RecordedTooLate,
    judge,
    kept,
)
from majoracct.testing.given import DAY, EARLY, corrected, given, money, on
from majoracct.testing.histories import answer, facts

PAID = RevenueRecorded(money("100"))
CORE = TierMoved(Tier.CORE)
STRATEGIC = TierMoved(Tier.STRATEGIC)
NEXT_DAY = DAY + dt.timedelta(days=1)

fast = settings(max_examples=60, deadline=None, derandomize=True, database=None)


class TestK1OnlyAKnownAccount:
    def test_nothing_is_recorded_about_a_stranger(self) -> None:
        given(opened=False).when(PAID).then_refused(AccountUnknown, "no account acme")

    def test_it_is_opened_first(self) -> None:
        given(opened=False).when(AccountOpened("Acme")).then().when(PAID).then()


class TestK2AMergedAccountIsClosed:
    MERGED = given(
        AccountOpened("Acme"),
        on(EARLY, AccountOpened("Bolt"), to="bolt"),
        AccountMerged("bolt"),
        on(DAY, AccountAbsorbed("acme"), to="bolt"),
    )

    def test_from_the_day_of_its_merger(self) -> None:
        self.MERGED.when(PAID).then_refused(AccountMergedAway, "acme had merged into bolt")
        self.MERGED.on(NEXT_DAY).when(PAID).then_refused(AccountMergedAway, "Record it on bolt")

    def test_until_the_day_before_it_is_not(self) -> None:
        self.MERGED.on("2024-04-30").when(PAID).then()

    def test_the_successor_goes_on(self) -> None:
        self.MERGED.about("bolt").when(PAID).then()


class TestK3WhatCanBeWithdrawn:
    WITHDRAWN = given(PAID, FactWithdrawn("acme@1")).because("a mistake")

    def test_not_a_withdrawal(self) -> None:
        self.WITHDRAWN.when_withdrawing("acme@2").then_refused(NothingToWithdraw, "acme@2 is itself")

    def test_a_fact(self) -> None:
        after = given(PAID, PAID).because("twice").when_withdrawing("acme@2").then()
        assert by_year(after.account)[2024].payments == 1


class TestK4OnceOnly:
    def test_what_is_withdrawn_is_not_withdrawn_again(self) -> None:
        story = given(PAID, FactWithdrawn("acme@1")).because("a mistake")
        story.when_withdrawing("acme@1").then_refused(AlreadyWithdrawn, "acme@1 was withdrawn by acme@2")

    def test_what_replaced_it_is(self) -> None:
        story = given(PAID, corrected("acme@1", RevenueRecorded(money("10")))).because("another mistake")
        story.when_withdrawing("acme@1").then_refused(AlreadyWithdrawn)
        assert by_year(story.when_withdrawing("acme@3").then().account) == {}


class TestK5AWithdrawalSaysWhy:
    @pytest.mark.parametrize("reason", ["", "  "])
    def test_not_without_a_reason(self, reason: str) -> None:
        given(PAID).because(reason).when_withdrawing("acme@1").then_refused(ReasonMissing)

    def test_with_one(self) -> None:
        given(PAID).because("not ours").when_withdrawing("acme@1").then()


CLOSED = given(
    PAID, on("2024-05-20", PeriodClosed(dt.date(2024, 5, 10)), reason="books closed"), AccountOpened("Acme")
).recorded_on("2024-06-20")
LIMITED = given().under(evolve(Terms.shipped("GBP"), recording=RecordingTerms(30))).recorded_on("2024-05-31")


@pytest.mark.requirement("B-D4")
class TestK9NothingInAClosedPeriod:
    def test_is_recorded(self) -> None:
        no = CLOSED.when(PAID).then_refused(
            BooksClosed, "2024-05-01 is closed, as the books are through 2024-05-10"
        )
        assert no.remedy == "Have it recorded as controller, saying why."

    def test_nor_withdrawn(self) -> None:
        CLOSED.because("a mistake").when_withdrawing("acme@1").then_refused(BooksClosed)

    def test_nor_stated_of_the_programme(self) -> None:
        CLOSED.when(PolicyAdopted(Terms(money("5")))).then_refused(BooksClosed)

    @pytest.mark.parametrize(("role", "reason"), [("controller", " "), ("auditor", "the bank wrote")])
    def test_but_by_whom_policy_lets_and_for_a_reason(self, role: str, reason: str) -> None:
        CLOSED.by("ida", role).because(reason).when(PAID).then_refused(BooksClosed)
        entitled = CLOSED.by("ida", " Controller").because("the bank wrote")
        entitled.when(PAID).then()
        entitled.when_withdrawing("acme@1").then()

    def test_who_may_and_says_nothing_is_asked_why(self) -> None:
        assert CLOSED.by("ida", "controller").when(PAID).then_refused(BooksClosed).remedy == "Say why."

    def test_the_day_after_it_is_open(self) -> None:
        CLOSED.on("2024-05-11").when(PAID).then()

    def test_until_it_was_closed_it_was_open(self) -> None:
        CLOSED.recorded_on("2024-05-19").when(PAID).then()

    def test_what_is_judged_again_is_not_asked(self) -> None:
        evolve(CLOSED, recorded=None).when(PAID).then()


@pytest.mark.requirement("B-D4")
class TestK10NothingLaterThanPolicyAllows:
    def test_is_recorded(self) -> None:
        no = (
            LIMITED.recorded_on("2024-06-01")
            .when(PAID)
            .then_refused(
                RecordedTooLate,
                "2024-05-01 is 31 days before 2024-06-01, when it is recorded; policy allows 30",
            )
        )
        assert no.remedy == "Have it recorded as controller, saying why."

    def test_nor_withdrawn(self) -> None:
        story = LIMITED.then_given(PAID).because("a mistake")
        story.when_withdrawing("acme@2").then()
        story.recorded_on("2024-06-01").when_withdrawing("acme@2").then_refused(RecordedTooLate)

    def test_by_the_last_day_it_is(self) -> None:
        LIMITED.when(PAID).then()

    def test_but_by_whom_policy_lets_and_for_a_reason(self) -> None:
        late = LIMITED.recorded_on("2025-01-01").by("ida", "controller")
        assert late.when(PAID).then_refused(RecordedTooLate).remedy == "Say why."
        late.because("the bank wrote").when(PAID).then()

    def test_by_the_policy_in_force_on_the_day_of_recording(self) -> None:
        shipped = on("2025-01-01", PolicyAdopted(Terms.shipped("GBP")))
        LIMITED.then_given(shipped).recorded_on("2025-01-01").when(PAID).then()
        LIMITED.then_given(shipped).recorded_on("2024-12-31").when(PAID).then_refused(RecordedTooLate)

    def test_what_is_judged_again_is_not_asked(self) -> None:
        evolve(LIMITED, recorded=None).on("2001-01-01").when(PAID).then()


class TestWhatIsSeen:
    def test_what_happened_by_the_end_of_the_day(self) -> None:
        story = given(PAID, on(NEXT_DAY, PAID))
        assert by_year(story.account)[2024].payments == 1
        assert by_year(story.on(NEXT_DAY).account)[2024].payments == 2
        assert by_year(story.account.ever)[2024].payments == 2

    def test_what_was_known_at_the_position(self) -> None:
        story = given(PAID, on("2024-01-01", PAID))
        assert story.known_at(3).account.head == 1
        assert by_year(story.known_at(3).account)[2024].payments == 1
        assert by_year(story.account)[2024].payments == 2

    def test_a_withdrawal_counts_from_its_position_whatever_the_day(self) -> None:
        story = given(PAID, FactWithdrawn("acme@1"))
        assert by_year(story.known_at(3).account)[2024].payments == 1
        assert by_year(story.account) == {}

    def test_the_head_is_the_last_version_whatever_the_day(self) -> None:
        assert given(PAID, on(NEXT_DAY, PAID), FactWithdrawn("acme@1")).on(EARLY).account.head == 3

    def test_since_is_the_earliest_day_not_withdrawn(self) -> None:
        story = given(PAID, on("2023-01-01", PAID), on("2022-01-01", PAID), FactWithdrawn("acme@3"))
        assert story.account.since == dt.date(2023, 1, 1)
        assert given(PAID, FactWithdrawn("acme@1")).account.since is None

    def test_the_programme_and_the_book_on_the_same_knowledge(self) -> None:
        dearer = PolicyAdopted(Terms(money("5")))
        story = given(PAID, on(NEXT_DAY, dearer))
        assert story.account.programme[Policy].fact == "programme@1"
        assert story.on(NEXT_DAY).account.programme[Policy].terms == dearer.terms
        assert story.on(NEXT_DAY).known_at(3).account.programme[Policy].fact == "programme@1"
        assert story.account.book[Settings].currency == "GBP"

    def test_days_on_which_a_topic_changed_up_to_the_day(self) -> None:
        story = given(on("2023-01-01", PAID), PAID, CORE, on(NEXT_DAY, PAID))
        topics = (RevenueRecorded.topic, Segmentation)
        assert story.account.changes(*topics) == [dt.date(2023, 1, 1), DAY]


class TestTheOrderOfFacts:
    def test_within_a_day_it_is_their_place(self) -> None:
        assert given(CORE, STRATEGIC)[Segmentation].tier is Tier.STRATEGIC

    def test_a_corrected_fact_keeps_its_place_on_its_day(self) -> None:
        story = given(CORE, STRATEGIC, corrected("acme@1", TierMoved(Tier.BEACHHEAD)))
        assert story[Segmentation].tier is Tier.STRATEGIC

    def test_on_another_day_it_has_its_own(self) -> None:
        moved = corrected("acme@1", TierMoved(Tier.BEACHHEAD), on=NEXT_DAY)
        story = given(CORE, on(NEXT_DAY, STRATEGIC), moved).on(NEXT_DAY)
        assert story[Segmentation].tier is Tier.BEACHHEAD

    def test_a_sources_time_of_day_comes_before_the_place(self) -> None:
        story = given(on(DAY, CORE, time="15:00:00"), on(DAY, STRATEGIC, time="09:00:00"))
        assert story[Segmentation].tier is Tier.CORE

    def test_a_fact_without_a_time_comes_before_those_that_have_one(self) -> None:
        story = given(on(DAY, CORE, time="00:00:00"), STRATEGIC)
        assert story[Segmentation].tier is Tier.CORE

    def test_the_day_comes_first_whatever_was_recorded_when(self) -> None:
        assert given(STRATEGIC, on("2024-04-30", CORE))[Segmentation].tier is Tier.STRATEGIC


class TestReferences:
    def test_to_any_link_of_a_chain_are_to_its_origin(self) -> None:
        story = given(
            OpportunityIdentified("one"),
            corrected("acme@1", OpportunityIdentified("two")),
            corrected("acme@3", OpportunityIdentified("three")),
        )
        assert list(story[Opportunities].items) == ["acme@1"]
        for link in ("acme@1", "acme@3", "acme@5"):
            assert story.when(OpportunityWon(link)).then().last.event == OpportunityWon("acme@1")

    def test_to_nothing_stay_as_they_are(self) -> None:
        for odd in ("acme@9", "nobody@1", "acme", "@", "acme@x", "acme@²"):
            assert Facts(given(PAID).facts).fact(odd) is None


class TestMergedAccounts:
    STORY = given(
        on("2023-01-01", AccountOpened("Acme"), RevenueRecorded(money("1"))),
        on("2023-02-01", AccountOpened("Bolt"), RevenueRecorded(money("2")), to="bolt"),
        on("2023-03-01", AccountOpened("Civic"), RevenueRecorded(money("4")), to="civic"),
        on("2023-06-01", AccountMerged("civic"), to="bolt"),
        on("2023-06-01", AccountAbsorbed("bolt"), to="civic"),
        on("2023-09-01", AccountMerged("acme"), to="civic"),
        on("2023-09-01", AccountAbsorbed("civic")),
    )

    def revenue(self, key: str, day: str) -> int:
        return sum(int(t.net) for t in by_year(self.STORY.about(key).on(day).account).values())

    def test_replay_predecessors_and_theirs_from_the_day(self) -> None:
        assert self.revenue("civic", "2023-05-31") == 4
        assert self.revenue("civic", "2023-06-01") == 6
        assert self.revenue("acme", "2023-08-31") == 1
        assert self.revenue("acme", "2023-09-01") == 7
        assert self.STORY.account.streams == ("acme", "civic", "bolt")

    def test_keep_what_is_their_own(self) -> None:
        moved = self.STORY.then_given(on("2023-05-01", CORE, AccountRenamed("Civic plc"), to="civic"))
        assert moved[Profile].name == "Acme"
        assert moved[Segmentation].tier is None
        assert moved.about("civic")[Segmentation].tier is Tier.CORE

    def test_list_what_was_true_in_order_whichever_stream_told_it(self) -> None:
        told = [f.reference for f in self.STORY.account.facts]
        assert told == ["acme@1", "acme@2", "bolt@2", "civic@2", "civic@3", "acme@3"]

    def test_undone_by_withdrawing_are_two_again(self) -> None:
        undone = self.STORY.then_given(FactWithdrawn("acme@3"), FactWithdrawn("civic@4"))
        assert undone.account.streams == ("acme",)
        assert undone.about("civic").account.merged_into is None

    def test_are_told_by_their_successor(self) -> None:
        assert self.STORY.about("civic").on("2023-08-31").account.merged_into is None
        assert self.STORY.about("civic").on("2023-09-01").account.merged_into == "acme"
        assert self.STORY[Mergers].predecessors == ("bolt", "civic")


class TestTheKindOfStream:
    def test_is_part_of_what_may_be_recorded(self) -> None:
        story = given(PAID)
        with pytest.raises(TypeError, match="not an event of an account"):
            judge(NamedAccountTargetSet(1, DAY), story.account)
        with pytest.raises(TypeError, match="not an event of the programme"):
            judge(PAID, story.programme)
        with pytest.raises(TypeError, match="not an event of the book"):
            judge(PAID, story.book)
        with pytest.raises(TypeError):
            judge(LedgerCreated("GBP"), story.account)

    def test_a_withdrawal_is_no_event_of_any(self) -> None:
        with pytest.raises(TypeError):
            judge(FactWithdrawn("acme@1"), given(PAID).account)


class TestK11WhatIsCorrectedKeepsWhatItPinned:
    MOVED = (
        given(on(EARLY, PolicyAdopted(Terms.shipped("GBP"))))
        .because("agreed")
        .when(evolve(CORE, override=True))
    )

    def test_as_long_as_nothing_changes_that_it_hangs_on(self) -> None:
        story = self.MOVED.then()
        fact = story.last
        pins = {"indicated": Tier.GREENFIELD, "policy": "programme@2", "known_at": fact.position - 1}
        assert kept(fact, DAY, evolve(CORE, override=True, indicated=Tier.CORE), story.past) == pins
        assert judge(CORE, story.account, {**pins, "indicated": Tier.CORE}).indicated is Tier.CORE

    def test_and_no_longer_on_another_day_or_for_another_decision(self) -> None:
        story = self.MOVED.then()
        assert kept(story.last, NEXT_DAY, story.last.event, story.past) == {}
        assert kept(story.last, DAY, evolve(CORE, tier=Tier.STRATEGIC), story.past) == {}


class TestReplay:
    @fast
    @for_all(facts())
    def test_never_raises_whatever_the_facts_say(self, known: list[Fact]) -> None:
        answer(Facts(known), [DAY, dt.date(2022, 1, 1)])

    @fast
    @for_all(facts(), st.randoms(use_true_random=False))
    def test_is_the_same_in_whatever_order_the_facts_come(self, known: list[Fact], luck: object) -> None:
        mixed = list(known)
        luck.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis' own Random
        assert answer(Facts(mixed)) == answer(Facts(known))

    @fast
    @for_all(facts())
    def test_fact_by_fact_is_the_same_as_from_scratch(self, known: list[Fact]) -> None:
        growing = Facts((), 0)
        for count, fact in enumerate(known, 1):
            growing.add(fact)
            growing.known_at = count
            assert answer(growing) == answer(Facts(known[:count]))

    @fast
    @for_all(facts(), st.integers(1, 16))
    def test_known_at_is_a_replay_of_what_there_was(self, known: list[Fact], position: int) -> None:
        assert answer(Facts(known, position)) == answer(Facts(known[:position], position))


class TestProcedures:
    def test_are_judged_event_by_event_with_those_before_recorded(self) -> None:
        story = given(AccountOpened("Acme"), on(EARLY, AccountOpened("Bolt"), to="bolt"))
        after = story.when(merge, into="bolt").then(AccountMerged("bolt"), AccountAbsorbed("acme"))
        assert after.about("bolt").account.streams == ("bolt", "acme")
