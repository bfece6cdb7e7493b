"""What was true and what was known: the promises of two clocks, over random histories on a real ledger.

Each history is put to a ledger in a SQLite file: late facts, withdrawals, corrections, policies and
mergers among it. Answers are everything that can be told of every account (`histories.answer`).
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from majoracct import Ledger
from majoracct.adapters.storage import memory
from majoracct.domain.account.mergers import merge
from majoracct.domain.account.opportunities import Opportunities, OpportunityIdentified, OpportunityWon
from majoracct.domain.account.profile import AccountOpened
from majoracct.domain.account.revenue import RevenueRecorded, by_year
from majoracct.domain.account.segmentation import Segmentation, TierMoved
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.past import Facts
from majoracct.domain.programme.terms import Tier
from majoracct.domain.seen import EVER, AlreadyWithdrawn, NothingToWithdraw, OneOfSeveral, ReasonMissing
from majoracct.ports import Command, EventStore
from majoracct.stored import StoredFacts
from majoracct.testing.given import money
from majoracct.testing.histories import ACCOUNTS, Step, answer, play, steps, ticking

DAYS = (dt.date(2022, 5, 1), dt.date(2023, 5, 1), dt.date(2024, 5, 31), EVER)
PAID = RevenueRecorded(money("5"))
CORE = TierMoved(Tier.CORE, override=True)
STRATEGIC = TierMoved(Tier.STRATEGIC, override=True)

histories = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
Maker = Callable[[], Ledger]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Maker]:
    """Yield what creates a ledger in a new file, on a clock that ticks."""
    made: list[Ledger] = []
    names = itertools.count()

    def create() -> Ledger:
        while made:  # one at a time is open
            made.pop().close()
        file = tmp_path / f"{next(names)}.db"
        made.append(Ledger.create(file, currency="GBP", by="kim", clock=ticking(), ledger_id="ledger-1"))
        return made[-1]

    yield create
    while made:
        made.pop().close()


@pytest.fixture
def ledger(make: Maker) -> Ledger:
    """Return a ledger in which acme and bolt are open."""
    ledger = make()
    for key in ACCOUNTS[:2]:
        ledger.desk(by="kim").on(dt.date(2020, 1, 1)).record(key, AccountOpened(key.title()))
    return ledger


def told(ledger: Ledger, known_at: int) -> object:
    """Return all there is to be told at a position, on several days."""
    return answer(ledger.past(known_at), DAYS)


def truncated(store: EventStore, position: int) -> memory.MemoryStore:
    """Return a new store that holds what STORE held up to POSITION, and nothing else."""
    copy = memory.create("", store.ledger_id, 0)
    for id_, group in itertools.groupby(store.facts(at=position), key=lambda fact: fact.command_id):
        facts = tuple(group)
        heads = copy.heads({fact.stream for fact in facts}, position)
        copy.append([Command(id_, facts)], heads, facts[0].recorded_at)
    return copy


class TestForAFixedPositionAndDay:
    @histories
    @for_all(before=steps(), after=steps())
    def test_the_answer_never_changes_whatever_is_appended(
        self, make: Maker, before: list[Step], after: list[Step]
    ) -> None:
        ledger = make()
        play(ledger, before)
        head = ledger.position()
        positions = {3, head // 2, head} & set(range(1, head + 1))
        answers = {position: told(ledger, position) for position in positions}
        play(ledger, after[2:])
        for position, answered in answers.items():
            assert told(ledger, position) == answered

    @histories
    @for_all(history=steps(), part=st.floats(0.2, 1))
    def test_the_answer_is_that_of_a_ledger_cut_off_there(
        self, make: Maker, history: list[Step], part: float
    ) -> None:
        ledger = make()
        play(ledger, history)
        position = max(1, int(ledger.position() * part))
        cut = truncated(ledger.store, position)
        assert [row[:7] for row in cut.rows()] == [row[:7] for row in ledger.store.rows()][:position]
        for shorter in (StoredFacts(cut, cut.head()), Facts(ledger.store.facts(at=position))):
            assert answer(shorter, DAYS) == told(ledger, position)

    @histories
    @for_all(history=steps())
    def test_without_flags_it_is_that_of_the_last_position_today(
        self, make: Maker, history: list[Step]
    ) -> None:
        ledger = make()
        play(ledger, history)
        last, today = ledger.position(), ledger.today()
        for account in ledger.accounts():
            by_default = ledger.account(account.key)
            for seen in (account, by_default):
                same = ledger.account(account.key, as_of=seen.on, known_at=last)
                assert (seen.known_at, seen.facts) == (last, same.facts)
                assert today <= seen.on <= ledger.today()  # the clock moves on with every look
        assert [a.key for a in ledger.accounts()] == [
            a.key for a in ledger.accounts(as_of=today, known_at=last)
        ]

    @histories
    @for_all(history=steps())
    def test_the_answer_is_the_same_however_it_is_read(self, make: Maker, history: list[Step]) -> None:
        """Topic by topic, in one pass, and from facts in memory."""
        ledger = make()
        play(ledger, history)
        assert answer(ledger.past().fetch_all(), DAYS) == told(ledger, ledger.position())
        assert answer(Facts(ledger.store.facts()), DAYS) == told(ledger, ledger.position())


class TestWhatIsRecorded:
    @histories
    @for_all(history=steps())
    def test_takes_the_next_position_and_the_next_version_of_its_stream(
        self, make: Maker, history: list[Step]
    ) -> None:
        ledger = make()
        play(ledger, history)
        facts = list(ledger.store.facts())
        assert [fact.position for fact in facts] == list(range(1, len(facts) + 1))
        for stream in {fact.stream for fact in facts}:
            versions = [fact.version for fact in facts if fact.stream == stream]
            assert versions == list(range(1, len(versions) + 1))
        assert [f.recorded_at for f in facts] == sorted(f.recorded_at for f in facts)

    @histories
    @for_all(history=steps())
    def test_is_withdrawn_once_and_has_at_most_one_live_correction(
        self, make: Maker, history: list[Step]
    ) -> None:
        ledger = make()
        play(ledger, history)
        facts = {fact.reference: fact for fact in ledger.store.facts()}
        withdrawals = [f for f in facts.values() if isinstance(f.event, FactWithdrawn)]
        targets = [f.event.target for f in withdrawals if isinstance(f.event, FactWithdrawn)]
        assert len(set(targets)) == len(targets)
        assert not [t for t in targets if isinstance(facts[t].event, FactWithdrawn)]
        live = [f for f in facts.values() if f.reference not in targets and f not in withdrawals]
        assert len({fact.id for fact in live}) == len(live)
        for fact in facts.values():
            if fact.corrects:
                before = facts[fact.corrects]
                assert fact.id == before.id
                assert fact.place == (before.place if fact.on == before.on else fact.position)
                assert type(fact.event) is type(before.event)
            if isinstance(fact.event, FactWithdrawn):
                assert fact.on == facts[fact.event.target].on

    def test_earlier_than_what_is_known_has_the_right_head_and_an_id_of_its_own(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim")
        late = desk.on(dt.date(2024, 3, 1)).record("acme", OpportunityIdentified("later"))
        early = desk.on(dt.date(2023, 3, 1)).record("acme", OpportunityIdentified("earlier"))
        account = ledger.account("acme")
        assert (late.reference, early.reference) == ("acme@2", "acme@3")
        assert account.head == 3
        assert [(key, o.title) for key, o in account[Opportunities].in_order()] == [
            ("acme@3", "earlier"),
            ("acme@2", "later"),
        ]
        assert ledger.account("acme", as_of=dt.date(2023, 6, 1)).head == 3

    def test_late_changes_what_was_true_and_not_what_was_known(self, ledger: Ledger) -> None:
        desk, day = ledger.desk(by="kim"), dt.date(2021, 12, 31)
        known = desk.on(dt.date(2021, 1, 1)).record("acme", PAID).position
        desk.on(dt.date(2021, 6, 1)).record("acme", PAID)
        assert by_year(ledger.account("acme", as_of=day))[2021].payments == 2
        assert by_year(ledger.account("acme", as_of=day, known_at=known))[2021].payments == 1


class TestCorrecting:
    def test_the_first_of_two_moves_on_a_day_leaves_the_second_standing(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim").on(dt.date(2024, 5, 1), reason="a steering board")
        first = desk.record("acme", CORE)
        desk.record("acme", STRATEGIC)
        desk.correct(first.reference, tier=Tier.GREENFIELD)
        assert ledger.account("acme")[Segmentation].tier is Tier.STRATEGIC

    def test_the_second_changes_it(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim").on(dt.date(2024, 5, 1), reason="a steering board")
        desk.record("acme", CORE)
        second = desk.record("acme", STRATEGIC)
        desk.correct(second.reference, tier=Tier.BEACHHEAD)
        assert ledger.account("acme")[Segmentation].tier is Tier.BEACHHEAD

    def test_is_a_withdrawal_and_a_fact_that_cite_each_other_in_one_append(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim").on(dt.date(2024, 5, 1), reason="typed wrong")
        paid = desk.record("acme", PAID)
        withdrawal, fact = desk.correct(paid.reference, amount=money("7"))
        assert withdrawal.event == FactWithdrawn("acme@2", replaced_by="acme@4")
        assert (fact.reference, fact.corrects, fact.origin) == ("acme@4", "acme@2", "acme@2")
        assert (fact.on, fact.place, fact.reason) == (paid.on, paid.position, "typed wrong")
        assert (withdrawal.command_id, withdrawal.position + 1) == (fact.command_id, fact.position)
        assert fact.event == RevenueRecorded(money("7"))

    def test_again_keeps_the_first_origin_and_place(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim").on(dt.date(2024, 5, 1), reason="typed wrong")
        found = desk.record("acme", OpportunityIdentified("one"))
        _, second = desk.correct(found.reference, title="two")
        _, third = desk.correct(second.reference, title="three")
        assert (third.corrects, third.origin, third.place) == ("acme@4", "acme@2", found.position)
        assert list(ledger.account("acme")[Opportunities].items) == ["acme@2"]
        for link in ("acme@2", "acme@4", "acme@6"):
            rehearsed = desk.on(rehearsal=True).record("acme", OpportunityWon(link))
            assert rehearsed.event == OpportunityWon("acme@2")

    def test_the_day_gives_it_a_place_of_its_own(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim").on(dt.date(2024, 5, 1), reason="another day")
        paid = desk.record("acme", PAID)
        withdrawal, fact = desk.correct(paid.reference, on=dt.date(2024, 5, 2))
        assert (withdrawal.on, fact.on, fact.place) == (paid.on, dt.date(2024, 5, 2), fact.position)

    def test_what_was_corrected_is_refused(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim").on(dt.date(2024, 5, 1), reason="typed wrong")
        paid = desk.record("acme", PAID)
        desk.correct(paid.reference, amount=money("7"))
        with pytest.raises(AlreadyWithdrawn, match="acme@2 was withdrawn by acme@3"):
            desk.correct(paid.reference, amount=money("8"))

    def test_is_judged_as_if_the_old_fact_were_not_there(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim").on(dt.date(2020, 1, 1), reason="its full name")
        _, opened = desk.correct("acme@1", name="Acme plc")
        assert opened.event == AccountOpened("Acme plc")

    def test_says_why(self, ledger: Ledger) -> None:
        with pytest.raises(ReasonMissing):
            ledger.desk(by="kim").correct("acme@1", name="Acme plc")


class TestWithdrawing:
    def test_says_why_and_takes_the_day_of_its_target(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim").on(dt.date(2024, 5, 1))
        paid = desk.on(dt.date(2021, 1, 1)).record("acme", PAID)
        with pytest.raises(ReasonMissing):
            desk.withdraw(paid.reference)
        (withdrawal,) = desk.on(reason="not theirs").withdraw(paid.reference)
        assert (withdrawal.on, withdrawal.reason) == (paid.on, "not theirs")
        assert by_year(ledger.account("acme")) == {}

    def test_a_withdrawal_is_refused(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim").on(reason="not theirs")
        (withdrawal,) = desk.withdraw(desk.record("acme", PAID).reference)
        with pytest.raises(NothingToWithdraw, match="Record again"):
            desk.withdraw(withdrawal.reference)
        desk.record("acme", PAID)


class TestK6FactsRecordedTogether:
    @pytest.fixture
    def merged(self, ledger: Ledger) -> Ledger:
        ledger.desk(by="kim").on(dt.date(2022, 1, 1)).record("bolt", PAID)
        ledger.desk(by="kim").on(dt.date(2023, 1, 1)).record("acme", PAID)
        ledger.desk(by="kim").on(dt.date(2023, 6, 1)).carry_out("acme", merge, into="bolt")
        return ledger

    @pytest.mark.parametrize("either", ["acme@3", "bolt@3"])
    def test_are_withdrawn_together_whichever_is_named(self, merged: Ledger, either: str) -> None:
        facts = merged.desk(by="kim").on(reason="it fell through").withdraw(either)
        targets = [f.event.target for f in facts if isinstance(f.event, FactWithdrawn)]
        assert targets == ["acme@3", "bolt@3"]
        assert len({fact.command_id for fact in facts}) == 1
        assert [a.key for a in merged.accounts()] == ["acme", "bolt"]

    def test_are_not_withdrawn_twice(self, merged: Ledger) -> None:
        desk = merged.desk(by="kim").on(reason="it fell through")
        desk.withdraw("acme@3")
        with pytest.raises(AlreadyWithdrawn):
            desk.withdraw("bolt@3")

    def test_are_not_corrected_singly(self, merged: Ledger) -> None:
        with pytest.raises(OneOfSeveral, match="acme@3 is one of several"):
            merged.desk(by="kim").on(reason="wrong").correct("acme@3", successor="civic")

    def test_a_list_counts_each_fact_once(self, merged: Ledger) -> None:
        def listed(day: dt.date) -> list[tuple[str, int]]:
            return [(a.key, sum(t.payments for t in by_year(a).values())) for a in merged.accounts(as_of=day)]

        assert listed(dt.date(2023, 5, 31)) == [("acme", 1), ("bolt", 1)]
        assert listed(dt.date(2023, 6, 1)) == [("bolt", 2)]
        assert merged.account("acme", as_of=dt.date(2024, 1, 1)).merged_into == "bolt"

    def test_what_is_recorded_late_about_a_predecessor_is_told_by_the_successor(self, merged: Ledger) -> None:
        merged.desk(by="kim").on(dt.date(2021, 1, 1)).record("acme", PAID)
        assert by_year(merged.account("bolt"))[2021].payments == 1

    def test_facts_of_one_command_on_one_stream_are_withdrawn_singly(self, ledger: Ledger) -> None:
        desk = ledger.desk(by="kim").on(dt.date(2024, 5, 1), reason="wrong twice")
        _, fact = desk.correct(desk.record("acme", PAID).reference, amount=money("6"))
        assert len(desk.withdraw(fact.reference)) == 1
