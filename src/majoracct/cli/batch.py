"""`record FILE`: many events at once, from JSON lines. All of them are recorded, or none.

A line whose command id is on record records nothing new, so that a file can be given again; an id
of another request is a conflict. What a line may say is in `lines`.
"""

from __future__ import annotations

from typing import Any

import click

from majoracct.cli.lines import content_of, read_lines, refused_in, requests_of
from majoracct.cli.options import SectionedCommand, recording_options
from majoracct.cli.output import message
from majoracct.cli.receipts import receipt
from majoracct.cli.recording import desk_for
from majoracct.cli.session import session_of
from majoracct.domain.kernel import Refused

__all__ = ["record"]


@click.pass_context
def _record(ctx: click.Context, /, **params: Any) -> None:
    session = session_of(ctx)
    session.load_plugins()
    name, content = content_of(params["file"])
    lines = read_lines(content, name)
    with session.open() as ledger:
        desk = desk_for(session, ledger, params)
        day = desk.day or ledger.today()
        requests = [*requests_of(name, lines, ledger.past(), ledger.settings.currency, day)]
        known = ledger.store.known([line.command_id for line in lines if line.command_id])
        with receipt(ledger, params) as recorded:
            try:
                recorded.extend(desk.record_all(requests))
                for id_ in known:  # as they were first recorded
                    recorded.extend(ledger.store.of_command(id_))
            except Refused as no:
                refused_in(name, lines, no)
                if no.at is not None:
                    no.remedy += " Nothing of the file was recorded."
                raise
        if known:
            message(f"{len(known)} of {len(lines)} lines were on record before: nothing new came of them.")


record = SectionedCommand(
    "record",
    callback=_record,
    params=[click.Argument(["file"], metavar="FILE.jsonl"), *recording_options(single=False)],
    help="""Record the events of FILE, one JSON object a line, in one append: all of them or none.

\b
{"account": "acme", "event": "sponsor name", "on": "2024-05-01",
 "data": {"person": "Ann Lee", "title": "CFO", "remit": "capital spend"}}

(on one line.) `event` is a verb, or a stored name such as SponsorNamed; `account` is "programme"
for the programme's own. Also: reason, evidence (a list) and command_id, which makes a line safe
to repeat. Money is text, "1.01" or "1.01 USD". --on, --reason and --evidence hold for lines that
say none. FILE is - for standard input.""",
)
