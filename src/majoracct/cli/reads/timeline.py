"""`timeline`: what happened to an account, or to all, fact by fact, the withdrawn ones included.

With --replay, what each fact, month or quarter changed: see `replaying`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import click
from attrs import frozen

from majoracct.cli.clocks import clock_options, day_word, view
from majoracct.cli.output import (
    Answer,
    Column,
    instant,
    json_value,
    message,
    output_options,
    table_options,
    write,
)
from majoracct.cli.reads.asked import about, account_asked, footer, policy_in_force, who
from majoracct.cli.session import BadInput, session_of
from majoracct.cli.what_if import WhatIf, what_if_options
from majoracct.domain import index
from majoracct.domain.assessments.history import Entry, history, known, staff
from majoracct.domain.assessments.telling import Names
from majoracct.ledger import Ledger

if TYPE_CHECKING:
    from majoracct.domain.assessments.replay import Step

__all__ = ["timeline"]

_STEPS: Final = ("fact", "month", "quarter", "tier", "status")


@frozen
class _Filter:
    """Which entries to show; None or empty: any."""

    start: dt.date | None
    end: dt.date | None  # still shown
    topics: tuple[str, ...]
    types: tuple[str, ...]
    by: str | None
    late_by: int | None

    def keeps(self, entry: Entry) -> bool:
        """Return whether ENTRY is shown."""
        return self._during(entry.fact.on, entry.fact.on) and self._chooses(entry)

    def keeps_step(self, step: Step) -> bool:
        """Return whether a STEP of a replay is shown: it has days asked for, and a fact asked for in it."""
        asked = self.topics or self.types or self.by is not None or self.late_by is not None
        return self._during(step.start, step.end) and (not asked or any(map(self._chooses, step.entries)))

    def _during(self, first: dt.date, last: dt.date) -> bool:
        return (self.start is None or last >= self.start) and (self.end is None or first <= self.end)

    def _chooses(self, entry: Entry) -> bool:
        fact = entry.fact
        return (
            (not self.topics or entry.topic in self.topics)
            and (not self.types or type(fact.event).__name__ in self.types)
            and (self.by is None or fact.by == self.by)
            and (self.late_by is None or entry.lag >= self.late_by)
        )


@click.command("timeline")
@click.argument("account", required=False)
@click.option("--all", "everything", is_flag=True, help="Every account, the programme and the ledger itself.")
@click.option("--replay", is_flag=True, help="Step by step: what each changed, before and after.")
@click.option(
    "--step",
    type=click.Choice(_STEPS),
    help="Of the replay: each fact (the default), month, quarter, or only what moved tier or status.",
)
@click.option("--from", "start", metavar="DAY", help="From this day, or the first of a period: 2017Q3.")
@click.option("--to", "end", metavar="DAY", help="Up to this day, or the last of a period.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Of this topic, such as revenue.")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Of this type, such as SponsorNamed.")
@click.option("--by", metavar="ACTOR", help="Recorded by this actor.")
@click.option(
    "--late-by",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Recorded at least so many days after the day it was true.",
)
@table_options
@clock_options
@what_if_options
@output_options
@click.pass_context
def timeline(
    ctx: click.Context,
    /,
    account: str | None,
    everything: bool,
    replay: bool,
    step: str | None,
    start: str | None,
    end: str | None,
    topics: tuple[str, ...],
    types: tuple[str, ...],
    by: str | None,
    late_by: int | None,
    as_of: str | None,
    known_at: str | None,
    what_if: WhatIf | None,
    **options: Any,
) -> None:
    """Tell what happened to ACCOUNT, or to --all, in the order it was true.

    Facts that were withdrawn stay where they were, struck through, with who withdrew them and why.
    `late` counts the days from the day a fact was true to the day it was recorded. What backs a fact
    is shown when asked for: --columns takes evidence, source, source_known, channel, time, origin and
    command_id, too.

    With --replay, what each step changed: tier, status, standing and criteria before and after,
    documents that went out of date and years that ended included. What is shown can be cut by
    --from, --to and the rest; what is replayed is always everything that was known.

    \b
    majoracct timeline acme --from 2018 --to 2018Q2
    majoracct timeline acme --late-by 30 --known-at @1820
    majoracct timeline acme --columns fact,what,evidence
    majoracct timeline acme --replay --step quarter
    majoracct timeline --all --by kim --json
    """  # noqa: D301 - \b is click's
    if everything == (account is not None):
        raise BadInput("name one account, or ask for --all")
    if everything and replay:
        raise BadInput("--replay takes one account: name it instead of --all")
    if step and not replay:
        raise BadInput(f"--step {step} is a step of a replay: ask for --replay, too")
    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at, what_if)
        wanted = _Filter(
            start=_day(start, ledger, "--from", last=False),
            end=_day(end, ledger, "--to", last=True),
            topics=_known(topics, _topics(), "--topic"),
            types=_known(types, [entry.type for entry in index.events()], "--type"),
            by=by,
            late_by=late_by,
        )
        if wanted.start and wanted.end and wanted.start > wanted.end:
            raise BadInput(f"--from {wanted.start} comes after --to {wanted.end}: no day is in between")
        past = asked.past
        if account is None:
            facts = known(past.fetch_all(), past.streams)
            stated = asked.about(policy_in_force(asked))
        else:
            seen = account_asked(asked, account, withdrawn_too=True)
            facts = known(past, seen.streams)
            stated = about(asked, seen)
        names, told_of = Names.of([*facts, *staff(past)]), [f for f in facts if f.on <= asked.on]
        told = history(facts, names, ledger.day_of) if len(told_of) < len(facts) else []
        if more := sum(wanted.keeps(e) for e in told if e.fact.on > asked.on):
            message(f"{more} more after {asked.on}: --as-of a later day shows them")
        if replay and account is not None:
            from majoracct.cli.reads.replaying import write_replay
            from majoracct.domain.assessments.replay import By

            write_replay(asked, seen, By(step or "fact"), wanted.keeps_step, options)
            return
        entries = [e for e in history(told_of, names, ledger.day_of) if wanted.keeps(e)]
        sourced = any(fact.source_known for fact in told_of)
        write(
            Answer(
                view="timeline",
                about=stated,
                rows=[_told_row(entry) for entry in entries],
                columns=_columns(sourced),
                keys=_KEYS,
                more=_MORE,
                considered=len(told_of),
                footer=footer(asked, stated.get("policy")),
                empty="Nothing happened.",
            ),
            options,
        )


_KEYS = ("fact position on recorded_at type summary by role assurance reason withdrawn_by corrects").split()
# What backs a fact: wide, and mostly empty, so that it is shown when --columns asks for it.
_MORE = "evidence source source_known channel time origin command_id".split()


def _row(entry: Entry) -> dict[str, Any]:
    fact, withdrawal = entry.fact, entry.withdrawal
    return {
        "fact": fact.reference,
        "position": fact.position,
        "on": fact.on,
        "recorded_at": instant(fact.recorded_at),
        "type": type(fact.event).__name__,
        "summary": entry.summary,
        "by": fact.by,
        "role": fact.role,
        "assurance": fact.assurance,
        "reason": fact.reason,
        "withdrawn_by": withdrawal.reference if withdrawal else None,
        "corrects": fact.corrects,
        "evidence": [json_value(each) for each in fact.evidence],
        "source": fact.source,
        "source_known": fact.source_known,
        "channel": fact.channel,
        "time": fact.time,
        "origin": fact.origin,
        "command_id": fact.command_id,
    }


def _told_row(entry: Entry) -> dict[str, Any]:
    """Return the row with what a person reads in it: struck through what was withdrawn, by whom, why."""
    fact, withdrawal = entry.fact, entry.withdrawal
    said = f"~~{entry.summary}~~" if withdrawal else entry.summary
    said += f" (corrects {fact.corrects})" if fact.corrects else ""
    why = fact.reason
    if withdrawal:
        gone = f"withdrawn by {withdrawal.reference}, {who(withdrawal)}: {withdrawal.reason}"
        why = f"{why}; {gone}" if why else gone
    late = f"{entry.lag:,} d" if entry.lag > 0 else ""
    return _row(entry) | {"late": late, "what": said, "who": who(fact), "why": why}


def _columns(sourced: bool) -> tuple[Column, ...]:
    """Return the columns a person reads. sourced: whether a source said when it knew."""
    return (
        Column("on", "day"),
        Column("late", "late", number=True),
        *((Column("source_known", "source knew"),) if sourced else ()),
        Column("fact", "fact"),
        Column("what", "what"),
        Column("who", "who"),
        Column("why", "reason"),
    )


def _day(text: str | None, ledger: Ledger, option: str, *, last: bool) -> dt.date | None:
    """Return the first or the last day of a period word; one that is no day is said."""
    if text is None:
        return None
    period = day_word(text, ledger, option)
    day = period.last if last and period.end > period.start else period.start
    if str(day) != text:
        message(f"{option} {text} is {day}")
    return day


def _topics() -> list[str]:
    return sorted({e.module.rpartition(".")[2] for e in index.events() if e.topic})


def _known(given: tuple[str, ...], there_are: list[str], option: str) -> tuple[str, ...]:
    for name in given:
        if name not in there_are:
            raise BadInput(f"{option} {name!r}: there are {', '.join(sorted(there_are))}")
    return given
