"""`programme policy`: the policy in force on a day, adopting another, and what one changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from majoracct.cli.clocks import clock_options, two_views, view
from majoracct.cli.display import display
from majoracct.cli.options import SectionedCommand, recording_options
from majoracct.cli.output import (
    Answer,
    Column,
    document_options,
    instant,
    output_options,
    table_options,
    write,
)
from majoracct.cli.policies import content_of, terms_of
from majoracct.cli.reads.asked import who
from majoracct.cli.session import session_of
from majoracct.domain.assessments.policies import differences
from majoracct.domain.kernel import Fact
from majoracct.domain.money import Money
from majoracct.domain.programme.policy import Policy
from majoracct.ports import LedgerFaultError

if TYPE_CHECKING:
    from majoracct.cli.clocks import View

__all__ = ["policy"]


@click.group("policy")
def policy() -> None:
    """Show the policy in force on a day, adopt another, or compare two."""


@policy.command("show")
@clock_options
@document_options
@click.pass_context
def show(ctx: click.Context, /, as_of: str | None, known_at: str | None, **options: Any) -> None:
    """Show the policy in force on a day, as the file that `adopt` reads.

    \b
    majoracct programme policy show --as-of 2017 -o policy.toml
    """  # noqa: D301 - \b is click's
    from majoracct.adapters.exchange.policy_file import write_policy

    with session_of(ctx).open() as ledger:
        asked = view(ledger, as_of, known_at)
        past = asked.past
        found = _in_force(asked)
        terms = found.terms
        fact = past.fact(found.fact)
        if fact is None:
            raise LedgerFaultError(f"{found.fact} adopted the policy, and is not to be found")
        write(
            Answer(
                view="policy",
                about=asked.about(found.fact),
                data={
                    "fact": fact.reference,
                    "position": fact.position,
                    "on": fact.on,
                    "recorded_at": instant(fact.recorded_at),
                    "by": fact.by,
                    "role": fact.role,
                    "assurance": fact.assurance,
                    "reason": fact.reason,
                    "terms": terms,
                },
                text=_heading(fact, asked) + write_policy(terms, ledger.settings.currency),
                remark="# ",
            ),
            options,
        )


@policy.command("diff")
@click.argument("file", required=False)
@table_options
@clock_options
@output_options
@click.pass_context
def diff(
    ctx: click.Context, /, file: str | None, as_of: str | None, known_at: str | None, **options: Any
) -> None:
    """Say what FILE would change in the policy in force; without FILE, what changed between two days.

    \b
    majoracct programme policy diff policy.toml
    majoracct programme policy diff --as-of 2017..2018
    """  # noqa: D301 - \b is click's
    with session_of(ctx).open() as ledger:
        if file is None:
            first, second = two_views(ledger, as_of, known_at)
            before, after = _in_force(first), _in_force(second)
            sides = (f"before: {before.fact}, {first.footer}", f"after: {after.fact}, {second.footer}")
            terms = after.terms
        else:
            second = view(ledger, as_of, known_at)
            before, terms = _in_force(second), terms_of(content_of(file), file, ledger.settings.currency)
            sides = (f"before: {before.fact}, {second.footer}", f"after: {display(file)}, not adopted")
        write(
            Answer(
                view="policy.diff",
                about=second.about(before.fact),
                rows=[
                    {
                        "term": each.what,
                        "before": each.before,
                        "after": each.after,
                        "was": _shown(each.before),
                        "becomes": _shown(each.after),
                    }
                    for each in differences(before.terms, terms)
                ],
                keys=("term", "before", "after"),
                columns=(Column("term", "term"), Column("was", "before"), Column("becomes", "after")),
                footer="; ".join(sides),
                empty="The two policies are the same.",
            ),
            options,
        )


def _shown(value: Any) -> Any:
    """Return a term as a table shows it: money with its currency, which no heading says."""
    return str(value) if isinstance(value, Money) else value


def _in_force(asked: View) -> Policy:
    return asked.programme[Policy]


def _heading(fact: Fact, asked: View) -> str:
    """Return which policy this is, as comments of the file."""
    lines = [
        f"{fact.reference}, in force from {fact.on}; {asked.footer}",
        f"adopted {instant(fact.recorded_at)} by {who(fact)}, {fact.assurance.value}",
        *([fact.reason] if fact.reason else []),
    ]
    return "".join(f"# {display(line)}\n" for line in lines) + "\n"


@click.pass_context
def _adopt(ctx: click.Context, /, file: str, **options: Any) -> None:
    """Adopt the policy in FILE, in force from --on. A file states only what differs from the shipped one.

    Decisions taken under another policy stand; what is judged from that day on is judged by this one.

    \b
    majoracct programme policy show -o policy.toml
    majoracct programme policy adopt policy.toml --on 2024-01-01 --reason "board, 12 December"
    """  # noqa: D301 - \b is click's
    from majoracct.cli.receipts import receipt
    from majoracct.cli.recording import desk_for
    from majoracct.domain.programme.policy import PolicyAdopted

    session = session_of(ctx)
    with session.open() as ledger:
        terms = terms_of(content_of(file), file, ledger.settings.currency)
        with receipt(ledger, options) as recorded:
            recorded.append(desk_for(session, ledger, options).adopt(PolicyAdopted(terms)))


policy.add_command(
    SectionedCommand(
        "adopt",
        callback=_adopt,
        params=[click.Argument(["file"], metavar="FILE"), *recording_options()],
        help=_adopt.__doc__,
    )
)
