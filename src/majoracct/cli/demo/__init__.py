"""`demo`: nine fictitious customers, a partner and a prospect over four years; one became major."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from majoracct.cli.display import display
from majoracct.cli.session import BadInput, session_of

if TYPE_CHECKING:
    from majoracct.domain.seen import Account

__all__ = ["demo"]

# What moved the account: the rest of its facts are one `timeline` away.
_TURNING_POINTS: Final = frozenset(
    {
        "OpportunityWon",
        "DeliveryCompleted",
        "SponsorNamed",
        "PlanDrafted",
        "QualificationOpened",
        "QualificationRefused",
        "QualificationGranted",
        "QualificationReviewed",
        "StandardisationRecorded",
        "TierMoved",
    }
)


@click.command("demo")
@click.argument("file", required=False, type=click.Path(dir_okay=False))
@click.option("--documents", metavar="DIR", help="Write what was shown for some of its facts to this folder.")
@click.pass_context
def demo(ctx: click.Context, /, file: str | None, documents: str | None) -> None:
    """Build a fictitious ledger in FILE, and tell how one of its accounts became major.

    Nine customers of a software house, a partner who sells for it and a prospect, from 2021 to 2024:
    nobody in it exists. FILE is majoracct-demo.db here, unless it or --ledger says; it must not exist.
    Every run records the same facts and prints the same answer, as of its last day.
    """
    from majoracct.cli.demo.audited import AUDITED
    from majoracct.cli.demo.backed import BACKED
    from majoracct.cli.demo.candidates import CANDIDATES
    from majoracct.cli.demo.coverage import COVERAGE
    from majoracct.cli.demo.disciplined import DISCIPLINED
    from majoracct.cli.demo.governed import GOVERNED
    from majoracct.cli.demo.harrow_vale import HARROW_VALE
    from majoracct.cli.demo.insiders import INSIDERS
    from majoracct.cli.demo.measured import MEASURED
    from majoracct.cli.demo.others import OTHERS
    from majoracct.cli.demo.our_side import OUR_SIDE
    from majoracct.cli.demo.planned import PLANNED
    from majoracct.cli.demo.promised import PROMISED
    from majoracct.cli.demo.radiating import RADIATING
    from majoracct.cli.demo.shown import SHOWN
    from majoracct.cli.demo.storyteller import DOCUMENTS, HERO, LAST_DAY, Storyteller, tell_all
    from majoracct.cli.demo.with_them import WITH_THEM
    from majoracct.cli.reads.why import why

    named = session_of(ctx).given.get("ledger")
    if file and named:
        raise click.UsageError(f"two files are named, {file} and {named}: name one", ctx)
    file = file or named or "majoracct-demo.db"
    if documents is not None:
        _write(Path(documents), DOCUMENTS)
    story = Storyteller(file)
    with story.ledger as ledger:
        told = (*OTHERS, *HARROW_VALE, *OUR_SIDE, *RADIATING, *INSIDERS, *PROMISED, *COVERAGE)
        chapters = (
            *told,
            *CANDIDATES,
            *GOVERNED,
            *AUDITED,
            *PLANNED,
            *WITH_THEM,
            *DISCIPLINED,
            *BACKED,
            *SHOWN,
            *MEASURED,
        )
        tell_all(story, (chapter(story) for chapter in chapters))
        click.echo(
            f"{file} now holds {ledger.position()} facts about nine customers, a partner and a prospect."
        )
        click.echo("Nobody in them exists.")
        click.echo("")
        for line in _climb(ledger.account(HERO, as_of=LAST_DAY)):
            click.echo(line)
    click.echo("")
    session_of(ctx).given |= {"ledger": file, "key_store": ""}  # in the clear, whatever is configured
    asked: dict[str, Any] = dict.fromkeys(("as_json", "as_nl", "as_csv", "as_tsv"), False)
    asked |= {
        "account": HERO,
        "definition": "programme",
        "as_of": str(LAST_DAY),
        "known_at": None,
        "output": None,
    }
    (ctx.parent or ctx).invoke(why, **asked)  # so that it tells how to ask it again
    click.echo("")
    for line in _next(file, LAST_DAY):
        click.echo(line)


def _write(folder: Path, documents: Mapping[str, str]) -> None:
    """Write DOCUMENTS to FOLDER, which is made when it is not there. Raises BadInput."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in documents.items():
            (folder / name).write_bytes(content.encode())
    except OSError as error:
        raise BadInput(f"--documents {folder} cannot be written to: {error.strerror}") from None


def _climb(account: Account) -> Iterator[str]:
    """Yield how the account came to where it is, a line a turning point."""
    from majoracct.domain.account.profile import Profile
    from majoracct.domain.assessments.history import staff
    from majoracct.domain.assessments.telling import Names, tell

    facts = account.facts
    names = Names.of([*facts, *staff(account.past)])
    yield f"How {account[Profile].name} came so far"
    for fact in facts:
        if type(fact.event).__name__ in _TURNING_POINTS:
            reason = f": {fact.reason}" if fact.reason else ""
            yield display(f"  {fact.on}  {tell(fact, names)}{reason}")


def _next(file: str, last: dt.date) -> Iterator[str]:
    """Yield what to type next."""
    yield "What to type next"
    for command, purpose in (
        (f"list --as-of {last}", "all of them, two of the nine one by now"),
        ("why harrow-vale --as-of 2022-03-29", "why it was refused at first"),
        ("why castellan --as-of 2022-06-19", "major on paper, a correction later"),
        ("timeline castellan --topic opportunities", "the correction, and what it replaced"),
        (f"show ostermark --as-of {last}", "grown cold by time alone"),
        ("decisions", "who decided what, when, by which policy"),
        (f"report candidates --as-of {last}", "who is worth a campaign, row by row"),
        (f"report revenue northmoor --as-of {last}", "two councils, each payment once"),
        (f"report perspectives --as-of {last}", "to whom each is a major account"),
        (f"report radiation harrow-vale --as-of {last}", "which win led to which"),
        (f"report phases harrow-vale --as-of {last}", "sales made, fulfilled and grown, side by side"),
        (f"report governance --as-of {last}", "who meets, who answers, whose the plan is"),
        (f"report quadrant --as-of {last}", "whose plan comes along, and whose quota"),
        (f"check --severity high --as-of {last}", "what does not stand up, and how to clear it"),
        ("verify", "whether the record was altered"),
    ):
        yield f"  majoracct --ledger {file} {command:<50}  # {purpose}"
