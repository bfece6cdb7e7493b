"""What is asked of a ledger: every kind of answer there is, as a function of what was known and a day.

What holds of every answer is tested over these. A new kind of answer takes part by a line in `ASKED`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

from majoracct.domain.assessments.changes import changes
from majoracct.domain.assessments.conformance import conformance
from majoracct.domain.assessments.decisions import Decision, decided
from majoracct.domain.assessments.dossier import dossier
from majoracct.domain.assessments.history import history, known
from majoracct.domain.assessments.overview import overview
from majoracct.domain.assessments.standing import line
from majoracct.domain.assessments.telling import Names
from majoracct.domain.checks.finding import Examined, findings
from majoracct.domain.checks.index import checks
from majoracct.domain.kernel import PROGRAMME
from majoracct.domain.past import Past
from majoracct.domain.programme.policy import Policy
from majoracct.domain.programme.terms import Terms
from majoracct.domain.seen import Account, Programme
from majoracct.testing.histories import ACCOUNTS, answer

__all__ = ["ASKED", "Question", "ask", "day_of", "decisions", "terms", "there"]

Question: TypeAlias = Callable[[Past, dt.date], object]
_EPOCH: Final = dt.date(1970, 1, 1)
YEAR: Final = dt.timedelta(days=365)


def day_of(instant: int) -> dt.date:
    """Return the day (UTC) of an INSTANT in microseconds since 1970 UTC."""
    return _EPOCH + dt.timedelta(microseconds=instant)


def there(past: Past, on: dt.date, *, merged: bool = False) -> list[Account]:
    """Return the accounts of a random history that there were on a day; MERGED ones too, if asked for."""
    found = [Account(key, on, past) for key in ACCOUNTS]
    begun = [each for each in found if each.since is not None and each.since <= on]
    return [each for each in begun if merged or each.merged_into is None]


def terms(past: Past, on: dt.date) -> Terms:
    """Return the terms in force on a day."""
    return Programme(PROGRAMME, on, past)[Policy].terms


def decisions(past: Past, on: dt.date = dt.date.max) -> list[Decision]:
    """Return the decisions on every account up to a day, as `decisions` lists them."""
    return [each for each in decided(known(past, ACCOUNTS), day_of) if each.fact.on <= on]


def _timeline(past: Past, on: dt.date) -> object:
    facts = [f for f in known(past, (*ACCOUNTS, PROGRAMME)) if f.on <= on]
    return history(facts, Names.of(facts), day_of)


def _diff(past: Past, on: dt.date) -> object:
    """Return what changed within a year, account by account."""
    found = {}
    for after in there(past, on, merged=True):
        before = after.at(on - YEAR)
        begun = after.since is not None and after.since <= before.on
        found[after.key] = changes(before if begun else None, after)
    return found


def _findings(past: Past, on: dt.date) -> object:
    examined = Examined(Programme(PROGRAMME, on, past), terms(past, on), day_of)
    return [(each.id, each.account, each.raised) for each in findings(checks(), there(past, on), examined)]


def _each(ask_one: Callable[[Account, Terms], object]) -> Question:
    def asked(past: Past, on: dt.date) -> Sequence[object]:
        under = terms(past, on)
        return [ask_one(account, under) for account in there(past, on, merged=True)]

    return asked


ASKED: Final[Mapping[str, Question]] = MappingProxyType(
    {
        "everything": lambda past, on: answer(past, (on,)),
        "list": _each(line),
        "why": _each(dossier),
        "show": _each(overview),
        "timeline": _timeline,
        "diff": _diff,
        "decisions": decisions,
        "report conformance": lambda past, on: [
            conformance(account, decisions(past)) for account in there(past, on)
        ],
        "check": _findings,
    }
)


def ask(past: Past, on: dt.date) -> dict[str, object]:
    """Return every answer of PAST for a day, by what is asked."""
    return {name: question(past, on) for name, question in ASKED.items()}
