"""Edition tables: what of a plan may be shown to the customer, by whom, and in which setting.

Rules
  SY1  Each field of a plan has a class. One that has none, and all of a kind that has none, is ours
       alone.                                                                                X-9
  SY2  What is confidential or about a person never leaves: no policy lets it.        X-9 J-C1
  SY3  Policy withholds only fields that a plan has.                                     X-9
"""

from __future__ import annotations

import enum
from typing import Final

from attrs import frozen

from majoracct.domain.kernel import Refused

__all__ = [
    "FIELDS",
    "NEVER",
    "OWN_WORDS",
    "REFERENCES",
    "EditionTerms",
    "FieldUnknown",
    "NeverLeaves",
    "Sensitivity",
    "Strictness",
    "class_of",
    "leaving",
    "possible",
]


class Sensitivity(enum.Enum):
    """Who may see a field of a plan (X-9)."""

    SHAREABLE = "shareable"  # the customer, too
    INTERNAL = "internal"  # ours, unless policy lets it leave
    CONFIDENTIAL = "confidential"  # ours, whatever policy says: it tells what we think of them, or of others
    PERSONAL = "personal"  # about somebody: ours, whatever policy says


class Strictness(enum.Enum):
    """What becomes of what should not be."""

    REFUSE = "refuse"
    REPORT = "report"  # it is admitted, and a finding


NEVER: Final = frozenset({Sensitivity.CONFIDENTIAL, Sensitivity.PERSONAL})

_SHAREABLE: Final = (
    "goal.due",
    "action.due",
    "action.completed",
    "action.function",
    "action.goal",
    "action.after",
    "action.by",
    "functional-plan.function",
    "functional-plan.starts",
    "functional-plan.ends",
)
_INTERNAL: Final = (
    "plan.title",  # what is in our own words is ours, until its author releases words for the customer
    "goal.what",
    "goal.kind",
    "goal.amount",
    "goal.count",
    "goal.dimension",
    "goal.areas",
    "goal.since",
    "goal.dropped",
    "opportunity.title",
    "opportunity.value",
    "opportunity.closes",
    "opportunity.offering",
    "opportunity.problem",
    "action.task",
    "action.outcome",
    "action.dropped",
    "action.funds",
    "action.means",
    "action.none_needed",
    "action.rank",
    "functional-plan.title",
    "functional-plan.personas",
    "functional-plan.needs",
    "functional-plan.messages",
    "functional-plan.support",
    "functional-plan.tactics",
)
_CONFIDENTIAL: Final = (
    "goal.partner",  # another account
    "goal.strength",  # how close we want somebody
    "action.aim",  # that they are to depend on us is nothing to tell them
)
_PERSONAL: Final = (
    "goal.person",
    "goal.colleague",
    "goal.owner",
    "opportunity.owner",
    "action.owner",
    "action.customer_owner",
    "action.supports",
    "functional-plan.owner",
)
FIELDS: Final[dict[str, Sensitivity]] = {
    **dict.fromkeys(_SHAREABLE, Sensitivity.SHAREABLE),
    **dict.fromkeys(_INTERNAL, Sensitivity.INTERNAL),
    **dict.fromkeys(_CONFIDENTIAL, Sensitivity.CONFIDENTIAL),
    **dict.fromkeys(_PERSONAL, Sensitivity.PERSONAL),
}
# Of each kind, the field that says what the item is: released words stand in its place.
OWN_WORDS: Final = {
    "plan": "title",
    "goal": "what",
    "opportunity": "title",
    "action": "task",
    "functional-plan": "title",
}
REFERENCES: Final = ("action.goal", "action.after", "action.outcome")  # to other items


@frozen
class EditionTerms:
    """What of a plan a customer may see, and how it is shown (classes and numbers ours).

    may_leave: the classes of fields that may be in an edition; confidential and personal never are (X-9).
    withheld: fields that are in none though their class may be, such as action.due; unstated: none.
    sharing_roles: the capacities in which somebody releases words for the customer, and issues an
        edition (J-C2).
    unapproved: whether an edition of a plan that was not approved, as it stands, is refused or a finding.
    outside_review: whether one issued outside a business review is refused or a finding (J-C2).
    review_days: up to how many days after a review an edition belongs to it (J-C2).
    answer_days: within how many days of an edition something is heard from the customer (J-C3).
    """

    may_leave: tuple[Sensitivity, ...] = (Sensitivity.SHAREABLE,)
    withheld: tuple[str, ...] | None = None
    sharing_roles: tuple[str, ...] = ("account manager", "strategic account manager", "sales executive")
    unapproved: Strictness = Strictness.REPORT
    outside_review: Strictness = Strictness.REPORT
    review_days: int = 7
    answer_days: int = 30


class NeverLeaves(Refused):
    rule = "SY2"


class FieldUnknown(Refused):
    rule = "SY3"


def class_of(field: str) -> Sensitivity | None:
    """Return the class of a FIELD, such as goal.due; None for one that nobody has classed (SY1)."""
    return FIELDS.get(field)


def leaving(terms: EditionTerms) -> frozenset[str]:
    """Return the fields that may be in an edition under TERMS, whoever let them (SY1, SY2)."""
    classes = set(terms.may_leave) - NEVER
    return frozenset(name for name, each in FIELDS.items() if each in classes) - set(terms.withheld or ())


def possible(terms: EditionTerms) -> None:
    """Raise Refused unless a policy may state TERMS (SY2, SY3)."""
    for each in terms.may_leave:
        if each in NEVER:
            raise NeverLeaves(
                f"edition.may_leave names {each.value}, which no customer sees",
                f"Leave it out: {', '.join(s.value for s in Sensitivity if s not in NEVER)} may be named.",
            )
    for name in terms.withheld or ():
        if name not in FIELDS:
            raise FieldUnknown(f"edition.withheld names {name}, which no plan has", f"Name one of {_some()}.")


def _some() -> str:
    return ", ".join(name for name, each in sorted(FIELDS.items()) if each not in NEVER)
