"""The stamp of an answer: which ledger it was read from, how far, by which command, and what it adds up to.

It holds no time of day and no name of a machine: the same ledger, clocks and policy give the same
stamp. An auditor types the command again, or adds up the rows and compares the control totals.
"""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import click
from attrs import frozen

from majoracct.cli.display import display, width
from majoracct.cli.session import Session, session_of
from majoracct.domain.money import Money

__all__ = ["Provenance", "asked_by_clocks", "command_typed", "control_totals"]

_CLOCKS: Final = "majoracct.clocks"  # where the context keeps what the clocks meant
_SESSION: Final = frozenset({"ledger", "actor", "role", "output", "help"})  # change no answer
_WIDE: Final = 100  # cells of a line of the stamp

_WORD: Final = re.compile(r"(?:'[^']*'|\"[^\"]*\"|[^\s'\"])+")  # of a command as shlex quotes it

Total = int | Money | list[Money]


@frozen
class Provenance:
    """Where an answer comes from.

    ledger: its id. position: the last one read. as_of: the day asked about. policy: the fact that adopted
    the policy judged by. program: its name and version, and its plug-ins. command: what is typed to get
    this answer again. rows: how many there are; None for one document. control_totals: what they add up
    to, by key.
    """

    ledger: str | None
    position: int | None
    as_of: dt.date | str | None
    policy: str | None
    program: str
    command: str | None
    rows: int | None
    control_totals: Mapping[str, Total]

    @classmethod
    def of(
        cls, about: Mapping[str, Any], rows: Sequence[Mapping[str, Any]] | None, keys: Sequence[str]
    ) -> Provenance:
        """Return the stamp of an answer that states ABOUT its question, with ROWS of KEYS."""
        ctx = click.get_current_context(silent=True)
        return cls(
            ledger=about.get("ledger"),
            position=about.get("known_at"),
            as_of=about.get("as_of"),
            policy=about.get("policy"),
            program=_program(ctx),
            command=None if ctx is None else command_typed(ctx),
            rows=None if rows is None else len(rows),
            control_totals={} if rows is None else control_totals(rows, keys),
        )

    def told(self) -> list[str]:
        """Return the stamp as a person reads it below an answer, whose footer says the clocks; its lines."""
        lines = _wrapped([*self._counted(), *self._read_from()], "; ", ";")
        if self.command is not None:
            lines += _wrapped(_phrases(f"asked: {self.command}"), " ", " \\")
        return lines

    def line(self) -> str:
        """Return the stamp in one line, the clocks included: beside rows that are for programs."""
        clocks = [
            said
            for value, said in (
                (self.as_of, f"as of {self.as_of}"),
                (self.position, f"known at @{self.position}"),
                (self.policy, f"policy {self.policy}"),
            )
            if value is not None
        ]
        command = [] if self.command is None else [f"asked: {self.command}"]
        return "; ".join([*self._counted(), *clocks, *self._read_from(), *command])

    def _counted(self) -> list[str]:
        if self.rows is None:
            return []
        totals = [
            (f"untold {total:,}" if key == "untold" else f"positions add up to {total:,}")
            if isinstance(total, int)
            else f"{key} {_said(total)}"
            for key, total in self.control_totals.items()
        ]
        return [f"{self.rows} row{'' if self.rows == 1 else 's'}", *totals]

    def _read_from(self) -> list[str]:
        return [*([f"ledger {self.ledger}"] if self.ledger else []), self.program]


def _said(total: Money | list[Money]) -> str:
    return " and ".join(map(str, total)) if isinstance(total, list) else str(total)


def _phrases(command: str) -> list[str]:
    """Return COMMAND in parts that belong on one line: an option and its value."""
    found: list[str] = []
    for word in _WORD.findall(command):
        if found and found[-1].startswith("--") and " " not in found[-1] and not word.startswith("--"):
            found[-1] += f" {word}"
        else:
            found.append(word)
    return found


def _wrapped(parts: Sequence[str], between: str, end: str) -> list[str]:
    """Return PARTS, joined by BETWEEN, in lines that are no wider than a page where that can be.

    end: of a line that goes on.
    """
    lines: list[str] = []
    for part in map(display, parts):
        if lines and width(lines[-1]) + len(between) + width(part) + len(end) <= _WIDE:
            lines[-1] += between + part
        else:
            if lines:
                lines[-1] += end
            lines.append(f"  {part}" if lines else part)
    return lines


def _program(ctx: click.Context | None) -> str:
    """Return the program's name and version, and the plug-ins it was given: they bring rules and checks."""
    from importlib.metadata import version

    config = None if ctx is None else session_of(ctx).config()
    plugins = ", ".join(config[1].get("plugins", [])) if config else ""
    return f"majoracct {version('majoracct')}{f' with {plugins}' if plugins else ''}"


# What the rows add up to


def control_totals(rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> dict[str, Total]:
    """Return what ROWS add up to: the exact sum of each of KEYS that holds money, and of the positions.

    Where a sum leaves out payments that no rate tells, how many they are stands beside it.
    Of money in several currencies there is a sum in each. A key that holds anything but money has none.
    """
    found: dict[str, Total] = {}
    for key in keys:
        values = [value for row in rows if (value := row.get(key)) is not None]
        if key == "position" or (key == "untold" and any(values)):
            found[key] = sum(values)
        elif values and all(isinstance(value, Money) for value in values):
            found[key] = _sum(values)
    return found


def _sum(amounts: Iterable[Money]) -> Money | list[Money]:
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    one, *others = (sums[currency] for currency in sorted(sums))
    return [one, *others] if others else one


# Which command it answers


def asked_by_clocks(**meant: str) -> None:
    """Keep what the clocks MEANT, by their parameter's name, for the command's own words."""
    ctx = click.get_current_context(silent=True)
    if ctx is not None:
        ctx.meta[_CLOCKS] = meant


def command_typed(ctx: click.Context) -> str:
    """Return the command of CTX as it is typed to get the same answer again, quoted for a shell.

    Its parameters are in the order they are declared in, the clocks say which day and position they meant,
    and what changes no answer is left out: where it goes, and the session, but for who assumes facts.
    """
    meant: Mapping[str, str] = ctx.meta.get(_CLOCKS, {})
    words = ["majoracct", *_names(ctx)]
    dashed: list[str] = []
    for parameter in ctx.command.params:
        name = parameter.name or ""
        value = meant.get(name, ctx.params.get(name))
        if name in _SESSION or (name not in meant and value == parameter.get_default(ctx)):
            continue
        if isinstance(parameter, click.Option):
            words += _option(parameter, value)
        elif value is not None:
            given = [str(each) for each in (value if isinstance(value, tuple) else (value,))]
            (dashed if any(each.startswith("-") and each != "-" for each in given) else words).extend(given)
    if ctx.params.get("assume") is not None:
        words += _who(session_of(ctx))
    return shlex.join([*words, *(["--", *dashed] if dashed else [])])


def _who(session: Session) -> list[str]:
    """Return the options that say who records what is assumed, as far as somebody said so."""
    said = (session.setting(name) for name in ("actor", "role"))
    return [
        word for each in said if each.value and not each.by_default for word in (f"--{each.name}", each.value)
    ]


def _names(ctx: click.Context) -> list[str]:
    """Return the names of the command of CTX below the program's own."""
    if ctx.parent is None:
        return []
    return [*_names(ctx.parent), ctx.info_name or ""]


def _option(option: click.Option, value: Any) -> list[str]:
    name = next((each for each in option.opts if each.startswith("--")), option.opts[0])
    if option.is_flag:
        return [name] if value else option.secondary_opts[:1]
    values = value if isinstance(value, tuple) else () if value is None else (value,)
    return [word for each in values for word in (name, str(each))]
