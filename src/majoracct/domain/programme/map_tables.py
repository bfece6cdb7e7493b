"""Map tables: when the map of an account's relationships is out of date. See `tables`."""

from __future__ import annotations

from attrs import frozen

__all__ = ["MapTerms"]


@frozen
class MapTerms:
    """When what the map of relationships says of somebody is old (S-F5; the numbers are ours).

    judged_days: how many days a judgement of strength or power stays fresh.
    linked_days: how many days a link between two people stays fresh, until it is stated again.
    people: how many people we have identified, at the least, on a map that shows who influences whom.
    """

    judged_days: int = 180
    linked_days: int = 365
    people: int = 2
