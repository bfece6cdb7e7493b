"""The two clocks of every read: the day asked about, and what was known when."""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from attrs import define

from majoracct.cli.options import Option
from majoracct.cli.output import message
from majoracct.cli.provenance import asked_by_clocks
from majoracct.cli.session import BadInput
from majoracct.domain.calendar import Period, PeriodError, read_period
from majoracct.domain.kernel import LEDGER, PROGRAMME, alike
from majoracct.domain.seen import EVER, Account, Programme
from majoracct.ports import CheckpointContradictedError, NotFoundError

if TYPE_CHECKING:
    from majoracct.cli.what_if import WhatIf
    from majoracct.ledger import Ledger, StoredFacts

__all__ = [
    "View",
    "clock_options",
    "day_word",
    "known_at",
    "resolve_account",
    "say_when_nothing",
    "two_views",
    "view",
]

Function = TypeVar("Function", bound=Callable[..., Any])
_NEAR: Final = 5  # accounts that may have been meant
_RANGE: Final = re.compile(r"(?<![/.])\.\.(?![/.])")  # not in a file's name, such as ../last.note
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
                help="What the ledger held: @POSITION, a day, an instant, or a checkpoint's file.",
            ),
        )
    ):
        function = decorate(function)
    return function


@define(slots=False)
class View:
    """What a read asks about: a day, and a position.

    what_if: what is supposed beside what is on record. supposed_on: the day of supposed facts that say
    none; by default, the day asked about.
    """

    ledger: Ledger
    on: dt.date
    known_at: int
    what_if: WhatIf | None = None
    supposed_on: dt.date | None = None

    @cached_property
    def past(self) -> StoredFacts:
        """What was known: the one past that every part of an answer is read from."""
        return self._read[0]

    @cached_property
    def _read(self) -> tuple[StoredFacts, dict[str, Any]]:
        """What was known, and what is stated of what is supposed."""
        if self.what_if is None:
            return self.ledger.past(self.known_at), {}
        past = self.what_if.past(self.ledger, self.known_at, self.supposed_on or self.on)
        return past, self.what_if.stated(past)

    @property
    def on_record(self) -> View:
        """The same question, with nothing supposed."""
        return View(self.ledger, self.on, self.known_at)

    @property
    def accounts(self) -> list[Account]:
        """Every account there was on the day; merged accounts are told by their successor."""
        return self.ledger.accounts(as_of=self.on, past=self.past)

    @property
    def programme(self) -> Programme:
        """The programme on the day."""
        return Programme(PROGRAMME, self.on, self.past)

    def about(self, policy: str | None = None) -> dict[str, Any]:
        """Return what every answer states of its question."""
        found: dict[str, Any] = {"as_of": self.on, "known_at": self.known_at}
        if policy is not None:
            found["policy"] = policy
        found["ledger"] = self.ledger.id
        if stated := self._read[1]:
            found["what_if"] = stated
        return found

    @property
    def year(self) -> str:
        """The calendar year of the day, in words; one that was not over says up to when."""
        year, month_and_day = str(self.on)[:4], str(self.on)[5:]
        return year if month_and_day == "12-31" else f"{year} to {month_and_day}"

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
    """Return the position --known-at means, and say so when it was a day, an instant or a checkpoint.

    Raises BadInput, NotFoundError, and CheckpointContradictedError when the ledger does not agree with it.
    """
    if text is None:
        return ledger.position()
    if found := _POSITION.match(text):
        return ledger.position(int(found[1]))
    try:
        moment = dt.datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        moment = None
    if moment is None and (path := _checkpoint_file(text, ledger)) is not None:
        position = _size_of(path, ledger)
        message(f"--known-at {text} is @{position}")
        return position
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


def _checkpoint_file(text: str, ledger: Ledger) -> Path | None:
    """Return the file TEXT names; None for a day or period, whatever files there are of that name.

    Raises BadInput when it is neither.
    """
    try:
        read_period(text, ledger.settings.fiscal_year_start)
    except PeriodError as error:
        path = Path(text)
        with contextlib.suppress(OSError, ValueError):  # no name a file can have
            if path.is_file():
                return path
        raise BadInput(f"--known-at: {error}; nor is there a checkpoint's file of that name") from None
    return None


def _size_of(path: Path, ledger: Ledger) -> int:
    """Return the position up to which the checkpoint in PATH vouches for LEDGER, which agrees with it."""
    from majoracct.adapters.trust.seal import disagreement
    from majoracct.cli.checkpoints import checkpoint_from

    held = checkpoint_from(path, "--known-at")
    if contradiction := disagreement(ledger.store, held):
        raise CheckpointContradictedError(f"--known-at {path}: {contradiction}. Run `majoracct verify`.")
    return ledger.position(held.size)


def view(ledger: Ledger, as_of: str | None, known: str | None, what_if: WhatIf | None = None) -> View:
    """Return what a read asks about; a period word is a day, its last, which is said.

    what_if: what is supposed beside what is on record.
    """
    asked = View(ledger, _day(as_of, ledger), known_at(known, ledger), what_if)
    asked_by_clocks(as_of=str(asked.on), known_at=f"@{asked.known_at}")
    return asked


def _day(as_of: str | None, ledger: Ledger) -> dt.date:
    if as_of is None:
        return ledger.today()
    period = day_word(as_of, ledger, "--as-of")
    on = period.last if period.end > period.start else period.start
    if str(on) != as_of:
        message(f"--as-of {as_of} is {on}")
    return on


def two_views(
    ledger: Ledger, as_of: str | None, known: str | None, what_if: WhatIf | None = None
) -> tuple[View, View]:
    """Return the two views to compare. Raises BadInput unless exactly one clock is a range."""
    days, positions = _range(as_of, "--as-of"), _range(known, "--known-at")
    if (days is None) == (positions is None):
        raise BadInput(
            "give a range to one of the clocks: --as-of 2017..2018, or --known-at @1815..@1900 on one --as-of"
        )
    if days is not None:
        first = _day(days[0], ledger)
        position = known_at(known, ledger)
        second = _day(days[1], ledger)
        asked_by_clocks(as_of=f"{first}..{second}", known_at=f"@{position}")
        return View(ledger, first, position, what_if, second), View(ledger, second, position, what_if)
    if what_if is not None and what_if.assume is not None:
        raise BadInput("what is assumed was never learned: with --assume, the range is one of days, --as-of")
    on = _day(as_of, ledger)
    earlier, later = (known_at(text, ledger) for text in positions or ())
    asked_by_clocks(as_of=str(on), known_at=f"@{earlier}..@{later}")
    return View(ledger, on, earlier, what_if), View(ledger, on, later, what_if)


def say_when_nothing(asked: View, accounts: Sequence[Account]) -> None:
    """Say from which day on there is anything, when there were no ACCOUNTS by the day ASKED."""
    past = asked.past
    if accounts:
        return
    told = (Account(stream, EVER, past) for stream in past.streams if stream not in (LEDGER, PROGRAMME))
    first = min((since for account in told if (since := account.since)), default=None)
    if first is not None and first > asked.on:
        message(f"nothing was true of any account by {asked.on}: the first day on record is {first}")


def _range(text: str | None, option: str) -> tuple[str, str] | None:
    ends = _RANGE.split(text, maxsplit=1) if text is not None else ()
    if len(ends) < 2:
        return None
    start, end = ends
    if not (start and end):
        raise BadInput(f"{option} {text!r}: a range has two ends, as in 2017..2018")
    return start, end


def _slug(text: str) -> str:
    """Return TEXT without what is easily mistyped: accents, case, and what stands between words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return "-".join("".join(c if c.isalnum() else " " for c in bare).split())


def resolve_account(past: StoredFacts, named: str) -> str:
    """Return the key of the account NAMED: by key, else by name, former name or external id when one answers.

    As a last resort a key or a name answers whatever its case, accents and punctuation, which is said.
    Raises NotFoundError, with the candidates when several answer.
    """
    if named in (LEDGER, PROGRAMME):
        raise NotFoundError(
            f"{named!r} is no account: it is the ledger's own; see `majoracct timeline --all`"
        )
    if past.head(named):
        return named
    from majoracct.domain.account.profile import Profile

    wanted, slug = alike(named), _slug(named)
    accounts = [stream for stream in past.streams if stream not in (LEDGER, PROGRAMME)]
    found, close, within = [], [], []
    for stream in accounts:
        profile = Account(stream, EVER, past)[Profile]
        if wanted in map(alike, profile.names) or named in dict(profile.external_ids).values():
            found.append(stream)
        elif slug and slug in map(_slug, (stream, *profile.names)):
            close.append(stream)
        elif slug and any(slug in _slug(name) for name in (stream, *profile.names)):
            within.append(stream)
    if not found and len(close) == 1:
        message(f"{named} is {close[0]}")
        return close[0]
    if several := found or close:
        if len(several) == 1:
            return several[0]
        raise NotFoundError(f"several accounts answer to {named!r}: {', '.join(several)}: use a key", several)
    near = list(dict.fromkeys([*difflib.get_close_matches(named, accounts, n=3), *within]))[:_NEAR]
    hint = f": did you mean {' or '.join(near)}?" if near else ": see `majoracct list`"
    raise NotFoundError(f"no account answers to {named!r} at @{past.known_at}{hint}", near)
