"""`verify`: recompute the record, and say whether it is what was recorded. Never writes."""

from __future__ import annotations

from typing import Any

import click

from majoracct.adapters.trust.verify import Verification
from majoracct.adapters.trust.verify import verify as verified
from majoracct.cli.display import display
from majoracct.cli.output import Answer, instant, write
from majoracct.cli.session import session_of

__all__ = ["verify"]

ALTERED = 1
SOUND_BUT_UNVOUCHED = 7  # 0 is kept for a record that something outside the ledger vouches for


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to a file.")
@click.pass_context
def verify(ctx: click.Context, /, **options: Any) -> None:
    """Recompute the whole record: every fact against its leaf, positions and versions without gaps.

    Exit code 7 when the record agrees with itself, since somebody who can write the file could
    have rewritten all of it, leaves included; 1 when it does not, the first bad position first.
    """
    with session_of(ctx).open() as ledger:
        found = verified(ledger.store)
    write(
        Answer(
            view="verify",
            about={"known_at": found.head, "ledger": found.ledger_id},
            data={
                "sound": found.sound,
                "vouched_for": False,
                "facts": found.facts,
                "head": found.head,
                "last_recorded_at": instant(found.last_recorded_at) if found.facts else None,
                "problems": [{"position": p.position or None, "what": p.what} for p in found.problems],
                "notes": [{"position": n.position or None, "what": n.what} for n in found.notes],
            },
            text=_told(found),
        ),
        options,
    )
    ctx.exit(SOUND_BUT_UNVOUCHED if found.sound else ALTERED)


def _told(found: Verification) -> str:
    head = f"head @{found.head}"
    if found.facts:
        head += f", recorded {instant(found.last_recorded_at)}"
    lines = [f"{found.facts:,} facts checked; {head}; ledger {found.ledger_id}"]
    if found.sound:
        lines += [
            "Every fact is what its leaf says, and none is missing between the first and the head.",
            "Nothing outside the ledger vouches for it: who can write the file could have rewritten it all.",
        ]
    else:
        count = len(found.problems)
        lines.append(f"ALTERED OR DAMAGED: {count} problem{'' if count == 1 else 's'}, the first first")
        lines += [f"  {problem}" for problem in found.problems]
    if found.notes:
        lines.append("Not readable by this program, though the record holds it as it was written:")
        lines += [f"  {note}" for note in found.notes]
    return "".join(display(line) + "\n" for line in lines)
