"""Contact data of the people we know at the customer: all of it personal.

Rules
  HR1  Contact data say how to reach somebody we have identified, who has not left.
  HR2  Contact data look like what they are: mail names a place, a number has digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from majoracct.domain.account.relationships import known_here
from majoracct.domain.kernel import AccountEvent, Fact, Map, Personal, PersonId
from majoracct.domain.programme.contact_data import ContactKind, Reached, learnt, well_formed

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

# What we know


@frozen
class ContactData:
    """How people at the customer are reached, the latest word on each way: by person, then by way."""

    people: Map[str, Map[str, Reached]] = field(factory=Map)


# What happened


@frozen
class StakeholderContactRecorded(AccountEvent[ContactData]):
    """We learned how somebody at the customer is reached; of each way, the latest word stands (R-T4).

    person: the stakeholder.
    kind: which way: mail, phone, mobile, address or profile.
    value: the address or number.
    """

    topic = ContactData
    verb = "stakeholder contact"
    says = "{person} is reached by {kind}: {value}"

    person: PersonId
    kind: ContactKind
    value: Personal[str]

    def admit(self, account: Account) -> None:
        known_here(self.person, account)
        well_formed(self.kind, self.value)

    def change(self, state: ContactData, fact: Fact) -> ContactData:
        reached = Reached(self.value, fact.reference)
        return evolve(state, people=learnt(state.people, self.person, self.kind, reached))
