"""Shares: a part of a whole, from 0 to 1; rules compare it as it is, and programs are told it rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

__all__ = ["percent", "rounded", "share_of", "stated"]

_MILLIONTH: Final = Decimal("0.000001")
_TENTH: Final = Decimal("0.1")


def share_of(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Return which share of WHOLE its PART is; None when there is nothing to have a share of."""
    return Decimal(part) / Decimal(whole) if whole else None


def rounded(share: Decimal | None) -> Decimal | None:
    """Return SHARE to a millionth, rounded half-even, as programs are told every share."""
    return None if share is None else share.quantize(_MILLIONTH, ROUND_HALF_EVEN)


def percent(share: Decimal | None) -> str:
    """Return SHARE as a person reads it, such as 33.3%; "" when there is none."""
    return "" if share is None else f"{(share * 100).quantize(_TENTH, ROUND_HALF_EVEN)}%"


def stated(share: Decimal) -> str:
    """Return SHARE as policy states it, with no more digits than it needs, such as 80%."""
    return f"{(share * 100).normalize():f}%"
