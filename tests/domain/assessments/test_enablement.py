"""What each sponsor has of us, and what backing us brought them."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings

from majoracct.domain.account.advocacy import AmmunitionProvided, Credit, SponsorOutcomeRecorded
from majoracct.domain.account.delivery import DeliveryCompleted
from majoracct.domain.account.plan import ActionAdded, ActionCompleted, ActionDropped
from majoracct.domain.account.relationships import BuyingFunction, StakeholderIdentified
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded, active
from majoracct.domain.assessments.enablement import enablement, pay_offs
from majoracct.domain.kernel import AccountEvent, Fact
from majoracct.domain.past import Facts
from majoracct.domain.programme.terms import Aim
from majoracct.domain.seen import EVER, Account
from majoracct.testing.given import DAY, given, on
from majoracct.testing.histories import ACCOUNTS
from majoracct.testing.histories import facts as any_facts

ANA = StakeholderIdentified("p1", BuyingFunction.FINANCE)
SPONSORS = SponsorNamed("p1", "CFO", "spend")
FIRST = DeliveryCompleted(True, title="the first")
SECOND = DeliveryCompleted(True, title="the second")
STORY = given(ANA, SPONSORS, FIRST, SECOND)
ARMED = AmmunitionProvided("p1", "a case for the board")
HELP = ActionAdded("rehearse it", Aim.ADVOCACY, "kim", supports="p1")
GAINED = SponsorOutcomeRecorded("p1", Credit.GAINED, project="acme@3")
LOST = evolve(GAINED, credit=Credit.LOST)


@pytest.mark.requirement("B-P4")
class TestEN1WhatTheyHaveOfUs:
    def test_is_what_armed_them_and_the_actions_that_support_them(self) -> None:
        (found,) = enablement(STORY.then_given(ARMED, HELP).account)
        assert (found.person, found.since, found.enabled) == ("p1", DAY, True)
        assert [a.artefact for a in found.ammunition] == ["a case for the board"]
        assert [(s.id, s.action.task) for s in found.actions] == [("acme@6", "rehearse it")]

    @pytest.mark.parametrize("told", [ARMED, HELP])
    def test_either_of_them_helps(self, told: AccountEvent[Any]) -> None:
        (found,) = enablement(STORY.then_given(told).account)
        assert found.enabled

    def test_is_nothing_yet(self) -> None:
        (found,) = enablement(STORY.account)
        assert (found.person, found.enabled) == ("p1", False)

    def test_is_not_an_action_that_was_dropped_or_is_for_nobody(self) -> None:
        for told in ((HELP, ActionDropped("acme@5")), (evolve(HELP, supports=None),)):
            (found,) = enablement(STORY.then_given(*told).account)
            assert not found.enabled
        (found,) = enablement(STORY.then_given(HELP, ActionCompleted("acme@5")).account)
        assert found.actions[0].action.completed == DAY

    def test_is_told_of_each_alone(self) -> None:
        bo = (StakeholderIdentified("p2", BuyingFunction.FINANCE), SponsorNamed("p2", "COO", "plants"))
        ana, bob = enablement(STORY.then_given(*bo, ARMED, GAINED, HELP).account)
        assert (ana.enabled, bob.enabled, bob.payoff) == (True, False, ())


@pytest.mark.requirement("B-E1")
class TestEN2WhatItBroughtThem:
    def test_by_engagement_and_by_the_last_word(self) -> None:
        told = (LOST, evolve(LOST, project="acme@4"), GAINED, evolve(GAINED, project=None))
        (found,) = enablement(STORY.then_given(*told).account)
        assert [(o.project, o.credit) for o in found.payoff] == [
            ("acme@4", Credit.LOST),
            ("acme@3", Credit.GAINED),
            (None, Credit.GAINED),
        ]

    def test_as_far_as_the_day(self) -> None:
        story = STORY.then_given(on("2024-06-01", LOST), on("2024-07-01", GAINED))
        assert pay_offs([story.on("2024-06-30").account])[Credit.LOST] == 1
        assert pay_offs([story.on("2024-07-01").account]) == {
            Credit.GAINED: 1,
            Credit.NEUTRAL: 0,
            Credit.LOST: 0,
        }

    @settings(max_examples=40, deadline=None)
    @for_all(any_facts())
    def test_of_all_accounts_is_that_of_each_added_up(self, history: list[Fact]) -> None:
        accounts = [Account(key, EVER, Facts(history)) for key in ACCOUNTS]
        for credit in Credit:
            each = sum(pay_offs([account])[credit] for account in accounts)
            assert pay_offs(accounts)[credit] == each


@pytest.mark.requirement("B-P4")
class TestEN3WhoNoLongerSponsorsUs:
    def test_stays_with_what_we_gave(self) -> None:
        for told in (ARMED, HELP, GAINED):
            (found,) = enablement(STORY.then_given(told, SponsorshipEnded("p1")).account)
            assert (found.person, found.since) == ("p1", None)

    def test_but_not_when_we_gave_nothing(self) -> None:
        assert enablement(STORY.then_given(SponsorshipEnded("p1")).account) == []

    @settings(max_examples=40, deadline=None)
    @for_all(any_facts())
    def test_whoever_sponsors_us_is_there(self, history: list[Fact]) -> None:
        for key in ACCOUNTS:
            account = Account(key, EVER, Facts(history))
            now = {found.person for found in enablement(account) if found.since}
            assert now == set(active(account))
