"""Facts told in sentences: people by name, things by title."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs
import pytest

from majoracct.domain import index
from majoracct.domain.account.delivery import DeliveryCompleted
from majoracct.domain.account.insider import Inside, InsideKnowledgeRecorded
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityLost, OpportunityWon
from majoracct.domain.account.planning_cycle import PlanningInclusionRecorded
from majoracct.domain.account.promises import (
    BenchmarkAgreed,
    PromiseBroken,
    PromiseMade,
    ResultMeasured,
)
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.sites import SiteAdded, SiteClosed
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.assessments.telling import Names, tell
from majoracct.domain.kernel import Erased, Event, FactWithdrawn
from majoracct.testing.given import Given, corrected, given, money

ANN = StakeholderIdentified("p1", BuyingFunction.FINANCE, name="Ann Lee", title="CFO")
BOB = StakeholderIdentified("p2", BuyingFunction.OPERATIONS, name="Bob Ray")


def _told(story: Given) -> str:
    return tell(story.last, Names.of(story.facts))


@pytest.mark.parametrize(
    ("before", "event", "sentence"),
    [
        ((), RevenueRecorded(money("1234.50")), "Paid 1,234.50 GBP"),
        ((), ANN, "Ann Lee identified, CFO, finance"),
        ((), BOB, "Bob Ray identified, operations"),
        (
            (ANN, BOB),
            SponsorNamed("p2", "COO", "plants", introduced_by="p1"),
            "Bob Ray, COO, named executive sponsor (plants), introduced by Ann Lee",
        ),
        (
            (),
            OpportunityIdentified("Meters", money("5.00"), dt.date(2025, 9, 30)),
            "Opportunity identified: Meters, worth 5.00 GBP, to close by 2025-09-30",
        ),
        ((OpportunityIdentified("Meters"),), OpportunityWon("acme@1"), "Meters won"),
        (
            (ANN, BOB),
            PlanningInclusionRecorded(2025, ("p1", "p2")),
            "Part of their planning for 2025, through Ann Lee, Bob Ray",
        ),
        (
            (),
            InsideKnowledgeRecorded(Inside.WAYS, "slow audits"),
            "Known from inside about its ways: slow audits",
        ),
        ((SiteAdded("Leeds"),), SiteClosed("acme@1"), "Site closed: Leeds"),
        ((), SiteAdded("Leeds", "GB", buys=True), "Site added: Leeds, GB, where they decide what to buy"),
        ((OpportunityIdentified("Meters"),), OpportunityLost("acme@1", "Hooli"), "Meters lost to Hooli"),
        (
            (DeliveryCompleted(successful=True, title="Billing"),),
            ValueDocumented(Measure.KPI, "Days to pay", "31 fewer", project="acme@1"),
            "KPI documented: Days to pay, 31 fewer, for Billing",
        ),
        (
            (PromiseMade("A third fewer late payments"),),
            PromiseBroken("acme@1", "two months late"),
            "Promise broken: A third fewer late payments, two months late",
        ),
        (
            (ANN, BenchmarkAgreed("days to pay", Decimal(20), dt.date(2024, 6, 30), "p1")),
            ResultMeasured("acme@2", Decimal("19.5")),
            "Measured 19.5 against days to pay",
        ),
    ],
)
def test_a_sentence_names_people_and_things_and_leaves_out_what_is_not_stated(
    before: tuple[Event[Any], ...], event: Event[Any], sentence: str
) -> None:
    assert _told(given(*before, event)) == sentence


def test_a_thing_goes_by_its_corrected_title() -> None:
    story = given(
        OpportunityIdentified("Metres"),
        corrected("acme@1", OpportunityIdentified("Meters")),
        OpportunityWon("acme@1"),
    )
    assert _told(story) == "Meters won"


def test_what_was_withdrawn_is_still_readable() -> None:
    story = given(ANN, BOB, FactWithdrawn("acme@1"), SponsorNamed("p1", "CFO", "spend"))
    assert _told(story).startswith("Ann Lee, CFO")


def test_the_title_somebody_holds_names_no_thing() -> None:
    assert Names.of(given(ANN, SponsorNamed("p1", "CFO", "spend")).facts).things == {}


def test_somebody_erased_is_told_as_erased() -> None:
    story = given(StakeholderIdentified("p1", BuyingFunction.FINANCE, name=Erased.here))
    assert _told(story) == "[erased] identified, finance"


def test_a_withdrawal_tells_what_it_withdrew_and_what_replaces_it() -> None:
    story = given(RevenueRecorded(money("5.00")), corrected("acme@1", RevenueRecorded(money("6.00"))))
    payment, withdrawal, _ = story.facts[-3:]
    assert tell(withdrawal, Names.of(story.facts), payment) == (
        "Withdrew acme@1 (Paid 5.00 GBP); acme@3 replaces it"
    )
    assert tell(withdrawal, Names.of(story.facts)) == "Withdrew acme@1; acme@3 replaces it"


@pytest.mark.parametrize("name", [entry.type for entry in index.events()])
def test_every_event_tells_itself_by_fields_it_has(name: str) -> None:
    event = index.event_class(name)
    known = {a.name for a in attrs.fields(event)}
    import re

    named = {field.partition(".")[0] for field in re.findall(r"\{([a-z_.]+)\}", event.says)}
    assert named <= known


def test_a_text_that_names_ids_is_put_in_names() -> None:
    names = Names.of(given(ANN, BOB).facts)
    assert names.in_words("p1 left acme; so did p2, not p10 nor up1") == (
        "Ann Lee left acme; so did Bob Ray, not p10 nor up1"
    )
    erased = Names.of(given(attrs.evolve(ANN, name=Erased.here)).facts)
    assert erased.in_words("p1 left acme") == "[erased] left acme"
