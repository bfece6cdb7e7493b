"""`timeline ACCOUNT --replay`: how an account came to be what it is, a screen a step."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import click
from attrs import frozen

from majoracct.cli.clocks import View
from majoracct.cli.display import display
from majoracct.cli.output import Answer, Column, instant, write
from majoracct.cli.reads.asked import about, as_text, footer, who
from majoracct.domain.account.criteria import CRITERIA
from majoracct.domain.assessments.changes import JUDGEMENTS
from majoracct.domain.assessments.history import Entry
from majoracct.domain.assessments.replay import By, Moved, Stance, Step, replay
from majoracct.domain.kernel import FactWithdrawn
from majoracct.domain.seen import Account

__all__ = ["write_replay"]

_WIDEST: Final = 100
_SCREEN: Final = 24
_TITLES: Final = {c.id: c.title for c in CRITERIA}


def write_replay(
    asked: View,
    account: Account,
    by: By,
    keeps: Callable[[Step], bool],
    options: Mapping[str, Any],
) -> None:
    """Write the steps of ACCOUNT's replay that are kept: a block each, or rows where rows were asked for."""
    steps = replay(account, asked.ledger.day_of, by)
    shown = [step for step in steps if keeps(step)]
    stated = about(asked, account) | {"account": account.key, "step": by}
    said = footer(asked, stated.get("policy"))
    if as_text(options) and not any(options.get(name) for name in ("where", "sort", "columns", "limit")):
        on_terminal = options.get("output") in (None, "-") and sys.stdout.isatty()
        page = _Page(asked.ledger.day_of, len(steps), by, _SCREEN if on_terminal else None)
        text = page.whole(shown) + f"{said}\n"
        if on_terminal and len(text.splitlines()) >= shutil.get_terminal_size().lines:
            click.echo_via_pager(text)
        else:
            write(Answer(view="replay", about=stated, data={}, text=text), options)
        return
    rows = [_row(step, len(steps), asked.ledger.day_of) for step in shown]
    answer = Answer(
        view="replay",
        about=stated,
        rows=rows,
        columns=_COLUMNS,
        keys=_KEYS,
        considered=len(steps),
        footer=said,
        empty="Nothing happened.",
    )
    write(answer, options)


# For programs, and as a table


_KEYS: Final = "step of start end facts joined changes turned before after".split()
_COLUMNS: Final = (
    Column("step", "step", number=True),
    Column("day", "day"),
    Column("fact", "fact"),
    Column("what", "what"),
    Column("tier", "tier"),
    Column("status", "status"),
    Column("standing", "standing"),
    Column("criteria", "criteria"),
)


def _row(step: Step, of: int, day_of: Callable[[int], dt.date]) -> dict[str, Any]:
    after = step.after
    told = _told_by_themselves(step)
    return {
        "step": step.number,
        "of": of,
        "start": step.start,
        "end": step.end,
        "facts": [_fact(entry, day_of) for entry in step.entries],
        "joined": [{"account": key, "facts": count} for key, count in step.joined],
        "changes": [
            {
                "what": each.change.what,
                "before": each.change.before,
                "after": each.change.after,
                "facts": each.facts,
                "time_alone": each.time_alone,
            }
            for each in step.moved
        ],
        "turned": [{"id": name, "holds": holds} for name, holds in step.turned],
        "before": _stance(step.before),
        "after": _stance(step.after),
        "day": _days(step),
        "fact": ", ".join(e.fact.reference for e in told),
        "what": "; ".join(_told(e) for e in told) or "time passed",
        "tier": _tier(after) if after else "",
        "status": after.status if after else None,
        "standing": after.standing if after else "",
        "criteria": _held(after) if after else "",
    }


def _fact(entry: Entry, day_of: Callable[[int], dt.date]) -> dict[str, Any]:
    fact = entry.fact
    return {
        "fact": fact.reference,
        "position": fact.position,
        "on": fact.on,
        "recorded_at": instant(fact.recorded_at),
        "recorded_on": day_of(fact.recorded_at),
        "type": type(fact.event).__name__,
        "summary": entry.summary,
        "by": fact.by,
        "role": fact.role,
        "assurance": fact.assurance,
        "reason": fact.reason,
        "lag_days": entry.lag,
        "withdrawn_by": entry.withdrawal.reference if entry.withdrawal else None,
        "corrects": fact.corrects,
    }


def _stance(found: Stance | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "status": found.status,
        "standing": found.standing,
        "tier_assigned": found.tier_assigned,
        "tier_indicated": found.tier_indicated,
        "criteria": dict(found.criteria),
        "policy": found.policy,
    }


# In words


def _days(step: Step) -> str:
    return str(step.start) if step.start == step.end else f"{step.start} to {step.end}"


def _told(entry: Entry) -> str:
    said = f"~~{entry.summary}~~" if entry.withdrawal else entry.summary
    return said + (f" (corrects {entry.fact.corrects})" if entry.fact.corrects else "")


def _late(days: int) -> str:
    return f", {days:,} day{'' if days == 1 else 's'} late" if days > 0 else ""


def _assigned(found: Stance) -> str:
    return found.tier_assigned.value if found.tier_assigned else "none"


def _tier(found: Stance) -> str:
    return f"{_assigned(found)}, indicated {found.tier_indicated.value}"


def _held(found: Stance) -> str:
    held = [name for name, holds in found.criteria if holds]
    lacking = [name for name, holds in found.criteria if not holds]
    return "; ".join(
        f"{word} {' '.join(names)}" for word, names in (("held", held), ("open", lacking)) if names
    )


def _passage(before: str, after: str) -> str:
    """Return how something went from BEFORE to AFTER, or that it stays."""
    return after if before == after else f"{before} -> {after}"


@frozen
class _Page:
    """Steps as a person reads them, each a block of lines.

    of: how many steps there are. screen: the most lines a block takes; None: as many as there are.
    """

    day_of: Callable[[int], dt.date]
    of: int
    by: By
    screen: int | None

    def whole(self, steps: Sequence[Step]) -> str:
        """Return all STEPS, a blank line below each."""
        if not steps:
            return f"None of {self.of} steps matches.\n" if self.of else "Nothing happened.\n"
        return "".join("\n".join(self._block(step)) + "\n\n" for step in steps)

    @property
    def _wide(self) -> int:
        return min(_WIDEST, shutil.get_terminal_size((_WIDEST, _SCREEN)).columns) if self.screen else _WIDEST

    def _block(self, step: Step) -> list[str]:
        head = f"Step {step.number} of {self.of}  {_days(step)}"
        head += " " + "-" * max(self._wide - len(head) - 1, 0)
        stood = [line for text in self._stood(step) for line in text]
        happened = [[line for text in told for line in self._wrapped(*text)] for told in self._happened(step)]
        moved = [self._wrapped(text, "    ", "        ") for text in self._moved(step.moved)]
        if self.screen is not None and len(stood) + _lines(happened) + _lines(moved) + 3 > self.screen:
            # The judgement is always whole; the rest shares what room there is.
            room = max(self.screen - len(stood) - 3, 4)
            if len(step.entries) > 1:
                happened = [[self._line(entry)] for entry in _told_by_themselves(step)]
            happened = _cut(happened, max(room // 2, room - _lines(moved)), "fact")
            moved = _cut(moved, room - _lines(happened), "change")
        lines = [head, *(line for text in happened for line in text), *stood]
        return lines + (["  changed", *(line for text in moved for line in text)] if moved else [])

    def _line(self, entry: Entry) -> str:
        """Return ENTRY in one line."""
        said = f"  {entry.fact.on}  {entry.fact.reference}  {display(_told(entry))}"
        return said if len(said) <= self._wide else said[: self._wide - 1] + "…"

    def _wrapped(self, text: str, indent: str, further: str) -> list[str]:
        return textwrap.wrap(
            display(text),
            self._wide,
            initial_indent=indent,
            subsequent_indent=further,
            break_on_hyphens=False,
        )

    def _happened(self, step: Step) -> Iterator[list[tuple[str, str, str]]]:
        """Yield what happened, text by text, each with how its first line is indented, and the rest."""
        title, beside = ("  ", "    "), ("      ", "        ")
        if not step.entries:
            yield [("Nothing was recorded: time alone", *title)]
        for entry in _told_by_themselves(step):
            fact = entry.fact
            day = "" if step.start == step.end else f"{fact.on}  "
            texts = [(f"{day}{_told(entry)}", *title)]
            recorded = self.day_of(fact.recorded_at)
            said = f"{fact.reference}  @{fact.position}  {who(fact)}, {fact.assurance.value}"
            said += f"; recorded {recorded}{_late(entry.lag)}" if recorded != fact.on else ""
            texts.append((said + (f": {fact.reason}" if fact.reason else ""), *beside))
            if (gone := entry.withdrawal) is not None:
                said = f"withdrawn by {gone.reference}  @{gone.position}  {who(gone)}"
                said += f"; recorded {self.day_of(gone.recorded_at)}: {gone.reason}"
                texts.append((said, *beside))
            yield texts
        for key, count in step.joined:
            yield [(f"with {count:,} fact{'' if count == 1 else 's'} of {key} up to that day", *beside)]

    def _stood(self, step: Step) -> Iterator[list[str]]:
        before, after = step.before, step.after
        if after is None:
            yield self._wrapped(
                "The account is not there" + (" yet" if before is None else " any more"), "  ", ""
            )
            return
        was = before or after
        indicated = _passage(was.tier_indicated.value, after.tier_indicated.value)
        yield [
            f"  tier      {_passage(_assigned(was), _assigned(after))}; indicated {indicated}",
            f"  status    {_passage(was.status.value, after.status.value)}",
            f"  standing  {_passage(was.standing, after.standing)}",
            f"  criteria  {_held(after)}",
        ]
        for name, holds in step.turned if before else ():
            yield self._wrapped(f"{name} {_TITLES[name]} {_turned(name, step, holds)}", "    ", "        ")

    def _moved(self, moved: Sequence[Moved]) -> Iterator[str]:
        for each in moved:
            change = each.change
            if change.what not in JUDGEMENTS:
                was = f"{change.before} -> " if change.before is not None else ""
                now = change.after if change.after is not None else "gone"
                yield f"{change.what}: {was}{now}"


def _turned(name: str, step: Step, holds: bool) -> str:
    said = "now holds" if holds else "holds no more"
    moved = next(m for m in step.moved if m.change.what == f"{name} {_TITLES[name]}")
    if not moved.facts:
        return f"{said}: by time alone"
    return f"{said}: by {', '.join(moved.facts)}" if len(step.entries) > 1 else said


def _lines(texts: Sequence[Sequence[str]]) -> int:
    return sum(map(len, texts))


def _told_by_themselves(step: Step) -> list[Entry]:
    """Return what happened in STEP; a withdrawal is told with what it withdrew."""
    return [entry for entry in step.entries if not isinstance(entry.fact.event, FactWithdrawn)]


def _cut(texts: list[list[str]], room: int, what: str) -> list[list[str]]:
    """Return as many of TEXTS as ROOM takes; a last line says how many, of WHAT, are left out."""
    if _lines(texts) <= room:
        return texts
    kept: list[list[str]] = []
    for text in texts:
        if _lines(kept) + len(text) > room - 1:
            break
        kept.append(text)
    left = len(texts) - len(kept)
    return [*kept, [f"    … and {left:,} more {what}{'' if left == 1 else 's'}: in a file, or by --json"]]
