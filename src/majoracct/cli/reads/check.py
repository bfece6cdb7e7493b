"""`check`: what is valid but unhealthy, on an account or everywhere, and how to clear it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from majoracct.cli.clocks import View, clock_options, view
from majoracct.cli.output import Answer, Column, message, output_options, table_options, write
from majoracct.cli.reads.asked import account_asked, as_text, footer, policy_in_force, whole
from majoracct.cli.session import BadInput, session_of
from majoracct.cli.what_if import WhatIf, what_if_options
from majoracct.domain.checks.finding import (
    Accepted,
    Check,
    Examined,
    Finding,
    PortfolioCheck,
    Severity,
    Weighed,
    findings,
    weigh,
)
from majoracct.domain.checks.index import checks
from majoracct.domain.programme.policy import Policy

__all__ = ["check"]

FOUND: Final = 1


@click.command("check")
@click.argument("account", required=False)
@click.option(
    "--severity",
    type=click.Choice([each.value for each in Severity]),
    help="Only findings as grave as this, or graver.",
)
@click.option("--only", multiple=True, metavar="CHECK", help="Only by this check. Repeat for more.")
@click.option(
    "--baseline",
    metavar="FILE",
    help="Findings that are accepted: [[accepted]] tables of id, reason and, for a time, until.",
)
@click.option("--accepted", "with_accepted", is_flag=True, help="Show the accepted ones, too, and why.")
@click.option("--list", "listing", is_flag=True, help="Tell every check there is, and find nothing.")
@table_options
@clock_options
@what_if_options
@output_options
@click.pass_context
def check(
    ctx: click.Context,
    /,
    account: str | None,
    severity: str | None,
    only: tuple[str, ...],
    baseline: str | None,
    with_accepted: bool,
    listing: bool,
    as_of: str | None,
    known_at: str | None,
    what_if: WhatIf | None,
    **options: Any,
) -> None:
    """Find what is valid but unhealthy about ACCOUNT, or about all of them and the programme.

    Exit code 0 when nothing is found, 1 when anything is; what a baseline accepts does not count, and
    which rows are shown plays no part. What each finding means and how to clear it is in --json,
    --columns what,remedy and --list; --columns id shows what a baseline accepts a finding by.

    \b
    majoracct check acme --as-of 2017
    majoracct check --severity high --baseline accepted.toml
    majoracct check --only status-differs --only tier-differs --csv
    """  # noqa: D301 - \b is click's
    session = session_of(ctx)
    session.load_plugins()  # they may bring checks
    asked_for = _asked_for(only, severity)
    if listing:
        write(_listed(asked_for, options), options)
        return
    known = _baseline(baseline)
    with session.open() as ledger:
        asked = view(ledger, as_of, known_at, what_if)
        one = None if account is None else account_asked(asked, account)
        programme = asked.programme
        found = findings(
            asked_for,
            asked.accounts if one is None else [one],
            Examined(programme, programme[Policy].terms, ledger.day_of),
            portfolio=one is None,
        )
        key = None if one is None else one.key
        weighed = weigh(found, [each for each in known if each.looked_for(asked_for, key)], asked.on)
        _tell(weighed)
        write(_answer(asked, weighed, with_accepted=with_accepted), options)
    if weighed.counted:
        ctx.exit(FOUND)


_SHOWN: Final = 3  # facts of a finding, in the table; --columns facts has all
_KEYS: Final = "severity account finding facts what id meaning remedy accepted until".split()


def _answer(asked: View, weighed: Weighed, *, with_accepted: bool) -> Answer:
    policy = policy_in_force(asked)
    why = {each.id: accepted for each, accepted in weighed.accepted} if with_accepted else {}
    shown = [each for each in weighed.found if each.id in why or each in weighed.counted]
    counts = {each.value: sum(f.check.severity is each for f in weighed.counted) for each in Severity}
    said = [", ".join(f"{count} {severity}" for severity, count in counts.items() if count)]
    said += [f"{len(weighed.accepted)} accepted"] if weighed.accepted else []
    return Answer(
        view="check",
        about={**asked.about(policy), "counts": counts, "accepted": len(weighed.accepted)},
        rows=[{**_row(each, why.get(each.id)), "named": _named(each)} for each in shown],
        columns=(
            Column("severity", "severity"),
            Column("account", "account"),
            Column("finding", "finding", whole=True),
            Column("named", "facts", whole=True),
            *((Column("accepted", "accepted"),) if with_accepted else ()),
            Column("what", "what", whole=True),
        ),
        keys=_KEYS,
        footer="\n".join(part for part in ("; ".join(filter(None, said)), footer(asked, policy)) if part),
        empty="Nothing but what is accepted." if weighed.accepted else "Nothing found.",
    )


def _row(found: Finding, accepted: Accepted | None) -> dict[str, Any]:
    return {
        "severity": found.check.severity,
        "account": found.account,
        "finding": found.check.id,
        "what": found.raised.says,
        "facts": found.raised.facts,
        "id": found.id,
        "meaning": found.check.meaning,
        "remedy": found.check.clear,
        "accepted": accepted.reason if accepted else None,
        "until": accepted.until if accepted else None,
    }


def _named(found: Finding) -> str:
    """Return the facts that raise it as a person reads them: the first of many."""
    facts = found.raised.facts
    more = f" and {len(facts) - _SHOWN} more" if len(facts) > _SHOWN else ""
    return ", ".join(facts[:_SHOWN]) + more


def _tell(weighed: Weighed) -> None:
    """Say which entries of the baseline accept nothing any more."""
    for each in weighed.expired:
        message(f"{each.id} was accepted until {each.until}: it counts again")
    for each in weighed.unmatched:
        message(f"{each.id} is accepted, and found no longer: take it out of the baseline")


def _asked_for(only: tuple[str, ...], severity: str | None) -> list[Check]:
    """Return the checks to make. Raises BadInput for one there is not."""
    there_are = checks()
    ids = [each.id for each in there_are]
    for name in only:
        if name not in ids:
            near = difflib.get_close_matches(name, ids, n=1, cutoff=0.0)[0]
            raise BadInput(f"--only {name!r}: the nearest is {near!r}; `check --list` tells them all")
    least = Severity(severity).rank if severity else len(Severity)
    return [c for c in there_are if (not only or c.id in only) and c.severity.rank <= least]


def _listed(told: Sequence[Check], options: Mapping[str, Any]) -> Answer:
    """Return every check TOLD, as rows, or as text where a person is to read them as they are."""
    told = sorted(told, key=lambda each: (each.severity.rank, each.id))
    if as_text(options) and whole(options) and not (options["sort"] or options["columns"]):
        lines = [
            f"{c.id}, {c.severity.value}, of {_of(c)}\n  {c.meaning}\n  To clear it: {c.clear}\n"
            for c in told
        ]
        return Answer("checks", {}, data={}, text="\n".join(lines))
    return Answer(
        view="checks",
        about={},
        rows=[
            {
                "severity": each.severity,
                "finding": each.id,
                "of": _of(each),
                "meaning": each.meaning,
                "remedy": each.clear,
            }
            for each in told
        ],
        columns=(
            Column("severity", "severity"),
            Column("finding", "finding"),
            Column("of", "of"),
            Column("meaning", "meaning"),
            Column("remedy", "how to clear it"),
        ),
    )


def _of(told: Check) -> str:
    return "the programme" if isinstance(told, PortfolioCheck) else "an account"


def _baseline(file: str | None) -> tuple[Accepted, ...]:
    """Return what FILE accepts. Raises BadInput naming it."""
    if file is None:
        return ()
    from majoracct.adapters.exchange.baseline_file import BaselineError, read_baseline

    try:
        return read_baseline(Path(file).read_text(encoding="utf-8-sig"), {each.id for each in checks()})
    except OSError as error:
        raise BadInput(f"--baseline {file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadInput(f"--baseline {file} is not UTF-8: {error.reason} at byte {error.start}") from None
    except BaselineError as error:
        raise BadInput(f"--baseline {file}: {error}") from None
