"""Contacts of an export: the people it knows at an account, and the function each serves.

Salesforce has no functions of a buying team. The map says which one a department serves, and where in
the hierarchy a title stands, as far as that is sure. How they are reached is recorded with them, as the
export has it; a mail or number that is none is told, and the person is recorded without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from majoracct.adapters.exchange.reading import shortened
from majoracct.adapters.exchange.salesforce.declared import Declared
from majoracct.adapters.exchange.salesforce.records import ContactRecord
from majoracct.adapters.exchange.salesforce.steps import Days, Step, step_id
from majoracct.domain.account.contact_data import StakeholderContactRecorded
from majoracct.domain.account.relationships import StakeholderIdentified, identify
from majoracct.domain.programme.contact_data import ContactKind, ContactMalformed, well_formed
from majoracct.domain.seen import Account, Proposal

__all__ = ["contact_step"]

# The columns that say it, in the order in which they are written.
_REACHED: Final[Mapping[ContactKind, tuple[str, ...]]] = {
    ContactKind.MAIL: ("Email",),
    ContactKind.PHONE: ("Phone",),
    ContactKind.MOBILE: ("MobilePhone",),
    ContactKind.ADDRESS: (
        "MailingStreet",
        "MailingPostalCode",
        "MailingCity",
        "MailingState",
        "MailingCountry",
    ),
}


def contact_step(record: ContactRecord, declared: Declared, days: Days) -> Step | None:
    """Return what the row of RECORD brings; None when it is rejected, and says why."""
    row, column = record.row, declared.function_column
    served = row.cell(column)
    function = declared.functions.get(served.casefold(), declared.otherwise)
    if function is None:
        said = f"{shortened(served)} is in no function" if served else "it says no function"
        row.reject(
            column,
            f"{said} of the buying team by the map: name it in a map of your own, under "
            "[contacts.function.table], or give `otherwise`",
        )
        return None
    level = declared.levels.get(row.cell(declared.level_column).casefold())
    title = row.cell("Title") or None
    known = partial(identify, name=record.name, function=function, level=level, title=title)
    what = partial(_identified, known, _reached(record))
    source = {"CreatedDate": row.cell("CreatedDate")}
    when = days.at(record.created)
    return Step(row, step_id(record.id, "identified"), what, when, days.day(record.created), source)


def _reached(record: ContactRecord) -> tuple[tuple[ContactKind, str], ...]:
    """Return how the person of RECORD is reached: what its columns say, and what can be so."""
    row, found = record.row, []
    for kind, columns in _REACHED.items():
        said = ", ".join(dict.fromkeys(part for column in columns if (part := row.cell(column))))
        if not said:
            continue
        try:
            well_formed(kind, said)
        except ContactMalformed as no:
            row.odds.append((columns[0], f"{no.obstacle[0].lower()}{no.obstacle[1:]}: it is not recorded"))
        else:
            found.append((kind, said))
    return tuple(found)


def _identified(
    known: Callable[[Account], Proposal], reached: Sequence[tuple[ContactKind, str]], account: Account
) -> Proposal:
    """Return what identifies somebody, and how they are REACHED, recorded together."""
    proposed = [*known(account)]
    person = next(e.person for _, e in proposed if isinstance(e, StakeholderIdentified))
    told = (StakeholderContactRecorded(person, kind, said) for kind, said in reached)
    return (*proposed, *((account.key, each) for each in told))
