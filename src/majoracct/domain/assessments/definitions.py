"""Definitions: whose "major" is meant, the programme's own or a perspective's.

They stand apart from how each is judged, so that naming them reads no topic.
"""

from __future__ import annotations

import enum
from typing import Final

__all__ = ["DEFINITIONS", "Perspective"]


class Perspective(enum.Enum):
    """Whose "major" is meant (C-T1 to C-T5)."""

    COMPANY = "company"
    FIELD = "field"
    NEW_BUSINESS = "new-business"
    INSIDE = "inside"
    NATIONAL = "national"


# The programme's own, by its five criteria, or a perspective's (C-T0).
DEFINITIONS: Final = ("programme", *(each.value for each in Perspective))
