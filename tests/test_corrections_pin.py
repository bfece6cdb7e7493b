"""What a corrected fact keeps pinned: what was known, shown or said then, while its day and item stay."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve, fields
from click.testing import CliRunner
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from majoracct import Ledger
from majoracct.cli import root
from majoracct.desk import Desk
from majoracct.domain import index
from majoracct.domain.account.action_plan import ResourcesAllocated
from majoracct.domain.account.approval import PlanApproved, approved
from majoracct.domain.account.editions import CustomerEditionIssued, PlanItemReleased
from majoracct.domain.account.feedback import CustomerFeedbackReceived, FeedbackKind, ItemStatus, confirmed
from majoracct.domain.account.governance import RecordAttested
from majoracct.domain.account.plan import ActionAdded, ActionDropped, PlanDrafted
from majoracct.domain.account.profile import AccountOpened, AccountRenamed
from majoracct.domain.account.qualification import QualificationGranted
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.review import PlanReviewHeld, PlanSubmitted
from majoracct.domain.account.team import MemberSeated, TeamFormed
from majoracct.domain.assessments.baseline import baseline
from majoracct.domain.assessments.editions import given
from majoracct.domain.assessments.second_judgement import SecondJudgement
from majoracct.domain.kernel import AccountEvent, Event, Fact, FactWithdrawn
from majoracct.domain.programme.periods import PeriodReopened
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.terms import Aim, Seat, Terms
from majoracct.testing.histories import ticking

DAY, NEXT_DAY, LATER = dt.date(2024, 5, 2), dt.date(2024, 5, 3), dt.date(2024, 6, 1)
ACTION, OTHER, SUBMITTED, HELD, SALES, MARKETING = (f"acme@{n}" for n in (8, 9, 12, 13, 14, 15))
RELEASED, GIVEN, HEARD = "acme@16", "acme@17", "acme@18"
WHO: Final[dict[str, dict[str, Any]]] = {
    HELD: {"attendees": ("s3",)},
    SALES: {"person": "s5"},
    MARKETING: {"capacity": "Marketing-Executive"},
    RELEASED: {"wording": "A visit to you"},
    GIVEN: {"recipients": ("ann",)},
    HEARD: {"person": "ann"},
}


def pins(event: Event[Any]) -> dict[str, Any]:
    return {a.name: getattr(event, a.name) for a in fields(type(event)) if a.metadata.get("pinned")}


def told() -> Iterator[AccountEvent[Any]]:
    yield AccountOpened("Acme")
    yield StakeholderIdentified("ann", BuyingFunction.FINANCE, name="Ann Lee")
    yield StakeholderIdentified("bob", BuyingFunction.TECHNOLOGY, name="Bob Ray")
    yield QualificationGranted(override=True)
    yield TeamFormed()
    yield MemberSeated("s2", Seat.ACCOUNT_MANAGER)
    yield PlanDrafted("Grow")
    for task in ("visit", "write"):
        yield ActionAdded(task, Aim.TRUST, owner="kim", due=LATER)
    for action in (ACTION, OTHER):
        yield ResourcesAllocated(action, none_needed=True)
    yield PlanSubmitted("s2")
    yield PlanReviewHeld("s2", ("s3", "s4"))
    yield PlanApproved("s3", "sales executive")
    yield PlanApproved("s4", "marketing executive")
    yield PlanItemReleased(ACTION, "We visit you")
    yield CustomerEditionIssued(("bob",))
    yield CustomerFeedbackReceived(ACTION, FeedbackKind.CONFIRMATION, "bob")


def tell(path: Path) -> Ledger:
    """Return a new ledger in which all that was told happened on one day."""
    ledger = Ledger.create(path, currency="GBP", by="kim", clock=ticking())
    desk = ledger.desk(by="kim", role="sales executive").on(DAY, reason="as agreed")
    for person in ("s2", "s3", "s4", "s5"):
        desk.adopt(StaffIdentified(person, person))
    for event in told():
        desk.record("acme", event)
    return ledger


def corrected(desk: Desk, reference: str, **changes: Any) -> Fact:
    return next(fact for fact in desk.correct(reference, **changes) if fact.corrects)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return the desk of that ledger, where the action's day was changed since, silently."""
    with tell(tmp_path / "book.db") as ledger:
        desk = ledger.desk(by="una", role="sales executive").on(LATER, reason="typed wrong")
        desk.correct(ACTION, due=dt.date(2024, 12, 31))
        yield desk


def event_of(desk: Desk, reference: str) -> Any:
    found = desk.ledger.past().fact(reference)
    assert found is not None
    return found.event


@pytest.mark.parametrize("reference", WHO)
def test_whoever_and_however_it_was_what_it_is_about_stays(desk: Desk, reference: str) -> None:
    fact = corrected(desk, reference, **WHO[reference])
    assert pins(fact.event) == pins(event_of(desk, reference))
    again = corrected(desk, fact.reference)
    assert again.event == fact.event


@pytest.mark.requirement("J-C1")
def test_an_edition_given_to_somebody_else_is_the_one_that_was_given(desk: Desk) -> None:
    before = given(desk.ledger.account("acme"))
    corrected(desk, GIVEN, recipients=("ann",))
    (now,) = given(desk.ledger.account("acme"))
    assert (now.shown, now.same, now.approved, now.current) == (before[0].shown, True, True, False)
    assert dict(now.shown.items[0].fields)["due"] == LATER


@pytest.mark.requirement("S-C1")
def test_what_somebody_else_confirmed_is_what_it_said_then(desk: Desk) -> None:
    corrected(desk, HEARD, person="ann")
    assert confirmed(desk.ledger.account("acme"))[ACTION].status is ItemStatus.CHANGED


@pytest.mark.requirement("S-C1")
def test_what_was_confirmed_on_another_day_is_what_was_known_when_they_did(desk: Desk) -> None:
    moved = corrected(desk, HEARD, on=NEXT_DAY)
    assert pins(moved.event) == pins(event_of(desk, HEARD))
    assert confirmed(desk.ledger.account("acme"))[ACTION].status is ItemStatus.CHANGED


@pytest.mark.requirement("J-C1")
def test_words_released_on_another_day_are_those_known_when_they_were(desk: Desk) -> None:
    corrected(desk, "acme@20", task="squeeze")  # the action, as it was corrected
    moved = corrected(desk, RELEASED, on=NEXT_DAY)
    assert pins(moved.event) == pins(event_of(desk, RELEASED))


@pytest.mark.requirement("J-R1")
def test_an_approval_is_mended_though_the_plan_moved_on(desk: Desk) -> None:
    before = baseline(desk.ledger.account("acme"))
    corrected(desk, SALES, person="s5")
    moved = corrected(desk, MARKETING, on=NEXT_DAY)
    account = desk.ledger.account("acme")
    now, found = baseline(account), approved(account)
    assert before is not None
    assert now is not None
    assert found is not None
    assert (now.approval.digest, now.intact) == (before.approval.digest, True)
    assert (found.on, [voice.person for voice in found.voices]) == (NEXT_DAY, ["s4", "s5"])
    assert pins(moved.event)["known_at"] == pins(event_of(desk, MARKETING))["known_at"]


def test_an_edition_of_another_day_is_of_what_was_known_when_it_was_given(desk: Desk) -> None:
    desk.on(NEXT_DAY).record("acme", ActionDropped(OTHER))
    moved = corrected(desk, GIVEN, on=NEXT_DAY)
    assert pins(moved.event) == pins(event_of(desk, GIVEN))
    assert given(desk.ledger.account("acme"))[0].same


def test_none_of_it_contradicts_what_came_before(desk: Desk) -> None:
    for reference, changes in WHO.items():
        corrected(desk, reference, **changes)
    assert [
        (fact.reference, str(no))
        for fact, no in SecondJudgement(desk.ledger.past()).refusals("acme", dt.date(2025, 1, 1))
    ] == []


def test_of_another_item_or_another_decision_it_is_taken_anew(desk: Desk) -> None:
    heard = corrected(desk, HEARD, item=OTHER)
    assert pins(heard.event)["content"] != pins(event_of(desk, HEARD))["content"]
    assert pins(heard.event)["shown"] == ""  # no words were released for it
    assert pins(corrected(desk, RELEASED, item=OTHER).event) != pins(event_of(desk, RELEASED))


def test_an_item_by_another_link_of_its_chain_is_the_same(desk: Desk) -> None:
    mended = next(f for f in desk.ledger.store.facts("acme") if f.corrects == ACTION)
    fact = corrected(desk, HEARD, item=mended.reference)
    assert fact.event == event_of(desk, HEARD)


def test_an_attestation_is_of_the_record_up_to_where_it_was_made(desk: Desk) -> None:
    desk.record("acme", MemberSeated("s5", Seat.INTERNAL_SPONSOR))
    said = desk.record("acme", RecordAttested("s5"))
    desk.record("acme", AccountRenamed("Acme plc"))
    for changes in ({"by_whom": "s5"}, {"on": LATER + dt.timedelta(days=1)}):
        assert pins(corrected(desk.on(rehearsal=True), said.reference, **changes).event) == pins(said.event)


def test_nobody_brings_their_own(desk: Desk) -> None:
    wrong = evolve(event_of(desk, GIVEN), digest="made up", known_at=1)
    fact = desk.on(DAY).record("acme", wrong)
    assert pins(fact.event)["digest"] not in {"made up", pins(event_of(desk, GIVEN))["digest"]}
    assert pins(corrected(desk, GIVEN, digest="made up").event) == pins(event_of(desk, GIVEN))


def test_every_pin_says_what_it_is_taken_of() -> None:
    kinds = [index.event_class(each.type) for each in index.events()]
    stated = {a.name for kind in kinds for a in fields(kind) if not a.metadata.get("pinned")}
    assert "on" not in stated
    assert {"on", *stated}.issuperset(
        of for kind in kinds for a in fields(kind) for of in a.metadata.get("of", ())
    )


def test_no_pin_of_the_demo_changes_when_nothing_else_does(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    assert CliRunner().invoke(root, ["demo", str(path)]).exit_code == 0
    pinning = {e.type for e in index.events() if pins_something(index.event_class(e.type))}
    seen: Counter[str] = Counter()
    with Ledger.open(path) as ledger:
        ledger.desk(by="ida", role="controller").on(dt.date(2024, 12, 31), reason="x").adopt(PeriodReopened())
        facts = list(ledger.store.facts())
        gone = {fact.event.target for fact in facts if isinstance(fact.event, FactWithdrawn)}
        for fact in facts:
            kind = type(fact.event).__name__
            if kind in pinning and fact.reference not in gone and seen[kind] < 2:
                desk = ledger.desk(by=fact.by, role=fact.role).on(reason=fact.reason or "x", rehearsal=True)
                assert corrected(desk, fact.reference).event == fact.event
                seen[kind] += 1
    assert pinning - set(seen) == {"TeamDisbanded"}  # nobody's team of the demo was


def pins_something(kind: type[Event[Any]]) -> bool:
    return any(a.metadata.get("pinned") for a in fields(kind))


SINCE: Final[dict[str, Callable[[Desk], object]]] = {
    "due": lambda desk: desk.correct(ACTION, due=dt.date(2024, 12, 31)),
    "task": lambda desk: desk.correct(OTHER, task="call"),
    "added": lambda desk: desk.on(DAY).record("acme", ActionAdded("another", Aim.TRUST)),
    "policy": lambda desk: desk.on(DAY).adopt(PolicyAdopted(Terms.shipped("GBP"))),
    "released": lambda desk: desk.on(DAY).record("acme", PlanItemReleased(OTHER, "We write")),
    "renamed": lambda desk: desk.on(DAY).record("acme", AccountRenamed("Acme plc")),
    "unseated": lambda desk: desk.correct("acme@6", person="s5"),
}


@settings(deadline=None, derandomize=True, database=None, max_examples=25)
@for_all(
    since=st.lists(st.sampled_from(sorted(SINCE)), unique=True),
    target=st.sampled_from([SALES, MARKETING, RELEASED, GIVEN, HEARD]),
    twice=st.booleans(),
)
def test_correcting_what_is_not_pinned_changes_no_pin(since: list[str], target: str, twice: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, tell(Path(folder) / "book.db") as ledger:
        desk = ledger.desk(by="una", role="sales executive").on(LATER, reason="typed wrong")
        for each in since:
            SINCE[each](desk)
        before = pins(event_of(desk, target))
        fact = corrected(desk, target, **WHO[target])
        fact = corrected(desk, fact.reference) if twice else fact
        assert pins(fact.event) == before
        assert all(each.same for each in given(ledger.account("acme")))
