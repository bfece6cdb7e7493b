"""Accounts to look at: one that meets all five criteria, the same once it is major, and one long before."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve

from majoracct.domain.account.opportunities import OpportunityIdentified
from majoracct.domain.account.plan import ActionAdded, PlanDrafted
from majoracct.domain.account.plays import TractionEvidenced, WiderPlayDescribed
from majoracct.domain.account.profile import (
    AccountOpened,
    FinancialStatementFiled,
    OrgChartFiled,
    PrecisFiled,
    StatementKind,
)
from majoracct.domain.account.qualification import QualificationGranted, QualificationOpened
from majoracct.domain.account.relationships import (
    BuyingFunction,
    InfluenceLinked,
    LinkKind,
    StakeholderIdentified,
)
from majoracct.domain.account.sponsorship import SponsorNamed
from majoracct.domain.kernel import Event, Evidence
from majoracct.domain.programme.terms import Aim, Level
from majoracct.testing.given import DAY, EARLY, Given, Told, given, money, on

PROOF: tuple[Event[Any] | Told, ...] = (
    OrgChartFiled(),
    PrecisFiled(("building",), "They build."),
    FinancialStatementFiled(StatementKind.AUDITED_ACCOUNTS),
    WiderPlayDescribed("a play", "What we could become."),
    on(DAY, TractionEvidenced("acme@5", "they asked for a paper"), evidence=(Evidence("paper.pdf"),)),
    StakeholderIdentified("p1", BuyingFunction.FINANCE, Level.C_LEVEL, "Ann Lee", "CFO"),
    StakeholderIdentified("p2", BuyingFunction.OPERATIONS, Level.EXECUTIVE),
    InfluenceLinked("p1", "p2", LinkKind.PEER),
    SponsorNamed("p1", "CFO", "all capital spend"),
    OpportunityIdentified("a deal", money("1000000"), DAY),
    PlanDrafted("to a million", ("acme@11",)),
    *(ActionAdded("visit", aim) for aim in Aim),
)


@pytest.fixture(scope="session")
def ready() -> Given:
    """Return the account with all five criteria met on 1 May 2024, put forward by Kim (acme@17)."""
    opened = on(DAY, QualificationOpened(), role="sales executive")
    return given(on(EARLY, AccountOpened("Acme")), *PROOF, opened)


@pytest.fixture(scope="session")
def major(ready: Given) -> Given:
    """Return the same, granted major status on that day by Ida (acme@18)."""
    return ready.by("ida", "programme manager").when(QualificationGranted()).then().by("kim")


@pytest.fixture(scope="session")
def seasoned() -> Given:
    """Return an account that met all five in March and was granted the status in May (acme@18), in July."""
    story = given(on(EARLY, AccountOpened("Acme")))
    for each in PROOF:
        told = evolve(each, on=dt.date(2024, 3, 1)) if isinstance(each, Told) else on("2024-03-01", each)
        story = story.then_given(told)
    opened = story.then_given(on(DAY, QualificationOpened(), role="sales executive"))
    return (
        opened.by("ida", "programme manager").when(QualificationGranted()).then().by("kim").on("2024-07-01")
    )
