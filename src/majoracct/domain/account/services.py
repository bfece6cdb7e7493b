"""Services: what we do beyond the product itself, and how far that sets us apart.

Rules
  SV1  A value-added service says what it is, for a project we know, if any.               C-V0
  SV2  Only a service that was agreed is delivered, and once.                              C-V0
  SV3  Nothing is strategically differentiated while we offer only price and performance: more is a service
       delivered that adds to the customer's profit, or a win on utility or on that profit.  C-V4
  SV4  A rating of what we offer comes with evidence.                                      C-V4
  SV5  Only services delivered count as cover: of utility, of profitability, or of both.   C-V3
  SV6  A rating as strategically differentiated is unfounded where nothing, as now known, had shown more
       on its day.                                                                          C-V4
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Final

from attrs import evolve, field, frozen

from majoracct.domain.account.opportunities import Opportunities, WinBasis
from majoracct.domain.account.value import project_on_record
from majoracct.domain.kernel import AboutThing, AccountEvent, Fact, FactRef, Map, Refused

if TYPE_CHECKING:
    from majoracct.domain.seen import Account


class ServiceLevel(enum.Enum):
    """What a value-added service adds."""

    UTILITY = "utility"  # the product does more, or is better looked after (C-V1)
    PROFITABILITY = "profitability"  # the customer sells more, or earns more by it (C-V2)


class ServiceCover(enum.Enum):
    """Which levels of service were delivered (C-V3)."""

    NONE = "none"
    UTILITY_ONLY = "utility-only"
    PROFITABILITY_ONLY = "profitability-only"
    BOTH = "both"


class Rung(enum.Enum):
    """How far what we offer is set apart, least first."""

    UNDIFFERENTIATED = "undifferentiated"
    COMPARABLE = "comparable"
    DIFFERENTIATED = "differentiated"
    STRATEGICALLY_DIFFERENTIATED = "strategically-differentiated"


# What we know


@frozen
class Service:
    """A value-added service, and when it was delivered, if it was."""

    title: str
    level: ServiceLevel
    project: str | None
    on: dt.date
    place: int
    fact: str
    delivered: dt.date | None = None
    delivery: str = ""  # the fact that says so


@frozen
class Rating:
    """How far what we offer is set apart, as judged on a day."""

    rung: Rung
    on: dt.date
    place: int
    fact: str


@frozen
class Services:
    """The services, each by the fact that agreed it, and every rating, earliest first."""

    services: Map[str, Service] = field(factory=Map)
    ratings: tuple[Rating, ...] = ()

    @property
    def rating(self) -> Rating | None:
        """The rating made last; None when nobody made one."""
        return self.ratings[-1] if self.ratings else None

    def in_order(self) -> list[tuple[str, Service]]:
        """Return the services, earliest first, each with its id."""
        return sorted(self.services.items(), key=lambda item: (item[1].on, item[1].place))


# Why not


class ServiceUntitled(Refused):
    rule = "SV1"


class ServiceUnknown(Refused):
    rule = "SV2"


class AlreadyDelivered(Refused):
    rule = "SV2"


class NothingBeyondPrice(Refused):
    rule = "SV3"


class RatingUnproven(Refused):
    rule = "SV4"


# What happened


@frozen
class ServiceAgreed(AccountEvent[Services]):
    """The customer agreed to a service beyond the product itself (C-V0).

    title: what it is.
    level: whether it adds utility to the product, or revenue and profit to the customer.
    project: the project it comes with.
    """

    topic = Services
    verb = "service agree"
    says = "Service agreed: {title}, which adds {level}[, with {project}]"

    title: str
    level: ServiceLevel
    project: FactRef | None = None

    def admit(self, account: Account) -> None:
        if not self.title.strip():
            raise ServiceUntitled("The service has no title", "Say what it is.")
        project_on_record(self.project, account)

    def change(self, state: Services, fact: Fact) -> Services:
        agreed = Service(self.title, self.level, self.project, fact.on, fact.place, fact.reference)
        return evolve(state, services=state.services.insert(fact.id, agreed))


@frozen
class ServiceDelivered(AboutThing[Services, Service]):
    """We delivered a service that was agreed (C-V0).

    service: which.
    """

    topic = Services
    thing = "service"
    kept_in = "services"
    verb = "service deliver"
    says = "Service delivered: {service}"

    service: FactRef

    def admit(self, account: Account) -> None:
        found = account[Services].services.get(self.service)
        if found is None:
            raise ServiceUnknown(
                f"{account.key} has agreed to no service {self.service} by {account.on}",
                "Record the agreement first.",
            )
        if done := account.ever[Services].services[self.service].delivered:
            raise AlreadyDelivered(f"“{found.title}” was delivered on {done}", "Correct that fact.")

    def alter(self, found: Service, fact: Fact) -> Service:
        return evolve(found, delivered=fact.on, delivery=fact.reference)


@frozen
class ValuePropositionRated(AccountEvent[Services]):
    """We judged how far what we offer this customer is set apart from what others do (C-V4).

    rung: from undifferentiated to strategically differentiated.
    """

    topic = Services
    verb = "value rate"
    says = "What we offer rated as {rung}"

    rung: Rung

    def admit(self, account: Account) -> None:
        if self.rung is Rung.STRATEGICALLY_DIFFERENTIATED and not beyond_price(account):
            raise NothingBeyondPrice(
                f"Nothing shows by {account.on} that we bring more than price and performance",
                "Record the delivery of a service that adds to the customer's profitability, or a win on "
                "utility or their profit.",
            )
        if not account.evidence:
            raise RatingUnproven(
                f"Nothing was shown for {self.rung.value.replace('-', ' ')}",
                "Attach what shows it: --evidence.",
            )

    def change(self, state: Services, fact: Fact) -> Services:
        rating = Rating(self.rung, fact.on, fact.place, fact.reference)
        return evolve(state, ratings=(*state.ratings, rating))


# What follows

_BEYOND_PRICE: Final = (WinBasis.UTILITY, WinBasis.CUSTOMER_PROFIT)


def delivered(account: Account) -> dict[ServiceLevel, tuple[str, ...]]:
    """Return, for each level, the facts that say a service of it was delivered, as they were agreed."""
    done = [service for _, service in account[Services].in_order() if service.delivered]
    return {level: tuple(s.delivery for s in done if s.level is level) for level in ServiceLevel}


def cover(account: Account) -> ServiceCover:
    """Return which levels of service were delivered by the day (C-V3)."""
    facts = delivered(account)
    utility, profitability = facts[ServiceLevel.UTILITY], facts[ServiceLevel.PROFITABILITY]
    if utility and profitability:
        return ServiceCover.BOTH
    if profitability:
        return ServiceCover.PROFITABILITY_ONLY
    return ServiceCover.UTILITY_ONLY if utility else ServiceCover.NONE


def beyond_price(account: Account) -> tuple[str, ...]:
    """Return the facts that show we bring the customer more than price and performance (C-V4).

    First the deliveries that add to its profitability, then the wins that rested on more.
    """
    wins = [o for _, o in account[Opportunities].in_order() if o.won and o.basis in _BEYOND_PRICE]
    won = tuple(o.decided for o in sorted(wins, key=lambda o: o.won or dt.date.max) if o.decided)
    return delivered(account)[ServiceLevel.PROFITABILITY] + won


def founded(rating: Rating, account: Account) -> bool:
    """Return whether what RATING takes was there on its day: withdrawn since, it never was (C-V4).

    It is looked for in the account that recorded it, which may have merged into this one since.
    """
    if rating.rung is not Rung.STRATEGICALLY_DIFFERENTIATED:
        return True
    return bool(beyond_price(account.other(rating.fact.rpartition("@")[0]).at(rating.on)))
