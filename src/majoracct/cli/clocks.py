"""The two clocks of every read: the day asked about, and what was known when."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from attrs import frozen

from majoracct.cli.options import Option
from majoracct.cli.output import message
from majoracct.cli.session import BadInput
from majoracct.domain.calendar import Period, PeriodError, read_period
from majoracct.domain.kernel import LEDGER, PROGRAMME
from majoracct.domain.seen import EVER, Account
from majoracct.ports import NotFoundError

if TYPE_CHECKING:
    from majoracct.ledger import Ledger, StoredFacts

__all__ = ["View", "clock_options", "day_word", "known_at", "resolve_account", "view"]

Function = TypeVar("Function", bound=Callable[..., Any])
_POSITION: Final = re.compile(r"@([0-9]{1,18})\Z", re.ASCII)


def clock_options(function: Function) -> Function:
    """Add --as-of and --known-at."""
    for decorate in reversed(
        (
            click.option(
                "--as-of",
                metavar="DAY",
                cls=Option,
                section="Clocks",
                help="What was true on a day, or as a period ended: 2017, 2017Q3.",
            ),
            click.option(
                "--known-at",
                metavar="WHEN",
                cls=Option,
                section="Clocks",
                help="What the ledger held: @POSITION, a day or an instant.",
            ),
        )
    ):
        function = decorate(function)
    return function


@frozen
class View:
    """What a read asks about: a day, and a position."""

    ledger: Ledger
    on: dt.date
    known_at: int

    def about(self, policy: str | None = None) -> dict[str, Any]:
        """Return what every answer states of its question."""
        found: dict[str, Any] = {"as_of": self.on, "known_at": self.known_at}
        if policy is not None:
            found["policy"] = policy
        found["ledger"] = self.ledger.id
        return found

    @property
    def footer(self) -> str:
        """The question, as a person reads it below an answer."""
        return f"as of {self.on}, known at @{self.known_at}"


def day_word(text: str, ledger: Ledger, option: str) -> Period:
    """Return the period a day or period word means. Raises BadInput naming OPTION."""
    try:
        return read_period(text, ledger.settings.fiscal_year_start)
    except PeriodError as error:
        raise BadInput(f"{option}: {error}") from None


def known_at(text: str | None, ledger: Ledger) -> int:
    """Return the position --known-at means, and say so when it was a day or an instant."""
    if text is None:
        return ledger.position()
    if found := _POSITION.match(text):
        return ledger.position(int(found[1]))
    try:
        moment = dt.datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        moment = None
    if moment is None:
        # A bare day means what was known as it ended, in the ledger's zone.
        period = day_word(text, ledger, "--known-at")
        end = dt.datetime.combine(period.end, dt.time(), ledger.zone) - dt.timedelta(microseconds=1)
        now = ledger.now()
        moment = now if period.start <= ledger.today() and end > now else end
    elif moment.tzinfo is None:
        raise BadInput(f"--known-at {text!r} has no zone: write 2024-05-01T09:30:00Z, a day, or @POSITION")
    position = ledger.position(moment)
    message(f"--known-at {text} is @{position}")
    return position


def view(ledger: Ledger, as_of: str | None, known: str | None) -> View:
    """Return what a read asks about; a period word is a day, its last, which is said."""
    on = ledger.today()
    if as_of is not None:
        period = day_word(as_of, ledger, "--as-of")
        on = period.last if period.end > period.start else period.start
        if str(on) != as_of:
            message(f"--as-of {as_of} is {on}")
    return View(ledger, on, known_at(known, ledger))


def resolve_account(past: StoredFacts, named: str) -> str:
    """Return the key of the account NAMED: by key, else by name, former name or external id when one answers.

    Raises NotFoundError, with the candidates when several answer.
    """
    if named not in (LEDGER, PROGRAMME) and past.head(named):
        return named
    from majoracct.domain.account.profile import Profile

    wanted = named.strip().casefold()
    found = []
    for stream in past.streams:
        if stream in (LEDGER, PROGRAMME):
            continue
        profile = Account(stream, EVER, past)[Profile]
        called = {name.casefold() for name in (profile.name, *profile.former_names)}
        if wanted in called or named in dict(profile.external_ids.items()).values():
            found.append(stream)
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError(f"several accounts answer to {named!r}: {', '.join(found)}: use a key", found)
    near = difflib.get_close_matches(named, past.streams, n=3)
    hint = f": did you mean {' or '.join(near)}?" if near else ": see `majoracct list`"
    raise NotFoundError(f"no account answers to {named!r} at @{past.known_at}{hint}", near)
