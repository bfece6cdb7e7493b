"""Histories in which much happens: most of it is admitted, so that people, tiers and payments meet."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from hypothesis import strategies as st

from majoracct.domain.account.claims import BenefitClaimed
from majoracct.domain.account.opportunities import OpportunityIdentified, OpportunityWon
from majoracct.domain.account.plan import ActionAdded, PlanDrafted
from majoracct.domain.account.profile import AccountOpened, AccountRenamed, ExternalIdRecorded
from majoracct.domain.account.qualification import (
    QualificationGranted,
    QualificationOpened,
    QualificationRevoked,
)
from majoracct.domain.account.relationships import (
    BuyingFunction,
    StakeholderIdentified,
    StakeholderLeft,
)
from majoracct.domain.account.revenue import RevenueRecorded
from majoracct.domain.account.segmentation import TierMoved
from majoracct.domain.account.sponsorship import SponsorNamed, SponsorshipEnded
from majoracct.domain.account.value import Measure, ValueDocumented
from majoracct.domain.kernel import PROGRAMME, Event
from majoracct.domain.programme.periods import PeriodClosed, PeriodReopened
from majoracct.domain.programme.policy import PolicyAdopted
from majoracct.domain.programme.staff import StaffIdentified
from majoracct.domain.programme.tables import RecordingTerms
from majoracct.domain.programme.terms import Aim, Level, Terms, Tier
from majoracct.testing.given import money
from majoracct.testing.histories import (
    ACCOUNTS,
    PEOPLE,
    ROLE,
    Correcting,
    Merging,
    Recording,
    Step,
    Withdrawing,
)

__all__ = ["eventful"]

_PEOPLE: Final = st.sampled_from(PEOPLE)
_NAMES: Final = st.sampled_from(["Ann Lee", "Bo Hart", "Cy Marsh"])
_DAYS: Final = st.dates(dt.date(2020, 2, 1), dt.date(2024, 6, 2))
_REFERENCES: Final = st.builds("{}@{}".format, st.sampled_from(ACCOUNTS), st.integers(2, 12))
_AMOUNTS: Final = st.sampled_from(["-5", "0.01", "19.99", "400", "600000"]).map(money)

_EVENTS: Final[tuple[st.SearchStrategy[Event[Any]], ...]] = (
    st.builds(RevenueRecorded, _AMOUNTS),
    st.builds(TierMoved, st.sampled_from(Tier), override=st.just(True)),
    st.builds(StakeholderIdentified, _PEOPLE, st.sampled_from(BuyingFunction), name=_NAMES),
    st.builds(SponsorNamed, _PEOPLE, st.just("CFO"), _NAMES, st.none() | st.sampled_from(Level)),
    st.builds(SponsorNamed, _PEOPLE, st.just("COO"), _NAMES),
    st.builds(SponsorshipEnded, _PEOPLE),
    st.builds(StakeholderLeft, _PEOPLE),
    st.builds(QualificationOpened),
    st.builds(QualificationGranted, override=st.just(True)),
    st.builds(QualificationRevoked),
    st.builds(OpportunityIdentified, _NAMES, _AMOUNTS.filter(lambda worth: worth.amount > 0)),
    st.builds(OpportunityWon, _REFERENCES),
    st.builds(PlanDrafted, _NAMES),
    st.builds(ActionAdded, _NAMES, st.sampled_from(Aim)),
    st.builds(ValueDocumented, st.sampled_from(Measure), _NAMES, _NAMES),
    st.builds(BenefitClaimed, _REFERENCES, _PEOPLE),
    st.builds(AccountRenamed, _NAMES),
    st.builds(ExternalIdRecorded, st.just("crm"), _NAMES),
)
_OF_THE_PROGRAMME: Final = st.one_of(
    st.builds(
        PolicyAdopted,
        st.builds(
            lambda amount, days: Terms(money(amount), recording=RecordingTerms(days, (ROLE,))),
            st.sampled_from(["1000", "250000"]),
            st.sampled_from([None, 400]),
        ),
    ),
    st.builds(PeriodClosed, _DAYS),
    st.builds(PeriodReopened),
    st.builds(StaffIdentified, st.sampled_from(["s1", "s2"]), name=_NAMES),
)


def eventful(*, max_size: int = 60) -> st.SearchStrategy[list[Step]]:
    """Return requests to put to a ledger, in order: thirty or more, of which most are admitted."""
    first = dt.date(2020, 1, 1)
    opened: list[Step] = []
    for key in ACCOUNTS:
        opened.append(Recording(key, AccountOpened(key.title()), first))
        opened += [
            Recording(key, StakeholderIdentified(person, BuyingFunction.FINANCE, name=person.upper()), first)
            for person in PEOPLE
        ]
        opened.append(Recording(key, SponsorNamed(PEOPLE[0], "CFO", "capital spend"), first))
    event = st.one_of(
        *(st.builds(Recording, st.sampled_from(ACCOUNTS), happened, _DAYS) for happened in _EVENTS)
    )
    counted = st.integers(5, 80)
    one: st.SearchStrategy[Step] = st.one_of(
        *[event] * 8,
        st.builds(Withdrawing, counted),
        st.builds(Correcting, counted, counted, st.none() | _DAYS),
        st.builds(Recording, st.just(PROGRAMME), _OF_THE_PROGRAMME, _DAYS),
        st.builds(Merging, st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), _DAYS),
    )
    return st.lists(one, min_size=35, max_size=max_size).map(lambda more: [*opened, *more])
