"""Tension tables: where the sources pull apart, and the programme says which way. See `tables`.

`docs/explanation/tensions.md` says of each tension how it is settled.
"""

from __future__ import annotations

import enum

from attrs import frozen

__all__ = ["GoodFrom", "TensionTerms"]


class GoodFrom(enum.Enum):
    """From which strength on a relationship counts as good."""

    RAPPORT = "rapport"
    GOOD = "good"
    TRUSTED = "trusted"


@frozen
class TensionTerms:
    """What the sources say two ways (X-2 to X-4; where they leave the choice open, it is ours).

    grow_before_delivered: whether we are growing a customer from the day of a win (B-R2), or only once what
        it promised is fulfilled (C-P3).
    potential_qualifies: whether traction in a wider play, of a customer to be, is proof enough beside a
        project that was delivered (B-Q2, C-D4), or only current customers qualify (C-K1).
    good_from: from which strength on a relationship counts as good, on the scale of relationships.
    """

    grow_before_delivered: bool = True
    potential_qualifies: bool = True
    good_from: GoodFrom = GoodFrom.GOOD
