"""Tier tables: revenue categories beside the tiers, and where effort is off. See `tables`."""

from __future__ import annotations

import enum
from decimal import Decimal

from attrs import frozen

__all__ = ["CategoryPeriod", "Maturity", "SegmentTerms"]


class CategoryPeriod(enum.Enum):
    """Over which period revenue is counted that tells an account's category (R-4)."""

    TRAILING_YEAR = "trailing-year"  # the twelve months up to and including the day
    CALENDAR_YEAR = "calendar-year"  # the last one that is over
    FISCAL_YEAR = "fiscal-year"  # the last one that is over


class Maturity(enum.Enum):
    """How long a customer has been one (R-2)."""

    GREENFIELD = "greenfield"  # no purchase within the window that the tiers have, or none ever
    NEW = "new"
    ESTABLISHED = "established"


@frozen
class SegmentTerms:
    """Which categories of revenue mean something to the business, and when effort is off (R-3 R-4).

    The names and numbers are ours. After how many months a customer is new no longer is said once, for
    candidates, too: `candidates.tenure_months`.

    categories: what the categories of revenue are called, the lowest first.
    category_least: what each begins at, in the same order; below the first an account is in none.
    category_period: over which period revenue is counted.
    effort_months: over how many months, up to the day, activity is held against spending.
    effort_margin: by how much an account's shares of both may differ.
    effort_least: what part of its larger share an account's smaller one is at least. It is not asked of one
        whose larger share is less than that part of an even one, of the accounts that have any.
    """

    categories: tuple[str, ...] = ("small", "medium", "large", "major")
    category_least: tuple[int, ...] = (1, 50_000, 250_000, 1_000_000)
    category_period: CategoryPeriod = CategoryPeriod.TRAILING_YEAR
    effort_months: int = 12
    effort_margin: Decimal = Decimal("0.20")
    effort_least: Decimal = Decimal("0.5")
