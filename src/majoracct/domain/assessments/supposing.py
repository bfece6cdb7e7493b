"""What a supposition changes: who would be major no longer, and who would become so (B-D4).

Rules
  WI1  Who meets the definition in force and would not meet it as supposed drops out; the other way
       round, somebody comes in. So does drop out who would be there no longer, merged into another.
       Recorded statuses play no part, and change by nothing that is supposed.                  B-D4
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from majoracct.domain.assessments.standing import Line

__all__ = ["Compared", "compare"]


@frozen
class Compared:
    """Who is major, as supposed, otherwise than in force; each in the order of the list as supposed.

    Whom the supposition leaves out of the list comes last, as in force.

    Whom only the supposition knows comes in when major by it. Somebody is major by a definition when its
    standing is met, not when it is merely potential or unknown.
    """

    drops_out: tuple[Line, ...]
    comes_in: tuple[Line, ...]


def compare(in_force: Iterable[Line], supposed: Iterable[Line]) -> Compared:
    """Return who drops out and who comes in of those listed as SUPPOSED, by one definition."""
    before = {line.account: line for line in in_force if line.standing == "met"}
    after = list(supposed)
    there = {line.account for line in after}
    gone = (line for line in before.values() if line.account not in there)
    return Compared(
        (*(line for line in after if line.account in before and line.standing != "met"), *gone),
        tuple(line for line in after if line.account not in before and line.standing == "met"),
    )
