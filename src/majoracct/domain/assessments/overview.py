"""Overview: one account on a day, whole: names, standing, tiers, revenue, people, plan, documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import frozen

from majoracct.domain.account.class_labels import ClassLabels, Label
from majoracct.domain.account.criteria import Verdict, documents, judged, planned, worth, young
from majoracct.domain.account.delivery import Delivery
from majoracct.domain.account.mergers import Mergers
from majoracct.domain.account.opportunities import Opportunities
from majoracct.domain.account.plan import Plan
from majoracct.domain.account.presence import Presence
from majoracct.domain.account.profile import Firmographics, Profile
from majoracct.domain.account.qualification import Qualification, Status
from majoracct.domain.account.relationships import Relationships
from majoracct.domain.account.revenue import by_year
from majoracct.domain.account.segmentation import Indication, Segmentation, indicate
from majoracct.domain.account.sponsorship import active
from majoracct.domain.account.value import Value
from majoracct.domain.assessments.history import known, staff
from majoracct.domain.assessments.standing import called
from majoracct.domain.assessments.telling import Names
from majoracct.domain.calendar import add_months, whole_year
from majoracct.domain.kernel import Fact
from majoracct.domain.money import Money
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Terms, Tier
from majoracct.domain.seen import Account

__all__ = ["Document", "Item", "Overview", "Person", "PlanYear", "Told", "Year", "overview"]


@frozen
class Year:
    """What came in over a calendar year, as far as the day seen: whether that is all of it, too.

    untold: how many of the payments no rate tells: they are in no sum.
    """

    year: int
    net: Money
    payments: int
    credits: int
    complete: bool
    untold: int = 0


@frozen
class PlanYear:
    """What the plan's open opportunities of a calendar year are worth, and whether that is enough."""

    year: int
    worth: Money
    reached: bool


@frozen
class Person:
    """Somebody at the customer. Texts are empty where nothing is stated.

    role: of the buying team for a stakeholder, the remit for a sponsor.
    since: when we got to know them, or when they began to sponsor us.
    """

    person: str
    name: str
    title: str
    role: str
    level: str
    since: dt.date
    fact: str
    strength: str = ""
    perception: str = ""
    left: dt.date | None = None


@frozen
class Item:
    """An opportunity, a project or an action: what it is called and how it stands.

    id: the fact that created it. fact: the one that says what is stated here.
    state: open, won, lost; started, completed, failed; completed, dropped. since: since when.
    worth, due: what it would bring, and by when it closes or is to be done.
    planned: whether the plan counts on it.
    """

    id: str
    title: str
    state: str
    since: dt.date
    fact: str
    worth: Money | None = None
    due: dt.date | None = None
    owner: str = ""
    aim: str = ""
    planned: bool = False


@frozen
class Document:
    """A document on file: its age in whole months on the day, and whether policy still takes it."""

    kind: str
    dated: dt.date
    months: int
    in_date: bool
    fact: str


@frozen
class Overview:
    """An account on a day.

    since: its earliest live fact. merged_with: the accounts it tells of beside itself.
    status_fact: what gave the recorded status, if anything did, and since when it holds.
    plan_years: what the plan counts on, by calendar year; years that ended are left out.
    """

    account: str
    name: str
    former_names: tuple[str, ...]
    external_ids: Mapping[str, str]
    firmographics: Firmographics
    since: dt.date
    merged_with: tuple[str, ...]
    split_from: str | None
    labels: tuple[Label, ...]
    status: Status
    status_fact: str
    status_since: dt.date | None
    policy: str
    threshold: Money
    verdicts: tuple[Verdict, ...]
    tier_assigned: Tier | None
    tier_fact: str
    tier_overridden: bool
    indication: Indication
    revenue: tuple[Year, ...]
    sponsors: tuple[Person, ...]
    stakeholders: tuple[Person, ...]
    opportunities: tuple[Item, ...]
    projects: tuple[Item, ...]
    results: int
    plan: str
    plan_fact: str
    plan_years: tuple[PlanYear, ...]
    actions: tuple[Item, ...]
    documents: tuple[Document, ...]
    places: tuple[str, ...]
    standardised: tuple[str, ...]

    @property
    def met(self) -> bool:
        """Whether all five criteria hold."""
        return all(v.holds for v in self.verdicts)


@frozen
class Told:
    """What is known of an account, whatever the day: its facts by reference, and the names they give."""

    held: Mapping[str, Fact]
    names: Names

    @classmethod
    def of(cls, account: Account) -> Told:
        """Return what is known of ACCOUNT, and of those that had merged into it by its day."""
        facts = known(account.past, account.streams)
        return cls({f.reference: f for f in facts}, Names.of([*facts, *staff(account.past)]))


def overview(account: Account, terms: Terms, told: Told | None = None) -> Overview:
    """Return ACCOUNT on its day, judged under TERMS.

    told: what is known of it, where that was read already.
    """
    told = told or Told.of(account)
    held, names = told.held, told.names
    profile, tier, status = account[Profile], account[Segmentation], account[Qualification]
    plan, mergers, presence = account[Plan], account[Mergers], account[Presence]
    return Overview(
        account=account.key,
        name=called(account),
        former_names=profile.former_names,
        external_ids=dict(sorted(profile.external_ids.items())),
        firmographics=profile.firmographics,
        since=account.since or account.on,
        merged_with=account.streams[1:],
        split_from=mergers.split_from,
        labels=tuple(account[ClassLabels].in_order),
        status=status.status,
        status_fact=status.fact,
        status_since=held[status.fact].on if status.fact in held else None,
        policy=account.programme[Policy].fact,
        threshold=terms.threshold,
        verdicts=judged(account, terms),
        tier_assigned=tier.tier,
        tier_fact=tier.fact,
        tier_overridden=tier.overridden,
        indication=indicate(account, terms),
        revenue=_revenue(account, terms.threshold.currency),
        sponsors=_sponsors(account, held, names),
        stakeholders=_stakeholders(account, held, names),
        opportunities=_opportunities(account),
        projects=_projects(account, held),
        results=len(account[Value].items),
        plan=plan.title,
        plan_fact=plan.fact,
        plan_years=_plan_years(account, terms.threshold),
        actions=_actions(account, held),
        documents=_documents(account, terms),
        places=tuple(sorted(presence.places)),
        standardised=tuple(sorted(presence.standardised)),
    )


def _revenue(account: Account, currency: str) -> tuple[Year, ...]:
    return tuple(
        Year(
            year,
            Money(taken.net, currency),
            taken.payments,
            taken.credits,
            whole_year(year, account.on),
            taken.untold,
        )
        for year, taken in sorted(by_year(account).items())
    )


def _stated(held: Mapping[str, Fact], fact: str, field: str) -> str:
    """Return what the event of FACT states in FIELD, as text; "" when it states nothing."""
    value = getattr(held[fact].event, field, None) if fact in held else None
    return "" if value is None else str(value)


def _sponsors(account: Account, held: Mapping[str, Fact], names: Names) -> tuple[Person, ...]:
    found = [
        Person(
            person=person,
            name=names.people.get(person, person),
            title=_stated(held, sponsor.fact, "title"),
            role=_stated(held, sponsor.fact, "remit"),
            level=sponsor.level.value if sponsor.level else "",
            since=sponsor.since,
            fact=sponsor.fact,
        )
        for person, sponsor in active(account).items()
    ]
    return tuple(sorted(found, key=lambda p: (p.since, p.person)))


def _stakeholders(account: Account, held: Mapping[str, Fact], names: Names) -> tuple[Person, ...]:
    found = [
        Person(
            person=person,
            name=names.people.get(person, person),
            title=_stated(held, somebody.fact, "title"),
            role=somebody.function.value,
            level=somebody.level.value if somebody.level else "",
            since=held[somebody.fact].on if somebody.fact in held else somebody.verified,
            fact=somebody.fact,
            strength=somebody.strength.value if somebody.strength else "",
            perception=somebody.perception.value if somebody.perception else "",
            left=somebody.left,
        )
        for person, somebody in account[Relationships].people.items()
    ]
    return tuple(sorted(found, key=lambda p: (p.since, p.person)))


def _opportunities(account: Account) -> tuple[Item, ...]:
    planned = account[Plan].opportunities
    return tuple(
        Item(
            id=key,
            title=found.title,
            state="won" if found.won else "lost" if found.lost else "open",
            since=found.won or found.lost or found.on,
            fact=found.estimate,
            worth=found.value,
            due=found.closes,
            planned=key in planned,
        )
        for key, found in account[Opportunities].in_order()
    )


def _projects(account: Account, held: Mapping[str, Fact]) -> tuple[Item, ...]:
    found = []
    for key, project in account[Delivery].projects.items():
        state = "started" if not project.completed else "completed" if project.successful else "failed"
        since = project.completed or project.started or held[project.fact].on
        found.append(Item(key, project.title, state, since, project.fact))
    return tuple(sorted(found, key=lambda item: (item.since, item.id)))


def _plan_years(account: Account, threshold: Money) -> tuple[PlanYear, ...]:
    years = {year: Money(worth(found), threshold.currency) for year, found in planned(account).items()}
    return tuple(PlanYear(year, total, total >= threshold) for year, total in sorted(years.items()))


def _actions(account: Account, held: Mapping[str, Fact]) -> tuple[Item, ...]:
    ordered = sorted(account[Plan].actions.items(), key=lambda item: (item[1].on, item[1].place))
    return tuple(
        Item(
            id=key,
            title=action.task,
            state="completed" if action.completed else "dropped" if action.dropped else "open",
            since=action.completed or action.dropped or action.on,
            fact=action.fact,
            due=getattr(held[action.fact].event, "due", None) if action.fact in held else None,
            owner=_stated(held, action.fact, "owner"),
            aim=action.aim.value,
        )
        for key, action in ordered
    )


def _documents(account: Account, terms: Terms) -> tuple[Document, ...]:
    return tuple(
        Document(
            kind=kind,
            dated=each.dated,
            months=_months(each.dated, account.on),
            in_date=young(each, limit, account.on),
            fact=each.fact,
        )
        for kind, filed, limit in documents(account[Profile], terms)
        for each in sorted(filed, key=lambda f: f.dated)
    )


def _months(start: dt.date, end: dt.date) -> int:
    """Return how many whole months lie between two days."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1
