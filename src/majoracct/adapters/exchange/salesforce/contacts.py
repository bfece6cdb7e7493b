"""Contacts of an export: the people it knows at an account, and the function each serves.

Salesforce has no functions of a buying team. The map says which one a department serves, and where in
the hierarchy a title stands, as far as that is sure.
"""

from __future__ import annotations

from functools import partial

from majoracct.adapters.exchange.reading import shortened
from majoracct.adapters.exchange.salesforce.declared import Declared
from majoracct.adapters.exchange.salesforce.records import ContactRecord
from majoracct.adapters.exchange.salesforce.steps import Days, Step, step_id
from majoracct.domain.account.relationships import identify

__all__ = ["contact_step"]


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
    what = partial(identify, name=record.name, function=function, level=level, title=title)
    source = {"CreatedDate": row.cell("CreatedDate")}
    when = days.at(record.created)
    return Step(row, step_id(record.id, "identified"), what, when, days.day(record.created), source)
